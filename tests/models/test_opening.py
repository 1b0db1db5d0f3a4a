"""The settings' name of a model leads to the right endpoint."""

from __future__ import annotations

from typing import Any

import pytest

from service.errors import BadAnswer, ModelTimeout, ModelUnavailable, UnknownName
from service.models import Call, Prices, Profile
from service.models.fallback import FallbackModel
from service.models.opening import endpoint_of, open_model
from service.records import Message
from service.settings import Settings
from tests.fakes import QueuedModel

CALL = Call((Message("user", "Hello."),))


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in this machine's environment must not decide a test."""
    for name in ("OPENAI_API_KEY", "COMMUNIQUE_API_KEY", "COMMUNIQUE_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def settings(**changes: Any) -> Settings:
    return Settings(**changes)


@pytest.mark.parametrize(
    ("name", "base_url", "model", "dialect"),
    [
        ("gpt-4o-mini", None, "gpt-4o-mini", "openai"),
        ("openai:gpt-4o-mini", None, "gpt-4o-mini", "openai"),
        ("anthropic:claude-haiku", None, "anthropic:claude-haiku", "other"),
        ("qwen2.5:7b", "http://localhost:11434/v1", "qwen2.5:7b", "compatible"),
        ("anthropic:claude", "http://gateway/v1", "anthropic:claude", "compatible"),
    ],
)
def test_a_base_url_takes_names_as_they_are(
    name: str, base_url: str | None, model: str, dialect: str
) -> None:
    """Without one, a prefix names LangChain's provider."""
    found = endpoint_of(settings(base_url=base_url), name)
    assert (found.model, found.dialect, found.base_url) == (model, dialect, base_url)


def test_our_own_key_goes_before_openais(monkeypatch: pytest.MonkeyPatch) -> None:
    """COMMUNIQUE_API_KEY, else OPENAI_API_KEY, else none; and no repr shows it."""
    assert endpoint_of(settings(), "m").api_key is None
    monkeypatch.setenv("OPENAI_API_KEY", "sk-theirs")
    assert endpoint_of(settings(), "m").api_key == "sk-theirs"
    found = endpoint_of(settings(api_key="sk-ours"), "m")
    assert found.api_key == "sk-ours"
    assert "sk-ours" not in repr(found)


def test_a_password_in_the_address_is_not_shown() -> None:
    """Neither in errors nor in what stored calls are known by."""
    url = "https://anna:secret@models.example/v1"
    assert endpoint_of(settings(base_url=url), "m").shown == "https://models.example/v1"
    assert "secret" not in open_model(settings(base_url=url), "m").identity
    assert "secret" not in repr(endpoint_of(settings(base_url=url), "m"))


def test_a_server_on_this_machine_is_local() -> None:
    """The environment's proxy is not for it."""
    for url in ("http://localhost:1/v1", "http://127.0.0.1:1/v1", "http://[::1]:1/v1"):
        assert endpoint_of(settings(base_url=url), "m").is_local
    for url in ("http://127.example.org/v1", "http://10.0.0.1/v1", None):
        assert not endpoint_of(settings(base_url=url), "m").is_local


def test_an_endpoint_is_taken_for_capable_unless_told_otherwise() -> None:
    """The shape, the context and the prices can be set."""
    plain = open_model(settings(base_url="http://localhost:1/v1", model_concurrency=3), "m")
    assert (plain.profile.shape, plain.profile.asks, plain.profile.concurrency) == (
        "chunk",
        None,
        3,
    )
    told = open_model(
        settings(
            base_url="http://localhost:1/v1",
            model_shape="questions",
            model_context_tokens=4096,
            prompt_usd_per_million=2.0,
            completion_usd_per_million=8.0,
        ),
        "m",
    )
    assert told.profile == Profile(
        shape="questions", context_tokens=4096, prices=Prices(2.0, 2.0, 8.0)
    )


@pytest.mark.parametrize(
    ("named", "asks"),
    [
        ("all", None),
        ("none", frozenset[str]()),
        ("statements, speakers", frozenset({"statements", "speakers"})),
    ],
)
def test_the_tasks_can_be_set(named: str, asks: frozenset[str] | None) -> None:
    """So that an eval can tell what each task gains."""
    model = open_model(settings(base_url="http://localhost:1/v1", model_tasks=named), "m")
    assert model.profile.asks == asks


def test_the_same_name_elsewhere_is_another_model() -> None:
    """Stored calls of one endpoint are not taken for another's."""
    here = open_model(settings(base_url="http://localhost:1/v1"), "m")
    there = open_model(settings(base_url="http://localhost:2/v1"), "m")
    assert here.identity != there.identity


def test_an_unknown_embedded_model_is_said_with_those_there_are() -> None:
    """At once, before anything is fetched."""
    with pytest.raises(UnknownName, match=r"embedded:1\.5b"):
        open_model(settings(), "embedded:70b")


@pytest.mark.anyio
async def test_a_provider_without_its_package_is_a_clear_error() -> None:
    """It says what to install or to set."""
    model = open_model(settings(model_retries=0), "cohere:command")
    with pytest.raises(ModelUnavailable, match="COMMUNIQUE_BASE_URL"):
        await model.complete(CALL)


@pytest.mark.anyio
async def test_the_fallback_answers_for_a_model_that_is_down() -> None:
    """And the answer says who gave it."""
    first = QueuedModel([ModelUnavailable("gone"), "One."], name="first")
    model = FallbackModel(first, QueuedModel(["Two."], name="second"))
    answer = await model.complete(CALL)
    assert (answer.text, answer.model) == ("Two.", "second")
    assert (await model.complete(CALL)).model == "first"
    assert model.name == "first"
    assert model.identity != first.identity


@pytest.mark.anyio
async def test_with_both_down_the_first_ones_error_counts() -> None:
    """The caller chose the first one."""
    model = FallbackModel(
        QueuedModel([ModelTimeout("first is slow")]), QueuedModel([ModelUnavailable("gone")])
    )
    with pytest.raises(ModelTimeout, match="first is slow"):
        await model.complete(CALL)


@pytest.mark.anyio
async def test_the_fallback_is_not_for_bad_answers() -> None:
    """Only for a model that is down."""
    model = FallbackModel(QueuedModel([BadAnswer("no")]), QueuedModel())
    with pytest.raises(BadAnswer):
        await model.complete(CALL)


def test_the_settings_name_the_fallback() -> None:
    """A model is not its own fallback."""
    url = "http://localhost:1/v1"
    assert isinstance(open_model(settings(base_url=url, fallback_model="b"), "a"), FallbackModel)
    assert not isinstance(
        open_model(settings(base_url=url, fallback_model="a"), "a"), FallbackModel
    )
