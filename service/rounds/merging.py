"""Sightings of one round from all its articles, made into one record."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from service.dates import either_day, filed_day, find_dates
from service.records import (
    Attendance,
    Disagreement,
    Evidence,
    Fact,
    Reading,
    Rejection,
    Round,
    RoundState,
    Span,
    Statement,
)
from service.rounds import contradictions, differences, parties, parts, pointed, scenes, words
from service.rounds.clustering import (
    Fingerprint,
    cluster,
    copied,
    fingerprint,
    independent,
    shingles,
)
from service.rounds.headings import heading, sides
from service.rounds.places import Found
from service.rounds.sightings import Sighting, sightings
from service.rounds.statements import Said
from service.rounds.words import listed


@dataclass(frozen=True, slots=True)
class Merged:
    """The rounds of all articles together, without their briefs.

    round_of_article: the round that an article is mainly about, by article id.
    """

    rounds: tuple[Round, ...]
    rejections: tuple[Rejection, ...]
    round_of_article: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sources:
    """What is known of the articles while their rounds are merged."""

    readings: Mapping[str, Reading]
    prints: Mapping[str, Fingerprint]
    origin: Mapping[str, int]

    def words(self, article: str, span: Span) -> str:
        return span.of(self.readings[article].article.text)

    def published(self, article: str) -> date:
        """For ordering versions; articles without a date come first."""
        return self.readings[article].article.published_at or date.min


def merge(readings: Sequence[Reading]) -> Merged:
    """One record for each round; which articles come first makes no difference."""
    by_id = with_years(readings)
    found = [s for reading in by_id.values() for s in seen_in(reading)]
    about = {s.article: s.clauses for s in found if s.when == "main"}
    prints = {key: fingerprint(reading, about.get(key, ())) for key, reading in by_id.items()}
    by_id, found = dated_by_others(by_id, found, prints)
    origin = {a: n for n, group in enumerate(independent(by_id, prints)) for a in group}
    sources = Sources(by_id, prints, origin)
    groups = [g for g in cluster(found, prints) if worth_telling(g)]
    groups.sort(key=order)
    announced = [g for g in groups if all(s.when == "ahead" for s in g)]
    rounds: list[Round] = []
    rejections: list[Rejection] = []
    of_article: dict[str, str] = {}
    for number, group in enumerate(groups, 1):
        talks, refused = join(f"r{number}", group, sources)
        own = {s.article for s in group if s.when == "main"}
        for later in announced:
            conflict = differences.next_meeting([s for s in later if s.article in own])
            if conflict is not None and all(d.field != conflict.field for d in talks.disagreements):
                talks = talks.model_copy(update={"disagreements": (*talks.disagreements, conflict)})
        rounds.append(talks)
        rejections.extend(refused)
        for sighting in group:
            if sighting.when == "main":
                of_article[sighting.article] = talks.id
    return Merged(tuple(rounds), tuple(rejections), of_article)


TOP = 12  # sentences in which a dateline stands, after captions and menus


def with_years(readings: Sequence[Reading]) -> dict[str, Reading]:
    """The readings by article id, those without a date given one by the other articles.

    A dateline without a year takes theirs; 12/03/2024 is read as lies nearer to them.
    """
    known = sorted(r.article.published_at for r in readings if r.article.published_at)
    by_id = {r.article.id: r for r in readings}
    if not known:
        return by_id
    middle = known[len(known) // 2]
    for reading in readings:
        if reading.article.published_at is not None:
            continue
        top = [s.span.of(reading.article.text) for s in reading.segments[:TOP]]
        days = [filed_day(top, middle.year + shift) for shift in (-1, 0, 1)]
        days += [day for line in top for day in either_day(line) or ()]
        nearest = min((d for d in days if d), key=lambda d: abs(d - middle), default=None)
        if nearest is not None:
            by_id[reading.article.id] = dated(reading, nearest)
    return by_id


def dated(reading: Reading, day: date) -> Reading:
    """A reading as it is once its article's date is known."""
    article = reading.article.model_copy(update={"published_at": day})
    return replace(reading, article=article, dates=find_dates(article, reading.segments))


