"""HTML → the story's text and what the page says of itself; the only door to trafilatura."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import trafilatura
from trafilatura.settings import Document

from service.errors import ArticleError


@dataclass(frozen=True, slots=True)
class Page:
    """What was extracted. Anything the page does not state is None."""

    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published_at: date | None = None


def extract(html: str) -> Page:
    """The story of a page.

    Raises: ArticleError when the page holds no readable story.
    """
    document = _extract(html)
    text = document.text if document else None
    if document is None or text is None or not text.strip():
        raise ArticleError(
            "No readable story was found in the HTML: send the full page as the browser shows it,"
            " or the story's words as `text`."
        )
    return Page(
        text=text,
        title=document.title or None,
        outlet=document.sitename or None,
        url=document.url or None,
        published_at=_day(document.date),
    )


def _extract(html: str) -> Document | None:
    found = trafilatura.bare_extraction(
        html, include_comments=False, include_tables=True, with_metadata=True
    )
    return found if isinstance(found, Document) else None


def _day(stated: str | None) -> date | None:
    try:
        return date.fromisoformat((stated or "")[:10])
    except ValueError:
        return None
