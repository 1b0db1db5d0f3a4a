"""Where a round took place: town, and building."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.records import Reading, Span
from service.rounds import parties, words
from service.rounds.scenes import Clause, unquoted


@dataclass(frozen=True, slots=True)
class Found:
    """A value as it stands in the article."""

    value: str
    spans: tuple[Span, ...]


# "GENEVA, March 4 (Reuters) -", "WASHINGTON (AP) —": where the report was filed.
DATELINE = re.compile(
    r"[ \t]*(?:date \d{4}-\d\d-\d\d[ \t]+)?(?P<town>[A-ZÀ-Ý][A-ZÀ-Ý .'’\-]{2,30}?)"
    r"(?P<rest>,[^\n]{0,40}?|[ \t]*\([^)\n]{2,30}\)[^\n]{0,12}?)"
    r"?\s*(?:\([^)\n]{2,30}\))?\s*(?:[-–—]{1,2}|\|)\s",
    re.MULTILINE,
)
IN = re.compile(r"\b(?:in|near|outside|at|to|around)\s+(?:the\s+)?(?:[\w'’-]+\s+){0,5}?(?:of\s+)?$")
DIRECTLY_IN = re.compile(
    r"\b(?:in|near|outside)\s+(?:(?:the|downtown|central|suburban|neutral|nearby|eastern|western|northern|southern)\s+)*"
    r"(?:(?:[\w'’-]+\s+){0,4}(?:city|town|capital|resort|village|suburb|port|island|emirate|state)(?:\s+(?:city|town))?\s*(?:of\s+|,\s*)?)?$"
)
# "the Geneva talks"
OF_TALKS = re.compile(
    r"\s+(?:peace\s+|trade\s+)?(?:talks|meeting|summit|negotiations|round|conference|session)\b"
)
CAPITAL = re.compile(
    r"\b(?:in|near|outside)\s+(?:the\s+)?(?P<country>[A-ZÀ-Ý][\w-]+(?:\s[A-ZÀ-Ý][\w-]+)?)(?:['’]s)?\s+capital\b"
)
NOT_VENUE = words.pattern(
    r"""^(?:the\ |a\ |an\ )?(?:\w+\ ){0,2}(?:end|close|start|beginning|time|same|request
          |invitation|level|table|talks?|meetings?|summit|session|event|
    news|press|briefing|border|weekend|moment|conclusion|outset|expense|heart|risk|rate|least
        |last|first|least|stake|odds|center\ of|centre\ of|
    negotiations|ceremony|opening|closing|point|present|stage|dinner|front|frontier|conference
        |forum|hands|day|week|month|year|round|sidelines|region|
    country|countries|lead|statement|interview|process|agreement|deal|draft|war|conflict|court
        |International\ Court|way|morning|evening|afternoon|capital|city|town)\b"""
)
VENUE_NAMED = re.compile(
    rf"\b(?:at|in|inside|on\s+the\s+\w+\s+of)\s+(?P<venue>(?:the\s+|a\s+|an\s+)?(?:[A-Za-zÀ-ÿ][\w'’.&-]*\s+){{0,7}}?{words.VENUE_HEAD}\b"
    r"(?:\s+(?:of|on|des|du|de|for)\s+(?:the\s+)?(?!\w+day\b|January|February|March\b|April|May\b|June|July|August|Sept|Oct|Nov|Dec)(?:[A-ZÀ-Ý][\w'’-]*|shores?|banks?|outskirts|of|the|Lake)(?:\s+(?:of\s+|the\s+)*[A-ZÀ-Ý][\w'’-]*){0,4})?"
    r"(?:\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,4})?)"
)
VENUE_WHERE = re.compile(
    r"\b(?:of|at|in|outside|from)\s+(?P<venue>the\s+(?:[\w'’-]+\s+){0,4}?[\w'’-]+),?\s+where\s+(?:the\s+|both\s+)?(?:two\s+|\w+\s)?"
    r"(?:delegations|talks|sides|ministers|negotiators|negotiations|parties|teams|leaders|they)\b"
)
VENUE_FRENCH = re.compile(
    r"\b(?:at|in|inside)\s+(?P<venue>(?:the\s+)?(?:Palais|Ch[âa]teau|Schloss|Villa|Hotel|H[ôo]tel|Camp|Fort|Castle|Palazzo|Casa|Haus)"
    r"(?:\s+(?:de|des|du|la|le|of|d['’])?\s?[A-ZÀ-Ý][\w'’-]*){1,4})"
)
VENUE_PLAIN = re.compile(
    r"\bat\s+(?P<venue>an?\s+(?:[a-z][\w'’-]*\s+){1,5}?(?:on|near|in|outside|overlooking|by)\s+(?:the\s+)?(?:\w+\s+(?:of\s+)?)?[^,.;:]{3,40})"
)


def place(
    reading: Reading, clauses: Sequence[Clause], sides: frozenset[str] = frozenset()
) -> Found | None:
    """The town, or the country where no town is named.

    sides: the parties of the talks; a report filed from the capital of one says little.
    """
    said: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    for weight, value, span in candidates(reading, clauses, sides):
        said[parties.fold(value)].extend([(value, span)] * weight)
    if not said:
        return None
    countries = {key for key in said if parties.is_country(key)}
    towns = {key: v for key, v in said.items() if key not in countries} or said
    best = max(towns, key=lambda key: (len(towns[key]), -min(s.start for _, s in towns[key])))
    places = towns[best]
    spans = tuple(sorted({span for _, span in places}))
    first = min(places, key=lambda pair: (pair[0].isupper(), pair[1].start))
    return Found(titled(first[0]), spans)


def candidates(  # noqa: C901 - one case a branch, in order
    reading: Reading, clauses: Sequence[Clause], sides: frozenset[str]
) -> Iterator[tuple[int, str, Span]]:
    """Named places after "in" in clauses about the meeting, and datelines; with their weight."""
    text = reading.article.text
    main = bool(clauses) and clauses[0].when == "main"
    for clause in clauses:
        if not clause.talks:
            continue
        for entity in reading.entities:
            if entity.kind not in ("place", "country"):
                continue
            for mention in entity.mentions:
                if mention.form != "name" or not clause.span.contains(mention.span):
                    continue
                before = unquoted(reading, Span(clause.span.start, mention.span.start))[-70:]
                named_after = entity.kind == "place" and OF_TALKS.match(text, mention.span.end)
                if "-" in entity.name and entity.name[-2:] == "ed":
                    continue  # "Swiss-mediated" is no town
                own = re.match(r"['’]s\s+[A-ZÀ-Ý]", text[mention.span.end : mention.span.end + 6])
                if DIRECTLY_IN.search(before) or named_after or (own and before.endswith("at ")):
                    yield 2, mention.span.of(text), mention.span
        for found in CAPITAL.finditer(text, clause.span.start, clause.span.end):
            town = parties.capital_of(found.group("country"))
            if town is not None:
                yield 2, town, Span(found.start("country"), found.end())
    if main and reading.story():
        for segment in reading.story()[:6]:
            found = DATELINE.match(text, segment.span.start, segment.span.end)
            if found and len(found.group("town").strip()) > 2:
                start = found.start("town")
                town = found.group("town").rstrip()
                seat_of = parties.capitals().get(parties.fold(town))
                yield (
                    1 if seat_of and parties.party(seat_of) in sides else 3,
                    town,
                    Span(start, start + len(town)),
                )
                return


def titled(value: str) -> str:
    """A dateline's capitals as a name: "ADDIS ABABA" is Addis Ababa."""
    return value.title() if value.isupper() and len(value) > 3 else value


