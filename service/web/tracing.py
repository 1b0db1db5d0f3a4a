"""OpenTelemetry traces, sent where `COMMUNIQUE_OTLP_ENDPOINT` says; off without it.

Spans carry routes, statuses and times; never bodies, words of articles or exception messages.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache
from threading import Thread
from typing import TYPE_CHECKING

from fastapi.telemetry import TelemetryConfig
from opentelemetry.trace import Span, Status, StatusCode, Tracer, set_span_in_context

from service import __version__
from service.errors import RequestError
from service.jobs import Summarizer
from service.records import Job, Progress, Summary
from service.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider


_FLUSH_SECONDS = 2.0


class MissingExtra(RequestError):
    """A setting needs an optional part of the package."""


def telemetry(settings: Settings) -> TelemetryConfig:
    """What FastAPI is to trace. Raises: MissingExtra when the extra `tracing` is missing."""
    if settings.otlp_endpoint is None:
        return TelemetryConfig(tracing=False, metrics=False, logs=False, auto_configure=False)
    return TelemetryConfig(
        tracer_provider=provider(settings.otlp_endpoint),
        tracing=True,
        metrics=False,
        logs=False,
        operation_spans=False,
        auto_configure=False,
    )


@cache
def provider(endpoint: str) -> TracerProvider:
    """A provider that sends spans in batches. endpoint: a collector's URL, without /v1/traces."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise MissingExtra(
            "COMMUNIQUE_OTLP_ENDPOINT is set, but the extra `tracing` is not installed: "
            "pip install 'communique[tracing]'."
        ) from None
    resource = Resource.create({"service.name": "communique", "service.version": __version__})
    made = TracerProvider(resource=resource)
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
    made.add_span_processor(BatchSpanProcessor(exporter))
    return made


async def flush(settings: Settings) -> None:
    """Send what is left, as far as a collector takes it at once.

    A server that is told to stop ends by the signal, so that nothing runs at its exit.
    """
    if settings.otlp_endpoint is not None:
        # The exporter keeps to no time of its own; nobody waits for a thread like this.
        flushing = Thread(target=provider(settings.otlp_endpoint).force_flush, daemon=True)
        flushing.start()
        await asyncio.to_thread(flushing.join, _FLUSH_SECONDS)


def traced(summarizer: Summarizer, settings: Settings) -> Summarizer:
    """The summarizer with its work as spans, where traces are wanted."""
    if settings.otlp_endpoint is None:
        return summarizer
    return Traced(summarizer, provider(settings.otlp_endpoint).get_tracer("communique"))


class Traced:
    """A summarizer whose work is a span, with a span for each of its stages.

    Spans carry the summary's id and counts; never words.
    """

    def __init__(self, summarizer: Summarizer, tracer: Tracer) -> None:
        self._summarizer = summarizer
        self._tracer = tracer

    async def summarize(self, job: Job, report: Callable[[Progress], None], /) -> Summary:
        stage: Span | None = None
        current = ""
        with self._tracer.start_as_current_span(
            "summarize",
            attributes={"communique.summary": job.id, "communique.articles": len(job.inputs)},
            record_exception=False,
            set_status_on_exception=False,
        ) as whole:

            def watched(progress: Progress) -> None:
                nonlocal stage, current
                if progress.stage != current:
                    if stage is not None:
                        stage.end()
                    current = progress.stage
                    stage = self._tracer.start_span(current, set_span_in_context(whole))
                report(progress)

            try:
                summary = await self._summarizer.summarize(job, watched)
            except BaseException as failure:
                whole.set_status(Status(StatusCode.ERROR, type(failure).__name__))
                raise
            finally:
                if stage is not None:
                    stage.end()
            if summary.usage is not None:
                used = summary.usage
                whole.set_attributes(
                    {
                        "communique.model": used.model,
                        "communique.calls": used.calls,
                        "communique.cached_calls": used.cached_calls,
                        "communique.prompt_tokens": used.prompt_tokens,
                        "communique.completion_tokens": used.completion_tokens,
                    }
                )
            return summary
