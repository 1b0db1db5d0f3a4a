"""The one door to LangChain's chat models, and through them to every provider.

`ChatModel` adds what a service needs around a chat model: closed answers enforced in the way the
server understands, tries again that make sense, time-outs, cancellation that stops the server's
work (the stream's connection is closed), and the server's own token counts.

LangChain is imported when the first call is made: it takes three seconds.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections.abc import AsyncIterator, Callable
from typing import Any, cast

from service.errors import ContextOverflow, ModelError, ModelTimeout, ModelUnavailable
from service.models import failures
from service.models.calls import Call, Completion, Free
from service.models.limits import AdaptiveLimit
from service.models.profiles import Profile
from service.models.replies import Pieces
from service.models.replies import completion as completion_of
from service.models.requests import (
    Endpoint,
    arguments_for,
    messages_for,
    options_for,
    schema_of,
)
from service.models.retries import Backoff, Timeouts


class ChatModel:
    """A model at an endpoint."""

    def __init__(
        self,
        name: str,
        identity: str,
        profile: Profile,
        endpoint: Callable[[], Endpoint],
        *,
        timeouts: Timeouts | None = None,
        backoff: Backoff | None = None,
    ) -> None:
        """endpoint: called in a thread before the first call; may start the server, and raise
        a ModelError."""
        self.name = name
        self.identity = identity
        self.profile = profile
        self._endpoint_of = endpoint
        self._endpoint: Endpoint | None = None
        self._timeouts = timeouts or Timeouts()
        self._backoff = backoff or Backoff()
        self._limit = AdaptiveLimit(profile.concurrency)
        self._opening = asyncio.Lock()
        self._client: Any = None
        self._http: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._refused: set[str] = set()

    async def complete(self, call: Call) -> Completion:
        """Answer the call; see `Model.complete`."""
        client, endpoint = await self._open()
        retry = 0
        while True:
            async with self._limit.slot():
                started = time.monotonic()
                try:
                    completion = await self._negotiate(client, endpoint, call)
                except Exception as error:
                    failure = failures.of(error)
                    if failure is None:
                        raise
                else:
                    self._limit.answered()
                    return completion
                last = retry >= self._backoff.retries
                wait = self._backoff.wait_seconds(retry, failure.retry_after)
                if failure.kind == "busy":
                    self._limit.refused(started, wait if failure.retry_after is not None else 0.0)
            longer = (failure.retry_after or 0.0) > self._backoff.longest_seconds
            if last or longer or failure.kind in ("final", "overflow"):
                raise self._error(failure, endpoint, tries=retry + 1)
            await asyncio.sleep(wait)
            retry += 1

    async def close(self) -> None:
        http, self._http, self._client = self._http, None, None
        if http is not None and self._loop is asyncio.get_running_loop():
            await http.aclose()

    async def _open(self) -> tuple[Any, Endpoint]:
        """The client, made once for the running event loop."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop or self._endpoint is None:
            if self._loop is not loop:
                self._opening, self._loop, self._client = asyncio.Lock(), loop, None
            async with self._opening:
                if self._client is None or self._endpoint is None:
                    self._endpoint = await asyncio.to_thread(self._endpoint_of)
                    self._client, self._http = await asyncio.to_thread(
                        _client, self._endpoint, self._timeouts
                    )
        return self._client, self._endpoint

    async def _negotiate(self, client: Any, endpoint: Endpoint, call: Call) -> Completion:
        """Ask; leave out what the server says that it doesn't know, and ask again.

        What was left out is remembered only when the call then succeeds: a server may refuse a
        call for other reasons, too.
        """
        left_out: set[str] = set()
        while True:
            sent = options_for(endpoint, call, self._refused | left_out)
            try:
                completion = await self._once(client, endpoint, call, sent)
            except Exception as error:
                refused = failures.refused_option(error, sent)
                if refused is None:
                    raise
                left_out.add(refused)
            else:
                self._refused |= left_out
                return completion

    async def _once(
        self, client: Any, endpoint: Endpoint, call: Call, options: frozenset[str]
    ) -> Completion:
        enforced = "response_format" in options
        messages = messages_for(call, enforced=enforced or isinstance(call.answer, Free))
        if endpoint.dialect == "other":
            pieces = await self._ask_other(client, messages, call, enforced=enforced)
        else:
            arguments = arguments_for(endpoint, call, options)
            pieces = await self._collect(client.astream(messages, **arguments))
            if pieces.finish is None:
                raise failures.BrokenOffError("the answer broke off before its end")
        return completion_of(pieces, call.answer, self.name)

    async def _ask_other(
        self, client: Any, messages: list[dict[str, str]], call: Call, *, enforced: bool
    ) -> Pieces:
        """Through LangChain's own class for the provider, with its own structured output."""
        try:
            tuned = _tuned(client, call)
            if not enforced:
                return await self._collect(tuned.astream(messages))
            schema = {"title": "answer", "description": "The answer.", **schema_of(call.answer)}
            structured = tuned.with_structured_output(schema, include_raw=True)
            async with asyncio.timeout(self._timeouts.total):
                result = await structured.ainvoke(messages)
        except Exception as error:
            # LangChain raises NotImplementedError for a provider without structured output; whoever
            # called asks again without (`failures.refused_option`).
            if failures.of(error) is None and not isinstance(error, NotImplementedError):
                # Each provider has errors of its own.
                said = f"{type(error).__name__}: {str(error)[:200]}"
                raise failures.ProviderError(said) from error
            raise
        pieces = Pieces(finish="stop")
        pieces.add(result["raw"])
        if result["parsed"] is not None:
            pieces.text = json.dumps(result["parsed"], ensure_ascii=False)
        return pieces

    async def _collect(self, stream: AsyncIterator[Any]) -> Pieces:
        """The pieces of a stream. Raises: TimeoutError on silence, or when it takes too long."""
        pieces = Pieces()
        closing = cast("Any", stream).aclose
        try:
            async with asyncio.timeout(self._timeouts.total):
                while True:
                    async with asyncio.timeout(self._timeouts.idle):
                        piece = await anext(stream, None)
                    if piece is None:
                        return pieces
                    pieces.add(piece)
        except (AttributeError, TypeError, LookupError) as error:
            # What LangChain and `Pieces` run into where the server's JSON has another shape.
            raise failures.BrokenOffError("the answer has no form that is known") from error
        finally:
            await closing()

    def _error(self, failure: failures.Failure, endpoint: Endpoint, tries: int) -> ModelError:
        where = f" at {endpoint.shown}" if endpoint.base_url else ""
        again = f" ({tries} tries)" if tries > 1 else ""
        message = f"{self.name}{where}: {failure.message}{again}"
        if failure.kind == "overflow":
            return ContextOverflow(message)
        if failure.kind == "silent":
            return ModelTimeout(message)
        return ModelUnavailable(message, retry_after=failure.retry_after)


