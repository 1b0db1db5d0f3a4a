"""Commands: what they print where, and how they end."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import exits
from service.cli.app import app
from service.errors import (
    BadAnswer,
    Busy,
    Cancelled,
    CommuniqueError,
    ModelUnavailable,
    PromptError,
    StorageError,
    TimeLimit,
    UnknownName,
)
from tests.cli.conftest import Run

TALKS = 'Talks ended in Geneva. "We made progress," Foreign Minister Anna Berg said on Monday.\n'

COMMANDS = [
    *("summarize", "quotes", "serve", "worker", "demo", "doctor", "models", "prompts", "keys"),
    *("db", "eval", "models list", "models pull", "models verify", "prompts list"),
    *("prompts show", "prompts diff", "keys add", "keys list", "keys revoke"),
    *("db upgrade", "db current", "db copy", "db prune"),
]


def test_help_names_every_command(run: Run) -> None:
    """`communique --help` lists all commands and first steps, and loads nothing heavy for it."""
    done = run("--help")
    assert done.returncode == 0
    for command in ("summarize", "quotes", "serve", "worker", "models", "eval", "doctor"):
        assert re.search(rf"^  {command} ", done.stdout, re.M)
    assert "communique models pull" in done.stdout


def test_help_imports_nothing_heavy() -> None:
    """Neither spaCy, LangChain, FastAPI nor SQLAlchemy is loaded to show the help."""
    code = (
        "import sys\nfrom service.cli.app import app\n"
        "print(sorted({'spacy', 'langchain_openai', 'openai', 'fastapi', 'sqlalchemy', "
        "'trafilatura', 'uvicorn', 'tiktoken', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    """Each command says what it is for, and what its options are."""
    shown = CliRunner().invoke(app, [*command.split(), "--help"])
    assert shown.exit_code == 0, shown.output
    assert "Usage:" in shown.output
    assert len(shown.output) > 100


def test_version(run: Run) -> None:
    """`--version` says which."""
    assert re.fullmatch(r"communique \d+\.\d+\.\d+\S*\n", run("--version").stdout)


def test_quotes_writes_json_lines(run: Run, tmp_path: Path) -> None:
    """`quotes` writes a line for each article, in order, and nothing else to stdout."""
    (tmp_path / "one.txt").write_text(TALKS)
    (tmp_path / "two.html").write_text(f"<html><body><p>{TALKS * 3}</p></body></html>")
    done = run("quotes", "one.txt", "two.html", "--no-model")
    assert done.returncode == 0, done.stderr
    one, two = (json.loads(line) for line in done.stdout.splitlines())
    assert one["article"]["id"] == "one"
    assert one["article"]["text"] == TALKS
    for line in (one, two):
        for quotation in line["quotations"]:
            text = line["article"]["text"]
            assert text[quotation["start"] : quotation["end"]] == quotation["text"]
    assert one["quotations"][0]["speaker"]["name"] == "Anna Berg"


def test_quotes_from_stdin(run: Run) -> None:
    """`-` reads stdin."""
    done = run("quotes", "-", "--no-model", stdin=TALKS)
    assert json.loads(done.stdout)["quotations"][0]["text"] == "We made progress,"


def test_utf8_whatever_the_locale(run: Run) -> None:
    """Output is UTF-8 also where the locale is C."""
    done = run("quotes", "-", "--no-model", stdin="“Ça va,” Berg said.", LC_ALL="C", LANG="C")
    assert json.loads(done.stdout)["article"]["text"] == "“Ça va,” Berg said."


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("summarize", "nowhere.txt"), exits.INPUT, "nowhere.txt"),
        (("summarize", "-"), exits.INPUT, "empty"),
        (("summarize",), exits.USAGE, "Missing argument"),
        (("quotes", "--unknown"), exits.USAGE, "No such option"),
        (("summarize", "-", "--format", "pdf"), exits.USAGE, "markdown"),
        (("models", "pull", "embedded:9000b"), exits.INPUT, "embedded:1.5b"),
        (("models", "verify"), exits.MODEL, "communique models pull"),
        (("prompts", "show", "statements/v99"), exits.INPUT, "v99"),
        (("prompts", "show", "nothing"), exits.INPUT, "statements"),
        (("keys", "revoke", "none"), exits.INPUT, "none"),
        (("serve", "--port", "many"), exits.USAGE, "port"),
        (("serve", "--host", "0.0.0.0"), exits.INPUT, "communique keys add"),
        (("serve", "--prompts", "statements"), exits.INPUT, "task=version"),
        (("db", "current", "--database-url", "nonsense"), exits.STORAGE, "sqlite:///"),
        (("serve", "--database-url", "sqlite:////dev/null/x.db"), exits.STORAGE, "database"),
        (("worker",), exits.INPUT, "PostgreSQL"),
    ],
)
def test_mistakes(run: Run, arguments: tuple[str, ...], code: int, says: str) -> None:
    """Each mistake ends with its code and a line that says what to do, without a traceback."""
    done = run(*arguments)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_port_in_use(run: Run) -> None:
    """A port that is taken is named, with the way to choose another."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == exits.INPUT
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_model_that_is_not_there(run: Run) -> None:
    """Without weights, `summarize` says how to get them."""
    done = run("summarize", "-", stdin=TALKS)
    assert done.returncode == exits.MODEL
    assert "communique models pull" in done.stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UnknownName("x"), exits.INPUT),
        (Busy("x"), exits.INPUT),
        (ModelUnavailable("x"), exits.MODEL),
        (BadAnswer("x"), exits.MODEL),
        (PromptError("x"), exits.PROMPT),
        (StorageError("x"), exits.STORAGE),
        (TimeLimit("x"), exits.TIME),
        (Cancelled("x"), exits.TIME),
        (CommuniqueError("x"), exits.FAILED),
    ],
)
def test_codes_by_who_must_act(error: CommuniqueError, code: int) -> None:
    """Every failure has the code of those who can mend it."""
    assert exits.code_of(error) == code


