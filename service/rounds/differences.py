"""Where the sources of one round differ in substance.

A difference in spelling, wording, scope or precision is none: only values that can't both be true.
Two counts conflict when each article has its own and neither has the other's: an article that has
both knows that they count different things.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from service.records import Disagreement, Evidence, Fact, Reading, Span
from service.rounds import appointments, blame, contradictions, parties
from service.rounds.quantities import SHARED, SMALL, UNITS, Quantity, conflicts, quantities
from service.rounds.sightings import Sighting
from service.rounds.topics import Topics, topics


def find(
    mains: Sequence[Sighting], group: Sequence[Sighting], readings: Mapping[str, Reading]
) -> tuple[Disagreement, ...]:
    """The fields for which the sightings give values that exclude each other."""
    found: list[Disagreement] = []
    ordered = sorted(group, key=lambda s: s.key)
    for name, values in (
        ("duration", durations(ordered, readings)),
        ("start", days(ordered, "start", readings)),
        ("end", days(ordered, "end", readings)),
        ("dates", months(ordered)),
    ):
        if len(values) > 1:
            found.append(disagreement(name, values))
    if all(s.when != "main" for s in group):
        return tuple(found)  # what an article counts is of the round that it reports
    mains = distinct(sorted(mains, key=lambda s: s.key), readings)
    about = topics(
        [readings[a] for a in sorted({s.article for s in mains})],
        {parties.display(name) for s in mains for name, _ in s.company.sides},
    )
    people = {
        entity.name
        for s in mains
        for entity in readings[s.article].entities
        if entity.kind == "person" and " " in entity.name
    }
    found.extend(counts(mains, readings, about))
    found.extend(appointments.find(mains, readings))
    found.extend(appointments.events(mains, readings))
    found.extend(appointments.set_days(mains, readings, about.without(people)))
    found.extend(blame.find(mains, readings))
    found.extend(contradictions.find(mains, readings, about.without(people)))
    return tuple(found)


def distinct(mains: Iterable[Sighting], readings: Mapping[str, Reading]) -> list[Sighting]:
    """One article of those whose texts are the same to the letter: a copy tells nothing new."""
    return list({readings[s.article].article.text: s for s in mains}.values())


def disagreement(field: str, values: Mapping[str, Sequence[Evidence]]) -> Disagreement:
    return Disagreement(
        field=field,
        values=tuple(Fact(value=v, evidence=tuple(e)) for v, e in sorted(values.items())),
    )


def durations(
    ordered: Iterable[Sighting], readings: Mapping[str, Reading]
) -> dict[str, list[Evidence]]:
    """Lengths in days. "A week of talks" is none beside five, six or eight days."""
    told = [(s, s.timing.days) for s in ordered if s.timing.days is not None]
    values: dict[str, list[Evidence]] = {}
    for sighting, length in told:
        spans = sighting.timing.days_spans
        words_told = " ".join(s.of(readings[sighting.article].article.text) for s in spans)
        if "week" in words_told and any(0 < abs(length - other) <= WEEK for _, other in told):
            continue
        word = SMALL[length] if length < len(SMALL) else str(length)
        key = f"{word} day" + ("" if length == 1 else "s")
        values.setdefault(key, []).extend(places(sighting, spans))
    return values


WEEK = 2  # days by which a week of talks may be shorter or longer


def days(
    ordered: Iterable[Sighting], side: str, readings: Mapping[str, Reading]
) -> dict[str, list[Evidence]]:
    """Exact first or last days. A day only assumed, or told by another article's date, is none."""
    values: dict[str, list[Evidence]] = {}
    for sighting in ordered:
        timing = sighting.timing
        day = timing.start if side == "start" else timing.end
        spans = timing.start_spans if side == "start" else timing.end_spans
        if day is None or (timing.assumed if side == "start" else timing.loose):
            continue
        reading = readings[sighting.article]
        if sighting.borrowed and not any(
            re.search(r"\d", s.of(reading.article.text)) for s in spans
        ):
            continue
        if not any(day in (d.start, d.end) for d in reading.dates if touched(d.span, spans)):
            continue  # counted from the other end, not told
        values.setdefault(day.isoformat(), []).extend(places(sighting, spans))
    return values


