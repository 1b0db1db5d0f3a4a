"""`communique prompts`: the versions of each prompt, and what differs between two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from service.cli import outputs
from service.errors import UnknownName

if TYPE_CHECKING:
    from pathlib import Path

    from service.prompts import Prompt

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="List, show and compare prompt versions.",
)

Named = Annotated[
    str, typer.Argument(metavar="TASK[/VERSION]", help="Without a version, the current one.")
]


@app.command("list")
def list_prompts() -> None:
    """List every version of every prompt. The current ones have a star."""
    from service import prompts

    loaded = prompts.load()
    rows = [
        (
            "*" if loaded.current[prompt.task] == prompt.version else " ",
            f"{prompt.task}/{prompt.version}",
            prompt.date.isoformat(),
            prompt.digest[:12],
            prompt.why,
        )
        for prompt in loaded
    ]
    outputs.write(outputs.table(rows))


@app.command()
def show(prompt: Named) -> None:
    """Show a prompt's file.

    \b
    Example:
      communique prompts show statements/v1
    """
    _, path = _found(prompt)
    outputs.write(path.read_text("utf-8"))


@app.command()
def diff(earlier: Named, later: Named) -> None:
    """Show what differs between two versions, as a unified diff.

    \b
    Example:
      communique prompts diff statements/v1 statements/v2
    """
    import difflib

    sides = [(str(label), path.read_text("utf-8")) for label, path in map(_found, (earlier, later))]
    (one, before), (other, after) = sides
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), one, other
    )
    outputs.write("".join(lines))


def _found(name: str) -> tuple[str, Path]:
    """A prompt's "task/version" and its file. Raises: UnknownName."""
    from service import prompts

    task, _, version = name.partition("/")
    prompt: Prompt = prompts.load().get(task, version or None)
    path = prompts.default_folder() / prompt.task / f"{prompt.version}.md"
    if not path.is_file():
        raise UnknownName(f"{prompt.task}/{prompt.version} has no file at {path}.")
    return f"{prompt.task}/{prompt.version}", path
