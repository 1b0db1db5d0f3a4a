"""What a scorer says: a value or "unscored", always with the reason.

A score is counted from items, one for each thing that was expected or returned. So every figure
can be taken apart again: which fact was missed, which was invented, what stood there instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from evals.cases import Case
from service.records import Evidence, Summary

Outcome = Literal["hit", "missed", "extra"]
Unit = Literal["article", "case"]
Measure = Literal["f1", "recall", "precision"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was expected (hit or missed) or returned without being expected (extra).

    key: the same for the same thing in every run, so that runs can be compared item by item.
    expected, got: the texts, None where there is none. Both are given for a wrong value.
    place: where in the article it stands, to be shown in the report.
    """

    key: str
    outcome: Outcome
    expected: str | None = None
    got: str | None = None
    place: Evidence | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A value from 0 to 1, higher is better; None means unscored, which is not 0.

    reason: one line for a reader.
    """

    value: float | None
    reason: str
    items: tuple[Item, ...] = ()

    def count(self, outcome: Outcome) -> int:
        return sum(item.outcome == outcome for item in self.items)


Scores = Mapping[str, Score]


@dataclass(frozen=True, slots=True)
class Scorer:
    """A question asked of every output.

    unit: what one score is about. Scores of units are averaged; units are what varies.
    units: those of a case that the question applies to, judged by the reference alone, so that
        an output that failed can be given 0 for each of them.
    score: the scores by unit; pure. A unit left out is unscored.
    """

    name: str
    question: str
    unit: Unit
    units: Callable[[Case], tuple[str, ...]]
    score: Callable[[Case, Summary], Scores]
    measure: Measure = "f1"

    def __call__(self, case: Case, summary: Summary | None, failure: str = "no output") -> Scores:
        """Scores of every unit. A failed output scores 0 wherever the question applies."""
        if summary is None or summary.status != "done":
            reason = failure if summary is None else f"the summary is {summary.status}"
            return {u: Score(0.0, f"failed: {reason}") for u in self.units(case)}
        found = self.score(case, summary)
        return {u: found.get(u, Score(None, "nothing to score")) for u in self.units(case)}


def counted(items: Iterable[Item], measure: Measure, nothing: str = "nothing to score") -> Score:
    """The score of a set of items.

    measure: "recall" is hit / (hit + missed), "precision" hit / (hit + extra), "f1" their
        harmonic mean. Unscored when its denominator is zero.
    """
    kept = tuple(items)
    hit, missed, extra = (
        sum(i.outcome == outcome for i in kept) for outcome in ("hit", "missed", "extra")
    )
    if measure == "recall":
        over, under = hit, hit + missed
    elif measure == "precision":
        over, under = hit, hit + extra
    else:
        over, under = 2 * hit, 2 * hit + missed + extra
    if under == 0:
        return Score(None, nothing, kept)
    return Score(over / under, _reason(kept, hit, missed, extra), kept)


def _reason(items: tuple[Item, ...], hit: int, missed: int, extra: int) -> str:
    parts = [f"{hit} right"]
    for number, outcome in ((missed, "missed"), (extra, "extra")):
        if number:
            texts = [i.expected or i.got or i.key for i in items if i.outcome == outcome]
            shown = "; ".join(shorten(t) for t in texts[:3]) + ("; …" if number > 3 else "")
            parts.append(f"{number} {outcome}: {shown}")
    return ", ".join(parts)


def shorten(text: str, limit: int = 80) -> str:
    """One line of at most `limit` characters; both ends of a longer one, where it differs most."""
    line = " ".join(text.split())
    tail = limit // 3
    return line if len(line) <= limit else f"{line[: limit - tail - 1]}…{line[-tail:]}"
