"""What each sentence of a report says of the talks: outcome, open issue or next step, and whose.

Calling a claim an agreement is the worst error this service can make. So "agreed" is given by
rule only, where all sides are the subject and nothing weakens the verb; no model can give it to a
sentence that does not pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from service.records import Entity, Question, Reading, Segment, Span, Status
from service.rounds import parties, words
from service.rounds.people import Company
from service.rounds.scenes import Clause, Scenes, unquoted

Kind = Literal["outcome", "open", "next"]
TASK = "statements"
CHOICES = ("outcome", "open issue", "next step", "proposal", "none")
KINDS: Mapping[str, Kind] = {
    "outcome": "outcome", "open issue": "open", "next step": "next", "proposal": "open"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One statement, as one article has it."""

    kind: Kind
    status: Status
    by: str | None
    span: Span
    segment: str


def questions(reading: Reading, scenes: Scenes) -> Iterator[Question]:
    """The sentences whose kind rules leave open."""
    for segment, clauses in about_talks(reading, scenes):
        if clear_kind(reading, segment) is None and worth_asking(reading, segment, clauses):
            yield Question(
                TASK, reading.article.id, segment.id,
                {"sentence": flat(segment.span.of(reading.article.text))}, CHOICES,
            )  # fmt: skip


def find(reading: Reading, scenes: Scenes, company: Company) -> tuple[Said, ...]:
    """The statements of the reported round, in reading order."""
    answered = reading.choices(TASK)
    found: list[Said] = []
    for segment, _ in about_talks(reading, scenes):
        kind = clear_kind(reading, segment)
        if kind is None:
            kind = KINDS.get(answered.get(segment.id, ""))
        if kind is None:
            continue
        status, by = status_of(reading, segment, company, kind)
        found.append(Said(kind, status, by, trimmed(reading, segment), segment.id))
    return tuple(found)


def about_talks(reading: Reading, scenes: Scenes) -> Iterator[tuple[Segment, tuple[Clause, ...]]]:
    """Sentences that may state something of the reported round."""
    for segment in reading.story():
        clauses = scenes.of_segment(segment)
        if any(c.when in ("main", "ahead") for c in clauses) and len(segment.span) >= 25:
            yield segment, clauses


def worth_asking(reading: Reading, segment: Segment, clauses: Sequence[Clause]) -> bool:
    """Whether a sentence speaks of talks, or quotes or reports somebody on them."""
    sentence = segment.span.of(reading.article.text)
    return any(c.talks for c in clauses) or bool(
        words.SAID.search(sentence) and (words.MODAL.search(sentence) or words.PROPOSED.search(sentence))
    )


def clear_kind(reading: Reading, segment: Segment) -> Kind | None:
    """The kind, where words alone make it certain."""
    sentence = segment.span.of(reading.article.text)
    if words.OPEN.search(sentence):
        return "open"
    if words.NEXT.search(sentence):
        return "next"
    if words.AGREE.search(sentence) or words.AGREEMENT_MADE.search(sentence):
        return "outcome"
    if words.DENIED.search(sentence) or words.PROGRESS.search(sentence):
        return "outcome"
    if words.CONDITIONAL.search(sentence) and words.SAID.search(sentence):
        return "open"
    if words.PROPOSED.search(sentence):
        return "open"
    return None


def status_of(
    reading: Reading, segment: Segment, company: Company, kind: Kind
) -> tuple[Status, str | None]:
    """Status and owner. The order is from what weakens most to what weakens least."""
    sentence = segment.span.of(reading.article.text)
    by = claimant(reading, segment, company)
    if words.DENIED.search(sentence):
        return "denied", by
    if words.CONDITIONAL.search(sentence):
        return "conditional", by
    if is_agreed(reading, segment, company):
        return "agreed", None
    if words.PROPOSED.search(sentence):
        return "proposed", by
    if by is not None and (words.SAID.search(sentence) or quoted(reading, segment)):
        return "claimed", by
    return "reported", None


