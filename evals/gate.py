"""What CI refuses: any broken invariant, and a metric that is surely worse.

Invariants are hard: one breach in one output fails. The rest is statistical: a metric fails only
when the whole interval of its difference lies below zero, because a gate that fails on noise is
soon switched off.
"""

from __future__ import annotations

from collections.abc import Sequence

from evals.comparison import Allowed, compare
from evals.runs import RunRecord
from evals.scorers import INVARIANTS


def faults(
    run: RunRecord, baseline: RunRecord | None = None, *, allow: Sequence[Allowed] = ()
) -> tuple[str, ...]:
    """One line each; empty when the run passes. Raises: Differ when the two can't be compared."""
    found = [f"failed output: {f.case}, repeat {f.repeat}: {f.reason}" for f in run.failures]
    names = {s.name for s in INVARIANTS}
    failed = {(f.case, f.repeat) for f in run.failures}
    found += [
        f"invariant {r.metric} broken in {r.unit}: {r.reason}"
        for r in run.results
        if r.metric in names
        and r.value is not None
        and r.value < 1
        and (r.case, r.repeat) not in failed
    ]
    if baseline is not None:
        for metric in compare(baseline, run, allow=allow).metrics:
            interval = metric.paired.interval
            if interval is not None and interval.high < 0:
                found.append(
                    f"worse: {metric.metric} {metric.a:.3f} → {metric.b:.3f}, "
                    f"difference {interval.low:+.3f} to {interval.high:+.3f}"
                )
    return tuple(found)
