"""The stages in order: start reading here.

    article → segments → candidates → questions → answers → facts → rounds → summary

Each stage is a plain function over the nouns of `records`; none of them imports another. Only the
asking is asynchronous. The rest is CPU work and runs in threads, so that the service goes on
answering while it is done.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from service import __version__, articles, brief, chunks, dates, mentions, quotations, rounds
from service.asking import Asker, together
from service.errors import ContextOverflow
from service.language import Language
from service.records import (
    Answer,
    Article,
    ArticleInput,
    Chunk,
    ChunkCoverage,
    Coverage,
    Disagreement,
    Evidence,
    Job,
    MarkCoverage,
    Progress,
    Provenance,
    Question,
    Quotation,
    Reading,
    Rejection,
    Round,
    Span,
    Summary,
    SummaryOptions,
    Usage,
)

Report = Callable[[Progress], None]


class Tools(Protocol):
    """What the stages need from outside; `bootstrap` makes the real one."""

    @property
    def language(self) -> Language: ...

    @property
    def chunk_tokens(self) -> int: ...

    @property
    def max_article_bytes(self) -> int: ...

    async def asker(self, options: SummaryOptions) -> Asker:
        """An asker for the model and prompt versions that the options name.

        Raises: UnknownName for a model or version that there is none of; ModelUnavailable when
            the model can't be loaded or reached.
        """
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """An article with all its candidates, and who rules say is speaking."""

    reading: Reading
    attributions: quotations.Attributions


class Pipeline:
    """From articles to summaries. Holds no state but its tools."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def summarize(self, job: Job, report: Report) -> Summary:
        """Read, ask, merge, word.

        Raises: ArticleError for an article that can't be read; ModelError when the model is down.
            A single question that fails is a rejection and shows in the coverage.
        """
        started = time.monotonic()
        asker = await self._tools.asker(job.options)
        sources = await asyncio.to_thread(self._read, job.inputs)
        drafts = await self._find(sources, report)
        answers, rejections = await self._ask(asker, drafts, report)
        readings = await asyncio.to_thread(lambda: [settled(draft, answers) for draft in drafts])

        report(Progress("merge", 0, 1))
        merged = await asyncio.to_thread(rounds.merge, readings)
        linked = quotations.link(
            [q for reading in readings for q in reading.quotations],
            [reading.article for reading in readings],
        )
        found, refused = await self._compare(asker, merged.rounds, readings)
        rejections += refused
        report(Progress("merge", 1, 1))

        if job.options.brief:
            found, refused = await self._brief(asker, found, readings, report)
            rejections += refused
        return Summary(
            id=job.id,
            created_at=datetime.now(UTC),
            status="done",
            articles=tuple(reading.article for reading in readings),
            rounds=tuple(found),
            quotations=tuple(in_rounds(linked, merged.round_of_article)),
            rejections=(*rejections, *merged.rejections),
            coverage=coverage(readings, drafts),
            usage=used(asker, time.monotonic() - started),
            provenance=Provenance(
                service_version=__version__, model=asker.model_name, prompts=asker.stamps()
            ),
        )

    async def quote(
        self, inputs: Sequence[ArticleInput], options: SummaryOptions, *, use_model: bool
    ) -> list[Quoted]:
        """The quotations alone. Without the model, rules decide what they can.

        Raises: as `summarize`; nothing of the model's when `use_model` is False.
        """
        sources = await asyncio.to_thread(self._read, inputs)
        drafts = await self._find(sources, lambda _: None)
        answers: list[Answer] = []
        if use_model:
            asker = await self._tools.asker(options)
            open_questions = [q for d in drafts for q in quotations.questions(d.attributions)]
            answers = list((await asker.ask(open_questions)).answers)
        readings = [settled(draft, answers) for draft in drafts]
        linked = quotations.link(
            [q for reading in readings for q in reading.quotations],
            [reading.article for reading in readings],
        )
        return [
            Quoted(
                article=reading.article,
                quotations=tuple(q for q in linked if q.article == reading.article.id),
                coverage=quotations.coverage(draft.attributions, reading.answers),
            )
            for reading, draft in zip(readings, drafts, strict=True)
        ]

    def _read(self, inputs: Sequence[ArticleInput]) -> list[Article]:
        ids = unique_ids(inputs)
        limit = self._tools.max_article_bytes
        return [
            articles.read(source, article_id, max_bytes=limit)
            for source, article_id in zip(inputs, ids, strict=True)
        ]

    async def _find(self, sources: Sequence[Article], report: Report) -> list[Draft]:
        drafts: list[Draft] = []
        for done, article in enumerate(sources):
            report(Progress("read", done, len(sources)))
            drafts.append(await asyncio.to_thread(self._candidates, article))
        report(Progress("read", len(sources), len(sources)))
        return drafts

    def _candidates(self, article: Article) -> Draft:
        language = self._tools.language
        segments = articles.segment(article)
        entities = mentions.find_entities(article, segments, language)
        passages = quotations.find_passages(article.text)
        return Draft(
            reading=Reading(
                article=article,
                segments=segments,
                chunks=chunks.split(article, segments, self._tools.chunk_tokens),
                entities=entities,
                dates=dates.find_dates(article, segments),
                durations=dates.find_durations(article, segments),
                passages=passages,
            ),
            attributions=quotations.attribute(article, segments, passages, entities, language),
        )

    async def _ask(
        self, asker: Asker, drafts: Sequence[Draft], report: Report
    ) -> tuple[list[Answer], list[Rejection]]:
        """Every open decision, in the shape that suits the model; both end in the same answers."""
        if asker.profile.shape == "chunk":
            return await self._ask_by_chunk(asker, drafts, report)
        asked = await asker.ask(
            await asyncio.to_thread(lambda: [q for draft in drafts for q in open_questions(draft)]),
            lambda done, total: report(Progress("ask", done, total)),
        )
        return list(asked.answers), list(asked.rejections)

    async def _ask_by_chunk(
        self, asker: Asker, drafts: Sequence[Draft], report: Report
    ) -> tuple[list[Answer], list[Rejection]]:
        work = [(draft.reading, chunk) for draft in drafts for chunk in draft.reading.chunks]
        answers: list[Answer] = []
        rejections: list[Rejection] = []
        done = 0

        async def one(reading: Reading, chunk: Chunk) -> None:
            nonlocal done
            found, refused = await self._ask_chunk(asker, reading, chunk)
            answers.extend(found)
            rejections.extend(refused)
            done += 1
            report(Progress("ask", done, len(work)))

        await together([partial(one, reading, chunk) for reading, chunk in work])
        return answers, rejections

    async def _ask_chunk(
        self, asker: Asker, reading: Reading, chunk: Chunk
    ) -> tuple[list[Answer], list[Rejection]]:
        """One chunk's answers. A chunk too long for the model is halved until it fits."""
        request = rounds.chunk_request(reading, chunk)
        try:
            asked = await asker.ask_chunk(request)
        except ContextOverflow as overflow:
            halves = halved(reading, chunk)
            if len(halves) < 2:
                reason = f"too long for the model even alone: {overflow}"
                return [lost(reading, chunk, asker)], [refusal(reading, chunk, reason)]
            parts = [await self._ask_chunk(asker, reading, half) for half in halves]
            return [a for part in parts for a in part[0]], [r for part in parts for r in part[1]]
        if asked.content is None:
            return [lost(reading, chunk, asker)], list(asked.rejections)
        found, refused = rounds.chunk_answers(request, asked.content, asker.model_name)
        return list(found), [*asked.rejections, *refused]

    async def _compare(
        self, asker: Asker, merged: Sequence[Round], readings: Sequence[Reading]
    ) -> tuple[list[Round], list[Rejection]]:
        """Add the disagreements that only a reader of both articles sees."""
        compared: list[Round] = []
        rejections: list[Rejection] = []
        for talks in merged:
            more, refused = await self._ask_disputes(asker, talks, readings)
            both = (*talks.disagreements, *more)
            compared.append(talks.model_copy(update={"disagreements": both}) if more else talks)
            rejections += refused
        return compared, rejections

    async def _ask_disputes(
        self, asker: Asker, talks: Round, readings: Sequence[Reading]
    ) -> tuple[Sequence[Disagreement], Sequence[Rejection]]:
        """A model that fails or can't hold the question leaves what rules found."""
        request = rounds.dispute_request(talks, readings)
        if request is None or not asker.profile.takes(request.task):
            return (), ()
        try:
            asked = await asker.ask_chunk(request)
        except ContextOverflow as overflow:
            return (), [Rejection(what=request.task, reason=f"too long for the model: {overflow}")]
        more, refused = rounds.disputed(talks, asked.content)
        return more, (*asked.rejections, *refused)

    async def _brief(
        self,
        asker: Asker,
        found: Sequence[Round],
        readings: Sequence[Reading],
        report: Report,
    ) -> tuple[list[Round], list[Rejection]]:
        """Word each round in a few sentences, each checked against its evidence."""
        briefed: list[Round] = []
        rejections: list[Rejection] = []
        for done, talks in enumerate(found):
            report(Progress("brief", done, len(found)))
            drafts = brief.draft(talks, readings)
            asked = await asker.ask(brief.questions(drafts))
            sentences, refused = brief.settle(drafts, asked.answers)
            rejections += [*asked.rejections, *refused]
            briefed.append(talks.model_copy(update={"brief": sentences}))
        report(Progress("brief", len(found), len(found)))
        return briefed, rejections