def touched(place: Span, spans: Iterable[Span]) -> bool:
    return any(place.overlaps(span) for span in spans)


def months(ordered: Sequence[Sighting]) -> dict[str, list[Evidence]]:
    """Parts of a month that exclude the exact days of the others."""
    exact = [s for s in ordered if s.timing.start and s.timing.end]
    values: dict[str, list[Evidence]] = {}
    for sighting in ordered:
        low, high = sighting.timing.earliest, sighting.timing.latest
        if low is None or high is None:
            continue
        apart = [
            s
            for s in exact
            if s.timing.start
            and s.timing.end
            and not (low <= s.timing.end and s.timing.start <= high)
        ]
        if exact and len(apart) == len(exact):
            values.setdefault(part(low, high), []).extend(places(sighting, sighting.timing.spans))
            for other in apart:
                if other.timing.start and other.timing.end:
                    value = span_of_days(other.timing.start, other.timing.end)
                    values.setdefault(value, []).extend(places(other, other.timing.spans))
    return values


def span_of_days(start: date, end: date) -> str:
    """ "1–4 May 2023", the year and month once."""
    if start == end:
        return f"{start.day} {start:%B %Y}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{end.day} {end:%B %Y}"
    return f"{start.day} {start:%B} – {end.day} {end:%B %Y}"


def part(low: date, high: date) -> str:
    """ "late May 2023" for the last third of a month, and so on."""
    month = f"{low:%B %Y}"
    if (high - low).days > 15:
        return month
    return ("early " if low.day < 9 else "mid-" if low.day < 19 else "late ") + month


def next_meeting(ahead: Sequence[Sighting]) -> Disagreement | None:
    """Announcements of one next meeting that name different days."""
    values: dict[str, list[Evidence]] = {}
    for sighting in sorted(ahead, key=lambda s: s.key):
        if sighting.timing.start is not None:
            values.setdefault(sighting.timing.start.isoformat(), []).extend(
                places(sighting, sighting.timing.start_spans)
            )
    return disagreement("date of the next meeting", values) if len(values) > 1 else None


def places(sighting: Sighting, spans: Iterable[Span]) -> list[Evidence]:
    return [Evidence(article=sighting.article, start=s.start, end=s.end) for s in spans]


# --- Quantities ---------------------------------------------------------------------------------


def counts(
    mains: Sequence[Sighting], readings: Mapping[str, Reading], about: Topics
) -> list[Disagreement]:
    """Numbers of one kind of thing, or of one unit, that differ between articles."""
    by_kind: dict[str, dict[str, list[Quantity]]] = defaultdict(lambda: defaultdict(list))
    for sighting in mains:
        for item in quantities(sighting.around, readings[sighting.article]):
            by_kind[item.what][sighting.article].append(item)
    found: list[Disagreement] = []
    for kind in sorted(by_kind):
        articles = by_kind[kind]
        clashing: dict[float, list[Quantity]] = {}
        names = sorted(articles)
        for i, one in enumerate(names):
            for other in names[i + 1 :]:
                for pair in conflicts(articles[one], articles[other], about):
                    for item in pair:
                        clashing.setdefault(item.number, []).append(item)
        if len(clashing) > 1:
            found.append(disagreement(named(kind), shown(clashing.values())))
    return found


def named(kind: str) -> str:
    if kind == "money":
        return "amount of money"
    if kind.startswith(SHARED):
        return f"number {kind}"
    return f"amount in {kind}" if kind in UNITS else f"number of {kind}"


def shown(clashing: Iterable[Sequence[Quantity]]) -> dict[str, list[Evidence]]:
    """Each value in the words of the first article that gives it, with all its places."""
    values: dict[str, list[Evidence]] = {}
    for items in clashing:
        unique = {(i.place.article, i.place.start): i.place for i in items}
        places = [unique[key] for key in sorted(unique)]
        first = min(items, key=lambda i: (i.place.article, i.place.start))
        values.setdefault(first.text, []).extend(places)
    return values
