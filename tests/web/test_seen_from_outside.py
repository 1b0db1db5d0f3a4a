"""Health, metrics, logs, traces: what those who run the service see, and what nobody may see."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from dataclasses import replace

import httpx
import pytest
import structlog
from fastapi import FastAPI

from service.errors import ModelUnavailable, StorageError
from service.records import ArticleInput, Job
from service.settings import Settings
from service.web import logs, probing
from service.web.probing import ModelProbe
from service.web.tracing import Traced
from tests.fakes import QueuedModel
from tests.web.service_under_test import Scripted, client_of, running

pytestmark = pytest.mark.anyio

SECRET = "saltmarshwindmill"


def of(text: str) -> dict[str, list[dict[str, str]]]:
    return {"articles": [{"text": text}]}


async def test_health(client: httpx.AsyncClient, script: Scripted) -> None:
    """/healthz says that the process lives, also while the model is down."""
    script.model_failure = ModelUnavailable("down")
    assert (await client.get("/healthz")).json() == {"status": "ok"}


async def test_readiness(client: httpx.AsyncClient, script: Scripted) -> None:
    """/readyz is 200 when database and model work, and 503 with the reason when one does not."""
    assert (await client.get("/readyz")).status_code == 200
    script.model_failure = ModelUnavailable("no weights: run `communique models pull`")
    answer = await client.get("/readyz")
    assert answer.status_code == 503
    checks = {check["name"]: check for check in answer.json()["checks"]}
    assert checks["database"]["ok"]
    assert "models pull" in checks["model"]["detail"]


async def test_readiness_without_database(app: FastAPI, client: httpx.AsyncClient) -> None:
    """A database that can't be read makes the service not ready."""
    working = app.state.backend

    class Gone:
        async def load(self) -> None:
            raise StorageError("the database can't be read: look at the disk")

    app.state.backend = replace(working, jobs=Gone())
    answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert "look at the disk" in answer.text
    assert (await client.get("/healthz")).status_code == 200
    assert (await client.get("/metrics")).status_code == 200


async def test_probe_asks_the_model_once() -> None:
    """Looking often asks the model once a minute, and a model that is down again soon."""
    model = QueuedModel()

    async def open_model() -> QueuedModel:
        return model

    probe = ModelProbe(open_model)
    for _ in range(5):
        await probe()
    assert len(model.calls) == 1
    failing = QueuedModel([ModelUnavailable("down")] * 2)

    async def open_failing() -> QueuedModel:
        return failing

    probe = ModelProbe(open_failing)
    for _ in range(5):
        with pytest.raises(ModelUnavailable):
            await probe()
    assert len(failing.calls) == 1


async def test_busy_model_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that answered once and is busy now counts as ready; one that never did does not."""
    monkeypatch.setattr(probing, "_PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(probing, "_GOOD_SECONDS", 0.0)
    model = QueuedModel()

    async def open_model() -> QueuedModel:
        return model

    probe = ModelProbe(open_model)
    model.seconds = 1.0
    with pytest.raises(ModelUnavailable, match="still loading"):
        await probe()
    await probe.close()
    model.seconds = 0.0
    await probe()
    model.seconds = 1.0
    await probe()
    assert len(model.calls) == 3
    await probe.close()


async def test_metrics(client: httpx.AsyncClient) -> None:
    """Requests, stages, model calls, tokens, store hits, queue and rejections are all counted."""
    await client.post("/v1/summaries", json=of("They met."))
    await client.post("/v1/summaries", content=b"x", headers={"Content-Type": "application/json"})
    answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    lines = answer.text.splitlines()
    for expected in (
        'communique_http_requests_total{method="POST",route="/v1/summaries",status="200"} 1.0',
        'communique_http_requests_total{method="POST",route="/v1/summaries",status="400"} 1.0',
        'communique_http_refused_total{problem="malformed"} 1.0',
        'communique_summaries_total{outcome="done"} 1.0',
        'communique_stage_seconds_count{stage="read"} 1.0',
        'communique_model_calls_total{model="fake",source="model"} 3.0',
        'communique_model_calls_total{model="fake",source="store"} 2.0',
        'communique_model_tokens_total{kind="prompt",model="fake"} 100.0',
        'communique_model_tokens_total{kind="completion",model="fake"} 7.0',
        'communique_rejections_total{reason="not in the article"} 1.0',
        'communique_jobs{status="queued"} 0.0',
        'communique_jobs{status="running"} 0.0',
    ):
        assert expected in lines


async def test_metrics_stay_few(client: httpx.AsyncClient) -> None:
    """Paths, methods and ids that callers invent make no series of their own."""
    for number in range(20):
        await client.get(f"/invented/{number}")
        await client.get(f"/v1/summaries/{number}")
        await client.request(f"VERB{number}", "/v1/summaries")
    text = (await client.get("/metrics")).text
    assert "invented" not in text
    assert "VERB" not in text
    assert len(re.findall(r"^communique_http_requests_total", text, re.M)) < 10


async def test_two_applications_count_apart(
    client: httpx.AsyncClient, settings: Settings, tmp_path: object
) -> None:
    """Two applications in one process have counters of their own."""
    await client.post("/v1/summaries", json=of("They met."))
    other_settings = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/2.db"})
    async with running(other_settings, Scripted()) as app, client_of(app) as other:
        assert 'route="/v1/summaries"' not in (await other.get("/metrics")).text


async def test_logs_hold_no_words(settings: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither words of articles nor keys reach the log: not by requests, failures or libraries."""
    script = Scripted()
    script.error = RuntimeError(f"can't read {SECRET}")
    debug = settings.model_copy(update={"log_level": "debug"})
    with Configured(debug):
        async with running(debug, script) as app, client_of(app) as client:
            _, key = app.state.backend.keys.create("test")
            headers = {"Authorization": f"Bearer {key}"}
            await client.post("/v1/summaries", json=of(f'They met. "{SECRET}."'), headers=headers)
            await client.post("/v1/summaries", json=of("fail"), headers=headers)
            await client.post(f"/v1/summaries?format={SECRET}", json=of(SECRET), headers=headers)
            await client.post("/v1/summaries", json={SECRET: SECRET}, headers=headers)
            await client.get(f"/{SECRET}?q={SECRET}", headers=headers)
            await client.get("/v1/prompts", headers={"Authorization": f"Bearer {SECRET}"})
            logging.getLogger("other.library").warning("it dropped %s", SECRET)
            try:
                raise ValueError(SECRET)
            except ValueError:
                logging.getLogger("some.library").exception("it failed")
    written = capfd.readouterr()
    assert "some.library" in written.err
    for stream in (written.out, written.err):
        assert SECRET not in stream
        assert key not in stream


