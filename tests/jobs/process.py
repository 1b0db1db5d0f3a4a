"""A process that the kill tests kill: `python -m tests.jobs.process ROLE URL DIARY STEPS SECONDS`.

ROLE: "serve" runs jobs in the process (SQLite), "work" is a worker (PostgreSQL). It prints "ready"
when it has begun. Times are a tenth of the service's own, unless a last argument says "real".
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from service.jobs import open_jobs, work
from service.jobs.timings import Timings
from service.settings import Settings
from service.storage import open_storage
from tests.jobs.summarizers import DiarySummarizer

SHORT = Timings(
    lease=1.0,
    tick=0.2,
    poll=0.05,
    idle=0.1,
    heartbeat=0.3,
    stalled=1.2,
    rescue=0.4,
    grace=0.5,
    event=0.02,
)


async def main(role: str, url: str, diary: str, steps: str, seconds: str, pace: str = "") -> None:
    storage = open_storage(url)
    summarizer = DiarySummarizer(storage, Path(diary), int(steps), float(seconds))
    settings = Settings(database_url=url, job_concurrency=2)
    timings = Timings() if pace == "real" else SHORT
    if role == "serve":
        async with open_jobs(settings, storage, summarizer, timings=timings):
            print("ready", flush=True)  # noqa: T201
            await asyncio.Event().wait()
    else:
        print("ready", flush=True)  # noqa: T201
        await work(settings, storage, summarizer, timings=timings)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
