"""The `chunk` shape: all open decisions of a chunk in one object whose values are ids.

A capable model gets the chunk with its sentences, quotations, names and dates numbered, and fills
in a schema that allows nothing but those numbers. The answer becomes the same `Answer`s that the
closed questions end in, and passes the same checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from service.records import (
    Answer,
    Chunk,
    ChunkRequest,
    DateMention,
    Reading,
    Rejection,
    Segment,
    Span,
)
from service.rounds import places

TASK = "chunk"
SLOTS = ("reported", "earlier", "second earlier", "announced")
STATES = ("held", "planned", "cancelled", "mentioned")
KINDS = ("outcome", "open issue", "next step")
STATUSES = ("agreed", "claimed", "proposed", "conditional", "denied", "reported")
ONE = ("start", "end", "length", "place", "venue", "host")
MANY = ("mediators", "participants", "attendees")
FACTS, STATEMENTS, SPEAKERS = "facts", "statements", "speakers"


def venues(reading: Reading, span: Span) -> list[tuple[str, Span]]:
    """Candidate buildings of a stretch, numbered by their place in the article."""
    return [(f"v{place.start}", place) for place in places.candidate_venues(reading, span)]


def lengths(reading: Reading, span: Span) -> list[tuple[str, Span]]:
    return [(f"l{d.span.start}", d.span) for d in reading.durations if span.contains(d.span)]


def request(reading: Reading, chunk: Chunk) -> ChunkRequest:
    """The chunk as it is put to a model, and the schema of the answer."""
    text = reading.article.text
    sentences = [s for s in reading.story() if s.span.overlaps(chunk.span)]
    passages = [p for p in reading.passages if p.speech and p.span.overlaps(chunk.span)]
    entities = [e for e in reading.entities if any(m.span.overlaps(chunk.span) for m in e.mentions)]
    dates = [d for d in reading.dates if d.span.overlaps(chunk.span)]
    ids = {
        "sentence": [s.id for s in sentences],
        "quotation": [p.id for p in passages],
        "name": [e.id for e in entities],
        "date": [d.id for d in dates],
        "venue": [v for v, _ in venues(reading, chunk.span)],
        "length": [v for v, _ in lengths(reading, chunk.span)],
    }
    listed = [
        *(
            f"{e.id} {e.kind}: {', '.join(filter(None, (e.name, e.role, e.party)))}"
            for e in entities
        ),
    ]
    variables = {
        "published": reading.article.published_at.isoformat()
        if reading.article.published_at
        else "unknown",
        "title": reading.article.title or "unknown",
        "sentences": "\n".join(f"[{s.id}] {flat(s, text)}" for s in sentences) or "none",
        "quotations": "\n".join(f"{p.id}: {one_line(p.span.of(text))}" for p in passages) or "none",
        "names": "\n".join(listed) or "none",
        "dates": "\n".join(
            [f"{d.id}: {one_line(d.span.of(text))} = {days(d)}" for d in dates]
            + [f"{key}: {one_line(s.of(text))}" for key, s in lengths(reading, chunk.span)]
        )
        or "none",
        "venues": "\n".join(
            f"{key}: {one_line(s.of(text))}" for key, s in venues(reading, chunk.span)
        )
        or "none",
    }
    return ChunkRequest(TASK, reading.article.id, chunk.id, variables, schema(ids))


def days(mention: DateMention) -> str:
    """What it resolves to; a weekday of an undated article may yet, from the other articles."""
    return f"{mention.start} to {mention.end}" if mention.start else "not known yet"


def flat(segment: Segment, text: str) -> str:
    return one_line(segment.span.of(text))


def one_line(text: str) -> str:
    return " ".join(text.split())


def schema(ids: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Strict: every property required, no others allowed, every value one of the ids."""
    fact = {
        "start": choice(ids["date"]), "end": choice(ids["date"]), "length": choice(ids["length"]),
        "place": choice(ids["name"]), "host": choice(ids["name"]),
        "venue": choice([*ids["venue"], *ids["name"]]),
    }  # fmt: skip
    round_ = {
        "which": enum(SLOTS),
        "state": enum(STATES),
        **fact,
        **{field: array(ids["name"]) for field in MANY},
    }
    statement = {
        "sentence": enum(ids["sentence"]), "kind": enum(KINDS), "status": enum(STATUSES),
        "by": choice(ids["name"]),
    }  # fmt: skip
    speaker = {"quotation": enum(ids["quotation"]), "speaker": choice(ids["name"])}
    return object_(
        {
            "rounds": {"type": "array", "items": object_(round_)},
            "statements": listed(ids["sentence"], object_(statement)),
            "speakers": listed(ids["quotation"], object_(speaker)),
        }
    )