@dataclass(frozen=True, slots=True)
class Quoted:
    """One article's quotations, and what became of each quotation mark."""

    article: Article
    quotations: tuple[Quotation, ...]
    coverage: MarkCoverage


def open_questions(draft: Draft) -> list[Question]:
    return [*quotations.questions(draft.attributions), *rounds.questions(draft.reading)]


def settled(draft: Draft, answers: Iterable[Answer]) -> Reading:
    """The reading with its answers, and its quotations with the speakers they settle."""
    own = tuple(a for a in answers if a.article == draft.reading.article.id)
    return replace(
        draft.reading,
        answers=own,
        quotations=quotations.settle(draft.attributions, own),
        failed_chunks=failed_chunks(draft.reading, own),
    )


def halved(reading: Reading, chunk: Chunk) -> list[Chunk]:
    """The chunk in two or more smaller ones; itself alone when it is a single segment."""
    if chunk.tokens <= chunks.SMALLEST_BUDGET:
        return [chunk]
    inside = tuple(s for s in reading.segments if chunk.span.contains(s.span))
    smaller = chunks.split(reading.article, inside, max(chunks.SMALLEST_BUDGET, chunk.tokens // 2))
    return [replace(half, id=f"{chunk.id}.{number}") for number, half in enumerate(smaller)]


def lost(reading: Reading, chunk: Chunk, asker: Asker) -> Answer:
    """The answer that stands for a chunk which no try could get one for."""
    return Answer("chunk", reading.article.id, chunk.id, None, asker.model_name)


def refusal(reading: Reading, chunk: Chunk, reason: str) -> Rejection:
    return Rejection(
        what="chunk",
        reason=reason,
        article=reading.article.id,
        start=chunk.span.start,
        end=chunk.span.end,
    )


def failed_chunks(reading: Reading, answers: Iterable[Answer]) -> tuple[str, ...]:
    """Chunks that hold an item which no try could get an answer for."""
    places: dict[str, Span] = {s.id: s.span for s in reading.segments}
    places |= {p.id: p.span for p in reading.passages}
    places |= {c.id: c.span for c in reading.chunks}
    places |= {e.id: e.mentions[0].span for e in reading.entities if e.mentions}
    failed = [
        places[whole(a.item)] for a in answers if a.choice is None and whole(a.item) in places
    ]
    return tuple(c.id for c in reading.chunks if any(c.span.overlaps(place) for place in failed))


def whole(item: str) -> str:
    """The id of the chunk that a part was made of; other ids as they are."""
    return item.split(".", 1)[0]


def in_rounds(found: Iterable[Quotation], round_of_article: dict[str, str]) -> Iterable[Quotation]:
    """Each quotation with the round that its article reports."""
    for quotation in found:
        yield quotation.model_copy(update={"round": round_of_article.get(quotation.article)})


def coverage(readings: Sequence[Reading], drafts: Sequence[Draft]) -> Coverage:
    """What was read and what was not, over all articles."""
    marks = [
        quotations.coverage(draft.attributions, reading.answers)
        for draft, reading in zip(drafts, readings, strict=True)
    ]
    total = sum(len(r.chunks) for r in readings)
    failed = tuple(
        Evidence(article=r.article.id, start=chunk.span.start, end=chunk.span.end)
        for r in readings
        for chunk in r.chunks
        if chunk.id in r.failed_chunks
    )
    return Coverage(
        chunks=ChunkCoverage(total=total, read=total - len(failed), failed=len(failed)),
        not_read=failed,
        quotation_marks=MarkCoverage(
            total=sum(m.total for m in marks),
            quoted=sum(m.quoted for m in marks),
            not_speech=sum(m.not_speech for m in marks),
            unresolved=sum(m.unresolved for m in marks),
        ),
    )


def used(asker: Asker, seconds: float) -> Usage:
    return asker.usage().model_copy(update={"seconds": round(seconds, 3)})


def unique_ids(inputs: Sequence[ArticleInput]) -> list[str]:
    """The callers' ids, and a1, a2, … for articles without; doubled ids get a number."""
    taken: set[str] = set()
    ids: list[str] = []
    for number, source in enumerate(inputs, 1):
        wanted = source.id or f"a{number}"
        candidate, copy = wanted, 2
        while candidate in taken:
            candidate, copy = f"{wanted}-{copy}", copy + 1
        taken.add(candidate)
        ids.append(candidate)
    return ids
