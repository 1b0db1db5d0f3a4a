"""A model that knows the references: the ceiling of what the `chunk` shape can express.

    python -m evals.oracle --split dev

It answers each chunk request with the ids that stand where the reference's evidence stands, and
the question for disagreements with the pairs that stand where their values do. What it still
misses is what no model could say in this shape, whatever it understood. The run is saved as
eval-runs/oracle-dev.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations, product
from typing import Annotated, Any

import typer

from evals import cases as case_files
from evals import runs
from evals.cases import (
    Anchor,
    Case,
    DisagreementValue,
    PersonReference,
    RoundReference,
    StatementReference,
)
from evals.matching import best_overlap, same_name
from evals.recordings import MemoryStore
from evals.runs import Output
from evals.scorers.fields import same_fact
from service import bootstrap, rounds
from service.asking import Asker
from service.models import Call, Completion, Profile
from service.pipeline import Pipeline
from service.records import (
    Answer,
    Chunk,
    ChunkRequest,
    Disagreement,
    Job,
    Reading,
    Rejection,
    Round,
    Span,
    Statement,
    SummaryOptions,
)
from service.rounds import disputes, places
from service.settings import Settings

KINDS = {"outcomes": "outcome", "open_issues": "open issue", "next_steps": "next step"}


def answer(case: Case, reading: Reading, chunk: Chunk, request: ChunkRequest) -> dict[str, Any]:
    """The object that a perfect model would return for a chunk of one of the case's articles."""
    oracle = _Oracle(reading, chunk, request)
    main = [r for r in case.main_rounds if reading.article.id in r.articles]
    found: list[dict[str, Any]] = []
    statements: list[dict[str, Any]] = []
    recalled: list[RoundReference] = []
    for about in main[:1]:
        found.append(oracle.round("reported", about))
        statements = oracle.statements(about)
        recalled = [
            r
            for r in case.reference.rounds
            if r is not about and reading.article.id in (*r.articles, *r.recalled_in)
        ]
    slots = {"earlier": ["earlier", "second earlier"], "ahead": ["announced"]}
    for other in recalled:
        ahead = other.state == "planned" or any(is_after(other, r) for r in main[:1])
        free = slots["ahead" if ahead else "earlier"]
        if free:
            # To this article a later round is still to come, whatever became of it.
            state = "planned" if ahead else other.state
            found.append({**oracle.round(free.pop(0), other), "state": state})
    return {"rounds": found, "statements": statements, "speakers": []}


def may_mean(words: str, day: date) -> bool:
    """Whether words without a year, or a weekday alone, may mean the day."""
    numbers = re.findall(r"\d+", words)
    if numbers:
        return str(day.day) in numbers and f"{day:%b}" in words
    return f"{day:%A}" in words


def is_after(other: RoundReference, about: RoundReference) -> bool:
    return bool(other.start and about.start and other.start > about.start)


