"""A process that only works: `communique worker` on PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Generator

from service.errors import RequestError, StorageError
from service.jobs.nouns import Summarizer
from service.jobs.retention import prune_often
from service.jobs.running import Runner
from service.jobs.threads import Threads
from service.jobs.timings import Timings
from service.settings import Settings
from service.storage import Storage, queue

logger = logging.getLogger(__name__)

# How long to wait before trying again when the database went away.
AGAIN_SECONDS = 2.0


async def work(
    settings: Settings, storage: Storage, summarizer: Summarizer, *, timings: Timings | None = None
) -> None:
    """Run jobs from the queue until SIGTERM or SIGINT; then hand back what is unfinished.

    Raises: RequestError on SQLite, whose jobs run in the serving process; StorageError when the
        extra `postgres` is not installed.
    """
    if storage.is_sqlite:
        raise RequestError(
            "On SQLite the jobs run in the serving process: start `communique serve` alone. For "
            "workers, set COMMUNIQUE_DATABASE_URL to a PostgreSQL database."
        )
    queue.installed()
    timings = timings or Timings()
    threads = Threads()
    runner = Runner(storage, summarizer, threads, settings=settings, timings=timings)

    async def run(id: str) -> None:
        claim = await threads.call(storage.summaries.claim, id, runner.worker, timings.lease)
        if claim is not None:
            await runner.run(claim)

    async def work_on() -> None:
        while True:
            try:
                await queue.run_worker(
                    storage.database.url,
                    run,
                    name=runner.worker,
                    concurrency=settings.job_concurrency,
                    heartbeat_seconds=timings.heartbeat,
                    stalled_seconds=timings.stalled,
                    grace_seconds=timings.grace,
                )
            except Exception as error:  # noqa: BLE001
                # Whatever it was, a worker's duty is to be there when the database is back.
                logger.error("The queue can't be reached (%s); trying again", type(error).__name__)
            await asyncio.sleep(AGAIN_SECONDS)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(work_on()),
                group.create_task(_rescue_often(storage, threads, timings)),
                group.create_task(prune_often(settings, storage, threads, timings.prune)),
            ]
            with _on_signals(lambda: [task.cancel() for task in tasks]):
                await asyncio.wait(tasks)
    finally:
        await runner.close()
        threads.close()


async def _rescue_often(storage: Storage, threads: Threads, timings: Timings) -> None:
    while True:
        try:
            rescued = await threads.call(storage.summaries.rescue, timings.stalled)
        except StorageError as error:
            logger.error("Jobs of dead workers can't be looked for: %s", error)
        else:
            if rescued:
                logger.warning("Took up %d jobs that a worker left behind", rescued)
        await asyncio.sleep(timings.rescue)


@contextlib.contextmanager
def _on_signals(stop: Callable[[], object]) -> Generator[None]:
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)
    for number in signals:
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in signals:
            loop.remove_signal_handler(number)
