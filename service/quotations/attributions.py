"""What rules make of an article's passages: the noun that attribution passes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.records import Article, Entity, Passage, Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """What rules make of one passage.

    speaker: the entity, or None; mention: the place that names, describes or refers to it.
    cue: the place of the verb of saying.
    doubt: what makes the rule's choice unsure, None when nothing does.
    speech: False when the passage is nobody's statement.
    reason: which rule decided, for the table of errors.
    """

    passage: Passage
    speaker: Entity | None = None
    mention: Span | None = None
    cue: Span | None = None
    speech: bool = True
    reason: str = ""
    doubt: str | None = None
    signs: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Attributions:
    """The attributions of one article's passages, in reading order."""

    article: Article
    entities: tuple[Entity, ...]
    items: tuple[Attribution, ...]
