"""Arithmetic on days: what a year, month, week or day number means next to another day."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Literal

Tense = Literal["past", "future", "unknown"]


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_of(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month; month 13 is January of the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def year_of(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def week_of(day: date) -> tuple[date, date]:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def weekday_near(published: date, weekday: int, tense: Tense) -> date:
    """The weekday that news of this day means: today or up to six days away."""
    if tense == "future":
        return published + timedelta(days=(weekday - published.weekday()) % 7)
    return published - timedelta(days=(published.weekday() - weekday) % 7)


def year_near(published: date, month: int, day: int, tense: Tense) -> int:
    """The year that a day and month without a year belong to.

    Past: the last such day, up to a week ahead of publication, for pages that are dated early;
    future: the next one, up to a week back; otherwise whichever is nearer, the past at a tie.
    """
    days = [
        (year, made)
        for year in (published.year - 1, published.year, published.year + 1)
        if (made := make_day(year, month, day)) is not None
    ]
    if not days:
        return published.year
    week = timedelta(days=7)
    if tense == "past":
        return max((y for y, d in days if d <= published + week), default=published.year)
    if tense == "future":
        return min((y for y, d in days if d >= published - week), default=published.year)
    return min(days, key=lambda yd: (abs((yd[1] - published).days), yd[0]))[0]
