"""What a sentence shows of whether, and how, it states something of talks.

Wide signs, each a class of words or a plain fact of grammar or position, seen apart outside and
inside quotation marks, and the roots of all plain words. None decides alone: `kinds.py` weighs
them together. The classes are those of the trade (to settle, to fail, to go on, to ask, to deny …),
not the phrases of any one outlet; roots have a weight only where many cases use them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain

from service.records import Reading, Segment, Span
from service.rounds import parties
from service.rounds.people import Company
from service.rounds.scenes import Clause, unquoted


def stems(listed_stems: str) -> re.Pattern[str]:
    """A pattern for lower-case words that begin with a stem; "=" after a stem ends the word."""
    parts = [
        re.escape(s[:-1].replace("_", " ")) + r"\b" if s.endswith("=") else
        re.escape(s.replace("_", " ")) + r"\w*"
        for s in listed_stems.split()
    ]  # fmt: skip
    return re.compile(r"\b(?:" + "|".join(parts).replace(r"\ ", r"\s+") + ")")


CLASSES: Mapping[str, re.Pattern[str]] = {
    "agree": stems(
        "agree= agreed= agrees= agreeing= accept approv endors adopt ratif initial= initialed= "
        "initialled= sign= signs= signed= signing= consent concur commit= commits= committed= "
        "committing= commitment pledg undert promis decid"
    ),
    "conclude": stems(
        "conclude clinch sealed= struck= reach= reached= secur obtain won= conced clos= close "
        "finish complet lock settl resolve= resolved="
    ),
    "paper": stems(
        "agreement accord deal= deals= pact= treaty understanding= memorandum protocol "
        "communiqu declaration roadmap road_map text= truce= ceasefire cease-fire cessation "
        "document= plan= compromise framework statement= note="
    ),
    "do": stems(
        "releas exchang reopen re-open open= opens= opened= opening= extend extension withdr "
        "restor creat establish set_up sets_up setting_up form= forms= formed= forming= "
        "launch survey halt suspend cut= cuts= cutting= rais pay= pays= paid= hand_over "
        "handed_over allow= allows= allowed= let= lets= admit lift= lifts= lifted= lifting= "
        "free= frees= freed= freeing= share= shares= shared= sharing= cap= caps= capped= limit "
        "reduc increas deploy return= returned= returning= begin= begins= start= starts= "
        "take_effect come_into enter_into monitor verif inspect appoint instruct provid give= "
        "gives= gave= receiv build= repair swap grant station join="
    ),
    "fail": stems(
        "fail broke broken= collaps stall deadlock impasse stalemate without= postpon put_off "
        "set_aside no_headway unable unsuccess"
    ),
    "differ": stems(
        "unresolved unsettled outstanding differ= differs= differed= differing= difference "
        "disagree gap= gaps= dispute= disputes= divid apart= divergen sticking obstacle hurdle "
        "thorn contentio hardest= remain persist still= open_question unclear pending= left= "
        "to_be_settled to_be_agreed"
    ),
    "refuse": stems(
        "refus reject rul_out ruled_out rules_out turn_down turned_down turns_down declin oppos "
        "object= objected= objection resist unwilling unaccept reserv block= blocked= stop="
    ),
    "deny": stems(
        "deny= denies= denied= denying= denial disput dismiss contradict false= untrue= lie= "
        "baseless never= no_such nothing="
    ),
    "demand": stems(
        "demand insist want ask= asks= asked= asking= urg call_for calls_for called_for "
        "calling_for press= pressed= presses= pressing= request seek= seeks= sought= seeking= "
        "condition must= should= need= needs= needed= require exclud maintain"
    ),
    "propose": stems(
        "propos offer suggest put_forward tabled= invit float present= presents= presented= "
        "presenting= draft idea= ready_to= willing prepared_to= recommend consider study= refer"
    ),
    "again": stems(
        "next= again= resum reconven continu follow-up second= third= fourth= fifth= further= "
        "another= later= upcoming= forthcoming= new_round= new_dates= new_date= return_to= "
        "go_on= back=in come_back= pick_up="
    ),
    "meeting": stems("talk= talks= meet= meets= meeting round= rounds= summit session negotiat "
                     "consult convene discussion dialogue conference host= hosted="),
    "met": stems("met= held= hosted= arriv attend led= chair head= headed= heading= presid "
                 "gather includ flank accompan sat= travel flew= took_part taken_part"),
    "discuss": stems("discuss spoke= exchanged_views review consider examin address rais "
                     "touch dealt= cover"),
    "progress": stems("progress breakthrough headway step= steps= momentum constructive fruitful "
                      "useful productive positive advance narrow frank= understanding="),
    "say": stems("said= says= say= told= tell= add= adds= added= claim announc assert "
                 "stat= state= stated= states= "
                 "according= report= reported= reports= reportedly= confirm declar indicat stress "
                 "note= noted= notes= recall explain wrote= warn hail welcom describ call= called= "
                 "calls= express"),
    "will": stems("will= would= shall= won't= 'll= are_to= is_to= were_to= was_to= due_to= "
                  "set_to= expected_to= scheduled= expect= expects= hope= hopes= hoped= plan_to= "
                  "plans_to= intend"),
    "may": stems("may= might= could= can= likely= possib perhaps="),
    "if": stems("if= unless= provided= only_if= only_when= once= subject_to= depend condition "
                "contingent as_long_as= so_long_as= in_exchange= in_return= until= before="),
    "not": re.compile(r"\b(?:not|no|never|neither|nor|without|none|nobody|nothing|cannot)\b"
                      r"|n['’]t\b"),
    "since": stems("since= ago= earlier= previous formerly= last_year= last_month= war= years= "
                   "decades= century= broke_out killed= dead= population= founded= born= once="),
    "strife": stems(
        "war= wars= warring fought= fighting= fight= clash skirmish invad invasion annex occup "
        "conflict= conflicts= hostilit rebel insurg coup= attack assault bomb shell= shelled= "
        "shelling= kill casualt died= dead= deaths= wound displac refugee flee= fled= exodus= "
        "genocid massacre atrocit independence= secession separatist breakaway"
    ),
    "lasting": stems(
        "home_to= populated inhabit recognised recognized locat situat border= borders= bordering= "
        "consist comprise belong stretch= stretches= lies= straddl cover= covers= known_as= "
        "depend account_for= accounts_for= one_of_the= has_been= have_been= had_been="
    ),
    "toll": stems("killed= dead= died= casualt wounded= fatalit"),
    "outside": stems("analyst expert= professor= resident farmer= shopkeeper opposition "
                     "parliamentarian critic lawmaker senator= union= trader driver= "
                     "spokesperson spokesman spokeswoman"),
    "reply": stems("repl respon confirm comment answer reaction silent declin"),
    "agenda": stems("agenda question= questions= issue= issues= matter= point= points= subject= "
                    "chapter item= topic"),
    "amount": re.compile(r"[$€£]\s?\d|\b\d[\d.,]*\s*(?:%|per\s?cent|percent|million|billion|"
                         r"kilomet|km\b|tonnes?|tons?|days\b|months\b|years\b|hours\b|barrels)"),
    "number": re.compile(r"\b\d+\b"),
}  # fmt: skip
NEAR = 4
"""Words between two that belong together."""
REMEMBERED = 20_000
"""Stretches whose classes are kept: copies of a story have the same sentences."""


def joined(first: str, second: str) -> re.Pattern[str]:
    """The first class, or one of several, and within a few words the second."""
    one, two = ("|".join(CLASSES[n].pattern for n in names.split("/")) for names in (first, second))
    # Possessive: marks are both between words and in them, and were tried in every split.
    return re.compile(rf"(?:{one})\W++(?:[\w'’-]++\W++){{0,{NEAR}}}?(?:{two})")


PAIRS: Mapping[tuple[str, str], re.Pattern[str]] = {
    (first, second): joined(first, second)
    for first, others in (
        ("not", "agree/conclude paper discuss reply do agenda meeting progress"),
        ("fail", "agree/conclude agenda"),
        ("agenda", "fail/differ"),
        ("agree", "do paper meeting again agenda not amount"),
        ("conclude", "paper agenda"),
        ("will", "do meeting again agree/conclude discuss"),
        ("may", "agree/conclude"),
        ("propose", "do meeting"),
        ("demand", "do meeting"),
        ("refuse", "do meeting"),
        ("if", "do agree/conclude"),
        ("meeting", "met again not"),
        ("met", "meeting"),
        ("again", "meeting"),
        ("say", "agree/conclude not will"),
        ("progress", "not"),
        ("paper", "will do agree/conclude"),
    )
    for second in others.split()
}
DENYING = {"not", "fail"}
UNSETTLED = joined("not/fail", "agree/conclude/paper/progress")
MAYBE_SIDES = re.compile(
    r"\b(?:the|both|all|two|three|four|five)\s(?:\w+\s)?(?:sides|parties|delegations|countries|"
    r"governments|ministers|leaders|neighbou?rs|states|teams|presidents|capitals|members|"
    r"negotiators|delegates|committee|commission)\b|\bboth\b|\beach\b|\bjoint(?:ly)?\b",
    re.IGNORECASE,
)
OF_SIDES = ("agree", "conclude", "fail", "differ", "not", "discuss", "will", "met")
PLURAL = re.compile(r"^\W*(?:they|both|neither|the\s(?:two|three))\b", re.IGNORECASE)
PRONOUN = re.compile(r"^\W*(?:he|she|his|her)\b", re.IGNORECASE)
IT = re.compile(r"^\W*(?:it|this|that|these|those|there)\b", re.IGNORECASE)
ITEM = re.compile(r"^\s*(?:[•*·–—-]|\(?\d{1,2}[.)]|\(?[a-h]\))\s+")
LEADS_LIST = re.compile(r":\s*$")
UNDER = re.compile(r"\b(?:under|in|by|according to)\s+(?:the|this|that|its|a)\s+(?:\w+\s+){0,2}"
                   r"(?:agreement|deal|accord|text|plan|protocol|communiqu\w+|document|"
                   r"declaration|arrangement|truce|note|record|terms)\b",
                   re.IGNORECASE)  # fmt: skip


def signs(
    reading: Reading,
    segment: Segment,
    span: Span,
    clauses: Sequence[Clause],
    company: Company,
    place: tuple[int, int],
) -> frozenset[str]:
    """The signs of a stretch of one sentence.

    clauses: those of its sentence. place: the sentence's number in the story, and how many
    there are.
    """
    whole = span.of(reading.article.text)
    plain = unquoted(reading, span)
    said = quoted(reading, span)
    return frozenset(
        chain(
            ("any",),
            (ROOT + root for root in roots(whole)),
            worded(plain),
            (f"quoted {name}" for name in worded(said)),
            subject(plain, company),
            times(reading, span),
            scenes(clauses, span),
            shape(whole, said),
            speaker(reading, span, company),
            position(reading, segment, whole, place),
        )
    )


@lru_cache(maxsize=REMEMBERED)
def worded(text: str) -> tuple[str, ...]:
    """The classes of words, and the pairs of them, that a text has.

    What is denied ("unable to agree", "no deal was reached") is a sign of its own, and none of
    what it denies.
    """
    low = text.lower()
    there = {name for name, found in CLASSES.items() if found.search(low)}
    asserted = UNSETTLED.sub(" ", low) if there & DENYING else low
    names = there
    if asserted != low:
        names = {name for name in there if CLASSES[name].search(asserted)} | {"unsettled"}
    pairs = {
        f"{first} {second}"
        for (first, second), found in PAIRS.items()
        if first in there and found.search(asserted if first == "agree" else low)
    }
    return tuple(sorted(names | pairs))


ROOT = "root "
"""Before the root of a word, among the names of signs."""
WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ed", "es", "s", "ly")
SHORTEST_ROOT = 4


@lru_cache(maxsize=REMEMBERED)
def roots(text: str) -> frozenset[str]:
    """The roots of a text's words, names left out: those with a capital that don't open it."""
    found = WORD.findall(text)
    return frozenset(root(w) for i, w in enumerate(found) if i == 0 or w.islower())


def root(word: str) -> str:
    """A word in lower case without the ending that its other forms have in its place."""
    low = word.lower().replace("’", "").replace("'", "")
    for ending in ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= SHORTEST_ROOT:
            return low[: -len(ending)]
    return low


def position(
    reading: Reading, segment: Segment, whole: str, place: tuple[int, int]
) -> Iterator[str]:
    number, total = place
    yield f"tenth {10 * number // total}"
    yield f"of length {min(5, total // 8)}"
    if number < 3:
        yield "lead"
    elif number < 8:
        yield "upper"
    if number >= max(8, total - 3):
        yield "end"
    if shared_with_lead(reading, segment, whole) >= 3:
        yield "shares lead"


CARRIED = (
    "agree", "paper", "fail", "differ", "again", "deny", "propose", "item", "leads list", "quoted",
    "scene earlier", "scene aside", "scene ahead", "outside",
)  # fmt: skip


def carried(segment: Segment, before: tuple[Segment, frozenset[str]] | None) -> Iterator[str]:
    """What the sentence before lets expect: terms follow an agreement, items their heading."""
    if before is None:
        return
    yield from (f"before {name}" for name in CARRIED if name in before[1])
    if segment.paragraph == before[0].paragraph:
        yield "same paragraph"


def quoted(reading: Reading, span: Span) -> str:
    """The quoted words of a stretch."""
    text = reading.article.text
    return " … ".join(
        text[max(p.span.start, span.start) : min(p.span.end, span.end)]
        for p in reading.passages
        if p.speech and p.span.overlaps(span)
    )


def subject(plain: str, company: Company) -> Iterator[str]:
    """Who stands at the head: all sides, one, somebody at the table, a pronoun."""
    folded = parties.fold(plain)
    named = sum(
        re.search(rf"\b{re.escape(parties.party(name))}", folded) is not None
        for name in {parties.party(n): n for n, _ in company.sides}.values()
    )
    sides = MAYBE_SIDES.search(plain[:90]) is not None
    if sides or named > 1:
        head = plain[:140].lower()
        asserted = UNSETTLED.sub(" ", head)
        if asserted != head:
            yield "sides unsettled"
        yield from (f"sides {name}" for name in OF_SIDES if CLASSES[name].search(asserted))
    surnames = {parties.fold(p.name).split()[-1] for p in company.seen if p.name.split()}
    facts = {
        "sides": sides,
        "side named": named > 0,
        "sides named": named > 1,
        "they": PLURAL.search(plain),
        "he": PRONOUN.search(plain),
        "it": IT.search(plain),
        "under paper": UNDER.search(plain),
        "person named": surnames & set(re.findall(r"[^\W\d_]+", folded)),
    }
    yield from (name for name, holds in facts.items() if holds)


def speaker(reading: Reading, span: Span, company: Company) -> Iterator[str]:
    """Whether somebody who was there is quoted, or somebody else."""
    present = {p.name for p in company.seen if set(p.cues) - {"speaks", "absent"}}
    for quotation in reading.quotations:
        if not span.overlaps(Span(quotation.start, quotation.end)):
            continue
        if quotation.speaker is None:
            yield "speaker unknown"
        elif quotation.speaker.name in present:
            yield "speaker present"
        else:
            yield "speaker " + quotation.speaker.kind


def shared_with_lead(reading: Reading, segment: Segment, whole: str) -> int:
    """How many content words a sentence shares with the story's first two, itself aside."""
    first = [s for s in reading.story() if len(s.span) > 60][:2]
    if segment in first:
        return 3
    lead = content(" ".join(s.span.of(reading.article.text) for s in first))
    return len(lead & content(whole))