def seen_in(reading: Reading) -> tuple[Sighting, ...]:
    """The rounds that a model pointed out in an article, else those that rules find."""
    if reading.choices(pointed.FACTS):
        return pointed.sightings(reading, scenes.find(reading)) or sightings(reading)
    return sightings(reading)


def dated_by_others(
    by_id: Mapping[str, Reading], found: Sequence[Sighting], prints: Mapping[str, Fingerprint]
) -> tuple[dict[str, Reading], list[Sighting]]:
    """Articles without a date read again with the date of those that report the same round.

    "Thursday" and "late May" mean nothing without one. The latest date is taken: an article
    without one may be a later report, and is most often a copy.
    """
    readings = dict(by_id)
    kept = list(found)
    for group in cluster([s for s in found if s.when == "main"], prints):
        known = [readings[s.article].article.published_at for s in group]
        latest = max((d for d in known if d is not None), default=None)
        if latest is None:
            continue
        for sighting in group:
            reading = readings[sighting.article]
            if reading.article.published_at is not None:
                continue
            again = dated(reading, latest)
            readings[sighting.article] = again
            # What it dates in full by itself is its own.
            own = {s.timing.window for s in kept if s.article == sighting.article}
            kept = [s for s in kept if s.article != sighting.article] + [
                replace(s, borrowed=s.timing.window not in own) for s in seen_in(again)
            ]
    return readings, kept


def worth_telling(group: Sequence[Sighting]) -> bool:
    """A round that is only recalled or announced needs a time or a place of its own."""
    return any(s.when == "main" for s in group) or any(s.timing.window or s.place for s in group)


def order(group: Sequence[Sighting]) -> tuple[bool, date, tuple[str, str, int]]:
    """Reported rounds first, then by day."""
    days = [s.timing.window[0] for s in group if s.timing.window]
    return (
        not any(s.when == "main" for s in group),
        min(days, default=date.max),
        min(s.key for s in group),
    )


def join(
    round_id: str, group: Sequence[Sighting], sources: Sources
) -> tuple[Round, list[Rejection]]:
    mains = [s for s in group if s.when == "main"] or list(group)
    start, end = days(mains, sources)
    place = town(mains) or value([(s, s.place) for s in group])
    venue = value([(s, s.venue) for s in mains])
    present, known = parts.attendance(mains)
    mediators = present["mediators"]
    hosts = [(s, name, span) for s in mains for name, span in s.company.hosting]
    hosts = hosts or [
        (s, p.party or p.name, p.cues["hosts"][0])
        for s in mains for p in s.company.seen if p.cues.get("hosts")
    ]  # fmt: skip
    powers = [(s, name, span) for s in mains for name, span in s.company.mediating]
    talking = set(known.sides)
    host = host_of(hosts, talking) or at_home(mediators, place, talking)
    mediators = (*mediators, *mediating_bodies(powers, talking, mediators))
    attendees = (
        *present["attendees"],
        *observing_bodies(mains, talking, (*mediators, *present["attendees"])),
    )
    participants = present["participants"]
    participants += tuple(joining_bodies(mains, (*participants, *mediators, *attendees)))
    participants = participants or tuple(unnamed_sides(mains, talking, sources))
    statements, refused = merge_statements(mains, sources)
    sent = {p.party for p in present["participants"] if p.party and parties.is_state(p.party)}
    if len(set(map(parties.party, sent))) > 2:
        statements = {k: tuple(map(of_all, told)) for k, told in statements.items()}
    conflicts = differences.find(mains, group, sources.readings)
    talks = Round(
        id=round_id,
        label=heading(mains, present["participants"], place, start, end),
        state=state_of(group, sources),
        start=start,
        end=end,
        place=place,
        venue=venue,
        host=host,
        mediators=tuple(mediators),
        participants=participants,
        attendees=attendees,
        outcomes=undisputed(statements["outcome"], conflicts),
        open_issues=undisputed(statements["open"], conflicts),
        next_steps=undisputed(statements["next"], conflicts),
        articles=tuple(sorted({s.article for s in mains})),
        disagreements=conflicts,
    )
    return talks, refused


