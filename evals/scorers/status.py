"""Agreed, claimed, proposed, conditional, denied or reported: of the statements found."""

from __future__ import annotations

from evals.cases import Case
from evals.pairing import main_pairs
from evals.scorers.dates import with_main_rounds
from evals.scorers.fields import first_place
from evals.scorers.statements import matches
from evals.scores import Item, Scorer, Scores, counted
from service.records import Summary


def _scores(case: Case, summary: Summary) -> Scores:
    items = [
        Item(
            f"{m.key} status",
            "hit" if m.got.status in m.expected.statuses else "missed",
            f"{m.expected.status}: {m.expected.text}",
            f"{m.got.status}: {m.got.text}",
            first_place(m.expected.evidence),
        )
        for pair in main_pairs(case, summary)
        for m in matches(case, pair)
        if m.got is not None
    ]
    return {case.id: counted(items, "recall", "no statement of the reference was found")}


SCORER = Scorer(
    "statement_status",
    "Of the statements found, how many have the right status?",
    "case",
    with_main_rounds,
    _scores,
    "recall",
)
