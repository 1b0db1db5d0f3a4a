"""Brings a database to the revision that the code expects."""

from __future__ import annotations

from importlib import resources
from typing import cast

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from service.errors import StorageError
from service.storage import queue
from service.storage.database import Database

# Any number, as long as it stays: what processes that upgrade PostgreSQL at once queue up at.
UPGRADE_LOCK = 7_212_250


def upgrade(database: Database) -> str:
    """Apply what is missing; others that start meanwhile wait for it.

    Returns: the revision. Raises: StorageError when the database is newer than the code.
    """
    with database.writing() as connection:
        _take_turns(database, connection)
        config = _config(connection)
        found = revision(connection)
        scripts = ScriptDirectory.from_config(config)
        known = {script.revision for script in scripts.walk_revisions()}
        if found is not None and found not in known:
            raise StorageError(
                f"The database is at revision {found}, which this version of Communiqué does not "
                "know: a newer version has upgraded it. Install that version, or restore the "
                "copy made before the upgrade (“Back-up” in docs/operations.md)."
            )
        head = cast("str", scripts.get_current_head())
        if found != head:
            command.upgrade(config, "head")
    more = not database.is_sqlite
    while more:
        with database.writing() as connection:
            _take_turns(database, connection)
            more = queue.upgrade(connection)
    return head


def _take_turns(database: Database, connection: sa.Connection) -> None:
    """Let other processes that upgrade wait until this transaction ends, as SQLite always does."""
    if not database.is_sqlite:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(UPGRADE_LOCK)))


def head() -> str:
    """The revision that the code expects."""
    return cast("str", ScriptDirectory.from_config(_config()).get_current_head())


def revision(connection: sa.Connection) -> str | None:
    """The database's revision; None when it has no tables of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: sa.Connection | None = None) -> Config:
    config = Config()
    folder = str(resources.files("service.storage").joinpath("migrations"))
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
