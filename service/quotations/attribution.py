"""Whose words: the deterministic part of attribution, one article at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from service.language import Language, Parse
from service.mentions.pronouns import Referents
from service.quotations.attributions import Attribution, Attributions
from service.quotations.finding import UNMARKED
from service.quotations.headlines import headline_repeats, is_title_case
from service.quotations.page import Page
from service.quotations.people import People
from service.quotations.skeletons import Skeleton, outline
from service.quotations.tellers import Tellers, sentences
from service.quotations.unmarked import ANSWER, find_unmarked
from service.records import Article, Entity, Passage, Segment, Span
from service.sentences import find_paragraphs

# The reason that segmentation gives for a headline, the one excluded part that may quote.
HEADLINE = "headline"
MAX_LEAD_IN_CHARACTERS = 600
MAX_PIECE_CHARACTERS = 3000
# A parse takes a thousand times the space of its text, so few are held at a time.
MAX_PARSED_CHARACTERS = 50_000
_SENTENCE_END_BEFORE = regex.compile(r"[.!?\"”’'»]\s+$")
# Only a speaker that a cue of its own shows is carried on to paragraphs without any.
_OWN_CUE = ("after", "before", "within", "credit", "same paragraph", "ahead", "goes on")


def attribute(
    article: Article,
    segments: Sequence[Segment],
    passages: Sequence[Passage],
    entities: Sequence[Entity],
    language: Language,
) -> Attributions:
    """Decide for every passage who speaks, as far as rules can.

    Passages in excluded segments are nobody's statement in this story; a headline is part of it,
    and what it quotes again from the story has the same speaker.
    """
    text = article.text
    excluded = [s.span for s in segments if s.excluded not in (None, HEADLINE)]
    people = People(text, entities)
    unmarked = [p for p in passages if p.note == UNMARKED]
    outer = [p for p in passages if p.parent is None and p.note != UNMARKED]
    skeletons = _skeletons(text, outer)
    done: dict[str, Attribution] = {}
    referents = Referents(
        text, [(s.span, s.paragraph) for s in segments], entities, [p.span for p in outer]
    )
    story = _Story(text, people, referents, odd_marks=_singles_are_odd(text, outer))
    previous = _paragraphs_before(text, skeletons)
    for group in _groups(list(zip(skeletons, previous, strict=True))):
        parses = language.parse([skeleton.text for skeleton, _ in group])
        for (skeleton, before), parse in zip(group, parses, strict=True):
            for item in story.read(skeleton, parse, before):
                done[item.passage.id] = item
    for item in attribute_unmarked(text, unmarked, people, referents):
        done[item.passage.id] = item
    told = headline_repeats(text, [s.paragraph for s in skeletons], outer)
    titled = {p.id for s in skeletons if is_title_case(text, s.paragraph) for p in s.passages}
    items: list[Attribution] = []
    for passage in passages:
        item = done.get(passage.id) or Attribution(passage, speech=False, reason="nested")
        source = done.get(told.get(passage.id, ""))
        if source is not None and source.speaker is not None and source.speech:
            item = in_headline(item, source, titled=passage.id in titled)
        if not passage.speech or any(span.overlaps(passage.span) for span in excluded):
            item = replace(item, speech=False)
        items.append(item)
    return Attributions(article, (*entities, *people.described), tuple(items))


def _singles_are_odd(text: str, passages: Sequence[Passage]) -> bool:
    """Whether most passages of an article stand in double marks."""
    glyphs = [p.opening.of(text) for p in passages if p.opening is not None]
    return 2 * sum(glyph in ("'", "‘") for glyph in glyphs) < len(glyphs)


def _groups(
    skeletons: Sequence[tuple[Skeleton, Span | None]],
) -> Iterator[list[tuple[Skeleton, Span | None]]]:
    """The same in order, in groups that are parsed together."""
    group: list[tuple[Skeleton, Span | None]] = []
    length = 0
    for pair in skeletons:
        if group and length + len(pair[0].text) > MAX_PARSED_CHARACTERS:
            yield group
            group, length = [], 0
        group.append(pair)
        length += len(pair[0].text)
    if group:
        yield group


def in_headline(item: Attribution, source: Attribution, *, titled: bool) -> Attribution:
    """What a headline quotes from the story: the speaker is the story's.

    titled: The Headline Is Set Like This, so that names, verbs and titles of works look alike in
        it. Nothing can be told from its words then, and the story's quotation stands for both.
    """
    if titled:
        return replace(item, speech=False, reason="headline")
    speaker, mention = source.speaker, source.mention
    return replace(
        item, speaker=speaker, mention=mention, doubt=None, speech=True, reason="headline"
    )


def attribute_unmarked(
    text: str, passages: Sequence[Passage], people: People, referents: Referents
) -> list[Attribution]:
    """Turns, posts and block quotes: the speaker is the label beside the words."""
    del referents
    labels = {u.span: u.label for u in find_unmarked(text, ())} if passages else {}
    out: list[Attribution] = []
    for passage in passages:
        label = labels.get(passage.span)
        if label is None:
            out.append(Attribution(passage, reason="unmarked"))
            continue
        words = label.of(text)
        if words.lower() in ANSWER:
            out.append(Attribution(passage, reason="answer"))
            continue
        speaker = people.by_name(words)
        if speaker is None:
            found = people.at(label)
            speaker = found[0] if found is not None and found[0].kind == "person" else None
        speaker = speaker or people.describe(label, kind="person")
        out.append(Attribution(passage, speaker, label, None, reason="turn"))
    return out


def _skeletons(text: str, passages: Sequence[Passage]) -> list[Skeleton]:
    out: list[Skeleton] = []
    i = 0
    previous: Span | None = None
    for paragraph in find_paragraphs(text):
        inside: list[Passage] = []
        while i < len(passages) and passages[i].span.start < paragraph.end:
            inside.append(passages[i])
            i += 1
        if inside:
            lead_in = None
            opens = inside[0].opening is not None and inside[0].opening.start == paragraph.start
            if opens and previous is not None and text[previous.end - 1] == ":":
                lead_in = _last_sentence(text, previous)
            for piece, own in _pieces(text, paragraph, inside):
                out.append(outline(text, piece, own, lead_in))
                lead_in = None
        previous = paragraph
    return out


def _pieces(
    text: str, paragraph: Span, passages: Sequence[Passage]
) -> Iterator[tuple[Span, list[Passage]]]:
    """A paragraph in pieces that the parser can take, cut where a sentence opens with a passage.

    A scrape without line ends is one paragraph of any length.
    """
    start = paragraph.start
    own: list[Passage] = []
    for passage in passages:
        at = passage.opening.start if passage.opening is not None else passage.span.start
        far = at - start > MAX_PIECE_CHARACTERS
        opens = _SENTENCE_END_BEFORE.search(text, max(start, at - 4), at) is not None
        if own and ((far and opens) or at - start > 4 * MAX_PIECE_CHARACTERS):
            yield Span(start, at), own
            start, own = at, []
        own.append(passage)
    yield Span(start, paragraph.end), own


def _paragraphs_before(text: str, skeletons: Sequence[Skeleton]) -> list[Span | None]:
    """For each skeleton the last sentence of the paragraph before it, if that quotes nothing."""
    quoting = {s.paragraph for s in skeletons}
    before: dict[Span, Span] = {}
    last: Span | None = None
    for paragraph in find_paragraphs(text):
        if last is not None:
            before[paragraph] = last
        last = paragraph
    out: list[Span | None] = []
    for skeleton in skeletons:
        paragraph = before.get(skeleton.paragraph)
        plain = paragraph is not None and paragraph not in quoting
        out.append(_last_sentence(text, paragraph) if plain and paragraph else None)
    return out


def _last_sentence(text: str, paragraph: Span) -> Span | None:
    """The sentence that ends a paragraph with a colon, unless it holds quotations itself."""
    span = sentences(text, paragraph)[-1]
    if len(span) > MAX_LEAD_IN_CHARACTERS or any(c in '"“”„«»' for c in span.of(text)):
        return None
    return span


class _Story:
    """Reads an article's paragraphs in order and remembers who spoke last."""

    def __init__(self, text: str, people: People, referents: Referents, *, odd_marks: bool) -> None:
        self.odd_marks = odd_marks
        self.text = text
        self.people = people
        self.referents = referents
        self.tellers = Tellers(text, people, referents)
        self.last: Attribution | None = None

    def read(self, skeleton: Skeleton, parse: Parse, before: Span | None) -> list[Attribution]:
        page = Page(
            self.text,
            skeleton,
            parse,
            self.people,
            self.referents,
            self.tellers,
            self.last,
            before,
            odd_marks=self.odd_marks,
        )
        items = page.attributions()
        for item in items:
            spoke = item.speaker is not None and item.speech
            if spoke and (item.reason in _OWN_CUE or self.last is None):
                self.last = item
        return items
