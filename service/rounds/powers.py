"""What countries and bodies are to a meeting: sides, mediators, hosts, observers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from service.records import Entity, Mention, Reading, Span
from service.rounds import parties, words
from service.rounds.scenes import Clause, unquoted

Named = tuple[str, Span]  # a name to show, and its place
Part = Literal["mediating", "brokering", "hosting", "observing", "joining"]


@dataclass(frozen=True, slots=True)
class Powers:
    """Each country and body once in a list, under its first name there."""

    sides: tuple[Named, ...]
    mediating: tuple[Named, ...]
    hosting: tuple[Named, ...]
    observing: tuple[Named, ...]
    joining: tuple[Named, ...]
    brokering: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Countries and bodies named in one breath: "A", "A and B", "A, B and C", "A-B".

    before, after: the words around them in their sentence, quoted ones blanked out.
    joined: whether there are several.
    """

    members: tuple[tuple[Entity, Mention], ...]
    before: str
    after: str
    joined: bool

    def named(self) -> Iterator[tuple[str, Named]]:
        """Each member's key, and how to show it: a country by the name that the article uses."""
        for entity, mention in self.members:
            name = country_or(entity.name)
            own = mention.form == "name" and not parties.is_adjective(entity.name)
            shown = entity.name if own and parties.is_state(entity.name) else name
            yield parties.party(name), (shown, mention.span)


def find(reading: Reading, clauses: Sequence[Clause], bodies: Sequence[Entity]) -> Powers:
    """What the clauses say that countries and bodies are to the meeting."""
    known: dict[Part, dict[str, Named]] = {
        "mediating": {}, "brokering": {}, "hosting": {}, "observing": {}, "joining": {}
    }  # fmt: skip
    for clause in clauses:
        for part, key, named in told(reading, clause, bodies):
            known[part].setdefault(key, named)
    sides = find_sides(reading, clauses, bodies, frozenset(known["observing"]))
    return Powers(
        tuple(sides),
        tuple(known["mediating"].values()),
        tuple(known["hosting"].values()),
        tuple(known["observing"].values()),
        tuple(named for key, named in known["joining"].items() if key not in known["observing"]),
        tuple(known["brokering"].values()),
    )


def told(
    reading: Reading, clause: Clause, bodies: Sequence[Entity]
) -> Iterator[tuple[Part, str, Named]]:
    """What a clause says of each country and body that it names: its part and key, and how to
    show it."""
    if TELLING.search(unquoted(reading, clause.segment.span)) is None:
        return
    for chain in chains(reading, clause, bodies):
        does: dict[Part, bool] = {
            "mediating": mediates(chain, clause),
            "brokering": mediates(chain, clause) and brokers(chain),
            "hosting": hosts(reading, chain, clause),
            "observing": observes(chain),
            "joining": SENT.match(chain.after[:80]) is not None,
        }
        for key, named in chain.named() if any(does.values()) else ():
            for part, told_so in does.items():
                nameless = NAMELESS.fullmatch if part == "joining" else OWN_BODY.match
                if told_so and not nameless(named[0]):
                    yield part, key, named
    for key, named in (*by_person(reading, clause, bodies), *invited_by(reading, clause)):
        yield "hosting", key, named
    yield from listed(reading, clause)
    for verb, key, named in compounds(reading, clause):
        yield ("hosting" if verb == "hosted" else "mediating"), key, named


# --- Names in one breath ------------------------------------------------------------------------

COORDINATED = re.compile(
    r"^(?:['’]s)?\s*(?:(?:government|ministers?|officials|army|leaders?)\s+)?(?:\([^)]{1,12}\)\s*)?"
    r"(?:,\s*)?(?:and|&|/|,|–|—|-|with|as\s+well\s+as)\s*(?:of\s+|from\s+)?(?:the\s+|its\s+)?"
    r"(?:(?:Islamic\s+|Democratic\s+|People['’]s\s+){0,2}(?:Republic|Kingdom|State)\s+of\s+(?:the\s+)?)?"
    r"(?:(?:rebels?|neighbou?ring|rival)\s+)?$",
    re.IGNORECASE,
)
# Bodies of nobody in particular.
NAMELESS = words.pattern(
    r"(?:governments?|ministry|authorities|organi[sz]ers|hosts?|parties|sides)"
)
OWN_BODY = words.pattern(r"(?:the\ )?(?:government|republic|ministry)\b")
# A last name that no list knows: "…, the Union and the Troika".
AND_MORE = re.compile(r"^,?\s+and\s+(?:the\s+)?[A-ZÀ-Ý]")


