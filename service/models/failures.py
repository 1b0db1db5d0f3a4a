"""What an error of a model's client means for the call: wait, give up, ask differently."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from service.models.retries import retry_after

Kind = Literal["busy", "broken", "silent", "overflow", "final"]
"""busy: too many requests. broken: a server error, or the connection failed. silent: no answer
in time. These three are tried again. overflow: longer than the model reads. final: the request
will never succeed."""

_OVERFLOW = re.compile(
    r"context[ _](length|window|size)|maximum context|too many (input )?tokens|"
    r"(prompt|input|request) is too (long|large)|exceeds? the (available )?context|"
    r"exceed_context_size|token limit",
    re.IGNORECASE,
)
_OPTION_WORDS: Mapping[str, tuple[str, ...]] = {
    "response_format": ("response_format", "json_schema", "structured", "grammar", "guided"),
    "logprobs": ("logprob",),
    "stream_options": ("stream_options", "include_usage"),
    "seed": ("seed",),
    "temperature": ("temperature",),
    "max_tokens": ("max_tokens", "max tokens"),
    "max_completion_tokens": ("max_completion_tokens",),
}
_REFUSING = (400, 415, 422, 501)
_TOO_MANY = 429
_SERVER_FAULT = 500


class BrokenOffError(Exception):
    """The stream ended without the mark that says so."""


class ProviderError(Exception):
    """A provider's client failed in a way of its own."""


@dataclass(frozen=True, slots=True)
class Failure:
    """message: what happened and what to do, without a full stop."""

    kind: Kind
    message: str
    retry_after: float | None = None


def of(error: Exception) -> Failure | None:
    """What the error means; None when it is no failure of the model's but of the program."""
    status = _status(error)
    text = _text(error)
    if status is not None:
        return _of_status(status, text, retry_after(_headers(error)))
    if _OVERFLOW.search(text):
        return Failure("overflow", f"the request is longer than the model reads ({text})")
    if isinstance(error, TimeoutError) or "timeout" in type(error).__name__.lower():
        return Failure("silent", "no answer in time; is the model overloaded?")
    if isinstance(error, BrokenOffError | ProviderError):
        return Failure("broken", str(error))
    if _of_the_client(error):
        return Failure("broken", f"it can't be reached ({text or type(error).__name__})")
    return None


def _of_status(status: int, text: str, wait: float | None) -> Failure:
    if status == _TOO_MANY:
        if "quota" in text.lower() and "insufficient" in text.lower():
            return Failure("final", "the account's quota is used up", wait)
        return Failure("busy", "too many requests; try later, or lower the concurrency", wait)
    if status >= _SERVER_FAULT and status not in _REFUSING:
        return Failure("broken", f"the server failed with status {status}", wait)
    if status == 408 or status == 409 or status == 425:
        return Failure("broken", f"the server put the call off with status {status}", wait)
    if status == 413 or _OVERFLOW.search(text):
        return Failure("overflow", f"the request is longer than the model reads ({text})")
    if status in (401, 403):
        # The server's own words may show part of the key.
        return Failure(
            "final", f"the API key was refused (status {status}); set COMMUNIQUE_API_KEY"
        )
    if status == 404:
        return Failure("final", f"no such model or address ({text}); check COMMUNIQUE_MODEL")
    return Failure("final", f"the request was refused with status {status} ({text})")


def refused_option(error: Exception, sent: frozenset[str]) -> str | None:
    """The option that the server doesn't know, of those sent; None when that isn't the trouble.

    A bare "bad request" without a reason is laid to the answer's enforced form, the option that
    servers know least.
    """
    if isinstance(error, NotImplementedError):
        # LangChain's word for a provider without structured output.
        return "response_format" if "response_format" in sent else None
    if _status(error) not in _REFUSING:
        return None
    text = _text(error, 2000).lower()
    if _OVERFLOW.search(text):
        return None
    for option in sorted(sent, key=len, reverse=True):
        if any(word in text for word in _OPTION_WORDS[option]):
            return option
    return "response_format" if "response_format" in sent else None


def _status(error: Exception) -> int | None:
    status: object = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def _headers(error: Exception) -> Mapping[str, str]:
    headers: Any = getattr(getattr(error, "response", None), "headers", None)
    return headers if headers is not None else {}


def _text(error: Exception, limit: int = 200) -> str:
    """The server's own words, cut short."""
    body: Any = getattr(error, "body", None)
    said: Any = error
    if isinstance(body, dict):
        told = cast("dict[str, Any]", body)
        said = told.get("message") or told.get("detail") or told
    return " ".join(str(said).split())[:limit]


def _of_the_client(error: Exception) -> bool:
    """Whether the error comes from the network or from reading what the server sent."""
    if isinstance(error, OSError | EOFError | ValueError | KeyError):
        return True
    module = type(error).__module__.split(".")[0]
    return module in {
        "openai",
        "httpx2",
        "httpx",
        "httpcore",
        "httpcore2",
        "h11",
        "langchain_core",
        "langchain_openai",
        "anthropic",
        "google",
        "json",
    }
