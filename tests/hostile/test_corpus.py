"""Hostile articles through the whole service harm neither page, nor schema, nor each other."""

from __future__ import annotations

import re
import socket
import time
from typing import Any

import httpx
import pytest

from service.records import Summary
from tests.hostile.corpus import HOSTILE, HOSTILE_HTML, PLAIN

pytestmark = pytest.mark.anyio

CASES = [pytest.param({"text": t}, id=n) for n, t in HOSTILE.items()]
CASES += [pytest.param({"html": t}, id=f"html {n}") for n, t in HOSTILE_HTML.items()]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever an article says, nothing is fetched."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def plain(summary: dict[str, Any], article: str) -> Any:
    """What is said of one article: its quotations, and its text as read."""
    return (
        [
            {key: q[key] for key in ("start", "end", "text", "kind", "speaker", "cue")}
            for q in summary["quotations"]
            if q["article"] == article
        ],
        next(a for a in summary["articles"] if a["id"] == article),
    )


async def posted(client: httpx.AsyncClient, *articles: dict[str, str]) -> httpx.Response:
    return await client.post("/v1/summaries", json={"articles": list(articles)})


@pytest.mark.parametrize("article", CASES)
async def test_hostile_article(client: httpx.AsyncClient, article: dict[str, str]) -> None:
    """The answer keeps the contract, word for word, in every form, or is a clear problem."""
    answer = await posted(client, article)
    if answer.status_code == 422:
        assert answer.json()["type"] == "/problems/unreadable-article"
        return
    assert answer.status_code == 200, answer.text[:500]
    summary = Summary.model_validate_json(answer.content)
    texts = {a.id: a.text for a in summary.articles}
    if "text" in article:
        assert texts["a1"] == article["text"]
    for quotation in summary.quotations:
        assert texts[quotation.article][quotation.start : quotation.end] == quotation.text
        if quotation.speaker is not None:
            assert quotation.speaker.name in texts[quotation.article]
    for form in ("markdown", "html", "jsonld", "csv", "text"):
        shown = await client.get(answer.headers["content-location"], params={"format": form})
        assert shown.status_code == 200
        if form == "html":
            assert not re.search(r"<(script|img|iframe|svg|object)\b", shown.text, re.IGNORECASE)


@pytest.mark.parametrize("article", CASES)
async def test_hostile_neighbour(client: httpx.AsyncClient, article: dict[str, str]) -> None:
    """What is said of one article is the same with a hostile article beside it as without."""
    alone = (await posted(client, {"text": PLAIN, "id": "plain"})).json()
    together = await posted(client, {"text": PLAIN, "id": "plain"}, article | {"id": "other"})
    if together.status_code == 422:
        return
    assert plain(together.json(), "plain") == plain(alone, "plain")


async def test_hundred_thousand_marks(client: httpx.AsyncClient) -> None:
    """100,000 quotation marks are all accounted for, in seconds."""
    text = '"' * 50_000 + "Berg said " + "\u201c\u201d" * 25_000
    started = time.monotonic()
    answer = await client.post(
        "/v1/quotations", json={"articles": [{"text": text}], "no_model": True}
    )
    assert answer.status_code == 200
    coverage = answer.json()["articles"][0]["coverage"]
    counted = coverage["quoted"] + coverage["not_speech"] + coverage["unresolved"]
    assert coverage["total"] == counted == 100_000
    assert time.monotonic() - started < 60


async def test_megabyte_sentence(client: httpx.AsyncClient) -> None:
    """A sentence of a megabyte is read whole, and its quotation marks are accounted for."""
    text = "Berg met Holt in Geneva, and " + "they talked, and " * 60_000 + '"we agreed," she said.'
    answer = await client.post(
        "/v1/quotations", json={"articles": [{"text": text}], "no_model": True}
    )
    assert answer.status_code == 200
    found = answer.json()["articles"][0]
    assert found["article"]["text"] == text
    coverage = found["coverage"]
    counted = coverage["quoted"] + coverage["not_speech"] + coverage["unresolved"]
    assert coverage["total"] == counted == 2


async def test_logs_stay_short(
    client: httpx.AsyncClient, capfd: pytest.CaptureFixture[str]
) -> None:
    """However long and odd the articles, a request leaves a line, not a page."""
    for text in HOSTILE.values():
        await client.post("/v1/quotations", json={"articles": [{"text": text}], "no_model": True})
    written = capfd.readouterr()
    assert len(written.out) + len(written.err) < 1000 * len(HOSTILE)
