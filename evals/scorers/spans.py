"""Were the quotations found, and nothing else taken for one?"""

from __future__ import annotations

from evals.cases import Case
from evals.matching import trimmed
from evals.pairing import pair_quotations
from evals.scores import Item, Score, Scorer, Scores, counted
from service.records import Evidence, Summary


def articles(case: Case) -> tuple[str, ...]:
    """The case's articles; every one is asked about, also those without any quotation."""
    return tuple(f"{case.id}/{article}" for article in case.texts)


def _scores(case: Case, summary: Summary, strictness: str) -> Scores:
    return {f"{case.id}/{a}": _score(case, summary, a, strictness) for a in case.texts}


def _score(case: Case, summary: Summary, article: str, strictness: str) -> Score:
    text = case.texts[article]
    found = pair_quotations(case, summary, article)
    items: list[Item] = []
    for expected, got in found.pairs:
        place = expected.evidence
        same = strictness == "overlap" or (
            (got.start, got.end) == (expected.start, expected.end)
            if strictness == "exact"
            else trimmed(text, got.start, got.end) == trimmed(text, expected.start, expected.end)
        )
        key = f"quotation at {expected.start}"
        shown = text[got.start : got.end]
        if same:
            items.append(Item(key, "hit", expected.text, shown, place))
        else:
            items.append(Item(key, "missed", expected.text, shown, place, "other edges"))
            items.append(Item(f"{key}, as returned", "extra", None, shown, _place(got), "edges"))
    items += [
        Item(f"quotation at {q.start}", "missed", q.text, None, q.evidence) for q in found.missed
    ]
    items += [
        Item(f"extra at {q.start}", "extra", None, text[q.start : q.end], _place(q))
        for q in found.extra
    ]
    return counted(items, "f1", "no quotation in the article, and none returned")


def _place(quotation: object) -> Evidence:
    article, start, end = (getattr(quotation, n) for n in ("article", "start", "end"))
    return Evidence(article=article, start=start, end=end)


EXACT = Scorer(
    "quotation_spans_exact",
    "Are the quotations those of the reference, to the character?",
    "article",
    articles,
    lambda case, summary: _scores(case, summary, "exact"),
)
TYPOGRAPHIC = Scorer(
    "quotation_spans_typographic",
    "Are they the same but for marks, spaces and punctuation at their edges?",
    "article",
    articles,
    lambda case, summary: _scores(case, summary, "typographic"),
)
OVERLAP_SCORER = Scorer(
    "quotation_spans_overlap",
    "Do they share at least 0.8 of their characters (intersection over union)?",
    "article",
    articles,
    lambda case, summary: _scores(case, summary, "overlap"),
)
