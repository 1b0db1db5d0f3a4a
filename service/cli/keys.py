"""`communique keys`: who may use the service."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli import options, outputs

if TYPE_CHECKING:
    from service.storage import Storage

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="API keys. From the first one on, the service lets in only requests with a key.",
)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Who it is for; shown in lists.")],
    requests_per_minute: Annotated[
        int | None, typer.Option(min=1, help="Limit of requests a minute.")
    ] = None,
    tokens_per_day: Annotated[
        int | None, typer.Option(min=1, help="Limit of model tokens a day (UTC).")
    ] = None,
    database_url: options.DatabaseUrl = None,
    data_dir: options.DataDir = None,
) -> None:
    """Make a key. It is shown once, on stdout; only its digest is kept.

    \b
    Example:
      communique keys add newsroom --requests-per-minute 60 --tokens-per-day 2000000
    """
    with _storage(database_url, data_dir) as storage:
        kept, secret = storage.keys.create(
            name, requests_per_minute=requests_per_minute, tokens_per_day=tokens_per_day
        )
    outputs.write(f"{secret}\n")
    outputs.say(f"Key {kept.id} for {name}. Keep it now: it can't be shown again.")


@app.command("list")
def list_keys(database_url: options.DatabaseUrl = None, data_dir: options.DataDir = None) -> None:
    """List the keys: id, name, limits, tokens used today, since when, until when."""
    with _storage(database_url, data_dir) as storage:
        rows = [
            (
                key.id,
                f"{key.requests_per_minute or '-'}/min",
                f"{storage.keys.spent(key.id):,} of {key.tokens_per_day or '-'} tokens",
                f"{key.created_at:%Y-%m-%d}",
                f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "valid",
                key.name,
            )
            for key in storage.keys.all()
        ]
    outputs.write(outputs.table(rows))
    if not rows:
        outputs.say("There are no keys: the service asks for none.")


@app.command()
def revoke(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="As `keys list` shows it.")],
    database_url: options.DatabaseUrl = None,
    data_dir: options.DataDir = None,
) -> None:
    """Revoke a key: from now on it opens nothing. Keys are still asked for."""
    with _storage(database_url, data_dir) as storage:
        storage.keys.revoke(identifier)
    outputs.say(f"Key {identifier} is revoked.")


@contextmanager
def _storage(database_url: str | None, data_dir: object) -> Generator[Storage]:
    from service.storage import open_storage

    settings = options.settings_of(database_url=database_url, data_dir=data_dir)
    storage = open_storage(settings.resolved_database_url())
    try:
        yield storage
    finally:
        storage.close()
