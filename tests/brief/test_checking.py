"""The deterministic check of a brief's sentences."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import brief

EVIDENCE = (
    "Norway and Chile agreed on Friday to exchange 41 sailors in Tarnholm.",
    'Erik Lund said the harbour "stays closed" until June.',
    "The two sides have not agreed on inspections of the boats.",
)
GOOD = [
    "Norway and Chile agreed to exchange 41 sailors.",
    'Lund said the harbour "stays closed".',
    "The two sides have not agreed on inspections.",
]
BAD = [
    ("Norway and Chile agreed to exchange 43 sailors.", "number 43"),
    ("Norway and Peru agreed to exchange sailors.", "name 'Peru'"),
    ("Norway and Chile agreed in July to exchange sailors.", "date 'july'"),
    ('Lund said the harbour "opens soon".', "quoted words"),
    ("The two sides have agreed on inspections of the boats.", "leaves out a negation"),
    ("Norway and Chile did not agree to exchange 41 sailors on Friday in Tarnholm.", None),
]


@pytest.mark.parametrize("sentence", GOOD)
def test_supported_sentences_pass(sentence: str) -> None:
    """What the evidence says, in its words or fewer, may be shown."""
    assert brief.check(sentence, EVIDENCE) is None


@pytest.mark.parametrize(("sentence", "reason"), [b for b in BAD if b[1]])
def test_unsupported_sentences_fail(sentence: str, reason: str) -> None:
    """A number, name, date, quotation or turn that the evidence lacks is named."""
    assert reason in (brief.check(sentence, EVIDENCE) or "")


def test_resolved_days_may_be_written_out() -> None:
    """Friday may be written as the day that code resolved it to."""
    sentence = "Norway and Chile agreed on 8 March 2024 to exchange 41 sailors."
    assert brief.check(sentence, EVIDENCE) is not None
    assert brief.check(sentence, EVIDENCE, days=[date(2024, 3, 8)]) is None


@given(number=st.integers(min_value=2, max_value=10**6))
def test_no_other_number_passes(number: int) -> None:
    """No number but the evidence's own (41, and "two" sides) gets through."""
    sentence = f"Norway and Chile agreed to exchange {number} sailors."
    assert (brief.check(sentence, EVIDENCE) is None) == (number in (2, 41))


@given(
    name=st.from_regex(r"\A[A-Z][a-z]{3,9}\Z").filter(
        lambda n: n.lower() not in "".join(EVIDENCE).lower()
    )
)
def test_no_other_name_passes(name: str) -> None:
    """No name but the evidence's own gets through, calendar words aside."""
    calendar = {"April", "June", "July", "March", "August", "October", "Monday", "Friday", "Sunday"}
    if name in calendar:
        return
    assert brief.check(f"Norway and {name} agreed to exchange 41 sailors.", EVIDENCE) is not None
