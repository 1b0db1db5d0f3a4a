"""The sentences of a brief before they are checked: templates over facts, and the articles' own.

Each draft carries its evidence, the days that code resolved from it, and the extractive sentence
that stands in for it when it fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from service.brief.checking import calendar, folded, numbers
from service.brief.choosing import LONG, Offer, choose
from service.records import Attendance, BriefSentence, Evidence, Reading, Round, Statement

MOST = 6
# Words from which the value of a disagreement is taken for a sentence.
SENTENCE = 6
WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")


@dataclass(frozen=True, slots=True)
class Draft:
    """One sentence of a brief, unchecked.

    id: its round's id, "b" and its number. evidence_texts: the sentences around the evidence.
    days: dates that code resolved. known: names that code gives to what stands in the evidence.
    extractive: whether the words are the article's own.
    quoting: whether all it says is quoted from the sources, side by side: a model has nothing to
        judge there, and one source's sentence alone would not do instead.
    fallback: an extractive sentence and its place, shown when this one fails; None for none.
    """

    id: str
    text: str
    evidence: tuple[Evidence, ...]
    evidence_texts: tuple[str, ...]
    days: tuple[date, ...] = ()
    known: tuple[str, ...] = ()
    extractive: bool = False
    quoting: bool = False
    fallback: BriefSentence | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that a template gives."""

    text: str
    evidence: tuple[Evidence, ...]
    days: tuple[date, ...] = ()
    known: tuple[str, ...] = ()
    extractive: bool = False
    quoting: bool = False


def draft(talks: Round, readings: Sequence[Reading]) -> tuple[Draft, ...]:
    """Up to six sentences: who, where and when; agreed, open, next; where the sources differ."""
    texts = Texts({r.article.id: r for r in readings})
    first, last = opening(talks, texts), differing(talks, texts)
    room = MOST - (first is not None) - (last is not None)
    lines = [line for line in (first, *stated(talks, texts, room), last) if line]
    drafts: list[Draft] = []
    for number, line in enumerate(lines):
        shown = texts.around(line.evidence)
        own = line.extractive or line.quoting
        drafts.append(
            Draft(
                f"{talks.id}b{number}", line.text, line.evidence, shown, line.days, line.known,
                line.extractive, line.quoting, None if own else texts.own_words(line.evidence),
            )
        )  # fmt: skip
    return tuple(d for d in drafts if d.evidence)


