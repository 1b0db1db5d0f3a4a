"""Which sightings are of one round.

Reports of one round name the same people, bodies and towns, appear within days of one another, and
date and place the round alike; reports of two rounds of the same talks name the same people but
differ in days and town; other stories name others. Each of these is weighed, and groups join from
the strongest pair down while their members agree on average. Everything is ordered by the
articles' digests, never by the order in which they came. Weights: docs/decisions/0034.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from service.records import Reading
from service.rounds import parties, words
from service.rounds.scenes import Clause
from service.rounds.sightings import Sighting

SHINGLE = 6


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What an article's wording can be recognised by.

    shingles: of its whole story. quoted: of its long quotations. terms: its short ones, whole.
    Quotations that the article recalls from another meeting are in neither. subject: beginnings
    of the names in the story. published: the day of the report, where it is known.
    """

    shingles: frozenset[int]
    quoted: frozenset[int]
    terms: frozenset[str]
    subject: frozenset[str] = frozenset()
    published: date | None = None


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
    return Fingerprint(
        shingles(story), frozenset(long), frozenset(short), subject(reading),
        reading.article.published_at,
    )  # fmt: skip


# A capitalised word within a sentence.
NAME = re.compile(r"(?<=[\w,;’'”\")–—-]\s)[A-ZÀ-Ý][\w’'-]{2,}")
STEM = 6  # letters: a country and its people are one
# Words of offices and calendars, which reports of any talks have in common.
COMMON = frozenset(
    stem[:STEM]
    for stem in words.listed(
        """monday tuesday wednesday thursday friday saturday sunday january february march april may
        june july august september october november december minister ministry foreign affairs
        secretary undersecretary state president prime deputy general department agency agencies
        news press security defence defense commission committee council joint united nations
        special representative envoy spokesperson spokesman spokeswoman government republic
        director chairman head ambassador border the also but and according international
        assembly parliament trade interior"""
    )
)


def subject(reading: Reading) -> frozenset[str]:
    """What a story names: people, bodies, countries, places."""
    text = reading.article.text
    found = [name for s in reading.story() for name in NAME.findall(s.span.of(text))]
    found += [w for e in reading.entities if e.kind != "unnamed" for w in e.name.split()]
    keys = {parties.party(word)[:STEM] for word in found if word[:1].isupper()}
    return frozenset(key for key in keys if len(key) > 2) - COMMON


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
    recalled: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in ordered:
        if sighting.when == "earlier" and sighting.timing.window is not None:
            recalled[sighting.article].append(sighting)
    weights = {
        (i, j): likeness(one, other, prints) - looks_back(one, other, recalled)
        for i, one in enumerate(ordered)
        for j, other in enumerate(ordered[i + 1 :], i + 1)
    }
    group_of = list(range(len(ordered)))
    members: dict[int, list[int]] = {i: [i] for i in range(len(ordered))}
    # What articles report goes before what they recall: a round is made of reports.
    reported = {pair: all(ordered[k].when == "main" for k in pair) for pair in weights}
    by_strength = sorted(weights.items(), key=lambda w: (not reported[w[0]], -w[1], w[0]))
    for (i, j), weight in by_strength:
        if weight <= 0:
            continue
        a, b = group_of[i], group_of[j]
        if a == b or not may_join(ordered, members[a], members[b]):
            continue
        reports = [
            weights[min(k, m), max(k, m)]
            for k in members[a]
            for m in members[b]
            if ordered[k].when == ordered[m].when == "main"
        ]
        if reports and sum(reports) <= 0:
            continue
        for k in members[b]:
            group_of[k] = a
        members[a].extend(members.pop(b))
    return [tuple(ordered[k] for k in sorted(group)) for group in members.values()]


def may_join(ordered: Sequence[Sighting], one: Iterable[int], other: Iterable[int]) -> bool:
    others = list(other)
    return all(not clash(ordered[i], ordered[j]) for i in one for j in others)


def clash(one: Sighting, other: Sighting) -> bool:
    """Whether two sightings can't be of one round, whatever else they share."""
    if one.article == other.article:
        return True
    if one.when == other.when == "main":
        return False
    a, b = one.timing, other.timing
    if a.start and a.end and b.start and b.end:
        # A day that was only named with the talks may be that of the report, or of a comment on it.
        unsure = (a.assumed or b.assumed) and {one.when, other.when} != {"ahead", "earlier"}
        slack = timedelta(days=6 if unsure else 1)
        if a.start > b.end + slack or b.start > a.end + slack:
            return True
    elif a.window and b.window and gap(one, other) > 3 and not same_month(one, other):
        return True
    both = one.sides and other.sides
    return bool(both and not (one.sides & other.sides) and not alike_sides(one, other))


def gap(one: Sighting, other: Sighting) -> int:
    """Days from the end of the one window to the start of the other; none where they touch."""
    a, b = one.timing.window, other.timing.window
    if a is None or b is None:
        return 0
    return max((a[0] - b[1]).days, (b[0] - a[1]).days, 0)


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
    if one.article == other.article:
        return 0.0
    if one.when == other.when == "main":
        return reported_alike(one, other, prints)
    return 0.0 if clash(one, other) else recalled_alike(one, other)


def looks_back(one: Sighting, other: Sighting, recalled: Mapping[str, Sequence[Sighting]]) -> float:
    """What speaks against one round when a report recalls the other's as an earlier one.

    recalled: earlier rounds with a date, by the article that recalls them.
    """
    if not one.when == other.when == "main":
        return 0.0
    return 2.0 * any(
        round_.timing.window is not None
        and (gap(past, round_) == 0 or (past.timing.vague and same_month(past, round_)))
        and apart_in_place(past, round_) >= 0
        for later, round_ in ((one, other), (other, one))
        for past in recalled.get(later.article, ())
    )


