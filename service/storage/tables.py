"""The tables. Times are seconds since 1970, UTC; a `digest` is SHA-256 in hexadecimal.

Long texts live in `documents`, apart from what changes often: SQLite writes a whole row anew for
every change in it. All that holds words of an article hangs on `summaries` and goes with it.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

metadata = MetaData()


def _of_summary(*, primary_key: bool = True) -> Column[str]:
    return Column(
        "summary",
        String(40),
        ForeignKey("summaries.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )


# One row a summary: the state of its job.
# due: jobs start in this order (see jobs/priorities.py). size: code points of all articles.
# worker, lease_until: who runs it, and until when that holds unless it is renewed.
# attempt: counts claims over its whole life; tries: since a request queued it.
# kept: runs on although nobody waits. waiters: requests that wait for it now.
# last_event: number of the newest event.
summaries = Table(
    "summaries",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("owner", String(80), nullable=False),
    Column("created_at", Double, nullable=False),
    Column("status", String(10), nullable=False),
    Column("articles", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("due", Double, nullable=False),
    Column("kept", Boolean, nullable=False),
    Column("waiters", Integer, nullable=False),
    Column("worker", String(120)),
    Column("attempt", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("lease_until", Double),
    Column("cancel_requested", Boolean, nullable=False),
    Column("last_event", Integer, nullable=False),
    Column("started_at", Double),
    Column("finished_at", Double),
)
Index("summaries_by_due", summaries.c.status, summaries.c.due)
Index("summaries_by_owner", summaries.c.owner, summaries.c.id)
Index("summaries_by_end", summaries.c.finished_at)

# request: {"inputs", "options"} as sent; result: the Summary; failure: how the last run failed.
# earlier_request, before: the same from before articles were added.
documents = Table(
    "documents",
    metadata,
    _of_summary(),
    Column("request", Text, nullable=False),
    Column("result", Text),
    Column("failure", Text),
    Column("earlier_request", Text),
    Column("before", Text),
)

events = Table(
    "events",
    metadata,
    _of_summary(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Double, nullable=False),
    Column("status", String(10), nullable=False),
    Column("stage", String(40)),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("remaining_seconds", Double),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("owner", String(80), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("digest", String(64), nullable=False),
    _of_summary(primary_key=False),
    Column("created_at", Double, nullable=False),
)
Index("idempotency_keys_by_summary", idempotency_keys.c.summary)

calls = Table(
    "calls",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("body", Text, nullable=False),
    Column("used_at", Double, nullable=False),
)
Index("calls_by_use", calls.c.used_at)

# Which summaries used which calls, so that a call goes with the last summary that used it.
call_uses = Table(
    "call_uses",
    metadata,
    Column("digest", String(64), ForeignKey("calls.digest", ondelete="CASCADE"), primary_key=True),
    _of_summary(),
)
Index("call_uses_by_summary", call_uses.c.summary)

# digest: of the key itself, which is shown once and not kept.
api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("requests_per_minute", Integer),
    Column("tokens_per_day", Integer),
    Column("created_at", Double, nullable=False),
    Column("revoked_at", Double),
)

# day: ISO date, UTC.
token_use = Table(
    "token_use",
    metadata,
    Column("key", String(40), ForeignKey("api_keys.id", ondelete="CASCADE"), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("tokens", Integer, nullable=False, server_default=text("0")),
)
