"""Does the brief tell what matters: who, where, when, and the essential statements?"""

from __future__ import annotations

from evals.cases import Anchor, Case
from evals.matching import states_day, wording_recall, words
from evals.pairing import RoundPair, main_pairs
from evals.scorers.dates import with_main_rounds
from evals.scorers.fields import first_place
from evals.scores import Item, Scorer, Scores, counted
from service.records import Summary

TOLD = 0.5
"""Least share of a statement's content words that the brief has."""


def _items(pair: RoundPair) -> list[Item]:
    about = pair.expected
    brief = " ".join(s.text for s in pair.got.brief) if pair.got else ""
    told = set(words(brief))
    items: list[Item] = []

    def add(key: str, expected: str, is_told: bool, places: tuple[Anchor, ...] = ()) -> None:
        evidence = first_place(places)
        outcome = "hit" if is_told else "missed"
        items.append(Item(f"{pair.key} brief tells {key}", outcome, expected, None, evidence))

    for person in (*about.mediators, *about.participants):
        names = [words(n) for n in (*person.names, person.party or "")]
        add(person.name, person.name, any(n and n[-1] in told for n in names), person.evidence)
    if about.place is not None:
        accepted = [words(n) for n in about.place.accept]
        is_told = any(set(n) <= told for n in accepted)
        add("place", about.place.accept[0], is_told, about.place.evidence)
    if about.start is not None or about.end is not None:
        days = [d for d in (about.start, about.end, *about.accept_start, *about.accept_end) if d]
        add("dates", f"{about.start} to {about.end}", any(states_day(brief, d) for d in days))
    for number, (section, statement) in enumerate(about.statements()):
        if statement.essential:
            is_told = wording_recall(brief, statement.text) >= TOLD
            add(f"{section} {number}", statement.text, is_told, statement.evidence)
    return items


def _scores(case: Case, summary: Summary) -> Scores:
    items = [item for pair in main_pairs(case, summary) for item in _items(pair)]
    return {case.id: counted(items, "recall")}


SCORER = Scorer(
    "brief_completeness",
    "Of who, where, when and the essential statements, how much does the brief tell?",
    "case",
    with_main_rounds,
    _scores,
    "recall",
)
