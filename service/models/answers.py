"""Checks what a model answered against what it was asked; nothing outside gets through."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, cast

from service.errors import BadAnswer
from service.models.calls import AnswerKind, Batch, Choices, Free, Schema, batch_schema

_FENCE = re.compile(r"\A\s*```[a-zA-Z]*\n(.*?)\n?```\s*\Z", re.DOTALL)


def check_choice(choices: tuple[str, ...], text: str) -> str:
    """The choice that the text is. Raises: BadAnswer.

    Blanks, letter case, quotation marks and a final full stop around it are forgiven, as long as
    only one choice fits: they are how chat models write a label where nothing enforces it.
    """
    if text in choices:
        return text
    bare = _bare(text)
    fitting = [choice for choice in choices if _bare(choice) == bare]
    if len(fitting) == 1:
        return fitting[0]
    shown = ", ".join(choices[:20]) + (", …" if len(choices) > 20 else "")
    raise BadAnswer(f"answer with one of these and nothing else: {shown}")


def check_batch(batch: Batch, text: str) -> tuple[str, ...]:
    """Each item's choice, in the order asked. Raises: BadAnswer."""
    content = check_schema(batch_schema(batch), text)
    return tuple(str(content[name]) for name, _ in batch.items)


def check_schema(schema: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The JSON object that the text is. Raises: BadAnswer naming the first thing wrong."""
    fenced = _FENCE.match(text)
    try:
        content: object = json.loads(fenced[1] if fenced else text)
    except (ValueError, RecursionError) as error:
        raise BadAnswer(f"answer with one JSON object and nothing else ({error})") from error
    if not isinstance(content, dict):
        raise BadAnswer("answer with one JSON object and nothing else")
    problem = _problem(schema, cast("dict[str, Any]", content))
    if problem is not None:
        raise BadAnswer(f"the JSON object is wrong at {problem}")
    return cast("dict[str, Any]", content)


def check(answer: AnswerKind, text: str) -> None:
    """Raise BadAnswer unless the text is an answer of this kind."""
    match answer:
        case Choices(choices):
            check_choice(choices, text)
        case Batch():
            check_batch(answer, text)
        case Schema(schema):
            check_schema(schema, text)
        case Free():
            if not text.strip():
                raise BadAnswer("the answer is empty")


def _problem(schema: Mapping[str, Any], content: object) -> str | None:
    """Where and how the content breaks the schema, in a line; None when it doesn't."""
    # Imported here: it takes as long as all of the service's own modules.
    import jsonschema.validators

    # jsonschema's own types are partly unknown to a strict checker.
    validator: Any = jsonschema.validators.Draft202012Validator(dict(schema))
    errors: list[Any] = sorted(validator.iter_errors(content), key=lambda error: str(error.path))
    worst = errors[0] if errors else None
    return None if worst is None else f"{worst.json_path}: {str(worst.message)[:300]}"


def _bare(text: str) -> str:
    return text.strip().strip("\"'“”‘’`*.").strip().casefold()
