"""What added articles change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from service import rounds
from service.records import Reading, Summary


def summary(readings: Sequence[Reading]) -> Summary:
    return Summary(
        id="s", created_at=datetime(2024, 3, 9, tzinfo=UTC), status="done",
        articles=tuple(r.article for r in readings), rounds=rounds.merge(readings).rounds,
    )  # fmt: skip


def test_nothing_added_nothing_changed(story: tuple[Reading, ...]) -> None:
    """The same articles again change nothing."""
    assert rounds.changes(summary(story), summary(story)).changes == ()


def test_a_new_disagreement_is_told(story: tuple[Reading, ...]) -> None:
    """A report with another length adds a disagreement on it."""
    found = rounds.changes(summary(story[:2]), summary(story))
    assert found.articles == ("other",)
    assert "duration" in {c.field for c in found.changes if c.kind == "disagreement"}


def test_a_first_round_is_new(story: tuple[Reading, ...]) -> None:
    """Rounds that nobody reported before are new."""
    found = rounds.changes(summary([]), summary(story))
    assert {c.kind for c in found.changes} == {"round"}
