"""What stands in marks but is nobody's statement: titles, nicknames, terms, file names."""

from __future__ import annotations

import bisect
import math
from collections.abc import Mapping, Sequence

import regex

from service.quotations import cues
from service.records import Passage, Span

# Longer passages are always somebody's words; shorter ones are weighed.
MAX_SHORT_WORDS = 13
_LEFT_CHARACTERS = 48
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "nor",
        "of",
        "on",
        "or",
        "over",
        "the",
        "to",
        "up",
        "with",
        "vs",
        "via",
        "de",
        "la",
        "le",
        "el",
    ]
)
_LETTERS = regex.compile(r"\p{L}{2}")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'’.-]*")
# A word in front that introduces a work or a programme, not a statement.
_TITLE_BEFORE = regex.compile(
    r"(?:['’]s|\b(?:on|in|of|from|at|to|by|the|a|an|and|or|his|her|its|their|this|with|host|hosts|hosting|titled"
    r"|entitled|called|named|show|program|programme|movie|film|book|novel|play|musical|song|album"
    r"|hit|single|series|sitcom|episode|podcast|column|documentary|magazine|drama|comedy|memoir"
    r"|essay|paper|report|article|ad|advert|sketch|segment|game|ballad|anthem|poem|painting|band"
    r"|headlined|website|site|blog|initiative|project|group|campaign|of NBC|hymn|classic"
    r"|starring|like|sang|sing|singing|playing|played|watch|watching))"
    r"[\s,:—–-]*$",
    regex.IGNORECASE,
)
# A word behind that makes what is in marks a label of it.
_LABEL_BEHIND = regex.compile(
    r"^[\s-]*(?:host|co-host|star|actor|actress|creator|anchor|show|program|programme|movie|film"
    r"|series|podcast|reboot|sketch|episode|tour|hat|hats|cap|caps|shirt|shirts|t-shirt|t-shirts"
    r"|button|buttons|sticker|stickers|sign|signs|banner|banners|poster|posters|pac|super pac"
    r"|movement|crowd|fame|trilogy|franchise|soundtrack|syllabus|magazine|column|ad|ads"
    r"|votes?|syndrome|effect|clause|column|section|list|button|box)\b",
    regex.IGNORECASE,
)
_TERM_BEFORE = regex.compile(
    r"\b(?:so[\s-]{1,2}called|(?:also |otherwise |commonly |widely |better |collectively )?known as"
    r"|nicknamed|codenamed|code-named|the (?:word|term|phrase|acronym|hashtag|name|expression)s?"
    r"|the concept of|(?:latin|arabic|russian|hebrew|french|greek|spanish) for|short for|meaning"
    r"|which means|translates as|translated as|hashtag|abbreviated|defined as|spelled|spelt"
    r"|abbreviated as|aka|a\.k\.a\.)\s*(?:the\s)?$",
    regex.IGNORECASE,
)
_CALLED_TERM = regex.compile(
    r"\b(?:is|are|was|were|being|been|process|programme|program|technique|method|practice|group"
    r"|something|what is|what are|often|sometimes|usually|officially)\s(?:\w+ly\s)?"
    r"(?:called|termed|dubbed|labell?ed|titled|entitled|named)\s*$",
    regex.IGNORECASE,
)
# "A Day at Sea," by Anna Berg; "A Day at Sea" (2008).
_BYLINE_BEHIND = regex.compile(r"[,.]?\s*(?:by\s\p{Lu}|\(\d{4}\)|https?:)")
_DASH_BEFORE = regex.compile(r"[—–-]\s*$")
# The Republic of Vallonia ("Vallonia"), the Committee of Creditors (the "Committee").
_SHORT_NAME_BEFORE = regex.compile(
    r"\((?:the\s|an?\s|hereinafter\s(?:called\s)?|together,?\s(?:the\s)?)?$", regex.IGNORECASE
)
_DEFINED = regex.compile(r"^[,]?\s*which (?:is|are|means|refers|was) ", regex.IGNORECASE)


def is_language(text: str, passage: Passage) -> bool:
    """Whether there are words between the marks at all, not a number, an id or a sign."""
    words = passage.span.of(text)
    return _LETTERS.search(words) is not None or words.strip().lower() in ("i", "a")


def form_signs(text: str, passage: Passage) -> dict[str, float]:
    """What the words in marks, and those right around them, tell."""
    words = passage.span.of(text)
    count = words.count(" ") + 1
    before, after = _before(text, passage), _after(text, passage)
    titled = _is_titled(words, count)
    return {
        "words": math.log(count),
        "one word": float(count == 1),
        "nickname": float(_is_nickname(before, words, after, count)),
        "term": float(_TERM_BEFORE.search(before) is not None),
        "called": float(_CALLED_TERM.search(before) is not None),
        "defined": float(_DEFINED.match(after) is not None),
        "titled": float(titled and count > 1),
        "capital": float(titled and count == 1),
        "title introduced": float(titled and _introduces_title(before, after, count)),
        "label": float(_LABEL_BEHIND.match(after) is not None),
        "asks or cries": float(words[-1] in "?!"),
        "small letter": float(words[0].islower()),
        "hyphen": float(after.startswith("-")),
        "byline behind": float(_BYLINE_BEHIND.match(after) is not None),
        "dash before": float(_DASH_BEFORE.search(before) is not None),
        "short name": float(_SHORT_NAME_BEFORE.search(before) is not None and after[:1] == ")"),
    }


