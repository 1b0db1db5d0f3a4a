"""Whom "he" or "she" means: the people named before, weighed by a few plain signs.

The weights were fitted on news articles (logistic regression over the candidates of each
pronoun); docs/decisions/0021 says on what, and how well it does.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from service.mentions import lexicon
from service.mentions.gazetteer import Gender, given_names
from service.records import Entity, Span

MAX_CANDIDATES = 8
MAX_MENTIONS_BACK = 40
MALE = frozenset(["he", "him", "his", "himself"])
FEMALE = frozenset(["she", "her", "hers", "herself"])
_MALE_ROLES = frozenset(
    [
        "spokesman",
        "chairman",
        "king",
        "prince",
        "congressman",
        "businessman",
        "councilman",
        "husband",
        "son",
        "father",
        "brother",
        "emir",
        "sultan",
        "sheikh",
        "statesman",
        "actor",
        "pope",
        "man",
        "boy",
    ]
)
_FEMALE_ROLES = frozenset(
    [
        "spokeswoman",
        "chairwoman",
        "queen",
        "princess",
        "congresswoman",
        "businesswoman",
        "councilwoman",
        "wife",
        "daughter",
        "mother",
        "sister",
        "actress",
        "woman",
        "girl",
        "lady",
    ]
)
# What stands behind a subject: a verb, or an apposition.
_ACTS = regex.compile(
    r",?\s(?:\p{Ll}+ed|said|says|told|is|was|has|had|will|would|did|does|can|could|also|made|took"
    r"|went|came|spoke|held|met|began|gave|saw|wrote|thinks?|wants?|called|calls)\b"
)
# What may stand between a subject and its verb: "of Vallonia", ", the envoy,".
_BETWEEN = (
    r"(?:\s\([^()]{1,30}\))?(?:\s(?:of|for|from|in|at|with)\s[^,.;:\"“”«»()]{1,60}?)?"
    r"(?:,[^.;\"“”«»]{0,90},|,)?\s(?:also\s|later\s|then\s|has\s|had\s|\p{Ll}+ly\s){0,2}"
)
_SPEAKS = regex.compile(
    _BETWEEN + r"(?:said|says|told|added|wrote|stressed|noted|insisted|warned|argued|stated"
    r"|explained|confirmed|announced|called|declared|claimed|denied|tweeted)\b"
)
_TELLS = regex.compile(
    _BETWEEN + r"(?:said|says|say|told|tells|tell|added|adds|wrote|writes|stressed|stresses|noted"
    r"|notes|insisted|insists|warned|warns|argued|argues|stated|states|explained|explains"
    r"|confirmed|confirms|announced|announces|declared|declares|claimed|claims|denied|denies"
    r"|tweeted|recalled|recalls|remarked|complained|acknowledged|admitted|conceded|pointed out"
    r"|indicated|indicates|affirmed|affirms|specified|specifies|reiterated|disputed|rejected"
    r"|dismissed|agreed|disagreed|replied|promised|maintained|suggested|predicted|recounted)\b"
)
_TITLE_BEFORE = regex.compile(r"(\p{Lu}\p{L}*\.?)\s+$")


def gender_of(text: str, entity: Entity) -> Gender:
    """The gender that titles, role and given name tell; "u" when they tell none."""
    for mention in entity.mentions[:12]:
        before = text[max(0, mention.span.start - 12) : mention.span.start]
        found = _TITLE_BEFORE.search(before)
        told = lexicon.HONORIFICS.get(found.group(1)) if found else None
        if told in ("m", "f"):
            return "m" if told == "m" else "f"
    for word in (entity.role or "").lower().split():
        if word in _MALE_ROLES:
            return "m"
        if word in _FEMALE_ROLES:
            return "f"
    words = entity.name.split()
    if len(words) > 1:
        names = given_names()
        return names.get(words[0]) or names.get(words[0].split("-")[0]) or "u"
    return "u"


def tells_behind(text: str, position: int, end: int) -> bool:
    """Whether the name or description that ends here is the subject of a verb of saying."""
    return _TELLS.match(text, position, end) is not None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be meant, with the signs for it (see `WEIGHTS`)."""

    entity: Entity
    place: Span
    signs: dict[str, float]

    @property
    def score(self) -> float:
        return sum(WEIGHTS[name] * value for name, value in self.signs.items())


# Log-odds of each sign.
WEIGHTS: dict[str, float] = {
    "acts": 0.7,
    "count": 0.2,
    "distance": -0.8,
    "gender_known": 0.8,
    "opens_paragraph": 0.1,
    "opens_sentence": 1.4,
    "possessive": -0.2,
    "same_paragraph": 0.45,
    "sentences": -0.45,
    "speaks": 0.8,
    "spoke_here": 0.3,
    "spoke_last": 0.5,
}


