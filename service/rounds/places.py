"""Where a round took place: town, and building."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.records import Entity, Reading, Span
from service.rounds import parties, words
from service.rounds.scenes import Clause, unquoted


@dataclass(frozen=True, slots=True)
class Found:
    """A value as it stands in the article."""

    value: str
    spans: tuple[Span, ...]


_MONTH = r"(?:(?i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Za-z]*\.?)"
_DAY = rf"(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})"
# Where the report was filed: "GENEVA, March 4 (Reuters) -", "WASHINGTON (AP) —", or
# "BISHKEK. April 29 (Interfax) -", or "Geneva, July 15:".
DATELINE = re.compile(
    rf"""[ \t]*(?:date\ \d{{4}}-\d\d-\d\d[ \t]+)?(?!{_MONTH}\s\d)
    (?: (?P<town>[A-ZÀ-Ý][A-ZÀ-Ý .'’\-]{{2,30}}?)
        (?:,[^\n]{{0,40}}?|[ \t]*\([^)\n]{{2,30}}\)[^\n]{{0,12}}?)?\s*
        (?:\([^)\n]{{2,30}}\))?\s*(?:[-–—]{{1,2}}\s|\|\s|[–—](?=[A-ZÀ-Ý]))
      | (?P<mixed>[A-ZÀ-Ý][\w'’-]+(?:\s[A-ZÀ-Ý][\w'’-]+){{0,2}})
        [^\n(]{{0,30}}\([A-ZÀ-Ý][^)\n]{{1,30}}\)\s*[-–—]{{1,2}}\s
      | (?P<plain>[A-ZÀ-Ý][A-ZÀ-Ý .'’\-]{{2,30}}?),
        \s{_MONTH}\s\d{{1,2}}(?:,\s[A-Z]\w+\.?|\.|\s?\([A-Z][^)\n]{{1,20}}\):?)\s
      | (?P<stopped>[A-ZÀ-Ý][A-ZÀ-Ý '’\-]{{2,30}})[.,]\s{_DAY}\.?
        \s(?:\([^)\n]{{2,30}}\)|/[^/\n]{{2,30}}/)
      | (?P<parted>[A-ZÀ-Ý][\w'’-]+(?:\s[A-ZÀ-Ý][\w'’-]+){{0,2}}),\s{_DAY}
        (?:,?\s\d{{4}})?\s?(?:\([^)\n]{{2,30}}\))?(?::|\s[-–—]{{1,2}})\s )""",
    re.MULTILINE | re.VERBOSE,
)
# "in Tarnholm", "in the southern oasis town of Tarnholm", "in downtown Tarnholm"
IN_TOWN = re.compile(
    r"\b(?P<how>in|near|outside|around|at)\s+(?:the\s+)?"
    r"(?P<described>(?:[\w'’-]+\s+){0,5}?(?:city|town|capital|resort|village|suburb|port|oasis|island|emirate"
    r"|state|area|district|neighbou?rhood)(?:\s+(?:city|town))?\s*(?:of\s+|,\s*)?)?"
    r"(?:(?:downtown|central|suburban|neutral|nearby|eastern|western|northern|southern)\s+)*"
    r"(?P<name>[A-ZÀ-Ý][\w'’.-]*[\w](?:[\s-](?:de\s+|la\s+|el\s+|al-)?[A-ZÀ-Ý][\w'’.-]*[\w]){0,2})"
)
# "the situation in Ruritania", "security in the Gulf": what the talks are about, not where.
TOPIC = re.compile(
    r"\b(?:security|situation|war|conflict|peace|developments?|stability|fighting|violence|crisis|elections?"
    r"|ceasefire|cease-fire|truce|settlement|reconciliation|hostilities|interests?|troops|forces|presence|rights"
    r"|rebels?|authorities|civilians|army|services?|population|residents|clash(?:es)?|attacks?|soldiers"
    r"|leadership|opposition|operations|fighters|bases?|militias?|investments?|tensions?|government|missions?|embassy|ambassador|reporters|journalists|spokes\w+|said)\s*$"
)
FEATURE = re.compile(
    r"^(?:Gulf|Sea|River|Straits?|Lake|Mount|Bay|Ocean|Basin|Delta|Peninsula|Valley|Canal|North|South|East|West"
    r"|Europe|Africa|Asia|America|Western|Eastern|Northern|Southern|Central|January|February|March|April|May"
    r"|June|July|August|September|October|November|December|\w+day|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
    r"|\b(?:Gulf|Sea|River|Strait|Ocean|Basin|Delta|Peninsula|Valley|Region|Province)$"
)
# "the Tarnholm-hosted talks", "in Tarnholm's outskirts"
ENDED = re.compile(r"-(?:hosted|based)$|['’]s$")
# "the Geneva talks"
OF_TALKS = re.compile(
    r"(?:-hosted)?\s+(?:peace\s+|trade\s+|[Ii]nternational\s+)?(?:[Tt]alks|[Mm]eeting|[Ss]ummit|[Nn]egotiations"
    r"|[Rr]ound|[Cc]onference|[Ss]ession|[Dd]iscussions|[Dd]ialogue|[Cc]onsultations)\b"
)
LEAD = 3  # sentences that may name the town without a word of talks
CAPITAL = re.compile(
    r"\b(?:in|near|outside)\s+(?:the\s+)?(?P<country>[A-ZÀ-Ý][\w-]+(?:\s[A-ZÀ-Ý][\w-]+)?)(?:['’]s)?\s+capital\b"
)
NOT_VENUE = words.pattern(
    r"""^(?:the\ |a\ |an\ )?(?:[\w-]+\ ){0,2}(?:end|close|start|beginning|time|same|request
          |invitation|level|table|talks?|meetings?|summit|session|event|
    news|press|briefing|border|weekend|moment|conclusion|outset|expense|heart|risk|rate|least
        |last|first|least|stake|odds|center\ of|centre\ of|
    negotiations|ceremony|gathering|opening|closing|point|present|stage|dinner|front|frontier
        |conference(?!\ (?:cent|hall|room|facilit))|forum(?!\ secretariat)|hands|day|week|month
        |year|round|sidelines
        |region|
    country|countries|lead|statement|interview|process|agreement|deal|draft|war|conflict|court
        |International\ Court|way|morning|evening|afternoon|capital|city|town)\b"""
)
# "the Swiss Alpine resort of Tarnholm" is a town, and no hotel.
RESORT = re.compile(r"\bresort(?:\s+(?:town|city|village))?\s+of\b|^(?:the\s+)?[A-Z]\w+\s+resort$")
# Words of a building's name before what it is: nothing that begins another phrase.
NAMED_WORD = (
    r"(?!(?:at|in|on|by|to|from|with|after|before|where|when|while|for|between|during|and|that)\b)"
    r"[A-Za-zÀ-ÿ][\w'’.&-]*\s+(?:(?<=[a-z]\s)and\s+(?=[A-ZÀ-Ý]))?"
)
VENUE_NAMED = re.compile(
    rf"\b(?:at|in|inside|outside|left|on\s+the\s+\w+\s+of|separate\s+\w+\s+of)\s+"
    rf"(?P<venue>(?:the\s+|an?\s+)?(?:{NAMED_WORD}){{0,7}}?{words.VENUE_HEAD}\b"
    rf"(?:['’]s\s+(?:[a-z-]+\s+){{0,2}}?{words.VENUE_HEAD}\b)?"
    r"(?:\s+(?:of|on|des|du|de|for)\s+(?:the\s+)?"
    r"(?!\w+day\b|January|February|March\b|April|May\b|June|July|August|Sept|Oct|Nov|Dec)"
    r"(?:[A-ZÀ-Ý][\w'’-]*|shores?|banks?|outskirts|of|the|Lake)"
    r"(?:\s+(?:of\s+|the\s+)*[A-ZÀ-Ý][\w'’-]*){0,4})?"
    r"(?:\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,4})?)"
)
VENUE_WHERE = re.compile(
    r"\b(?:(?:of|at|in|outside|from)\s+|(?=the\s+[A-ZÀ-Ý]))"
    r"(?P<venue>the\s+(?:[\w'’-]+\s+){0,4}?[\w'’-]+),?\s+where\s+(?:the\s+|both\s+)?(?:two\s+|[\w'’]+\s)?"
    r"(?:delegations|talks|meeting|session|round|sides|ministers|negotiators|negotiations|parties|teams|leaders|they)\b"
)
VENUE_FRENCH = re.compile(
    r"\b(?:at|in|inside)\s+(?P<venue>(?:the\s+)?(?:Palais|Ch[âa]teau|Schloss|Villa|Hotel|H[ôo]tel|Camp|Fort|Castle|Palazzo|Casa|Haus)"
    r"(?:\s+(?:de|des|du|la|le|of|d['’])?\s?[A-ZÀ-Ý][\w'’-]*){1,4})"
)
VENUE_PLAIN = re.compile(
    r"\bat\s+(?P<venue>an?\s+(?:[a-z][\w'’-]*\s+){1,5}?(?:on|near|in|outside|overlooking|by)\s+(?:the\s+)?(?:\w+\s+(?:of\s+)?)?[^,.;:]{3,40})"
)

# A building wherever it stands in a sentence ("The building is the old fish market."): too little
# for a rule, enough for a model to point at.
VENUE_ANY = re.compile(
    rf"\b(?P<venue>(?:the\s+|an?\s+|\w+\s+)?(?:[\w’'.&-]+\s+){{0,3}}?(?:{words.VENUE_HEAD}"
    r"|(?:hotel|centre|center|building|hall|house|market|convent|school|college|club|library"
    r"|museum|church|mosque|temple|barracks|warehouse|theat(?:re|er)|station|chancery|agency)s?))\b"
)


def place(
    reading: Reading, clauses: Sequence[Clause], sides: frozenset[str] = frozenset()
) -> Found | None:
    """The town, or the country where no town is named.

    sides: the parties of the talks; a report filed from the capital of one says little.
    """
    said: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    for weight, value, span in candidates(reading, clauses, sides):
        said[parties.fold(value)].extend([(value, span)] * weight)
    if not said:
        return None
    # "Brussels" is a party's name, too, but a town here.
    countries = {k for k in said if parties.is_country(k) and k not in parties.capitals()}

    def often(key: str) -> tuple[int, int]:
        return len(said[key]), -min(s.start for _, s in said[key])

    towns = said.keys() - countries
    best = max(towns or said, key=often)
    # "Talks opened in Barbados", filed from Caracas: an island is named before its towns.
    named = max(countries, key=often, default=best)
    if len(said[named]) > len(said[best]) == 1 and parties.capitals().get(best) is not None:
        own = parties.same_party(parties.capitals()[best], named)
        best = best if own else named
    places = said[best]
    spans = tuple(sorted({span for _, span in places}))
    first = min(places, key=lambda pair: (pair[0].isupper(), pair[1].start))
    return Found(titled(first[0]), spans)


def towns(
    reading: Reading, clauses: Sequence[Clause], sides: frozenset[str] = frozenset()
) -> dict[str, float]:
    """The towns that the clauses may put the meeting in, folded, each with its share."""
    said = Counter[str]()
    for weight, value, _ in candidates(reading, clauses, sides):
        said[parties.fold(value)] += weight
    return {town: weight / said.total() for town, weight in sorted(said.items())}


Candidate = tuple[int, str, Span]  # weight, the name as it stands, its place


def candidates(
    reading: Reading, clauses: Sequence[Clause], sides: frozenset[str]
) -> Iterator[Candidate]:
    """Named places in clauses about the meeting, and datelines, each with its weight."""
    main = bool(clauses) and clauses[0].when == "main"
    known = {m.span: e for e in reading.entities for m in e.mentions if m.form == "name"}
    leading = {segment.id for segment in reading.story()[:LEAD]} if main else frozenset[str]()
    for clause in clauses:
        blanked = unquoted(reading, clause.span)
        talks = clause.talks or bool(words.DEAL.search(blanked) or words.AGREE.search(blanked))
        if talks or clause.segment.id in leading:
            for weight, name, span in after_in(clause, blanked, known):
                yield (weight if talks else 1), name, span
            yield from beside_talks(reading, clause, blanked, known)
    if main:
        yield from dateline(reading, sides, known)


def after_in(clause: Clause, blanked: str, known: Mapping[Span, Entity]) -> Iterator[Candidate]:
    """ "in Tarnholm", and "at Tarnholm" where something was held or signed there."""
    for found in IN_TOWN.finditer(blanked):
        name, before = ENDED.sub("", found["name"]), blanked[: found.start()]
        name = whole_name(name, blanked[found.end("name") :]) if name == found["name"] else name
        start = clause.span.start + found.start("name")
        span = Span(start, start + len(name))
        weight = town_weight(span, bool(found["described"]), known)
        if found["how"] == "at" and (weight < SURE or not AT_MEETING.search(before)):
            continue  # "at Vidal's request", "landing at Tarnholm"
        if found["how"] == "at" and WITHIN.match(blanked[found.end() :]):
            continue  # "at Fjord House, Tarnholm"
        if not weight or parties.is_adjective(name) or FEATURE.search(name):
            continue
        if BUILDING.search(name):
            continue  # "outside Ledra Palace"
        topic = bool(TOPIC.search(before))
        if topic and parties.is_country(name):
            continue  # "the war in Ruritania" is fought there, and talked about elsewhere
        # "the Institute in Tarnholm": where somebody is from.
        at = clause.span.start + found.start()
        home = any(e.kind == "institution" and at - 2 < p.end <= at for p, e in known.items())
        yield (1 if home or topic else weight), name, span


BUILDING = re.compile(rf"\s{words.VENUE_HEAD}$")
# The small words within a town's name: "Port of Spain", "Dar es Salaam", "Rio de Janeiro".
NAME_GOES_ON = re.compile(r"\s(?:of|es|de|do|da|du|au|el|la|al)\s[A-ZÀ-Ý][\w'’-]+")


def whole_name(name: str, after: str) -> str:
    """A capital's name in full, where small words stand in it; others as they are."""
    more = NAME_GOES_ON.match(after)
    full = name + more.group() if more else name
    return full if parties.fold(full) in parties.capitals() else name


