"""Quantities that an article states, each with its unit and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.records import Evidence, Reading
from service.rounds.scenes import Clause
from service.rounds.topics import Topics, stems
from service.rounds.words import listed

SMALL = listed(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen"""
)
TENS = dict(
    zip(
        listed("twenty thirty forty fifty sixty seventy eighty ninety"),
        range(20, 100, 10),
        strict=True,
    )
)
WORDS = {word: number for number, word in enumerate(SMALL)} | TENS
SCALES = {"thousand": 1e3, "million": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9}
NUMBER = (
    r"(?<![\w.,-])(?<!hundred and )(?P<n>\d{1,3}(?:[,\u00a0\u202f\s]\d{3})+(?!\d)|\d+(?:\.\d+)?"
    rf"|(?:(?:a|{'|'.join(SMALL[1:10])})\s)?hundred(?:\sand\s(?:{'|'.join(SMALL[1:])}|(?:{'|'.join(TENS)})(?:-\w+)?))?"
    r"|(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty-)?(?:"
    + "|".join(sorted((w for w in WORDS if w not in ("zero", "one")), key=len, reverse=True))
    + r"))(?:[\s-](?P<scale>thousand|million|billion|mn|bn)\b)?"
)
ANY_NUMBER = re.compile(NUMBER, re.IGNORECASE)
ALLOWED = r"\b(?:within|in|after|for|than)\s+(?:the\s+next\s+|about\s+|at\s+least\s+)?"
# What is measured: the unit's name, and how it is written.
MEASURES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (unit, re.compile(expression, re.IGNORECASE))
    for unit, expression in (
        ("money", rf"(?:US)?[$€£]\s?{NUMBER}"),
        ("money", rf"{NUMBER}\s+(?:U\.?S\.?\s)?(?:dollars|euros|pounds)\b"),
        ("per cent", rf"{NUMBER}\s*(?:%|per\s?cent\b)"),
        ("kilometres", rf"{NUMBER}[\s-]*(?:kilomet(?:re|er)s?|km)\b"),
        ("metres", rf"{NUMBER}[\s-]met(?:re|er)s?\b"),
        ("cubic metres", rf"{NUMBER}[\s-]cubic\s+met(?:re|er)s?\b"),
        ("nautical miles", rf"{NUMBER}[\s-]nautical\smiles?\b"),
        ("tonnes", rf"{NUMBER}[\s-](?:metric\s)?ton(?:ne)?s?\b"),
        ("hectares", rf"{NUMBER}[\s-]hectares?\b"),
        ("megawatts", rf"{NUMBER}[\s-](?:megawatts?|mw)\b"),
        ("hours", rf"{ALLOWED}{NUMBER}\s+hours?\b"),
        ("hours", rf"{NUMBER}-hour\b"),
        ("days", rf"\bwithin\s+(?:about\s+|at\s+least\s+)?{NUMBER}\s+days?\b"),
        ("days", rf"\bof\s+{NUMBER}\s+days?\b(?!\s+of\b)"),
        ("months", rf"{ALLOWED}{NUMBER}\s+months?\b"),
        ("years", rf"{ALLOWED}{NUMBER}\s+years?\b(?!\s+of\s+war)"),
    )
)  # fmt: skip
COUNTED = re.compile(
    NUMBER + r"\s+(?P<of>(?:[A-Za-z][\w'’-]*\s+){0,2}?)"
    r"(?P<noun>[A-Za-z][\w'’-]*s|men|people|women|children)\b",
    re.IGNORECASE,
)
SIGNED = re.compile(
    NUMBER + r"(?:\s+of\s+(?:the\s+)?\w+)?(?:\s+[\w-]+){0,5}?\s+(?:have\s+|had\s+)?"
    r"(?:signed|initial+ed)\b",
    re.IGNORECASE,
)
ROUGHLY = re.compile(
    r"\b(?:about|some|around|nearly|almost|roughly|approximately|over|more than|at least|up to"
    r"|as many as|fewer than|less than|under|below)\s+[$€£]?$",
    re.IGNORECASE,
)
SHARE = re.compile(
    rf"{NUMBER}\s+(?:out\s+)?of\s+(?:the\s+|its\s+|their\s+|those\s+)?(?:[A-Za-z]+['’]s?\s+)?"
    rf"(?P<m>\d+|{'|'.join(SMALL[3:])})\s+(?:[\w-]+\s+){{0,2}}?(?P<noun>[a-z]+s)\b"
    rf"|\ball\s+(?:of\s+)?(?:the\s+)?(?P<all>\d+|{'|'.join(SMALL[3:])})(?:\s+(?:[\w-]+\s+){{0,2}}?[a-z]+s)?\b",
    re.IGNORECASE,
)
NUMBERED = re.compile(
    rf"\bnumber\s+of\s+(?:[\w-]+\s+){{0,3}}?(?P<noun>[a-z]+s)\s+(?:\w+\s+){{0,2}}?"
    rf"(?:to|at|is|was|reached)\s+{NUMBER}\b",
    re.IGNORECASE,
)
PASSIVE = re.compile(r"\b(?:be|been|being|is|are|was|were)\s+\w+$", re.IGNORECASE)
# A part of a number: "two of nine chapters" is about two, "of whom three" about another whole.
OUT_OF = re.compile(
    rf"\b(?:\d+(?:st|nd|rd|th)?|one|some|many|most|none|last|first|second|third|{'|'.join(SMALL[2:])})"
    r"\s+(?:out\s+)?of\s+(?:the\s+)?$"
    r"|\b(?:of\s+(?:which|whom)|including|another|a\s+further)\s+$",
    re.IGNORECASE,
)
# On top of others: "three further protocols".
MORE = re.compile(r"\b(?:further|additional|more|other|extra|new)\b", re.IGNORECASE)
# Counted things that are no fact of the talks: time, the sides themselves, and what is measured.
UNCOUNTED = frozenset(
    listed(
        """days weeks months years hours minutes decades seconds centuries times sides parties
        countries nations governments ministers neighbours neighbors delegations leaders capitals
        wars rounds this his has was is its thus as us news talks teams states floors presidents
        others dollars euros pounds kilometers kilometres metres meters tonnes tons hectares miles
        nautical megawatts points cubic gas"""
    )
)
# Ends in s, and is one: "progress", "status", "basis".
SINGULAR = re.compile(r"(?:ss|us|is)$")
KINDS = dict.fromkeys(
    listed(
        """experts specialists scientists engineers hydrologists technicians members inspectors
        observers monitors delegates commissioners officials biologists economists lawyers judges
        visitors"""
    ),
    "experts",
) | dict.fromkeys(
    listed(
        """prisoners captives detainees hostages men lads soldiers servicemen fighters inmates boys
        civilians"""
    ),
    "prisoners",
)
# Anybody, of whom a sentence on setting free speaks as the prisoners.
ANYBODY = frozenset(listed("people persons citizens nationals passengers abductees"))
HELD = re.compile(
    r"\b(?:free|locked up|jail|releas|exchang|swap|captiv|prison|detain|hostage|abduct"
    r"|hand(?:ed)? over|handed to)",
    re.IGNORECASE,
)
# How much the words beside two quantities must tell together (`Topics.shared`) for them to be of
# the same thing. Source: docs/decisions/0037.
LEAST = 200
LEAST_OF = {"money": 500, "per cent": 600}
LEAST_OF_SHARE = 200
SHARED = "out of "
UNITS = frozenset(unit for unit, _ in MEASURES)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something in a sentence.

    what: the unit, or the kind of thing counted. rough: only about so many.
    text: the number and its unit, for showing. context: stems of the sentence's other words.
    marks: stems of the words between number and noun ("boundary" of "11 boundary pillars").
    more: whether it comes on top of others ("three further protocols").
    shared: whether the sentence says that so many are on each side.
    """

    number: float
    text: str
    what: str
    rough: bool
    place: Evidence
    context: frozenset[str]
    marks: frozenset[str] = frozenset()
    more: bool = False
    shared: bool = False


def quantities(clauses: Sequence[Clause], reading: Reading) -> Iterator[Quantity]:
    """Every quantity in the clauses, measured or counted, in reading order."""
    for clause in clauses:
        taken: list[tuple[int, int]] = []
        for what, found in stated(clause, reading):
            at = found.span("n") if found.group("n") else found.span("all")
            if any(start <= at[0] < end for start, end in taken):
                continue
            if not what.startswith(SHARED):
                taken.append(at)
            yield quantity(what, found, clause, reading)


def stated(clause: Clause, reading: Reading) -> Iterator[tuple[str, re.Match[str]]]:
    """What each number in a clause measures or counts, measures first."""
    text = reading.article.text
    start, end = clause.span.start, clause.span.end
    if not ANY_NUMBER.search(text, start, end):
        return
    for unit, expression in MEASURES:
        yield from ((unit, found) for found in expression.finditer(text, start, end))
    for found in SHARE.finditer(text, start, end):
        yield f"{SHARED}{value_of(found.group('all') or found.group('m')):g}", found
        if found.group("noun"):
            yield found.group("noun").lower(), found
    yield from (
        (found.group("noun").lower(), found) for found in NUMBERED.finditer(text, start, end)
    )
    for found in SIGNED.finditer(text, start, end):
        if not PASSIVE.search(found.group()):
            yield "signatories", found
    sentence = clause.segment.span.of(text)
    for found in COUNTED.finditer(text, start, end):
        noun = found.group("noun").lower()
        held = HELD.search(sentence) is not None
        kind = "prisoners" if noun in ANYBODY and held else KINDS.get(noun, noun)
        if noun in UNCOUNTED or SINGULAR.search(noun) or (kind == "prisoners" and not held):
            continue
        # "two of nine chapters" is about two.
        if not OUT_OF.search(text[max(start, found.start() - 20) : found.start()]):
            yield kind, found


def quantity(what: str, found: re.Match[str], clause: Clause, reading: Reading) -> Quantity:
    text = reading.article.text
    groups = found.groupdict()
    written = groups["n"] or groups["all"]
    at = found.start("n") if groups["n"] else found.start("all")
    before = text[max(clause.span.start, at - 16) : at]
    number = value_of(written) * SCALES.get((groups.get("scale") or "").lower(), 1)
    end = found.end("n") if what == "signatories" else found.end()
    sentence = clause.segment.span.of(text)
    noun = groups.get("noun")
    own = stems(noun or ("" if what.startswith(SHARED) else found.group()))
    told = " ".join(text[found.start() : end].split())
    if noun and groups.get("m") and not what.startswith(SHARED):
        told = f"{written} {noun}"  # of "nine of the 12 protocols"
    return Quantity(
        number=number,
        text=in_figures(told, written, number),
        what=what,
        rough=ROUGHLY.search(before) is not None,
        place=Evidence(article=reading.article.id, start=found.start(), end=end),
        context=stems(sentence) - own,
        marks=stems(groups.get("of") or ""),
        more=MORE.search(groups.get("of") or "") is not None,
        shared=re.search(r"\b(?:each|both|either|apiece)\b", sentence, re.IGNORECASE) is not None,
    )


def in_figures(text: str, written: str, number: float) -> str:
    """The quantity as it stands there, a long number word as figures."""
    return text.replace(written, f"{number:g}") if "-" in written else text


HUNDREDS = re.compile(r"(?:(\w+)\s)?hundred(?:\sand\s([\w-]+))?")


def value_of(written: str) -> float:
    hundreds = HUNDREDS.fullmatch(written.lower())
    if hundreds:
        times = WORDS.get(hundreds.group(1) or "", 1)
        return 100.0 * times + (value_of(hundreds.group(2)) if hundreds.group(2) else 0)
    low = re.sub(r"[,\s]", "", written.lower())
    if "-" in low:
        tens, _, unit = low.partition("-")
        return float(TENS.get(tens, 0) + WORDS.get(unit, 0))
    return float(WORDS[low]) if low in WORDS else float(low)


def conflicts(
    ours: Sequence[Quantity], theirs: Sequence[Quantity], topics: Topics
) -> Iterator[tuple[Quantity, Quantity]]:
    """Pairs of two articles that state the same thing, where neither has the other's number.

    An article that has both numbers knows that they are of different things. Each quantity is
    compared with the one whose sentence is most like its own, and with no other.
    """
    mine, others = {c.number for c in ours}, {c.number for c in theirs}
    if mine <= others or others <= mine:
        return
    ours, theirs = exact(ours), exact(theirs)
    for a in ours:
        for b in theirs:
            if a.number in others or b.number in mine or compatible(a, b):
                continue
            if (
                alike(a, b, topics)
                and closest(a, theirs, topics) == b
                and closest(b, ours, topics) == a
            ):
                yield a, b


def exact(said: Sequence[Quantity]) -> list[Quantity]:
    """Without rough numbers of which the same article has the exact one."""
    return [a for a in said if not (a.rough and any(b != a and compatible(a, b) for b in said))]


def closest(one: Quantity, others: Sequence[Quantity], topics: Topics) -> Quantity:
    return max(
        (other for other in others if other.more == one.more),
        key=lambda other: (
            topics.shared(one.context | one.marks, other.context | other.marks),
            -other.place.start,
        ),
    )


def likeness(a: Quantity, b: Quantity) -> float:
    """Share of the shorter sentence's words that both have."""
    return len(a.context & b.context) / (min(len(a.context), len(b.context)) or 1)


def alike(a: Quantity, b: Quantity, topics: Topics) -> bool:
    """Whether two sentences speak of the same thing, as far as their words tell.

    "Military observers" in both are the same ones. A bare unit needs most beside it.
    """
    least = LEAST_OF.get(a.what, LEAST_OF_SHARE if a.what.startswith(SHARED) else LEAST)
    return bool(a.marks & b.marks) or topics.shared(a.context, b.context) >= least


def compatible(a: Quantity, b: Quantity) -> bool:
    """A rough number fits any within a tenth of it; three each are six; three more are no count."""
    if a.more != b.more:
        return True
    low, high = sorted((a.number, b.number))
    if (a.shared or b.shared) and low and high / low in (2, 3, 4):
        return True
    return (a.rough or b.rough) and high - low <= 0.1 * high
