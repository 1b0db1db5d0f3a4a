"""`/v1/summaries` from a caller's side."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from service.errors import ModelUnavailable
from tests.web.service_under_test import Scripted

pytestmark = pytest.mark.anyio

TALKS = 'They met. "We made progress," she said.'


def of(*texts: str) -> dict[str, Any]:
    return {"articles": [{"text": text} for text in texts]}


async def test_waits_for_summary(client: httpx.AsyncClient) -> None:
    """A plain POST answers 200 with the finished summary, and says where it stays."""
    answer = await client.post("/v1/summaries", json=of(TALKS))
    assert answer.status_code == 200
    summary = answer.json()
    assert summary["status"] == "done"
    assert answer.headers["content-location"] == f"/v1/summaries/{summary['id']}"
    found = (await client.get(answer.headers["content-location"])).json()
    assert found == summary


async def test_text_comes_back_to_the_character(client: httpx.AsyncClient) -> None:
    """An article's text in the answer is exactly the text that was sent, odd characters and all."""
    text = 'A\r\nB\u202e\u200b\u00a0\U0001f600 "x\x0b" end \u2028\ufeff'
    answer = await client.post("/v1/summaries", json=of(text))
    summary = answer.json()
    assert summary["articles"][0]["text"] == text
    for quotation in summary["quotations"]:
        assert quotation["text"] == text[quotation["start"] : quotation["end"]]


async def test_respond_async(client: httpx.AsyncClient, script: Scripted) -> None:
    """With Prefer: respond-async the answer is 202 at once, and Location leads to the summary."""
    answer = await client.post(
        "/v1/summaries", json=of("wait"), headers={"Prefer": "respond-async"}
    )
    assert answer.status_code == 202
    assert answer.headers["preference-applied"] == "respond-async"
    location = answer.headers["location"]
    assert (await client.get(location)).json()["status"] in ("queued", "running")
    script.go.set()
    await _until_done(client, location)


async def test_wait_preference(client: httpx.AsyncClient) -> None:
    """`wait=5` beside respond-async answers 200 when the summary is done within that time."""
    answer = await client.post(
        "/v1/summaries", json=of(TALKS), headers={"Prefer": "respond-async, wait=5"}
    )
    assert answer.status_code == 200


async def test_idempotency_key(client: httpx.AsyncClient) -> None:
    """The same key and body give the same summary; the same key with another body is refused."""
    headers = {"Idempotency-Key": "k1"}
    first = await client.post("/v1/summaries", json=of(TALKS), headers=headers)
    second = await client.post("/v1/summaries", json=of(TALKS), headers=headers)
    assert first.json()["id"] == second.json()["id"]
    other = await client.post("/v1/summaries", json=of("Other."), headers=headers)
    assert other.status_code == 422
    assert other.json()["type"] == "/problems/idempotency-key-reused"


async def test_added_articles_say_what_changed(client: httpx.AsyncClient) -> None:
    """The answer to added articles is the new summary, and which articles changed it."""
    first = (await client.post("/v1/summaries", json=of(TALKS))).json()
    answer = await client.post(f"/v1/summaries/{first['id']}/articles", json=of("More talks."))
    assert answer.status_code == 200
    summary = answer.json()
    assert len(summary["articles"]) == 2
    assert summary["changes"]["articles"] == ["a2"]
    told = (await client.get(f"/v1/summaries/{first['id']}/changes")).json()
    assert told == summary["changes"]


async def test_failure_is_told(client: httpx.AsyncClient, script: Scripted) -> None:
    """A summary that failed answers the waiting request with the problem, and keeps the reason."""
    script.error = ModelUnavailable("no weights: run `communique models pull`")
    answer = await client.post("/v1/summaries", json=of("fail"))
    assert answer.status_code == 503
    assert "models pull" in answer.json()["detail"]
    listed = (await client.get("/v1/summaries")).json()["summaries"]
    found = (await client.get(f"/v1/summaries/{listed[0]['id']}")).json()
    assert found["status"] == "failed"
    assert found["problem"]["type"] == "/problems/model-unavailable"


async def test_unforeseen_failure_keeps_its_words(
    client: httpx.AsyncClient, script: Scripted
) -> None:
    """The message of an unforeseen error, which may quote an article, is not sent to anybody."""
    answer = await client.post("/v1/summaries", json=of("fail"))
    assert answer.status_code == 500
    assert "saltmarsh" not in answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_delete_forgets(client: httpx.AsyncClient) -> None:
    """After DELETE nothing is there any more."""
    summary = (await client.post("/v1/summaries", json=of(TALKS))).json()
    path = f"/v1/summaries/{summary['id']}"
    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404
    assert (await client.delete(path)).status_code == 404


async def test_delete_cancels_a_waiting_request(
    client: httpx.AsyncClient, script: Scripted
) -> None:
    """Deleting a running summary stops its work and ends the request that waits for it."""
    waiting = asyncio.create_task(client.post("/v1/summaries", json=of("wait")))
    await script.started.wait()
    listed = (await client.get("/v1/summaries")).json()["summaries"]
    assert (await client.delete(f"/v1/summaries/{listed[0]['id']}")).status_code == 204
    answer = await asyncio.wait_for(waiting, 5)
    assert answer.status_code in (404, 409)
    assert script.cancelled == 1


