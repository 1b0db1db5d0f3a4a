"""When two wordings mean the same: names, numbers, statements, spans. Pure, and without a model.

This shares nothing with the service's own matching, so that a fault there can't hide itself here.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import TypeVar

from service.records import Evidence, SpeakerKind

_REMEMBERED = 1 << 15
"""Texts whose words are kept: the scorers of one case ask for the same ones again and again."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_POSSESSIVE = re.compile(r"['’]s\b|['’](?=\s|$)")


def _set(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_LOOSE = _set("a an the of for in at on to and by its their his her from with as that this which")
_TITLES = _set(
    "mr mrs ms miss dr sir dame lord lady prof professor president minister secretary ambassador",
    "envoy general gen senator chancellor premier chief foreign prime deputy vice spokesman",
    "spokeswoman spokesperson king queen prince princess sheikh cardinal colonel captain admiral",
    "special representative acting former hon excellency",
)
_LINKS = _set("of for to from by with on at in")
_COUNTING = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_NUMBER_WORDS = dict(zip(_COUNTING.split(), range(21), strict=True)) | {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "hundred": 100, "thousand": 1000, "dozen": 12,
}  # fmt: skip
_MONTH_NAMES = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
    "august aug", "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
_MONTHS = {name: n for n, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_NEGATIONS = _set(
    "not no never neither nor none nobody nothing without cannot refused failed denied rejected",
    "denies rejects refuses deny reject refuse unresolved fail fails",
)


@lru_cache(_REMEMBERED)
def plain(text: str) -> str:
    """Lower case, without accents and with plain quotation marks."""
    folded = unicodedata.normalize("NFKD", text.replace("ı", "i")).casefold()
    kept = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub("[‘’ʼ`´]", "'", kept)


@lru_cache(_REMEMBERED)
def words(text: str) -> tuple[str, ...]:
    """The words in order, lower case, without possessive endings."""
    return tuple(_WORD.findall(_POSSESSIVE.sub("", plain(text))))


@lru_cache(_REMEMBERED)
def content_words(text: str) -> tuple[str, ...]:
    return tuple(stem(w) for w in words(text) if w not in _LOOSE)


def stem(word: str) -> str:
    """The word without the commonest English endings; crude, but the same for both sides."""
    for ending in ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ed", "es"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word[:-1] if word.endswith("s") and len(word) > 4 else word


# --- Names --------------------------------------------------------------------------------------


def same_name(got: str, accepted: Iterable[str], kind: SpeakerKind | None = "person") -> bool:
    """Whether `got` is one of the accepted names.

    Titles and articles before a name don't matter. A person's surname alone is right; another
    given name before the same surname is wrong. Somebody without a name is right by what they are
    called ("a member" for "a member of the team"). Others are equal when their words are, in any
    order.
    """
    theirs = _name_words(got)
    if not theirs:
        return False
    names = [n for n in map(_name_words, accepted) if n]
    if any(theirs == n or sorted(theirs) == sorted(n) for n in names):
        return True
    if kind == "person":
        return _same_person(theirs, names)
    if kind == "unnamed":
        core = _core(got)
        return any(core[-1:] == n[-1:] and (set(core) <= set(n) or set(n) <= set(core))
                   for n in map(_core, accepted))  # fmt: skip
    return False


@lru_cache(_REMEMBERED)
def _name_words(name: str) -> tuple[str, ...]:
    """The words of a name without title and article; all of them when it is nothing else."""
    all_words = words(name)
    kept = all_words
    while len(kept) > 1 and kept[0] in _TITLES | {"the", "a", "an"}:
        kept = kept[1:]
    if _LINKS & set(kept):
        return tuple(w for w in kept if w not in {"the", "a", "an", "of"})
    return kept


def _core(description: str) -> tuple[str, ...]:
    """What somebody without a name is called, up to where it says of what: "a member of …"."""
    kept = [w for w in words(description) if w not in {"a", "an", "the", "one"}]
    end = next((i for i, w in enumerate(kept) if i and w in _LINKS), len(kept))
    return tuple(kept[:end])


def _same_person(theirs: Sequence[str], names: Sequence[Sequence[str]]) -> bool:
    sharing = [n for n in names if n[-1] == theirs[-1]]
    if not sharing or _LINKS & set(theirs):
        return False
    fullest = max(sharing, key=len)
    if len(theirs) == 1 or len(fullest) == 1:
        # A longer name than any accepted one must at least be no role before the surname.
        return len(theirs) <= 3
    if any(len(n) > 1 and list(theirs[-len(n) :]) == list(n) for n in sharing):
        return True
    return any(a == b or (a[0] == b[0] and 1 in (len(a), len(b)))
               for a in theirs[:-1] for b in fullest[:-1])  # fmt: skip


# --- Numbers, days, polarity --------------------------------------------------------------------


@lru_cache(_REMEMBERED)
def numbers(text: str) -> frozenset[float]:
    """Every number in the text, in digits or in words up to twenty and by tens."""
    joined = re.sub(r"(?<=\d)[,\u00a0\u202f](?=\d{3}\b)", "", plain(text))
    found = {float(n) for n in re.findall(r"\d+(?:\.\d+)?", joined)}
    spelt = {float(_NUMBER_WORDS[w]) for w in words(text) if w in _NUMBER_WORDS}
    return frozenset(found | spelt)


def months(text: str) -> set[int]:
    return {
        _MONTHS[w] for w in words(text) if w in _MONTHS and not (w == "may" and "May" not in text)
    }


def names_in(text: str) -> list[str]:
    """Runs of capitalised words, without a sentence's first word unless it goes on or recurs."""
    found: list[str] = []
    for match in re.finditer(r"(?:\b[A-Z][\w'’.-]*[\w](?:\s+(?=[A-Z])|\b))+", text):
        run = match.group().strip()
        before = text[: match.start()].rstrip("\"“”'‘’ ")
        if (not before or before[-1] in ".!?:") and " " not in run:
            continue
        found.append(run)
    return found


def negations(tokens: Iterable[str]) -> int:
    return sum(t in _NEGATIONS or t.endswith("n't") for t in tokens)


def nearest_source(text: str, sources: Sequence[str]) -> str:
    """The source that has most of the text's words; the first of those, "" when there is none."""
    return max(sources, key=lambda source: wording_recall(source, text), default="")


@lru_cache(_REMEMBERED)
def same_polarity(text: str, source: str) -> bool:
    """Whether `text` negates as often as the part of `source` that it is taken from."""
    ours, theirs = words(text), words(source)
    blocks = difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    matched = [b for b in blocks if b.size]
    # A negation that is far from the rest of the match belongs to something else.
    while len(matched) > 1 and _stray(theirs, matched[0], matched[1]):
        matched = matched[1:]
    if not matched:
        return True
    window = theirs[matched[0].b : matched[-1].b + matched[-1].size]
    if negations(ours) == negations(window):
        return True
    # Reworded rather than copied: then the part can't be told, and the whole has to do.
    reworded = sum(b.size for b in matched) < 0.6 * len(ours)
    return reworded and negations(ours) == negations(theirs)


def _stray(tokens: Sequence[str], block: difflib.Match, following: difflib.Match) -> bool:
    """Whether a first block is only a negation, with other words before the next."""
    end = block.b + block.size
    return negations(tokens[block.b : end]) == block.size and following.b > end + 1


def states_day(text: str, day: date) -> bool:
    """Whether the text names this day: in ISO form, or its day of the month beside its month."""
    if day.isoformat() in text:
        return True
    return day.month in months(text) and float(day.day) in numbers(text)


# --- Statements and spans -----------------------------------------------------------------------


@lru_cache(_REMEMBERED)
def wording_overlap(got: str, expected: str) -> float:
    """F1 of content words, 0 to 1."""
    ours, theirs = set(content_words(got)), set(content_words(expected))
    if not ours or not theirs:
        return 0.0
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def wording_recall(got: str, expected: str) -> float:
    """Share of the expected content words that occur, 0 to 1."""
    theirs = set(content_words(expected))
    return len(theirs & set(content_words(got))) / len(theirs) if theirs else 0.0


def overlap(first: Evidence, second: Evidence) -> float:
    """Shared characters as a share of the shorter of two places; 0 in different articles."""
    if first.article != second.article:
        return 0.0
    shared = min(first.end, second.end) - max(first.start, second.start)
    shorter = min(first.end - first.start, second.end - second.start)
    return max(0, shared) / shorter if shorter > 0 else 0.0


def best_overlap(ours: Iterable[Evidence], theirs: Iterable[Evidence]) -> float:
    others = tuple(theirs)
    best = 0.0
    for place in ours:
        for other in others:
            if place.article == other.article and place.end > other.start:
                best = max(best, overlap(place, other))
    return best


EDGES = "\"“”„‟«»‹›「」『』'‘’`´ \u00a0\u202f\t\r\n.,;:!?…—–-()[]"


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without marks, white space and punctuation at its edges; half-open."""
    start, end = max(0, start), min(end, len(text))
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return start, end


def iou(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Shared characters as a share of the two spans' union."""
    shared = min(first[1], second[1]) - max(first[0], second[0])
    union = max(first[1], second[1]) - min(first[0], second[0])
    return max(0, shared) / union if union > 0 else 0.0


_A = TypeVar("_A")
_B = TypeVar("_B")


def pair_greedily(
    expected: Sequence[_A], got: Sequence[_B], likeness: Callable[[_A, _B], float], at_least: float
) -> dict[int, int]:
    """One-to-one pairs, the most alike first: index in `expected` → index in `got`."""
    ranked = sorted(
        ((likeness(a, b), -i, -j) for i, a in enumerate(expected) for j, b in enumerate(got)),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for value, i, j in ranked:
        if value < at_least or value <= 0:
            break
        if -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return pairs
