"""API keys and what they used. A key is shown once; only its digest is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from service.errors import TooFast, UnknownName
from service.storage.database import Database
from service.storage.tables import api_keys, token_use

PREFIX = "cq_"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """Who may use the service. Limits of None mean: as much as they like.

    digest: SHA-256 of the key, hexadecimal. The key has 256 random bits, which needs no salt.
    """

    id: str
    name: str
    digest: str
    requests_per_minute: int | None
    tokens_per_day: int | None
    created_at: datetime
    revoked_at: datetime | None


class Keys:
    """The store. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(
        self,
        name: str,
        *,
        requests_per_minute: int | None = None,
        tokens_per_day: int | None = None,
    ) -> tuple[ApiKey, str]:
        """Make a key. Returns: what is kept of it, and the key itself, now or never."""
        secret = PREFIX + secrets.token_urlsafe(32)
        with self._database.writing() as connection:
            row = connection.execute(
                api_keys.insert()
                .values(
                    id="k" + secrets.token_hex(8),
                    name=name,
                    digest=digest(secret),
                    requests_per_minute=requests_per_minute,
                    tokens_per_day=tokens_per_day,
                    created_at=self._database.now(connection),
                )
                .returning(*api_keys.c)
            ).one()
            return _key(row), secret

    def find(self, secret: str) -> ApiKey | None:
        """The key that is valid now; None when there is none such or it was revoked.

        The comparison is of digests, by index: its time tells nothing about the key.
        """
        with self._database.reading() as connection:
            row = connection.execute(
                sa.select(api_keys).where(
                    api_keys.c.digest == digest(secret), api_keys.c.revoked_at.is_(None)
                )
            ).one_or_none()
            return None if row is None else _key(row)

    def all(self) -> list[ApiKey]:
        """Every key ever made, oldest first."""
        with self._database.reading() as connection:
            query = sa.select(api_keys).order_by(api_keys.c.created_at, api_keys.c.id)
            return [_key(row) for row in connection.execute(query)]

    def revoke(self, id: str) -> None:
        """From now on the key opens nothing. Raises: UnknownName."""
        with self._database.writing() as connection:
            now = self._database.now(connection)
            found = connection.execute(
                api_keys.update()
                .where(_is(id))
                .values(revoked_at=sa.func.coalesce(api_keys.c.revoked_at, now))
            )
            if not found.rowcount:
                raise UnknownName(f"There is no API key {id[:40]!r}. List them to see their ids.")

    def spend(self, id: str, tokens: int, day: date | None = None) -> None:
        """Count tokens for a key on that day (UTC), today when none is given."""
        with self._database.writing() as connection:
            spend(connection, id, tokens, day)

    def check_quota(self, id: str, tokens_per_day: int | None) -> None:
        """Let a key begin new work; "" stands for nobody, who may always.

        tokens_per_day: the limit of keys that have none of their own; None for no limit.
        Raises: TooFast, with the seconds until midnight UTC, when its tokens of the day are gone.
        """
        if not id:
            return
        with self._database.reading() as connection:
            limit = connection.scalar(sa.select(api_keys.c.tokens_per_day).where(_is(id)))
        limit = limit or tokens_per_day
        if limit is not None and self.spent(id) >= limit:
            now = datetime.now(UTC)
            midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
            raise TooFast(
                f"This API key has used its {limit:,} tokens of today. The count starts again at "
                "midnight UTC.",
                retry_after=(midnight - now).total_seconds(),
            )

    def spent(self, id: str, day: date | None = None) -> int:
        """Tokens that a key used on that day (UTC), today when none is given."""
        with self._database.reading() as connection:
            total = connection.scalar(
                sa.select(token_use.c.tokens).where(
                    token_use.c.key == id, token_use.c.day == _day(day)
                )
            )
            return total or 0


def spend(connection: sa.Connection, key: str, tokens: int, day: date | None = None) -> None:
    """As `Keys.spend`, within a transaction; nothing for a key that does not exist."""
    insert: Any = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(token_use)
    row = sa.select(api_keys.c.id, sa.literal(_day(day)), sa.literal(tokens)).where(_is(key))
    connection.execute(
        insert.from_select(["key", "day", "tokens"], row).on_conflict_do_update(
            index_elements=["key", "day"], set_={"tokens": token_use.c.tokens + tokens}
        )
    )


def digest(secret: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _is(key: str) -> sa.ColumnElement[bool]:
    return api_keys.c.id == key


def _day(day: date | None) -> str:
    return (day or datetime.now(UTC).date()).isoformat()


def _key(row: sa.Row[Any]) -> ApiKey:
    return ApiKey(
        id=row.id,
        name=row.name,
        digest=row.digest,
        requests_per_minute=row.requests_per_minute,
        tokens_per_day=row.tokens_per_day,
        created_at=datetime.fromtimestamp(row.created_at, UTC),
        revoked_at=None if row.revoked_at is None else datetime.fromtimestamp(row.revoked_at, UTC),
    )
