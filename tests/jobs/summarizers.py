"""A summarizer for tests: its model calls are stored like real ones, and it keeps a diary."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from service.records import Job, Progress, Rejection, StoredCall, Summary
from service.storage import Storage


class DiarySummarizer:
    """Makes `steps` calls of `seconds` each for the article's words, each call stored once.

    diary: a file with a line "call DIGEST" for each call begun and "kept DIGEST" for each one that
        was stored, in the order in which they happened, over all processes.
    """

    def __init__(self, storage: Storage, diary: Path, steps: int, seconds: float) -> None:
        self._storage = storage
        self._steps = steps
        self._seconds = seconds
        # One write per line, at the end of the file: whole lines, also from several processes.
        self._diary = os.open(diary, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def summarize(self, job: Job, report: Callable[[Progress], None], /) -> Summary:
        text = job.inputs[0].text or ""
        found: list[Rejection] = []
        for step in range(self._steps):
            report(Progress("ask", step, self._steps))
            found.append(Rejection(what=await self._call(text, step), reason="a step"))
        report(Progress("ask", self._steps, self._steps))
        return Summary(id="", created_at=datetime.now(UTC), status="done", rejections=tuple(found))

    async def _call(self, text: str, step: int) -> str:
        digest = hashlib.sha256(f"{text} {step}".encode()).hexdigest()
        kept = await asyncio.to_thread(self._storage.calls.get, digest)
        if kept is not None:
            return kept.text
        self._write(f"call {digest}")
        await asyncio.sleep(self._seconds)
        answer = StoredCall(model="fake", text=answer_to(text, step))
        await asyncio.to_thread(self._storage.calls.put, digest, answer)
        self._write(f"kept {digest}")
        return answer.text

    def _write(self, line: str) -> None:
        os.write(self._diary, f"{line}\n".encode())


def answer_to(text: str, step: int) -> str:
    """What the model says: the same whenever it is asked the same."""
    return f"{text}: step {step}"


def expected(text: str, steps: int) -> tuple[Rejection, ...]:
    """What a summary of this text has to hold."""
    return tuple(Rejection(what=answer_to(text, step), reason="a step") for step in range(steps))


def repeated_calls(diary: Path) -> list[str]:
    """Digests of calls that were made again after they had been stored."""
    kept: set[str] = set()
    repeated: list[str] = []
    for line in diary.read_text().splitlines():
        what, digest = line.split()
        if what == "kept":
            kept.add(digest)
        elif digest in kept:
            repeated.append(digest)
    return repeated
