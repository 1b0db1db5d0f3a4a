"""The statistics: exact where they can be checked by hand, cautious where nothing is known."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import simulate, statistics
from evals.statistics import FLOOR, holm, mean_interval, paired, share_interval, sign_flip

DIFFERENCES = st.lists(st.floats(-1, 1), min_size=2, max_size=12)


def test_one_unit_says_nothing_about_new_ones() -> None:
    """Without a second unit there is no interval, no p and no detectable effect."""
    result = paired([0.4])
    assert (result.interval, result.p, result.detectable) == (None, None, None)


def test_equal_units_don_t_make_the_interval_vanish() -> None:
    """Five articles with the same difference leave room for the articles not seen."""
    found = mean_interval([0.1] * 5)
    assert found is not None
    interval, _, error = found
    assert error == pytest.approx(FLOOR / math.sqrt(5))
    assert interval.low < 0.1 < interval.high


def test_the_interval_is_t_with_the_floor_added() -> None:
    """Worked by hand: differences 0, .1, .2, .3; mean .15, variance 1/60, t(3) = 3.182."""
    found = mean_interval([0.0, 0.1, 0.2, 0.3])
    assert found is not None
    reach = 3.182446 * math.sqrt((1 / 60 + FLOOR**2) / 4)
    assert found[0].low == pytest.approx(0.15 - reach, abs=1e-6)
    assert found[0].high == pytest.approx(0.15 + reach, abs=1e-6)


def test_five_articles_can_t_reach_five_per_cent() -> None:
    """Five differences of one sign give p = 2/32, the smallest there is."""
    assert sign_flip([0.1, 0.2, 0.3, 0.1, 0.4]) == (2 / 32, 2 / 32)


def test_units_without_a_difference_add_nothing_to_the_exact_test() -> None:
    """Ten ties beside three differences are three differences."""
    assert sign_flip([0.1, 0.2, 0.3]) == sign_flip([0.1, 0.2, 0.3] + [0.0] * 10)


def test_no_difference_at_all_is_no_evidence() -> None:
    """All ties: p is 1."""
    assert sign_flip([0.0] * 8) == (1.0, 1.0)


def test_many_units_are_flipped_at_random_close_to_the_exact_p() -> None:
    """Beyond the exact limit the sampled p is close to the normal approximation."""
    values = [0.1 if i % 3 else -0.1 for i in range(30)]
    p, _ = sign_flip(values)
    z = sum(values) / math.sqrt(sum(v * v for v in values))
    normal = math.erfc((abs(z) - 0.1 / math.sqrt(0.3)) / math.sqrt(2))
    assert p == pytest.approx(normal, abs=0.02)


@given(DIFFERENCES)
def test_swapping_a_and_b_only_turns_the_sign(differences: list[float]) -> None:
    """Comparing B with A mirrors comparing A with B."""
    one, other = paired(differences), paired([-d for d in differences])
    assert one.mean == pytest.approx(-other.mean)
    assert one.p == pytest.approx(other.p)
    assert one.exact_p == other.exact_p
    assert one.interval is not None
    assert other.interval is not None
    assert one.interval.low == pytest.approx(-other.interval.high)


@given(DIFFERENCES)
def test_interval_and_p_agree(differences: list[float]) -> None:
    """The interval leaves 0 out exactly when p is below .05."""
    result = paired(differences)
    assert result.interval is not None
    assert result.p is not None
    if abs(result.p - 0.05) > 1e-6:
        assert result.interval.holds(0.0) == (result.p > 0.05)


def test_holm_by_hand() -> None:
    """.01, .03, .04 of three become .03, .06, .06."""
    adjusted = holm({"a": 0.01, "b": 0.04, "c": 0.03})
    assert adjusted == pytest.approx({"a": 0.03, "c": 0.06, "b": 0.06})


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1), max_size=8))
def test_holm_never_lowers_a_p(p_values: dict[str, float]) -> None:
    """Correction makes claims weaker, and keeps their order."""
    adjusted = holm(p_values)
    assert all(p_values[n] <= adjusted[n] <= 1 for n in p_values)
    ordered = sorted(p_values, key=lambda n: p_values[n])
    assert all(adjusted[a] <= adjusted[b] for a, b in pairwise(ordered))


def test_repeats_that_agree_leave_no_doubt_about_these_articles() -> None:
    """With equal repeats the interval for these articles alone has no width."""
    a, b = {"x": (0.5, 0.5), "y": (0.2, 0.2)}, {"x": (0.7, 0.7), "y": (0.2, 0.2)}
    interval = statistics.these_units_only(a, b)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((0.1, 0.1))


def test_one_repeat_says_nothing_about_these_articles_noise() -> None:
    """Without a second repeat there is no second line."""
    assert statistics.these_units_only({"x": (0.5,)}, {"x": (0.7,)}) is None


def test_share_interval_by_hand() -> None:
    """No failure in ten: up to 0.308 (Clopper–Pearson)."""
    interval = share_interval(0, 10)
    assert interval.low == 0.0
    assert interval.high == pytest.approx(1 - 0.025 ** (1 / 10))


def test_the_simulated_interval_is_the_real_one() -> None:
    """The vectorised bounds of the simulation are those of `mean_interval`."""
    samples = np.random.default_rng(1).normal(0.1, 0.2, (20, 7))
    low, high = simulate.bounds(samples)
    for row, a, b in zip(samples, low, high, strict=True):
        found = mean_interval(row.tolist())
        assert found is not None
        assert (found[0].low, found[0].high) == pytest.approx((a, b))


@pytest.mark.parametrize("size", [5, 10, 20])
def test_the_interval_keeps_its_promise_where_most_articles_tie(size: int) -> None:
    """Half the articles tie and the rest differ a little either way: 93 % at least is held."""
    random = np.random.default_rng(3)
    world = np.where(random.random(500) < 0.5, 0.0, random.normal(0.02, 0.1, 500))
    result = simulate.coverage("half ties", world.tolist(), size)
    assert result.held >= 0.93
    assert result.alarms <= 0.05


def test_the_plain_t_interval_would_not() -> None:
    """Without the floor the same kind of world is held too seldom: that is why it is there."""
    random = np.random.default_rng(3)
    world = np.where(random.random(500) < 0.75, 0.0, random.normal(0.05, 0.05, 500))
    assert simulate.coverage("ties", world.tolist(), 5, floor=0.0).held < 0.9
    assert simulate.coverage("ties", world.tolist(), 5).held >= 0.93
