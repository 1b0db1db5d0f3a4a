"""A line that only states a date ("May 5, 2023", "Published 2023-05-04 10:20") → that day."""

from __future__ import annotations

from datetime import date

import regex

from service.dates.patterns import PATTERNS
from service.dates.resolution import Context, resolve

_KINDS = ("iso", "month_day", "day_month", "dotted", "slashed")
_WORD = (
    r"(?:first\s+)?(?:published|updated|last\s+(?:updated|modified)|posted|date|issued|released?|on|at|mon|tue"
    r"|wed|thu|fri|sat|sun|gmt|utc|[ap]\.?m\.?|[ecmpb][sde]?s?t|msk|ist|hrs?|local\s+time"
    r"|\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?[ap]\.?m)?)\b\.?"
)
_AROUND = regex.compile(
    rf"[\s:|,.·•–—()/-]*+(?:{_WORD}[\s:|,.·•–—()/-]*+){{0,8}}", regex.IGNORECASE
)
# Agencies put their place before a bar ("VIENNA | Wed Jun 5, 2013"), releases before a comma, and
# papers name themselves: "Brussels, 23 November 2023".
_PLACED = regex.compile(r"(?:\p{Lu}[\p{L}’'-]*\s){1,3}\|\s*")
_NAMED = regex.compile(r"(?:\p{Lu}[\p{L}’'-]*\s){0,3}\p{Lu}[\p{L}’'-]*,\s+")
_LONGEST = 120  # characters
_YEAR = regex.compile(r"(?:19|20)\d\d")


def stated_day(line: str) -> date | None:
    """The day, when the line says nothing else but, perhaps, a time and "published"."""
    if len(line) > _LONGEST or _YEAR.search(line) is None:
        return None
    line = _PLACED.sub("", line, count=1)
    found = [m for kind in _KINDS if (m := PATTERNS[kind].search(line)) is not None]
    if not found:
        return None
    match = min(found, key=lambda m: m.start())
    days = resolve(_kind_of(match), match, Context(None, "unknown"))
    before, after = line[: match.start()], line[match.end() :]
    named = _NAMED.fullmatch(before) is not None and not after.strip()
    stamped = _AROUND.fullmatch(before) is not None and (
        _AROUND.fullmatch(after) is not None or _again(after)
    )
    return days.start if days and (named or stamped) else None


def _kind_of(match: regex.Match[str]) -> str:
    return next(kind for kind in _KINDS if PATTERNS[kind] is match.re)


def _again(after: str) -> bool:
    """Whether a second stamp follows ("… | Updated: 23:01, 18 February 2025")."""
    _, bar, second = after.partition("|")
    return bool(bar) and stated_day(second.strip()) is not None