def chains(reading: Reading, clause: Clause, bodies: Sequence[Entity]) -> Iterator[Chain]:
    """All countries and bodies of a clause, those that belong together as one."""
    text = reading.article.text
    whole = clause.segment.span
    blanked = unquoted(reading, whole)
    found = sorted(
        (
            (e, m)
            for e in bodies
            for m in e.mentions
            # Of descriptions only adjectives, "Qatari", name anybody.
            if (m.form == "name" or e.kind == "country") and clause.span.contains(m.span)
        ),
        key=lambda pair: (pair[1].span.start, -pair[1].span.end),
    )

    members: list[tuple[Entity, Mention]] = []
    gaps: list[str] = []
    for entity, mention in found:
        gap = text[members[-1][1].span.end : mention.span.start] if members else ""
        if members and (mention.span.start < members[-1][1].span.end or gap == " ("):
            continue  # within the name before, or its abbreviation: "the Union (AU)"
        if gap in (" in ", " to ") and members[-1][0].kind == "institution":
            continue  # "the UN Office in Norland"
        acting = " with " in gap and AS_MEDIATORS.match(blanked[mention.span.end - whole.start :])
        new = not acting and not any(parties.same_party(entity.name, e.name) for e, _ in members)
        if members and COORDINATED.match(gap) and new and mention.form == members[-1][1].form:
            members.append((entity, mention))
            gaps.append(gap)
            continue
        yield from together(members, gaps, clause, blanked)
        members, gaps = [(entity, mention)], []
    yield from together(members, gaps, clause, blanked)


def together(
    members: Sequence[tuple[Entity, Mention]], gaps: Sequence[str], clause: Clause, blanked: str
) -> Iterator[Chain]:
    """Names as one chain where "and" or a dash joins them; each by itself after mere commas.

    blanked: the whole sentence, quoted words blanked out.
    """
    offset = clause.segment.span.start
    more = bool(gaps) and AND_MORE.match(blanked[members[-1][1].span.end - offset :])
    joined = bool(more) or any("," not in gap or "and" in gap for gap in gaps)
    for group in [members] if joined else [[member] for member in members]:
        first, last = group[0][1].span.start, group[-1][1].span.end
        yield Chain(
            tuple(group),
            blanked[clause.span.start - offset : first - offset],
            blanked[last - offset : clause.span.end - offset],
            joined,
        )


def country_or(name: str) -> str:
    """A country for a name that speaks of it ("Kingdom of Bahrain"), else the name to show."""
    return (parties.state_in(name) if REALM.match(name) else None) or parties.display(name)


REALM = words.pattern(r"(?:the\ )?(?:republic|kingdom|government|state|sultanate)\b")


# Without one of these a sentence tells of no mediator, host or observer.
TELLING = re.compile(
    r"mediat|broker|acting as|served as|facilitat|moderat|conven|"
    r"chair|preside|shuttl|sponsor|auspices|aegis|patronage"
    r"|good offices|with the help|led\b|host|invitation|thank|grat|commend|prais"
    r"|observ|watched|looked on|on hand|presence|present|witness|attend|sat in|took part"
    r"|participat|follow|monitor|accompan|represented|delegat|official|experts|negotiators|envoys"
    r"|advis|assist|sent\b",
    re.IGNORECASE,
)


# --- Mediators, hosts, observers ----------------------------------------------------------------

