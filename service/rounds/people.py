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
from service.rounds import belonging, collectives, powers, presence
from service.rounds.offices import is_filler, without_lead
from service.rounds.scenes import Clause, unquoted

Cue = Literal[
    "met", "leads", "signed", "mediates", "cochairs", "opens", "hosts", "welcomes", "present",
    "attends", "witness", "counterpart", "closes", "speaks", "later",
    "absent", "participant", "mediator", "attendee",
]  # fmt: skip


NO_PRESENCE: frozenset[Cue] = frozenset({"counterpart", "speaks", "later", "absent"})
AT_THE_EDGE: tuple[Cue, ...] = ("present", "attends", "welcomes", "speaks")


@dataclass(frozen=True, slots=True)
class Seen:
    """A person in the clauses about a meeting.

    cues: what they are said to have done, each with its places. "speaks" is no presence, nor is
        "later", which they are still to do.
        "present" is no more than that; "attends" is a part at the edge: opening, observing.
        "cochairs" is what the heads of both sides do, or two mediators, and so is "opens", for
        several who open a meeting. "counterpart" is one
        side's word for the head of the other.
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
        found = dict.fromkeys([*sorted(strong), *sorted(self.cues.get("speaks", ()))])
        return tuple(found) or tuple(sorted(s for spans in self.cues.values() for s in spans))


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody at a round: persons with their cues; countries and bodies by what they do.

    joining: those whose people sat at the table, by name or not.
    brokering: those of the mediating that are called the mediator themselves.
    """

    seen: tuple[Seen, ...]
    sides: tuple[tuple[str, Span], ...]
    mediating: tuple[tuple[str, Span], ...]
    hosting: tuple[tuple[str, Span], ...]
    observing: tuple[tuple[str, Span], ...] = ()
    joining: tuple[tuple[str, Span], ...] = ()
    brokering: tuple[tuple[str, Span], ...] = ()