class Texts:
    """The articles' sentences around places."""

    def __init__(self, readings: Mapping[str, Reading]) -> None:
        self.readings = readings

    def around(self, places: Iterable[Evidence]) -> tuple[str, ...]:
        """The sentences that the places stand in, each once, on one line."""
        return tuple(dict.fromkeys(t for t in map(self.sentence, places) if t))

    def sentence(self, place: Evidence) -> str:
        reading = self.readings.get(place.article)
        if reading is None:
            return ""
        own = [
            s.span
            for s in reading.segments
            if s.span.start < place.end and place.start < s.span.end
        ]
        start = min([place.start, *(s.start for s in own)])
        end = max([place.end, *(s.end for s in own)])
        return " ".join(reading.article.text[start:end].split())

    def whole(self, place: Evidence) -> Evidence:
        """The place widened to the sentence that it stands in."""
        reading = self.readings[place.article]
        own = [s.span for s in reading.story() if s.span.start <= place.start < s.span.end]
        return Evidence(article=place.article, start=own[0].start, end=own[0].end) if own else place

    def own_words(self, places: Sequence[Evidence]) -> BriefSentence | None:
        """A sentence of the story to show instead, the first that is one."""
        for place in places:
            whole = self.whole(place)
            words = self.sentence(whole)
            if words.endswith((".", "!", "?", "”", '"')) and len(words) <= LONG:
                return BriefSentence(text=words, evidence=(whole,))
        return None

    def named(self, person: Attendance, articles: Sequence[str]) -> Attendance:
        """The person with a place first where the whole name stands, if any story has it."""
        whole = re.compile(r"\W+".join(map(re.escape, person.name.split())))
        for article in dict.fromkeys([*(e.article for e in person.evidence), *articles]):
            reading = self.readings[article]
            for segment in reading.story():
                found = whole.search(reading.article.text, segment.span.start, segment.span.end)
                if found:
                    place = Evidence(article=article, start=found.start(), end=found.end())
                    return person.model_copy(update={"evidence": (place, *person.evidence)})
        return person

    def placed(self, person: Attendance) -> Attendance:
        """Without a party of several words that the article cited for the person never names."""
        words = (person.party or "").split()
        cited = person.evidence[0].article
        if len(words) < 3 or self.has(cited, person.party or ""):
            return person
        return person.model_copy(update={"party": None})

    def often(self, person: Attendance, articles: Sequence[str]) -> int:
        """How many times the stories name a person, by the last word of the name."""
        last = re.compile(rf"\b{re.escape(person.name.split()[-1])}\b")
        return sum(
            len(last.findall(segment.span.of(reading.article.text)))
            for reading in (self.readings[a] for a in articles if a in self.readings)
            for segment in reading.story()
        )

    def own(self, place: Evidence) -> str:
        """The words of a place that say enough ("four days"), or those around them too."""
        own = self.words(place)
        enough = len(re.findall(r"[\w’']+", own)) > 1
        return " ".join(own.split()).strip(' "“”') if enough else self.around_words(place)

    def around_words(self, place: Evidence) -> str:
        """A few words to either side of a place, within its sentence's punctuation."""
        text = self.readings[place.article].article.text
        whole = self.whole(place)
        before = re.search(r"(?:(?!but\b)[\w’'-]+ ){0,3}$", text[whole.start : place.start])
        after = re.match(r"(?: [\w’'-]+){0,4}", text[place.end : max(place.end, whole.end)])
        start = place.start - (len(before.group()) if before else 0)
        end = place.end + (len(after.group()) if after else 0)
        return text[start:end].strip(' "“”')

    def dates(self, talks: Round) -> Iterator[Evidence]:
        """Where the articles say on which days the round was, figures before weekdays."""
        found: list[tuple[bool, str, int, Evidence]] = []
        for article in talks.articles:
            reading = self.readings.get(article)
            if reading is None:
                continue
            for mention in reading.dates:
                if mention.precision not in ("day", "range"):
                    continue
                if talks.end in (mention.start, mention.end) or talks.start == mention.start:
                    words = mention.span.of(reading.article.text)
                    place = Evidence(
                        article=article, start=mention.span.start, end=mention.span.end
                    )
                    plain = re.search(r"\d", words) is None
                    found.append((plain, article, mention.span.start, place))
        yield from (place for *_, place in sorted(found, key=lambda f: f[:3])[:2])

    def year(self, talks: Round) -> Evidence | None:
        """Where an article on the round writes its year; else only its sender knows it."""
        day = talks.end or talks.start
        for article in talks.articles if day is not None else ():
            reading = self.readings.get(article)
            found = re.search(rf"\b{day.year}\b", reading.article.text) if reading and day else None
            if found:
                return Evidence(article=article, start=found.start(), end=found.end())
        return None

    def states(self, places: Iterable[Evidence], day: date) -> bool:
        """Whether one of the places gives the day in figures."""
        return any(
            re.search(
                rf"(?<!\d){day.day}(?!\d)", self.readings[p.article].article.text[p.start : p.end]
            )
            for p in places
        )

    def words(self, place: Evidence) -> str:
        return self.readings[place.article].article.text[place.start : place.end]

    def has(self, article: str, name: str) -> bool:
        return folded(name) in folded(self.readings[article].article.text)

    def writes(self, places: Iterable[Evidence], day: date) -> bool:
        """Whether an article that is cited for the days writes the day's number and month."""
        texts = " ".join(self.readings[a].article.text for a in {p.article for p in places})
        return f"{day:%B}".lower() in calendar(texts) and str(day.day) in numbers(texts)

    def month(self, places: Iterable[Evidence], day: date) -> str:
        """The month's name in full, or short where the cited articles have no other."""
        texts = " ".join(self.readings[a].article.text for a in {p.article for p in places})
        return f"{day:%B}" if re.search(rf"\b{day:%B}\b", texts) else f"{day:%b}"

    def one_weekday(self, places: Sequence[Evidence]) -> bool:
        """Whether the days are given by one weekday alone, in all places."""
        return (
            len({self.words(p).lower() for p in places}) == 1
            and WEEKDAY.fullmatch(self.words(places[0])) is not None
        )

    def length(self, talks: Round) -> tuple[str, Evidence] | None:
        """How long the round lasted in an article's own words, where they fit its days."""
        if talks.start is None or talks.end is None or talks.start == talks.end:
            return None
        days = (talks.end - talks.start).days + 1
        for article in talks.articles:
            reading = self.readings.get(article)
            for found in reading.durations if reading else ():
                words = found.span.of(reading.article.text) if reading else ""
                if found.days == days and re.fullmatch(r"\w+ days", words):
                    place = Evidence(article=article, start=found.span.start, end=found.span.end)
                    return words, place
        return None


