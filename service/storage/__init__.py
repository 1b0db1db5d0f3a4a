"""What outlives a process: summaries, their events, model calls, API keys. SQLite or PostgreSQL.

    storage = open_storage(settings.resolved_database_url())     # upgraded, ready
    storage.calls       the store of model calls (`asking.CallStore`)
    storage.summaries   jobs, their results and events
    storage.keys        API keys and the tokens they used
    storage.close()

All methods are plain functions, safe to call from any thread; await them with asyncio.to_thread.
"""

from service.storage.keys import ApiKey
from service.storage.opening import Pruned, Storage, copy, current, open_storage, prune, upgrade
from service.storage.upgrades import head

__all__ = [
    "ApiKey",
    "Pruned",
    "Storage",
    "copy",
    "current",
    "head",
    "open_storage",
    "prune",
    "upgrade",
]
