"""Whose claim, proposal or denial it is: of the statements found."""

from __future__ import annotations

from evals.cases import Case
from evals.matching import same_name
from evals.pairing import main_pairs
from evals.scorers.dates import with_main_rounds
from evals.scorers.fields import first_place
from evals.scorers.statements import matches
from evals.scores import Item, Scorer, Scores, counted
from service.records import Summary


def _scores(case: Case, summary: Summary) -> Scores:
    items = [
        Item(
            f"{m.key} by",
            "hit" if m.got.by and same_name(m.got.by, m.expected.by_names) else "missed",
            f"{m.expected.by}: {m.expected.text}",
            m.got.by or "nobody",
            first_place(m.expected.evidence),
        )
        for pair in main_pairs(case, summary)
        for m in matches(case, pair)
        if m.got is not None and m.expected.by is not None
    ]
    return {case.id: counted(items, "recall", "no attributed statement was found")}


SCORER = Scorer(
    "statement_by",
    "Of the claims, proposals and denials found, how many name the right side?",
    "case",
    with_main_rounds,
    _scores,
    "recall",
)
