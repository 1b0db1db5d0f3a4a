"""When to try a call again, and how long to wait before."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Timeouts:
    """In seconds. connect: until the server takes the call. idle: between two pieces of the
    answer, and before the first. total: for one try."""

    connect: float = 10.0
    idle: float = 120.0
    total: float = 600.0


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits that double, each drawn between half and all of it, so that callers spread out.

    retries: tries after the first.
    longest_seconds: no wait is longer, and a server that asks for more is not waited for.
    """

    retries: int = 4
    first_seconds: float = 1.0
    longest_seconds: float = 60.0

    def wait_seconds(self, retry: int, asked: float | None = None) -> float:
        """The wait before a retry, counted from 0. asked: the server's Retry-After."""
        doubled = min(self.longest_seconds, self.first_seconds * 2**retry)
        drawn = doubled * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, keeps no secret
        if asked is None:
            return drawn
        return min(self.longest_seconds, asked) + drawn / 4


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds that a `Retry-After` header asks for, given as a number or as an HTTP date.

    `retry-after-ms` is read too, as OpenAI and Azure send it. None when there is neither, or
    when it can't be read. Source: RFC 9110, 10.2.3.
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after")
    seconds = _number(value)
    if seconds is not None or value is None:
        return seconds
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


def _number(value: str | None) -> float | None:
    try:
        number = float(value) if value is not None else None
    except ValueError:
        return None
    return number if number is not None and 0 <= number < float("inf") else None
