"""After set-up, nothing needs a network but the loopback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Brings up the loopback of the new namespace (ip(8) may not be installed), then runs the command.
RUNNER = """
import fcntl, socket, struct, subprocess, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    fcntl.ioctl(s, 0x8914, struct.pack("16sh", b"lo", 0x1 | 0x40))
sys.exit(subprocess.run(sys.argv[1:]).returncode)
"""
PROBE = """
import socket
try:
    socket.create_connection(("192.0.2.1", 80), timeout=3)
except OSError as error:
    print(error.strerror)
"""


def without_network(*command: str, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a network namespace that has a loopback and nothing else."""
    assert shutil.which("unshare"), "this test needs unshare(1), of Debian's util-linux"
    namespace = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "-r"]
    return subprocess.run(
        [*namespace, sys.executable, "-c", RUNNER, *command],
        cwd=cwd,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


def test_the_namespace_has_no_network(tmp_path: Path) -> None:
    """The cage that the other test relies on is closed."""
    probe = without_network(sys.executable, "-c", PROBE, cwd=tmp_path)
    assert probe.stdout.strip() == "Network is unreachable", probe.stderr


@pytest.mark.model
def test_a_summary_needs_no_network(tmp_path: Path) -> None:
    """An article becomes a summary with the embedded model and the cable pulled."""
    article = tmp_path / "article.txt"
    article.write_text(
        "BASEL, March 7 - Ruritania and Vallonia ended two days of talks in Basel on Thursday. "
        '"We are closer," Ruritanian Foreign Minister Anna Berg said after meeting her Vallonian '
        "counterpart Jon Dell. The two sides will meet again in April.\n",
        encoding="utf-8",
    )
    output = tmp_path / "summary.json"
    command = [
        sys.executable, "-m", "service.cli", "summarize", str(article),
        "--model", "embedded:0.5b", "--format", "json", "--output", str(output),
        "--database-url", f"sqlite:///{tmp_path / 'communique.db'}",
    ]  # fmt: skip
    done = without_network(*command, cwd=ROOT, COMMUNIQUE_MODEL_TASKS="entailment")
    assert done.returncode == 0, done.stderr
    summary = json.loads(output.read_text(encoding="utf-8"))
    assert summary["usage"]["calls"] > 0
    assert [q["text"] for q in summary["quotations"]] == ["We are closer,"]
