"""A running application and a client, for every test of the web service."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from service.settings import Settings
from tests.web.service_under_test import Scripted, client_of, running


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'web.db'}")


@pytest.fixture
def script() -> Scripted:
    return Scripted()


@pytest.fixture
async def app(settings: Settings, script: Scripted) -> AsyncGenerator[FastAPI]:
    async with running(settings, script) as started:
        yield started


@pytest.fixture
async def client(app: FastAPI) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(app) as opened:
        yield opened
