"""Known vulnerabilities in the locked dependencies: audit.py LOCK…

Asks PyPI's advisory service, then OSV's, by pip-audit. Where neither can be reached, hand in OSV's
dump for PyPI, fetched elsewhere: ADVISORIES=all.zip make audit. Nothing is fetched then.

Findings that audit-accepted.toml names, with the reason, are shown and accepted. Ends with 1 on any
other. What was not audited is never called clean: it says NOT AUDITED, and
ends with 0, or with AUDIT=required with 1.
"""

# ruff: noqa: T201

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

SERVICES = ("pypi", "osv")
ACCEPTED = Path(__file__).with_name("audit-accepted.toml")


class Finding(NamedTuple):
    package: str
    version: str
    advisory: str
    fixed: str
    aliases: tuple[str, ...] = ()


class Audit(NamedTuple):
    """source: who was asked. missed: packages that it knows nothing of."""

    source: str
    findings: list[Finding]
    missed: list[str]


def locked(lock: Path) -> list[tuple[str, str]]:
    """Name and version of each package; a name with several versions comes several times."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^ \\\n;]+)", lock.read_text("utf-8"), re.M)
    return [(canonicalize_name(name), version) for name, version in found]


def by_dump(packages: Iterable[tuple[str, str]], dump: Path) -> Audit:
    """Look every package up in a zip file of OSV records, one JSON file each."""
    versions: dict[str, list[str]] = {}
    for name, version in packages:
        versions.setdefault(name, []).append(version)
    findings: list[Finding] = []
    with zipfile.ZipFile(dump) as records:
        names = [name for name in records.namelist() if name.endswith(".json")]
        for name in names:
            findings += _of_record(json.loads(records.read(name)), versions)
    return Audit(f"{dump.name}, {len(names):,} advisories", findings, [])


def _of_record(record: Mapping[str, Any], versions: Mapping[str, list[str]]) -> Iterator[Finding]:
    if record.get("withdrawn"):
        return
    for affected in record.get("affected", ()):
        package = affected.get("package", {})
        name = canonicalize_name(package.get("name", ""))
        if package.get("ecosystem") != "PyPI":
            continue
        for version in versions.get(name, ()):
            if is_affected(version, affected):
                fixed = [e["fixed"] for r in _ranges(affected) for e in r if "fixed" in e]
                yield Finding(
                    name, version, record["id"], ", ".join(fixed) or "no fix known",
                    tuple(record.get("aliases", ())),
                )  # fmt: skip


def is_affected(version: str, affected: Mapping[str, Any]) -> bool:
    """Whether a record's `affected` entry covers the version, as OSV's schema defines it."""
    if version in affected.get("versions", ()):
        return True
    ours = Version(version)
    return any(_within(ours, events) for events in _ranges(affected))


def _ranges(affected: Mapping[str, Any]) -> list[list[dict[str, str]]]:
    return [r["events"] for r in affected.get("ranges", ()) if r.get("type") == "ECOSYSTEM"]


def _within(ours: Version, events: Iterable[Mapping[str, str]]) -> bool:
    within = False
    for kind, at in sorted(_known(events), key=lambda event: event[1]):
        if kind == "introduced" and ours >= at:
            within = True
        elif (kind == "fixed" and ours >= at) or (kind == "last_affected" and ours > at):
            within = False
    return within


def _known(events: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, Version]]:
    for event in events:
        for kind, at in event.items():
            try:
                yield kind, Version(at)
            except InvalidVersion:
                # A version that PyPI never had bounds nothing; the list of versions still counts.
                continue


def by_service(locks: Iterable[Path], service: str) -> Audit | None:
    """Ask an advisory service; None when it can't be reached or knows less than half of a lock."""
    findings: set[Finding] = set()
    missed: set[str] = set()
    for lock in locks:
        audit = of_lock(lock, service)
        if audit is None:
            return None
        findings |= set(audit.findings)
        missed |= set(audit.missed)
    return Audit(f"{service}'s advisories", sorted(findings), sorted(missed))


def of_lock(lock: Path, service: str) -> Audit | None:
    """One lock by itself: two may pin one package differently, which pip-audit refuses."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(lock), "-s", service, "-f", "json"]
    options = ["--disable-pip", "--progress-spinner", "off"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)  # noqa: S603
    try:
        answers: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return None
    missed = [one["name"] for one in answers if "skip_reason" in one]
    if len(missed) * 2 > len(answers):
        return None
    findings = [
        Finding(
            one["name"],
            one["version"],
            found["id"],
            ", ".join(found["fix_versions"]),
            tuple(found.get("aliases", ())),
        )
        for one in answers
        for found in one.get("vulns", ())
    ]
    return Audit(f"{service}'s advisories", findings, missed)


def accepted(finding: Finding) -> str | None:
    """Why a finding is accepted, or None."""
    known: list[dict[str, str]] = tomllib.loads(ACCEPTED.read_text("utf-8"))["accepted"]
    names = {finding.advisory, *finding.aliases}
    return next(
        (one["why"] for one in known if one["package"] == finding.package and one["id"] in names),
        None,
    )


def main() -> int:
    locks = [Path(name) for name in sys.argv[1:]]
    packages = sorted({package for lock in locks for package in locked(lock)})
    dump = os.environ.get("ADVISORIES")
    if dump and not zipfile.is_zipfile(dump):
        print(f"ADVISORIES={dump} is no zip file of OSV records (OSV's all.zip).", file=sys.stderr)
        return 2
    if dump:
        audit = by_dump(packages, Path(dump))
    else:
        asked = (by_service(locks, service) for service in SERVICES)
        audit = next((one for one in asked if one is not None), None)
    if audit is None:
        print(
            f"NOT AUDITED: no advisory service can be reached from here, so nothing is known of "
            f"the {len(packages)} locked packages. ADVISORIES=FILE takes OSV's dump (all.zip).",
            file=sys.stderr,
        )
        return int(os.environ.get("AUDIT") == "required")
    open_ones = 0
    for finding in audit.findings:
        why = accepted(finding)
        open_ones += why is None
        line = f"{finding.package} {finding.version}: {finding.advisory}, fixed in {finding.fixed}"
        print(line if why is None else f"{line}. Accepted: {why}")
    if audit.missed:
        print(f"NOT AUDITED: {', '.join(audit.missed)}", file=sys.stderr)
    print(
        f"{len(packages) - len(audit.missed)} of {len(packages)} locked packages audited by "
        f"{audit.source}: {open_ones} findings, {len(audit.findings) - open_ones} accepted"
    )
    return int(bool(open_ones))


if __name__ == "__main__":
    sys.exit(main())
