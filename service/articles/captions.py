"""Picture captions, told by their credit, their opening words, or their neighbours."""

from __future__ import annotations

import regex

# A credit in brackets: what makes it a picture's, and not a reporter's, is that it names a
# picture ("Photo by", "Handout", "File"), a route ("via AP"), or a person and a house by a slash.
_CREDIT = regex.compile(
    r"[(\[](?:[^()\[\]]*\b(?:[Pp]hotos?|[Pp]hotograph|[Ii]mage|[Pp]icture|Pool|POOL|[Hh]andout|HANDOUT|[Cc]ourtesy"
    r"|[Ff]ile|FILE|[Ss]creenshot|[Ss]creengrab|Getty\s+Images|Shutterstock|via\s+\p{Lu}\S+)\b[^()\[\]]*"
    r"|(?:\p{Lu}[\p{L}.'’-]+\s){1,5}?\p{Lu}?[\p{L}.'’-]*\s?/\s?\p{Lu}[\p{L}\s]+|[^()\[\]]*/(?:AP|AFP|EPA|Reuters|REUTERS|Xinhua|Anadolu)\b[^()\[\]]*)[)\]]"
)
_LINE_CREDIT = regex.compile(
    r"(?:Image|Photo|Picture|Photograph|Foto|Bild|Credit|Photo\s+credit|Image\s+credit)s?\s?(?::|by\b)\s?[^.!?]{2,100}\.?$"
    r"|(?:\bREUTERS/\p{Lu}|\b(?:AFP|AP|EPA|Reuters|Getty\s+Images)/\p{Lu}|©\s?\p{Lu})[^!?]{0,80}$"
    r"|(?:/|\||via)\s?(?:Getty\s+Images|Reuters|AFP|AP|EPA|picture[\s-]alliance|dpa|Shutterstock|Anadolu)\.?$"
)
_OPENING = regex.compile(
    r"FILE\s?(?:-|–|—|:|PHOTO|IMAGE|PICTURE)|File\s+(?:photo|image|picture)"
    r"|(?:In\s+)?(?:[Tt]his|[Aa]|[Tt]hese)\s+(?:\S+\s+){0,2}?(?:photo|image|picture|photograph|illustration|screengrab"
    r"|frame|handout|combination)s?\b"
    r"|(?:Image|Photo|Picture|Video)\s+(?:caption|description)|(?:PHOTO|IMAGE|VIDEO|CAPTION|PICTURED|WATCH)\s?[:|]"
)
_COUNTER = regex.compile(
    r"(?:image|photo|slide|picture)?\s*\d{1,3}\s*(?:of|/)\s*\d{1,3}\s*[|.]?", regex.I
)


def is_caption(paragraph: str) -> bool:
    """Whether a whole paragraph is a picture's caption or its counter ("1 of 2 |")."""
    if _COUNTER.fullmatch(paragraph):
        return True
    if len(paragraph) > 1500:
        return False
    if _OPENING.match(paragraph):
        return True
    return ends_in_credit(paragraph)


def ends_in_credit(paragraph: str) -> bool:
    """Whether a picture credit ends the paragraph."""
    tail = paragraph[-220:].rstrip()
    if any(len(tail) - credit.end() <= 1 for credit in _CREDIT.finditer(tail)):
        return True
    return len(paragraph) <= 400 and _LINE_CREDIT.search(tail) is not None
