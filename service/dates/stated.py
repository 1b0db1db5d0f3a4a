"""A line that only states a date ("May 5, 2023", "Published 2023-05-04 10:20") → that day."""

from __future__ import annotations

from datetime import date

import regex

from service.dates.patterns import PATTERNS
from service.dates.resolution import Context, resolve

_KINDS = ("iso", "month_day", "day_month", "dotted", "slashed")
_AROUND = regex.compile(
    r"[\s:|,.·•–—()/-]*(?:(?:first\s+)?(?:published|updated|last\s+(?:updated|modified)|posted|date"
    r"|issued|release(?:d)?|on|at|mon|tue|wed|thu|fri|sat|sun|gmt|utc|[ap]\.?m\.?|[ecmpb][sde]?s?t|msk"
    r"|\d{1,2}[:.h]\d{2}(?::\d{2})?|hrs?|ist|local\s+time)\b\.?[\s:|,.·•–—()/-]*){0,8}",
    regex.IGNORECASE,
)


def stated_day(line: str) -> date | None:
    """The day, when the line says nothing else but, perhaps, a time and "published"."""
    if len(line) > 120:
        return None
    for kind in _KINDS:
        match = PATTERNS[kind].search(line)
        if match is None:
            continue
        days = resolve(kind, match, Context(None, "unknown"))
        around = (line[: match.start()], line[match.end() :])
        if days and days.start and all(_AROUND.fullmatch(part) for part in around):
            return days.start
    return None
