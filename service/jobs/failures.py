"""Errors on their way into the database and back: how a run ended, for those who ask later."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from service import errors
from service.errors import CommuniqueError


def known(error: BaseException) -> CommuniqueError | None:
    """The error of our tree in it, also when a task group wrapped it; None when there is none."""
    if isinstance(error, CommuniqueError):
        return error
    if isinstance(error, BaseExceptionGroup):
        group = cast("BaseExceptionGroup[BaseException]", error)
        for part in group.exceptions:
            found = known(part)
            if found is not None:
                return found
    return None


def to_record(error: BaseException) -> dict[str, Any]:
    """What is stored of an error. An unknown one's message is left out: it may quote an article."""
    failure = known(error)
    if failure is None:
        return {
            "slug": CommuniqueError.slug,
            "message": "The service failed on this request. Its log names the place, under the "
            "summary's id. Please report it.",
            "retry_after": None,
        }
    return {"slug": failure.slug, "message": str(failure), "retry_after": failure.retry_after}


def from_json(text: str) -> CommuniqueError:
    """The error as it was raised; a CommuniqueError for a slug that is no longer known."""
    stored: dict[str, Any] = json.loads(text)
    by_slug = {kind.slug: kind for kind in _tree(CommuniqueError)}
    kind = by_slug.get(stored["slug"], CommuniqueError)
    return kind(stored["message"], retry_after=stored["retry_after"])


def _tree(kind: type[CommuniqueError]) -> Iterator[type[CommuniqueError]]:
    for child in kind.__subclasses__():
        yield from _tree(child)
        yield child
    if kind is errors.CommuniqueError:
        yield kind
