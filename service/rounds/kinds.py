"""Of which kind a sentence's statement is, by weighing what the sentence shows.

A multinomial logistic regression: each sign adds its weight to each kind. The weights are fitted
on the reference cases by `python -m evals.kinds`, which also says what they find in cases that
they were not fitted on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from service.records import Reading, Segment, Span
from service.rounds.people import Company
from service.rounds.scenes import Clause, Scenes
from service.rounds.signs import carried, signs
from service.rounds.weights import WEIGHTS

Kind = Literal["outcome", "open", "next"]
Weights = Mapping[str, tuple[float, ...]]
KINDS: tuple[Kind, ...] = ("outcome", "open", "next")
# Least probability that a sentence states something. Source: docs/decisions/0035.
STATES = 0.32
# Words of what the talks themselves did or will do; a sentence with none of them, of a conflict and
# of times that are over, tells the history that every report repeats. 19 of 21 such sentences of
# dev answer no statement, and neither of the two others was found by weight.
SAID = frozenset(
    {"agree", "propose", "demand", "refuse", "deny", "progress", "say", "will", "quoted"}
)
ACTS = SAID | {"again", "fail", "meeting", "of talks"}
ACTORS = frozenset({"sides", "sides named", "they", "person named"})
OVER = frozenset({"year over", "since", "lasting", "date long before"})
# Below this, a sentence is not even worth a question to a model.
OPEN_TO_QUESTION = 0.12


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the story with what it shows, and what the one before it showed.

    place: its number in the story, and how many there are.
    """

    segment: Segment
    clauses: tuple[Clause, ...]
    shown: frozenset[str]
    context: frozenset[str]
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The likeliest kind, and the probability that the sentence states anything at all."""

    kind: Kind
    states: float

    @property
    def sure(self) -> Kind | None:
        return self.kind if self.states > STATES else None


def candidates(reading: Reading, scenes: Scenes, company: Company) -> Iterator[Candidate]:
    """Every sentence of the story, in reading order."""
    story = tuple(reading.story())
    before: tuple[Segment, frozenset[str]] | None = None
    for number, segment in enumerate(story):
        clauses = scenes.of_segment(segment)
        place = (number, len(story))
        context = frozenset(carried(segment, before))
        own = signs(reading, segment, segment.span, clauses, company, place)
        yield Candidate(segment, clauses, own | context, context, place)
        before = (segment, own)


def part(reading: Reading, candidate: Candidate, span: Span, company: Company) -> frozenset[str]:
    """What a part of a candidate's sentence shows."""
    return candidate.context | signs(
        reading, candidate.segment, span, candidate.clauses, company, candidate.place
    )


def is_background(shown: frozenset[str]) -> bool:
    """Whether a sentence tells the history of the conflict, or its dead, however it names sides."""
    if not OVER & shown:
        return False
    toll = "toll" in shown and not (SAID | ACTORS) & shown
    return toll or ("strife" in shown and not ACTS & shown)


def weigh(shown: Iterable[str], weights: Weights | None = None) -> Weighed:
    """Add up the weights, those of the service unless others are given."""
    weights = WEIGHTS if weights is None else weights
    sums = [0.0] * len(KINDS)
    for sign in shown:
        for i, weight in enumerate(weights.get(sign, ())):
            sums[i] += weight
    powers = [math.exp(s) for s in sums]
    best = max(range(len(KINDS)), key=sums.__getitem__)
    return Weighed(KINDS[best], sum(powers) / (1 + sum(powers)))
