"""Two runs → what was gained and lost, case by case, and what that says about new articles.

The order is the order of trust: first the texts that differ, then the paired difference of the
one metric that was declared primary, then the others, corrected for their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from evals.bench import Spent
from evals.runs import Result, RunError, RunRecord
from evals.scores import Item
from evals.statistics import Interval, Paired, holm, paired, these_units_only
from service.records import PromptStamp

Verdict = Literal["better", "worse", "can't tell"]
Allowed = Literal["data", "scorers", "model", "task", "split", "settings"]
ALLOWED: tuple[Allowed, ...] = ("data", "scorers", "model", "task", "split", "settings")


class Differ(RunError):
    """The two runs can't be compared as they are; the message says what differs."""

    slug = "runs-differ"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Change(_Part):
    """One thing that one run has right and the other not, with both texts.

    gained: B has it right. expected: the reference; None for what should not be there.
    """

    metric: str
    unit: str
    case: str
    key: str
    gained: bool
    expected: str | None
    a: str | None
    b: str | None
    why: str = ""
    article: str | None = None
    start: int | None = None
    end: int | None = None


class MetricComparison(_Part):
    """One metric: means of both runs over shared units, and their paired difference.

    holm_p: p corrected for the number of secondary metrics; None for the primary one.
    these_only: interval for these articles alone, over repeats; None with one repeat.
    """

    metric: str
    unit: str
    a: float
    b: float
    differing: int
    paired: Paired
    holm_p: float | None
    these_only: Interval | None
    verdict: Verdict
    by_unit: dict[str, tuple[float, float]]


class Comparison(_Part):
    """All that is said of two runs. A is the one that is there, B the one that is proposed."""

    a: str
    b: str
    task: str
    split: str
    model: str
    primary: str
    prompts: dict[str, tuple[PromptStamp | None, PromptStamp | None]]
    differences: tuple[str, ...]
    verdict: Verdict
    sentence: str
    metrics: tuple[MetricComparison, ...]
    changes: tuple[Change, ...]
    cost: tuple[Spent, Spent]
    failures: tuple[int, int]

    def metric(self, name: str) -> MetricComparison | None:
        return next((m for m in self.metrics if m.metric == name), None)


def differences(a: RunRecord, b: RunRecord) -> dict[Allowed, str]:
    """What makes the two runs unlike, apart from the prompts."""
    pairs: tuple[tuple[Allowed, object, object], ...] = (
        ("task", a.task, b.task),
        ("split", a.split, b.split),
        ("data", (a.data, a.cases), (b.data, b.cases)),
        ("scorers", a.scorers, b.scorers),
        ("model", a.model, b.model),
        ("settings", a.settings, b.settings),
    )
    words: Mapping[Allowed, str] = {
        "task": f"tasks differ: {a.task} and {b.task}",
        "split": f"splits differ: {a.split} and {b.split}",
        "data": "the cases differ: references or articles have changed between the runs",
        "scorers": "the scorers have changed between the runs",
        "model": f"models differ: {a.model} and {b.model}",
        "settings": f"settings differ: {_unlike(a.settings, b.settings)}",
    }
    return {name: words[name] for name, ours, theirs in pairs if ours != theirs}


def _unlike(a: Mapping[str, object], b: Mapping[str, object]) -> str:
    keys = sorted(k for k in {*a, *b} if a.get(k) != b.get(k))
    return ", ".join(f"{k} {a.get(k)!r} / {b.get(k)!r}" for k in keys)


def compare(
    a: RunRecord, b: RunRecord, *, allow: Sequence[Allowed] = (), primary: str | None = None
) -> Comparison:
    """Compare run B with run A, on the units that both have.

    allow: what may differ besides the prompts, when that is what is meant.
    primary: only for exploring; by default the metric that both runs declared.
    Raises: Differ when anything else differs, or the runs declared different primary metrics.
    """
    unlike = differences(a, b)
    refused = [text for name, text in unlike.items() if name not in allow]
    if a.primary != b.primary and primary is None:
        refused.append(f"primary metrics differ: {a.primary} and {b.primary}")
    if refused:
        names = ", ".join(n for n in unlike if n not in allow)
        raise Differ(
            "these runs can't be compared:\n  " + "\n  ".join(refused)
            + (f"\nIf that is what you mean to compare, say --allow {names}" if names else "")
        )  # fmt: skip
    notes = list(unlike.values())
    if a.service != b.service:
        notes.append("the service's own code differs between the runs, not only the prompts")
    chosen = primary or a.primary
    compared = _metrics(a, b, chosen)
    main = next((m for m in compared if m.metric == chosen), None)
    if main is None:
        raise Differ(f"the runs share no unit in which {chosen} was scored")
    return Comparison(
        a=a.id,
        b=b.id,
        task=a.task,
        split=a.split,
        model=a.model if a.model == b.model else f"{a.model} / {b.model}",
        primary=chosen,
        prompts={
            task: (a.prompts.get(task), b.prompts.get(task))
            for task in sorted({*a.prompts, *b.prompts})
        },
        differences=tuple(notes),
        verdict=main.verdict,
        sentence=_sentence(main),
        metrics=compared,
        changes=changes(a, b),
        cost=(a.spent(), b.spent()),
        failures=(len(a.failures), len(b.failures)),
    )


