"""Lines that belong to the page, not to the story: menus, buttons, bylines, addresses, boxes."""

from __future__ import annotations

from types import MappingProxyType

import regex

from service.dates import stated_day

_SOURCES = {
    "address": r"(?:https?://|www\.)\S+",
    "navigation": (
        r"(?:\d{1,2}[.)]\s+|[•*>»-]\s*)?(?:skip\s+to\s.{2,60}|(?:main\s+)?menu|home|search|sections|navigation|subscribe"
        r"|sign\s+(?:in|up)|log\s?in|register|close|back(?:\s+to\s+.{2,30})?|next|previous|advertisement|ad"
        r"|listen(?:\s+to\s+(?:this\s+)?(?:article|story))?|print|comments?|\d+\s+comments?|leave\s+a\s+comment"
        r"|show\s+more|load\s+more|read\s+more|view\s+(?:all|more)|see\s+(?:all|more)|(?:\d+|a)\s+min(?:ute)?s?\s+read)"
    ),
    "share": (
        r"(?:share|share\s+(?:this|on|via|with|the)\b.{0,60}|facebook|twitter|x|whatsapp|telegram|linkedin|email"
        r"|copy\s+link|tweet|follow\s+us\b.{0,80}|like\s+us\s+on\b.{0,60}|save|bookmark|reddit|pinterest|messenger)"
        r"(?:[\s|,/·]+(?:share|facebook|twitter|x|whatsapp|telegram|linkedin|email|e-mail|copy\s+link|print|save|reddit))*"
    ),
    "newsletter": (
        r"(?:sign\s+up|subscribe|get\s+(?:the|our|all)|join\s+(?:our|us)|download\s+(?:the|our)|follow\s+(?:the|our)|don['’]t\s+miss)\b"
        r".{0,160}\b(?:newsletters?|inbox|e-?mail|updates|alerts?|apps?|channel|telegram|podcast|whatsapp)\b.{0,160}"
        r"|(?:by\s+(?:signing\s+up|subscribing|entering)|you\s+can\s+unsubscribe)\b.{0,300}"
    ),
    "cookies": r".{0,120}\b(?:we\s+use\s+cookies|uses\s+cookies|cookie\s+(?:policy|settings|preferences|notice))\b.{0,400}",
    "credit": (
        r"(?:[a-z]{2,4}(?:[/,]\s?[a-z]{2,4})+|[a-z]{2,4})\s*\([^()]{2,80}\)"
        r"|\((?:with\s+.{3,80}|\p{Lu}[\p{L}/,.\s&-]{1,60})\)\.?|[-–—]{1,2}\s?\p{Lu}[\p{L}\s./]{1,40}"
        r"|(?:source|agencies|with\s+(?:agency\s+)?inputs?\s+from|with\s+(?:agencies|reporting\s+by))\b.{0,100}"
        r"|(?:additional\s+)?(?:reporting|writing|editing|edited|written|compiled|translated)\s+by\b.{2,300}"
        r"|.{2,80}\bcontributed\s+to\s+this\s+(?:report|story|article)\.?"
    ),
    "note": (
        r"this\s+(?:is\s+a\s+(?:developing|breaking)|story\s+(?:has\s+been|was|is\s+being)|article\s+(?:has\s+been|was))\b.{0,200}"
        r"|(?:more\s+(?:to\s+follow|details\s+soon)|developing(?:\s+story)?)\b.{0,60}"
    ),
}
_SHAPES = MappingProxyType({k: regex.compile(v, regex.IGNORECASE) for k, v in _SOURCES.items()})
_BYLINE = regex.compile(
    r"(?:[Bb]y|BY|[Ff]rom|[Ww]ritten\s+by|[Tt]ext\s+by|Author:?)\s+(?:[Tt]he\s+)?\p{Lu}[\p{L}.'’-]*"
    r"(?:(?:,|\s+and|\s+in|\s+of|\s*\||,\s+and)?\s+(?:\p{Lu}[\p{L}.'’-]*|de|van|von|al|bin|der|la)){0,9}"
    r"(?:\s*[|,·-]\s*.{0,60})?"
)
_CAPITALS = regex.compile(r"[\p{Lu}\s&.'’-]{3,50}")


def furniture_of(line: str) -> str | None:
    """What kind of page furniture a line is, or None when it may be story."""
    if len(line) > 600:
        return None
    if stated_day(line) is not None:
        return "date line"
    for reason, shape in _SHAPES.items():
        if shape.fullmatch(line):
            return reason
    if len(line) <= 120 and (_BYLINE.fullmatch(line) or _CAPITALS.fullmatch(line)):
        return "byline"
    return None
