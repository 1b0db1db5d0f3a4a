"""Names, descriptions and pronouns → entities: who is who in one article."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import regex

from service.language import Language
from service.mentions import lexicon
from service.mentions.descriptions import Description, find_descriptions
from service.mentions.gazetteer import Gender, given_names, world
from service.mentions.names import Name, find_names
from service.records import Article, Entity, EntityKind, Mention, Segment, Span

_PRONOUN = regex.compile(
    r"(?<![\p{L}'’])(?:he|she|him|her|his|himself|herself)(?![\p{L}])", regex.I
)
_KINDS: dict[str, EntityKind] = {
    "PERSON": "person",
    "ORG": "institution",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "country",
}


# How many mentions of people with roles a description looks back over.
MAX_HOLDERS_BACK = 200


@dataclass(slots=True)
class _Draft:
    """An entity under construction."""

    kind: EntityKind
    words: tuple[str, ...]
    name: str
    role: str | None = None
    party: str | None = None
    gender: Gender = "u"
    mentions: list[Mention] = field(default_factory=list[Mention])


def find_entities(
    article: Article, segments: Sequence[Segment], language: Language
) -> tuple[Entity, ...]:
    """Who and what the story speaks of, each with all its mentions in reading order.

    Excluded segments give no entities. Names that rules can't place are shown to the recogniser.
    """
    story = [s for s in segments if s.excluded is None]
    spans = [s.span for s in story]
    names = _placed(article.text, spans, find_names(article.text, spans), language)
    drafts = _cluster(names)
    _add_descriptions(article.text, drafts, find_descriptions(article.text, spans))
    _add_pronouns(article.text, spans, drafts)
    return _finished(drafts)


# --- Names of unknown kind ----------------------------------------------------------------------


def _placed(
    text: str, spans: Sequence[Span], names: Sequence[Name], language: Language
) -> list[Name]:
    """Give the names that rules left open the recogniser's kind; drop what nobody takes as one."""
    known = {n.words for n in names if n.kind is not None}
    tails = {w for n in names if n.kind == "person" for w in n.words}
    open_words: dict[tuple[str, ...], int] = {}
    for name in names:
        if name.kind is None and name.words not in known and name.words[-1] not in tails:
            open_words.setdefault(name.words, name.segment)
    asked = sorted(set(open_words.values()))
    recognised: dict[str, EntityKind] = {}
    found = language.names([spans[i].of(text) for i in asked]) if asked else []
    for number, entities in zip(asked, found, strict=True):
        for entity in entities:
            kind = _KINDS.get(entity.label)
            if kind is not None:
                recognised.setdefault(entity.span.of(spans[number].of(text)), kind)
    out: list[Name] = []
    for name in names:
        if name.kind is None:
            kind = _recognised(name, recognised)
            if kind is None and name.words[-1] in tails:
                kind = "person"
            if kind is None and len(name.words) in (2, 3):
                kind = "person"
            out.append(replace(name, kind=kind))
        else:
            out.append(name)
    return out


def _recognised(name: Name, recognised: dict[str, EntityKind]) -> EntityKind | None:
    if name.text in recognised:
        return recognised[name.text]
    for found, kind in recognised.items():
        if name.text in found or (len(found) > 3 and found in name.text):
            return kind
    return None


# --- Clusters -----------------------------------------------------------------------------------


def _cluster(names: Sequence[Name]) -> list[_Draft]:
    """One draft for each thing named; surnames go to the last full name that ends in them."""
    clusters = _Clusters(names)
    for name in names:
        clusters.add(name)
    return clusters.drafts


class _Clusters:
    """The things named so far, found by their words or by the last of them."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.drafts: list[_Draft] = []
        self._by_words: dict[tuple[str, ...], _Draft] = {}
        self._by_tail: dict[str, _Draft] = {}
        # Full names that may come only after a headline or a lead has used the surname.
        self._full: dict[str, Name] = {}
        for name in names:
            if name.kind == "person" and len(name.words) > 1:
                self._full.setdefault(name.words[-1], name)

    def add(self, name: Name) -> None:
        if name.kind == "country" or (name.kind == "place" and name.text in world().names):
            self._add_country(name)
            return
        draft = self._by_words.get(name.words)
        if draft is None and name.kind in ("person", None):
            draft = self._by_surname(name) or self._named_later(name)
        if draft is None:
            if name.kind is None:
                return
            draft = self._new(name.kind, name.words, name.text)
        self._by_words.setdefault(name.words, draft)
        if draft.kind == "person":
            self._learn(draft, name)
        else:
            draft.party = draft.party or name.party
        draft.mentions.append(Mention(name.span, "name"))

    def _add_country(self, name: Name) -> None:
        country = world().country(name.text) or name.text
        draft = self._by_words.get(("country", country))
        if draft is None:
            draft = self._new("country", ("country", country), name.text)
        elif not name.adjective and draft.name in world().adjectives:
            draft.name = name.text
        draft.mentions.append(Mention(name.span, "nominal" if name.adjective else "name"))

    def _new(self, kind: EntityKind, words: tuple[str, ...], text: str) -> _Draft:
        draft = _Draft(kind, words, text)
        self.drafts.append(draft)
        self._by_words[words] = draft
        return draft

    def _by_surname(self, name: Name) -> _Draft | None:
        if len(name.words) > 2 or not name.words:
            return None
        draft = self._by_tail.get(name.words[-1])
        return draft if draft is not None and _compatible(draft.words, name.words) else None

    def _named_later(self, name: Name) -> _Draft | None:
        if len(name.words) != 1 or name.words[0] not in self._full:
            return None
        ahead = self._full[name.words[0]]
        draft = self._by_words.get(ahead.words)
        if draft is None:
            draft = self._new("person", ahead.words, ahead.text)
            self._by_tail[ahead.words[-1]] = draft
        return draft

    def _learn(self, draft: _Draft, name: Name) -> None:
        """Take what this mention adds: a fuller name, a role, a party, a gender."""
        for place, word in enumerate(name.words, 1):
            known = word in self._by_tail and place < len(name.words)
            if word[0].isupper() and len(word) > 2 and word not in lexicon.SUFFIXES and not known:
                self._by_tail[word] = draft
        if len(name.words) > len(draft.words):
            draft.words, draft.name = name.words, name.text
        draft.role = draft.role or name.role
        draft.party = draft.party or name.party
        if draft.gender == "u":
            draft.gender = name.gender


def _compatible(full: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether a shorter form can mean the person: no two different given names."""
    if len(short) == 1 or len(full) == 1:
        return True
    if short[0] == full[0] or (short[0].startswith(full[0][0]) and len(short[0]) <= 2):
        return True
    return short[0] not in given_names() and full[0] not in given_names() and short == full