def _client(endpoint: Endpoint, timeouts: Timeouts) -> tuple[Any, Any]:
    """LangChain's chat model, and the HTTP client beneath it where it is ours to close."""
    if endpoint.dialect == "other":
        return _other_client(endpoint), None
    import httpx2
    from langchain_openai import ChatOpenAI
    from openai import DefaultAsyncHttpxClient, DefaultHttpxClient
    from pydantic import SecretStr

    # Our own HTTP client: LangChain's is shared by all event loops of the process. Certificates
    # are those the system trusts; a proxy of the environment is not for a server on this machine.
    own: dict[str, Any] = {
        "timeout": httpx2.Timeout(
            timeouts.idle + timeouts.connect, connect=timeouts.connect, pool=None
        ),
        "verify": ssl.create_default_context(),
        "trust_env": not endpoint.is_local,
        "limits": httpx2.Limits(max_connections=None, max_keepalive_connections=32),
    }
    http = DefaultAsyncHttpxClient(**own)
    client = ChatOpenAI(
        model=endpoint.model,
        base_url=endpoint.base_url,
        # The SDK insists on a key; a server that wants none takes any.
        api_key=SecretStr(endpoint.api_key or "none"),
        max_retries=0,
        stream_usage=False,
        stream_chunk_timeout=None,
        use_responses_api=False,
        http_client=DefaultHttpxClient(**own),
        http_async_client=http,
    )
    return client, http


def _other_client(endpoint: Endpoint) -> Any:
    from langchain.chat_models import init_chat_model

    key = {"api_key": endpoint.api_key} if endpoint.api_key else {}
    make = cast("Any", init_chat_model)
    try:
        return make(endpoint.model, max_retries=0, **key)
    except (ImportError, ValueError) as error:
        raise ModelUnavailable(
            f"{endpoint.model} can't be used: {error}. Install the provider's LangChain package, "
            "or set COMMUNIQUE_BASE_URL to an OpenAI-compatible endpoint"
        ) from error
    except Exception as error:
        raise ModelUnavailable(
            f"{endpoint.model} can't be used ({type(error).__name__}): is its API key set?"
        ) from error


def _tuned(client: Any, call: Call) -> Any:
    """The client with the call's temperature and room, where its class knows them."""
    known: dict[str, Any] = client.__class__.model_fields
    # A call of a tool, which most providers answer structured questions by, needs room around it.
    wanted = {"temperature": call.temperature, "max_tokens": call.max_tokens + 64}
    return client.model_copy(update={key: wanted[key] for key in wanted if key in known})
