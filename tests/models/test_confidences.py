"""A choice's confidence is its probability among the choices."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.models.confidences import Token, choice_confidence


def token(text: str, probability: float, **others: float) -> Token:
    alternatives = {name: math.log(p) for name, p in {text: probability, **others}.items()}
    return Token(text, math.log(probability), alternatives)


def test_what_leads_to_no_choice_does_not_count() -> None:
    """yes 0.3, no 0.1, something else 0.6: the model prefers yes three to one."""
    tokens = [token("yes", 0.3, no=0.1, Well=0.6)]
    assert choice_confidence(tokens, 0, "yes", ("yes", "no")) == pytest.approx(0.75)


def test_an_unreported_choice_counts_as_the_least_reported() -> None:
    """So the result is a lower bound."""
    tokens = [token("yes", 0.3, Well=0.6, Hm=0.1)]
    assert choice_confidence(tokens, 0, "yes", ("yes", "no")) == pytest.approx(0.75)


def test_shares_multiply_along_the_choice() -> None:
    """Choices with the same beginning part later."""
    tokens = [token("open", 0.5, closed=0.5), token(" issue", 0.8, end=0.1, **{" end": 0.2})]
    choices = ("open issue", "open end", "closed")
    assert choice_confidence(tokens, 0, "open issue", choices) == pytest.approx(0.5 * 0.8)


def test_the_end_counts_where_a_longer_choice_goes_on() -> None:
    """ "Anna" is only chosen when " Berg" doesn't follow."""
    tokens = [token("Anna", 0.9), token("", 0.6, **{" Berg": 0.2})]
    assert choice_confidence(tokens, 0, "Anna", ("Anna", "Anna Berg")) == pytest.approx(0.75)


def test_a_choice_inside_json_is_found_at_its_place() -> None:
    """The wrapping tokens don't count, also when they run into the choice."""
    tokens = [
        token('{"', 0.9),
        token('answer":"', 0.9),
        token("no", 0.4, yes=0.1, maybe=0.5),
        token('"}', 0.9),
    ]
    start = len('{"answer":"')
    assert choice_confidence(tokens, start, "no", ("yes", "no")) == pytest.approx(0.8)
    merged = [
        token('{"answer":', 0.9),
        token('"no', 0.4, **{'"yes': 0.1, " [": 0.5}),
        token('"}', 1),
    ]
    assert choice_confidence(merged, start, "no", ("yes", "no")) == pytest.approx(0.8)


def test_tokens_that_do_not_spell_the_choice_give_nothing() -> None:
    """A server that reports something else is not trusted."""
    assert choice_confidence([token("maybe", 0.9)], 0, "yes", ("yes", "no")) is None
    assert choice_confidence([], 0, "yes", ("yes", "no")) is None


@given(
    st.lists(st.text("ab", min_size=1, max_size=4), min_size=1, max_size=6, unique=True),
    st.data(),
)
def test_a_confidence_is_a_probability(choices: list[str], data: st.DataObject) -> None:
    """Whatever tokens spell the choice, the result lies between 0 and 1."""
    choice = data.draw(st.sampled_from(choices))
    cut = data.draw(st.integers(1, len(choice)))
    parts = [part for part in (choice[:cut], choice[cut:], "") if part] + [""]
    tokens = [
        Token(
            part,
            data.draw(st.floats(-20, 0)),
            data.draw(st.dictionaries(st.text("ab", max_size=3), st.floats(-20, 0), max_size=4)),
        )
        for part in parts
    ]
    share = choice_confidence(tokens, 0, choice, choices)
    assert share is not None
    assert 0 <= share <= 1
