"""Quotation marks: which characters are marks, and which way each can face where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import regex

from service.records import Span

Family = Literal["double", "single", "guillemet", "corner"]

_MARK = regex.compile(r"``|''|‘‘|’’|´´|[\"“”„‟＂«»‹›「」『』﹁﹂﹃﹄‘’‚'`´]")
_OPENERS = frozenset(["“", "„", "‟", "``", "‘‘", "«", "‹", "「", "『", "﹁", "﹃", "‘", "‚"])
_CLOSERS = frozenset(["”", "’’", "´´", "»", "›", "」", "』", "﹂", "﹄", "’"])
_SINGLES = frozenset("‘’‚'`´")
_GUILLEMETS = frozenset("«»‹›")
_CORNERS = frozenset("「」『』﹁﹂﹃﹄")
_ELISION = regex.compile(
    r"(?:em|til|tis|twas|cause|n|round|bout|nuff|\d0s|\d\d)\b", regex.IGNORECASE
)
_TAG = regex.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark at its place.

    opens, closes: whether its shape and neighbours allow it; a straight mark may do both.
    sure: whether the neighbours leave only one of the two.
    """

    span: Span
    glyph: str
    family: Family
    opens: bool
    closes: bool
    sure: bool


def find_marks(text: str) -> tuple[list[Mark], list[Span]]:
    """All quotation marks of a text in reading order, and those that only are markup.

    Apostrophes, primes of measures and accents are not marks. The second list holds the marks of
    attributes in tags that a scrape left behind (`<img alt="…">`).
    """
    markup = [(m.start(), m.end()) for m in _TAG.finditer(text)] if "<" in text else []
    marks: list[Mark] = []
    furniture: list[Span] = []
    tag = 0
    for match in _MARK.finditer(text):
        start, end = match.span()
        while tag < len(markup) and markup[tag][1] <= start:
            tag += 1
        if tag < len(markup) and markup[tag][0] <= start:
            if match.group() == '"':
                furniture.append(Span(start, end))
            continue
        mark = _read(text, start, end, match.group())
        if mark is not None:
            marks.append(mark)
    return marks, furniture


def _read(text: str, start: int, end: int, glyph: str) -> Mark | None:
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    if glyph in _SINGLES:
        return _single(text, start, end, glyph, before, after)
    if glyph == '"' and before.isdigit() and not (after.isspace() or after in ",.;:)"):
        return None
    family: Family = (
        "guillemet" if glyph in _GUILLEMETS else "corner" if glyph in _CORNERS else "double"
    )
    if family == "corner":
        opens = glyph in _OPENERS
        return Mark(Span(start, end), glyph, family, opens, not opens, sure=True)
    faces_right = _may_precede(before) and not after.isspace()
    faces_left = not before.isspace() and (after.isspace() or _is_end_punctuation(after))
    if family == "guillemet":
        return Mark(Span(start, end), glyph, family, opens=True, closes=True, sure=False)
    if glyph in _OPENERS:
        return Mark(
            Span(start, end), glyph, family, opens=not faces_left or faces_right,
            closes=faces_left or glyph == "“", sure=faces_right,
        )  # fmt: skip
    if glyph in _CLOSERS:
        return Mark(
            Span(start, end), glyph, family, opens=faces_right,
            closes=not faces_right or before in ".,!?…—–-", sure=faces_left or not faces_right,
        )  # fmt: skip
    return Mark(
        Span(start, end), glyph, family, opens=not faces_left, closes=not faces_right,
        sure=faces_left != faces_right,
    )  # fmt: skip


def _single(text: str, start: int, end: int, glyph: str, before: str, after: str) -> Mark | None:
    """A single mark, unless it is an apostrophe."""
    if before.isalnum() and after.isalnum():
        return None
    opens = (
        _may_precede(before)
        and (after.isalnum() or after in '…[($£€¿¡"“')
        and glyph not in "’´"
        and not (glyph == "'" and _ELISION.match(text, end))
    )
    closes = (
        not before.isspace()
        and not _opens_bracket(before)
        and not after.isalnum()
        and glyph not in "‘‚`"
    )
    if not opens and not closes:
        return None
    return Mark(Span(start, end), glyph, "single", opens, closes, sure=True)


def _may_precede(char: str) -> bool:
    """Whether an opening mark may stand right behind this character."""
    return char.isspace() or _opens_bracket(char) or char in "—–-/=…|*_>:"


def _opens_bracket(char: str) -> bool:
    return char in "([{<“‘«„\"'‚‹¿¡"


def _is_end_punctuation(char: str) -> bool:
    return char in ".,;:!?)]}…—–-/”’»“\"'<|*_"
