"""Blocks that advertise other stories: their headings and where they end."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from service.articles.layout import Paragraph

_THINGS = (
    r"(?:news|stor(?:y|ies)|articles?|coverage|content|reading|reads?|posts?|topics?|links?|headlines?|videos?"
    r"|stuff|items?|reports?|from\b.{0,40}|on\s+(?:this|the)\b.{0,40}|about\b.{0,40}|in\b.{0,40})"
)
_HEADING = regex.compile(
    rf"(?:other|more|related|latest|top|recommended|trending|popular|similar|further|further\s+reading|in\s+other)\s+{_THINGS}"
    r"(?:\s+(?:stor(?:y|ies)|news|articles?|videos?))?\s*[:.…]?"
    r"|(?:most\s+(?:read|popular|viewed|shared)|recommended(?:\s+for\s+you)?|related|trending(?:\s+now)?|you\s+(?:may|might)"
    r"\s+(?:also\s+)?(?:like|be\s+interested\s+in)|don['’]t\s+miss|(?:read|see|watch)\s+(?:more|also|next)|up\s+next|also\s+read"
    r"|around\s+the\s+web|editors?['’]?s?\s+(?:picks?|choice)|what\s+to\s+read\s+next|must\s+reads?|sponsored(?:\s+content)?"
    r"|(?:(?:world|news|regional|sports?)\s+)?(?:in\s+brief|briefs|briefing)|briefly|in\s+other\s+news"
    r"|also\s+(?:in\s+(?:the|this|today['’]s)\b.{0,30}|today|this\s+week)|what\s+else\b.{0,40}"
    r"|stories\s+you\b.{0,40}|(?:next|previous)\s+(?:story|article)"
    r"|from\s+our\s+(?!(?:own\s+|staff\s+|special\s+)?(?:correspondents?|reporters?|bureau|staff)\b).{2,40}"
    r"|promoted(?:\s+content)?|latest|explore\s+more|keep\s+reading|elsewhere)\s*[:.…]?",
    regex.IGNORECASE,
)
_DIGEST = regex.compile(
    r"(?:in\s+other|other\s+news|(?:\p{L}+\s+)?(?:in\s+)?brief|also\s+(?:in|today|this)|elsewhere|what\s+else)",
    regex.IGNORECASE,
)
_INLINE = regex.compile(
    r"[(>»›▶►*\s-]*(?:(?:read|see|watch|listen)\s+(?:also|more|next|here|now)(?:\s+(?:on|at|in)\s+\S{2,40}?)?"
    r"|(?:the\s+)?editors?(?:['’]s?)?\s+(?:recommends?|picks?|choice)|also\s+(?:read|see|on)|related|recommended|elsewhere|more(?:\s+on\s+this)?"
    r"|top\s+picks?|from\s+(?:the|our)\s+archives?|in\s+pictures|in\s+depth|explained|also\s+in\s+[^:.]{2,30}"
    r"|must\s+read|other\s+stories|next\s+(?:article|story)|(?-i:READ|WATCH|SEE)|read(?=\s*:)|don['’]t\s+miss|click\s+here|you\s+(?:may|might)\s+(?:also\s+)?(?:like|be\s+interested\s+in))"
    r"\s*[:|»>–—-]\s*\S.{5,200}",
    regex.IGNORECASE | regex.DOTALL,
)
# Where a page without breaks turns to its teasers: a heading's words, and a capital or a number.
_GLUED = regex.compile(
    r"(?:Most\s(?:[Rr]ead|[Pp]opular|[Vv]iewed|[Ss]hared)|You\s(?:[Mm]ay|[Mm]ight)\s[Aa]lso\s(?:[Ll]ike|[Bb]e\s[Ii]nterested\s[Ii]n)"
    r"|Related\s(?:[Aa]rticles?|[Ss]tor(?:y|ies)|[Nn]ews|[Cc]ontent)|Recommended\s(?:[Ff]or\s[Yy]ou|[Ss]tories|[Aa]rticles)"
    r"|Trending(?:\s[Nn]ow)?|Read\s[Nn]ext|Editor['’]?s['’]?\s[Pp]icks?|What\s[Tt]o\s[Rr]ead\s[Nn]ext)"
    r"\s?[:|]?\s+(?=[\p{Lu}\d])"
)
_PROGRAMME = regex.compile(
    r"(?:listen\s+to|watch|tune\s+in\s+to|follow|join)\b.{3,90}\b(?:every|daily|weekdays|each|live)\b.{0,60}",
    regex.IGNORECASE | regex.DOTALL,
)


def is_teaser_heading(line: str) -> bool:
    """Whether a line opens a block of other stories ("Other news", "Most read")."""
    return len(line) <= 70 and _HEADING.fullmatch(line) is not None


def is_digest_heading(line: str) -> bool:
    """Whether what it opens may be told in prose, without headlines ("In brief")."""
    return is_teaser_heading(line) and _DIGEST.match(line) is not None


def is_inline_teaser(line: str) -> bool:
    """Whether a line is a link to another story or programme by itself ("Read more: …")."""
    return len(line) <= 240 and bool(_INLINE.fullmatch(line) or _PROGRAMME.fullmatch(line))


def opens_teasers(sentence: str) -> bool:
    """Whether a sentence of a page without breaks begins with such a heading's words."""
    return _GLUED.match(sentence) is not None


_AMID = regex.compile(r"\s(?:(?:READ|SEE|WATCH)\s+(?:ALSO|MORE|NEXT)|ALSO\s+READ)\s*:\s")


def holds_one(sentence: str) -> bool:
    """Whether a scrape dropped a link into a sentence ("will have to READ ALSO: Power cuts …").

    Nothing tells where the link ends, so that the sentence can't be kept.
    """
    return _AMID.search(sentence) is not None


def block_end(paragraphs: Sequence[Paragraph], heading: int) -> int:
    """Number of the first paragraph after a block of teasers that the heading opens.

    A block is made of cards: a headline (a line that no mark ends), its picture's caption, and at
    most one paragraph. It ends with its group of lines where blank lines part the page, and where
    two paragraphs of prose follow one another.
    """
    position = heading + 1
    prose_since_headline = 1  # prose right after the heading is no card
    grouped = position < len(paragraphs) and not paragraphs[position].gap_before
    while position < len(paragraphs):
        paragraph = paragraphs[position]
        if grouped and paragraph.gap_before:
            return position
        if not grouped:
            is_headline = not paragraph.ended and len(paragraph.words) <= 22
            if is_headline:
                prose_since_headline = 0
            else:
                prose_since_headline += 1
                if prose_since_headline > 1:
                    return position
        position += 1
    return position
