"""From the settings' name of a model to the model."""

from __future__ import annotations

import os
from dataclasses import replace

from service.models.calls import Call, Completion, Model
from service.models.catalogue import PREFIX, find
from service.models.chat import ChatModel
from service.models.embedded import EmbeddedServer
from service.models.fallback import FallbackModel
from service.models.profiles import Prices, Profile
from service.models.requests import Dialect, Endpoint
from service.models.retries import Backoff, Timeouts
from service.settings import Settings

_ENDPOINT_CONTEXT_TOKENS = 32_768


def open_model(settings: Settings, name: str | None = None) -> Model:
    """The model of that name, or the settings' own.

    "embedded:1.5b" runs in this process. With a base URL, any other name is that endpoint's.
    Without, "provider:model" is LangChain's name for one, and a plain name is OpenAI's.
    Nothing is loaded or reached yet, but what is known to be missing is said now.
    Raises: UnknownName for an embedded model that isn't; ModelUnavailable when its weights or
        its library are missing.
    """
    first = _open(settings, name or settings.model)
    fallback = settings.fallback_model
    if fallback is None or fallback == first.name:
        return first
    return FallbackModel(first, _open(settings, fallback))


def _open(settings: Settings, name: str) -> Model:
    timeouts = Timeouts(
        idle=settings.model_timeout_seconds, total=settings.model_timeout_seconds * 5
    )
    backoff = Backoff(retries=settings.model_retries)
    if name.startswith(PREFIX):
        weights = find(name)
        server = EmbeddedServer(weights, settings.data_dir)
        server.check()
        return _Embedded(
            ChatModel(
                name,
                f"{name}:{weights.sha256[:16]}",
                _adjusted(weights.profile, settings),
                server.endpoint,
                # Its silence means that it is reading: a full context takes minutes on two cores.
                timeouts=replace(timeouts, idle=timeouts.total),
                backoff=backoff,
            ),
            server,
        )
    endpoint = endpoint_of(settings, name)
    profile = Profile(
        shape="chunk",
        context_tokens=_ENDPOINT_CONTEXT_TOKENS,
        concurrency=settings.model_concurrency,
    )
    return ChatModel(
        name,
        f"{name}@{endpoint.shown}",
        _adjusted(profile, settings),
        lambda: endpoint,
        timeouts=timeouts,
        backoff=backoff,
    )


def endpoint_of(settings: Settings, name: str) -> Endpoint:
    """Where a model that isn't embedded is served, and with which key."""
    own = settings.api_key.get_secret_value() if settings.api_key is not None else None
    provider, colon, model = name.partition(":")
    if settings.base_url is None and colon and provider != "openai":
        return Endpoint(name, "other", api_key=own)
    if settings.base_url is None and colon:
        name = model
    key = own or os.environ.get("OPENAI_API_KEY")
    dialect: Dialect = "openai" if settings.base_url is None else "compatible"
    return Endpoint(name, dialect, settings.base_url, key)


def _adjusted(profile: Profile, settings: Settings) -> Profile:
    """The profile with what the settings override."""
    given = (settings.prompt_usd_per_million, settings.completion_usd_per_million)
    prices = None
    if given[0] is not None and given[1] is not None:
        cached = settings.cached_prompt_usd_per_million
        prices = Prices(given[0], cached if cached is not None else given[0], given[1])
    return replace(
        profile,
        shape=settings.model_shape or profile.shape,
        asks=profile.asks if settings.model_tasks is None else _tasks(settings.model_tasks),
        context_tokens=settings.model_context_tokens or profile.context_tokens,
        prices=prices,
    )


def _tasks(named: str) -> frozenset[str] | None:
    """The tasks of a comma list; "all" means every one, and "none" not any."""
    tasks = frozenset(task.strip() for task in named.split(",") if task.strip())
    if tasks == frozenset({"all"}):
        return None
    return tasks - {"none"}


class _Embedded:
    """An embedded model, with the server that is closed with it."""

    def __init__(self, chat: ChatModel, server: EmbeddedServer) -> None:
        self._chat = chat
        self._server = server
        self.name = chat.name
        self.identity = chat.identity
        self.profile = chat.profile

    async def complete(self, call: Call) -> Completion:
        return await self._chat.complete(call)

    async def close(self) -> None:
        await self._chat.close()
        self._server.close()