# Of three sides or more.
TWO_OF_THEM = re.compile(
    r"\b(?:the|both|these|those) two (?:\w+ )?(?:sides|ministers|countries|parties|governments"
    r"|leaders|delegations|nations)?\b|^\W*both (?:sides|ministers|countries|parties)\b",
    re.IGNORECASE,
)


def of_all(statement: Statement) -> Statement:
    """A statement, not called agreed where only two of the sides are said to have agreed."""
    if statement.status == "agreed" and TWO_OF_THEM.search(statement.text):
        return statement.model_copy(update={"status": "reported"})
    return statement


def undisputed(
    statements: Sequence[Statement], conflicts: Sequence[Disagreement]
) -> tuple[Statement, ...]:
    """The statements, none called agreed that another article denies: it is only reported."""
    denied = [e for c in conflicts for e in contradictions.affirmed(c)]
    return tuple(
        s.model_copy(update={"status": "reported"})
        if s.status == "agreed"
        and any(
            a.article == b.article and a.start < b.end and b.start < a.end
            for a in s.evidence
            for b in denied
        )
        else s
        for s in statements
    )


def state_of(group: Sequence[Sighting], sources: Sources) -> RoundState:
    """The latest version's word; rounds only recalled are mentioned, only announced planned."""
    mains = [s for s in group if s.when == "main"]
    if not mains and any(s.state == "cancelled" for s in group):
        return "cancelled"
    if not mains:
        return "mentioned" if any(s.when == "earlier" for s in group) else "planned"
    states = {s.state for s in mains}
    if len(states) == 1:
        return mains[0].state
    latest = max(mains, key=lambda s: (sources.published(s.article), s.state == "held", s.key))
    return latest.state


def days(mains: Sequence[Sighting], sources: Sources) -> tuple[date | None, date | None]:
    """The days that most origins give; both from one source where one gives both."""
    every = mains
    # What another article's date told of an undated one counts only where nothing else tells.
    mains = [s for s in mains if not s.borrowed and s.timing.window] or mains
    whole = [s for s in mains if s.timing.start and s.timing.end]
    told = [s for s in whole if not s.timing.loose]
    whole = told or whole
    if any(s.timing.start and not s.timing.assumed for s in mains):
        # Some source knows when it began; those that name one day only don't contradict it.
        whole = [s for s in whole if not s.timing.assumed]
    pairs = vote([((s.timing.start, s.timing.end), s) for s in whole], sources)
    if pairs is not None:
        return lengthened(pairs, every, sources) if all(s.timing.assumed for s in whole) else pairs
    start = vote(
        [(s.timing.start, s) for s in mains if s.timing.start and not s.timing.assumed], sources
    )
    end = vote([(s.timing.end, s) for s in mains if s.timing.end], sources)
    if start and end and start > end:
        return None, end
    return start, end


def lengthened(
    pair: tuple[date | None, date | None], mains: Sequence[Sighting], sources: Sources
) -> tuple[date | None, date | None]:
    """The last day known, and the first by the length that others tell ("four days of talks")."""
    length = vote([(s.timing.days, s) for s in mains if s.timing.days], sources)
    end = pair[1]
    if length is None or end is None:
        return pair
    return end - timedelta(days=length - 1), end


Day = TypeVar("Day", bound=Hashable)


