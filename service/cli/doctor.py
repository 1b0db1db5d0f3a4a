"""`communique doctor`: what this machine has, what it lacks, and what to do about it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli import exits, options, outputs
from service.errors import CommuniqueError

if TYPE_CHECKING:
    from service.settings import Settings

_WANTED_BYTES = 2_000_000_000
# After so long without a sign of life a worker counts as dead, as in jobs/timings.py.
_SILENCE_SECONDS = 12.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. good: None when it is only worth knowing."""

    name: str
    good: bool | None
    detail: str


@options.shared
def doctor(
    shared: options.Shared,
    *,
    skip_model: Annotated[
        bool, typer.Option("--skip-model", help="Don't load the model and ask it.")
    ] = False,
) -> None:
    """Check Python, disk, prompts, language, database, weights, and that the model answers.

    Ends with 1 when something is wrong; each line says what to do.
    """
    settings = options.settings_of(**shared)
    failed = False
    for finding in findings(settings, skip_model=skip_model):
        mark = {True: "ok  ", False: "FAIL", None: "note"}[finding.good]
        outputs.write(f"{mark}  {finding.name:<10} {finding.detail}\n")
        failed = failed or finding.good is False
    if failed:
        raise typer.Exit(exits.FAILED)


def findings(settings: Settings, *, skip_model: bool) -> Iterator[Finding]:
    """All checks, one after the other; one that fails does not stop the rest."""
    checks: list[tuple[str, Callable[[Settings], str]]] = [
        ("python", _python),
        ("disk", _disk),
        ("prompts", _prompts),
        ("language", _language),
        ("database", _database),
        ("weights", _weights),
    ]
    if not skip_model:
        checks.append(("model", _model))
    for name, check in checks:
        try:
            yield Finding(name, good=True, detail=check(settings))
        except CommuniqueError as error:
            yield Finding(name, good=False, detail=str(error))
        except Exception as error:  # noqa: BLE001 - a doctor reports what it meets
            yield Finding(name, good=False, detail=f"{type(error).__name__}: {error}")
    yield Finding("address", None, _address(settings))


class Lacking(CommuniqueError):
    """Something that the service needs is not there."""


def _python(_: Settings) -> str:
    import platform

    from service import __version__

    return f"Python {platform.python_version()}, communique {__version__}, {sys.executable}"


def _disk(settings: Settings) -> str:
    import shutil

    folder = settings.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < _WANTED_BYTES // 10:
        raise Lacking(f"only {free / 1e6:,.0f} MB free at {folder}; make room")
    return f"{free / 1e9:,.1f} GB free at {folder}"


def _prompts(settings: Settings) -> str:
    from service import prompts

    loaded = prompts.load()
    for task, version in settings.prompt_versions().items():
        loaded.get(task, version)
    return ", ".join(f"{task}/{version}" for task, version in loaded.current.items())


def _language(_: Settings) -> str:
    from service import language

    language.load()
    return "spaCy's English model loads"


def _database(settings: Settings) -> str:
    """Looks, and changes nothing: an upgrade is for those who have made a copy."""
    from service import storage

    url = settings.resolved_database_url()
    kind = url.partition(":")[0].partition("+")[0]
    found = storage.current(url)
    if found is None:
        return f"{kind}, not there yet: made by the first command that needs it"
    if found != storage.head():
        return (
            f"{kind}, revision {found}; the next start takes it to {storage.head()}: copy it first"
        )
    opened = storage.open_storage(url)
    try:
        keys = len(opened.keys.all())
        workers = opened.summaries.workers(_SILENCE_SECONDS)
    finally:
        opened.close()
    working = "" if workers is None else f", {workers} workers live"
    if workers == 0:
        working += " (start `communique worker`)"
    return f"{kind}, revision {found}, {keys} API keys{working}"


def _weights(settings: Settings) -> str:
    if not settings.model.startswith("embedded:"):
        return f"{settings.model} needs none here"
    from service.models import catalogue, weights

    return str(weights.verified(catalogue.find(settings.model), settings.data_dir))


def _model(settings: Settings) -> str:
    import asyncio
    import time

    from service import models
    from service.web import probing

    started = time.monotonic()

    async def ask() -> None:
        model = models.open_model(settings)
        try:
            await probing.ask(model)
        finally:
            await model.close()

    asyncio.run(ask())
    return f"{settings.model} answered after {time.monotonic() - started:.1f} s"


def _address(settings: Settings) -> str:
    from service.web.doors import is_loopback

    where = f"{settings.host}:{settings.port}"
    if is_loopback(settings.host):
        return f"serves on {where}, for this machine alone"
    return f"serves on {where}, for whoever reaches it; API keys or COMMUNIQUE_ALLOW_PUBLIC needed"
