"""Bytes of a file → text, without guessing where guessing would garble it."""

from __future__ import annotations

import codecs
import re

from service.errors import ArticleError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAVE_AS = "save it as UTF-8 text, or send the page's HTML"


def decode(raw: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 or UTF-32 by its mark, a page's declared charset, cp1252.

    Raises: ArticleError when the bytes are no text, or text in an encoding that can't be told.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _decode_as(raw, encoding)
    bare = _utf16_without_mark(raw)
    if bare is not None:
        return _decode_as(raw, bare)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if b"\x00" in raw or len(_CONTROL.findall(raw[:4096])) * 50 > len(raw[:4096]):
        raise ArticleError(f"The file is binary, not text: {_SAVE_AS}.")
    declared = _DECLARED.search(raw[:4096])
    if declared:
        return _decode_as(raw, declared.group(1).decode("ascii").lower())
    return _western(raw)


def _decode_as(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise ArticleError(
            f"The file says it is {encoding} but can't be read as that: {_SAVE_AS}."
        ) from error


def _utf16_without_mark(raw: bytes) -> str | None:
    """UTF-16 of mostly Latin text has its zero bytes all on one side."""
    sample = raw[:4096]
    if len(raw) % 2 or len(sample) < 8:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even == 0:
        return "utf-16-le"
    if even > 0.7 * half and odd == 0:
        return "utf-16-be"
    return None


def _western(raw: bytes) -> str:
    """cp1252, when what comes out looks like a Western language.

    Cyrillic or Chinese bytes also decode as cp1252, to nonsense made of accented letters;
    no Western language writes a quarter of its letters with accents.
    """
    problem = ArticleError(f"The file's encoding can't be told: {_SAVE_AS}.")
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as error:
        raise problem from error
    letters = [c for c in text[:20_000] if c.isalpha() or ord(c) > 0x7F]
    foreign = sum(1 for c in letters if ord(c) > 0x7F and c not in "“”‘’–—…•€")
    if letters and foreign > 0.25 * len(letters):
        raise problem
    return text
