"""Article → date mentions of its story."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.dates.patterns import PATTERNS, TRIGGER
from service.dates.resolution import Context, Days, resolve
from service.dates.tense import tense_at
from service.records import Article, DateMention, Segment, Span


@dataclass(frozen=True, slots=True)
class _Found:
    span: Span
    days: Days


def find_dates(article: Article, segments: Iterable[Segment]) -> tuple[DateMention, ...]:
    """The date expressions of the story, in reading order, without overlaps.

    Weekdays, "last month" and dates without a year are resolved against
    `article.published_at`; without it their `start` and `end` are None.
    """
    found = (f for s in segments if s.excluded is None for f in _in_sentence(article, s.span))
    return tuple(
        DateMention(f"d{number}", f.span, f.days.start, f.days.end, f.days.precision)
        for number, f in enumerate(found)
    )


def _in_sentence(article: Article, sentence: Span) -> list[_Found]:
    text = article.text
    if TRIGGER.search(text, sentence.start, sentence.end) is None:
        return []
    found: list[_Found] = []  # in reading order, without overlaps
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(text, sentence.start, sentence.end):
            span = Span(match.start(), match.end())
            place = bisect(found, span.start, key=_start)
            if _taken(found, place, span):
                continue
            tense = tense_at(text, span.start, span.end, sentence.start, sentence.end)
            days = resolve(kind, match, Context(article.published_at, tense))
            if days is not None:
                found.insert(place, _Found(span, days))
    return found


def _start(found: _Found) -> int:
    return found.span.start


def _taken(found: Sequence[_Found], place: int, span: Span) -> bool:
    """Whether a mention before or after the place covers part of the span."""
    return any(found[i].span.overlaps(span) for i in (place - 1, place) if 0 <= i < len(found))
