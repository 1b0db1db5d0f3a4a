"""Failures, by who must act.

    CommuniqueError
    ├── RequestError          the caller: change the request
    │   ├── ArticleError          an article can't be read
    │   ├── UnknownName           no such prompt version, model or summary
    │   ├── TooMuch               over a size limit
    │   ├── Busy                  the queue is full: try again after `retry_after`
    │   ├── TooFast               the API key's rate or quota is used up, until `retry_after`
    │   ├── KeyReused             an idempotency key came again with another request
    │   └── StillRunning          the summary is not finished; wait for it first
    ├── ModelError            the model's side: wait, or choose another
    │   ├── ModelUnavailable      it can't be reached or loaded (`retry_after` where it said so)
    │   ├── ModelTimeout          no answer in time
    │   ├── ContextOverflow       the question is longer than the model reads
    │   └── BadAnswer             an answer outside the choices, twice
    ├── PromptError           a prompt file is wrong: its author
    ├── StorageError          the database can't be used: whoever runs the service
    ├── TimeLimit             a job ran longer than it may: send less, or raise the limit
    └── Cancelled             nobody: the work was called off

Each message says what to do. `app.py` maps the classes to HTTP statuses, `cli.py` to exit codes;
nowhere else are they translated.
"""

from __future__ import annotations


class CommuniqueError(Exception):
    """Root of the tree. `status` is the HTTP status, `slug` the problem type's last part."""

    status = 500
    slug = "internal"

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        """retry_after: seconds after which trying again makes sense; None when unknown."""
        super().__init__(message)
        self.retry_after = retry_after


class RequestError(CommuniqueError):
    status = 422
    slug = "invalid-request"


class ArticleError(RequestError):
    slug = "unreadable-article"


class UnknownName(RequestError):
    status = 404
    slug = "unknown-name"


class TooMuch(RequestError):
    status = 413
    slug = "too-large"


class Busy(RequestError):
    status = 429
    slug = "busy"


class TooFast(RequestError):
    status = 429
    slug = "rate-limited"


class KeyReused(RequestError):
    slug = "idempotency-key-reused"


class StillRunning(RequestError):
    status = 409
    slug = "still-running"


class ModelError(CommuniqueError):
    status = 502
    slug = "model-failed"


class ModelUnavailable(ModelError):
    status = 503
    slug = "model-unavailable"


class ModelTimeout(ModelError):
    status = 504
    slug = "model-timeout"


class ContextOverflow(ModelError):
    slug = "context-overflow"


class BadAnswer(ModelError):
    slug = "bad-answer"


class PromptError(CommuniqueError):
    slug = "broken-prompt"


class StorageError(CommuniqueError):
    status = 503
    slug = "storage"


class TimeLimit(CommuniqueError):
    status = 504
    slug = "time-limit"


class Cancelled(CommuniqueError):
    status = 409
    slug = "cancelled"