# What may stand between a verb and the names of the bodies: "mediated by envoys from".
ENVOYS = (
    r"(?:(?:[\w-]+\ ){0,2}(?:representatives?|officials?|envoys?|diplomats?|delegat(?:es|ions?)"
    r"|experts?|members?|staff|teams?|mediators?)\ (?:of|from)\ )?(?:the\ )?"
)
# "brokered by the regional bloc"
BLOC = (
    r"(?:(?-i:[A-Z][\w-]*|regional|continental|sub-?regional)\ ){0,3}"
    r"(?:bloc|body|grouping|group|organi[sz]ation|union|alliance|agency|community)\ "
)
BY_ENVOYS = words.pattern(
    r"""\b(?:(?:mediat|broker|facilitat|moderat|conven)ed\ by
    |(?:co-)?(?:mediators?|facilitators?)(?:\ (?:from|of))?
    |co-?chaired\ by|mediation\ (?:of|by))\ (?:"""
    + ENVOYS
    + "|(?:the\\ |a\\ )?"
    + BLOC
    + ")$"
)
AS_MEDIATORS = words.pattern(
    r"""^\s*(?:\([^)]{1,12}\)\s*)?(?:(?:acting|serving|served|acted|sitting|as)\ as | as
    |in\ (?:its|their)\ (?:capacity|role)\ as|(?:has|have|had|is|was)\ (?:been\ )?)
    \ (?:the\ |an?\ )?(?:[\w-]+\ )?(?:co-?chairs?|mediators?|facilitators?)\b"""
)
# "a 2018 truce brokered by A"
LONG_AGO = words.pattern(r"\b(?:19|20)\d\d\ (?:[\w-]+\ ){1,4}(?:\w+ed)\ by\ (?:the\ )?$")
OBSERVED_BY = words.pattern(
    r"""(?:\b(?:in\ the\ presence\ of|presence\ of|observed\ by|witnessed\ by|also\ attended\ by
    |observers?\ (?:from|of)|also\ (?:present|attending|there|in\ attendance|taking\ part)
    \ (?:were|was)
    |(?:talks|negotiations|process|meetings?|dialogue|sessions?|round)\ (?:is|are|was|were)
     \ accompanied\ by
    |(?:advised|assisted|counsell?ed)\ by\ (?:its|their|the)?\ ?(?:\w+\ )?
     (?:advis[eo]rs?|lawyers|consultants|counsel)?,?
    )\ (?:the\ |an?\ |\w+\ ){0,3}?)$"""
)
OBSERVES = words.pattern(
    r"""^(?:\ (?:in|to|for)\ (?:the\ )?(?-i:[A-Z])\w+)?(?:,?\ and\ (?:the\ )?[\w-]+)?
    (?:\ (?:officials?|representatives?|diplomats?|envoys?|delegat(?:es|ions?)|experts?|staff))?
    \s*(?:\([^)]{1,12}\)\s*)?
    (?:,\ (?:which|who|whose|an?|the)\ [^,;.]{1,80}(?=,))?,?\s*(?:who\ |which\ |all\ |both\ )?(?:
      (?:[\w'’-]+\ ){0,12}?as\ (?:an?\ )?(?:[\w-]+\ )?observers?\b
    | (?:was|were|are|is)\ also\ (?:represented|there)\b
    | (?:was|were|are|is)\ (?:also\ )?(?:present|in\ attendance|observers|on\ hand)\b
    | (?:watched|looked\ on)\b
    | also\ (?:attended|sat\ in|took\ part|participated|sent\ observers|had\ observers)\b
    | sat\ in\b | sent\ (?:an\ )?observers?\b | had\ (?:an\ )?observers?\b
    | observed\b(?!\ that) | (?:gave|made)\ an?\ (?:\w+\ )?presentation\b
    | (?:gave|provided|offered|lent)\ (?:\w+\ )?(?:technical|legal|expert|logistical)
      \ (?:advice|assistance|support|help)\b | (?:followed|monitored|accompanied)\ the\ (?:\w+\ )?
      (?:talks|meetings?|negotiations|session|round|process) )"""
)
COMPOUND = re.compile(
    r"\b(?P<name>[A-Z][\w.]*(?:\s[A-Z][\w.]+)?)[-–]"
    r"(?P<verb>hosted|mediated|brokered|facilitated|sponsored|led)\b"
    r"(?=(?:\s+[\w-]+){0,3}?\s+(?:talks|negotiations|meetings?|round|discussions|consultations"
    r"|process|mediation|summit))"
)


# "brokered by the WEST AFRICAN bloc ECOWAS": not the one who did it.
OF_BLOC = words.pattern(r"^\s+(?:bloc|body|grouping|group|organi[sz]ation|agency)\b")


DONE_BY = re.compile(r"\s*\w+ed\s+(?:[\w-]+\s+){0,3}?by\b")  # "a truce in Norland brokered by"


def mediates(chain: Chain, clause: Clause) -> bool:
    """Whether those of a chain mediated: "brokered by A and B", "A and B, which mediated"."""
    before = chain.before[-60:]
    if LONG_AGO.search(chain.before[-80:]) or OF_BLOC.match(chain.after):
        return False
    if AS_MEDIATORS.match(chain.after[:80]):
        return True
    if words.MEDIATED_BY.search(before) or BY_ENVOYS.search(chain.before[-100:]):
        return True
    return (
        clause.talks
        and words.MEDIATES.match(chain.after[:60]) is not None
        and DONE_BY.match(chain.after[:60]) is None
        and any(parties.is_country(e.name) or e.kind == "institution" for e, _ in chain.members)
    )


