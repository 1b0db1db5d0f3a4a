"""Words a call for the server: its messages, and the options that hold the answer to its form."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

from service.models.calls import (
    AnswerKind,
    Batch,
    Call,
    Choices,
    Free,
    Schema,
    batch_schema,
    object_schema,
)

Dialect = Literal["openai", "compatible", "llama.cpp", "other"]
"""How a server is spoken to: OpenAI itself, a server that follows it, llama.cpp's (which also
takes grammars), or another provider through LangChain's own class for it."""

_TOP_LOGPROBS = 20


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is served.

    base_url: None for the provider's own.
    """

    model: str
    dialect: Dialect
    base_url: str | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)

    @property
    def shown(self) -> str:
        """The address without a user's name and password in it, for errors and identities."""
        if self.base_url is None:
            return "default"
        parts = urlsplit(self.base_url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))

    @property
    def is_local(self) -> bool:
        host = urlsplit(self.base_url or "").hostname or ""
        return host in {"localhost", "::1"} or re.fullmatch(r"127(\.\d+){3}", host) is not None


def options_for(endpoint: Endpoint, call: Call, refused: Set[str]) -> frozenset[str]:
    """Options of the protocol to use for this call, less those the server refused."""
    options = {"temperature", "seed", "stream_options", "max_tokens"}
    if not isinstance(call.answer, Free):
        options.add("response_format")
    if isinstance(call.answer, Choices | Batch):
        options.add("logprobs")
    if endpoint.dialect == "openai":
        options.add("max_completion_tokens")
        options.discard("max_tokens")
    if "max_tokens" in refused:
        options.add("max_completion_tokens")
    if "max_completion_tokens" in refused:
        options.add("max_tokens")
    return frozenset(options - refused)


def messages_for(call: Call, *, enforced: bool) -> list[dict[str, str]]:
    """The call's messages; where nothing enforces the answer's form, the last one states it."""
    messages = [{"role": m.role, "content": m.content} for m in call.messages]
    if not enforced:
        if isinstance(call.answer, Choices):
            rule = "Answer with one of these and nothing else: " + " | ".join(call.answer.choices)
        else:
            schema = json.dumps(schema_of(call.answer), ensure_ascii=False)
            rule = f"Answer with one JSON object that fits this schema and nothing else: {schema}"
        messages[-1]["content"] += f"\n\n{rule}"
    return messages


def schema_of(answer: AnswerKind) -> dict[str, Any]:
    match answer:
        case Choices(choices):
            return object_schema({"answer": {"type": "string", "enum": list(choices)}})
        case Batch():
            return batch_schema(answer)
        case Schema(schema):
            return dict(schema)
        case Free():
            return {}


def arguments_for(endpoint: Endpoint, call: Call, options: frozenset[str]) -> dict[str, Any]:
    """What goes into the request beside model and messages."""
    arguments: dict[str, Any] = {}
    # Fields that LangChain would rename, or send through the SDK's parsing stream, go around it.
    body: dict[str, Any] = {}
    if "temperature" in options:
        arguments["temperature"] = call.temperature
    if "seed" in options:
        arguments["seed"] = call.seed
    if "stream_options" in options:
        arguments["stream_usage"] = True
    if "logprobs" in options:
        arguments |= {"logprobs": True, "top_logprobs": _TOP_LOGPROBS}
    wrapped = isinstance(call.answer, Choices) and endpoint.dialect != "llama.cpp"
    room = call.max_tokens + (16 if wrapped else 0)
    if "max_tokens" in options:
        body["max_tokens"] = room
    elif "max_completion_tokens" in options:
        body["max_completion_tokens"] = room
    if "response_format" in options:
        if isinstance(call.answer, Choices) and not wrapped:
            body["grammar"] = grammar(call.answer.choices)
        else:
            name = call.answer.name if isinstance(call.answer, Schema) else "answer"
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": name, "strict": True, "schema": schema_of(call.answer)},
            }
    return arguments | {"extra_body": body}


def grammar(choices: Sequence[str]) -> str:
    """A GBNF grammar whose only sentences are the choices."""
    return "root ::= " + " | ".join(_literal(choice) for choice in choices)


def _literal(text: str) -> str:
    """A GBNF string: quotation marks, backslashes and control characters escaped."""
    shown = "".join(
        f"\\{char}" if char in '"\\' else f"\\x{ord(char):02x}" if ord(char) < 32 else char
        for char in text
    )
    return f'"{shown}"'
