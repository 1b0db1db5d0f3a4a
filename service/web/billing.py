"""Tokens counted for the API key that asked for them, also when nobody waits for the answer."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from service.errors import UnknownName
from service.jobs import Summarizer
from service.records import Job, Progress, Summary
from service.storage import Storage


class Billed:
    """A summarizer whose work is counted for the key that owns the summary.

    Calls that came from the store cost nothing and are not counted.
    """

    def __init__(self, summarizer: Summarizer, storage: Storage) -> None:
        self._summarizer = summarizer
        self._storage = storage

    async def summarize(self, job: Job, report: Callable[[Progress], None], /) -> Summary:
        summary = await self._summarizer.summarize(job, report)
        used = summary.usage
        if used is not None:
            await asyncio.to_thread(
                self._spend, job.id, used.prompt_tokens + used.completion_tokens
            )
        return summary

    def _spend(self, summary: str, tokens: int) -> None:
        # Deleted in the meantime: then nobody's quota is left to count for.
        with contextlib.suppress(UnknownName):
            owner = self._storage.summaries.state(summary).owner
            if owner and tokens:
                self._storage.keys.spend(owner, tokens)
