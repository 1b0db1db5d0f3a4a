"""Whether the service's model answers: asked for real, but not more often than needed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from service.errors import CommuniqueError, ModelUnavailable
from service.models import Call, Choices, Model
from service.records import Message

# How long an answer counts, in seconds: a model that answered, and one that did not.
_GOOD_SECONDS = 60.0
_BAD_SECONDS = 5.0

# How long one look waits for the model; the asking goes on meanwhile. A model that answered before
# and takes longer now is busy with its work: only an answer or an error changes what is said of it.
_PATIENCE_SECONDS = 3.0


async def ask(model: Model) -> None:
    """Put the shortest closed question to the model. Raises: ModelError when it can't answer."""
    question = Message("user", "Is the sea salty? Answer yes or no.")
    await model.complete(Call((question,), Choices(("yes", "no")), max_tokens=4))


class ModelProbe:
    """Calling it raises ModelUnavailable while the model can't answer, or is still loading."""

    def __init__(self, open_model: Callable[[], Awaitable[Model]]) -> None:
        self._open_model = open_model
        self._asking: asyncio.Task[None] | None = None
        self._failure: CommuniqueError | None = None
        self._valid_until = -1.0
        self._answered = False

    async def __call__(self) -> None:
        if time.monotonic() >= self._valid_until:
            if self._asking is None or self._asking.done():
                self._asking = asyncio.create_task(self._ask())
            await asyncio.wait({self._asking}, timeout=_PATIENCE_SECONDS)
            if not self._asking.done() and not self._answered:
                raise ModelUnavailable("the model is still loading; look again in a few seconds")
        if self._failure is not None:
            raise self._failure

    async def close(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _ask(self) -> None:
        try:
            await ask(await self._open_model())
            self._failure = None
            self._answered = True
        except CommuniqueError as failure:
            self._failure = failure
            self._answered = False
        seconds = _GOOD_SECONDS if self._failure is None else _BAD_SECONDS
        self._valid_until = time.monotonic() + seconds
