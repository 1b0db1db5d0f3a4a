"""Opening, upgrading and pruning a database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from service.errors import StorageError
from service.storage import upgrades
from service.storage.calls import Calls
from service.storage.database import Database
from service.storage.keys import Keys
from service.storage.summaries import Summaries


@dataclass(frozen=True)
class Storage:
    """An open database, at the revision that the code expects."""

    database: Database
    calls: Calls
    summaries: Summaries
    keys: Keys

    @property
    def is_sqlite(self) -> bool:
        return self.database.is_sqlite

    def check(self) -> None:
        """Raises: StorageError when the database can't be read now."""
        with self.database.reading() as connection:
            connection.execute(sa.select(1))

    def close(self) -> None:
        self.database.close()


@dataclass(frozen=True, slots=True)
class Pruned:
    """How much was deleted."""

    summaries: int
    calls: int


def open_storage(database_url: str) -> Storage:
    """Open the database, creating or upgrading it first. Raises: StorageError, as `upgrade`."""
    database = Database(database_url)
    try:
        upgrades.upgrade(database)
    except BaseException:
        database.close()
        raise
    return Storage(database, Calls(database), Summaries(database), Keys(database))


def upgrade(database_url: str) -> str:
    """Bring the database to the code's revision. Safe in several processes at once.

    Returns: the revision. Raises: StorageError when the database can't be opened or written, is
    damaged, or is newer than the code; each says what to do.
    """
    database = Database(database_url)
    try:
        return upgrades.upgrade(database)
    finally:
        database.close()


def current(database_url: str) -> str | None:
    """The database's revision, None before the first upgrade. Changes nothing.

    Raises: StorageError.
    """
    if not Database.there(database_url):
        return None
    database = Database(database_url)
    try:
        with database.reading() as connection:
            return upgrades.revision(connection)
    finally:
        database.close()


def copy(database_url: str, target: Path) -> None:
    """Copy a SQLite database as it stands, also while the service runs. Changes nothing.

    Raises: StorageError on PostgreSQL, which has pg_dump for that; when there is no database, or
        the target is there already or can't be written.
    """
    if not Database.there(database_url):
        raise StorageError("There is no database yet, so there is nothing to copy.")
    database = Database(database_url)
    try:
        if not database.is_sqlite:
            raise StorageError(
                "Copy PostgreSQL with its own tools: pg_dump --format=custom --file=FILE NAME."
            )
        if target.exists():
            raise StorageError(f"{target} is there already. Name a file that is not.")
        database.copy(target)
    finally:
        database.close()


def prune(storage: Storage, *, summaries_days: float | None, calls_days: float | None) -> Pruned:
    """Delete summaries that ended, and calls that were last used, more than so many days ago.

    None keeps them for ever. A deleted summary takes its words with it: the articles, the result,
    the events, the idempotency keys, and the model calls that no other summary used.
    """
    summaries = calls = 0
    if summaries_days is not None:
        summaries = storage.summaries.delete_older(summaries_days)
    if calls_days is not None:
        calls = storage.calls.delete_older(calls_days)
    if summaries or calls:
        storage.database.shrink()
    return Pruned(summaries, calls)
