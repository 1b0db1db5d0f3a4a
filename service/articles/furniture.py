"""Lines that belong to the page, not to the story: menus, buttons, bylines, addresses, boxes."""

from __future__ import annotations

from types import MappingProxyType

import regex

from service.dates import is_date_line

_CLOCK = r"\d{1,2}[:.h]\d{2}\s*(?:[ap]\.?m\.?)?(?:\s*[A-Z]{2,4})?"
_SOURCES = {
    "address": r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+",
    "breadcrumbs": (
        r"[^.!?|>›»•·]{1,30}(?:\s*[|>›»•·]\s*[^.!?|>›»•·]{1,30}){2,12}"
        r"|(?:tags?|topics?|keywords?|categor(?:y|ies)|filed\s+under|posted\s+in|sections?)\s?:.{1,200}"
    ),
    "player": (
        r"\d{1,2}:\d{2}\s*/\s*\d{1,2}:\d{2}|(?:duration|listen|play|watch|audio|video|loading)\b[\s:.…]*(?:\d.{0,20}"
        r"|video|audio|player|now|live|above|below)?[.…]*|watch\s+the\s+video\b.{0,40}|(?:photo|picture)\s+gallery.{0,40}"
        r"|(?:text|font)\s+size\b.{0,20}|(?:story|article)\s+continues\s+below\b.{0,40}|continue\s+reading.{0,60}"
    ),
    "navigation": (
        r"(?:\d{1,2}[.)]\s+|[•*>»-]\s*)?(?:skip\s+to\s.{2,60}|(?:main\s+)?menu|home|search|sections"
        r"|navigation|subscribe|sign\s+(?:in|up)|log\s?in|register|close|back(?:\s+to\s+.{2,30})?|next"
        r"|previous|ad(?:vertisement|vertising)?(?:\s*[·|-]\s*.{0,40})?|listen(?:\s+to\s+(?:this\s+)?(?:article"
        r"|story))?(?:\s+\d+\s*min\w*)?|report\s+an?\s+(?:typo|error|correction)\b.{0,60}|print|(?:\d+\s+)?comments?|leave\s+a\s+comment|(?:show|load)\s+more|read\s+more|(?:view|see)"
        r"\s+(?:all|more)|(?:\d+|a)\s*-?min(?:ute)?s?(?:\s+read)?|acquire\s+licensing\s+rights.{0,20}"
        r"|(?:for\s+)?(?:further|more)\s+information:?|page\s+not\s+found|join\s+the\s+conversation"
        r"|(?:log|sign)\s+in\s+to\s+comment|comments\s+are\s+closed.{0,40}|about\s+the\s+authors?|-?\s?ends?\s?-?"
        r"|notes?\s+(?:to|for)\s+editors:?|.{0,60}\b(?:submit\s+button|required\s+fields?)\b.{0,80}|the\s+content\s+you\s+(?:requested|are)"
        r"\b.{0,120}|this\s+(?:article|content|page|video)\s+is\s+(?:more\s+than\b.{0,30}|(?:no\s+longer|not|now)\b.{0,60}))"
    ),
    "share": (
        r"(?:like\s+this:?.{0,40}|\d[\d.,]*k?\s+(?:shares?|views?|likes?|reads?)\b.{0,40}|share|share\s+(?:this|on|via|with|the)\b.{0,60}|reuse\s+this\s+content|facebook|twitter|x|whatsapp"
        r"|telegram|linkedin|email|copy\s+link|tweet|follow\s+us\b.{0,80}|like\s+us\s+on\b.{0,60}|save|bookmark"
        r"|reddit|pinterest|messenger)(?:[\s|,/·]+(?:share|facebook|twitter|x|whatsapp|telegram|linkedin|email"
        r"|e-mail|copy\s+link|print|save|reddit))*"
    ),
    "newsletter": (
        r"(?:sign\s+up|subscribe|get|join|download|follow|receive|daily\s+newsletter|register|don['’]t\s+miss|stay"
        r"\s+(?:informed|up))\b(?=.{0,160}\b(?:newsletters?|inbox|e-?mail|updates|alerts?|apps?|channel|telegram"
        r"|podcast|whatsapp|notifications|briefings?|bulletin|digest)\b).{0,240}"
        r"|(?:subscribe|donate|become\s+an?\s+(?:member|subscriber|supporter)|support\s+(?:our|independent)|your\s+support\s+(?:helps|makes|keeps))\b.{0,200}"
        r"|(?:click|tap|sign\s+up)\s+here\b.{0,160}|you\s+are\s+reading\s+(?:the|our|an?)\b.{0,160}"
        r"|.{0,80}\b(?:forwarded\s+this\s+to\s+you|(?:is|are)\s+funded\s+by\s+(?:its\s+|our\s+)?readers)\b.{0,200}"
        r"|(?:by\s+(?:signing\s+up|subscribing|entering|continuing(?!.{0,120}cookies)|clicking)|you\s+can\s+unsubscribe|privacy\s+notice\s*:).{0,300}"
    ),
    "cookies": (
        r".{0,160}\b(?:we\s+use\s+cookies|uses\s+cookies|(?:our|the)\s+use\s+of\s+cookies"
        r"|accept(?:ing)?\s+(?:all\s+|our\s+)?cookies"
        r"|cookie\s+(?:policy|settings|preferences|notice|consent))\b.{0,400}"
        r"|we\s+and\s+our\s+(?:\d+\s+)?partners\b.{0,400}"
        r"|.{0,40}\b(?:IE\s?\d{1,2}|internet\s+explorer|javascript|your\s+(?:web\s+)?browser)\b.{0,160}"
    ),
    "biography": (
        r"(?-i:\p{Lu}[\p{L}.'’-]*(?:\s\p{Lu}[\p{L}.'’-]*){1,3})\s(?:is|has\s+been|works\s+as|covers|reports"
        r"|writes)\b[^\"“”]{0,80}?\b(?:editor|correspondent|reporter|writer|journalist|columnist|contributor"
        r"|producer|blogger|freelancer?)\b(?![^.]{0,120}\b(?:said|told|killed|arrested|detained))[^\"“”]{0,400}"
    ),
    "credit": (
        r"(?:[a-z]{2,4}(?:[/,]\s?[a-z]{2,4})+|[a-z]{2,4})\s*\([^()]{2,80}\)"
        r"|(?-i:(?:bur-)?[a-z]{2,4}(?:[/-][a-z]{2,4}){1,4})"
        r"|\((?:with\s+.{3,80}|(?-i:\p{Lu}[\p{L}\d]*)(?:[\s/,.&-]+(?:with|and|(?-i:\p{Lu}[\p{L}\d]*))){0,6})\)\.?"
        r"|(?:[–—]|--)\s?(?-i:\p{Lu}[\p{L}.]*(?:[\s/]\p{Lu}[\p{L}.]*){0,3})"
        r"|(?:sources?\s?:|agencies$|with\s+(?:agency\s+)?inputs?\s+from|with\s+(?:agencies|reporting\s+by))\b.{0,100}"
        r"|from\s+our\s+(?:own\s+|staff\s+|special\s+)?(?:correspondents?|reporters?|bureau)\b.{0,40}"
        r"|\(?(?:additional\s+)?(?:reporting|writing|editing|edited|written|compiled|translated)\s+by\b.{2,300}"
        r"|.{2,80}\bcontributed\s+(?:to\s+this\s+(?:report|story|article)|reporting)\b.{0,60}"
    ),
    "note": (
        r"\(?(?:except\s+for\s+the\s+headline,?\s+)?this\s+(?:story|article|report)\s+has\s+not\s+been\s+edited\b.{0,200}"
        r"|(?:to\s+(?:read|continue|see)\s+(?:the|this|more)\b.{0,60}\b(?:subscribe|log\s+in|register|sign\s+(?:in|up))\b"
        r"|you(?:['’]ve|\s+have)\s+(?:reached|read)\b.{0,60}\b(?:limit|free\s+articles?)\b"
        r"|unlock\s+(?:this|the\s+full)\b).{0,160}"
        r"|.{2,60}\bis\s+a\s+member\s+of\s+the\s+trust\s+project\b.{0,80}"
        r"|about\s+the\s+(?:author|writer|reporter)s?\s*:.{2,300}"
        r"|follow\s+(?:him|her|them|me)\s+(?:on\s+.{1,30}|@.{2,40})|(?:news|story)\s+(?:code|id)\s*:.{1,40}"
        r"|(?:first\s+)?published\s*:.{4,60}|(?:last\s+)?updated\s*:.{4,60}"
        r"|(?-i:(?:\p{Lu}[\p{L}.’'-]+\s){2,4})(?:covers|writes\s+(?:about|on))\s.{2,80}\b(?:for|from)\s.{2,80}"
        r"|(?:he|she)\s+(?:has\s+)?previously\s+(?:worked|reported|wrote|written|covered)\b.{2,160}"
        r"|this\s+(?:is\s+a\s+(?:developing|breaking)|story\s+(?:has\s+been|was|is\s+being)|article\s+(?:has\s+been"
        r"|was)|live\s+(?:page|blog)\s+(?:is|has))\b.{0,200}"
        r"|(?:editor['’]?s['’]?\s+note|correction|clarification)\s*:.{0,400}"
        r"|(?:have\s+a|got\s+a)\s+(?:news\s+)?(?:tip|story)\b.{0,200}"
        r"|(?:this\s+(?:article|story)\s+)?(?:was\s+)?(?:originally|first)\s+(?:published|appeared)\s+(?:by|in|on|at)\b.{0,120}"
        r"|a\s+version\s+of\s+this\s+(?:article|story)\b.{0,200}"
        r"|(?:(?:press|media)\s+contacts?|contacts?|issued\s+by|(?:press\s+|media\s+)?[ei]nquiries|tel|phone|fax"
        r"|e-?mail)\s*:.{0,300}"
        r"|(?:more\s+(?:to\s+follow|details\s+soon)|developing(?:\s+story)?)\b.{0,60}"
    ),
    "date line": _CLOCK,
    "rule": r"[\W_]{1,80}",
}
_SHAPES = MappingProxyType(
    {k: regex.compile(v, regex.IGNORECASE | regex.DOTALL) for k, v in _SOURCES.items()}
)
_CALENDAR = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July"
    r"|August|September|October|November|December)\b"
)
_BYLINE = regex.compile(
    rf"(?:(?:[Bb]y|BY|[Ww]ritten\s+by|[Tt]ext\s+by|[Pp]osted\s+by):?\s+(?!{_CALENDAR})(?:[Tt]he\s+)?\p{{Lu}}"
    r"|(?:Author|Editor|Reporter)s?\s?:\s+\p{L})[\p{L}.'’-]*"
    r"(?:(?:,?\s+and|\s+in|\s+of|\s*\||,)?\s+(?:\p{Lu}[\p{L}.'’-]*|de|van|von|al|bin|der|la)){0,9}"
    r"(?:\s*[|·•–-]\s*[^.!?]{0,60}|,\s+\p{Lu}[^.!?]{0,60})?"
)
_CLOCKED = regex.compile(rf"{_CLOCK}\s+\S[^.!?]{{2,80}}")  # an entry of a live page's index
_LONGEST_LINE = 600  # characters
_CAPITALS = regex.compile(r"[\p{Lu}\s&.'’-]{3,50}")


def is_newsletter(words: str) -> bool:
    """Whether a line or sentence asks the reader to subscribe, sign up or support."""
    return len(words) <= _LONGEST_LINE and _SHAPES["newsletter"].fullmatch(words) is not None


def furniture_of(line: str) -> str | None:
    """What kind of page furniture a line is, or None when it may be story."""
    if len(line) > _LONGEST_LINE:
        return None
    if is_date_line(line):
        return "date line"
    for reason, shape in _SHAPES.items():
        if shape.fullmatch(line):
            return reason
    if _CLOCKED.fullmatch(line):
        return "navigation"
    if len(line) <= 120 and (_BYLINE.fullmatch(line) or _CAPITALS.fullmatch(line)):
        return "byline"
    return None
