"""Turns a run's progress into stored events, neither too many nor too late."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from service.records import Progress
from service.storage.summaries import Step


@dataclass(slots=True)
class Estimate:
    """How long the stage at hand will go on, from its pace so far."""

    stage: str | None = None
    began: float = 0.0
    done_then: int = 0

    def remaining_seconds(self, progress: Progress, now: float) -> float | None:
        """None until a step of the stage has been done. now: seconds of a steady clock."""
        if progress.stage != self.stage:
            self.stage, self.began, self.done_then = progress.stage, now, progress.done
        done = progress.done - self.done_then
        if done <= 0:
            return 0.0 if progress.done >= progress.total else None
        return round((now - self.began) / done * max(progress.total - progress.done, 0), 1)


class Reporter:
    """Collects progress and hands it on, at most once in `every_seconds`.

    Of several steps of one stage between two times only the last is kept.
    """

    def __init__(
        self, store: Callable[[Sequence[Step]], Awaitable[None]], every_seconds: float
    ) -> None:
        self._store = store
        self._every_seconds = every_seconds
        self._estimate = Estimate()
        self._pending: dict[str, Step] = {}
        self._new = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._writing = asyncio.create_task(self._write(), name="store progress")

    def note(self, progress: Progress) -> None:
        """Take a step down. May be called from any thread."""
        self._loop.call_soon_threadsafe(self._note, progress)

    async def close(self) -> None:
        """Hand on what is left."""
        self._writing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._writing
        await self._flush()

    def _note(self, progress: Progress) -> None:
        remaining = self._estimate.remaining_seconds(progress, time.monotonic())
        self._pending[progress.stage] = Step(
            at=time.time(),
            status="running",
            stage=progress.stage,
            done=progress.done,
            total=progress.total,
            remaining_seconds=remaining,
        )
        self._new.set()

    async def _write(self) -> None:
        while True:
            await self._new.wait()
            await self._flush()
            await asyncio.sleep(self._every_seconds)

    async def _flush(self) -> None:
        self._new.clear()
        steps, self._pending = list(self._pending.values()), {}
        if steps:
            await self._store(steps)
