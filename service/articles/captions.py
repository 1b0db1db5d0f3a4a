"""Picture captions, told by their credit or by their opening words."""

from __future__ import annotations

import regex

from service.records import Span

_HOUSE = (
    r"(?:AP|AFP|EPA|UPI|DPA|dpa|PA|Reuters|REUTERS|Xinhua|Anadolu|AA|TASS|Kyodo|Getty(?:\s+Images)?"
    r"|picture[\s-]alliance|Shutterstock|Alamy|Bloomberg|Sputnik|NurPhoto|Sipa)"
)
_NAME = r"\p{Lu}[\p{L}.'’-]+"
_PICTURE = (
    r"(?:[Pp]hotos?|PHOTOS?|[Pp]hotograph|[Ii]mages?|[Pp]icture|[Pp]ool|POOL|[Hh]andout|HANDOUT|[Cc]ourtesy"
    r"|[Ff]ile|FILE|[Ss]creenshot|[Ss]creengrab|Getty\s+Images|Shutterstock)"
)
# A credit in brackets: what makes it a picture's, and not a reporter's, is that it names a picture
# ("Photo by", "Handout"), a route ("via AP"), or a person and a house by a slash.
_CREDIT = regex.compile(
    # A remark in brackets begins in lower case ("(and had their picture taken with it)").
    r"[(\[](?=\p{Lu}|photo|image|picture|courtesy|file|pool|handout|via|by\s)(?:"
    rf"[^()\[\]]{{0,120}}?\b(?:{_PICTURE}|via\s+\p{{Lu}}\S*)(?!\p{{L}})[^()\[\]]{{0,120}}"
    rf"|(?:{_NAME}\s){{1,5}}?(?:{_NAME})?\s?/\s?\p{{Lu}}[\p{{L}}\s.]{{1,60}}"
    rf"|[^()\[\]]{{0,100}}/\s?{_HOUSE}\b[^()\[\]]{{0,60}}"
    rf"|{_HOUSE}\s?/\s?{_NAME}(?:\s{_NAME})+"
    r")[)\]]"
)
_LINE_CREDIT = regex.compile(
    r"(?:Image|Photo|PHOTO|Picture|Photograph|Foto|Bild|(?:Photo\s+|Image\s+)?[Cc]redit)s?\s?(?::|\bby\b)"
    r"\s?[^.!?]{2,100}\.?$"
    rf"|(?:\bREUTERS\s?/\s?|(?:^|[.!?)”\"]\s?){_HOUSE}\s?/\s?){_NAME}[^!?]{{0,60}}$"
    rf"|[.!?]\s?\|\s?{_HOUSE}\.?$"
    rf"|©\s?\p{{Lu}}[^!?]{{0,80}}$|\s{_NAME}\s?[/|]\s?{_HOUSE}\.?$"
    rf"|\bvia\s+{_HOUSE}(?:\s?[-–/]\s?{_HOUSE}|\s+file)?\.?$|(?<=[.!?])\s/\s?\p{{Lu}}[\p{{L}}\s]{{1,25}}$"
)
_KIND = (
    r"(?:photo|image|picture|photograph|illustration|screengrab|frame\s+grab|combination|footage)s?"
)
_OPENING = regex.compile(
    r"FILE\s?(?:[-–—:]|PHOTO|IMAGE|PICTURE)|[Ff]ile\s+(?:photo|image|picture)"
    rf"|(?:In\s+)?(?:[Tt]his|[Tt]hese)\s+(?:[\w-]+\s+){{0,3}}?{_KIND}\b(?=[^.!?]{{0,50}}\b(?:taken|provided"
    r"|released|made|shows?|shot|from|by|illustrat\w+|depict\w*|posted|grab)\b)"
    rf"|[Aa]n?\s+(?:handout|undated|file|satellite|combination)\s+(?:[\w-]+\s+)?{_KIND}\b"
    r"|(?:Image|Photo|Picture|Video|Media)\s+(?:caption|description|source)\b"
    r"|(?:PHOTO|IMAGE|VIDEO|CAPTION|PICTURED|WATCH)\s?[:|]"
)
_PICTURED = regex.compile(
    r"\((?:pictured|seated|standing|left|right|centre|center|stock\s+image|file\s+image)(?:,?\s[^()]{0,40})?\)"
    r"|\bpictured\s+(?:with|at|in|on|above|left|right|here)\b|\bseen\s+here\b"
)
_COUNTER = regex.compile(
    r"(?:image|photo|slide|picture)?\s*\d{1,3}\s*(?:of|/)\s*\d{1,3}\s*[|.]?", regex.I
)
_LONGEST = 1500  # characters; a longer paragraph that ends in a credit is a page without breaks


def is_caption(paragraph: str) -> bool:
    """Whether a whole paragraph is a picture's caption or its counter ("1 of 2 |")."""
    if len(paragraph) > _LONGEST:
        return False
    return (
        _COUNTER.fullmatch(paragraph) is not None
        or opens_as_caption(paragraph)
        or ends_in_credit(paragraph)
        or _is_pictured(paragraph)
    )


def _is_pictured(paragraph: str) -> bool:
    """A short paragraph that says where somebody stands in a picture, and quotes nobody."""
    quotes = any(mark in paragraph for mark in '"“”')
    return len(paragraph) < 300 and not quotes and _PICTURED.search(paragraph) is not None


def opens_as_caption(sentence: str) -> bool:
    """Whether the first words are those of a caption ("FILE -", "In this photo taken …")."""
    return _OPENING.match(sentence) is not None


def ends_in_credit(paragraph: str) -> bool:
    """Whether a picture credit ends the paragraph."""
    tail = paragraph[-260:].rstrip()
    if any(len(tail) - credit.end() <= 1 for credit in _CREDIT.finditer(tail)):
        return True
    return len(paragraph) <= 400 and _LINE_CREDIT.search(tail) is not None


def captions_within(text: str, sentences: tuple[Span, ...]) -> list[Span]:
    """Sentences of a longer paragraph that are captions: a credit, and what it credits.

    That is the sentence before the credit, or all from one that opens as a caption, up to four.
    """
    found: list[Span] = []
    for place, sentence in enumerate(sentences):
        words = sentence.of(text) if len(sentence) <= 300 else ""
        if not words.startswith(("(", "[")) or not ends_in_credit(words):
            continue
        before = sentences[max(0, place - 4) : place]
        opened = [i for i, s in enumerate(before) if opens_as_caption(s.of(text))]
        first = opened[0] if opened else len(before) - 1
        found += [s for s in (*before[max(0, first) :], sentence) if s not in found]
    return found
