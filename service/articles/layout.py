"""How a text is laid out: paragraphs, their sentences, and the shape of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import regex

from service.records import Span
from service.sentences import find_sentences

# Some scrapes put the page's hidden date before its words: " date 2023-05-04 After four days …".
HIDDEN_DATE = regex.compile(
    r"\s*(?:date|published|pubdate|updated)[:=\s]{1,4}(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?\s*",
    regex.IGNORECASE,
)
# Others put what stood above the story on its line: "Home > Local | By A. B. | 37 comments  The …".
GLUED_TOP = regex.compile(
    r"\s*(?:[^|>›»\n]{1,120}\s[|>›»]\s){3,12}[^|>›»\n]{1,40}?(?:\s{2,}(?=[\p{Lu}\"“])|$)"
)
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.-]*")
# A mark that ends or carries on a sentence, perhaps before an agency's name in brackets.
_END = regex.compile(r"[.!?…。！？।։؟:;,■▪◼□●][\"'”’»)\]]{0,4}(?:\s\([^()]{1,60}\))?\s*$")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph or a line by itself.

    number: from 0; sentences: in reading order, covering all but white space.
    gap_before: a blank line stands before it (true for the first).
    """

    number: int
    text: str
    span: Span
    sentences: tuple[Span, ...]
    gap_before: bool

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(_WORD.findall(self.text))

    @cached_property
    def ended(self) -> bool:
        """Whether it ends with a mark that ends or carries on a sentence."""
        return _END.search(self.text) is not None


def lay_out(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text; a hidden date or breadcrumbs above it are one of their own."""
    grouped: dict[int, list[Span]] = {}
    top = HIDDEN_DATE.match(text) or GLUED_TOP.match(text)
    cut = top.end() if top and top.end() < len(text) else 0
    if cut:
        grouped[-1] = [_inner(text, 0, cut)]
    for sentence in find_sentences(text[cut:]):
        span = Span(sentence.span.start + cut, sentence.span.end + cut)
        grouped.setdefault(sentence.paragraph, []).append(span)
    laid: list[Paragraph] = []
    previous_end = 0
    for number, spans in enumerate(grouped.values()):
        span = Span(spans[0].start, spans[-1].end)
        gap = number == 0 or _blank_line(text[previous_end : span.start])
        laid.append(Paragraph(number, span.of(text), span, tuple(spans), gap))
        previous_end = span.end
    return tuple(laid)


def _blank_line(gap: str) -> bool:
    return gap.count("\n") > 1 or gap.count("\r") > max(1, gap.count("\n"))


def _inner(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    return Span(start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip()))
