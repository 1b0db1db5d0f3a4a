"""What is asked of a model, what comes back, and what a model is to the rest of the service."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from service.models.profiles import Profile
from service.records import Message, TokenCounts

NO_TOKENS = TokenCounts()


@dataclass(frozen=True, slots=True)
class Choices:
    """The answer is one of these, and nothing else."""

    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Several closed questions in one call: each item's name and its choices.

    The answer is a JSON object that gives every item one of its choices.
    """

    items: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """The answer is a JSON object that this JSON Schema accepts."""

    schema: Mapping[str, Any]
    name: str = "answer"


@dataclass(frozen=True, slots=True)
class Free:
    """The answer is prose."""


AnswerKind = Choices | Batch | Schema | Free


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a model, and everything that determines its answer.

    max_tokens: the longest answer, in the model's tokens.
    seed: for sampling above temperature 0; servers that know no seed ignore it.
    """

    messages: tuple[Message, ...]
    answer: AnswerKind = field(default_factory=Free)
    max_tokens: int = 256
    temperature: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Completion:
    """A model's answer, already in its bare form: the choice itself, the JSON text, the prose.

    usage: the server's own counts.
    confidences: for `Choices` one probability, for `Batch` one an item, in the order asked: how
        much the model preferred its choice over the other choices. Empty when the server reports
        no log-probabilities.
    model: name of the model that answered; "" means the one that was asked.
    """

    text: str
    usage: TokenCounts = NO_TOKENS
    confidences: tuple[float, ...] = ()
    model: str = ""

    @property
    def confidence(self) -> float | None:
        """The probability of the only choice, or None."""
        return self.confidences[0] if len(self.confidences) == 1 else None


class Model(Protocol):
    """Anything that completes calls."""

    @property
    def name(self) -> str:
        """As a user would set it: "embedded:1.5b", "gpt-4o-mini"."""
        ...

    @property
    def identity(self) -> str:
        """What answers depend on besides the call: name, and weights or endpoint."""
        ...

    @property
    def profile(self) -> Profile: ...

    async def complete(self, call: Call) -> Completion:
        """Answer the call. Cancelling the task stops the model's work.

        The answer is inside the call's `answer` wherever the server enforces it; it is not
        checked here: see `answers.check`.
        Raises: a ModelError that says what to do, after the retries that make sense.
        """
        ...

    async def close(self) -> None:
        """Give back connections and memory. Calling it twice is harmless."""
        ...


def batch_schema(batch: Batch) -> dict[str, Any]:
    """The JSON Schema that gives every item one of its choices, in the order asked."""
    return object_schema(
        {name: {"type": "string", "enum": list(choices)} for name, choices in batch.items}
    )


def object_schema(properties: Mapping[str, Any]) -> dict[str, Any]:
    """An object with exactly these properties, all required: what "strict" servers accept."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def as_json(answer: AnswerKind) -> Any:
    """The answer kind as plain JSON, the same for equal kinds: part of a call's digest."""
    match answer:
        case Choices(choices):
            return {"choices": list(choices)}
        case Batch(items):
            return {"batch": [[name, list(choices)] for name, choices in items]}
        case Schema(schema, name):
            plain = cast("dict[str, Any]", json.loads(json.dumps(schema, default=dict)))
            return {"schema": plain, "name": name}
        case Free():
            return "free"
