"""In what part each person was at a round, once all its articles are known.

A person's side counts most: ministers of the sides negotiate; those of the host or mediator who
meet them mediate; others who were there attend. Nobody is listed for having spoken about it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from service.records import Attendance, Evidence
from service.rounds import parties, words
from service.rounds.offices import ROLE
from service.rounds.people import Cue, Seen
from service.rounds.sightings import Sighting

EDGE: frozenset[Cue] = frozenset({"present", "attends", "welcomes", "witness"})
NEGOTIATES: frozenset[Cue] = frozenset({"met", "leads", "signed"})
PRESENT = EDGE | NEGOTIATES | frozenset[Cue]({"mediates", "cochairs", "hosts", "closes"})


UN = parties.party("United Nations")


@dataclass(frozen=True, slots=True)
class Person:
    """One person, as all articles of a round have them. weight: places that name them."""

    name: str
    role: str | None
    party: str | None
    cues: Counter[Cue]
    companions: frozenset[str]
    evidence: tuple[Evidence, ...]
    weight: int = 0

    @property
    def key(self) -> str | None:
        """The party's key; a ministry counts as its country, and so does a capital."""
        if not self.party:
            return None
        return parties.party(parties.state_in(self.party) or parties.seat(self.party))


@dataclass(frozen=True, slots=True)
class Powers:
    """Party keys by what they are to the round."""

    sides: frozenset[str]
    mediating: frozenset[str]
    hosting: frozenset[str]

    @property
    def others(self) -> frozenset[str]:
        return (self.mediating | self.hosting) - self.sides


def persons(mains: Sequence[Sighting]) -> list[Person]:
    """Everybody once, under the fullest name, with the cues of all articles."""
    everyone: list[list[tuple[Sighting, Seen]]] = []
    listed = [(s, p) for s in sorted(mains, key=lambda s: s.key) for p in s.company.seen]
    # Full names first, so that a bare surname finds the name it belongs to.
    for sighting, person in sorted(listed, key=lambda pair: -len(pair[1].name.split())):
        fits = [
            known
            for known in everyone
            if all(parties.same_person(person.name, p.name) for _, p in known)
        ]
        if fits:
            fits[0].append((sighting, person))
        else:
            everyone.append([(sighting, person)])
    return [one_person(known) for known in everyone]


def one_person(known: Sequence[tuple[Sighting, Seen]]) -> Person:
    fullest = max((p for _, p in known), key=lambda p: (len(p.name.split()), len(p.name), p.name))
    cues: Counter[Cue] = Counter()
    for _, person in known:
        cues.update(person.cues.keys())
    by_id = {(s.article, p.entity): p.name for s, _ in known for p in s.company.seen}
    together = {by_id[s.article, e] for s, p in known for e in p.with_ if (s.article, e) in by_id}
    places = [
        Evidence(article=s.article, start=span.start, end=span.end)
        for s, p in sorted(known, key=lambda pair: pair[0].key)
        for span in p.spans[:2]
    ]
    return Person(
        fullest.name,
        most(p.role for _, p in known),
        most(p.party for _, p in known),
        cues,
        frozenset(together),
        tuple(dict.fromkeys(places)),
        sum(len(spans) for _, p in known for spans in p.cues.values()),
    )


def placed(everyone: Sequence[Person], sides: frozenset[str]) -> list[Person]:
    """Co-chairs by their side: those of the sides lead its delegation, others mediate."""
    chairs = [p for p in everyone if p.cues["cochairs"] or p.cues["opens"]]
    states = {p.key for p in chairs if parties.is_state(p.party or "")}
    national = {p.key for p in chairs if p.key in sides or (p.key in states and len(states) > 1)}
    national |= {p.key for p in chairs if p.key is None and national}

    def settled(person: Person) -> Person:
        told = person.cues.copy()
        of_side = person.key in national
        if told.pop("cochairs", 0):
            told["leads" if of_side else "mediates"] += 1
        if told.pop("opens", 0):
            told["leads" if of_side else "attends"] += 1
        return replace(person, cues=told)

    known = [settled(p) for p in everyone]
    heads = {p.key for p in known if negotiates(p)}
    for person in known:
        if person.cues["counterpart"] and heads - {person.key}:
            person.cues["met"] += 1  # of somebody who negotiates
    return known


def most(values: Iterable[str | None]) -> str | None:
    """The value said most; among equals the longest, then the first by letters."""
    counted = Counter(v for v in values if v)
    return max(counted, key=lambda v: (counted[v], len(v), v)) if counted else None


