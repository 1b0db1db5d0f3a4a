"""The queue on PostgreSQL, through procrastinate; nowhere else is that library met.

It hands a job's id to one worker at a time and wakes workers by LISTEN/NOTIFY. What a job's state
is, and who may write its result, is decided by the table `summaries` alone, so that a delivery too
many does no harm and one too few is made good by `Summaries.rescue`.
"""

from __future__ import annotations

import contextlib
import functools
import logging
from collections.abc import Awaitable, Callable, Generator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from service.errors import StorageError

if TYPE_CHECKING:
    import procrastinate

TASK = "summarize"
QUEUE = "summaries"
# Any numbers, as long as they stay.
RESCUE_LOCK = 7_212_251
# Priorities are 32-bit integers in seconds: counted from here they last until 2091.
PRIORITIES_FROM = 1_767_225_600

_jobs = sa.table("procrastinate_jobs", *map(sa.column, ("id", "queueing_lock", "status")))


def installed() -> None:
    """Raises: StorageError when the extra `postgres` is missing."""
    try:
        import procrastinate  # noqa: F401  # pyright: ignore[reportUnusedImport]
    except ImportError as missing:
        raise StorageError(
            "Jobs on PostgreSQL need the queue: run pip install 'communique[postgres]'."
        ) from missing


@contextlib.contextmanager
def _explained() -> Generator[None]:
    """The library's and the driver's errors as ours."""
    import procrastinate.exceptions
    import psycopg

    try:
        yield
    except (procrastinate.exceptions.ProcrastinateException, psycopg.Error) as error:
        raise StorageError(
            f"The queue on PostgreSQL failed ({type(error).__name__}: {error}). Check that the "
            "database was upgraded (communique db upgrade) and that its user may use every table."
        ) from error


def upgrade(connection: sa.Connection) -> bool:
    """Take one step towards the installed version of procrastinate's tables.

    The table `queue_schema` remembers its migration files that were applied. Each needs a
    transaction of its own: some use what the one before added to an enumeration.
    Returns: False when there was nothing left to do.
    """
    installed()
    from procrastinate.schema import SchemaManager, migrations_path

    names = sorted(path.name for path in migrations_path.glob("*.sql"))
    connection.execute(sa.text("CREATE TABLE IF NOT EXISTS queue_schema (applied text NOT NULL)"))
    applied = connection.scalar(sa.text("SELECT max(applied) FROM queue_schema"))
    if applied is None:
        script, reached = SchemaManager.get_schema(), names[-1]
    else:
        missing = [name for name in names if name > applied]
        if not missing:
            return False
        reached = missing[0]
        script = (migrations_path / reached).read_text(encoding="utf-8")
    with _explained():
        _driver(connection).execute(script)
    connection.execute(
        sa.text("INSERT INTO queue_schema (applied) VALUES (:name)"), {"name": reached}
    )
    return True


def defer(connection: sa.Connection, id: str, due: float) -> None:
    """Queue the job within the connection's transaction, instead of any that waits already.

    due: what is due earlier starts earlier.
    """
    forget(connection, id)
    with _explained():
        _deferrer().configure_task(
            TASK,
            queue=QUEUE,
            queueing_lock=id,
            priority=PRIORITIES_FROM - int(due),
            connection=_driver(connection),
        ).defer(id=id)


def forget(connection: sa.Connection, id: str) -> None:
    """Take the job out of the queue if it still waits there."""
    connection.execute(sa.delete(_jobs).where(_jobs.c.queueing_lock == id, _status() == "todo"))


def lock(connection: sa.Connection) -> bool:
    """True when this transaction alone may rescue jobs now."""
    return bool(connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(RESCUE_LOCK))))


def drop_stalled(connection: sa.Connection, stalled_seconds: float) -> int:
    """Drop deliveries to workers that have been silent for so long. Returns: how many."""
    from procrastinate.sql import queries

    with _explained():
        cursor = _driver(connection).execute(
            queries["select_stalled_jobs_by_heartbeat"],
            {"queue": QUEUE, "task_name": TASK, "seconds_since_heartbeat": stalled_seconds},
        )
        ids = [row[0] for row in cursor.fetchall()]
    if ids:
        connection.execute(sa.delete(_jobs).where(_jobs.c.id.in_(ids)))
    return len(ids)


def workers(connection: sa.Connection, stalled_seconds: float) -> int:
    """How many workers showed in the last so many seconds that they live."""
    query = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - :silence"
    silence = timedelta(seconds=stalled_seconds)
    return int(connection.scalar(sa.text(query), {"silence": silence}) or 0)


def has_job(id: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Whether the queue holds a delivery of this summary, waiting or made to a worker."""
    return sa.exists().where(_jobs.c.queueing_lock == id, _status().in_(("todo", "doing")))


async def run_worker(
    url: sa.URL,
    run: Callable[[str], Awaitable[None]],
    *,
    name: str,
    concurrency: int,
    heartbeat_seconds: float,
    stalled_seconds: float,
    grace_seconds: float,
) -> None:
    """Give `run` the ids of jobs as they come, until cancelled or the database goes away.

    grace_seconds: how long running jobs may go on after the cancellation.
    """
    import procrastinate

    conninfo = url.set(drivername="postgresql").render_as_string(hide_password=False)
    app = _app(procrastinate.PsycopgConnector(conninfo=conninfo, min_size=1, max_size=4))

    async def summarize(id: str) -> None:
        await run(id)

    app.task(name=TASK, queue=QUEUE)(summarize)
    async with app.open_async():
        await app.run_worker_async(
            name=name,
            queues=[QUEUE],
            concurrency=concurrency,
            fetch_job_polling_interval=heartbeat_seconds,
            update_heartbeat_interval=heartbeat_seconds,
            stalled_worker_timeout=stalled_seconds,
            shutdown_graceful_timeout=grace_seconds,
            delete_jobs="always",
            install_signal_handlers=False,
        )


@functools.cache
def _deferrer() -> procrastinate.App:
    """For queueing within our own transactions; it opens no connection."""
    import procrastinate

    return _app(procrastinate.SyncPsycopgConnector())


def _app(connector: Any) -> procrastinate.App:
    installed()
    import procrastinate

    log = logging.getLogger("procrastinate")
    if log.level == logging.NOTSET:
        # It tells each job's start and end; our own log does that once a request.
        log.setLevel(logging.WARNING)
    return procrastinate.App(connector=connector)


def _status() -> sa.ColumnElement[str]:
    return sa.cast(_jobs.c.status, sa.String)


def _driver(connection: sa.Connection) -> Any:
    """psycopg's own connection, in the same transaction."""
    return connection.connection.driver_connection