def vote(said: Sequence[tuple[Day, Sighting]], sources: Sources) -> Day | None:
    """The value that most independent origins give; among equals that of the latest source."""
    origins: dict[Day, set[int]] = defaultdict(set)
    latest: dict[Day, tuple[date, tuple[str, str, int]]] = {}
    for item, sighting in said:
        origins[item].add(sources.origin[sighting.article])
        mark = (sources.published(sighting.article), sighting.key)
        latest[item] = max(latest.get(item, mark), mark)
    if not origins:
        return None
    return max(origins, key=lambda item: (len(origins[item]), latest[item]))


def evidence(article: str, spans: Iterable[Span]) -> tuple[Evidence, ...]:
    return tuple(Evidence(article=article, start=s.start, end=s.end) for s in spans)


def town(mains: Sequence[Sighting]) -> Fact | None:
    """The town that the articles together speak of most, among those that one of them chose."""
    chosen = [(s, s.place) for s in mains if s.place is not None]
    shares: defaultdict[str, float] = defaultdict(float)
    for sighting in mains:
        for name, share in sighting.towns.items():
            shares[name] += share
    best = max(
        chosen, key=lambda c: (shares[parties.fold(c[1].value)], c[0].key), default=(None, None)
    )[1]
    if best is None:
        return None
    return value([(s, f) for s, f in chosen if parties.same_place(f.value, best.value)])


def value(found: Sequence[tuple[Sighting, Found | None]]) -> Fact | None:
    """The value that most origins give, with the places of all that agree with it."""
    said = [(s, f) for s, f in found if f is not None]
    if not said:
        return None
    counts: Counter[str] = Counter()
    for _, one in said:
        counts[one.value] = sum(1 for _, f in said if parties.same_place(f.value, one.value))
    first = max(said, key=lambda pair: (counts[pair[1].value], len(pair[1].spans), pair[0].key))[1]
    places = [
        e
        for s, f in sorted(said, key=lambda pair: pair[0].key)
        if parties.same_place(f.value, first.value)
        for e in evidence(s.article, f.spans[:2])
    ]
    return Fact(value=first.value, evidence=tuple(places))


def host_of(hosts: Sequence[tuple[Sighting, str, Span]], sides: set[str]) -> Fact | None:
    """The country or body that most articles call the host."""
    if not hosts:
        return None
    counted = Counter(parties.party(name) for _, name, _ in hosts)
    best = max(counted, key=lambda key: (counted[key], key not in sides, key))
    own = sorted(
        ((s.key, s.article, name, span) for s, name, span in hosts if parties.party(name) == best)
    )
    return Fact(
        value=own[0][2],
        evidence=tuple(e for _, article, _, span in own for e in evidence(article, [span])),
    )


def at_home(mediators: Sequence[Attendance], place: Fact | None, sides: set[str]) -> Fact | None:
    """The country that mediates in its own capital, as host."""
    for person in mediators:
        country = parties.display(person.party or person.name)
        if (
            place is not None
            and parties.is_state(country)
            and parties.party(country) not in sides
            and parties.same_place(parties.capital_of(country) or "", place.value)
        ):
            return Fact(value=country, evidence=person.evidence[:2])
    return None


def mediating_bodies(
    powers: Sequence[tuple[Sighting, str, Span]], sides: set[str], persons: Sequence[Attendance]
) -> Iterator[Attendance]:
    """Countries and bodies that are called mediators, or mediate and have nobody among them.

    Where persons mediate, a body is theirs more often than not, under whatever name; countries
    are told apart by name.
    """
    taken = [p.party for p in persons if p.party]
    brokers = {parties.party(n) for s, _, _ in powers for n, _ in s.company.brokering}
    grouped: dict[str, list[tuple[tuple[str, str, int], str, str, Span]]] = defaultdict(list)
    for sighting, name, span in powers:
        key = parties.party(name)
        own = any(parties.same_party(name, party) for party in taken)
        if key in sides or NO_BODY.search(name):
            continue
        if key not in brokers and (own or (persons and not parties.is_state(name))):
            continue
        grouped[key].append((sighting.key, sighting.article, name, span))
    full = {initials(name) for found in grouped.values() for _, _, name, _ in found}
    for _, found in sorted(grouped.items()):
        found.sort()
        if len(found[0][2]) > 1 and found[0][2] in full:
            continue
        yield Attendance(
            name=found[0][2],
            party=found[0][2],
            evidence=tuple(e for _, article, _, span in found for e in evidence(article, [span])),
        )


