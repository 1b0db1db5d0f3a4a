"""One paragraph: its passages, what stands around them, and whose words they are."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import replace

import regex

from service.language import Parse
from service.mentions.descriptions import head_noun
from service.mentions.gazetteer import world
from service.mentions.pronouns import Referents
from service.quotations import cues
from service.quotations.attributions import Attribution
from service.quotations.clauses import (
    Frame,
    according_in,
    can_speak,
    frame_after,
    frame_before,
    frame_beside,
    frames_aside,
    frames_within,
    speaker_behind,
)
from service.quotations.people import PLURAL, SINGULAR, People, is_group
from service.quotations.signs import LONG_CHARACTERS, Piece, sentence_around, signs
from service.quotations.skeletons import Skeleton
from service.quotations.speech import MAX_SHORT_WORDS, statement_score
from service.quotations.tellers import Tellers, sentences
from service.records import Entity, Passage, Span

# Log-odds between the two likeliest referents below which a pronoun is worth a question.
CLOSE_CALL = 1.0
MAX_LABEL_CHARACTERS = 90
_LABEL = regex.compile(
    r"(?:^|(?<=[.!?\n*•–—]\s)|(?<=\n))(?P<label>[\p{L}][^.!?:;\"“”\n]{1,60}):\s*$"
)
_CREDIT = regex.compile(
    r"\s*(?:[―—–]|--?)\s*(?P<name>\p{Lu}[\p{L}.’'-]*(?:\s(?:(?:de|da|van|von|al|bin)\s)?\p{Lu}[\p{L}.’'-]*){1,4})"
    r"\s*(?=$|[\n,.(“\"])"
)
# "…", in Berg's words; "…", in the words of Anna Berg.
_IN_WORDS = regex.compile(
    r",?\s(?:in|to use)\s(?:the\s(?:words|phrase|view|estimation)\sof\s(?P<of>[^,.;:\"“”]{3,80})"
    r"|(?P<owner>[^,.;:\"“”]{3,60}?)['’]s?\s(?:own\s)?(?:words|phrase|formula))(?=[,.;]|\s\w)"
)
# A quotation that ends its sentence, but for the full stop.
_ENDED = regex.compile(r"[.!?]\s+(?=\p{Lu})|;\s+")
# A person who has been named may be called so again.
_EPITHET = regex.compile(
    r"[Tt]he\s(?P<head>official|envoy|diplomat|negotiator|minister|ambassador|mediator|delegate|leader"
    r"|chief|politician|representative|spokes(?:man|woman|person)|commissioner|president|premier"
    r"|governor|general|lawmaker|secretary)"
)
MAX_LOOK_BACK_CHARACTERS = 4000
_NOBODY = frozenset(["i", "you", "it", "who", "that", "this"])
_PARTITIVE = frozenset(["one", "two", "three", "some", "many", "several", "others", "member"])
_NOUNS = ("NN", "NNS", "NNP", "NNPS", "CD")
_BEFORE_NOUN = ("det", "amod", "poss", "compound", "nummod", "case", "nmod", "punct", "advmod")


class Page:
    """One paragraph's passages, with the parse of what stands around them."""

    def __init__(
        self,
        text: str,
        skeleton: Skeleton,
        parse: Parse,
        people: People,
        referents: Referents,
        tellers: Tellers,
        last: Attribution | None,
        before: Span | None,
        *,
        odd_marks: bool,
    ) -> None:
        """before: the last sentence of the paragraph before, when that has no quotation.
        odd_marks: whether single marks are not the article's usual ones.
        """
        self.before = before
        self.odd_marks = odd_marks
        self.text = text
        self.skeleton = skeleton
        self.parse = parse
        self.people = people
        self.referents = referents
        self.tellers = tellers
        self.last = last
        self.spoke: str | None = last.speaker.id if last and last.speaker else None
        self.spoke_here = False
        self.close_calls: set[str] = set()
        self.nested: set[str] = set()
        self._starts = [t.span.start for t in parse.tokens]
        self._ends = [t.span.end for t in parse.tokens]
        self.longs = sum(1 for p in skeleton.passages if len(p.span) > LONG_CHARACTERS)
        self.tokens = [self._tokens_of(place) for place in skeleton.places]

    def _tokens_of(self, place: Span) -> tuple[int, int]:
        """Half-open token range that stands at a place of the skeleton."""
        first = bisect.bisect_right(self._ends, place.start)
        after = bisect.bisect_left(self._starts, place.end)
        return (first, after) if first < after else (0, 0)

    def attributions(self) -> list[Attribution]:
        frames = [self._behind_outlet(i, self._frame(i)) for i in range(len(self.tokens))]
        items: list[Attribution] = []
        for i, passage in enumerate(self.skeleton.passages):
            frame = frames[i]
            if (credit := self._credited(i) or self._in_words(i)) is not None:
                items.append(credit)
            elif frame is not None and frame.reach != "weak":
                items.append(self._from_frame(passage, frame))
            else:
                items.append(self._without_cue(i, passage, frame, items, frames))
            items[-1] = replace(items[-1], doubt=self._doubt(i, items[-1]))
            if self._is_short(i) and items[-1].reason != "credit":
                found = self._signs(i, frame, items[-1])
                items[-1] = replace(items[-1], speech=statement_score(found) > 0, signs=found)
            if items[-1].speech and items[-1].speaker is None:
                items[-1] = self._told_of(i, items[-1])
            speaker = items[-1].speaker
            if speaker is not None and items[-1].speech:
                self.spoke = speaker.id
                self.spoke_here = True
        return items

    def _doubt(self, i: int, item: Attribution) -> str | None:
        """What makes the choice unsure enough to ask about."""
        if item.reason == "goes on" and self.skeleton.passages[i].continues is not None:
            return None
        if item.reason in ("goes on", "introduced", "weak verb", "judged", "in its words"):
            return item.reason
        if item.speaker is None:
            return item.reason if item.reason in ("nobody", "no cue", "no subject") else "nobody"
        if item.passage.id in self.close_calls:
            return "pronoun"
        if item.reason in ("before", "within") and item.speaker.kind == "document":
            return "document"
        if item.reason in ("before", "within") and item.speaker.id.startswith("x"):
            return "described"
        if item.passage.id in self.nested:
            return "nested"
        return None

    def _is_short(self, i: int) -> bool:
        return self.skeleton.passages[i].span.of(self.text).count(" ") < MAX_SHORT_WORDS

    def _signs(self, i: int, frame: Frame | None, item: Attribution) -> dict[str, float]:
        """What tells a statement from a title, a term or a scare quote."""
        passages = self.skeleton.passages
        passage = passages[i]
        first, _ = sentence_around(self.parse, self.tokens[i])
        opening = passage.opening or passage.span
        start = self._origin(first).start if first < self.tokens[i][0] else opening.start
        return signs(
            Piece(
                text=self.text,
                passage=passage,
                parse=self.parse,
                place=self.tokens[i],
                kept=self.skeleton.kept[i],
                frame=frame,
                speaker=item.speaker,
                mentions=self.people.within(start, opening.start),
                gaps=(
                    self._between(passages[i - 1], passage) if i else None,
                    self._between(passage, passages[i + 1]) if i + 1 < len(passages) else None,
                ),
                beside=self.longs - (len(passage.span) > LONG_CHARACTERS),
                odd=self.odd_marks and opening.of(self.text) in ("'", "‘"),
            )
        )

    def _between(self, one: Passage, other: Passage) -> str:
        start = one.closing.end if one.closing is not None else one.span.end
        end = other.opening.start if other.opening is not None else other.span.start
        return self.text[start:end]

    def _credited(self, i: int) -> Attribution | None:
        """A name set behind a quotation by a dash: "…" — Anna Berg."""
        passage = self.skeleton.passages[i]
        if passage.closing is None:
            return None
        found = _CREDIT.match(self.text, passage.closing.end, self.skeleton.paragraph.end)
        if found is None:
            return None
        span = Span(*found.span("name"))
        known = self.people.at(span)
        if known is not None and known[1].form == "name" and known[0].kind == "person":
            return Attribution(passage, known[0], known[1].span, None, reason="credit")
        entity = self.people.describe(span, kind="person")
        return Attribution(passage, entity, span, None, reason="credit")

    def _in_words(self, i: int) -> Attribution | None:
        """The one in whose words something is said: "…", in Berg's words."""
        passage = self.skeleton.passages[i]
        if passage.closing is None:
            return None
        found = _IN_WORDS.match(self.text, passage.closing.end, self.skeleton.paragraph.end)
        if found is None:
            return None
        span = Span(*found.span("of" if found["of"] else "owner"))
        for entity, mention in self.people.within(span.start, span.end):
            if entity.kind in ("person", "institution", "unnamed") and mention.form == "name":
                return Attribution(passage, entity, mention.span, None, reason="credit")
        return None

    # --- Frames ---------------------------------------------------------------------------------

    def _frame(self, i: int) -> Frame | None:
        first, after = self.tokens[i]
        following = self.tokens[i + 1][0] if i + 1 < len(self.tokens) else len(self.parse.tokens)
        kept = self.skeleton.kept[i]
        trailing = frame_after(self.parse, after, following, embedded=kept)
        if trailing is not None and not kept:
            return trailing
        start = self._sentence_start(i)
        aside = next(frames_aside(self.parse, start, first), None)
        if aside is not None:
            return aside
        if kept:
            return self._governing(i, trailing)
        leading = frame_before(self.parse, start, first)
        if leading is not None:
            return leading
        return next(frames_within(self.parse, self._head(first, after)), None)

    def _behind_outlet(self, i: int, frame: Frame | None) -> Frame | None:
        """The one whose words an outlet passes on: "Berg called it “…”, Interfax reported"."""
        if frame is None or frame.subject is None or frame.cue < self.tokens[i][1]:
            return frame
        if cues.OUTLET.search(self._noun_phrase(frame.subject).of(self.text)) is None:
            return frame
        first, after = self.tokens[i]
        others = (*range(self._sentence_start(i), first), *range(after, frame.cue))
        return frame_beside(self.parse, others) or frame

    def _governing(self, i: int, trailing: Frame | None) -> Frame | None:
        """The verb that governs a quoted piece, the likeliest to be of speech first."""
        first, after = self.tokens[i]
        within: Frame | None = None
        judged: Frame | None = None
        weak: Frame | None = None
        chain = list(frames_within(self.parse, self._head(first, after)))
        speaking = {f.subject for f in chain if f.reach == "within"}
        if len(speaking - {None}) > 1:
            self.nested.add(self.skeleton.passages[i].id)
        for frame in chain:
            if first <= frame.cue < after:
                continue
            if frame.subject is not None and not can_speak(self.parse, frame.subject):
                within = within or (frame if frame.reach == "within" else None)
                continue
            if frame.reach == "within":
                if frame.verb in cues.PLAIN:
                    return frame
                return trailing or self._according(i) or frame
            if frame.reach == "judged":
                judged = judged or frame
            else:
                weak = weak or frame
        return trailing or self._according(i) or within or judged or weak

    def _according(self, i: int) -> Frame | None:
        return according_in(self.parse, self._sentence_start(i), self._sentence_end(i))

    def _sentence_end(self, i: int) -> int:
        for j in range(self.tokens[i][1], len(self.parse.tokens)):
            if self.parse.tokens[j].text in (".", "?", "!"):
                return j
        return len(self.parse.tokens)

    def _head(self, first: int, after: int) -> int:
        """The token of a range whose head stands outside it."""
        for i in range(first, after):
            head = self.parse.tokens[i].head
            if not first <= head < after or head == i:
                return i
        return first

    def _sentence_start(self, i: int) -> int:
        first = self.tokens[i][0]
        floor = self.tokens[i - 1][1] if i else 0
        for j in range(first - 1, floor - 1, -1):
            if self.parse.tokens[j].text in (".", "?", "!"):
                return j + 1
        return floor

    # --- Speakers -------------------------------------------------------------------------------

    def _from_frame(self, passage: Passage, frame: Frame) -> Attribution:
        cue = self._origin(frame.cue)
        if frame.subject is None:
            return Attribution(passage, cue=cue, reason="no subject")
        subject = speaker_behind(self.parse, frame.subject)
        speaker, mention = self._described_before(subject, passage) or self._who(
            subject, passage.id
        )
        if speaker is not None and speaker.kind == "unnamed":
            speaker = self._named_by(mention, passage) or speaker
        if frame.verb in cues.PLAIN and (speaker is None or speaker.kind == "unnamed"):
            beside = self.people.named_before(cue.start)
            if beside is not None:
                speaker, mention = beside[0], beside[1].span
        return Attribution(
            passage, speaker, mention, cue,
            reason=frame.reach,
        )  # fmt: skip

    def _described_before(self, subject: int, passage: Passage) -> tuple[Entity, Span] | None:
        """Whom "he said" or "it said" means when a description told what stands right before.

        "A delegate told the agency that it was late. “We waited,” he said."
        """
        low = self.parse.tokens[subject].text.lower()
        if low not in SINGULAR and low != "it":
            return None
        wanted = ("institution", "document") if low == "it" else ("unnamed", "person")
        teller = self._teller(self.skeleton.passages.index(passage))
        if teller is None or teller[0].kind not in wanted:
            return None
        if low == "it" and is_group(teller[1].of(self.text)):
            return None
        if teller[0].kind == "person" and not self.referents.fits(teller[0], low):
            return None
        return teller[0], self._origin(subject)

    def _named_by(self, description: Span, passage: Passage) -> Entity | None:
        """The person whom a bare "the envoy" means: the one that what stands before tells of.

        "Berg denied it. “We listened,” the envoy said." Not when an envoy without name came before.
        """
        found = _EPITHET.fullmatch(description.of(self.text))
        if found is None:
            return None
        unnamed = rf"\b(?:an?|another|one|two|some)\s(?:[\p{{L}}-]+\s){{0,3}}{found['head']}"
        floor = max(0, description.start - MAX_LOOK_BACK_CHARACTERS)
        if regex.search(unnamed, self.text[floor : description.start], regex.IGNORECASE):
            return None
        teller = self._teller(self.skeleton.passages.index(passage))
        return teller[0] if teller is not None and teller[0].kind == "person" else None

    def _origin(self, token: int) -> Span:
        span = self.parse.tokens[token].span
        start = self.skeleton.origin(span.start)
        return Span(start, start + len(span))

    def _who(self, subject: int, passage: str = "") -> tuple[Entity | None, Span]:  # noqa: C901 - rules in order of certainty read best in one place
        """The entity behind a subject, and the mention that shows it."""
        place = self._origin(subject)
        low = self.parse.tokens[subject].text.lower()
        if low in SINGULAR:
            found = self.referents.candidates(place, low, self.spoke, here=self.spoke_here)
            if len(found) > 1 and found[0].score - found[1].score < CLOSE_CALL:
                self.close_calls.add(passage)
            return (found[0].entity if found else None), place
        if low in PLURAL or low in _NOBODY:
            return self._thing(subject, low), place
        found = self.people.at(place)
        if found is not None and found[1].form == "name" and found[0].kind != "country":
            return found[0], found[1].span
        beside = self.people.named_beside(place.end)
        if beside is not None:
            return beside[0], beside[1].span
        if self._is_the_national(subject):
            person = self.people.person_like(place)
            if person is not None:
                return person, place
        if found is not None and found[1].form != "pronoun":
            return found[0], found[1].span
        span = self._noun_phrase(subject)
        if self.parse.tokens[subject].tag.startswith("NNP"):
            named = self.people.by_name(span.of(self.text))
            if named is not None:
                return named, span
        if self.parse.tokens[subject].tag not in _NOUNS:
            return None, place
        return self.people.describe(span), span

    def _is_the_national(self, subject: int) -> bool:
        """ "the Italian", of one person."""
        tokens = self.parse.tokens
        return (
            subject > 0
            and tokens[subject - 1].text.lower() == "the"
            and tokens[subject].text in world().adjectives
            and not tokens[subject].text.endswith("s")
        )

    def _thing(self, subject: int, low: str) -> Entity | None:
        """What "it" or "they" stands for: the last body or group before it."""
        if low in ("i", "you", "we", "who", "that", "this", "us", "our"):
            return None
        place = self._origin(subject)
        quoted = [p.span for p in self.skeleton.passages]
        return self.people.last_body(place.start, quoted, plural=low in PLURAL)

    def _noun_phrase(self, head: int) -> Span:
        """The noun phrase of a head, from its determiner on."""
        tokens = self.parse.tokens
        first = head
        while first > 0 and tokens[first - 1].head in range(first - 1, head + 1):
            if tokens[first - 1].dep not in _BEFORE_NOUN:
                break
            first -= 1
        partitive = tokens[head].text.lower() in _PARTITIVE and head + 2 < len(tokens)
        if partitive and tokens[head + 1].text == "of":
            whole = tokens[head + 2].tag
            if whole in ("PRP", *_NOUNS):
                head += 2
            elif whole == "DT":
                head += min(3, len(tokens) - head - 1)
        start, end = self._origin(first), self._origin(head)
        return Span(start.start, end.end) if start.start < end.end else end

    # --- Without a cue of its own ---------------------------------------------------------------

    def _without_cue(
        self,
        i: int,
        passage: Passage,
        frame: Frame | None,
        done: Sequence[Attribution],
        frames: Sequence[Frame | None],
    ) -> Attribution:
        before = next((a for a in reversed(done) if a.speaker is not None and a.speech), None)
        labelled = self._labelled(i)
        if labelled is not None:
            return labelled
        if passage.kind == "partial":
            return self._partial(i, passage, frame, before)
        teller = self._teller(i)
        if teller is not None:
            return Attribution(passage, *teller, reason="told before")
        if before is not None:
            return replace(before, passage=passage, reason="same paragraph")
        ahead = next((f for f in frames[i + 1 :] if f is not None and f.reach != "weak"), None)
        if ahead is not None and ahead.reach == "after":
            return replace(self._from_frame(passage, ahead), reason="ahead")
        intro = self._introducer(i)
        if intro is not None:
            speaker, mention = intro
            return Attribution(passage, speaker, mention, reason="introduced")
        if self.last is not None:
            return replace(self.last, passage=passage, reason="goes on", signs=None)
        return Attribution(passage, reason="nobody")

    def _teller(self, i: int) -> tuple[Entity, Span] | None:
        """Who tells what stands between the last quotation, or the line's start, and this one."""
        passage = self.skeleton.passages[i]
        start = self.skeleton.paragraph.start
        if i:
            last = self.skeleton.passages[i - 1]
            start = last.closing.end if last.closing is not None else last.span.end
        end = passage.opening.start if passage.opening is not None else passage.span.start
        if i and start < end:
            # What follows a quotation in its own sentence tells of that one.
            ended = _ENDED.match(self.text, start, end)
            told = sentences(self.text, Span(start, end))
            start = ended.end() if ended else told[1].start if len(told) > 1 else end
        if self.text[start:end].strip():
            return self.tellers.before(start, end)
        if not i and self.before is not None:
            return self.tellers.before(self.before.start, self.before.end)
        return None

    def _partial(
        self, i: int, passage: Passage, frame: Frame | None, before: Attribution | None
    ) -> Attribution:
        words = passage.span.of(self.text).count(" ") + 1
        if before is not None and self._same_sentence(before.passage, passage):
            return replace(before, passage=passage, reason="same sentence")
        if frame is not None and frame.subject is not None and words > 0:
            speaker, mention = self._who(frame.subject)
            if speaker is not None and speaker.kind in ("person", "institution", "unnamed"):
                return Attribution(
                    passage, speaker, mention, self._origin(frame.cue),
                    reason="weak verb",
                )  # fmt: skip
        subject = self._subject_right_before(i, passage)
        if subject is not None:
            speaker, mention = self._who(subject)
            if speaker is not None and words > 3:
                return Attribution(passage, speaker, mention, None, reason="in its words")
        named = self._named_in_sentence(i) if before is not None else None
        if named is not None:
            return Attribution(passage, *named, reason="in its sentence")
        if before is not None and words > 0:
            return replace(before, passage=passage, reason="same paragraph")
        return Attribution(passage, reason="no cue")

    def _named_in_sentence(self, i: int) -> tuple[Entity, Span] | None:
        """The one that a quoted piece's own sentence opens with, when that is a new sentence."""
        passage, last = self.skeleton.passages[i], self.skeleton.passages[i - 1]
        if not i or last.closing is None:
            return None
        whole = sentences(self.text, Span(last.closing.end, passage.span.start))
        own = whole[-1]
        fresh = len(whole) > 1 or last.span.of(self.text)[-1] in ".!?"
        for entity, mention in self.people.within(own.start, own.end) if fresh else ():
            if entity.kind == "person" and mention.form == "name":
                return entity, mention.span
        return None

    def _told_of(self, i: int, item: Attribution) -> Attribution:
        """The same with the one of whom its own sentence tells, when no verb governs the piece.

        "Berg has long pushed her promise of “free ferries”"; "Berg's claim that “thousands” came".
        """
        opening = item.passage.opening or item.passage.span
        own = sentences(self.text, Span(self.skeleton.paragraph.start, opening.start))
        if not own or (i and own[-1].start < self.skeleton.passages[i - 1].span.start):
            return item
        teller = self.tellers.before(own[-1].start, opening.start)
        if teller is None or teller[0].kind not in ("person", "institution", "unnamed"):
            return item
        return replace(item, speaker=teller[0], mention=teller[1])

    def _subject_right_before(self, i: int, passage: Passage) -> int | None:
        """The noun in front of a quoted verb: the delegations "note with concern that"."""
        first = self.tokens[i][0]
        if first == 0 or not passage.span.of(self.text)[0].islower():
            return None
        token = self.parse.tokens[first - 1]
        return first - 1 if token.tag in _NOUNS and can_speak(self.parse, first - 1) else None

    def _same_sentence(self, first: Passage, second: Passage) -> bool:
        ended = first.span.of(self.text)[-1] in ".!?"
        between = self.text[first.span.end : second.span.start].lstrip("\"'”’»").lstrip()
        if ended and between[:1].isupper():
            return False
        return (
            regex.search(r"[.!?]['\"”’)]*\s", self.text[first.span.end : second.span.start]) is None
        )

    def _labelled(self, i: int) -> Attribution | None:
        """A label with a colon in front: Rebel negotiator: "We signed nothing"."""
        passage = self.skeleton.passages[i]
        if passage.opening is None:
            return None
        at = passage.opening.start
        floor = self.skeleton.paragraph.start
        if at == floor and self.skeleton.lead_in is not None:
            floor, at = self.skeleton.lead_in.start, self.skeleton.lead_in.end
        found = _LABEL.search(self.text, max(floor, at - MAX_LABEL_CHARACTERS), at)
        if found is None:
            return None
        span = Span(*found.span("label"))
        people = [
            (e, m)
            for e, m in self.people.within(span.start, span.end)
            if e.kind in ("person", "institution", "unnamed") and m.form != "pronoun"
        ]
        if people:
            entity, mention = people[0]
            return Attribution(passage, entity, mention.span, None, reason="label")
        if not any(head_noun(w) for w in regex.findall(r"\p{L}+", span.of(self.text))):
            return None
        return Attribution(passage, self.people.describe(span), span, None, reason="label")

    def _introducer(self, i: int) -> tuple[Entity, Span] | None:
        """The person that the words before a quotation speak of, in its paragraph or lead-in."""
        start = self.skeleton.paragraph.start
        end = self.skeleton.passages[i].span.start
        if self.skeleton.lead_in is not None:
            start = self.skeleton.lead_in.start
        elif end - start <= 2 and self.before is not None:
            start, end = self.before.start, self.before.end
        people = [(e, m) for e, m in self.people.within(start, end) if e.kind == "person"]
        return (people[0][0], people[0][1].span) if people else None