def test_broken_pipe(run: Run, tmp_path: Path) -> None:
    """A reader that stops early (`| head`) ends the command quietly."""
    (tmp_path / "many.jsonl").write_text(json.dumps({"text": TALKS * 100}) + "\n")
    script = f"{sys.executable} -m service.cli quotes many.jsonl --no-model | true"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode in (0, exits.BROKEN_PIPE)


def test_keys(run: Run) -> None:
    """A key is shown once, listed without itself, and revoked by its id."""
    added = run("keys", "add", "newsroom", "--requests-per-minute", "60")
    secret = added.stdout.strip()
    assert secret.startswith("cq_")
    assert secret not in added.stderr
    listed = run("keys", "list").stdout
    assert "newsroom" in listed
    assert "60/min" in listed
    assert secret not in listed
    identifier = listed.split()[0]
    assert run("keys", "revoke", identifier).returncode == 0
    assert "revoked" in run("keys", "list").stdout


def test_database_commands(run: Run) -> None:
    """The database is upgraded, tells its revision, and forgets what is old."""
    assert run("db", "current").stdout == "none\n"
    revision = run("db", "upgrade").stdout
    assert run("db", "current").stdout == revision
    pruned = run("db", "prune", "--summaries-days", "0")
    assert pruned.returncode == 0, pruned.stderr
    assert "0 summaries" in pruned.stderr


def test_database_copy(run: Run, tmp_path: Path) -> None:
    """A copy holds what the database held, and overwrites nothing."""
    assert run("db", "copy", "copy.db").returncode == exits.STORAGE
    run("keys", "add", "desk")
    assert run("db", "copy", "copy.db").returncode == exits.OK
    listed = run("keys", "list", COMMUNIQUE_DATABASE_URL=f"sqlite:///{tmp_path / 'copy.db'}")
    assert listed.stdout.rstrip().endswith("desk")
    again = run("db", "copy", "copy.db")
    assert again.returncode == exits.STORAGE
    assert "is there already" in again.stderr


def test_looking_changes_nothing(run: Run, tmp_path: Path) -> None:
    """Neither the doctor nor `db current` makes or upgrades a database."""
    assert run("db", "current").stdout == "none\n"
    assert "not there yet" in run("doctor", "--skip-model").stdout
    assert not (tmp_path / "data" / "communique.db").exists()


def test_prompts(run: Run) -> None:
    """Prompts are listed with their versions, shown as their files, and compared."""
    listed = run("prompts", "list").stdout
    assert re.search(r"^\*\s+statements/v\d+", listed, re.M)
    assert "task: statements" in run("prompts", "show", "statements/v1").stdout
    assert run("prompts", "diff", "statements/v1", "statements/v1").stdout == ""


def test_models_list(run: Run) -> None:
    """The models are listed with whether their weights are here."""
    listed = run("models", "list").stdout
    assert re.search(r"^\*\s+embedded:1\.5b .*not fetched", listed, re.M)


def test_doctor_names_what_is_missing(run: Run) -> None:
    """Without weights the doctor fails, and says how to get them; all else is fine."""
    done = run("doctor", "--skip-model")
    assert done.returncode == exits.FAILED
    lines = {line.split()[1]: line for line in done.stdout.splitlines()}
    assert lines["weights"].startswith("FAIL")
    assert "communique models pull" in lines["weights"]
    for name in ("python", "disk", "prompts", "language", "database"):
        assert lines[name].startswith("ok")


def test_interrupted(tmp_path: Path) -> None:
    """Ctrl-C ends the service in order, with the code for it and without a traceback."""
    environment = {**os.environ, "COMMUNIQUE_DATA_DIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-m", "service.cli", "serve", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell starts what it runs in the background with Ctrl-C ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        try:
            assert process.stderr is not None
            for line in process.stderr:
                if "startup complete" in line:
                    break
            process.send_signal(signal.SIGINT)
            out, error = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == exits.INTERRUPTED
    assert "shutdown complete" in error
    assert "Traceback" not in error
    assert out == ""
