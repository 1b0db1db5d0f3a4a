"""The front of the jobs: what a web request or a command may ask of them."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from service.errors import Cancelled, CommuniqueError, StorageError, UnknownName
from service.jobs import failures, priorities
from service.jobs.local import LocalWork
from service.jobs.nouns import Entry, Event, JobTicket, Load, Page, Summarizer
from service.jobs.retention import prune_often
from service.jobs.running import Runner, request_document, request_parts
from service.jobs.threads import Threads
from service.jobs.timings import Timings
from service.jobs.watching import Watch
from service.records import ArticleInput, Summary, SummaryOptions
from service.settings import Settings
from service.storage import Storage
from service.storage.summaries import ENDED, Request, State, Stored, StoredEvent


class Jobs:
    """Safe to use from many tasks of one event loop. Made by `open_jobs`.

    owner: the API key's id, or "" when the service asks for no keys. Where an owner is given, the
    summaries of others are as if they did not exist (UnknownName).
    """

    def __init__(
        self,
        settings: Settings,
        storage: Storage,
        threads: Threads,
        watch: Watch,
        local: LocalWork | None,
        runner: Runner | None,
        timings: Timings,
    ) -> None:
        self._settings = settings
        self._summaries = storage.summaries
        self._threads = threads
        self._watch = watch
        self._local = local
        self._runner = runner
        self._timings = timings
        self._leaving: set[asyncio.Task[None]] = set()
        self._closing = asyncio.Event()

    async def submit(
        self,
        inputs: Sequence[ArticleInput],
        options: SummaryOptions,
        *,
        idempotency_key: str | None = None,
        owner: str = "",
        keep: bool = False,
    ) -> JobTicket:
        """Store the request and queue it; it survives a crash from here on.

        keep: run on although nobody waits (for `Prefer: respond-async`). Otherwise the job is
            called off when the last `wait` for it is cancelled.
        Raises: Busy (429, `retry_after`) when the queue is full; KeyReused (422) when the
            idempotency key came with another request before.
        """

        def add() -> tuple[str, bool]:
            document = request_document(inputs, options)
            request = _request(document, document, inputs, idempotency_key, owner, keep)
            return self._summaries.add(request, self._settings.queue_limit)

        job, created = await self._threads.call(add)
        self._queued(job)
        return JobTicket(job, created)

    async def add_articles(
        self,
        id: str,
        inputs: Sequence[ArticleInput],
        *,
        idempotency_key: str | None = None,
        owner: str = "",
        keep: bool = False,
    ) -> JobTicket:
        """Queue the summary again with more articles; `before` gives what it said until now.

        Should the new run fail or be cancelled, the summary is again what it was before.
        Returns: the same id; created is False when the idempotency key had added them before.
        Raises: as `submit`; UnknownName; StillRunning (409) while an earlier run is unfinished.
        """

        def add() -> bool:
            stored = self._summaries.load(id, owner)
            earlier, options = request_parts(stored.request)
            everything = [*earlier, *inputs]
            request = _request(
                request_document(everything, options),
                # Not of everything: a repeated request finds its own articles there already.
                f"add to {id}: " + request_document(inputs, options),
                everything,
                idempotency_key,
                owner,
                keep,
            )
            limit = self._settings.queue_limit
            return self._summaries.add_again(id, request, limit, stored.state.last_event)

        created = await self._threads.call(add)
        self._queued(id)
        return JobTicket(id, created)

    async def get(self, id: str, *, owner: str | None = None) -> Summary:
        """The summary as it stands; one that is not done has no articles and no rounds.

        Raises: UnknownName.
        """
        return await self._threads.call(lambda: _summary(self._summaries.load(id, owner)))

    async def before(self, id: str, *, owner: str | None = None) -> Summary | None:
        """What the summary said before articles were last added; None when none were."""

        def load() -> Summary | None:
            before = self._summaries.load(id, owner).before
            return None if before is None else _read(before)

        return await self._threads.call(load)

    async def failure(self, id: str, *, owner: str | None = None) -> CommuniqueError | None:
        """Why the last run failed or was cancelled, as `wait` raises it; None when it did not."""
        stored = await self._threads.call(self._summaries.load, id, owner)
        return None if stored.failure is None else failures.from_json(stored.failure)

    async def wait(self, id: str, *, owner: str | None = None) -> Summary:
        """The finished summary. Cancelling the last wait calls the job off, unless it is kept.

        Raises: UnknownName; the error that the run ended with; Cancelled when it was called off
            or deleted.
        """
        state = await self._threads.call(self._summaries.state, id, owner)
        if state.status not in ENDED:
            await self._wait_counted(state)

        def load() -> Summary:
            stored = self._summaries.load(id, owner)
            if stored.failure is not None:
                raise failures.from_json(stored.failure)
            return _summary(stored)

        try:
            return await self._threads.call(load)
        except UnknownName:
            raise Cancelled("The summary was deleted while it was waited for.") from None

    async def _wait_counted(self, state: State) -> None:
        """Returns when the job has ended or is gone; counts as a waiter until then."""
        joined = gave_up = True
        try:
            try:
                await self._threads.finish(self._summaries.join, state.id)
            except StorageError:
                joined = False
                raise
            found: State | None = state
            while found is not None and found.status not in ENDED:
                await self._watch.changed(found.id, found.last_event)
                found = (await self._threads.call(self._summaries.states, [state.id])).get(state.id)
            gave_up = False
        finally:
            if joined:
                leaving = asyncio.create_task(self._leave(state.id, gave_up=gave_up))
                self._leaving.add(leaving)
                leaving.add_done_callback(self._leaving.discard)

    async def _leave(self, id: str, *, gave_up: bool) -> None:
        if gave_up:
            # When the service stops, its clients are cut off just before: they did not give up.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), self._timings.patience)
                gave_up = False
        if await self._threads.call(self._summaries.leave, id, gave_up=gave_up):
            self._called_off(id)

    async def events(
        self, id: str, after: int = 0, *, owner: str | None = None
    ) -> AsyncGenerator[Event]:
        """Events with numbers above `after`: those stored, then those to come, up to the last.

        Works in any process on the same database. Raises UnknownName at the first step; ends
        quietly when the summary is deleted on the way.
        """
        await self._threads.call(self._summaries.state, id, owner)
        while True:
            # The state first: what is written after it is found by the next look.
            state = (await self._threads.call(self._summaries.states, [id])).get(id)
            if state is None:
                return
            for stored in await self._threads.call(self._summaries.events, id, after):
                after = stored.number
                yield _event(stored)
            if after >= state.last_event:
                if state.status in ENDED:
                    return
                await self._watch.changed(id, state.last_event)

    async def cancel(self, id: str, *, owner: str | None = None) -> None:
        """Call the job off, wherever it runs; nothing happens when it has ended. UnknownName."""
        await self._threads.call(self._summaries.state, id, owner)
        await self._threads.call(self._summaries.call_off, id)
        self._called_off(id)

    async def cancel_and_forget(self, id: str, *, owner: str | None = None) -> None:
        """Call the job off and delete all that is stored of it. Raises UnknownName."""
        await self.cancel(id, owner=owner)
        await self._threads.call(self._summaries.delete, id)
        self._watch.touch(id)

    async def page(
        self, cursor: str | None = None, limit: int = 50, *, owner: str | None = None
    ) -> Page:
        """Summaries, newest first. cursor: the `next` of the page before.

        limit: 1 to 200. Raises: UnknownName for a cursor that can't be one of ours.
        """
        if cursor is not None and not (len(cursor) == 32 and cursor.isalnum()):
            raise UnknownName("This cursor is not one that a page named as its next.")
        limit = min(max(limit, 1), 200)
        states = await self._threads.call(self._summaries.page, cursor, limit + 1, owner)
        shown = states[:limit]
        return Page(
            entries=tuple(Entry(s.id, _time(s.created_at), s.status, s.articles) for s in shown),
            next=shown[-1].id if len(states) > limit else None,
        )

    async def load(self) -> Load:
        """Jobs queued and running over all processes, for metrics and /readyz."""
        state = await self._threads.call(self._summaries.queue_state)
        workers = await self._threads.call(self._summaries.workers, self._timings.stalled)
        return Load(state.queued, state.running, self._settings.queue_limit, workers)

    async def close(self) -> None:
        self._closing.set()
        await asyncio.gather(*self._leaving, return_exceptions=True)

    def _queued(self, id: str) -> None:
        if self._local is not None:
            self._local.wake()
        self._watch.touch(id)

    def _called_off(self, id: str) -> None:
        if self._runner is not None:
            self._runner.heed_now(id)
        self._watch.touch(id)


@asynccontextmanager
async def open_jobs(
    settings: Settings, storage: Storage, summarizer: Summarizer, *, timings: Timings | None = None
) -> AsyncGenerator[Jobs]:
    """Jobs that run until the block is left; unfinished ones then go back to the queue.

    On PostgreSQL the summarizer is not used: the workers have theirs.
    """
    timings = timings or Timings()
    threads = Threads()
    watch = Watch(storage.summaries, threads, timings.poll)
    runner = local = None
    pruning = None
    if storage.is_sqlite:
        runner = Runner(
            storage,
            summarizer,
            threads,
            settings=settings,
            timings=timings,
            touched=watch.touch,
        )
        local = LocalWork(
            storage.summaries,
            runner,
            threads,
            concurrency=settings.job_concurrency,
            timings=timings,
        )
        pruning = asyncio.create_task(prune_often(settings, storage, threads, timings.prune))
    jobs = Jobs(settings, storage, threads, watch, local, runner, timings)
    try:
        yield jobs
    finally:
        await jobs.close()
        if pruning is not None:
            pruning.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await pruning
        if local is not None:
            await local.close()
        if runner is not None:
            await runner.close()
        await watch.close()
        threads.close()


def _request(
    document: str,
    meaning: str,
    inputs: Sequence[ArticleInput],
    idempotency_key: str | None,
    owner: str,
    keep: bool,
) -> Request:
    """meaning: what a repeated request has to have in common with the first."""
    size = priorities.size(inputs)
    return Request(
        document=document,
        digest=hashlib.sha256(meaning.encode()).hexdigest(),
        articles=len(inputs),
        size=size,
        delay=priorities.delay_seconds(size),
        owner=owner,
        idempotency_key=idempotency_key,
        kept=keep,
    )


def _summary(stored: Stored) -> Summary:
    if stored.result is not None:
        return _read(stored.result)
    state = stored.state
    return Summary(id=state.id, created_at=_time(state.created_at), status=state.status)


def _read(result: str) -> Summary:
    """A stored summary; what an earlier version knew and this one does not is left out."""
    return Summary.model_validate_json(result, extra="ignore")


def _event(stored: StoredEvent) -> Event:
    step = stored.step
    return Event(
        number=stored.number,
        at=_time(step.at),
        status=step.status,
        stage=step.stage,
        done=step.done,
        total=step.total,
        remaining_seconds=step.remaining_seconds,
    )


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