class _Oracle:
    """One chunk, its candidates, and where they stand."""

    def __init__(self, reading: Reading, chunk: Chunk, request: ChunkRequest) -> None:
        self.reading = reading
        self.chunk = chunk
        properties = request.schema["properties"]
        self.fields: Mapping[str, Any] = properties["rounds"]["items"]["properties"]
        self.sentences: Sequence[str] = properties["statements"]["items"]["properties"]["sentence"][
            "enum"
        ]
        self.names: Sequence[str] = self.fields["place"]["enum"]

    def here(self, anchors: Iterable[Anchor]) -> list[Span]:
        """The evidence places in this chunk."""
        spans = [
            Span(a.evidence.start, a.evidence.end)
            for a in anchors
            if a.evidence.article == self.reading.article.id
        ]
        return [s for s in spans if s.overlaps(self.chunk.span)]

    def entity(self, names: Sequence[str], kinds: Sequence[str] = ()) -> str:
        """The candidate of one of these names, those named first and in full first, or "none"."""
        found: list[tuple[int, int, str]] = []
        for entity in self.reading.entities:
            if entity.id not in self.names or (kinds and entity.kind not in kinds):
                continue
            if same_name(entity.name, names, "person"):
                order = next(
                    n for n, x in enumerate(names) if same_name(entity.name, [x], "person")
                )
                found.append((order, -len(entity.name), entity.id))
        return min(found, default=(0, 0, "none"))[2]

    def people(self, persons: Iterable[PersonReference]) -> list[str]:
        found = [self.entity((p.name, *p.accept)) for p in persons]
        return [f for f in dict.fromkeys(found) if f != "none"]

    def date(self, day: date | None, side: str) -> str:
        """A mention of the day; in an undated article one that names its weekday or its date."""
        ids: Sequence[str] = self.fields["start"]["enum"]
        offered = [m for m in self.reading.dates if m.id in ids] if day else []
        for mention in offered:
            if (mention.start if side == "start" else mention.end) == day:
                return mention.id
        for mention in offered:
            words = mention.span.of(self.reading.article.text)
            if mention.start is None and day is not None and may_mean(words, day):
                return mention.id
        return "none"

    def length(self, about: RoundReference) -> str:
        ids: Sequence[str] = self.fields["length"]["enum"]
        if about.start is None or about.end is None:
            return "none"
        days = (about.end - about.start).days + 1
        wanted = {days}
        for conflict in about.disagreements:
            if conflict.field == "duration":
                wanted |= {
                    d.days
                    for d in self.reading.durations
                    for v in conflict.values
                    if any(s.contains(d.span) for s in self.here(v.evidence))
                }
        for duration in self.reading.durations:
            key = f"l{duration.span.start}"
            if duration.days in wanted and key in ids:
                return key
        return "none"

    def venue(self, about: RoundReference) -> str:
        ids: Sequence[str] = self.fields["venue"]["enum"]
        if about.venue is None:
            return "none"
        text = self.reading.article.text
        offered = places.candidate_venues(self.reading, self.chunk.span)
        for accepted in about.venue.accept:
            for span in offered:
                if f"v{span.start}" in ids and same_fact("venue", span.of(text), [accepted]):
                    return f"v{span.start}"
        name = self.entity(about.venue.accept, ("place", "institution"))
        return name if name in ids else "none"

    def round(self, which: str, about: RoundReference) -> dict[str, Any]:
        return {
            "which": which,
            "state": about.state,
            "start": self.date(about.start, "start"),
            "end": self.date(about.end, "end"),
            "length": self.length(about),
            "place": self.entity(about.place.accept, ("place", "country", "institution"))
            if about.place
            else "none",
            "venue": self.venue(about),
            "host": self.entity(about.host.accept) if about.host else "none",
            "mediators": self.people(about.mediators),
            "participants": self.people(about.participants),
            "attendees": self.people(about.attendees),
        }

    def statements(self, about: RoundReference) -> list[dict[str, Any]]:
        """Each sentence once for every kind of thing that it states."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for section, statement in about.statements():
            for sentence in self.sentences_of(statement):
                found.setdefault(
                    (sentence, section),
                    {
                        "sentence": sentence,
                        "kind": KINDS[section],
                        "status": statement.status,
                        "by": self.entity((statement.by, *statement.by_accept))
                        if statement.by
                        else "none",
                    },
                )
        return list(found.values())

    def sentences_of(self, statement: StatementReference) -> list[str]:
        """The sentences that the evidence stands in."""
        places = self.here(statement.evidence)
        return [
            s.id
            for s in self.reading.story()
            if s.id in self.sentences and any(s.span.overlaps(p) for p in places)
        ]


# --- The ceiling --------------------------------------------------------------------------------


class Silent:
    """A model with the `chunk` shape that is never asked: the oracle answers in its place."""

    name = "oracle"
    identity = "oracle"
    profile = Profile(shape="chunk", context_tokens=1_000_000, asks=frozenset())

    async def complete(self, call: Call) -> Completion:
        raise LookupError(f"the oracle has no answer to {call.answer}")

    async def close(self) -> None:
        """Nothing is open."""


class OraclePipeline(Pipeline):
    """The service's pipeline with the reference's answers to one case's chunks."""

    def __init__(self, workshop: bootstrap.Workshop, case: Case) -> None:
        super().__init__(workshop)
        self._case = case

    async def _ask_chunk(
        self, asker: Asker, reading: Reading, chunk: Chunk
    ) -> tuple[list[Answer], list[Rejection]]:
        request = rounds.chunk_request(reading, chunk)
        content = answer(self._case, reading, chunk, request)
        found, refused = rounds.chunk_answers(request, content, asker.model_name)
        return list(found), list(refused)

    async def _ask_disputes(
        self,
        asker: Asker,  # noqa: ARG002
        talks: Round,
        readings: Sequence[Reading],
    ) -> tuple[Sequence[Disagreement], Sequence[Rejection]]:
        request = rounds.dispute_request(talks, readings)
        about = max(
            self._case.main_rounds,
            key=lambda r: len(set(r.articles) & set(talks.articles)),
            default=None,
        )
        if request is None or about is None:
            return (), ()
        return rounds.disputed(talks, {"conflicts": conflicts(about, disputes.numbered(talks))})


