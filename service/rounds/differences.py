"""Where the sources of one round differ in substance.

A difference in spelling, wording, scope or precision is none: only values that can't both be true.
Two counts conflict when each article has its own and neither has the other's: an article that has
both knows that they count different things.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.records import Disagreement, Evidence, Fact, Reading, Span
from service.rounds import parties, words
from service.rounds.quantities import MEASURES, SMALL, Quantity, conflicts, context, quantities
from service.rounds.scenes import unquoted
from service.rounds.sightings import Sighting


def find(
    mains: Sequence[Sighting], group: Sequence[Sighting], readings: Mapping[str, Reading]
) -> tuple[Disagreement, ...]:
    """The fields for which the sightings give values that exclude each other."""
    found: list[Disagreement] = []
    ordered = sorted(group, key=lambda s: s.key)
    for name, values in (
        ("duration", durations(ordered)),
        ("start", days(ordered, "start", readings)),
        ("end", days(ordered, "end", readings)),
        ("dates", months(ordered)),
    ):
        if len(values) > 1:
            found.append(disagreement(name, values))
    found.extend(counts(sorted(mains, key=lambda s: s.key), readings))
    found.extend(appointments(sorted(mains, key=lambda s: s.key), readings))
    found.extend(refusals(sorted(mains, key=lambda s: s.key), readings))
    return tuple(found)


def disagreement(field: str, values: Mapping[str, Sequence[Evidence]]) -> Disagreement:
    return Disagreement(
        field=field,
        values=tuple(Fact(value=v, evidence=tuple(e)) for v, e in sorted(values.items())),
    )


def durations(ordered: Iterable[Sighting]) -> dict[str, list[Evidence]]:
    values: dict[str, list[Evidence]] = {}
    for sighting in ordered:
        length = sighting.timing.days
        if length is not None:
            word = SMALL[length] if length < len(SMALL) else str(length)
            key = f"{word} day" + ("" if length == 1 else "s")
            values.setdefault(key, []).extend(places(sighting, sighting.timing.days_spans))
    return values


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


MONTH = re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:[a-z]{1,6})?\b")
MEETING = re.compile(
    r"\bnext\s+(?:\w+\s+)?(?:round|meeting|session|talks|summit)\b"
    r"|\b(?:second|third|fourth|fifth|sixth|new|another|further)\s+(?:round|meeting|session)\b"
    r"|\b(?:meet|meeting|reconvene|see\s+each\s+other)\s+(?:again\b|in\s+[A-Z])",
)


def appointments(
    mains: Sequence[Sighting], readings: Mapping[str, Reading]
) -> Iterable[Disagreement]:
    """Where articles announce the next meeting for different days, or for other towns."""
    when: dict[str, list[Told]] = defaultdict(list)
    where: dict[str, list[Told]] = defaultdict(list)
    for sighting in mains:
        reading = readings[sighting.article]
        for said in sighting.said:
            if MEETING.search(said.span.of(reading.article.text)):
                when[sighting.article] += ahead(reading, said.span)
                where[sighting.article] += towns(reading, said.span)
    yield from told_apart("date of the next meeting", when, disjoint)
    single = {a: told for a, told in where.items() if len({t.value for t in told}) == 1}
    yield from told_apart("place of the next meeting", single, other_town)


@dataclass(frozen=True, slots=True)
class Told:
    """A day or town that a sentence gives. days: first and last meant, where they are known."""

    value: str
    place: Evidence
    days: tuple[date, date] | None = None


def told_apart(
    field: str, told: Mapping[str, Sequence[Told]], differ: Callable[[Told, Told], bool]
) -> Iterable[Disagreement]:
    """What an article gives of which another has nothing that fits."""
    values: dict[str, list[Evidence]] = {}
    for article, own in told.items():
        if any(
            others and all(differ(a, b) for a in own for b in others)
            for other, others in told.items()
            if other != article
        ):
            for one in own:
                values.setdefault(one.value, []).append(one.place)
    if len(values) > 1:
        yield disagreement(field, values)


def ahead(reading: Reading, span: Span) -> list[Told]:
    """The days in a stretch that lie after the report, or that can't be resolved."""
    reported = reading.article.published_at
    told: list[Told] = []
    for mention in reading.dates:
        known = (mention.start, mention.end) if mention.start and mention.end else None
        if span.contains(mention.span) and not (known and reported and known[1] <= reported):
            place = Evidence(
                article=reading.article.id, start=mention.span.start, end=mention.span.end
            )
            told.append(Told(mention.span.of(reading.article.text), place, known))
    return told


