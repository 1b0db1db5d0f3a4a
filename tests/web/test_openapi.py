"""The OpenAPI document is true: generated requests meet no surprise, and the pages show it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import httpx
import hypothesis
import pytest
import schemathesis
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from service.settings import Settings
from tests.web.live import live
from tests.web.service_under_test import Scripted

# Generated requests an operation.
EXAMPLES = 25

TALKS = {"articles": [{"text": 'They met. "We made progress," she said.'}]}

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service on a port of this machine, until the module's tests are done."""
    folder: Path = tmp_path_factory.mktemp("openapi")
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'web.db'}")
    with live(settings, Scripted()) as url:
        yield url


@pytest.mark.slow
def test_generated_requests(address: str) -> None:
    """No generated request gets a server error, an undocumented status, or another shape."""
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 13
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    for operation, mode in itertools.product(operations, modes):

        @hypothesis.settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode), existing=st.booleans())
        def check(case: schemathesis.Case, existing: bool) -> None:
            if existing and "id" in (case.path_parameters or {}):
                made = httpx.post(f"{address}/v1/summaries", json=TALKS).raise_for_status()
                case.path_parameters["id"] = made.json()["id"]
            case.call_and_validate(checks=CHECKS)

        try:
            check()
        except Unsatisfiable:
            # An operation without parameters can't be asked wrongly.
            assert mode is GenerationMode.NEGATIVE
            assert not operation.body


def test_document_is_complete(address: str) -> None:
    """Every path of the contract is described, and every error as a problem."""
    document = httpx.get(f"{address}/openapi.json").json()
    assert {
        "/v1/summaries",
        "/v1/summaries/{id}",
        "/v1/summaries/{id}/events",
        "/v1/summaries/{id}/articles",
        "/v1/quotations",
        "/v1/prompts",
        "/v1/models",
        "/healthz",
        "/readyz",
        "/metrics",
    } <= set(document["paths"])
    for path in document["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if status.startswith(("4", "5")) and status != "503":
                    assert list(answer["content"]) == ["application/problem+json"]


def test_pages_fetch_nothing_from_elsewhere(address: str) -> None:
    """The pages and their files name no other host."""
    for path in ("/", "/docs", "/static/app.js", "/static/docs.js", "/static/style.css"):
        text = httpx.get(address + path).text
        assert "http://" not in text
        assert "https://" not in text
