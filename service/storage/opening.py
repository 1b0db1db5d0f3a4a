"""Opening, upgrading and pruning a database."""

from __future__ import annotations

from dataclasses import dataclass

from service.records import StoredCall


class Calls:
    """Model calls by digest. Thread-safe; a put is durable once it returns."""

    def get(self, digest: str) -> StoredCall | None:
        raise NotImplementedError

    def put(self, digest: str, call: StoredCall) -> None:
        """Keep the call; the first one kept under a digest stays."""
        raise NotImplementedError


@dataclass(frozen=True)
class Storage:
    """An open database."""

    calls: Calls

    def close(self) -> None:
        raise NotImplementedError


def open_storage(database_url: str) -> Storage:
    """Open the database, creating or upgrading it first. Raises StorageError."""
    raise NotImplementedError


def upgrade(database_url: str) -> str:
    """Bring the database to the code's revision. Returns it. Safe in several processes at once.

    Raises: StorageError when it can't be opened or written, is corrupt, or is newer than the code.
    """
    raise NotImplementedError


def current(database_url: str) -> str | None:
    """The database's revision, None before the first upgrade. Raises StorageError."""
    raise NotImplementedError


def prune(storage: Storage, *, summaries_days: float | None, calls_days: float | None) -> None:
    """Delete what is older than its time."""
    raise NotImplementedError
