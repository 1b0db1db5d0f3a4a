"""`POST /v1/quotations`: the quotations of articles alone, without rounds."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from service.records import Article, MarkCoverage, Quotation
from service.web import problems
from service.web.bodies import QuotationsRequest, body_of, in_openapi
from service.web.doors import Caller, caller_of
from service.web.summaries import check_options, parts_of, unless_gone

router = APIRouter(prefix="/v1/quotations", tags=["quotations"])


class QuotedArticle(BaseModel):
    """An article, its quotations, and what became of each of its quotation marks."""

    article: Article
    quotations: tuple[Quotation, ...]
    coverage: MarkCoverage


class Quotations(BaseModel):
    """One entry an article, in the order sent."""

    articles: list[QuotedArticle]


_EXAMPLE = {
    "articles": [{"text": '"We made progress," Foreign Minister Anna Berg said.'}],
    "no_model": True,
}


@router.post(
    "",
    response_model=Quotations,
    openapi_extra=in_openapi(QuotationsRequest, _EXAMPLE),
    responses=problems.documented(400, 401, 409, 413, 415, 422, 429, 500, 502, 503, 504),
    summary="Find quotations",
)
async def find(
    request: Request,
    caller: Annotated[Caller, Depends(caller_of)],
    body: Annotated[QuotationsRequest, Depends(body_of(QuotationsRequest))],
) -> Response:
    """Answers when done. With `no_model` rules alone decide, in milliseconds."""
    backend, doorkeeper = parts_of(request)
    check_options(body.options, backend)
    if not body.no_model:
        await doorkeeper.check_quota(caller)
    work = backend.quote(
        body.articles, body.options, use_model=not body.no_model, owner=caller.owner
    )
    found = await unless_gone(request, work)
    quoted = [
        QuotedArticle(article=one.article, quotations=one.quotations, coverage=one.coverage)
        for one in found or []
    ]
    answer = Quotations(articles=quoted).model_dump_json(indent=2)
    return Response(answer + "\n", media_type="application/json")
