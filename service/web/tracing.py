"""OpenTelemetry traces, sent where `COMMUNIQUE_OTLP_ENDPOINT` says; off without it.

Spans carry routes, statuses and times; never bodies, words of articles or exception messages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.telemetry import TelemetryConfig

from service import __version__
from service.errors import RequestError
from service.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider


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
