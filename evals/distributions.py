"""The door to SciPy: the few distributions that the statistics need, typed."""

from __future__ import annotations

from typing import cast

from scipy import stats  # pyright: ignore[reportMissingTypeStubs]


def t_quantile(probability: float, freedom: float) -> float:
    """The value below which Student's t falls with this probability."""
    return float(cast("float", stats.t.ppf(probability, freedom)))  # pyright: ignore[reportUnknownMemberType]


def t_tail(value: float, freedom: float) -> float:
    """Two-sided probability of a Student's t at least as far from 0."""
    return float(cast("float", 2 * stats.t.sf(abs(value), freedom)))  # pyright: ignore[reportUnknownMemberType]


def beta_quantile(probability: float, a: float, b: float) -> float:
    return float(cast("float", stats.beta.ppf(probability, a, b)))  # pyright: ignore[reportUnknownMemberType]
