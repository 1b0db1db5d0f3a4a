"""Rounds of talks: found in each article, merged over all of them, compared after additions."""

from __future__ import annotations

from service.records import Answer, Chunk, ChunkRequest, Question, Reading, Rejection
from service.rounds import chunkshape, scenes, statements
from service.rounds.changes import changes
from service.rounds.merging import Merged, merge

__all__ = [
    "ChunkRequest",
    "Merged",
    "changes",
    "chunk_answers",
    "chunk_request",
    "merge",
    "questions",
]


def questions(reading: Reading) -> tuple[Question, ...]:
    """The closed questions that rules leave open: of which kind a sentence's statement is."""
    return tuple(statements.questions(reading, scenes.find(reading)))


def chunk_request(reading: Reading, chunk: Chunk) -> ChunkRequest:
    """The chunk's rounds, statements and speakers as one request, answered by ids alone."""
    return chunkshape.request(reading, chunk)


def chunk_answers(
    request: ChunkRequest, content: object, how: str
) -> tuple[tuple[Answer, ...], tuple[Rejection, ...]]:
    """A model's object as answers; what is no id of the request is a rejection."""
    return chunkshape.answers(request, content, how)