def disjoint(a: Told, b: Told) -> bool:
    """Whether no day of the one can be a day of the other; unresolved ones by their months."""
    if a.days and b.days:
        return a.days[1] < b.days[0] or b.days[1] < a.days[0]
    ours, theirs = MONTH.search(a.value), MONTH.search(b.value)
    return ours is not None and theirs is not None and ours[1] != theirs[1]


def other_town(a: Told, b: Told) -> bool:
    return not parties.same_place(a.value, b.value)


def towns(reading: Reading, span: Span) -> list[Told]:
    """The towns in which a stretch puts something."""
    text = reading.article.text
    return [
        Told(
            entity.name,
            Evidence(article=reading.article.id, start=mention.span.start, end=mention.span.end),
        )
        for entity in reading.entities
        if entity.kind == "place"
        for mention in entity.mentions
        if span.contains(mention.span) and AT.search(text[: mention.span.start][-6:])
    ]


AT = re.compile(r"\b(?:in|at)\s+$")


def places(sighting: Sighting, spans: Iterable[Span]) -> list[Evidence]:
    return [Evidence(article=sighting.article, start=s.start, end=s.end) for s in spans]


# --- Quantities ---------------------------------------------------------------------------------


def counts(mains: Sequence[Sighting], readings: Mapping[str, Reading]) -> list[Disagreement]:
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
                for pair in conflicts(articles[one], articles[other]):
                    for item in pair:
                        clashing.setdefault(item.number, []).append(item)
        if len(clashing) > 1:
            found.append(disagreement(named(kind), shown(clashing.values())))
    return found


def named(kind: str) -> str:
    units = {unit for unit, _ in MEASURES}
    return (
        f"amount in {kind}"
        if kind in units and kind != "money"
        else ("amount of money" if kind == "money" else f"number of {kind}")
    )


def shown(clashing: Iterable[Sequence[Quantity]]) -> dict[str, list[Evidence]]:
    """Each value in the words of the first article that gives it, with all its places."""
    values: dict[str, list[Evidence]] = {}
    for items in clashing:
        unique = {(i.place.article, i.place.start): i.place for i in items}
        places = [unique[key] for key in sorted(unique)]
        first = min(items, key=lambda i: (i.place.article, i.place.start))
        values.setdefault(first.text, []).extend(places)
    return values


# --- Who refused --------------------------------------------------------------------------------


def refusals(mains: Sequence[Sighting], readings: Mapping[str, Reading]) -> list[Disagreement]:
    """Articles that let different sides have refused the same thing."""
    said: list[tuple[str, str, Evidence, frozenset[str]]] = []
    for sighting in mains:
        reading = readings[sighting.article]
        for clause in sighting.clauses:
            blanked = unquoted(reading, clause.span)
            for verb in words.REFUSED.finditer(blanked):
                who = refuser(sighting, blanked[: verb.start()])
                if who is not None:
                    place = Evidence(
                        article=sighting.article, start=clause.span.start, end=clause.span.end
                    )
                    said.append((sighting.article, who, place, context(blanked[verb.end() :])))
    values: dict[str, list[Evidence]] = {}
    for i, (article, who, place, what) in enumerate(said):
        for other, whose, elsewhere, whatever in said[i + 1 :]:
            if other == article or parties.same_party(who, whose):
                continue
            if {w for a, w, _, _ in said if a == article} & {
                w for a, w, _, _ in said if a == other
            }:
                continue
            shorter = min(len(what), len(whatever))
            if shorter >= 2 and len(what & whatever) / shorter >= 0.5:
                values.setdefault(who, []).append(place)
                values.setdefault(whose, []).append(elsewhere)
    return [disagreement("who refused", values)] if len(values) > 1 else []


def refuser(sighting: Sighting, before: str) -> str | None:
    """The side named last before the verb, by itself or by one of its people."""
    folded = parties.fold(before[-90:])
    best: tuple[int, str] | None = None
    for name, _ in sighting.company.sides:
        at = folded.rfind(parties.party(name))
        if at >= 0 and (best is None or at > best[0]):
            best = (at, name)
    for person in sighting.company.seen:
        surname = parties.fold(person.name).split()[-1:]
        at = folded.rfind(surname[0]) if surname and person.party else -1
        if at >= 0 and (best is None or at > best[0]):
            best = (at, parties.display(person.party or ""))
    return best[1] if best else None
