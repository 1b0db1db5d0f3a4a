"""Wakes those who wait for a job, wherever it runs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass

from service.errors import StorageError
from service.jobs.threads import Threads
from service.storage.summaries import Summaries

logger = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _Watcher:
    seen: int
    woken: asyncio.Future[None]


class Watch:
    """One look at the database for all that wait in this process, as often as `poll` says.

    Jobs of this process wake their waiters at once, through `touch`.
    """

    def __init__(self, summaries: Summaries, threads: Threads, poll_seconds: float) -> None:
        self._summaries = summaries
        self._threads = threads
        self._poll_seconds = poll_seconds
        self._watchers: dict[str, set[_Watcher]] = {}
        self._polling: asyncio.Task[None] | None = None

    async def changed(self, id: str, seen: int) -> None:
        """Returns once the job has an event above `seen`, is deleted, or a while has passed."""
        watcher = _Watcher(seen, asyncio.get_running_loop().create_future())
        self._watchers.setdefault(id, set()).add(watcher)
        if self._polling is None or self._polling.done():
            self._polling = asyncio.create_task(self._poll(), name="watch jobs")
        try:
            await watcher.woken
        finally:
            left = self._watchers.get(id, set())
            left.discard(watcher)
            if not left:
                self._watchers.pop(id, None)

    def touch(self, id: str) -> None:
        """Wake all that wait for this job."""
        for watcher in self._watchers.get(id, ()):
            _wake(watcher)

    async def close(self) -> None:
        if self._polling is not None:
            self._polling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._polling

    async def _poll(self) -> None:
        while self._watchers:
            await asyncio.sleep(self._poll_seconds)
            try:
                states = await self._threads.call(self._summaries.states, list(self._watchers))
            except StorageError as error:
                logger.warning("Can't look at the jobs: %s", error)
                continue
            for job, watchers in list(self._watchers.items()):
                state = states.get(job)
                for watcher in watchers:
                    if state is None or state.last_event != watcher.seen:
                        _wake(watcher)


def _wake(watcher: _Watcher) -> None:
    if not watcher.woken.done():
        watcher.woken.set_result(None)
