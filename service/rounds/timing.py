"""When a round took place, by the dates, weekdays and lengths of time said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from service.records import DateMention, Reading, Span
from service.rounds import words
from service.rounds.scenes import Clause, dates_talks, unquoted


@dataclass(frozen=True)
class Timing:
    """What one article says about when a round was.

    start, end: exact days, or None. earliest, latest: the days between which it must have been,
        where only a month or a part of one is said.
    days: how long it was said to last; None when nothing is said of it.
    loose: the last day is only that of the news, with no word of an end.
    assumed: the start is only the end repeated, because nothing is said of a start or a length.
    """

    start: date | None = None
    end: date | None = None
    earliest: date | None = None
    latest: date | None = None
    days: int | None = None
    spans: tuple[Span, ...] = ()
    start_spans: tuple[Span, ...] = ()
    end_spans: tuple[Span, ...] = ()
    days_spans: tuple[Span, ...] = ()
    assumed: bool = False
    loose: bool = False

    @property
    def vague(self) -> bool:
        """Whether no day is known, only a month or a part of one."""
        return self.start is None and self.end is None

    @cached_property
    def window(self) -> tuple[date, date] | None:
        """The days that the round may have taken up, as far as they are known."""
        low = self.start or self.earliest or self.end
        high = self.end or self.latest or self.start
        if low is None or high is None:
            return None
        return min(low, high), max(low, high)


WORK = words.pattern(
    r"""^\ of\ (?:\w+\s){0,2}(?:work|haggling|deliberation|meetings|shuttling|effort|contacts)\b"""
)
HELD_FOR = words.pattern(
    r"""\b(?:held|lasted|lasting|ran|running|went\ on|took\ place)
    \ (?:for|over|in|during|across)?\ ?
    (?:the\ (?:past|last)\ |nearly\ |almost\ |about\ |some\ |just\ )?$"""
)
VISIT = words.pattern(r"^\W*(?:\w+\ )?(?:visit|trip|tour|stay|stopover)\b")
DAY_NUMBER = words.pattern(
    r"""\b(?:on\ )?(?:the\ |its\ |their\ |a\ )?(?P<n>first|second|third|fourth|fifth|sixth
          |seventh)\ (?:and\ (?:final|last)\ )?day\ of\ (?:the\ |their\ )?(?:\w+\s){0,3}
    (?:talks|negotiations|meetings?|discussions|round|summit|consultations)
    | \b(?:talks|negotiations|discussions|consultations|delegations|sides)\b[^.;]{0,60}?
      \b(?:entered|into|for|held|began|resumed|ended|concluded)\ (?:a|its|their|the)\ (?P<k>second
        |third|fourth|fifth|sixth|seventh)\ (?:and\ (?:final|last)\ )?(?:straight\ )?day\b
    | \b(?:this|it|today|\w+day)\ (?:is|was)\ the\ (?P<m>second|third|fourth|fifth|sixth
        |seventh)\ (?:and\ (?:final|last)\ )?day\b"""
)
NUMBERS = {w: n for n, w in enumerate(
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"], 1)}  # fmt: skip


Dated = Sequence[tuple[DateMention, Clause]]


def time(reading: Reading, clauses: Sequence[Clause], *, main: bool, held: bool) -> Timing:
    """The days of the meeting that the clauses speak of.

    main: whether it is the one that the article reports. held: whether it has begun.
    """
    reported = reading.article.published_at
    exact, vague = dated(reading, clauses, held=held)
    if not main:
        exact = [(m, c) for m, c in exact if not of_war(reading, c, m)]
    if main and not held and reported is not None:
        # What is announced lies ahead; days behind tell how it came to it.
        exact = [e for e in exact if e[0].start and e[0].start >= reported] or exact
    if main and held and reported is not None:
        # News of talks is of these weeks; what lies months back is their history.
        exact = [e for e in exact if e[0].start and reported - e[0].start < RECENT] or exact
    days, days_spans = duration(reading, clauses)
    start, start_spans, end, end_spans, loose = counted(reading, clauses, exact, days)
    assumed = end is not None and start is None and (days is None or (loose and days == 1))
    if end is not None and start is None:
        # A meeting with one date and no length took that day.
        start = end - timedelta(days=length_until(reading, end, days or 1, days_spans) - 1)
        start_spans = (*end_spans, *days_spans)
    if start is not None and end is None and days is not None:
        last = start + timedelta(days=days - 1)
        if not main or reported is None or last <= reported + timedelta(days=1):
            end, end_spans = last, (*start_spans, *days_spans)
    if start is not None and end is not None and start > end:
        start, start_spans = None, ()
    if start is None and end is None and vague:
        first = min(vague, key=lambda pair: pair[0].span.start)[0]
        return Timing(
            None, None, first.start, first.end, days, (first.span,), days_spans=days_spans,
            assumed=assumed, loose=loose,
        )  # fmt: skip
    return Timing(
        start, end, None, None, days, tuple(sorted({*start_spans, *end_spans})),
        start_spans, end_spans, days_spans, assumed, loose,
    )  # fmt: skip


FOUGHT = words.pattern(
    r"""\b(?:attack\w*|invasion|invaded|war|fighting|clash\w*|coup|killed|strikes?|erupted|shell\w+
    |offensive|uprising|independence)\b[^.;]{0,60}$"""
)


def of_war(reading: Reading, clause: Clause, mention: DateMention) -> bool:
    """Whether a day is one of the conflict, not of talks: "since the attacks of October 7"."""
    before = unquoted(reading, clause.span)[: mention.span.start - clause.span.start]
    return FOUGHT.search(before) is not None and not dates_talks(reading, clause, mention)


RECENT = timedelta(days=60)
Ends = tuple[date | None, tuple[Span, ...], date | None, tuple[Span, ...], bool]


def counted(reading: Reading, clauses: Sequence[Clause], exact: Dated, days: int | None) -> Ends:
    """First and last day as dates say them, or as they are counted from one another."""
    start, start_spans, end, end_spans, loose = ends(reading, exact, days)
    numbered = day_number(reading, exact, clauses)
    if start is None and numbered is not None:
        start, start_spans = numbered[0], (numbered[2],)
        if end is None and numbered[1] is not None:
            end, end_spans = numbered[1], (numbered[2],)
    later = days_later(reading, clauses)
    if later is not None and start is not None and end is None:
        end, end_spans, loose = start + timedelta(days=later[0]), (later[1],), False
    if loose and days is not None and days > 1:
        end, end_spans = fitting(reading, exact, start, end, days) or (end, end_spans)
    return start, start_spans, end, end_spans, loose


def length_until(reading: Reading, end: date, days: int, spans: Iterable[Span]) -> int:
    """Days up to the last. A week of talks that ended on a Friday or later began on the Monday."""
    text = reading.article.text
    if days == 7 and end.weekday() >= 4 and any("week" in s.of(text).lower() for s in spans):
        return end.weekday() + 1
    return days


def dated(reading: Reading, clauses: Sequence[Clause], *, held: bool) -> tuple[Dated, Dated]:
    """The days named in the clauses, and the months and parts of months said of talks."""
    reported = reading.article.published_at
    named = [
        (mention, clause)
        for clause in clauses
        for mention in reading.dates
        if clause.span.contains(mention.span)
        and mention.start is not None
        and not filed(reading, clause, mention)
        # What was held by the time of the report can't be dated after it.
        and not (held and reported is not None and mention.start > reported)
    ]
    exact = [(m, c) for m, c in named if m.precision in ("day", "range")]
    vague = [(m, c) for m, c in named if c.talks and m.precision in ("part", "month", "week")]
    return exact, vague


def duration(reading: Reading, clauses: Iterable[Clause]) -> tuple[int | None, tuple[Span, ...]]:
    """The length said of the talks. Several that differ within one article: the first."""
    on_talks = {c.segment.id for c in clauses if c.talks}
    for clause in clauses:
        blanked = unquoted(reading, clause.span)
        for found in reading.durations:
            if not clause.span.contains(found.span) or not 1 <= found.days <= 60:
                continue
            after = re.split(r"[.;]\s", reading.article.text[found.span.end : found.span.end + 60])[
                0
            ]
            if VISIT.match(after):
                continue
            before = blanked[
                max(0, found.span.start - clause.span.start - 40) : found.span.start
                - clause.span.start
            ]
            own = found.span.of(reading.article.text)
            followed = re.search(r"\bafter\s+$", before) and clause.segment.id in on_talks
            if (
                followed
                or (clause.talks and HELD_FOR.search(before))
                or WORK.match(after)
                or words.TALKS.search(own + after[:45])
                or words.TALKS.search(before)
                or words.MET.search(before)
            ):
                return found.days, (found.span,)
    return None, ()


def day_number(
    reading: Reading, exact: Sequence[tuple[DateMention, Clause]], clauses: Sequence[Clause]
) -> tuple[date, date | None, Span] | None:
    """The first day, counted back from "the third day of talks", and the last where it is that."""
    text = reading.article.text
    dated = [(clause, mention.start, mention.span) for mention, clause in exact]
    reported = reading.article.published_at
    for clause, day, span in [*dated, *((c, reported, c.span) for c in clauses)]:
        found = DAY_NUMBER.search(clause.span.of(text))
        if found and day is not None:
            back = NUMBERS[(found.group("n") or found.group("k") or found.group("m")).lower()] - 1
            last = re.search(r"\b(?:final|last)\b", found.group())
            return day - timedelta(days=back), day if last else None, span
    return None


def ends(reading: Reading, exact: Dated, days: int | None) -> Ends:
    """First and last day as far as dates say them: ranges, then openings and closings."""
    on_talks = {c.segment.id for _, c in exact if c.talks} | {
        c.segment.id for _, c in exact if words.TALKS.search(unquoted(reading, c.segment.span))
    }
    starts: list[tuple[date, Span]] = []
    closes: list[tuple[date, Span]] = []
    others: list[tuple[date, Span, Clause]] = []
    for mention, clause in exact:
        first, last = mention.start, mention.end
        if first is None or last is None:
            continue
        if first != last:
            if clause.talks:
                starts.append((first, mention.span))
                closes.append((last, mention.span))
            continue
        side, first = sided(reading, mention, clause, first, talks=clause.segment.id in on_talks)
        if side == "opening":
            starts.append((first, mention.span))
        elif side == "closing":
            closes.append((first, mention.span))
        else:
            others.append((first, mention.span, clause))
    lead = held_on(reading, others)
    if lead is not None and days in (None, 1):
        return (*lead, *lead, False)
    start = min(starts, default=None)
    end = max(closes, default=None)
    loose = end is None
    if end is None and others:
        end = from_lead(reading, others, start, days)
    return (
        start[0] if start else None,
        (start[1],) if start else (),
        end[0] if end else None,
        (end[1],) if end else (),
        loose,
    )


# "returned to the capital on Thursday after two days of talks": no day of theirs.
HOME = words.pattern(
    r"\b(?:returned|(?:came|flew|went|travell?ed|arrived)\ (?:back|home))\b[^.;,]{0,50}$"
)


def sided(
    reading: Reading, mention: DateMention, clause: Clause, day: date, *, talks: bool
) -> tuple[str | None, date]:
    """Whether a day opened or closed the talks, and which day that was.

    talks: whether its sentence speaks of talks at all.
    """
    since = days_after(reading, mention, clause)
    if since is not None:
        return "closing", day - timedelta(days=since)
    whole = clause.segment.span
    if HOME.search(unquoted(reading, whole)[: mention.span.start - whole.start]):
        return None, day
    if not talks:
        return None, day
    side = nearest_side(reading, mention, clause)
    if side is None and begun(reading, mention, clause):
        side = "opening"
    return side, day


AFTERWARDS = words.pattern(
    r"""^[^.;]{0,60}?\b(?P<n>a|one|the|two|three|four|five)\ days?\ after\ (?P<what>[^.;,]{0,60})"""
)
COUNTED = {"a": 1, "the": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


def days_after(reading: Reading, mention: DateMention, clause: Clause) -> int | None:
    """How many days after the talks a day was: "on Saturday, a day after the round wrapped up"."""
    whole = unquoted(reading, clause.segment.span)
    found = AFTERWARDS.match(whole[mention.span.end - clause.segment.span.start :])
    if found is None or not words.TALKS.search(found.group("what")):
        return None
    return COUNTED[found.group("n").lower()]


MEETING_SINCE = words.pattern(
    r"""\b(?:been\ (?:meeting|holding|negotiating|talking|in\ talks)|(?:had|have|has)\ met
    |under\ way|in\ session|talks|negotiations|gathered)\b [^.;]{0,60}\bsince\ (?:last\ )?$"""
)
LATER = words.pattern(
    r"""\b(?:ended|closed|concluded|wrapped\ up|finished|adjourned)\ (?:\w+\ ){0,3}?
    (?:(?P<n>a|one|two|three|four|five)\ days?\ later|the\ (?:next|following)\ day)\b"""
)


def begun(reading: Reading, mention: DateMention, clause: Clause) -> bool:
    """Whether the talks have gone on since a day: "have been holding talks since Tuesday"."""
    whole = unquoted(reading, clause.segment.span)
    before = whole[: mention.span.start - clause.segment.span.start]
    return MEETING_SINCE.search(before) is not None


def days_later(reading: Reading, clauses: Iterable[Clause]) -> tuple[int, Span] | None:
    """After how many days from their opening the talks ended: "and closed two days later"."""
    for clause in clauses:
        found = LATER.search(unquoted(reading, clause.span))
        if found:
            at = clause.span.start
            return COUNTED[(found.group("n") or "a").lower()], Span(
                at + found.start(), at + found.end()
            )
    return None


HELD_ON = words.pattern(
    r"""\b(?:held|took\ place|met|convened|gathered)\b[^.;]{0,90}?\bon\s+(?:\w+day,?\s+)?$"""
)


def held_on(
    reading: Reading, others: Sequence[tuple[date, Span, Clause]]
) -> tuple[date, tuple[Span, ...]] | None:
    """The one day on which the first sentences say that the meeting was held."""
    leading = lead_of(reading)
    for day, span, clause in others:
        whole = clause.segment
        if whole.id in leading and clause.talks:
            before = unquoted(reading, Span(whole.span.start, span.start))
            weekday = span.of(reading.article.text).lower().endswith("day")
            if not weekday and HELD_ON.search(before):
                return day, (span,)
    return None


# "16/02/2024 09:22": when it was filed.
CLOCK = re.compile(r",?\s+\d{1,2}[:.h]\d\d\b(?!\s*(?:per|percent|%|[ap]\.?m))")
FILED = re.compile(r"[^\n]{0,60}?[-–—]{1,2}\s")


def filed(reading: Reading, clause: Clause, mention: DateMention) -> bool:
    """Whether a date is that of the report: in its dateline, or on a line of its own."""
    text = reading.article.text
    whole = clause.segment.span
    if CLOCK.match(text, mention.span.end):
        return True
    if len(whole) < 45 and not words.TALKS.search(whole.of(text)):
        return True
    dateline = FILED.match(text, whole.start, whole.end)
    head = text[whole.start : whole.start + 3]
    return bool(
        dateline
        and mention.span.end <= dateline.end()
        and head[:1].isupper()
        and not words.MET.search(dateline.group())
        and re.search(r"\(|[A-Z]{4}|,", dateline.group())
    )


def from_lead(
    reading: Reading,
    others: Sequence[tuple[date, Span, Clause]],
    start: tuple[date, Span] | None,
    days: int | None,
) -> tuple[date, Span] | None:
    """The day of what the report leads with, as the last day of the meeting.

    A start that is known, without any word of an end, leaves the end open unless a later day of
    the talks is named.
    """
    meeting = [(tells(reading, span, clause), day, span, clause) for day, span, clause in others]
    if start is not None and days is None:
        meeting = [m for m in meeting if m[3].talks and m[1] > start[0] and m[0] >= TOLD_OF_TALKS]
    if not meeting:
        return None
    best = max(weight for weight, *_ in meeting)
    if best < TOLD_OF_TALKS and reading.article.published_at is None:
        return None  # a day in full, of whatever it be: news leaves its own year out
    if best < TOLD_OF_TALKS:
        # Nothing but days of comments and of what else happened: the news is of the latest.
        return max(((d, s) for _, d, s, _ in meeting), key=lambda m: (m[0], -m[1].start))
    first = min((m for m in meeting if m[0] == best), key=lambda m: m[2].start)[3].segment.id
    same = [(d, s) for w, d, s, c in meeting if w == best and c.segment.id == first]
    return max(same, key=lambda m: (m[0], -m[1].start))


TOLD = words.pattern(
    r"""\b(?:said|says|told|added|announced|wrote|posted|confirmed|denied|reported|warned|stressed
    |statement)\b (?P<between>(?:\W+\w+){0,8}?)\W*$"""
)
TOLD_ON = words.pattern(
    r"""\b(?:said|says|told|added|announced|wrote|posted|confirmed|denied|reported)\b
    (?:\W+(?!that\b|the\b|talks\b)\w+){0,5}?\W+(?:(?:late|early)\ )?(?:on\W+)?$"""
)
TELLS = words.pattern(
    r"""^\W*(?:that\b|in\ a\ statement|told|said|welcomed|urged|hailed|praised|called|warned
    |condemned|expressed|denied|rejected|accused)"""
)
BOUND = words.pattern(
    r"\b(?:until|by|before|since|from|as\ of|starting|effective|after)\s+(?:\w+\s)?$"
)
LEAD = 2  # sentences
TOLD_OF_TALKS = 2  # weight
COMMENT = 3  # weight


# What a wire puts above its report: "* Truce had been due to expire on June 2".
POINT = re.compile(r"\s*[*•·▪-]\s")


def lead_of(reading: Reading) -> list[str]:
    """The sentences that a report opens with, by id, without the points above it."""
    text = reading.article.text
    prose = [s.id for s in reading.story() if not POINT.match(text, s.span.start)]
    return prose[:LEAD]


def tells(reading: Reading, span: Span, clause: Clause) -> int:
    """How much speaks for a day being that of the meeting, not of a comment or of a term."""
    blanked = unquoted(reading, clause.segment.span)
    before = blanked[: span.start - clause.segment.span.start]
    after = blanked[span.end - clause.segment.span.start :]
    held = words.MET.search(blanked) or words.AGREE.search(blanked)
    leads = clause.segment.id in lead_of(reading)
    return (
        (2 if clause.talks else 1 if words.TALKS.search(blanked) or held else 0)
        # "said on Thursday it had agreed"
        + (2 if words.AGREE.search(after[:40]) else 0)
        + (2 if leads else 0)
        - (COMMENT if told_on(before, after) else 0)
        - (3 if BOUND.search(before) else 0)
    )


def fitting(
    reading: Reading,
    exact: Dated,
    start: date | None,
    end: date | None,
    days: int,
) -> tuple[date, tuple[Span, ...]] | None:
    """The last day with which the talks' length covers most of the days told.

    "Said on Wednesday that they had made headway. They met for three days. On Monday …; on
    Tuesday …": three days until Wednesday.
    """
    if end is None:
        return None
    if start is not None:
        last = start + timedelta(days=days - 1)
        named = [m.span for m, _ in exact if m.end == last]
        return (last, tuple(named[:1])) if named or last < end else None
    reported = reading.article.published_at
    lead = lead_of(reading)
    single = [(m.start, m.span, c) for m, c in exact if m.start and m.start == m.end]
    told = {day: span for day, span, c in single if day >= end and c.segment.id in lead}
    earlier = {day for day, _, _ in single}

    def covered(last: date) -> int:
        return sum(last - timedelta(days=days) < day <= last for day in earlier)

    best = max(told, default=end)
    if best == end or covered(best) < days or (reported is not None and best > reported):
        return None
    return best, (told[best],)


def told_on(before: str, after: str) -> bool:
    """Whether a day is that of a comment: "the minister told reporters in Lund on Monday"."""
    told = TOLD.search(before[-90:])
    if told and not words.TALKS.search(told["between"]) and not words.MET.search(told["between"]):
        return True
    return TELLS.match(after) is not None


OF_SOMETHING = re.compile(r" of (?:the|an?) ")


def nearest_side(reading: Reading, mention: DateMention, clause: Clause) -> str | None:
    """Whether the words nearest to a date say that the talks opened or closed."""
    blanked = unquoted(reading, clause.span)
    at = mention.span.start - clause.span.start
    best: tuple[int, str] | None = None
    for side, expression in (("opening", words.OPENING), ("closing", words.CLOSING)):
        for found in expression.finditer(blanked):
            behind = blanked[found.end() : found.end() + 40]
            if found.group().lower() == "after" and not words.TALKS.search(behind):
                continue
            if OF_SOMETHING.match(behind) and not words.TALKS.search(behind[:22]):
                continue  # "the opening of the road"
            gap = at - found.end() if found.end() <= at else 15 + found.start() - at
            between = (
                blanked[found.end() : at] if found.end() <= at else blanked[max(0, at - 60) : at]
            )
            if TOLD_ON.search(between):
                continue  # "talks that ended on Thursday, both sides said on Friday"
            if gap <= 70 and (best is None or gap < best[0]):
                best = (gap, side)
    return best[1] if best else None