ITSELF = words.pattern(
    r"""^\s*(?:\([^)]{1,12}\)\s*)?(?:$|[.,;:–—]|(?:acting|serving|as|in|on|at|to|after|before|with|and
    |has|have|which|ended|began|was|were|that)\b|['’]?s?\ (?:mediation|facilitation)\b)"""
)


# Of those who only host, chair or sponsor, the person is the mediator.
MEDIATION = words.pattern(
    r"(?:mediat|broker|facilitat)(?:ed|ion)|(?:under|with)\ (?:the\ )?mediation"
)


def brokers(chain: Chain) -> bool:
    """Whether it is named as the mediator itself: "brokered by A", not "by A's envoy Anna Berg"."""
    before = chain.before
    told = words.MEDIATED_BY.search(before[-60:]) or BY_ENVOYS.search(before[-100:])
    named = all(m.form == "name" and not parties.is_adjective(e.name) for e, m in chain.members)
    return named and bool(
        (told and MEDIATION.match(told.group()) and ITSELF.match(chain.after))
        or AS_MEDIATORS.match(chain.after[:80])
    )


def hosts(reading: Reading, chain: Chain, clause: Clause) -> bool:
    before = chain.before[-60:]
    if words.THANKED.search(before):
        return words.HOSPITALITY.search(clause.segment.span.of(reading.article.text)) is not None
    if words.HOSTED_BY.search(before) or words.HOSTS.match(chain.after[:60]):
        return True
    states = all(parties.is_state(country_or(entity.name)) for entity, _ in chain.members)
    return states and AUSPICES.search(before) is not None


# Bodies lend their auspices anywhere, a state mostly at home.
AUSPICES = words.pattern(
    r"""\bunder\ (?:the\ )?(?:auspices|aegis|patronage)\ of\ (?:the\ )?
    (?:government\ of\ (?:the\ )?(?:republic\ of\ )?)?$"""
)


def observes(chain: Chain) -> bool:
    """Whether those of a chain sat in: "The African Union took part as an observer"."""
    if all(e.kind == "place" for e, _ in chain.members):
        return False
    return bool(OBSERVED_BY.search(chain.before[-110:]) or OBSERVES.match(chain.after[:160]))


# Whoever speaks for a body at a table.
THOSE_OF = r"""(?:representatives?|officials?|experts?|delegat(?:es|ions?)|negotiators|envoys
  |diplomats
    |specialists|technicians|staff|teams|ministers|members)"""
JOINING = words.pattern(
    rf"""\b(?:{THOSE_OF}\ (?:of|from)|negotiators\ for)\ (?:both\ )?(?:the\ |its\ |their\ )?
    (?:[a-z]+\ (?:ministry|bank|agency|office|department)\ and\ (?:the\ )?)?$"""
)
JOINED = words.pattern(
    r"""^(?:,?\ and\ (?:the\ )?[\w-]+)?\s*(?:\([^)]{1,12}\)\s*)?
    (?:(?:have|has|had|all|on\ \w+|also|both|who|which)\ )*(?:
      t(?:ook|ake|aking)\ part | participat | attended\b | (?:were|was)\ (?:also\ )?(?:present
        |part\b
        |there\b|among) | made\ up | form(?:ed|ing)\ part | joined | m[ae]et\b | gathered
      | sat\b | held
      | began | ended | concluded | wrapped | completed | discuss | agreed | opened | resumed
      | negotiat | signed | convened | failed\ to\ agree )"""
)
SENT = words.pattern(
    r"""^\s*(?:(?:have|has|had|each|all|also|both)\ )*sent\ (?:\w+\ )?
    (?:delegations?|representatives?|negotiators|teams?|envoys?|officials|experts)\b"""
)


def compounds(reading: Reading, clause: Clause) -> Iterator[tuple[str, str, Named]]:
    """ "Qatari-mediated talks": the verb, the country's key and how to show it."""
    for found in COMPOUND.finditer(unquoted(reading, clause.span)):
        name, start = found["name"], clause.span.start + found.start()
        if found["verb"] != "led" or parties.is_country(name):
            span = Span(start, start + len(name))
            country = parties.capitals().get(parties.fold(name), name)
            yield found["verb"], parties.party(country), (parties.display(country), span)


