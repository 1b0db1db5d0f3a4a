"""HTML → the story's text and what the page says of itself; the only door to trafilatura."""

from __future__ import annotations

import logging
from configparser import ConfigParser
from dataclasses import dataclass
from datetime import date

import regex
import trafilatura
from trafilatura.settings import Document, use_config

from service.errors import ArticleError

_TAG = regex.compile(r"<\s*/?\s*[a-zA-Z!][^<>]{0,2000}>")
# Below this many characters trafilatura falls back to all text of the page as one paragraph;
# its own 250 does that to every short wire story.
_SHORTEST_STORY = "60"
_FEWEST_WORDS = 3  # fewer are what is left of a menu


@dataclass(frozen=True, slots=True)
class Page:
    """What was extracted. Anything the page does not state is None."""

    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published_at: date | None = None


def extract(html: str) -> Page:
    """The story of a page, its paragraphs parted by blank lines.

    Nothing that the page names is fetched and nothing in it is run.
    Raises: ArticleError when the page holds no readable story.
    """
    if _TAG.search(html) is None:
        raise ArticleError("`html` holds no tags: send words without markup as `text`.")
    document = _extract(_whole(html))
    text = _text(document)
    if document is None or len(text.split()) < _FEWEST_WORDS:
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


def _whole(html: str) -> str:
    """Fragments are refused by the library; inside a body they are read."""
    return html if "<body" in html.lower() else f"<html><body>{html}</body></html>"


def _extract(html: str) -> Document | None:
    # It reports every page without a story as an error of its own; we raise ours.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.bare_extraction(
        html,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        # Only dates that the page declares: a guessed one would move every "Thursday".
        date_extraction_params={"extensive_search": False, "original_date": True},
        config=_config(),
    )
    return found if isinstance(found, Document) else None


def _config() -> ConfigParser:
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", _SHORTEST_STORY)
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    return config


def _text(document: Document | None) -> str:
    found = (document.text if document else None) or ""
    return "\n\n".join(line for line in found.splitlines() if line.strip())


def _day(stated: str | None) -> date | None:
    try:
        return date.fromisoformat((stated or "")[:10])
    except ValueError:
        return None
