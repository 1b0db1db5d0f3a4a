"""Text → sentences, by rules that each read a bounded stretch, so that time grows with length.

A text is cut twice: into paragraphs (blank lines; single line ends too, unless the lines are
hard-wrapped) and each paragraph into sentences. Nothing is changed or normalised: what comes out
are places in the text as it is. How the rules were chosen: docs/decisions/0010.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from service.records import Span


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Before a capital these never end a sentence: a name or a number follows.
_TITLES = _words(
    "mr mrs ms mx dr prof rev fr hon gen lt col maj capt cmdr cdr adm sgt cpl pvt brig sen rep gov"
    " amb atty pres supt messrs mme mlle st ste mt ft vs v eg ie cf al approx dept asst assoc"
    " secy min hr sra srta del sens reps govs gens drs profs revs hons cols supts lts sgts"
)
# These end a sentence only before a word that opens one.
_NAMES = _words(
    "inc corp ltd co bros jr sr esq plc llc cie gmbh ave blvd rd bldg univ inst assn intl govt natl"
    # State names as the press shortens them (AP Stylebook).
    " ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb"
    " nev okla ore pa tenn tex va vt wash wis wyo d.c"
)
_GLUED = _TITLES | _NAMES
_MONTHS = _words("jan feb mar apr jun jul aug sept sep oct nov dec")
_BEFORE_OPENERS = _NAMES | _words("mon tue tues wed thu thur thurs fri sat sun")
# Before a number these never end a sentence.
_NUMBERED = _words(
    "no nos nr art arts sec secs fig figs p pp vol vols ch chap par para"
    " res op ed cap ca c approx est"
)

# Words that open a sentence far more often than they follow an abbreviation.
_OPENERS = _words(
    "a an the this that these those it its he she they we i you his her their our my there here"
    " in on at after before during since while when if although though as by for from with without"
    " under over between among despite but and or so yet however meanwhile moreover still also"
    " then now earlier later last next both neither either some many most several few one two"
    " three all each every no not what who why how where which according asked speaking"
    " once because until unless nor additionally furthermore instead such another other"
)
_MONTH_NAMES = _words(
    "january february march april may june july august september october november december"
    " januar februar märz mai juni juli oktober dezember"
)
_AFTER_HOUR = _words(
    "est edt et gmt utc pst pdt pt cet cest eet msk ist local eastern central pacific"
    " monday tuesday wednesday thursday friday saturday sunday"
)

# Marks that may stand between the end mark and the space after it.
_CLOSERS = r"""["'”’»›)\]}」』）】〉》〕"‘“]"""
_BOUNDARY = regex.compile(
    r"(?<![。！？｡।॥։؟۔።፧⸮‼⁇⁈⁉])(?P<wide>[。！？｡।॥։؟۔።፧⸮‼⁇⁈⁉]++)(?P<wc>[\"'”’»›)\]}」』）】〉》〕]{0,8})(?P<ws>\s{0,64})"
    r"|(?<![.!?…])(?P<mark>[.!?…]++)(?P<c>[\"'”’»›)\]}」』）】]{0,8}(?:\[\d{1,3}\]){0,4})(?P<s>\s{1,64})"
    r"|(?<=[\p{Ll}]{3})(?P<glued>\.)(?P<gc>[\"”’»)]{0,2})(?=[\"“‘«(]?\p{Lu}[\p{Ll}\s’'])"
)
_GREEK_QUESTION = regex.compile(r"(?<=\p{Greek}{2});\s+(?=[\p{Lu}«“\"])")
# A picture's credit has no stop of its own: "… 2019. (AP Photo/T. Reed) They spoke …"
_BRACKETED = regex.compile(r"(?<=[.!?…][”\"’»]?\s)\([^()\n]{3,160}\)(?=\s+[\p{Lu}\"“])")
_WORD_BEFORE = regex.compile(r"[^\s([{\"“”‘«/]*$")
_NEXT_WORD = regex.compile(
    r"[\p{Pi}\p{Ps}\"'¿¡‘“«\-–—•*\s]{0,8}(?P<word>[\p{L}\p{M}][\p{L}\p{M}'’-]*)?"
)
_ACRONYM = regex.compile(r"(?:\p{L}\.){1,6}\p{L}$")
_ASIDE = regex.compile(
    r"(?!(?:No|Nobody|Everyone|Neither|Both|All|Some|He|She|They|We|I|It|The)\b)(?:\p{Lu}[\p{L}'’.-]{0,30}\s){0,4}(?:said|says|asked|asks|told|added|replied|wrote|tweeted"
    r"|exclaimed|shouted|wondered|responded|answered|continued)\b"
)
_LINE = regex.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BLANK = regex.compile(r"\S")
_WINDOW = 48  # longest word or abbreviation that a rule looks at, in code points


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a line that is none; `paragraph` counts from 0."""

    span: Span
    paragraph: int


