"""`communique db`: the database's revision, and what may be forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli import options, outputs

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Upgrade, inspect, copy and prune the database.",
)


@app.command()
def upgrade(database_url: options.DatabaseUrl = None, data_dir: options.DataDir = None) -> None:
    """Bring the database to this version's revision. `serve` and `worker` do so by themselves."""
    from service import storage

    settings = options.settings_of(database_url=database_url, data_dir=data_dir)
    outputs.write(f"{storage.upgrade(settings.resolved_database_url())}\n")


@app.command()
def current(database_url: options.DatabaseUrl = None, data_dir: options.DataDir = None) -> None:
    """Show the database's revision."""
    from service import storage

    settings = options.settings_of(database_url=database_url, data_dir=data_dir)
    outputs.write(f"{storage.current(settings.resolved_database_url()) or 'none'}\n")


@app.command()
def copy(
    file: Annotated[Path, typer.Argument(help="Where to; there must be no such file yet.")],
    database_url: options.DatabaseUrl = None,
    data_dir: options.DataDir = None,
) -> None:
    """Copy a SQLite database, whole, also while the service runs. PostgreSQL has pg_dump.

    \b
    Example:
      communique db copy /backup/communique-$(date +%F).db
    """
    from service import storage

    settings = options.settings_of(database_url=database_url, data_dir=data_dir)
    storage.copy(settings.resolved_database_url(), file)
    outputs.say(f"Copied to {file}.")


@app.command()
def prune(
    summaries_days: Annotated[
        float | None,
        typer.Option(
            min=0, help="Forget summaries older than this. [COMMUNIQUE_KEEP_SUMMARIES_DAYS]"
        ),
    ] = None,
    calls_days: Annotated[
        float | None,
        typer.Option(
            min=0,
            help="Forget model calls not used for so long. [COMMUNIQUE_KEEP_CALLS_DAYS]",
        ),
    ] = None,
    database_url: options.DatabaseUrl = None,
    data_dir: options.DataDir = None,
) -> None:
    """Delete what is older than its time. Without options, by the settings.

    \b
    Example:
      communique db prune --summaries-days 90 --calls-days 30
    """
    from service import storage

    settings = options.settings_of(
        database_url=database_url,
        data_dir=data_dir,
        keep_summaries_days=summaries_days,
        keep_calls_days=calls_days,
    )
    opened = storage.open_storage(settings.resolved_database_url())
    try:
        gone = storage.prune(
            opened,
            summaries_days=settings.keep_summaries_days,
            calls_days=settings.keep_calls_days,
        )
    finally:
        opened.close()
    outputs.say(f"Forgotten: {gone.summaries} summaries, {gone.calls} model calls.")
