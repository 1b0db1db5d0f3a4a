"""Jobs over a scripted summarizer, on SQLite unless a test says otherwise."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.records import ArticleInput, Job, Progress, Rejection, Summary
from service.settings import Settings
from service.storage import Storage, open_storage


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'jobs.db'}"


@pytest.fixture
def storage(url: str) -> Iterator[Storage]:
    opened = open_storage(url)
    yield opened
    opened.close()


@pytest.fixture
def settings(url: str) -> Settings:
    return Settings(database_url=url, job_concurrency=2)


class Script:
    """Does as its article says: "steps 3", "wait" (until `go` is set), "fail", "hang on".

    started, cancelled, finished: the texts of the jobs, in order.
    """

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.started: list[str] = []
        self.cancelled: list[str] = []
        self.finished: list[str] = []
        self.most_at_once = 0
        self._at_once = 0
        self.error: BaseException = RuntimeError("Saltmarsh")

    async def summarize(self, job: Job, report: Callable[[Progress], None], /) -> Summary:
        texts = [source.text or "" for source in job.inputs]
        text = texts[-1]
        self.started.append(text)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            await self._act(text, report)
        except asyncio.CancelledError:
            self.cancelled.append(text)
            raise
        finally:
            self._at_once -= 1
        self.finished.append(text)
        return Summary(
            id="",
            created_at=datetime(2000, 1, 1, tzinfo=UTC),
            status="done",
            rejections=tuple(Rejection(what=text, reason="") for text in texts),
        )

    async def _act(self, text: str, report: Callable[[Progress], None]) -> None:
        word, _, rest = text.partition(" ")
        if word == "steps":
            for step in range(int(rest) + 1):
                report(Progress("ask", step, int(rest)))
                await asyncio.sleep(0.05)
        elif word == "wait":
            await self.go.wait()
        elif word == "fail":
            raise self.error


@pytest.fixture
async def script() -> Script:
    return Script()


def article(text: str) -> list[ArticleInput]:
    return [ArticleInput(text=text)]


class Start:
    """Starts processes of tests.jobs.process, and returns when they are ready."""

    def __init__(self, diary: Path) -> None:
        self._diary = diary
        self._started: list[subprocess.Popen[str]] = []

    def __call__(
        self, role: str, url: str, *, steps: int = 12, seconds: float = 0.05, pace: str = ""
    ) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.jobs.process", role, url, str(self._diary)),
                *(str(steps), str(seconds), pace),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        self._started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    def stop(self) -> None:
        """Kill all that still run."""
        for process in self._started:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()
        self._started.clear()


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    return tmp_path / "diary"


@pytest.fixture
def start(diary: Path) -> Iterator[Start]:
    starter = Start(diary)
    yield starter
    starter.stop()