def find_sentences(text: str) -> tuple[Sentence, ...]:
    """Cut a text into sentences.

    Returns: in reading order; every character that is not white space stands in exactly one,
        and no span begins or ends with white space.
    """
    return tuple(
        Sentence(span, number)
        for number, paragraph in enumerate(find_paragraphs(text))
        for span in _sentences_of(text, paragraph)
    )


def find_paragraphs(text: str) -> tuple[Span, ...]:
    """Places of the paragraphs, without white space at their ends."""
    blocks = tuple(_blocks(text))
    width = _page_width(text, blocks)
    return tuple(p for block in blocks for p in _paragraphs_of(text, block, width))


def _blocks(text: str) -> Iterator[list[Span]]:
    """Runs of lines without a blank line between them, each line trimmed."""
    block: list[Span] = []
    previous_end = 0
    for match in _LINE.finditer(text):
        line = trim(text, match.start(), match.end())
        gap = text[previous_end : match.start()]
        blank = gap.count("\n") > 1 or (gap.count("\r") > 1 and "\n" not in gap) or "\u2029" in gap
        previous_end = match.end()
        if (line is None or blank) and block:
            yield block
            block = []
        if line is not None:
            block.append(line)
    if block:
        yield block


def _page_width(text: str, blocks: Sequence[list[Span]]) -> int | None:
    """The width that a page's lines are broken at, where two of its blocks or more show it."""
    wrapped = [block for block in blocks if _hard_wrapped(text, block)]
    if len(wrapped) < 2:
        return None
    return max(len(line) for block in wrapped for line in block[:-1])


def _fills(text: str, block: list[Span], width: int | None) -> bool:
    """Whether a block fills the width of a page whose other blocks are hard-wrapped.

    "… hosted the Chief", "Negotiators of …": nothing in it goes on in lower case.
    """
    if width is None or len(block) < 2:
        return False
    body = block[:-1]
    breaks_off = any(text[line.end - 1] not in '.!?…:;”"’»' for line in body)
    return breaks_off and all(0.75 * width <= len(line) <= 1.1 * width for line in body)


def _paragraphs_of(text: str, block: list[Span], width: int | None) -> Iterator[Span]:
    if not (_hard_wrapped(text, block) or _fills(text, block, width)):
        yield from _unbroken(text, block)
        return
    start = block[0].start
    widest = max(len(line) for line in block)
    for line, following in zip(block, [*block[1:], None], strict=True):
        # A clearly short line that ends a sentence ends its paragraph, too.
        ends = len(line) < 0.7 * widest and text[line.end - 1] in '.!?…”"’»'
        if following is None or ends:
            yield Span(start, line.end)
            start = following.start if following else line.end


def _unbroken(text: str, block: list[Span]) -> Iterator[Span]:
    """The lines, those that break off within a sentence joined with the next.

    Some scrapes break the line at every link: "… the ministers", "met", "on Monday."
    """
    joined = block[0]
    for line in block[1:]:
        open_end = text[joined.end - 1].isalnum() or text[joined.end - 1] in ",’'"
        if open_end and text[line.start].islower() and _is_long(text, joined):
            joined = Span(joined.start, line.end)
        else:
            yield joined
            joined = line
    yield joined


def _is_long(text: str, line: Span) -> bool:
    """Four words or more: menu entries are shorter."""
    return text.count(" ", line.start, min(line.end, line.start + 200)) >= 3