def observing_bodies(
    mains: Sequence[Sighting], sides: set[str], others: Sequence[Attendance]
) -> Iterator[Attendance]:
    """Bodies that observed, each once; sides don't, nor those with a person among the others."""
    taken = sides | {parties.party(o.party or o.name) for o in others}
    named = [(s, name, span) for s in mains for name, span in s.company.observing]
    return bodies(named, taken, "observer")


def joining_bodies(mains: Sequence[Sighting], others: Sequence[Attendance]) -> Iterator[Attendance]:
    """Bodies whose people sat at the table, but for those with a person among the others."""
    taken = {parties.party(o.name) for o in others}
    taken |= {parties.party(parties.state_in(o.party) or o.party) for o in others if o.party}
    unplaced = sum(1 for o in others if not parties.is_country(o.party or o.name))
    named = [(s, parties.seat(name), span) for s in mains for name, span in s.company.joining]
    countries = {parties.party(n) for _, n, _ in named if parties.is_country(n)} - taken
    if len(countries) <= unplaced:
        taken |= countries  # whoever is listed of no known country may be of one of these
    return bodies(named, taken, None)


def unnamed_sides(
    mains: Sequence[Sighting], talking: set[str], sources: Sources
) -> Iterator[Attendance]:
    """The two states that talked, where no article names anybody of a delegation."""
    heads = [n for n in sides(mains, ()) if parties.party(n) in talking]
    if len(heads) < 2 or any(s.when != "main" for s in mains):
        return iter(())
    named = [(s, n, span) for s in mains for n, span in s.company.sides if n in heads]
    told = [
        words.TALKS.search(sentence) or words.DEAL.search(sentence)
        for s, _, span in named
        for reading in [sources.readings[s.article]]
        for segment in reading.segments
        if segment.span.contains(span)
        for sentence in [segment.span.of(reading.article.text)]
    ]
    return bodies(named, set(), None) if any(told) else iter(())


def bodies(
    named: Sequence[tuple[Sighting, str, Span]], taken: set[str], role: str | None
) -> Iterator[Attendance]:
    """Countries and bodies that are not taken, each once with all its places, by their keys."""
    grouped: dict[str, list[tuple[tuple[str, str, int], str, str, Span]]] = defaultdict(list)
    for sighting, name, span in named:
        if parties.party(name) not in taken and not NO_BODY.search(name):
            grouped[parties.party(name)].append((sighting.key, sighting.article, name, span))
    for _, found in sorted(grouped.items()):
        found.sort()
        yield Attendance(
            name=found[0][2],
            role=role,
            party=found[0][2],
            evidence=tuple(e for _, article, _, span in found for e in evidence(article, [span])),
        )


NO_BODY = re.compile(
    r"^(?:[a-z]|(?:for|of)\s.*|(?:North|South|East|West)$)|(?i:\b(?:sides?|delegations?|teams?|part(?:y|ies)|ministers?)\b)"
)


def initials(name: str) -> str:
    """What a body's name is shortened to: "Economic Community of …" is "EC…"."""
    return "".join(w[0] for w in re.split(r"[\s-]+", name) if w[:1].isupper())


# A statement with its content words and its runs of words.
Worded = tuple[Sighting, Said, frozenset[str], frozenset[int]]


