"""The web service over real jobs on SQLite, with a scripted summarizer in place of the pipeline."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256

import httpx
from fastapi import FastAPI

from service import prompts
from service.asking import CallStore
from service.errors import CommuniqueError
from service.jobs import open_jobs
from service.pipeline import Quoted
from service.records import (
    Article,
    ArticleInput,
    Fact,
    Job,
    MarkCoverage,
    Progress,
    Quotation,
    Rejection,
    Round,
    StoredCall,
    Summary,
    SummaryOptions,
    TokenCounts,
    Usage,
)
from service.settings import Settings
from service.storage import open_storage
from service.web import Backend, create_app
from service.web.backend import Opener, Places, check_name, list_models
from service.web.metrics import Metrics
from tests.fakes import MemoryCalls


class Scripted:
    """A summarizer and quoter that does as the last article's text says.

    "wait": until `go` is set. "fail": raises `error`. Anything else is summarised at once, as
    one round whose label is the text, with the words between straight quotes as quotations.
    """

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.started = asyncio.Event()
        self.error: BaseException = RuntimeError("the secret word is saltmarsh")
        self.cancelled = 0
        self.model_failure: CommuniqueError | None = None
        self.calls: CallStore = MemoryCalls()
        self._asked = 0

    async def summarize(self, job: Job, report: Callable[[Progress], None], /) -> Summary:
        self.started.set()
        report(Progress("read", 0, 2))
        articles = [article_of(source, n) for n, source in enumerate(job.inputs, 1)]
        text = articles[-1].text
        try:
            await self._ask()
            if text == "wait":
                await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if text == "fail":
            raise self.error
        report(Progress("read", 2, 2))
        return Summary(
            id="",
            created_at=datetime(2000, 1, 1, tzinfo=UTC),
            status="done",
            articles=tuple(articles),
            rounds=(
                Round(
                    id="r1",
                    label=text[:80],
                    state="held",
                    place=Fact(value=text[:20], evidence=()),
                    articles=tuple(article.id for article in articles),
                ),
            ),
            quotations=tuple(q for article in articles for q in quotations_of(article)),
            rejections=(Rejection(what="x", reason="not in the article: 'saltmarsh'"),),
            usage=Usage(
                model="fake",
                calls=3,
                cached_calls=2,
                prompt_tokens=100,
                cached_prompt_tokens=60,
                completion_tokens=7,
            ),
        )

    async def quote(
        self, inputs: Sequence[ArticleInput], options: SummaryOptions, *, use_model: bool
    ) -> list[Quoted]:
        articles = [article_of(source, n) for n, source in enumerate(inputs, 1)]
        if articles[-1].text == "wait":
            await self.go.wait()
        if use_model and self.model_failure is not None:
            raise self.model_failure
        if use_model:
            await self._ask()
        return [
            Quoted(article=article, quotations=quotations_of(article), coverage=MarkCoverage())
            for article in articles
        ]

    async def _ask(self) -> None:
        """Three calls to the model, of 107 tokens together, and two found in the store."""
        for counts in (TokenCounts(50, 30, 3), TokenCounts(50, 30, 3), TokenCounts(0, 0, 1)):
            self._asked += 1
            call = StoredCall("fake", "yes", counts)
            await asyncio.to_thread(self.calls.put, f"call {self._asked}", call)
        for back in (0, 1):
            await asyncio.to_thread(self.calls.get, f"call {self._asked - back}")

    async def check_model(self) -> None:
        if self.model_failure is not None:
            raise self.model_failure


def article_of(source: ArticleInput, number: int) -> Article:
    text = source.text if source.text is not None else source.html or ""
    return Article(
        id=source.id or f"a{number}",
        title=source.title,
        outlet=source.outlet,
        url=source.url,
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
    )


def quotations_of(article: Article) -> tuple[Quotation, ...]:
    """What stands between each odd straight mark and the next."""
    marks = [at for at, character in enumerate(article.text) if character == '"']
    return tuple(
        Quotation(
            id=f"{article.id}-q{number}",
            article=article.id,
            start=start + 1,
            end=end,
            text=article.text[start + 1 : end],
            kind="direct",
            round="r1",
        )
        for number, (start, end) in enumerate(zip(marks[::2], marks[1::2], strict=False))
        if end > start + 1
    )


def opener_of(script: Scripted) -> Opener:
    """Opens a backend over the script; the database is the settings' own."""

    @asynccontextmanager
    async def opener(settings: Settings, metrics: Metrics) -> AsyncGenerator[Backend]:
        storage = open_storage(settings.resolved_database_url())
        try:
            script.calls = metrics.counted(storage.calls)
            async with open_jobs(settings, storage, metrics.observed(script)) as jobs:
                yield Backend(
                    jobs=jobs,
                    quoter=script,
                    charged_to=storage.calls.charged_to,
                    prompts=prompts.load(),
                    keys=storage.keys,
                    check_model=script.check_model,
                    check_name=lambda name: check_name(name, settings),
                    list_models=lambda: list_models(settings),
                    quote_places=Places(settings.job_concurrency),
                )
        finally:
            storage.close()

    return opener


@asynccontextmanager
async def running(settings: Settings, script: Scripted) -> AsyncGenerator[FastAPI]:
    """The application, started."""
    app = create_app(settings, opener_of(script))
    async with app.router.lifespan_context(app):
        yield app


@asynccontextmanager
async def client_of(app: FastAPI) -> AsyncGenerator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client