def beside_talks(
    reading: Reading, clause: Clause, blanked: str, known: Mapping[Span, Entity]
) -> Iterator[Candidate]:
    """ "the Geneva talks", "at Tarnholm's Town Hall", "the Swiss capital"."""
    text = reading.article.text
    for span, entity in known.items():
        if entity.kind != "place" or not clause.span.contains(span):
            continue
        own = re.match(r"['’]s\s+[A-ZÀ-Ý]", text[span.end : span.end + 6])
        before = blanked[: span.start - clause.span.start]
        named_after = OF_TALKS.match(text, span.end) or (own and before.endswith("at "))
        if named_after and not FEATURE.search(span.of(text)):
            yield 2, span.of(text), span
    for found in CAPITAL.finditer(text, clause.span.start, clause.span.end):
        town = parties.capital_of(found.group("country"))
        if town is not None:
            yield 2, town, Span(found.start("country"), found.end())


def dateline(
    reading: Reading, sides: frozenset[str], known: Mapping[Span, Entity]
) -> Iterator[Candidate]:
    """Where the report was filed. From the capital of a side, it may have been filed from home."""
    text = reading.article.text
    for segment in reading.story()[:6]:
        # A full stop after the town ends the sentence, and the dateline goes on in the next.
        end = max(segment.span.end, min(segment.span.start + FILED_WITHIN, len(text)))
        found = DATELINE.match(text, segment.span.start, end)
        group = found.lastgroup if found else None
        if found is None or group is None:
            continue
        town = found.group(group).rstrip()
        span = Span(found.start(group), found.start(group) + len(town))
        seat_of = parties.capitals().get(parties.fold(town))
        places = [(p, e) for p, e in known.items() if e.kind in ("place", "country")]
        placed = any(
            p.overlaps(span) or parties.fold(e.name) == parties.fold(town) for p, e in places
        )
        bare = not re.match(r"\s*[,(.]", text[span.end : span.end + 3])
        if bare and town.isupper() and len(town) <= AGENCY and not seat_of and not placed:
            continue
        home = seat_of and parties.party(seat_of) in sides
        yield 1 if home or group in BY_DAY else 2, town, span
        return


