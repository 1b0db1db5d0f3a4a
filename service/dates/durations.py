"""Article → lengths of time said of an event: "four days of talks", "three-day negotiations"."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from service.dates.vocabulary import NUMBER, count
from service.records import Article, Duration, Segment, Span

_PATTERN = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}$.,-])(?:(?P<n>{NUMBER}|[Aa]|[Aa]\s+full)(?P<join>[\s-]+)"
    r"(?:(?:working|full|whole|long|consecutive|straight|intens(?:e|ive)|hard|difficult)[\s-]+){0,2}(?P<unit>days?|weeks?|hours?)"
    r"(?P<long>-long)?|(?P<adverb>[Dd]ay|[Ww]eek)-?long)(?![\p{L}\p{N}-])",
    regex.IGNORECASE,
)
# What the length must stand with to be an event's own, rather than an age, a deadline or a delay.
_BEFORE = regex.compile(
    r"\b(?:over|for|after|during|lasted|lasting|took|spanning|across|through|following|spent)"
    r"(?:\s+(?:about|nearly|almost|some|the(?:\s+(?:past|last))?|a\s+total\s+of|more\s+than"
    r"|at\s+least))?\s+$",
    regex.IGNORECASE,
)
_EVENT = (
    r"(?:\p{L}[\p{L}.'’-]*\s+){0,4}?(?:talks?|negotiations?|meetings?|summit|conference|visits?|trip|sessions?"
    r"|round|discussions?|consultations?|forum|event|gathering|retreat|marathon|dialogue|tour|stay"
    r"|mediation|process|series|congress|sitting|encounter|diplomacy|mission|deliberations|haggling"
    r"|bargaining|wrangling|contacts|debates?|work)\b"
)
_AFTER_PLURAL = regex.compile(rf"\s+of\s+{_EVENT}", regex.IGNORECASE)
_AFTER_HYPHEN = regex.compile(rf"\s+{_EVENT}", regex.IGNORECASE)
_NOT_AFTER = regex.compile(
    r"\s+(?:ago|later|earlier|before|after|from|in\s+(?:jail|prison)|old|away|left|notice)\b",
    regex.IGNORECASE,
)
_LONGEST = 92  # days: more than a quarter of a year is a war or a truce, no meeting


def find_durations(article: Article, segments: Iterable[Segment]) -> tuple[Duration, ...]:
    """The durations of events that the story tells of, in reading order.

    Weeks count seven days; hours are rounded to days, at least one.
    """
    return tuple(
        found
        for segment in segments
        if segment.excluded is None
        for found in _in_sentence(article.text, segment.span)
    )


def _in_sentence(text: str, sentence: Span) -> Iterable[Duration]:
    for match in _PATTERN.finditer(text, sentence.start, sentence.end):
        days = _days(match)
        if 0 < days <= _LONGEST and _of_an_event(text, sentence, match):
            lone = match["long"] and match["n"].lower() in ("a", "a full")  # "a week-long summit"
            yield Duration(Span(match.start("unit") if lone else match.start(), match.end()), days)


def _days(match: regex.Match[str]) -> int:
    unit = (match["unit"] or match["adverb"]).lower()
    number = count(match["n"].split()[0]) if match["n"] else 1
    if unit.startswith("week"):
        return 7 * number
    if unit.startswith("hour"):
        return round(number / 24) if number >= 24 else 0
    return number


def _of_an_event(text: str, sentence: Span, match: regex.Match[str]) -> bool:
    after = text[match.end() : min(sentence.end, match.end() + 80)]
    if _NOT_AFTER.match(after):
        return False
    if match["adverb"] or match["long"] or "-" in (match["join"] or ""):
        return _AFTER_HYPHEN.match(after) is not None
    if _AFTER_PLURAL.match(after):
        return True
    before = text[max(sentence.start, match.start() - 40) : match.start()]
    return match["n"].lower() not in ("a",) and _BEFORE.search(before) is not None
