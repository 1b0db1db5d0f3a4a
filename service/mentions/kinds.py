"""Person, place or neither: what the words around a name tell, over the whole article."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import regex

from service.mentions.names import Name
from service.mentions.pronouns import tells_behind
from service.records import EntityKind

_BEFORE_CHARACTERS = 24
_AFTER_CHARACTERS = 60
_TELLING_CHARACTERS = 200
_LOCATED = regex.compile(
    r"\b(?:in|at|near|outside|inside|towards?|across|around|throughout|north of|south of|east of"
    r"|west of|gulf of|city of|town of|port of|district of|province of"
    r"|island of|islet of|waterway of|village of|capital,?)\s+$",
    regex.IGNORECASE,
)
_ARTICLE = regex.compile(r"\b(?:the|an?)\s+$", regex.IGNORECASE)
# Only a country or a body owns one of these.
_OWNS = regex.compile(
    r"['’]s?\s(?:[\p{Ll}\p{Lu}][\p{L}-]*\s){0,3}?(?:government|delegation|delegates|side|team|capital|border|borders"
    r"|army|military|parliament|president|premier|chancellor|king|queen|minister|ministry"
    r"|foreign|ambassador|envoy|negotiators?|spokes(?:man|woman|person)|officials|embassy|coast"
    r"|people|airport|port|north|south|east|west|lawmakers|voters|borders?|territory)\b"
)
_THING_BEHIND = regex.compile(
    r"\s(?:bridge|river|plain|basin|valley|district|province|region|border|airport|port|crossing"
    r"|dam|delta|island|islands|hotel|road|corridor|pipeline|government|delegation|side|team"
    r"|negotiators|officials|authorities|army|forces|rebels|accords?|agreement|process|talks"
    r"|convention|principles|plan|treaty|village|area|site|mountains|coast)\b"
)
_SPEAKS = regex.compile(
    r"(?:,[^,.;\"“”\n]{0,50},|,?)\s(?:\p{Ll}+ly\s|also\s|later\s|then\s)?"
    r"(?:thinks?|smiled|laughed|nodded|sobbed|spoke|asked|replied|joked)\b"
)
_SPOKEN = regex.compile(
    r"\b(?:said|says|added|asked|replied|joked|(?:led|headed|chaired|represented|accompanied"
    r"|joined|mediated|signed|hosted|opened|received) by|met|met with|thanked|opposite|colleague"
    r"|named)\s+$"
)
# "The A team was led by Erik Lund, and that of B by Anna Berg."
_LED_TOO = regex.compile(
    r"\b(?:led|headed|chaired|represented)(?: jointly)? by [^.;]{3,110}\b(?:and|while)\b"
    r"[^.;,]{0,50}\bby $"
    r"|\b(?:handled|conducted|headed|led) by (?:\p{Ll}+ ){0,2}$"
)
_VERB_BEHIND = regex.compile(
    r"\s(?:would|will|had|has|have|was|is|were|are|could|can|should|did|does|wants?|wanted|must)\b"
)
_PERSONAL = regex.compile(
    r",\swho(?:se|m)?\s|,\s\d\d[,.]|\s\(\d\d\)"
    r"|,\s(?:one of )?(?:its|the group['’]s) (?:co-)?founders?\b"
)
# Hardly said of a body or a government.
_HUMAN = regex.compile(
    r"\s(?:[^.;\"“”\n]{0,40}\stelling reporters|told reporters|smiled|joked|laughed|nodded"
    r"|sobbed)\b"
)
_BODY_BEFORE = regex.compile(
    r"\b(?:party|group|movement|newspaper|daily|weekly|channel|agency|broadcaster|company|firm"
    r"|website|outlet|network|militia|faction|station)\s+$",
    regex.IGNORECASE,
)


# What persons do at a meeting, hardly bodies of several words.
_SITS = regex.compile(
    r"(?:,[^,.;\"“”\n]{0,80},)?\s(?:who\s)?(?:sat|sits|presided|co-?chaired|chaired|led|leads|headed|heads"
    r"|shook hands|flew)\b"
)
_OFFICE_BEHIND = regex.compile(r"\s\p{Ll}+(?:\s\p{Ll}+)?\s\p{Lu}")  # "Gazprom chief Anna Berg"
_BESIDE = regex.compile(r"(?P<name>\p{Lu}[\p{L}’'-]+),? and $")
_DELEGATE = regex.compile(
    r"\b(?:delegation|team|side|panel)s?(?: of \w+)?,? (?:under|compris\w+|includ\w+|composed of) $"
    r"|\b(?:meeting|talks|handshake|conversation) between $"
)


# Whose delegation is led by somebody: "X, led by", "and X's by".
_LED = regex.compile(
    r"(?:['’]s?)?(?:\s(?:delegation|team|side))?,?\s(?:(?:was|is|were|are|also)\s)*"
    r"(?:led|headed|represented|fronted)\s(?:respectively\s)?by\b|['’]s?\sby\s\p{Lu}"
)
_DELEGATES = regex.compile(
    r"\bdelegat(?:ions?|es) (?:of|from) (?:[^.;,\"“]{0,60}\band (?:of |from )?)?$"
)


@dataclass(slots=True)
class _Signs:
    segment: int
    located: int = 0
    owns: int = 0
    thing: int = 0
    body: int = 0
    person: int = 0
    human: int = 0


class Surroundings:
    """The signs beside all occurrences of each name that rules left open.

    names: all names, in reading order.
    open: the names that signs alone don't place surely, to be shown to a recogniser.
    """

    def __init__(self, text: str, names: Sequence[Name], vocabulary: Collection[str]) -> None:
        """vocabulary: all words of the article, among which an adjective shows a country."""
        self.names = tuple(names)
        self._vocabulary = vocabulary
        people = [w for n in names if n.kind == "person" for w in n.words]
        self._people = {*people, *(part for w in people for part in w.split("-"))}
        self._known: dict[tuple[str, ...], EntityKind] = {
            n.words: n.kind for n in names if n.kind is not None
        }
        self._signs: dict[tuple[str, ...], _Signs] = {}
        for name in names:
            if name.kind is None and name.words not in self._known:
                self._read(text, name)
        self.open = [w for w in self._signs if self._is_open(w)]
        self._asked = frozenset(self.open)

    def _is_open(self, words: tuple[str, ...]) -> bool:
        told = self._by_signs(words)
        if len(words) == 1:
            return told == "person" and not self._is_sure(words)
        return told is None

    def _is_sure(self, words: tuple[str, ...]) -> bool:
        return self._is_tail(words) or self._signs[words].human > 0

    def _has_demonym(self, word: str) -> bool:
        """Whether the article has an adjective of this name: Vallonia, Vallonian."""
        if len(word) < 4:
            return False
        forms = (
            word + "n",
            word + "i",
            word + "an",
            word + "ian",
            word + "ese",
            word[:-1] + "ian",
            word[:-1] + "an",
            word[:-1] + "ese",
        )
        return any(form in self._vocabulary for form in forms)

    def segment(self, words: tuple[str, ...]) -> int:
        """The first segment that has a name."""
        return self._signs[words].segment

    def _read(self, text: str, name: Name) -> None:
        signs = self._signs.setdefault(name.words, _Signs(name.segment))
        start, end = name.span.start, name.span.end
        before = text[max(0, start - _BEFORE_CHARACTERS) : start]
        after = text[end : end + _AFTER_CHARACTERS]
        possessive = after[:1] in ("'", "’")
        located = bool(_LOCATED.search(before)) and not possessive
        article = bool(_ARTICLE.search(before))
        signs.located += located
        signs.thing += article or bool(_THING_BEHIND.match(after))
        signs.owns += bool(_OWNS.match(after))
        lead = text[max(0, start - 3 * _BEFORE_CHARACTERS) : start]
        signs.body += bool(_BODY_BEFORE.search(before) or _DELEGATES.search(lead))
        signs.body += bool(_LED.match(after))
        signs.human += bool(_HUMAN.match(after))
        spoken = bool(_SPEAKS.match(after)) or tells_behind(text, end, end + _TELLING_CHARACTERS)
        led = _LED_TOO.search(text[max(0, start - _TELLING_CHARACTERS) : start])
        inverted = (led or _SPOKEN.search(before)) is not None and not _VERB_BEHIND.match(after)
        spoken = spoken or inverted
        if len(name.words) > 1:
            beside = None if _OFFICE_BEHIND.match(after) else _BESIDE.search(before)
            spoken = spoken or bool(_SITS.match(after) or _DELEGATE.search(lead))
            spoken = spoken or (beside is not None and beside["name"] in self._people)
        # "In Tarnholm, farmer Anna Berg, 40, said": what follows is not the town's.
        of = len(name.words) == 1 and before.endswith(" of ")
        own = not located and not article and not of
        signs.person += own and (spoken or bool(_PERSONAL.match(after)))

    def _is_tail(self, words: tuple[str, ...]) -> bool:
        return words[-1] in self._people

    def _by_signs(self, words: tuple[str, ...]) -> EntityKind | None:
        signs = self._signs[words]
        if self._is_sure(words):
            return "person"
        if len(words) == 1 and self._has_demonym(words[0]):
            return "country"
        if signs.body:
            return "institution"
        if signs.located + signs.owns > signs.person:
            return "place"
        if signs.person == 0:
            return None
        return "person" if len(words) < 4 and signs.thing <= signs.person else None

    def kind(self, name: Name, labels: Mapping[str, EntityKind]) -> EntityKind | None:
        """What an open name is; None when it names nobody and nothing that can act.

        labels: the recogniser's kinds, by the whole name or by one of its words.
        """
        words = name.words
        if words in self._known:
            return self._known[words]
        told = self._by_signs(words)
        if told is not None and words not in self._asked:
            return told
        parts = (name.text, words[0], words[-1])
        label: EntityKind | None = next((labels[p] for p in parts if p in labels), None)
        if len(words) == 1:
            plural = label is None and words[0].endswith("s")
            if plural or (told is None and label == "person"):
                return None
            return label or told
        if label == "person" and (self._signs[words].thing or len(words) > 3):
            return None
        return label
