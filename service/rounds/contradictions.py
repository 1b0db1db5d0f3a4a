"""Where one article says that something was agreed, refused or done, and another that it was not.

What is told (`deeds.py`) is compared with what is denied: verbs of the same family, and only where
what stands beside them shows that they are about the same thing (`topics.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.records import Disagreement, Evidence, Fact, Reading, Segment, Span
from service.rounds import words
from service.rounds.appointments import NO_DATE
from service.rounds.deeds import DENIED, FAMILIES, LESS, NO_SUCH, NOTHING_AFTER, Deed, deeds
from service.rounds.doers import Sides, apart
from service.rounds.sightings import Sighting
from service.rounds.statements import trimmed
from service.rounds.topics import Topics, stems

# The words of agreeing and of reports show nothing of what they are about.
OWN = stems(
    """agreed agreement agree accepted accept consented consent undertook undertaken pledged pledge
    promised promise committed commitment settled approved conceded understanding decision refused
    refuse rejected reject walked blocked principle nothing delegation delegations side sides
    minister government talks meeting round told reporters statement denied according official
    country countries party parties negotiator chief head mediator facilitator group rebels team
    envoy spokesman ministry foreign deputy news agency
    monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december today yesterday days week month year
    """
)
OFF_WORDS = stems("agenda table discussed raised mentioned part package never")
BREAK = re.compile(
    r"(?:[,;]|\s[–—-])\s+(?:but|while|although|though|yet|whereas)\s+|;\s+|\s+but\s+"
)
# Another time than that of these talks: "signed last July", "have not agreed for a decade".
LONG_AGO = re.compile(
    r"^[^.;]{0,30}\b(?:(?:19|20)\d\d|last (?:year|month|[JFMASOND][a-z]+)|years? ago)\b"
)
BACK_THEN = re.compile(r"\b(?:said|says|told \w+) (?:then|at the time|earlier)\b", re.IGNORECASE)
# Not what the other speaks of: "a second protocol", "a separate paper".
ANOTHER = re.compile(
    r"^\W*(?:another|an?\s+(?:second|third|separate|further|different))\b", re.IGNORECASE
)
# "had discussed coal in January"
HAD = re.compile(r"\bhad\s+(?:\w+\s+)?$", re.IGNORECASE)
IN_MONTH = re.compile(
    r"\bin (?:early |late |mid-)?(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\b"
)
AGES = re.compile(r"\b(?:for|in|since)\s+(?:\w+\s+){0,3}(?:decades?|years?|months|(?:19|20)\d\d)\b")
# Whether a denial says of what: "has not agreed to any withdrawal", not "has not agreed, he said".
OF_IT = re.compile(
    r"(?!\s+(?:is|was|were|are|has|had|have)\b)\W*(?:\w+\s+){0,2}?"
    r"(?:on|about|over|to|for|regarding|concerning|that|which|any|the|an?)\b",
    re.IGNORECASE,
)
# "have not agreed on any text": it denies whatever the other tells.
ANYTHING = re.compile(
    r"\s(?:(?:on|to|upon)\s)?any\s(?:text|document|paper|deal|agreement|draft)\b", re.IGNORECASE
)
PASSIVE = re.compile(r"\b(?:been|was|were|being)\s+(?:\w+\s+)?$")
IT = re.compile(r"\b(?:it|that|this|these|those|such|so|which)\b", re.IGNORECASE)
IN_PRINCIPLE = re.compile(r"\bin principle\b", re.IGNORECASE)
# How much the words on either side must tell together (`Topics.shared`), in hundredths. What names
# less than BARE by itself is about what the sentences beside it name; a denial that names no verb
# and less than ITSELF, about the two before it. Source: docs/decisions/0039.
BARE = 250
ITSELF = 600
FLAT = 230
FLAT_AND_BARE = 300
OPEN = 500
IN_DOUBT = 250  # where it was agreed in principle only, or for refusals
VERB = 500  # other verbs
VERB_FLAT = 400
ANY = 500  # a denial that names no verb
NAMED = 200  # one that names nothing but what the other tells of
# Where the doer of a deed stands before it, and a denial after its claim, in characters.
WHO, NEXT = 60, 300


@dataclass(frozen=True, slots=True)
class Act:
    """What a stretch of a sentence says was done, or was not.

    answers: its family, or those that the denial answers (`Deed.answers`).
    doers: the sides that are named before it. strangers: others with whom it is done.
    topic: stems of what it is about; of the sentences beside it where it names too little itself.
    verb: stems of its verb.
    bare: it names too little. nameless: it names nothing at all.
    flat: a denial rather than an issue left open. principle: agreed in principle.
    wholly: nothing at all was signed.
    reply: a denial's own words, where the next sentence quotes them.
    """

    answers: frozenset[str]
    done: bool
    doers: frozenset[str]
    strangers: frozenset[str]
    place: Evidence
    text: str
    topic: frozenset[str]
    verb: frozenset[str]
    bare: bool
    nameless: bool
    flat: bool
    principle: bool
    wholly: bool
    reply: Evidence | None = None


Pair = tuple[Act, Act]
"""What one tells and one denies."""


def find(
    mains: Sequence[Sighting], readings: Mapping[str, Reading], topics: Topics
) -> Iterator[Disagreement]:
    """What an article says was done and another denies, each thing once."""
    sides = Sides(mains)
    acted: dict[str, list[Act]] = defaultdict(list)
    for sighting in mains:
        acted[sighting.article] += acts(sighting, readings[sighting.article], topics, sides)
    every = [act for told in acted.values() for act in told]
    claims: dict[str, list[Act]] = defaultdict(list)
    for act in every:
        if act.done:
            for family in act.answers:
                claims[family].append(act)
    pairs = [
        (yes, no)
        for no in every
        if not no.done
        for family in sorted(no.answers)
        for yes in claims[family]
        if yes.place.article != no.place.article and contrary(yes, no, topics)
    ]
    pairs = [p for p in closest(pairs, topics) if not disputed(p, acted)]
    for group in connected(pairs):
        yield shown(group, topics)


def contrary(yes: Act, no: Act, topics: Topics) -> bool:
    """Whether the one denies what the other tells."""
    (family,) = yes.answers
    topic = yes.topic if family == "agreed" and len(no.answers) == 1 else yes.topic | yes.verb
    shared = topics.shared(topic, no.topic)
    if len(no.answers) > 1:
        own = stems(no.text) - OWN - OFF_WORDS
        return shared >= (NAMED if own <= topic else ANY)
    another = ANOTHER.search(no.text) and not ANOTHER.search(yes.text)
    if another or apart(yes.doers, no.doers) or no.strangers - yes.strangers:
        return False
    if no.wholly or (family in ("left", "met") and no.flat):
        return True
    if family == "agreed" and yes.principle and (no.principle or (no.flat and no.nameless)):
        return True
    if family in ("refused", "left", "met") or (family == "agreed" and yes.principle):
        return shared >= IN_DOUBT - 30 * no.flat
    if family != "agreed" and family not in FAMILIES and NO_SUCH.search(no.text):
        return shared >= NAMED
    if family != "agreed":
        return shared >= (VERB_FLAT if no.flat and family in FAMILIES else VERB)
    if no.flat:
        return shared >= (FLAT_AND_BARE if no.bare else FLAT)
    return not no.bare and shared >= OPEN


def closest(pairs: Sequence[Pair], topics: Topics) -> list[Pair]:
    """The pairs whose denial answers nothing else in the claim's article better."""
    best: dict[tuple[Evidence, frozenset[str], str], int] = {}
    told = [(p, (p[1].place, p[1].answers, p[0].place.article)) for p in pairs]
    for (yes, no), key in told:
        best[key] = max(best.get(key, 0), topics.shared(yes.topic, no.topic))
    return [p for p, key in told if topics.shared(p[0].topic, p[1].topic) >= best[key]]


