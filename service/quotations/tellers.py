"""Who tells what stands right before a quotation: "Berg said she remembered. “We had a plan.”"."""

from __future__ import annotations

import regex

from service.mentions.pronouns import Referents, tells_behind
from service.quotations.people import PLURAL, SINGULAR, People
from service.records import Entity, Mention, Span

MAX_SENTENCES_BACK = 2
MAX_TELLING_CHARACTERS = 900
MAX_OPENING_CHARACTERS = 40


_SENTENCE_BREAK = regex.compile(
    r"(?<=[\p{L}\d)%]{2}[.!?]['\"”’»)]?)(?<!\b(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Gov|Sen|Rep|Gen|Brig|Lt|Col"
    r"|Maj|Capt|Adm|Amb|Hon|Prof|Rev|Sgt|Engr)\.)\s+(?=[\p{Lu}\d])|;\s+"
)
# A telling that ends its sentence: "…, the statement said."
_ASIDE_BEFORE = regex.compile(r",\s$")
_ASIDE_BEHIND = regex.compile(r"[^,.;]{0,60}\b(?:said|says|added|noted|stressed|told \w+)[.\s]*")


def sentences(text: str, span: Span) -> list[Span]:
    """A stretch of a paragraph cut where a sentence ends, roughly and fast."""
    starts: list[int] = [span.start]
    ends: list[int] = []
    for found in _SENTENCE_BREAK.finditer(text, span.start, span.end):
        ends.append(found.start())
        starts.append(found.end())
    return [Span(a, b) for a, b in zip(starts, [*ends, span.end], strict=True) if a < b]


class Tellers:
    """The subjects of verbs of saying in an article's own sentences, found by place."""

    def __init__(self, text: str, people: People, referents: Referents) -> None:
        self._text = text
        self._people = people
        self._referents = referents

    def before(self, start: int, end: int) -> tuple[Entity, Span] | None:
        """Who tells in the last sentences of a stretch without quotations: the subject of the
        outermost verb of saying, or else the person that the sentence is about."""
        start = max(start, end - MAX_TELLING_CHARACTERS)
        whole = sentences(self._text, Span(start, end)) if start < end else []
        for sentence in whole[: -MAX_SENTENCES_BACK - 1 : -1]:
            told = self._telling(sentence)
            if told is not None:
                return self._meant(*told)
            opening = self._opening(sentence)
            if opening is not None:
                return self._meant(*opening)
        return None

    def _telling(self, sentence: Span) -> tuple[Entity, Mention] | None:
        """The first subject of a verb of saying, unless a telling closes the sentence."""
        mentions = self._people.within(sentence.start, sentence.end)
        for entity, mention in reversed(mentions[-2:]):
            place = mention.span
            aside = _ASIDE_BEFORE.search(self._text, place.start - 2, place.start)
            if aside and _ASIDE_BEHIND.fullmatch(self._text, place.end, sentence.end):
                return entity, mention
        for entity, mention in mentions:
            if tells_behind(self._text, mention.span.end, sentence.end):
                return entity, mention
        return None

    def _opening(self, sentence: Span) -> tuple[Entity, Mention] | None:
        """The first person of a sentence, when it begins with them."""
        for entity, mention in self._people.within(sentence.start, sentence.end):
            if mention.span.start - sentence.start > MAX_OPENING_CHARACTERS:
                return None
            if entity.kind == "person":
                return entity, mention
        return None

    def _meant(self, entity: Entity, mention: Mention) -> tuple[Entity, Span] | None:
        low = mention.span.of(self._text).lower()
        if mention.form == "nominal" and entity.kind != "person":
            named = self._people.named_beside(mention.span.end)
            if named is not None:
                return named[0], named[1].span
        if mention.form != "pronoun":
            return entity, mention.span
        if low in SINGULAR:
            found = self._referents.resolve(mention.span, low)
            return (found, mention.span) if found is not None else None
        if low in PLURAL:
            body = self._people.last_body(mention.span.start, plural=True)
            return (body, mention.span) if body is not None else None
        return None
