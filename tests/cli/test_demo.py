"""`communique demo` from the outside: the whole service with a real model, and no network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli import exits
from service.records import Summary
from service.settings import Settings
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]

# Lets every Python process that finds it on its path reach this machine and nothing else.
NO_NETWORK = """
import socket

LOCAL = ("127.0.0.1", "::1", "localhost", None, "", b"localhost")
connect, getaddrinfo = socket.socket.connect, socket.getaddrinfo

def only_here(self, address):
    if self.family != socket.AF_UNIX and address[0] not in LOCAL:
        raise OSError(f"there is no network: {address}")
    return connect(self, address)

def only_local(host, *rest, **named):
    if host not in LOCAL:
        raise socket.gaierror(f"there is no network: {host}")
    return getaddrinfo(host, *rest, **named)

socket.socket.connect = only_here
socket.socket.connect_ex = lambda self, address: (only_here(self, address), 0)[1]
socket.getaddrinfo = only_local
"""


@pytest.mark.model
def test_demo_without_network(tmp_path: Path) -> None:
    """With the network cut off, the demo gives rounds and true quotations, and ends whole."""
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]),
        "COMMUNIQUE_MODEL": "embedded:0.5b",
    }
    done = subprocess.run(
        [sys.executable, "-m", "service.cli", "demo", "seeds", "--output", str(tmp_path / "out")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    summary = Summary.model_validate_json((tmp_path / "out" / "summary.json").read_bytes())
    assert len(summary.articles) == 5
    assert len(summary.rounds) >= 2
    texts = {article.id: article.text for article in summary.articles}
    for quotation in summary.quotations:
        assert texts[quotation.article][quotation.start : quotation.end] == quotation.text
    for talks in summary.rounds:
        assert talks.label.split("(")[0].strip() in " ".join(done.stdout.split()).replace("│ ", "")
    assert (tmp_path / "out" / "summary.html").read_text("utf-8").startswith("<!doctype html>")
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert str(tmp_path) not in running.stdout


@pytest.mark.slow
def test_demo_without_weights(run: Run, tmp_path: Path) -> None:
    """Without weights the demo stops, says how to get them, and ends with the model's code."""
    (tmp_path / "one.txt").write_text("Talks ended in Geneva.")
    done = run("demo", str(tmp_path), "--output", "out")
    assert done.returncode == exits.MODEL, done.stderr
    assert "communique models pull" in done.stderr


@pytest.mark.slow
def test_demo_without_articles(run: Run, tmp_path: Path) -> None:
    """An empty folder is named before anything starts."""
    (tmp_path / "none").mkdir()
    done = run("demo", str(tmp_path / "none"))
    assert done.returncode == exits.INPUT
    assert "none" in done.stderr


@pytest.mark.model
def test_summarize_and_quotes_agree(run: Run, tmp_path: Path) -> None:
    """`summarize` and `quotes` with the model find the same quotations; the second pays nothing."""
    text = (
        "Norland and Sudmark ended two days of talks in Geneva on 5 March 2024.\n"
        '"We made real progress," Norland\'s foreign minister, Anna Berg, said on Tuesday.\n'
        "The two sides agreed to reopen the Saltmarsh bridge.\n"
    )
    (tmp_path / "talks.txt").write_text(text)
    real = {
        "COMMUNIQUE_MODEL": "embedded:0.5b",
        "COMMUNIQUE_DATA_DIR": str(Settings().data_dir),
        "COMMUNIQUE_DATABASE_URL": f"sqlite:///{tmp_path / 'calls.db'}",
    }
    first = run("summarize", "talks.txt", "--output", "talks.json", **real)
    assert first.returncode == 0, first.stderr
    summary = Summary.model_validate_json((tmp_path / "talks.json").read_bytes())
    quotes = json.loads(run("quotes", "talks.txt", **real).stdout)["quotations"]
    assert [q["text"] for q in quotes] == [q.text for q in summary.quotations]
    again = json.loads(run("summarize", "talks.txt", **real).stdout)
    assert again["usage"]["calls"] == 0
    assert again["usage"]["cached_calls"] == summary.usage.calls  # type: ignore[union-attr]
