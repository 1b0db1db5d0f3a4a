"""Who took part in a round, in what part, by the words around their names.

Somebody counts as present only where the article puts them at the meeting: met, signed, led a
delegation, chaired. Speaking about it, being called or being thanked is not taking part.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from service.records import Entity, Mention, Reading, Span
from service.rounds import parties, words
from service.rounds.scenes import Clause, unquoted

Part = Literal["participant", "mediator", "host", "attendee"]


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody at a round, as one article has it."""

    entity: str
    name: str
    role: str | None
    party: str | None
    part: Part
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody at a round: persons with their parts; countries and bodies with theirs."""

    present: tuple[Present, ...]
    sides: tuple[tuple[str, Span], ...]
    mediating: tuple[tuple[str, Span], ...]
    hosting: tuple[tuple[str, Span], ...]


ROLE_WORD = (
    r"(?:the|its|his|her|their|both|then|former|new|senior|top|chief|deputy|vice|acting|special|first|lead|"
    r"foreign|prime|defen[cs]e|interior|finance|trade|economy|energy|water|agriculture|fisheries|transport|"
    r"affairs|external|national|security|state|justice|environment|health|"
    r"ministers?|secretary|secretaries|presidents?|premiers?|chancellors?|envoys?|negotiators?|advis[eo]rs?|"
    r"ambassadors?|leaders?|chiefs?|heads?|commanders?|generals?|officials?|representatives?|delegates?|"
    r"counterparts?|opposite|number|king|queen|emir|sheikh|prince|mr|mrs|ms|dr|sir|lord|of|for|and|"
    r"republic|government|delegations?|side|teams?|respectively|by|under|from)"
)
FILLER = rf"(?:\W*\b(?:{ROLE_WORD}|[A-Z][\w'’.-]*|\w+-)\b)"
GAP = re.compile(rf"^(?:['’]s)?{FILLER}{{0,12}}\W*$")
APPOSITION = re.compile(
    rf"^,\s*(?:the\s|a\s|an\s|who\b|\w+['’]s?\s)?[^,;.]{{0,70}},\s*(?:and\s|with\s)?{FILLER}{{0,6}}\W*$"
)
NEAR = words.pattern(
    r"""(?P<participant> \b(?: between | among | attended\ by | led\ by | headed\ by | represented\ by | signed\ by | initialled\ by
      | (?:talks|meetings?|negotiations|discussions|session|held)\ with | met(?:\ \w+)?\ with | met | meets?(?:\ with)? | meeting\ with
      | brought\ together | brings\ together | bringing\ together | brought | gathered | hosting | hosted | welcomed | of\ talks\ with
      | shuttled\ between | sat\ (?:down|across\ from|opposite)(?:\ with)? | delegations?\ (?:of|under) | received
      | hands\ with | alongside | flanked\ by | joined ) )
    | (?P<mediator> \b(?: (?:mediat|broker|facilitat|moderat|chair|sponsor|conven|oversee|oversaw|supervis)(?:ed|n|ing)?\ by | mediators? | mediation\ (?:of|by)
      | auspices\ of | overseen\ by | presided\ over\ by | chairmanship\ of | facilitators? ) )
    | (?P<attendee> \b(?: in\ the\ presence\ of | presence\ of | observed\ by | attended\ also\ by | also\ attended\ by | opened\ by | joined\ by | accompanied\ by ) )"""
)
THEN = words.pattern(
    r"""^(?:['’]s?)?\s* (?:,[^,;.]{1,90},)? \s*,?\s* (?:who\s|which\s|and\s)?
    (?:(?:also|both|all|have|has|had|then|later|jointly|each|again|last|finally|personally|on|\w+day|there|here|in|\w+ly|early|late|yesterday|,)\s+){0,5}
    (?: (?P<absent> (?:did\ not|didn['’]t|would\ not|will\ not|won['’]t|was\ not|were\ not|wasn['’]t|is\ not|has\ not)\b | stayed\ away | boycotted | skipped | declined\ to\ attend
        | refused\ to\ attend | phoned | telephoned | called\b(?!\ (?:for|on|off)) | spoke\ by | was\ (?:briefed|informed|absent|told|to\ have) | sent\b | remained\ in | watched | followed\ the\ talks | pulled\ out )
    | (?P<mediator> chair(?:ed|s|ing) | mediat(?:ed|es|ing) | broker(?:ed|s|ing) | facilitat(?:ed|es|ing) | moderat(?:ed|es) | presided | conven(?:ed|es)\ (?:the|a|them|both)
        | shuttl(?:ed|es|ing) | initiated\ the | (?:brought|brings)\ (?:the|both|them|together) | oversaw | is\ mediating | has\ been\ mediating )
    | (?P<host> host(?:ed|s|ing) | welcom(?:ed|es)\ (?:the|both|them)\ (?:\w+\s){0,2}(?:sides|ministers|delegations|parties) )
    | (?P<attendee> opened\ (?:the|a)\ (?:\w+\ )?(?:talks|meeting|session|conference|round|negotiations|summit) | observed | (?:was|were)\ (?:also\ )?(?:present|in\ the\ room) | sat\ in\ on | joined
        | attended | took\ part | participated | greeted | addressed\ the\ (?:\w+\ )?(?:talks|meeting|session|opening) | closed\ the\ (?:talks|meeting|session) )
    | (?P<participant> met\b | meets?\b | held\b | holds?\b | sat\ (?:down|across|opposite) | agreed | sign(?:ed|s)\b | initialled | discussed | negotiated
        | (?:led|leads|headed|heads|heading|leading|represent(?:ed|s|ing)) \b | shook\ hands | exchanged | convened\b | gathered | talked | spoke\ (?:face|for) | emerged\ from | undertook | arrived\ (?:in|at)
        | (?:travell?ed|flew)\ to | reached | resumed | concluded | wrapped\ up | opened\ talks | ended\ (?:\w+\s){0,4}talks | failed\ to\ agree ) )"""
)
LEADS = words.pattern(
    r"""(?:head|leader|chief|member)\ of\ (?:the\ |its\ |his\ |her\ )?(?:\w+\ )?(?:delegation|team|negotiating|side)
    | (?:chief|lead|head|top)\ (?:\w+\ )?negotiator | led\ the\ \w+\ (?:delegation|team|side) | negotiator\b"""
)
COORDINATED = re.compile(r"^(?:['’]s)?\s*(?:,\s*)?(?:and|&|/|,|–|—|-|with)\s*(?:the\s+|its\s+)?(?:\w+\s+)?$", re.IGNORECASE)


@dataclass(slots=True)
class Group:
    """Names joined by "and" and commas, and what is said of them together."""

    members: list[tuple[Entity, Mention]] = field(default_factory=list[tuple[Entity, Mention]])

    @property
    def span(self) -> Span:
        return Span(self.members[0][1].span.start, self.members[-1][1].span.end)


def company(reading: Reading, clauses: Sequence[Clause]) -> Company:
    """Everybody that the clauses put at the meeting."""
    people = [e for e in reading.entities if e.kind == "person"]
    bodies = [e for e in reading.entities if e.kind in ("country", "institution", "place")]
    sides = tuple(find_sides(reading, clauses, bodies))
    mediating, hosting = find_powers(reading, clauses, bodies)
    parts: dict[str, list[tuple[Part, Span]]] = defaultdict(list)
    absent: set[str] = set()
    joined: dict[str, set[str]] = defaultdict(set)
    for clause in clauses:
        for group in groups(reading, clause, people):
            part = part_of(reading, clause, group)
            for entity, mention in group.members:
                if part == "absent":
                    absent.add(entity.id)
                elif part is not None:
                    parts[entity.id].append((part, mention.span))
                    joined[entity.id] |= {e.id for e, _ in group.members}
    present = settle(people, parts, absent, joined, sides, mediating, hosting)
    sides = with_people(sides, present)
    return Company(tuple(present), sides, mediating, hosting)


def groups(reading: Reading, clause: Clause, people: Iterable[Entity]) -> Iterator[Group]:
    """The clause's persons, those joined by "and" or commas together."""
    found = sorted(
        ((e, m) for e in people for m in e.mentions if clause.span.contains(m.span)),
        key=lambda pair: (pair[1].span.start, -pair[1].span.end),
    )
    group: Group | None = None
    for entity, mention in found:
        if group is not None:
            if mention.span.start < group.span.end:
                continue
            gap = reading.article.text[group.span.end : mention.span.start]
            if (GAP.match(gap) or APPOSITION.match(gap)) and re.search(r"\b(?:and|with)\b|,|&", gap):
                group.members.append((entity, mention))
                continue
            yield group
        group = Group([(entity, mention)])
    if group is not None:
        yield group


def part_of(reading: Reading, clause: Clause, group: Group) -> Part | Literal["absent"] | None:
    """What the words before and after a group say that it did at the meeting."""
    blanked = unquoted(reading, clause.segment.span)
    offset = clause.segment.span.start
    before = blanked[: max(0, group.span.start - offset)]
    after = blanked[group.span.end - offset :]
    found = THEN.match(after)
    if found:
        kind = found.lastgroup
        if kind == "absent":
            return "absent"
        if kind in ("mediator", "host", "attendee", "participant"):
            return kind  # pyright: ignore[reportReturnType]
    lead = re.search(rf"{FILLER}{{0,9}}\W*$", before)
    cut = before[: lead.start()] if lead else before
    for stretch in (before, cut):
        near = [m for m in NEAR.finditer(stretch) if not re.search(r"\w", re.sub(FILLER, "", stretch[m.end() :]))]
        if near:
            kind = near[-1].lastgroup
            if kind in ("mediator", "attendee", "participant"):
                return kind  # pyright: ignore[reportReturnType]
    if LEADS.search(after[:80]) and re.match(r"^,?\s", after):
        return "participant"
    return None


def settle(
    people: Iterable[Entity],
    parts: dict[str, list[tuple[Part, Span]]],
    absent: set[str],
    joined: dict[str, set[str]],
    sides: Sequence[tuple[str, Span]],
    mediating: Sequence[tuple[str, Span]],
    hosting: Sequence[tuple[str, Span]],
) -> list[Present]:
    """One part for each person, by what was said of them and whose side they are on."""
    by_id = {e.id: e for e in people}
    known_sides = {parties.party(name) for name, _ in sides}
    powers = {parties.party(name) for name, _ in (*mediating, *hosting)} - known_sides
    present: list[Present] = []
    for entity_id, said in parts.items():
        entity = by_id[entity_id]
        if entity_id in absent:
            continue
        own = parties.party(entity.party) if entity.party else None
        kinds = {part for part, _ in said}
        part: Part
        mediates = "mediator" in kinds or (
            entity.role is not None and words.MEDIATOR_ROLE.search(entity.role) is not None
        )
        if own is not None and own in known_sides and not (mediates and own in powers):
            part = "participant"
        elif mediates:
            part = "mediator"
        elif "host" in kinds or (own is not None and own in powers and "participant" in kinds):
            part = "mediator"
        elif "participant" in kinds and (own is None or not known_sides):
            part = "participant"
        elif "participant" in kinds and len(joined[entity_id]) > 1 and own not in powers:
            part = "participant"
        else:
            part = "attendee"
        spans = tuple(sorted({span for _, span in said}))
        present.append(Present(entity.id, entity.name, entity.role, entity.party, part, spans))
    return present


def with_people(
    sides: Sequence[tuple[str, Span]], present: Iterable[Present]
) -> tuple[tuple[str, Span], ...]:
    """The sides, and those that only show by their ministers."""
    known = {parties.party(name) for name, _ in sides}
    added = list(sides)
    for person in present:
        if person.part == "participant" and person.party and parties.party(person.party) not in known:
            known.add(parties.party(person.party))
            added.append((person.party, person.spans[0]))
    return tuple(added)


def find_sides(
    reading: Reading, clauses: Sequence[Clause], bodies: Sequence[Entity]
) -> Iterator[tuple[str, Span]]:
    """Countries and bodies that talk: "between A and B", "A and B agreed", "A-B talks"."""
    counted: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    for clause in clauses:
        found = sorted(
            ((e, m) for e in bodies for m in e.mentions if m.form == "name" and clause.span.contains(m.span)),
            key=lambda pair: pair[1].span.start,
        )
        for (one, first), (other, second) in zip(found, found[1:], strict=False):
            gap = reading.article.text[first.span.end : second.span.start]
            if not COORDINATED.match(gap) or parties.same_party(one.name, other.name):
                continue
            before = reading.article.text[max(clause.span.start, first.span.start - 30) : first.span.start]
            if re.search(r"\b(?:in|at|near|from|to|by)\s+(?:the\s+)?$", before) and not clause.talks:
                continue
            if re.search(r"\b(?:in|at|near|hosted by|mediated by|brokered by|by)\s+(?:the\s+)?$", before):
                continue
            for entity, mention in ((one, first), (other, second)):
                counted[parties.party(entity.name)].append((parties.display(entity.name), mention.span))
    if not counted:
        return
    most = max(len(v) for v in counted.values())
    for places in counted.values():
        if len(places) * 3 >= most:
            yield places[0]


def find_powers(
    reading: Reading, clauses: Sequence[Clause], bodies: Sequence[Entity]
) -> tuple[tuple[tuple[str, Span], ...], tuple[tuple[str, Span], ...]]:
    """Countries and bodies said to mediate, and those said to host."""
    mediating: dict[str, tuple[str, Span]] = {}
    hosting: dict[str, tuple[str, Span]] = {}
    text = reading.article.text
    for clause in clauses:
        for entity in bodies:
            for mention in entity.mentions:
                if mention.form == "pronoun" or not clause.span.contains(mention.span):
                    continue
                before = text[max(clause.span.start, mention.span.start - 60) : mention.span.start]
                after = text[mention.span.end : min(len(text), mention.span.end + 60)]
                key = parties.party(entity.name)
                named = (parties.display(entity.name), mention.span)
                if words.MEDIATED_BY.search(before) or words.MEDIATES.match(after):
                    mediating.setdefault(key, named)
                if words.HOSTED_BY.search(before) or words.HOSTS.match(after):
                    hosting.setdefault(key, named)
    return tuple(mediating.values()), tuple(hosting.values())
