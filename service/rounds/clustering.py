"""Which sightings are of one round.

Evidence for: overlapping days, one place, the same sides, the same quoted words, the same wording.
Evidence against: exact days that do not touch, other sides, other towns. Pairs join from the
strongest down, unless it would bring together what can't be one round. Everything is ordered by
the articles' digests, never by the order in which they came.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from service.records import Reading
from service.rounds import parties
from service.rounds.scenes import Clause
from service.rounds.sightings import Sighting

SHINGLE = 6


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What an article's wording can be recognised by.

    shingles: of its whole story. quoted: of its long quotations. terms: its short ones, whole.
    Quotations that the article recalls from another meeting are in neither.
    """

    shingles: frozenset[int]
    quoted: frozenset[int]
    terms: frozenset[str]


def fingerprint(reading: Reading, about: Sequence[Clause] = ()) -> Fingerprint:
    """about: the clauses on the reported round; without any, every quotation counts."""
    text = reading.article.text
    story = " ".join(s.span.of(text) for s in reading.story())
    excluded = [s.span for s in reading.segments if s.excluded]
    long: set[int] = set()
    short: set[str] = set()
    for passage in reading.passages:
        if any(e.overlaps(passage.span) for e in excluded):
            continue
        if about and not any(c.span.overlaps(passage.span) for c in about):
            continue
        words = normal(passage.span.of(text))
        if len(words.split()) >= SHINGLE:
            long |= shingles(words)
        elif len(words.split()) >= 2:
            short.add(words)
    return Fingerprint(shingles(story), frozenset(long), frozenset(short))


def normal(text: str) -> str:
    return re.sub(r"[^\w\s]", "", parties.fold(text.replace("’", "'")))


def shingles(text: str) -> frozenset[int]:
    """Hashes of every run of six words. Python's own string hash is seeded, so not used."""
    tokens = re.findall(r"\w+", text.lower())
    return frozenset(
        stable(" ".join(tokens[i : i + SHINGLE])) for i in range(max(1, len(tokens) - SHINGLE + 1))
    )


def stable(text: str) -> int:
    import zlib

    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def copied(one: frozenset[int], other: frozenset[int]) -> float:
    """Share of the shorter text's wording that the other has too."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def cluster(
    found: Sequence[Sighting], prints: Mapping[str, Fingerprint]
) -> list[tuple[Sighting, ...]]:
    """Groups of sightings of one round each; the groups and their members in a fixed order."""
    ordered = sorted(found, key=lambda s: s.key)
    pairs: list[tuple[float, int, int]] = []
    for i, one in enumerate(ordered):
        for j in range(i + 1, len(ordered)):
            weight = likeness(one, ordered[j], prints)
            if weight > 0:
                pairs.append((weight, i, j))
    pairs.sort(key=lambda p: (-p[0], p[1], p[2]))
    group_of = list(range(len(ordered)))
    members: dict[int, list[int]] = {i: [i] for i in range(len(ordered))}
    for _, i, j in pairs:
        a, b = group_of[i], group_of[j]
        if a == b or not may_join(ordered, members[a], members[b]):
            continue
        for k in members[b]:
            group_of[k] = a
        members[a].extend(members.pop(b))
    return [tuple(ordered[k] for k in sorted(group)) for group in members.values()]


def may_join(ordered: Sequence[Sighting], one: Iterable[int], other: Iterable[int]) -> bool:
    others = list(other)
    return all(not clash(ordered[i], ordered[j]) for i in one for j in others)


def clash(one: Sighting, other: Sighting) -> bool:
    """Whether two sightings can't be of one round."""
    if one.article == other.article:
        return True
    a, b = one.timing, other.timing
    if a.start and a.end and b.start and b.end:
        # A day that was only named with the talks may be that of the report, or of a comment on it.
        slack = timedelta(days=6 if a.assumed or b.assumed else 1)
        if a.start > b.end + slack or b.start > a.end + slack:
            return True
    elif a.window and b.window:
        slack = timedelta(days=3)
        far = a.window[0] > b.window[1] + slack or b.window[0] > a.window[1] + slack
        if far and not same_month(one, other):
            return True
    both = one.sides and other.sides
    return bool(both and not (one.sides & other.sides) and not alike_sides(one, other))


def alike_sides(one: Sighting, other: Sighting) -> bool:
    return any(x != y and parties.same_key(x, y) for x in one.sides for y in other.sides)


def same_month(one: Sighting, other: Sighting) -> bool:
    """A recalled "late May" may be the round of early May: sources are wrong about parts."""
    a, b = one.timing.window, other.timing.window
    if a is None or b is None or "earlier" not in (one.when, other.when):
        return False
    return (a[0].year, a[0].month) == (b[0].year, b[0].month)


def likeness(one: Sighting, other: Sighting, prints: Mapping[str, Fingerprint]) -> float:
    """How much speaks for one round; not above zero when nothing does."""
    if clash(one, other):
        return 0.0
    weight = 0.0
    sides = len(one.sides & other.sides)
    if sides < 2 and alike_sides(one, other):
        sides += 1
    a, b = one.timing.window, other.timing.window
    both_main = one.when == other.when == "main"
    if a and b:
        weight += 4.0 if a[0] <= b[1] and b[0] <= a[1] else 1.5
    if one.place and other.place:
        weight += 2.0 if parties.same_place(one.place.value, other.place.value) else -1.0
    weight += min(sides, 2)
    weight += people_shared(one, other)
    if both_main:
        p, q = prints[one.article], prints[other.article]
        weight += min(4.0, 0.5 * len(p.quoted & q.quoted) + 1.0 * len(p.terms & q.terms))
        weight += 6.0 * copied(p.shingles, q.shingles)
        if one.state != other.state:
            weight -= 1.0
    elif "main" in (one.when, other.when) and not (a and b):
        weight -= 2.0
    if one.timing.days and other.timing.days and one.timing.days != other.timing.days:
        weight -= 1.5
    if one.ordinal and other.ordinal and both_main and "latest" not in (one.ordinal, other.ordinal):
        weight += 1.5 if one.ordinal == other.ordinal else -1.5
    # Where neither days nor towns can be compared, less must do.
    comparable = bool(a and b) or bool(one.place and other.place)
    return weight - (2.5 if comparable or not both_main else 1.0)


def people_shared(one: Sighting, other: Sighting) -> float:
    shared = sum(1 for a in set(one.names) if any(parties.same_person(a, b) for b in other.names))
    return min(3.0, 1.0 * shared)


def independent(
    articles: Iterable[str], prints: Mapping[str, Fingerprint]
) -> list[tuple[str, ...]]:
    """Articles grouped by origin: copies and versions of one story together.

    Source: trimmed wire copies in our cases share 60 to 95 % of the shorter text's runs of six
    words, independent reports with the same statements under 20 %.
    """
    ids = sorted(articles)
    origin = {a: a for a in ids}
    for i, one in enumerate(ids):
        for other in ids[i + 1 :]:
            if copied(prints[one].shingles, prints[other].shingles) >= 0.4:
                low, high = sorted((origin[one], origin[other]))
                for a in ids:
                    if origin[a] == high:
                        origin[a] = low
    grouped: dict[str, list[str]] = defaultdict(list)
    for a in ids:
        grouped[origin[a]].append(a)
    return [tuple(v) for v in grouped.values()]
