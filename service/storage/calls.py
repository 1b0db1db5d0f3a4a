"""Model calls by digest: paid for once, used by every run, retry and worker after that."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from service.records import StoredCall, TokenCounts
from service.storage.database import Database
from service.storage.keys import spend
from service.storage.tables import call_uses, calls, summaries

# How stale the time of last use may be, so that reading a call seldom writes.
USED_EVERY_SECONDS = 86400.0

# What is being worked on in this task, and the API key that pays. The asker knows calls only by
# their digest.
_summary: ContextVar[str | None] = ContextVar("summary", default=None)
_payer: ContextVar[str] = ContextVar("payer", default="")


class Calls:
    """Implements `asking.CallStore`. Thread-safe; a put is durable once it returns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def used_by(self, summary: str) -> Generator[None]:
        """Note every call read or written in this block as used by the summary."""
        token = _summary.set(summary)
        try:
            yield
        finally:
            _summary.reset(token)

    @contextmanager
    def charged_to(self, key: str) -> Generator[None]:
        """Count the tokens of every call written in this block for the API key of this id.

        "" stands for nobody, and so does a key that does not exist.
        """
        token = _payer.set(key)
        try:
            yield
        finally:
            _payer.reset(token)

    def get(self, digest: str) -> StoredCall | None:
        now, summary = time.time(), _summary.get()
        with self._database.reading() as connection:
            row = connection.execute(
                sa.select(calls.c.body, calls.c.used_at).where(calls.c.digest == digest)
            ).one_or_none()
            if row is None:
                return None
            noted = summary is None or connection.scalar(
                sa.select(call_uses.c.digest).where(
                    call_uses.c.digest == digest, call_uses.c.summary == summary
                )
            )
        if not noted or row.used_at < now - USED_EVERY_SECONDS:
            with self._database.writing() as connection:
                connection.execute(
                    calls.update().where(calls.c.digest == digest).values(used_at=now)
                )
                self._note(connection, digest, summary)
        return _from_json(row.body)

    def put(self, digest: str, call: StoredCall) -> None:
        """Keep the call, and count its tokens; the first one kept under a digest stays.

        Both happen or neither: what a key used is right also when the work on a summary is called
        off, fails, or is killed.
        """
        values = {"digest": digest, "body": json.dumps(asdict(call)), "used_at": time.time()}
        with self._database.writing() as connection:
            connection.execute(self._insert(calls).values(**values).on_conflict_do_nothing())
            self._note(connection, digest, _summary.get())
            if payer := _payer.get():
                spend(connection, payer, call.counts.prompt + call.counts.completion)

    def delete_older(self, days: float) -> int:
        """Delete calls not used for so many days. Returns: how many."""
        with self._database.writing() as connection:
            limit = time.time() - days * 86400
            return connection.execute(calls.delete().where(calls.c.used_at < limit)).rowcount

    def _note(self, connection: sa.Connection, digest: str, summary: str | None) -> None:
        if summary is None:
            return
        present = sa.select(sa.literal(digest), sa.literal(summary)).where(
            sa.exists().where(calls.c.digest == digest),
            sa.exists().where(summaries.c.id == summary),
        )
        # The summary or the call may be deleted at this very moment by another process. Then there
        # is nothing to note, and the call is kept all the same.
        with contextlib.suppress(IntegrityError), connection.begin_nested():
            connection.execute(
                self._insert(call_uses)
                .from_select(["digest", "summary"], present)
                .on_conflict_do_nothing()
            )

    def _insert(self, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
        return sqlite.insert(table) if self._database.is_sqlite else postgresql.insert(table)


def delete_calls_of(connection: sa.Connection, ids: Sequence[str]) -> None:
    """Delete the calls that these summaries used and no others did."""
    others = call_uses.alias()
    connection.execute(
        calls.delete().where(
            calls.c.digest.in_(
                sa.select(call_uses.c.digest).where(call_uses.c.summary.in_(list(ids)))
            ),
            ~sa.exists().where(
                others.c.digest == calls.c.digest, others.c.summary.not_in(list(ids))
            ),
        )
    )


def _from_json(body: str) -> StoredCall:
    fields: dict[str, Any] = json.loads(body)
    fields["counts"] = TokenCounts(**fields["counts"])
    fields["confidences"] = tuple(fields["confidences"])
    return StoredCall(**fields)
