"""Article files become the articles that were meant."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest

from service.cli import inputs
from service.errors import ArticleError


def written(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_text_file(tmp_path: Path) -> None:
    """A text file is one article, to the character, called by its name."""
    (article,) = inputs.read([written(tmp_path, "talks.txt", "They met.\r\n“Yes.”\n")])
    assert (article.text, article.id) == ("They met.\r\n“Yes.”\n", "talks")


def test_html_file(tmp_path: Path) -> None:
    """A page is given on as HTML."""
    (article,) = inputs.read([written(tmp_path, "talks.html", "<p>They met.</p>")])
    assert article.html == "<p>They met.</p>"
    assert article.text is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", '{"id": "x", "text": "They met."}'),
        ("a.json", '\ufeff [{"id": "x", "text": "They met."}]'),
        ("a.json", '{ "articles": [{"id": "x", "text": "They met."}], "options": {}}'),
        ("a.jsonl", '{"id": "x", "text": "They met."}\n\n'),
    ],
)
def test_json_files(tmp_path: Path, name: str, content: str) -> None:
    """An object, a list, a request, or a line each: all are articles with their own ids."""
    (article,) = inputs.read([written(tmp_path, name, content)])
    assert (article.id, article.text) == ("x", "They met.")


def test_json_lines_in_order(tmp_path: Path) -> None:
    """Lines keep their order, and a line separator within a string does not cut it."""
    lines = [json.dumps({"text": f"a\u2028{n}"}, ensure_ascii=False) for n in range(3)]
    found = inputs.read([written(tmp_path, "a.jsonl", "\n".join(lines))])
    assert [article.text for article in found] == ["a\u20280", "a\u20281", "a\u20282"]


def test_folder_with_index(tmp_path: Path) -> None:
    """A folder stands for its articles by name, with what its index knows of them."""
    written(tmp_path, "2.txt", "Second.")
    written(tmp_path, "1.txt", "First.")
    written(tmp_path, "notes.md", "none")
    entry = {"file": "1.txt", "outlet": "Courier", "date": "2024-03-08", "noise": ["menu"]}
    written(tmp_path, "index.json", json.dumps({"articles": [entry]}))
    first, second = inputs.read([str(tmp_path)])
    assert (first.text, first.outlet, first.published_at) == (
        "First.",
        "Courier",
        date(2024, 3, 8),
    )
    assert (second.text, second.outlet) == ("Second.", None)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("They met.", "text"),
        ("<!DOCTYPE html><p>They met.</p>", "html"),
        ('{"text": "They met."}', "text"),
        ('{"text": "They met."}\n{"text": "Again."}', "text"),
        ('[{"html": "<p>They met.</p>"}]', "html"),
    ],
)
def test_stdin(monkeypatch: pytest.MonkeyPatch, content: str, field: str) -> None:
    """What comes through stdin is known by how it starts."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    article = inputs.read(["-"])[0]
    assert getattr(article, field) is not None


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", bytes(range(256)) * 4, "a.txt"),
        ("a.json", b"{", "a.json"),
        ("a.jsonl", b'{"text": "a"}\n{"body": "b"}', "a.jsonl:2"),
        ("a.json", b'{"doc": "1", "text": "a"}', "doc"),
        ("a.json", rb'{"text": "\ud800"}', "a.json"),
    ],
)
def test_bad_files(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    """A file that is no article is named, with its line, and what an article looks like."""
    with pytest.raises(ArticleError, match=says):
        inputs.read([written(tmp_path, name, content)])


def test_missing_file() -> None:
    """A file that is not there is named."""
    with pytest.raises(ArticleError, match=r"nowhere\.txt"):
        inputs.read(["nowhere.txt"])
