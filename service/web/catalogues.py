"""`/v1/prompts` and `/v1/models`: what a request may name in its options."""

from __future__ import annotations

import asyncio
import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from service.prompts import Prompts
from service.web import problems
from service.web.backend import ModelEntry
from service.web.doors import Caller, caller_of
from service.web.summaries import parts_of

router = APIRouter(prefix="/v1", tags=["catalogues"])


class PromptEntry(BaseModel):
    """A prompt version. current: used when a request names none. why: what is new in it."""

    task: str
    version: str
    digest: str
    date: datetime.date
    why: str
    current: bool


class PromptList(BaseModel):
    prompts: list[PromptEntry]


class ModelList(BaseModel):
    models: list[ModelEntry]


_ERRORS = problems.documented(401, 429, 503)
CallerNow = Annotated[Caller, Depends(caller_of)]


@router.get("/prompts", responses=_ERRORS, summary="Prompt versions")
async def prompts(request: Request, caller: CallerNow) -> PromptList:  # noqa: ARG001 - the door
    """Every version of every prompt, with its digest."""
    backend, _ = parts_of(request)
    return PromptList(prompts=entries_of(backend.prompts))


@router.get("/models", responses=_ERRORS, summary="Models")
async def models(request: Request, caller: CallerNow) -> ModelList:  # noqa: ARG001 - the door
    """The embedded models, and the one at the endpoint if one is set."""
    backend, _ = parts_of(request)
    return ModelList(models=await asyncio.to_thread(backend.list_models))


def entries_of(loaded: Prompts) -> list[PromptEntry]:
    return [
        PromptEntry(
            task=prompt.task,
            version=prompt.version,
            digest=prompt.digest,
            date=prompt.date,
            why=prompt.why,
            current=loaded.current[prompt.task] == prompt.version,
        )
        for prompt in loaded
    ]
