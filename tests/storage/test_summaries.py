"""A job is one worker's at a time, and what it ends with is recorded once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from service.errors import Busy, KeyReused, StillRunning, UnknownName
from service.records import StoredCall
from service.storage import Storage, open_storage, prune
from service.storage.summaries import Claim, Request, Step

LEASE = 30.0


def request(
    text: str = '{"inputs": []}',
    *,
    key: str | None = None,
    delay: float = 0.0,
    kept: bool = True,
    owner: str = "",
) -> Request:
    return Request(text, text, 1, len(text), delay, owner, key, kept)


def add(storage: Storage, asked: Request | None = None) -> str:
    return storage.summaries.add(asked or request(), 100)[0]


def claim(storage: Storage, worker: str = "w", lease: float = LEASE) -> Claim:
    found = storage.summaries.claim_next(worker, lease)
    assert found is not None
    return found


def test_one_claim_only(storage: Storage) -> None:
    """Of many workers that claim the same job at once, one gets it."""
    jobs = [add(storage) for _ in range(10)]
    wanted = [(job, worker) for job in jobs for worker in range(10)]
    with ThreadPoolExecutor(16) as threads:
        claims = list(
            threads.map(lambda w: storage.summaries.claim(w[0], f"w{w[1]}", LEASE), wanted)
        )
    assert sorted(c.id for c in claims if c is not None) == sorted(jobs)


def test_due_first(storage: Storage) -> None:
    """Jobs are claimed in the order in which they are due."""
    late, soon = add(storage, request(delay=100)), add(storage, request(delay=1))
    assert [claim(storage).id, claim(storage).id] == [soon, late]
    assert storage.summaries.claim_next("w", LEASE) is None


def test_lease_that_ended(storage: Storage) -> None:
    """A running job can be claimed when its lease has ended, and not before."""
    job = add(storage)
    first = claim(storage, "dead", lease=0.2)
    assert storage.summaries.claim(job, "live", LEASE) is None
    time.sleep(0.3)
    second = storage.summaries.claim(job, "live", LEASE)
    assert second is not None
    assert (first.attempt, second.attempt) == (1, 2)


def test_renewed_lease(storage: Storage) -> None:
    """A renewed lease holds."""
    job = add(storage)
    claim(storage, "w", lease=0.2)
    assert list(storage.summaries.renew("w", [job], LEASE)) == [job]
    time.sleep(0.3)
    assert storage.summaries.claim(job, "other", LEASE) is None


def test_lease_of_a_dead_worker(storage: Storage) -> None:
    """The jobs of a worker that is known to be dead can be claimed at once; others can't."""
    dead, live = add(storage), add(storage)
    storage.summaries.claim(dead, "dead", LEASE)
    storage.summaries.claim(live, "live", LEASE)
    assert storage.summaries.expire(lambda worker: worker == "dead") == 1
    assert storage.summaries.claim(dead, "w", LEASE) is not None
    assert storage.summaries.claim(live, "w", LEASE) is None


@pytest.mark.parametrize("successor", ["late", "new"])
def test_late_run_changes_nothing(storage: Storage, successor: str) -> None:
    """A run whose job went to another, or to its own worker again, can't write anything."""
    job = add(storage)
    late = claim(storage, "late", lease=0.0)
    time.sleep(0.05)
    new = claim(storage, successor)
    summaries = storage.summaries
    assert not summaries.report(late, [Step(0.0, "running", "ask", 1, 2)])
    assert not summaries.finish(late, "late")
    assert not summaries.fail(late, "failed", {})
    summaries.release(late)
    assert summaries.finish(new, "new")
    assert summaries.load(job).result == "new"


def test_recorded_once(storage: Storage) -> None:
    """A finished job can't be finished again, claimed, or fail afterwards."""
    job = add(storage)
    held = claim(storage)
    assert storage.summaries.finish(held, "r")
    assert not storage.summaries.finish(held, "again")
    assert not storage.summaries.fail(held, "failed", {})
    assert storage.summaries.claim(job, "w", LEASE) is None
    assert storage.summaries.load(job).result == "r"


