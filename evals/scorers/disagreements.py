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

_SAME_FIELD = (
    {"date", "start", "end", "begin", "month", "day"},
    {"duration", "length", "days"},
)


def same_value(expected: DisagreementValue, got: Fact) -> bool:
    """Equal as days, as numbers, or in wording."""
    for wanted in expected.names:
        try:
            if states_day(got.value, date.fromisoformat(wanted)):
                return True
        except ValueError:
            pass
        if numbers(wanted) and numbers(wanted) == numbers(got.value):
            return True
        if not numbers(wanted) and wording_overlap(got.value, wanted) >= 0.5:
            return True
    return False


def _same_field(expected: str, got: str) -> bool:
    ours, theirs = set(content_words(got.replace("_", " "))), set(content_words(expected))
    return bool(ours & theirs) or any(ours & f and theirs & f for f in _SAME_FIELD)


def likeness(expected: DisagreementReference, got: Disagreement) -> float:
    """0 unless two of the reference's values are shown apart, in the same field or place."""
    shown = pair_greedily(expected.values, got.values, lambda a, b: float(same_value(a, b)), 0.5)
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
