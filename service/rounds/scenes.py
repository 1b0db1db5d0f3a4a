"""Which meeting each clause of an article speaks of: the one reported, or another.

A report of talks recalls earlier rounds, announces later ones and mentions other meetings. Facts
may only be taken from clauses about the right one, so every clause is given a scene first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from service.records import DateMention, Entity, Reading, Segment, Span
from service.rounds import words

When = Literal["main", "earlier", "ahead", "aside"]

ASIDE = words.pattern(
    r"""\b(?: similar\ talks | separate(?:ly)?\ (?:talks|meeting|summit|negotiations)
    | (?:broader|unrelated|another|different|regional)\ (?:\w+\ )?(?:summit|forum|conference)
    | on\ the\ sidelines | met\b[^.;]{0,60}\bto\ prepare\ (?:the|an?|for)
    | preparatory\ (?:meeting|session|talks) | parallel\ (?:talks|track)
    | (?:phone|telephone)\ (?:call|conversation)
    | in\ a\ call\ with | spoke\ (?:on|by)\ (?:the\ )?(?:tele)?phone )\b"""
)


# No news sentence is longer, in characters; what is, was never cut and states nothing certain.
LONGEST = 2500
ONE_LINE = {ord(c): " " for c in "\n\r\t\u00a0\u2028\u2029"}
LEAD = 5  # sentences that tell which round a report is of


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of one sentence, and the meeting it speaks of.

    talks: whether it speaks of talks or of meeting at all, outside quotation marks.
    """

    segment: Segment
    span: Span
    when: When
    talks: bool


@dataclass(frozen=True, slots=True)
class Scenes:
    """All clauses of an article's story, in reading order."""

    clauses: tuple[Clause, ...]

    def at(self, place: Span) -> Clause | None:
        """The clause that a place begins in."""
        for clause in self.clauses:
            if clause.span.start <= place.start < clause.span.end:
                return clause
        return None

    def of(self, when: When) -> tuple[Clause, ...]:
        return tuple(c for c in self.clauses if c.when == when)

    def of_segment(self, segment: Segment) -> tuple[Clause, ...]:
        return tuple(c for c in self.clauses if c.segment.id == segment.id)


def unquoted(reading: Reading, span: Span) -> str:
    """The words at a place with quoted ones blanked out and on one line, offsets kept."""
    text = span.of(reading.article.text).translate(ONE_LINE)
    for passage in reading.passages:
        if passage.span.overlaps(span) and len(passage.span) > 40:
            start = max(passage.span.start, span.start) - span.start
            end = min(passage.span.end, span.end) - span.start
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def find(reading: Reading) -> Scenes:
    """Give every clause of the story its scene.

    First by its own words; then by its dates, once the reported meeting's are known; then by
    its people, because somebody met only in an aside stays part of it.
    """
    clauses = tuple(first_pass(reading))
    clauses = by_dates(reading, clauses)
    return Scenes(by_people(reading, clauses))


def first_pass(reading: Reading) -> Iterator[Clause]:
    later = any(words.LATER.search(unquoted(reading, s.span)) for s in reading.story()[:LEAD])
    told = False  # whether the sentence before says so: "It was the second time. At the first …"
    for segment in reading.story():
        if len(segment.span) > LONGEST:
            continue
        later_here, told = later or told, bool(words.LATER.search(unquoted(reading, segment.span)))
        whole: When | None = None
        for span in split(reading, segment):
            blanked = unquoted(reading, span)
            own = own_scene(blanked, later=later_here)
            talks = bool(words.TALKS.search(blanked) or words.MET.search(blanked))
            if whole is None and own is not None:
                whole = own
            yield Clause(segment, span, own or whole or "main", talks)