def conflicts(about: RoundReference, listed: Mapping[str, Statement]) -> list[dict[str, str]]:
    """The pairs of statements that stand where the reference's values of one conflict stand."""
    return [
        {"one": one, "other": other, "about": disputes.ABOUT[0]}
        for conflict in about.disagreements
        for ours, theirs in combinations(conflict.values, 2)
        for one, other in product(standing(ours, listed), standing(theirs, listed))
        if one != other
    ]


def standing(value: DisagreementValue, listed: Mapping[str, Statement]) -> list[str]:
    """The numbers of the statements whose words hold a value's evidence, the best one first."""
    places = [anchor.evidence for anchor in value.evidence]
    return [n for n, s in listed.items() if best_overlap(places, s.evidence) >= 0.5][:1]


async def produced(cases: Sequence[Case]) -> list[Output]:
    """What the service makes of the cases when every chunk is answered from the reference."""
    workshop = bootstrap.workshop(Settings(model=Silent.name), MemoryStore())
    workshop.adopt(Silent())
    outputs: list[Output] = []
    for case in cases:
        job = Job(id=case.id, inputs=case.inputs, options=SummaryOptions(brief=False))
        summary = await OraclePipeline(workshop, case).summarize(job, lambda _: None)
        outputs.append(Output(case.id, 0, summary))
    return outputs


def main(
    split: Annotated[str, typer.Option(help="One of seeds, dev, test.")] = "dev",
    case: Annotated[list[str], typer.Option(help="Only this case; may be repeated.")] = [],  # noqa: B006
) -> None:
    """The scores of a model that knows the references, and every fact that it still misses."""
    if split not in case_files.SPLITS:
        raise typer.BadParameter(f"--split takes {', '.join(case_files.SPLITS)}")
    found = [c for c in case_files.load_split(split) if not case or c.id in case]
    outputs = asyncio.run(produced(found))
    made = runs.record(f"oracle-{split}", "rounds", found, outputs, model="oracle", settings={})
    runs.save(made)
    for result in made.results:
        if result.metric == "fact_recall":
            for item in result.items:
                if item.outcome == "missed":
                    typer.echo(f"{result.case}: {item.key}: {item.expected} (got {item.got})")
    for metric in made.metrics():
        mean = made.mean(metric)
        hit, missed, extra = made.pooled(metric)
        value = "unscored" if mean is None else f"{mean:.3f}"
        typer.echo(f"{metric:24} {value:>8}  right {hit}, missed {missed}, extra {extra}")


if __name__ == "__main__":
    typer.run(main)
