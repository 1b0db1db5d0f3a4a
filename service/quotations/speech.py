"""What stands in marks but is nobody's statement: titles, nicknames, terms, file names."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from service.records import Passage

# Longer passages are always somebody's words; shorter ones are weighed.
MAX_SHORT_WORDS = 13
_LETTERS = regex.compile(r"\p{L}{2}")


def is_language(text: str, passage: Passage) -> bool:
    """Whether there are words between the marks at all, not a number, an id or a sign."""
    words = passage.span.of(text)
    return _LETTERS.search(words) is not None or words.strip().lower() in ("i", "a")


# How much likelier than not a short passage must be a statement, in log-odds.
BAR = 1.0
# Log-odds of being somebody's statement, fitted on PolNeAR train without its titles. Five are not:
# "label", "nickname", "odd marks", "short name" and "term" stand for what is a title, a term or a
# nickname by its very form, and are too rare there, or labelled either way.
WEIGHTS: dict[str, float] = {
    "bias": 0.21,
    "a name two before": -0.4,
    "adjective and noun": 0.34,
    "adjective before": 0.04,
    "all nouns": -0.34,
    "and behind": 0.42,
    "another behind": -0.12,
    "as before": 0.12,
    "asks or cries": 0.04,
    "byline behind": -1.19,
    "capital": -0.11,
    "chanted": 1.06,
    "closes": 0.4,
    "comma before": -0.17,
    "dash before": -1.16,
    "determiner before": 0.11,
    "in a row": -0.36,
    "in two before": -0.8,
    "institution near": -0.32,
    "institution's": -0.65,
    "kept": -0.52,
    "label": -0.5,
    "long beside": 0.41,
    "many words": 0.53,
    "much in front": 0.45,
    "name inside": -0.22,
    "nickname": -2.0,
    "noun before": -0.34,
    "noun behind": -0.63,
    "odd marks": -1.5,
    "of behind": 0.75,
    "one word": 0.71,
    "opens": 1.61,
    "opens its line": 0.7,
    "person in front": 0.44,
    "person near": 0.33,
    "person's": 0.23,
    "plain verb": 0.61,
    "possessive before": -0.19,
    "preposition before": 0.16,
    "pronoun inside": -0.17,
    "reach after": 0.14,
    "reach before": 0.04,
    "reach judged": 0.4,
    "reach none": -0.64,
    "reach weak": -0.68,
    "reach within": 0.8,
    "short name": -3.0,
    "small letter": -0.07,
    "speaker country": -0.09,
    "speaker described": -0.48,
    "speaker document": 0.25,
    "speaker institution": -0.07,
    "speaker nobody": -0.33,
    "speaker person": 0.33,
    "speaker place": -0.06,
    "speech noun before": 0.76,
    "speech noun behind": 0.25,
    "term": -0.5,
    "title introduced": -1.34,
    "titled": -1.73,
    "titled, person": -1.17,
    "titled, told": -0.81,
    "told behind": 0.53,
    "told in front": 0.63,
    "verb before": 0.34,
    "verb behind": -0.53,
    "verb inside": 0.43,
    "weak one": -0.53,
    "words": 0.81,
}


def statement_score(signs: Mapping[str, float]) -> float:
    """Above 0 when a short passage is likelier a statement than not."""
    return WEIGHTS["bias"] - BAR + sum(WEIGHTS.get(k, 0.0) * v for k, v in signs.items())
