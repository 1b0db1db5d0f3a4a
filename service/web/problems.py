"""Errors as RFC 9457 problem details: what happened, and what to do about it.

Everything that goes wrong leaves the service in this one shape, whoever noticed it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from math import ceil
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from service.errors import CommuniqueError, RequestError
from service.web.metrics import Metrics

MEDIA_TYPE = "application/problem+json"


class Flaw(BaseModel):
    """One thing wrong with a request. pointer: JSON pointer (RFC 6901) or parameter name."""

    pointer: str
    detail: str


class Problem(BaseModel):
    """RFC 9457. `type` is `/problems/` and a slug that docs/http.md explains."""

    model_config = ConfigDict(extra="forbid")

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[Flaw] | None = None


class InvalidRequest(RequestError):
    """The request does not have the shape that the OpenAPI document gives."""

    def __init__(self, message: str, flaws: Sequence[Flaw] = ()) -> None:
        super().__init__(message)
        self.flaws = tuple(flaws)


class Malformed(RequestError):
    """The body is no JSON."""

    status = 400
    slug = "malformed"


class UnsupportedMedia(RequestError):
    status = 415
    slug = "unsupported-media-type"


class NotAcceptable(RequestError):
    status = 406
    slug = "not-acceptable"


class Unauthorized(RequestError):
    status = 401
    slug = "unauthorized"


class WrongHost(RequestError):
    status = 421
    slug = "wrong-host"


def problem(
    status: int,
    slug: str,
    detail: str,
    *,
    instance: str | None = None,
    flaws: Sequence[Flaw] = (),
) -> Problem:
    return Problem(
        type=f"/problems/{slug}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=encodable(detail),
        instance=instance,
        errors=list(flaws) or None,
    )


def of_error(error: CommuniqueError, *, instance: str | None = None) -> Problem:
    """The problem that an error of ours is told as."""
    flaws = error.flaws if isinstance(error, InvalidRequest) else ()
    return problem(error.status, error.slug, str(error), instance=instance, flaws=flaws)


def answer(found: Problem, headers: Mapping[str, str] | None = None) -> Response:
    body = json.dumps(found.model_dump(exclude_none=True), ensure_ascii=False)
    return Response(body.encode(), found.status, headers, media_type=MEDIA_TYPE)


def answer_error(error: CommuniqueError, *, instance: str | None = None) -> Response:
    """The response that an error of ours is answered with."""
    headers: dict[str, str] = {}
    if error.retry_after is not None:
        headers["Retry-After"] = str(max(1, ceil(error.retry_after)))
    elif error.status == HTTPStatus.TOO_MANY_REQUESTS:
        headers["Retry-After"] = "1"
    if isinstance(error, Unauthorized):
        headers["WWW-Authenticate"] = 'Bearer realm="communique"'
    return answer(of_error(error, instance=instance), headers)


def install(app: FastAPI, metrics: Metrics) -> None:
    """Make every error of the application a problem, and count it by its slug."""

    async def ours(_: Request, error: Exception) -> Response:
        assert isinstance(error, CommuniqueError)
        metrics.count_refused(error.slug)
        return answer_error(error)

    async def framework(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        headers = dict(error.headers or {})
        return answer(of_status(error.status_code, request), headers)

    async def parameters(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        metrics.count_refused(InvalidRequest.slug)
        flaws = [
            Flaw(pointer=str(one["loc"][-1]) if one["loc"] else "", detail=encodable(one["msg"]))
            for one in error.errors()
        ]
        wrong = ", ".join(dict.fromkeys(flaw.pointer for flaw in flaws))
        return answer_error(
            InvalidRequest(f"Correct these parameters and send the request again: {wrong}.", flaws)
        )

    app.add_exception_handler(CommuniqueError, ours)
    app.add_exception_handler(HTTPException, framework)
    app.add_exception_handler(RequestValidationError, parameters)


def of_status(status: int, request: Request) -> Problem:
    """The problem for a status that the framework itself came to."""
    if status == HTTPStatus.NOT_FOUND:
        return problem(404, "no-such-path", "Nothing is at this path. /docs lists what there is.")
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return problem(
            405,
            "method-not-allowed",
            f"{request.method} is not possible here; the header Allow says what is.",
        )
    return problem(status, "http", f"{HTTPStatus(status).phrase}. See /docs for what is possible.")


def internal() -> Problem:
    """For an error that nobody foresaw. Says nothing of its cause, which is in the log."""
    return problem(
        500,
        "internal",
        "The service failed. Try again; if it stays so, tell whoever runs the service the value "
        "of the header X-Request-ID, which finds the cause in the log.",
    )


def encodable(text: str) -> str:
    """The text with lone surrogates, which UTF-8 can't hold, replaced by question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route for the OpenAPI document."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }
