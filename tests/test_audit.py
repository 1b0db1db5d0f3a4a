"""The audit finds what is known, and never calls clean what it could not look up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

AUDIT = Path(__file__).parents[1] / "scripts" / "audit.py"
LOCK = """\
fish-sauce==1.4.2 \\
    --hash=sha256:00
other_thing==2.0 ; python_full_version < '3.12' \\
    --hash=sha256:00
other-thing==3.0 ; python_full_version >= '3.12' \\
    --hash=sha256:00
"""


def record(name: str, events: list[dict[str, str]], **more: object) -> dict[str, object]:
    ranges = [{"type": "ECOSYSTEM", "events": events}]
    package = {"ecosystem": "PyPI", "name": name}
    return {"id": "X-1", "affected": [{"package": package, "ranges": ranges}], **more}


def audited(
    folder: Path, *records: dict[str, object], lock: str = LOCK, **variables: str
) -> subprocess.CompletedProcess[str]:
    """The audit of a lock with these advisories; with none, and nobody to ask."""
    (folder / "lock").write_text(lock)
    nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    environment = {**os.environ, **nowhere, "XDG_CACHE_HOME": str(folder), **variables}
    if records:
        with zipfile.ZipFile(folder / "all.zip", "w") as dump:
            for number, one in enumerate(records):
                dump.writestr(f"{number}.json", json.dumps(one))
        environment["ADVISORIES"] = str(folder / "all.zip")
    return subprocess.run(
        [sys.executable, str(AUDIT), str(folder / "lock")],
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ([{"introduced": "0"}, {"fixed": "1.4.3"}], True),
        ([{"introduced": "0"}, {"fixed": "1.4.2"}], False),
        ([{"introduced": "1.5"}], False),
        ([{"introduced": "1.0"}, {"last_affected": "1.4.2"}], True),
        ([{"introduced": "1.0"}, {"last_affected": "1.4.1"}], False),
        ([{"introduced": "0"}, {"fixed": "1.0"}, {"introduced": "1.4rc1"}], True),
        ([{"introduced": "0"}, {"fixed": "1.10"}], True),
    ],
)
def test_versions_within_a_range_are_found(
    tmp_path: Path, events: list[dict[str, str]], found: bool
) -> None:
    """A locked version is a finding exactly where the advisory's events say so."""
    done = audited(tmp_path, record("Fish_Sauce", events))
    assert done.returncode == int(found), done.stderr
    assert ("fish-sauce 1.4.2: X-1" in done.stdout) is found
    assert (
        f"3 of 3 locked packages audited by all.zip, 1 advisories: {int(found)} findings"
        in done.stdout
    )


def test_versions_by_name(tmp_path: Path) -> None:
    """A listed version counts without a range, for each version that is locked."""
    listed = record("other.thing", [])
    listed["affected"][0]["versions"] = ["3.0"]  # type: ignore[index]
    assert "other-thing 3.0: X-1" in audited(tmp_path, listed).stdout


def test_withdrawn_and_foreign_advisories(tmp_path: Path) -> None:
    """Neither a withdrawn advisory nor one on another registry's package is a finding."""
    everything = [{"introduced": "0"}]
    foreign = record("fish-sauce", everything)
    foreign["affected"][0]["package"]["ecosystem"] = "npm"  # type: ignore[index]
    withdrawn = record("fish-sauce", everything, withdrawn="2024-01-01T00:00:00Z")
    assert audited(tmp_path, foreign, withdrawn).returncode == 0


@pytest.mark.parametrize(("required", "code"), [("", 0), ("required", 1)])
def test_nobody_to_ask(tmp_path: Path, required: str, code: int) -> None:
    """Where no service can be reached, nothing is called clean; CI can make that a failure."""
    done = audited(tmp_path, AUDIT=required)
    assert done.stderr.startswith("NOT AUDITED")
    assert "audited by" not in done.stdout
    assert done.returncode == code


def test_accepted_findings_are_shown_and_pass(tmp_path: Path) -> None:
    """A finding that the project accepts, by any of its names, is shown with its reason."""
    unending = [{"introduced": "0"}]
    done = audited(
        tmp_path,
        record("langchain", unending, aliases=["PYSEC-2023-162"]),
        lock="langchain==1.4.7 ",
    )
    assert done.returncode == 0
    assert "Accepted: the record has no end" in done.stdout
    assert "0 findings, 1 accepted" in done.stdout


def test_a_folder_is_no_dump(tmp_path: Path) -> None:
    """What is no zip file is refused with what is wanted."""
    done = audited(tmp_path, ADVISORIES=str(tmp_path))
    assert done.returncode == 2
    assert "no zip file of OSV records" in done.stderr
