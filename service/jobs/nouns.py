"""What the jobs hand out: tickets, events, pages; and what they need: a summarizer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from service.records import Job, JobStatus, Progress, Summary


class Summarizer(Protocol):
    """Does the work. `service.pipeline.Pipeline` is the real one."""

    async def summarize(self, job: Job, report: Callable[[Progress], None], /) -> Summary:
        """Returns: the finished summary; its id, created_at and status are set by the jobs.

        May be called again for the same job after a crash. Raises CommuniqueError; when the task
        is cancelled, stops the work and lets the cancellation pass.
        """
        ...


@dataclass(frozen=True, slots=True)
class JobTicket:
    """Where to ask for the summary.

    created: False when an earlier request with the same idempotency key made it.
    """

    id: str
    created: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a job's story. Numbers count up from 1 without gaps, also over restarts.

    status: of the job as the event was written; the last event of a run has done, failed or
        cancelled.
    stage, done, total: of the work while it runs; stage is None when only the status changed.
    remaining_seconds: estimate until the stage ends; None while there is nothing to go by.
    """

    number: int
    at: datetime
    status: JobStatus
    stage: str | None = None
    done: int = 0
    total: int = 0
    remaining_seconds: float | None = None

    @property
    def last(self) -> bool:
        """True when nothing more will come of this run."""
        return self.status in ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line in the list of summaries. articles: how many were sent."""

    id: str
    created_at: datetime
    status: JobStatus
    articles: int


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, newest first. next: the cursor of the following page, None on the last one."""

    entries: tuple[Entry, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Load:
    """How busy the service is.

    limit: how many may wait before new requests get a 429.
    workers: `communique worker` processes that live; None where the serving process works.
    """

    queued: int
    running: int
    limit: int
    workers: int | None = None