JOINS = re.compile(r"\b(?:and|with)\b|,|&")
# "Anna Berg, the head of the ethnic policy service Erik Lund and": an office between two names.
HEAD_OF = re.compile(
    r",?\s+(?:and\s+)?(?:the\s+)?(?:deputy\s+)?(?:head|chief|director|chair\w*|leader)\s+of\s+"
    r"(?:[\w'’-]+\s+){1,7}$"
)
DOES = re.compile(r"\s+(?:leads|heads|chairs|represents)\s")  # verbs that look like titles
APPOSITION = re.compile(
    r"^,(?!\s*(?:who|whose|said|held|met|sat|led|took|signed|told)\b)(?:[^,;.]|\.(?=\w)){0,160},"
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
        before: Cue | None = None
        for group in groups(reading, clause, people):
            cue = before = cue_of(reading, reach(clause, clauses), group, before)
            for entity, mention in group.members:
                cues[entity.id][cue].append(mention.span)
                if cue not in NO_PRESENCE:
                    joined[entity.id] |= {e.id for e, _ in group.members if e is not entity}
                if cue == "speaks" and presence.CLOSES.search(
                    unquoted(reading, clause.segment.span)
                ):
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
    return Company(
        tuple(seen),
        named.sides,
        named.mediating,
        named.hosting,
        named.observing,
        named.joining,
        named.brokering,
    )


def by_role(role: str, told: dict[Cue, list[Span]]) -> None:
    """What a role adds: a negotiator who speaks leads, a host who met them hosts."""
    if presence.DELEGATE_ROLE.search(role) and "leads" not in told:
        told["leads"].extend(told.get("speaks", [])[:1])
    if role == "host" and "met" in told:
        told["hosts"].extend(told["met"][:1])


# "the adviser to Prime Minister Berg", "talks at the level of Presidents Berg and Lund"
SERVES = re.compile(
    r"\b(?:advis[eo]r|aide|assistant|counsell?or|spokes\w+)\s+(?:to|of|for)"
    r"\s+(?:the\s+)?(?P<title>(?:[\w’'.-]+\s+){0,5})$"
    r"|\bat\s+(?:the\s+)?level\s+of\s+(?:the\s+)?(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
# "Berg's Middle East envoy"
SERVED = re.compile(
    r"['’]s?\s+(?:[\w-]+\s+){0,5}?(?:envoy|advis[eo]r|representative|aide|deputy|delegate|negotiator"
    r"|assistant|spokes\w+|government|administration|office|team)\b",
    re.IGNORECASE,
)
FILED = re.compile(r"\s+[–—]\s")  # "Tarnholm — Anna Berg said"


def names_another(text: str, place: Span) -> bool:
    """Whether a name only tells whose somebody else is, or stands where a report was filed."""
    before = text[max(0, place.start - 90) : place.start]
    after = text[place.end : place.end + 70]
    serves = SERVES.search(before)
    if serves and is_filler(serves["title"] or "", 5):
        return True
    opens = not before.strip() or before.endswith("\n")
    return SERVED.match(after) is not None or (opens and FILED.match(after) is not None)


def groups(reading: Reading, clause: Clause, people: Iterable[Entity]) -> Iterator[Group]:
    """The clause's persons, those joined by "and" or commas together."""
    found = sorted(
        (
            (e, m)
            for e in people
            for m in e.mentions
            if m.form != "pronoun"
            and clause.span.contains(m.span)
            and not names_another(reading.article.text, m.span)
        ),
        key=lambda pair: (pair[1].span.start, -pair[1].span.end),
    )
    group: Group | None = None
    for entity, mention in found:
        if group is not None:
            if mention.span.start < group.span.end:
                continue
            gap = reading.article.text[group.span.end : mention.span.start]
            if DOES.match(gap):
                yield group
                group = Group([(entity, mention)])
                continue
            apposed = APPOSITION.match(gap)
            if (
                (
                    is_filler(gap)
                    or HEAD_OF.match(gap)
                    or (apposed and is_filler(gap[apposed.end() :], 6))
                )
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


def cue_of(reading: Reading, clause: Clause, group: Group, company: Cue | None = None) -> Cue:
    """What the words before and after a group say that it did at the meeting.

    company: what those named just before it in the clause did, for who is "assisted by" it.
    """
    whole = clause.segment.span
    blanked = unquoted(reading, whole)
    before = blanked[: max(0, group.span.start - whole.start)]
    after = blanked[group.span.end - whole.start :]
    cut = clause.span.start - whole.start
    before = before[max(0, cut) :]
    if presence.AS_OBSERVER.match(after[:100]):
        return "attends"
    kind = said_after(after, joint=len(group.members) > 1)
    if kind in (None, *AT_THE_EDGE) and presence.GO_BETWEEN.match(after):
        return "mediates"
    if kind is not None:
        return kind
    role = group.members[0][0].role or ""
    if presence.OBSERVER.search(role) or presence.OBSERVER.match(after[:60]):
        return "attends"
    own = frozenset(role.lower().split())
    kind = None if presence.OWNS.match(after) else said_before(before, own)
    if kind == "beside":
        return "mediates" if company == "mediates" else "attends"
    if kind is not None:
        return "later" if kind == "leads" and presence.NOT_YET.match(after) else kind
    return around(blanked, before, after, own)


def around(blanked: str, before: str, after: str, own: frozenset[str]) -> Cue:
    """By what is said of others in the same sentence, or by an apposition."""
    if presence.DELEGATE_ROLE.search(after[:60]) and re.match(r"^\s*,", after):
        return "leads"
    if presence.SIGNED_TOO.search(before) and presence.ON_BEHALF.match(after):
        return "signed"
    if any(leads_too(stretch, after) for stretch in (before, without_lead(before, own))):
        return "leads"
    if (signs := presence.SIGNED_FOR.match(blanked)) and len(blanked) - len(after) > signs.end():
        return "signed"
    speaks_for = presence.FOR_PARTY.search(before)
    if speaks_for and is_filler(speaks_for.group("title"), 6):
        return "leads"
    line_up = presence.LINE_UP.match(blanked)
    if line_up is None:
        return "speaks"
    return "signed" if line_up.group().lower().lstrip().startswith("sign") else "attends"


def leads_too(before: str, after: str) -> bool:
    """Whether a verb of leading, said of one side's head, holds for this one: "… and Lund that"."""
    return presence.LED_TOO.search(before[-300:]) is not None or (
        presence.LEADS_TOO.search(before[-200:]) is not None
        and presence.THE_OTHER.match(after) is not None
    )


def said_after(after: str, *, joint: bool) -> Cue | None:
    """By the verb that follows; what was done at a round before this one is no cue.

    joint: whether several did it: what two discuss, they discuss with each other.
    """
    # Blanked quotations leave long white space, on which the pattern would go over and over.
    line = re.sub(r"\s+", " ", after[:600])[:260]
    found = presence.AFTER.match(line)
    if found is None or found.lastgroup in (None, "office"):
        return None
    rest = line[found.end() :]
    if presence.BY.match(rest):
        return None  # ", mediated by": whoever comes next did
    if presence.PAST_ROUND.match(rest):
        return "speaks"
    if found.lastgroup == "together":
        return "met" if joint or presence.WITH.match(rest) else None
    if found.lastgroup == "chairs":
        return "cochairs" if joint else "mediates"
    if found.lastgroup == "opens":
        return "opens" if joint else "attends"
    return found.lastgroup  # pyright: ignore[reportReturnType]


LINE = 30  # words of titles and names that a list of delegates may run over


def said_before(before: str, own: frozenset[str]) -> Cue | Literal["beside"] | None:
    """By the words that lead up to the name, over titles and roles."""
    for stretch in (before, without_lead(before, own)):
        if presence.CHAIRED_BY.search(stretch):
            return "mediates"
        near = [
            m
            for m in presence.BEFORE.finditer(stretch)
            if is_filler(stretch[m.end() :], LINE, own)
            and not (m.group().endswith("ed by") and presence.FACTION.search(stretch[: m.start()]))
            and not (
                m.group().strip() == "between" and presence.NO_MEETING.search(stretch[: m.start()])
            )
        ]
        if near and near[-1].lastgroup:
            return near[-1].lastgroup  # pyright: ignore[reportReturnType]
    return None
