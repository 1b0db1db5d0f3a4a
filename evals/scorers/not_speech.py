"""Marked words that are nobody's statement: were they left out?"""

from __future__ import annotations

from evals.cases import Case
from evals.matching import iou, trimmed
from evals.scores import Item, Scorer, Scores, counted
from service.records import Summary


def _units(case: Case) -> tuple[str, ...]:
    marked = {a.article for a in case.reference.not_speech}
    return tuple(f"{case.id}/{a}" for a in case.texts if a in marked)


def _scores(case: Case, summary: Summary) -> Scores:
    items: dict[str, list[Item]] = {unit: [] for unit in _units(case)}
    for term in case.reference.not_speech:
        text = case.texts[term.article]
        span = trimmed(text, term.start, term.end)
        returned = any(
            iou(span, trimmed(text, q.start, q.end)) > 0.5
            for q in summary.quotations
            if q.article == term.article
        )
        items[f"{case.id}/{term.article}"].append(
            Item(
                f"term at {term.start}",
                "missed" if returned else "hit",
                term.text,
                "returned as a quotation" if returned else "left out",
                term.evidence,
            )
        )
    return {unit: counted(found, "recall") for unit, found in items.items()}


SCORER = Scorer(
    "not_speech_left_out",
    "Of marked titles, terms and scare quotes, how many were not returned as quotations?",
    "article",
    _units,
    _scores,
    "recall",
)
