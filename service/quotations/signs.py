"""Signs by which a short passage in marks is weighed: what its words, its sentence and the people
in it tell. `speech.py` has their weights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from service.language import Parse
from service.quotations import cues
from service.quotations.clauses import SPEECH_NOUNS, Frame, is_end
from service.records import Entity, Mention, Passage

_LEFT_CHARACTERS = 48
SMALL = frozenset(
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
WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'’.-]*")
# A word in front that introduces a work or a programme, not a statement.
_TITLE_BEFORE = regex.compile(
    r"(?:['’]s|\b(?:on|in|of|from|at|to|by|the|a|an|and|or|his|her|its|their|this|with|host|hosts|hosting|titled"
    r"|entitled|called|named|show|program|programme|movie|film|book|novel|play|musical|song|album"
    r"|hit|single|series|sitcom|episode|podcast|column|documentary|magazine|drama|comedy|memoir"
    r"|essay|paper|report|article|commentary|editorial|op-ed|letter|ad|advert|sketch|segment|game|ballad|anthem|poem|painting|band"
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

# Nouns by which a crowd's or a poster's words are told.
_CHANTED = frozenset(
    ["chant", "chants", "chanting", "chanted", "slogan", "slogans", "shouts", "cries", "shouting"]
)
_NOUNS = ("NN", "NNS", "NNP", "NNPS")
# People named at most so far in front of a passage stand beside it.
_BESIDE_CHARACTERS = 40
LONG_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """A short passage where it stands.

    place: its half-open token range in the parse; kept: whether its words are in the parse.
    speaker: who would have said it. mentions: those of its sentence in front of it.
    gaps: the characters between it and the passage before, and behind; None at the ends.
    beside: how many other passages of the paragraph are long.
    odd: whether its marks are single ones in an article that uses double ones.
    """

    text: str
    passage: Passage
    parse: Parse
    place: tuple[int, int]
    kept: bool
    frame: Frame | None
    speaker: Entity | None
    mentions: Sequence[tuple[Entity, Mention]]
    gaps: tuple[str | None, str | None]
    beside: int
    odd: bool


def signs(piece: Piece) -> dict[str, float]:
    """What tells a statement from a title, a term or a scare quote, each from 0 to 1 but counts."""
    found = _form(piece.text, piece.passage)
    found.update(_telling(piece))
    found.update(_neighbours(piece))
    found.update(_inside(piece))
    found.update(_sentence(piece))
    found.update(_people(piece))
    told = found.get("reach weak") or found.get("reach none")
    if told:
        words = piece.passage.span.of(piece.text)
        found["weak one"] = found["one word"]
        found["weak short noun"] = float(
            words.count(" ") < 3 and not found["verb inside"] and not found["pronoun inside"]
        )
    found["titled, told"] = found["titled"] * found["told in front"]
    found["titled, person"] = found["titled"] * found.get("speaker person", 0.0)
    return found


def sentence_around(parse: Parse, place: tuple[int, int]) -> tuple[int, int]:
    """The token range of the sentence that a place stands in."""
    start, stop = place
    while start and not is_end(parse, start - 1):
        start -= 1
    while stop < len(parse.tokens) and not is_end(parse, stop):
        stop += 1
    return start, stop


def _telling(piece: Piece) -> dict[str, float]:
    """Which verb governs it, and whose it is."""
    frame, speaker = piece.frame, piece.speaker
    reach = frame.reach if frame is not None else "none"
    kind = speaker.kind if speaker is not None else "nobody"
    return {
        f"reach {reach}": 1.0,
        "plain verb": float(frame is not None and frame.verb in cues.PLAIN),
        f"speaker {kind}": 1.0,
        "speaker described": float(speaker is not None and speaker.id.startswith("x")),
        "kept": float(piece.kept),
        "long beside": float(piece.beside > 0),
        "odd marks": float(piece.odd),
        "in a row": float(_same_sentence(piece.gaps[0])),
        "another behind": float(_same_sentence(piece.gaps[1])),
    }


def _same_sentence(gap: str | None) -> bool:
    return gap is not None and "\n" not in gap and not regex.search(r"[.!?]\s", gap)


def _neighbours(piece: Piece) -> dict[str, float]:
    """The words right in front of it and right behind it."""
    first, after = piece.place
    tokens = piece.parse.tokens
    tag = tokens[first - 1].tag if first else "START"
    word = tokens[first - 1].text.lower() if first else ""
    behind_tag = tokens[after].tag if after < len(tokens) else "END"
    behind = tokens[after].text.lower() if after < len(tokens) else ""
    return {
        "determiner before": float(tag == "DT"),
        "possessive before": float(tag in ("POS", "PRP$")),
        "preposition before": float(tag in ("IN", "TO") and word != "as"),
        "as before": float(word == "as"),
        "verb before": float(tag.startswith("VB")),
        "noun before": float(tag in _NOUNS),
        "adjective before": float(tag in ("JJ", "CD", "VBN")),
        "comma before": float(word in (",", ":")),
        "opens its line": float(tag == "START"),
        "opens": float(word in (".", "!", "?")),
        "noun behind": float(behind_tag in _NOUNS),
        "verb behind": float(behind_tag.startswith(("VB", "MD"))),
        "of behind": float(behind == "of"),
        "and behind": float(behind == "and"),
        "closes": float(behind_tag == "END" or behind in (".", "!", "?")),
        "speech noun behind": float(behind in SPEECH_NOUNS),
        "a name two before": float(first > 1 and tokens[first - 2].tag.startswith("NNP")),
        "in two before": float(first > 1 and tokens[first - 2].text.lower() in ("in", "on")),
    }


def _inside(piece: Piece) -> dict[str, float]:
    """The grammar of its own words, when they were parsed."""
    first, after = piece.place
    tokens = piece.parse.tokens
    tags = [t.tag for t in tokens[first:after]] if piece.kept else []
    return {
        "verb inside": float(any(t.startswith(("VB", "MD")) for t in tags)),
        "pronoun inside": float(any(t.startswith("PRP") for t in tags)),
        "all nouns": float(bool(tags) and all(t in _NOUNS for t in tags)),
        "name inside": float(any(t.startswith("NNP") for t in tags)),
        "adjective and noun": float(
            bool(tags) and tags[-1] in _NOUNS and any(t.startswith("JJ") for t in tags)
        ),
    }


def _sentence(piece: Piece) -> dict[str, float]:
    """Whether its sentence tells of speech."""
    start, stop = sentence_around(piece.parse, piece.place)
    first, after = piece.place
    tokens = piece.parse.tokens
    front = [t.text.lower() for t in tokens[start:first]]
    behind = [t.text.lower() for t in tokens[after:stop]]
    verbs, plain = cues.saying(), cues.plain_forms()
    near = front[-4:]
    return {
        "told in front": float(any(w in verbs for w in front)),
        "told behind": float(any(w in plain for w in behind)),
        "speech noun before": float(any(w in SPEECH_NOUNS for w in near)),
        "chanted": float(any(w in _CHANTED for w in near)),
        "much in front": min(1.0, len(front) / 25),
    }


def _people(piece: Piece) -> dict[str, float]:
    """Who is named in front of it."""
    opening = piece.passage.opening or piece.passage.span
    near = [e for e, m in piece.mentions if 0 <= opening.start - m.span.end < _BESIDE_CHARACTERS]
    kind = near[-1].kind if near else "nobody"
    owned = regex.search(r"['’]s?\s*$", piece.text[max(0, opening.start - 4) : opening.start])
    return {
        "person in front": float(any(e.kind == "person" for e, _ in piece.mentions)),
        "person near": float(kind == "person"),
        "institution near": float(kind == "institution"),
        "institution's": float(owned is not None and kind == "institution"),
        "person's": float(owned is not None and kind == "person"),
    }


# --- The words themselves -----------------------------------------------------------------------


def _form(text: str, passage: Passage) -> dict[str, float]:
    """What the words in marks, and those right around them, tell."""
    words = passage.span.of(text)
    count = words.count(" ") + 1
    before, after = _before(text, passage), _after(text, passage)
    titled = _is_titled(words, count)
    return {
        "words": math.log(count),
        "many words": float(count > 7),
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
    parts = WORD.findall(words)
    large = [w for w in parts if w.lower() not in SMALL]
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
