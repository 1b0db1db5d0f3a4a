"""Puts the service together: settings in, working parts out. Tests pass fakes here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from service import models, prompts
from service.asking import Asker, CallStore, InFlight
from service.errors import UnknownName
from service.language import Language, load
from service.pipeline import Pipeline
from service.records import SummaryOptions
from service.settings import Settings
from service.storage import Storage, open_storage

_MOST_MODELS = 8
"""Models that requests may have opened by name; each keeps connections, or gigabytes of weights."""


@dataclass
class Workshop:
    """The tools that the pipeline works with. Models are opened when first asked for.

    Equal calls that several requests make at the same time are made once.
    """

    settings: Settings
    language: Language
    prompts: prompts.Prompts
    calls: CallStore
    _models: dict[str, models.Model] = field(default_factory=dict[str, models.Model])
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)
    _in_flight: InFlight = field(default_factory=InFlight)

    @property
    def chunk_tokens(self) -> int:
        return self.settings.chunk_tokens

    @property
    def max_article_bytes(self) -> int:
        return self.settings.max_article_bytes

    async def asker(self, options: SummaryOptions) -> Asker:
        """An asker with usage counts of its own, over a model that all askers share."""
        versions = {**self.settings.prompt_versions(), **options.prompts}
        for task, version in versions.items():
            self.prompts.get(task, version)
        model = await self.model(options.model)
        return Asker(model, self.prompts, versions, self.calls, in_flight=self._in_flight)

    async def model(self, name: str | None = None) -> models.Model:
        """The model of that name, opened once. Raises UnknownName, ModelUnavailable."""
        wanted = name or self.settings.model
        async with self._opening:
            if wanted not in self._models:
                if len(self._models) >= _MOST_MODELS:
                    raise UnknownName(
                        f"{wanted!r} is not open, and {_MOST_MODELS} other models are. "
                        f"Use one of them: {', '.join(sorted(self._models))}."
                    )
                self._models[wanted] = await asyncio.to_thread(
                    models.open_model, self.settings, wanted
                )
            return self._models[wanted]

    def adopt(self, model: models.Model) -> None:
        """Answer to this model's name with it, opened elsewhere; closed with the others."""
        self._models[model.name] = model

    async def close(self) -> None:
        for model in self._models.values():
            await model.close()
        self._models.clear()


def workshop(settings: Settings, calls: CallStore) -> Workshop:
    """Raises PromptError when a prompt file is wrong, UnknownName for an unknown version."""
    loaded = prompts.load(prompts.default_folder())
    for task, version in settings.prompt_versions().items():
        loaded.get(task, version)
    return Workshop(settings=settings, language=load(), prompts=loaded, calls=calls)


@asynccontextmanager
async def opened(
    settings: Settings, watched: Callable[[CallStore], CallStore] = lambda calls: calls
) -> AsyncGenerator[tuple[Storage, Workshop]]:
    """The database and the tools over it, until the block is left.

    watched: what the tools get for the store of calls, such as one that counts them.
    Raises: as `open_storage` and `workshop`.
    """
    storage = await asyncio.to_thread(open_storage, settings.resolved_database_url())
    try:
        tools = await asyncio.to_thread(workshop, settings, watched(storage.calls))
        try:
            yield storage, tools
        finally:
            await tools.close()
    finally:
        await asyncio.to_thread(storage.close)


def pipeline(tools: Workshop) -> Pipeline:
    return Pipeline(tools)
