"""What each sentence of a report says of the talks: outcome, open issue or next step, and whose.

Calling a claim an agreement is the worst error this service can make. So "agreed" is given by
rule only, where all sides are the subject and nothing weakens the verb; no model can give it to a
sentence that does not pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from service.records import Entity, Question, Reading, Segment, Span, Status
from service.rounds import kinds, parties, people, words
from service.rounds.kinds import Candidate, Kind
from service.rounds.people import Company
from service.rounds.scenes import Scenes, unquoted

TASK = "statements"
# Shorter stretches ("Both smiled.") state nothing by themselves. In characters.
SHORTEST = 12
SHORTEST_PART = 18
CHOICES = ("outcome", "open issue", "next step", "proposal", "none")
KINDS: Mapping[str, Kind] = {
    "outcome": "outcome", "open issue": "open", "next step": "next", "proposal": "open"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One statement, as one article has it.

    refused: why a model's "agreed" was not believed, or None.
    """

    kind: Kind
    status: Status
    by: str | None
    span: Span
    segment: str
    refused: str | None = None


def questions(reading: Reading, scenes: Scenes) -> Iterator[Question]:
    """The sentences whose kind rules leave open."""
    company = people.company(reading, scenes.of("main"))
    for candidate in about_talks(reading, scenes, company):
        if kinds.OPEN_TO_QUESTION < kinds.weigh(candidate.shown).states <= kinds.STATES:
            yield Question(
                TASK, reading.article.id, candidate.segment.id,
                {"sentence": flat(candidate.segment.span.of(reading.article.text))}, CHOICES,
            )  # fmt: skip


def find(reading: Reading, scenes: Scenes, company: Company) -> tuple[Said, ...]:
    """The statements of the reported round, in reading order."""
    answered = reading.choices(TASK)
    if any("/" in choice for choice in answered.values()):
        # A model read the whole chunk: what it did not point at is no statement.
        pointed_out = (
            from_chunk(reading, segment, answered.get(segment.id, ""), company)
            for segment in reading.story()
        )
        return tuple(said for said in pointed_out if said is not None)
    issuer = released_by(reading, company)
    found: list[Said] = []
    for candidate in about_talks(reading, scenes, company):
        answer = KINDS.get(answered.get(candidate.segment.id, ""))
        for span, kind in units(reading, candidate, company):
            stated = kind or answer
            if stated is not None:
                said = settled(reading, candidate.segment, span, stated, company)
                found.append(said if issuer is None else owned(reading, said, issuer))
    return tuple(found)


def settled(reading: Reading, segment: Segment, span: Span, kind: Kind, company: Company) -> Said:
    """One statement, with its status and whose it is."""
    status, by = status_of(reading, segment, span, company)
    return Said(kind, status, by, trimmed(reading, span), segment.id)


def owned(reading: Reading, said: Said, issuer: str) -> Said:
    """A statement of a side's own release: what it says of both sides is its word for them."""
    if said.status in ("agreed", "reported") and not joint(reading, said.span):
        return replace(said, status="claimed", by=issuer)
    return said


def from_chunk(reading: Reading, segment: Segment, answer: str, company: Company) -> Said | None:
    """A statement as a chunk's answer has it: "kind/status/entity"."""
    if answer.count("/") != 2:
        return None
    kind, status, who = answer.split("/", 2)
    by = {e.id: e.name for e in reading.entities}.get(who)
    refused = None
    if status == "agreed" and not is_agreed(reading, segment, segment.span, company):
        refused = "the sentence does not say that all sides agreed"
        status, own = status_of(reading, segment, segment.span, company)
        by = by or own
    return Said(
        KINDS[kind], cast("Status", status), None if status == "agreed" else by,
        trimmed(reading, segment.span), segment.id, refused,
    )  # fmt: skip


def about_talks(reading: Reading, scenes: Scenes, company: Company) -> Iterator[Candidate]:
    """Sentences that may state something of the reported round."""
    for candidate in kinds.candidates(reading, scenes, company):
        sentence = candidate.segment.span.of(reading.article.text)
        if TRAIL.search(sentence) or len(sentence) < SHORTEST:
            continue
        if any(c.when in ("main", "ahead") for c in candidate.clauses):
            yield candidate


