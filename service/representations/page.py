"""A summary as one HTML page that needs nothing else: no script, no picture, no address fetched.

Every word of an article is escaped, and characters that hide or turn text are shown by their code
points. The page carries its own Content-Security-Policy, so that a saved copy is as safe as a
served one.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from markupsafe import Markup

from service.records import Article, Evidence, Summary
from service.representations import phrases
from service.representations.characters import visible
from service.representations.marking import Mark, marked
from service.representations.templating import environment


def page(summary: Summary) -> str:
    """The summary as a complete HTML document."""
    numbers = {article.id: number for number, article in enumerate(summary.articles, 1)}

    def anchor(place: Evidence) -> str:
        return f"e{numbers.get(place.article, 0)}-{place.start}-{place.end}"

    def text_of(article: Article) -> Markup:
        return marked(article.text, [*_evidence(article), *_quoted(article), *_excluded(article)])

    def _evidence(article: Article) -> list[Mark]:
        places = dict.fromkeys(e for e in evidence_of(summary) if e.article == article.id)
        return [
            Mark(e.start, e.end, "span", (("id", anchor(e)), ("class", "evidence"))) for e in places
        ]

    def _quoted(article: Article) -> list[Mark]:
        return [
            Mark(
                quotation.start,
                quotation.end,
                "mark",
                (
                    ("id", f"q-{quotation.id}"),
                    ("title", visible(phrases.said_by(quotation))),
                ),
            )
            for quotation in summary.quotations
            if quotation.article == article.id
        ]

    def _excluded(article: Article) -> list[Mark]:
        return [
            Mark(e.start, e.end, "s", (("class", "excluded"), ("title", f"left out: {e.reason}")))
            for e in article.excluded
        ]

    return (
        environment(autoescape=True)
        .get_template("summary.html.j2")
        .render(
            summary=summary,
            phrases=phrases,
            numbers=numbers,
            anchor=anchor,
            text_of=text_of,
            web_address=web_address,
            style=Markup(style()),  # noqa: S704
            policy=policy(),
        )
    )


def evidence_of(summary: Summary) -> list[Evidence]:
    """Every place that a round points to, in the order of the page."""
    found: list[Evidence] = []
    for talks in summary.rounds:
        for fact in (talks.place, talks.venue, talks.host):
            found += fact.evidence if fact else ()
        for group in (talks.mediators, talks.participants, talks.attendees):
            found += [place for who in group for place in who.evidence]
        for statements in (talks.outcomes, talks.open_issues, talks.next_steps):
            found += [place for one in statements for place in one.evidence]
        found += [e for d in talks.disagreements for value in d.values for e in value.evidence]
        found += [place for sentence in talks.brief for place in sentence.evidence]
    return found


def web_address(url: str | None) -> str | None:
    """The address if a browser may follow it: http or https, else None."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


@cache
def style() -> str:
    """The page's style sheet."""
    return (files("service.representations") / "templates" / "summary.css").read_text("utf-8")


@cache
def policy() -> str:
    """The page's Content-Security-Policy: our own style sheet, by its digest, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
