"""The door to language models: the embedded one, and any that an endpoint serves.

`open_model` gives the model that the settings name; `Call` and `Completion` are what it is asked
and what it answers. Which libraries do the work is nobody else's business.
"""

from service.models.calls import (
    AnswerKind,
    Batch,
    Call,
    Choices,
    Completion,
    Free,
    Model,
    Schema,
)
from service.models.opening import open_model
from service.models.profiles import Prices, Profile

__all__ = [
    "AnswerKind",
    "Batch",
    "Call",
    "Choices",
    "Completion",
    "Free",
    "Model",
    "Prices",
    "Profile",
    "Schema",
    "open_model",
]
