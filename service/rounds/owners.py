"""Whose word a sentence is: the quoted speaker, or the subject of its verb of saying."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.records import Entity, Reading, Segment, Span
from service.rounds import parties, words
from service.rounds.people import Company
from service.rounds.scenes import unquoted

# A quotation shorter than this, in characters, may be a name or a single word.
QUOTED = 12
# How far before its verb a subject may stand, in characters: a name, a role and an aside.
REACH = 140
# Papers and other things that the finder of entities takes for somebody.
THING = re.compile(
    r"(?:statement|proposal|study|survey|text|agreement|report|plan|offer|release|document|note|"
    r"draft|letter|deal|talks|meeting|question|issue|tweet|line|communiqu\w+|declaration)s?$",
    re.IGNORECASE,
)
# A clause that the finder of entities took for a description: "that two ministries".
SUBORDINATE = re.compile(r"(?:that|which|whether|send)\b")
HANGING = re.compile(
    r"\b(?:of|with|between|against|by|from|in|to|for|at|on|about|over|that|than|and|no)"
    r"\s+(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
HE = re.compile(r"\b(?:he|she|they|who|it|we)\s+(?:also\s+|then\s+|later\s+|has\s+|had\s+)*$",
                re.IGNORECASE)  # fmt: skip
# Of what somebody without a name is one: "a member of the government delegation".
OF = re.compile(
    r" (?:of|in|from|at|close to) (?:the |an? )?[\w’'-]+(?: [\w’'-]+)?"
    r"(?=,| (?:who|said|told|added))"
)
RESUMES = re.compile(
    r"the (?:senior |top |veteran )?(?:diplomat|minister|politician|official|envoy|negotiator"
    r"|commander|general|lawmaker|spokes(?:man|woman|person)|source)",
    re.IGNORECASE,
)
HE_FIRST = re.compile(r"^\W*(?:he|she)\b", re.IGNORECASE)
SPOKEN_FOR = re.compile(
    r"^\W*(?:the\s+)?(?P<who>[\w’'. -]{3,40}?)(?:['’]s?)?\s+"
    r"(?:side|delegation|government|team|authorities|ministry)\b",
    re.IGNORECASE,
)


def owner(reading: Reading, segment: Segment, before: str | None) -> str | None:
    """Who says it, by name; None when nobody is seen to.

    before: the owner of the sentence before, for "he said".
    """
    for quotation in reading.quotations:
        place = Span(quotation.start, quotation.end)
        if place.overlaps(segment.span) and quotation.speaker and len(place) > QUOTED:
            return resumed(quotation.speaker.name, before)
    plain = unquoted(reading, segment.span)
    for verb in sorted(verbs(plain), key=lambda v: v.start()):
        saying = verb.group().lower() in ("saying", "adding")
        if HE.search(plain[: verb.start()]) or (saying and HE_FIRST.search(plain)):
            return pronoun(reading, segment, verb) or before
        found = subject(reading, segment, plain, verb)
        if found is not None:
            return resumed(found, before)
    return None


def resumed(name: str, before: str | None) -> str:
    """The name itself, or who was told of before where it only resumes it: "the diplomat"."""
    return before if before is not None and RESUMES.fullmatch(name) else name


def verbs(plain: str) -> Iterator[re.Match[str]]:
    for expression in (words.SAID, words.DENIED, words.PROPOSED, words.REFUSED):
        yield from expression.finditer(plain)


def pronoun(reading: Reading, segment: Segment, verb: re.Match[str]) -> str | None:
    """Whom the pronoun before a verb means, where the finder of mentions resolved it."""
    at = segment.span.start + verb.start()
    for entity in reading.entities:
        for mention in entity.mentions:
            if mention.form == "pronoun" and 0 <= at - mention.span.end <= QUOTED:
                return entity.name
    return None


def subject(reading: Reading, segment: Segment, plain: str, verb: re.Match[str]) -> str | None:
    """The person before the verb, else the body; whoever stands right after it ("said Lund")."""
    before: list[tuple[bool, int, str]] = []
    after: list[tuple[int, str]] = []
    for entity in reading.entities:
        if not speaks(entity):
            continue
        for mention in entity.mentions:
            if mention.form == "pronoun" or not segment.span.contains(mention.span):
                continue
            start = mention.span.start - segment.span.start
            end = mention.span.end - segment.span.start
            if end <= verb.start():
                hanging = HANGING.search(plain[:start]) or re.match(r"['’]s?\b", plain[end:])
                if verb.start() - end <= REACH and not hanging:
                    more = OF.match(plain, end) if entity.kind == "unnamed" else None
                    name = entity.name + (more.group() if more else "")
                    before.append((entity.kind == "person", end, name))
            elif start >= verb.end() and directly(plain[verb.end() : start], verb.group()):
                after.append((start, entity.name))
    if verb.group().lower().startswith("according"):
        return min(after)[1] if after else None
    if before:
        return max(before)[2]
    return min(after)[1] if after else None


def speaks(entity: Entity) -> bool:
    """Whether an entity can own a statement."""
    return entity.kind != "place" and not (
        THING.search(entity.name) or SUBORDINATE.match(entity.name)
    )


def directly(between: str, verb: str) -> bool:
    """Whether nothing but a title stands between a verb and the name after it."""
    if verb.lower().startswith("according"):
        return re.fullmatch(r"\W*(?:[\w’'-]+\W+){0,6}", between) is not None
    return re.fullmatch(r"\W*", between) is not None


def side(reading: Reading, span: Span, company: Company) -> str | None:
    """The side at the head of a sentence: "Angola has not accepted any limit"."""
    plain = unquoted(reading, span)
    spoken_for = SPOKEN_FOR.match(plain)
    head = parties.fold(spoken_for.group("who") if spoken_for else plain[:40])
    best: tuple[int, str] | None = None
    for name, _ in company.sides:
        at = re.search(rf"\b{re.escape(parties.party(name))}", head)
        if at and (best is None or at.start() < best[0]):
            best = (at.start(), name)
    if best is not None:
        return parties.display(best[1])
    return parties.display(spoken_for.group("who")) if spoken_for else None
