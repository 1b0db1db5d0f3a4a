"""How much a word tells of what a sentence is about, among the articles of one round."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from service.records import Reading
from service.rounds import parties
from service.rounds.words import listed

COMMON = frozenset(
    listed(
        """that this with from have been will would their they said after which were when under
        into over million billion thousand about also could should than then there these those
        what while whose does before both other others some such only says saying told
        according"""
    )
)
STEM = 5  # letters
ENDING = re.compile(r"(?<=\w{4})(?:ing|ed|es|s)$")
# Of short articles every word is rare: they count as if they had this many sentences.
FEWEST = 30
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")


def stems(text: str) -> frozenset[str]:
    """The stems of a text's words, and its figures, without the commonest words."""
    told = {
        ENDING.sub("", word)[:STEM]
        for word in re.findall(r"[^\W\d_]{4,}", parties.fold(text))
        if word not in COMMON
    }
    return frozenset(told | set(re.findall(r"\d+(?:\.\d+)?", THOUSANDS.sub("", text))))


@dataclass(frozen=True, slots=True)
class Topics:
    """The words of a round's stories: those in few of their sentences tell most.

    weights: of each stem, in hundredths, the logarithm of how rare it is; 0 for one that stands
        in every sentence. Whole numbers add up alike in any order.
    """

    weights: Mapping[str, int]

    def without(self, names: Iterable[str]) -> Topics:
        """The same, where names tell nothing."""
        return Topics({**self.weights, **{stem: 0 for name in names for stem in stems(name)}})

    def shared(self, ours: frozenset[str], theirs: frozenset[str]) -> int:
        """How much the words that both have tell together."""
        return self.told(ours & theirs)

    def told(self, stems: frozenset[str]) -> int:
        """How much these words tell."""
        return sum(self.weights.get(stem, 0) for stem in stems)


def topics(readings: Iterable[Reading], sides: Iterable[str]) -> Topics:
    """Of the stories of a round. The names of its sides tell nothing."""
    counted: Counter[str] = Counter()
    total = 0
    for told in sentences(readings):
        counted.update(told)
        total += 1
    total = max(total, FEWEST)
    weights = {stem: round(100 * math.log((total + 1) / n)) for stem, n in counted.items()}
    return Topics(weights).without(sides)


def sentences(readings: Iterable[Reading]) -> Iterator[frozenset[str]]:
    for reading in readings:
        for segment in reading.story():
            yield stems(segment.span.of(reading.article.text))