def powers(mains: Sequence[Sighting], everyone: Sequence[Person]) -> Powers:
    """Sides, mediators and hosts; a party whose delegate negotiates is a side."""
    mediating = {parties.party(name) for s in mains for name, _ in s.company.mediating}
    hosting = {parties.party(name) for s in mains for name, _ in s.company.hosting}
    counted = Counter(parties.party(name) for s in mains for name, _ in s.company.sides)
    sides = {key for key in counted if counted[key] * 3 >= max(counted.values())}
    sides -= mediating
    known = [(p.key, p) for p in everyone if p.key]
    delegates = {key for key, p in known if negotiates(p)}
    sides -= {key for key, p in known if p.cues["mediates"]} - delegates
    # A minister who hosted or chaired makes the country a power beside the sides.
    hosting |= {key for key, p in known if p.cues["hosts"] or p.cues["welcomes"]} - sides
    mediating |= {key for key, p in known if p.cues["mediates"]} - sides
    # Whoever sends a delegation of its own is a side, even where it chairs or hosts.
    sending = {key for key, p in known if (p.cues["leads"] or p.cues["signed"]) and not mediates(p)}
    mediating -= sending
    sides = (sides | sending) - mediating
    if any(key == UN and words.MEDIATOR_ROLE.search(p.role or "") for key, p in known):
        sides.discard(UN)
    # A host of others' talks, whose ministers only open or attend them, is no side.
    guests = sides - hosting
    if len(guests) > 1:
        sides = guests | (sides & delegates)
    return Powers(frozenset(sides), frozenset(mediating), frozenset(hosting))


def mediates(person: Person) -> bool:
    called = f"{person.role or ''} {person.name}"
    return bool(person.cues["mediates"]) or words.MEDIATOR_ROLE.search(called) is not None


def part(person: Person, known: Powers, everyone: Sequence[Person]) -> str | None:
    """ "mediators", "participants", "attendees", or None for somebody who was not there."""
    cues = person.cues
    pointed: tuple[Cue, ...] = ("mediator", "participant", "attendee")
    if any(cues[c] for c in pointed):
        return f"{max(pointed, key=lambda c: cues[c])}s"
    if not is_named(person) or stayed_away(person):
        return None
    if mediates(person) and person.key not in known.sides and not is_sent(person, known):
        return of_mediator(person, known)
    if not any(cues[c] for c in PRESENT):
        return None
    if person.key in known.sides:
        return of_side(person, everyone)
    if person.key in known.others:
        return of_host(person, known, everyone)
    return of_others(person, everyone)


def is_named(person: Person) -> bool:
    """Whether a name is a person's: no mere office, no lone word that nobody gives a role."""
    parts = person.name.split()
    if all(ROLE.match(word) for word in parts):
        return False
    return len(parts) > 1 or bool(person.role and person.cues.total() > 1)


def stayed_away(person: Person) -> bool:
    absent = person.cues["absent"]
    return bool(absent) and absent >= sum(person.cues[c] for c in NEGOTIATES)


def is_sent(person: Person, known: Powers) -> bool:
    """Whether an envoy speaks for a side: one that nobody calls a mediator, of no power.

    A state's envoy who met only one other side is the second side.
    """
    called = f"{person.role or ''} {person.name}"
    if person.cues["mediates"] or words.MEDIATOR.search(called) or person.key in known.others:
        return False
    met = person.cues["met"] and parties.is_state(person.party or "")
    alone = bool(met) and len(known.sides - {person.key}) == 1
    return bool(person.cues["leads"] or person.cues["signed"] or alone)


def of_mediator(person: Person, known: Powers) -> str | None:
    """Envoys also comment from afar: without the word for mediating they must be seen there."""
    by_office = (
        words.MEDIATOR.search(f"{person.role or ''} {person.name}") or person.key in known.others
    )
    there = any(person.cues[c] for c in PRESENT)
    # A secretary-general who only looks on is a guest.
    sent = words.ENVOY.search(person.role or "") is not None
    acts = sent or any(person.cues[c] for c in PRESENT - EDGE)
    if person.cues["mediates"] or by_office or (there and acts and not known.mediating):
        return "mediators"
    return "attendees" if there else None


def of_side(person: Person, everyone: Sequence[Person]) -> str | None:
    """Those of a side take part; beside its delegates, who is only said to be there attends."""
    cues = person.cues
    active: tuple[Cue, ...] = (*sorted(NEGOTIATES), "hosts", "mediates")
    if any(cues[c] for c in active):
        return "participants"
    if cues["present"] or cues["attends"] or cues["welcomes"]:
        headed = any(negotiates(p) and p.key == person.key for p in everyone)
        return "attendees" if headed else "participants"
    return None


