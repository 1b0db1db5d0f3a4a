"""Summaries as they are asked for, run, watched and deleted. Every function is one transaction.

A job is run by one worker at a time: `claim` gives it a lease, `renew` prolongs it, and what a
worker writes counts only while its claim holds. So a worker that was thought dead can't overwrite
what its successor wrote.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from service.errors import Busy, KeyReused, StillRunning, UnknownName
from service.records import JobStatus
from service.storage import queue
from service.storage.calls import delete_calls_of
from service.storage.database import Database
from service.storage.tables import documents, events, idempotency_keys, summaries

ENDED = ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Request:
    """A summary to be stored.

    document: the inputs and options as JSON. digest: of it, to tell a repeated request.
    size: code points of all articles. delay: seconds that it lets younger requests go first.
    """

    document: str
    digest: str
    articles: int
    size: int
    delay: float
    owner: str = ""
    idempotency_key: str | None = None
    kept: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """Where a job stands. last_event: number of its newest event."""

    id: str
    owner: str
    created_at: float
    status: JobStatus
    articles: int
    last_event: int
    kept: bool


@dataclass(frozen=True, slots=True)
class Stored:
    """A summary's documents, as JSON; None where there is none."""

    state: State
    request: str
    result: str | None
    failure: str | None
    before: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to run a job, until the lease ends without `renew` or another claims it.

    attempt: counts all claims of the job. tries: those since it was last queued by a request;
        more than one means that a worker died on it.
    """

    id: str
    attempt: int
    tries: int
    worker: str
    owner: str
    request: str
    created_at: float


@dataclass(frozen=True, slots=True)
class Held:
    """What became of a claim: `cancel_requested` asks its holder to stop."""

    attempt: int
    cancel_requested: bool


@dataclass(frozen=True, slots=True)
class Step:
    """An event without its number, which it gets when it is stored."""

    at: float
    status: JobStatus
    stage: str | None = None
    done: int = 0
    total: int = 0
    remaining_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class StoredEvent:
    number: int
    step: Step


@dataclass(frozen=True, slots=True)
class QueueState:
    """Jobs over all processes."""

    queued: int
    running: int


class Summaries:
    """The store. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- Asking for one ---

    def add(self, request: Request, queue_limit: int) -> tuple[str, bool]:
        """Store and queue it. Returns: the id, and False when the idempotency key had made it.

        A repeated request whose run failed or was called off is queued again.
        Raises: Busy when `queue_limit` jobs wait already; KeyReused.
        """
        # A look before the lock: those who are turned away keep nobody waiting.
        with self._database.reading() as connection:
            if self._known(connection, request) is None:
                self._admit(connection, queue_limit)
        try:
            with self._database.writing() as connection:
                known = self._known(connection, request)
                if known is not None:
                    self._join_request(connection, known, request)
                    return known, False
                self._admit(connection, queue_limit)
                now = self._database.now(connection)
                new = _new_id(now)
                connection.execute(
                    summaries.insert().values(
                        id=new,
                        owner=request.owner,
                        created_at=now,
                        status="queued",
                        articles=request.articles,
                        size=request.size,
                        due=now + request.delay,
                        kept=request.kept,
                        waiters=0,
                        attempt=0,
                        tries=0,
                        cancel_requested=False,
                        last_event=1,
                    )
                )
                connection.execute(documents.insert().values(summary=new, request=request.document))
                _insert_events(connection, new, 1, [Step(now, "queued")])
                self._remember_key(connection, request, new, now)
                self._enqueue(connection, new, now + request.delay)
                return new, True
        except IntegrityError:
            # The same key came in twice at once: the other one was faster.
            with self._database.reading() as connection:
                known = self._known(connection, request)
                if known is None:
                    raise
                return known, False

    def add_again(self, id: str, request: Request, queue_limit: int, last_event: int) -> bool:
        """Queue a finished summary with a new request, keeping what it was.

        last_event: as it was when the new request was made from the stored one.
        Returns: False when the idempotency key had done it already.
        Raises: UnknownName; StillRunning; Busy; KeyReused.
        """
        try:
            with self._database.writing() as connection:
                return self._add_again(connection, id, request, queue_limit, last_event)
        except IntegrityError as raced:
            raise KeyReused(_REUSED) from raced

    def _add_again(
        self,
        connection: sa.Connection,
        id: str,
        request: Request,
        queue_limit: int,
        last_event: int,
    ) -> bool:
        known = self._known(connection, request)
        if known is not None and self._failure(connection, id) is None:
            return False
        state = self._state(connection, id)
        if state.status not in ENDED:
            raise StillRunning(
                "This summary is not finished. Wait for it before adding articles to it."
            )
        if state.last_event != last_event:
            raise StillRunning(_AT_ONCE)
        self._admit(connection, queue_limit)
        now = self._database.now(connection)
        # Only if nobody else was faster since the look above, which PostgreSQL allows.
        queued = connection.execute(
            summaries.update()
            .where(summaries.c.id == id, summaries.c.last_event == last_event)
            .values(
                status="queued",
                articles=request.articles,
                size=request.size,
                due=now + request.delay,
                kept=request.kept,
                tries=0,
                worker=None,
                lease_until=None,
                cancel_requested=False,
                finished_at=None,
                last_event=summaries.c.last_event + 1,
            )
        )
        if not queued.rowcount:
            raise StillRunning(_AT_ONCE)
        done = state.status == "done"
        connection.execute(
            documents.update()
            .where(documents.c.summary == id)
            .values(
                earlier_request=documents.c.request if done else documents.c.earlier_request,
                before=documents.c.result if done else documents.c.before,
                request=request.document,
                result=None,
                failure=None,
            )
        )
        _insert_events(connection, id, state.last_event + 1, [Step(now, "queued")])
        if known is None:
            self._remember_key(connection, request, id, now)
        self._enqueue(connection, id, now + request.delay)
        return True

    def _join_request(self, connection: sa.Connection, id: str, request: Request) -> None:
        """Let a repeated request count for the job that the first one made."""
        if request.kept:
            connection.execute(summaries.update().where(summaries.c.id == id).values(kept=True))
        now = self._database.now(connection)
        last = connection.scalar(
            summaries.update()
            .where(summaries.c.id == id, summaries.c.status.in_(("failed", "cancelled")))
            .values(
                status="queued",
                due=now + request.delay,
                kept=request.kept,
                tries=0,
                cancel_requested=False,
                finished_at=None,
                last_event=summaries.c.last_event + 1,
            )
            .returning(summaries.c.last_event)
        )
        if last is not None:
            connection.execute(
                documents.update().where(documents.c.summary == id).values(failure=None)
            )
            _insert_events(connection, id, last, [Step(now, "queued")])
            self._enqueue(connection, id, now + request.delay)

    def _failure(self, connection: sa.Connection, id: str) -> str | None:
        return connection.scalar(sa.select(documents.c.failure).where(documents.c.summary == id))

    def _known(self, connection: sa.Connection, request: Request) -> str | None:
        if request.idempotency_key is None:
            return None
        row = connection.execute(
            sa.select(idempotency_keys.c.digest, idempotency_keys.c.summary).where(
                idempotency_keys.c.owner == request.owner,
                idempotency_keys.c.key == request.idempotency_key,
            )
        ).one_or_none()
        if row is None:
            return None
        if row.digest != request.digest:
            raise KeyReused(_REUSED)
        return row.summary

    def _remember_key(
        self, connection: sa.Connection, request: Request, id: str, now: float
    ) -> None:
        if request.idempotency_key is not None:
            connection.execute(
                idempotency_keys.insert().values(
                    owner=request.owner,
                    key=request.idempotency_key,
                    digest=request.digest,
                    summary=id,
                    created_at=now,
                )
            )

    def _admit(self, connection: sa.Connection, queue_limit: int) -> None:
        busy = self._queue_state(connection)
        if busy.queued >= queue_limit:
            raise Busy(
                f"{busy.queued} summaries are waiting already, which is this service's limit. "
                "Try again later.",
                retry_after=self._seconds_to_a_place(connection),
            )

    def _seconds_to_a_place(self, connection: sa.Connection) -> float:
        """How long until a queued job is started: as long as jobs took lately to end, one by one.

        1 to 300; 30 when nothing has ended yet.
        """
        ended = list(
            connection.scalars(
                sa.select(summaries.c.finished_at)
                .where(summaries.c.finished_at.is_not(None))
                .order_by(summaries.c.finished_at.desc())
                .limit(20)
            )
        )
        if not ended:
            return 30.0
        pace = (self._database.now(connection) - (ended[-1] or 0.0)) / len(ended)
        return min(max(pace, 1.0), 300.0)

    def _enqueue(self, connection: sa.Connection, id: str, due: float) -> None:
        if not self._database.is_sqlite:
            queue.defer(connection, id, due)

    # --- Looking at it ---

    def state(self, id: str, owner: str | None = None) -> State:
        """Raises: UnknownName, also when it is another owner's."""
        with self._database.reading() as connection:
            return self._state(connection, id, owner)

    def states(self, ids: Iterable[str]) -> dict[str, State]:
        """The states of those that exist."""
        with self._database.reading() as connection:
            rows = connection.execute(_states().where(summaries.c.id.in_(list(ids))))
            return {row.id: _state(row) for row in rows}

    def load(self, id: str, owner: str | None = None) -> Stored:
        """Raises: UnknownName, also when it is another owner's."""
        with self._database.reading() as connection:
            state = self._state(connection, id, owner)
            row = connection.execute(sa.select(documents).where(documents.c.summary == id)).one()
            return Stored(state, row.request, row.result, row.failure, row.before)

    def page(self, before: str | None, limit: int, owner: str | None) -> list[State]:
        """States, newest first, of those older than the id `before`."""
        query = _states().order_by(summaries.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(summaries.c.id < before)
        if owner is not None:
            query = query.where(summaries.c.owner == owner)
        with self._database.reading() as connection:
            return [_state(row) for row in connection.execute(query)]

    def events(self, id: str, after: int, limit: int = 1000) -> list[StoredEvent]:
        """Events above `after`, in order; none when the summary does not exist."""
        query = (
            sa.select(events)
            .where(events.c.summary == id, events.c.number > after)
            .order_by(events.c.number)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return [
                StoredEvent(
                    row.number,
                    Step(row.at, row.status, row.stage, row.done, row.total, row.remaining_seconds),
                )
                for row in connection.execute(query)
            ]

    def workers(self, stalled_seconds: float) -> int | None:
        """Live workers, on PostgreSQL; None on SQLite, whose serving process does the work.

        stalled_seconds: silence after which a worker counts as dead.
        """
        if self._database.is_sqlite:
            return None
        with self._database.reading() as connection:
            return queue.workers(connection, stalled_seconds)

    def queue_state(self) -> QueueState:
        with self._database.reading() as connection:
            return self._queue_state(connection)

    def _queue_state(self, connection: sa.Connection) -> QueueState:
        counts = connection.execute(
            sa.select(summaries.c.status, sa.func.count())
            .where(summaries.c.status.in_(("queued", "running")))
            .group_by(summaries.c.status)
        )
        by_status = {row[0]: int(row[1]) for row in counts}
        return QueueState(by_status.get("queued", 0), by_status.get("running", 0))

    def _state(self, connection: sa.Connection, id: str, owner: str | None = None) -> State:
        row = connection.execute(_states().where(summaries.c.id == id)).one_or_none()
        if row is None or (owner is not None and row.owner != owner):
            raise UnknownName(f"There is no summary {id[:40]!r}. It may have been deleted.")
        return _state(row)

    # --- Waiting for it ---

    def join(self, id: str) -> None:
        """Count one more that waits."""
        with self._database.writing() as connection:
            connection.execute(
                summaries.update()
                .where(summaries.c.id == id)
                .values(waiters=summaries.c.waiters + 1)
            )

    def leave(self, id: str, *, gave_up: bool) -> bool:
        """Count one less that waits. Returns: True when that called the job off.

        gave_up: it left before the end; the last one to do so calls the job off, unless kept.
        """
        with self._database.writing() as connection:
            row = connection.execute(
                summaries.update()
                .where(summaries.c.id == id)
                .values(waiters=summaries.c.waiters - 1)
                .returning(summaries.c.waiters, summaries.c.kept)
            ).one_or_none()
            if row is None or not gave_up or row.waiters > 0 or row.kept:
                return False
            return self._call_off(connection, id)

    # --- Running it ---

    def claim_next(self, worker: str, lease_seconds: float) -> Claim | None:
        """Claim the job that is due first: a queued one, or one whose worker's lease has ended."""
        with self._database.reading() as connection:
            # A look before the lock: most of the time there is nothing to do.
            if self._next(connection) is None:
                return None
        with self._database.writing() as connection:
            found = self._next(connection)
            return None if found is None else self._claim(connection, found, worker, lease_seconds)

    def claim(self, id: str, worker: str, lease_seconds: float) -> Claim | None:
        """Claim this job; None when it has ended, is gone, or is in another worker's hands."""
        with self._database.writing() as connection:
            return self._claim(connection, id, worker, lease_seconds)

    def _next(self, connection: sa.Connection) -> str | None:
        now = self._database.now(connection)
        return connection.scalar(
            sa.select(summaries.c.id)
            .where(_free(now))
            .order_by(summaries.c.due, summaries.c.id)
            .limit(1)
        )

    def _claim(
        self, connection: sa.Connection, id: str, worker: str, lease_seconds: float
    ) -> Claim | None:
        now = self._database.now(connection)
        row = connection.execute(
            summaries.update()
            .where(summaries.c.id == id, _free(now))
            .values(
                status="running",
                worker=worker,
                attempt=summaries.c.attempt + 1,
                tries=summaries.c.tries + 1,
                lease_until=now + lease_seconds,
                started_at=now,
                last_event=summaries.c.last_event + 1,
            )
            .returning(
                summaries.c.attempt,
                summaries.c.tries,
                summaries.c.owner,
                summaries.c.last_event,
                summaries.c.created_at,
            )
        ).one_or_none()
        if row is None:
            return None
        _insert_events(connection, id, row.last_event, [Step(now, "running")])
        request = connection.scalar(sa.select(documents.c.request).where(documents.c.summary == id))
        return Claim(
            id,
            attempt=row.attempt,
            tries=row.tries,
            worker=worker,
            owner=row.owner,
            request=cast("str", request),
            created_at=row.created_at,
        )

    def renew(self, worker: str, ids: Iterable[str], lease_seconds: float) -> dict[str, Held]:
        """Prolong a worker's leases on these jobs. Returns: which it still holds."""
        with self._database.writing() as connection:
            now = self._database.now(connection)
            rows = connection.execute(
                summaries.update()
                .where(
                    summaries.c.id.in_(list(ids)),
                    summaries.c.worker == worker,
                    summaries.c.status == "running",
                )
                .values(lease_until=now + lease_seconds)
                .returning(summaries.c.id, summaries.c.attempt, summaries.c.cancel_requested)
            )
            return {row.id: Held(row.attempt, row.cancel_requested) for row in rows}

    def expire(self, dead: Callable[[str], bool]) -> int:
        """End the leases of workers that are known to be dead. Returns: how many."""
        with self._database.writing() as connection:
            workers = connection.scalars(
                sa.select(summaries.c.worker).where(summaries.c.status == "running").distinct()
            )
            gone = [worker for worker in workers if worker is not None and dead(worker)]
            return connection.execute(
                summaries.update()
                .where(summaries.c.status == "running", summaries.c.worker.in_(gone))
                .values(lease_until=0.0)
            ).rowcount

    def report(self, claim: Claim, steps: Sequence[Step]) -> bool:
        """Store events. Returns: False when the claim no longer holds, and nothing was stored."""
        with self._database.writing() as connection:
            last = connection.scalar(
                summaries.update()
                .where(_held_by(claim))
                .values(last_event=summaries.c.last_event + len(steps))
                .returning(summaries.c.last_event)
            )
            if last is None:
                return False
            _insert_events(connection, claim.id, last - len(steps) + 1, steps)
            return True

    def finish(self, claim: Claim, result: str) -> bool:
        """Record the summary. Returns: False when the claim no longer holds: nothing is changed."""
        with self._database.writing() as connection:
            if not self._end(connection, claim, "done"):
                return False
            connection.execute(
                documents.update()
                .where(documents.c.summary == claim.id)
                .values(result=result, failure=None)
            )
            return True

    def fail(self, claim: Claim, status: JobStatus, failure: dict[str, Any]) -> bool:
        """Record that the run failed or was cancelled. A summary that articles were added to is
        again what it was before. Returns: False when the claim no longer holds.
        """
        with self._database.writing() as connection:
            if not self._end(connection, claim, status):
                return False
            self._restore(connection, claim.id, failure)
            return True

    def release(self, claim: Claim) -> None:
        """Put the job back into the queue, for another worker; nothing when no longer held."""
        with self._database.writing() as connection:
            row = connection.execute(
                summaries.update()
                .where(_held_by(claim))
                .values(
                    status="queued",
                    worker=None,
                    lease_until=None,
                    tries=summaries.c.tries - 1,
                    last_event=summaries.c.last_event + 1,
                )
                .returning(summaries.c.last_event, summaries.c.due)
            ).one_or_none()
            if row is None:
                return
            now = self._database.now(connection)
            _insert_events(connection, claim.id, row.last_event, [Step(now, "queued")])
            self._enqueue(connection, claim.id, row.due)

    def _end(self, connection: sa.Connection, claim: Claim, status: JobStatus) -> bool:
        now = self._database.now(connection)
        last = connection.scalar(
            summaries.update()
            .where(_held_by(claim))
            .values(
                status=status,
                worker=None,
                lease_until=None,
                finished_at=now,
                last_event=summaries.c.last_event + 1,
            )
            .returning(summaries.c.last_event)
        )
        if last is None:
            return False
        _insert_events(connection, claim.id, last, [Step(now, status)])
        return True

    def _restore(self, connection: sa.Connection, id: str, failure: dict[str, Any]) -> None:
        row = connection.execute(
            sa.select(documents.c.earlier_request, documents.c.before).where(
                documents.c.summary == id
            )
        ).one()
        values: dict[str, Any] = {"failure": json.dumps(failure)}
        if row.before is not None:
            values |= {
                "request": row.earlier_request,
                "result": row.before,
                "earlier_request": None,
                "before": None,
            }
            articles = len(json.loads(row.earlier_request)["inputs"])
            connection.execute(
                summaries.update()
                .where(summaries.c.id == id)
                .values(status="done", articles=articles)
            )
        connection.execute(documents.update().where(documents.c.summary == id).values(**values))

    # --- Ending it ---

    def call_off(self, id: str) -> None:
        """Cancel it: at once when it waits, by its worker when it runs."""
        with self._database.writing() as connection:
            self._call_off(connection, id)

    def _call_off(self, connection: sa.Connection, id: str) -> bool:
        now = self._database.now(connection)
        last = connection.scalar(
            summaries.update()
            .where(summaries.c.id == id, summaries.c.status == "queued")
            .values(status="cancelled", finished_at=now, last_event=summaries.c.last_event + 1)
            .returning(summaries.c.last_event)
        )
        if last is not None:
            _insert_events(connection, id, last, [Step(now, "cancelled")])
            self._restore(connection, id, CALLED_OFF)
            if not self._database.is_sqlite:
                queue.forget(connection, id)
            return True
        asked = connection.execute(
            summaries.update()
            .where(summaries.c.id == id, summaries.c.status == "running")
            .values(cancel_requested=True)
        )
        return asked.rowcount > 0

    def delete(self, id: str) -> None:
        """Delete all that is stored of it, and the model calls that no other summary used."""
        with self._database.writing() as connection:
            if not self._database.is_sqlite:
                queue.forget(connection, id)
            _delete(connection, [id])
        self._database.shrink()

    def delete_older(self, days: float) -> int:
        """Delete summaries that ended more than so many days ago. Returns: how many."""
        deleted = 0
        while True:
            # In small bites, so that nobody waits long for the database.
            with self._database.writing() as connection:
                limit = self._database.now(connection) - days * 86400
                ids = list(
                    connection.scalars(
                        sa.select(summaries.c.id)
                        .where(summaries.c.finished_at < limit, summaries.c.status.in_(ENDED))
                        .limit(100)
                    )
                )
                _delete(connection, ids)
            deleted += len(ids)
            if len(ids) < 100:
                return deleted

    # --- Workers that died ---

    def rescue(self, stalled_seconds: float) -> int:
        """Queue again what a dead worker left, on PostgreSQL. Returns: how many jobs.

        stalled_seconds: silence after which a worker counts as dead.
        """
        with self._database.writing() as connection:
            if not queue.lock(connection):
                return 0
            queue.drop_stalled(connection, stalled_seconds)
            lost = connection.execute(
                sa.select(summaries.c.id, summaries.c.due).where(
                    _free(self._database.now(connection)), ~queue.has_job(summaries.c.id)
                )
            ).all()
            for row in lost:
                queue.defer(connection, row.id, row.due)
            return len(lost)


_REUSED = (
    "This Idempotency-Key came with another request before. Use a new key for a new request, or "
    "send exactly the same request again."
)
_AT_ONCE = "Articles were added to this summary at the same moment. Send yours again."

CALLED_OFF = {"slug": "cancelled", "message": "The summary was called off.", "retry_after": None}


def _new_id(now: float) -> str:
    """Sorts by time, and can't be guessed: 48 bits of milliseconds, 80 of chance."""
    return f"{int(now * 1000):012x}{secrets.token_hex(10)}"


def _free(now: float) -> sa.ColumnElement[bool]:
    return sa.or_(
        summaries.c.status == "queued",
        sa.and_(summaries.c.status == "running", summaries.c.lease_until < now),
    )


def _held_by(claim: Claim) -> sa.ColumnElement[bool]:
    return sa.and_(
        summaries.c.id == claim.id,
        summaries.c.status == "running",
        summaries.c.worker == claim.worker,
        summaries.c.attempt == claim.attempt,
    )


def _states() -> sa.Select[*tuple[Any, ...]]:
    columns = summaries.c
    return sa.select(
        columns.id,
        columns.owner,
        columns.created_at,
        columns.status,
        columns.articles,
        columns.last_event,
        columns.kept,
    )


def _state(row: sa.Row[Any]) -> State:
    return State(
        row.id, row.owner, row.created_at, row.status, row.articles, row.last_event, row.kept
    )


def _insert_events(connection: sa.Connection, id: str, first: int, steps: Sequence[Step]) -> None:
    connection.execute(
        events.insert(),
        [
            {
                "summary": id,
                "number": number,
                "at": step.at,
                "status": step.status,
                "stage": step.stage,
                "done": step.done,
                "total": step.total,
                "remaining_seconds": step.remaining_seconds,
            }
            for number, step in enumerate(steps, first)
        ],
    )


def _delete(connection: sa.Connection, ids: Sequence[str]) -> None:
    delete_calls_of(connection, ids)
    connection.execute(summaries.delete().where(summaries.c.id.in_(list(ids))))