# --- Descriptions and pronouns ------------------------------------------------------------------


def _add_descriptions(text: str, drafts: list[_Draft], descriptions: Sequence[Description]) -> None:
    taken = sorted((m.span.start, m.span.end) for d in drafts for m in d.mentions)
    holders = _RoleHolders(drafts)
    seen: dict[str, _Draft] = {}
    for one in descriptions:
        if _covered(taken, one.span):
            continue
        draft = None
        if one.definite and not one.plural:
            draft = holders.last_before(one)
        if draft is None:
            words = one.span.of(text)
            key = words.lower()
            draft = seen.get(key) if one.definite else None
            if draft is None:
                draft = _Draft(_kind_of(one), tuple(one.words), words)
                drafts.append(draft)
                seen[key] = draft
        draft.mentions.append(Mention(one.span, "nominal"))


def _covered(taken: Sequence[tuple[int, int]], span: Span) -> bool:
    i = bisect.bisect_right(taken, (span.end - 1, 1 << 60)) - 1
    return i >= 0 and taken[i][1] >= span.end and taken[i][0] <= span.end - 1


def _kind_of(one: Description) -> EntityKind:
    head = one.head
    if head in lexicon.DOCUMENTS or head.rstrip("s") in lexicon.DOCUMENTS:
        return "document"
    if head in lexicon.BODY_HEADS or head.endswith("ies") or head in ("sides", "delegations"):
        return "institution"
    return "unnamed"


class _RoleHolders:
    """The people with a role in the order they are named."""

    def __init__(self, drafts: Sequence[_Draft]) -> None:
        holders = sorted(
            ((m.span.start, n) for n, d in enumerate(drafts) if d.kind == "person" and d.role
             for m in d.mentions),
        )  # fmt: skip
        self._places = [place for place, _ in holders]
        self._drafts = [drafts[n] for _, n in holders]

    def last_before(self, one: Description) -> _Draft | None:
        """The last person before a description whose role has its head and modifiers."""
        wanted = {w.lower() for w in one.before if w.lower() in lexicon.ROLE_MODIFIERS}
        last = bisect.bisect_left(self._places, one.span.start) - 1
        for i in range(last, max(-1, last - MAX_HOLDERS_BACK), -1):
            role = (self._drafts[i].role or "").lower().split()
            if one.head in role and wanted <= set(role):
                return self._drafts[i]
        return None


def _add_pronouns(text: str, spans: Sequence[Span], drafts: list[_Draft]) -> None:
    """ "he" and "she" go to the last person of fitting gender that was named before."""
    people = sorted(
        ((m.span.start, d) for d in drafts if d.kind == "person" for m in d.mentions),
        key=lambda pair: pair[0],
    )
    places = [start for start, _ in people]
    found: list[tuple[_Draft, Mention]] = []
    for span in spans:
        for match in _PRONOUN.finditer(text, span.start, span.end):
            gender = "m" if match.group().lower() in ("he", "him", "his", "himself") else "f"
            i = bisect.bisect_left(places, match.start()) - 1
            steps = 0
            while i >= 0 and steps < 40:
                draft = people[i][1]
                if draft.gender in (gender, "u"):
                    found.append((draft, Mention(Span(*match.span()), "pronoun")))
                    break
                i -= 1
                steps += 1
    for draft, mention in found:
        draft.mentions.append(mention)


def _finished(drafts: Sequence[_Draft]) -> tuple[Entity, ...]:
    kept = [d for d in drafts if d.mentions]
    for draft in kept:
        draft.mentions.sort(key=lambda m: m.span)
    kept.sort(key=lambda d: d.mentions[0].span)
    return tuple(
        Entity(f"e{i}", d.kind, d.name, d.role, d.party, tuple(d.mentions))
        for i, d in enumerate(kept)
    )
