"""Attributions and answers → quotations, and the account of every quotation mark."""

from __future__ import annotations

from collections.abc import Sequence

from service.quotations.attribution import Attribution, Attributions
from service.quotations.finding import find_marked
from service.records import (
    Answer,
    Entity,
    MarkCoverage,
    Place,
    Question,
    Quotation,
    Speaker,
    SpeakerKind,
)

TASK = "speakers"


def questions(attributions: Attributions) -> tuple[Question, ...]:
    """The closed questions that are worth asking: none yet."""
    del attributions
    return ()


def settle(attributions: Attributions, answers: Sequence[Answer]) -> tuple[Quotation, ...]:
    """The article's quotations in reading order; each text is sliced from the article."""
    chosen = {a.item: a for a in answers if a.task == TASK and a.choice is not None}
    del chosen
    return tuple(_quotation(attributions, item) for item in attributions.items if item.speech)


def _quotation(attributions: Attributions, item: Attribution) -> Quotation:
    article = attributions.article
    span = item.passage.span
    speaker = _speaker(item) if item.speaker is not None else None
    return Quotation(
        id=f"{article.id}-{item.passage.id}",
        article=article.id,
        start=span.start,
        end=span.end,
        text=span.of(article.text),
        kind=item.passage.kind,
        speaker=speaker,
        cue=item.cue.of(article.text) if item.cue is not None else None,
        how="rule" if speaker is not None else "none",
        note=item.passage.note,
    )


def _speaker(item: Attribution) -> Speaker:
    entity = item.speaker
    assert entity is not None
    place = Place(start=item.mention.start, end=item.mention.end) if item.mention else None
    return Speaker(name=entity.name, role=entity.role, kind=_kind(entity), mention=place)


def _kind(entity: Entity) -> SpeakerKind:
    if entity.kind in ("country", "place"):
        return "institution"
    return entity.kind


def coverage(attributions: Attributions) -> MarkCoverage:
    """What became of each quotation mark of the article."""
    found = find_marked(attributions.article.text)
    quoted = not_speech = unresolved = 0
    for item in attributions.items:
        marks = sum(1 for m in (item.passage.opening, item.passage.closing) if m is not None)
        if item.speech and item.speaker is not None:
            quoted += marks
        elif item.speech:
            unresolved += marks
        else:
            not_speech += marks
    not_speech += len(found.markup)
    unresolved += len(found.strays)
    return MarkCoverage(
        total=quoted + not_speech + unresolved,
        quoted=quoted,
        not_speech=not_speech,
        unresolved=unresolved,
    )
