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
        async with bootstrap.opened(settings) as (_, tools):
            job = Job(uuid.uuid4().hex, articles, SummaryOptions(brief=brief))
            return await bootstrap.pipeline(tools).summarize(job, report)

    return asyncio.run(work())


def quoted(
    settings: Settings, articles: Sequence[ArticleInput], *, use_model: bool
) -> list[Quoted]:
    """The quotations of each article. Without the model nothing is opened but the language.

    Raises: CommuniqueError.
    """

    async def work() -> list[Quoted]:
        if not use_model:
            pipeline = bootstrap.pipeline(bootstrap.workshop(settings, NoCalls()))
            return await pipeline.quote(articles, SummaryOptions(), use_model=False)
        async with bootstrap.opened(settings) as (_, tools):
            pipeline = bootstrap.pipeline(tools)
            return await pipeline.quote(articles, SummaryOptions(), use_model=True)

    return asyncio.run(work())
