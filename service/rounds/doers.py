"""Which side a stretch of text lets do something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.rounds import parties
from service.rounds.sightings import Sighting

# The sides of a conflict within one country.
CAMP = re.compile(
    r"\b(government|rebel|opposition|guerrilla|insurgent|junta|separatist|militant)s?\b",
    re.IGNORECASE,
)


WITH = re.compile(r"\bwith\s+(?:the\s+)?([A-Z][\w-]+)")


class Sides:
    """The sides of a round, and how an article may name them: by country, capital or people."""

    def __init__(self, mains: Sequence[Sighting]) -> None:
        named = [name for s in mains for name, _ in s.company.sides]
        people = [p for s in mains for p in s.company.seen if p.party]
        named += [p.party for p in people if p.party]
        self.names = {parties.party(name): parties.display(name) for name in named}
        self.people = {
            parties.fold(p.name).split()[-1]: parties.display(p.party)
            for p in people
            if p.party and parties.fold(p.name)
        }

    def named(self, text: str) -> frozenset[str]:
        """Every side that a text names, camps in small letters."""
        camps = {found.group(1).lower() for found in CAMP.finditer(text)}
        return frozenset(camps | {name for at, name in self.mentioned(text) if at >= 0})

    def strangers(self, text: str) -> frozenset[str]:
        """The states that something is done with, and that are no side of the round."""
        states = (parties.world().get(parties.fold(name)) for name in WITH.findall(text))
        return frozenset(s for s in states if s and parties.party(s) not in self.names)

    def last(self, text: str) -> str | None:
        """The side named last in a text."""
        best: tuple[int, str] | None = None
        camps = ((found.start(), found.group(1).lower()) for found in CAMP.finditer(text))
        for at, key in (*camps, *self.mentioned(text)):
            if at >= 0 and (best is None or at >= best[0]):
                best = (at, key)
        return best[1] if best else None

    def mentioned(self, text: str) -> Iterator[tuple[int, str]]:
        folded = parties.fold(text)
        for key, name in self.names.items():
            yield folded.rfind(key), name
        for surname, name in self.people.items():
            yield folded.rfind(surname), name
        for word in re.findall(r"[A-Z][\w-]+", text):
            state = parties.world().get(parties.fold(word)) or parties.capitals().get(
                parties.fold(word)
            )
            name = self.names.get(parties.party(state)) if state else None
            if name is not None:
                yield folded.rfind(parties.fold(word)), name


def apart(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two texts name other doers: other countries, or other camps of one."""
    if ours & theirs:
        return False
    return any(
        any(name.islower() == camp for name in ours)
        and any(name.islower() == camp for name in theirs)
        for camp in (True, False)
    )
