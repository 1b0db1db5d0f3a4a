"""Quotation and speaker together: what a reader gets. The headline for quotations."""

from __future__ import annotations

from evals.cases import Case
from evals.pairing import pair_quotations
from evals.scorers.attribution import speaker_item
from evals.scorers.spans import articles
from evals.scores import Item, Score, Scorer, Scores, counted
from service.records import Evidence, Summary


def _scores(case: Case, summary: Summary) -> Scores:
    return {f"{case.id}/{a}": _score(case, summary, a) for a in case.texts}


def _score(case: Case, summary: Summary, article: str) -> Score:
    """F1 over quotations; one with a wrong speaker is both missed and extra, as in PolNeAR."""
    text = case.texts[article]
    found = pair_quotations(case, summary, article)
    items: list[Item] = []
    for expected, got in found.pairs:
        item = speaker_item(expected, got)
        words = f"“{expected.text}” — "
        key = f"quotation at {expected.start}"
        shown = Item(key, item.outcome, words + str(item.expected), words + str(item.got),
                     item.place, "" if item.outcome == "hit" else "wrong speaker")  # fmt: skip
        items.append(shown)
        if item.outcome == "missed":
            items.append(Item(f"{key}, as returned", "extra", None, shown.got, item.place))
    for quotation in found.missed:
        who = quotation.speaker.accept[0] if quotation.speaker else "nobody can be told"
        wanted = f"“{quotation.text}” — {who}"
        items.append(
            Item(f"quotation at {quotation.start}", "missed", wanted, None, quotation.evidence)
        )
    for extra in found.extra:
        place = Evidence(article=article, start=extra.start, end=extra.end)
        shown_text = f"“{text[extra.start : extra.end]}”"
        items.append(Item(f"extra at {extra.start}", "extra", None, shown_text, place))
    return counted(items, "f1", "no quotation in the article, and none returned")


SCORER = Scorer(
    "quotations_joint",
    "How many quotations are found and given to the right speaker (F1)?",
    "article",
    articles,
    _scores,
)
