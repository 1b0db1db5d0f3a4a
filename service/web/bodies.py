"""What clients send: the shapes, and reading them within the limits."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails
from starlette.requests import ClientDisconnect

from service.errors import ArticleError, Busy, RequestError, TooMuch
from service.records import ArticleInput, SummaryOptions
from service.settings import Settings
from service.web.problems import Flaw, InvalidRequest, Malformed, UnsupportedMedia, encodable

# Requests of the largest size whose bodies may be held at once; many more of the usual size.
_LARGEST_AT_ONCE = 5

# Errors told one by one; a body may hold thousands.
_MAX_FLAWS = 20


_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")

# Pydantic's words for what JSON calls otherwise.
_WORDS = {
    "extra_forbidden": "this field is not known",
    "too_short": "at least one is needed",
    "tuple_type": "must be a list",
    "model_type": "must be an object",
    "dict_type": "must be an object",
}


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SummaryRequest(Body):
    """Articles to summarise."""

    articles: tuple[ArticleInput, ...] = Field(min_length=1)
    options: SummaryOptions = SummaryOptions()


class ArticlesRequest(Body):
    """Articles to add to a summary."""

    articles: tuple[ArticleInput, ...] = Field(min_length=1)


class QuotationsRequest(Body):
    """Articles to find quotations in. no_model: rules alone decide who speaks."""

    articles: tuple[ArticleInput, ...] = Field(min_length=1)
    options: SummaryOptions = SummaryOptions()
    no_model: bool = False


B = TypeVar("B", SummaryRequest, ArticlesRequest, QuotationsRequest)


class Hold:
    """Counts the bytes of all bodies that an application has in memory, and keeps them few."""

    def __init__(self, settings: Settings) -> None:
        self._free = _LARGEST_AT_ONCE * settings.max_request_bytes

    @contextmanager
    def room(self) -> Generator[Callable[[int], None]]:
        """What takes room for so many bytes, or raises Busy; all is given back after the block."""
        taken = 0

        def take(size: int) -> None:
            nonlocal taken
            if size > self._free:
                raise Busy(
                    "The service holds as many requests as it has memory for. Try again later.",
                    retry_after=5,
                )
            self._free -= size
            taken += size

        try:
            yield take
        finally:
            self._free += taken


def body_of(kind: type[B]) -> Callable[[Request], AsyncGenerator[B]]:
    """A dependency that reads the body as `kind`; it counts as held until the answer is there."""

    async def read(request: Request) -> AsyncGenerator[B]:
        settings: Settings = request.app.state.settings
        hold: Hold = request.app.state.hold
        _check_media_type(request)
        with hold.room() as take:
            body = _parsed(kind, await _read(request, settings.max_request_bytes, take))
            check_articles(body.articles, settings)
            yield body

    return read


def in_openapi(kind: type[BaseModel], example: dict[str, Any]) -> dict[str, Any]:
    """The `openapi_extra` of a route that takes `kind`."""
    schema = {"$ref": f"#/components/schemas/{kind.__name__}"}
    content = {"application/json": {"schema": schema, "example": example}}
    return {"requestBody": {"required": True, "content": content}}


def check_articles(articles: Sequence[ArticleInput], settings: Settings) -> None:
    """Refuse what no stage should have to meet: too many, too long, empty, or two texts in one.

    Raises: TooMuch, ArticleError.
    """
    if not articles:
        raise ArticleError("No articles were given. Send at least one.")
    if len(articles) > settings.max_articles:
        raise TooMuch(
            f"{len(articles)} articles are more than the {settings.max_articles} that one request "
            "may hold. Send fewer, and add the rest with POST /v1/summaries/{id}/articles."
        )
    for number, article in enumerate(articles):
        where = f"articles/{number}"
        if (article.text is None) == (article.html is None):
            raise ArticleError(f"{where}: give exactly one of `text` and `html`.")
        content = article.text if article.text is not None else article.html or ""
        if not content.strip():
            raise ArticleError(f"{where} is empty. Send the article's words.")
        size = len(content.encode("utf-8", "surrogatepass"))
        if size > settings.max_article_bytes:
            raise TooMuch(
                f"{where} has {size:,} bytes; the limit is {settings.max_article_bytes:,}. "
                "Send the article alone, without the rest of the site, or send it in parts."
            )


def _check_media_type(request: Request) -> None:
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent != "application/json":
        raise UnsupportedMedia(
            f"The body is sent as {encodable(sent)[:80] or 'nothing in particular'}. Send JSON, "
            "with the header Content-Type: application/json."
        )


async def _read(request: Request, limit: int, take: Callable[[int], None]) -> bytes:
    """The body, never more than `limit` bytes of it in memory, whatever its headers promise."""
    too_long = TooMuch(
        f"The request is longer than {limit:,} bytes. Send fewer articles, and add the rest with "
        "POST /v1/summaries/{id}/articles."
    )
    promised = request.headers.get("content-length", "")
    if promised.isdecimal() and int(promised) > limit:
        raise too_long
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > limit:
                raise too_long
            take(len(part))
            parts.append(part)
    except ClientDisconnect:
        raise Malformed("The request ended before its body was whole.") from None
    return b"".join(parts)


def _parsed(kind: type[B], raw: bytes) -> B:
    try:
        return kind.model_validate_json(raw)
    except ValidationError as failure:
        errors = failure.errors(include_url=False, include_context=False, include_input=False)
    if errors[0]["type"] == "json_invalid":
        raise _unreadable(errors[0]["msg"], raw)
    flaws = [Flaw(pointer=_pointer(one), detail=_detail(one)) for one in errors[:_MAX_FLAWS]]
    more = f" and {len(errors) - _MAX_FLAWS} more" if len(errors) > _MAX_FLAWS else ""
    first = flaws[0]
    raise InvalidRequest(
        f"The body is not as /docs describes it: {first.pointer or '/'}: {first.detail}"
        f"{' (`errors` lists all' + more + ')' if len(errors) > 1 else ''}. "
        "Correct it and send it again.",
        flaws,
    )


def _unreadable(message: str, raw: bytes) -> RequestError:
    if "surrogate" in message or ("hex escape" in message and _SURROGATE.search(raw)):
        return InvalidRequest(
            "A string holds half of a surrogate pair, such as \\ud800, which is no character. "
            "Remove it, or send the whole pair."
        )
    return Malformed(
        f"The body can't be read as JSON: {encodable(message)}. Correct it and send it again."
    )


def _pointer(error: ErrorDetails) -> str:
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in error["loc"])
    return encodable("".join(f"/{part}" for part in escaped))[:200]


def _detail(error: ErrorDetails) -> str:
    return _WORDS.get(error["type"], encodable(error["msg"])[:300])
