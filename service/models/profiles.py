"""What each model is good for: the shape of asking, the tasks, and how much it reads at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Shape = Literal["questions", "chunk"]


@dataclass(frozen=True, slots=True)
class Prices:
    """US dollars for a million tokens. `cached_prompt` is for those in the prefix cache."""

    prompt: float
    cached_prompt: float
    completion: float


@dataclass(frozen=True, slots=True)
class Profile:
    """How to ask a model.

    shape: "questions" puts one closed question (or a few) in a call; "chunk" a whole chunk.
    asks: the tasks it is measured to do better than rules; None for every task.
    context_tokens: prompt and answer together, in the model's own tokens.
    items_per_call: fewer items in one call than the prompt allows, by task.
    concurrency: calls at a time, at most.
    prices: what its tokens cost, None when unknown.
    """

    shape: Shape
    context_tokens: int
    asks: frozenset[str] | None = None
    items_per_call: Mapping[str, int] = field(default_factory=dict[str, int])
    concurrency: int = 8
    prices: Prices | None = None

    def takes(self, task: str) -> bool:
        """Whether questions of this task go to the model at all."""
        return self.asks is None or task in self.asks
