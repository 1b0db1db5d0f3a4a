"""Small requests go before large ones, but none waits for ever.

A job is due at the time of its arrival plus a delay that grows with its size, and jobs start in the
order in which they are due. So a small request overtakes the large ones that arrived shortly
before it, and each large one is overtaken only by what arrives within its delay.
"""

from __future__ import annotations

from collections.abc import Iterable

from service.records import ArticleInput

# About what the embedded model reads on two cores: the delay is then the work's own length.
CODE_POINTS_PER_SECOND = 100.0
LONGEST_DELAY_SECONDS = 3600.0


def size(inputs: Iterable[ArticleInput]) -> int:
    """Code points of all articles as sent."""
    return sum(len(source.text or source.html or "") for source in inputs)


def delay_seconds(code_points: int) -> float:
    """How much later than it arrived a request of this size is due."""
    return min(code_points / CODE_POINTS_PER_SECOND, LONGEST_DELAY_SECONDS)
