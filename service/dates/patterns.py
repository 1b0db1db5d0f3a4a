"""What date expressions look like. Each pattern's groups are read by resolution.py."""

from __future__ import annotations

from types import MappingProxyType

import regex

from service.dates.vocabulary import DASH, DAY, MONTH, NTH, NUMBER, SHORT_WEEKDAY, WEEKDAY, YEAR

_L = r"(?<![\p{L}\p{N}_/.,-])"  # a word starts here
_R = r"(?![\p{L}\p{N}_]|[-/.,]\d)"  # and ends here
_WD = rf"(?:{SHORT_WEEKDAY},?\s+)?"
_PART = (
    r"(?P<part>[Ee]arly|[Ll]ate|[Mm]id(?:dle\s+of|dle)?|[Ee]nd\s+of|[Bb]eginning\s+of"
    r"|[Ss]tart\s+of)"
)
_EDGE = (
    r"(?P<edge>[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast|[Cc]oming|[Pp]revious|[Ff]ollowing"
    r"|[Uu]pcoming)"
)
_UNIT = r"(?P<unit>day|week|weekend|fortnight|month|year)"

# In order: where two overlap, the earlier one is taken.
_SOURCES = {
    "iso": (
        rf"{_L}(?P<y>{YEAR})(?P<cut>[-/])(?P<m>\d\d)(?P=cut)(?P<d>\d\d)(?:T[\d:.Z+]{{2,20}})?{_R}"
    ),
    "month_day_to_month_day": (
        rf"{_L}{_WD}(?P<m>{MONTH})\s+(?P<d>{DAY}){NTH}(?:,?\s+(?P<y>{YEAR}))?"
        rf"(?:{DASH}|\s+and\s+){_WD}(?P<m2>{MONTH})\s+(?P<d2>{DAY}){NTH}(?:,?\s+(?P<y2>{YEAR}))?{_R}"
    ),
    "day_month_to_day_month": (
        rf"{_L}{_WD}(?P<d>{DAY}){NTH}\s+(?P<m>{MONTH})(?:,?\s+(?P<y>{YEAR}))?"
        rf"(?:{DASH}|\s+and\s+){_WD}(?P<d2>{DAY}){NTH}\s+(?P<m2>{MONTH})(?:,?\s+(?P<y2>{YEAR}))?{_R}"
    ),
    "month_day_to_day": (
        rf"{_L}(?P<m>{MONTH})\s+(?P<d>{DAY}){NTH}(?:{DASH}|\s+(?P<and>and)\s+)(?P<d2>{DAY}){NTH}"
        rf"(?:,?\s+(?P<y>{YEAR}))?{_R}"
    ),
    "day_to_day_month": (
        rf"{_L}(?P<d>{DAY}){NTH}(?:{DASH}|\s+(?P<and>and)\s+)(?P<d2>{DAY}){NTH}\s+(?:of\s+)?"
        rf"(?P<m>{MONTH})(?:,?\s+(?P<y>{YEAR}))?{_R}"
    ),
    "month_day": (
        rf"{_L}{_WD}(?P<m>{MONTH})\s+(?P<d>{DAY}){NTH}(?:(?:\s?,)?\s+(?P<y>{YEAR}))?{_R}"
    ),
    "day_month": (
        rf"{_L}{_WD}(?:the\s+)?(?P<d>{DAY}){NTH}\s+(?:of\s+)?(?P<m>{MONTH})(?:,?\s+(?P<y>{YEAR}))?{_R}"
    ),
    "dotted": rf"{_L}(?P<d>{DAY})(?P<dot>[.-])(?P<m>0?[1-9]|1[0-2])(?P=dot)(?P<y>{YEAR}){_R}",
    "slashed": rf"{_L}(?P<a>\d\d?)/(?P<b>\d\d?)/(?P<y>{YEAR}){_R}",
    "half_month": (
        rf"{_L}(?:the\s+)?(?P<half>first|second|latter)\s+(?:half|part)\s+of\s+(?P<m>{MONTH})"
        rf"(?:,?\s+(?P<y>{YEAR}))?{_R}"
    ),
    "part_month": (
        rf"{_L}(?:the\s+)?{_PART}[\s-]+(?P<m>{MONTH})(?:,?\s+(?:of\s+)?(?P<y>{YEAR}))?{_R}"
    ),
    "part_edge": rf"{_L}(?P<rel>[Ee]arlier|[Ll]ater)\s+(?P<edge>this|last|next)\s+{_UNIT}{_R}",
    "month_year": rf"{_L}(?P<m>{MONTH}),?\s+(?:of\s+)?(?P<y>{YEAR}){_R}",
    "edge_month": rf"{_L}{_EDGE}\s+(?P<m>{MONTH}){_R}(?!['’]s\s+\p{{L}}+ment)",
    "in_month": (
        r"(?<=\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring|[Tt]hroughout|[Bb]y\s+(?:the\s+end\s+of)|[Ee]nd\s+of|[Tt]his)\s)"
        rf"(?P<m>{MONTH}){_R}(?!['’]s|\s+\p{{Lu}})"
    ),
    "season": (
        r"(?<![\p{L}-])(?:(?:early|late|mid)[\s-])?(?P<s>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
        rf"\s+(?:of\s+|in\s+)?(?P<y>{YEAR}){_R}"
    ),
    "weekdays": (
        rf"{_L}(?P<w>{WEEKDAY})(?:\s+and\s+(?:on\s+)?|{DASH})(?P<w2>{WEEKDAY}){_R}(?!['’]s)"
    ),
    "weekday": (
        rf"{_L}(?:(?:the\s+)?{_EDGE}\s+|(?P<week>(?:a\s+week\s+(?:from|on)|a\s+week\s+ago\s+(?:on\s+)?))\s*)?"
        rf"(?P<w>{WEEKDAY})(?:\s+(?P<after>(?:of\s+)?(?P<which>last|next|this)\s+week))?{_R}"
    ),
    "word": (
        rf"{_L}(?P<word>[Tt]he\s+day\s+(?:before\s+yesterday|after\s+tomorrow)|[Yy]esterday|[Tt]oday"
        rf"|[Tt]onight|[Tt]omorrow|[Ll]ast\s+night){_R}"
    ),
    "ago": (
        rf"{_L}(?P<n>{NUMBER}|[Aa]n?|[Aa]\s+couple\s+of)\s+(?P<unit>day|week|month|year)s?\s+ago{_R}"
    ),
    "edge_unit": (
        rf"{_L}(?:the\s+)?(?P<edge>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming|[Pp]ast)\s+{_UNIT}{_R}"
    ),
    "weekend": rf"{_L}(?:[Oo]ver|[Aa]t|[Dd]uring)\s+the\s+(?P<unit>weekend){_R}",
    "nth": (
        rf"{_L}the\s+(?P<d>{DAY})(?:st|nd|rd|th)"
        r"(?=\s*(?:[.,;)]|$|and\b|of\s+(?:the|this|last|next)\s+month))"
    ),
    "year": (
        r"(?<=\b(?:[Ii]n|[Ss]ince|[Oo]f|[Ff]rom|[Uu]ntil|[Bb]y|[Dd]uring|[Ll]ate|[Ee]arly|[Mm]id|[Bb]efore|[Aa]fter|[Tt]he|and|to)[\s-])"
        rf"(?P<y>{YEAR}){_R}(?!\s+(?:people|troops|soldiers|prisoners|years|days|metres|meters|km|dollars|euros))"
    ),
}
PATTERNS = MappingProxyType({kind: regex.compile(source) for kind, source in _SOURCES.items()})

# Nothing without one of these can hold a date expression.
TRIGGER = regex.compile(
    rf"\d|{SHORT_WEEKDAY}|{MONTH}|days?\b|night\b|tomorrow|(?:week|month|year|fortnight)"
    r"|[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter",
)
