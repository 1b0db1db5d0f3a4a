"""What a round is called."""

from __future__ import annotations

from datetime import date

import pytest

from service.records import Attendance
from service.rounds import headings

DAYS = (date(2024, 3, 5), date(2024, 3, 8))


def heading(*parties: str | None) -> str:
    present = [
        Attendance(name=f"P{n}", role=None, party=party, evidence=())
        for n, party in enumerate(parties)
    ]
    return headings.heading([], present, None, *DAYS)


@pytest.mark.parametrize(
    ("parties", "shown"),
    [
        (("Chilean", "Norway"), "Chile and Norway talks (5–8 March 2024)"),
        (("Seoul", "Japan"), "Japan and South Korea talks (5–8 March 2024)"),
        (("Ministry of Fisheries", "Norway"), "Norway talks (5–8 March 2024)"),
        (
            ("Territorial", "Varga Liberation Front"),
            "Varga Liberation Front talks (5–8 March 2024)",
        ),
        (("Government", None), "Talks (5–8 March 2024)"),
    ],
)
def test_sides_of_a_heading(parties: tuple[str | None, ...], shown: str) -> None:
    """Countries by their names, bodies by theirs; an office or a bare word names no side."""
    assert heading(*parties) == shown
