"""When two wordings mean the same, and when they don't."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import matching
from evals.matching import same_name


@pytest.mark.parametrize(
    ("got", "accepted", "kind"),
    [
        ("Anna Berg", ["Anna Berg"], "person"),
        ("Berg", ["Anna Berg"], "person"),
        ("Anna Berg", ["Berg"], "person"),
        ("Foreign Minister Anna Berg", ["Anna Berg"], "person"),
        ("A. Berg", ["Anna Berg"], "person"),
        ("Anna Maria Berg", ["Anna Berg"], "person"),
        ("Hernan Tovar", ["Hernán Tovar"], "person"),
        ("the foreign ministry", ["Foreign Ministry"], "institution"),
        ("a senior official", ["senior official"], "unnamed"),
        ("two officials", ["officials"], "unnamed"),
        ("a member", ["one member of the delegation"], "unnamed"),
    ],
)
def test_right_names(got: str, accepted: list[str], kind: str) -> None:
    """Titles, accents, initials and a bare surname don't make a name wrong."""
    assert same_name(got, accepted, kind)


@pytest.mark.parametrize(
    ("got", "accepted", "kind"),
    [
        ("Karin Berg", ["Anna Berg"], "person"),
        ("Anna", ["Anna Berg"], "person"),
        ("spokesman for Anna Berg", ["Anna Berg"], "person"),
        ("he", ["Anna Berg"], "person"),
        ("", ["Anna Berg"], "person"),
        ("Foreign Ministry of Sudmark", ["Foreign Ministry of Norland"], "institution"),
        ("Berg", ["Berg Institute"], "institution"),
        ("a senior diplomat", ["senior official"], "unnamed"),
    ],
)
def test_wrong_names(got: str, accepted: list[str], kind: str) -> None:
    """Another given name, another body, or somebody's spokesman is somebody else."""
    assert not same_name(got, accepted, kind)


def test_numbers_are_equal_in_digits_and_words() -> None:
    """ "Four days" and "4 days", "1,200" and "1200"."""
    assert matching.numbers("four days") == matching.numbers("4 days") == {4.0}
    assert matching.numbers("1,200 men") == {1200.0}


@pytest.mark.parametrize(
    ("text", "source", "same"),
    [
        ("they signed", "they signed", True),
        ("they did not sign", "they did sign", False),
        ("progress was made", "While no deal was reached, progress was made", True),
        ("no progress was made", "While no deal was reached, progress was made", False),
        ("nothing was signed", "Both say that nothing was signed.", True),
    ],
)
def test_polarity(text: str, source: str, same: bool) -> None:
    """A statement negates as often as the part of the sentence that it is taken from."""
    assert matching.same_polarity(text, source) is same


def test_a_day_is_stated_in_words_or_iso() -> None:
    """ "4 March", "March 4" and "2024-03-04" state the day; "March" doesn't."""
    day = date(2024, 3, 4)
    assert all(matching.states_day(t, day) for t in ("on 4 March", "March 4", "2024-03-04"))
    assert not matching.states_day("in March", day)


def test_edges_are_trimmed_of_marks_and_punctuation() -> None:
    """The span inside the marks, without the comma."""
    text = "She said “we agree,” twice"
    start, end = matching.trimmed(text, text.index("“"), text.index("”") + 1)
    assert text[start:end] == "we agree"


@given(st.lists(st.integers(0, 9), max_size=6), st.lists(st.integers(0, 9), max_size=6))
def test_pairs_are_one_to_one(expected: list[int], got: list[int]) -> None:
    """No item is used twice, and only likeness above the threshold pairs."""
    pairs = matching.pair_greedily(expected, got, lambda a, b: float(a == b), 0.5)
    assert len(set(pairs.values())) == len(pairs)
    assert all(expected[i] == got[j] for i, j in pairs.items())


SPAN = st.tuples(st.integers(0, 50), st.integers(1, 50))


@given(SPAN, SPAN)
def test_iou_is_symmetric_and_at_most_one(a: tuple[int, int], b: tuple[int, int]) -> None:
    """Intersection over union of two spans, whatever they are."""
    first, second = (a[0], a[0] + a[1]), (b[0], b[0] + b[1])
    assert matching.iou(first, second) == matching.iou(second, first)
    assert 0 <= matching.iou(first, second) <= 1
    assert matching.iou(first, first) == 1
