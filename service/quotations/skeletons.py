"""Paragraphs with their quotations taken out, so that the grammar around them can be read."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from service.quotations.cues import saying
from service.records import Passage, Span

PLACEHOLDER = "That"
# A quoted piece up to this many words is part of its sentence's grammar and is left in.
MAX_KEPT_WORDS = 12

# Less is not worth being left out.
MIN_CUT_CHARACTERS = 60
_BREAK = regex.compile(
    r"(?<=[\p{Ll}\d)]{2}[.!?])(?<!\b(?:Mr|Mrs|Ms|Dr|St|Gov|Sen|Rep|Gen|Lt|Col|Prof)\.)\s+(?=\p{Lu})"
)
_SPACE = regex.compile(r"\s")
_WORDS = regex.compile(r"[\p{L}’']+")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """One paragraph as the parser gets it.

    text: the paragraph with each whole quotation replaced by a placeholder, and the marks of
        quoted pieces dropped.
    places: for each of `passages`, where it (or its placeholder) stands in `text`.
    """

    paragraph: Span
    text: str
    passages: tuple[Passage, ...]
    places: tuple[Span, ...]
    kept: tuple[bool, ...]
    lead_in: Span | None
    _starts: tuple[int, ...]
    _origins: tuple[int, ...]

    def origin(self, position: int) -> int:
        """Where a place of the skeleton stands in the article."""
        i = bisect.bisect_right(self._starts, position) - 1
        return self._origins[i] + position - self._starts[i]


def outline(
    text: str, paragraph: Span, passages: Sequence[Passage], lead_in: Span | None = None
) -> Skeleton:
    """Take the quotations out of a paragraph. `passages`: its outermost ones, in order.

    lead_in: the end of the paragraph before when it announces this one ("She went on:").
    """
    parts: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    places: list[Span] = []
    kept: list[bool] = []
    length = 0

    def put(piece: str, origin: int) -> None:
        nonlocal length
        if piece:
            parts.append(piece)
            starts.append(length)
            origins.append(origin)
            length += len(piece)

    first = passages[0].opening.start if passages and passages[0].opening else paragraph.start
    at = _sentence_start(text, paragraph.start, first)
    if lead_in is not None:
        put(_plain(lead_in.of(text)), lead_in.start)
        put(" ", paragraph.start)
    for i, passage in enumerate(passages):
        start = passage.opening.start if passage.opening else passage.span.start
        end = passage.closing.end if passage.closing else passage.span.end
        end = min(max(end, start), paragraph.end)
        put(_plain(text[at:start]), at)
        words = passage.span.of(text)
        keep = passage.kind == "partial" and words.count(" ") < MAX_KEPT_WORDS
        kept.append(keep)
        before = length
        if keep:
            inner = words.rstrip(",.;:")
            put(_plain(inner), passage.span.start)
            places.append(Span(before, length))
            put(words[len(inner) :][:1], passage.span.start + len(inner))
        else:
            put(PLACEHOLDER, start)
            places.append(Span(before, length))
            following = passages[i + 1] if i + 1 < len(passages) else None
            limit = following.opening.start if following and following.opening else paragraph.end
            put(_end_mark(text, words, end, limit), end - 1)
        at = end
    put(_plain(text[at : _sentence_end(text, at, paragraph.end)]), at)
    return Skeleton(
        paragraph,
        "".join(parts),
        tuple(passages),
        tuple(places),
        tuple(kept),
        lead_in,
        tuple(starts) or (0,),
        tuple(origins) or (paragraph.start,),
    )


def _sentence_start(text: str, start: int, end: int) -> int:
    """Where the last sentence before a place begins: what stands before tells nothing of it."""
    if end - start < MIN_CUT_CHARACTERS:
        return start
    return max((m.end() for m in _BREAK.finditer(text, start, end - 12)), default=start)


def _sentence_end(text: str, start: int, end: int) -> int:
    """Where the sentence after the last quotation ends, and with it what can tell of it."""
    found = _BREAK.search(text, min(start + MIN_CUT_CHARACTERS, end), end)
    return found.start() if found is not None else end


def _plain(piece: str) -> str:
    """The same characters with every white space as a blank, as the parser knows it."""
    return _SPACE.sub(" ", piece)


def _end_mark(text: str, words: str, end: int, limit: int) -> str:
    """The comma or full stop that the placeholder needs, as the quotation's end has it."""
    if text[end : end + 1] in tuple(",.;:?!"):
        return ""
    last = words[-1:]
    if last in (",", "-", "–", "—"):
        return ","
    if last in (".", "!", "?", "…"):
        return "," if telling_follows(text, end, limit) else "."
    return ""


def telling_follows(text: str, end: int, limit: int) -> bool:
    """Whether a verb of saying follows in the same breath: "…!" Anna Berg shouted."""
    rest = text[end : min(limit, end + 160)]
    stripped = rest.lstrip(" ,—–-")
    if not stripped:
        return False
    if stripped[0].islower():
        return True
    verbs = saying()
    for count, match in enumerate(_WORDS.finditer(stripped)):
        if count > 9 or any(c in ".!?;:" for c in stripped[: match.start()] if c != "."):
            return False
        if match.group() in verbs and count > 0:
            return True
    return False
