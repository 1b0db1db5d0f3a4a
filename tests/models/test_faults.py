"""The model as an unreliable peer: a real server that misbehaves in every way."""

from __future__ import annotations

import asyncio
import hashlib
import time

import pytest

from service.asking import Asker
from service.errors import ContextOverflow, ModelError, ModelTimeout, ModelUnavailable
from service.models import Call, Choices, Profile
from service.models.chat import ChatModel
from service.models.requests import Endpoint
from service.models.retries import Backoff, Timeouts
from service.records import Message, Question
from tests.fakes import MemoryCalls, prompts_of
from tests.models.misbehaving_server import FAULTS, MisbehavingServer, Request

pytestmark = [
    pytest.mark.anyio,
    # The SDK's own word on an event of another shape; what follows from it is tested.
    pytest.mark.filterwarnings("ignore:Pydantic serializer warnings"),
]

LABELS = ("agreed", "claimed", "denied")
TRANSIENT = (
    "429",
    "429 with seconds",
    "429 with date",
    "500",
    "503 with seconds",
    "reset before",
    "reset within",
    "closed within",
    "silence",
    "silence within",
    "pings only",
    "slow drip",
    "garbage event",
    "error event",
    "html page",
)


def model_of(server: MisbehavingServer, *, retries: int = 4, concurrency: int = 8) -> ChatModel:
    endpoint = Endpoint("m", "compatible", server.base_url, None)
    return ChatModel(
        "m",
        "m@test",
        Profile(shape="questions", context_tokens=4096, concurrency=concurrency),
        lambda: endpoint,
        timeouts=Timeouts(connect=0.5, idle=0.4, total=1.2),
        backoff=Backoff(retries=retries, first_seconds=0.02, longest_seconds=0.2),
    )


def call(right: str = "agreed", number: int = 0) -> Call:
    return Call((Message("user", f"Item {number}: right={right}"),), Choices(LABELS), max_tokens=4)


async def complete(server: MisbehavingServer, asked: Call | None = None, **how: int) -> str:
    model = model_of(server, **how)
    try:
        return (await model.complete(asked or call())).text
    finally:
        await model.close()


@pytest.mark.parametrize("fault", TRANSIENT)
async def test_one_fault_is_overcome(fault: str) -> None:
    """A fault that passes costs a retry and no wrong answer."""
    with MisbehavingServer(lambda request: fault if request.attempt == 0 else None) as server:
        assert await complete(server) == "agreed"
    assert len(server.requests) == 2


@pytest.mark.parametrize("fault", TRANSIENT)
async def test_a_lasting_fault_ends_in_a_clear_error(fault: str) -> None:
    """A fault that stays ends in a ModelError after the retries, soon."""
    started = time.monotonic()
    with MisbehavingServer(lambda request: fault) as server, pytest.raises(ModelError) as caught:
        await complete(server, retries=1)
    assert isinstance(caught.value, ModelTimeout | ModelUnavailable)
    assert server.base_url in str(caught.value)
    assert len(server.requests) == 2
    assert time.monotonic() - started < 10


async def test_events_of_any_other_shape_are_overcome() -> None:
    """Ten odd events in a row, then an answer."""
    with MisbehavingServer(lambda r: "odd event" if r.number < 10 else None) as server:
        assert await complete(server, retries=12) == "agreed"
    assert len(server.requests) == 11


async def test_an_overflow_is_said_at_once() -> None:
    """What is too long now is too long the next time: no retry."""
    with MisbehavingServer(lambda request: "overflow") as server, pytest.raises(ContextOverflow):
        await complete(server)
    assert len(server.requests) == 1


async def test_a_refused_key_is_said_at_once_without_showing_it() -> None:
    """An authentication error is not retried, and the server's words about the key are left out."""

    class Strict(MisbehavingServer):
        async def _respond(self, request: Request, writer: asyncio.StreamWriter) -> bool:
            return await self._status(writer, 401, "Incorrect API key: sk-secret")

    refused = pytest.raises(ModelUnavailable, match="COMMUNIQUE_API_KEY")
    with Strict() as server, refused as caught:
        await complete(server)
    assert "sk-secret" not in str(caught.value)
    assert len(server.requests) == 1


async def test_nothing_listening_is_a_clear_error() -> None:
    """A server that is not there is reported with its address."""
    with MisbehavingServer() as server:
        server.die()
        with pytest.raises(ModelUnavailable, match=r"127\.0\.0\.1"):
            await complete(server, retries=1)


async def test_a_server_asking_for_a_long_wait_is_not_waited_for() -> None:
    """A Retry-After beyond the longest wait is handed on instead of slept through."""

    class Busy(MisbehavingServer):
        async def _429(self, writer: asyncio.StreamWriter, request: Request) -> bool:
            return await self._status(writer, 429, "Rate limit", "retry-after: 3600")

    started = time.monotonic()
    with Busy(lambda request: "429") as server, pytest.raises(ModelUnavailable) as caught:
        await complete(server)
    assert caught.value.retry_after == 3600
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "option", ["response_format", "logprobs", "stream_options", "seed", "temperature"]
)
async def test_an_option_the_server_does_not_know_is_left_out(option: str) -> None:
    """A 400 that names an option makes the call without it, and the next calls too."""
    with MisbehavingServer(refuse=frozenset({option})) as server:
        model = model_of(server)
        assert (await model.complete(call("denied"))).text == "denied"
        assert (await model.complete(call("claimed", 1))).text == "claimed"
        await model.close()
    assert len(server.requests) == 3
    assert option not in server.requests[-1].body