# How much likelier than not a short passage must be a statement, in log-odds.
BAR = 1.3
# Log-odds of being somebody's statement.
WEIGHTS: dict[str, float] = {
    "bias": 0.75,
    "adjective before": -0.19,
    "as before": 0.57,
    "asks or cries": 0.58,
    "byline behind": -2.05,
    "called": 0.25,
    "capital": -0.36,
    "comma before": -0.17,
    "dash before": -1.43,
    "defined": -0.1,
    "determiner before": 0.1,
    "hyphen": -0.31,
    "kept": -1.05,
    "long beside": 0.3,
    "nickname": -1.0,
    "noun before": -0.57,
    "noun behind": -0.55,
    "one word": 0.82,
    "plain verb": 0.58,
    "possessive before": -0.67,
    "preposition before": -0.19,
    "reach after": 0.3,
    "reach before": -0.2,
    "reach judged": 0.59,
    "reach none": -0.66,
    "reach weak": -0.42,
    "reach within": 1.12,
    "short name": -3.0,
    "speaker country": -0.18,
    "speaker document": 0.23,
    "speaker institution": -0.07,
    "speaker nobody": -0.1,
    "speaker person": 0.66,
    "speaker place": 0.24,
    "term": -0.5,
    "title introduced": -1.03,
    "titled": -3.37,
    "verb before": 0.36,
    "verb inside": 0.43,
    "weak one": -0.41,
    "weak short noun": -0.28,
    "words": 1.24,
}


def statement_score(signs: Mapping[str, float]) -> float:
    """Above 0 when a short passage is likelier a statement than not."""
    return WEIGHTS["bias"] - BAR + sum(WEIGHTS.get(k, 0.0) * v for k, v in signs.items())


def _before(text: str, passage: Passage) -> str:
    start = passage.opening.start if passage.opening else passage.span.start
    return text[max(0, start - _LEFT_CHARACTERS) : start]


def _after(text: str, passage: Passage) -> str:
    end = passage.closing.end if passage.closing else passage.span.end
    return text[end : end + 32]


def _is_nickname(before: str, words: str, after: str, count: int) -> bool:
    """Anna "Nan" Berg."""
    return (
        count <= 3
        and words[0].isupper()
        and words[-1] not in ".!?,"
        and regex.search(r"\p{Lu}[\p{Ll}.]+ $", before) is not None
        and regex.match(r" \p{Lu}\p{Ll}+", after) is not None
        and not any(w in cues.saying() for w in before.split()[-1:])
    )


def _is_titled(words: str, count: int) -> bool:
    """Whether all words but the small ones are capitalised."""
    parts = _WORD.findall(words)
    large = [w for w in parts if w.lower() not in _SMALL]
    capitals = sum(1 for w in large if w[0].isupper() or w[0].isdigit())
    return bool(large) and capitals == len(large) and (count > 1 or len(parts[0]) > 1)


def _introduces_title(before: str, after: str, count: int) -> bool:
    if _LABEL_BEHIND.match(after):
        return True
    found = _TITLE_BEFORE.search(before)
    if found is None:
        return False
    lead = found.group().strip(" ,:—–-").lower()
    if count == 1 and lead in ("a", "an", "the", "as"):
        return False
    return ":" not in found.group()


# --- Headlines ----------------------------------------------------------------------------------

MAX_HEADLINE_CHARACTERS = 160


def headline_repeats(
    text: str, paragraphs: Sequence[Span], passages: Sequence[Passage]
) -> dict[str, str]:
    """For passages in headlines whose words the story quotes too: the id of that passage.

    paragraphs: those with passages, in reading order.
    """
    heads: list[Passage] = []
    body: list[tuple[int, str]] = []
    said: list[str] = []
    length = 0
    i = 0
    for paragraph in paragraphs:
        is_head = is_headline(text, paragraph)
        while i < len(passages) and passages[i].span.start < paragraph.end:
            if is_head:
                heads.append(passages[i])
            else:
                body.append((length, passages[i].id))
                said.append(plain_words(passages[i].span.of(text)))
                length += len(said[-1]) + 3
            i += 1
    whole = " | ".join(said)
    starts = [start for start, _ in body]
    found: dict[str, str] = {}
    for passage in heads:
        at = whole.find(plain_words(passage.span.of(text)))
        if at >= 0 and body:
            found[passage.id] = body[bisect.bisect_right(starts, at) - 1][1]
    return found


def is_headline(text: str, paragraph: Span) -> bool:
    """A short line that opens the text, or is set in capitals, or is only a short quotation."""
    if len(paragraph) > MAX_HEADLINE_CHARACTERS:
        return False
    words = _WORD.findall(paragraph.of(text))
    if paragraph.start < MAX_HEADLINE_CHARACTERS and not text[: paragraph.start].strip():
        return True
    if is_title_case(text, paragraph):
        return True
    line = paragraph.of(text)
    return len(words) <= 9 and line[0] in "'‘" and line.rstrip(".?!")[-1:] in ("'", "’")


def is_title_case(text: str, paragraph: Span) -> bool:
    """A line Set Like This or LIKE THIS."""
    if len(paragraph) > MAX_HEADLINE_CHARACTERS:
        return False
    words = _WORD.findall(paragraph.of(text))
    large = [w for w in words if w.lower() not in _SMALL and w[0].isalpha()]
    capitals = sum(1 for w in large if w[0].isupper())
    return len(large) >= 3 and capitals >= 0.85 * len(large)


def plain_words(words: str) -> str:
    """The words in small letters, without marks, one space between them."""
    return " ".join(_WORD.findall(words.lower().replace("’", "'"))).rstrip(".")
