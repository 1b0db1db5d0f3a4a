"""The day that an article says it was published or filed on, by the words around the date.

A date is the report's own where it stands apart from prose: on a line of its own, between bars,
after the outlet's or the writer's name, or in a dateline ("TUNIS, Feb. 9, 2023 (Agency) —").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import regex

from service.dates.days import make_day
from service.dates.patterns import PATTERNS
from service.dates.resolution import Context, resolve
from service.dates.vocabulary import month_number, weekday_number

_KINDS = ("iso", "month_day", "day_month", "dotted", "slashed")
_LOOKED_AT = 420  # characters of a paragraph; no breadcrumbs and dateline are longer
_SHORT = 120  # characters; what is longer holds prose, and must separate its date from it
_WORD = (
    r"(?:story|article|first|originally|published|updated?|last|modified|posted|date|issued|released?|on|at|the"
    r"|mon|tues?|wed|thu|thur|thurs|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|gmt|utc|[ap]\.?m\.?|[ecmpb][sde]?s?t|msk|ist|hrs?|local|time"
    r"|\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?[ap]\.?m)?)\b\.?"
)
_STAMP = rf"(?:[\s:|,.·•–—()[\]/>-]*+(?:{_WORD}[\s:|,.·•–—()[\]/>-]*+){{0,8}})"
_STAMP_BEFORE = regex.compile(rf"{_STAMP}$", regex.IGNORECASE)
_STAMP_AFTER = regex.compile(_STAMP, regex.IGNORECASE)
_BAR_BEFORE = regex.compile(r"[|·•/>–—\n]\s*(?:\p{L}+:?\s*|\p{L}+,\s*){0,2}$|\s-\s*$")
_BAR_AFTER = regex.compile(
    r"(?:[\s,]*(?:at\s+)?\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?(?:\s\p{Lu}{2,4})?)?(?:\s*[|·•/>–—\n]|\s+-)"
)
_CAPITALS = regex.compile(r"\b(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\p{Lu}*\b")
_BYLINE = regex.compile(r"\s*(?:By|BY|Text:|Words:|Published in)\s")
# "By A. Berg", "THE PORT GAZETTE", "Brussels,", "Le Fleuve (Bamako)": names and nothing else. A
# word is taken whole: one that could be cut in pieces takes forever to be refused.
_NAMES = regex.compile(
    r"(?:(?:(?:By|by|and|of|the|for|in|de|la|du|des|del|al|el|da|do|Source:|Published)"
    r"|\(?\p{Lu}[\p{L}\p{M}.’'-]*+\)?+),?+:?+\s*+){1,9}$"
)
# "VIENNA, ", "YOGYAKARTA, Indonesia, ", "Addis Ababa, "
_TOWN = regex.compile(
    r"\s*(?:\p{Lu}[\p{L}\p{M}.’'-]*[\s,/]{1,3}){1,6}(?:\(\p{Lu}[^()\n]{1,40}\)\s*[-–—,]*\s*)?$"
)
# An agency in brackets or between slashes, a dash, or both, come after the date of a dateline.
_FILED = regex.compile(
    r"[\s,.]*(?:\([^()\n]{2,40}\)|/[^/\n]{2,30}/|\p{Lu}[\p{L}\s]{1,30}(?=\s*[-–—]))?[\s.,:]*[-–—]{1,2}\s"
    r"|[\s,.]*(?:\(\p{Lu}[^()\n]{1,40}\)|/\p{Lu}[^/\n]{1,30}/)|,\s\p{Lu}[\p{L}-]+\s*(?:\n|$)"
)


def stated_day(paragraph: str) -> date | None:
    """The day that a paragraph states as the report's own; None where it has only prose.

    A day with its weekday is the story's rather than one without, which may be the page's.
    """
    stated = [
        (_weekday_beside(paragraph, found) is None, day)
        for found, day in _dates(paragraph[:_LOOKED_AT], year=None)
        if _apart(paragraph, found) or _dateline(paragraph, found)
    ]
    return min(stated, key=lambda pair: pair[0])[1] if stated else None


def last_day(header: str) -> date | None:
    """The last day that a page's header names, in full: that of its latest version."""
    return max((day for _, day in _dates(header, year=None)), default=None)


