"""The country or body that each person speaks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.mentions import lexicon
from service.records import Entity, Mention, Reading
from service.rounds import parties
from service.rounds.offices import is_filler
from service.rounds.presence import SIGNED_FOR

# "Norland's delegation was led by Foreign Minister", "Norland sent its envoy".
NO_PARTY = (
    r"(?!(?:The|Its|Their|His|Her|Our|Your|My|Both|Each|Either|Neither|Two|This|That|One|No|A|An|It"
    r"|He|She|They|Who|Which)\b)"
)
HEADED = re.compile(
    rf"\b{NO_PARTY}(?P<party>[A-ZÀ-Ý][\w-]+)(?:['’]s)?"
    r"\s+(?:(?:[\w-]+\s+){0,2}(?:delegation|team|side)(?:\s+(?:was|is)|,)?"
    r"|(?:was|were|is)(?:\s+also)?)\s+(?:led|headed|represented)\s+by\s+(?P<title>[^.;]{0,80})$"
    r"|\bdelegation\s+(?:of|from)\s+(?:the\s+)?(?:Republic\s+of\s+)?(?P<of>[A-ZÀ-Ý][\w-]+),?"
    r"\s+(?:was\s+|is\s+)?(?:led|headed)\s+by\s+(?P<title2>[^.;]{0,80})$"
    rf"|\b{NO_PARTY}(?P<sender>[A-ZÀ-Ý][\w-]+)"
    r"\s+(?:has\s+)?(?:sent|dispatched|fielded)\s+(?:(?:its|an?|the)\s+)?(?P<title3>[^.;]{0,80})$"
    # "… and Norland's by", "… and that of Norland by": the verb is said once.
    rf"|\b(?:On|From|For|on|from|for)\s+the\s+{NO_PARTY}(?P<on>[A-ZÀ-Ý][\w-]+)\s+side\b,?"
    r"(?P<said>[^.;]{0,60})$"
    rf"|\b{NO_PARTY}(?P<owner>[A-ZÀ-Ý][\w-]+)['’]s?\s+(?:(?:delegation|team|side)\s+)?"
    r"by\s+(?P<title4>[^.;]{0,80})$"
    r"|\bthat\s+of\s+(?:the\s+)?(?P<that>[A-ZÀ-Ý][\w-]+)\s+(?:was\s+\w+\s+)?by\s+(?P<title5>[^.;]{0,80})$"
)
# "Anna Berg, who led the Norland team".
LEADS = re.compile(
    r"(?:,[^,;.]{1,80})?,?\s+(?:who\s+)?(?:led|headed|leads|heads|is\s+leading|is\s+heading)"
    rf"\s+(?:the\s+)?{NO_PARTY}(?P<party>[A-ZÀ-Ý][\w-]+)(?:['’]s)?\s+(?:delegation|team|side)\b"
    rf"|(?:,[^,;.]{{1,80}},)?\s+(?:who\s+)?(?:represent(?:ed|s|ing)|(?:led|spoke|signed|acted|negotiated"
    rf"|speaking|signing)\s+for)\s+(?:the\s+)?{NO_PARTY}(?P<whom>[A-ZÀ-Ý][\w-]+)"
    rf"|,?\s+that\s+of\s+(?:the\s+)?{NO_PARTY}(?P<other>[A-ZÀ-Ý][\w-]+)"
)
# What envoys are sent to, and nobody is sent by.
REGION = re.compile(
    r"(?:Middle|Near|Far)\sEast|Horn\sof\sAfrica|(?:South|North|Central)\s(?:Caucasus|Asia)"
    r"|(?:Western\s)?Balkans|Great\sLakes|Sahel|Caucasus|Gulf"
)
DEMONYM = re.compile(
    r"\b(?P<party>[A-ZÀ-Ý]\w+(?:ese|ish|ian|ean|an|ani|i|ch|sh|ic))\s+(?P<role>(?!and\b)[^,;.]{3,40}?),?\s*$"
)
# Between a body and a name behind it, or a name and a body behind it.
PARTED = re.compile(r"[.;:\n]\s|\s[-–—]+\s|,\s*[A-ZÀ-Ý]|\band\b")
ATTACHED = re.compile(
    r"(?:\s*\(|\s+of\s+(?:the\s+)?"
    r"|,\s*(?!who\b|whose\b)(?:the\s+|an?\s+)?(?:[\w-]+\s+){0,6}?(?:of|for|from)?\s*(?:the\s+)?)"
)


def side_of(reading: Reading, entity: Entity, bodies: Sequence[Entity]) -> str | None:
    """The country or body that a person speaks for; never another person."""
    named = [b for b in bodies if any(m.form == "name" for m in b.mentions)]
    headed = headed_by(reading, entity)
    found = (
        # The head of a state's delegation speaks for the state, whatever office it is from.
        (headed if headed and parties.is_state(headed) else None)
        or of_role(entity, named)
        or headed
        or beside(reading, entity, named)
        or entity.party
    )
    if found is not None and (found.split()[0] in lexicon.FIELDS or REGION.fullmatch(found)):
        return None  # "Minister Anna Berg of Finance and Planning", "Middle East envoy"
    surnames = {
        parties.fold(e.name).split()[-1]
        for e in reading.entities
        if e.kind == "person" and parties.fold(e.name)
    }
    return None if found is None or parties.fold(found) in surnames else parties.display(found)


def of_role(entity: Entity, named: Sequence[Entity]) -> str | None:
    """The body that the role names, else the country that stands with it."""
    # An ambassador to Norland is not Norland's.
    role = (entity.role or "").partition(" to ")[0]
    if entity.party:
        # "UN envoy for Norland": the UN's.
        role = re.split(r" (?:for|on) ", role)[0]
    for body in sorted(named, key=lambda b: -len(b.name)):
        if len(body.name) > 1 and re.search(rf"\b{re.escape(body.name)}\b", role):
            return body.name
    known = entity.party and (parties.is_country(entity.party) or not entity.role)
    return entity.party if known else None


def headed_by(reading: Reading, entity: Entity) -> str | None:
    """By a delegation that the person leads, or a nationality before the role."""
    text = reading.article.text
    own = frozenset((entity.role or "").lower().split())
    for mention in entity.mentions:
        start = mention.span.start
        signs = SIGNED_FOR.match(text[text.rfind("\n", 0, start) + 1 : start])
        if signs:
            return parties.state_in(signs["party"]) or signs["party"]
        headed = HEADED.search(text[max(0, start - 120) : start])
        if headed:
            if headed["on"]:
                return headed["on"]
            told = {name: group for name, group in headed.groupdict().items() if group}
            title = next((told[name] for name in told if name.startswith("title")), "")
            if is_filler(title, 8, own):
                return next(told[name] for name in told if not name.startswith("title"))
        leads = LEADS.match(text, mention.span.end)
        if leads:
            return leads["party"] or leads["whom"] or leads["other"]
        lead = text[max(0, start - 60) : start]
        adjective = DEMONYM.search(lead) if mention.form == "name" else None
        if adjective and is_filler(adjective["role"], 6):
            # "SOUTH Sudanese", "Turkish CYPRIOT": the reader of names knows the whole.
            whole = entity.party or ""
            return whole if adjective["party"] in whole.split() else adjective["party"]
    return None


def beside(reading: Reading, entity: Entity, named: Sequence[Entity]) -> str | None:
    """The body right before or behind one of the names: "Norland's Anna Berg", "… (Norland)"."""
    places = [(b, m) for b in named for m in b.mentions if m.form == "name"]
    for mention in entity.mentions:
        if mention.form == "name":
            for body, place in places:
                if adjoins(reading.article.text, mention, place):
                    return body.name
    return None


def adjoins(text: str, mention: Mention, place: Mention) -> bool:
    if 0 <= mention.span.start - place.span.end < 90:
        between = text[place.span.end : mention.span.start]
        return is_filler(re.sub(r"^['’]s?", "", between), 8) and not PARTED.search(between)
    if 0 <= place.span.start - mention.span.end < 70:
        between = text[mention.span.end : place.span.start]
        # "…, met in Tarnholm": words that do something attach nobody.
        return ATTACHED.fullmatch(between) is not None and is_filler(between)
    return False
