"""Where one article says that something was agreed, refused or done, and another that it was not.

Only words of the same family are compared (agreeing, refusing, walking out, meeting face to face),
and only where what stands beside them shows that they are about the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from service.records import Disagreement, Evidence, Fact, Reading, Segment, Span
from service.rounds import words
from service.rounds.sightings import Sighting
from service.rounds.statements import trimmed
from service.rounds.topics import Topics, stems

Family = Literal["agreed", "refused", "left", "met"]

NOT = r"(?:not|n['’]t|never)\ (?:(?:yet|been|even|ever|given|in\ any\ way)\ )*"
DONE: dict[Family, re.Pattern[str]] = {
    "agreed": words.pattern(
        r"""\b(?:agreed|accepted|consented|undertook|undertaken|pledged|promised|committed|settled
        |approved|conceded|(?:reached|struck|concluded|achieved)\ (?:an?\ |full\ )?(?:\w+\ )?
         (?:agreement|consensus|deal|understanding|accord|compromise))\b"""
    ),
    "refused": words.pattern(r"\b(?:refused|rejected|turned\ down|blocked|vetoed)\b"),
    "left": words.pattern(
        r"""\b(?:walked\ out|stormed\ out|left\ the\ (?:room|table|talks|meeting|session)
        |abandoned\ the\ (?:\w+\ )?(?:talks|meeting|session))\b"""
    ),
    "met": words.pattern(
        r"\b(?:met|meeting|meetings|talks|sat)\b[^.;]{0,40}\b(?:face[-\ ]to[-\ ]face|in\ person"
        r"|in\ the\ same\ room)|\bface-to-face\ (?:\w+\ )?(?:meeting|talks|encounter)\b"
    ),
}
UNDONE: dict[Family, re.Pattern[str]] = {
    "agreed": words.pattern(
        rf"""\b{NOT}(?:agree|accept|consent|promise|commit|settle|approve|undertak|fix|decid
          |its\ consent|their\ consent|any\ consent)\w*
        | \b(?:no|without(?:\ any)?|denied\ any)\ (?:such\ |final\ |formal\ |\w+\ )?
          (?:agreement|consent|commitment|promise|undertaking|understanding|decision|consensus)\b
        | \bnothing\ (?:has|had|was|is(?!\ agreed\ until)|in\ the)\b[^.;,]{{0,20}}
          \b(?:agreed|promised|fixed|settled|decided|signed)\b
        | \bnothing\ is\ fixed\b | \b(?:agreed|promised|accepted|signed)\ (?:to\ )?nothing\b
        | \b(?:failed|unable)\ to\ (?:agree|reach\ (?:an?\ )?(?:agreement|consensus))\b
        | \b(?:put\ off|postponed|deferred)\ (?:a|any|the)\ decision\b
        | \bnothing\ of\ the\ (?:kind|sort)\b
        | \b(?:had|has|have|was|were)\ only
          \ (?:recommended|offered|proposed|discussed|taken\ note)\b"""
    ),
    "refused": words.pattern(rf"\b{NOT}(?:refus|reject|block|veto|turn(?:ed)?\ down)\w*"),
    "left": words.pattern(rf"\b{NOT}(?:walk(?:ed)?\ out|storm(?:ed)?\ out|left|leave|abandon)\b"),
    "met": words.pattern(
        rf"""\b{NOT}(?:met?|meet|sit|sat|be\ in|held?)\b[^.;]{{0,30}}
          \b(?:face[-\ ]to[-\ ]face|in\ person|in\ the\ same\ room|direct)
        | \b(?:no|without(?:\ any)?)\ (?:face[-\ ]to[-\ ]face|direct)\ (?:meeting|talks|contact)"""
    ),
}
# The words of the families themselves show nothing of what they are about.
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
BREAK = re.compile(
    r"(?:[,;]|\s[–—-])\s+(?:but|while|although|though|yet|whereas)\s+|;\s+|\s+but\s+"
)
# Not done yet, or only if; and what was agreed before: "what had been agreed", "as agreed".
WEAK = words.pattern(
    r"""\b(?:if|unless|whether|would|could|may|might|should|must|to\ be|hop\w+|what|as|once|until
    |already|remains?|before|after)\s+(?:\w+\s+){0,3}$"""
)
NEGATED = re.compile(
    r"\b(?:not|never|no|nothing|nobody|without|neither|nor)\s+(?:\w+\s+){0,3}$"
    r"|n['’]t\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
# Somebody's no, more than an issue left open.
FLATLY = words.pattern(
    r"""\b(?:denied|denies|denying|dismissed|no\ such|nothing|(?:has|have|had|did|does|do|is|are)
    (?:\ not|n['’]t)|never)\b | \bthere\ (?:is|was)\ no\b"""
)
YEAR = re.compile(r"\bin (?:19|20)\d\d\b")
# "have not agreed on anything for more than a decade": until now.
OF_IT = re.compile(
    r"\W*(?:\w+\s+){0,2}?(?:on|about|over|to|for|regarding|concerning|that|which|any|the|an?)\b",
    re.IGNORECASE,
)
AGES = re.compile(r"\b(?:for|in|since)\s+(?:\w+\s+){0,3}(?:decades?|years?|months|(?:19|20)\d\d)\b")
IN_PRINCIPLE = re.compile(r"\bin principle\b", re.IGNORECASE)
# How much the words on either side must tell together (`Topics.shared`), in hundredths. What names
# less than BARE by itself is about what the sentences beside it name. Source: docs/decisions/0039.
BARE = 250
FLAT = 230
FLAT_AND_BARE = 300
OPEN = 600
IN_DOUBT = 250  # where it was agreed in principle only, or for the rarer families


@dataclass(frozen=True, slots=True)
class Act:
    """What a stretch of a sentence says was done, or was not.

    topic: stems of what it is about; of the sentences beside it where it names too little itself.
    bare: it names too little. nameless: it names nothing at all.
    flat: a denial rather than an issue left open. principle: agreed in principle.
    reply: a denial's own words, where the next sentence quotes them.
    """

    family: Family
    done: bool
    place: Evidence
    text: str
    topic: frozenset[str]
    bare: bool
    nameless: bool
    flat: bool
    principle: bool
    reply: Evidence | None = None


def find(
    mains: Sequence[Sighting], readings: Mapping[str, Reading], topics: Topics
) -> Iterator[Disagreement]:
    """What an article says was done and another denies, each thing once."""
    told = [act for s in mains for act in acts(s, readings[s.article], topics)]
    for family in DONE:
        yes = [act for act in told if act.family == family and act.done]
        no = [act for act in told if act.family == family and not act.done]
        joined = [
            (a, b)
            for a in yes
            for b in no
            if a.place.article != b.place.article and contrary(a, b, topics)
        ]
        for group in connected(joined):
            yield shown(family, group, topics)


def contrary(yes: Act, no: Act, topics: Topics) -> bool:
    """Whether the one denies what the other tells."""
    shared = topics.shared(yes.topic, no.topic)
    if yes.principle and (no.principle or (no.flat and no.nameless)):
        return True
    if yes.family in ("left", "met"):
        return no.flat or shared >= IN_DOUBT
    if yes.principle or yes.family == "refused":
        return shared >= IN_DOUBT - 30 * no.flat
    if no.flat:
        return shared >= (FLAT_AND_BARE if no.bare else FLAT)
    return not no.bare and shared >= OPEN


def connected(pairs: Sequence[tuple[Act, Act]]) -> list[list[tuple[Act, Act]]]:
    """The pairs in groups that share an act, in the order of their first pair."""
    groups: list[list[tuple[Act, Act]]] = []
    for pair in pairs:
        touching = [g for g in groups if any(act in other for act in pair for other in g)]
        merged = [p for g in touching for p in g] + [pair]
        groups = [g for g in groups if g not in touching] + [merged]
    return groups


def shown(family: Family, pairs: Sequence[tuple[Act, Act]], topics: Topics) -> Disagreement:
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
        field=FIELD[family] + about,
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


FIELD: dict[Family, str] = {
    "agreed": "agreement",
    "refused": "refusal",
    "left": "walkout",
    "met": "face-to-face meeting",
}


def affirmed(conflict: Disagreement) -> tuple[Evidence, ...]:
    """Where a conflict over an agreement says that there is one."""
    about_one = conflict.field.startswith(FIELD["agreed"])
    return conflict.values[0].evidence if about_one else ()


def acts(sighting: Sighting, reading: Reading, topics: Topics) -> Iterator[Act]:
    """What the clauses of a sighting say was done or was not."""
    segments = list(dict.fromkeys(c.segment for c in sighting.around))
    for number, segment in enumerate(segments):
        for span in stretches(reading, segment):
            if not any(c.span.overlaps(span) for c in sighting.around if c.segment == segment):
                continue
            text = " ".join(span.of(reading.article.text).split())
            for family in DONE:
                found = says(family, text)
                if found is None:
                    continue
                done, rest = found
                topic = stems(rest) - OWN
                bare = sum(topics.weights.get(stem, 0) for stem in topic) < BARE
                if bare:
                    beside = [segment, *segments[max(0, number - 1) : number]]
                    if not done:
                        beside += segments[number + 1 : number + 2]
                    for one in beside:
                        topic |= stems(one.span.of(reading.article.text)) - OWN
                own = trimmed(reading, span)
                after = segments[number + 1] if number + 1 < len(segments) else None
                yield Act(
                    family=family,
                    done=done,
                    place=Evidence(article=reading.article.id, start=own.start, end=own.end),
                    text=" ".join(own.of(reading.article.text).split()),
                    topic=topic,
                    bare=bare,
                    nameless=not rest,
                    flat=FLATLY.search(text) is not None,
                    principle=IN_PRINCIPLE.search(text) is not None,
                    reply=None if done or after is None else quoted(reading, after),
                )


def quoted(reading: Reading, segment: Segment) -> Evidence | None:
    """The place of a sentence that begins with a quotation."""
    own = trimmed(reading, segment.span)
    speech = any(p.speech and 0 <= p.span.start - own.start <= 1 for p in reading.passages)
    return Evidence(article=reading.article.id, start=own.start, end=own.end) if speech else None


def says(family: Family, text: str) -> tuple[bool, str] | None:
    """Whether it says that it was done, or was not, and of what; None when it says neither."""
    undone = UNDONE[family].search(text)
    if undone:
        rest = text[undone.end() :]
        if AGES.search(rest):
            return None
        return False, rest if family == "agreed" and OF_IT.match(rest) else ""
    for found in DONE[family].finditer(text):
        before = text[: found.start()]
        about = text[found.end() :]
        if words.DENIED.search(before):
            return False, about if family == "agreed" else text
        if not (WEAK.search(before) or NEGATED.search(before) or YEAR.search(about)):
            passive = re.search(r"\b(?:been|was|were|being)\s+(?:\w+\s+)?$", before)
            whole = family != "agreed" or passive
            return True, (before[-80:] + about if whole else about)
    return None


def stretches(reading: Reading, segment: Segment) -> Iterator[Span]:
    """A sentence's parts, where it turns to something else."""
    text = segment.span.of(reading.article.text)
    start = 0
    for turn in BREAK.finditer(text):
        yield Span(segment.span.start + start, segment.span.start + turn.start())
        start = turn.end()
    yield Span(segment.span.start + start, segment.span.end)
