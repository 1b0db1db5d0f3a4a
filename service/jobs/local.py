"""Jobs on SQLite: run in the serving process, a few at a time, from the table itself."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from service.errors import StorageError
from service.jobs.running import Runner, has_died
from service.jobs.threads import Threads
from service.jobs.timings import Timings
from service.storage.summaries import Claim, Summaries

logger = logging.getLogger(__name__)


class LocalWork:
    """Claims jobs as places become free; also those that a dead process left behind."""

    def __init__(
        self,
        summaries: Summaries,
        runner: Runner,
        threads: Threads,
        *,
        concurrency: int,
        timings: Timings,
    ) -> None:
        self._summaries = summaries
        self._runner = runner
        self._threads = threads
        self._timings = timings
        self._places = asyncio.Semaphore(concurrency)
        self._woken = asyncio.Event()
        self._jobs: set[asyncio.Task[None]] = set()
        self._claiming = asyncio.create_task(self._claim_all(), name="claim jobs")

    def wake(self) -> None:
        """A job was queued."""
        self._woken.set()

    async def close(self) -> None:
        """Put running jobs back into the queue."""
        self._claiming.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._claiming
        for job in self._jobs:
            job.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)

    async def _claim_all(self) -> None:
        await self._take_over()
        while True:
            await self._places.acquire()
            self._woken.clear()
            claim = await self._claim()
            if claim is not None:
                job = asyncio.create_task(self._runner.run(claim), name=f"job {claim.id}")
                self._jobs.add(job)
                job.add_done_callback(self._ended)
            else:
                self._places.release()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), self._timings.idle)

    async def _take_over(self) -> None:
        """Let the jobs of dead processes be claimed at once."""

        def dead(worker: str) -> bool:
            return worker != self._runner.worker and has_died(worker)

        try:
            taken = await self._threads.call(self._summaries.expire, dead)
        except StorageError as error:
            logger.error("Unfinished jobs can't be looked for: %s", error)
        else:
            if taken:
                logger.warning("%d unfinished jobs of a process that died go on", taken)

    async def _claim(self) -> Claim | None:
        try:
            return await self._threads.call(
                self._summaries.claim_next, self._runner.worker, self._timings.lease
            )
        except StorageError as error:
            logger.error("No job can be claimed: %s", error)
            return None

    def _ended(self, job: asyncio.Task[None]) -> None:
        self._jobs.discard(job)
        self._places.release()
        if not job.cancelled() and (error := job.exception()):
            logger.error("A job ended unrecorded", exc_info=error)
