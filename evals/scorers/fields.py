"""Place, venue, host and people of main rounds, each field by itself: F1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from evals.cases import Anchor, Case, FactReference, PersonReference
from evals.matching import pair_greedily, plain, same_name, wording_overlap, words
from evals.pairing import RoundPair, main_pairs
from evals.scorers.dates import with_main_rounds
from evals.scores import Item, Scorer, Scores, counted
from service.records import Attendance, Evidence, Fact, Statement, Summary

FactField = Literal["place", "venue", "host"]
PeopleField = Literal["mediators", "participants", "attendees"]


def same_fact(field: FactField, value: str, accept: Sequence[str]) -> bool:
    """Whether a value is an accepted one, more exact wording included.

    "Geneva, Switzerland" is right for Geneva. A venue is right when it shares half of the words,
    because articles describe rather than name it. A host is right as a name.
    """
    if field == "host":
        return same_name(value, accept, "person")
    got = words(value)
    for wanted in map(words, accept):
        if _runs_in(wanted, got) and len(got) <= len(wanted) + 4:
            return True
    return field == "venue" and any(wording_overlap(value, wanted) >= 0.5 for wanted in accept)


def _runs_in(wanted: Sequence[str], got: Sequence[str]) -> bool:
    size = len(wanted)
    return size > 0 and any(
        list(got[i : i + size]) == list(wanted) for i in range(len(got) - size + 1)
    )


def fact_items(pair: RoundPair, field: FactField) -> list[Item]:
    expected: FactReference | None = getattr(pair.expected, field)
    got: Fact | None = getattr(pair.got, field) if pair.got else None
    key = f"{pair.key} {field}"
    right = (
        expected is not None and got is not None and same_fact(field, got.value, expected.accept)
    )
    items: list[Item] = []
    if expected is not None:
        outcome = "hit" if right else "missed"
        shown = got.value if got else None
        place = first_place(expected.evidence)
        items.append(Item(key, outcome, expected.accept[0], shown, place))
    if got is not None and not right:
        items.append(Item(f"{key}, as returned", "extra", None, got.value, shown_at(got)))
    return items


def first_place(anchors: Sequence[Anchor]) -> Evidence | None:
    return anchors[0].evidence if anchors else None


def shown_at(returned: Fact | Attendance | Statement) -> Evidence | None:
    return returned.evidence[0] if returned.evidence else None


def name_likeness(got: str, accepted: Sequence[str]) -> float:
    """1 for the very name, less for another form of it: "Director of Customs" is nobody's else."""
    if plain(got) in map(plain, accepted):
        return 1.0
    return 0.75 if same_name(got, accepted) else 0.0


def people_items(pair: RoundPair, field: PeopleField) -> list[Item]:
    expected: tuple[PersonReference, ...] = getattr(pair.expected, field)
    got: tuple[Attendance, ...] = getattr(pair.got, field) if pair.got else ()
    chosen = pair_greedily(expected, got, lambda a, b: name_likeness(b.name, a.names), 0.5)
    items = [
        Item(
            f"{pair.key} {field}: {person.name}",
            "hit" if i in chosen else "missed",
            person.name,
            got[chosen[i]].name if i in chosen else None,
            first_place(person.evidence),
        )
        for i, person in enumerate(expected)
    ]
    items += [
        Item(
            f"{pair.key} {field}: extra {listed.name}", "extra", None, listed.name, shown_at(listed)
        )
        for j, listed in enumerate(got)
        if j not in chosen.values()
    ]
    return items


def _scorer(name: str, question: str, items: Callable[[RoundPair], list[Item]]) -> Scorer:
    def score(case: Case, summary: Summary) -> Scores:
        found = [item for pair in main_pairs(case, summary) for item in items(pair)]
        return {case.id: counted(found, "f1", "no source tells, and none returned")}

    return Scorer(name, question, "case", with_main_rounds, score)


PLACE = _scorer("place", "Is the place right?", lambda pair: fact_items(pair, "place"))
VENUE = _scorer("venue", "Is the venue right?", lambda pair: fact_items(pair, "venue"))
HOST = _scorer("host", "Is the host right?", lambda pair: fact_items(pair, "host"))
MEDIATORS = _scorer(
    "mediators", "Are the mediators right?", lambda pair: people_items(pair, "mediators")
)
PARTICIPANTS = _scorer(
    "participants", "Are the participants right?", lambda pair: people_items(pair, "participants")
)
ATTENDEES = _scorer(
    "attendees", "Are the others present right?", lambda pair: people_items(pair, "attendees")
)
