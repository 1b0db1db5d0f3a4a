"""Who can be meant: the article's entities looked up by place, and pronouns by what went before."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Sequence

import regex

from service.mentions import lexicon
from service.mentions.gazetteer import world
from service.records import Entity, Mention, Span, SpeakerKind

SINGULAR = frozenset(["he", "him", "his", "himself", "she", "her", "hers", "herself"])
PLURAL = frozenset(["they", "them", "their", "we", "us", "our"])


MAX_APPOSITION_CHARACTERS = 110
_APPOSITION = regex.compile(
    r"(?:\s(?:for|of|to|at|in|from|here|there|on|with)\b[^,.;:\"“”]{0,70}?)?,?"
    r"\s(?:[\p{L}.’'-]+\s){0,6}$"
)
_ADVERB_GAP = regex.compile(r"\s(?:\p{Ll}+ly\s|also\s|later\s|then\s|has\s|had\s|once\s)?")


def _only_titles(gap: str) -> bool:
    """Whether behind the comma there are only words of titles."""
    _, comma, tail = gap.rpartition(",")
    if not comma:
        tail = gap
        for word in (" for ", " of ", " to ", " at ", " in ", " from "):
            if gap.startswith(word):
                return True
    words = tail.replace(".", "").split()
    return all(
        w.lower() in lexicon.ROLES | lexicon.ROLE_MODIFIERS
        or w in lexicon.HONORIFICS
        or w in ("the", "of", "and", "a", "her", "his")
        or w in world().adjectives
        for w in words
    )


_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
        "minister",
        "president",
        "secretary",
        "ambassador",
        "prime",
        "foreign",
        "deputy",
    ]
)


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
        self._by_word: defaultdict[str, list[Entity]] = defaultdict(list)
        for entity in entities:
            if entity.kind == "person":
                for word in set(entity.name.lower().split()):
                    self._by_word[word].append(entity)

    def at(self, span: Span) -> tuple[Entity, Mention] | None:
        """The narrowest entity mention that overlaps a place."""
        best: tuple[Entity, Mention] | None = None
        i = bisect.bisect_left(self._starts, span.end) - 1
        steps = 0
        while i >= 0 and steps < 8:
            mention = self._mentions[i]
            narrower = best is None or len(mention.span) < len(best[1].span)
            if mention.span.end > span.start and narrower:
                best = (self._owners[i], mention)
            i -= 1
            steps += 1
        return best

    def within(self, start: int, end: int) -> list[tuple[Entity, Mention]]:
        """All mentions that begin in a stretch, in reading order."""
        first = bisect.bisect_left(self._starts, start)
        last = bisect.bisect_left(self._starts, end)
        return [(self._owners[i], self._mentions[i]) for i in range(first, last)]

    def named_beside(self, end: int) -> tuple[Entity, Mention] | None:
        """The person whose name stands beside a description that ends here.

        "Its delegate here, Lukas Amman, says"; "Commissioner for Oceans Ilias Papadimos".
        """
        for entity, mention in self.within(end, end + MAX_APPOSITION_CHARACTERS):
            if entity.kind != "person" or mention.form != "name":
                continue
            gap = self.text[end : mention.span.start]
            if _APPOSITION.match(gap) is None or not _only_titles(gap):
                return None
            after = self.text[mention.span.end : mention.span.end + 1]
            if "," in gap and after not in (",", ".", "", "\n", " ", ";", "(", ":"):
                return None
            return entity, mention
        return None

    def named_before(self, position: int) -> tuple[Entity, Mention] | None:
        """The person whose name ends right before a place, but for one adverb."""
        i = bisect.bisect_left(self._starts, position) - 1
        for j in range(i, max(-1, i - 3), -1):
            mention, owner = self._mentions[j], self._owners[j]
            if mention.form == "name" and owner.kind in ("person", "institution", "country"):
                gap = self.text[mention.span.end : position]
                if _ADVERB_GAP.fullmatch(gap):
                    return owner, mention
        return None

    def person_like(self, place: Span) -> Entity | None:
        """The last person before "the Italian", of that nationality if one is known."""
        words = self.text[place.start : place.end]
        last: Entity | None = None
        for owner, mention in reversed(self.within(max(0, place.start - 4000), place.start)):
            if owner.kind != "person" or mention.form == "pronoun":
                continue
            if owner.party is not None and owner.party[:4] == words[:4]:
                return owner
            last = last or owner
        return last

    def by_name(self, words: str) -> Entity | None:
        """The person whose name has all these words, in whatever case: "TEME", "Ms. Teme"."""
        wanted = {w.strip(".").lower() for w in words.split()} - _TITLES
        if not wanted:
            return None
        for entity in self._by_word.get(min(wanted), ()):
            if wanted <= set(entity.name.lower().split()):
                return entity
        return None

    def describe(self, span: Span, kind: SpeakerKind | None = None) -> Entity:
        """An entity for a noun phrase that the article uses of a speaker and nobody listed."""
        words = span.of(self.text)
        key = " ".join(words.lower().split())
        known = self._by_words.get(key)
        if known is not None:
            return known
        if kind is None and world().country(words) is not None:
            kind = "institution"
        entity = Entity(
            id=f"x{len(self.described)}",
            kind=kind or _kind_of(words),
            name=words,
            role=None,
            party=None,
            mentions=(Mention(span, "name" if kind == "person" else "nominal"),),
        )
        self._by_words[key] = entity
        self.described.append(entity)
        return entity

    def last_body(
        self, position: int, quoted: Sequence[Span] = (), *, plural: bool
    ) -> Entity | None:
        """The last body (or, for "they", group of people) named before a place, outside quotes."""
        i = bisect.bisect_left(self._starts, position)
        for _ in range(12):
            i -= 1
            if i < 0:
                break
            owner, mention = self._owners[i], self._mentions[i]
            if any(span.contains(mention.span) for span in quoted):
                continue
            if not plural and is_group(mention.span.of(self.text)):
                continue
            if owner.kind == "institution" or (plural and owner.kind == "unnamed"):
                if not plural or owner.kind == "institution" or _is_plural(owner.name):
                    return owner
            elif not plural and owner.kind == "document":
                return owner
        return None


def is_group(words: str) -> bool:
    """Whether words are of several, as "the two sides" and not "the United Nations"."""
    return _is_plural(words) and words.split()[-1].islower()


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
