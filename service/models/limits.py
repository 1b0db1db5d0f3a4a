"""How many calls go to a model at a time: slowly more while it copes, half when it says stop."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

_START = 4


class AdaptiveLimit:
    """Additive increase, multiplicative decrease, as TCP does it.

    After as many answers as calls were allowed at a time, one more is allowed; each "too many
    requests" halves, but one burst of them counts once. Waiters go in the order they came.
    """

    def __init__(self, most: int) -> None:
        """most: calls at a time that are never exceeded, at least 1."""
        self._most = max(1, most)
        self._allowed = float(min(_START, self._most))
        self._running = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._halved_at = 0.0
        self._not_before = 0.0

    @property
    def allowed(self) -> int:
        return int(self._allowed)

    @asynccontextmanager
    async def slot(self) -> AsyncGenerator[None]:
        """A place among the calls under way; waits for one, and for the end of a pause."""
        await self._enter()
        try:
            await self._pause()
            yield
        finally:
            self._running -= 1
            self._wake()

    def answered(self) -> None:
        """The model coped."""
        self._allowed = min(float(self._most), self._allowed + 1 / self._allowed)
        self._wake()

    def refused(self, started: float, pause_seconds: float = 0.0) -> None:
        """The model said "too many requests" to a call that started then (monotonic clock).

        pause_seconds: no call starts before this is over.
        """
        self._not_before = max(self._not_before, time.monotonic() + pause_seconds)
        if started >= self._halved_at:
            self._allowed = max(1.0, self._allowed / 2)
            self._halved_at = time.monotonic()

    async def _pause(self) -> None:
        while True:
            left = self._not_before - time.monotonic()
            if left <= 0:
                return
            await asyncio.sleep(left)

    async def _enter(self) -> None:
        if self._running < self.allowed and not self._waiting:
            self._running += 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                # Called in and called off at once: the place goes to the next one.
                self._running -= 1
                self._wake()
            else:
                self._waiting.remove(turn)
            raise

    def _wake(self) -> None:
        while self._waiting and self._running < self.allowed:
            turn = self._waiting.popleft()
            if not turn.done():
                self._running += 1
                turn.set_result(None)