def disputed(pair: Pair, by_article: Mapping[str, Sequence[Act]]) -> bool:
    """Whether either article tells it and its denial: the sources agree that it is disputed."""
    yes, no = pair
    return any(answered(yes, act) for act in by_article[yes.place.article]) and any(
        answered(act, no) for act in by_article[no.place.article]
    )


def answered(yes: Act, no: Act) -> bool:
    """Whether an article has a claim and, right after it, a denial."""
    return (
        yes.done
        and not no.done
        and yes.answers <= no.answers
        and 0 <= no.place.start - yes.place.end <= NEXT
    )


def connected(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """The pairs in groups that share a place, in the order of their first pair."""
    groups: list[tuple[set[tuple[int, str, int]], list[Pair]]] = []
    for pair in pairs:
        ends = {(n, act.place.article, act.place.start) for n, act in enumerate(pair)}
        touching = [g for g in groups if g[0] & ends]
        merged = [p for _, joined in touching for p in joined] + [pair]
        groups = [g for g in groups if not g[0] & ends]
        groups.append((ends.union(*(g[0] for g in touching)), merged))
    return [joined for _, joined in groups]


def shown(pairs: Sequence[Pair], topics: Topics) -> Disagreement:
    """Both answers in their sources' words; those that are most alike first."""
    best = max(pairs, key=lambda p: (topics.shared(p[0].topic, p[1].topic), p[0].place.article))
    common = best[0].topic & best[1].topic
    telling = sorted(common, key=lambda stem: (-topics.weights[stem], stem))[:3]
    named = [
        word
        for word in dict.fromkeys(re.findall(r"[\w'’-]+", best[0].text))
        if stems(word) & frozenset(telling)
    ]
    about = f" ({' '.join(named)})" if named else ""
    return Disagreement(
        field=FIELD.get(min(best[0].answers), "whether it was so") + about,
        values=tuple(
            Fact(
                value=best[side].text,
                evidence=places([best[side], *(p[side] for p in pairs)]),
            )
            for side in (0, 1)
        ),
    )


def places(told: Sequence[Act]) -> tuple[Evidence, ...]:
    """Where it is told, each place once, a denial's own words after it."""
    return tuple(dict.fromkeys(e for act in told for e in (act.place, act.reply) if e is not None))


FIELD = {
    "agreed": "agreement",
    "refused": "refusal",
    "left": "walkout",
    "met": "face-to-face meeting",
    "signed": "signature",
    "adopted": "adoption",
    "proposed": "proposal",
    "handed": "handing over",
    "dropped": "concession",
    "admitted": "admission",
    "backed": "support",
    "discussed": "discussion",
}


def affirmed(conflict: Disagreement) -> tuple[Evidence, ...]:
    """Where a conflict over an agreement says that there is one."""
    about_one = conflict.field.startswith(FIELD["agreed"])
    return conflict.values[0].evidence if about_one else ()


def acts(sighting: Sighting, reading: Reading, topics: Topics, sides: Sides) -> Iterator[Act]:
    """What the clauses of a sighting say was done or was not."""
    segments = list(reading.story())
    for number, segment in enumerate(segments):
        for span in stretches(reading, segment):
            text = " ".join(span.of(reading.article.text).split())
            own_round = any(c.span.overlaps(span) for c in sighting.around if c.segment == segment)
            said = words.SAID.search(text) and not words.EARLIER.search(text)
            if BACK_THEN.search(text) or not (own_round or said):
                continue
            if NO_DATE.search(text):
                continue  # that is told by `appointments`
            for deed in deeds(text):
                rest = about(deed, text)
                if rest is None:
                    continue
                topic = stems(rest) - OWN
                bare = topics.told(topic) < BARE
                itself = topics.told(topic) >= ITSELF or not IT.search(text)
                if bare if len(deed.answers) == 1 else not itself:
                    for one in beside(deed, segments, number):
                        topic |= stems(one.span.of(reading.article.text)) - OWN
                own = trimmed(reading, span)
                after = segments[number + 1] if number + 1 < len(segments) else None
                yield Act(
                    answers=deed.answers,
                    done=deed.done,
                    doers=doers(deed, text, sides),
                    strangers=sides.strangers(text),
                    place=Evidence(article=reading.article.id, start=own.start, end=own.end),
                    text=" ".join(own.of(reading.article.text).split()),
                    topic=topic,
                    verb=stems(text[deed.start : deed.end]),
                    bare=bare,
                    nameless=not rest,
                    flat=deed.flat,
                    principle=IN_PRINCIPLE.search(text) is not None,
                    wholly=deed.wholly,
                    reply=None if deed.done or after is None else quoted(reading, after),
                )


def about(deed: Deed, text: str) -> str | None:
    """What a deed is about, "" where it doesn't say; None where it is of another time."""
    before, after = text[: deed.start], text[deed.end :]
    if deed.done:
        past = LONG_AGO.search(after) or (IN_MONTH.search(after) and HAD.search(before))
        return None if past else f"{before} {after}"
    if AGES.search(after):
        return None
    if LESS.match(text, deed.start):
        return f"{before} {after}"
    if "agreed" not in deed.answers or len(deed.answers) > 1 or DENIED.search(before):
        return text
    if ANYTHING.match(after):
        return ""
    if OF_IT.match(after) and not NOTHING_AFTER.match(after):
        return after
    return before[-80:] if PASSIVE.search(before) else ""


def beside(deed: Deed, segments: Sequence[Segment], number: int) -> Sequence[Segment]:
    """The sentences that may name what a deed is about."""
    if len(deed.answers) > 1:
        return segments[max(0, number - 2) : number]
    return segments[max(0, number - 1) : number + 1 + (not deed.done)]


def doers(deed: Deed, text: str, sides: Sides) -> frozenset[str]:
    """The sides that may have done it; none of "there is no agreement"."""
    impersonal = re.match(r"(?:no|nothing|without)\b", text[deed.start :], re.IGNORECASE)
    return frozenset() if impersonal else sides.named(text[: deed.start][-WHO:])


def quoted(reading: Reading, segment: Segment) -> Evidence | None:
    """The place of a sentence that begins with a quotation."""
    own = trimmed(reading, segment.span)
    speech = any(p.speech and 0 <= p.span.start - own.start <= 1 for p in reading.passages)
    return Evidence(article=reading.article.id, start=own.start, end=own.end) if speech else None


def stretches(reading: Reading, segment: Segment) -> Iterator[Span]:
    """A sentence's parts, where it turns to something else."""
    text = segment.span.of(reading.article.text)
    start = 0
    for turn in BREAK.finditer(text):
        yield Span(segment.span.start + start, segment.span.start + turn.start())
        start = turn.end()
    yield Span(segment.span.start + start, segment.span.end)
