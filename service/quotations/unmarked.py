"""Quoted words without marks: turns of a transcript, embedded posts, block quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from service.mentions import lexicon
from service.records import Passage, Span
from service.sentences import find_paragraphs, trim

MIN_TURNS = 3
_TURN = regex.compile(
    r"(?P<label>(?:\p{Lu}[\p{L}.’'-]*)(?:\s(?:de\s|van\s|al-|von\s)?\p{Lu}[\p{L}.’'-]*){0,4}):\s+"
    r"(?=[\p{L}\p{N}\"“‘'(\[…])"
)
_QUESTION = frozenset(
    ["q", "question", "questions", "reporter", "journalist", "interviewer", "moderator", "host"]
)
ANSWER = frozenset(["a", "answer"])
_POST = regex.compile(
    r"\s*(?:—|–|--|-)\s*(?P<name>[^()\n—]{2,60}?)\s*\(@(?P<handle>\w{1,30})\)[^\n]{0,60}$"
)
_BLOCK = regex.compile(r">\s")


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A stretch of somebody's words without marks; `label`: where the speaker is named, if so."""

    span: Span
    label: Span | None


def find_unmarked(text: str, marked: Sequence[Passage]) -> tuple[Unmarked, ...]:
    """Turns, posts and block quotes, in reading order. None overlaps a whole marked passage's
    outside: a post that stands in marks is left to them."""
    paragraphs = find_paragraphs(text)
    found = [*_turns(text, paragraphs), *_posts(text, paragraphs), *_blocks(text, paragraphs)]
    found.sort(key=lambda u: u.span)
    out: list[Unmarked] = []
    end = -1
    covers = sorted((p.span.start, p.span.end) for p in marked if p.parent is None)
    i = 0
    for one in found:
        if one.span.start < end:
            continue
        while i < len(covers) and covers[i][1] <= one.span.start:
            i += 1
        if i < len(covers) and covers[i][0] <= one.span.start + 1:
            continue
        out.append(one)
        end = one.span.end
    return tuple(out)


def _turns(text: str, paragraphs: Sequence[Span]) -> list[Unmarked]:
    """Lines "NAME: words" when at least three do so and a name comes back."""
    turns: list[tuple[str, Unmarked]] = []
    for paragraph in paragraphs:
        found = _TURN.match(text, paragraph.start, min(paragraph.end, paragraph.start + 80))
        if found is not None and found["label"].split()[0] not in lexicon.NOT_NAMES - {"Q", "A"}:
            label = Span(*found.span("label"))
            words = Span(found.end(), paragraph.end)
            turns.append((label.of(text), Unmarked(words, label)))
    counts = Counter(label for label, _ in turns)
    if len(turns) < MIN_TURNS or max(counts.values()) < 2 or len(counts) > len(turns) * 0.7:
        return []
    outlet = {label for label in counts if label.isupper() and len(label) <= 3}
    return [
        turn
        for label, turn in turns
        if label.lower() not in _QUESTION
        and (label not in outlet or label.lower() in ANSWER)
        and (counts[label] > 1 or len(label.split()) > 1)
    ]


def _posts(text: str, paragraphs: Sequence[Span]) -> list[Unmarked]:
    """Posts as pages embed them: the words, then "— Name (@handle) May 4"."""
    out: list[Unmarked] = []
    previous: Span | None = None
    for paragraph in paragraphs:
        found = _POST.search(text, max(paragraph.start, paragraph.end - 160), paragraph.end)
        if found is not None:
            label = Span(*found.span("name"))
            words = trim(text, paragraph.start, found.start())
            if words is None and previous is not None:
                words = previous
            if words is not None and text[words.start] not in "\"“'‘«<":
                out.append(Unmarked(words, label))
        previous = paragraph
    return out


def _blocks(text: str, paragraphs: Sequence[Span]) -> list[Unmarked]:
    """Paragraphs set off by ">"."""
    out: list[Unmarked] = []
    for paragraph in paragraphs:
        found = _BLOCK.match(text, paragraph.start, paragraph.end)
        if found is None:
            continue
        words = trim(text, paragraph.start + 1, paragraph.end)
        if words is not None and text[words.start] not in "\"“'‘«>":
            out.append(Unmarked(words, None))
    return out
