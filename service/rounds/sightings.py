"""A round as one article reports it: all its facts, each at its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from service.records import Reading, RoundState, Segment
from service.rounds import parties, people, places, scenes, statements, timing, words
from service.rounds.people import Company
from service.rounds.places import Found
from service.rounds.scenes import Clause, Scenes, When, unquoted
from service.rounds.statements import Said
from service.rounds.timing import Timing

ORDINAL = words.pattern(
    r"""\b(?P<n>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|latest|final)\s+
    (?:such\ |formal\ |direct\ |official\ )?(?:round|meeting|session|set|phase)\b"""
)


@dataclass(frozen=True)
class Sighting:
    """One article's report of one round.

    when: "main" is what the article is about; "earlier" and "ahead" are recalled and announced.
    clauses: those on this round. around: those and the ones on what comes of it.
    borrowed: its days were told by the date of another article, or only guessed by rule.
    towns: folded names of all towns in which the clauses may put it, each with its share.
    names: everybody whom the clauses name, for recognising the round by.
    key: the article's digest and the sighting's number: the same whatever order articles come in.
    """

    article: str
    key: tuple[str, str, int]
    when: When
    state: RoundState
    timing: Timing
    place: Found | None
    venue: Found | None
    company: Company
    said: tuple[Said, ...]
    clauses: tuple[Clause, ...]
    around: tuple[Clause, ...] = ()
    ordinal: str | None = None
    borrowed: bool = False
    names: tuple[str, ...] = ()
    towns: Mapping[str, float] = field(default_factory=dict[str, float])

    @cached_property
    def sides(self) -> frozenset[str]:
        return frozenset(parties.party(name) for name, _ in self.company.sides)


def sightings(reading: Reading) -> tuple[Sighting, ...]:
    """The rounds that an article reports, recalls or announces. None for no talks at all."""
    seen = scenes.find(reading)
    main = [c for c in seen.clauses if c.when == "main"]
    # Of the reported talks; the next ones may be named all the same.
    silent = not any(c.talks and c.when in ("main", "earlier") for c in seen.clauses)
    if not any(c.talks for c in seen.clauses) and not deals(reading) and not negotiates(reading):
        return ()
    found: list[Sighting] = []
    head = lead(seen)
    state: RoundState = "held"
    ahead = [c for c in seen.clauses if c.when == "ahead" and c.talks]
    if cancelled(reading, head):
        state = "cancelled"
    elif only_ahead(reading, seen, head):
        state = "planned"
    if state == "cancelled":
        own = [c for c in seen.clauses if c.segment.id == head[0].segment.id]
        # What will not be was announced: its days stand in what was said to lie ahead.
        main = [*own, *[c for c in (*ahead, *main) if c not in own]]
        ahead = []
    if state == "planned":
        main = [*ahead, *[c for c in main if c.talks]]
        ahead = []
    if (
        any(c.talks for c in main)
        or state != "held"
        or (main and (deals(reading) or (silent and negotiates(reading))))
    ):
        found.append(sighting(reading, seen, "main", state, main or list(seen.clauses), 0))
    recalls = apart(
        [c for c in seen.clauses if c.when == "earlier" and c.talks and c not in main], reading
    )
    if recalls and not found:
        # An article that only looks back reports what it looks back on first.
        found.append(sighting(reading, seen, "main", "held", [*recalls.pop(0), *main], 0))
    for group in recalls:
        off = any(words.CANCELLED.search(c.span.of(reading.article.text)) for c in group)
        recalled: RoundState = "cancelled" if off else "mentioned"
        found.append(sighting(reading, seen, "earlier", recalled, group, len(found)))
    for group in apart(ahead, reading):
        found.append(sighting(reading, seen, "ahead", "planned", group, len(found)))
    return tuple(
        s
        for s in found
        if s.when == "main" or ((s.timing.window or s.place) and not repeats(s, found[0]))
    )


def repeats(other: Sighting, main: Sighting) -> bool:
    """Whether what a report seems to announce is what it reports: the same days and town.

    "They will meet again on Saturday" may be told on a Saturday, after the talks of that day.
    """
    return bool(
        other.when == "ahead"
        and main.when == "main"
        and other.timing.window
        and other.timing.window == main.timing.window
        and other.place
        and main.place
        and parties.same_place(other.place.value, main.place.value)
    )


def deals(reading: Reading) -> bool:
    """Whether an article tells of a deal, in words that need no talks."""
    return any(words.DEAL.search(s.span.of(reading.article.text)) for s in reading.story())


def negotiates(reading: Reading) -> bool:
    """Whether an article that speaks of no talks tells what those did who hold them."""
    return any(
        words.NEGOTIATORS.search(sentence)
        or (
            (words.PARTIES.search(sentence) or countries(reading, segment) > 1)
            and (words.AGREE.search(sentence) or words.OPEN.search(sentence))
        )
        for segment in reading.story()
        for sentence in [segment.span.of(reading.article.text)]
    )


def countries(reading: Reading, segment: Segment) -> int:
    """How many countries a sentence names."""
    return sum(
        e.kind == "country" and any(segment.span.contains(m.span) for m in e.mentions)
        for e in reading.entities
    )


def sighting(
    reading: Reading,
    seen: Scenes,
    when: When,
    state: RoundState,
    clauses: Sequence[Clause],
    number: int,
) -> Sighting:
    agreeing = scenes.agreeing(reading, seen, clauses) if when == "main" else ()
    company = people.company(reading, (*clauses, *agreeing))
    sides = frozenset(parties.party(name) for name, _ in company.sides)
    joined = " ".join(c.span.of(reading.article.text) for c in clauses if c.talks)
    ordinal = ORDINAL.search(joined)
    return Sighting(
        article=reading.article.id,
        key=(reading.article.sha256, reading.article.id, number),
        when=when,
        state=state,
        timing=timing.time(
            reading, clauses, main=when == "main", held=when == "main" and state == "held"
        ),
        place=places.place(reading, clauses, sides),
        venue=places.venue(reading, clauses),
        company=company,
        said=statements.find(reading, seen, company) if when == "main" else (),
        clauses=tuple(clauses),
        around=tuple(c for c in seen.clauses if c.when in ("main", "ahead")),
        names=tuple(p.name for p in company.seen),
        towns=places.towns(reading, clauses, sides),
        ordinal=ordinal.group("n").lower() if ordinal else None,
    )


def lead(seen: Scenes) -> list[Clause]:
    """The clauses of the first three sentences that speak of talks."""
    segments: list[str] = []
    for clause in seen.clauses:
        if clause.talks and clause.segment.id not in segments:
            segments.append(clause.segment.id)
        if len(segments) == 3:
            break
    return [c for c in seen.clauses if c.segment.id in segments]


def cancelled(reading: Reading, head: Sequence[Clause]) -> bool:
    """Whether the first sentence on talks says that they will not be."""
    return any(
        words.CANCELLED.search(c.span.of(reading.article.text)) is not None
        and words.EARLIER.search(c.span.of(reading.article.text)) is None
        for c in head
        if c.segment.id == head[0].segment.id
    )


def only_ahead(reading: Reading, seen: Scenes, head: Sequence[Clause]) -> bool:
    """Whether the article announces a meeting and reports none."""
    if not head:
        return False
    leading = [c for c in head if c.segment.id == head[0].segment.id]
    if not any(c.when == "ahead" for c in leading):
        return False
    if any(
        c.when == "main" and words.AGREED_OR_NOT.search(unquoted(reading, c.span)) for c in leading
    ):
        # "failed to agree on Tuesday, but will meet again"
        return False
    if any(
        c.span.end <= leading[0].span.start
        and c.when == "main"
        and words.AGREED_OR_NOT.search(unquoted(reading, c.span))
        for c in seen.clauses
    ):
        # "A and B signed a protocol on Tuesday. The next session will be in May."
        return False
    past = [
        c
        for c in seen.clauses
        if c.when == "main" and c.talks and words.UNDER_WAY.search(unquoted(reading, c.span))
    ]
    return not past


def apart(clauses: Sequence[Clause], reading: Reading) -> list[list[Clause]]:
    """Clauses about other meetings, those with different dates or places kept apart."""
    groups: list[tuple[Timing, Found | None, list[Clause]]] = []
    for clause in clauses:
        when = timing.time(reading, [clause], main=False, held=False)
        where = places.place(reading, [clause])
        if when.window is None and where is None:
            if groups and groups[-1][2][-1].segment.id == clause.segment.id:
                groups[-1][2].append(clause)
            continue
        for known_when, known_where, members in groups:
            same_time = (
                known_when.window is None or when.window is None or overlap(known_when, when)
            )
            same_place = (
                known_where is None
                or where is None
                or parties.same_place(known_where.value, where.value)
            )
            if same_time and same_place:
                members.append(clause)
                break
        else:
            groups.append((when, where, [clause]))
    return [members for _, _, members in groups]


def overlap(one: Timing, other: Timing) -> bool:
    a, b = one.window, other.window
    return a is None or b is None or (a[0] <= b[1] and b[0] <= a[1])
