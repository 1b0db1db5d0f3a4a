"""A model that knows the references: the ceiling of what the `chunk` shape can express.

It answers each chunk request with the ids that stand where the reference's evidence stands. What
it still misses is what no model could say in this shape, whatever it understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evals.cases import Anchor, Case, PersonReference, RoundReference, StatementReference
from evals.matching import same_name
from service.records import Chunk, ChunkRequest, Entity, Reading, Span

KINDS = {"outcomes": "outcome", "open_issues": "open issue", "next_steps": "next step"}


def answer(case: Case, reading: Reading, chunk: Chunk, request: ChunkRequest) -> dict[str, Any]:
    """The object that a perfect model would return for a chunk of one of the case's articles."""
    oracle = _Oracle(reading, chunk, request)
    main = [r for r in case.main_rounds if reading.article.id in r.articles]
    rounds: list[dict[str, Any]] = []
    statements: list[dict[str, Any]] = []
    recalled: list[RoundReference] = []
    for about in main[:1]:
        rounds.append(oracle.round("reported", about))
        statements = oracle.statements(about)
        recalled = [
            r
            for r in case.reference.rounds
            if r is not about and reading.article.id in (*r.articles, *r.recalled_in)
        ]
    slots = {"earlier": ["earlier", "second earlier"], "ahead": ["announced"]}
    for other in recalled:
        free = slots["ahead" if other.state == "planned" else "earlier"]
        if free:
            rounds.append(oracle.round(free.pop(0), other))
    return {"rounds": rounds, "statements": statements, "speakers": []}


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
        """The candidate of one of these names, or "none"."""
        best: tuple[int, Entity] | None = None
        for entity in self.reading.entities:
            if entity.id not in self.names or (kinds and entity.kind not in kinds):
                continue
            if same_name(entity.name, names, "person"):
                weight = len(entity.name)
                if best is None or weight > best[0]:
                    best = (weight, entity)
        return best[1].id if best else "none"

    def people(self, persons: Iterable[PersonReference]) -> list[str]:
        found = [self.entity((p.name, *p.accept)) for p in persons]
        return [f for f in dict.fromkeys(found) if f != "none"]

    def date(self, day: Any, side: str) -> str:
        for mention in self.reading.dates:
            ids: Sequence[str] = self.fields["start"]["enum"]
            own = mention.start if side == "start" else mention.end
            if day is not None and own == day and mention.id in ids:
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
        text = self.reading.article.text.lower()
        for key in ids:
            if key == "none":
                continue
            near = text[int(key[1:]) : int(key[1:]) + 80]
            if any(w.lower().removeprefix("the ")[:12] in near for w in about.venue.accept):
                return key
        return "none"

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
        found: dict[str, dict[str, Any]] = {}
        for section, statement in about.statements():
            for sentence in self.sentences_of(statement):
                found.setdefault(
                    sentence,
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
