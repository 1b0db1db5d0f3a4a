"""Keys, rates, quotas, addresses, headers: who gets in, and what they are told."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from service.errors import TooFast
from service.settings import Settings
from service.storage import ApiKey
from service.web.doors import (
    Caller,
    Doorkeeper,
    UnsafeAddress,
    allowed_hosts,
    check_address,
    is_loopback,
)
from tests.web.service_under_test import Scripted

pytestmark = pytest.mark.anyio

BODY: dict[str, Any] = {"articles": [{"text": "They met."}]}
OPEN_PATHS = ("/", "/docs", "/openapi.json", "/healthz", "/readyz", "/static/app.js")
CLOSED_PATHS = ("/v1/summaries", "/v1/prompts", "/v1/models", "/metrics", "/v1/summaries/x")


def new_key(app: FastAPI, **limits: int) -> tuple[ApiKey, dict[str, str]]:
    """A key in the application's own store, and the header that shows it."""
    kept, secret = app.state.backend.keys.create("test", **limits)
    return kept, {"Authorization": f"Bearer {secret}"}


async def test_no_keys_no_questions(client: httpx.AsyncClient) -> None:
    """While there are no keys, nobody is asked for one."""
    assert (await client.get("/v1/summaries")).status_code == 200


async def test_keys_are_asked_for(app: FastAPI, client: httpx.AsyncClient) -> None:
    """With the first key, the API opens only to it; pages and health stay open."""
    _, header = new_key(app)
    for path in CLOSED_PATHS:
        answer = await client.get(path)
        assert answer.status_code == 401, path
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert "communique keys add" in answer.json()["detail"]
    for path in OPEN_PATHS:
        assert (await client.get(path)).status_code == 200, path
    assert (await client.get("/v1/summaries", headers=header)).status_code == 200
    secret = header["Authorization"].removeprefix("Bearer ")
    assert (await client.get("/v1/summaries", headers={"X-API-Key": secret})).status_code == 200


@pytest.mark.parametrize(
    "header", ["Bearer wrong", "Bearer ", "Basic abc", "Bearer cq_\u00e9", "Bearer " + "x" * 5000]
)
async def test_wrong_keys(app: FastAPI, client: httpx.AsyncClient, header: str) -> None:
    """Anything but a valid key is refused, however odd."""
    new_key(app)
    answer = await client.get("/v1/summaries", headers={"Authorization": header.encode()})
    assert answer.status_code == 401


async def test_revoked_key(app: FastAPI, client: httpx.AsyncClient) -> None:
    """A revoked key opens nothing, and the service does not fall open with its last key."""
    kept, header = new_key(app)
    app.state.backend.keys.revoke(kept.id)
    assert (await client.get("/v1/summaries", headers=header)).status_code == 401
    assert (await client.get("/v1/summaries")).status_code == 401


async def test_keys_see_their_own(app: FastAPI, client: httpx.AsyncClient) -> None:
    """A key neither lists, reads, watches, extends nor deletes what another key asked for."""
    _, one = new_key(app)
    _, other = new_key(app)
    path = (await client.post("/v1/summaries", json=BODY, headers=one)).headers["content-location"]
    assert (await client.get("/v1/summaries", headers=other)).json()["summaries"] == []
    for method, tail in (
        ("GET", ""),
        ("GET", "/events"),
        ("GET", "/changes"),
        ("DELETE", ""),
        ("POST", "/articles"),
    ):
        answer = await client.request(
            method, path + tail, headers=other, json=BODY if method == "POST" else None
        )
        assert answer.status_code == 404, (method, tail)
    assert (await client.get(path, headers=one)).status_code == 200


async def test_requests_per_minute(app: FastAPI, client: httpx.AsyncClient) -> None:
    """Beyond its rate a key gets 429 with the seconds to wait; another key is not affected."""
    _, slow = new_key(app, requests_per_minute=3)
    _, other = new_key(app)
    answers = [await client.get("/v1/prompts", headers=slow) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 20
    assert (await client.get("/v1/prompts", headers=other)).status_code == 200


async def test_rate_refills(settings: Settings) -> None:
    """A rate of two a minute lets one in again after half a minute."""
    now = 0.0
    kept, secret = _KEY, "s"
    doorkeeper = Doorkeeper(_OneKey(), settings, clock=lambda: now)
    for _ in range(2):
        assert (await doorkeeper.admit(secret)).key == kept
    with pytest.raises(TooFast):
        await doorkeeper.admit(secret)
    now = 31.0
    assert (await doorkeeper.admit(secret)).key == kept
    with pytest.raises(TooFast):
        await doorkeeper.admit(secret)


async def test_tokens_per_day(app: FastAPI, client: httpx.AsyncClient) -> None:
    """A key that used up its tokens of the day gets 429 for new work, and still reads the old."""
    _, header = new_key(app, tokens_per_day=100)
    first = await client.post("/v1/summaries", json=BODY, headers=header)
    assert first.status_code == 200
    refused = await client.post("/v1/summaries", json=BODY, headers=header)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) <= 86_400
    path = first.headers["content-location"]
    assert (await client.get(path, headers=header)).status_code == 200


