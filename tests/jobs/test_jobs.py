"""What a caller may count on: each job runs once, ends once, can be watched and called off."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from service.errors import (
    ArticleError,
    Busy,
    Cancelled,
    CommuniqueError,
    KeyReused,
    ModelUnavailable,
    StillRunning,
    StorageError,
    TimeLimit,
    UnknownName,
)
from service.jobs import Event, Jobs, open_jobs
from service.jobs.timings import Timings
from service.records import SummaryOptions
from service.settings import Settings
from service.storage import Storage
from tests.jobs.conftest import Script, article

pytestmark = pytest.mark.anyio

PLAIN = SummaryOptions()
FAST = Timings(lease=2.0, tick=0.1, poll=0.05, idle=0.1, event=0.01)


def said(summary: object) -> list[str]:
    return [rejection.what for rejection in summary.rejections]  # type: ignore[attr-defined]


async def soon(true: Callable[[], bool] | Callable[[], Awaitable[bool]]) -> None:
    """Waits until it is true; fails after five seconds."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        found = true()
        if (await found) if not isinstance(found, bool) else found:
            return
        await asyncio.sleep(0.01)
    pytest.fail("it never came true")


async def test_summary_comes_back(settings: Settings, storage: Storage, script: Script) -> None:
    """What the summarizer returns is the summary, under the job's own id and time."""
    async with open_jobs(settings, storage, script) as jobs:
        ticket = await jobs.submit(article("hello"), PLAIN)
        summary = await jobs.wait(ticket.id)
        assert ticket.created
        assert (summary.id, summary.status, said(summary)) == (ticket.id, "done", ["hello"])
        assert summary.created_at.year > 2000
        assert await jobs.get(ticket.id) == summary
        assert await jobs.failure(ticket.id) is None


async def test_unfinished_summary(settings: Settings, storage: Storage, script: Script) -> None:
    """A summary that is not done shows its status and nothing else."""
    async with open_jobs(settings, storage, script) as jobs:
        ticket = await jobs.submit(article("wait"), PLAIN, keep=True)
        await soon(lambda: script.started == ["wait"])
        found = await jobs.get(ticket.id)
        assert (found.id, found.status, found.articles) == (ticket.id, "running", ())
        script.go.set()
        assert (await jobs.wait(ticket.id)).status == "done"


async def test_unknown_id(settings: Settings, storage: Storage, script: Script) -> None:
    """Every way of asking for a summary that does not exist says so."""
    async with open_jobs(settings, storage, script) as jobs:
        for ask in (jobs.get, jobs.wait, jobs.before, jobs.failure, jobs.cancel):
            with pytest.raises(UnknownName):
                await ask("nothing")
        with pytest.raises(UnknownName):
            await jobs.cancel_and_forget("nothing")
        with pytest.raises(UnknownName):
            await jobs.add_articles("nothing", article("x"))
        with pytest.raises(UnknownName):
            await anext(jobs.events("nothing"))
        with pytest.raises(UnknownName):
            await jobs.page("no cursor of ours")


async def test_other_owners(settings: Settings, storage: Storage, script: Script) -> None:
    """One owner's summaries are hidden from another, in every way of asking."""
    async with open_jobs(settings, storage, script) as jobs:
        ticket = await jobs.submit(article("x"), PLAIN, owner="a")
        await jobs.wait(ticket.id, owner="a")
        for ask in (jobs.get, jobs.wait, jobs.before, jobs.failure, jobs.cancel_and_forget):
            with pytest.raises(UnknownName):
                await ask(ticket.id, owner="b")
        with pytest.raises(UnknownName):
            await jobs.add_articles(ticket.id, article("x"), owner="b")
        assert (await jobs.page(owner="b")).entries == ()
        assert [e.id for e in (await jobs.page(owner="a")).entries] == [ticket.id]