# A name that no list need know: "Rosselkhozbank", "Ministry of Lands and Mineral Resources".
ITEM = (
    r"(?:the\s+|its\s+)?[A-ZÀ-Ý][\w'’.&-]*"
    r"(?:\s+(?:(?:of|for|de|on|&|of\s+the)\s+)?[A-ZÀ-Ý][\w'’.&-]*){0,7}"
)
LISTING = re.compile(
    r"\b(?i:representatives?|officials?|experts?|delegat(?:es|ions?)|negotiators|envoys|diplomats"
    r"|specialists|technicians|staff)\s+(?:of|from)\s+(?:both\s+)?"
    # "the defense ministry and": a description, left out
    r"(?:the\s+[a-z]+\s+(?:ministry|bank|agency|office|department)(?:\s+and|,)\s+)?"
    rf"(?P<list>{ITEM}(?:,\s+{ITEM})*(?:,?\s+and\s+{ITEM})?)(?P<after>(?:,\s+as\s+well\s+as\s[^.;,]{{1,80}})?)"
)


def listed(reading: Reading, clause: Clause) -> Iterator[tuple[Part, str, Named]]:
    """Bodies whose people sat there, of whatever names: "Officials of A, B and C took part"."""
    blanked = unquoted(reading, clause.span)
    for found in LISTING.finditer(blanked):
        before, after = blanked[: found.start()][-60:], blanked[found.end() :][:90]
        part: Part = "joining"
        if OBSERVES.match(after) and not OF_DELEGATION.search(after):
            part = "observing"
        elif not (JOINED.match(after) or GATHERED.search(before)):
            continue
        for item in re.finditer(TWO_FIELDS + "|" + ITEM, found["list"]):
            name = re.sub(r"^(?:the|its)\s+", "", item.group())
            start = clause.span.start + found.start("list") + item.end() - len(name)
            if not NAMELESS.fullmatch(name) and not NO_NAME.search(name):
                yield part, parties.party(name), (name, Span(start, start + len(name)))


OF_DELEGATION = re.compile(r"\b(?:delegation|team)\b")
GATHERED = words.pattern(
    r"""\b(?:brought\ together|bringing\ together|brings\ together|gathered|gathering|between
    |included|including|comprised|comprising|composed\ of|made\ up\ of|consist(?:ed|ing)\ of
    |[A-Z][\w'’]+,\ and|as\ well\ as)\ (?:the\ )?(?:[\w-]+\ ){0,2}$"""
)
NO_NAME = words.pattern(r"^(?:president|prime|minister|king|mr|mrs|ms|dr)\b|['’]s?$")
# "the Ministry of Lands and Mineral Resources": one body.
TWO_FIELDS = (
    rf"(?:the\s+|its\s+)?(?:[A-ZÀ-Ý]\w+\s+){{1,3}}(?:of|for)\s+{ITEM}\s+and\s+(?!the\b|its\b){ITEM}"
)

PHRASE = (
    r"(?:the\s+)?(?:[A-ZÀ-Ý][\w'’.-]*\w)"
    r"(?:\s+(?:and\s+people\s+)?(?:(?:of|the|and|for|de|la)\s+)*[A-ZÀ-Ý][\w'’.-]*\w){0,8}"
)
INVITED_BY = re.compile(
    rf"\b(?:hosted\s+by|(?i:at|upon|on)\s+the\s+(?:kind\s+)?invitation\s+of)\s+(?P<who>{PHRASE})"
    rf"|\b(?:thank\w*|gratitude\s+to|appreciation\s+to|grateful\s+to)\s+(?P<thanked>{PHRASE})"
    r"[^.;]{0,40}?\b(?:host|hospitality|welcome|reception)"
    rf"|\b(?:commend|prais|thank)\w*\b(?:[^.;]|(?<=\bMr)\.|(?<=\bMs)\.|(?<=\bDr)\.){{0,90}}?(?P<praised>{PHRASE})\s+for\s+hosting"
)
HOST_BESIDE = re.compile(
    r"whose (?:country|government|nation) (?:is |was |has )?host|,\s*(?:the|its|our) hosts?\b"
    r"|\b(?:led|leads|heads|headed) the hosts?['’]s? (?:team|delegation|side)"
)


