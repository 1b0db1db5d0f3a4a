"""Many at once: nobody gets an error but "busy", memory stays bounded, the loop stays free."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from service.errors import Busy
from service.jobs import Jobs, open_jobs
from service.records import ArticleInput, SummaryOptions
from service.settings import Settings
from service.storage import Storage, open_storage
from tests.jobs.conftest import Script, Start

pytestmark = [pytest.mark.anyio, pytest.mark.slow, pytest.mark.timed]

PLAIN = SummaryOptions()
CLIENTS = 500
JOBS = 16


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


async def stretches(until: asyncio.Event) -> list[float]:
    """Seconds that the loop's thread worked between two times that this task was woken.

    Its own working time, not the clock's: what other programs take from the machine is left out.
    """
    found: list[float] = []
    while not until.is_set():
        began = time.thread_time()
        await asyncio.sleep(0.01)
        found.append(time.thread_time() - began)
    return found


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.fixture
def own_objects() -> Iterator[None]:
    """Leaves what earlier tests made out of garbage collection: it is not the service's load."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("own_objects")
@pytest.mark.parametrize("tries", [1, 10_000], ids=["once", "until let in"])
async def test_500_clients(storage: Storage, script: Script, url: str, tries: int) -> None:
    """Of 500 clients at once, each gets its summary or is told to come back, which then works."""
    settings = Settings(database_url=url, job_concurrency=4, queue_limit=100)
    over = asyncio.Event()
    before = resident_bytes()
    async with open_jobs(settings, storage, script) as jobs:
        watching = asyncio.create_task(stretches(over))
        ends = await asyncio.gather(*(client(jobs, n, tries) for n in range(CLIENTS)))
        over.set()
        worked = sorted(await watching)
    usual = worked[int(0.99 * len(worked))]
    grown = resident_bytes() - before
    print(  # noqa: T201
        f"{CLIENTS} clients: {ends.count('done')} done, {ends.count('busy')} turned away; "
        f"memory grew by {grown / 1e6:.0f} MB; the loop worked {usual * 1000:.0f} ms at a stretch "
        f"in 99 of 100, at most {worked[-1] * 1000:.0f} ms"
    )
    assert set(ends) <= {"done", "busy"}
    assert ends.count("done") >= (100 if tries == 1 else CLIENTS)
    assert usual < 0.1
    assert grown < 150_000_000


@pytest.mark.postgres
async def test_two_workers_do_twice_as_much(
    postgres_url: str, script: Script, start: Start, tmp_path: Path
) -> None:
    """A second worker nearly doubles what is done in a second, when the model takes the time."""
    storage = open_storage(postgres_url)
    took: list[float] = []
    for workers in (1, 2):
        for _ in range(workers):
            start("work", postgres_url, steps=5, seconds=0.2)
        await registered(storage, workers)
        async with open_jobs(Settings(database_url=postgres_url), storage, script) as jobs:
            began = time.monotonic()
            tickets = [
                await jobs.submit([ArticleInput(text=f"{workers} {n}")], PLAIN, keep=True)
                for n in range(JOBS)
            ]
            await asyncio.gather(*(jobs.wait(ticket.id) for ticket in tickets))
            took.append(time.monotonic() - began)
        start.stop()
        with storage.database.writing() as connection:
            connection.execute(sa.text("DELETE FROM procrastinate_workers"))
    print(  # noqa: T201
        f"{JOBS} jobs of 1 s, 2 at once: {took[0]:.1f} s with 1 worker, {took[1]:.1f} s with 2; "
        f"ratio {took[0] / took[1]:.2f}"
    )
    assert took[0] / took[1] > 1.5
    storage.close()


async def registered(storage: Storage, workers: int) -> None:
    """Returns when so many workers are ready."""
    while True:
        with storage.database.reading() as connection:
            found = connection.scalar(sa.text("SELECT count(*) FROM procrastinate_workers"))
        if found == workers:
            return
        await asyncio.sleep(0.1)
