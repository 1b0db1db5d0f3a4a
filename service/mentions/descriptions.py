"""Descriptions: "the minister", "a senior official", "the two sides", "the joint statement"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from service.mentions import lexicon
from service.mentions.words import Word
from service.records import Span

MAX_MODIFIERS = 6


@dataclass(frozen=True, slots=True)
class Description:
    """A noun phrase that speaks of someone or something without a name.

    span: from the determiner to the head noun.
    full: the same with the body or group that they are of: "a member OF THE DELEGATION".
    head: the noun in lower case; before: the words between determiner and head.
    definite: opens with "the", "this" or a possessive, so it points back.
    plural: the head is a plural.
    """

    span: Span
    full: Span
    words: tuple[str, ...]
    head: str
    before: tuple[str, ...]
    determiner: str
    definite: bool
    plural: bool
    segment: int


def find_descriptions(stretches: Sequence[Sequence[Word]]) -> tuple[Description, ...]:
    """All descriptions of possible speakers in the given stretches, in reading order."""
    found: list[Description] = []
    for number, words in enumerate(stretches):
        for i, word in enumerate(words):
            if _is_head(word.text) and not _more_follows(words, i):
                one = _description(words, i, number)
                if one is not None:
                    found.append(one)
    return tuple(found)


@cache
def _heads() -> frozenset[str]:
    heads = lexicon.SOURCES | lexicon.DOCUMENTS | lexicon.BODY_HEADS | lexicon.ROLES
    plurals = {h + "s" for h in heads if not h.endswith("s")}
    return heads | plurals | {"ministries", "embassies", "authorities", "parties", "armies"}


def head_noun(word: str) -> str | None:
    """The word in lower case when a description of a speaker may have it as its head."""
    low = word.lower()
    return low if low in _heads() else None


def _is_head(word: str) -> bool:
    return head_noun(word) is not None


def _more_follows(words: Sequence[Word], i: int) -> bool:
    """Whether the head is only a modifier of the noun or the name behind it."""
    if i + 1 >= len(words) or words[i].possessive:
        return False
    following = words[i + 1]
    if not following.gap.isspace() or following.gap == "":
        return False
    return _is_head(following.text) or (
        following.capitalised and following.text not in lexicon.NOT_NAMES
    )


def _description(words: Sequence[Word], head: int, segment: int) -> Description | None:
    first = head
    low = words[head].text.lower()
    plural = (low.endswith("s") and not low.endswith("ss")) or low in ("men", "women", "people")
    determiner = ""
    definite = False
    while first > 0 and head - first <= MAX_MODIFIERS:
        if not words[first].gap.isspace() or words[first].gap == "":
            break
        before = words[first - 1]
        text = before.text.lower()
        if plural and text in ("that", "this"):
            break  # "said THAT both sides": no determiner
        if text in lexicon.DETERMINERS or before.possessive:
            first -= 1
            determiner = text
            definite = text not in ("a", "an", "one", "another")
            break
        if text in _STOPPERS or (text.endswith(("ly",)) and text != "elderly"):
            break
        first -= 1
    modifiers = tuple(w.text for w in words[first + (1 if determiner else 0) : head])
    if not determiner:
        while modifiers and modifiers[0].lower() in _VERBISH:
            modifiers = modifiers[1:]
        first = head - len(modifiers)
        if not plural and not (modifiers and words[first].capitalised):
            return None
    span = Span(words[first].start, words[head].end)
    end = _group_end(words, head)
    return Description(
        span,
        Span(span.start, words[end].end),
        tuple(w.text for w in words[first : head + 1]),
        low,
        modifiers,
        determiner,
        definite,
        plural,
        segment,
    )


def _group_end(words: Sequence[Word], head: int) -> int:
    """The last word of "of the eastern delegation" behind a head; the head itself without one."""
    i = head + 1
    if words[head].possessive or i >= len(words) or words[i].text not in _OF:
        return head
    if not words[i].gap.isspace() or (words[i].text != "of" and not _is_source(words[head].text)):
        return head
    for at in range(i + 1, min(i + 2 + MAX_MODIFIERS, len(words))):
        low = words[at].text.lower()
        if not words[at].gap.isspace() or low in _STOPPERS:
            return head
        following = words[at + 1] if at + 1 < len(words) else None
        goes_on = (
            following is not None
            and following.gap.isspace()
            and (_is_head(following.text) or (words[at].capitalised and following.capitalised))
        )
        if words[at].possessive or goes_on:
            continue
        if _is_head(words[at].text) or (words[at].capitalised and at > i):
            return at
    return head


_OF = frozenset(["of", "in", "from", "with", "at"])


def _is_source(word: str) -> bool:
    return word.lower().removesuffix("s") in (
        "source",
        "official",
        "member",
        "delegate",
        "diplomat",
    )


_STOPPERS = frozenset(
    [
        "of",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "to",
        "with",
        "and",
        "or",
        "but",
        "as",
        "that",
        "which",
        "who",
        "when",
        "while",
        "said",
        "says",
        "told",
        "if",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "had",
        "not",
        "than",
        "after",
        "before",
        "since",
        "because",
        "where",
        "how",
        "what",
        "will",
        "would",
        "could",
        "should",
        "may",
        "might",
        "must",
        "can",
        "do",
        "does",
        "did",
        "he",
        "she",
        "they",
        "it",
        "we",
        "i",
        "you",
        "so",
        "about",
        "into",
        "over",
        "under",
        "between",
        "among",
        "against",
        "during",
        "through",
        "only",
        "also",
        "then",
        "there",
        "here",
        "asked",
        "quoted",
        "called",
        "met",
        "urged",
        "added",
        "saying",
        "according",
    ]
)
_VERBISH = frozenset(
    ["told", "asked", "said", "urged", "including", "quoting", "citing", "calling", "called", "met"]
)
