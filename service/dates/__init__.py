"""Date expressions and durations of an article, resolved to days. docs/decisions/0012."""

from service.dates.durations import find_durations
from service.dates.mentions import find_dates
from service.dates.stated import either_day, filed_day, is_date_line, last_day, stated_day

__all__ = [
    "either_day",
    "filed_day",
    "find_dates",
    "find_durations",
    "is_date_line",
    "last_day",
    "stated_day",
]
