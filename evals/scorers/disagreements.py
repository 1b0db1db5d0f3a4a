"""Where the sources differ in substance: shown, and nothing else shown as a conflict."""

from __future__ import annotations

from datetime import date

from evals.cases import Case, DisagreementReference, DisagreementValue
from evals.matching import (
    best_overlap,
    content_words,
    numbers,
    pair_greedily,
    states_day,
    wording_overlap,
)
from evals.pairing import RoundPair, main_pairs
from evals.scorers.dates import with_main_rounds
from evals.scores import Item, Scorer, Scores, counted
from service.records import Disagreement, Fact, Summary

SENTENCE = 6
"""Words from which a value is a sentence of the source rather than a day, a number or a name."""

_SAME_FIELD = (
    {"date", "start", "end", "begin", "month", "day"},
    {"duration", "length", "days"},
)


def sameness(expected: DisagreementValue, got: Fact) -> float:
    """1 when equal as days or numbers, 0.9 in wording, 0.8 where it is shown by the place itself.

    A place answers for a value without a number, or shown as a whole sentence: "agreed" is shown by
    the sentence that says so, whatever its words.
    """
    return max(
        _alike(wanted, got.value, shown_at=_at_its_place(expected, got))
        for wanted in expected.names
    )


def _alike(wanted: str, got: str, *, shown_at: bool) -> float:
    try:
        if states_day(got, date.fromisoformat(wanted)):
            return 1.0
    except ValueError:
        pass
    if numbers(wanted) and len(got.split()) < SENTENCE:
        return float(numbers(wanted) == numbers(got))
    return 0.9 if wording_overlap(got, wanted) >= 0.5 else 0.8 if shown_at else 0.0


def _at_its_place(expected: DisagreementValue, got: Fact) -> bool:
    return best_overlap((a.evidence for a in expected.evidence), got.evidence) >= 0.5


def _same_field(expected: str, got: str) -> bool:
    ours, theirs = set(content_words(got.replace("_", " "))), set(content_words(expected))
    return bool(ours & theirs) or any(ours & f and theirs & f for f in _SAME_FIELD)


def likeness(expected: DisagreementReference, got: Disagreement) -> float:
    """0 unless two of the reference's values are shown apart, in the same field or place."""
    shown = pair_greedily(expected.values, got.values, sameness, 0.5)
    if len(shown) < 2:
        return 0.0
    places = [a.evidence for v in expected.values for a in v.evidence]
    same_place = best_overlap(places, (e for v in got.values for e in v.evidence)) >= 0.5
    same_field = _same_field(expected.field, got.field)
    return len(shown) + same_field if same_field or same_place else 0.0


def disagreement_items(pair: RoundPair) -> list[Item]:
    expected = pair.expected.disagreements
    got = pair.got.disagreements if pair.got else ()
    chosen = pair_greedily(expected, got, likeness, 1.0)
    items = [
        Item(
            f"{pair.key} disagreement {i}",
            "hit" if i in chosen else "missed",
            _shown(about.field, [v.value for v in about.values]),
            _shown_got(got[chosen[i]]) if i in chosen else None,
            next((a.evidence for v in about.values for a in v.evidence), None),
        )
        for i, about in enumerate(expected)
        if about.essential
    ]
    for j, shown in enumerate(got):
        if j not in chosen.values():
            trap = any(likeness(d, shown) > 0 for d in pair.expected.not_disagreements)
            why = "scope, wording or rounding, no conflict" if trap else ""
            key = f"{pair.key} disagreement returned: {shown.field} {j}"
            items.append(Item(key, "extra", None, _shown_got(shown), None, why))
    return items


def _shown(field: str, values: list[str]) -> str:
    return f"{field}: {' / '.join(values)}"


def _shown_got(got: Disagreement) -> str:
    return _shown(got.field, [v.value for v in got.values])


def _scores(case: Case, summary: Summary) -> Scores:
    items = [i for pair in main_pairs(case, summary) for i in disagreement_items(pair)]
    return {case.id: counted(items, "f1", "the sources agree, and no conflict was shown")}


SCORER = Scorer(
    "disagreements",
    "Are the sources' differences in substance shown, and only those (F1)?",
    "case",
    with_main_rounds,
    _scores,
)