def test_events_are_numbered_without_gaps(storage: Storage) -> None:
    """Events count up from 1 over several runs of a job."""
    job = add(storage)
    first = claim(storage)
    storage.summaries.report(first, [Step(0.0, "running", "a", n, 3) for n in range(3)])
    storage.summaries.release(first)
    second = claim(storage)
    storage.summaries.report(second, [Step(0.0, "running", "a", 3, 3)])
    storage.summaries.finish(second, "r")
    events = storage.summaries.events(job, 0)
    assert [e.number for e in events] == list(range(1, len(events) + 1))
    assert [e.step.stage for e in events] == [None, None, "a", "a", "a", None, None, "a", None]
    assert [e.number for e in storage.summaries.events(job, 7)] == [8, 9]


def test_full_queue(storage: Storage) -> None:
    """What would wait behind too many is refused with a time to come back."""
    storage.summaries.add(request(), 2)
    storage.summaries.add(request(), 2)
    with pytest.raises(Busy) as caught:
        storage.summaries.add(request(), 2)
    assert caught.value.status == 429
    assert caught.value.retry_after is not None
    claim(storage)
    storage.summaries.add(request(), 2)


def test_same_key_same_request(storage: Storage) -> None:
    """A request repeated under its key gives the same summary, also when the queue is full."""
    job, created = storage.summaries.add(request(key="k"), 1)
    assert created
    assert storage.summaries.add(request(key="k"), 1) == (job, False)


def test_same_key_other_request(storage: Storage) -> None:
    """A key that came with another request is refused; another owner's key is another key."""
    job = add(storage, request("one", key="k", owner="a"))
    with pytest.raises(KeyReused):
        add(storage, request("two", key="k", owner="a"))
    assert add(storage, request("two", key="k", owner="b")) != job


def test_same_key_at_once(storage: Storage) -> None:
    """Twenty requests under one key at the same moment make one summary."""
    with ThreadPoolExecutor(20) as threads:
        made = list(threads.map(lambda _: storage.summaries.add(request(key="k"), 100), range(20)))
    assert len({job for job, _ in made}) == 1
    assert sum(created for _, created in made) == 1


def test_owner(storage: Storage) -> None:
    """Another owner's summary is as if it did not exist."""
    job = add(storage, request(owner="a"))
    assert storage.summaries.state(job, "a").id == job
    assert storage.summaries.state(job).id == job
    with pytest.raises(UnknownName):
        storage.summaries.state(job, "b")
    assert storage.summaries.page(None, 10, "b") == []


def test_last_one_to_leave_calls_it_off(storage: Storage) -> None:
    """A queued job is cancelled when the last that waits gives up, and not before."""
    job = add(storage, request(kept=False))
    storage.summaries.join(job)
    storage.summaries.join(job)
    assert not storage.summaries.leave(job, gave_up=True)
    assert storage.summaries.state(job).status == "queued"
    assert storage.summaries.leave(job, gave_up=True)
    assert storage.summaries.state(job).status == "cancelled"
    assert storage.summaries.claim_next("w", LEASE) is None


def test_kept_job_goes_on_alone(storage: Storage) -> None:
    """A kept job is not called off when nobody waits any more."""
    job = add(storage, request(kept=True))
    storage.summaries.join(job)
    assert not storage.summaries.leave(job, gave_up=True)
    assert storage.summaries.state(job).status == "queued"


def test_running_job_is_asked_to_stop(storage: Storage) -> None:
    """The worker of a job that is called off learns of it as it renews its lease."""
    job = add(storage)
    claim(storage, "w")
    assert not storage.summaries.renew("w", [job], LEASE)[job].cancel_requested
    storage.summaries.call_off(job)
    assert storage.summaries.renew("w", [job], LEASE)[job].cancel_requested


