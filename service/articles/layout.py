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
# Or menu, headline, byline and date: "Home Opinion Talks end By A. B. 13 September 2019 The …".
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = rf"(?:\d{{1,2}}\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}})"
GLUED_STAMP = regex.compile(
    r"\s*(?:[^\n.!?]|[.!?](?!\s+\p{Lu})){15,330}?"
    r"(?<!\b(?:on|in|of|since|until|by|from|to|dated|and|the|between|day|day,)\s)"
    rf"(?:\p{{Lu}}\p{{Ll}}+day,?\s+)?(?i:{_DAY})"
    rf"(?i:\s*[/|,–-]\s*(?:last\s+)?(?:modified|updated)\b[^\n]{{0,30}}?{_DAY})?"
    r"(?i:,?\s+\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?:\s(?:GMT|UTC|[CE]E?S?T))?)?"
    r"(?:\s+(?=[\"“]?\p{Lu}\p{L}*\s+\p{L}[^\n]{200})|$)"
)
# Others a link among the sentences: "ALSO READ: Floods leave 300 homeless in Lund Asked about …".
_GLUED_LINK = regex.compile(
    r"\s*(?i:(?:also|see|read|watch)\s+(?:also|more|read|now)|related)\s*:\s*"
    r"[^.!?\n]{20,160}?[\p{Ll}\d]\s+"
    r"(?=(?:The|An?|In|On|At|He|She|It|They|We|But|And|Meanwhile|Asked|According|However|Earlier"
    r"|Speaking|Both|This|That|These|Under|After|Before|During|Since|When|While|As|For|If|There"
    r"|Officials|Talks|Last|Two|Also)\s+\p{Ll})"
)
# Editors' initials behind a sentence: "… by Friday. [ab cd 27/05/2024 15:10]".
_GLUED_INITIALS = regex.compile(
    r"[.!?][\"”’)]{0,2}\s+(?=(?:\[[a-z]{2,3}(?:[\s/][a-z]{2,3}){0,5}[\s/\d.:,-]*\]"
    r"|\((?:end|END)\)(?:\s+[a-z]{2,3}\.[a-z]{2,3})?)\s*$)"
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
    top = HIDDEN_DATE.match(text) or GLUED_TOP.match(text) or GLUED_STAMP.match(text)
    cut = top.end() if top and top.end() < len(text) else 0
    if cut:
        grouped[-1] = [_inner(text, 0, cut)]
    for sentence in find_sentences(text[cut:]):
        span = Span(sentence.span.start + cut, sentence.span.end + cut)
        grouped.setdefault(sentence.paragraph, []).extend(_parted(text, span))
    laid: list[Paragraph] = []
    previous_end = 0
    for number, spans in enumerate(grouped.values()):
        span = Span(spans[0].start, spans[-1].end)
        gap = number == 0 or _blank_line(text[previous_end : span.start])
        laid.append(Paragraph(number, span.of(text), span, tuple(spans), gap))
        previous_end = span.end
    return tuple(laid)


def _parted(text: str, sentence: Span) -> list[Span]:
    """A sentence; in two where a link to another story, or editors' initials, are glued to it."""
    link = _GLUED_LINK.match(text, sentence.start, sentence.end)
    glued = link or _GLUED_INITIALS.search(text, sentence.start, sentence.end)
    if glued is None:
        return [sentence]
    return [_inner(text, sentence.start, glued.end()), Span(glued.end(), sentence.end)]


def _blank_line(gap: str) -> bool:
    return gap.count("\n") > 1 or gap.count("\r") > max(1, gap.count("\n"))


def _inner(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    return Span(start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip()))
