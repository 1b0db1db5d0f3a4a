"""The front of the jobs: what a web request or a command may ask of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from service.errors import CommuniqueError
from service.jobs.nouns import Event, JobTicket, Load, Page, Summarizer
from service.records import ArticleInput, Summary, SummaryOptions
from service.settings import Settings
from service.storage import Storage


class Jobs:
    """Safe to use from many tasks of one event loop.

    owner: the API key's id, or "" when the service asks for no keys. Where an owner is given, the
    summaries of others are as if they did not exist (UnknownName).
    """

    async def submit(
        self,
        inputs: Sequence[ArticleInput],
        options: SummaryOptions,
        *,
        idempotency_key: str | None = None,
        owner: str = "",
        keep: bool = False,
    ) -> JobTicket:
        """Store the request and queue it; it survives a crash from here on.

        keep: run on although nobody waits (for `Prefer: respond-async`). Otherwise the job is
            called off when the last `wait` for it is cancelled.
        Raises: Busy (429, `retry_after`) when the queue is full; KeyReused (422) when the
            idempotency key came with another request before.
        """
        raise NotImplementedError

    async def add_articles(
        self,
        id: str,  # noqa: A002
        inputs: Sequence[ArticleInput],
        *,
        idempotency_key: str | None = None,
        owner: str = "",
        keep: bool = False,
    ) -> JobTicket:
        """Queue the summary again with more articles; `before` gives what it said until now.

        Should the new run fail or be cancelled, the summary is again what it was before.
        Raises: as `submit`; UnknownName; StillRunning (409) while an earlier run is unfinished.
        """
        raise NotImplementedError

    async def get(self, id: str, *, owner: str | None = None) -> Summary:  # noqa: A002
        """The summary as it stands; one that is not done has no articles and no rounds.

        Raises: UnknownName.
        """
        raise NotImplementedError

    async def before(self, id: str, *, owner: str | None = None) -> Summary | None:  # noqa: A002
        """What the summary said before articles were last added; None when none were."""
        raise NotImplementedError

    async def failure(
        self,
        id: str,  # noqa: A002
        *,
        owner: str | None = None,
    ) -> CommuniqueError | None:
        """Why the last run failed or was cancelled, as `wait` raises it; None when it did not."""
        raise NotImplementedError

    async def wait(self, id: str, *, owner: str | None = None) -> Summary:  # noqa: A002
        """The finished summary. Cancelling the last wait calls the job off, unless it is kept.

        Raises: UnknownName; the error that the run ended with; Cancelled when it was called off.
        """
        raise NotImplementedError

    def events(
        self,
        id: str,  # noqa: A002
        after: int = 0,
        *,
        owner: str | None = None,
    ) -> AsyncIterator[Event]:
        """Events with numbers above `after`: those stored, then those to come, up to the last.

        Works in any process on the same database. Raises UnknownName at the first step; ends
        quietly when the summary is deleted on the way.
        """
        raise NotImplementedError

    async def cancel(self, id: str, *, owner: str | None = None) -> None:  # noqa: A002
        """Call the job off, wherever it runs; nothing happens when it has ended. UnknownName."""
        raise NotImplementedError

    async def cancel_and_forget(self, id: str, *, owner: str | None = None) -> None:  # noqa: A002
        """Call the job off and delete all that is stored of it. Raises UnknownName."""
        raise NotImplementedError

    async def page(
        self, cursor: str | None = None, limit: int = 50, *, owner: str | None = None
    ) -> Page:
        """Summaries, newest first. Raises UnknownName for a cursor that is none of ours."""
        raise NotImplementedError

    async def load(self) -> Load:
        """Jobs queued and running over all processes, for metrics and /readyz."""
        raise NotImplementedError


@asynccontextmanager
async def open_jobs(
    settings: Settings, storage: Storage, summarizer: Summarizer
) -> AsyncIterator[Jobs]:
    """Jobs that run until the block is left; unfinished ones are left to the next start.

    storage: already upgraded. On PostgreSQL the summarizer is not used: workers have theirs.
    """
    raise NotImplementedError
    yield
