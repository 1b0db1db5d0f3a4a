"""Names → the things named: surnames, other spellings and nicknames go to the person meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import regex

from service.mentions import lexicon
from service.mentions.gazetteer import Gender, given_names, world
from service.mentions.names import Name
from service.mentions.words import KEPT_WORDS
from service.records import EntityKind, Mention

# Roles that only point at somebody else's: "his Vallonian COUNTERPART".
_SAME_ROLE = frozenset(["counterpart", "counterparts", "colleague", "homologue"])
_LETTERS = str.maketrans("øðđłıßæœþ", "oddlisaot")
_ARTICLE = regex.compile(r"^(?:al|el|ul)-?(?=\p{L}{3})")
_VOWELS = regex.compile(r"[aeiouy]|(?<=[kgcst])h|['’-]")
_DOUBLED = regex.compile(r"(\p{L})\1+")
# Shorter skeletons ("brg") stand for too many names.
_MIN_SKELETON = 5


@dataclass(slots=True)
class Draft:
    """An entity under construction."""

    kind: EntityKind
    words: tuple[str, ...]
    name: str
    role: str | None = None
    party: str | None = None
    gender: Gender = "u"
    mentions: list[Mention] = field(default_factory=list[Mention])


def cluster(names: Sequence[Name]) -> list[Draft]:
    """One draft for each thing named; surnames go to the last full name that has them."""
    clusters = _Clusters(names)
    for name in names:
        clusters.add(name)
    return clusters.drafts


@lru_cache(maxsize=KEPT_WORDS)
def plain(word: str) -> str:
    """A word of a name without accents, case and the Arabic article."""
    low = word.lower().translate(_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    return _ARTICLE.sub("", bare)


def skeleton(words: Sequence[str]) -> str:
    """What different spellings of a foreign name share: "al-Hassan Sufi", "Hasan Soufi"."""
    parts = [plain(w) for w in words if w.lower() not in lexicon.PARTICLES]
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", "".join(parts).replace("q", "k")))


class _Clusters:
    """The things named so far, found by their words or by one of them."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.drafts: list[Draft] = []
        self._by_words: dict[tuple[str, ...], Draft] = {}
        self._by_tail: dict[str, Draft] = {}
        self._by_skeleton: dict[str, Draft] = {}
        self._last: Draft | None = None
        # Full names that may come only after a headline or a lead has used the surname.
        self._full: dict[str, Name] = {}
        for name in names:
            if name.kind == "person" and len(name.words) > 1:
                for part in _surnames(name.words):
                    self._full.setdefault(part, name)

    def add(self, name: Name) -> None:
        if name.kind == "country" or (name.kind == "place" and name.text in world().names):
            self._add_country(name)
            return
        if name.alias and self._last is not None:
            self._by_words.setdefault(name.words, self._last)
            self._last.mentions.append(Mention(name.span, "nominal"))
            return
        draft = self._by_words.get(name.words)
        if draft is None and name.kind in ("person", None):
            draft = self._by_part(name) or self._by_spelling(name) or self._named_later(name)
        if draft is None:
            if name.kind is None:
                return
            draft = self._new(name.kind, name.words, name.text)
        self._by_words.setdefault(name.words, draft)
        if draft.kind == "person":
            self._learn(draft, name)
            self._last = draft
        else:
            draft.party = draft.party or name.party
        draft.mentions.append(Mention(name.span, "name"))

    def _add_country(self, name: Name) -> None:
        words = name.words
        if words[0] in lexicon.REALMS and len(words) > 2:
            words = words[3:] if words[2] == "the" and len(words) > 3 else words[2:]
        country = world().country(name.text) or world().country(" ".join(words)) or " ".join(words)
        draft = self._by_words.get(("country", country)) or self._by_words.get(words)
        if draft is None:
            draft = self._new("country", ("country", country), name.text)
            self._by_words.setdefault(words, draft)
        elif not name.adjective and draft.name in world().adjectives:
            draft.name = name.text
        draft.mentions.append(Mention(name.span, "nominal" if name.adjective else "name"))

    def _new(self, kind: EntityKind, words: tuple[str, ...], text: str) -> Draft:
        draft = Draft(kind, words, text)
        self.drafts.append(draft)
        self._by_words[words] = draft
        return draft

    def _by_part(self, name: Name) -> Draft | None:
        """The last person whose fuller name has these words, or whose shorter name these have."""
        for part in reversed(_surnames(name.words)):
            draft = self._by_tail.get(part)
            if draft is not None and _compatible(draft.words, name.words):
                return draft
        if len(name.words) > 2:
            draft = self._by_tail.get(plain(name.words[-2]))
            if draft is not None and len(draft.words) > 1 and _within(name.words, draft.words):
                return draft
        return None

    def _by_spelling(self, name: Name) -> Draft | None:
        bones = skeleton(name.words)
        if len(name.words) < 2 or len(bones) < _MIN_SKELETON:
            return None
        return self._by_skeleton.get(bones)

    def _named_later(self, name: Name) -> Draft | None:
        ahead = self._full.get(plain(name.words[-1]))
        if ahead is None or (len(name.words) > 1 and not _within(ahead.words, name.words)):
            return None
        draft = self._by_words.get(ahead.words)
        if draft is None:
            draft = self._new("person", ahead.words, ahead.text)
            self._by_tail[plain(ahead.words[-1])] = draft
        return draft

    def _learn(self, draft: Draft, name: Name) -> None:
        """Take what this mention adds: a fuller name, a role, a party, a gender."""
        for place, word in enumerate(name.words, 1):
            part = plain(word)
            known = part in self._by_tail and place < len(name.words)
            if word[0].isupper() and len(word) > 2 and word not in lexicon.SUFFIXES and not known:
                self._by_tail[part] = draft
        if len(name.words) > 1:
            for part in _surnames(name.words):
                self._by_tail.setdefault(part, draft)
            self._by_skeleton.setdefault(skeleton(name.words), draft)
        if len(name.words) > len(draft.words):
            draft.words, draft.name = name.words, name.text
        role = name.role
        if role is not None and role.lower().split()[-1] in _SAME_ROLE:
            role = (self._last.role if self._last is not None else None) or role
        draft.role = draft.role or role
        draft.party = draft.party or name.party
        if draft.gender == "u":
            draft.gender = name.gender


def _surnames(words: Sequence[str]) -> list[str]:
    """The words by which a person may be called later: the last, and its hyphenated parts."""
    last = plain(words[-1])
    if len(words) < 2:
        return [last]
    return [*(p for p in last.split("-") if len(p) > 3 and "-" in last), last]


def _within(full: Sequence[str], short: Sequence[str]) -> bool:
    """Whether the words of a shorter name stand side by side in a fuller one."""
    whole, part = [plain(w) for w in full], [plain(w) for w in short]
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))


def _compatible(full: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether two forms can mean one person: no two different given names."""
    if len(short) == 1 or len(full) == 1 or _within(full, short) or _within(short, full):
        return True
    one, other = plain(short[0]).strip("."), plain(full[0]).strip(".")
    if one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]):
        return True
    known = given_names()
    return short[0] not in known and full[0] not in known and skeleton(short) == skeleton(full)
