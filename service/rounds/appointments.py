"""Where the articles on one round announce its next meeting for other days or other towns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import SequenceMatcher

from service.records import DateMention, Disagreement, Evidence, Fact, Reading, Segment, Span
from service.rounds import parties, words
from service.rounds.scenes import unquoted
from service.rounds.sightings import Sighting
from service.rounds.topics import Topics, stems

MONTH = re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:[a-z]{1,6})?\b")
MEETING = re.compile(
    r"\bnext\s+(?:\w+\s+)?(?:round|meeting|session|talks|summit|contact|sitting|consultations)\b"
    r"|\b(?:second|third|fourth|fifth|sixth|new|another|further)\s+(?:round|meeting|session)\b"
    r"|\b(?:meets?|reconvenes?|gathers?|convenes?|see\s+each\s+other|resumes?\s+(?:the\s+)?talks|sit\s+down)\s+"
    r"(?:again\b|(?:in|at)\s+[A-Z])",
)
NO_DATE = words.pattern(
    r"""\bno\ (?:\w+\ )?dates?\b (?:\ (?:has|have|had|was|were|is|for|yet)\b[^.;,”"\n]{0,50})?
    | \bdates?\b[^.;,]{0,120}?\b(?:has|have|had|is|are|was|were)(?:\ not|n['’]t)
      \ (?:yet\ )?(?:been\ )?
      (?:confirmed|determined|fixed|agreed|announced|decided|set|settled|arranged|named|found)\b
    | \bdates?\b[^.;,]{0,30}\b(?:to\ be\ (?:\w+\ )?|not\ (?:yet\ )?(?:been\ )?)
      (?:confirmed|determined|fixed|agreed|announced|decided|set|settled|arranged|named|found)\b
    | \b(?:dates?|when\ (?:and\ where\ )?(?:the|they|both|either)\b)[^.;,]{0,40}
      \b(?:open|unclear|undecided|unknown|pending|yet\ to\ be\ \w+)\b
    | \b(?:not|n['’]t|never)\ (?:yet\ )?(?:agreed?|fixed?|set)\ (?:to\ |on\ )?
      (?:any|a|the)\ (?:\w+\ )?date\b
    | \b(?:dates?|time)\b[^.;,]{0,40}\bwill\ be\ (?:determined|fixed|agreed|announced|set|decided)
      \ (?:later|through|by|in)\b
    | \bdeclined\ to\ (?:give|name)\ a\ date\b
    | \bno\ (?:further|new|other|next|second|third)\ (?:round|meeting|session|talks)
      \ (?:was|were|is|has\ been|have\ been)\ (?:scheduled|planned|set|announced|fixed|agreed)\b
    | \bwithout\ (?:setting|fixing|agreeing|naming|announcing|giving)\ (?:on\ )?
      (?:a|any)\ (?:\w+\ )?date\b"""
)
# A side's no, more than a date left open.
DENIES = re.compile(r"(?:\b(?:not|never)|n['’]t)\b.{0,20}\bagree", re.IGNORECASE)
NO_TOWN = words.pattern(
    r"""\b(?:venue|place)\b[^.;,]{0,30}\b(?:to\ be\ (?:\w+\ )?|not\ (?:yet\ )?(?:been\ )?)
    (?:confirmed|determined|fixed|agreed|announced|decided|set|settled)\b"""
)
# Who meets: a summit announced by one article and experts by another are no conflict.
LEVEL = words.pattern(
    r"""\b(?:summit|leaders|presidents|ministers?|ministerial|experts?|technical|deput(?:y|ies)
    |ambassadors|commission|(?:sub-?)?committee|working\ groups?|envoys)\b"""
)
# Bodies that meet besides the talks themselves.
BODIES = frozenset({"commis", "commit", "subcom", "sub-co", "workin", "expert", "techni"})
AHEAD = words.pattern(
    r"""\b(?:will|would|shall|due|set|scheduled|expected|slated|planned|plans?|hopes?|next|no|not
    |to\ (?:meet|be|hold|have|resume|reconvene|gather|convene|continue|take|return|go)
    |meets?\ again)\b"""
)
HELD = words.pattern(
    r"""\b(?:was|were|has\ been|had\ been)\ (?:held|convened|opened|hosted)\b
    | \bheld\ (?:the|their|its|an?)\b"""
)
# "asked about reports that they would meet in Rome": what others told.
OF_OTHERS = words.pattern(r"\b(?:reports?|claims?|rumou?rs)\ that\b")
# "possibly in Rome", "not before the first plane lands in Sanaa": no appointment.
UNSURE = words.pattern(r"\b(?:may|might|could|possibly|perhaps|maybe|before|until|unless|if)\b")
AT = re.compile(r"\b(?:in|at)\s+$")
# How far from the words for the meeting its day and town may stand, in characters.
BEFORE, AFTER = 70, 130
# How a day is set: a deadline is not the day on which it is done.
KINDS = {
    "from": re.compile(r"\b(?:from|starting|beginning|as of|since|effective)(?: on)?\s+$", re.I),
    "by": re.compile(r"\b(?:by|before|until|than|within)\s+$", re.I),
    "on": re.compile(r"\bon\s+(?:\w+day,?\s+)?$", re.I),
}
# How much two sentences must tell together to set a day for the same, in hundredths.
SAME = 250
SPELLING = 0.8  # share of letters that two spellings of a town have in common
# A later report may know what an earlier one could not.
NEWER = timedelta(days=4)
RECENT = timedelta(days=30)


# What the talks set a day for, or did on a day, beside the talks themselves.
EVENTS = {
    "day of the signing": words.pattern(
        r"""\b(?:signed|initial+ed)\b
        (?:\W+(?!will\b|would\b|expir|until\b|since\b|said\b|after\b)\w+){0,10}?\W+$"""
    ),
    "day of entry into force": words.pattern(
        r"""\b(?:truce|cease-?\ ?fire|cessation|agreement|deal|accord)\b[^.;]{0,80}
        \b(?:take\ effect|(?:enter|come)s?\ into\ (?:force|effect)|begins?|starts?|beginning
        |starting|effective|as\ (?:of|from))\b(?:\W+(?!after\b)\w+){0,4}?\W+$"""
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence says of the next meeting's day or town.

    days: first and last meant, where they are known. open: it says that none is fixed.
    levels: who is to meet, as far as it is said.
    """

    value: str
    place: Evidence
    days: tuple[date, date] | None = None
    open: bool = False
    levels: frozenset[str] = frozenset()


def find(mains: Sequence[Sighting], readings: Mapping[str, Reading]) -> Iterator[Disagreement]:
    """The next meeting's day and town, where articles tell them differently."""
    when: dict[str, list[Told]] = defaultdict(list)
    where: dict[str, list[Told]] = defaultdict(list)
    for sighting in mains:
        reading = readings[sighting.article]
        before: Segment | None = None
        for segment in dict.fromkeys(c.segment for c in sighting.around):
            text = segment.span.of(reading.article.text)
            for meeting in announced(text):
                when[sighting.article] += days(reading, segment, meeting)
                where[sighting.article] += towns(reading, segment, meeting)
            when[sighting.article] += unfixed(reading, segment, before, NO_DATE)
            where[sighting.article] += unfixed(reading, segment, before, NO_TOWN)
            before = segment
    published = {a: readings[a].article.published_at for a in (*when, *where)}
    yield from apart("date of the next meeting", known(when), disjoint, published)
    towns_told = known(where)
    single = {
        article: told
        for article, told in towns_told.items()
        if len({parties.fold(t.value) for t in told}) == 1
    }
    yield from apart("place of the next meeting", single, other_town, published)


def events(mains: Sequence[Sighting], readings: Mapping[str, Reading]) -> Iterator[Disagreement]:
    """Days of a signing or of a truce's start, where articles tell them differently."""
    published = {s.article: readings[s.article].article.published_at for s in mains}
    for field, cue in EVENTS.items():
        told: dict[str, list[Told]] = defaultdict(list)
        for sighting in mains:
            reading = readings[sighting.article]
            for clause in sighting.around:
                for mention in reading.dates:
                    if not clause.span.contains(mention.span) or mention.precision != "day":
                        continue
                    if long_ago(mention, published[sighting.article]):
                        continue
                    before = unquoted(reading, Span(clause.span.start, mention.span.start))
                    if cue.search(before):
                        told[sighting.article].append(at_night(on_day(reading, mention), before))
        yield from apart(field, known(told), disjoint, published)


@dataclass(frozen=True, slots=True)
class Set:
    """A day that a sentence sets for something. kind: "from", "by" or "on" it."""

    kind: str
    told: Told
    topic: frozenset[str]


def set_days(
    mains: Sequence[Sighting], readings: Mapping[str, Reading], topics: Topics
) -> Iterator[Disagreement]:
    """Days still to come that articles set differently for what is worded alike."""
    given = [one for s in mains for one in days_set(s, readings[s.article])]
    for i, one in enumerate(given):
        for other in given[i + 1 :]:
            if one.kind != other.kind or topics.shared(one.topic, other.topic) < SAME:
                continue
            if one.told.place.article != other.told.place.article and exclusive(one, other, given):
                values = sorted((t.value, t.place) for t in (one.told, other.told))
                yield Disagreement(
                    field=f"day {one.kind} which",
                    values=tuple(Fact(value=v, evidence=(place,)) for v, place in values),
                )


def exclusive(one: Set, other: Set, given: Sequence[Set]) -> bool:
    """Whether two days differ, in writing too, and neither article gives the other's."""
    return one.told.value != other.told.value and all(
        disjoint(mine.told, theirs.told)
        for mine in given
        for theirs in given
        if mine.told.place.article == one.told.place.article
        and theirs.told.place.article == other.told.place.article
        and (mine is one or theirs is other)
    )


def days_set(sighting: Sighting, reading: Reading) -> Iterator[Set]:
    """The days that the sentences of a sighting set, beside those of meetings."""
    text = reading.article.text
    reported = reading.article.published_at
    for segment in dict.fromkeys(c.segment for c in sighting.around):
        sentence = segment.span.of(text)
        if MEETING.search(sentence):
            continue
        for mention in reading.dates:
            if not segment.span.contains(mention.span) or mention.precision != "day":
                continue
            before = text[segment.span.start : mention.span.start]
            kind = next((k for k, cue in KINDS.items() if cue.search(before)), None)
            if kind and mention.end and reported and mention.end > reported:
                told = at_night(on_day(reading, mention), before)
                yield Set(kind, told, stems(sentence) - stems(told.value))


def long_ago(mention: DateMention, reported: date | None) -> bool:
    """Whether it is of an earlier paper."""
    return bool(mention.end and reported and reported - mention.end > RECENT)


def at_night(told: Told, before: str) -> Told:
    """Midnight on Friday may be the beginning of Saturday."""
    if told.days is None or not re.search(r"\bmidnight\W+(?:on\W+|of\W+)?$", before):
        return told
    return replace(told, days=(told.days[0], told.days[1] + timedelta(days=1)))


def on_day(reading: Reading, mention: DateMention, levels: frozenset[str] = frozenset()) -> Told:
    """A date, as the article writes it."""
    span = mention.span
    return Told(
        value=span.of(reading.article.text),
        place=Evidence(article=reading.article.id, start=span.start, end=span.end),
        days=(mention.start, mention.end) if mention.start and mention.end else None,
        levels=levels,
    )


def known(told: Mapping[str, Sequence[Told]]) -> dict[str, list[Told]]:
    """Without "no date yet" where the same article gives one, unless somebody denies it there."""
    return {
        article: [t for t in own if not t.open or DENIES.search(t.value)] or list(own)
        for article, own in told.items()
        if own
    }


def apart(
    field: str,
    told: Mapping[str, Sequence[Told]],
    differ: Callable[[Told, Told], bool],
    published: Mapping[str, date | None],
) -> Iterator[Disagreement]:
    """What an article tells of which another has nothing that fits."""
    values: dict[str, list[Evidence]] = {}
    for article, own in told.items():
        for other, others in told.items():
            if other == article or not (
                all(
                    contrary(a, b, differ, (published[article], published[other]))
                    for a in own
                    for b in others
                )
                or denies(own, others)
                or denies(others, own)
            ):
                continue
            for one in own:
                places = values.setdefault(one.value, [])
                if one.place not in places:
                    places.append(one.place)
    if len(values) > 1:
        yield Disagreement(
            field=field,
            values=tuple(Fact(value=v, evidence=tuple(e)) for v, e in sorted(values.items())),
        )


def denies(own: Sequence[Told], others: Sequence[Told]) -> bool:
    """Whether a side says in one article only that it agreed to none of what the other tells."""
    denied = any(t.open and DENIES.search(t.value) for t in own)
    return denied and not any(t.open for t in others)


def contrary(
    a: Told,
    b: Told,
    differ: Callable[[Told, Told], bool],
    published: tuple[date | None, date | None],
) -> bool:
    """Whether two tell of the same meeting, and not both can be right."""
    if a.levels and b.levels and not a.levels & b.levels:
        return False
    if (a.levels or b.levels) <= BODIES and bool(a.levels) != bool(b.levels):
        return False
    if a.open != b.open:
        first, second = published if a.open else published[::-1]
        return not (first and second and second - first > NEWER)
    return not a.open and differ(a, b)


def announced(text: str) -> Iterator[re.Match[str]]:
    """The meetings still to be that a sentence speaks of."""
    if AHEAD.search(text) and not HELD.search(text) and not OF_OTHERS.search(text):
        yield from MEETING.finditer(text)


def unfixed(
    reading: Reading, segment: Segment, before: Segment | None, expression: re.Pattern[str]
) -> Iterator[Told]:
    """That no day, or no town, is fixed for the next meeting."""
    text = segment.span.of(reading.article.text)
    about = text if before is None else before.span.of(reading.article.text) + " " + text
    if not MEETING.search(about):
        return
    for found in expression.finditer(text):
        place = Span(segment.span.start + found.start(), segment.span.start + found.end())
        yield Told(
            value=" ".join(found.group().split()),
            place=Evidence(article=reading.article.id, start=place.start, end=place.end),
            open=True,
            levels=levels(about) - BODIES,
        )


def levels(text: str) -> frozenset[str]:
    return frozenset(found.group().lower()[:6] for found in LEVEL.finditer(text))


def near(segment: Segment, meeting: re.Match[str], place: Span) -> bool:
    """Whether a day or town belongs to the words for a meeting: those after it, or just before."""
    start, end = place.start - segment.span.start, place.end - segment.span.start
    text = meeting.string
    if not segment.span.contains(place):
        return False
    if start >= meeting.start():
        between = text[meeting.end() : start]
        return len(between) <= AFTER and not (MEETING.search(between) or UNSURE.search(between))
    between = text[end : meeting.start()]
    return len(between) <= BEFORE and not re.search(r"\b(?:to|date)\b", between)


def whose(meeting: re.Match[str]) -> frozenset[str]:
    """Who meets: of "the next round", what the words beside it say; else the subject."""
    text, start, end = meeting.string, meeting.start(), meeting.end()
    if "next" in meeting.group().lower():
        return levels(text[start : end + 30])
    return levels(text[:start])


def days(reading: Reading, segment: Segment, meeting: re.Match[str]) -> Iterator[Told]:
    """The days beside a meeting that lie after the report, or that can't be resolved."""
    reported = reading.article.published_at
    for mention in reading.dates:
        past = mention.end and reported and mention.end <= reported
        if near(segment, meeting, mention.span) and not past:
            yield on_day(reading, mention, whose(meeting))


def towns(reading: Reading, segment: Segment, meeting: re.Match[str]) -> Iterator[Told]:
    """The towns in which a meeting is to be."""
    text = reading.article.text
    for entity in reading.entities:
        if entity.kind != "place" or not entity.name[:1].isupper():
            continue  # "at mid-July"
        for mention in entity.mentions:
            span = mention.span
            ahead = span.start >= segment.span.start + meeting.start()
            if ahead and near(segment, meeting, span) and AT.search(text[: span.start][-6:]):
                yield Told(
                    value=entity.name,
                    place=Evidence(article=reading.article.id, start=span.start, end=span.end),
                    levels=whose(meeting),
                )


def disjoint(a: Told, b: Told) -> bool:
    """Whether no day of the one can be a day of the other; unresolved ones by their months."""
    if a.days and b.days:
        return a.days[1] < b.days[0] or b.days[1] < a.days[0]
    ours, theirs = MONTH.search(a.value), MONTH.search(b.value)
    return ours is not None and theirs is not None and ours[1] != theirs[1]


def other_town(a: Told, b: Told) -> bool:
    """Whether two names are of two towns, and not one town's spellings."""
    ours, theirs = (re.sub(r"[\W_]", "", parties.fold(t.value)) for t in (a, b))
    alike = SequenceMatcher(None, ours, theirs).ratio() >= SPELLING
    return not (alike or parties.same_place(a.value, b.value))
