"""One fake model: answers are put in a queue, or worked out by a function."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

from service.models import Batch, Call, Choices, Completion, Free, Profile, Schema
from service.prompts import Prompt, Prompts
from service.records import StoredCall, TokenCounts

Reply = str | Completion | BaseException
Responder = Callable[[Call], Reply]


class QueuedModel:
    """A model that answers from a queue, then by `respond`.

    replies: texts, Completions, or exceptions to raise; one a call, in order.
    respond: called once the queue is empty; by default the first choice of every question and
        the smallest object that the schema accepts.
    seconds: how long each answer takes.
    calls: what was asked, in order. cancelled: how many calls were cancelled while they ran.
    """

    def __init__(
        self,
        replies: Iterable[Reply] = (),
        *,
        respond: Responder | None = None,
        name: str = "fake",
        profile: Profile | None = None,
        seconds: float = 0.0,
    ) -> None:
        self.replies = deque(replies)
        self.respond = respond or first_choice
        self.name = name
        self.identity = f"fake:{name}"
        self.profile = profile or Profile(shape="questions", context_tokens=8192)
        self.seconds = seconds
        self.calls: list[Call] = []
        self.cancelled = 0
        self.closed = False

    async def complete(self, call: Call) -> Completion:
        self.calls.append(call)
        try:
            await asyncio.sleep(self.seconds)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        reply = self.replies.popleft() if self.replies else self.respond(call)
        if isinstance(reply, BaseException):
            raise reply
        if isinstance(reply, Completion):
            return reply
        prompt = sum(len(message.content.split()) for message in call.messages)
        return Completion(reply, TokenCounts(prompt, 0, len(reply.split())), (), self.name)

    async def close(self) -> None:
        self.closed = True


class MemoryCalls:
    """A CallStore that forgets when the test ends."""

    def __init__(self) -> None:
        self.stored: dict[str, StoredCall] = {}

    def get(self, digest: str) -> StoredCall | None:
        return self.stored.get(digest)

    def put(self, digest: str, call: StoredCall) -> None:
        self.stored[digest] = call


def first_choice(call: Call) -> str:
    """The first choice of each question; the smallest object for a schema; a word for prose."""
    match call.answer:
        case Choices(choices):
            return choices[0]
        case Batch(items):
            return json.dumps({name: choices[0] for name, choices in items})
        case Schema(schema):
            return json.dumps(smallest(schema))
        case Free():
            return "Words."


def smallest(schema: object) -> object:
    """The smallest value that a strict schema accepts. No prompt's schema has references."""
    assert isinstance(schema, dict)
    assert "$ref" not in schema
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return smallest(schema["anyOf"][-1])
    kind = schema.get("type")
    match kind[-1] if isinstance(kind, list) else kind:
        case "object":
            return {key: smallest(value) for key, value in schema.get("properties", {}).items()}
        case "array":
            return [smallest(schema["items"]) for _ in range(schema.get("minItems", 0))]
        case "string":
            return ""
        case "boolean":
            return False
        case "integer" | "number":
            return 0
        case _:
            return None


def prompts_of(
    task: str,
    *,
    variables: tuple[str, ...] = ("sentence",),
    choices: tuple[str, ...] = (),
    items_per_call: int = 1,
    answer: Literal["choices", "schema", "free"] = "choices",
) -> Prompts:
    """A prompt folder of one task, one version, without examples."""
    prompt = Prompt(
        task=task,
        version="v1",
        date=date(2024, 3, 8),
        why="For a test.",
        answer=answer,
        items_per_call=items_per_call,
        variables=variables,
        choices=choices,
        max_tokens=8,
        temperature=0.0,
        instructions="Choose.",
        examples=(),
        item="\n".join(f"{{{{{name}}}}}" for name in variables),
        digest=hashlib.sha256(repr((task, variables, choices)).encode()).hexdigest(),
    )
    return Prompts({task: {"v1": prompt}}, {task: "v1"})
