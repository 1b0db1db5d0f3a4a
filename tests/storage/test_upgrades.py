"""Databases are made, upgraded and refused."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from service.errors import StorageError
from service.records import StoredCall
from service.storage import Storage, current, open_storage, upgrade
from service.storage.database import Database
from service.storage.summaries import Request
from service.storage.tables import metadata


def test_upgrade_makes_the_tables(url: str) -> None:
    """An empty database has no revision, and the newest one after an upgrade."""
    assert current(url) is None
    newest = upgrade(url)
    assert current(url) == newest
    assert upgrade(url) == newest


def test_migrations_make_what_the_code_expects(storage: Storage) -> None:
    """The revisions together give exactly the tables that the code is written for."""

    def ours(_object: object, name: str, kind: str, *_: object) -> bool:
        # The queue's tables are procrastinate's own.
        return kind != "table" or not name.startswith(("procrastinate", "queue_schema"))

    with storage.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, metadata) == []


@pytest.mark.slow
def test_processes_that_start_at_once_upgrade_once(url: str) -> None:
    """Three processes upgrading the same empty database at once all succeed."""
    code = f"from service.storage import upgrade; print(upgrade({url!r}))"
    processes = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    printed = [process.communicate(timeout=60)[0].strip() for process in processes]
    assert printed == [current(url)] * 3


def test_newer_database_is_refused(url: str) -> None:
    """A database that a newer version upgraded is left alone, and the error says what to do."""
    upgrade(url)
    database = Database(url)
    with database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(StorageError, match=r"newer version has upgraded it\. Install that version"):
        open_storage(url)
    assert current(url) == "9999"


def test_damaged_file(tmp_path: Path) -> None:
    """A file that is no database is named, with what to do."""
    file = tmp_path / "x.db"
    file.write_bytes(b"not a database at all, " * 400)
    with pytest.raises(StorageError, match=r"x\.db is damaged .* put your last copy in its place"):
        open_storage(f"sqlite:///{file}")


def test_damaged_pages(tmp_path: Path) -> None:
    """Damage inside the file is told when it is met."""
    file = tmp_path / "x.db"
    open_storage(f"sqlite:///{file}").close()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(file.read_bytes())
    content[4096 * 2 :] = b"\xff" * (len(content) - 4096 * 2)
    file.write_bytes(content)
    with pytest.raises(StorageError, match="is damaged"):
        open_storage(f"sqlite:///{file}").summaries.queue_state()


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A data folder below a file is an error that names the settings to change."""
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="COMMUNIQUE_DATA_DIR"):
        open_storage(f"sqlite:///{tmp_path / 'file' / 'data' / 'x.db'}")


def test_database_that_cannot_be_opened(tmp_path: Path) -> None:
    """A folder in the file's place is an error that says which right is missing."""
    (tmp_path / "x.db").mkdir()
    with pytest.raises(StorageError, match=r"x\.db can't be written .* right to write"):
        open_storage(f"sqlite:///{tmp_path / 'x.db'}")


def test_database_that_cannot_be_written(tmp_path: Path) -> None:
    """A read-only database is an error that says which right is missing."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    open_storage(url).close()
    database = Database(f"sqlite:///file:{tmp_path / 'x.db'}?mode=ro&uri=true")
    with pytest.raises(StorageError, match="can't be written"), database.writing() as connection:
        connection.execute(sa.text("DELETE FROM calls"))


def test_full_disk(tmp_path: Path) -> None:
    """When no space is left, the error says so, and what is there stays readable."""
    storage = open_storage(f"sqlite:///{tmp_path / 'x.db'}")
    with storage.database.writing() as connection:
        connection.execute(sa.text("PRAGMA max_page_count = 1"))
    with pytest.raises(StorageError, match="No space is left"):
        storage.calls.put("d", StoredCall("m", "x" * 1_000_000))
    storage.check()
    storage.close()


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://localhost/x", "sqlite+aiosqlite3:nonsense"]
)
def test_url_that_names_no_database(url: str) -> None:
    """A URL that can't be used is an error that shows how one looks."""
    with pytest.raises(StorageError, match=r"COMMUNIQUE_DATABASE_URL"):
        open_storage(url)


@pytest.mark.postgres
def test_server_that_is_not_there() -> None:
    """When PostgreSQL can't be reached, the error names the place without the password."""
    with pytest.raises(StorageError, match="COMMUNIQUE_DATABASE_URL is right") as caught:
        open_storage("postgresql://someone:secret@127.0.0.1:1/x?connect_timeout=2")
    assert "secret" not in str(caught.value)


def test_postgres_extra_missing() -> None:
    """Without the extra, everything imports; only PostgreSQL is refused, naming the extra."""
    code = """
import sys
for name in ("psycopg", "psycopg_pool", "procrastinate"):
    sys.modules[name] = None
import service.jobs
from service.errors import StorageError
from service.storage import open_storage
try:
    open_storage("postgresql://localhost/x")
except StorageError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "pip install 'communique[postgres]'" in done.stdout, done.stderr


@pytest.mark.postgres
def test_queue_migrations_are_applied(postgres_url: str) -> None:
    """The queue's own revisions after the remembered one are applied in order, and once."""
    database = Database(postgres_url)
    with database.writing() as connection:
        # From the very first one on, as the oldest of databases would need them.
        connection.execute(sa.text("CREATE TABLE queue_schema (applied text NOT NULL)"))
        connection.execute(sa.text("INSERT INTO queue_schema VALUES ('')"))
    database.close()
    open_storage(postgres_url).close()
    storage = open_storage(postgres_url)
    job = storage.summaries.add(Request("{}", "d", 1, 1, 0.0), 10)[0]
    with storage.database.reading() as connection:
        assert list(
            connection.scalars(sa.text("SELECT queueing_lock FROM procrastinate_jobs"))
        ) == [job]
        applied = list(connection.scalars(sa.text("SELECT applied FROM queue_schema")))
    assert len(applied) == len(set(applied)) > 30
    storage.close()
