"""A summary as plain text, for terminals, logs and mails: no colour, at most 100 columns wide."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from service.records import Evidence, Round, Statement, Summary
from service.representations import phrases
from service.representations.characters import one_line

_WIDTH = 100


def text(summary: Summary) -> str:
    """The summary as lines of text. Nothing of an article can drive a terminal."""
    return "\n".join(_lines(summary)) + "\n"


def _lines(summary: Summary) -> Iterator[str]:
    yield (
        f"{phrases.counted(len(summary.rounds), 'round')} of talks, "
        f"{phrases.counted(len(summary.quotations), 'quotation')}, "
        f"{phrases.counted(len(summary.articles), 'article')}"
    )
    if summary.status != "done":
        yield f"This summary is {summary.status}."
    if missing := phrases.incomplete(summary):
        yield from _wrapped(f"Not complete: {missing}.", "")
    for number, talks in enumerate(summary.rounds, 1):
        yield ""
        yield from _round(number, talks)
    for talks, group in phrases.quotations_by_round(summary):
        yield ""
        yield _heading(f"Quotations: {talks.label}" if talks else "Quotations outside the rounds")
        for quotation in group:
            also = "".join(f", {other.article}" for other in phrases.repeats_of(summary, quotation))
            yield from _wrapped(f"“{quotation.text}”", "  ")
            yield from _wrapped(
                f"— {phrases.said_by(quotation)} [{quotation.article}{also}]", "      "
            )
    yield ""
    yield _heading("Articles")
    for article in summary.articles:
        parts = [phrases.headline(article)]
        parts += [article.outlet] if article.outlet else []
        parts += [phrases.day(article.published_at)] if article.published_at else []
        yield from _wrapped(f"[{article.id}] {', '.join(parts)}", "  ")


def _round(number: int, talks: Round) -> Iterator[str]:
    yield _heading(f"{number}. {talks.label}")
    if talks.brief:
        yield from _wrapped(" ".join(sentence.text for sentence in talks.brief), "  ")
        yield ""
    for label, value in phrases.facts(talks):
        yield from _wrapped(value, " " * 16, first=f"  {label:<13} ")
    for label, statements in (
        ("Outcomes", talks.outcomes),
        ("Open issues", talks.open_issues),
        ("Next steps", talks.next_steps),
    ):
        yield from _statements(label, statements)
    if talks.disagreements:
        yield "  Where the sources disagree"
        for one in talks.disagreements:
            values = "; ".join(f"{v.value}{_sources(v.evidence)}" for v in one.values)
            yield from _wrapped(f"{one.field}: {values}", "      ", first="    - ")


def _statements(label: str, statements: Sequence[Statement]) -> Iterator[str]:
    if statements:
        yield f"  {label}"
    for one in statements:
        status = f"{one.status} by {one.by}" if one.by else one.status
        yield from _wrapped(
            f"{one.text} ({status}){_sources(one.evidence)}", "      ", first="    - "
        )


def _sources(evidence: Sequence[Evidence]) -> str:
    articles = phrases.articles_of(evidence)
    return f" [{', '.join(articles)}]" if articles else ""


def _heading(words: str) -> str:
    shown = one_line(words)
    return f"{shown}\n{'─' * min(_WIDTH, len(shown))}"


def _wrapped(words: str, indent: str, *, first: str | None = None) -> list[str]:
    return textwrap.wrap(
        one_line(words),
        width=_WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )
