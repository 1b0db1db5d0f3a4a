"""Whatever is wrong with a request, the answer is a problem that says what to do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from service import errors
from service.settings import Settings
from tests.web.service_under_test import Scripted, client_of, running

pytestmark = pytest.mark.anyio

JSON = {"Content-Type": "application/json"}

BAD_BODIES: list[tuple[str, Any, int, str]] = [
    ("no JSON at all", b"hello", 400, "JSON"),
    ("binary", bytes(range(256)), 400, "JSON"),
    ("nothing", b"", 400, "JSON"),
    ("UTF-16", '{"articles": [{"text": "a"}]}'.encode("utf-16"), 400, "JSON"),
    ("nested deeply", b"[" * 200_000, 400, "recursion"),
    ("a lone surrogate", rb'{"articles": [{"text": "talks \ud800 ended"}]}', 422, "surrogate"),
    ("a lone low surrogate", rb'{"articles": [{"text": "\udc00"}]}', 422, "surrogate"),
    ("a surrogate at the end", rb'{"articles": [{"text": "a\ud800"}]}', 422, "surrogate"),
    ("a list", b"[]", 422, "object"),
    ("no articles", b"{}", 422, "/articles"),
    ("an empty list", b'{"articles": []}', 422, "at least one"),
    ("articles of a wrong type", b'{"articles": "talks"}', 422, "list"),
    ("text of a wrong type", b'{"articles": [{"text": 5}]}', 422, "/articles/0/text"),
    ("an unknown field", b'{"articles": [{"text": "a", "body": "b"}]}', 422, "/articles/0/body"),
    ("empty text", b'{"articles": [{"text": ""}]}', 422, "empty"),
    ("blank text", rb'{"articles": [{"text": " \n\t "}]}', 422, "empty"),
    ("neither text nor html", b'{"articles": [{"title": "a"}]}', 422, "exactly one"),
    ("both text and html", b'{"articles": [{"text": "a", "html": "b"}]}', 422, "exactly one"),
    ("no date", b'{"articles": [{"text": "a", "published_at": "soon"}]}', 422, "published_at"),
    (
        "an unknown prompt version",
        b'{"articles": [{"text": "a"}], "options": {"prompts": {"statements": "v99"}}}',
        422,
        "GET /v1/prompts",
    ),
    (
        "an unknown prompt",
        b'{"articles": [{"text": "a"}], "options": {"prompts": {"nothing": "v1"}}}',
        422,
        "GET /v1/prompts",
    ),
    (
        "an unknown model",
        b'{"articles": [{"text": "a"}], "options": {"model": "embedded:9000b"}}',
        422,
        "GET /v1/models",
    ),
]


def check_problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem document, after a look at its form."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["type"].startswith("/problems/")
    assert told["title"]
    assert len(told["detail"]) > 20
    return told


@pytest.mark.parametrize("path", ["/v1/summaries", "/v1/quotations"])
@pytest.mark.parametrize(
    ("body", "status", "says"), [case[1:] for case in BAD_BODIES], ids=[c[0] for c in BAD_BODIES]
)
async def test_bad_body(
    client: httpx.AsyncClient, path: str, body: bytes, status: int, says: str
) -> None:
    """Each bad body is refused with a problem that names what is wrong."""
    told = check_problem(await client.post(path, content=body, headers=JSON), status)
    assert says in json.dumps(told)


async def test_too_many_articles(client: httpx.AsyncClient) -> None:
    """500 articles are refused by number, before any is read."""
    body = {"articles": [{"text": "They met."}] * 500}
    told = check_problem(await client.post("/v1/summaries", json=body), 413)
    assert "500" in told["detail"]
    assert "100" in told["detail"]


async def test_too_long_article(client: httpx.AsyncClient) -> None:
    """A 10 MB article is refused with its size and the limit."""
    body = {"articles": [{"text": "They met. " * 1_000_000}]}
    told = check_problem(await client.post("/v1/summaries", json=body), 413)
    assert "10,000,000" in told["detail"]


async def test_too_long_body_by_its_header(client: httpx.AsyncClient) -> None:
    """A body that is announced as too long is refused before a byte of it is read."""

    async def never() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    headers = JSON | {"Content-Length": "99999999999"}
    answer = await client.post("/v1/summaries", content=never(), headers=headers)
    check_problem(answer, 413)


async def test_many_large_bodies(
    client: httpx.AsyncClient, settings: Settings, script: Scripted
) -> None:
    """Bodies that wait take bounded memory: beyond it clients get 429, and room comes back."""
    body = {"articles": [{"text": "x" * 4_900_000}] * 4 + [{"text": "wait"}]}
    asked = [asyncio.create_task(client.post("/v1/summaries", json=body)) for _ in range(7)]
    done, waiting = await asyncio.wait(asked, timeout=3)
    assert len(waiting) == 5
    for refused in done:
        assert refused.result().headers["retry-after"] == "5"
        check_problem(refused.result(), 429)
    script.go.set()
    assert {(await one).status_code for one in waiting} == {200}
    small = await client.post("/v1/summaries", json={"articles": [{"text": "They met."}]})
    assert small.status_code == 200


async def test_too_long_body_in_pieces(client: httpx.AsyncClient, settings: Settings) -> None:
    """A body of unknown length is cut off soon after the limit, however long it would go on."""
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1_000_000
            yield b" " * 1_000_000

    answer = await client.post("/v1/summaries", content=endless(), headers=JSON)
    check_problem(answer, 413)
    assert sent <= settings.max_request_bytes + 2_000_000


async def test_media_type(client: httpx.AsyncClient) -> None:
    """Forms, which any web page may send anywhere, are not taken for JSON."""
    answer = await client.post("/v1/summaries", data={"articles": "x"})
    assert "Content-Type" in check_problem(answer, 415)["detail"]


async def test_not_acceptable(client: httpx.AsyncClient) -> None:
    """An Accept that names nothing we have is told what there is, before any work is done."""
    answer = await client.post(
        "/v1/summaries", json={"articles": [{"text": "a"}]}, headers={"Accept": "image/png"}
    )
    assert "text/markdown" in check_problem(answer, 406)["detail"]
    assert (await client.get("/v1/summaries")).json()["summaries"] == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/v1/summaries/none", 404),
        ("GET", "/v1/summaries/none/events", 404),
        ("GET", "/v1/summaries/none/changes", 404),
        ("DELETE", "/v1/summaries/none", 404),
        ("GET", "/static/../app.py", 404),
        ("PUT", "/v1/summaries", 405),
        ("GET", "/v1/quotations", 405),
        ("GET", "/v1/summaries?limit=0", 422),
        ("GET", "/v1/summaries?limit=many", 422),
        ("GET", "/v1/summaries?cursor=none", 404),
    ],
)
async def test_other_mistakes(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    """Paths, methods and parameters that don't exist are told as problems too."""
    check_problem(await client.request(method, path), status)


