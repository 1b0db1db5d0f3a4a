"""The English model, loaded once for the tests that read grammar."""

from __future__ import annotations

import pytest

from service import language
from service.language import Language


@pytest.fixture(scope="session")
def english() -> Language:
    return language.load()