async def test_the_name_of_the_token_limit_is_found_out() -> None:
    """A server that refuses max_tokens gets max_completion_tokens."""
    with MisbehavingServer(refuse=frozenset({"max_tokens"})) as server:
        assert await complete(server) == "agreed"
    assert "max_completion_tokens" in server.requests[-1].body


async def test_a_vague_bad_request_drops_the_enforced_form() -> None:
    """Without enforcement the message itself states the choices."""
    with MisbehavingServer(refuse=frozenset({"response_format"}), vague=True) as server:
        assert await complete(server) == "agreed"
    assert "agreed | claimed | denied" in server.requests[-1].last


async def test_many_calls_find_out_together() -> None:
    """Calls that are refused at the same time all get their answers."""
    with MisbehavingServer(refuse=frozenset({"response_format", "logprobs"})) as server:
        model = model_of(server)
        results = await asyncio.gather(*(model.complete(call("denied", n)) for n in range(12)))
        await model.close()
    assert {result.text for result in results} == {"denied"}


async def test_one_refused_call_costs_the_others_no_enforcement() -> None:
    """A call that is refused with and without its form says nothing about the form."""

    class Picky(MisbehavingServer):
        async def _overflow(self, writer: asyncio.StreamWriter, request: Request) -> bool:
            return await self._status(writer, 400, "Bad request")

    with Picky(lambda request: "overflow" if "Item 1:" in request.last else None) as server:
        model = model_of(server)
        with pytest.raises(ModelUnavailable, match="refused with status 400"):
            await model.complete(call("denied", 1))
        assert (await model.complete(call("claimed", 2))).text == "claimed"
        await model.close()
    assert "response_format" in server.requests[-1].body


async def test_cancelling_closes_the_connection() -> None:
    """A cancelled call ends within a second on the server too."""
    with MisbehavingServer(lambda request: "slow drip") as server:
        model = model_of(server)
        task = asyncio.create_task(model.complete(call()))
        while not server.running:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        until = time.monotonic() + 1
        while server.running and time.monotonic() < until:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert server.running == 0
        await model.close()


async def test_too_many_requests_halve_the_calls_at_a_time() -> None:
    """The server never sees more calls at a time than allowed, and fewer after a 429."""
    with MisbehavingServer(lambda r: "429" if r.number in range(8, 16) else None) as server:
        model = model_of(server, concurrency=8)
        results = await asyncio.gather(*(model.complete(call("denied", n)) for n in range(60)))
        await model.close()
    assert {result.text for result in results} == {"denied"}
    assert server.most_running <= 8


async def test_usage_is_what_the_server_reports() -> None:
    """Cached prompt tokens stand apart."""
    with MisbehavingServer() as server:
        model = model_of(server)
        usage = (await model.complete(call())).usage
        await model.close()
    assert (usage.prompt, usage.cached, usage.completion) == (100, 80, 5)


def chance(key: str) -> float:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) / 2**32


@pytest.mark.slow
@pytest.mark.timeout(290)
async def test_two_thousand_questions_survive_every_fault() -> None:
    """Each of 2,000 questions ends in the right answer or in a rejection that says why.

    One request in four meets a fault; some questions meet theirs every time; and in the middle
    the server dies for a second and comes back.
    """
    lasting = ("wrong choice", "refusal", "overflow", "truncated json", "wrong schema", "empty")

    def plan(request: Request) -> str | None:
        item = request.last if "right=" in request.last else request.body["messages"][-3]["content"]
        if chance("lasting" + item) < 0.02:
            return lasting[int(chance("which" + item) * len(lasting))]
        key = f"{item}{request.attempt}{len(request.body['messages'])}"
        if chance("fault" + key) < 0.25:
            return FAULTS[int(chance("kind" + key) * len(FAULTS))]
        return None

    prompts = prompts_of("labels", variables=("sentence", "right"), choices=LABELS)
    questions = [
        Question(
            "labels",
            f"a{number % 7}",
            f"s{number}",
            {"sentence": f"Item {number}.", "right": f"right={LABELS[number % 3]}"},
            LABELS,
        )
        for number in range(2000)
    ]
    right = {f"s{number}": LABELS[number % 3] for number in range(2000)}
    with MisbehavingServer(plan) as server:
        model = model_of(server, concurrency=64)
        asker = Asker(model, prompts, {}, MemoryCalls())

        async def outage() -> None:
            while len(server.requests) < 1000:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
            await asyncio.to_thread(server.die)
            await asyncio.sleep(0.5)
            await asyncio.to_thread(server.come_back)

        async with asyncio.timeout(240):
            trouble = asyncio.create_task(outage())
            asked = await asker.ask(questions)
            await trouble
        await model.close()

    assert sorted(answer.item for answer in asked.answers) == sorted(right)
    failed = {answer.item for answer in asked.answers if answer.choice is None}
    assert all(a.choice == right[a.item] for a in asked.answers if a.choice is not None)
    assert {r.what.removeprefix("labels ") for r in asked.rejections} == failed
    assert all(": " in rejection.reason for rejection in asked.rejections)
    assert set(FAULTS) <= set(server.faults), "every fault was met"
    assert len(failed) < 300, f"{len(failed)} of 2,000 failed"
