"""Whatever workers and callers do, in whatever order: one holder, one end, events without gaps."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from service.errors import StillRunning
from service.storage import open_storage
from service.storage.summaries import ENDED, Claim, Request, Step

LEASE = 1000.0


class Anything(RuleBasedStateMachine):
    """A store, with a model of what it should hold beside it."""

    jobs = Bundle("jobs")
    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.storage = open_storage(f"sqlite:///{Path(self.folder.name) / 'any.db'}")
        self.summaries = self.storage.summaries
        # The claim that holds each running job, the jobs whose lease has ended (the holder may
        # still write until another claims it), and each job's last result.
        self.holders: dict[str, Claim] = {}
        self.free: set[str] = set()
        self.results: dict[str, str | None] = {}
        self.written = 0

    def teardown(self) -> None:
        self.storage.close()
        self.folder.cleanup()

    @rule(target=jobs, kept=st.booleans())
    def add(self, kept: bool) -> str:
        request = Request('{"inputs": []}', "d", 1, 1, 0.0, kept=kept)
        job, _ = self.summaries.add(request, 1000)
        self.results[job] = None
        return job

    @rule(target=claims, worker=st.sampled_from(["a", "a", "b"]))
    def claim_next(self, worker: str) -> Claim | None:
        claim = self.summaries.claim_next(worker, LEASE)
        if claim is not None:
            assert claim.id not in self.holders or claim.id in self.free
            self.holders[claim.id] = claim
            self.free.discard(claim.id)
        return claim

    @rule(worker=st.sampled_from(["a", "a", "b"]))
    def die(self, worker: str) -> None:
        self.summaries.expire(lambda name: name == worker)
        self.free |= {job for job, claim in self.holders.items() if claim.worker == worker}

    @rule(claim=claims, steps=st.integers(1, 3))
    def report(self, claim: Claim | None, steps: int) -> None:
        if claim is None:
            return
        written = self.summaries.report(claim, [Step(0.0, "running", "ask")] * steps)
        assert written == self._holds(claim)

    @rule(claim=consumes(claims))
    def finish(self, claim: Claim | None) -> None:
        if claim is None:
            return
        self.written += 1
        done = self.summaries.finish(claim, str(self.written))
        assert done == self._holds(claim)
        if done:
            del self.holders[claim.id]
            self.results[claim.id] = str(self.written)

    @rule(claim=consumes(claims))
    def fail(self, claim: Claim | None) -> None:
        if claim is not None:
            assert self.summaries.fail(claim, "failed", {}) == self._holds(claim)
            if self._holds(claim):
                del self.holders[claim.id]

    @rule(claim=consumes(claims))
    def release(self, claim: Claim | None) -> None:
        if claim is not None:
            self.summaries.release(claim)
            if self._holds(claim):
                del self.holders[claim.id]

    @rule(job=jobs)
    def call_off(self, job: str) -> None:
        self.summaries.call_off(job)

    @rule(job=jobs)
    def add_articles(self, job: str) -> None:
        state = self.summaries.states([job]).get(job)
        if state is None:
            return
        request = Request('{"inputs": []}', "d", 1, 1, 0.0)
        try:
            self.summaries.add_again(job, request, 1000, state.last_event)
        except StillRunning:
            assert state.status not in ENDED

    @rule(job=consumes(jobs))
    def delete(self, job: str) -> None:
        self.summaries.delete(job)
        self.results.pop(job, None)
        self.holders.pop(job, None)

    def _holds(self, claim: Claim) -> bool:
        return self.holders.get(claim.id) == claim

    @invariant()
    def nothing_is_lost(self) -> None:
        states = self.summaries.states(self.results)
        assert set(states) == set(self.results)
        for job, state in states.items():
            stored = self.summaries.load(job)
            assert self.results[job] in (stored.result, stored.before)
            numbers = [event.number for event in self.summaries.events(job, 0)]
            assert numbers == list(range(1, state.last_event + 1))
            if job in self.holders:
                assert state.status == "running"


TestAnything = pytest.mark.slow(Anything.TestCase)
TestAnything.settings = settings(
    max_examples=30,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
