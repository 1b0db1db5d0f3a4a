"""Of the quotations that were found: is each given to the right speaker?"""

from __future__ import annotations

from evals.cases import Case, QuotationReference
from evals.matching import same_name
from evals.pairing import pair_quotations
from evals.scorers.spans import articles
from evals.scores import Item, Score, Scorer, Scores, counted
from service.records import Quotation, Summary


def right_speaker(expected: QuotationReference, got: Quotation) -> bool:
    """Whether the speaker is an accepted one, or rightly left open."""
    if expected.speaker is None or got.speaker is None:
        return expected.speaker is None and got.speaker is None
    return same_name(got.speaker.name, expected.speaker.accept, expected.speaker.kind)


def speaker_item(expected: QuotationReference, got: Quotation) -> Item:
    wanted = expected.speaker.accept[0] if expected.speaker else "nobody can be told"
    said = got.speaker.name if got.speaker else "nobody"
    outcome = "hit" if right_speaker(expected, got) else "missed"
    return Item(f"speaker at {expected.start}", outcome, wanted, said, expected.evidence)


def _scores(case: Case, summary: Summary) -> Scores:
    return {f"{case.id}/{a}": _score(case, summary, a) for a in case.texts}


def _score(case: Case, summary: Summary, article: str) -> Score:
    pairs = pair_quotations(case, summary, article).pairs
    return counted((speaker_item(*p) for p in pairs), "recall", "no quotation was found")


SCORER = Scorer(
    "speakers",
    "Of the quotations found, how many have the right speaker?",
    "article",
    articles,
    _scores,
    "recall",
)