def is_date_line(line: str) -> bool:
    """Whether a line only states the report's day, perhaps with the outlet's or writer's name."""
    return len(line) <= _SHORT and any(_apart(line, found) for found, _ in _dates(line, year=None))


def filed_day(paragraphs: Iterable[str], year: int) -> date | None:
    """The day of a dateline or a line of its own that leaves the year out, in a given year."""
    for paragraph in paragraphs:
        for found, day in _dates(paragraph[:_LOOKED_AT], year=year):
            if _apart(paragraph, found) or _dateline(paragraph, found):
                return day
    return None


def either_day(paragraph: str) -> tuple[date, date] | None:
    """Both readings of a stamp such as 08/10/2019, the day first and the month first."""
    for found in PATTERNS["slashed"].finditer(paragraph[:_LOOKED_AT]):
        first, second, year = int(found["a"]), int(found["b"]), int(found["y"])
        readings = make_day(year, second, first), make_day(year, first, second)
        if None not in readings and _apart(paragraph, found):
            return readings  # pyright: ignore[reportReturnType]
    return None


def _dates(line: str, year: int | None) -> Iterator[tuple[regex.Match[str], date]]:
    """Full dates in reading order; with a year given, also those that have none of their own."""
    line = _CAPITALS.sub(lambda month: month.group().title(), line)
    found = [(m, kind) for kind in _KINDS for m in PATTERNS[kind].finditer(line)]
    for match, kind in sorted(found, key=lambda pair: pair[0].start()):
        days = resolve(kind, match, Context(None, "unknown"))
        day = days.start if days else None
        if day is None and year is not None and days and kind in ("month_day", "day_month"):
            day = make_day(year, month_number(match["m"]), int(match["d"]))
            if day is not None and not _weekday_fits(line, match, day):
                continue
        if day is not None:
            yield match, day


def _weekday_fits(line: str, found: regex.Match[str], day: date) -> bool:
    """Whether a weekday beside the date is that day's."""
    weekday = _weekday_beside(line, found)
    return weekday is None or weekday_number(weekday) == day.weekday()


def _weekday_beside(line: str, found: regex.Match[str]) -> str | None:
    weekday = regex.search(
        r"\b((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6})[\s,]*$", line[: found.start()]
    ) or regex.match(r"((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6})\b", found.group())
    return weekday[1] if weekday else None


def _apart(paragraph: str, found: regex.Match[str]) -> bool:
    """Whether a line says nothing but the date, or bars part the date from all else."""
    before, after = paragraph[: found.start()], paragraph[found.end() :]
    if "\n" in paragraph:
        before = before.rpartition("\n")[2]
        after = after.partition("\n")[0]
    bare = before[: _stamp_start(before)]
    stamp = _STAMP_AFTER.match(after)
    rest = after[stamp.end() :] if stamp else after
    barred = _BAR_BEFORE.search(before) is not None
    ended = not rest.strip()
    if len(before) + len(after) + len(found.group()) <= _SHORT:
        named = _NAMES.fullmatch(bare.strip() + " ") is not None if bare.strip() else True
        again = next(_dates(rest, year=None), None) is not None
        # "12.03.2024  EEAS Press Team"
        ended = ended or (not before.strip() and _NAMES.fullmatch(rest.strip() + " ") is not None)
        signed = named and _BYLINE.match(before) is not None
        return (barred or named) and (
            ended or again or signed or _BAR_AFTER.match(after) is not None
        )
    return barred and not ended and _BAR_AFTER.match(after) is not None


def _stamp_start(before: str) -> int:
    stamp = _STAMP_BEFORE.search(before)
    return stamp.start() if stamp else len(before)


def _dateline(paragraph: str, found: regex.Match[str]) -> bool:
    """Whether a paragraph opens with a town, the date, and an agency or a dash."""
    line = paragraph[: found.start()].rpartition("\n")[2]
    return _TOWN.fullmatch(line) is not None and _FILED.match(paragraph, found.end()) is not None
