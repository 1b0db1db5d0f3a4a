"""Where words go: data to stdout, all else to stderr, progress only to a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer

from service.cli import exits
from service.errors import RequestError
from service.records import Progress

_STAGES = {
    "read": "Reading the articles",
    "ask": "Asking the model",
    "merge": "Comparing the articles",
    "brief": "Wording the brief",
}


class Unwritable(RequestError):
    """The output can't be written where it should go."""


def write(text: str) -> None:
    """Data to stdout, as UTF-8 whatever the locale is."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _leave_pipe()


def write_file(path: Path, text: str) -> None:
    """Data to a file, whole or not at all. Raises: Unwritable."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(text.encode("utf-8", "replace"))
        partial.replace(path)
    except OSError as error:
        raise Unwritable(f"{path} can't be written: {error.strerror or error}.") from error


def say(text: str) -> None:
    """A line for the person, to stderr."""
    typer.echo(text, err=True)


def complain(text: str) -> None:
    """What went wrong, to stderr."""
    typer.echo(f"communique: {text}", err=True)


@contextmanager
def progress() -> Generator[Callable[[Progress], None]]:
    """A bar on stderr while work goes on; nothing when stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description:<24}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task("Starting", total=None)

        def report(step: Progress) -> None:
            description = _STAGES.get(step.stage, step.stage)
            bars.update(bar, description=description, completed=step.done, total=step.total or None)

        yield report


@contextmanager
def byte_progress(title: str) -> Generator[Callable[[int, int], None]]:
    """A bar on stderr for a download; without a terminal, a line every tenth."""
    if not sys.stderr.isatty():
        shown = -1

        def tell(done: int, total: int) -> None:
            nonlocal shown
            tenth = done * 10 // total if total else 0
            if tenth > shown:
                shown = tenth
                say(f"{title}: {tenth * 10} % of {total / 1e6:,.0f} MB")

        yield tell
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=Console(stderr=True)) as bars:
        bar = bars.add_task(title, total=None)

        def report(done: int, total: int) -> None:
            bars.update(bar, completed=done, total=total)

        yield report


def table(rows: list[tuple[str, ...]]) -> str:
    """Rows as aligned columns, the last one running free."""
    if not rows:
        return ""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]) - 1)]
    return "".join(
        "  ".join(
            [*(cell.ljust(w) for cell, w in zip(row, widths, strict=False)), row[-1]]
        ).rstrip()
        + "\n"
        for row in rows
    )


def _leave_pipe() -> NoReturn:
    """End quietly when the reader has had enough (`| head`)."""
    # Python would complain once more when it closes stdout at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise typer.Exit(exits.BROKEN_PIPE)
