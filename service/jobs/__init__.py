"""Summaries as durable jobs: sent once, run once, watched by many, never lost.

    async with open_jobs(settings, storage, summarizer) as jobs:
        ticket = await jobs.submit(inputs, options, owner="", idempotency_key="k1")
        summary = await jobs.wait(ticket.id)

On SQLite the jobs run in this process; on PostgreSQL in `communique worker` processes, which run
`work(settings, storage, summarizer)`. docs/jobs.md tells the whole story.
"""

from service.jobs.nouns import Entry, Event, JobTicket, Load, Page, Summarizer
from service.jobs.service import Jobs, open_jobs
from service.jobs.worker import work

__all__ = ["Entry", "Event", "JobTicket", "Jobs", "Load", "Page", "Summarizer", "open_jobs", "work"]
