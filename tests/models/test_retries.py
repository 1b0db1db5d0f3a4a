"""Waits between tries follow the server's word, else they double."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.models.retries import Backoff, retry_after

NOW = datetime(2024, 3, 8, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "Fri, 08 Mar 2024 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Fri, 08 Mar 2024 11:00:00 GMT"}, 0.0),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(headers: dict[str, str], seconds: float | None) -> None:
    """Both forms of RFC 9110; nonsense is as good as nothing."""
    assert retry_after(headers, NOW) == seconds


@given(st.integers(0, 50))
def test_waits_double_up_to_a_limit(retry: int) -> None:
    """Each wait lies between half and all of the doubled one."""
    backoff = Backoff(first_seconds=1.0, longest_seconds=60.0)
    doubled = min(60.0, 2.0**retry)
    assert doubled / 2 <= backoff.wait_seconds(retry) <= doubled


@given(st.integers(0, 10), st.floats(0, 60))
def test_a_wait_is_never_shorter_than_the_server_asked(retry: int, asked: float) -> None:
    """And a little is added, so that callers don't come back all at once."""
    assert Backoff().wait_seconds(retry, asked) >= asked