FILED_WITHIN = 80  # characters; no dateline is longer
BY_DAY = ("plain", "stopped", "parted")  # told by the day alone: agencies at home file so, too
AGENCY = 6  # letters: capitals alone that name no known town are an agency's more often than not


AT_MEETING = words.pattern(
    r"""\b(?:signed|met|held|talks|meetings?|summit|took\ place|gathered|convened|round
          |understanding|agreement|accord|conference|negotiations)\b[^.;,]{0,50}$"""
)
WITHIN = re.compile(r"(?:\s+in|,)\s+[A-ZÀ-Ý]")
SURE = 2  # what a name is trusted with that is known to be a place's


def town_weight(span: Span, described: bool, known: Mapping[Span, Entity]) -> int:
    """How far a name after "in" may be trusted to be a town's, by what else is known of it."""
    here = [e for place, e in known.items() if place.overlaps(span)]
    if any(e.kind in ("place", "country") for e in here):
        return 3 if described else 2
    if any(e.kind in ("person", "institution", "document") for e in here):
        return 2 if described else 0
    return 3 if described else 1


OWNED = re.compile(r"['’]s$")  # "Italy's Rome"


def titled(value: str) -> str:
    """A town's plain name: "ADDIS ABABA" is Addis Ababa, and "Swiss Lausanne" is Lausanne."""
    first, _, rest = value.partition(" ")
    if rest and (parties.is_adjective(first) or OWNED.search(first)):
        value = rest
    return value.title() if value.isupper() and len(value) > 3 else value


