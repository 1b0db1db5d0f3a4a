"""A second model for when the first one fails."""

from __future__ import annotations

from service.errors import ModelTimeout, ModelUnavailable
from service.models.calls import Call, Completion, Model
from service.models.profiles import Profile


class FallbackModel:
    """Asks the first model; when that is down, the second, and says in the answer who it was."""

    def __init__(self, first: Model, second: Model) -> None:
        self._first = first
        self._second = second

    @property
    def name(self) -> str:
        return self._first.name

    @property
    def identity(self) -> str:
        return f"{self._first.identity} else {self._second.identity}"

    @property
    def profile(self) -> Profile:
        return self._first.profile

    async def complete(self, call: Call) -> Completion:
        """Raises: the first model's error when the second one fails too."""
        try:
            return await self._first.complete(call)
        except (ModelUnavailable, ModelTimeout) as error:
            try:
                return await self._second.complete(call)
            except (ModelUnavailable, ModelTimeout):
                raise error from None

    async def close(self) -> None:
        await self._first.close()
        await self._second.close()
