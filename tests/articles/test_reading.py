"""Articles as sent are read whole or refused with what to do."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import articles
from service.errors import ArticleError, TooMuch
from service.records import Article, ArticleInput

STORY = "The ministers met in Oslo on Monday. They agreed to meet again.\n\nNo date was set."


def read(text: str | None = None, **fields: object) -> Article:
    return articles.read(ArticleInput.model_validate({"text": text, **fields}), "a1")


def test_text_is_kept_to_the_character() -> None:
    """Odd spaces, line ends, zero-width and composed characters all stay where they are."""
    text = "\ufeff Cafe\u0301 \u00a0talks\r\nbegan\u200b.\r\n\r\n“Yes,” he said.\u202e \t\n"
    article = read(text)
    assert article.text == text
    assert article.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_what_the_caller_states_comes_first() -> None:
    """Title, outlet, address and date of the caller win over the page's own."""
    article = read(
        f"date 2023-05-04 {STORY}",
        title="T",
        outlet="O",
        url="https://example.org/",
        published_at=datetime(2024, 1, 2, 23, 0),
    )
    assert (article.title, article.outlet, article.url) == ("T", "O", "https://example.org/")
    assert article.published_at == date(2024, 1, 2)


@pytest.mark.parametrize(
    ("top", "day"),
    [
        (" date 2023-05-04 ", date(2023, 5, 4)),
        ("May 5, 2023\n\n", date(2023, 5, 5)),
        ("Menu\n\nTalks end\n\nBy Anna Berg\n\n5 May 2023\n\n", date(2023, 5, 5)),
        ("Published: 21:14 GMT, 3 February 2025 | Updated: 07:02 GMT\n\n", date(2025, 2, 3)),
        ("Updated 4:12 PM EST, March 8, 2024\n\n", date(2024, 3, 8)),
        ("Fri 9 Sep 2022 13.02 BST\n\n", date(2022, 9, 9)),
        ("2023-03-10 21:42:15\n\n", date(2023, 3, 10)),
        ("Published On 14 Nov 2022\n\n", date(2022, 11, 14)),
        ("Issued on: 14/03/2022 - 17:30\n\n", date(2022, 3, 14)),
        ("The Reef Courier live desk · 28 Feb 2024\n\n", date(2024, 2, 28)),
        ("Economy\nBy Anna Berg February 20, 2021 0 Comments Share\n\n", date(2021, 2, 20)),
        ("A. Berg | 13.11.2014 - Update : 13.11.2014\n\n", date(2014, 11, 13)),
        ("Source: Agency | 2016-07-14 23:51:07 | Editor: ab\n\n", date(2016, 7, 14)),
        ("TARNHOLM, Feb. 9, 2023 — Delegates met on Thursday.\n\n", date(2023, 2, 9)),
        ("TARNHOLM, 9 February 2023 (Agency) -- Delegates met.\n\n", date(2023, 2, 9)),
        ("In Tarnholm, Norland, Feb. 9, 2023, nobody met.\n\n", None),
        ("The talks of May 5, 2023, failed.\n\n", None),
        ("Apr 7 , 2021\n\n", date(2021, 4, 7)),
        ("17 Jul 2024\nSunday 16 October 2016 - 14:41\n\n", date(2016, 10, 16)),
        ("Story first published: Saturday, July 15, 2017, 8:48 [IST]\n\n", date(2017, 7, 15)),
        ("05/04/2023\n\n", None),
    ],
)
def test_a_date_that_stands_apart_near_the_top_dates_the_article(
    top: str, day: date | None
) -> None:
    """Lines of their own, bylines, bars and datelines do; a date in a sentence does not."""
    assert read(top + STORY).published_at == day


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "neither"),
        ({"text": "a", "html": "<p>a</p>"}, "both"),
        ({"text": ""}, "is empty"),
        ({"html": ""}, "is empty"),
        ({"text": " \n\t\u2003 "}, "white space"),
        ({"text": "talks\x00began"}, "binary"),
        ({"text": "\x01\x02\x03\x04\x05\x06 a"}, "binary"),
        ({"text": "\ufffd" * 9 + "PNG"}, "binary"),
        ({"html": "<p>\x00\x01</p>"}, "binary"),
        ({"html": "Words without markup."}, "as `text`"),
        ({"html": "<html><body><script>alert(1)</script></body></html>"}, "No readable story"),
        ({"html": "<nav><a href='/'>Home</a></nav>"}, "No readable story"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(sent: dict[str, str], says: str) -> None:
    """Every refusal names the field's trouble."""
    with pytest.raises(ArticleError, match=says):
        articles.read(ArticleInput(**sent), "a1")


def test_half_a_surrogate_pair_is_refused() -> None:
    """A lone surrogate is no character; the message says how it comes about."""
    source = ArticleInput.model_construct(text="talks \ud83d began", html=None)
    with pytest.raises(ArticleError, match="surrogate"):
        articles.read(source, "a1")


@pytest.mark.parametrize("text", ["a" * 101, "é" * 51])
def test_more_bytes_than_allowed_are_refused(text: str) -> None:
    """The limit counts bytes of UTF-8, and the message names the setting."""
    with pytest.raises(TooMuch, match="COMMUNIQUE_MAX_ARTICLE_BYTES"):
        articles.read(ArticleInput(text=text), "a1", max_bytes=100)
    assert articles.read(ArticleInput(text="a" * 100), "a1", max_bytes=100).text == "a" * 100


PAGE = """<!doctype html><html lang="en"><head><title>Talks end in Oslo | Example</title>
<meta property="og:title" content="Talks end in Oslo">
<meta property="og:site_name" content="Example News">
<meta property="article:published_time" content="2024-03-08T10:00:00Z">
<link rel="canonical" href="https://example.org/oslo"></head><body>
<nav><a href="/">Home</a><a href="/world">World</a></nav>
<main><article><h1>Talks end in Oslo</h1>
<p>The talks in Oslo ended on Friday after <b>three days</b> &amp; a night.</p>
<p>“We are close,” said Foreign Minister Lena Roth.</p><script>alert("no")</script>
<p>The two delegations will meet again in May, a spokesman said.</p></article>
<aside><h2>Related</h2><a href="/fish">Fish quota falls</a></aside></main>
<footer>© 2024 Example News</footer></body></html>"""


def test_a_page_gives_its_story_title_outlet_date_and_address() -> None:
    """What the page declares is taken when the caller states nothing."""
    article = articles.read(ArticleInput(html=PAGE), "a1")
    assert article.title == "Talks end in Oslo"
    assert article.outlet == "Example News"
    assert article.published_at == date(2024, 3, 8)
    assert article.url == "https://example.org/oslo"
    assert "three days & a night.\n\n“We are close,” said" in article.text
    for other in ("alert", "Fish quota", "Home", "© 2024"):
        assert other not in article.text


def test_a_page_dated_nowhere_has_no_date() -> None:
    """A date is never guessed from a page's words or footer."""
    bare = PAGE.replace(
        '<meta property="article:published_time" content="2024-03-08T10:00:00Z">', ""
    )
    assert articles.read(ArticleInput(html=bare), "a1").published_at is None


def test_a_fragment_of_html_is_read() -> None:
    """A story's paragraphs without a page around them are enough."""
    html = "<p>Ministers met in Oslo on Monday.</p><p>They agreed to meet again.</p>"
    article = articles.read(ArticleInput(html=html), "a1")
    assert article.text == "Ministers met in Oslo on Monday.\n\nThey agreed to meet again."


def test_external_entities_are_not_read() -> None:
    """An entity that names a local file brings nothing of that file."""
    html = (
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body>'
        "<p>Ministers met &x; in Oslo on Monday and agreed to meet again.</p></body></html>"
    )
    try:
        text = articles.read(ArticleInput(html=html), "a1").text
    except ArticleError:
        return
    assert "root:" not in text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (STORY, "en"),
        ("Die Minister trafen sich am Montag in Genf und einigten sich auf weitere Treffen.", "de"),
        ("Министры встретились в понедельник в Женеве.", "ru"),
        ("外交部长们星期一在日内瓦会晤，并同意再次会面。", "zh"),
        ("12:30 14:45 16:00", "und"),
        ("Xyzzy qwrt.", "und"),
    ],
)
def test_language_is_told_or_left_open(text: str, language: str) -> None:
    """Clear cases get a code, the rest "und"."""
    assert read(text).language == language


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever the characters, the outcome is an article with that text or an ArticleError."""
    try:
        article = read(text)
    except ArticleError:
        return
    assert article.text == text
    segments = articles.segment(article)
    covered = "".join("".join(s.span.of(text).split()) for s in segments)
    assert covered == "".join(text.split())
    assert [s.id for s in segments] == [f"s{n}" for n in range(len(segments))]
    excluded = [(e.start, e.end, e.reason) for e in article.excluded]
    assert excluded == [(s.span.start, s.span.end, s.excluded) for s in segments if s.excluded]


def test_the_date_of_a_teaser_after_the_story_does_not_date_the_article() -> None:
    """What stands after three paragraphs of prose belongs to other stories."""
    prose = (
        "The two delegations met again in the town hall and talked for most of the day there.\n\n"
    )
    assert read(prose * 3 + "Related\n\nOctober 19, 2019\n\n").published_at is None


def test_an_ambiguous_stamp_is_read_by_the_weekday_of_the_story() -> None:
    """8 October 2019 was a Tuesday, 10 August 2019 a Saturday."""
    story = "Issued on: 08/10/2019\n\nThe talks ended, the ministry said Tuesday, without a date."
    assert read(story).published_at == date(2019, 10, 8)
