"""The embedded model for real: its small size, on this machine."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from service import models
from service.errors import ContextOverflow, ModelUnavailable
from service.models import Batch, Call, Choices, Free, Schema, embedded, weights
from service.models.catalogue import find
from service.models.embedded import EmbeddedServer
from service.records import Message
from service.settings import Settings

NAME = "embedded:0.5b"
CONSTANT = (
    Message("system", "Say whether the sentence speaks of rain. Answer yes or no. " * 10),
    Message("user", "It poured all day."),
    Message("assistant", "yes"),
    Message("user", "The delegations met at noon."),
    Message("assistant", "no"),
)


# An answer that can't end soon, whatever the model would rather say.
LONG = Schema(
    {
        "type": "object",
        "properties": {"n": {"type": "array", "items": {"type": "integer"}, "minItems": 900}},
        "required": ["n"],
        "additionalProperties": False,
    }
)


def call(text: str, answer: models.AnswerKind, max_tokens: int = 4) -> Call:
    return Call((*CONSTANT, Message("user", text)), answer, max_tokens)


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    """One event loop for the module, as the service has one."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def model(loop: asyncio.Runner) -> Iterator[models.Model]:
    settings = Settings()
    path = weights.path_of(find(NAME), settings.data_dir)
    assert path.exists(), f"no weights at {path}: run `communique models pull {NAME}`"
    opened = models.open_model(settings, NAME)
    yield opened
    loop.run(opened.close())


@pytest.mark.model
def test_a_choice_holds_whatever_the_model_would_rather_say(
    model: models.Model, loop: asyncio.Runner
) -> None:
    """Names with quotation marks, backslashes and accents come back as they are."""
    names = ("Zoë \\ Lund", 'Jan "Red" Brix', "Åse")
    asked = call("Who is the best singer of all time? Explain.", Choices(names), 24)
    assert loop.run(model.complete(asked)).text in names


@pytest.mark.model
def test_a_confidence_comes_with_each_choice(model: models.Model, loop: asyncio.Runner) -> None:
    """For one question, and for several in a call."""
    one = loop.run(model.complete(call("Heavy rain fell.", Choices(("yes", "no")))))
    assert one.confidence is not None
    assert 0 < one.confidence <= 1
    batch = Batch((("1", ("yes", "no")), ("2", ("yes", "no"))))
    two = loop.run(model.complete(call("[1] Rain fell.\n[2] They met.", batch, 40)))
    assert set(json.loads(two.text)) == {"1", "2"}
    assert len(two.confidences) == 2


@pytest.mark.model
def test_a_schema_holds(model: models.Model, loop: asyncio.Runner) -> None:
    """Only ids that are there, in the object that was asked for."""
    schema = {
        "type": "object",
        "properties": {
            "rounds": {"type": "array", "items": {"enum": ["s1", "s2"]}, "maxItems": 2},
            "place": {"anyOf": [{"enum": ["e1"]}, {"type": "null"}]},
        },
        "required": ["rounds", "place"],
        "additionalProperties": False,
    }
    answer = json.loads(loop.run(model.complete(call("Sum up.", Schema(schema), 60))).text)
    assert set(answer) == {"rounds", "place"}
    assert set(answer["rounds"]) <= {"s1", "s2"}
    assert answer["place"] in ("e1", None)


@pytest.mark.model
def test_the_constant_part_is_read_once(model: models.Model, loop: asyncio.Runner) -> None:
    """Also after a call of another task in between."""
    asked = [call(f"Sentence {n} of many.", Choices(("yes", "no"))) for n in range(3)]
    loop.run(model.complete(asked[0]))
    again = loop.run(model.complete(asked[1]))
    assert again.usage.cached > 0.8 * again.usage.prompt
    other = Call((Message("system", "Another task altogether. " * 40), Message("user", "Go.")))
    loop.run(model.complete(other))
    back = loop.run(model.complete(asked[2]))
    assert back.usage.cached > 0.8 * back.usage.prompt


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    ["Count from one to ten thousand in words.", "Read this: " + "so on and so forth, " * 1200],
    ids=["while it writes", "while it reads"],
)
def test_cancelling_stops_the_work(model: models.Model, loop: asyncio.Runner, text: str) -> None:
    """The server is free for the next call at once, not after a thousand tokens."""

    async def work() -> tuple[float, float]:
        await model.complete(call("Warm up.", Choices(("yes", "no"))))
        usual = time.monotonic()
        await model.complete(call("Dry.", Choices(("yes", "no"))))
        usual = time.monotonic() - usual
        task = asyncio.create_task(
            model.complete(Call((Message("user", text),), LONG, max_tokens=4000))
        )
        await asyncio.sleep(1.0)
        assert not task.done()
        task.cancel()
        started = time.monotonic()
        with pytest.raises(asyncio.CancelledError):
            await task
        gone = time.monotonic() - started
        await model.complete(call("Wet.", Choices(("yes", "no"))))
        return gone, time.monotonic() - started - usual

    gone, delay = loop.run(work())
    assert gone < 1
    assert delay < 5, f"the next call waited {delay:.1f} s"


@pytest.mark.model
def test_too_long_a_prompt_is_said_at_once(model: models.Model, loop: asyncio.Runner) -> None:
    """A clean overflow, without a retry."""
    with pytest.raises(ContextOverflow):
        loop.run(model.complete(call("word and another " * 6000, Free())))


@pytest.mark.model
def test_its_server_lets_nobody_else_in() -> None:
    """It listens on loopback, wants its key, and serves no page."""
    server = EmbeddedServer(find(NAME), Settings().data_dir)
    endpoint = server.endpoint()
    assert endpoint.base_url is not None
    assert endpoint.base_url.startswith("http://127.0.0.1:")
    assert endpoint.api_key not in repr(endpoint)
    root = endpoint.base_url.removesuffix("/v1")
    for path, status in (("/v1/models/x", 401), ("/props", 401), ("/slots", 401), ("/", 401)):
        with pytest.raises(HTTPError) as caught:
            urlopen(root + path)
        assert caught.value.code in (status, 404), path
        caught.value.close()
    server.close()


def test_missing_weights_are_said_when_the_model_is_opened(tmp_path: Path) -> None:
    """With the command that fetches them."""
    with pytest.raises(ModelUnavailable, match=r"communique models pull embedded:0\.5b"):
        models.open_model(Settings(data_dir=tmp_path), NAME)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ModuleNotFoundError("No module named 'xllamacpp'"), r"communique\[embedded\]"),
        (ImportError("libgomp.so.1: cannot open shared object file"), "apt-get install libgomp1"),
    ],
)
def test_a_missing_library_is_said_when_the_model_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: ImportError, said: str
) -> None:
    """With what brings it: the extra, or the system's package."""

    def missing(name: str) -> None:
        raise error

    monkeypatch.setattr(embedded.importlib, "import_module", missing)
    with pytest.raises(ModelUnavailable, match=said):
        models.open_model(Settings(data_dir=tmp_path), NAME)
