"""Calibration of a judge: shares by hand, intervals that respect documents."""

import pytest

from evals.calibration import Judged, balanced, balanced_interval, calibration, sensitivity


def test_shares_by_hand() -> None:
    """Three of four right ones accepted, one of two wrong ones refused: 0.75, 0.5, 0.625."""
    judged = [Judged("a", True, i < 3) for i in range(4)]
    judged += [Judged("b", False, i < 1) for i in range(2)]
    assert sensitivity(judged).value == 0.75
    assert balanced(judged) == 0.625
    assert calibration(judged, {})["specificity"]["value"] == 0.5


def test_items_of_one_document_are_not_independent() -> None:
    """Copying every item tenfold within its document leaves the interval as wide."""
    judged = [
        Judged(f"d{i}", right, (i + right) % 3 > 0) for i in range(8) for right in (True, False)
    ]
    once, tenfold = balanced_interval(judged), balanced_interval(judged * 10)
    assert tenfold.high - tenfold.low == pytest.approx(once.high - once.low)


def test_the_order_of_judgements_doesn_t_matter() -> None:
    """The file is the same for the same judgements."""
    judged = [Judged(f"d{i}", i % 2 == 0, i % 3 == 0) for i in range(12)]
    assert calibration(judged, {}) == calibration(list(reversed(judged)), {})
