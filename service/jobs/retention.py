"""Deletes what is older than the settings allow, for as long as the service runs."""

from __future__ import annotations

import asyncio
import logging

from service.errors import StorageError
from service.jobs.threads import Threads
from service.settings import Settings
from service.storage import Storage, prune

logger = logging.getLogger(__name__)


async def prune_often(
    settings: Settings, storage: Storage, threads: Threads, every_seconds: float
) -> None:
    """Prune now and every so many seconds, until cancelled."""
    if settings.keep_summaries_days is None and settings.keep_calls_days is None:
        return
    while True:
        try:
            pruned = await threads.call(
                prune,
                storage,
                summaries_days=settings.keep_summaries_days,
                calls_days=settings.keep_calls_days,
            )
        except StorageError as error:
            logger.error("Old summaries can't be deleted: %s", error)
        else:
            if pruned.summaries or pruned.calls:
                logger.info("Deleted %d summaries, %d calls", pruned.summaries, pruned.calls)
        await asyncio.sleep(every_seconds)
