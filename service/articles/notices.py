"""Legal notices and sign-offs: where the story is over."""

from __future__ import annotations

import regex

_NOTICE = regex.compile(
    r"\ball\s+rights\s+(?:\S+\s+){0,12}?reserved\b|\brights\s+reserved\b|(?:copyright|©|\(c\))\s*(?:©\s*)?\d{4}"
    r"|\b(?:may|can|must)\s*not\s+be\s+(?:published|reproduced|broadcast|copied|redistributed|used|republished)"
    r"|\blegal\s+(?:warning|notice|disclaimer)\b|\bwithout\s+(?:\S+\s+){0,4}?(?:written\s+)?(?:permission|contract|consent)\b"
    r"(?=.{0,120}\b(?:publish|reproduc|use|photos?|content|material|subscription))"
    r"|\b(?:terms\s+(?:of\s+(?:use|service)|and\s+conditions)|privacy\s+policy)\b"
    r"|\bviews\s+expressed\s+(?:in|are|by)\b|\breproduction\s+(?:in\s+whole|is\s+prohibited|without)\b",
    regex.IGNORECASE,
)


def is_notice(paragraph: str) -> bool:
    """Whether a paragraph is about rights in the page rather than about the news."""
    return len(paragraph) <= 1200 and _NOTICE.search(paragraph) is not None
