"""Rounds as a capable model pointed them out, chunk by chunk, in ids that code looks up.

Each fact is still a slice of the article: an id that doesn't exist was refused before it came
here, and a date is what code resolved it to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import cast

from service.records import Entity, Reading, RoundState, Span
from service.rounds import parties, places, statements
from service.rounds.belonging import side_of
from service.rounds.people import Company, Cue, Seen
from service.rounds.places import Found
from service.rounds.scenes import Scenes, When
from service.rounds.sightings import Sighting
from service.rounds.sightings import sighting as by_rule
from service.rounds.timing import Timing

FACTS = "facts"
WHEN: Mapping[str, When] = {
    "reported": "main", "earlier": "earlier", "second earlier": "earlier", "announced": "ahead"
}  # fmt: skip
PARTS: Mapping[str, Cue] = {
    "participants": "participant", "mediators": "mediator", "attendees": "attendee"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pointed:
    """The ids given for one round's fields, over all chunks, in reading order."""

    fields: Mapping[str, tuple[str, ...]]

    def first(self, field: str) -> str | None:
        return next(iter(self.fields.get(field, ())), None)

    def all(self, field: str) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(i for given in self.fields.get(field, ()) for i in given.split())
        )


def slots(reading: Reading) -> dict[str, Pointed]:
    """The rounds that the answers speak of, by which one it is to the article."""
    order = {chunk.id: n for n, chunk in enumerate(reading.chunks)}
    given: dict[str, dict[str, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    for item, choice in reading.choices(FACTS).items():
        chunk, which, field = item.split(":", 2)
        given[which][field].append((order.get(chunk, 0), choice))
    return {
        which: Pointed({f: tuple(c for _, c in sorted(v)) for f, v in fields.items()})
        for which, fields in given.items()
    }


def sightings(reading: Reading, seen: Scenes) -> tuple[Sighting, ...]:
    """The rounds that the answers point out; none when no chunk was answered so."""
    known = slots(reading)
    if "reported" not in known:
        return ()
    return tuple(
        sighting(reading, seen, WHEN[which], known[which], number)
        for number, which in enumerate(w for w in WHEN if w in known)
    )


def sighting(reading: Reading, seen: Scenes, when: When, given: Pointed, number: int) -> Sighting:
    """One round as pointed out. What was not pointed at is filled in by rule, to place it."""
    state = cast("RoundState", given.first("state") or ("held" if when == "main" else "mentioned"))
    ruled = by_rule(reading, seen, when, state, seen.of(when), number)
    company = pointed_company(reading, given, ruled.company)
    when_held = pointed_timing(reading, given)
    told = bool(when_held.window or when_held.days)
    return replace(
        ruled,
        timing=when_held if told else ruled.timing,
        place=named(reading, given.first("place")) or ruled.place,
        venue=building(reading, given.first("venue")),
        company=company,
        said=statements.find(reading, seen, company) if when == "main" else (),
        borrowed=not told,
        names=tuple(p.name for p in (*company.seen, *ruled.company.seen)),
    )


def pointed_timing(reading: Reading, given: Pointed) -> Timing:
    """Days from the dates and the length that were pointed at; a month is only a window."""
    dates = {d.id: d for d in reading.dates}
    lengths = {f"l{d.span.start}": d for d in reading.durations}
    first, last = dates.get(given.first("start") or ""), dates.get(given.first("end") or "")
    length = lengths.get(given.first("length") or "")
    exact = ("day", "range")
    start = first.start if first and first.precision in exact else None
    end = last.end if last and last.precision in exact else None
    days = length.days if length else None
    if days and end and not start:
        start = end - timedelta(days=days - 1)
    if days and start and not end:
        end = start + timedelta(days=days - 1)
    if start and end and start > end:
        start = None
    vague = next((d for d in (first, last) if d and d.precision not in exact), None)
    low, high = (vague.start, vague.end) if vague and not (start or end) else (None, None)
    spans = tuple(d.span for d in (first, last, length) if d is not None)
    return Timing(
        start, end, low, high, days,
        spans=tuple(sorted(set(spans))),
        start_spans=(first.span,) if first else spans,
        end_spans=(last.span,) if last else spans,
        days_spans=(length.span,) if length else (),
    )  # fmt: skip


def entity_of(reading: Reading, key: str | None) -> Entity | None:
    return next((e for e in reading.entities if e.id == key), None)


def named(reading: Reading, key: str | None) -> Found | None:
    entity = entity_of(reading, key)
    if entity is None or not entity.mentions:
        return None
    return Found(entity.name, tuple(m.span for m in entity.mentions[:2]))


def building(reading: Reading, key: str | None) -> Found | None:
    """A venue: one of the candidate stretches, or a name."""
    if key is not None and key.startswith("v"):
        start = int(key[1:])
        for span in places.candidate_venues(reading, Span(0, len(reading.article.text))):
            if span.start == start:
                return Found(span.of(reading.article.text), (span,))
    return named(reading, key)


def pointed_company(reading: Reading, given: Pointed, ruled: Company) -> Company:
    """People in the parts they were given; the sides by rule, because rounds cluster by them."""
    bodies = [e for e in reading.entities if e.kind in ("country", "institution", "place")]
    parts: dict[str, list[Cue]] = defaultdict(list)
    for field, cue in PARTS.items():
        for key in given.all(field):
            parts[key].append(cue)
    seen: list[Seen] = []
    for key, cues in parts.items():
        entity = entity_of(reading, key)
        if entity is None or not entity.mentions:
            continue
        spans = tuple(m.span for m in entity.mentions if m.form == "name")[:2]
        seen.append(
            Seen(
                key, entity.name, entity.role,
                side_of(reading, entity, bodies) if entity.kind == "person" else None,
                dict.fromkeys(cues, spans or (entity.mentions[0].span,)), frozenset(),
            )
        )  # fmt: skip
    sides = tuple(
        dict.fromkeys((p.party, p.spans[0]) for p in seen if p.party and "participant" in p.cues)
    )
    sides = ruled.sides or sides
    host = named(reading, given.first("host"))
    hosting = ((parties.display(host.value), host.spans[0]),) if host else ()
    return Company(tuple(seen), sides, (), hosting)
