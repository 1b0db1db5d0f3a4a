"""The whole service over HTTP: the real pipeline, with a fake model that takes first choices."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from service import bootstrap, prompts
from service.jobs import open_jobs
from service.language import Language, load
from service.settings import Settings
from service.storage import open_storage
from service.web import Backend, create_app
from service.web.backend import Places, check_name, list_models
from service.web.metrics import Metrics
from tests.fakes import QueuedModel


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'hostile.db'}", model="fake"
    )


@pytest.fixture(scope="session")
def language() -> Language:
    """Loaded once: it holds no state."""
    return load()


@pytest.fixture
def model() -> QueuedModel:
    return QueuedModel()


@pytest.fixture
async def app(
    settings: Settings, model: QueuedModel, language: Language
) -> AsyncGenerator[FastAPI]:
    """The application over the real pipeline, started."""

    @asynccontextmanager
    async def opener(settings: Settings, metrics: Metrics) -> AsyncGenerator[Backend]:
        storage = open_storage(settings.resolved_database_url())
        tools = bootstrap.Workshop(settings, language, prompts.load(), storage.calls)
        tools.adopt(model)
        pipeline = bootstrap.pipeline(tools)

        async def check_model() -> None: ...

        async with open_jobs(settings, storage, metrics.observed(pipeline)) as jobs:
            yield Backend(
                jobs=jobs,
                quoter=pipeline,
                charged_to=storage.calls.charged_to,
                prompts=tools.prompts,
                keys=storage.keys,
                check_model=check_model,
                check_name=lambda name: check_name(name, settings),
                list_models=lambda: list_models(settings),
                quote_places=Places(settings.job_concurrency),
            )
        storage.close()

    made = create_app(settings, opener)
    async with made.router.lifespan_context(made):
        yield made


@pytest.fixture
async def client(app: FastAPI) -> AsyncGenerator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost", timeout=120
    ) as opened:
        yield opened