def opening(talks: Round, texts: Texts) -> Line | None:
    """Who met where and when, and under whose mediation.

    Of a round at which nobody is known to have been, an article's own sentence tells more.
    """
    parts = [part for part in (who(talks, texts), where(talks, texts), time(talks, texts)) if part]
    evidence = tuple(dict.fromkeys(e for part in parts for e in part.evidence))
    if not talks.participants:
        own = texts.own_words(evidence)
        return Line(own.text, own.evidence, extractive=True) if own else None
    parts += [part for part in (led(talks),) if part]
    evidence = tuple(dict.fromkeys(e for part in parts for e in part.evidence))
    days = tuple(d for d in (talks.start, talks.end) if d)
    known = tuple(k for part in parts for k in part.known)
    return Line("".join(part.text for part in parts) + ".", evidence, days, known)


def who(talks: Round, texts: Texts) -> Line | None:
    people = [texts.placed(texts.named(p, talks.articles)) for p in first_named(talks, texts)]
    if not people:
        return None
    verb = {"planned": "are to meet", "cancelled": "were to meet"}.get(talks.state, "met")
    if len(people) == 1 or len({p.party or p.name for p in people}) == 1:
        verb = {"planned": "is to attend talks", "cancelled": "was to attend talks"}.get(
            talks.state, "attended talks"
        )
    return Line(
        f"{joined([with_party(p) for p in people])} {verb}",
        tuple(e for p in people for e in p.evidence[:1]),
        known=tuple(p.party for p in people if p.party),
    )


MOST_NAMED = 4


def first_named(talks: Round, texts: Texts) -> list[Attendance]:
    """Of each side in turn the one whom the articles name most often, up to `MOST_NAMED`."""
    ranked = sorted(talks.participants, key=lambda p: (-texts.often(p, talks.articles), p.name))
    sides: dict[str, list[Attendance]] = {}
    for person in ranked:
        sides.setdefault(person.party or person.name, []).append(person)
    turns = [p for turn in zip_longest(*sides.values()) for p in turn if p is not None]
    return turns[:MOST_NAMED]


def where(talks: Round, texts: Texts) -> Line | None:
    """The town, where an article names it as we do."""
    if talks.place is None:
        return None
    named = [e for e in talks.place.evidence if texts.has(e.article, talks.place.value)]
    return Line(f" in {talks.place.value}", tuple(named[:1])) if named else None


