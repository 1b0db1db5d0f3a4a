"""Other providers are reached through LangChain's own classes for them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from langchain_core.runnables import RunnableLambda

from service.errors import ModelUnavailable
from service.models import Call, Choices, Free, Profile
from service.models import chat as chat_module
from service.models.chat import ChatModel
from service.models.requests import Endpoint
from service.models.retries import Backoff
from service.records import Message, TokenCounts

pytestmark = pytest.mark.anyio

CALL = Call((Message("user", "Does it rain?"),), Choices(("yes", "no")), 4)
USAGE = {
    "input_tokens": 50,
    "output_tokens": 3,
    "total_tokens": 53,
    "input_token_details": {"cache_read": 20},
}


class Provider(GenericFakeChatModel):
    """Answers with the next message; has structured output unless told otherwise."""

    temperature: float = 1.0
    max_tokens: int = 1000
    structured: bool = True
    trouble: Any = None

    def with_structured_output(self, schema: Any, **options: Any) -> Any:
        if not self.structured:
            raise NotImplementedError  # as LangChain's own base class does

        def answer(messages: Any) -> dict[str, Any]:
            if self.trouble is not None:
                raise self.trouble
            assert self.temperature == 0.0
            assert schema["properties"]["answer"]["enum"] == ["yes", "no"]
            return {"raw": next(self.messages), "parsed": {"answer": "no"}, "parsing_error": None}

        return RunnableLambda(answer)


def model(monkeypatch: pytest.MonkeyPatch, provider: Provider) -> ChatModel:
    monkeypatch.setattr(chat_module, "_other_client", lambda endpoint: provider)
    return ChatModel(
        "acme:one",
        "acme:one",
        Profile(shape="chunk", context_tokens=8192),
        lambda: Endpoint("acme:one", "other"),
        backoff=Backoff(retries=1, first_seconds=0.01),
    )


def saying(*texts: str) -> AsyncIterator[Any]:
    return iter([AIMessage(text, usage_metadata=USAGE) for text in texts])  # type: ignore[return-value]


async def test_its_own_structured_output_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the tokens that it reports."""
    answer = await model(monkeypatch, Provider(messages=saying(""))).complete(CALL)
    assert (answer.text, answer.usage) == ("no", TokenCounts(50, 20, 3))


async def test_without_structured_output_the_message_states_the_choices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And the answer is checked afterwards, as always."""
    provider = Provider(messages=saying("yes"), structured=False)
    assert (await model(monkeypatch, provider).complete(CALL)).text == "yes"


async def test_prose_is_streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Piece by piece, joined again."""
    provider = Provider(messages=saying("It rains in Saltmarsh."))
    prose = Call(CALL.messages, Free(), 40)
    assert (await model(monkeypatch, provider).complete(prose)).text == "It rains in Saltmarsh."


async def test_an_error_of_its_own_is_a_clear_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Named, after the retries."""
    provider = Provider(messages=saying(), trouble=LookupError("no such region"))
    with pytest.raises(ModelUnavailable, match=r"LookupError: no such region \(2 tries\)"):
        await model(monkeypatch, provider).complete(CALL)
