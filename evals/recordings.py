"""Model answers kept in the repository, so that scores can be reproduced without a model.

A recording is a gzip file of JSON lines: a header, then the calls in order of their digests. The
digest (`asking.call_digest`) covers model, prompt, rendered input, answer kind, parameters and
repeat, so an answer can only be replayed for exactly what it once answered. Anything else is
stale, and a replay refuses it instead of asking or guessing. So is an article that has changed
since, even where the change leads to no question.
"""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from service.asking import CallStore
from service.errors import RequestError
from service.models import Call, Completion, Profile
from service.models.catalogue import CATALOGUE
from service.records import StoredCall, TokenCounts

FOLDER = Path(__file__).parent / "recordings"
_FORMAT = 2


class StaleRecording(RequestError):
    """The recordings don't hold what is asked now: renew them with the command it names."""

    slug = "stale-recording"


def file_of(split: str, model: str) -> Path:
    """Where the recording of a split with a model lies."""
    return FOLDER / f"{split}-{model.replace(':', '-').replace('/', '-')}.jsonl.gz"


def renew_with(split: str, model: str) -> str:
    return f"communique eval record --split {split} --model {model}"


@dataclass(frozen=True, slots=True)
class Header:
    """What the recording was made with.

    identity: of the model, its weights included. asks: tasks of its profile, None for all.
    sent: by case, the digest of its articles. seconds: wall time by "case repeat", as measured
        when recorded.
    """

    split: str
    model: str
    identity: str
    shape: str
    asks: tuple[str, ...] | None
    sent: Mapping[str, str]
    created_at: str
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Recording:
    header: Header
    calls: Mapping[str, StoredCall]


def write(file: Path, recording: Recording) -> None:
    """The same recording is always the same bytes."""
    lines = [json.dumps({"format": _FORMAT, **asdict(recording.header)}, sort_keys=True)]
    lines += [
        json.dumps({"digest": digest, **asdict(call)}, sort_keys=True, ensure_ascii=False)
        for digest, call in sorted(recording.calls.items())
    ]
    file.parent.mkdir(parents=True, exist_ok=True)
    content = ("\n".join(lines) + "\n").encode()
    file.write_bytes(gzip.compress(content, 9, mtime=0))


def read(file: Path) -> Recording:
    """Raises: StaleRecording when there is none, or it is of another format."""
    try:
        lines = gzip.decompress(file.read_bytes()).decode().splitlines()
        head: dict[str, Any] = json.loads(lines[0])
        if head.pop("format") != _FORMAT:
            raise StaleRecording(f"{file} has another format; record again")
        asks = head.pop("asks")
        header = Header(**head, asks=tuple(asks) if asks is not None else None)
        return Recording(header, dict(_call(json.loads(line)) for line in lines[1:]))
    except FileNotFoundError as error:
        raise StaleRecording(
            f"no recording at {file}; make it with the model: communique eval record"
        ) from error
    except (OSError, EOFError, ValueError, KeyError, TypeError, IndexError) as error:
        raise StaleRecording(f"{file} can't be read ({error}); record again") from error


def _call(line: dict[str, Any]) -> tuple[str, StoredCall]:
    return line["digest"], StoredCall(
        model=line["model"],
        text=line["text"],
        counts=TokenCounts(**line["counts"]),
        confidences=tuple(line["confidences"]),
    )


def check_articles(header: Header, sent: Mapping[str, str]) -> None:
    """sent: the digests of the articles to replay, by case.

    An edit that leads to no question would leave every answer in place.
    Raises: StaleRecording when one has changed, or was never recorded.
    """
    for case, digest in sent.items():
        if header.sent.get(case) != digest:
            raise StaleRecording(
                f"an article of {case} has changed since {header.split} was recorded with "
                f"{header.model}. Renew it: {renew_with(header.split, header.model)}"
            )


class ReplayStore:
    """A `CallStore` that only gives back what was recorded."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._asked: set[str] = set()

    def get(self, digest: str) -> StoredCall | None:
        """Raises: StaleRecording for a call that was never recorded."""
        call = self._recording.calls.get(digest)
        if call is None:
            header = self._recording.header
            raise StaleRecording(
                f"the recording of {header.split} with {header.model} holds no answer to call "
                f"{digest[:12]}: prompt, model, setting or input has changed since it was made. "
                f"Renew it: {renew_with(header.split, header.model)}"
            )
        self._asked.add(digest)
        return call

    def put(self, digest: str, call: StoredCall) -> None:
        """Nothing new can come up in a replay."""

    @property
    def unused(self) -> int:
        """Recorded calls that nothing asked for."""
        return len(set(self._recording.calls) - self._asked)


class NotingStore:
    """A `CallStore` over another one that notes each call used, fresh or kept."""

    def __init__(self, inner: CallStore) -> None:
        self._inner = inner
        self._lock = threading.Lock()
        self.used: dict[str, StoredCall] = {}

    def get(self, digest: str) -> StoredCall | None:
        call = self._inner.get(digest)
        if call is not None:
            with self._lock:
                self.used[digest] = call
        return call

    def put(self, digest: str, call: StoredCall) -> None:
        self._inner.put(digest, call)
        with self._lock:
            self.used.setdefault(digest, call)


class MemoryStore:
    """A `CallStore` for one run that should ask everything anew."""

    def __init__(self) -> None:
        self._calls: dict[str, StoredCall] = {}

    def get(self, digest: str) -> StoredCall | None:
        return self._calls.get(digest)

    def put(self, digest: str, call: StoredCall) -> None:
        self._calls.setdefault(digest, call)


class ReplayModel:
    """The recorded model's name, identity and profile, without the model.

    For an embedded model the profile is today's, so that a changed one shows as stale.
    """

    def __init__(self, header: Header) -> None:
        self.name = header.model
        self.identity = header.identity
        own = next((w for w in CATALOGUE if w.name == header.model), None)
        if own is not None and own.sha256[:16] not in header.identity:
            raise StaleRecording(
                f"{header.model} has other weights since it was recorded. "
                f"Renew it: {renew_with(header.split, header.model)}"
            )
        self.profile = own.profile if own is not None else _profile(header)

    async def complete(self, call: Call) -> Completion:
        raise StaleRecording(f"a replay asks no model; this call was not recorded: {call.answer}")

    async def close(self) -> None:
        """Nothing is open."""


def _profile(header: Header) -> Profile:
    return Profile(
        shape="chunk" if header.shape == "chunk" else "questions",
        context_tokens=1_000_000,
        asks=frozenset(header.asks) if header.asks is not None else None,
    )
