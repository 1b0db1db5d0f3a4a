"""Invariant: quoted words are the article's own, at their place, to the character."""

from __future__ import annotations

from evals.cases import Case
from evals.scorers.spans import articles
from evals.scores import Item, Scorer, Scores, counted
from service.records import Evidence, Summary


def _scores(case: Case, summary: Summary) -> Scores:
    items: dict[str, list[Item]] = {unit: [] for unit in articles(case)}
    for quotation in summary.quotations:
        text = case.texts.get(quotation.article, "")
        own = text[quotation.start : quotation.end]
        place = Evidence(article=quotation.article, start=quotation.start, end=quotation.end)
        right = bool(own) and own == quotation.text
        items.setdefault(f"{case.id}/{quotation.article}", []).append(
            Item(quotation.id, "hit" if right else "missed", own, quotation.text, place)
        )
    return {unit: counted(found, "recall", "no quotation") for unit, found in items.items()}


SCORER = Scorer(
    "verbatim",
    "Does every quotation equal the article's own words at its place?",
    "article",
    articles,
    _scores,
    "recall",
)
