"""Legal notices and sign-offs: where the story is over."""

from __future__ import annotations

import regex

_LONGEST = 1200  # characters
_NOTICE = regex.compile(
    r"(?<![“\"‘'])\ball\s+rights\s+(?:\S+\s+){0,12}?reserved\b|(?<!all\s)\brights\s+reserved\b|(?:copyright|©|\(c\))\s*(?:©\s*)?\d{4}|^copyright\s+(?-i:\p{Lu})"
    r"|\bmay\s+be\s+(?:reproduced|republished|reprinted)\s+(?:only|with|provided|if|as\s+long)\b"
    r"|\b(?:may|can|must)\s*not\s+be\s+(?:published|reproduced|broadcast|copied|redistributed|used|republished)"
    r"|\bcomments\s+(?:will\s+be|are)\s+(?:moderated|closed)\b|\bfields\s+marked\b"
    r"|\[copyright\b|\bmost\s+(?:read|viewed|popular|shared)\s*:"
    r"|\blegal\s+(?:warning|notice|disclaimer)\b|\bwithout\s+(?:\S+\s+){0,4}?(?:written\s+)?(?:permission|contract|consent)\b"
    r"(?=.{0,120}\b(?:publish|reproduc|use|photos?|content|material|subscription))"
    r"|\breproduc(?:ed|tion)\s+(?:in\s+whole|is\s+prohibited|without)\b",
    regex.IGNORECASE,
)
_POLICY = regex.compile(
    r"\b(?:our|these|see\s+the|read\s+the|accept\s+the)\s+(?:terms\s+(?:of|and)\b|privacy\s+(?:policy|notice))"
    r"|^(?:terms\s+(?:of\s+(?:use|service)|and\s+conditions)|privacy\s+(?:policy|notice))\b"
    r"|\bsubscription\s+options\b|\b(?:stories|news)\s+offered\s+to\s+subscribers\b"
    r"|\bviews\s+expressed\s+(?:in|are|by)\b|\bour\s+standards:|\btrust\s+principles\b",
    regex.IGNORECASE,
)


# Editors and initials come last: "Reporting by …; Editing by …", "zc/rc (AP, Reuters, AFP)".
_SIGN_OFF = regex.compile(
    r"(?:(?:additional\s+)?reporting|writing|written)\s+by\b.{2,300}\bedit(?:ing|ed)\s+by\b.{2,100}"
    r"|(?:\(end\)\s*)?[a-z]{2,3}\.[a-z]{2,3}|\(end\)|\[?[a-z]{2,4}(?:[-/][a-z]{2,4})+\s*(?:\([^()]{2,80}\))?\]?"
    r"|[^\w\s]?[a-z]{2,3}(?:\s[a-z]{2,3}){0,4}\s[\d/.:,\s]{6,24}[^\w\s]?",
    regex.IGNORECASE,
)


def is_notice(words: str) -> bool:
    """Whether a paragraph or sentence is about rights in the page rather than about the news."""
    return len(words) <= _LONGEST and _NOTICE.search(words) is not None


def is_policy(words: str) -> bool:
    """Whether it speaks of the site's terms; unlike a rights line, it may stand anywhere."""
    return len(words) <= _LONGEST // 2 and _POLICY.search(words) is not None


def is_sign_off(words: str) -> bool:
    """Whether it names editors, as the last line of a story does."""
    return len(words) <= _LONGEST // 2 and _SIGN_OFF.fullmatch(words) is not None