def is_agreed(reading: Reading, segment: Segment, company: Company) -> bool:
    """Whether all sides are said to have agreed, with nothing that weakens it."""
    sentence = segment.span.of(reading.article.text)
    joint = words.JOINT_TEXT.search(sentence) is not None
    blanked = unquoted(reading, segment.span)
    look = sentence if joint else blanked
    for verb in (*words.AGREE.finditer(look), *words.AGREEMENT_MADE.finditer(look)):
        before = look[: verb.start()]
        if weakened(before, look[verb.end() :]):
            continue
        if words.HEARSAY.search(look):
            continue
        if joint:
            return True
        if claimed_before(reading, segment, before):
            continue
        if words.ALL_SIDES.search(before) or both_named(before, company) or words.AGREEMENT_MADE.match(verb.group()):
            return not said_after(look[verb.end() :])
    return joint and not weakened(look, "")


def weakened(before: str, after: str) -> bool:
    near = before[-60:]
    return bool(
        words.NEGATED.search(near)
        or words.MODAL.search(near)
        or words.CONDITIONAL.search(before)
        or re.match(r"\s+(?:only\s+)?(?:if|unless|provided)\b", after)
    )


def claimed_before(reading: Reading, segment: Segment, before: str) -> bool:
    """Whether a verb of saying governs the agreement: then it is the speaker's claim."""
    return words.SAID.search(before) is not None


def said_after(after: str) -> bool:
    """Whether the sentence ends by naming who said so ("…, the minister said")."""
    return bool(
        re.search(r",\s*(?:[^,]{0,80}\s)?(?:said|says|told|according\ to|claimed|announced)\b", after)
    )


def both_named(before: str, company: Company) -> bool:
    """Whether at least two sides, or participants of two sides, stand before the verb."""
    folded = parties.fold(before)
    sides = {
        parties.party(name)
        for name, _ in company.sides
        if re.search(rf"\b{re.escape(parties.party(name))}", folded)
    }
    for person in company.seen:
        if parties.fold(person.name).split()[-1:] and re.search(
            rf"\b{re.escape(parties.fold(person.name).split()[-1])}\b", folded
        ):
            sides.add(parties.party(person.party or person.name))
    return len(sides) >= 2


def quoted(reading: Reading, segment: Segment) -> bool:
    return any(p.speech and p.span.overlaps(segment.span) for p in reading.passages)


def claimant(reading: Reading, segment: Segment, company: Company) -> str | None:
    """Who says it: the speaker of the sentence's quotation, else the subject of its verb."""
    for quotation in reading.quotations:
        place = Span(quotation.start, quotation.end)
        if place.overlaps(segment.span) and quotation.speaker is not None and len(place) > 12:
            return quotation.speaker.name
    blanked = unquoted(reading, segment.span)
    verbs = [
        v for expression in (words.SAID, words.DENIED, words.PROPOSED, words.REFUSED)
        for v in expression.finditer(blanked)
    ]  # fmt: skip
    if not verbs:
        return None
    verb = min(verbs, key=lambda v: v.start())
    at = segment.span.start + verb.start()
    best: tuple[int, Entity] | None = None
    for entity in reading.entities:
        if entity.kind == "place":
            continue
        for mention in entity.mentions:
            if not segment.span.contains(mention.span):
                continue
            gap = at - mention.span.end if mention.span.end <= at else 10 + mention.span.start - at
            if mention.span.end > at and not re.match(r"^\W*$", reading.article.text[segment.span.start + verb.end() : mention.span.start]):
                continue
            if gap <= 60 and (best is None or gap < best[0]):
                best = (gap, entity)
    return best[1].name if best else None


def trimmed(reading: Reading, segment: Segment) -> Span:
    """The sentence without white space around it, and without a dateline before it."""
    text = reading.article.text
    start, end = segment.span.start, segment.span.end
    dateline = re.match(r"\s*[A-Z][A-Z .,'’\-]{3,40}[^\n]{0,45}?(?:\)|\d)\s*[-–—]{1,2}\s+", text[start:end])
    if dateline:
        start += dateline.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
