"""Runs claimed jobs: with a time limit, a lease kept alive, and exactly one end."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import socket
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from pydantic import TypeAdapter

from service.errors import CommuniqueError, StorageError, TimeLimit
from service.jobs import failures
from service.jobs.nouns import Summarizer
from service.jobs.reporting import Reporter
from service.jobs.threads import Threads
from service.jobs.timings import Timings
from service.records import ArticleInput, Job, JobStatus, SummaryOptions
from service.settings import Settings
from service.storage import Storage
from service.storage.summaries import CALLED_OFF, Claim, Held, Step

logger = logging.getLogger(__name__)

# A job whose worker died this often is not tried again: it may be what kills them.
MOST_TRIES = 10
# How long a run may take to stop once it is cancelled, before it is left to itself.
STOP_SECONDS = 10.0

_inputs = TypeAdapter(list[ArticleInput])


def request_document(inputs: Sequence[ArticleInput], options: SummaryOptions) -> str:
    """The request as it is stored."""
    sent = [source.model_dump(mode="json", exclude_none=True) for source in inputs]
    return json.dumps({"inputs": sent, "options": options.model_dump(mode="json")}, sort_keys=True)


def request_parts(document: str) -> tuple[list[ArticleInput], SummaryOptions]:
    """The inputs and options of a stored request."""
    stored = json.loads(document)
    return (
        _inputs.validate_python(stored["inputs"]),
        SummaryOptions.model_validate(stored["options"]),
    )


@dataclass(slots=True)
class _Run:
    claim: Claim
    work: asyncio.Task[str] | None = None
    # Why we cancelled the work ourselves; None when somebody else did.
    stopped: Literal["called off", "lost", "too long"] | None = None

    def stop(self, why: Literal["called off", "lost", "too long"]) -> None:
        if self.stopped is None:
            self.stopped = why
            if self.work is not None:
                self.work.cancel()


def worker_name() -> str:
    """A name for a worker of this process, like no other worker's."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(6)}"


def has_died(worker: str) -> bool:
    """True when the worker was of a process on this machine that is no more.

    Right after a crash this saves waiting for the lease to end. When it is wrong (process numbers
    are used again, and containers have their own), the lease still decides who may write.
    """
    host, _, rest = worker.partition(":")
    number = rest.partition(":")[0]
    if host != socket.gethostname()[:60] or not number.isdecimal():
        return False
    if int(number) == os.getpid():
        # An earlier process with our number, such as that of a container's last start.
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


