"""A database with two ways in, reading and writing, the same for SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError

from service.errors import StorageError

# How long a writer waits for other processes to finish writing to the same SQLite file.
BUSY_SECONDS = 30
SHRINK_SECONDS = 1
# Enough for the threads that the jobs keep for storage (jobs/service.py), the heartbeat and the
# model calls of a process; more would only queue up at the database.
CONNECTIONS = 16

_COPY = "see “Back-up” in docs/operations.md"


class Database:
    """Hands out transactions. Raises StorageError, with what to do, for all that goes wrong."""

    def __init__(self, url: str) -> None:
        self.url = _parsed(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        # SQLite lets one writer in at a time; waiting here is fair and instant, while SQLite's
        # own waiting polls with growing sleeps.
        self._one_writer = threading.Lock() if self.is_sqlite else None
        try:
            self._engine = self._create()
        except ImportError as missing:
            raise StorageError(
                "PostgreSQL needs its driver: run pip install 'communique[postgres]'."
            ) from missing

    @staticmethod
    def there(url: str) -> bool:
        """False for a SQLite file that does not exist; opening it would make it."""
        parsed = _parsed(url)
        file = parsed.get_backend_name() == "sqlite" and parsed.database
        return not file or file.startswith((":memory:", "file:")) or Path(file).exists()

    def _create(self) -> sa.Engine:
        if not self.is_sqlite:
            return sa.create_engine(self.url, pool_size=CONNECTIONS, pool_pre_ping=True)
        if self.url.database and not self.url.database.startswith((":memory:", "file:")):
            folder = Path(self.url.database).parent
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StorageError(
                    f"The database's folder {folder} can't be made ({error.strerror}). Make it, "
                    "or name another with COMMUNIQUE_DATA_DIR or COMMUNIQUE_DATABASE_URL."
                ) from error
        engine = sa.create_engine(
            self.url, pool_size=CONNECTIONS, connect_args={"timeout": BUSY_SECONDS}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    @contextmanager
    def reading(self) -> Generator[sa.Connection]:
        """A transaction that sees one state of the database and changes nothing."""
        with self._explained(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Generator[sa.Connection]:
        """A transaction that is durable when the block ends, and undone when it raises."""
        with self._explained(), _held(self._one_writer), self._engine.connect() as connection:
            options: dict[str, Any] = {"immediate": True}
            connection = connection.execution_options(**options)
            with connection.begin():
                yield connection

    def now(self, connection: sa.Connection) -> float:
        """Seconds since 1970 by the clock that all processes on this database share."""
        if self.is_sqlite:
            return time.time()
        return float(connection.scalar(sa.text("SELECT extract(epoch FROM clock_timestamp())")))  # pyright: ignore[reportArgumentType]

    def shrink(self) -> None:
        """Leave no copy of deleted rows in SQLite's write-ahead log; nothing on PostgreSQL."""
        if self.is_sqlite:
            with self._explained(), _held(self._one_writer), self._engine.connect() as connection:
                raw = connection.connection.driver_connection
                assert raw is not None
                # A reader that stays is not waited for: the log is emptied another time.
                raw.execute(f"PRAGMA busy_timeout = {SHRINK_SECONDS * 1000}")
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                raw.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    def copy(self, target: Path) -> None:
        """Write a SQLite database, whole and as of one moment, to a new file."""
        with self._explained(), self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            try:
                raw.execute("VACUUM INTO ?", (str(target),))
            except sqlite3.OperationalError as error:
                raise StorageError(f"{target} can't be written: {error}.") from error

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _explained(self) -> Generator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except DBAPIError as error:
            raise StorageError(self._explanation(str(error.orig))) from error
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise StorageError(f"The database failed: {error}") from error

    def _explanation(self, said: str) -> str:
        name = self.url.render_as_string(hide_password=True)
        if not self.is_sqlite:
            return (
                f"PostgreSQL at {name} failed: {said.strip()} Check that it runs and that "
                "COMMUNIQUE_DATABASE_URL is right."
            )
        path = self.url.database
        if "malformed" in said or "not a database" in said or "disk I/O" in said:
            return (
                f"The database {path} is damaged ({said}). Stop the service, move the file and "
                f"those beside it (-wal, -shm) away, and put your last copy in its place; {_COPY}."
            )
        if "readonly" in said or "unable to open" in said or "permission" in said.lower():
            return (
                f"The database {path} can't be written ({said}). Give this user the right to "
                "write the file and its folder, or name another with COMMUNIQUE_DATABASE_URL."
            )
        if "full" in said:
            return f"No space is left for the database {path} ({said}). Free some, then try again."
        if "locked" in said:
            return (
                f"The database {path} was locked for {BUSY_SECONDS} s by another program. Find "
                "out which one has it open (a back-up, a shell?) and let it finish."
            )
        return f"The database {path} failed: {said}"


@contextmanager
def _held(lock: threading.Lock | None) -> Generator[None]:
    if lock is None:
        yield
    else:
        with lock:
            yield


def _parsed(url: str) -> sa.URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StorageError(
            "COMMUNIQUE_DATABASE_URL can't be read. It should look like "
            "sqlite:////var/lib/communique/communique.db or postgresql://user:password@host/name."
        ) from error
    backend = parsed.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise StorageError(
            f"COMMUNIQUE_DATABASE_URL names {backend}; only sqlite and postgresql are supported."
        )
    return parsed


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Transactions are begun below, by us; the driver would begin them too late for reads.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    # Durable over a power cut too: a stored call is money spent.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten with zeros.
    connection.execute("PRAGMA secure_delete = ON")


def _begin_sqlite(connection: sa.Connection) -> None:
    # A writer asks for the lock at once: a reader that turns writer halfway can only fail.
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
