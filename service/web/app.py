"""`create_app`: routes, doors, errors and measurements put together."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from service import __version__
from service.settings import Settings
from service.web import (
    catalogues,
    health,
    pages,
    problems,
    quotations,
    summaries,
    tracing,
)
from service.web.backend import Opener, opened
from service.web.bodies import ArticlesRequest, Hold, QuotationsRequest, SummaryRequest
from service.web.doors import Doorkeeper, HostCheck, allowed_hosts
from service.web.metrics import Metrics
from service.web.middleware import Surroundings

_DESCRIPTION = """\
Send news articles about diplomatic talks; get back each round of talks with its participants,
outcomes and open issues, and every quotation with its speaker, at its exact place.

Offsets are half-open and count Unicode code points of `articles[i].text` as returned.
Every error is an RFC 9457 problem that says what to do.
"""


def create_app(settings: Settings, opener: Opener = opened) -> FastAPI:
    """The application. Nothing is opened before it starts.

    opener: opens the working parts when the application starts, and closes them when it stops.
    """
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        try:
            async with opener(settings, metrics) as backend:
                app.state.backend = backend
                app.state.doorkeeper = Doorkeeper(backend.keys, settings)
                yield
        finally:
            await tracing.flush(settings)

    app = FastAPI(
        title="Communiqué",
        version=__version__,
        description=_DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        telemetry=tracing.telemetry(settings),
    )
    app.state.settings = settings
    app.state.metrics = metrics
    app.state.hold = Hold(settings)
    problems.install(app, metrics)
    for router in (
        summaries.router,
        quotations.router,
        catalogues.router,
        health.router,
        pages.router,
    ):
        app.include_router(router)
    app.add_middleware(HostCheck, allowed=allowed_hosts(settings))
    app.add_middleware(Surroundings, metrics=metrics)
    _describe(app)
    return app


def _describe(app: FastAPI) -> None:
    """Complete the OpenAPI document: shapes of bodies and problems, keys, no framework's errors."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        complete = app.openapi_schema is not None
        document = made()
        if not complete:
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            for kind in (
                SummaryRequest,
                ArticlesRequest,
                QuotationsRequest,
                problems.Problem,
                summaries.EventData,
            ):
                shape = kind.model_json_schema(ref_template="#/components/schemas/{model}")
                schemas.update(shape.pop("$defs", {}))
                schemas[kind.__name__] = shape
            for name in ("HTTPValidationError", "ValidationError"):
                schemas.pop(name, None)
            document["components"]["securitySchemes"] = {
                "key": {"type": "http", "scheme": "bearer", "description": "An API key."}
            }
            document["security"] = [{}, {"key": []}]
            problem: dict[str, Any] = problems.documented(422)[422]
            for path in document["paths"].values():
                for operation in path.values():
                    responses = operation["responses"]
                    if "HTTPValidationError" in str(responses.get("422")):
                        responses["422"] = problem
        return document

    app.openapi = openapi
