"""Article → date mentions of its story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def _in_sentence(article: Article, sentence: Span) -> Iterator[_Found]:
    text = article.text
    if TRIGGER.search(text, sentence.start, sentence.end) is None:
        return
    found: list[_Found] = []
    taken: list[Span] = []
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(text, sentence.start, sentence.end):
            span = Span(match.start(), match.end())
            if any(span.overlaps(other) for other in taken):
                continue
            tense = tense_at(text, span.start, span.end, sentence.start, sentence.end)
            days = resolve(kind, match, Context(article.published_at, tense))
            if days is not None:
                taken.append(span)
                found.append(_Found(span, days))
    yield from sorted(found, key=lambda f: f.span)
