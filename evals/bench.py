"""The service as the evals drive it: the real pipeline, one set of tools for each case."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol

from evals.cases import Case
from evals.recordings import NotingStore
from service import __version__
from service.asking import Asker, CallStore
from service.bootstrap import Workshop
from service.language import Language
from service.models import Call, Completion, Model, Profile
from service.pipeline import Pipeline
from service.records import (
    Coverage,
    Job,
    Provenance,
    Summary,
    SummaryOptions,
    TokenCounts,
)


@dataclass(frozen=True, slots=True)
class Spent:
    """What one case cost. Tokens are those of every answer used, kept ones included, so that two
    runs compare whatever was in the store; `fresh` says how many the model answered now.

    seconds: wall time; only means something when every call was fresh.
    """

    calls: int = 0
    fresh: int = 0
    prompt_tokens: int = 0
    cached_prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class Produced:
    """The output for a case, and what it cost."""

    summary: Summary
    spent: Spent


class Producer(Protocol):
    """Anything that turns a case into an output; tests put a fake here."""

    async def __call__(self, case: Case, task: str, repeat: int) -> Produced:
        """Raises: CommuniqueError when the service would fail."""
        ...


@dataclass
class Bench:
    """Runs cases through the pipeline.

    model: gives the model to ask, opened once. calls: where answers are kept.
    options: prompt versions and model, as a caller of the service would give them.
    ask: tasks to ask the model beyond its profile.
    """

    workshop: Workshop
    model: Callable[[], Awaitable[Model]]
    calls: CallStore
    options: SummaryOptions = field(default_factory=SummaryOptions)
    used: dict[str, NotingStore] = field(default_factory=dict[str, NotingStore])
    asked: Model | None = None
    ask: tuple[str, ...] = ()

    async def __call__(self, case: Case, task: str, repeat: int) -> Produced:
        store = NotingStore(self.calls)
        self.used[f"{case.id} {repeat}"] = store
        tools = _Tools(self.workshop, self._opened, store, repeat)
        pipeline = Pipeline(tools)
        started = time.monotonic()
        if task == "quotations":
            summary = await self._quotations(pipeline, case, tools)
        else:
            options = self.options.model_copy(update={"brief": task != "rounds"})
            job = Job(id=f"{case.id}-{repeat}", inputs=case.inputs, options=options)
            summary = await pipeline.summarize(job, lambda _: None)
        return Produced(summary, self._spent(tools, store, time.monotonic() - started))

    @property
    def answered_by(self) -> tuple[Profile, str]:
        """Profile and identity of the model that was asked. Raises: LookupError before any case."""
        if self.asked is None:
            raise LookupError("no case was run")
        return self.asked.profile, self.asked.identity

    async def _opened(self) -> Model:
        opened = await self.model()
        self.asked = AskedMore(opened, self.ask) if self.ask else opened
        return self.asked

    async def _quotations(self, pipeline: Pipeline, case: Case, tools: _Tools) -> Summary:
        quoted = await pipeline.quote(case.inputs, self.options, use_model=True)
        return Summary(
            id=case.id,
            created_at=datetime.now(UTC),
            status="done",
            articles=tuple(q.article for q in quoted),
            quotations=tuple(found for q in quoted for found in q.quotations),
            coverage=Coverage(),
            provenance=Provenance(
                service_version=__version__,
                model=tools.askers[0].model_name,
                prompts={t: s for asker in tools.askers for t, s in asker.stamps().items()},
            ),
        )

    def _spent(self, tools: _Tools, store: NotingStore, seconds: float) -> Spent:
        counts = sum((c.counts for c in store.used.values()), TokenCounts())
        usages = [asker.usage() for asker in tools.askers]
        costs = [u.cost_usd for u in usages if u.cost_usd is not None]
        return Spent(
            calls=len(store.used),
            fresh=sum(u.calls for u in usages),
            prompt_tokens=counts.prompt,
            cached_prompt_tokens=counts.cached,
            completion_tokens=counts.completion,
            seconds=round(seconds, 3),
            cost_usd=sum(costs) if costs else None,
        )


class AskedMore:
    """A model asked tasks beyond its profile, to see whether it earns them."""

    def __init__(self, inner: Model, tasks: Iterable[str]) -> None:
        self._inner = inner
        self.name = inner.name
        self.identity = inner.identity
        asks = inner.profile.asks
        more = None if asks is None else asks | frozenset(tasks)
        self.profile = replace(inner.profile, asks=more)

    async def complete(self, call: Call) -> Completion:
        return await self._inner.complete(call)

    async def close(self) -> None:
        await self._inner.close()


@dataclass
class _Tools:
    """The pipeline's tools for one case: its own store of calls, and its own repeat number."""

    workshop: Workshop
    model: Callable[[], Awaitable[Model]]
    calls: CallStore
    repeat: int
    askers: list[Asker] = field(default_factory=list[Asker])

    @property
    def language(self) -> Language:
        return self.workshop.language

    @property
    def chunk_tokens(self) -> int:
        return self.workshop.chunk_tokens

    @property
    def max_article_bytes(self) -> int:
        return self.workshop.max_article_bytes

    async def asker(self, options: SummaryOptions) -> Asker:
        versions = {**self.workshop.settings.prompt_versions(), **options.prompts}
        for task, version in versions.items():
            self.workshop.prompts.get(task, version)
        asker = Asker(
            await self.model(), self.workshop.prompts, versions, self.calls, repeat=self.repeat
        )
        self.askers.append(asker)
        return asker


def without_times(spent: Spent, seconds: float) -> Spent:
    """The same cost with the time that was measured when it was recorded, all calls kept."""
    return replace(spent, seconds=seconds, fresh=0, cost_usd=None)
