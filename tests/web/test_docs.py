"""The pages of docs/ that describe the interfaces leave nothing out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from service import errors
from service.cli import exits
from service.cli.app import app
from service.jobs import Load
from service.representations import FORMATS
from service.settings import Settings
from service.web import create_app, problems
from service.web.metrics import Metrics

DOCS = Path(__file__).parents[2] / "docs"
HTTP = (DOCS / "http.md").read_text("utf-8")
SETTINGS = (DOCS / "settings.md").read_text("utf-8")
COMMANDS = (DOCS / "command-line.md").read_text("utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_settings(name: str) -> None:
    """Every setting has its row, and every row a setting."""
    assert f"| `COMMUNIQUE_{name.upper()}` |" in SETTINGS


def test_no_setting_is_made_up() -> None:
    """No page names a setting that there isn't."""
    known = {f"COMMUNIQUE_{name.upper()}" for name in Settings.model_fields}
    for page in (HTTP, SETTINGS, COMMANDS, (DOCS / "threat-model.md").read_text("utf-8")):
        assert set(re.findall(r"COMMUNIQUE_[A-Z_]+[A-Z]", page)) <= known


def test_defaults() -> None:
    """The defaults on the page are the code's."""
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, int | float) and not isinstance(field.default, bool):
            assert (
                f"| `COMMUNIQUE_{name.upper()}` | `{field.default:g}` |".replace(
                    "e+06`", "000000`"
                ).replace("2e+07", "20000000")
                in SETTINGS
            )


def test_errors() -> None:
    """Every error class stands in the table, with its problem and status."""
    kinds = [*vars(errors).values(), *vars(problems).values()]
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, errors.CommuniqueError):
            row = re.search(
                rf"^\| `{kind.slug}` \| {kind.status} \|.*`{kind.__name__}`", HTTP, re.M
            )
            assert row, kind.__name__


def test_exit_codes() -> None:
    """Every exit code stands in the table with its name."""
    codes = {name: value for name, value in vars(exits).items() if name.isupper()}
    codes = {name: value for name, value in codes.items() if isinstance(value, int)}
    for name, value in codes.items():
        assert f"| {value} | `{name}` |" in COMMANDS


def test_commands() -> None:
    """Every command is described."""
    import typer.main

    group = typer.main.get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        assert f"`communique {name}" in COMMANDS
        for inner in getattr(command, "commands", {}):
            if name != "eval":
                assert re.search(rf"`communique {name} .*\b{inner}\b", COMMANDS), inner


def test_forms() -> None:
    """Every form is described with its media type."""
    for form in FORMATS.values():
        assert f"| `{form.name}` | `{form.media_type}` |" in HTTP


def test_routes() -> None:
    """Every path of the API is described."""
    for path in create_app(Settings()).openapi()["paths"]:
        assert path in HTTP.replace("ID/events", "{id}/events")


def test_metrics() -> None:
    """Every metric is described, and the dashboard asks for none that there isn't."""
    metrics = Metrics()
    metrics.set_load(Load(queued=0, running=0, limit=1, workers=1))
    names = {
        metric.name + ("_total" if metric.type == "counter" else "")
        for metric in metrics.registry.collect()
    }
    for name in names:
        assert name in HTTP
    dashboard = json.loads((DOCS / "grafana-dashboard.json").read_text("utf-8"))
    asked = set(re.findall(r"communique_\w+", json.dumps(dashboard["panels"])))
    assert {re.sub(r"_(bucket|sum|count)$", "", name) for name in asked} <= names
