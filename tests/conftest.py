"""Fixtures that tests of several folders share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests import postgres

# How long one example takes says more of the machine than of the code; tests that measure say so.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server of our own for the session; gives the URL of its first database."""
    with postgres.server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A new, empty PostgreSQL database."""
    with postgres.database(postgres_server) as url:
        yield url


@pytest.fixture
def anyio_backend() -> str:
    """What runs `async def` tests marked with `anyio`."""
    return "asyncio"
