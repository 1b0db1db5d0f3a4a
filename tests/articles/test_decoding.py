"""Files are decoded for certain or refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.articles import decode
from service.errors import ArticleError

WORDS = "“Café talks,” he said – twice. Ещё раз."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"])
def test_unicode_encodings_are_recognised(encoding: str) -> None:
    """By their mark, by being valid, or by where their zero bytes stand."""
    text = "Talks in Oslo “ended” on Friday, a spokesman said." if "le" in encoding else WORDS
    assert decode(text.encode(encoding)) == text


def test_western_bytes_are_read_as_windows_1252() -> None:
    """Curly quotes and accents of old Western files come out right."""
    text = "“We are close,” the minister of Curaçao said – and left. It was Friday."
    assert decode(text.encode("cp1252")) == text


def test_a_page_that_declares_its_charset_is_believed() -> None:
    """A page in another encoding says so in its head."""
    page = '<meta charset="windows-1251"><p>Переговоры завершились.</p>'
    assert decode(page.encode("cp1251")) == page


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\x00\x9d",
        "Переговоры завершились в Женеве.".encode("cp1251"),
        "外交部长会谈结束".encode("gb18030"),
        b"\xff\xfeodd",
        b'<meta charset="klingon">\xe9\xe8',
        b"PK\x03\x04\x14\x00\x08\x00\xe9\xff",
    ],
)
def test_what_cannot_be_told_is_refused(raw: bytes) -> None:
    """Binary files and undeclared encodings are refused rather than garbled."""
    with pytest.raises(ArticleError, match="UTF-8"):
        decode(raw)


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(raw: bytes) -> None:
    """No bytes raise anything but an ArticleError."""
    with suppress(ArticleError):
        assert isinstance(decode(raw), str)
