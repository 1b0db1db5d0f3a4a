"""The date that an article itself states: in its hidden header, or on a line near its top."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from service.articles.layout import HIDDEN_DATE, Paragraph
from service.dates import stated_day

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
    return None
