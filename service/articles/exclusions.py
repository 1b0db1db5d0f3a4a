"""Which stretches of a text are not the story, and why. docs/decisions/0013."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from service.articles import captions, notices, teasers
from service.articles.furniture import furniture_of, is_newsletter
from service.articles.layout import GLUED_STAMP, GLUED_TOP, HIDDEN_DATE, Paragraph
from service.articles.unrelated import (
    is_foreign,
    names_any,
    opens_with_dateline,
    speaks_of_talks,
    stems,
    tail_of_other_stories,
    word_stems,
)
from service.records import Exclusion, Span

# Longest lines taken for titles, in words: a page's headline, and a heading within a story. A
# sentence that lost its full stop is longer more often than not.
_HEADLINE_WORDS = 18
_SUBHEADING_WORDS = 10
_LIST_ITEM = ("-", "–", "—", "•", "*", "·")
_QUOTED = ('"', "“", "‘", "«", "'", "„")
_LEAST_STORY = 20  # characters
_LONGEST_TEASER = 40  # paragraphs
_TOLD = 3  # paragraphs of a story, after which another's can be told from it
_SCRAP = 4  # words: "Imprint.", "Data protection."
_LONGEST_LINE = 600  # characters; whatever is longer is no line of the page


def find_exclusions(
    text: str, paragraphs: Sequence[Paragraph], title: str | None
) -> tuple[Exclusion, ...]:
    """Stretches outside the story, in reading order, without overlaps.

    title: the article's title where it is known; a line that repeats it is a headline.
    When no story would be left, only the hidden date is excluded: a doubtful story is better
    than none.
    """
    reasons = _reasons(paragraphs, title)
    found = _by_reason(text, paragraphs, reasons)
    if not _leaves_story(paragraphs, found):
        # A page of one paragraph that ends in a credit is no caption: its sentences are judged.
        hidden = {n: r for n, r in reasons.items() if r == "hidden date" and len(paragraphs) > 1}
        found = _by_reason(text, paragraphs, hidden)
        if not _leaves_story(paragraphs, found):
            found = [pair for pair in found if pair[1] == "hidden date"]
    return tuple(Exclusion(start=s.start, end=s.end, reason=reason) for s, reason in found)


def _by_reason(
    text: str, paragraphs: Sequence[Paragraph], reasons: Mapping[int, str]
) -> list[tuple[Span, str]]:
    return [
        pair
        for paragraph in paragraphs
        for pair in _within(text, paragraph, reasons.get(paragraph.number))
    ]


def _leaves_story(paragraphs: Sequence[Paragraph], found: Sequence[tuple[Span, str]]) -> bool:
    whole = sum(len(s) for p in paragraphs for s in p.sentences)
    return whole - sum(len(s) for s, _ in found) >= _LEAST_STORY


def _within(text: str, paragraph: Paragraph, reason: str | None) -> list[tuple[Span, str]]:
    """The excluded sentences of a paragraph: all for a reason, else those that betray themselves.

    Pages that lost their line breaks have captions, credits and notices among their sentences.
    """
    sentences = paragraph.sentences
    if reason is not None:
        return [(sentence, reason) for sentence in sentences]
    if len(sentences) < 2:
        return [(s, "teaser") for s in sentences if teasers.holds_one(_short(text, s))]
    found = dict.fromkeys(captions.captions_within(text, sentences), "caption")
    found |= _closing(text, sentences)
    return sorted((_trailing(text, sentences, frozenset(found)) | found).items())


def _trailing(text: str, sentences: Sequence[Span], found: Container[Span]) -> dict[Span, str]:
    """The page's furniture after the last sentence of the story: "… will continue. (AGENCY)"."""
    reasons: dict[Span, str] = {}
    for sentence in reversed(sentences[1:]):
        if sentence in found:
            continue
        words = _short(text, sentence)
        reason = _words_reason(words)
        if reason is None:
            break
        reasons[sentence] = reason
    return reasons


def _words_reason(words: str) -> str | None:
    """What a line is by its words alone, wherever it stands; None when it may be story."""
    if captions.is_caption(words):
        return "caption"
    if notices.is_notice(words) or notices.is_policy(words):
        return "legal notice"
    if notices.is_sign_off(words):
        return "credit"
    if teasers.is_inline_teaser(words):
        return "teaser"
    # "Log in to comment." has a stop in prose; single words ("Listen.") may be speech.
    stopped = words.rstrip(".") if len(words.split()) > _SCRAP - 1 else words
    reason = furniture_of(words) or furniture_of(stopped)
    return "credit" if reason == "rule" else reason