class Referents:
    """The people of an article in the order they are named, ready to be asked for."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[tuple[Span, int]],
        entities: Sequence[Entity],
        quoted: Sequence[Span] = (),
    ) -> None:
        """sentences: each with its paragraph's number; quoted: stretches of quoted words."""
        self._text = text
        self._sentences = [s for s, _ in sentences]
        self._starts = [s.start for s in self._sentences]
        self._paragraphs = [p for _, p in sentences]
        self._quoted = [q.start for q in quoted]
        self._quoted_ends = [q.end for q in quoted]
        people = [e for e in entities if e.kind == "person"]
        self._genders = {e.id: gender_of(text, e) for e in people}
        named = sorted(
            ((m.span, e) for e in people for m in e.mentions if m.form != "pronoun"),
            key=lambda pair: pair[0],
        )
        self._places = [span for span, _ in named]
        self._place_starts = [span.start for span, _ in named]
        self._owners = [e for _, e in named]
        self._first_in_sentence: dict[int, int] = {}
        self._first_in_paragraph: dict[int, int] = {}
        for i, place in enumerate(self._places):
            if self._is_quoted(place.start):
                continue
            sentence, paragraph = self._locate(place.start)
            self._first_in_sentence.setdefault(sentence, i)
            self._first_in_paragraph.setdefault(paragraph, i)

    def _locate(self, position: int) -> tuple[int, int]:
        i = max(0, bisect.bisect_right(self._starts, position) - 1)
        return i, self._paragraphs[i] if self._paragraphs else 0

    def _is_quoted(self, position: int) -> bool:
        i = bisect.bisect_right(self._quoted, position) - 1
        return i >= 0 and position < self._quoted_ends[i]

    def fits(self, entity: Entity, pronoun: str) -> bool:
        """Whether nothing known of a person speaks against "he" or "she"."""
        wanted = "m" if pronoun.lower() in MALE else "f"
        return self._genders.get(entity.id, "u") in (wanted, "u")

    def candidates(
        self, place: Span, pronoun: str, spoke_last: str | None = None, *, here: bool = False
    ) -> list[Candidate]:
        """The people that the pronoun may mean, likeliest first.

        spoke_last: id of the last speaker; here: whether that was in the same paragraph.
        """
        low = pronoun.lower()
        wanted: Gender = "m" if low in MALE else "f" if low in FEMALE else "u"
        sentence, paragraph = self._locate(place.start)
        found: dict[str, Candidate] = {}
        i = bisect.bisect_left(self._place_starts, place.start) - 1
        steps = 0
        while i >= 0 and steps < MAX_MENTIONS_BACK and len(found) < MAX_CANDIDATES:
            owner = self._owners[i]
            gender = self._genders[owner.id]
            if wanted == "u" or gender in (wanted, "u"):
                if owner.id not in found:
                    found[owner.id] = self._weigh(i, owner, sentence, paragraph, wanted)
                    spoke = float(spoke_last == owner.id)
                    found[owner.id].signs["spoke_here" if here else "spoke_last"] = spoke
                else:
                    self._add(found[owner.id], i, sentence, paragraph)
            i -= 1
            steps += 1
        return sorted(found.values(), key=lambda c: -c.score)

    def _weigh(
        self,
        i: int,
        owner: Entity,
        sentence: int,
        paragraph: int,
        wanted: Gender,
    ) -> Candidate:
        place = self._places[i]
        signs = {
            "gender_known": float(self._genders[owner.id] == wanted),
            "possessive": float(self._text[place.end : place.end + 2] in ("'s", "’s")),
            "count": math.log(len(owner.mentions)),
            "distance": math.log1p(paragraph - self._locate(place.start)[1]),
            "same_paragraph": 0.0,
            "opens_sentence": 0.0,
            "opens_paragraph": 0.0,
            "acts": 0.0,
            "speaks": 0.0,
            "sentences": math.log1p(sentence - self._locate(place.start)[0]),
        }
        candidate = Candidate(owner, place, signs)
        self._add(candidate, i, sentence, paragraph)
        return candidate

    def _add(self, candidate: Candidate, i: int, sentence: int, paragraph: int) -> None:
        """Signs that any of the person's mentions may give."""
        own_sentence, own_paragraph = self._locate(self._places[i].start)
        if self._is_quoted(self._places[i].start):
            return
        signs = candidate.signs
        if sentence - own_sentence <= 2 and _ACTS.match(self._text, self._places[i].end):
            signs["acts"] = 1.0
        if sentence - own_sentence <= 2 and _SPEAKS.match(self._text, self._places[i].end):
            signs["speaks"] = 1.0
        if own_paragraph == paragraph:
            signs["same_paragraph"] = 1.0
            if self._first_in_paragraph.get(own_paragraph) == i:
                signs["opens_paragraph"] = 1.0
        if sentence - own_sentence <= 1 and self._first_in_sentence.get(own_sentence) == i:
            signs["opens_sentence"] = 1.0

    def resolve(
        self, place: Span, pronoun: str, spoke_last: str | None = None, *, here: bool = False
    ) -> Entity | None:
        """The likeliest person, or None when nobody fits."""
        found = self.candidates(place, pronoun, spoke_last, here=here)
        return found[0].entity if found else None