class Runner:
    """Runs any number of claimed jobs in the running loop.

    touched: called with the id of each job whose state changed.
    """

    def __init__(
        self,
        storage: Storage,
        summarizer: Summarizer,
        threads: Threads,
        *,
        settings: Settings,
        timings: Timings,
        touched: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.worker = worker_name()
        self._storage = storage
        self._summaries = storage.summaries
        self._summarizer = summarizer
        self._threads = threads
        self._settings = settings
        self._timings = timings
        self._touched = touched
        self._runs: dict[str, _Run] = {}
        self._loop = asyncio.get_running_loop()
        self._closing = threading.Event()
        # A thread of its own: however busy the loop is, the leases are kept.
        self._heart = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        self._heart.start()

    async def close(self) -> None:
        """To be called when no job runs any more."""
        self._closing.set()
        await asyncio.to_thread(self._heart.join)

    async def run(self, claim: Claim) -> None:
        """Run the job to its end, and record it. When cancelled, the job goes back to the queue.

        Raises: only CancelledError; what fails is recorded, what can't be recorded is logged, and
        tried again when the lease has ended.
        """
        run = _Run(claim)
        self._runs[claim.id] = run
        self._touched(claim.id)
        began = time.monotonic()
        try:
            await self._run(run)
            logger.info(
                "Summary %s: this run ended after %.1f s", claim.id, time.monotonic() - began
            )
        except StorageError as error:
            logger.error("Summary %s can't be recorded: %s", claim.id, error)
        finally:
            del self._runs[claim.id]
            self._touched(claim.id)

    async def _run(self, run: _Run) -> None:
        claim = run.claim
        if claim.tries > MOST_TRIES:
            error = CommuniqueError(
                f"The service died {MOST_TRIES} times while working on this request; it will not "
                "be tried again. Send fewer or shorter articles, and look into the service's log."
            )
            await self._end(claim, "failed", error)
            return
        reporter = Reporter(lambda steps: self._report(claim, steps), self._timings.event)
        try:
            calls = self._storage.calls
            with calls.used_by(claim.id), calls.charged_to(claim.owner):
                run.work = asyncio.create_task(
                    self._work(claim, reporter), name=f"summarize {claim.id}"
                )
            await asyncio.wait({run.work}, timeout=self._settings.job_seconds)
            if not run.work.done():
                run.stop("too long")
                await asyncio.wait({run.work}, timeout=STOP_SECONDS)
        except asyncio.CancelledError:
            await self._stop_and_release(run, reporter)
            raise
        await reporter.close()
        await self._record(run)

    async def _work(self, claim: Claim, reporter: Reporter) -> str:
        """From the stored request to the summary as it is to be stored."""
        if claim.tries == 1:
            # Once more than at the door: many may have come in before the first was paid for.
            # What a dead worker had begun is ended.
            await self._threads.call(
                self._storage.keys.check_quota, claim.owner, self._settings.tokens_per_day
            )
        inputs, options = await self._threads.call(request_parts, claim.request)
        made = await self._summarizer.summarize(Job(claim.id, inputs, options), reporter.note)
        created_at = datetime.fromtimestamp(claim.created_at, UTC)
        summary = made.model_copy(
            update={"id": claim.id, "created_at": created_at, "status": "done"}
        )
        return await self._threads.call(summary.model_dump_json)

    async def _stop_and_release(self, run: _Run, reporter: Reporter) -> None:
        if run.work is not None:
            run.work.cancel()
            await asyncio.wait({run.work}, timeout=STOP_SECONDS)
        await reporter.close()
        if run.work is not None and _outcome(run.work) is None:
            # It ended just now, and well: nobody needs to do it again.
            await self._record(run)
        else:
            await self._threads.finish(self._summaries.release, run.claim)

    async def _record(self, run: _Run) -> None:
        claim, work = run.claim, run.work
        assert work is not None
        error = _outcome(work)
        if run.stopped == "lost":
            logger.warning("Summary %s went to another worker; this run is dropped", claim.id)
        elif error is None:
            await self._threads.finish(self._summaries.finish, claim, work.result())
        elif run.stopped == "called off":
            await self._threads.finish(self._summaries.fail, claim, "cancelled", CALLED_OFF)
        elif run.stopped == "too long":
            limit = TimeLimit(
                f"The summary was not done after {self._settings.job_seconds:g} seconds, this "
                "service's limit. Send fewer articles at once; what was read is kept, so a new "
                "request for the same articles goes on from there."
            )
            await self._end(claim, "failed", limit)
        elif isinstance(failures.known(error), StorageError):
            raise failures.known(error) or error
        else:
            await self._end(claim, "failed", error)

    async def _end(self, claim: Claim, status: JobStatus, error: BaseException) -> None:
        if failures.known(error) is None:
            # Places only: a message may quote the article.
            places = "".join(traceback.format_tb(error.__traceback__))
            logger.error("Summary %s failed with %s\n%s", claim.id, type(error).__name__, places)
        await self._threads.finish(self._summaries.fail, claim, status, failures.to_record(error))

    async def _report(self, claim: Claim, steps: Sequence[Step]) -> None:
        try:
            await self._threads.finish(self._summaries.report, claim, steps)
        except StorageError as error:
            logger.warning("Progress of summary %s can't be stored: %s", claim.id, error)
        self._touched(claim.id)

    def _beat(self) -> None:
        while not self._closing.wait(self._timings.tick):
            runs = list(self._runs.values())
            if not runs:
                continue
            try:
                held = self._summaries.renew(
                    self.worker, [run.claim.id for run in runs], self._timings.lease
                )
            except StorageError as error:
                logger.warning("The leases on running jobs can't be renewed: %s", error)
                continue
            self._loop.call_soon_threadsafe(self._heed, runs, held)

    def _heed(self, runs: Sequence[_Run], held: dict[str, Held]) -> None:
        for run in runs:
            mine = held.get(run.claim.id)
            if self._runs.get(run.claim.id) is not run:
                continue
            if mine is None or mine.attempt != run.claim.attempt:
                run.stop("lost")
            elif mine.cancel_requested:
                run.stop("called off")

    def heed_now(self, id: str) -> None:
        """Stop a job of this process that was just called off, without waiting for the tick."""
        run = self._runs.get(id)
        if run is not None:
            run.stop("called off")


def _outcome(work: asyncio.Task[str]) -> BaseException | None:
    """What the work ended with; None when it ended well."""
    if not work.done() or work.cancelled():
        return asyncio.CancelledError()
    return work.exception()