HELD_IN = words.pattern(
    r"""\b(?:held|met|meet|meeting|took\ place|take\ place|opened|ended|closed|concluded|convened
          |began|gathered|hosted|talks|negotiations|round|session|summit|ceremony|sat|shuttled
          |left|arrived|signed|signing|shook\ hands|received|deliberations|contact)\b"""
)
ELSEWHERE = words.pattern(
    r"""\b(?:news\ conference|press\ conference|briefing|interview|reporters|journalists|airport
    |land(?:ed|ing)|arriv(?:al|ing)|departure|depart(?:ed|ing))\b"""
)
SOCIAL = words.pattern(
    r"\b(?:reception|dinner|lunch(?:eon)?|banquet|audience|(?:was|were)\ received)\b"
)
# "director of negotiations at the ministry": where somebody is from.
POSTED = words.pattern(
    r"""\b(?:directors?|director-general|secretary|minister|ambassador|head|chief|officials?|adviser
    |advisor|spokes\w+|officer|professor|fellow|researcher|analyst|lecturer)
    \ (?:(?:of|for)\ (?:\w+\ ){1,5})?(?:at|in)\ (?:the\ )?$"""
)
# Where one passes rather than meets, as long as nothing says so.
TRANSIT = words.pattern(r"\b(?:airport|crossing|checkpoint|vessel|ship|base|port)$")


