"""Model calls are kept by digest, and go with the last summary that used them."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from service.records import StoredCall, TokenCounts
from service.storage import Storage, prune
from service.storage.summaries import Request
from service.storage.tables import summaries

CALL = StoredCall("m", "yes", TokenCounts(10, 4, 1), (0.9, 0.8))


def add(storage: Storage, text: str = "x") -> str:
    request = Request(text, text, articles=1, size=1, delay=0, kept=True)
    return storage.summaries.add(request, 100)[0]


def test_call_comes_back_as_it_was_put(storage: Storage) -> None:
    """All fields of a call survive."""
    assert storage.calls.get("d") is None
    storage.calls.put("d", CALL)
    assert storage.calls.get("d") == CALL


def test_first_call_stays(storage: Storage) -> None:
    """A second call under the same digest changes nothing."""
    storage.calls.put("d", CALL)
    storage.calls.put("d", StoredCall("m", "no"))
    assert storage.calls.get("d") == CALL


def test_hostile_words_survive(storage: Storage) -> None:
    """Zero bytes, half a surrogate pair and quotation marks come back unchanged."""
    call = StoredCall("m", "\x00 \ud800 ' \" \u202e \U0001f600")
    storage.calls.put("d", call)
    assert storage.calls.get("d") == call


def test_many_threads_at_once(storage: Storage) -> None:
    """Calls put from many threads are all there."""
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(lambda n: storage.calls.put(f"d{n % 50}", CALL), range(200)))
        assert all(threads.map(storage.calls.get, [f"d{n}" for n in range(50)]))


def test_call_goes_with_its_last_summary(storage: Storage) -> None:
    """A call that two summaries used stays until both are deleted."""
    first, second = add(storage), add(storage)
    with storage.calls.used_by(first):
        storage.calls.put("shared", CALL)
        storage.calls.put("own", CALL)
    with storage.calls.used_by(second):
        assert storage.calls.get("shared") == CALL
    storage.summaries.delete(first)
    assert storage.calls.get("own") is None
    assert storage.calls.get("shared") == CALL
    storage.summaries.delete(second)
    assert storage.calls.get("shared") is None


def test_tokens_are_charged_with_the_call(storage: Storage) -> None:
    """Tokens of calls made for a key count for it once each, also when the same call was kept."""
    key, _ = storage.keys.create("desk")
    with storage.calls.charged_to(key.id):
        storage.calls.put("d", CALL)
        storage.calls.put("d", CALL)
        storage.calls.get("d")
    with storage.calls.charged_to("nobody"):
        storage.calls.put("e", CALL)
    storage.calls.put("f", CALL)
    assert storage.keys.spent(key.id) == 22


def test_call_for_a_deleted_summary(storage: Storage) -> None:
    """A run that goes on after its summary was deleted can still use the store."""
    gone = add(storage)
    storage.summaries.delete(gone)
    with storage.calls.used_by(gone):
        storage.calls.put("d", CALL)
        assert storage.calls.get("d") == CALL


def test_call_while_its_summary_is_deleted(storage: Storage) -> None:
    """A call that is stored in the moment in which its summary is deleted is kept."""
    gone = add(storage)

    def put() -> None:
        with storage.calls.used_by(gone):
            storage.calls.put("d", CALL)

    with ThreadPoolExecutor(1) as other:
        with storage.database.writing() as connection:
            connection.execute(summaries.delete().where(summaries.c.id == gone))
            storing = other.submit(put)
            time.sleep(0.3)
        storing.result(10)
    assert storage.calls.get("d") == CALL


def test_old_calls_are_pruned(storage: Storage) -> None:
    """Calls not used for longer than they are kept are deleted; others stay."""
    storage.calls.put("d", CALL)
    assert prune(storage, summaries_days=None, calls_days=1).calls == 0
    assert prune(storage, summaries_days=None, calls_days=None).calls == 0
    assert prune(storage, summaries_days=None, calls_days=-1).calls == 1
    assert storage.calls.get("d") is None
