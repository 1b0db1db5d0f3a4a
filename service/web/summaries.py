"""`/v1/summaries`: send articles, wait or come back later, add to it, list, delete."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Coroutine
from datetime import datetime
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from service import rounds
from service.errors import UnknownName
from service.jobs import Event, JobTicket
from service.records import Changes, JobStatus, Summary, SummaryOptions
from service.representations import Format, policy, render
from service.web import problems
from service.web.backend import Backend
from service.web.bodies import ArticlesRequest, SummaryRequest, body_of, in_openapi
from service.web.doors import Caller, Doorkeeper, caller_of
from service.web.negotiation import wanted
from service.web.problems import Flaw, InvalidRequest, Problem

router = APIRouter(prefix="/v1/summaries", tags=["summaries"])

_SUMMARIES = "/v1/summaries"

# Seconds between comments that keep a silent event stream open through proxies.
_KEEP_ALIVE_SECONDS = 15.0


class StoredSummary(Summary):
    """A summary as it stands; `problem` says why when it failed."""

    problem: Problem | None = None


class UpdatedSummary(Summary):
    """A summary after articles were added, and what they changed."""

    changes: Changes


class Entry(BaseModel):
    """A line in the list of summaries. articles: how many were sent."""

    id: str
    created_at: datetime
    status: JobStatus
    articles: int


class Listing(BaseModel):
    """Summaries, newest first. next: the `cursor` of the following page, null on the last."""

    summaries: list[Entry]
    next: str | None


class EventData(BaseModel):
    """The data of one server-sent event; its id is the event's number.

    remaining_seconds: an estimate until the stage ends, null while there is nothing to go by.
    """

    status: JobStatus
    stage: str | None
    done: int
    total: int
    remaining_seconds: float | None


SummaryId = Annotated[str, Path(description="The summary's id.", max_length=100)]
FormatQuery = Annotated[
    str | None,
    Query(
        alias="format",
        description="json, markdown, html, jsonld, csv or text; decides over Accept.",
        json_schema_extra={"enum": ["json", "markdown", "html", "jsonld", "csv", "text"]},
    ),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        description="The same key with the same body gets the same summary, not a second one.",
        min_length=1,
        max_length=255,
    ),
]
Prefer = Annotated[
    str | None,
    Header(description="`respond-async` answers 202 at once; `wait=SECONDS` waits so long first."),
]
CallerNow = Annotated[Caller, Depends(caller_of)]

_EXAMPLE = {
    "articles": [
        {
            "text": "Talks between Norland and Sudmark ended in Geneva on Thursday. "
            '"We made progress," Foreign Minister Anna Berg said.',
            "outlet": "Daily Courier",
            "published_at": "2024-03-08",
        }
    ]
}

_FORMS: dict[str, Any] = {
    "content": {
        media: {"schema": {"type": "string"}}
        for media in ("text/markdown", "text/html", "text/csv", "text/plain")
    }
    | {"application/ld+json": {"schema": {"type": "object"}}}
}
_ACCEPTED: dict[str, Any] = {
    "description": "Queued. `Location` is where the summary will be.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/StoredSummary"}}},
    "headers": {"Location": {"schema": {"type": "string"}}},
}
# One server-sent event, as OpenAPI 3.2 describes a stream of them (section 4.14.4).
_EVENT: dict[str, Any] = {
    "type": "object",
    "required": ["id", "event", "data"],
    "properties": {
        "id": {"type": "string", "pattern": "^[0-9]+$"},
        "event": {"const": "progress"},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": {"$ref": "#/components/schemas/EventData"},
        },
    },
}
_RUN_ERRORS = problems.documented(400, 401, 406, 409, 413, 415, 422, 429, 500, 502, 503, 504)


@router.post(
    "",
    response_model=Summary,
    openapi_extra=in_openapi(SummaryRequest, _EXAMPLE),
    responses={200: _FORMS, 202: _ACCEPTED, **problems.documented(404), **_RUN_ERRORS},
    summary="Summarise articles",
)
async def create(
    request: Request,
    caller: CallerNow,
    body: Annotated[SummaryRequest, Depends(body_of(SummaryRequest))],
    asked: FormatQuery = None,
    idempotency_key: IdempotencyKey = None,
    prefer: Prefer = None,
) -> Response:
    """Waits for the summary, or with `Prefer: respond-async` answers where it will be."""
    form = wanted(request, asked)
    backend, doorkeeper = parts_of(request)
    check_options(body.options, backend)
    await doorkeeper.check_quota(caller)
    later = preference(prefer)
    ticket = await backend.jobs.submit(
        body.articles,
        body.options,
        idempotency_key=idempotency_key,
        owner=caller.owner,
        keep=later is not None,
    )
    return await _finish(request, caller, ticket, later, form)


@router.get("", responses=problems.documented(401, 404, 422, 429, 503), summary="List summaries")
async def listing(
    request: Request,
    response: Response,
    caller: CallerNow,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Listing:
    """Newest first. `next` is the cursor of the following page."""
    backend, _ = parts_of(request)
    page = await backend.jobs.page(cursor, limit, owner=caller.sees)
    if page.next is not None:
        response.headers["Link"] = f'<{_SUMMARIES}?cursor={page.next}&limit={limit}>; rel="next"'
    entries = [
        Entry(id=e.id, created_at=e.created_at, status=e.status, articles=e.articles)
        for e in page.entries
    ]
    return Listing(summaries=entries, next=page.next)


@router.get(
    "/{id}",
    response_model=StoredSummary,
    responses={200: _FORMS, **problems.documented(401, 404, 406, 422, 429, 503)},
    summary="A summary as it stands",
)
async def read(
    request: Request,
    caller: CallerNow,
    id: SummaryId,  # noqa: A002
    asked: FormatQuery = None,
) -> Response:
    """Until its status is `done`, a summary has no rounds yet; `failed` comes with the reason."""
    form = wanted(request, asked)
    backend, _ = parts_of(request)
    found = await backend.jobs.get(id, owner=caller.sees)
    if form.name == "json" and found.status == "failed":
        failure = await backend.jobs.failure(id, owner=caller.sees)
        told = problems.of_error(failure) if failure else None
        return _json(StoredSummary(**dict(found), problem=told))
    return await represented(found, form)


@router.delete(
    "/{id}",
    status_code=204,
    responses=problems.documented(401, 404, 429, 503),
    summary="Cancel and forget",
)
async def forget(request: Request, caller: CallerNow, id: SummaryId) -> Response:  # noqa: A002
    """Stops the work if it is still going on, then deletes all that is stored of it."""
    backend, _ = parts_of(request)
    await backend.jobs.cancel_and_forget(id, owner=caller.sees)
    return Response(status_code=204)


@router.post(
    "/{id}/articles",
    response_model=UpdatedSummary,
    openapi_extra=in_openapi(ArticlesRequest, _EXAMPLE),
    responses={200: _FORMS, 202: _ACCEPTED, **problems.documented(404), **_RUN_ERRORS},
    summary="Add articles",
)
async def add_articles(
    request: Request,
    caller: CallerNow,
    id: SummaryId,  # noqa: A002
    body: Annotated[ArticlesRequest, Depends(body_of(ArticlesRequest))],
    asked: FormatQuery = None,
    idempotency_key: IdempotencyKey = None,
    prefer: Prefer = None,
) -> Response:
    """Summarises again with more articles; `changes` says what they changed.

    Model calls on the earlier articles are not paid for again.
    """
    form = wanted(request, asked)
    backend, doorkeeper = parts_of(request)
    await doorkeeper.check_quota(caller)
    later = preference(prefer)
    ticket = await backend.jobs.add_articles(
        id,
        body.articles,
        idempotency_key=idempotency_key,
        owner=caller.owner,
        keep=later is not None,
    )
    return await _finish(request, caller, ticket, later, form, with_changes=True)


@router.get(
    "/{id}/changes",
    responses=problems.documented(401, 404, 409, 429, 503),
    summary="What added articles changed",
)
async def changes(request: Request, caller: CallerNow, id: SummaryId) -> Changes:  # noqa: A002
    """The difference that the articles added last made; empty when none were added."""
    backend, _ = parts_of(request)
    return await _changes(backend, caller, await backend.jobs.get(id, owner=caller.sees))


@router.get(
    "/{id}/events",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Server-sent events: `event: progress`, the data as EventData, up to "
            "the event whose status is done, failed or cancelled.",
            "content": {"text/event-stream": {"schema": _EVENT}},
        },
        204: {"description": "The work has ended, and nothing follows `Last-Event-ID`."},
        **problems.documented(401, 404, 422, 429, 503),
    },
    summary="Watch the work",
)
async def events(
    request: Request,
    caller: CallerNow,
    id: SummaryId,  # noqa: A002
    last_event_id: Annotated[
        str | None, Header(description="The number of the last event seen; the rest follows.")
    ] = None,
) -> Response:
    """Events from the first, or after `Last-Event-ID`, until the work ends; 204 when it has."""
    backend, _ = parts_of(request)
    standing = await backend.jobs.get(id, owner=caller.sees)
    number = last_event_id or "0"
    if not re.fullmatch(r"[0-9]{1,9}", number):
        raise InvalidRequest(
            "Last-Event-ID must be the id of an event that you have seen.",
            [Flaw(pointer="last-event-id", detail="must be a number")],
        )
    found = aiter(backend.jobs.events(id, int(number), owner=caller.sees))
    ended = standing.status in ("done", "failed", "cancelled")
    first = await anext(found, None) if ended else None
    if ended and first is None:
        # Browsers come back to a stream that ended, unless they are told that it is over.
        return Response(status_code=204)
    return StreamingResponse(_stream(found, first), media_type="text/event-stream")


def parts_of(request: Request) -> tuple[Backend, Doorkeeper]:
    return request.app.state.backend, request.app.state.doorkeeper


def check_options(options: SummaryOptions, backend: Backend) -> None:
    """Refuse unknown models and prompt versions before anything is queued.

    Raises: InvalidRequest.
    """
    for task, version in options.prompts.items():
        try:
            backend.prompts.get(task, version)
        except UnknownName as unknown:
            raise InvalidRequest(
                f"{unknown}. GET /v1/prompts lists them all.",
                [Flaw(pointer=f"/options/prompts/{task}"[:200], detail="unknown prompt version")],
            ) from None
    if options.model is not None:
        try:
            backend.check_name(options.model)
        except UnknownName as unknown:
            raise InvalidRequest(
                f"{unknown}. GET /v1/models lists what can be asked for.",
                [Flaw(pointer="/options/model", detail="unknown model")],
            ) from None


def preference(prefer: str | None) -> float | None:
    """Seconds to wait before answering 202; None to wait until the end (RFC 7240)."""
    parts = (part.partition("=") for part in (prefer or "").split(","))
    names = {name.strip().lower(): value.strip().strip('"') for name, _, value in parts}
    if "respond-async" not in names:
        return None
    wait = names.get("wait", "")
    return min(float(wait), 3600.0) if re.fullmatch(r"[0-9]{1,6}", wait) else 0.0


async def represented(summary: Summary, form: Format) -> Response:
    """The summary in a form, made in a thread when it is long to make."""
    content = await asyncio.to_thread(render, summary, form.name)
    response = Response(
        content.encode("utf-8", "replace"),
        media_type=form.content_type,
        headers={"Vary": "Accept", "X-Summary-Status": summary.status},
    )
    if form.name == "html":
        response.headers["Content-Security-Policy"] = f"{policy()}; frame-ancestors 'none'"
    return response


async def _finish(
    request: Request,
    caller: Caller,
    ticket: JobTicket,
    later: float | None,
    form: Format,
    *,
    with_changes: bool = False,
) -> Response:
    """Wait for the summary as long as the client wants to, and answer."""
    backend, _ = parts_of(request)
    location = f"{_SUMMARIES}/{ticket.id}"
    waiting = backend.jobs.wait(ticket.id, owner=caller.sees)
    done = await unless_gone(request, waiting, later)
    if done is None:
        queued = await backend.jobs.get(ticket.id, owner=caller.sees)
        response = _json(queued, 202)
        response.headers["Preference-Applied"] = "respond-async"
    elif with_changes and form.name == "json":
        changed = await _changes(backend, caller, done)
        response = _json(UpdatedSummary(**dict(done), changes=changed))
    else:
        response = await represented(done, form)
    response.headers["Location" if done is None else "Content-Location"] = location
    return response


async def _changes(backend: Backend, caller: Caller, after: Summary) -> Changes:
    before = await backend.jobs.before(after.id, owner=caller.sees)
    if before is None:
        return Changes()
    return await asyncio.to_thread(rounds.changes, before, after)


T = TypeVar("T")


async def unless_gone(
    request: Request, work: Coroutine[Any, Any, T], seconds: float | None = None
) -> T | None:
    """The work's result; None when it takes longer than `seconds`, or the client has gone.

    The work is cancelled then, so that nothing is done for nobody.
    """
    task = asyncio.create_task(work)
    gone = asyncio.create_task(_disconnected(request))
    try:
        await asyncio.wait({task, gone}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for one in (task, gone):
            one.cancel()
        await asyncio.gather(task, gone, return_exceptions=True)


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _stream(found: AsyncIterator[Event], first: Event | None) -> AsyncIterator[str]:
    """Events in the form that browsers read, with comments while nothing happens.

    first: one that was taken from `found` already.
    """
    if first is not None:
        yield _written(first)
    upcoming = asyncio.ensure_future(anext(found, None))
    try:
        while True:
            done, _ = await asyncio.wait({upcoming}, timeout=_KEEP_ALIVE_SECONDS)
            if not done:
                yield ": still here\n\n"
                continue
            event = upcoming.result()
            if event is None:
                return
            yield _written(event)
            upcoming = asyncio.ensure_future(anext(found, None))
    finally:
        upcoming.cancel()
        await asyncio.gather(upcoming, return_exceptions=True)


def _written(event: Event) -> str:
    data = EventData(
        status=event.status,
        stage=event.stage,
        done=event.done,
        total=event.total,
        remaining_seconds=event.remaining_seconds,
    )
    return f"id: {event.number}\nevent: progress\ndata: {data.model_dump_json()}\n\n"


def _json(value: BaseModel, status: int = 200) -> Response:
    left_out = {"problem"} if getattr(value, "problem", "") is None else None
    body = value.model_dump_json(indent=2, exclude=left_out)
    return Response(body + "\n", status, media_type="application/json", headers={"Vary": "Accept"})
