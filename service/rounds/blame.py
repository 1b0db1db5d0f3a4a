"""Where articles let different sides have refused the same, asked for a break or broken it off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.records import Disagreement, Evidence, Fact, Reading
from service.rounds import parties, words
from service.rounds.doers import Sides
from service.rounds.scenes import unquoted
from service.rounds.sightings import Sighting
from service.rounds.topics import stems

BREAK = (
    r"(?:adjourn(?:ed|ment)?|breaks?|pause|recess|postpone(?:d|ment)?|put\ off"
    r"|suspen(?:ded|sion)|delay(?:ed)?|deferr?(?:ed|al)?)"
)
# What is laid at a side's door. Of the round as a whole there is one break and one breaking off;
# what is refused has to be the same.
DEEDS = {
    "who refused": words.pattern(
        r"""\b(?: refus(?:ed|es|ing)(?!\ (?:all\ |any\ |to\ )?(?:comment|say|answer|be\b))(?:\ to)?
        | declin(?:ed|es|ing)\ to\ (?!comment|say|answer|be\b) | reject(?:ed|s|ing) | ruled\ out
        | (?:would|did)\ not\ sign | block(?:ed|s|ing) | veto(?:ed|es) | prevent(?:ed|s)
        | obstruct(?:ed|s) | thwart(?:ed|s) | torpedo(?:ed|es) | stalled | held\ up )\b"""
    ),
    "who asked for the break": words.pattern(
        rf"""\b(?:asked\ for|requested|sought|wanted|demanded|called\ for|pressed\ for)
        \ (?:[\w'’]+\ ){{0,5}}?(?:to\ be\ )?{BREAK}\b"""
    ),
    "who broke it off": words.pattern(
        r"""\b(?: br(?:oke|eaking|oken)\ (?:it\ |them\ |the\ talks\ )?off | cut\ short
        | end(?:ed|ing)\ the\ (?:talks|meeting|session)(?:\ early)?
        | call(?:ed|ing)\ off\ the\ (?:talks|meeting|session)
        | walk(?:ed|ing)\ (?:out|away)
        | abandoned\ the\ (?:\w+\ )?(?:talks|meeting|session|table) )\b"""
    ),
}
# "at Norway's request", after the deed.
AT_REQUEST = re.compile(
    rf"\b{BREAK}\b[^.;]{{0,40}}\bat\s+(?P<who>(?:the\s+)?[^.;,]{{2,40}}?)(?:['’]s?)?\s+request\b"
    rf"|\b{BREAK}\b[^.;]{{0,40}}\bat\s+the\s+request\s+of\s+(?P<of>[^.;,]{{2,40}})",
    re.IGNORECASE | re.VERBOSE,
)


REACH = 90  # characters before the verb in which its subject stands


@dataclass(frozen=True, slots=True)
class Blamed:
    """That a side did something. what: the stems of what it was done to."""

    field: str
    side: str
    place: Evidence
    what: frozenset[str]


def find(mains: Sequence[Sighting], readings: Mapping[str, Reading]) -> Iterator[Disagreement]:
    """Deeds that articles lay at different sides' doors."""
    sides = Sides(mains)
    said = [one for s in mains for one in blamed(s, readings[s.article], sides)]
    for field in DEEDS:
        values: dict[str, list[Evidence]] = {}
        told = [one for one in said if one.field == field]
        for i, one in enumerate(told):
            for other in told[i + 1 :]:
                if contrary(one, other, told):
                    values.setdefault(one.side, []).append(one.place)
                    values.setdefault(other.side, []).append(other.place)
        if len(values) > 1:
            yield Disagreement(
                field=field,
                values=tuple(Fact(value=v, evidence=tuple(e)) for v, e in sorted(values.items())),
            )


def contrary(one: Blamed, other: Blamed, told: Sequence[Blamed]) -> bool:
    """Whether two articles let different sides have done the same."""
    article, elsewhere = one.place.article, other.place.article
    if article == elsewhere or parties.same_party(one.side, other.side):
        return False
    ours = {b.side for b in told if b.place.article == article}
    theirs = {b.side for b in told if b.place.article == elsewhere}
    if ours & theirs:
        return False
    if one.field != "who refused":
        return True
    shorter = min(len(one.what), len(other.what))
    return shorter >= 2 and len(one.what & other.what) / shorter > 0.5


def blamed(sighting: Sighting, reading: Reading, sides: Sides) -> Iterator[Blamed]:
    """What the clauses of a sighting say that a side did."""
    for clause in sighting.clauses:
        text = unquoted(reading, clause.span)
        place = Evidence(article=sighting.article, start=clause.span.start, end=clause.span.end)
        for field, deed in DEEDS.items():
            for verb in deed.finditer(text):
                side = sides.last(text[: verb.start()][-90:])
                if side is not None and not words.NEGATED.search(text[: verb.start()][-20:]):
                    yield Blamed(
                        field, side, place, stems(re.split(r"[,;]", text[verb.end() :])[0])
                    )
        for found in AT_REQUEST.finditer(text):
            side = sides.last(found.group("who") or found.group("of"))
            if side is not None:
                yield Blamed("who asked for the break", side, place, frozenset())
