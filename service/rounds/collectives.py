"""Persons meant by a plural: "the foreign ministers of A and B met" puts A's and B's there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from service.records import Entity, Reading, Span
from service.rounds import parties, words
from service.rounds.scenes import Clause, unquoted

PLURAL = words.pattern(
    r"""\b(?P<kind> (?:prime|foreign|defen[cs]e|interior|finance|trade|economy|energy|water
          |environment
        |agriculture|transport|security|justice|chief|deputy|special|top)\ )?
    (?P<head> ministers|presidents|leaders|premiers|chancellors|envoys|negotiators|secretaries
        |advis[eo]rs|representatives|commissioners ) \b"""
)
MEETING_VERB = words.pattern(
    r"""\b(?: met | meet | held | hold | ended | concluded | wrapped\ up | opened | began
          | started | resumed
    | gathered | convened | sat\ down | signed | initial(?:l)?ed | agreed | negotiated
        | finished | emerged
    | failed\ to | broke\ up | left\ the\ talks | discussed | registered | arrived )\b"""
)
MEETING_OF = words.pattern(
    r"""\b(?: (?:between|of|among|with|by) | brought\ together | hosted | hosting | gathered
          | welcomed )
    \ (?:the\ |both\ |two\ |three\ )*(?:[\w’'-]+\ ){0,4}$"""
)
NAME = re.compile(r"[A-ZÀ-Ý][\w-]+(?:\s[A-ZÀ-Ý][\w-]+)?")
HEADS: Mapping[str, tuple[str, ...]] = {
    "leaders": ("president", "prime minister", "premier", "chancellor", "king", "leader", "emir"),
    "premiers": ("prime minister", "premier"),
    "secretaries": ("secretary",),
    "advisers": ("adviser", "advisor"),
    "advisors": ("adviser", "advisor"),
}


def meant(
    reading: Reading, clauses: Sequence[Clause], belonging: Mapping[str, str | None]
) -> Iterator[tuple[Entity, Span]]:
    """Persons whose role and party a meeting plural names, with the plural's place.

    belonging: the party of each person, by entity id; those without one are never meant.
    """
    people = [e for e in reading.entities if e.kind == "person" and belonging.get(e.id) and e.role]
    for clause in clauses:
        blanked = unquoted(reading, clause.span)
        for plural in PLURAL.finditer(blanked):
            if not meets(blanked, plural):
                continue
            place = Span(clause.span.start + plural.start(), clause.span.start + plural.end())
            near = NAME.findall(blanked[max(0, plural.start() - 50) : plural.end() + 60])
            for person in people:
                party = belonging[person.id]
                sides = [n for n in near if party and parties.same_party(n, party)]
                if sides and len(near) > 1 and holds(person.role or "", plural):
                    yield person, place


def meets(blanked: str, plural: re.Match[str]) -> bool:
    """Whether those meant are the ones who meet, as subject or as those brought together."""
    after = blanked[plural.end() :][:90]
    verb = MEETING_VERB.search(after)
    if verb and "," not in after[: verb.start()] and not words.NEGATED.search(after[: verb.end()]):
        return True
    return bool(
        re.search(r"\b(?:talks|meeting|negotiations|summit)\b[^.]*$", blanked[: plural.start()])
        and MEETING_OF.search(blanked[: plural.start()])
    )


def holds(role: str, plural: re.Match[str]) -> bool:
    """Whether a role is one of those that the plural names ("foreign ministers")."""
    folded = role.lower()
    head = plural["head"].lower()
    heads = HEADS.get(head, (head.removesuffix("s"),))
    kind = (plural["kind"] or "").strip().lower()
    if "deputy" in folded and kind != "deputy":
        return False
    return any(h in folded for h in heads) and kind in folded