def invited_by(reading: Reading, clause: Clause) -> Iterator[tuple[str, Named]]:
    """Hosts by the words of communiqués: "at the invitation of the Government of …"."""
    blanked = unquoted(reading, clause.span)
    for found in INVITED_BY.finditer(blanked):
        group = next(g for g in ("who", "thanked", "praised") if found[g])
        place = Span(clause.span.start + found.start(group), clause.span.start + found.end(group))
        person = next(
            (
                e
                for e in reading.entities
                if e.kind == "person" and any(place.overlaps(m.span) for m in e.mentions)
            ),
            None,
        )
        name = parties.state_in(found[group]) or (
            (person.party or person.name) if person else parties.display(found[group])
        )
        if not NAMELESS.fullmatch(name):
            yield parties.party(name), (parties.display(name), place)


def by_person(
    reading: Reading, clause: Clause, bodies: Sequence[Entity]
) -> Iterator[tuple[str, Named]]:
    """Hosts named by their ministers: "…, whose country hosted", "… of Panama, the host"."""
    for found in HOST_BESIDE.finditer(unquoted(reading, clause.span)):
        at = clause.span.start + found.start()
        near = [
            (at - m.span.end, e, m)
            for e in bodies
            for m in e.mentions
            if m.form != "pronoun" and clause.span.contains(m.span) and 0 <= at - m.span.end < 80
        ]
        if near:
            _, entity, mention = min(near, key=lambda one: one[0])
            name = parties.display(mention.span.of(reading.article.text))
            yield parties.party(entity.name), (name, mention.span)


# --- Sides --------------------------------------------------------------------------------------

NOT_SIDES = re.compile(
    r"\b(?:in|at|near|from|to|by|through|thanks|thanked|among them|including|like)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# "RFE/RL reports": an outlet.
REPORTS = re.compile(r"(?:['’]s)?\s+(?:reports|reported|correspondents?|news)\b")
NOT_TALKING = re.compile(
    r"\b(?:link(?:ing|s)?|road|border|flights?|clashes|flown|trains?|ferry)\s+between\s+(?:the\s+)?$"
)
DELEGATION = re.compile(
    r"\b(?!(?:Your|My|The|Both|Each|Either|Neither|Their|His|Her|Its|Our|Two|Rival|This|That|One|No|Every|A)\b)"
    r"(?P<a>[A-ZÀ-Ý][\w’.-]+)(?:['’]s)?\s+(?:delegation|side|team)\b"
    r"|\bdelegation\s+(?:of|from)\s+(?:the\s+)?(?:Republic\s+of\s+)?(?P<b>[A-ZÀ-Ý][\w'’.-]+)"
)


def find_sides(
    reading: Reading,
    clauses: Sequence[Clause],
    bodies: Sequence[Entity],
    observing: frozenset[str],
) -> Iterator[Named]:
    """Countries and bodies that talk: "between A and B", "A and B agreed", "A-B talks"."""
    counted: dict[str, list[Named]] = defaultdict(list)
    text = reading.article.text
    named = [b for b in bodies if any(m.form == "name" for m in b.mentions)]
    for clause in clauses:
        for chain in chains(reading, clause, named):
            weight = side_weight(chain, clause)
            for entity, mention in chain.members if weight else ():
                if mention.form == "name":
                    name = side_name(entity.name)
                    counted[parties.party(name)].extend([(name, mention.span)] * weight)
        for found in DELEGATION.finditer(text, clause.span.start, clause.span.end):
            group = "a" if found["a"] else "b"
            start = found.start(group)
            whole = text[text.rfind(" ", 0, max(0, start - 1)) + 1 : found.end(group)]
            # "the South KOREAN delegation"
            name = side_name(whole if parties.is_country(whole) else found[group])
            if parties.party(name):
                span = Span(start, found.end(group))
                counted[parties.party(name)].append((name, span))
    counted = {key: places for key, places in counted.items() if key not in observing}
    most = max(map(len, counted.values()), default=0)
    for places in counted.values():
        if len(places) * 3 >= most:
            yield places[0]


def side_weight(chain: Chain, clause: Clause) -> int:
    """How far several names in one breath are those of the sides; 0 for not at all."""
    before = chain.before[-40:]
    talking = clause.talks or not NOT_TALKING.search(before)
    if not chain.joined or not talking or REPORTS.match(chain.after):
        return 0
    if NOT_SIDES.search(before) and not JOINING.search(before):
        return 0
    return 2 if clause.talks or words.ALL_SIDES.search(before) else 1


def side_name(name: str) -> str:
    """A country for its adjective or its capital, else the name as it stands."""
    return parties.capitals().get(parties.fold(name)) or country_or(name)