async def test_unknown_format(client: httpx.AsyncClient) -> None:
    """A format that there is none of is refused with the list of those there are."""
    answer = await client.post("/v1/summaries?format=pdf", json={"articles": [{"text": "a"}]})
    assert "markdown" in check_problem(answer, 422)["detail"]


async def test_bad_last_event_id(client: httpx.AsyncClient) -> None:
    """A Last-Event-ID that is no event's number is refused."""
    made = await client.post("/v1/summaries", json={"articles": [{"text": "a"}]})
    path = made.headers["content-location"] + "/events"
    check_problem(await client.get(path, headers={"Last-Event-ID": "x"}), 422)


async def test_full_queue(settings: Settings, script: Scripted) -> None:
    """When too many wait already, the answer is 429 with Retry-After."""
    small = settings.model_copy(update={"queue_limit": 1, "job_concurrency": 1})
    async with running(small, script) as app, client_of(app) as client:
        answers = [
            await client.post(
                "/v1/summaries",
                json={"articles": [{"text": "wait"}]},
                headers={"Prefer": "respond-async"},
            )
            for _ in range(4)
        ]
        refused = [answer for answer in answers if answer.status_code != 202]
        assert refused
        for answer in refused:
            check_problem(answer, 429)
            assert int(answer.headers["retry-after"]) >= 1
        script.go.set()


async def test_host_names(client: httpx.AsyncClient) -> None:
    """On loopback the service answers to its own names alone, as DNS rebinding would use others."""
    for name in ("localhost:8000", "127.0.0.1:8000", "[::1]:8000"):
        assert (await client.get("/healthz", headers={"Host": name})).status_code == 200
    for name in ("evil.example", "localhost.evil.example", "", "["):
        check_problem(await client.get("/healthz", headers={"Host": name}), 421)


def test_every_error_has_a_slug_of_its_own() -> None:
    """Two errors of the tree never share a problem type."""
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    slugs = [kind.slug for kind in kinds if issubclass(kind, errors.CommuniqueError)]
    assert len(slugs) == len(set(slugs))
