"""The calendar's words in English, as numbers and as patterns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

_MONTHS = (
    ("January", "Jan"),
    ("February", "Feb"),
    ("March", "Mar"),
    ("April", "Apr"),
    ("May", "May"),
    ("June", "Jun"),
    ("July", "Jul"),
    ("August", "Aug"),
    ("September", "Sept", "Sep"),
    ("October", "Oct"),
    ("November", "Nov"),
    ("December", "Dec"),
)
_WEEKDAYS = (
    ("Monday", "Mon"),
    ("Tuesday", "Tues", "Tue"),
    ("Wednesday", "Wed"),
    ("Thursday", "Thurs", "Thur", "Thu"),
    ("Friday", "Fri"),
    ("Saturday", "Sat"),
    ("Sunday", "Sun"),
)
_SEASONS = (("spring", 3), ("summer", 6), ("autumn", 9), ("fall", 9), ("winter", 12))
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen twenty"
)


def _numbered(groups: Sequence[Sequence[str]], first: int) -> Mapping[str, int]:
    pairs = ((name.lower(), i) for i, names in enumerate(groups, first) for name in names)
    return MappingProxyType(dict(pairs))


MONTHS = _numbered(_MONTHS, 1)
WEEKDAYS = _numbered(_WEEKDAYS, 0)
SEASONS = MappingProxyType(dict(_SEASONS))
NUMBERS = MappingProxyType(
    {
        **{word: i for i, word in enumerate(_NUMBERS.split())},
        "a": 1,
        "an": 1,
        "a couple of": 2,
        "several": 0,
    }
)


def month_number(word: str) -> int:
    return MONTHS[word.lower().rstrip(".")]


def weekday_number(word: str) -> int:
    """Monday is 0."""
    return WEEKDAYS[word.lower().rstrip(".")]


def count(word: str) -> int:
    """A number in digits or in words up to twenty; 0 when it is neither."""
    bare = word.strip().lower()
    return int(bare) if bare.isdecimal() else NUMBERS.get(bare, 0)


def _either(groups: Sequence[Sequence[str]]) -> str:
    full = [names[0] for names in groups]
    short = [f"{name}\\b\\.?" for names in groups for name in names[1:]]
    forms = [*full, *[name.upper() for name in full], *short]
    return "(?:" + "|".join(forms) + ")"


# Case matters: "may" and "march" are verbs. Abbreviations may end in a full stop.
MONTH = _either(_MONTHS)
WEEKDAY = _either([(names[0],) for names in _WEEKDAYS])
SHORT_WEEKDAY = _either(_WEEKDAYS)
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
NTH = r"(?:st|nd|rd|th)?"
YEAR = r"(?:(?:19|20)\d{2})"
DASH = r"(?:\s?[-‐‑–—−/]\s?|\s+(?:to|through|thru|until|till)\s+)"
NUMBER = r"(?:\d{1,3}|" + "|".join(_NUMBERS.split()[1:]) + ")"
