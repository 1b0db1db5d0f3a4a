"""The oracle answers with the ids of what the reference says, and no more."""

import asyncio
from datetime import date
from pathlib import Path

import pytest

from evals import cases, oracle, runs
from tests.evals.test_cases import write


@pytest.mark.parametrize(
    ("words", "meant"),
    [("Monday", True), ("on Tuesday", False), ("4 March", True), ("Sept. 4", False)],
)
def test_words_without_a_year_may_mean_a_day(words: str, meant: bool) -> None:
    """A weekday or a date that fits; 4 March 2024 was a Monday."""
    assert oracle.may_mean(words, date(2024, 3, 4)) is meant


@pytest.mark.slow
def test_the_oracle_finds_what_the_reference_names(tmp_path: Path) -> None:
    """Place and participant of the small case are pointed at, not guessed by rule."""
    write(tmp_path)
    (case,) = cases.load_split("dev", tmp_path)
    outputs = asyncio.run(oracle.produced([case]))
    made = runs.record("oracle", "rounds", [case], outputs, model="oracle", settings={})
    assert made.mean("place") == 1.0
    assert made.mean("participants") == 1.0