def _closing(text: str, sentences: Sequence[Span]) -> dict[Span, str]:
    """Advertisements for the outlet, and all sentences from a legal notice on.

    What stands between an advertisement late in the paragraph and its notice is teasers; so are,
    without a notice, scraps after it and sentences that name nothing told before.
    """
    reasons: dict[Span, str] = {}
    advertised = False
    told: set[str] = set()
    notice = next((i for i, s in enumerate(sentences) if notices.is_notice(_short(text, s))), None)
    others = next(
        (
            i for i, s in enumerate(sentences)
            if 2 * i >= len(sentences) and teasers.opens_teasers(_short(text, s))
        ),
        len(sentences),
    )  # fmt: skip
    for place, sentence in enumerate(sentences):
        words = _short(text, sentence)
        if place >= others:
            reasons[sentence] = "teaser"
        elif notice is not None and place >= notice:
            reasons[sentence] = "legal notice"
        elif teasers.is_inline_teaser(words) or is_newsletter(words) or teasers.holds_one(words):
            advertised = place >= len(sentences) // 2
            reasons[sentence] = "teaser"
        elif advertised and (
            notice is not None or len(words.split()) <= _SCRAP or is_foreign(words, told)
        ):
            reasons[sentence] = "teaser"
        else:
            told |= word_stems(words)
    return reasons


def _short(text: str, sentence: Span) -> str:
    return sentence.of(text) if len(sentence) < _LONGEST_LINE else ""


def _reasons(paragraphs: Sequence[Paragraph], title: str | None) -> dict[int, str]:
    """The reason by number, for the paragraphs that are not the story."""
    reasons: dict[int, str] = {}
    _mark_lines(paragraphs, reasons)
    _mark_teaser_blocks(paragraphs, reasons)
    _mark_sections(paragraphs, reasons)
    _mark_repeats(paragraphs, reasons)
    _mark_headlines(paragraphs, reasons, title)
    _mark_after_the_end(paragraphs, reasons)
    _mark_unrelated(paragraphs, reasons)
    return reasons


def _mark_lines(paragraphs: Sequence[Paragraph], reasons: dict[int, str]) -> None:
    for paragraph in paragraphs:
        reason = _line_reason(paragraph)
        if reason is not None:
            reasons[paragraph.number] = reason


def _line_reason(paragraph: Paragraph) -> str | None:
    words = paragraph.text
    if paragraph.number == 0 and HIDDEN_DATE.fullmatch(words):
        return "hidden date"
    if paragraph.number == 0 and GLUED_TOP.fullmatch(words):
        return "breadcrumbs"
    if captions.is_caption(words):
        return "caption"
    if _is_notice(paragraph):
        return "legal notice"
    if teasers.is_inline_teaser(words):
        return "teaser"
    reason = furniture_of(words)
    if reason is None and paragraph.number == 0 and GLUED_STAMP.fullmatch(words):
        return "breadcrumbs"
    return reason


def _is_notice(paragraph: Paragraph) -> bool:
    """A notice opens with what makes it one; where it comes later, the rest is judged apart."""
    first = paragraph.sentences[0]
    opening = paragraph.text[: len(first)]
    whole = len(paragraph.sentences) <= 3
    return (
        notices.is_notice(opening)
        or notices.is_policy(paragraph.text)
        or (whole and len(paragraph.words) <= 40 and notices.is_notice(paragraph.text))
    )


def _mark_teaser_blocks(paragraphs: Sequence[Paragraph], reasons: dict[int, str]) -> None:
    """Blocks under a heading ("Other news"), and stories with a dateline of their own."""
    told: set[str] = set()
    story = words = until = 0  # paragraphs and words told, and where a block ends
    for paragraph in paragraphs:
        number = paragraph.number
        if number < until:
            reasons[number] = "teaser"
        elif teasers.is_teaser_heading(paragraph.text):
            reasons[number] = "teaser"
            if story == 0 and teasers.is_digest_heading(paragraph.text):
                # A column of briefs: its first is the story, and the others have their datelines.
                continue
            until = teasers.block_end(paragraphs, number)
            digest = story >= _TOLD and teasers.is_digest_heading(paragraph.text)
            while digest and until < len(paragraphs) and is_foreign(paragraphs[until].text, told):
                until += 1
        elif number not in reasons:
            if (
                story >= _TOLD
                and opens_with_dateline(paragraph)
                and is_foreign(paragraph.text, told)
            ):
                until = _other_story_end(paragraphs, number, told, words)
            if number < until:
                reasons[number] = "teaser"
                continue
            story += paragraph.ended
            words += len(paragraph.words)
            told |= stems(paragraph)


