"""An article as sent → an article as read, or an error that says what to send instead."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import regex

from service.articles.datelines import stated_date
from service.articles.exclusions import find_exclusions
from service.articles.languages import detect_language
from service.articles.layout import lay_out
from service.articles.pages import Page, extract
from service.errors import ArticleError, TooMuch
from service.records import Article, ArticleInput

_CONTROL = regex.compile(r"[\x00-\x08\x0e-\x1b\x7f\ufffd]")
_SURROGATE = regex.compile(r"[\ud800-\udfff]")


def read(source: ArticleInput, id: str, *, max_bytes: int | None = None) -> Article:  # noqa: A002
    """Read one article.

    id: what the article is called in the summary.
    max_bytes: the most that `text` or `html` may hold, as UTF-8.
    Raises: ArticleError when it can't be read; TooMuch when it is too large.
    """
    sent, field = _sent(source)
    _check(sent, field, max_bytes)
    page = Page(sent) if source.html is None else extract(sent)
    text = page.text
    paragraphs = lay_out(text)
    if not paragraphs:
        raise ArticleError(f"`{field}` holds only white space: send the article's words.")
    published = _day(source.published_at) or page.published_at or stated_date(paragraphs, text)
    return Article(
        id=id,
        title=source.title or page.title,
        outlet=source.outlet or page.outlet,
        url=source.url or page.url,
        published_at=published,
        language=detect_language(text),
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        excluded=find_exclusions(text, paragraphs, source.title or page.title),
    )


def _sent(source: ArticleInput) -> tuple[str, str]:
    if source.text is not None and source.html is not None:
        raise ArticleError("The article has both `text` and `html`: send exactly one of them.")
    if source.text is not None:
        return source.text, "text"
    if source.html is not None:
        return source.html, "html"
    raise ArticleError("The article has neither `text` nor `html`: send exactly one of them.")


def _check(sent: str, field: str, max_bytes: int | None) -> None:
    if not sent:
        raise ArticleError(f"`{field}` is empty: send the article's words.")
    if max_bytes is not None and len(sent) > max_bytes:
        raise _too_large(field, max_bytes)
    if _SURROGATE.search(sent):
        raise ArticleError(
            f"`{field}` holds half of a surrogate pair (an escape such as \\ud83d alone), which is"
            " no character: decode the source as UTF-16 or UTF-8 before sending it."
        )
    if max_bytes is not None and len(sent.encode()) > max_bytes:
        raise _too_large(field, max_bytes)
    if not sent.strip():
        raise ArticleError(f"`{field}` holds only white space: send the article's words.")
    odd = len(_CONTROL.findall(sent))
    if "\x00" in sent or odd > max(4, len(sent) // 50):
        raise ArticleError(
            f"`{field}` is binary or wrongly decoded (NUL or control characters): send it as text."
        )


def _too_large(field: str, max_bytes: int) -> TooMuch:
    return TooMuch(
        f"`{field}` is larger than {max_bytes:,} bytes: send the story without the rest of the"
        " page, or raise COMMUNIQUE_MAX_ARTICLE_BYTES."
    )


def _day(published: date | datetime | None) -> date | None:
    return published.date() if isinstance(published, datetime) else published
