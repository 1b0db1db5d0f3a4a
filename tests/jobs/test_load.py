"""Many at once: nobody gets an error but "busy", memory stays bounded, the loop stays free."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from service.errors import Busy
from service.jobs import Jobs, open_jobs
from service.records import ArticleInput, SummaryOptions
from service.settings import Settings
from service.storage import Storage, open_storage
from tests.jobs.conftest import Script, Start

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

PLAIN = SummaryOptions()
CLIENTS = 500


def articles(client: int) -> list[ArticleInput]:
    """Five articles of 5,000 characters, as a usual request has."""
    return [ArticleInput(text=f"client {client} " + "x" * 5_000) for _ in range(5)]


async def client(jobs: Jobs, number: int, tries: int) -> str:
    for _ in range(tries):
        try:
            ticket = await jobs.submit(articles(number), PLAIN)
        except Busy as busy:
            await asyncio.sleep(min(busy.retry_after or 30.0, 1.0))
        else:
            return (await jobs.wait(ticket.id)).status
    return "busy"


async def lags(until: asyncio.Event) -> list[float]:
    """How many seconds late the loop woke this task, each time."""
    found: list[float] = []
    while not until.is_set():
        began = time.monotonic()
        await asyncio.sleep(0.01)
        found.append(time.monotonic() - began - 0.01)
    return found


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.parametrize("tries", [1, 10_000], ids=["once", "until let in"])
async def test_500_clients(storage: Storage, script: Script, url: str, tries: int) -> None:
    """Of 500 clients at once, each gets its summary or is told to come back, which then works."""
    settings = Settings(database_url=url, job_concurrency=4, queue_limit=100)
    over = asyncio.Event()
    before = resident_bytes()
    async with open_jobs(settings, storage, script) as jobs:
        watching = asyncio.create_task(lags(over))
        ends = await asyncio.gather(*(client(jobs, n, tries) for n in range(CLIENTS)))
        over.set()
        late = sorted(await watching)
    assert set(ends) <= {"done", "busy"}
    assert ends.count("done") >= (100 if tries == 1 else CLIENTS)
    if len(late) >= 500:
        # Else the first burst alone is more than one in a hundred.
        assert late[int(len(late) * 0.99)] < 0.1
    assert resident_bytes() - before < 150_000_000


@pytest.mark.postgres
async def test_two_workers_do_twice_as_much(
    postgres_url: str, script: Script, start: Start, tmp_path: Path
) -> None:
    """A second worker nearly doubles what is done in a second, when the model takes the time."""
    storage = open_storage(postgres_url)
    took: list[float] = []
    for workers in (1, 2):
        async with open_jobs(Settings(database_url=postgres_url), storage, script) as jobs:
            tickets = [
                await jobs.submit([ArticleInput(text=f"{workers} {n}")], PLAIN, keep=True)
                for n in range(24)
            ]
            for _ in range(workers):
                start("work", postgres_url, steps=10, seconds=0.05)
            await asyncio.gather(*(jobs.wait(ticket.id) for ticket in tickets))
        times = [
            e.step.at
            for ticket in tickets
            for e in storage.summaries.events(ticket.id, 0)
            if e.step.status in ("running", "done")
        ]
        took.append(max(times) - min(times))
        start.stop()
    print(f"24 jobs: 1 worker {took[0]:.2f} s, 2 workers {took[1]:.2f} s")  # noqa: T201
    assert took[0] / took[1] > 1.5
    storage.close()
