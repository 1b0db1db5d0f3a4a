"""The pipeline in this process, for commands that work without the service.

Model calls are stored, so that the same article is paid for once, however often it is asked for.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Sequence

from service import bootstrap
from service.pipeline import Quoted
from service.records import (
    ArticleInput,
    Job,
    Progress,
    StoredCall,
    Summary,
    SummaryOptions,
)
from service.settings import Settings
from service.storage import open_storage


class NoCalls:
    """A store that keeps nothing, for work that asks no model."""

    def get(self, digest: str) -> StoredCall | None:  # noqa: ARG002
        return None

    def put(self, digest: str, call: StoredCall) -> None: ...


def summarized(
    settings: Settings,
    articles: Sequence[ArticleInput],
    *,
    brief: bool,
    report: Callable[[Progress], None],
) -> Summary:
    """The summary of the articles. Raises: CommuniqueError."""

    async def work() -> Summary:
        storage = await asyncio.to_thread(open_storage, settings.resolved_database_url())
        try:
            tools = await asyncio.to_thread(bootstrap.workshop, settings, storage.calls)
            try:
                job = Job(uuid.uuid4().hex, articles, SummaryOptions(brief=brief))
                return await bootstrap.pipeline(tools).summarize(job, report)
            finally:
                await tools.close()
        finally:
            storage.close()

    return asyncio.run(work())


def quoted(
    settings: Settings, articles: Sequence[ArticleInput], *, use_model: bool
) -> list[Quoted]:
    """The quotations of each article. Without the model nothing is opened but the language.

    Raises: CommuniqueError.
    """

    async def work() -> list[Quoted]:
        storage = (
            await asyncio.to_thread(open_storage, settings.resolved_database_url())
            if use_model
            else None
        )
        try:
            calls = storage.calls if storage else NoCalls()
            tools = await asyncio.to_thread(bootstrap.workshop, settings, calls)
            try:
                pipeline = bootstrap.pipeline(tools)
                return await pipeline.quote(articles, SummaryOptions(), use_model=use_model)
            finally:
                await tools.close()
        finally:
            if storage is not None:
                storage.close()

    return asyncio.run(work())
