"""Attributions and answers → quotations, and the account of every quotation mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from service.quotations.asking import NO_ENTITY, NOBODY, TASK
from service.quotations.attributions import Attribution, Attributions
from service.quotations.finding import find_marked
from service.records import (
    Answer,
    Entity,
    MarkCoverage,
    Place,
    Quotation,
    Span,
    Speaker,
    SpeakerKind,
)

# A model's choice below this probability does not overrule a rule's.
MIN_CONFIDENCE = 0.5


def settle(attributions: Attributions, answers: Sequence[Answer]) -> tuple[Quotation, ...]:
    """The article's quotations in reading order; each text is sliced from the article.

    An answer counts only where rules were in doubt, and only when it names one of the article's
    own entities, by name or by id, or nobody.
    """
    chosen = {a.item: a for a in answers if a.task == TASK and a.choice is not None}
    names: dict[str, Entity] = {}
    for entity in attributions.entities:
        names.setdefault(" ".join(entity.name.split()), entity)
        names.setdefault(entity.id, entity)
    out: list[Quotation] = []
    for item in attributions.items:
        if not item.speech:
            continue
        answer = chosen.get(item.passage.id)
        out.append(_answered(attributions, item, answer, names))
    return tuple(out)


def _answered(
    attributions: Attributions,
    item: Attribution,
    answer: Answer | None,
    names: Mapping[str, Entity],
) -> Quotation:
    if answer is None or answer.choice is None or item.doubt is None:
        return _quotation(attributions, item)
    if answer.confidence is not None and answer.confidence < MIN_CONFIDENCE:
        return _quotation(attributions, item)
    if answer.choice in (NOBODY, NO_ENTITY):
        return _quotation(attributions, replace(item, speaker=None, mention=None))
    entity = names.get(answer.choice)
    if entity is None:
        return _quotation(attributions, item)
    mention = item.mention if entity == item.speaker else _nearest(entity, item)
    return _quotation(attributions, replace(item, speaker=entity, mention=mention), how="model")


def _nearest(entity: Entity, item: Attribution) -> Span:
    """The entity's mention nearest to the quotation, rather before than after it."""
    span = item.passage.span

    def distance(place: Span) -> float:
        if place.end <= span.start:
            return span.start - place.end
        return 1.5 * (place.start - span.end) if place.start >= span.end else 1e6

    return min((m.span for m in entity.mentions), key=distance)


def _quotation(
    attributions: Attributions, item: Attribution, how: Literal["rule", "model"] = "rule"
) -> Quotation:
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
        how=how if speaker is not None else "none",
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


def coverage(attributions: Attributions, answers: Sequence[Answer] = ()) -> MarkCoverage:
    """What became of each quotation mark of the article, once the questions are answered."""
    found = find_marked(attributions.article.text)
    places = {q.start: q.speaker is not None for q in settle(attributions, answers)}
    quoted = not_speech = unresolved = 0
    for item in attributions.items:
        marks = sum(1 for m in (item.passage.opening, item.passage.closing) if m is not None)
        named = places.get(item.passage.span.start) if item.speech else None
        if named is None:
            not_speech += marks
        elif named:
            quoted += marks
        else:
            unresolved += marks
    not_speech += len(found.markup)
    unresolved += len(found.strays)
    return MarkCoverage(
        total=quoted + not_speech + unresolved,
        quoted=quoted,
        not_speech=not_speech,
        unresolved=unresolved,
    )