def test_added_articles(storage: Storage) -> None:
    """A finished summary is queued again and keeps what it was, under the same id."""
    job = add(storage, request("one"))
    last = storage.summaries.state(job).last_event
    with pytest.raises(StillRunning):
        storage.summaries.add_again(job, request("two"), 100, last)
    storage.summaries.finish(claim(storage), "first")
    last = storage.summaries.state(job).last_event
    assert storage.summaries.add_again(job, request("two", key="k"), 100, last)
    assert not storage.summaries.add_again(job, request("two", key="k"), 100, last)
    stored = storage.summaries.load(job)
    assert (stored.request, stored.result, stored.before) == ("two", None, "first")
    storage.summaries.finish(claim(storage), "second")
    stored = storage.summaries.load(job)
    assert (stored.result, stored.before) == ("second", "first")


def test_addition_that_fails(storage: Storage) -> None:
    """When added articles can't be read, the summary is what it was before."""
    job = add(storage, request('{"inputs": [1]}'))
    storage.summaries.finish(claim(storage), "first")
    last = storage.summaries.state(job).last_event
    storage.summaries.add_again(job, request('{"inputs": [1, 2]}'), 100, last)
    storage.summaries.fail(claim(storage), "failed", {"slug": "x"})
    stored = storage.summaries.load(job)
    assert stored.state.status == "done"
    assert (stored.request, stored.result, stored.before) == ('{"inputs": [1]}', "first", None)
    assert stored.failure == '{"slug": "x"}'


def test_pages(storage: Storage) -> None:
    """Pages follow one another from the newest summary to the oldest, each once."""
    jobs: list[str] = []
    for _ in range(5):
        jobs.append(add(storage))
        time.sleep(0.002)
    first = storage.summaries.page(None, 3, None)
    rest = storage.summaries.page(first[-1].id, 3, None)
    assert [s.id for s in [*first, *rest]] == jobs[::-1]


def test_old_summaries_are_pruned(storage: Storage) -> None:
    """Summaries that ended too long ago are deleted; unfinished ones never."""
    ended, waiting = add(storage), add(storage)
    storage.summaries.finish(claim(storage), "r")
    assert prune(storage, summaries_days=1, calls_days=None).summaries == 0
    assert prune(storage, summaries_days=-1, calls_days=None).summaries == 1
    assert list(storage.summaries.states([ended, waiting])) == [waiting]


def test_deletion_leaves_no_words(tmp_path: Path) -> None:
    """After a deletion, no file of the database holds any word of the article."""
    words = "Unrepeatable-Saltmarsh-Words"
    storage = open_storage(f"sqlite:///{tmp_path / 'x.db'}")
    job = add(storage, request(words * 500, key="k" + words))
    held = claim(storage)
    with storage.calls.used_by(job):
        storage.calls.put("d", StoredCall("m", words * 500))
    storage.summaries.report(held, [Step(0.0, "running", words, 1, 1)])
    storage.summaries.finish(held, words * 500)
    storage.summaries.queue_state()
    assert any(words.encode() in f.read_bytes() for f in tmp_path.iterdir())
    storage.summaries.delete(job)
    assert not any(words.encode() in f.read_bytes() for f in tmp_path.iterdir())
    storage.close()


def test_deletion_does_not_wait_for_a_reader(tmp_path: Path) -> None:
    """A program that keeps reading holds up a deletion for a second at most."""
    storage = open_storage(f"sqlite:///{tmp_path / 'x.db'}")
    job = add(storage)
    with storage.database.reading() as connection:
        connection.execute(sa.text("SELECT count(*) FROM summaries")).one()
        began = time.monotonic()
        storage.summaries.delete(job)
        assert time.monotonic() - began < 5
    assert storage.summaries.states([job]) == {}
    storage.close()