# A page's trail of headings.
TRAIL = re.compile(r" [|>] ")
BREAK = re.compile(
    r"(?:[,;]|\s[–—-])\s+(?:but|while|although|though|yet|meanwhile|whereas|even\s+as|however|as\s+well\s+as)\b\s*"
    r"|,\s+which\s+(?=(?:will|would|shall|is\s+to|are\s+to)\b)|;\s+|\s+(?:but|although|though)\s+",
)


def units(
    reading: Reading, candidate: Candidate, company: Company
) -> list[tuple[Span, Kind | None]]:
    """A sentence, or its two halves where they state different kinds of thing.

    "They agreed to reopen the bridge, but failed to settle who guards it" states an outcome and
    an open issue.
    """
    kind = kinds.weigh(candidate.shown).sure
    for first, second in halves(reading, candidate.segment) if kind else ():
        one = kinds.weigh(kinds.part(reading, candidate, first, company)).sure
        other = kinds.weigh(kinds.part(reading, candidate, second, company)).sure
        if one and other and one != other:
            return [(first, one), (second, other)]
    return [(candidate.segment.span, kind)]


def halves(reading: Reading, segment: Segment) -> Iterator[tuple[Span, Span]]:
    """A sentence before and after each word at which it may turn to something else."""
    whole = segment.span
    for turn in BREAK.finditer(whole.of(reading.article.text)):
        first = Span(whole.start, whole.start + turn.start())
        second = Span(whole.start + turn.end(), whole.end)
        if min(len(first), len(second)) >= SHORTEST_PART:
            yield first, second


RELEASE = words.pattern(
    r"""^\W*(?: ministry | press\ service | press\ release | office\ of | presidency
          | government\ of | statement/ | communiqu[eé]
    | embassy | department\ of | foreign\ ministry | permanent\ mission )"""
)


def released_by(reading: Reading, company: Company) -> str | None:
    """The side whose press office wrote the article, or None for a news report."""
    head = reading.article.text[:400]
    lines = [line.strip() for line in head.splitlines()[:4]]
    lines += [reading.article.outlet or "", reading.article.title or ""]
    if not any(RELEASE.search(line) for line in lines):
        return None
    folded = parties.fold(" ".join(lines))
    for name, _ in company.sides:
        if re.search(rf"\b{re.escape(parties.party(name))}", folded):
            return name
    return None


def joint(reading: Reading, span: Span) -> bool:
    return words.JOINT_TEXT.search(span.of(reading.article.text)) is not None


def status_of(
    reading: Reading, segment: Segment, span: Span, company: Company
) -> tuple[Status, str | None]:
    """Status and owner. The order is from what weakens most to what weakens least."""
    sentence = span.of(reading.article.text)
    by = claimant(reading, segment)
    if words.DENIED.search(sentence):
        return "denied", by
    if is_agreed(reading, segment, span, company):
        return "agreed", None
    if words.CONDITIONAL.search(sentence):
        return "conditional", by
    if words.PROPOSED.search(sentence):
        return "proposed", by
    if by is not None and (
        words.SAID.search(segment.span.of(reading.article.text)) or quoted(reading, span)
    ):
        return "claimed", by
    return "reported", None


def is_agreed(reading: Reading, segment: Segment, span: Span, company: Company) -> bool:
    """Whether all sides are said to have agreed, with nothing that weakens it."""
    sentence = span.of(reading.article.text)
    whole = segment.span.of(reading.article.text)
    said_jointly = words.JOINT_TEXT.search(whole)
    together = said_jointly is not None and not NO_TEXT.search(whole[: said_jointly.start()])
    look = sentence if together else unquoted(reading, span)
    lead = whole[: span.start - segment.span.start]
    if words.HEARSAY.search(look):
        return False
    for verb in (*words.AGREE.finditer(look), *words.AGREEMENT_MADE.finditer(look)):
        before, after = look[: verb.start()], look[verb.end() :]
        if weakened(before, after):
            continue
        if together:
            return True
        if words.SAID.search(lead + before) or said_after(after):
            continue
        if CONTENT_CLAUSE.search(lead + before):
            continue  # "rejected a claim that the two sides agreed"
        if RELATIVE.search(before) or (SIGNING.match(verb.group()) and not CONTENT.match(after)):
            continue
        subjects = (lead + before)[-110:]
        if (
            words.ALL_SIDES.search(subjects)
            or both_named(subjects, company)
            or words.AGREEMENT_MADE.match(verb.group())
            or passive_by_both(verb.group() + after, company)
        ):
            return True
    return together and words.OPEN.search(look) is not None


