"""Characters that a reader can't see, or that act on what surrounds them, made visible.

An article may hide text from its reader: a zero-width letter inside a name, a right-to-left
override that turns a sentence round, an escape sequence that drives a terminal. None of them is
dropped, because the words shown must be the words sent; each is shown by its code point instead.
"""

from __future__ import annotations

import re
import unicodedata

# Controls but tab and line breaks; soft hyphen; zero-width space and the direction marks;
# embeddings and overrides; word joiner to invisible operators; isolates; byte order mark;
# interlinear annotation; Hangul fillers; tag characters and the supplement of variation selectors.
# The zero-width joiner and non-joiner are left alone: Persian, Hindi and emoji need them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)


def pieces(text: str) -> list[tuple[str, str | None]]:
    """The text in runs of plain words (with None) and single hidden characters (with their name).

    The runs joined give the text back. A carriage return before a line feed counts as plain.
    """
    found: list[tuple[str, str | None]] = []
    plain_from = 0
    for hit in _HIDDEN.finditer(text):
        if hit[0] == "\r" and text[hit.end() : hit.end() + 1] == "\n":
            continue
        if hit.start() > plain_from:
            found.append((text[plain_from : hit.start()], None))
        found.append((hit[0], name(hit[0])))
        plain_from = hit.end()
    if plain_from < len(text):
        found.append((text[plain_from:], None))
    return found


def name(character: str) -> str:
    """Code point and name, such as "U+202E RIGHT-TO-LEFT OVERRIDE"."""
    called = unicodedata.name(character, "control character")
    return f"U+{ord(character):04X} {called}"


def visible(text: str) -> str:
    """The text with each hidden character written as its code point in brackets, "[U+202E]".

    >>> visible("a\\u202eb")
    'a[U+202E]b'
    """
    return _HIDDEN.sub(_bracketed, text)


def one_line(text: str) -> str:
    """`visible`, with line breaks and runs of blanks made single spaces."""
    return visible(" ".join(text.split()))


def _bracketed(hit: re.Match[str]) -> str:
    if hit[0] == "\r" and hit.string[hit.end() : hit.end() + 1] == "\n":
        return hit[0]
    return f"[U+{ord(hit[0]):04X}]"
