"""Whether paragraphs after a story's end belong to other stories, by the words they share."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from service.articles.layout import Paragraph

# A capitalised word within a sentence, or one written in capitals, is taken for a name's part.
_NAME = regex.compile(r"(?<=[\p{L}\d,;’'”\"»)–—-]\s)\p{Lu}[\p{L}’'-]+|\p{Lu}{2,}")
_CAPITAL = regex.compile(r"\p{Lu}[\p{L}’'-]+")
_LONG_WORD = regex.compile(r"(?<![\p{L}’'-])\p{Ll}{6,}")
_POINTING = regex.compile(
    r"(?:[\"“‘«]|(?:he|she|they|it|we|i|his|her|their|its|this|that|these|those|both|neither|but|and|also"
    r"|however|meanwhile|earlier|later|so|the\s+(?:two|sides?|talks?|part(?:y|ies)|meetings?|ministers?"
    r"|delegations?|statement|agreement|deal|next|last|latest|first|second|third))\b)",
    regex.IGNORECASE,
)
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
    seen: list[frozenset[str]] = []
    inside = {paragraph.number for paragraph in story}
    # Headlines and captions of the story count as told, too.
    words = {_stem(word) for p in page if p.number not in inside for word in p.words}
    for paragraph in story:
        seen.append(frozenset(words) if len(seen) >= len(story) // 2 else frozenset())
        words |= {_stem(word) for word in paragraph.words}
    count = 0
    for paragraph, before in zip(reversed(story), reversed(seen), strict=True):
        if len(story) - count <= max(_LEAST_STORY, len(story) // 2):
            break
        if not _is_foreign(paragraph, before):
            break
        count += 1
    return count if count >= 2 else 0


def _is_foreign(paragraph: Paragraph, before: frozenset[str]) -> bool:
    text = paragraph.text
    own = {_stem(name) for name in _NAME.findall(text) if name.casefold() not in _CALENDAR}
    capitals = {_stem(word) for word in _CAPITAL.findall(text) if len(word) > 3} - _CALENDAR_STEMS
    long = {_stem(word) for word in _LONG_WORD.findall(text)}
    return (
        len(own) >= 2
        and not (own | capitals) & before
        and len(long & before) <= _SHARED
        and _POINTING.match(text) is None
        and not text[0].isdigit()
    )


def _stem(word: str) -> str:
    return word.casefold().split("’")[0].split("'")[0][:_STEM]


_CALENDAR_STEMS = frozenset(_stem(word) for word in _CALENDAR)
