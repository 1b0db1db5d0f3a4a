"""Paired differences of few units: interval, exact test, what could have been seen at all.

A unit is an article, or a case of several articles: whatever was drawn independently. Each unit
gives one difference (B − A, mean over repeats). Repeats are no units: more of them say more about
these articles and nothing about new ones.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evals.distributions import beta_quantile, t_quantile, t_tail

LEVEL = 0.95
FLOOR = 0.04
"""Standard deviation that is added (as variance) to what the units show. Scores of two versions
are equal for most articles and differ a lot for a few; a small sample often misses those few and
would be far too sure. Source: docs/decisions/0070."""
EXACT_UNITS = 18
FLIPS = 100_000


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Paired:
    """The difference B − A over units.

    units: how many; interval, p, detectable: None below two units, where nothing can be said.
    p: two-sided, of the interval's own t. exact_p: of the sign-flip test, and reachable the
        smallest that it could have given with so many units that differ.
    detectable: the difference that would be found four times in five (power 0.8).
    """

    mean: float
    units: int
    interval: Interval | None
    p: float | None
    exact_p: float
    reachable: float
    detectable: float | None


def mean_interval(differences: Sequence[float]) -> tuple[Interval, float, float] | None:
    """Interval at LEVEL, its two-sided p, and the standard error; None below two units.

    t(G−1) on the units' differences with variance s² + FLOOR².
    """
    count = len(differences)
    if count < 2:
        return None
    values = np.asarray(differences, dtype=float)
    mean = float(values.mean())
    error = math.sqrt((float(values.var(ddof=1)) + FLOOR**2) / count)
    reach = t_quantile((1 + LEVEL) / 2, count - 1) * error
    return Interval(mean - reach, mean + reach), t_tail(mean / error, count - 1), error


def paired(differences: Sequence[float]) -> Paired:
    """All that is said of one metric's differences, one for each unit."""
    count = len(differences)
    found = mean_interval(differences)
    exact_p, reachable = sign_flip(differences)
    mean = sum(differences) / count if count else 0.0
    if found is None:
        return Paired(mean, count, None, None, exact_p, reachable, None)
    interval, p, error = found
    power = t_quantile((1 + LEVEL) / 2, count - 1) + t_quantile(0.8, count - 1)
    return Paired(mean, count, interval, p, exact_p, reachable, power * error)


def sign_flip(differences: Sequence[float]) -> tuple[float, float]:
    """Two-sided p of the test that flips each unit's sign, and the smallest p it could reach.

    Exact up to EXACT_UNITS differing units, else over FLIPS random flips with a fixed seed.
    Units without a difference don't change under flipping and add nothing.
    """
    values = np.asarray([d for d in differences if abs(d) > 1e-12], dtype=float)
    count = len(values)
    if count == 0:
        return 1.0, 1.0
    reached = abs(float(values.sum())) - 1e-9
    if count <= EXACT_UNITS:
        sums: npt.NDArray[np.float64] = np.zeros(1)
        for value in values:
            sums = np.concatenate([sums + value, sums - value])
        return float((np.abs(sums) >= reached).mean()), 2.0 / 2**count
    signs = np.random.default_rng(0).choice(np.array([-1.0, 1.0]), size=(FLIPS, count))
    hits = int((np.abs(signs @ values) >= reached).sum())
    return (hits + 1) / (FLIPS + 1), 2.0 / 2**count


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Holm's adjusted p of a family of questions; monotone, at most 1."""
    ordered = sorted(p_values.items(), key=lambda pair: (pair[1], pair[0]))
    adjusted: dict[str, float] = {}
    highest = 0.0
    for rank, (name, p) in enumerate(ordered):
        highest = max(highest, min(1.0, (len(ordered) - rank) * p))
        adjusted[name] = highest
    return adjusted


def these_units_only(
    a: Mapping[str, Sequence[float]], b: Mapping[str, Sequence[float]]
) -> Interval | None:
    """Interval of B − A for exactly these units, from how much repeats differ.

    a, b: {unit: values over repeats}. None without at least two repeats of both.
    Welch–Satterthwaite over units; of zero width when repeats never differ. It says nothing
    about other articles.
    """
    shared = sorted(set(a) & set(b))
    if not shared or any(len(a[u]) < 2 or len(b[u]) < 2 for u in shared):
        return None
    mean, variance, denominator = 0.0, 0.0, 0.0
    for unit in shared:
        for values, sign in ((a[unit], -1), (b[unit], 1)):
            size = len(values)
            centre = sum(values) / size
            part = sum((v - centre) ** 2 for v in values) / (size - 1) / size / len(shared) ** 2
            mean += sign * centre / len(shared)
            variance += part
            denominator += part**2 / (size - 1)
    if variance == 0 or denominator == 0:
        return Interval(mean, mean)
    reach = t_quantile((1 + LEVEL) / 2, variance**2 / denominator) * math.sqrt(variance)
    return Interval(mean - reach, mean + reach)


def share_interval(hits: int, total: int) -> Interval:
    """Clopper–Pearson interval at LEVEL of a share; (0, 1) when nothing was counted."""
    if total == 0:
        return Interval(0.0, 1.0)
    tail = (1 - LEVEL) / 2
    low = beta_quantile(tail, hits, total - hits + 1) if hits else 0.0
    high = beta_quantile(1 - tail, hits + 1, total - hits) if hits < total else 1.0
    return Interval(low, high)
