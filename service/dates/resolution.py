"""A matched date expression → first day, last day and precision, next to the article's date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal, NamedTuple

import regex

from service.dates.days import (
    Tense,
    make_day,
    month_of,
    week_of,
    weekday_near,
    year_near,
    year_of,
)
from service.dates.vocabulary import SEASONS, count, month_number, weekday_number

Precision = Literal["day", "range", "week", "part", "month", "year"]


class Days(NamedTuple):
    """First and last day meant, inclusive; both None when the article's date is needed."""

    start: date | None
    end: date | None
    precision: Precision


class Context(NamedTuple):
    """What an expression is resolved against."""

    published: date | None
    tense: Tense


_Match = regex.Match[str]
_Resolver = Callable[[_Match, Context], Days | None]


def resolve(kind: str, match: _Match, context: Context) -> Days | None:
    """The days meant; None when it turns out to be no date (30 February)."""
    return _RESOLVERS[kind](match, context)


def _year(match: _Match, group: str, month: int, day: int, context: Context) -> int | None:
    if match[group]:
        return int(match[group])
    if context.published is None:
        return None
    return year_near(context.published, month, day, context.tense)


def _one(made: date | None) -> Days | None:
    return Days(made, made, "day") if made else None


def _iso(match: _Match, _: Context) -> Days | None:
    return _one(make_day(int(match["y"]), int(match["m"]), int(match["d"])))


def _slashed(match: _Match, _: Context) -> Days | None:
    """5/4/2023 is a day in May or in April: only a number over 12 tells."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    if first > 12:
        return _one(make_day(year, second, first))
    if second > 12 or first == second:
        return _one(make_day(year, first, second))
    return Days(None, None, "day")


def _month_and_day(match: _Match, context: Context) -> Days | None:
    month, day = month_number(match["m"]), int(match["d"])
    if make_day(2000, month, day) is None:
        return None
    year = _year(match, "y", month, day, context)
    return Days(None, None, "day") if year is None else _one(make_day(year, month, day))


def _days_of_a_month(match: _Match, context: Context) -> Days | None:
    month, first, last = month_number(match["m"]), int(match["d"]), int(match["d2"])
    if last <= first or (match["and"] and last != first + 1):
        return None
    if make_day(2000, month, last) is None:
        return None
    year = _year(match, "y", month, first, context)
    if year is None:
        return Days(None, None, "range")
    return Days(make_day(year, month, first), make_day(year, month, last), "range")


def _over_months(match: _Match, context: Context) -> Days | None:
    month, day = month_number(match["m"]), int(match["d"])
    month2, day2 = month_number(match["m2"]), int(match["d2"])
    year2 = _year(match, "y2", month2, day2, context) if match["y2"] or not match["y"] else None
    year = int(match["y"]) if match["y"] else year2
    if year is None:
        return Days(None, None, "range")
    if not match["y"] and month > month2:
        year -= 1
    if year2 is None:
        year2 = year + (month > month2)
    start, end = make_day(year, month, day), make_day(year2, month2, day2)
    return Days(start, end, "range") if start and end and start < end else None


def _month_year(match: _Match, _: Context) -> Days:
    return Days(*month_of(int(match["y"]), month_number(match["m"])), "month")


def _in_month(match: _Match, context: Context) -> Days:
    month = month_number(match["m"])
    if context.published is None:
        return Days(None, None, "month")
    # The current month may be told of in either tense.
    if month == context.published.month:
        return Days(*month_of(context.published.year, month), "month")
    year = year_near(context.published, month, 15, context.tense)
    return Days(*month_of(year, month), "month")


def _edge_month(match: _Match, context: Context) -> Days:
    month, published = month_number(match["m"]), context.published
    if published is None:
        return Days(None, None, "month")
    side = _side(match["edge"])
    year = published.year
    if side < 0 and month >= published.month:
        year -= 1
    elif side > 0 and month <= published.month:
        year += 1
    return Days(*month_of(year, month), "month")


def _part_month(match: _Match, context: Context) -> Days:
    month = month_number(match["m"])
    year = _year(match, "y", month, 15, context)
    if year is None:
        return Days(None, None, "part")
    first, last = month_of(year, month)
    part = match["part"].lower()
    if part.startswith(("early", "beginning", "start")):
        return Days(first, date(year, month, 10), "part")
    if part.startswith("mid"):
        return Days(date(year, month, 11), date(year, month, 20), "part")
    return Days(date(year, month, 21), last, "part")


def _half_month(match: _Match, context: Context) -> Days:
    month = month_number(match["m"])
    year = _year(match, "y", month, 15, context)
    if year is None:
        return Days(None, None, "part")
    first, last = month_of(year, month)
    if match["half"].lower() == "first":
        return Days(first, date(year, month, 15), "part")
    return Days(date(year, month, 16), last, "part")


def _weekend(_: _Match, context: Context) -> Days:
    """The Saturday and Sunday nearest to the report, on the side of the verb's tense."""
    if context.published is None:
        return Days(None, None, "range")
    saturday = weekday_near(context.published, 5, "future" if context.tense == "future" else "past")
    return Days(saturday, saturday + timedelta(days=1), "range")


def _season(match: _Match, _: Context) -> Days:
    """Three months, as on the northern half of the globe."""
    first = SEASONS[match["s"].lower()]
    year = int(match["y"])
    return Days(month_of(year, first)[0], month_of(year, first + 2)[1], "part")