def venue(reading: Reading, clauses: Sequence[Clause]) -> Found | None:
    """The building, as the article words it."""
    for expression in (VENUE_WHERE, VENUE_FRENCH, VENUE_NAMED, VENUE_PLAIN):
        for clause in clauses:
            whole = clause.segment.span
            blanked = unquoted(reading, whole)
            if not (clause.talks or words.TALKS.search(blanked) or words.MET.search(blanked)):
                continue
            for span in buildings(expression, blanked, whole.start):
                if clause.span.start <= span.start < clause.span.end:
                    return Found(span.of(reading.article.text), (span,))
    return None


def candidate_venues(reading: Reading, within: Span) -> list[Span]:
    """Everything in a stretch that may be a building, without overlaps, in reading order."""
    found: list[Span] = []
    for segment in reading.story():
        if not segment.span.overlaps(within):
            continue
        blanked = unquoted(reading, segment.span)
        for expression in (VENUE_WHERE, VENUE_FRENCH, VENUE_NAMED, VENUE_PLAIN):
            for span in buildings(expression, blanked, segment.span.start):
                if not any(span.overlaps(other) for other in found):
                    found.append(span)
    return sorted(found)


def buildings(expression: re.Pattern[str], blanked: str, offset: int) -> Iterator[Span]:
    """Where an expression finds a building, without the article before its name."""
    for found in expression.finditer(blanked):
        value = found.group("venue").strip()
        if NOT_VENUE.match(value):
            continue
        lean = re.sub(r"^the\s+", "", value)
        start = offset + found.start("venue") + len(value) - len(lean)
        yield Span(start, start + len(lean))
