"""Prometheus metrics: what the service does, seen from outside. docs/http.md lists them.

Each application has a registry of its own, so that two in one process do not count for each other.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    start_http_server,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from service.asking import CallStore
from service.errors import CommuniqueError
from service.jobs import Load, Summarizer
from service.records import Job, Progress, StoredCall, Summary

# Reasons are written for people; beyond this many different ones the rest count as "other".
_MAX_REASONS = 50
_SECONDS = (0.005, 0.02, 0.1, 0.5, 2, 10, 30, 60, 120, 300, 600, 1800)


class Metrics:
    """All counters of one application."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "communique_http_requests",
            "HTTP requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._request_seconds = Histogram(
            "communique_http_request_seconds",
            "Seconds from request to last byte; waiting for a summary included.",
            ("method", "route"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._refused = Counter(
            "communique_http_refused",
            "Requests refused, by the slug of the problem.",
            ("problem",),
            registry=self.registry,
        )
        self._summaries = Counter(
            "communique_summaries",
            "Summaries worked on in this process, by how they ended.",
            ("outcome",),
            registry=self.registry,
        )
        self._summary_seconds = Histogram(
            "communique_summary_seconds",
            "Seconds of work on a summary, without waiting in the queue.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._stage_seconds = Histogram(
            "communique_stage_seconds",
            "Seconds of each stage of a summary.",
            ("stage",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._calls = Counter(
            "communique_model_calls",
            "Model calls as they end, by where the answer came from: model or store.",
            ("model", "source"),
            registry=self.registry,
        )
        self._tokens = Counter(
            "communique_model_tokens",
            "Tokens as the model's server counts them: prompt, cached_prompt (part of prompt), "
            "completion.",
            ("model", "kind"),
            registry=self.registry,
        )
        self._rejections = Counter(
            "communique_rejections",
            "Answers and passages that a check refused.",
            ("reason",),
            registry=self.registry,
        )
        self._articles = Counter(
            "communique_articles", "Articles summarised.", registry=self.registry
        )
        self._failed_chunks = Counter(
            "communique_failed_chunks",
            "Chunks that no try could get an answer for.",
            registry=self.registry,
        )
        self._jobs = Gauge(
            "communique_jobs",
            "Summaries that wait or run now, over all processes on the database.",
            ("status",),
            registry=self.registry,
        )
        self._queue_limit = Gauge(
            "communique_queue_limit",
            "How many summaries may wait before new ones get a 429.",
            registry=None,
        )
        self._workers = Gauge(
            "communique_workers", "Worker processes that live, on PostgreSQL.", registry=None
        )
        self._shown: set[Gauge] = set()
        self._reasons: set[str] = set()

    def observe_request(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, str(status)).inc()
        self._request_seconds.labels(method, route).observe(seconds)

    def count_refused(self, slug: str) -> None:
        self._refused.labels(slug).inc()

    def set_load(self, load: Load) -> None:
        self._jobs.labels("queued").set(load.queued)
        self._jobs.labels("running").set(load.running)
        self._set(self._queue_limit, load.limit)
        if load.workers is not None:
            self._set(self._workers, load.workers)

    def _set(self, gauge: Gauge, value: float) -> None:
        """Set a gauge that a process shows only once it knows better than zero."""
        gauge.set(value)
        if gauge not in self._shown:
            self._shown.add(gauge)
            self.registry.register(gauge)

    def observe_summary(self, summary: Summary) -> None:
        """Count what a finished summary tells of the work on it."""
        self._articles.inc(len(summary.articles))
        self._failed_chunks.inc(summary.coverage.chunks.failed)
        for rejection in summary.rejections:
            self._rejections.labels(self._reason(rejection.reason)).inc()

    def observe_call(self, call: StoredCall, source: str) -> None:
        """Count a model call, and where the model was asked for it, its tokens."""
        self._calls.labels(call.model, source).inc()
        if source == "model":
            self._tokens.labels(call.model, "prompt").inc(call.counts.prompt)
            self._tokens.labels(call.model, "cached_prompt").inc(call.counts.cached)
            self._tokens.labels(call.model, "completion").inc(call.counts.completion)

    def counted(self, calls: CallStore) -> CallStore:
        """The store, with every call that passes through it counted here."""
        return _Counted(calls, self)

    def observed(self, summarizer: Summarizer) -> Summarizer:
        """The summarizer, with its work counted here."""
        return _Observed(summarizer, self)

    def serve(self, host: str, port: int) -> None:
        """Serve the metrics, and nothing else, for a process without the web service."""
        start_http_server(port, host, registry=self.registry)

    def exposition(self) -> bytes:
        """The text that Prometheus reads."""
        return generate_latest(self.registry)

    def observe_work(self, outcome: str, seconds: float, stages: Mapping[str, float]) -> None:
        self._summaries.labels(outcome).inc()
        self._summary_seconds.observe(seconds)
        for stage, stage_seconds in stages.items():
            self._stage_seconds.labels(stage).observe(stage_seconds)

    def _reason(self, reason: str) -> str:
        """The reason without its particulars: up to a colon or quote, digits as #."""
        short = re.sub(r"\d+", "#", re.split(r"[:;(\"'“‘`]", reason)[0]).strip()[:60]
        if short not in self._reasons and len(self._reasons) >= _MAX_REASONS:
            return "other"
        self._reasons.add(short)
        return short


class _Counted:
    """A store of calls; what is put into it was just answered by a model."""

    def __init__(self, calls: CallStore, metrics: Metrics) -> None:
        self._calls = calls
        self._metrics = metrics

    def get(self, digest: str) -> StoredCall | None:
        found = self._calls.get(digest)
        if found is not None:
            self._metrics.observe_call(found, "store")
        return found

    def put(self, digest: str, call: StoredCall) -> None:
        # First, as it was paid for also when it can't be kept.
        self._metrics.observe_call(call, "model")
        self._calls.put(digest, call)


class _Observed:
    """A summarizer whose stages are timed by the progress that it reports."""

    def __init__(self, summarizer: Summarizer, metrics: Metrics) -> None:
        self._summarizer = summarizer
        self._metrics = metrics

    async def summarize(self, job: Job, report: Callable[[Progress], None], /) -> Summary:
        started = time.monotonic()
        stages: dict[str, float] = {}
        current: str | None = None
        since = started

        def enter(stage: str | None) -> None:
            nonlocal current, since
            now = time.monotonic()
            if current is not None:
                stages[current] = stages.get(current, 0.0) + now - since
            current, since = stage, now

        def watched(progress: Progress) -> None:
            if progress.stage != current:
                enter(progress.stage)
            report(progress)

        outcome = "cancelled"
        try:
            summary = await self._summarizer.summarize(job, watched)
            outcome = "done"
        except CommuniqueError as failure:
            outcome = failure.slug
            raise
        except Exception:
            outcome = "internal"
            raise
        finally:
            enter(None)
            self._metrics.observe_work(outcome, time.monotonic() - started, stages)
        self._metrics.observe_summary(summary)
        return summary
