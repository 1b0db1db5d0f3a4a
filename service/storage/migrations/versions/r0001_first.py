"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _of_summary(*, primary_key: bool = True) -> "sa.Column[str]":
    return sa.Column(
        "summary",
        sa.String(40),
        sa.ForeignKey("summaries.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )


def upgrade() -> None:
    op.create_table(
        "summaries",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("owner", sa.String(80), nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("articles", sa.Integer, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("due", sa.Double, nullable=False),
        sa.Column("kept", sa.Boolean, nullable=False),
        sa.Column("waiters", sa.Integer, nullable=False),
        sa.Column("worker", sa.String(120)),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("lease_until", sa.Double),
        sa.Column("cancel_requested", sa.Boolean, nullable=False),
        sa.Column("last_event", sa.Integer, nullable=False),
        sa.Column("started_at", sa.Double),
        sa.Column("finished_at", sa.Double),
    )
    op.create_index("summaries_by_due", "summaries", ["status", "due"])
    op.create_index("summaries_by_owner", "summaries", ["owner", "id"])
    op.create_index("summaries_by_end", "summaries", ["finished_at"])
    op.create_table(
        "documents",
        _of_summary(),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("result", sa.Text),
        sa.Column("failure", sa.Text),
        sa.Column("earlier_request", sa.Text),
        sa.Column("before", sa.Text),
    )
    op.create_table(
        "events",
        _of_summary(),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("stage", sa.String(40)),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("remaining_seconds", sa.Double),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("owner", sa.String(80), primary_key=True),
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        _of_summary(primary_key=False),
        sa.Column("created_at", sa.Double, nullable=False),
    )
    op.create_index("idempotency_keys_by_summary", "idempotency_keys", ["summary"])
    op.create_table(
        "calls",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("used_at", sa.Double, nullable=False),
    )
    op.create_index("calls_by_use", "calls", ["used_at"])
    op.create_table(
        "call_uses",
        sa.Column(
            "digest",
            sa.String(64),
            sa.ForeignKey("calls.digest", ondelete="CASCADE"),
            primary_key=True,
        ),
        _of_summary(),
    )
    op.create_index("call_uses_by_summary", "call_uses", ["summary"])
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("requests_per_minute", sa.Integer),
        sa.Column("tokens_per_day", sa.Integer),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("revoked_at", sa.Double),
    )
    op.create_table(
        "token_use",
        sa.Column(
            "key", sa.String(40), sa.ForeignKey("api_keys.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("tokens", sa.Integer, nullable=False, server_default=sa.text("0")),
    )


def downgrade() -> None:
    """Refused on purpose: taking the first revision back would drop every table and what it holds.

    Raises: NotImplementedError, which Alembic shows with its advice.
    """
    raise NotImplementedError("Go back by restoring the back-up made before the upgrade.")
