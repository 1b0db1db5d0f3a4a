"""Calls at a time grow slowly and halve when the server says stop."""

from __future__ import annotations

import asyncio
import time

import pytest

from service.models.limits import AdaptiveLimit

pytestmark = pytest.mark.anyio


async def test_it_starts_low_and_grows_by_one_a_round() -> None:
    """After as many answers as are allowed at a time, one more is allowed; never above most."""
    limit = AdaptiveLimit(6)
    seen = [limit.allowed]
    for _ in range(60):
        limit.answered()
        seen.append(limit.allowed)
    assert seen[0] == 4
    assert seen == sorted(seen)
    assert seen.index(5) == 5
    assert seen[-1] == 6


async def test_a_burst_of_refusals_halves_once() -> None:
    """Calls that started before the halving don't halve again; a later one does."""
    limit = AdaptiveLimit(64)
    for _ in range(10_000):
        limit.answered()
    assert limit.allowed == 64
    started = time.monotonic()
    for _ in range(50):
        limit.refused(started)
    assert limit.allowed == 32
    limit.refused(time.monotonic())
    assert limit.allowed == 16


async def test_at_least_one_call_is_always_allowed() -> None:
    """However often the server refuses."""
    limit = AdaptiveLimit(8)
    for _ in range(20):
        limit.refused(time.monotonic())
    assert limit.allowed == 1
    async with asyncio.timeout(1), limit.slot():
        pass


async def test_no_more_run_than_allowed_and_all_get_through() -> None:
    """A hundred callers, three at a time."""
    limit, running, most = AdaptiveLimit(3), 0, 0

    async def work() -> None:
        nonlocal running, most
        async with limit.slot():
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1

    async with asyncio.timeout(5):
        await asyncio.gather(*(work() for _ in range(100)))
    assert most == 3


async def test_cancelled_waiters_lose_no_place() -> None:
    """Callers that give up at any moment leave the others their turns."""
    limit = AdaptiveLimit(2)

    async def work(number: int) -> None:
        async with limit.slot():
            await asyncio.sleep(0.001 * (number % 3))

    tasks = [asyncio.create_task(work(number)) for number in range(200)]
    for number, task in enumerate(tasks):
        if number % 3 == 0:
            await asyncio.sleep(0)
            task.cancel()
    async with asyncio.timeout(10):
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(work(number) for number in range(10)))


async def test_a_pause_holds_every_call_back() -> None:
    """Retry-After of one call is kept by all."""
    limit = AdaptiveLimit(8)
    limit.refused(time.monotonic(), pause_seconds=0.2)
    started = time.monotonic()
    async with limit.slot():
        assert time.monotonic() - started >= 0.19
