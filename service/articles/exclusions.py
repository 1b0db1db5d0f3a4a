"""Which stretches of a text are not the story, and why. docs/decisions/0013."""

from __future__ import annotations

from collections.abc import Sequence

from service.articles import captions, notices, teasers
from service.articles.furniture import furniture_of
from service.articles.layout import HIDDEN_DATE, Paragraph
from service.records import Exclusion, Span

_HEADLINE_WORDS = 18
_LIST_ITEM = ("-", "–", "—", "•", "*", "·")


def find_exclusions(
    text: str, paragraphs: Sequence[Paragraph], title: str | None
) -> tuple[Exclusion, ...]:
    """Stretches outside the story, in reading order, without overlaps.

    title: the article's title where it is known; a line that repeats it is a headline.
    When nothing would be left, nothing is excluded: a doubtful story is better than none.
    """
    reasons = _reasons(paragraphs, title)
    found = [
        (span, reason)
        for paragraph in paragraphs
        for span, reason in _within(text, paragraph, reasons.get(paragraph.number))
    ]
    left = sum(len(p.span) for p in paragraphs) - sum(len(span) for span, _ in found)
    if left < 20 and not any(reason == "hidden date" for _, reason in found[1:]):
        found = [pair for pair in found if pair[1] == "hidden date"] if left > 0 else []
    return tuple(_joined(found))


def _within(text: str, paragraph: Paragraph, reason: str | None) -> list[tuple[Span, str]]:
    if reason is not None:
        return [(sentence, reason) for sentence in paragraph.sentences]
    # A credit may stand at the end of the story's last line: "… will continue. (AGENCY)"
    if len(paragraph.sentences) > 1:
        last = paragraph.sentences[-1]
        if furniture_of(last.of(text)) == "credit":
            return [(last, "credit")]
    return []


def _joined(found: Sequence[tuple[Span, str]]) -> list[Exclusion]:
    joined: list[Exclusion] = []
    for span, reason in found:
        joined.append(Exclusion(start=span.start, end=span.end, reason=reason))
    return joined


def _reasons(paragraphs: Sequence[Paragraph], title: str | None) -> dict[int, str]:
    """The reason by number, for the paragraphs that are not the story."""
    reasons: dict[int, str] = {}
    _mark_lines(paragraphs, reasons)
    _mark_teaser_blocks(paragraphs, reasons)
    _mark_repeats(paragraphs, reasons)
    _mark_headlines(paragraphs, reasons, title)
    _mark_after_the_end(paragraphs, reasons)
    return reasons


def _mark_lines(paragraphs: Sequence[Paragraph], reasons: dict[int, str]) -> None:
    for p in paragraphs:
        if p.number == 0 and HIDDEN_DATE.fullmatch(p.text):
            reasons[p.number] = "hidden date"
        elif captions.is_caption(p.text):
            reasons[p.number] = "caption"
        elif notices.is_notice(p.text):
            reasons[p.number] = "legal notice"
        elif teasers.is_inline_teaser(p.text):
            reasons[p.number] = "teaser"
        elif (furniture := furniture_of(p.text)) is not None:
            reasons[p.number] = furniture


def _mark_teaser_blocks(paragraphs: Sequence[Paragraph], reasons: dict[int, str]) -> None:
    for p in paragraphs:
        if teasers.is_teaser_heading(p.text):
            for number in range(p.number, teasers.block_end(paragraphs, p.number)):
                reasons[number] = "teaser"


def _mark_repeats(paragraphs: Sequence[Paragraph], reasons: dict[int, str]) -> None:
    seen: set[str] = set()
    for p in paragraphs:
        key = " ".join(p.words).casefold()
        if p.number not in reasons and len(p.words) >= 4 and key in seen:
            reasons[p.number] = "repeat"
        seen.add(key)


def _mark_headlines(
    paragraphs: Sequence[Paragraph], reasons: dict[int, str], title: str | None
) -> None:
    prose = [p for p in paragraphs if p.ended and p.number not in reasons and len(p.words) > 8]
    open_lines = [p for p in paragraphs if _is_open_line(p) and p.number not in reasons]
    named = " ".join(title.split()).casefold() if title else None
    for p in paragraphs:
        if named and " ".join(p.text.split()).casefold() == named and len(prose) > 1:
            reasons.setdefault(p.number, "headline")
    # Where most paragraphs lack an end mark, its absence tells nothing.
    if len(prose) < max(2, len(open_lines) // 2):
        return
    first = prose[0].number
    for p in open_lines:
        after_caption = reasons.get(p.number + 1) == "caption" and p.number > 0
        if after_caption and reasons.get(p.number - 1) in ("address", "caption"):
            reasons[p.number] = "caption"
        else:
            reasons[p.number] = "headline" if p.number < first else "subheading"


def _is_open_line(paragraph: Paragraph) -> bool:
    return (
        not paragraph.ended
        and 0 < len(paragraph.words) <= _HEADLINE_WORDS
        and not paragraph.text.startswith(_LIST_ITEM)
        and not paragraph.text[0].isdigit()
    )


def _mark_after_the_end(paragraphs: Sequence[Paragraph], reasons: dict[int, str]) -> None:
    """What follows a legal notice at the end of a story is other stories."""
    story = [p for p in paragraphs if p.number not in reasons]
    told = 0
    for p in paragraphs:
        if p.number not in reasons:
            told += 1
        elif reasons[p.number] == "legal notice" and told >= max(3, len(story) // 3):
            for after in paragraphs[p.number + 1 :]:
                reasons.setdefault(after.number, "teaser")
            return
