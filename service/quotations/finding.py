"""Marked passages: what stands between quotation marks, in whatever style, however damaged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from service.quotations.marks import Mark, find_marks
from service.quotations.speech import is_language
from service.quotations.unmarked import Unmarked
from service.records import Passage, QuotationKind, Span
from service.sentences import find_paragraphs, trim

# A passage whose closing mark stands in a later paragraph reaches over this many at most.
MAX_PARAGRAPHS_OVER = 4
LOST = "closing mark lost"
UNMARKED = "without marks"
_PAIRS = {"‹": "›", "«": "»", "»": "«", "›": "‹"}
# Where the words of an unclosed quotation end and the telling goes on.
_CUE_BEHIND = regex.compile(
    r"(?<=[,?!…])\s(?=(?:(?:he|she|they|(?:the|a|an|one|another|his|her)\s(?:\p{Ll}+\s?){1,4}"
    r"|\p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}’'-]+){0,3})\s)"
    r"(?:said|says|told|added|wrote|tweeted|asked|explained|stressed|noted|warned)\b"
    r"|(?:said|says|added|wrote|tweeted|asked|explained|noted|warned)\s(?:\p{Lu}|the\s|he\b|she\b))"
)
_SENTENCE_END = regex.compile(r"[.!?…]['’)\]]?(?=\s+[\p{Lu}\"“‘«„])")


@dataclass(frozen=True, slots=True)
class Found:
    """All that the finder makes of a text's quotation marks.

    passages: in order of their start; nested ones follow the one they stand in.
    strays: marks that belong to no passage; markup: marks of left-over tags.
    """

    passages: tuple[Passage, ...]
    strays: tuple[Span, ...]
    markup: tuple[Span, ...]


@dataclass(slots=True)
class _Open:
    """A passage whose closing mark has not come yet."""

    mark: Mark
    parent: _Open | None


@dataclass(slots=True)
class _Cut:
    """A passage under construction."""

    start: int
    end: int
    opening: Mark | None
    closing: Mark | None
    note: str | None = None
    continues: bool = False


def find_marked(text: str) -> Found:  # noqa: C901 - one state machine
    """Pair the quotation marks of a text. Time and memory grow with its length."""
    marks, markup = find_marks(text)
    paragraphs = find_paragraphs(text)
    cuts: list[_Cut] = []
    strays: list[Span] = []
    groups = list(_by_paragraph(marks, paragraphs))
    carried: Mark | None = None
    reach = 0
    for number, (paragraph, inside) in enumerate(groups):
        reopened = False
        if carried is not None:
            first = next((m for m in inside if m.family == carried.family), None)
            if first is not None and first.opens and first.span.start == paragraph.start:
                reopened = True
                carried = None
            elif first is not None and first.closes and not (first.opens and first.sure):
                cuts.append(_Cut(carried.span.end, first.span.start, carried, first))
                inside = [m for m in inside if m.span.start > first.span.start]
                carried = None
            else:
                reach += 1
                if reach > MAX_PARAGRAPHS_OVER:
                    carried = None
        before = len(cuts)
        left = _pair(text, paragraph, inside, cuts, strays)
        if reopened and len(cuts) > before:
            earliest = min(cuts[before:], key=lambda c: c.start)
            earliest.continues = True
        elif reopened and left is not None:
            pass
        if left is None:
            continue
        cut = _Cut(
            left.span.end, paragraph.end, left, None, continues=reopened and not cuts[before:]
        )
        following = groups[number + 1] if number + 1 < len(groups) else None
        if following is not None and _reopens(following, left):
            cuts.append(cut)
            carried = left
            reach = 0
        elif carried is None and _closed_later(groups, number, left):
            carried = left
            reach = 0
        else:
            cut.end = _bound(text, left.span.end, paragraph.end)
            cut.note = LOST
            cuts.append(cut)
    passages, empty = _finished(text, cuts)
    strays.extend(empty)
    return Found(passages, tuple(sorted(strays)), tuple(markup))


def _by_paragraph(
    marks: Sequence[Mark], paragraphs: Sequence[Span]
) -> Iterator[tuple[Span, list[Mark]]]:
    i = 0
    for paragraph in paragraphs:
        inside: list[Mark] = []
        while i < len(marks) and marks[i].span.start < paragraph.end:
            inside.append(marks[i])
            i += 1
        yield paragraph, inside


def _reopens(group: tuple[Span, list[Mark]], left: Mark) -> bool:
    paragraph, inside = group
    first = inside[0] if inside else None
    return (
        first is not None
        and first.family == left.family
        and first.opens
        and first.span.start == paragraph.start
    )


def _closed_later(groups: Sequence[tuple[Span, list[Mark]]], number: int, left: Mark) -> bool:
    """Whether one of the next paragraphs closes the passage without opening one first."""
    for _, inside in groups[number + 1 : number + 1 + MAX_PARAGRAPHS_OVER]:
        first = next((m for m in inside if m.family == left.family), None)
        if first is not None:
            return first.closes and not (first.opens and first.sure) and not first.opens
    return False


# --- Pairing within a paragraph -----------------------------------------------------------------


def _pair(
    text: str, paragraph: Span, marks: Sequence[Mark], cuts: list[_Cut], strays: list[Span]
) -> Mark | None:
    """Pair the marks of one paragraph. Returns the mark that stays open at its end."""
    stack: list[Mark] = []
    ahead = _balance_ahead(marks)
    apostrophes = _plural_possessives(text, marks)
    for i, mark in enumerate(marks):
        if i in apostrophes:
            continue
        opened = _innermost(stack, mark.family)
        if opened is None:
            if mark.opens and (mark.family != "single" or _single_closes(marks, i, apostrophes)):
                stack.append(mark)
            elif mark.family != "single":
                strays.append(mark.span)
            continue
        last = stack[opened]
        if _closes(mark, last):
            if mark.opens and mark.sure and not mark.closes:
                stack.append(mark)
                continue
            strays.extend(m.span for m in stack[opened + 1 :] if m.family != "single")
            del stack[opened:]
            cuts.append(_Cut(last.span.end, mark.span.start, last, mark))
        elif (
            mark.family == "single"
            or ahead[i] > 0
            or (mark.glyph != last.glyph and mark.glyph in '"«' and ahead[i] >= 0)
        ):
            stack.append(mark)
        else:
            # A second opening where a closing was due: the first one's closing mark is lost.
            del stack[opened:]
            end = _bound(text, last.span.end, mark.span.start)
            cuts.append(_Cut(last.span.end, end, last, None, LOST))
            stack.append(mark)
    left = next((m for m in stack if m.family != "single"), None)
    if left is not None and _marks_excerpt(left, paragraph, marks):
        strays.append(left.span)
        stack = [m for m in stack if m is not left]
        left = None
    strays.extend(m.span for m in stack if m is not left and m.family != "single")
    return left


def _marks_excerpt(left: Mark, paragraph: Span, marks: Sequence[Mark]) -> bool:
    """Whether an unclosed straight mark only shows that the paragraph is copied from elsewhere.

    The copied paragraph has quotations of its own then, in marks of the other shape.
    """
    return (
        left.glyph == '"'
        and left.span.start == paragraph.start
        and any(m.glyph == "“" for m in marks)
        and any(m.glyph == "”" for m in marks)
    )


def _innermost(stack: Sequence[Mark], family: str) -> int | None:
    for i in range(len(stack) - 1, max(-1, len(stack) - 8), -1):
        if stack[i].family == family:
            return i
    return None


def _closes(mark: Mark, opened: Mark) -> bool:
    if mark.family == "guillemet":
        return mark.glyph == _PAIRS[opened.glyph] or (mark.glyph == opened.glyph and mark.closes)
    if mark.family == "double" and opened.glyph == "„":
        return mark.closes or mark.glyph in '“"'
    if mark.glyph in ("“", "``", "‘‘") and mark.opens:
        return False
    return mark.closes


def _balance_ahead(marks: Sequence[Mark]) -> list[int]:
    """For each mark: sure closings minus sure openings among it and the double ones behind it."""
    out = [0] * len(marks)
    balance = 0
    for i in range(len(marks) - 1, -1, -1):
        mark = marks[i]
        if mark.family != "single":
            if mark.opens and not mark.closes:
                balance -= 1
            elif mark.closes:
                balance += 1
        out[i] = balance
    return out


def _plural_possessives(text: str, marks: Sequence[Mark]) -> set[int]:
    """Numbers of single marks that are the apostrophe of "the ministers' plan"."""
    out: set[int] = set()
    later = False  # another closing single mark comes before the next opening one
    for i in range(len(marks) - 1, -1, -1):
        mark = marks[i]
        if mark.family != "single":
            continue
        at = mark.span.start
        if mark.opens and not mark.closes:
            later = False
            continue
        after = text[mark.span.end : mark.span.end + 2]
        possessive = text[at - 1 : at] in "szx" and after[:1] == " " and after[1:].islower()
        if possessive and later:
            out.add(i)
        else:
            later = True
    return out


def _single_closes(marks: Sequence[Mark], at: int, apostrophes: set[int]) -> bool:
    """Whether a closing single mark follows the opening one soon enough."""
    for i in range(at + 1, min(len(marks), at + 12)):
        mark = marks[i]
        if mark.family == "single" and i not in apostrophes:
            if mark.closes:
                return True
            if mark.opens:
                return False
    return False


# --- Bounds -------------------------------------------------------------------------------------


def _bound(text: str, start: int, end: int) -> int:
    """Where a passage without closing mark is taken to end: at a cue, or with its sentences."""
    cue = _CUE_BEHIND.search(text, start, min(end, start + 2000))
    if cue is not None:
        return cue.start()
    span = trim(text, start, end)
    if span is None:
        return start
    if end < len(text) and not text[end : end + 1].isspace() and text[end] in '"“«„':
        last = None
        for found in _SENTENCE_END.finditer(text, start, end):
            last = found.end()
            break
        if last is not None:
            return last
    return span.end


def _finished(text: str, cuts: list[_Cut]) -> tuple[tuple[Passage, ...], list[Span]]:
    cuts.sort(key=lambda c: (c.start, -c.end))
    out: list[Passage] = []
    empty: list[Span] = []
    around: list[Passage] = []
    previous: Passage | None = None
    for cut in cuts:
        span = trim(text, cut.start, cut.end)
        if span is None or not any(c.isalnum() for c in span.of(text)[:2000]):
            empty.extend(m.span for m in (cut.opening, cut.closing) if m is not None)
            continue
        while around and around[-1].span.end < span.end:
            around.pop()
        parent = around[-1] if around else None
        passage = Passage(
            id=f"q{len(out)}",
            span=span,
            kind=passage_kind(text, span),
            opening=cut.opening.span if cut.opening else None,
            closing=cut.closing.span if cut.closing else None,
            parent=parent.id if parent else None,
            note=cut.note,
        )
        if not is_language(text, passage):
            passage = replace(passage, speech=False)
        if cut.continues and previous is not None and parent is None:
            passage = replace(passage, continues=previous.id)
        out.append(passage)
        around.append(passage)
        if parent is None:
            previous = passage
    return tuple(out), empty


def with_unmarked(
    text: str, marked: Sequence[Passage], unmarked: Sequence[Unmarked]
) -> tuple[Passage, ...]:
    """All passages in reading order with fresh ids; marked ones within a turn keep their rank."""
    entries: list[tuple[Span, int, Passage]] = [(p.span, 1, p) for p in marked]
    for one in unmarked:
        passage = Passage("", one.span, passage_kind(text, one.span), note=UNMARKED)
        entries.append((one.span, 0, passage))
    entries.sort(key=lambda entry: (entry[0].start, entry[1], -entry[0].end))
    ids = {p.id: f"q{i}" for i, (_, _, p) in enumerate(entries) if p.id}
    return tuple(
        replace(
            p,
            id=f"q{i}",
            parent=ids.get(p.parent) if p.parent else None,
            continues=ids.get(p.continues) if p.continues else None,
        )
        for i, (_, _, p) in enumerate(entries)
    )


def passage_kind(text: str, span: Span) -> QuotationKind:
    """Whether the words stand as a sentence of their own ("direct") or are a piece."""
    words = span.of(text)
    first = next((c for c in words if c.isalpha()), "")
    whole = words.count(" ") >= 3 or words[-1] in ".!?…"
    return "direct" if first and not first.islower() and whole else "partial"