def object_(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def enum(values: Sequence[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(values) or ["none"]}


def choice(values: Sequence[str]) -> dict[str, Any]:
    """One of the ids, or "none": a closed choice without the unions that some servers lack."""
    return {"type": "string", "enum": [*values, "none"]}


def array(values: Sequence[str]) -> dict[str, Any]:
    return {"type": "array", "items": enum(values)}


def listed(values: Sequence[str], items: dict[str, Any]) -> dict[str, Any]:
    del values
    return {"type": "array", "items": items}


def answers(
    request: ChunkRequest, content: object, how: str
) -> tuple[tuple[Answer, ...], tuple[Rejection, ...]]:
    """The object as answers; whatever is not an id of the request is a rejection.

    content: what the model returned, untrusted; None when every try failed.
    """
    if content is None:
        failed = Answer(TASK, request.article, request.item, None, how)
        return (failed,), ()
    reader = Reader(request, how)
    reader.read(content)
    return tuple(reader.answers), tuple(reader.rejections)


class Reader:
    """Walks an untrusted object, keeping what is among the request's ids."""

    def __init__(self, request: ChunkRequest, how: str) -> None:
        self.request = request
        self.how = how
        self.answers: list[Answer] = []
        self.rejections: list[Rejection] = []
        properties = cast("Any", request.schema)["properties"]
        self.round = properties["rounds"]["items"]["properties"]
        self.statement = properties["statements"]["items"]["properties"]
        self.speaker = properties["speakers"]["items"]["properties"]

    def refuse(self, what: object, reason: str) -> None:
        self.rejections.append(
            Rejection(
                what=f"chunk {self.request.item}: {str(what)[:200]}",
                reason=reason,
                article=self.request.article,
            )
        )

    def keep(self, task: str, item: str, choice: str) -> None:
        if any(a.task == task and a.item == item for a in self.answers):
            self.refuse(f"{item} = {choice}", "answered twice; the first answer stands")
            return
        self.answers.append(Answer(task, self.request.article, item, choice, self.how))

    def one(self, value: object, allowed: Mapping[str, Any], what: str) -> str | None:
        """An allowed id, or None for "none" and for anything refused."""
        if value == "none" or value is None:
            return None
        if not isinstance(value, str) or value not in allowed["enum"]:
            self.refuse(f"{what} = {value!r}", "not an id of this chunk")
            return None
        return value

    def items(self, value: object, what: str) -> Iterable[Mapping[str, object]]:
        if not isinstance(value, list):
            self.refuse(f"{what} = {value!r}", "not a list")
            return
        for item in cast("list[object]", value):
            if isinstance(item, dict):
                yield cast("dict[str, object]", item)
            else:
                self.refuse(f"{what}: {item!r}", "not an object")

    def read(self, content: object) -> None:
        if not isinstance(content, Mapping):
            self.refuse(content, "not an object")
            return
        whole = cast("Mapping[str, object]", content)
        for item in self.items(whole.get("rounds", []), "rounds"):
            self.read_round(item)
        for item in self.items(whole.get("statements", []), "statements"):
            self.read_statement(item)
        for item in self.items(whole.get("speakers", []), "speakers"):
            quotation = self.one(item.get("quotation"), self.speaker["quotation"], "quotation")
            if quotation is None:
                continue
            speaker = self.one(item.get("speaker"), self.speaker["speaker"], "speaker")
            self.keep(SPEAKERS, quotation, speaker or "none")

    def read_round(self, item: Mapping[str, object]) -> None:
        which = self.one(item.get("which"), self.round["which"], "which")
        state = self.one(item.get("state"), self.round["state"], "state")
        if which is None:
            return
        prefix = f"{self.request.item}:{which}"
        if state is not None:
            self.keep(FACTS, f"{prefix}:state", state)
        for field in ONE:
            value = self.one(item.get(field), self.round[field], field)
            if value is not None:
                self.keep(FACTS, f"{prefix}:{field}", value)
        for field in MANY:
            many = item.get(field, [])
            if not isinstance(many, list):
                self.refuse(f"{field} = {many!r}", "not a list")
                continue
            kept = [
                v for raw in cast("list[object]", many)
                if (v := self.one(raw, self.round[field]["items"], field)) is not None
            ]  # fmt: skip
            if kept:
                self.keep(FACTS, f"{prefix}:{field}", " ".join(dict.fromkeys(kept)))

    def read_statement(self, item: Mapping[str, object]) -> None:
        sentence = self.one(item.get("sentence"), self.statement["sentence"], "sentence")
        kind = self.one(item.get("kind"), self.statement["kind"], "kind")
        status = self.one(item.get("status"), self.statement["status"], "status")
        by = self.one(item.get("by"), self.statement["by"], "by")
        if sentence and kind and status:
            self.keep_statement(sentence, kind, f"{kind}/{status}/{by or 'none'}")

    def keep_statement(self, sentence: str, kind: str, choice: str) -> None:
        """A sentence may state one thing of each kind: what is agreed, and what is left open."""
        for number, known in enumerate(self.answers):
            if known.task == STATEMENTS and known.item == sentence:
                given = known.choice or ""
                if any(part.startswith(f"{kind}/") for part in given.split(";")):
                    self.refuse(f"{sentence} = {choice}", "answered twice; the first answer stands")
                else:
                    self.answers[number] = replace(known, choice=f"{given};{choice}")
                return
        self.keep(STATEMENTS, sentence, choice)
