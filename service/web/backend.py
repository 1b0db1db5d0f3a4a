"""What the routes work with. `opened` puts the real one together; tests hand in their own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel

from service import bootstrap
from service.errors import Busy, UnknownName
from service.jobs import Jobs, open_jobs
from service.models import catalogue, weights
from service.pipeline import Quoted
from service.prompts import Prompts
from service.records import ArticleInput, SummaryOptions
from service.settings import Settings
from service.web import tracing
from service.web.doors import Keys
from service.web.metrics import Metrics
from service.web.probing import ModelProbe

# Requests for quotations that may wait for a place, for each place.
_WAITING_PER_PLACE = 50


class Quoter(Protocol):
    """Finds quotations. `service.pipeline.Pipeline` is the real one."""

    async def quote(
        self, inputs: Sequence[ArticleInput], options: SummaryOptions, *, use_model: bool
    ) -> list[Quoted]: ...


class ModelEntry(BaseModel):
    """A model. default: used when a request names none. ready: its weights are here.

    ready is null for a model at an endpoint, which only asking it can tell.
    """

    name: str
    title: str
    kind: str
    default: bool
    ready: bool | None
    size_bytes: int | None = None
    licence: str | None = None


@dataclass(frozen=True)
class Backend:
    """The working parts behind the routes.

    charged_to: within it, tokens of model calls count for the API key of that id.
    check_model: raises ModelUnavailable when the service's own model can't answer.
    check_name: raises UnknownName for a model that nobody can open.
    """

    jobs: Jobs
    quoter: Quoter
    charged_to: Callable[[str], AbstractContextManager[None]]
    prompts: Prompts
    keys: Keys
    check_model: Callable[[], Awaitable[None]]
    check_name: Callable[[str], None]
    list_models: Callable[[], list[ModelEntry]]
    quote_places: Places

    async def quote(
        self,
        inputs: Sequence[ArticleInput],
        options: SummaryOptions,
        *,
        use_model: bool,
        owner: str,
    ) -> list[Quoted]:
        """As the quoter does, a few requests at a time, its tokens counted for the owner's key.

        Raises: Busy when too many wait.
        """
        async with self.quote_places:
            with self.charged_to(owner):
                return await self.quoter.quote(inputs, options, use_model=use_model)


class Places:
    """So many at a time, and only so many waiting."""

    def __init__(self, places: int) -> None:
        self._free = asyncio.Semaphore(places)
        self._limit = places * _WAITING_PER_PLACE
        self._waiting = 0

    async def __aenter__(self) -> None:
        if self._waiting >= self._limit:
            raise Busy("Too many requests wait already. Try again later.", retry_after=5)
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1

    async def __aexit__(self, *_: object) -> None:
        self._free.release()


Opener = Callable[[Settings, Metrics], AbstractAsyncContextManager[Backend]]


@asynccontextmanager
async def opened(settings: Settings, metrics: Metrics) -> AsyncGenerator[Backend]:
    """The real working parts, from the settings, until the block is left."""
    async with bootstrap.opened(settings, metrics.counted) as (storage, tools):
        pipeline = bootstrap.pipeline(tools)
        probe = ModelProbe(tools.model)
        work = metrics.observed(tracing.traced(pipeline, settings))
        async with open_jobs(settings, storage, work) as jobs:
            yield Backend(
                jobs=jobs,
                quoter=pipeline,
                charged_to=storage.calls.charged_to,
                prompts=tools.prompts,
                keys=storage.keys,
                check_model=probe,
                check_name=lambda name: check_name(name, settings),
                list_models=lambda: list_models(settings),
                quote_places=Places(settings.job_concurrency),
            )
        await probe.close()


def check_name(name: str, settings: Settings) -> None:
    """Refuse a model that nobody can open. Raises: UnknownName.

    An endpoint knows its own models; without one only the embedded ones and the set one are.
    """
    if name == settings.model:
        return
    if name.startswith(catalogue.PREFIX):
        catalogue.find(name)
    elif settings.base_url is None:
        raise UnknownName(
            f"there is no model {name[:80]!r}, and no endpoint is set that may know it"
        )


def list_models(settings: Settings) -> list[ModelEntry]:
    """The embedded models, and the one that is set when it is another."""
    listed = [
        ModelEntry(
            name=entry.name,
            title=entry.title,
            kind="embedded",
            default=entry.name == settings.model,
            ready=weights.path_of(entry, settings.data_dir).is_file(),
            size_bytes=entry.size_bytes,
            licence=entry.licence,
        )
        for entry in catalogue.CATALOGUE
    ]
    if not settings.model.startswith(catalogue.PREFIX):
        title = f"{settings.model} at the endpoint"
        listed.append(
            ModelEntry(name=settings.model, title=title, kind="endpoint", default=True, ready=None)
        )
    return listed
