"""Text → words with places: the light reading that names and descriptions are found in."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from service.records import Span

# Answers about single words are kept for so many of them.
KEPT_WORDS = 1 << 14
# A word keeps inner marks ("Jean-Paul", "O'Neill", "U.S.", "al-Sayed"), and loses a possessive.
_WORD = regex.compile(
    r"(?:\p{Lu}\.){2,}|\p{Lu}\.(?=\s?\p{Lu})|"
    r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[-'’&.](?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}]+)*"
)
_POSSESSIVES = ("'s", "’s", "'S", "’S")
_ABBREVIATIONS = frozenset(
    [
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "Eng",
        "Engr",
        "Gen",
        "Sen",
        "Rep",
        "Gov",
        "Lt",
        "Col",
        "Sgt",
        "St",
        "Jr",
        "Sr",
        "Prof",
        "Capt",
        "Maj",
        "Adm",
        "Amb",
        "Rev",
        "Hon",
        "Sec",
        "Pres",
        "Dep",
        "Brig",
        "Cpl",
        "Cmdr",
        "Msgr",
        "Fr",
        "Mme",
        "Mlle",
        "Reps",
        "Sens",
        "Asst",
    ]
)


class Word(NamedTuple):
    """A word at its place, start and end without a possessive ending.

    A tuple, because an article has a thousand of them and few are looked at.

    gap: what stands between the word before and this one ("" at a segment's start), without the
        possessive ending of the word before.
    capitalised: whether it can begin a name.
    possessive: whether "'s" or a bare apostrophe follows; ending: that, as it stands.
    """

    text: str
    start: int
    end: int
    gap: str
    possessive: bool = False
    ending: str = ""
    capitalised: bool = False

    @property
    def span(self) -> Span:
        """Its place in the text."""
        return Span(self.start, self.end)


@lru_cache(maxsize=KEPT_WORDS)
def is_capitalised(text: str) -> bool:
    """Whether a word can begin a name: "Berg", "al-Sayed", "d'Aubigny", "eBay"."""
    return text[0].isupper() or (len(text) > 2 and text[0].islower() and _inner_capital(text))


def _inner_capital(text: str) -> bool:
    if text.isalpha():
        return False
    for mark in "-'’":
        _, found, rest = text.partition(mark)
        if found and rest[:1].isupper():
            return True
    return False


def split_words(text: str, span: Span) -> tuple[Word, ...]:
    """The words of a stretch of text, in reading order; spans refer to the whole text."""
    out: list[Word] = []
    end = span.start
    for match in _WORD.finditer(text, span.start, span.end):
        start, stop = match.span()
        word = match.group()
        possessive, ending = False, ""
        if word.endswith(_POSSESSIVES):
            ending = word[-2:]
            stop -= 2
            word = word[:-2]
            possessive = True
        elif text[stop : stop + 1] in ("'", "’") and word.endswith("s") and stop < span.end:
            possessive = text[stop + 1 : stop + 2].isspace()
            ending = text[stop] if possessive else ""
        if not word:
            continue
        if word in _ABBREVIATIONS and text[stop : stop + 1] == ".":
            stop += 1
            word += "."
        out.append(
            Word(word, start, stop, text[end:start], possessive, ending, is_capitalised(word))
        )
        end = max(stop, match.end())
    return tuple(out)
