"""Lines that are set as headlines, and what they quote again from the story."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from service.quotations.signs import SMALL, WORD
from service.records import Passage, Span

MAX_HEADLINE_CHARACTERS = 160


def headline_repeats(
    text: str, paragraphs: Sequence[Span], passages: Sequence[Passage]
) -> dict[str, str]:
    """For passages in headlines whose words the story quotes too: the id of that passage.

    paragraphs: those with passages, in reading order.
    """
    heads: list[Passage] = []
    body: list[tuple[int, str]] = []
    said: list[str] = []
    length = 0
    i = 0
    for paragraph in paragraphs:
        is_head = is_headline(text, paragraph)
        while i < len(passages) and passages[i].span.start < paragraph.end:
            if is_head:
                heads.append(passages[i])
            else:
                body.append((length, passages[i].id))
                said.append(plain_words(passages[i].span.of(text)))
                length += len(said[-1]) + 3
            i += 1
    whole = " | ".join(said)
    starts = [start for start, _ in body]
    found: dict[str, str] = {}
    for passage in heads:
        at = whole.find(plain_words(passage.span.of(text)))
        if at >= 0 and body:
            found[passage.id] = body[bisect.bisect_right(starts, at) - 1][1]
    return found


def is_headline(text: str, paragraph: Span) -> bool:
    """A short line that opens the text, or is set in capitals, or is only a short quotation."""
    if len(paragraph) > MAX_HEADLINE_CHARACTERS:
        return False
    words = WORD.findall(paragraph.of(text))
    if paragraph.start < MAX_HEADLINE_CHARACTERS and not text[: paragraph.start].strip():
        return True
    if is_title_case(text, paragraph):
        return True
    line = paragraph.of(text)
    return len(words) <= 9 and line[0] in "'‘" and line.rstrip(".?!")[-1:] in ("'", "’")


def is_title_case(text: str, paragraph: Span) -> bool:
    """A line Set Like This or LIKE THIS."""
    if len(paragraph) > MAX_HEADLINE_CHARACTERS:
        return False
    words = WORD.findall(paragraph.of(text))
    large = [w for w in words if w.lower() not in SMALL and w[0].isalpha()]
    capitals = sum(1 for w in large if w[0].isupper())
    return len(large) >= 3 and capitals >= 0.85 * len(large)


def plain_words(words: str) -> str:
    """The words in small letters, without marks, one space between them."""
    return " ".join(WORD.findall(words.lower().replace("’", "'"))).rstrip(".")
