"""The fuzzer itself runs, and twenty seconds of it find nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FUZZER = Path(__file__).with_name("fuzz_reader.py")


@pytest.mark.slow
def test_twenty_seconds_of_fuzzing_find_nothing(tmp_path: Path) -> None:
    """No crash, no broken promise and no hang. `make fuzz` runs it for ten minutes."""
    done = subprocess.run(
        [sys.executable, str(FUZZER), "-max_total_time=20", str(tmp_path / "corpus")],
        capture_output=True,
        text=True,
        errors="replace",
        cwd=tmp_path,
        timeout=200,
        env={"PYTHONPATH": str(FUZZER.parents[2]), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Done" in done.stderr