def own_scene(blanked: str, *, later: bool) -> When | None:
    """What a clause's words say. later: whether the report is of a later round than the first."""
    if ASIDE.search(blanked):
        return "aside"
    if words.EARLIER.search(blanked) or (later and words.FIRST.search(blanked)):
        return "earlier"
    if words.CANCELLED.search(blanked) and words.TALKS.search(blanked):
        return "earlier"
    ahead = words.AHEAD.search(blanked)
    if ahead and not words.UNDER_WAY.search(blanked[: ahead.start()]):
        return "ahead"
    return None


def split(reading: Reading, segment: Segment) -> Iterator[Span]:
    """A sentence's clauses, as far as they can be told without a parser."""
    blanked = unquoted(reading, segment.span)
    start = 0
    for turn in words.TURN.finditer(blanked):
        if turn.start() - start < 12 or len(blanked) - turn.start() < 12:
            continue
        rest = blanked[turn.start() :]
        if turn.group().startswith(",") and not starts_other_time(rest):
            continue
        if PREDICATE.match(rest) and NAMED_AFTER.search(blanked[start : turn.start()]):
            continue
        yield Span(segment.span.start + start, segment.span.start + turn.start())
        start = turn.start()
    yield Span(segment.span.start + start, segment.span.end)


# "the leaders, Anna Berg and Erik Lund, | would meet": one clause, though names part it.
PREDICATE = words.pattern(r",\s(?:will|would|shall|are\ to|is\ to|were\ to|are\ due|is\ due)\b")
NAMED_AFTER = re.compile(
    r"\b[a-z]+,\s(?:[A-ZÀ-Ý][\w.'’-]+\s?){1,4}(?:,?\sand\s(?:[A-ZÀ-Ý][\w.'’-]+\s?){1,4})?$"
)


def starts_other_time(rest: str) -> bool:
    """Whether what follows a comma turns to another meeting before the next comma."""
    upto = rest[1:].split(",", 1)[0]
    return any(p.search(upto) for p in (words.EARLIER, words.FIRST, words.AHEAD))


def agreeing(reading: Reading, seen: Scenes, main: Sequence[Clause]) -> Iterator[Clause]:
    """The subjects of what is agreed for later: "A and B | agreed to meet again in May".

    main: the clauses of the meeting at which they agreed.
    """
    for clause in seen.of("ahead"):
        agreed = AGREED_TO.search(unquoted(reading, clause.span))
        if agreed and clause not in main:
            upto = Span(clause.span.start, clause.span.start + agreed.start())
            yield Clause(clause.segment, upto, "main", talks=False)


AGREED_TO = words.pattern(r"\b(?:have\ |had\ )?(?:also\ )?agreed\ (?:to|on)\b")


