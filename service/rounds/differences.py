"""Where the sources of one round differ in substance.

A difference in spelling, wording, scope or precision is none: only values that can't both be true.
Two counts conflict when each article has its own and neither has the other's: an article that has
both knows that they count different things.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.records import Disagreement, Evidence, Fact, Reading, Span
from service.rounds import parties, words
from service.rounds.scenes import unquoted
from service.rounds.sightings import Sighting
from service.rounds.words import listed

SMALL = listed(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen"""
)
TENS = dict(
    zip(
        listed("twenty thirty forty fifty sixty seventy eighty ninety"),
        range(20, 100, 10),
        strict=True,
    )
)
WORDS = {word: number for number, word in enumerate(SMALL)} | TENS
COUNTED = re.compile(
    r"(?<![\w.,-])(?P<n>\d{1,3}(?:[,\s]\d{3})+|\d+(?:\.\d+)?"
    r"|(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty-)?(?:"
    + "|".join(sorted((w for w in WORDS if w not in ("zero", "one")), key=len, reverse=True))
    + r"))\s+(?P<of>(?:[A-Za-z][\w'’-]*\s+){0,2}?)"
    r"(?P<noun>[A-Za-z][\w'’-]*s|men|people|women|children)\b",
    re.IGNORECASE,
)
ROUGHLY = re.compile(
    r"\b(?:about|some|around|nearly|almost|roughly|approximately|over|more than|at least|up to"
    r"|as many as|fewer than|less than|under)\s+$",
    re.IGNORECASE,
)
# Counted things that are no fact of the talks: time, the sides themselves, and what is measured.
UNCOUNTED = frozenset(
    listed(
        """days weeks months years hours minutes decades seconds centuries times sides parties
        countries nations governments ministers neighbours neighbors delegations leaders capitals
        wars rounds this his has was is its thus as us news talks teams states floors presidents
        others"""
    )
)
KINDS = dict.fromkeys(
    listed(
        """experts specialists scientists engineers hydrologists technicians members inspectors
        observers monitors delegates commissioners officials biologists economists lawyers judges"""
    ),
    "experts",
) | dict.fromkeys(
    listed(
        """prisoners captives detainees hostages men lads soldiers servicemen fighters inmates boys
        civilians"""
    ),
    "prisoners",
)
HELD = re.compile(
    r"\b(?:free|locked up|jail|releas|exchang|swap|captiv|prison|detain|hostage|hand(?:ed)? over)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of things in a sentence. rough: only about so many."""

    number: float
    text: str
    noun: str
    rough: bool
    place: Evidence
    context: frozenset[str]


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
        text = readings[sighting.article].article.text
        if sighting.borrowed and not any(re.search(r"\d", s.of(text)) for s in spans):
            continue
        values.setdefault(day.isoformat(), []).extend(places(sighting, spans))
    return values


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


# --- Counts -------------------------------------------------------------------------------------


def counts(mains: Sequence[Sighting], readings: Mapping[str, Reading]) -> list[Disagreement]:
    """Numbers of one kind of thing that differ between articles."""
    by_noun: dict[str, dict[str, list[Counted]]] = defaultdict(lambda: defaultdict(list))
    for sighting in mains:
        for item in counted(sighting, readings[sighting.article]):
            by_noun[item.noun][sighting.article].append(item)
    found: list[Disagreement] = []
    for noun in sorted(by_noun):
        articles = by_noun[noun]
        clashing: dict[str, list[Evidence]] = {}
        names = sorted(articles)
        for i, one in enumerate(names):
            for other in names[i + 1 :]:
                for a, b in conflicts(articles[one], articles[other]):
                    clashing.setdefault(a.text, []).append(a.place)
                    clashing.setdefault(b.text, []).append(b.place)
        if len(clashing) > 1:
            unique = {
                v: sorted(set(e), key=lambda e: (e.article, e.start)) for v, e in clashing.items()
            }
            found.append(disagreement(f"number of {noun}", unique))
    return found


def counted(sighting: Sighting, reading: Reading) -> Iterable[Counted]:
    text = reading.article.text
    for clause in sighting.around:
        for match in COUNTED.finditer(text, clause.span.start, clause.span.end):
            noun = match.group("noun").lower()
            if noun in UNCOUNTED:
                continue
            sentence = clause.segment.span.of(text)
            kind = KINDS.get(noun, noun)
            if kind == "prisoners" and not HELD.search(sentence):
                continue
            before = text[max(clause.span.start, match.start() - 14) : match.start()]
            if re.search(r"\b(?:of|out of)\s+(?:the\s+)?$", before):
                continue  # "two of nine chapters" is about two
            number = value_of(match.group("n"))
            yield Counted(
                number, f"{number:g}", kind, ROUGHLY.search(before) is not None,
                Evidence(article=sighting.article, start=match.start(), end=match.end()),
                context(sentence),
            )  # fmt: skip


def value_of(written: str) -> float:
    low = re.sub(r"[,\s]", "", written.lower())
    if "-" in low:
        tens, _, unit = low.partition("-")
        return float(TENS.get(tens, 0) + WORDS.get(unit, 0))
    return float(WORDS[low]) if low in WORDS else float(low)


def context(sentence: str) -> frozenset[str]:
    """The stems of a sentence's words, without numbers and the commonest words."""
    return frozenset(
        w[:5]
        for w in re.findall(r"[^\W\d_]{4,}", parties.fold(sentence))
        if w not in WORDS and w not in COMMON
    )


COMMON = frozenset(
    listed(
        """that this with from have been will would their they said after which were when under
        into over"""
    )
)


def conflicts(
    ours: Sequence[Counted], theirs: Sequence[Counted]
) -> Iterable[tuple[Counted, Counted]]:
    """Pairs that count the same thing, where neither article has the other's number."""
    mine, others = {c.number for c in ours}, {c.number for c in theirs}
    for a in ours:
        for b in theirs:
            if a.number in others or b.number in mine or compatible(a, b):
                continue
            shorter = min(len(a.context), len(b.context)) or 1
            same_kind = a.noun in ("experts", "prisoners")
            if len(a.context & b.context) / shorter >= (0.15 if same_kind else 0.25):
                yield a, b


def compatible(a: Counted, b: Counted) -> bool:
    """A rough number fits any within a tenth of it."""
    return (a.rough or b.rough) and abs(a.number - b.number) <= 0.1 * max(a.number, b.number)


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
