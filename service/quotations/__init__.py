"""Quotations of one article: found, attributed, counted; and linked across articles."""

from service.quotations.attribution import Attribution, Attributions, attribute
from service.quotations.finding import Found, find_marked
from service.quotations.repeats import link
from service.quotations.settling import coverage, questions, settle
from service.records import Passage

__all__ = [
    "Attribution",
    "Attributions",
    "Found",
    "attribute",
    "coverage",
    "find_marked",
    "find_passages",
    "link",
    "questions",
    "settle",
]


def find_passages(text: str) -> tuple[Passage, ...]:
    """The marked passages of a text, in reading order; nested ones name the one around them."""
    return find_marked(text).passages