def time(talks: Round, texts: Texts) -> Line | None:
    """The days, where the articles write them; else only the weekday that they give."""
    dates = list(texts.dates(talks))
    year = texts.year(talks)
    places = tuple(dates if year is None else [*dates, year])
    lasted = texts.length(talks)
    if talks.start and talks.end and lasted and not texts.states(places, talks.start):
        # The first day was counted back: the articles give the last one, and how many there were.
        words = f" for {lasted[0].lower()} until {written(talks.end, year is not None)}"
        text, told, places = words, [talks.end], (*places, lasted[1])
    else:
        text = when(talks.start, talks.end, year is not None)
        told = [d for d in (talks.start, talks.end) if d]
    if all(texts.writes(places, day) for day in told):
        for day in told:
            text = text.replace(f"{day:%B}", texts.month(places, day))
        return Line(text, places)
    return Line(f" on {texts.words(dates[0])}", (dates[0],)) if texts.one_weekday(dates) else None


def led(talks: Round) -> Line | None:
    """Who mediated; else who hosted."""
    if talks.mediators:
        names = joined([m.name for m in talks.mediators[:2]])
        places = tuple(e for m in talks.mediators[:2] for e in m.evidence[:1])
        return Line(f", with {names} mediating", places)
    if talks.host:
        return Line(
            f", hosted by {talks.host.value}", talks.host.evidence[:1], known=(talks.host.value,)
        )
    return None


def with_party(person: Attendance) -> str:
    """The name, and whom they speak for."""
    return (
        f"{person.name} ({person.party})"
        if person.party not in (None, person.name)
        else person.name
    )


def joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def when(start: date | None, end: date | None, with_year: bool = True) -> str:
    """ " from 1 to 4 May 2023", the month and year once."""
    if start and end and start != end:
        if (start.year, start.month) == (end.year, end.month):
            return f" from {start.day} to {written(end, with_year)}"
        return f" from {start.day} {start:%B} to {written(end, with_year)}"
    day = start or end
    return f" on {written(day, with_year)}" if day else ""


def written(day: date, with_year: bool) -> str:
    return f"{day.day} {day:%B %Y}" if with_year else f"{day.day} {day:%B}"


def stated(talks: Round, texts: Texts, most: int) -> Iterator[Line]:
    """The statements most worth reading, in the articles' words: outcomes, open, next."""
    offers: list[Offer] = []
    for section, statements in enumerate((talks.outcomes, talks.open_issues, talks.next_steps)):
        for statement in statements:
            line = in_own_words(statement, texts)
            offers.append(Offer(section, statement, line.text, line.evidence[0]))
    for offer in choose(offers, most):
        yield Line(offer.text, (offer.place,), extractive=True)


def in_own_words(statement: Statement, texts: Texts) -> Line:
    """The statement, or the whole sentence around it when it is only a part of one."""
    place = statement.evidence[0]
    text = statement.text
    if text[:1].islower():
        place = texts.whole(place)
        text = texts.sentence(place)
    return Line(closed(text), (place,), extractive=True)


def differing(talks: Round, texts: Texts) -> Line | None:
    """The first disagreement that a line holds, in the sources' own words."""
    for conflict in talks.disagreements:
        places = [v.evidence[0] for v in conflict.values if v.evidence]
        if len(places) < 2:
            continue
        words = list(dict.fromkeys(texts.own(p) for p in places))
        if len(words) < 2 or any("\n" in w or '"' in w for w in words):
            continue
        # What sentences differ on, they say themselves; the field's name is ours.
        sentences = any(len(v.value.split()) >= SENTENCE for v in conflict.values)
        ours = sentences or re.search(r"\d", conflict.field)
        subject = "" if ours else f" on the {conflict.field}"
        shown = joined([f"“{w}”" for w in words[:3]])
        text = f"Reports differ{subject}: {shown}."
        if len(text) <= LONG:
            return Line(text, tuple(places[:3]), quoting=True)
    return None


def closed(text: str) -> str:
    """One line, ended by a stop."""
    text = " ".join(text.split())
    return text if re.search(r"[.!?][\"”’)]?$", text) else text.rstrip(",;:") + "."
