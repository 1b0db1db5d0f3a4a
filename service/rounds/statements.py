"""What each sentence of a report says of the talks: outcome, open issue or next step, and whose.

`kinds` weighs whether and of which kind; `owners` and `statuses` say whose it is and how sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from service.records import Question, Reading, Segment, Span, Status
from service.rounds import kinds, owners, parties, people, words
from service.rounds.kinds import Candidate, Kind
from service.rounds.people import Company
from service.rounds.scenes import Scenes
from service.rounds.signs import LEADS_LIST
from service.rounds.statuses import is_agreed, status_of

TASK = "statements"
# Shorter stretches ("Both smiled.") state nothing by themselves. In characters.
SHORTEST = 12
SHORTEST_PART = 18
# "The parties agreed:" states nothing without the list that it opens. In characters.
LONGEST_LEAD = 70
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
            from_chunk(reading, segment, answer, company)
            for segment in reading.story()
            for answer in answered.get(segment.id, "").split(";")
        )
        return tuple(said for said in pointed_out if said is not None)
    issuer = released_by(reading, company)
    found: list[Said] = []
    by: str | None = None
    for candidate in about_talks(reading, scenes, company):
        by = owners.owner(reading, candidate.segment, by)
        answer = KINDS.get(answered.get(candidate.segment.id, ""))
        for span, kind in units(reading, candidate, company):
            stated = kind or answer
            if stated is not None:
                said = settled(reading, candidate.segment, span, stated, company, by)
                found.append(said if issuer is None else owned(reading, said, issuer))
    return tuple(found)


def settled(
    reading: Reading,
    segment: Segment,
    span: Span,
    kind: Kind,
    company: Company,
    by: str | None,
) -> Said:
    """One statement, with its status and whose it is. by: whose word the sentence is."""
    status, by = status_of(reading, segment, span, company, by)
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
        speaker = owners.owner(reading, segment, None)
        status, own = status_of(reading, segment, segment.span, company, speaker)
        by = by or own
    return Said(
        KINDS[kind], cast("Status", status), None if status == "agreed" else by,
        trimmed(reading, segment.span), segment.id, refused,
    )  # fmt: skip


def about_talks(reading: Reading, scenes: Scenes, company: Company) -> Iterator[Candidate]:
    """Sentences that may state something of the reported round."""
    for candidate in kinds.candidates(reading, scenes, company):
        sentence = candidate.segment.span.of(reading.article.text)
        if TRAIL.search(sentence) or len(sentence) < SHORTEST or FILED.fullmatch(sentence):
            continue
        if len(sentence) <= LONGEST_LEAD and LEADS_LIST.search(sentence):
            continue
        if kinds.is_background(candidate.shown) or unanswered(sentence):
            continue
        if any(c.when in ("main", "ahead") for c in candidate.clauses):
            yield candidate


def unanswered(sentence: str) -> bool:
    """Whether a sentence tells only that somebody would not comment, or not by name."""
    return len(sentence) <= NO_MORE and NO_COMMENT.search(sentence) is not None


# What reporters say of their own asking: nothing of the talks.
NO_COMMENT = words.pattern(
    r"""\b(?: (?:did|has|have|had|do|does)(?:\ not|n['’]t)\ (?:\w+\ )?
        (?:respond|repl(?:y|ied)|comment|answer|return)(?:ed)?\b
        (?=[^.;]{0,40}\b(?:request|comment|message|call|question|quer|immediately))
      | declin(?:ed|es)\ (?:comment|to\ (?:comment|answer|be\ (?:named|identified)|elaborate
        |give\ details|say\ (?:which|who|what|whether)))
      | could\ not\ (?:immediately\ )?be\ reached
      | not\ immediately\ (?:available|respond|reply|comment|clear)
      | (?:spoke|speaking)\ on\ (?:the\ )?condition\ (?:of\ anonymity|that) )"""
)
NO_MORE = 130
"""Longer sentences than that, in characters, say more than that nobody would comment."""
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


# Headings of papers that no side issues alone.
OF_ALL = words.pattern(
    r"""\b(?: joint\ (?:\w+\ )?(?:statement|communiqu[eé]|declaration|press\ (?:release|statement))
      | (?:final\ )?communiqu[eé]\ of | agreed\ (?:record|minutes) | minutes\ of )\b"""
)
# "…'s envoy for Norland", "talks on Norland": not who issues it.
FOR_WHOM = re.compile(r"\b(?:for|on|to|with|in|between)\s(?:the\s)?\w+")


def released_by(reading: Reading, company: Company) -> str | None:
    """The side whose press office wrote the article, or None for a news report."""
    head = reading.article.text[:400]
    lines = [line.strip() for line in head.splitlines()[:4]]
    lines += [reading.article.outlet or "", reading.article.title or ""]
    if not any(RELEASE.search(line) for line in lines):
        return None
    if any(OF_ALL.search(line) for line in lines):
        return None
    folded = FOR_WHOM.sub(" ", parties.fold(" ".join(lines)))
    for name, _ in company.sides:
        if re.search(rf"\b{re.escape(parties.party(name))}", folded):
            return name
    return None


def joint(reading: Reading, span: Span) -> bool:
    return words.JOINT_TEXT.search(span.of(reading.article.text)) is not None


# "TUNIS, Feb. 9 (Agency) —": a town, a day or not, an agency or not, and what parts them from the
# story. Without a dash or a colon there must be a day: "the National Front (FN) Secretary" is none.
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s\d{{4}})?"
_TOWN = r"\s*[A-ZÀ-Ý][\w.'’\-]*(?:[ ,]+[A-ZÀ-Ý][\w.'’\-]*){0,4}"
_AGENCY = r"(?:\([^)\n]{2,40}\)|/[^/\n]{2,25}/)"
_PARTED = r"\s*(?:[-–—]{1,2}|:)\s+"
DATELINE = re.compile(
    rf"{_TOWN}(?:,\s*{_DAY})?\.?\s*{_AGENCY}{_PARTED}"
    rf"|{_TOWN},\s*{_DAY}\.?\s*{_AGENCY}\.?\s+(?=[“\"'‘A-ZÀ-Ý])"
    rf"|{_TOWN},\s*{_DAY}\s*[-–—]{{1,2}}\s+"
    rf"|\s*{_DAY}\.?\s*{_AGENCY}{_PARTED}"
    r"|\s*[A-ZÀ-Ý][A-ZÀ-Ý .,'’\-]{3,40}[^\n]{0,45}?(?:\)|\d|\s)\s*[-–—]{1,2}\s+"
)
# A dateline that its full stop makes a sentence of its own: "TUNIS, Feb. 9."
FILED = re.compile(rf"{_TOWN},\s*{_DAY}\.?\s*(?:{_AGENCY})?\.?\s*")
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