def by_dates(reading: Reading, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Move clauses whose own date lies well before or after the reported meeting."""
    reported = reading.article.published_at
    if reported is None:
        return tuple(by_years(reading, clauses))
    news = news_day(reading, clauses, reported)
    moved: list[Clause] = []
    carried: tuple[str, When] | None = None
    for clause in clauses:
        when = clause.when
        if when == "main":
            dates = [d for d in reading.dates if clause.span.contains(d.span)]
            old = [
                d
                for d in dates
                if long_before(d, reported)
                or (well_before(d, news) and not opened_on(reading, clause, d))
            ]
            if (
                dates
                and len(old) == len(dates)
                and all(dates_talks(reading, clause, d) for d in old)
            ):
                when = "earlier"
            elif any(d.span.start - clause.segment.span.start < 15 for d in old):
                # "In 1998, the two countries settled …": the sentence is set in that time.
                when = "earlier"
            elif dates and clause.talks and all(after(d, reported) for d in dates):
                when = "ahead"
            elif not dates and carried is not None and carried[0] == clause.segment.id:
                when = carried[1]
        if when != clause.when:
            carried = (clause.segment.id, when)
        moved.append(replace(clause, when=when))
    return tuple(moved)


def by_years(reading: Reading, clauses: Sequence[Clause]) -> Iterator[Clause]:
    """Move the background of a report without a date of its own to earlier days.

    News gives the year only of days in another one: after an opening that leaves the year out,
    a day in full is long past.
    """
    lead = [s.span for s in reading.story()[:LEAD]]
    dates = [d for d in reading.dates if d.precision in ("day", "range")]
    bare = any(d.start is None and any(s.contains(d.span) for s in lead) for d in dates)
    for clause in clauses:
        full = any(d.start is not None and clause.span.contains(d.span) for d in dates)
        old = bare and full and clause.segment.span not in lead and clause.when == "main"
        yield replace(clause, when="earlier") if old else clause


def opened_on(reading: Reading, clause: Clause, mention: DateMention) -> bool:
    """Whether a date is the one on which the meeting is said to have begun."""
    blanked = unquoted(reading, clause.span)
    before = blanked[: mention.span.start - clause.span.start][-25:]
    return clause.talks and words.OPENING.search(before) is not None


def dates_talks(reading: Reading, clause: Clause, mention: DateMention) -> bool:
    """Whether a date is said of talks: the words for them stand just before it, or after."""
    blanked = unquoted(reading, clause.span)
    at = mention.span.start - clause.span.start
    for expression in (words.TALKS, words.MET):
        for found in expression.finditer(blanked):
            between = blanked[min(at, found.end()) : max(at, found.start())]
            # "the envoy appointed in June, steered the meeting": not the meeting's June.
            if -40 <= at - found.end() <= 60 and not (at < found.start() and "," in between):
                return True
    return False


def news_day(reading: Reading, clauses: Sequence[Clause], reported: date) -> date | None:
    """The day of the talks' end as the first sentences on talks give it, before any other."""
    leading: list[date] = []
    segments: list[str] = []
    for clause in clauses:
        if clause.when != "main" or not clause.talks:
            continue
        if clause.segment.id not in segments:
            segments.append(clause.segment.id)
        if len(segments) > 2:
            break
        leading += [
            d.end
            for d in reading.dates
            if clause.segment.span.contains(d.span)
            and d.end is not None
            and d.precision in ("day", "range")
            and d.end <= reported
        ]
    return max(leading, default=None)


def well_before(mention: DateMention, news: date | None) -> bool:
    """More than five days before the talks ended: rounds last less, with few exceptions."""
    return (
        news is not None
        and mention.precision in ("day", "range")
        and mention.end is not None
        and mention.end < news - timedelta(days=5)
    )


def long_before(mention: DateMention, reported: date) -> bool:
    """More than eight days before the report: another meeting, or its background.

    Source: wire and broadcaster reports appear within a week of what they report; weekday names
    reach back at most seven days.
    """
    return mention.end is not None and mention.end < reported - timedelta(days=8)


def after(mention: DateMention, reported: date) -> bool:
    return mention.start is not None and mention.start > reported


def by_people(reading: Reading, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Keep those who were only met in an aside, or in an earlier meeting, out of the reported one.

    A clause that names nobody but such people belongs where they were introduced.
    """
    people = [e for e in reading.entities if e.kind == "person"]
    introduced: dict[str, When] = {}
    moved: list[Clause] = []
    for clause in clauses:
        here = [e for _, e in sorted(first_places(people, clause.span))]
        scenes = {introduced[e] for e in here if e in introduced}
        when = clause.when
        if when == "main" and here and scenes and "main" not in scenes and "ahead" not in scenes:
            known = [e for e in here if e in introduced]
            if len(known) == len(here) or here[0] in introduced:
                when = introduced[known[0]]
        for entity in here:
            introduced.setdefault(entity, when)
        moved.append(replace(clause, when=when))
    return tuple(moved)


def first_places(people: Iterable[Entity], span: Span) -> Iterator[tuple[int, str]]:
    """Where in a stretch each person is first named."""
    for person in people:
        places = [m.span.start for m in person.mentions if span.contains(m.span)]
        if places:
            yield min(places), person.id
