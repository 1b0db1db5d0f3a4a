"""Who can be meant: the article's entities looked up by place, and pronouns by what went before."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from service.mentions import lexicon
from service.records import Entity, Mention, Span, SpeakerKind

SINGULAR = frozenset(["he", "him", "his", "himself", "she", "her", "hers", "herself"])
PLURAL = frozenset(["they", "them", "their", "we", "us", "our"])


class People:
    """The entities of one article, found by the place of their mentions."""

    def __init__(self, text: str, entities: Sequence[Entity]) -> None:
        self.text = text
        self.entities = {e.id: e for e in entities}
        pairs = sorted(
            ((m, e) for e in entities for m in e.mentions),
            key=lambda pair: (pair[0].span.start, -pair[0].span.end),
        )
        self._mentions = [m for m, _ in pairs]
        self._owners = [e for _, e in pairs]
        self._starts = [m.span.start for m in self._mentions]
        self.described: list[Entity] = []
        self._by_words: dict[str, Entity] = {}

    def at(self, span: Span) -> tuple[Entity, Mention] | None:
        """The narrowest entity mention that overlaps a place."""
        best: tuple[Entity, Mention] | None = None
        i = bisect.bisect_left(self._starts, span.end) - 1
        steps = 0
        while i >= 0 and steps < 8:
            mention = self._mentions[i]
            if mention.span.end > span.start:
                if best is None or len(mention.span) < len(best[1].span):
                    best = (self._owners[i], mention)
            i -= 1
            steps += 1
        return best

    def within(self, start: int, end: int) -> list[tuple[Entity, Mention]]:
        """All mentions that begin in a stretch, in reading order."""
        first = bisect.bisect_left(self._starts, start)
        last = bisect.bisect_left(self._starts, end)
        return [(self._owners[i], self._mentions[i]) for i in range(first, last)]

    def describe(self, span: Span, kind: SpeakerKind | None = None) -> Entity:
        """An entity for a noun phrase that the article uses of a speaker and nobody listed."""
        words = span.of(self.text)
        key = " ".join(words.lower().split())
        known = self._by_words.get(key)
        if known is not None:
            return known
        entity = Entity(
            id=f"e{len(self.entities) + len(self.described)}",
            kind=kind or _kind_of(words),
            name=words,
            role=None,
            party=None,
            mentions=(Mention(span, "name" if kind == "person" else "nominal"),),
        )
        self._by_words[key] = entity
        self.described.append(entity)
        return entity

    def last_body(self, position: int, *, plural: bool) -> Entity | None:
        """The last body (or, for "they", group of people) named before a place."""
        i = bisect.bisect_left(self._starts, position) - 1
        for _ in range(12):
            if i < 0:
                break
            owner = self._owners[i]
            if owner.kind == "institution" or (plural and owner.kind == "unnamed"):
                if not plural or owner.kind == "institution" or _is_plural(owner.name):
                    return owner
            elif not plural and owner.kind == "document":
                return owner
            i -= 1
        return None


def _is_plural(words: str) -> bool:
    last = words.split()[-1].lower()
    return last.endswith("s") or last in ("people", "men", "women")


def _kind_of(words: str) -> SpeakerKind:
    last = words.split()[-1].lower()
    if last in lexicon.DOCUMENTS or last.removesuffix("s") in lexicon.DOCUMENTS:
        return "document"
    if last in lexicon.BODY_HEADS or last.removesuffix("s") in lexicon.BODY_HEADS:
        return "institution"
    return "unnamed"
