"""The embedded models' weights on disk."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from service.errors import ModelUnavailable
from service.models.catalogue import Weights

_BLOCK = 1 << 20


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


def verified(weights: Weights, data_dir: Path) -> Path:
    """The file's path, once its SHA-256 is right. Raises: ModelUnavailable.

    The digest takes seconds, so the finding is kept beside the file, and holds as long as the
    file's length and time of change stay the same.
    """
    path = check_size(weights, data_dir)
    stamp = path.with_suffix(".verified.json")
    state = path.stat()
    found = {
        "sha256": weights.sha256,
        "size": state.st_size,
        "changed": state.st_mtime_ns,
    }
    try:
        if json.loads(stamp.read_text("utf-8")) == found:
            return path
    except (OSError, ValueError):
        pass
    if digest_of(path) != weights.sha256:
        raise ModelUnavailable(
            f"the weights of {weights.name} at {path} are not the publisher's (SHA-256 differs): "
            f"run `communique models pull {weights.name}`"
        )
    # In a read-only folder the digest is taken again next time.
    with contextlib.suppress(OSError):
        stamp.write_text(json.dumps(found), "utf-8")
    return path


def digest_of(path: Path, progress: Callable[[int, int], None] | None = None) -> str:
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
