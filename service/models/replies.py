"""Reads what a server answered: the bare answer, the token counts, and how sure the model was."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from service.models.calls import AnswerKind, Batch, Choices, Completion, Free, Schema
from service.models.confidences import Token, choice_confidence
from service.records import TokenCounts


@dataclass(slots=True)
class Pieces:
    """An answer as it comes in."""

    text: str = ""
    tokens: list[Token] = field(default_factory=list[Token])
    counts: TokenCounts = field(default_factory=TokenCounts)
    finish: str | None = None

    def add(self, piece: Any) -> None:
        """Add one message, or one chunk of a message, of LangChain's."""
        # Some providers give content as a list of blocks; `text` joins those that are text.
        self.text += piece.content if isinstance(piece.content, str) else str(piece.text)
        about = cast("dict[str, Any]", piece.response_metadata or {})
        self.finish = about.get("finish_reason") or about.get("stop_reason") or self.finish
        logprobs = cast("dict[str, Any]", about.get("logprobs") or {})
        for entry in cast("list[dict[str, Any]]", logprobs.get("content") or []):
            tops = cast("list[dict[str, Any]]", entry.get("top_logprobs") or [])
            alternatives = {str(top["token"]): float(top["logprob"]) for top in tops}
            self.tokens.append(Token(str(entry["token"]), float(entry["logprob"]), alternatives))
        usage = cast("dict[str, Any]", piece.usage_metadata or {})
        details = cast("dict[str, Any]", usage.get("input_token_details") or {})
        self.counts += TokenCounts(
            prompt=usage.get("input_tokens") or 0,
            cached=details.get("cache_read") or 0,
            completion=usage.get("output_tokens") or 0,
        )


def completion(pieces: Pieces, answer: AnswerKind, name: str) -> Completion:
    """The answer in its bare form, with how sure the model was of each choice."""
    text, confidences = pieces.text, ()
    match answer:
        case Choices(choices):
            text = _unwrapped(pieces.text)
            confidences = _confidences(pieces, [(text, choices)])
        case Batch(items):
            confidences = _batch_confidences(pieces, items)
        case Schema() | Free():
            pass
    return Completion(text, pieces.counts, confidences, name)


def _unwrapped(text: str) -> str:
    """The choice inside `{"answer": …}`; the text itself when it is no such object."""
    try:
        content: object = json.loads(text)
    except ValueError:
        return text
    if isinstance(content, dict):
        answer = cast("dict[str, object]", content).get("answer")
        if isinstance(answer, str):
            return answer
    return text


def _batch_confidences(
    pieces: Pieces, items: Sequence[tuple[str, Sequence[str]]]
) -> tuple[float, ...]:
    try:
        content: object = json.loads(pieces.text)
    except ValueError:
        return ()
    if not isinstance(content, dict):
        return ()
    given = cast("dict[str, object]", content)
    return _confidences(pieces, [(str(given.get(name)), choices) for name, choices in items])


def _confidences(pieces: Pieces, chosen: Sequence[tuple[str, Sequence[str]]]) -> tuple[float, ...]:
    """One probability for each choice, found one after another in the answer; or none at all."""
    text = "".join(token.text for token in pieces.tokens)
    found: list[float] = []
    position = 0
    for choice, choices in chosen:
        spelled = json.dumps(choice, ensure_ascii=False)[1:-1]
        start = text.find(spelled, position)
        if start < 0 or choice not in choices:
            return ()
        # A batch's values stand behind their keys, and a key may look like a choice.
        if len(chosen) > 1 or text.startswith("{"):
            start = text.find(f'"{spelled}"', text.find(":", position)) + 1
            if start <= 0:
                return ()
        share = choice_confidence(pieces.tokens, start, choice, choices)
        if share is None:
            return ()
        found.append(share)
        position = start + len(spelled)
    return tuple(found)
