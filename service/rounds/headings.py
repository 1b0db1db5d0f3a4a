"""The heading of a round: its sides, the town and the days."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from service.records import Attendance, Fact
from service.rounds import differences, parties
from service.rounds.sightings import Sighting

MOST = 3
"""Sides named in a heading."""

# Who works in an office speaks for what the office is of; a heading names that, or nothing.
OFFICE = re.compile(
    r"\b(?:ministry|department|directorate|secretariat|office|bureau|board|administration|agency"
    r"|service|treasury|bank|command|mission|embassy|affairs|committee|commission|delegation|cabinet"
    r"|presidency)\b",
    re.IGNORECASE,
)
# A word that many sides are called by, and that tells none apart.
BARE = re.compile(
    r"(?i:government|opposition|party|alliance|front|movement|coalition|council|union|agency|army"
    r"|parliament|finance|defen[cs]e|justice|interior|commerce|trade|energy)"
    r"|[a-z].*|[A-Z][a-z]+(?:ic|al)"
)


def heading(
    mains: Sequence[Sighting],
    present: Sequence[Attendance],
    place: Fact | None,
    start: date | None,
    end: date | None,
) -> str:
    """ "Norway and Chile talks in Tarnholm (5–8 March 2024)", as far as it is known."""
    unique = sides(mains, present)
    who = " and ".join(unique) if len(unique) <= 2 else ", ".join(unique)
    words = [f"{who} talks" if who else "Talks"]
    if place:
        words.append(f"in {place.value}")
    first, last = start or end, end or start
    if first and last:
        words.append(f"({differences.span_of_days(first, last)})")
    return " ".join(words)


def sides(mains: Sequence[Sighting], present: Sequence[Attendance]) -> list[str]:
    """The sides of those at the table; where fewer than two are known, the states named too."""
    seated = Counter(side for p in present for side in side_of(p))
    named = Counter(name for s in mains for name, _ in s.company.sides if parties.is_state(name))
    names, most = (seated, MOST) if len(seated) > 1 else (named + seated, 2)
    unique: list[str] = []
    for name in sorted(sorted(names), key=lambda n: -names[n]):
        if not any(parties.same_party(name, n) for n in unique):
            unique.append(name)
    return sorted(unique[:most])


def side_of(person: Attendance) -> Iterator[str]:
    """The side that a person's party stands for: none for a mere office."""
    if person.party is None:
        return
    name = parties.display(person.party)
    state = parties.capitals().get(parties.fold(name))
    if parties.is_country(name):
        yield name
    elif state is not None:
        yield state
    elif not (OFFICE.search(name) or BARE.fullmatch(name)):
        yield name