def merge_statements(
    mains: Sequence[Sighting], sources: Sources
) -> tuple[dict[str, tuple[Statement, ...]], list[Rejection]]:
    """The same statement of several articles once, with all its places and its origins."""
    groups: list[list[Worded]] = []
    # Copies say the same to the letter: they need no comparing.
    copies: dict[tuple[str, str, str], list[Worded]] = {}
    for sighting in sorted(mains, key=lambda s: s.key):
        text = sources.readings[sighting.article].article.text
        for said in sighting.said:
            words = said.span.of(text)
            item = (sighting, said, content(words), shingles(words))
            same = copies.get((said.kind, said.status, words))
            if same is None:
                same = next(
                    (g for g in groups if any(same_statement(item, other) for other in g)), None
                )
            if same is None:
                same = list[Worded]()
                groups.append(same)
            same.append(item)
            copies[said.kind, said.status, words] = same
    merged: dict[str, list[tuple[tuple[object, ...], Statement]]] = {
        "outcome": [],
        "open": [],
        "next": [],
    }
    for group in groups:
        sighting, said, _, _ = min(
            group,
            key=lambda i: (
                STRENGTH[i[1].status],
                -sources.published(i[0].article).toordinal(),
                i[0].key,
                i[1].span.start,
            ),
        )
        text = sources.readings[sighting.article].article.text
        statement = Statement(
            text=readable(said.span.of(text)),
            status=said.status,
            by=said.by,
            # The place of the words shown first, then the others'.
            evidence=tuple(
                dict.fromkeys(
                    [
                        *evidence(sighting.article, [said.span]),
                        *(e for s, i, _, _ in group for e in evidence(s.article, [i.span])),
                    ]
                )
            ),
            origins=max(1, len({sources.origin[s.article] for s, _, _, _ in group})),
        )
        merged[said.kind].append(
            ((-statement.origins, STRENGTH[said.status], sighting.key, said.span.start), statement)
        )
    refused = [
        Rejection(
            what="statement called agreed: " + readable(sources.words(s.article, said.span)),
            reason=said.refused, article=s.article, start=said.span.start, end=said.span.end,
        )
        for s in sorted(mains, key=lambda s: s.key) for said in s.said if said.refused
    ]  # fmt: skip
    return {
        kind: tuple(s for _, s in sorted(v, key=lambda p: p[0])) for kind, v in merged.items()
    }, refused


def readable(words: str) -> str:
    """One line, without quotation marks that lost their partner."""
    line = re.sub(r"\s+", " ", words).strip()
    curly = ("„", "“") if "„" in line else ("“", "”")
    for opening, closing in (curly, ("«", "»")):
        if line.count(opening) != line.count(closing):
            line = line.replace(opening, "").replace(closing, "")
    if line.count('"') % 2:
        line = line.replace('"', "")
    return line


# Which of several statuses a merged statement takes: what weakens goes before what asserts.
STRENGTH = {"denied": 0, "conditional": 1, "agreed": 2, "proposed": 3, "claimed": 4, "reported": 5}
COMMON = frozenset(
    listed(
        """the a an of to in on and or for by with at from as that this it its is are was were be
        been has
        have had said says will would their his her they he she which who not but after before
        over between into"""
    )
)


def content(text: str) -> frozenset[str]:
    return frozenset(w[:6] for w in re.findall(r"[^\W_]+", parties.fold(text)) if w not in COMMON)


def same_statement(
    one: Worded,
    other: Worded,
) -> bool:
    """Statements of two articles that say the same: same kind, and mostly the same words."""
    if one[1].kind != other[1].kind or one[0].article == other[0].article:
        return False
    if (
        one[1].status != other[1].status
        and "agreed" in (one[1].status, other[1].status)
        and copied(one[3], other[3]) < 0.8
    ):
        return False
    union = one[2] | other[2]
    shorter = min(len(one[2]), len(other[2]))
    shared = len(one[2] & other[2])
    return bool(union) and (
        shared / len(union) >= 0.45 or (shorter >= 6 and shared / shorter >= 0.7)
    )


__all__ = ["Disagreement", "Merged", "merge"]
