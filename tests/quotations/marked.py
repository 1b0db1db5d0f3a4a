"""Texts with the expected places marked in them, so that no test counts characters."""

from __future__ import annotations

from service.records import Article, Segment, Span
from service.sentences import find_sentences

OPEN, CLOSE = "⟦", "⟧"


def read_marked(marked: str) -> tuple[str, list[str]]:
    """The plain text, and the words between ⟦ and ⟧ in reading order of their opening."""
    expected: list[str] = []
    starts: list[tuple[int, int]] = []
    plain: list[str] = []
    for char in marked:
        if char == OPEN:
            starts.append((len(expected), len(plain)))
            expected.append("")
        elif char == CLOSE:
            slot, start = starts.pop()
            expected[slot] = "".join(plain[start:])
        else:
            plain.append(char)
    return "".join(plain), expected


def article_of(text: str, article_id: str = "a1") -> tuple[Article, tuple[Segment, ...]]:
    """An article as the first stage would give it, with nothing excluded."""
    segments = tuple(
        Segment(f"s{i}", s.span, s.paragraph) for i, s in enumerate(find_sentences(text))
    )
    return Article(id=article_id, text=text, sha256="0" * 64), segments


def words(text: str, spans: list[Span]) -> list[str]:
    return [span.of(text) for span in spans]