def _metrics(a: RunRecord, b: RunRecord, primary: str) -> tuple[MetricComparison, ...]:
    found: list[MetricComparison] = []
    for name in a.metrics():
        ours, theirs = a.values(name), b.values(name)
        shared = sorted(set(ours) & set(theirs))
        if not shared:
            continue
        by_unit = {u: (_mean(ours[u].values()), _mean(theirs[u].values())) for u in shared}
        deltas = [after - before for before, after in by_unit.values()]
        result = paired(deltas)
        found.append(
            MetricComparison(
                metric=name,
                unit=a.units[name],
                a=_mean(before for before, _ in by_unit.values()),
                b=_mean(after for _, after in by_unit.values()),
                differing=sum(abs(d) > 1e-12 for d in deltas),
                paired=result,
                holm_p=None,
                these_only=these_units_only(
                    {u: tuple(ours[u].values()) for u in shared},
                    {u: tuple(theirs[u].values()) for u in shared},
                ),
                verdict=_verdict(result, result.p) if name == primary else "can't tell",
                by_unit=by_unit,
            )
        )
    family = {m.metric: m.paired.p for m in found if m.metric != primary and m.paired.p is not None}
    adjusted = holm(family)
    with_holm = [
        m.model_copy(
            update={"holm_p": adjusted[m.metric], "verdict": _verdict(m.paired, adjusted[m.metric])}
        )
        if m.metric in adjusted
        else m
        for m in found
    ]
    return tuple(sorted(with_holm, key=lambda m: m.metric != primary))


def _verdict(result: Paired, p: float | None) -> Verdict:
    if p is None or result.interval is None or p >= 0.05 or result.interval.holds(0.0):
        return "can't tell"
    return "better" if result.mean > 0 else "worse"


def _sentence(main: MetricComparison) -> str:
    """The verdict in words, with what can't be known."""
    result = main.paired
    count = f"{result.units} {main.unit}{'' if result.units == 1 else 's'}"
    moved = f"{main.metric} went from {main.a:.3f} to {main.b:.3f} over {count}"
    if result.interval is None or result.detectable is None:
        return f"{moved}. From one unit nothing follows for new ones."
    told = (
        f"{moved}: {result.mean:+.3f}, and for new ones between {result.interval.low:+.3f} "
        f"and {result.interval.high:+.3f} (95 %)."
    )
    if main.verdict == "can't tell":
        told += (
            f" A difference of {result.detectable:.3f} would have been found four times in five."
        )
    if result.reachable >= 0.05:
        differ = f"With {main.differing} differing {main.unit}s"
        told += f" {differ} the exact test can't reach .05 (at best {result.reachable:.3f})."
    return told


def _mean(values: Iterable[float]) -> float:
    kept = list(values)
    return sum(kept) / len(kept)


def changes(a: RunRecord, b: RunRecord) -> tuple[Change, ...]:
    """Items that one run has right and the other has not, in the first repeat of each.

    What several metrics show is listed once, under all their names. Losses come before gains,
    because they are what to look at first.
    """
    ours, theirs = _items(a), _items(b)
    found: dict[tuple[str, str, str, bool], Change] = {}
    order = {metric: number for number, metric in enumerate((*a.metrics(), *b.metrics()))}
    for place in sorted(set(ours) | set(theirs), key=lambda p: (p[2], p[1], order[p[0]])):
        metric, unit, case = place
        before, after = ours.get(place, {}), theirs.get(place, {})
        for key in sorted({*before, *after}):
            change = _change(metric, unit, case, key, before.get(key), after.get(key))
            if change is None or key.endswith(", as returned"):
                continue
            same = (case, unit, key, change.gained)
            known = found.get(same)
            if known is not None:
                change = known.model_copy(update={"metric": f"{known.metric}, {metric}"})
            found[same] = change
    return tuple(sorted(found.values(), key=lambda c: (c.gained, c.case, c.unit)))


_SHOWN_ELSEWHERE = frozenset(
    ("fact_precision", "speakers", "quotation_spans_overlap", "quotation_spans_typographic",
     "quotation_spans_exact", "rouge_l")
)  # fmt: skip
"""Metrics whose items other metrics show as well, under other keys."""


def _items(run: RunRecord) -> dict[tuple[str, str, str], dict[str, Item]]:
    first: Sequence[Result] = [r for r in run.results if r.repeat == 0]
    return {
        (r.metric, r.unit, r.case): {i.key: i for i in r.items}
        for r in first
        if r.metric not in _SHOWN_ELSEWHERE
    }


def _change(
    metric: str, unit: str, case: str, key: str, before: Item | None, after: Item | None
) -> Change | None:
    """A missing item is right when the other run's is extra, and unknown otherwise."""
    right = [_right(before, after), _right(after, before)]
    if right[0] is None or right[1] is None or right[0] == right[1]:
        return None
    shown = after or before
    if shown is None:
        return None
    return Change(
        metric=metric,
        unit=unit,
        case=case,
        key=key,
        gained=bool(right[1]),
        expected=shown.expected if shown.outcome != "extra" else None,
        a=before.got if before else None,
        b=after.got if after else None,
        why=(after.why if after else "") or (before.why if before else ""),
        article=shown.place.article if shown.place else None,
        start=shown.place.start if shown.place else None,
        end=shown.place.end if shown.place else None,
    )


def _right(item: Item | None, other: Item | None) -> bool | None:
    if item is not None:
        return item.outcome == "hit"
    return True if other is not None and other.outcome == "extra" else None