def content(text: str) -> frozenset[str]:
    return frozenset(w[:5] for w in re.findall(r"[^\W\d_]{5,}", parties.fold(text)))


YEAR = re.compile(r"\b(?:1[89]|20)\d\d(?:s\b|\b)")


def times(reading: Reading, span: Span) -> Iterator[str]:
    """Days before and after the report, and years that are over."""
    reported: date | None = reading.article.published_at
    years = {int(y[:4]) for y in YEAR.findall(span.of(reading.article.text))}
    if reported is not None and any(year < reported.year for year in years):
        yield "year over"
    for mention in reading.dates:
        if not span.contains(mention.span):
            continue
        yield "date"
        if reported is None or mention.start is None or mention.end is None:
            continue
        if mention.start > reported:
            yield "date ahead"
        elif (reported - mention.end).days > 8:
            yield "date long before"
        else:
            yield "date now"
    if any(span.contains(d.span) for d in reading.durations):
        yield "duration"


def scenes(clauses: Iterable[Clause], span: Span) -> Iterator[str]:
    own = [c for c in clauses if c.span.overlaps(span)]
    for clause in own:
        yield "scene " + clause.when
    if any(c.talks for c in own):
        yield "of talks"


def shape(whole: str, said: str) -> Iterator[str]:
    if said:
        yield "quoted"
        if len(said) > 0.8 * len(whole):
            yield "all quoted"
    if len(whole) < 60:
        yield "short"
    elif len(whole) > 160:
        yield "long"
    if whole.rstrip(" ”\"’'").endswith("?"):
        yield "asks"
    if ITEM.match(whole):
        yield "item"
    if not re.search(r"[.!?…][”\"’')\]]*$", whole.strip()):
        yield "no stop"
    if LEADS_LIST.search(whole):
        yield "leads list"
