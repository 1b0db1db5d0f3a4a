"""Threads of their own for storage, so that it never waits behind the pipeline's work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Threads:
    """Runs blocking calls. Fewer than the database has connections."""

    def __init__(self, number: int = 8) -> None:
        self._pool = ThreadPoolExecutor(number, thread_name_prefix="storage")

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The function's result. When cancelled, the function still runs to its end."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, lambda: function(*args, **kwargs))

    async def finish(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `call`, but a cancellation waits until the function has returned."""
        work = asyncio.ensure_future(self.call(function, *args, **kwargs))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            await asyncio.wait({work})
            raise

    def close(self) -> None:
        self._pool.shutdown(wait=True)
