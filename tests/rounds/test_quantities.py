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


def test_parts_of_one_whole(read: Read) -> None:
    """How many of the same number of things differs, however the things are called."""
    shown = differing(
        read,
        "The delegations signed four of seven points in the draft text on fishing.",
        "The delegations signed five of the seven elements of the draft text on fishing.",
    )
    assert shown["number out of 7"] == {"four of seven points", "five of the seven elements"}


def test_bare_percentages_agree(read: Read) -> None:
    """Percentages of which nothing shows that they are of the same thing are no disagreement."""
    assert (
        differing(
            read,
            "Norway would take 12.5 per cent of the catch.",
            "Rosa Vidal was elected with 62 per cent last year.",
        )
        == {}
    )


def test_next_meeting_without_a_date(read: Read) -> None:
    """One article's date for the next meeting and another's word that none is set differ."""
    shown = differing(
        read,
        "The two sides agreed to meet again in Lund in June.",
        "No date was set for another meeting.",
    )
    assert shown["date of the next meeting"] == {"June", "No date was set for another meeting"}


def test_another_body_meets(read: Read) -> None:
    """Experts who meet at another time than the ministers are no disagreement."""
    assert (
        differing(
            read,
            "The ministers will meet again in Lund in June.",
            "The experts will meet again in Bergen in July.",
        )
        == {}
    )


def test_place_of_the_last_meeting(read: Read) -> None:
    """Where the talks were is no other place for the next ones."""
    assert (
        differing(
            read,
            "The two sides agreed to meet again in Lund.",
            "The second round was held in Tarnholm, and a third round will follow.",
        )
        == {}
    )