CONTENT_CLAUSE = re.compile(
    r"\b(?:that|whether|how|claims?|reports? of|rumou?rs?)\b", re.IGNORECASE
)
RELATIVE = re.compile(r"\b(?:who|which|that)\s+(?:has\s+|have\s+|had\s+)?$")
# Signing alone says that there is a paper, not what is agreed; something must say what it holds.
SIGNING = re.compile(
    r"\s*(?:have\s|has\s|had\s)?(?:signed|initial|reached|struck|concluded|sealed|clinched|finali|secured|adopted|approved|endorsed)",
    re.IGNORECASE,
)
CONTENT = re.compile(
    r"\s*(?:(?!after\b|in\b|at\b|on\b)[\w'’-]+\s+){0,7}?(?:to\s(?!the\b|a\b)\w+|that\b|"
    r"under\swhich|limiting|committing|setting|fixing|ending|allowing|opening|for\sthe|for\s\w+ing|on\s(?!\w+day|\d)\w+)"
)


NO_TEXT = re.compile(r"\b(?:no|without|any|not\s+\w+)\s+(?:a\s+|an\s+)?(?:\w+\s+)?$", re.IGNORECASE)


def passive_by_both(after: str, company: Company) -> bool:
    """ "…was signed by the ministers of both countries" """
    found = re.search(r"\b(?:signed|initialled|agreed|adopted|approved)\s+by\s+(.{5,200})", after)
    return bool(found) and (
        both_named(found.group(1), company) or words.ALL_SIDES.search(found.group(1)) is not None
    )


def weakened(before: str, after: str) -> bool:
    near = before[-60:]
    return bool(
        words.NEGATED.search(near)
        or words.MODAL.search(near)
        or words.CONDITIONAL.search(before)
        or re.match(r"\s+(?:only\s+)?(?:if|unless|provided)\b", after)
        or re.search(
            r",?\s+(?:provided that|on condition"
            r"|if\s+\w+\s+(?:\w+\s+)?(?:accepts?|agrees?|approves?|signs?))",
            after,
        )
    )


def said_after(after: str) -> bool:
    """Whether the sentence ends by naming who said so ("…, the minister said")."""
    return bool(
        re.search(
            r"(?:,|”|\")\s*(?:[^,]{0,90}\s)?(?:said|says|told|according\s+to|claimed|announced|reported|added)\b",
            after,
        )
    )


def both_named(before: str, company: Company) -> bool:
    """Whether at least two sides, or persons of two sides, stand before the verb."""
    folded = parties.fold(before)
    sides = {
        parties.party(name)
        for name, _ in company.sides
        if re.search(rf"\b{re.escape(parties.party(name))}", folded)
    }
    for person in company.seen:
        surname = parties.fold(person.name).split()[-1:]
        if surname and person.party and re.search(rf"\b{re.escape(surname[0])}\b", folded):
            sides.add(parties.party(person.party))
    return len(sides) >= 2


def quoted(reading: Reading, span: Span) -> bool:
    return any(p.speech and p.span.overlaps(span) for p in reading.passages)


def claimant(reading: Reading, segment: Segment) -> str | None:
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
            if mention.span.end > at and not re.match(
                r"^\W*$", reading.article.text[segment.span.start + verb.end() : mention.span.start]
            ):
                continue
            if gap <= 60 and (best is None or gap < best[0]):
                best = (gap, entity)
    return best[1].name if best else None


DATELINE = re.compile(r"\s*[A-ZÀ-Ý][A-ZÀ-Ý .,'’\-]{3,40}[^\n]{0,45}?(?:\)|\d|\s)\s*[-–—]{1,2}\s+")
BULLET = re.compile(r"\s*(?:[•*·–—-]|\d+[.)])\s+")


def trimmed(reading: Reading, span: Span) -> Span:
    """The words without white space, bullet, dateline and opening conjunction around them."""
    text = reading.article.text
    start, end = span.start, span.end
    for lead in (DATELINE, BULLET):
        found = lead.match(text, start, end)
        if found:
            start = found.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
