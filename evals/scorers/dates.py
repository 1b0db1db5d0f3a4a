"""The days of each main round: both right, or it counts as wrong."""

from __future__ import annotations

from datetime import date

from evals.cases import Case, RoundReference
from evals.pairing import RoundPair, main_pairs
from evals.scores import Item, Scorer, Scores, counted
from service.records import Round, Summary


def with_main_rounds(case: Case) -> tuple[str, ...]:
    return (case.id,) if case.main_rounds else ()


def accepted_days(about: RoundReference) -> tuple[tuple[str, tuple[date | None, ...]], ...]:
    return (
        ("start", (about.start, *about.accept_start)),
        ("end", (about.end, *about.accept_end)),
    )


def returned_day(field: str, about: RoundReference, got: Round | None) -> date | None:
    """The day given. A one-day round may leave its end open."""
    if got is None:
        return None
    if field == "end" and got.end is None and about.start == about.end:
        return got.start
    return got.start if field == "start" else got.end


def day_items(pair: RoundPair) -> list[Item]:
    """Start and end as facts: a day that no source gives is no fact, giving one is extra."""
    items: list[Item] = []
    for field, days in accepted_days(pair.expected):
        got = returned_day(field, pair.expected, pair.got)
        key = f"{pair.key} {field}"
        shown = got.isoformat() if got else None
        place = pair.expected.dates_evidence[0].evidence if pair.expected.dates_evidence else None
        if days[0] is not None:
            wanted = days[0].isoformat()
            items.append(Item(key, "hit" if got in days else "missed", wanted, shown, place))
        if got is not None and got not in days:
            items.append(Item(f"{key}, as returned", "extra", None, shown))
    return items


def _scores(case: Case, summary: Summary) -> Scores:
    items: list[Item] = []
    for pair in main_pairs(case, summary):
        right = pair.got is not None
        shown: list[str] = []
        for field, days in accepted_days(pair.expected):
            got = returned_day(field, pair.expected, pair.got)
            right = right and got in days
            shown.append(str(got))
        wanted = f"{pair.expected.start} to {pair.expected.end}"
        got_text = " to ".join(shown) if pair.got else "no such round"
        items.append(Item(f"{pair.key} dates", "hit" if right else "missed", wanted, got_text))
    return {case.id: counted(items, "recall")}


SCORER = Scorer(
    "dates",
    "For how many main rounds are both days right?",
    "case",
    with_main_rounds,
    _scores,
    "recall",
)
