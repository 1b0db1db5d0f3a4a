"""`communique models`: the embedded models and their weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from service.cli import exits, options, outputs

if TYPE_CHECKING:
    from service.models.catalogue import Weights
    from service.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="List, fetch and verify the language models that run in this process.",
)

Name = Annotated[
    str | None,
    typer.Argument(metavar="[NAME]", help="The model that is set, unless one is named."),
]


@app.command("list")
def list_models(data_dir: options.DataDir = None) -> None:
    """List the embedded models, and whether their weights are here."""
    from service.models import weights
    from service.models.catalogue import CATALOGUE

    settings = options.settings_of(data_dir=data_dir)
    rows = [
        (
            "*" if entry.name == settings.model else " ",
            entry.name,
            f"{entry.size_bytes / 1e9:.1f} GB",
            "here" if weights.path_of(entry, settings.data_dir).exists() else "not fetched",
            f"{entry.title} ({entry.licence})",
        )
        for entry in CATALOGUE
    ]
    outputs.write(outputs.table(rows))
    if not settings.model.startswith("embedded:"):
        outputs.say(f"Set now: {settings.model}, at {settings.base_url or 'its provider'}.")


@app.command()
def pull(name: Name = None, data_dir: options.DataDir = None) -> None:
    """Fetch a model's weights, verified by their SHA-256. Goes on where an earlier pull stopped.

    \b
    Examples:
      communique models pull
      communique models pull embedded:0.5b
    """
    from service.models import weights

    settings = options.settings_of(data_dir=data_dir)
    entry = _entry(name, settings)
    with outputs.byte_progress(entry.name) as report:
        path = weights.pull(entry, settings.data_dir, report)
    outputs.say(f"{entry.name} is at {path}.")


@app.command()
def verify(name: Name = None, data_dir: options.DataDir = None) -> None:
    """Take the SHA-256 of a model's weights again, and compare it with the publisher's."""
    from service.models import weights

    settings = options.settings_of(data_dir=data_dir)
    entry = _entry(name, settings)
    with outputs.byte_progress(entry.name) as report:
        path = weights.verified(entry, settings.data_dir, report, again=True)
    outputs.say(f"{path} is the publisher's file: SHA-256 {entry.sha256}.")


def _entry(name: str | None, settings: Settings) -> Weights:
    from service.models.catalogue import find

    wanted = name or settings.model
    if name is None and not wanted.startswith("embedded:"):
        outputs.complain(f"{wanted} is at an endpoint and has no weights here. Name a model.")
        raise typer.Exit(exits.INPUT)
    return find(wanted)
