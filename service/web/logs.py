"""Structured logs: one JSON object a line on stderr, with the request's id, and no article text.

What goes into a log is named, never dumped: no bodies, no query strings, no exception messages
(they quote what they stumbled over), no headers. tests/web/test_logs.py holds this up.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
import uuid
from collections.abc import Mapping
from types import TracebackType
from typing import Any, cast

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from service.settings import Settings

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")

# Loggers whose values are names, numbers and ids.
_TRUSTED = ("communique", "service", "uvicorn")

# Libraries that tell of every request or statement at INFO.
_CHATTY = ("httpx", "httpx2", "httpcore", "openai", "uvicorn.access", "sqlalchemy", "alembic")


def configure(settings: Settings) -> None:
    """Set up structlog, and lead the standard library's logging through it."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_words,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=True)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    handler.addFilter(without_values)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True


def without_values(record: logging.LogRecord) -> bool:
    """Keep what a library logs as it wrote it, without the values it would fill in.

    Its own words are a constant of its code; the values may be words of an article.
    """
    if not record.name.startswith(_TRUSTED) and isinstance(record.msg, str):
        record.args = ()
    if isinstance(record.msg, str) and record.msg.startswith("Traceback"):
        # uvicorn logs a failed start as one text, with the exception's message in it.
        record.msg, record.args = "the application failed to start or to stop", ()
    return True


def without_words(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """An exception as its type and the places it passed, without its message."""
    given: Any = event.pop("exc_info", None)
    failure: BaseException | None = None
    if isinstance(given, BaseException):
        failure = given
    elif isinstance(given, tuple):
        failure = cast("tuple[Any, BaseException | None, Any]", given)[1]
    elif given:
        failure = sys.exc_info()[1]
    if failure is not None:
        kind = type(failure)
        event["error"] = f"{kind.__module__}.{kind.__qualname__}"
        event["places"] = places(failure.__traceback__)
    event.pop("exc_text", None)
    event.pop("stack_info", None)
    return event


def places(trace: TracebackType | None) -> list[str]:
    """Where an exception passed, innermost last: "file:line function"."""
    return [
        f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)[-12:]
    ]


def request_id(headers: Mapping[str, str]) -> str:
    """The client's own id if it is short and plain, else a new one."""
    sent = headers.get("x-request-id", "")
    return sent if _REQUEST_ID.match(sent) else uuid.uuid4().hex


def bind(**values: str) -> None:
    """Add to every line that this request logs from here on."""
    structlog.contextvars.bind_contextvars(**values)


def unbind() -> None:
    structlog.contextvars.clear_contextvars()


def log(event: str, *, level: str = "info", **values: Any) -> None:
    """Write one line. Values: names, numbers and ids, never words of an article."""
    logger: Any = structlog.get_logger("communique")
    getattr(logger, level)(event, **values)