def venue(reading: Reading, clauses: Sequence[Clause]) -> Found | None:
    """The building that most speaks of the meeting, as the article words it."""
    best: tuple[int, Span] | None = None
    for clause in clauses:
        whole = clause.segment.span
        blanked = unquoted(reading, whole)
        for sure, expression in (
            (3, VENUE_WHERE), (1, VENUE_FRENCH), (1, VENUE_NAMED), (0, VENUE_PLAIN)
        ):  # fmt: skip
            for span in buildings(expression, blanked, whole.start):
                if not clause.span.start <= span.start < clause.span.end:
                    continue
                before = blanked[: span.start - whole.start]
                weight = (
                    sure
                    + 2 * clause.talks
                    + 2 * bool(HELD_IN.search(before[-60:]))
                    - 2 * bool(ELSEWHERE.search(before[-60:]))
                    - 4 * bool(SOCIAL.search(before[-60:]))
                    - 2 * bool(POSTED.search(before[-70:]))
                    - bool(TRANSIT.search(span.of(reading.article.text)))
                )
                if weight >= WORTH and (best is None or weight > best[0]):
                    best = weight, span
    return Found(best[1].of(reading.article.text), (best[1],)) if best else None


WORTH = 3  # a building that is only named somewhere has 1


def candidate_venues(reading: Reading, within: Span) -> list[Span]:
    """Everything in a stretch that may be a building, without overlaps, in reading order."""
    found: list[Span] = []
    for segment in reading.story():
        if not segment.span.overlaps(within):
            continue
        blanked = unquoted(reading, segment.span)
        for expression in (VENUE_WHERE, VENUE_FRENCH, VENUE_NAMED, VENUE_PLAIN, VENUE_ANY):
            for span in buildings(expression, blanked, segment.span.start):
                if not any(span.overlaps(other) for other in found):
                    found.append(span)
    return sorted(found)


def buildings(expression: re.Pattern[str], blanked: str, offset: int) -> Iterator[Span]:
    """Where an expression finds a building, without the article before its name."""
    for found in expression.finditer(blanked):
        value = found.group("venue").strip()
        if NOT_VENUE.match(value) or RESORT.search(value):
            continue
        lean = re.sub(r"^the\s+", "", value)
        start = offset + found.start("venue") + len(value) - len(lean)
        yield Span(start, start + len(lean))
