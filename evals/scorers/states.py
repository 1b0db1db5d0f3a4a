"""Held, planned, cancelled or only mentioned."""

from __future__ import annotations

from evals.cases import Case
from evals.pairing import pair_rounds
from evals.scorers.dates import with_main_rounds
from evals.scores import Item, Scorer, Scores, counted
from service.records import Summary


def _scores(case: Case, summary: Summary) -> Scores:
    """Main rounds must be there; a recalled or announced one counts only when it was returned."""
    items = [
        Item(
            f"{pair.key} state",
            "hit" if pair.got is not None and pair.got.state == pair.expected.state else "missed",
            f"{pair.expected.label}: {pair.expected.state}",
            pair.got.state if pair.got else "no such round",
        )
        for pair in pair_rounds(case, summary)
        if pair.expected.main or pair.got is not None
    ]
    return {case.id: counted(items, "recall")}


SCORER = Scorer(
    "round_states",
    "Is each round rightly held, planned, cancelled or mentioned?",
    "case",
    with_main_rounds,
    _scores,
    "recall",
)
