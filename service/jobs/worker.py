"""A process that only works: `communique worker` on PostgreSQL."""

from __future__ import annotations

from service.jobs.nouns import Summarizer
from service.settings import Settings
from service.storage import Storage


async def work(settings: Settings, storage: Storage, summarizer: Summarizer) -> None:
    """Run jobs from the queue until SIGTERM or SIGINT, which lets nothing be lost.

    Raises: RequestError on SQLite, whose jobs run in the serving process, and when the extra
        `postgres` is not installed.
    """
    raise NotImplementedError
