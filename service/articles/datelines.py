"""The date that an article itself states: in its hidden header, or on a line near its top."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from service.articles.layout import GLUED_STAMP, HIDDEN_DATE, Paragraph
from service.dates import either_day, is_date_line, last_day, stated_day

_TOP = 25  # paragraphs looked at; menus and galleries may come first
_TOLD = 3  # paragraphs of prose after which no date line comes
_PROSE = 14  # words; captions and headlines are shorter more often than not
# "Published in The Gazette, April 30th, 2016" may also stand at the end.
_PUBLISHED = re.compile(
    r"(?:first\s+)?(?:published|posted|last\s+updated|updated|date)\b", re.IGNORECASE
)


def stated_date(paragraphs: Sequence[Paragraph], text: str) -> date | None:
    """The article's own date, or None. The hidden header comes before any date line."""
    hidden = HIDDEN_DATE.match(text)
    if hidden:
        try:
            return date.fromisoformat(hidden["day"])
        except ValueError:
            pass
    if len(paragraphs) > 1 and GLUED_STAMP.fullmatch(paragraphs[0].text):
        day = last_day(paragraphs[0].text)
        if day is not None:
            return day
    signed = (p for p in paragraphs if _PUBLISHED.match(p.text))
    lines = [p.text for p in (*_top(paragraphs), *signed)]
    for line, following in pairwise((*lines, "")):
        day = stated_day(line)
        if day is not None and is_date_line(following):
            # The page's own date may stand above the story's.
            return stated_day(f"{line}\n{following}")
        if day is not None:
            return day
    return _by_weekday(paragraphs, text)


def _top(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """What may state the date: down to the story's first paragraphs, not the teasers after it."""
    told = 0
    for paragraph in paragraphs[:_TOP]:
        yield paragraph
        told += paragraph.ended and len(paragraph.words) > _PROSE
        if told == _TOLD:
            return


def _by_weekday(paragraphs: Sequence[Paragraph], text: str) -> date | None:
    """The reading of an ambiguous stamp whose weekday, or the day before it, the story names."""
    for paragraph in _top(paragraphs):
        readings = either_day(paragraph.text)
        if readings is None:
            continue
        named = [
            sum(len(re.findall(rf"\b{day - timedelta(days=back):%A}\b", text)) for back in (0, 1))
            for day in readings
        ]
        if named[0] != named[1]:
            return readings[named.index(max(named))]
    return None