def _other_story_end(
    paragraphs: Sequence[Paragraph], first: int, told: set[str], words: int
) -> int:
    """Number of the paragraph after a story that a dateline opens; `first` when it is the page's.

    It goes on until something told before is named. One longer than all that was told is the
    story itself, after an abstract.
    """
    end, length = first, 0
    last = min(len(paragraphs), first + _LONGEST_TEASER)
    while end < last and (end == first or not names_any(paragraphs[end], told)):
        length += len(paragraphs[end].words)
        end += 1
        if length >= words:
            return first
    return end


def _mark_sections(paragraphs: Sequence[Paragraph], reasons: dict[int, str]) -> None:
    """Sections of a briefing on other subjects: no talks, and no name that another section has.

    Their headings open with two stars ("**Sudan"), as transcripts of noon briefings have them.
    """
    starts = [p.number for p in paragraphs if p.text.startswith("**")]
    ends = [*starts[1:], len(paragraphs)]
    sections = [paragraphs[a:b] for a, b in zip(starts, ends, strict=False)]
    if not any(speaks_of_talks(p) for section in sections for p in section):
        return
    for section in sections:
        told = {stem for p in paragraphs if p not in section for stem in stems(p)}
        if not any(speaks_of_talks(p) or names_any(p, told) for p in section[1:]):
            reasons.update({p.number: "teaser" for p in section})


def _mark_repeats(paragraphs: Sequence[Paragraph], reasons: dict[int, str]) -> None:
    seen: set[str] = set()
    for paragraph in paragraphs:
        key = " ".join(paragraph.words).casefold()
        if paragraph.number not in reasons and len(paragraph.words) >= 4 and key in seen:
            reasons[paragraph.number] = "repeat"
        seen.add(key)


def _mark_headlines(
    paragraphs: Sequence[Paragraph], reasons: dict[int, str], title: str | None
) -> None:
    left = [p for p in paragraphs if p.number not in reasons]
    prose = [p for p in left if p.ended and len(p.words) > 8]
    named = _folded(title) if title else None
    for paragraph in left:
        if named and _folded(paragraph.text) == named and len(prose) > 1:
            reasons[paragraph.number] = "headline"
    open_lines = [p for p in left if _is_open_line(p) and p.number not in reasons]
    # Where most paragraphs lack an end mark, its absence tells nothing.
    if len(prose) < max(2, len(open_lines) // 2):
        return
    first = prose[0].number
    for paragraph in open_lines:
        number = paragraph.number
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        listed = following is not None and following.number not in reasons
        opens = paragraph is left[0]  # a headline over the wire's own summary in points
        if listed and following is not None and _is_list_item(following) and not opens:
            continue
        beside = reasons.get(number - 1) in ("address", "caption") and number > 0
        if beside and reasons.get(number + 1) == "caption":
            reasons[number] = "caption"
        elif number < first:
            reasons[number] = "headline"
        elif len(paragraph.words) <= _SUBHEADING_WORDS and not paragraph.text.startswith(_QUOTED):
            reasons[number] = "subheading"


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _is_open_line(paragraph: Paragraph) -> bool:
    """A line that could be a title: short, no end mark, no list item, no broken-off sentence."""
    return (
        not paragraph.ended
        and 0 < len(paragraph.words) <= _HEADLINE_WORDS
        and not _is_list_item(paragraph)
        and not paragraph.text[0].islower()
    )


def _is_list_item(paragraph: Paragraph) -> bool:
    return paragraph.text.startswith(_LIST_ITEM) or paragraph.text[0].isdigit()


def _mark_after_the_end(paragraphs: Sequence[Paragraph], reasons: dict[int, str]) -> None:
    """What follows a rights line or the editors' names, late in a page, is other stories."""
    story = [p for p in paragraphs if p.number not in reasons]
    told = 0
    for paragraph in paragraphs:
        if paragraph.number not in reasons:
            told += 1
        elif told >= max(3, len(story) // 3) and _ends_the_story(paragraph):
            for after in paragraphs[paragraph.number + 1 :]:
                reasons.setdefault(after.number, "teaser")
            return


def _ends_the_story(paragraph: Paragraph) -> bool:
    return notices.is_notice(paragraph.text) or notices.is_sign_off(paragraph.text)


def _mark_unrelated(paragraphs: Sequence[Paragraph], reasons: dict[int, str]) -> None:
    story = [p for p in paragraphs if p.number not in reasons]
    tail = tail_of_other_stories(story, paragraphs)
    for paragraph in story[len(story) - tail :]:
        reasons[paragraph.number] = "teaser"
