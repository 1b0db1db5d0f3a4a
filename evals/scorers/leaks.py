"""Captions, teasers, legal notices and other stories: none of their words in a round or brief."""

from __future__ import annotations

from evals.cases import Case
from evals.matching import plain
from evals.pairing import round_texts
from evals.scores import Item, Scorer, Scores, counted
from service.records import Summary


def _scores(case: Case, summary: Summary) -> Scores:
    shown = [(where, " ".join(plain(text).split())) for where, text in round_texts(summary.rounds)]
    items: list[Item] = []
    for leak in case.reference.leaks:
        wanted = " ".join(plain(leak).split())
        where = [place for place, text in shown if wanted in text]
        got = f"in {', '.join(where[:3])}" if where else None
        items.append(Item(f"leak: {leak}", "missed" if where else "hit", f"keep out: {leak}", got))
    return {case.id: counted(items, "recall")}


SCORER = Scorer(
    "leaks_kept_out",
    "Of the strings that are not the story, how many stay out of rounds and brief?",
    "case",
    lambda case: (case.id,) if case.reference.leaks else (),
    _scores,
    "recall",
)
