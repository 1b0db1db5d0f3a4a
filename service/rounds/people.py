"""What an article says that each person did at a meeting, by the words around the name.

Somebody counts as present only where the article puts them there: met, signed, led a delegation,
chaired. Speaking about it, being called or being thanked is not taking part. Who was there in
which part is decided by `parts`, once all articles of the round are known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from service.records import Entity, Mention, Reading, Span
from service.rounds import belonging, collectives, powers, words
from service.rounds.offices import is_filler, without_lead
from service.rounds.scenes import Clause, unquoted

Cue = Literal[
    "met", "leads", "signed", "mediates", "hosts", "present", "attends", "witness", "closes",
    "speaks", "later",
    "absent", "participant", "mediator", "attendee",
]  # fmt: skip


NO_PRESENCE: frozenset[Cue] = frozenset({"speaks", "later", "absent"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A person in the clauses about a meeting.

    cues: what they are said to have done, each with its places. "speaks" is no presence, nor is
        "later", which they are still to do.
        "present" is no more than that; "attends" is a part at the edge: opening, observing.
        "participant", "mediator" and "attendee" are parts that a model pointed out.
    with_: entity ids of those named together with them in a cue.
    """

    entity: str
    name: str
    role: str | None
    party: str | None
    cues: Mapping[Cue, tuple[Span, ...]]
    with_: frozenset[str]

    @property
    def spans(self) -> tuple[Span, ...]:
        """Places that show the presence, the strongest first."""
        strong = [s for cue, spans in self.cues.items() if cue not in NO_PRESENCE for s in spans]
        return tuple(dict.fromkeys([*sorted(strong), *sorted(self.cues.get("speaks", ()))]))


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody at a round: persons with their cues; countries and bodies by what they do."""

    seen: tuple[Seen, ...]
    sides: tuple[tuple[str, Span], ...]
    mediating: tuple[tuple[str, Span], ...]
    hosting: tuple[tuple[str, Span], ...]
    observing: tuple[tuple[str, Span], ...] = ()


JOINS = re.compile(r"\b(?:and|with)\b|,|&")
APPOSITION = re.compile(r"^,\s*(?!who\b|whose\b|said\b)(?:[^,;.]|\.(?=\w)){0,160},")


BEFORE = words.pattern(
    r"""(?P<signed> \b(?: signed\ (?:\w+\ )?by | initial(?:l)?ed\ by ) )
    | (?P<leads> \b(?: (?:led|headed|represented|fronted)\ by | delegations?\ (?:of|under)
        | co-?\s?chaired\ by | co-?\s?chairmanship\ of
        | (?:side|delegation|team)\ (?:was\ |were\ )?(?:chaired\ )?by
        | (?:sent|dispatched|fielded|named)\ (?:its|their|her|his)
        | (?:delegation|team)\b[^.;:]{0,60}?(?:comprising|composed\ of|consist(?:ing|ed)\ of
            |made\ up\ of|includ(?:ing|ed))
        | (?:the\ )?signatories\ were | signing\ (?:for\ \w+\ )?(?:were|was)
        | (?:head|leader|chief)\ of\ (?:the\ |its\ )?(?:[\w-]+\ ){0,5}?(?:delegation|team|side) ) )
    | (?P<attends> \b(?: in\ the\ presence\ of | presence\ of | observed\ by
        | also\ attended\ by | opened\ by | inaugurated\ by | read\ out\ by | joined\ by
        | accompanied\ by | flanked\ by | assisted\ by | to\ see | alongside
        | (?:was|were)\ (?:later\ |also\ )?received\ by
        | (?:delegations?|teams?|negotiators|sides|ministers)\ (?:\w+\ ){0,3}?
          (?:called|paid\ a\ (?:courtesy\ )?(?:call|visit))\ on
        | also\ (?:present|attending|in\ attendance|there)\ (?:were|was) ) )
    | (?P<present> \b(?: attended\ by | (?<!also\ )(?:present|attending|in\ attendance)
        \ (?:were|was) ) )
    | (?P<met> \b(?: (?<!road\ )(?<!border\ )(?<!route\ )(?<!line\ )(?<!corridor\ )(?<!crossing\ )
        (?<!highway\ )(?<!link\ )(?<!flights\ )(?<!stretch\ ) between
      | (?:talks|meetings?|negotiations|discussions|session|consultations
          |summit)\ (?:\w+\ ){0,2}with | met\ (?:\w+\ )?with | met(?:\ separately)?
          | meets?(?:\ with)? | meeting\ with
      | (?<=,\ )meeting | at\ the\ table\ were
      | brought\ together | brings\ together | bringing\ together | gathered | hosting | hosted
          | welcomed | holding\ \w+\ with
      | shuttled\ between | sat\ (?:down|across\ from|opposite)(?:\ with)? | received
      | (?:shook|shaking)\ hands\ with | host ) )
    | (?P<mediates> \b(?: co-?chairs?(?:\ of\ the\ [\w\s]{3,40}?)?\W{0,3}(?=\ |$)
        | (?:mediat|broker|facilitat|moderat|sponsor|conven|oversee|oversaw
        |supervis)(?:ed|n|ing)?\ by | mediators?(?:\ (?:is|was|are|were))? | mediation\ (?:of|by)
      | auspices\ of | overseen\ by | presided\ over\ by | (?<!co-)chairmanship\ of | facilitators?
          | (?:chair|chairman|chairwoman|chairperson)\ of\ the\ (?:talks|conference|meeting
          |negotiations) ) )"""
)
CHAIRED_BY = words.pattern(
    r"""\b(?:talks|negotiations|consultations|conference|meetings?|sessions?|round|summit)
    \ (?:\w+\ )?(?:were\ |was\ )?(?:\w+\ )?(?<!co-)chaired\ by\W*$"""
)
ADVERBS = (
    r"(?:(?:also|both|all|have|has|had|later|jointly|each|again|last|finally|personally|on|in"
    r"|at|\w+day|there|here|\w+ly|early|late|yesterday|today|tonight|,)\s+){0,5}"
)
AFTER = words.pattern(
    r"""^(?:['’]s?)?\s* (?:\([^)]{1,40}\))?
    (?:\s*of\s(?:the\s)?\w+(?:\s(?:of\s|the\s|for\s)*(?-i:[A-Z])\w+){0,6})? \s*
    (?:,\s*(?!(?:and|who|which
        |whose)\b)(?:[^,;.]|\.(?=\w)){1,160},)? \s*,?\s* (?:whose\s[^,;.]{1,60},\s*)?
    (?:who\s|which\s|and\s|that\s|be(?:en|fore)\s)?"""
    + ADVERBS
    + r"""(?: (?P<absent> (?:did\ not|didn['’]t|would\ not|will\ not|won['’]t|was\ not
          |were\ not|wasn['’]t|is\ not|has\ not)\s(?:attend|take\ part|travel|present|there
          |in\b|at\b|to\ attend|join|be\b|(?:a\ )?(?:part|member)\ of
          |among\b) | stayed\ away | boycotted | skipped
          | declined\ to\ attend
        | refused\ to\ attend | phoned | telephoned | rang\b
            | called\b(?!\ (?:for|on|off|the|it|that|a))
            | sp(?:oke|eaking)\ (?:to\ \w+\ )?(?:by|over
            |on)\ (?:the\ )?(?:\w+\ )?(?:tele)?phone | reached\ by
            | was\ (?:briefed|informed|absent|consulted)
        | (?:then|previously|formerly|once)\ (?:led|headed)
        | sent\b | remained\ in | watched
            | followed\ the\ (?:talks|final|closing) | pulled\ out | was\ to\ have )
    | (?P<witness> signed\ as\ (?:a\ )?witness(?:es)? | witnessed )
    | (?P<mediates> chair(?:ed|s|ing) | mediat(?:ed|es|ing) | broker(?:ed|s|ing)
        | facilitat(?:ed|es|ing) | moderat(?:ed|es) | presid(?:ed|es|ing)\ over
        | conven(?:ed|es)\ (?:the|a|them|both)
        | shuttl(?:ed|es|ing) | initiated\ the | (?:brought|brings)\ (?:the|both|them|together)
            | oversaw | supervis(?:ed|es)\ the | carried\ (?:\w+\ )?messages\ between
            | is\ mediating | been\ mediating
            | led\ the\ (?:mediation|facilitation) | sealed\ the )
    | (?P<hosts> host(?:ed|s|ing)\b
        (?!\ an?\ (?:\w+\ )?(?:dinner|lunch|reception|banquet)) | (?:was\ |is\ )?the\ host\b
        | welcom(?:ed|es)\ (?:the|both|them)\ (?:\w+\s){0,2}(?:sides|ministers|delegations
        |parties) )
    | (?P<present> (?:was|were|is|are)\ (?:present|in\ the\ room|at\ the\ table)
        | attend(?:ed|s|ing) | joined )
    | (?P<attends> open(?:ed|s)\ (?:the|a)\ (?:\w+\ )?(?:talks|meeting|session|conference|round
        |negotiations|summit|consultations) | observed\
        | inaugurat(?:ed|es)\ (?:the|a)\ (?:\w+\ )?(?:talks|meeting|session|conference|round)
        | (?:deliver|ma[dk]|g[ai]v|read)(?:ed|es?|s)?\ (?:(?:his|her|the|an?|out)\ )*(?:\w+\ )?
          (?:remarks|address|speech|statement\ to\ the|communiqu[eé])
        | (?:was|were|is|are)\ also\ (?:present|in\ the\ room|at\ the\ table|there)
        | (?:was|were|is|are)\ (?:also\ )?in\ attendance
        | sat\ in | also\ (?:attended|attends)
        | (?:receiv|welcom)(?:ed|es)\ (?:the|both)\ (?:\w+\ )?(?:delegations?|teams?|sides)
        | (?:followed|observed|monitored)\ the\ (?:\w+\ )?(?:talks|meetings?|negotiations
          |sessions?)\b(?!\ (?:closely\ )?from)
        | hosted\ an?\ (?:\w+\ )?(?:dinner|lunch|reception|banquet)\ for\ the
        | (?:took|takes?)\ part\ in\ the\ (?:opening|closing|inaugural|first\ part)
            | addressed\ the\ (?:\w+\ )?(?:talks|meeting|session|opening)
            | closed\ the\ (?:talks|meeting|session) | (?:has\ )?gone\ into\ the )
    | (?P<signed> sign(?:ed|s|ing)\b | initial(?:l)?ed
        | put\ (?:their|his|her)\ (?:names?|signatures?|initials)\ to )
    | (?P<leads> (?:will|would|is\ to|was\ to)\s(?:lead|head|represent)\b
        | co-?chair(?:ed|s|ing)
        | (?:formed|was|were|made\ up)\ (?:a\ )?part\ of\ the\ (?:\w+\ )?(?:delegation|team)
        | (?:led|leads|headed|heads|heading|leading|represent(?:ed|s|ing))\s(?:the|its
        |his|her|their|for|a|both)?\s?(?!(?:the\ )?(?:mediation|facilitation)) )
    | (?P<met> took\ part | takes?\ part | participat(?:ed|es|ing)
        | (?:will|would|are\ to|is\ to|are\ due\ to|is\ due\ to)\s(?:meet|hold|attend
        |sign)\b | met\b | meets?\b
        | (?:held|holds?|holding|spent)\s(?:[\w-]+\s){0,6}(?:talks|meetings?|negotiations
            |discussions
        |consultations|session|round)
        | sat\ (?:down|across|opposite) | agreed\ | negotiated | shook\ hands | convened\b
            | gathered | emerged\ from
                | left\ (?:the\ (?:talks|hall|room|building|venue
                |meeting|[\w'’]+\ headquarters)|(?:\w+\ ){0,3}?without)
        | (?:would|will|agreed\ to)\ return\ to\ the\ (?:negotiating\ )?(?:table|talks)
            | stayed\ on\ separate | walked\ out | undertook
            | arrived\ (?:in|at)\ [A-Z\w]+\ (?:\w+\ ){0,3}for
        | engag(?:ed|ing)\ in\ (?:\w+\ ){0,4}meetings? | (?:travell?ed|flew)\ to | reached\
            | resumed | concluded | wrapped\ up
            | (?:opened|opening|ended|began)\ (?:\w+\s){0,4}talks | failed\ to\ agree
            | discussed ) )"""
)
CLOSES = words.pattern(
    r"""\b(?: (?:after|following)\ (?:the\ |their\ |a\ )?
      (?:\w+\ (?:days?|hours)\ of\ (?:[\w-]+\s){0,2})?(?:final\ |closing\ |last\ )?
      (?:talks|meetings?|negotiations|round|session|discussions|consultations)
    | wrapp(?:ed|ing)\ up
          | clos(?:ing|ed)\ (?:the\ |out\ )?(?:\w+[\s-]){0,3}(?:talks|negotiations|session
          |meeting|discussions|round)
    | at\ (?:a|the|its)\ (?:clos(?:e|ing)|end|conclusion|final)\b | closing\ session
        | conclud(?:ed|ing)\ (?:\w+\s){0,3}(?:talks|negotiations) )"""
)
DELEGATE_ROLE = words.pattern(
    r"""\b(?: negotiator | delegate
          | (?:head|leader|chief|member)\ of\ (?:the\ |its\ )?(?:\w+\ ){0,2}(?:delegation|team)
          | delegation\ (?:head|leader|chief) )\b"""
)
GO_BETWEEN = words.pattern(
    r"""^[^,]{0,25},\s*(?:the|an?|one\ of\ the)\s+(?:[\w-]+\s+){0,5}?
    (?:co-?)?(?:mediators?|facilitators?|chairs?|chairpersons?)\b
    | ^(?:\s+of\s[^,;.]{1,60})?,\s*(?:whose\s\w+|which)\s(?:(?:has|have|is|was|been)\s)*
      (?:mediat|facilitat|broker)
    | ^,\s*(?:the|an?)\s[^,;.]{1,60}?\swho\s(?:led|heads?|chaired|leads?)
      \sthe\s(?:mediation|facilitation)"""
)
# "a faction led by": a leader, but of no delegation.
FACTION = words.pattern(
    r"""\b(?:factions?|part(?:y|ies)|groups?|governments?|movements?|army|militia|compan(?:y|ies)
    |coalitions?|alliances?|junta|rebels|fighters|forces|organi[sz]ations?|administration)\W+$"""
)
# What stands between two people without their meeting: "the 2018 deal between A and B".
NO_MEETING = words.pattern(
    r"""\b(?:deals?|agreements?|accords?|pacts?|treat(?:y|ies)|wars?|conflicts?|rivalry|fighting
    |feud|power|split|truce|ceasefire|differences|relations|tensions?)\W+$"""
)
# "the teams, led by A and B, will meet": not yet.
NOT_YET = words.pattern(r"^\W*(?:will|would|are\ to|is\ to|were\ to|are\ due)\b")
# "who led the delegation at the first round"
PAST_ROUND = words.pattern(
    r"""[^.;,]{0,60}?\b(?:at|in|during|for)\ (?:the\ |an\ )?
    (?:first|previous|earlier|last|initial|\d{4}|\w+\ \d{4})\ (?:\w+\ )?
    (?:rounds?|talks|meetings?|session|negotiations)\b"""
)
# "between President Berg's government and": the name is not of whoever sits there.
OWNS = re.compile(r"['’]s\s+[a-z]")
# "A signed for Norland, and B for Sudmark"
SIGNED_TOO = words.pattern(
    r"\b(?:signed|initial(?:l)?ed)\b[^.;]{1,140}\b(?:and|while)\b[^.;]{0,60}$"
)
ON_BEHALF = words.pattern(r"^\s*(?:,[^,;.]{1,80},)?\s*(?:for|on\ behalf\ of)\b")
OBSERVER = words.pattern(r"(?:^[\s,]*(?:who\ was\ )?(?:\w+\ ){0,3}as\ an?\ |\b)observer\b")
LINE_UP = words.pattern(
    r"""^\W*(?:signing|signed|the\ signatories|attending|present|taking\ part|at\ the\ table)
    (?:\ \w+){0,3}?\ (?:were|was|by)\b"""
)
FOR_PARTY = re.compile(
    r"(?:^\W*|[;:—–]\s*|,\s+(?:and\s+)?|\band\s+)(?:For|for)\s+(?:the\s+)?[A-ZÀ-Ý][\w'’.-]+(?:\s+[A-ZÀ-Ý][\w'’.-]+)?,(?P<title>[^,;.]{0,50})$"
)


@dataclass(slots=True)
class Group:
    """Names joined by "and" and commas, and what is said of them together."""

    members: list[tuple[Entity, Mention]] = field(default_factory=list[tuple[Entity, Mention]])

    @property
    def span(self) -> Span:
        return Span(self.members[0][1].span.start, self.members[-1][1].span.end)


def company(reading: Reading, clauses: Sequence[Clause]) -> Company:
    """Everybody that the clauses put at the meeting, or let speak about it."""
    people = [e for e in reading.entities if e.kind == "person"]
    bodies = [e for e in reading.entities if e.kind in ("country", "institution", "place")]
    cues: dict[str, dict[Cue, list[Span]]] = defaultdict(lambda: defaultdict(list))
    joined: dict[str, set[str]] = defaultdict(set)
    for clause in clauses:
        for group in groups(reading, clause, people):
            cue = cue_of(reading, reach(clause, clauses), group)
            for entity, mention in group.members:
                cues[entity.id][cue].append(mention.span)
                if cue not in NO_PRESENCE:
                    joined[entity.id] |= {e.id for e, _ in group.members if e is not entity}
                if cue == "speaks" and CLOSES.search(unquoted(reading, clause.segment.span)):
                    cues[entity.id]["closes"].append(mention.span)
    sides = {entity.id: belonging.side_of(reading, entity, bodies) for entity in people}
    for entity, place in collectives.meant(reading, clauses, sides):
        cues[entity.id]["met"].append(place)
    seen: list[Seen] = []
    for entity in people:
        if entity.id not in cues:
            continue
        told = cues[entity.id]
        by_role(entity.role or "", told)
        seen.append(
            Seen(
                entity.id, entity.name, entity.role, sides[entity.id],
                {cue: tuple(sorted(set(spans))) for cue, spans in told.items() if spans},
                frozenset(joined[entity.id]),
            )
        )  # fmt: skip
    named = powers.find(reading, clauses, bodies)
    return Company(tuple(seen), named.sides, named.mediating, named.hosting, named.observing)


def by_role(role: str, told: dict[Cue, list[Span]]) -> None:
    """What a role adds: a negotiator who speaks leads, a host who met them hosts."""
    if DELEGATE_ROLE.search(role) and "leads" not in told:
        told["leads"].extend(told.get("speaks", [])[:1])
    if role == "host" and "met" in told:
        told["hosts"].extend(told["met"][:1])


def groups(reading: Reading, clause: Clause, people: Iterable[Entity]) -> Iterator[Group]:
    """The clause's persons, those joined by "and" or commas together."""
    found = sorted(
        (
            (e, m)
            for e in people
            for m in e.mentions
            if m.form != "pronoun" and clause.span.contains(m.span)
        ),
        key=lambda pair: (pair[1].span.start, -pair[1].span.end),
    )
    group: Group | None = None
    for entity, mention in found:
        if group is not None:
            if mention.span.start < group.span.end:
                continue
            gap = reading.article.text[group.span.end : mention.span.start]
            apposed = APPOSITION.match(gap)
            if (
                (is_filler(gap) or (apposed and is_filler(gap[apposed.end() :], 6)))
                and JOINS.search(gap)
                and entity.id != group.members[-1][0].id
            ):
                group.members.append((entity, mention))
                continue
            yield group
        group = Group([(entity, mention)])
    if group is not None:
        yield group


def reach(clause: Clause, clauses: Sequence[Clause]) -> Clause:
    """A clause with those before it in its sentence, back to one about another meeting."""
    start = clause.span.start
    own = {c.span.end: c.span.start for c in clauses if c.segment.id == clause.segment.id}
    while start in own:
        start = own[start]
    return replace(clause, span=Span(start, clause.span.end))


def cue_of(reading: Reading, clause: Clause, group: Group) -> Cue:
    """What the words before and after a group say that it did at the meeting."""
    whole = clause.segment.span
    blanked = unquoted(reading, whole)
    before = blanked[: max(0, group.span.start - whole.start)]
    after = blanked[group.span.end - whole.start :]
    cut = clause.span.start - whole.start
    before = before[max(0, cut) :]
    kind = said_after(after)
    if kind is not None:
        return kind
    role = group.members[0][0].role or ""
    if OBSERVER.search(role) or OBSERVER.match(after[:60]):
        return "attends"
    kind = None if OWNS.match(after) else said_before(before, frozenset(role.lower().split()))
    if kind is not None:
        return "later" if kind == "leads" and NOT_YET.match(after) else kind
    if DELEGATE_ROLE.search(after[:60]) and re.match(r"^\s*,", after):
        return "leads"
    if GO_BETWEEN.match(after):
        return "mediates"
    if SIGNED_TOO.search(before) and ON_BEHALF.match(after):
        return "signed"
    speaks_for = FOR_PARTY.search(before)
    if speaks_for and is_filler(speaks_for.group("title"), 6):
        return "leads"
    line_up = LINE_UP.match(blanked)
    if line_up is None:
        return "speaks"
    return "signed" if line_up.group().lower().lstrip().startswith("sign") else "attends"


def said_after(after: str) -> Cue | None:
    """By the verb that follows; what was done at a round before this one is no cue."""
    # Blanked quotations leave long white space, on which the pattern would go over and over.
    line = re.sub(r"\s+", " ", after[:600])[:260]
    found = AFTER.match(line)
    if found is None or found.lastgroup is None:
        return None
    if PAST_ROUND.match(line[found.end() :]):
        return "speaks"
    return found.lastgroup  # pyright: ignore[reportReturnType]


LINE = 30  # words of titles and names that a list of delegates may run over


def said_before(before: str, own: frozenset[str]) -> Cue | None:
    """By the words that lead up to the name, over titles and roles."""
    for stretch in (before, without_lead(before, own)):
        if CHAIRED_BY.search(stretch):
            return "mediates"
        near = [
            m
            for m in BEFORE.finditer(stretch)
            if is_filler(stretch[m.end() :], LINE, own)
            and not (m.group().endswith("ed by") and FACTION.search(stretch[: m.start()]))
            and not (m.group().strip() == "between" and NO_MEETING.search(stretch[: m.start()]))
        ]
        if near and near[-1].lastgroup:
            return near[-1].lastgroup  # pyright: ignore[reportReturnType]
    return None