async def test_pages(client: httpx.AsyncClient) -> None:
    """Following the cursor lists every summary once, newest first."""
    made = [
        (await client.post("/v1/summaries", json=of(f"Talks {n}."))).json()["id"] for n in range(5)
    ]
    seen: list[str] = []
    path: str | None = "/v1/summaries?limit=2"
    while path:
        answer = await client.get(path)
        seen += [entry["id"] for entry in answer.json()["summaries"]]
        path = answer.links["next"]["url"] if "next" in answer.links else None
    assert seen == made[::-1]


async def test_events(client: httpx.AsyncClient) -> None:
    """The event stream tells the stages in order, numbers each event, and ends with the work."""
    answer = await client.post("/v1/summaries", json=of(TALKS), headers={"Prefer": "respond-async"})
    events = _events((await client.get(answer.headers["location"] + "/events")).text)
    assert [number for number, _ in events] == list(range(1, len(events) + 1))
    assert events[-1][1]["status"] == "done"
    assert {data["stage"] for _, data in events} >= {"read"}


async def test_events_are_over(client: httpx.AsyncClient) -> None:
    """Who has seen the last event gets 204, so that a browser does not come back for ever."""
    answer = await client.post("/v1/summaries", json=of(TALKS))
    path = answer.headers["content-location"] + "/events"
    last = _events((await client.get(path)).text)[-1][0]
    for seen in (last, last + 5):
        over = await client.get(path, headers={"Last-Event-ID": str(seen)})
        assert (over.status_code, over.content) == (204, b"")


async def test_events_resume(client: httpx.AsyncClient) -> None:
    """With Last-Event-ID only later events come."""
    answer = await client.post("/v1/summaries", json=of(TALKS))
    path = answer.headers["content-location"] + "/events"
    everything = _events((await client.get(path)).text)
    rest = _events((await client.get(path, headers={"Last-Event-ID": "2"})).text)
    assert rest == everything[2:]


async def test_disconnect_cancels(app: FastAPI, script: Scripted) -> None:
    """When the only client that waits goes away, the work stops."""
    await _post_and_leave(app, script, "wait")
    await _until(lambda: script.cancelled == 1)


async def test_disconnect_leaves_others_their_summary(
    app: FastAPI, client: httpx.AsyncClient, script: Scripted
) -> None:
    """A client that goes away does not take the summary from another that waits for it."""
    headers = {"Idempotency-Key": "shared"}
    other = asyncio.create_task(client.post("/v1/summaries", json=of("wait"), headers=headers))
    await script.started.wait()
    await _post_and_leave(app, script, "wait", headers)
    script.go.set()
    assert (await asyncio.wait_for(other, 5)).status_code == 200
    assert script.cancelled == 0


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        ("", "*/*", "application/json"),
        ("", "text/markdown", "text/markdown"),
        ("", "text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("", "text/csv;q=0.5, application/ld+json", "application/ld+json"),
        ("", "application/json;q=0, text/*", "text/markdown"),
        ("?format=csv", "text/html", "text/csv"),
        ("?format=text", "*/*", "text/plain"),
        ("?format=jsonld", "*/*", "application/ld+json"),
    ],
)
async def test_representations(
    client: httpx.AsyncClient, query: str, accept: str, media_type: str
) -> None:
    """`format` decides, else the best of Accept; the body is in that form."""
    answer = await client.post(f"/v1/summaries{query}", json=of(TALKS), headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    again = await client.get(answer.headers["content-location"] + query, headers={"Accept": accept})
    assert again.text == answer.text


async def test_quotations_alone(client: httpx.AsyncClient) -> None:
    """`/v1/quotations` gives each article with its quotations, in the order sent."""
    answer = await client.post("/v1/quotations", json=of(TALKS, 'And "more".') | {"no_model": True})
    first, second = answer.json()["articles"]
    assert first["quotations"][0]["text"] == "We made progress,"
    assert second["article"]["id"] == "a2"
    assert second["quotations"][0]["text"] == "more"


async def test_no_model_needs_no_model(client: httpx.AsyncClient, script: Scripted) -> None:
    """Quotations by rules work while the model is down; with the model the answer is 503."""
    script.model_failure = ModelUnavailable("down")
    with_rules = await client.post("/v1/quotations", json=of(TALKS) | {"no_model": True})
    with_model = await client.post("/v1/quotations", json=of(TALKS))
    assert (with_rules.status_code, with_model.status_code) == (200, 503)


async def _until_done(client: httpx.AsyncClient, location: str) -> None:
    for _ in range(200):
        if (await client.get(location)).json()["status"] == "done":
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the summary was not done in time")


async def _until(holds: Any) -> None:
    for _ in range(250):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen in time")


def _events(stream: str) -> list[tuple[int, dict[str, Any]]]:
    """Number and data of each server-sent event."""
    found: list[tuple[int, dict[str, Any]]] = []
    for part in stream.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in part.split("\n") if line[0] != ":")
        if "data" in fields:
            found.append((int(fields["id"]), json.loads(fields["data"])))
    return found


async def _post_and_leave(
    app: FastAPI, script: Scripted, text: str, headers: dict[str, str] | None = None
) -> None:
    """POST as a server would hand it on, with a disconnect once the work has started."""
    body = json.dumps(of(text)).encode()
    named = {"content-type": "application/json", "host": "localhost", **(headers or {})}
    sent = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if not sent.is_set():
            sent.set()
            return {"type": "http.request", "body": body, "more_body": False}
        await script.started.wait()
        await asyncio.sleep(0.1)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None: ...

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": "/v1/summaries",
        "raw_path": b"/v1/summaries",
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "headers": [(k.lower().encode(), v.encode()) for k, v in named.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    await asyncio.wait_for(app(scope, receive, send), 5)
