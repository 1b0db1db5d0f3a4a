"""Which articles report the same round: F1 over pairs of articles."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from evals.cases import Case
from evals.pairing import pair_rounds
from evals.scores import Item, Scorer, Scores, counted
from service.records import Summary


def _pairs(groups: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    return {pair for group in groups for pair in combinations(sorted(set(group)), 2)}


def _scores(case: Case, summary: Summary) -> Scores:
    """Returned rounds that are only mentioned, or that answer a recalled or announced round of
    the reference, don't say what an article is about; they are left out."""
    beside = {
        p.got.id for p in pair_rounds(case, summary) if p.got is not None and not p.expected.main
    }
    expected = _pairs(r.articles for r in case.main_rounds)
    got = _pairs(
        r.articles for r in summary.rounds if r.state != "mentioned" and r.id not in beside
    )
    got -= {pair for pair in got - expected if _only_recalled(case, pair)}
    items = [
        Item(
            f"{a} with {b}",
            "hit" if (a, b) in expected & got else "missed" if (a, b) in expected else "extra",
            f"{a} and {b} report one round" if (a, b) in expected else None,
            f"{a} and {b} put into one round" if (a, b) in got else None,
        )
        for a, b in sorted(expected | got)
    ]
    return {case.id: counted(items, "f1", "no two articles share a round")}


def _only_recalled(case: Case, pair: tuple[str, str]) -> bool:
    """Whether one of the two looks back on the other's round."""
    return any(
        set(pair) & set(r.recalled_in) and set(pair) <= {*r.articles, *r.recalled_in}
        for r in case.main_rounds
    )


def _units(case: Case) -> tuple[str, ...]:
    return (case.id,) if len(case.texts) > 1 and case.main_rounds else ()


SCORER = Scorer(
    "clustering",
    "Are the articles of one round together, and those of two apart (pairwise F1)?",
    "case",
    _units,
    _scores,
)