async def test_tokens_are_counted_for_absent_callers(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    """Tokens count for the key also when nobody waits for the summary."""
    kept, header = new_key(app)
    answer = await client.post(
        "/v1/summaries", json=BODY, headers=header | {"Prefer": "respond-async"}
    )
    await client.get(answer.headers["location"] + "/events", headers=header)
    assert app.state.backend.keys.spent(kept.id) == 107


async def test_tokens_of_quotations_are_counted(app: FastAPI, client: httpx.AsyncClient) -> None:
    """Quotations with the model use up a quota as summaries do; those by rules alone are free."""
    kept, header = new_key(app, tokens_per_day=100)
    rules = BODY | {"no_model": True}
    assert (await client.post("/v1/quotations", json=rules, headers=header)).status_code == 200
    assert app.state.backend.keys.spent(kept.id) == 0
    assert (await client.post("/v1/quotations", json=BODY, headers=header)).status_code == 200
    assert app.state.backend.keys.spent(kept.id) == 107
    assert (await client.post("/v1/quotations", json=BODY, headers=header)).status_code == 429
    assert (await client.post("/v1/summaries", json=BODY, headers=header)).status_code == 429
    assert (await client.post("/v1/quotations", json=rules, headers=header)).status_code == 200


@pytest.mark.parametrize("text", ["fail", "wait"])
async def test_tokens_of_work_without_result_are_counted(
    app: FastAPI, client: httpx.AsyncClient, text: str
) -> None:
    """What a summary used counts also when it fails, and when its client has gone."""
    kept, header = new_key(app)
    body = {"articles": [{"text": text}]}
    asked = asyncio.create_task(client.post("/v1/summaries", json=body, headers=header))
    await asyncio.wait({asked}, timeout=0.5)
    asked.cancel()
    await asyncio.wait({asked})
    assert app.state.backend.keys.spent(kept.id) == 107


async def test_quota_holds_for_what_waits(
    app: FastAPI, client: httpx.AsyncClient, script: Scripted, settings: Settings
) -> None:
    """Requests that were queued before the quota was used up are refused when their turn comes."""
    _, header = new_key(app, tokens_per_day=100)
    later = header | {"Prefer": "respond-async"}
    held = {"articles": [{"text": "wait"}]}
    for _ in range(settings.job_concurrency):
        await client.post("/v1/summaries", json=held, headers=later)
    queued = asyncio.create_task(client.post("/v1/summaries", json=BODY, headers=header))
    await asyncio.sleep(0.3)
    script.go.set()
    answer = await queued
    assert answer.status_code == 429
    assert answer.json()["type"] == "/problems/rate-limited"
    assert int(answer.headers["retry-after"]) <= 86_400


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("example.org", False),
    ],
)
def test_public_addresses(host: str, loopback: bool) -> None:
    """An address that others can reach needs keys, or a word that something else keeps watch."""
    assert is_loopback(host) is loopback
    settings = Settings(host=host)
    if loopback:
        check_address(settings, has_keys=False)
        return
    with pytest.raises(UnsafeAddress, match="communique keys add"):
        check_address(settings, has_keys=False)
    check_address(settings, has_keys=True)
    check_address(settings.model_copy(update={"allow_public": True}), has_keys=False)


def test_allowed_hosts() -> None:
    """Names that are set are answered to beside our own; a public address takes any by default."""
    assert "localhost" in (allowed_hosts(Settings()) or ())
    assert allowed_hosts(Settings(host="0.0.0.0")) is None
    listed = allowed_hosts(Settings(host="0.0.0.0", allowed_hosts="talks.example, Other.example"))
    assert listed is not None
    assert {"talks.example", "other.example"} <= listed


@pytest.mark.parametrize("path", [*OPEN_PATHS, "/v1/summaries", "/nowhere", "/metrics"])
async def test_safe_headers(client: httpx.AsyncClient, path: str) -> None:
    """Every answer forbids sniffing, framing and referrers, and has a policy without exceptions."""
    headers = (await client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers
    assert "server" not in headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy


async def test_summary_page_policy(client: httpx.AsyncClient) -> None:
    """The page of a summary allows its own style sheet and nothing else."""
    answer = await client.post("/v1/summaries?format=html", json=BODY)
    policy = answer.headers["content-security-policy"]
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


_KEY = ApiKey(
    id="k",
    name="k",
    digest="043a718774c572bd8a25adbeb1bfcd5c0256ae11cecf9f9c3f925d0e52beaf89",
    requests_per_minute=2,
    tokens_per_day=None,
    created_at=None,  # type: ignore[arg-type]
    revoked_at=None,
)


class _OneKey:
    """A store with one key, whose secret is "s"."""

    def find(self, secret: str) -> ApiKey | None:
        return _KEY if secret == "s" else None

    def all(self) -> list[ApiKey]:
        return [_KEY]

    def check_quota(self, key: str, tokens_per_day: int | None) -> None: ...


def test_caller_without_key_sees_all() -> None:
    """While no keys are asked for, everything is everybody's."""
    assert Caller().sees is None
    assert Caller().owner == ""
