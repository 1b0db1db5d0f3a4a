"""`/healthz`, `/readyz`, `/metrics`: for those who run the service."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from service.errors import CommuniqueError
from service.jobs import Jobs
from service.web import problems
from service.web.doors import Caller, caller_of
from service.web.metrics import Metrics
from service.web.summaries import parts_of

router = APIRouter(tags=["health"])

# A check that takes longer counts as failed.
_CHECK_SECONDS = 10.0


class Health(BaseModel):
    status: Literal["ok"] = "ok"


class Check(BaseModel):
    """detail: what is wrong and what to do; null when nothing is."""

    name: str
    ok: bool
    detail: str | None = None


class Readiness(BaseModel):
    status: Literal["ready", "not ready"]
    checks: list[Check]


@router.get("/healthz", summary="Is the process alive?")
async def healthz() -> Health:
    """Answers as long as the process can answer at all; touches nothing else."""
    return Health()


@router.get(
    "/readyz",
    responses={503: {"model": Readiness, "description": "Something is missing."}},
    summary="Can it do its work?",
)
async def readyz(request: Request, response: Response) -> Readiness:
    """Reads the database, looks for workers where there should be some, and asks the model, which
    loads it if need be."""
    backend, _ = parts_of(request)
    checks = list(
        await asyncio.gather(
            _checked("database", backend.jobs.load()),
            _checked("workers", _check_workers(backend.jobs)),
            _checked("model", backend.check_model()),
        )
    )
    ready = all(check.ok for check in checks)
    response.status_code = 200 if ready else 503
    return Readiness(status="ready" if ready else "not ready", checks=checks)


@router.get(
    "/metrics",
    response_class=Response,
    responses={
        200: {"content": {"text/plain": {"schema": {"type": "string"}}}},
        **problems.documented(401, 429),
    },
    summary="Prometheus metrics",
)
async def metrics(
    request: Request,
    caller: Annotated[Caller, Depends(caller_of)],  # noqa: ARG001 - the door
) -> Response:
    """Counters of this process, and the queue of the whole service."""
    counters: Metrics = request.app.state.metrics
    backend, _ = parts_of(request)
    # The counters are worth most when the database is gone.
    with contextlib.suppress(CommuniqueError):
        counters.set_load(await backend.jobs.load())
    content = await asyncio.to_thread(counters.exposition)
    return Response(content, media_type=counters.content_type)


class NoWorkers(CommuniqueError):
    """Requests are taken in, but nobody works on them."""


async def _check_workers(jobs: Jobs) -> None:
    if (await jobs.load()).workers == 0:
        raise NoWorkers("no worker lives: start `communique worker`; what waits is kept")


async def _checked(name: str, work: Awaitable[object]) -> Check:
    try:
        async with asyncio.timeout(_CHECK_SECONDS):
            await work
    except CommuniqueError as failure:
        return Check(name=name, ok=False, detail=problems.encodable(str(failure)))
    except TimeoutError:
        return Check(name=name, ok=False, detail=f"no answer within {_CHECK_SECONDS:.0f} seconds")
    return Check(name=name, ok=True)