async def test_log_lines(settings: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    """Each request is one JSON line with its id, route, status and time."""
    with Configured(settings):
        async with running(settings, Scripted()) as app, client_of(app) as client:
            answer = await client.get("/v1/summaries/abc", headers={"X-Request-ID": "r-1"})
    assert answer.headers["x-request-id"] == "r-1"
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    line = next(line for line in lines if line["event"] == "request")
    assert line["request_id"] == "r-1"
    assert line["route"] == "/v1/summaries/{id}"
    assert line["status"] == 404
    assert line["milliseconds"] >= 0


@pytest.mark.parametrize("sent", ["x" * 65, "a b", 'a"b', "a\x1b[31m", ""])
async def test_request_ids_are_plain(client: httpx.AsyncClient, sent: str) -> None:
    """A request id that could upset a log is replaced."""
    answer = await client.get("/healthz", headers={"X-Request-ID": sent.encode()})
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["x-request-id"])


async def test_work_is_traced() -> None:
    """A summary's work is a span with its counts, and each stage a span within it."""
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    traced = Traced(Scripted(), provider.get_tracer("test"))
    await traced.summarize(Job("s1", [ArticleInput(text=SECRET)]), lambda _: None)
    failing = ArticleInput(text="fail")
    with pytest.raises(RuntimeError):
        await traced.summarize(Job("s2", [failing]), lambda _: None)
    spans = kept.get_finished_spans()
    assert [span.name for span in spans] == ["read", "summarize", "read", "summarize"]
    assert spans[1].attributes is not None
    assert spans[1].attributes["communique.calls"] == 3
    assert spans[0].parent is not None
    assert spans[0].parent.span_id == spans[1].context.span_id
    assert not spans[3].status.is_ok
    written = "".join(span.to_json() for span in spans)
    assert SECRET not in written
    assert "saltmarsh" not in written


async def test_traces(settings: Settings) -> None:
    """With an endpoint set, requests become spans that name the route and hold no words."""
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    traced = settings.model_copy(update={"otlp_endpoint": "http://127.0.0.1:9"})
    kept = InMemorySpanExporter()
    async with running(traced, Scripted()) as app, client_of(app) as client:
        provider = app._telemetry["tracer_provider"]
        provider._active_span_processor._span_processors = (SimpleSpanProcessor(kept),)
        await client.post("/v1/summaries", json=of(SECRET))
    spans = kept.get_finished_spans()
    assert any("/v1/summaries" in span.name for span in spans)
    assert SECRET not in "".join(span.to_json() for span in spans)


class Configured:
    """Logging as the service sets it up, until the block is left."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __enter__(self) -> None:
        root = logging.getLogger()
        self._before = (list(root.handlers), root.level)
        logs.configure(self._settings)

    def __exit__(self, *_: object) -> None:
        root = logging.getLogger()
        root.handlers[:], level = self._before
        root.setLevel(level)
        structlog.reset_defaults()


async def test_disconnected_request_is_logged_once(app: FastAPI) -> None:
    """A request that ends without an answer leaves the application whole."""
    async with client_of(app) as client:
        waiting = asyncio.create_task(client.post("/v1/summaries", json=of("wait")))
        await asyncio.sleep(0.2)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert (await client.get("/healthz")).status_code == 200
