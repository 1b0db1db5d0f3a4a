"""API keys open the service until they are revoked; what they use is counted by the day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa

from service.errors import UnknownName
from service.storage import Storage
from service.storage.tables import api_keys


def test_key_is_found_by_its_secret(storage: Storage) -> None:
    """Only the secret finds the key, with its limits."""
    key, secret = storage.keys.create("desk", requests_per_minute=10, tokens_per_day=1000)
    assert storage.keys.find(secret) == key
    assert (key.requests_per_minute, key.tokens_per_day) == (10, 1000)
    assert storage.keys.find(secret + "x") is None
    assert storage.keys.find(key.digest) is None
    assert storage.keys.find("\ud800") is None


def test_secret_is_not_stored(storage: Storage) -> None:
    """No column holds the secret."""
    _, secret = storage.keys.create("desk")
    with storage.database.reading() as connection:
        row = connection.execute(sa.select(api_keys)).one()
    assert secret not in [str(value) for value in row]


def test_revoked_key_opens_nothing(storage: Storage) -> None:
    """A revoked key is not found, stays listed, and keeps its time when revoked again."""
    key, secret = storage.keys.create("desk")
    storage.keys.revoke(key.id)
    assert storage.keys.find(secret) is None
    (listed,) = storage.keys.all()
    assert listed.revoked_at is not None
    storage.keys.revoke(key.id)
    assert storage.keys.all() == [listed]
    with pytest.raises(UnknownName):
        storage.keys.revoke("nobody")


def test_tokens_are_counted_by_day(storage: Storage) -> None:
    """Tokens add up within a day, also from many threads, and not over days."""
    key, _ = storage.keys.create("desk")
    day = date(2024, 3, 8)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: storage.keys.spend(key.id, 5, day), range(20)))
    assert storage.keys.spent(key.id, day) == 100
    assert storage.keys.spent(key.id, date(2024, 3, 9)) == 0
    storage.keys.spend(key.id, 1)
    assert storage.keys.spent(key.id) == 1
