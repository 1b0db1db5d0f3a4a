"""What each sentence of a report says of the talks: outcome, open issue or next step, and whose.

Calling a claim an agreement is the worst error this service can make. So "agreed" is given by
rule only, where all sides are the subject and nothing weakens the verb; no model can give it to a
sentence that does not pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from service.records import Entity, Question, Reading, Segment, Span, Status
from service.rounds import parties, words
from service.rounds.people import Company
from service.rounds.scenes import Clause, Scenes, unquoted

Kind = Literal["outcome", "open", "next"]
TASK = "statements"
# Shorter stretches ("Both smiled.") state nothing by themselves. In characters.
SHORTEST = 18
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
    for segment, clauses in about_talks(reading, scenes):
        settled_by_rule = any(kind for _, kind in units(reading, segment))
        if not settled_by_rule and worth_asking(reading, segment, clauses):
            yield Question(
                TASK, reading.article.id, segment.id,
                {"sentence": flat(segment.span.of(reading.article.text))}, CHOICES,
            )  # fmt: skip


def find(reading: Reading, scenes: Scenes, company: Company) -> tuple[Said, ...]:
    """The statements of the reported round, in reading order."""
    answered = reading.choices(TASK)
    issuer = released_by(reading, company)
    found: list[Said] = []
    if any("/" in choice for choice in answered.values()):
        # A model read the whole chunk: what it did not point at is no statement.
        for segment in reading.story():
            said = from_chunk(reading, segment, answered.get(segment.id, ""), company)
            found.extend([said] if said is not None else [])
        return tuple(found)
    before: tuple[int, Kind | None] = (-1, None)
    for segment, clauses in about_talks(reading, scenes):
        for span, own in units(reading, segment):
            kind = own
            if kind is None and before == (segment.paragraph, "outcome"):
                # Terms listed after an agreement: "Botswana, in return, will stop …".
                kind = "outcome" if words.WILL.search(span.of(reading.article.text)) else None
            before = (segment.paragraph, kind)
            if not any(c.span.overlaps(span) and c.when in ("main", "ahead") for c in clauses):
                continue
            said = settled(reading, segment, span, kind, answered.get(segment.id), company)
            if said is None:
                continue
            if (
                issuer is not None
                and said.status in ("agreed", "reported")
                and not joint(reading, span)
            ):
                # A side's own release: what it says of both sides is its word for them.
                said = replace(said, status="claimed", by=issuer)
            found.append(said)
    return tuple(found)


def settled(
    reading: Reading,
    segment: Segment,
    span: Span,
    kind: Kind | None,
    answer: str | None,
    company: Company,
) -> Said | None:
    """One statement, from the rule's kind or the model's answer."""
    if kind is None and answer is not None:
        kind = KINDS.get(answer)
    if kind is None:
        return None
    status, by = status_of(reading, segment, span, company)
    return Said(kind, status, by, trimmed(reading, span), segment.id)


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


def about_talks(reading: Reading, scenes: Scenes) -> Iterator[tuple[Segment, tuple[Clause, ...]]]:
    """Sentences that may state something of the reported round."""
    for segment in reading.story():
        clauses = scenes.of_segment(segment)
        if " | " in segment.span.of(reading.article.text) or " > " in segment.span.of(
            reading.article.text
        ):
            continue  # a page's trail of headings
        if any(c.when in ("main", "ahead") for c in clauses) and (
            len(segment.span) >= SHORTEST
            or words.DENIED.search(segment.span.of(reading.article.text))
        ):
            yield segment, clauses


def worth_asking(reading: Reading, segment: Segment, clauses: Sequence[Clause]) -> bool:
    """Whether a sentence speaks of talks, or quotes or reports somebody on them."""
    sentence = segment.span.of(reading.article.text)
    return any(c.talks for c in clauses) or bool(
        words.SAID.search(sentence)
        and (words.MODAL.search(sentence) or words.PROPOSED.search(sentence))
    )


BREAK = re.compile(
    r"(?:[,;]|\s[–—-])\s+(?:but|while|although|though|yet|meanwhile|whereas|even\s+as|however|as\s+well\s+as)\b\s*"
    r"|,\s+which\s+(?=(?:will|would|shall|is\s+to|are\s+to)\b)|;\s+|\s+(?:but|although|though)\s+",
)


def units(reading: Reading, segment: Segment) -> list[tuple[Span, Kind | None]]:
    """A sentence, or its two halves where they state different kinds of thing.

    "They agreed to reopen the bridge, but failed to settle who guards it" states an outcome and
    an open issue.
    """
    text = reading.article.text
    sentence = segment.span.of(text)
    for turn in BREAK.finditer(sentence):
        first, second = sentence[: turn.start()], sentence[turn.end() :]
        if min(len(first), len(second)) < SHORTEST:
            continue
        kinds = kind_of(first), kind_of(second)
        if kinds[0] and kinds[1] and kinds[0] != kinds[1]:
            at = segment.span.start
            return [
                (Span(at, at + turn.start()), kinds[0]),
                (Span(at + turn.end(), segment.span.end), kinds[1]),
            ]
    return [(segment.span, kind_of(sentence))]


def kind_of(sentence: str) -> Kind | None:  # noqa: C901 - one case a branch, in order
    """The kind, where words alone make it certain."""
    if words.DENIED.search(sentence):
        return "outcome"
    if words.CONDITIONAL.search(sentence) and CONDITION.search(sentence):
        if words.OPEN.search(sentence):
            return "open"
        return "next" if words.NEXT.search(sentence) or WHEN.search(sentence) else "outcome"
    if words.OPEN.search(sentence):
        return "open"
    if words.NEXT.search(sentence):
        return "next"
    if words.AGREE.search(sentence) or words.AGREEMENT_MADE.search(sentence):
        return "outcome"
    if words.PROGRESS.search(sentence):
        return "outcome"
    if words.PROPOSED.search(sentence):
        return "open"
    if DEMAND.search(sentence) and words.SAID.search(sentence):
        return "open"
    if words.WILL.search(sentence) and (
        words.PAPER.search(sentence) or words.SAID.search(sentence)
    ):
        return "next" if WHEN.search(sentence) else "outcome"
    return None


DEMAND = re.compile(r"\b(?:should|must|ought to|needs? to|needed to|has to|have to|had to)\b")
# A condition laid on something to be done: "would open it only if …", "once it is over".
CONDITION = re.compile(
    r"\b(?:will|would|could|can|shall|may|might"
    r"|(?:is|are|was|were) (?:ready|willing|prepared) to)\b",
    re.IGNORECASE,
)
WHEN = re.compile(
    r"\b(?:on|from|by|until|before|starting|beginning|in|as of|next)\s+(?:\w+\s)?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|tomorrow|Jan(?:uary|\.)|Feb(?:ruary|\.)|March|April|May|June|July|Aug(?:ust|\.)|"
    r"Sept(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.)|\d{1,2}\s+[A-Z][a-z]+|week|month)\b"
    r"|\b(?:begin|start)ning\s+(?:\w+day|\w+\s\d)",
)


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
