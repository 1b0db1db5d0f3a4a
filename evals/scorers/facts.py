"""All facts of main rounds together: the headline for rounds.

Fact recall is the share of the reference's facts that the output has, over all main rounds of a
case. The facts are: the start, the end, the place, the venue and the host, each where a source
tells it; every mediator, participant and attendee, in that field; every essential outcome, open
issue and next step, in that section; and every essential disagreement. Each counts once. What a
round that was not found would have held is missed.

Fact precision is the share of what was returned for main rounds that the reference has, where
statements that are not essential are right too; a round held that no source reports is one more
thing that is wrong.
"""

from __future__ import annotations

from evals.cases import Case
from evals.pairing import RoundPair, main_pairs, pair_rounds
from evals.scorers.dates import day_items, with_main_rounds
from evals.scorers.disagreements import disagreement_items
from evals.scorers.fields import FactField, PeopleField, fact_items, people_items
from evals.scorers.statements import returned_items, statement_items
from evals.scores import Item, Scorer, Scores, counted
from service.records import Summary

FACTS: tuple[FactField, ...] = ("place", "venue", "host")
PEOPLE: tuple[PeopleField, ...] = ("mediators", "participants", "attendees")


def _plain_items(pair: RoundPair) -> list[Item]:
    items = day_items(pair)
    for field in FACTS:
        items += fact_items(pair, field)
    for people in PEOPLE:
        items += people_items(pair, people)
    return items + disagreement_items(pair)


def _recall(case: Case, summary: Summary) -> Scores:
    items: list[Item] = []
    for pair in main_pairs(case, summary):
        items += [i for i in _plain_items(pair) if i.outcome != "extra"]
        items += statement_items(case, pair, essential_only=True)
    return {case.id: counted(items, "recall")}


def _precision(case: Case, summary: Summary) -> Scores:
    items: list[Item] = []
    for pair in main_pairs(case, summary):
        items += [i for i in _plain_items(pair) if i.outcome != "missed"]
        items += returned_items(case, pair)
    answering = {p.got.id for p in pair_rounds(case, summary) if p.got is not None}
    items += [
        Item(f"round returned: {r.id}", "extra", None, f"{r.label} ({r.state})")
        for r in summary.rounds
        if r.id not in answering and r.state == "held"
    ]
    return {case.id: counted(items, "precision", "no round returned")}


RECALL = Scorer(
    "fact_recall",
    "Of the facts that a careful reader would list, how many are there?",
    "case",
    with_main_rounds,
    _recall,
    "recall",
)
PRECISION = Scorer(
    "fact_precision",
    "Of the facts returned, how many are right?",
    "case",
    with_main_rounds,
    _precision,
    "precision",
)
