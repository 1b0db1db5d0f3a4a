"""Quotation marks: which characters are marks, and which way each can face where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import regex

from service.records import Span

Family = Literal["double", "single", "guillemet", "corner"]

# What marks become when a page is read in the wrong encoding: UTF-8 as Windows' or as Latin-1, or
# Windows' as Latin-1. Of a closing mark "â€" alone is often left, and a dash ends in what looks
# like a mark.
_GARBLED = {
    "“": ("â€œ", "â\x80\x9c", "\x93"),
    "”": ("â€\x9d", "â\x80\x9d", "â€\ufffd", "â€", "\x94"),
    "„": ("â€ž", "â\x80\x9e", "\x84"),
    "‘": ("â€˜", "â\x80\x98", "\x91"),
    "’": ("â€™", "â\x80\x99", "\x92"),
    "«": ("Â«",),
    "»": ("Â»",),
    "—": ("â€“", "â€”", "â\x80\x93", "â\x80\x94", "\x96", "\x97"),
    "…": ("â€¦", "â\x80¦", "\x85"),
}
_MEANT = {form: char for char, forms in _GARBLED.items() for form in forms}
_PLAIN = r"``|''|‘‘|’’|´´|[\"“”„‟＂«»‹›「」『』﹁﹂﹃﹄‘’‚'`´]"
_MARK = regex.compile(_PLAIN)
_MARK_OR_GARBLED = regex.compile(
    "|".join([*map(regex.escape, sorted(_MEANT, key=len, reverse=True)), _PLAIN])
)
_GARBLED_STARTS = frozenset(form[0] for form in _MEANT)
_GARBLED_ENDS = frozenset(form[-1] for form in _MEANT)
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
    attributes in tags that a scrape left behind (`<img alt="…">`). A mark that was garbled in
    decoding ("â€œ") has the glyph that was meant, and the place of all that stands for it.
    """
    markup = [(m.start(), m.end()) for m in _TAG.finditer(text)] if "<" in text else []
    marks: list[Mark] = []
    furniture: list[Span] = []
    tag = 0
    garbled = any(form in text for form in _MEANT)
    for match in (_MARK_OR_GARBLED if garbled else _MARK).finditer(text):
        start, end = match.span()
        while tag < len(markup) and markup[tag][1] <= start:
            tag += 1
        if tag < len(markup) and markup[tag][0] <= start:
            if match.group() == '"':
                furniture.append(Span(start, end))
            continue
        glyph = _MEANT.get(match.group(), match.group())
        if glyph in "—…":
            continue
        mark = _read(text, start, end, glyph)
        if mark is not None:
            marks.append(mark)
    return marks, furniture


def _read(text: str, start: int, end: int, glyph: str) -> Mark | None:
    before, after = _char_before(text, start), _char_behind(text, end)
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


def _char_before(text: str, start: int) -> str:
    """The character in front of a place, or the one that garbled ones stand for."""
    if start and text[start - 1] in _GARBLED_ENDS:
        for length in (3, 2, 1):
            if text[max(0, start - length) : start] in _MEANT:
                return _MEANT[text[start - length : start]]
    return text[start - 1] if start else "\n"


def _char_behind(text: str, end: int) -> str:
    if text[end : end + 1] in _GARBLED_STARTS:
        found = _MARK_OR_GARBLED.match(text, end)
        if found is not None:
            return _MEANT.get(found.group(), found.group())
    return text[end] if end < len(text) else "\n"


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
