"""`kill -9` at random moments: nothing lost, nothing twice, no stored model call made again."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

from service.jobs.running import request_document
from service.records import ArticleInput, Summary, SummaryOptions
from service.storage import Storage, open_storage
from service.storage.summaries import Request
from tests.jobs.conftest import Start
from tests.jobs.summarizers import expected, repeated_calls

ROUNDS = 20
STEPS = 12


def submit(storage: Storage, text: str) -> str:
    document = request_document([ArticleInput(text=text)], SummaryOptions())
    request = Request(document, text, articles=1, size=len(text), delay=0.0, kept=True)
    return storage.summaries.add(request, 10_000)[0]


def wait_for_all(storage: Storage, ids: list[str], seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        states = storage.summaries.states(ids)
        if all(state.status == "done" for state in states.values()):
            return
        time.sleep(0.1)
    left = [s for s in storage.summaries.states(ids).values() if s.status != "done"]
    pytest.fail(f"{len(left)} of {len(ids)} summaries are not done after {seconds} s: {left[:3]}")


def check_truth(storage: Storage, jobs: dict[str, str], diary: Path) -> None:
    """Every summary is there, whole, and was recorded once; no stored call was made again."""
    starts = [[e for e in storage.summaries.events(job, 0) if e.step.stage is None] for job in jobs]
    # Queued, running, done; each kill that hit a job adds to these.
    assert sum(len(steps) > 3 for steps in starts) >= ROUNDS / 2
    assert len(storage.summaries.states(jobs)) == len(jobs)
    for job, text in jobs.items():
        result = storage.summaries.load(job).result
        assert result is not None
        assert Summary.model_validate_json(result).rejections == expected(text, STEPS)
        ends = [e for e in storage.summaries.events(job, 0) if e.step.status == "done"]
        assert len(ends) == 1
        numbers = [e.number for e in storage.summaries.events(job, 0)]
        assert numbers == list(range(1, len(numbers) + 1))
    assert repeated_calls(diary) == []


@pytest.mark.slow
def test_serving_process_killed(tmp_path: Path, diary: Path, start: Start) -> None:
    """On SQLite, twenty kills of the serving process at random moments lose and repeat nothing."""
    chance = random.Random(20)
    url = f"sqlite:///{tmp_path / 'kills.db'}"
    storage = open_storage(url)
    jobs: dict[str, str] = {}
    for round_ in range(ROUNDS):
        for number in range(3):
            text = f"round {round_} job {number}"
            jobs[submit(storage, text)] = text
        process = start("serve", url, pace="real")
        time.sleep(chance.uniform(0.0, 2.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
    start("serve", url, pace="real")
    wait_for_all(storage, list(jobs), 60)
    check_truth(storage, jobs, diary)
    storage.close()


@pytest.mark.slow
@pytest.mark.postgres
def test_one_of_two_workers_killed(postgres_url: str, diary: Path, start: Start) -> None:
    """On PostgreSQL, twenty kills of one of two workers lose and repeat nothing."""
    chance = random.Random(21)
    storage = open_storage(postgres_url)
    jobs: dict[str, str] = {}
    workers = [start("work", postgres_url), start("work", postgres_url)]
    for round_ in range(ROUNDS):
        for number in range(4):
            text = f"round {round_} job {number}"
            jobs[submit(storage, text)] = text
        time.sleep(chance.uniform(0.2, 2.0))
        victim = workers.pop(chance.randrange(2))
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        workers.append(start("work", postgres_url))
    wait_for_all(storage, list(jobs), 60)
    check_truth(storage, jobs, diary)
    storage.close()


@pytest.mark.slow
@pytest.mark.timed
@pytest.mark.postgres
def test_dead_workers_job_is_taken_up(postgres_url: str, start: Start) -> None:
    """At the service's own timings, a dead worker's job runs again within 30 seconds."""
    storage = open_storage(postgres_url)
    first = start("work", postgres_url, steps=10_000, pace="real")
    job = submit(storage, "a long one")
    while storage.summaries.state(job).status != "running":
        time.sleep(0.1)
    start("work", postgres_url, steps=10_000, pace="real")
    first.send_signal(signal.SIGKILL)
    died = time.monotonic()
    while sum(e.step.stage is None for e in storage.summaries.events(job, 0, 100_000)) < 3:
        assert time.monotonic() - died < 30
        time.sleep(0.2)
    storage.close()