def of_host(person: Person, known: Powers, everyone: Sequence[Person]) -> str | None:
    """Those of a host or mediator who met the sides mediate, unless others do."""
    cues = person.cues
    elsewhere = known.mediating - {person.key} or any(
        mediates(p) and p.key != person.key for p in everyone
    )
    only_hosts = person.key not in known.mediating and bool(elsewhere)
    if (cues["met"] or cues["hosts"] or cues["closes"]) and not only_hosts:
        return "mediators"
    attends: tuple[Cue, ...] = ("present", "attends", "welcomes", "witness")
    if any(cues[c] for c in attends) or (only_hosts and (cues["met"] or cues["hosts"])):
        return "attendees"
    return None


def of_others(person: Person, everyone: Sequence[Person]) -> str | None:
    """Those of no known side: whoever is said to have met somebody took part."""
    cues = person.cues
    if cues["witness"] and not cues["leads"]:
        return "attendees"
    if negotiates(person):
        return "participants"
    if cues["present"]:
        return "attendees" if any(negotiates(p) for p in everyone) else "participants"
    return "attendees" if cues["attends"] or cues["welcomes"] else None


def negotiates(person: Person) -> bool:
    return any(person.cues[c] for c in NEGOTIATES)


OFFICE = words.pattern(
    r"""\b(?: minister | leader | president | premier | secretary | negotiator | chancellor
          | commissioner | envoy
    | undersecretary | under-secretary | director-general | chief | representative | delegate
    | general | commander )\b"""
)
NO_DELEGATE = words.pattern(
    r"""\b(?: spokes\w+ | secretary-general | former | ex- | analyst | professor | researcher
    | opposition | mayor
          | ambassador | lawmaker | adviser
    | press | reporter | lawyer | activist | historian | bishop | archbishop )"""
)


def stand_ins(
    everyone: Sequence[Person], known: Powers, chosen: Mapping[str, str | None]
) -> list[Person]:
    """For sides of which nobody is put at the table: their one official who speaks of the talks.

    Reports often let "the minister" speak for a side without saying that the minister was there.
    """
    there = {p.key for p in everyone if chosen[p.name] == "participants"}
    officials = [
        p
        for p in everyone
        if chosen[p.name] is None
        and len(p.name.split()) > 1
        and p.role
        and OFFICE.search(p.role)
        and not NO_DELEGATE.search(p.role)
        and not p.cues["absent"]
        and p.weight > 1
    ]
    found: list[Person] = []
    for side in sorted(known.sides - there):
        own = [p for p in officials if p.key == side and parties.seat(p.party or "") == p.party]
        own.sort(key=lambda p: (-p.weight, p.name))
        if own and (len(own) == 1 or own[0].weight > own[1].weight):
            found.append(own[0])
    if not known.sides and not there:
        leaders = [p for p in officials if p.key not in known.others]
        if len(leaders) == 2:
            found.extend(leaders)
    return found


GO_BETWEEN = words.pattern(
    r"""\b(?: mediators? | facilitators? | co-?chair | moderator | coordinator\ of
    | special\ (?:representative|adviser|coordinator) | special\ envoy )\b"""
)


def go_betweens(
    everyone: Sequence[Person], known: Powers, chosen: Mapping[str, str | None]
) -> list[Person]:
    """Where nobody is said to mediate: the envoys of no side who speak of the talks' end."""
    if any(part == "mediators" for part in chosen.values()):
        return []
    return [
        p
        for p in everyone
        if chosen[p.name] is None
        and p.role
        and GO_BETWEEN.search(p.role)
        and p.key not in known.sides
        and not p.cues["absent"]
        and (p.cues["closes"] or p.weight > 1 or not known.mediating)
    ]


def attendance(mains: Sequence[Sighting]) -> tuple[dict[str, tuple[Attendance, ...]], Powers]:
    """Everybody at the round by part, in alphabetical order."""
    everyone = placed(persons(mains), frozenset(p for s in mains for p in s.sides))
    known = powers(mains, everyone)
    chosen_parts = {p.name: part(p, known, everyone) for p in everyone}
    for person in stand_ins(everyone, known, chosen_parts):
        chosen_parts[person.name] = "participants"
    for person in go_betweens(everyone, known, chosen_parts):
        chosen_parts[person.name] = "mediators"
    lists: dict[str, list[Attendance]] = {"mediators": [], "participants": [], "attendees": []}
    for person in everyone:
        chosen = chosen_parts[person.name]
        if chosen is not None:
            lists[chosen].append(
                Attendance(
                    name=person.name, role=person.role,
                    party=parties.display(person.party) if person.party else None,
                    evidence=person.evidence[:6],
                )
            )  # fmt: skip
    return {k: tuple(sorted(v, key=lambda a: a.name)) for k, v in lists.items()}, known