def _weekday(match: _Match, context: Context) -> Days:
    if context.published is None:
        return Days(None, None, "day")
    published, weekday = context.published, weekday_number(match["w"])
    if match["which"]:
        monday = week_of(published + timedelta(days=7 * _side(match["which"])))[0]
        day = monday + timedelta(days=weekday)
    elif match["edge"] and _side(match["edge"]) < 0:
        day = weekday_near(published - timedelta(days=1), weekday, "past")
    elif match["edge"] and _side(match["edge"]) > 0:
        day = weekday_near(published + timedelta(days=1), weekday, "future")
    elif match["week"]:
        back = "ago" in match["week"]
        near = weekday_near(published, weekday, "past" if back else "future")
        day = near + timedelta(days=-7 if back else 7)
    else:
        day = weekday_near(published, weekday, context.tense)
    return Days(day, day, "day")


def _weekdays(match: _Match, context: Context) -> Days | None:
    """A stretch of days; "Monday and Thursday" are two mentions, not a stretch."""
    first, last = weekday_number(match["w"]), weekday_number(match["w2"])
    length = (last - first) % 7
    if length == 0 or ("and" in match.group().split() and length != 1):
        return None
    if context.published is None:
        return Days(None, None, "range")
    if context.tense == "future":
        start = weekday_near(context.published, first, "future")
        return Days(start, start + timedelta(days=length), "range")
    end = weekday_near(context.published, last, "past")
    return Days(end - timedelta(days=length), end, "range")


def _word(match: _Match, context: Context) -> Days:
    if context.published is None:
        return Days(None, None, "day")
    word = " ".join(match["word"].lower().split())
    day = context.published + timedelta(days=_WORDS[word])
    return Days(day, day, "day")


_WORDS = MappingProxyType(
    {
        "the day before yesterday": -2,
        "yesterday": -1,
        "last night": -1,
        "today": 0,
        "tonight": 0,
        "tomorrow": 1,
        "the day after tomorrow": 2,
    }
)


def _ago(match: _Match, context: Context) -> Days | None:
    number = count(" ".join(match["n"].split()))
    precision: Precision = _UNITS[match["unit"]]
    if context.published is None or not number:
        return Days(None, None, precision)
    published = context.published
    if match["unit"] == "day":
        return _one(published - timedelta(days=number))
    if match["unit"] == "week":
        return Days(*week_of(published - timedelta(weeks=number)), "week")
    months = number if match["unit"] == "month" else 12 * number
    year, month = divmod(published.year * 12 + published.month - 1 - months, 12)
    if year < 1:
        return None
    return Days(
        *(month_of(year, month + 1) if match["unit"] == "month" else year_of(year)), precision
    )


_UNITS: Mapping[str, Precision] = MappingProxyType(
    {
        "day": "day",
        "week": "week",
        "weekend": "range",
        "fortnight": "range",
        "month": "month",
        "year": "year",
    }
)


def _edge_unit(match: _Match, context: Context) -> Days | None:
    """ "last week" is the calendar week before, Monday to Sunday; months and years likewise."""
    unit, side = match["unit"], _side(match["edge"])
    if unit == "day" or (match["edge"].lower() == "past"):
        return None
    precision: Precision = _UNITS[unit]
    published = context.published
    if published is None or unit == "fortnight":
        return Days(None, None, precision)
    if unit in ("week", "weekend"):
        monday, sunday = week_of(published + timedelta(days=7 * side))
        return Days(sunday - timedelta(days=1) if unit == "weekend" else monday, sunday, precision)
    if unit == "month":
        return Days(*month_of(published.year, published.month + side), precision)
    return Days(*year_of(published.year + side), precision)


def _nth(match: _Match, context: Context) -> Days | None:
    """ "the 12th": of the month in which such a day lies nearest."""
    if context.published is None:
        return Days(None, None, "day")
    published, day = context.published, int(match["d"])
    near = [
        made
        for shift in (-1, 0, 1)
        if (made := make_day(*_shifted(published, shift), day)) is not None
    ]
    if context.tense == "future":
        near = [d for d in near if d >= published] or near
    elif context.tense == "past":
        near = [d for d in near if d <= published] or near
    return _one(min(near, key=lambda d: abs((d - published).days))) if near else None


def _shifted(day: date, months: int) -> tuple[int, int]:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def _only_year(match: _Match, _: Context) -> Days:
    return Days(*year_of(int(match["y"])), "year")


def _side(edge: str) -> int:
    return {"last": -1, "past": -1, "previous": -1, "this": 0}.get(edge.lower(), 1)


_RESOLVERS: Mapping[str, _Resolver] = MappingProxyType(
    {
        "iso": _iso,
        "month_day_to_month_day": _over_months,
        "day_month_to_day_month": _over_months,
        "month_day_to_day": _days_of_a_month,
        "day_to_day_month": _days_of_a_month,
        "month_day": _month_and_day,
        "day_month": _month_and_day,
        "dotted": _iso,
        "slashed": _slashed,
        "half_month": _half_month,
        "part_month": _part_month,
        "part_edge": _edge_unit,
        "month_year": _month_year,
        "edge_month": _edge_month,
        "in_month": _in_month,
        "season": _season,
        "weekdays": _weekdays,
        "weekday": _weekday,
        "word": _word,
        "ago": _ago,
        "edge_unit": _edge_unit,
        "weekend": _weekend,
        "nth": _nth,
        "year": _only_year,
    }
)