def _hard_wrapped(text: str, block: list[Span]) -> bool:
    """Whether line ends in the block are a matter of width only.

    They are when lines are of one width (30 to 120 characters), and some break off within a
    sentence: no end mark, and the next line goes on in lower case.
    """
    if len(block) < 2:
        return False
    body = block[:-1]
    widths = [len(line) for line in body]
    if max(widths) > 120 or len(block[-1]) > 1.15 * max(widths):
        return False
    broken = sum(
        1
        for line, following in pairwise(block)
        if text[line.end - 1] not in '.!?…:;”"’»' and text[following.start].islower()
    )
    least = max(30, 0.7 * max(widths))
    # A paragraph's last line may be short.
    ended = [text[line.end - 1] in '.!?…”"’»' for line in body]
    full = sum(1 for width, end in zip(widths, ended, strict=True) if width >= least or end)
    open_lines = len(body) - sum(ended)
    return broken >= max(1, open_lines // 4, len(body) // 8) and full >= 0.6 * len(widths)


def trim(text: str, start: int, end: int) -> Span | None:
    """The stretch without white space at its ends; None when nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _sentences_of(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    for cut in _cuts(text, paragraph):
        span = trim(text, start, cut)
        if span is not None:
            yield span
        start = cut
    span = trim(text, start, paragraph.end)
    if span is not None:
        yield span


def _cuts(text: str, paragraph: Span) -> Iterator[int]:
    """Places within the paragraph where a sentence ends."""
    others = {m.start() + 1 for m in _GREEK_QUESTION.finditer(text, paragraph.start, paragraph.end)}
    others |= {m.end() for m in _BRACKETED.finditer(text, paragraph.start, paragraph.end)}
    found = [
        cut
        for match in _BOUNDARY.finditer(text, paragraph.start, paragraph.end)
        if (cut := _cut_at(text, paragraph, match)) is not None
    ]
    yield from sorted(others.union(found)) if others else found


def _cut_at(text: str, paragraph: Span, match: regex.Match[str]) -> int | None:
    """Where the sentence ends, if this mark ends one."""
    if match["wide"] is not None:
        cut = match.end("wc")
        return cut if cut < paragraph.end and not _goes_on(text, match) else None
    if match["glued"] is not None:
        if not _glued_ends(text, paragraph, match.start()):
            return None
        opening = match["gc"] == '"' and not _quotes_open(text, paragraph, match.start())
        return match.end("glued") if opening else match.end("gc")
    cut = match.end("c")
    return cut if cut < paragraph.end and _mark_ends(text, paragraph, match) else None


def _goes_on(text: str, match: regex.Match[str]) -> bool:
    """Whether the sentence goes on after a mark: a comma, or 「…。」 and a particle."""
    following = text[match.end() : match.end() + 1]
    particle = bool(match["wc"]) and not match["ws"] and "\u3040" <= following <= "\u309f"
    return particle or following in "，、；：,;:" if following else False


def _glued_ends(text: str, paragraph: Span, position: int) -> bool:
    """Whether a stop without a space after it ("the deal.The talks") ends a sentence."""
    before = text[max(paragraph.start, position - _WINDOW) : position]
    word = before.split()[-1] if before.split() else before
    after = text[position : position + _WINDOW].split()[0]
    return (
        not any(c in word + after for c in "/@_#")
        and word.lower() not in _GLUED
        and ("." not in word)
    )


def _quotes_open(text: str, paragraph: Span, position: int) -> bool:
    """Whether a straight quotation mark has been opened and not closed shortly before."""
    return text.count('"', max(paragraph.start, position - 2000), position) % 2 == 1


def _mark_ends(text: str, paragraph: Span, match: regex.Match[str]) -> bool:
    after = _NEXT_WORD.match(text, match.end(), min(paragraph.end, match.end() + _WINDOW))
    word = (after["word"] or "") if after else ""
    first = text[match.end()] if match.end() < paragraph.end else ""
    if first.islower() or first in ",;:)]}%”».…":
        return False
    if word and word[0].islower():
        # A bullet or a dash in front of a small letter: the sentence goes on.
        return False
    if any(c in match["mark"] for c in "!?"):
        return not (match["c"] and _ASIDE.match(text, match.end(), match.end() + 3 * _WINDOW))
    if match["mark"] != ".":
        return True
    return _stop_ends(text, paragraph, match, word, first)


def _stop_ends(text: str, paragraph: Span, match: regex.Match[str], word: str, first: str) -> bool:
    """Whether a single full stop before something that could open a sentence ends one."""
    before = text[max(paragraph.start, match.start() - _WINDOW) : match.start()]
    found = _WORD_BEFORE.search(before)
    last = found.group() if found else ""
    lower = last.lower().rstrip("’'")
    dash = first in "-–—―"
    opens = not dash and (word.lower() in _OPENERS or first in '"“«‘([')
    if match["c"]:
        # After a closing mark an abbreviation rarely matters: “… in the U.S.” He
        # A dash and a name after it tell whose words they are: “… a disgrace.” ― A reader
        return not _is_title(lower) and not (dash and match["c"][0] in "\"”»’'")
    if not last:
        return True
    if last.isdigit():
        return _number_ends(text, paragraph, match, last, word)
    if _is_title(lower):
        return False
    if len(last) == 1 and last.isupper():
        return opens and first not in '"“«‘(['
    if lower in _NUMBERED or lower in _MONTHS:
        return not first.isdigit() and opens if lower != "no" else not first.isdigit()
    if lower in ("a.m", "p.m"):
        return word.lower() not in _AFTER_HOUR and not first.isdigit() and first not in "("
    if _ACRONYM.search(last) or lower.rsplit("-", 1)[-1] in _BEFORE_OPENERS:
        return opens and first != "("  # "LAKEVILLE, N.H. (AP) — …"
    return True


def _is_title(lower: str) -> bool:
    return lower in _TITLES or lower.rsplit("-", 1)[-1] in _TITLES


def _number_ends(text: str, paragraph: Span, match: regex.Match[str], last: str, word: str) -> bool:
    """ "2020. The" ends; "1. Skip to content" at the start of a line and "5. Mai" do not."""
    at_start = match.start() - len(last)
    line_start = at_start == paragraph.start or text[at_start - 1] in "\n\r"
    if line_start and len(last) <= 3:
        return False
    return not (len(last) <= 2 and word.lower() in _MONTH_NAMES)
