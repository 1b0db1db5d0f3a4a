"""Exit codes, by who must act. docs/command-line.md lists them."""

from __future__ import annotations

from service.errors import (
    Cancelled,
    CommuniqueError,
    ModelError,
    PromptError,
    RequestError,
    StorageError,
    TimeLimit,
)

OK = 0
FAILED = 1
"""Something nobody foresaw, or a check that found a fault."""
USAGE = 2
"""The command line itself is wrong."""
INPUT = 3
"""An article, an option or a name is wrong: change it."""
MODEL = 4
"""The model can't be loaded or reached, or does not answer."""
PROMPT = 5
"""A prompt file is wrong."""
STORAGE = 6
"""The database or the disk can't be used."""
TIME = 7
"""A time limit was reached, or the work was called off."""
INTERRUPTED = 130
"""Ctrl-C."""
BROKEN_PIPE = 141
"""Whoever read the output stopped reading."""

_BY_CLASS: tuple[tuple[type[CommuniqueError], int], ...] = (
    (RequestError, INPUT),
    (ModelError, MODEL),
    (PromptError, PROMPT),
    (StorageError, STORAGE),
    (TimeLimit, TIME),
    (Cancelled, TIME),
)


def code_of(error: CommuniqueError) -> int:
    """The exit code that tells of an error."""
    return next((code for kind, code in _BY_CLASS if isinstance(error, kind)), FAILED)
