"""Article files: .txt, .html, .json and .jsonl, or stdin."""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from service import articles
from service.errors import ArticleError
from service.records import ArticleInput

STDIN = "-"
_INDEX = "index.json"

_KINDS = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}


class _Entry(BaseModel):
    file: str
    headline: str | None = None
    outlet: str | None = None
    url: str | None = None
    date: datetime.date | None = None


class _Index(BaseModel):
    """What a folder's `index.json` says of its article files; other fields are for people."""

    articles: tuple[_Entry, ...]


class _Request(BaseModel):
    """A request as HTTP takes it; its options are the command line's own here."""

    articles: tuple[ArticleInput, ...]


def read(files: Sequence[str]) -> list[ArticleInput]:
    """The articles of all files, in order. A folder stands for the article files in it.

    An article without an id of its own gets its file's name without the ending.
    Raises: ArticleError, naming the file and what to do.
    """
    return [article for name in files for article in _of_file(name)]


def _of_file(name: str) -> list[ArticleInput]:
    if name == STDIN:
        raw = sys.stdin.buffer.read()
        return list(_of_bytes(raw, _kind_of(raw), "stdin", None))
    path = Path(name)
    if path.is_dir():
        return _of_folder(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ArticleError(f"{name} can't be read: {error.strerror}.") from None
    return list(_of_bytes(raw, _KINDS.get(path.suffix.lower(), "text"), name, path.stem))


def _of_folder(folder: Path) -> list[ArticleInput]:
    """The article files of a folder by name, with what its `index.json` says of them."""
    found = sorted(
        path for path in folder.iterdir() if path.suffix.lower() in _KINDS and path.name != _INDEX
    )
    if not found:
        raise ArticleError(f"{folder} holds no .txt, .html, .json or .jsonl file.")
    index = folder / _INDEX
    known = _known(index) if index.is_file() else {}
    return [
        article.model_copy(update=known.get(path.name, {}))
        for path in found
        for article in _of_file(str(path))
    ]


def _known(index: Path) -> dict[str, dict[str, Any]]:
    """What an index says of each file, in the fields that an article has."""
    try:
        entries = _Index.model_validate_json(index.read_bytes()).articles
    except (OSError, ValidationError):
        raise ArticleError(
            f'{index} is no index: it should read {{"articles": [{{"file": …, "outlet": …}}]}}.'
        ) from None
    return {
        entry.file: {
            name: value
            for name, value in (
                ("title", entry.headline),
                ("outlet", entry.outlet),
                ("url", entry.url),
                ("published_at", entry.date),
            )
            if value is not None
        }
        for entry in entries
    }


def _of_bytes(raw: bytes, kind: str, where: str, identifier: str | None) -> Iterator[ArticleInput]:
    try:
        content = articles.decode(raw)
    except ArticleError as error:
        raise ArticleError(f"{where}: {error}") from None
    if not content.strip():
        raise ArticleError(f"{where} is empty.")
    if kind == "text":
        yield ArticleInput(text=content, id=identifier)
    elif kind == "html":
        yield ArticleInput(html=content, id=identifier)
    elif kind == "json":
        yield from _of_json(content, where)
    else:
        for number, line in enumerate(content.split("\n"), 1):
            if line.strip():
                yield from _of_json(line, f"{where}:{number}")


def _of_json(content: str, where: str) -> list[ArticleInput]:
    """One article object, a list of them, or a request as HTTP takes it: {"articles": […]}."""
    shape: TypeAdapter[Any]
    start = content.lstrip("\ufeff \t\r\n")
    if start.startswith("["):
        shape = TypeAdapter(tuple[ArticleInput, ...])
    elif re.match(r'\{\s*"articles"', start):
        shape = TypeAdapter(_Request)
    else:
        shape = TypeAdapter(ArticleInput)
    try:
        found = shape.validate_json(start)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = "/".join(str(part) for part in first["loc"])
        raise ArticleError(
            f"{where}: {f'{place}: ' if place else ''}{first['msg']}. An article is an object with "
            '"text" or "html", and if known "id", "title", "outlet", "url", "published_at".'
        ) from None
    if isinstance(found, _Request):
        return list(found.articles)
    return [found] if isinstance(found, ArticleInput) else list(found)


def _kind_of(raw: bytes) -> str:
    """What stdin holds, by how it starts."""
    start = raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
    if start.startswith(b"["):
        return "json"
    if start.startswith(b"{"):
        # One object a line, or one over many lines.
        lines = [line for line in raw.splitlines() if line.strip()]
        return "jsonl" if all(line.lstrip().startswith(b"{") for line in lines) else "json"
    return "html" if start[:15].lower().startswith((b"<!doctype", b"<html")) else "text"
