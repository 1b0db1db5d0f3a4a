"""A PostgreSQL server of our own, from the system's programs, for as long as a test session."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg


def programs() -> Path:
    """The folder of `initdb` and `postgres`; the newest where there are several."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parts[-3]),
    )
    if folders:
        return folders[-1].parent
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    raise RuntimeError(
        "These tests start a PostgreSQL server, and its programs are not here. On Debian or "
        "Ubuntu: apt-get install postgresql. Or leave them out: pytest -m 'not postgres'."
    )


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Runs a server on a free loopback port. Yields the URL of its first database."""
    folder = Path(tempfile.mkdtemp(prefix="communique-postgres-"))
    # The server refuses to run as root.
    user = _someone() if os.getuid() == 0 else None
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    name = user.pw_name if user else pwd.getpwuid(os.getuid()).pw_name
    port = _free_port()
    data = folder / "data"
    _run([programs() / "initdb", "-D", data, "-A", "trust", "-E", "UTF8", "-N"], user)
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [
                *(programs() / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port)),
                # The socket's folder; and no waiting for the disk: this data is thrown away.
                *("-k", folder, "-c", "fsync=off", "-c", "max_connections=200"),
            ],
            stdout=output,
            stderr=subprocess.STDOUT,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            cwd=folder,
        )
    url = f"postgresql://{name}@127.0.0.1:{port}/postgres"
    try:
        _await(url, process, log)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def database(server_url: str) -> Iterator[str]:
    """A new, empty database on the server. Yields its URL."""
    name = "t" + secrets.token_hex(6)
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield server_url.rsplit("/", 1)[0] + "/" + name
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _someone() -> pwd.struct_passwd:
    """A user other than root: the package's own, or nobody."""
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _run(command: list[object], user: pwd.struct_passwd | None) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
        cwd="/",
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _await(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"PostgreSQL does not start:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
