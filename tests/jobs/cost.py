"""What a summary costs besides the model: `python -m tests.jobs.cost [FILE…]`.

The articles are the seeds unless given. The model answers at once, so that all the time is ours.
Prints the figures of docs/operations.md.
"""

# ruff: noqa: T201

from __future__ import annotations

import asyncio
import resource
import sys
import tempfile
import time
from pathlib import Path

from service import bootstrap
from service.jobs import open_jobs
from service.records import ArticleInput, SummaryOptions
from service.settings import Settings
from service.storage import open_storage
from tests import postgres
from tests.fakes import QueuedModel
from tests.jobs.conftest import Script

TIMES = 5
SMALL = 100


async def main(files: list[Path]) -> None:
    inputs = [ArticleInput(text=file.read_text("utf-8")) for file in files]
    size = sum(len(source.text or "") for source in inputs)
    print(f"{len(inputs)} articles, {size:,} characters")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/cost.db"
        settings = Settings(database_url=url, model="fake")
        storage = open_storage(url)
        began = time.perf_counter()
        tools = bootstrap.workshop(settings, storage.calls)
        model = QueuedModel()
        tools.adopt(model)
        print(f"loading the language model        {time.perf_counter() - began:8.2f} s, once")
        pipeline = bootstrap.pipeline(tools)
        async with open_jobs(settings, storage, pipeline) as jobs:
            for number in range(TIMES):
                # Other words each time, so that no call is taken from the store.
                other = [s.model_copy(update={"text": f"{number}. {s.text}"}) for s in inputs]
                asked, used, began = len(model.calls), cpu_seconds(), time.perf_counter()
                ticket = await jobs.submit(other, SummaryOptions())
                await jobs.wait(ticket.id)
                took = time.perf_counter() - began
                print(
                    f"summary {number + 1}                         {took:8.2f} s, "
                    f"{cpu_seconds() - used:.2f} s of CPU, {len(model.calls) - asked} model calls"
                )
        storage.database.shrink()
        stored = await asyncio.to_thread(size_of, Path(folder, "cost.db")) / TIMES
        print(f"stored for each summary           {stored / 1024:8.0f} KiB")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"memory at most                    {peak / 1024:8.0f} MiB")
        storage.close()
        await overhead("SQLite", f"sqlite:///{folder}/overhead.db")
    with postgres.server() as server, postgres.database(server) as url:
        storage = open_storage(url)
        began = time.perf_counter()
        async with open_jobs(Settings(database_url=url), storage, Script()) as jobs:
            for number in range(SMALL):
                await jobs.submit([ArticleInput(text=str(number))], SummaryOptions(), keep=True)
        took = (time.perf_counter() - began) / SMALL
        print(f"queueing a job on PostgreSQL      {took * 1000:8.1f} ms")
        storage.close()


async def overhead(name: str, url: str) -> None:
    """The time of a job that does nothing, from the request to the stored summary."""
    storage = open_storage(url)
    async with open_jobs(Settings(database_url=url), storage, Script()) as jobs:
        began = time.perf_counter()
        for number in range(SMALL):
            ticket = await jobs.submit([ArticleInput(text=str(number))], SummaryOptions())
            await jobs.wait(ticket.id)
    took = (time.perf_counter() - began) / SMALL
    print(f"a job without work on {name:12}{took * 1000:8.1f} ms")
    storage.close()


def size_of(file: Path) -> int:
    return file.stat().st_size


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:]]
    asyncio.run(main(given or sorted(Path("seeds").glob("*.txt"))))
