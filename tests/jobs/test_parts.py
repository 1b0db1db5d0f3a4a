"""The small parts of jobs: estimates, due times, errors that are stored, workers that died."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import errors
from service.jobs import failures, priorities
from service.jobs.reporting import Estimate
from service.jobs.running import has_died, worker_name
from service.records import ArticleInput, Progress


def test_estimate_follows_the_pace() -> None:
    """After 2 of 10 steps in 4 seconds, the other 8 take 16."""
    estimate = Estimate()
    assert estimate.remaining_seconds(Progress("ask", 0, 10), 100.0) is None
    assert estimate.remaining_seconds(Progress("ask", 2, 10), 104.0) == 16.0


def test_estimate_begins_anew_with_each_stage() -> None:
    """The pace of one stage says nothing about the next."""
    estimate = Estimate()
    estimate.remaining_seconds(Progress("read", 0, 2), 0.0)
    estimate.remaining_seconds(Progress("read", 2, 2), 1.0)
    assert estimate.remaining_seconds(Progress("ask", 0, 10), 1.0) is None


def test_estimate_leaves_stored_steps_out() -> None:
    """Steps that were done before the stage was first seen, as after a restart, took no time."""
    estimate = Estimate()
    assert estimate.remaining_seconds(Progress("ask", 90, 100), 0.0) is None
    assert estimate.remaining_seconds(Progress("ask", 91, 100), 2.0) == 18.0


def test_finished_stage_needs_no_more_time() -> None:
    """A stage that is done, or has nothing to do, has zero seconds left."""
    assert Estimate().remaining_seconds(Progress("ask", 0, 0), 0.0) == 0.0


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_larger_is_due_later(one: int, other: int) -> None:
    """Of two requests that arrive together, the larger is never due first; no delay is endless."""
    small, large = sorted((one, other))
    assert 0 <= priorities.delay_seconds(small) <= priorities.delay_seconds(large) <= 3600


def test_size_counts_text_and_html() -> None:
    """A request is as large as all its articles, in code points."""
    sources = [ArticleInput(text="\U0001f600" * 3), ArticleInput(html="<p>"), ArticleInput()]
    assert priorities.size(sources) == 6


def every_error() -> list[type[errors.CommuniqueError]]:
    found = [errors.CommuniqueError]
    for kind in found:
        # The web's own errors end before a job begins, and are never stored.
        found.extend(k for k in kind.__subclasses__() if k.__module__ == errors.__name__)
    return found


@pytest.mark.parametrize("kind", every_error())
def test_stored_error_comes_back(kind: type[errors.CommuniqueError]) -> None:
    """An error keeps its status, slug, message and waiting time in the database."""
    error = kind("what to do", retry_after=3.0)
    back = failures.from_json(json.dumps(failures.to_record(error)))
    assert (back.status, back.slug, str(back), back.retry_after) == (
        error.status,
        error.slug,
        "what to do",
        3.0,
    )


def test_error_of_another_version() -> None:
    """An error whose kind is not known any more is still an error, with its message."""
    back = failures.from_json('{"slug": "of-old", "message": "m", "retry_after": null}')
    assert (type(back), str(back)) == (errors.CommuniqueError, "m")


def test_worker_that_died() -> None:
    """A worker of a process that has ended here has died; those elsewhere or alive have not."""
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], stdout=-1)
    host = worker_name().partition(":")[0]
    assert has_died(f"{host}:{int(ended.stdout)}:x")
    assert has_died(f"{host}:{os.getpid()}:an earlier start")
    assert not has_died(f"{host}:{os.getppid()}:x")
    assert not has_died(f"elsewhere-{host}:{int(ended.stdout)}:x")
    assert not has_died("nonsense")
    assert not has_died(f"{host}:{10**30}:x")