# A pair of reports must share more than the subject, or have nothing at all against it.
LEAST = 0.5


def reported_alike(one: Sighting, other: Sighting, prints: Mapping[str, Fingerprint]) -> float:
    """Of two reports, each mainly about its round."""
    p, q = prints[one.article], prints[other.article]
    shared = len(p.quoted & q.quoted) + len(p.terms & q.terms)
    return (
        named_alike(p, q, people_shared(one, other) + shared)
        + apart_in_time(one, other, p, q)
        + apart_in_place(one, other)
        + ordinals(one, other)
        + lengths(one, other)
        + min(4.0, 0.5 * shared)
        + 6.0 * copied(p.shingles, q.shingles)
        - LEAST
    )


def named_alike(p: Fingerprint, q: Fingerprint, other_signs: float) -> float:
    """By the share of the shorter story's names that the other has, too.

    Of our cases' reports of different talks, 95 in 100 share less than 0.15, of one round, 90 in
    100 more than 0.25.
    """
    shorter = min(len(p.subject), len(q.subject))
    overlap = len(p.subject & q.subject) / shorter if shorter else 0.0
    if overlap >= 0.25:
        return 1.5
    return 0.0 if overlap >= 0.12 or other_signs else -5.0


def apart_in_time(one: Sighting, other: Sighting, p: Fingerprint, q: Fingerprint) -> float:
    """By the days between the reports, and between the rounds as they date them."""
    weight = 0.0
    if p.published and q.published and not (one.borrowed or other.borrowed):
        between = abs((p.published - q.published).days)
        steps = ((4, 2.5), (7, 1.0), (14, -2.0))
        weight += next((w for days, w in steps if between <= days), -5.0)
    if one.timing.window and other.timing.window:
        told = max((d for d in (p.published, q.published) if d), default=None)
        between = gap(going_on(one, told), going_on(other, told))
        if one.borrowed or other.borrowed:
            # Told by another article's date: consistent with it, but no evidence of its own.
            open_ended = any(s.timing.start and s.timing.end is None for s in (one, other))
            return weight + (1.5 if between == 0 else 0.0 if open_ended else -1.5)
        unsure = any(t.assumed or t.loose or t.vague for t in (one.timing, other.timing))
        steps = ((0, 2.0), (2, 1.0), (6, -1.5 if unsure else -3.0))
        far = -1.5 if one.timing.vague or other.timing.vague else -5.0
        weight += next((w for days, w in steps if between <= days), far)
    return weight


def going_on(sighting: Sighting, published: date | None) -> Sighting:
    """With talks that have begun, and of which no end is told, lasting to their report."""
    timing = sighting.timing
    if timing.start is None or timing.end is not None or published is None:
        return sighting
    return replace(sighting, timing=replace(timing, end=max(timing.start, published)))


def apart_in_place(one: Sighting, other: Sighting) -> float:
    """By the towns; a town named by both though not chosen by both tells less."""
    if one.place is None or other.place is None:
        return 0.0
    if parties.same_place(one.place.value, other.place.value):
        return 2.0
    if parties.capital_of(one.place.value) == other.place.value or (
        parties.capital_of(other.place.value) == one.place.value
    ):
        return 1.0
    if parties.is_country(one.place.value) != parties.is_country(other.place.value):
        return 0.0  # the town may lie in the country
    named = parties.fold(one.place.value) in other.towns or (
        parties.fold(other.place.value) in one.towns
    )
    return 0.5 if named else -2.0


def ordinals(one: Sighting, other: Sighting) -> float:
    """By "the third round", where both say it."""
    if not one.ordinal or not other.ordinal or "latest" in (one.ordinal, other.ordinal):
        return 0.0
    return 1.5 if one.ordinal == other.ordinal else -1.0


def lengths(one: Sighting, other: Sighting) -> float:
    """By "three days of talks", where both say how long; sources differ by a day now and then."""
    if not one.timing.days or not other.timing.days:
        return 0.0
    return 0.5 if one.timing.days == other.timing.days else -1.0


def recalled_alike(one: Sighting, other: Sighting) -> float:
    """Of a round that one article or both only recall or announce."""
    weight = 0.0
    sides = len(one.sides & other.sides)
    if sides < 2 and alike_sides(one, other):
        sides += 1
    dated = bool(one.timing.window and other.timing.window)
    if dated:
        weight += 4.0 if gap(one, other) == 0 else 1.5
    if one.place and other.place:
        weight += 2.0 if parties.same_place(one.place.value, other.place.value) else -1.0
    weight += min(sides, 2) + people_shared(one, other)
    if "main" in (one.when, other.when) and not dated:
        weight -= 2.0
    if one.timing.days and other.timing.days and one.timing.days != other.timing.days:
        weight -= 1.5
    return weight - 2.5


def people_shared(one: Sighting, other: Sighting) -> float:
    return min(3.0, 1.0 * shared_names(frozenset(one.names), frozenset(other.names)))


@lru_cache(maxsize=50_000)
def shared_names(one: frozenset[str], other: frozenset[str]) -> int:
    """How many persons two lists have in common; reports of one story repeat each other's."""
    return sum(1 for a in one if any(parties.same_person(a, b) for b in other))


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
