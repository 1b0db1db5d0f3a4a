"""On PostgreSQL: this process serves, other processes work."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.errors import Cancelled, RequestError, UnknownName
from service.jobs import Jobs, open_jobs, work
from service.jobs.timings import Timings
from service.records import SummaryOptions
from service.settings import Settings
from service.storage import Storage, open_storage
from tests.jobs.conftest import Script, Start, article
from tests.jobs.summarizers import expected, repeated_calls

pytestmark = [pytest.mark.anyio, pytest.mark.postgres]

PLAIN = SummaryOptions()
FAST = Timings(poll=0.05)


@pytest.fixture
def storage(postgres_url: str) -> Iterator[Storage]:
    opened = open_storage(postgres_url)
    yield opened
    opened.close()


@pytest.fixture
def settings(postgres_url: str) -> Settings:
    return Settings(database_url=postgres_url)


async def test_worker_elsewhere(
    settings: Settings, storage: Storage, script: Script, start: Start, postgres_url: str
) -> None:
    """A worker in another process makes the summary; progress and result are seen here."""
    start("work", postgres_url, steps=5)
    async with open_jobs(settings, storage, script, timings=FAST) as jobs:
        ticket = await jobs.submit(article("a"), PLAIN)
        events = [event async for event in jobs.events(ticket.id)]
        assert (await jobs.wait(ticket.id)).rejections == expected("a", 5)
    assert [e.status for e in events if e.stage is None] == ["queued", "running", "done"]
    assert any(e.stage == "ask" and 0 < e.done < 5 for e in events)
    assert script.started == []


async def test_waiting_until_a_worker_comes(
    settings: Settings, storage: Storage, script: Script, start: Start, postgres_url: str
) -> None:
    """Without a worker a job waits; the first worker that starts takes it."""
    async with open_jobs(settings, storage, script, timings=FAST) as jobs:
        ticket = await jobs.submit(article("a"), PLAIN, keep=True)
        assert (await jobs.load()).workers == 0
        await asyncio.sleep(0.5)
        assert (await jobs.get(ticket.id)).status == "queued"
        start("work", postgres_url, steps=1)
        assert (await jobs.wait(ticket.id)).status == "done"


async def test_cancellation_reaches_the_worker(
    settings: Settings,
    storage: Storage,
    script: Script,
    start: Start,
    diary: Path,
    postgres_url: str,
) -> None:
    """Calling a job off here stops the work in the other process."""
    start("work", postgres_url, steps=10_000)
    async with open_jobs(settings, storage, script, timings=FAST) as jobs:
        ticket = await jobs.submit(article("a"), PLAIN)
        await _running(jobs, ticket.id)
        await jobs.cancel(ticket.id)
        with pytest.raises(Cancelled):
            await jobs.wait(ticket.id)
        assert await _quiet(diary)


async def test_deletion_reaches_the_worker(
    settings: Settings,
    storage: Storage,
    script: Script,
    start: Start,
    diary: Path,
    postgres_url: str,
) -> None:
    """Deleting a summary here stops the work on it in the other process."""
    start("work", postgres_url, steps=10_000)
    async with open_jobs(settings, storage, script, timings=FAST) as jobs:
        ticket = await jobs.submit(article("a"), PLAIN)
        await _running(jobs, ticket.id)
        await jobs.cancel_and_forget(ticket.id)
        with pytest.raises(UnknownName):
            await jobs.get(ticket.id)
        assert await _quiet(diary)


async def test_worker_that_is_asked_to_stop(
    settings: Settings,
    storage: Storage,
    script: Script,
    start: Start,
    diary: Path,
    postgres_url: str,
) -> None:
    """SIGTERM ends a worker within seconds; another goes on with its job at once."""
    first = start("work", postgres_url, steps=60)
    async with open_jobs(settings, storage, script, timings=FAST) as jobs:
        ticket = await jobs.submit(article("a"), PLAIN)
        await _running(jobs, ticket.id)
        first.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(first.wait, 10) == 0
        assert storage.summaries.state(ticket.id).status == "queued"
        start("work", postgres_url, steps=60)
        assert (await jobs.wait(ticket.id)).rejections == expected("a", 60)
    assert repeated_calls(diary) == []


async def test_small_before_large(
    settings: Settings, storage: Storage, script: Script, start: Start, postgres_url: str
) -> None:
    """The queue hands out small requests before large ones that arrived earlier."""
    async with open_jobs(settings, storage, script, timings=FAST) as jobs:
        large = [await jobs.submit(article(f"{n}" + "x" * 9_000), PLAIN) for n in range(4)]
        small = await jobs.submit(article("small"), PLAIN)
        start("work", postgres_url, steps=3)
        await asyncio.gather(*(jobs.wait(ticket.id) for ticket in [small, *large]))
    begun = {
        ticket.id: next(
            e.step.at for e in storage.summaries.events(ticket.id, 0) if e.step.status == "running"
        )
        for ticket in [small, *large]
    }
    # The worker takes two at once.
    assert small.id in sorted(begun, key=begun.__getitem__)[:2]


async def test_database_that_goes_away(
    settings: Settings, storage: Storage, script: Script, start: Start, postgres_url: str
) -> None:
    """A worker whose connections were cut goes on when the database is back.

    The cut waits until the connections are gone: a client in the middle of one is told so.
    """
    start("work", postgres_url, steps=1)
    import psycopg

    async with open_jobs(settings, storage, script, timings=FAST) as jobs:
        await jobs.wait((await jobs.submit(article("a"), PLAIN)).id)
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        ticket = await jobs.submit(article("b"), PLAIN)
        assert (await asyncio.wait_for(jobs.wait(ticket.id), 20)).status == "done"


async def test_no_worker_on_sqlite(tmp_path: Path, script: Script) -> None:
    """A worker on SQLite is refused, saying what to do instead."""
    opened = open_storage(f"sqlite:///{tmp_path / 'x.db'}")
    with pytest.raises(RequestError, match="COMMUNIQUE_DATABASE_URL"):
        await work(Settings(), opened, script)
    opened.close()


async def _running(jobs: Jobs, job: str) -> None:
    async for event in jobs.events(job):
        if event.stage == "ask":
            return


async def _quiet(diary: Path) -> bool:
    """True when no more calls are made, which has to come true within three seconds."""
    until = time.monotonic() + 3
    while time.monotonic() < until:
        before = await asyncio.to_thread(diary.read_text)
        await asyncio.sleep(0.3)
        if await asyncio.to_thread(diary.read_text) == before:
            return True
    return False
