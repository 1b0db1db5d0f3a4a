"""Quantities: what is measured or counted, and which two can't both be true."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service import rounds
from service.records import Reading

Read = Callable[..., Reading]
FRAME = (
    "Norway and Chile held talks in Tarnholm on Thursday, 7 March 2024. "
    "Norwegian minister Erik Lund met Chilean minister Rosa Vidal.\n\n{}\n"
)


def differing(read: Read, first: str, second: str) -> dict[str, set[str]]:
    """Disagreements of two reports that differ in one sentence, by field."""
    readings = [read(FRAME.format(first), "a1"), read(FRAME.format(second), "a2")]
    talks = rounds.merge(readings).rounds[0]
    return {d.field: {v.value for v in d.values} for d in talks.disagreements}


@pytest.mark.parametrize(
    ("first", "second", "field", "values"),
    [
        (
            "The two sides agreed on 47 kilometres of the sea border off the strait.",
            "The two sides agreed on 32 km of the sea border off the strait.",
            "amount in kilometres", {"47 kilometres", "32 km"},
        ),
        (
            "Both countries pledged $340 million for the new fishing harbour.",
            "Both countries pledged 430 million dollars for the new fishing harbour.",
            "amount of money", {"$340 million", "430 million dollars"},
        ),
        (
            "A commission of six experts will watch over the catch.",
            "A commission of eight experts will watch over the catch.",
            "number of experts", {"six experts", "eight experts"},
        ),
    ],
)  # fmt: skip
def test_other_amounts_differ(
    read: Read, first: str, second: str, field: str, values: set[str]
) -> None:
    """Two amounts of the same thing in two articles are a disagreement."""
    assert differing(read, first, second)[field] == values


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "They agreed on 32 kilometres of the sea border off the strait.",
            "They agreed on about 30 km of the sea border off the strait.",
        ),
        (
            "They agreed on 32 kilometres of the sea border off the strait.",
            "They agreed on 32 kilometres of the sea border, of 970 kilometres in all.",
        ),
        (
            "Two of nine chapters on the catch were closed.",
            "Two chapters on the catch were closed.",
        ),
    ],
)
def test_rough_and_partial_amounts_agree(read: Read, first: str, second: str) -> None:
    """A rough number, the number of a whole, and one that both have are no disagreement."""
    assert differing(read, first, second) == {}


def test_next_meeting_in_other_months(read: Read) -> None:
    """A next meeting announced for two months is a disagreement."""
    shown = differing(
        read,
        "The two sides agreed to hold the next round in June.",
        "The two sides agreed to hold the next round in July.",
    )
    assert shown["date of the next meeting"] == {"June", "July"}
