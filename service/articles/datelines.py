"""The date that an article itself states: in its hidden header, or on a line near its top."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from service.articles.layout import HIDDEN_DATE, Paragraph
from service.dates import either_day, stated_day

_TOP = 25  # paragraphs looked at; menus and galleries may come first


def stated_date(paragraphs: Sequence[Paragraph], text: str) -> date | None:
    """The article's own date, or None. The hidden header comes before any date line."""
    hidden = HIDDEN_DATE.match(text)
    if hidden:
        try:
            return date.fromisoformat(hidden["day"])
        except ValueError:
            pass
    for paragraph in paragraphs[:_TOP]:
        day = stated_day(paragraph.text)
        if day is not None:
            return day
    return _by_weekday(paragraphs, text)


def _by_weekday(paragraphs: Sequence[Paragraph], text: str) -> date | None:
    """The reading of an ambiguous stamp whose weekday, or the day before it, the story names."""
    for paragraph in paragraphs[:_TOP]:
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
