"""Rounds of talks: found in each article, merged over all of them, compared after additions."""

from __future__ import annotations

from collections.abc import Sequence

from service.records import (
    Answer,
    Chunk,
    ChunkRequest,
    Disagreement,
    Question,
    Reading,
    Rejection,
    Round,
)
from service.rounds import chunkshape, disputes, scenes, statements
from service.rounds.changes import changes
from service.rounds.merging import Merged, merge

__all__ = [
    "ChunkRequest",
    "Merged",
    "changes",
    "chunk_answers",
    "chunk_request",
    "dispute_request",
    "disputed",
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


def dispute_request(talks: Round, readings: Sequence[Reading]) -> ChunkRequest | None:
    """Which statements of a round contradict each other; None where one article has them all."""
    return disputes.request(talks, readings)


def disputed(
    talks: Round, content: object
) -> tuple[tuple[Disagreement, ...], tuple[Rejection, ...]]:
    """What a model's object adds to the round's disagreements; what is no such pair is refused."""
    return disputes.settle(talks, content)
