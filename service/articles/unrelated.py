"""Whether paragraphs belong to other stories, by the words they share with the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from functools import lru_cache

import regex

from service.articles.layout import Paragraph

# A capitalised word within a sentence, or one written in capitals, is taken for a name's part.
_NAME = regex.compile(r"(?<=[\p{L}\d,;’'”\"»)–—-]\s)\p{Lu}[\p{L}’'-]+|\p{Lu}{2,}")
_CAPITAL = regex.compile(r"\p{Lu}[\p{L}’'-]+")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.-]*")
_LONG_WORD = regex.compile(r"(?<![\p{L}’'-])\p{Ll}{6,}")
_POINTING = regex.compile(
    r"(?:[\"“‘«]|(?:he|she|they|it|we|i|his|her|their|its|this|that|these|those|both|neither|but|and|also"
    r"|however|meanwhile|earlier|later|so|the\s+(?:two|sides?|talks?|part(?:y|ies)|meetings?|ministers?"
    r"|delegations?|statement|agreement|deal|next|last|latest|first|second|third))\b)",
    regex.IGNORECASE,
)
_DATELINE = regex.compile(
    r"\p{Lu}[\p{Lu}.'’-]{2,}(?:\s\p{Lu}[\p{Lu}.'’-]+){0,3}(?:,\s[^—–()]{2,30})?\s?(?:\([^()]{2,30}\)\s?)?"
    r"(?:—|–|--|-)\s?\p{Lu}"
)
_OF_TALKS = regex.compile(
    r"\b(?:talks|negotiat\p{L}+|rounds?|protocols?|truce|cease-?fire|treaty|accords?|mediat\p{L}+)\b",
    regex.IGNORECASE,
)
_AGENCY = regex.compile(r"(?<=^.{2,50})\([^()]{2,30}\)(?=\s?(?:—|–|--|-))")
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_CALENDAR = frozenset(f"{_DAYS}|{_MONTHS}".split("|"))
_STEM = 5  # letters: a country and its people are one ("Estma|rk", "Estma|rkian")
_LEAST_STORY = 4  # paragraphs
_SHARED = 2  # long words that even unrelated stories have in common


def tail_of_other_stories(story: Sequence[Paragraph], page: Sequence[Paragraph]) -> int:
    """How many of the story's last paragraphs tell of something else entirely.

    Each must name two things or more, none of which stands in the story before it, share hardly
    a long word with it, and not point back ("He …", "The talks …"). One such paragraph alone is
    let be: it may be background. Measured in docs/decisions/0013.
    """
    # Headlines and captions of the story count as told, too.
    told = Counter(stem for paragraph in page for stem in stems(paragraph))
    least = max(_LEAST_STORY, len(story) // 2)
    count = 0
    for paragraph in reversed(story[least:]):
        told -= Counter(stems(paragraph))
        if speaks_of_talks(paragraph):
            break  # background: other stories seldom speak of talks, too
        if not is_foreign(paragraph.text, told) or len(_names(paragraph.text)) < 2:
            break
        count += 1
    return count if count >= 2 else 0


def is_foreign(paragraph: str, told: Container[str]) -> bool:
    """Whether a paragraph or sentence names something, but nothing of what was told.

    One that points back ("He …", "The talks …") is no stranger, whatever it names.

    told: stems of the words of the story so far.
    """
    # An agency signs all of its stories: its name tells nothing.
    text = _AGENCY.sub(" ", paragraph, count=1)
    capitals = {stem(word) for word in _CAPITAL.findall(text) if len(word) > 3} - _CALENDAR_STEMS
    named = _names(text)
    long = {stem(word) for word in _LONG_WORD.findall(text)}
    return (
        bool(named)
        and not any(name in told for name in named | capitals)
        and sum(word in told for word in long) <= _SHARED
        and _POINTING.match(text) is None
        and not text[0].isdigit()
    )


def names_any(paragraph: Paragraph, told: Container[str]) -> bool:
    """Whether a paragraph names anything that was told."""
    capitals = {stem(word) for word in _CAPITAL.findall(paragraph.text) if len(word) > 3}
    return any(name in told for name in capitals - _CALENDAR_STEMS)


def speaks_of_talks(paragraph: Paragraph) -> bool:
    return _OF_TALKS.search(paragraph.text) is not None


def opens_with_dateline(paragraph: Paragraph) -> bool:
    """Whether it opens as a story does: "PORT LOWEN (AP) — …"."""
    return _DATELINE.match(paragraph.text) is not None


def stems(paragraph: Paragraph) -> set[str]:
    """The paragraph's words, each by its first letters."""
    return {stem(word) for word in paragraph.words}


def word_stems(sentence: str) -> set[str]:
    """A sentence's words, each by its first letters."""
    return {stem(word) for word in _WORD.findall(sentence)}


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    return word.casefold().split("’")[0].split("'")[0][:_STEM]


def _names(text: str) -> set[str]:
    found = _NAME.findall(text)
    return {stem(name) for name in found if name.casefold() not in _CALENDAR}


_CALENDAR_STEMS = frozenset(stem(word) for word in _CALENDAR)
