"""Quotations of one article: found, attributed, counted; and linked across articles."""

from service.quotations.asking import questions
from service.quotations.attribution import attribute
from service.quotations.attributions import Attribution, Attributions
from service.quotations.finding import Found, find_marked, with_unmarked
from service.quotations.repeats import Wording, link, wordings
from service.quotations.settling import MIN_CONFIDENCE, coverage, settle
from service.quotations.speech import MAX_SHORT_WORDS
from service.quotations.unmarked import find_unmarked
from service.records import Passage

__all__ = [
    "MAX_SHORT_WORDS",
    "MIN_CONFIDENCE",
    "Attribution",
    "Attributions",
    "Found",
    "Wording",
    "attribute",
    "coverage",
    "find_marked",
    "find_passages",
    "link",
    "questions",
    "settle",
    "wordings",
]


def find_passages(text: str) -> tuple[Passage, ...]:
    """The quoted passages of a text, in reading order; nested ones name the one around them.

    Marked ones, and the unmarked words of transcripts' turns, embedded posts and block quotes.
    """
    marked = find_marked(text).passages
    unmarked = find_unmarked(text, marked)
    return with_unmarked(text, marked, unmarked) if unmarked else marked
