"""Readings of invented articles, made by the real stages before this one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from service import articles, chunks, dates, mentions, quotations
from service.language import Language, load
from service.records import ArticleInput, Reading

Read = Callable[..., Reading]


@pytest.fixture(scope="session")
def language() -> Language:
    return load()


@pytest.fixture(scope="session")
def read(language: Language) -> Read:
    """A text as the pipeline reads it before any model is asked."""

    def reading(text: str, name: str = "a1", published: date | None = date(2024, 3, 8)) -> Reading:
        article = articles.read(ArticleInput(text=text, published_at=published), name)
        segments = articles.segment(article)
        passages = quotations.find_passages(article.text)
        entities = mentions.find_entities(article, segments, language)
        attributed = quotations.attribute(article, segments, passages, entities, language)
        return Reading(
            article=article,
            segments=segments,
            chunks=chunks.split(article, segments, 800),
            entities=entities,
            dates=dates.find_dates(article, segments),
            durations=dates.find_durations(article, segments),
            passages=passages,
            quotations=quotations.settle(attributed, ()),
        )

    return reading


WIRE = """TARNHOLM, March 8 (Northern Wire) - Norway and Chile agreed on Friday to share cod \
catches in the Varga Sea, but ended four days of Swiss-mediated talks without a deal on inspections.

"We have a start," said Anna Berg, the Swiss mediator, who chaired the talks at the Hotel Fjord.

Norwegian Fisheries Minister Erik Lund met Chilean Foreign Minister Rosa Vidal in Tarnholm \
on Tuesday, when the talks began. Vidal said that Norway had accepted 12 inspectors. Lund denied it.

The two delegations will meet again in Geneva in May. President Jorge Salas, speaking \
by telephone from Santiago, welcomed the result. A \
first round, held in Lima in January, collapsed after two days.
"""
COPY = """Norway and Chile agreed on Friday to share cod catches in the Varga Sea, but ended \
four days of Swiss-mediated talks without a deal on inspections.

"We have a start," said Anna Berg, the Swiss mediator, who chaired the talks at the Hotel Fjord.

Norwegian Fisheries Minister Erik Lund met Chilean Foreign Minister Rosa Vidal in Tarnholm \
on Tuesday, when the talks began. Vidal said that Norway had accepted 12 inspectors. Lund denied it.
"""
OTHER = """Ministers from Norway and Chile ended five days of talks in Tarnholm on Friday \
with an understanding on cod.

Erik Lund, Norway's fisheries minister, and Rosa Vidal, Chile's foreign minister, sat across from \
each other at the Hotel Fjord. The two countries failed to agree on inspections.

Vidal told the Tarnholm Courier that Norway had accepted 15 inspectors on the cod boats.
"""


@pytest.fixture(scope="session")
def story(read: Read) -> tuple[Reading, ...]:
    """A wire report, an undated copy of it, and another outlet's own report."""
    return (
        read(WIRE, "wire"),
        read(COPY, "copy", None),
        read(OTHER, "other", date(2024, 3, 9)),
    )