@pytest.mark.parametrize(
    "error",
    [ArticleError("empty"), ModelUnavailable("down", retry_after=7.0)],
    ids=["article", "model"],
)
async def test_failure_reaches_the_waiter(
    settings: Settings, storage: Storage, script: Script, error: CommuniqueError
) -> None:
    """What the summarizer raised is raised to who waits, now and later, as the same kind."""
    script.error = error
    async with open_jobs(settings, storage, script) as jobs:
        ticket = await jobs.submit(article("fail"), PLAIN)
        with pytest.raises(type(error), match=str(error)) as caught:
            await jobs.wait(ticket.id)
        assert caught.value.retry_after == error.retry_after
        assert (await jobs.get(ticket.id)).status == "failed"
        assert isinstance(await jobs.failure(ticket.id), type(error))


async def test_failure_in_a_task_group(
    settings: Settings, storage: Storage, script: Script
) -> None:
    """An error of ours that a task group wrapped is told as itself."""
    script.error = ExceptionGroup("g", [ExceptionGroup("h", [ValueError("x"), ArticleError("a")])])
    async with open_jobs(settings, storage, script) as jobs:
        ticket = await jobs.submit(article("fail"), PLAIN)
        with pytest.raises(ArticleError, match="a"):
            await jobs.wait(ticket.id)


async def test_unexpected_failure_keeps_its_words(
    settings: Settings,
    storage: Storage,
    script: Script,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """An unknown error's message, which may quote an article, goes neither out nor into the log."""
    async with open_jobs(settings, storage, script) as jobs:
        ticket = await jobs.submit(article("fail"), PLAIN)
        with pytest.raises(CommuniqueError) as caught:
            await jobs.wait(ticket.id)
    assert "Saltmarsh" not in str(caught.value)
    assert "Saltmarsh" not in caplog.text
    (record,) = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert "RuntimeError" in record.getMessage()
    assert "_act" in record.getMessage()


async def test_no_more_at_once_than_set(
    settings: Settings, storage: Storage, script: Script
) -> None:
    """Only so many jobs run at once."""
    async with open_jobs(settings, storage, script) as jobs:
        tickets = [await jobs.submit(article(f"steps {n}"), PLAIN) for n in (1, 2, 1, 2, 1)]
        await asyncio.gather(*(jobs.wait(ticket.id) for ticket in tickets))
    assert script.most_at_once == 2


async def test_small_before_large(storage: Storage, script: Script, url: str) -> None:
    """A small request overtakes large ones that arrived before it."""
    one = Settings(database_url=url, job_concurrency=1)
    async with open_jobs(one, storage, script, timings=FAST) as jobs:
        await jobs.submit(article("wait"), PLAIN, keep=True)
        await soon(lambda: script.started == ["wait"])
        large = [await jobs.submit(article("x" * 9_000 + str(n)), PLAIN) for n in range(2)]
        small = await jobs.submit(article("small"), PLAIN)
        script.go.set()
        await asyncio.gather(*(jobs.wait(ticket.id) for ticket in [*large, small]))
    assert [text[-1] for text in script.started] == ["t", "l", "0", "1"]


async def test_full_queue(storage: Storage, script: Script, url: str) -> None:
    """When too many wait, the next one is turned away, and let in when there is room."""
    tight = Settings(database_url=url, job_concurrency=1, queue_limit=2)
    async with open_jobs(tight, storage, script, timings=FAST) as jobs:
        tickets = [await jobs.submit(article("wait"), PLAIN, keep=True)]
        await soon(lambda: script.started == ["wait"])
        tickets += [await jobs.submit(article("wait"), PLAIN, keep=True) for _ in range(2)]
        with pytest.raises(Busy) as caught:
            await jobs.submit(article("wait"), PLAIN)
        assert caught.value.retry_after
        load = await jobs.load()
        assert (load.queued, load.running, load.limit) == (2, 1, 2)
        script.go.set()
        await asyncio.gather(*(jobs.wait(ticket.id) for ticket in tickets))
        await jobs.wait((await jobs.submit(article("x"), PLAIN)).id)


async def test_repeated_request(settings: Settings, storage: Storage, script: Script) -> None:
    """The same request under the same key is the same job; another one is refused."""
    async with open_jobs(settings, storage, script) as jobs:
        first = await jobs.submit(article("a"), PLAIN, idempotency_key="k")
        again = await jobs.submit(article("a"), PLAIN, idempotency_key="k")
        assert (again.id, again.created) == (first.id, False)
        with pytest.raises(KeyReused):
            await jobs.submit(article("b"), PLAIN, idempotency_key="k")
        with pytest.raises(KeyReused):
            await jobs.submit(article("a"), SummaryOptions(brief=False), idempotency_key="k")
        await jobs.wait(first.id)
    assert script.started == ["a"]


async def test_repeated_after_it_was_called_off(
    settings: Settings, storage: Storage, script: Script
) -> None:
    """A client that lost its connection and sends its request again gets its summary."""
    async with open_jobs(settings, storage, script, timings=FAST) as jobs:
        ticket = await jobs.submit(article("wait"), PLAIN, idempotency_key="k")
        wait = asyncio.create_task(jobs.wait(ticket.id))
        await soon(lambda: script.started == ["wait"])
        wait.cancel()
        await soon(lambda: storage.summaries.state(ticket.id).status == "cancelled")
        script.go.set()
        again = await jobs.submit(article("wait"), PLAIN, idempotency_key="k")
        assert again.id == ticket.id
        assert (await jobs.wait(ticket.id)).status == "done"


async def test_repeated_after_a_failure(
    settings: Settings, storage: Storage, script: Script
) -> None:
    """A request that failed is tried again when it is sent again under its key."""
    script.error = ModelUnavailable("down")
    async with open_jobs(settings, storage, script) as jobs:
        for _ in range(2):
            ticket = await jobs.submit(article("fail"), PLAIN, idempotency_key="k")
            with pytest.raises(ModelUnavailable):
                await jobs.wait(ticket.id)
        first = await jobs.submit(article("a"), PLAIN)
        await jobs.wait(first.id)
        for _ in range(2):
            added = await jobs.add_articles(first.id, article("fail"), idempotency_key="added")
            assert added.created
            with pytest.raises(ModelUnavailable):
                await jobs.wait(first.id)
    assert script.started == ["fail", "fail", "a", "fail", "fail"]


async def test_repeated_to_be_kept(settings: Settings, storage: Storage, script: Script) -> None:
    """A request sent again with the wish to keep it is kept."""
    async with open_jobs(settings, storage, script, timings=FAST) as jobs:
        ticket = await jobs.submit(article("wait"), PLAIN, idempotency_key="k")
        wait = asyncio.create_task(jobs.wait(ticket.id))
        await soon(lambda: _waiters(storage, ticket.id) == 1)
        await jobs.submit(article("wait"), PLAIN, idempotency_key="k", keep=True)
        wait.cancel()
        await asyncio.wait({wait})
        script.go.set()
        assert (await jobs.wait(ticket.id)).status == "done"


async def test_request_that_cannot_be_read_back(
    settings: Settings, storage: Storage, script: Script
) -> None:
    """A stored request of another version that can't be read fails, and is not tried for ever."""
    from service.storage.summaries import Request

    job, _ = storage.summaries.add(Request('{"inputs": 1}', "d", 1, 1, 0.0), 10)
    async with open_jobs(settings, storage, script) as jobs:
        with pytest.raises(CommuniqueError):
            await jobs.wait(job)
        assert (await jobs.get(job)).status == "failed"


async def test_summary_of_an_earlier_version(
    settings: Settings, storage: Storage, script: Script
) -> None:
    """A stored summary with a field that is no longer known can still be read."""
    from service.storage.tables import documents

    async with open_jobs(settings, storage, script) as jobs:
        ticket = await jobs.submit(article("a"), PLAIN)
        summary = await jobs.wait(ticket.id)
        older = summary.model_dump_json()[:-1] + ', "mood": "good"}'
        with storage.database.writing() as connection:
            connection.execute(documents.update().values(result=older))
        assert await jobs.get(ticket.id) == summary


async def test_last_waiter_gone(settings: Settings, storage: Storage, script: Script) -> None:
    """A running job is stopped when the last that waited has gone, not before."""
    async with open_jobs(settings, storage, script, timings=FAST) as jobs:
        ticket = await jobs.submit(article("wait"), PLAIN)
        waits = [asyncio.create_task(jobs.wait(ticket.id)) for _ in range(2)]
        await soon(lambda: script.started == ["wait"])
        await soon(lambda: _waiters(storage, ticket.id) == 2)
        waits[0].cancel()
        await asyncio.sleep(0.3)
        assert (await jobs.get(ticket.id)).status == "running"
        waits[1].cancel()
        await soon(lambda: script.cancelled == ["wait"])
        await soon(lambda: storage.summaries.state(ticket.id).status == "cancelled")
        assert isinstance(await jobs.failure(ticket.id), Cancelled)
        await asyncio.wait(waits)


async def test_service_that_stops_under_its_clients(
    settings: Settings, storage: Storage, script: Script
) -> None:
    """A service that stops and so cuts its clients off calls nothing off: the job goes on later."""
    async with open_jobs(settings, storage, script) as jobs:
        ticket = await jobs.submit(article("wait"), PLAIN)
        wait = asyncio.create_task(jobs.wait(ticket.id))
        await soon(lambda: _waiters(storage, ticket.id) == 1)
        wait.cancel()
        await asyncio.wait({wait})
    assert storage.summaries.state(ticket.id).status == "queued"
    assert _waiters(storage, ticket.id) == 0


async def test_kept_job(settings: Settings, storage: Storage, script: Script) -> None:
    """A kept job goes on when its waiter has gone."""
    async with open_jobs(settings, storage, script, timings=FAST) as jobs:
        ticket = await jobs.submit(article("wait"), PLAIN, keep=True)
        wait = asyncio.create_task(jobs.wait(ticket.id))
        await soon(lambda: _waiters(storage, ticket.id) == 1)
        wait.cancel()
        await soon(lambda: _waiters(storage, ticket.id) == 0)
        script.go.set()
        assert (await jobs.wait(ticket.id)).status == "done"


async def test_cancelled_job(settings: Settings, storage: Storage, script: Script) -> None:
    """Cancelling stops the work at once and tells who waits; a second time changes nothing."""
    async with open_jobs(settings, storage, script) as jobs:
        ticket = await jobs.submit(article("wait"), PLAIN)
        wait = asyncio.create_task(jobs.wait(ticket.id))
        await soon(lambda: script.started == ["wait"])
        began = time.monotonic()
        await jobs.cancel(ticket.id)
        with pytest.raises(Cancelled):
            await wait
        assert time.monotonic() - began < 1
        await jobs.cancel(ticket.id)
        assert (await jobs.get(ticket.id)).status == "cancelled"


async def test_forgotten_job(settings: Settings, storage: Storage, script: Script) -> None:
    """A deleted job stops, is unknown from then on, and ends its watchers' wait."""
    async with open_jobs(settings, storage, script, timings=FAST) as jobs:
        ticket = await jobs.submit(article("wait"), PLAIN)
        wait = asyncio.create_task(jobs.wait(ticket.id))
        watch = asyncio.create_task(_all(jobs, ticket.id))
        await soon(lambda: script.started == ["wait"])
        await jobs.cancel_and_forget(ticket.id)
        with pytest.raises(Cancelled):
            await wait
        await watch
        await soon(lambda: script.cancelled == ["wait"])
        with pytest.raises(UnknownName):
            await jobs.get(ticket.id)


async def test_time_limit(storage: Storage, script: Script, url: str) -> None:
    """A job that runs too long is stopped and fails, saying so."""
    short = Settings(database_url=url, job_seconds=0.2)
    async with open_jobs(short, storage, script) as jobs:
        ticket = await jobs.submit(article("wait"), PLAIN)
        with pytest.raises(TimeLimit, match=r"0\.2 seconds"):
            await jobs.wait(ticket.id)
        assert script.cancelled == ["wait"]


async def test_events(settings: Settings, storage: Storage, script: Script) -> None:
    """Events tell the story from queued to done, and go on from any number."""
    async with open_jobs(settings, storage, script, timings=FAST) as jobs:
        ticket = await jobs.submit(article("steps 6"), PLAIN)
        events = await _all(jobs, ticket.id)
        assert [e.number for e in events] == list(range(1, len(events) + 1))
        assert [e.status for e in events if e.stage is None] == ["queued", "running", "done"]
        asked = [e for e in events if e.stage == "ask"]
        assert [e.done for e in asked] == sorted({e.done for e in asked})
        assert (asked[-1].done, asked[-1].total, asked[-1].remaining_seconds) == (6, 6, 0.0)
        assert any(e.remaining_seconds for e in asked)
        assert [e.last for e in events].count(True) == 1
        assert await _all(jobs, ticket.id, after=3) == events[3:]
        assert await _all(jobs, ticket.id, after=len(events)) == []


async def test_events_while_it_runs(settings: Settings, storage: Storage, script: Script) -> None:
    """An event is seen when it happens, not when the job ends."""
    async with open_jobs(settings, storage, script, timings=FAST) as jobs:
        ticket = await jobs.submit(article("steps 20"), PLAIN)
        async for event in jobs.events(ticket.id):
            if event.stage == "ask" and event.done >= 1:
                assert script.finished == []
                break
        await jobs.wait(ticket.id)


async def test_added_articles(settings: Settings, storage: Storage, script: Script) -> None:
    """Added articles give the same summary anew, over all articles; the old one can be had."""
    async with open_jobs(settings, storage, script) as jobs:
        ticket = await jobs.submit(article("a"), PLAIN)
        first = await jobs.wait(ticket.id)
        added = await jobs.add_articles(ticket.id, article("b"), idempotency_key="k")
        assert (added.id, added.created) == (ticket.id, True)
        second = await jobs.wait(ticket.id)
        assert (said(first), said(second)) == (["a"], ["a", "b"])
        assert (second.id, second.created_at) == (first.id, first.created_at)
        assert await jobs.before(ticket.id) == first
        again = await jobs.add_articles(ticket.id, article("b"), idempotency_key="k")
        assert (again.id, again.created) == (ticket.id, False)
        assert said(await jobs.wait(ticket.id)) == ["a", "b"]
        with pytest.raises(KeyReused):
            await jobs.add_articles(ticket.id, article("c"), idempotency_key="k")


async def test_addition_that_fails(settings: Settings, storage: Storage, script: Script) -> None:
    """When added articles fail, the waiter hears why, and the summary is what it was."""
    async with open_jobs(settings, storage, script) as jobs:
        ticket = await jobs.submit(article("a"), PLAIN)
        first = await jobs.wait(ticket.id)
        script.error = ArticleError("empty")
        await jobs.add_articles(ticket.id, article("fail"))
        with pytest.raises(ArticleError):
            await jobs.wait(ticket.id)
        assert await jobs.get(ticket.id) == first
        await jobs.add_articles(ticket.id, article("b"))
        assert said(await jobs.wait(ticket.id)) == ["a", "b"]
        assert await jobs.failure(ticket.id) is None


async def test_adding_too_early(settings: Settings, storage: Storage, script: Script) -> None:
    """Articles can't be added to a summary that is still being made."""
    async with open_jobs(settings, storage, script) as jobs:
        ticket = await jobs.submit(article("wait"), PLAIN, keep=True)
        with pytest.raises(StillRunning):
            await jobs.add_articles(ticket.id, article("b"))
        script.go.set()
        await jobs.wait(ticket.id)


async def test_restart(settings: Settings, storage: Storage, script: Script) -> None:
    """A service that stops hands its jobs to the next start, which finishes them at once."""
    async with open_jobs(settings, storage, script) as jobs:
        done = await jobs.submit(article("a"), PLAIN)
        finished = await jobs.wait(done.id)
        ticket = await jobs.submit(article("wait"), PLAIN, keep=True)
        await soon(lambda: script.started[-1] == "wait")
    assert storage.summaries.state(ticket.id).status == "queued"
    script.go.set()
    began = time.monotonic()
    async with open_jobs(settings, storage, script) as jobs:
        assert await jobs.get(done.id) == finished
        assert said(await jobs.wait(ticket.id)) == ["wait"]
    assert time.monotonic() - began < 2


async def test_two_services_on_one_file(
    settings: Settings, storage: Storage, script: Script
) -> None:
    """Two services on one database share the jobs, and each sees the other's events and ends."""
    # A busy machine may hold up a claim's renewal for longer than a short lease.
    alive = replace(FAST, lease=60.0)
    async with (
        open_jobs(settings, storage, script, timings=alive) as one,
        open_jobs(settings, storage, script, timings=alive) as two,
    ):
        tickets = [await one.submit(article(f"steps {n % 3}"), PLAIN) for n in range(12)]
        await asyncio.gather(*(two.wait(ticket.id) for ticket in tickets))
        for ticket in tickets:
            assert await _all(one, ticket.id) == await _all(two, ticket.id)
    assert len(script.started) == 12


async def test_cancelled_by_another_process(
    settings: Settings, storage: Storage, script: Script
) -> None:
    """A job is stopped by a wish in the database, whoever wrote it there."""
    async with open_jobs(settings, storage, script, timings=FAST) as jobs:
        ticket = await jobs.submit(article("wait"), PLAIN)
        await soon(lambda: script.started == ["wait"])
        storage.summaries.call_off(ticket.id)
        with pytest.raises(Cancelled):
            await jobs.wait(ticket.id)
        assert script.cancelled == ["wait"]


async def test_job_that_kills_its_workers(
    settings: Settings, storage: Storage, script: Script
) -> None:
    """A job whose workers died again and again fails instead of being tried for ever."""
    async with open_jobs(settings, storage, script) as jobs:
        ticket = await jobs.submit(article("wait"), PLAIN, keep=True)
        await soon(lambda: script.started == ["wait"])
    for _ in range(10):
        assert storage.summaries.claim_next("a worker that dies", 0.0)
        await asyncio.sleep(0.01)
    async with open_jobs(settings, storage, script) as jobs:
        with pytest.raises(CommuniqueError, match="died 10 times"):
            await jobs.wait(ticket.id)
    assert script.started == ["wait"]


async def test_end_that_cannot_be_stored(
    settings: Settings, storage: Storage, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a result can't be stored, the job runs again once its lease has ended."""
    real = storage.summaries.finish
    left = [StorageError("No space is left")]

    def finish(*arguments: Any) -> bool:
        if left:
            raise left.pop()
        return real(*arguments)

    monkeypatch.setattr(storage.summaries, "finish", finish)
    short = Timings(lease=0.5, tick=0.1, poll=0.05, idle=0.1)
    async with open_jobs(settings, storage, script, timings=short) as jobs:
        # Another job of this worker, whose lease is renewed all the time.
        other = await jobs.submit(article("wait"), PLAIN, keep=True)
        ticket = await jobs.submit(article("a"), PLAIN)
        assert (await jobs.wait(ticket.id)).status == "done"
        script.go.set()
        await jobs.wait(other.id)
    assert script.started.count("a") == 2


async def test_pages(settings: Settings, storage: Storage, script: Script) -> None:
    """Following the cursors gives every summary once, newest first."""
    async with open_jobs(settings, storage, script) as jobs:
        made = [(await jobs.submit(article(str(n)), PLAIN, keep=True)).id for n in range(7)]
        found: list[str] = []
        cursor = None
        while True:
            page = await jobs.page(cursor, limit=3)
            found += [entry.id for entry in page.entries]
            cursor = page.next
            if cursor is None:
                break
        assert sorted(found) == sorted(made)
        assert found == sorted(found, reverse=True)


async def test_retention(storage: Storage, script: Script, url: str) -> None:
    """Summaries older than they are kept are deleted while the service runs."""
    brief = Settings(database_url=url, keep_summaries_days=0)
    often = Timings(poll=0.05, prune=0.1)
    async with open_jobs(brief, storage, script, timings=often) as jobs:
        ticket = await jobs.submit(article("x"), PLAIN, keep=True)
        await soon(lambda: script.finished == ["x"])
        await soon(lambda: ticket.id not in storage.summaries.states([ticket.id]))


async def _all(jobs: Jobs, job: str, after: int = 0) -> list[Event]:
    return [event async for event in jobs.events(job, after)]


def _waiters(storage: Storage, job: str) -> int:
    from service.storage.tables import summaries

    with storage.database.reading() as connection:
        return connection.execute(summaries.select().where(summaries.c.id == job)).one().waiters
