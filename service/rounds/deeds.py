"""What a stretch of a sentence says was done in the talks, or was not.

Verbs that say the same of talks are one family, so that "promised" can be denied by "has not
agreed". Any other verb is denied by its own negation only ("opened", "never opened"). A denial that
names no verb ("a fabrication", "not on the agenda") answers whatever is told of the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from service.rounds import words
from service.rounds.topics import stems

AGREEMENT = (
    r"(?:agreements?|consent|commitments?|promises?|pledges?|undertakings?|understandings?|deal"
    r"|decisions?|consensus|accord|compromise|concessions?|guarantees?|assurances?)"
)
TOGETHER = (
    r"(?:face[-\ ]to[-\ ]face|in\ person|in\ the\ same\ room|at\ (?:the\ same|one)\ table|together)"
)
# How each family is told.
TOLD: Mapping[str, re.Pattern[str]] = {
    "agreed": words.pattern(
        rf"""\b(?:(?<!\ban\ )(?<!\bthe\ )agreed | accepted | consented | undertook | undertaken
        | pledged | promised | committed | settled | approved | conceded
        | (?:reached|struck|concluded|achieved|made|gave|given|secured)
          \ (?:an?\ |the\ |its\ |their\ |full\ |broad\ )*(?:\w+\ )?{AGREEMENT}
        | {AGREEMENT}\ (?:was|were|has\ been|have\ been)\ (?:also\ )?(?:reached|found|struck|made)
        )\b"""
    ),
    "refused": words.pattern(r"\b(?: refused | rejected | turned\ down | blocked | vetoed )\b"),
    "left": words.pattern(
        r"""\b(?: walked\ out | stormed\ out | quit
        | (?:left|abandoned)\ (?:the\ |its\ )?(?:\w+\ )?(?:room|table|talks|meeting|session))\b"""
    ),
    "met": words.pattern(
        rf"""\b(?:spoke|spoken|talked)\ (?:directly|{TOGETHER})\b
        | \b(?:met|meetings?|talks|sat)\b[^.;]{{0,40}}\b{TOGETHER}
        | \bface-to-face\ (?:\w+\ )?(?:meeting|talks|encounter)\b"""
    ),
    "signed": words.pattern(
        r"\b(?: signed | initial+ed | signing\ of | put\ (?:its|their)\ names?\ to )\b"
    ),
    "adopted": words.pattern(r"\b(?: adopted | endorsed )\b"),
    "proposed": words.pattern(
        r"""\b(?: proposed | suggested | put\ forward | tabled | offered | requested
        | asked\ (?:for|that|to) | demanded )\b"""
    ),
    "handed": words.pattern(
        r"\b(?: handed | delivered | submitted | transmitted | exchanged | received )\b"
    ),
    "dropped": words.pattern(
        r"""\b(?: dropped | withdrawn | withdrew | lifted | abandoned | g[ai]ven?\ up | suspended
        | halted | waived | renounced | (?:pulled|backed)\ (?:back|away|down) )\b"""
    ),
    "admitted": words.pattern(
        r"""\b(?: admitted | acknowledged | recogni[sz]ed | apologi[sz]ed
        | expressed\ (?:\w+\ )?regrets? )\b"""
    ),
    "backed": words.pattern(r"\b(?: supports | supported | backs | backed | seconded )\b"),
    "discussed": words.pattern(
        r"\b(?: discussed | raised | t(?:ook|aken)\ up | brought\ up | came\ up | addressed )\b"
    ),
}
# How each is written after a negation: "did not agree", "was never agreed".
NEGATED: Mapping[str, re.Pattern[str]] = {
    "agreed": words.pattern(
        rf"""\b(?: agree | accept | consent | undert(?:ake|ook) | pledge | promise | commit
        | settle | approve | concede | decide | fix
        | (?:reach|str[ui]c?k|conclude|achieve|ma[dk]e|g[ai]ve|obtain|secure)(?:e?[dn])?
          \ (?:an?\ |any\ |the\ |its\ |their\ |no\ (?:such\ )?)*(?:\w+\ )?{AGREEMENT}
        )(?:n|e?d)?\b"""
    ),
    "refused": words.pattern(r"\b(?: refused? | (?:reject|block|veto|turn)(?:ed)?(?:\ down)? )\b"),
    "left": words.pattern(
        r"\b(?: (?:walk|storm)(?:ed)?\ out | left | leave | abandon(?:ed)? | quit )\b"
    ),
    "met": words.pattern(
        rf"""\b(?:met|meet|sat|sit|be|been|held|hold)\b[^.;]{{0,30}}\b(?:{TOGETHER}|direct)
        | (?<=no\ )(?:face[-\ ]to[-\ ]face|direct)
          \ (?:meeting|talks|contact|negotiations|conversation|encounter|exchange)s?"""
    ),
    "signed": words.pattern(
        r"\b(?: sign(?:ed|ing)? | signatures? | unsigned | initial+(?:ed|ing)? )\b"
    ),
    "adopted": words.pattern(r"\b(?: adopt(?:ed)? | endorsed? )\b"),
    "proposed": words.pattern(
        r"""\b(?: proposed? | suggest(?:ed)? | put\ forward | tabled? | offer(?:ed)?
        | request(?:ed)? | ask(?:ed)?\ (?:for|that|to) | demand(?:ed)? )\b"""
    ),
    "handed": words.pattern(
        r"""\b(?: hand(?:ed)? | deliver(?:ed)? | submit(?:ted)? | transmit(?:ted)? | exchanged?
        | receive[ds]? )\b"""
    ),
    "dropped": words.pattern(
        r"""\b(?: drop(?:ped)? | withdr[ae]wn? | lift(?:ed)? | abandon(?:ed)? | g[ai]ven?\ up
        | suspend(?:ed)? | halt(?:ed)? | waived? | renounced?
        | (?:pull|back)(?:ed)?\ (?:back|away|down)
        | changed?\ (?:its|their)\ (?:position|stance|mind) )\b"""
    ),
    "admitted": words.pattern(
        r"""\b(?: admit(?:ted)? | acknowledged? | recogni[sz]ed? | apologi[sz]ed?
        | express(?:ed)?\ (?:\w+\ )?regrets? )\b"""
    ),
    "backed": words.pattern(r"\b(?: support(?:ed)? | back(?:ed)? | seconded )\b"),
    "discussed": words.pattern(
        r"""\b(?: discuss(?:ed)? | raised? | t(?:ake|ook|aken)\ up | brought\ up | c[ao]me\ up
        | addressed )\b"""
    ),
}
# "denied agreeing to it".
DOING = {
    family: re.compile(rf"\b(?:{stems})(?:t|p)?ing\b", re.IGNORECASE)
    for family, stems in (
        ("agreed", "agree|accept|consent|undertak|pledg|promis|commit|conced"),
        ("refused", "refus|reject|block|veto"),
        ("left", "walk|storm|quit"),
        ("signed", "sign|initial|initiall"),
        ("proposed", "propos|offer|demand|request|suggest"),
        ("handed", "hand|deliver|submit|receiv"),
        ("dropped", "drop|withdraw|lift|abandon|giv|suspend|renounc"),
        ("admitted", "admit|acknowledg|recognis|recogniz|apologis|apologiz|express"),
    )
}
FAMILIES = frozenset(TOLD)
# What "it was not on the agenda" answers.
SPOKEN = frozenset({"agreed", "proposed", "discussed", "refused", "dropped", "admitted"})

NO_AGREEMENT = words.pattern(
    rf"""\b(?:no|without(?:\ any)?)\ (?:such\ |final\ |formal\ |\w+\ )?{AGREEMENT}\b
      (?!\ (?:is|was)\ better)
    | \bnothing\ (?:has|had|was|is(?!\ agreed\ until)|in\ the)\b[^.;,]{{0,20}}
      \b(?:agreed|promised|fixed|settled|decided)\b
    | \b(?:too\ early|premature)\ to\ (?:speak|talk)\ of\ (?:an?\ |any\ )?{AGREEMENT}\b
    | \bnothing\ is\ fixed\b | \b(?:agreed|promised|accepted|signed)\ (?:to\ )?nothing\b"""
)
# Less than agreed: it was only talked about, or is one side's wish.
LESS = words.pattern(
    r"""\b(?:
    (?:only|merely|just|simply)\ (?:been\ )?(?:recommend|offer|propos|discuss|suggest|mention
      |exchang|listen|tak(?:en|e)\ note|took\ note|a\ (?:proposal|draft|wish|idea|suggestion))\w*
    | an?\ (?:working\ )?hypothesis | an\ open\ (?:question|issue|matter)
    | (?:put\ off|postponed|deferred)\ (?:a|any|the)\ decision
    | (?:issue|question|matter|point|paragraph|passage|item|chapter|article|clause|text)s?
      \ (?:\w+\ ){0,6}(?:remain(?:s|ed)?|stay(?:s|ed)?|is|are|was|were|left)
      \ (?:still\ |yet\ )?(?:open|undecided|unresolved|unsettled)
    | (?:remain(?:s|ed)?|is|are|was|still|only)\ (?:still\ |only\ |merely\ |just\ )?
      an?\ (?:\w+\ )?(?:draft|proposal|idea|wish|offer)
    | left\ (?:blank|open|undecided) )\b"""
)
STILL = words.pattern(
    r"""\b(?: (?:remain|stay)(?:s|ed)?\ (?:\w+\ )?
      (?:in\ (?:place|force|effect)|valid|unchanged|closed|as\ it)
    | (?:is|are|was|were)\ still\ (?:in\ (?:place|force|effect)|valid|closed|banned|blocked)
    | (?:position|objection|demand|condition|ban|offer|claim)s?\ (?:still\ )?(?:stands?|stood)
    )\b"""
)
# Nothing at all was signed: it needs no other word in common.
UNSIGNED = words.pattern(
    r"""\b(?:signed|signing|sign|initial+ed)
      \ (?:nothing|anything|any\ (?:paper|document|text|agreement))
    | \b(?:nothing|no\ (?:paper|document|text))\ (?:has\ been|had\ been|was|is|were)
      \ (?:signed|initial+ed)
    | \b(?:it|they|(?:the\ )?(?:paper|document|text|framework|agreement|accord|declaration
      |statement|memorandum))\ (?:has|have|had|was|were|is|remains?)
      \ (?:not\ (?:yet\ )?(?:been\ )?signed|unsigned)\b"""
)
ONE_PERSON = re.compile(r"\b(?:he|she|i)\b[^,;]{0,60}$", re.IGNORECASE)

DENIED = words.pattern(
    r"""\b(?: den(?:y|ied|ies|ying)
    | (?:reject|dismiss|disput|refut|contradict)(?:ed|s|es|ing)\ (?:as\ )?
      (?:(?!and\b|that\b|but\b)[\w'’-]+\ ){0,3}(?:claims?|reports?|suggestions?|assertions?
      |allegations?|version|account|rumou?rs?|untrue|false)
    | (?:disput|refut|contradict)(?:ed|s|es)\ (?:that|this|it|him|her|them)
    | push(?:ed|es|ing)\ back\ (?:on|against)\ (?:[\w'’-]+\ ){0,4}?(?:claims?|reports?|suggestions?
      |assertions?|version|accounts?) )\b"""
)
FALSE = words.pattern(
    r"""\b(?: no\ such\ \w+ | nothing\ of\ the\ (?:kind|sort) | fabricat(?:ion|ed) | invention
    | invented | untrue | false(?:hood)? | baseless | unfounded | misrepresent\w* | distort\w*
    | misread | wishful\ thinking | fiction | an?\ lie
    | inconsistent\ with\ the\ facts | no\ basis\ in\ (?:fact|reality)
    | not\ how\ (?:we|i|he|she|they)\ (?:would|see)
    | (?:not|n['’]t)\ (?:say|said)\ (?:a|one|any)\ (?:single\ )?(?:word|thing) )\b"""
)
OFF = words.pattern(
    r"""\b(?: (?:not|n['’]t|never)\ (?:\w+\ )?(?:on|part\ of)\ the\ (?:\w+\ )?
      (?:agenda|table|package|deal|talks|discussions?)
    | off\ the\ table | out\ of\ the\ question | never\ (?:came|come)\ up )\b"""
)

# "There was no such assurance" answers "assured".
NO_SUCH = re.compile(
    r"\bno such (assurances?|requests?|proposals?|demands?|offers?|warnings?|apolog\w+)\b"
)

ADVERB = (
    r"(?:\w+ly|yet|once|been|be|even|ever|in\ any\ way|given|so\ far|at\ any\ time|to|it|its"
    r"|their|his|her|us|them|such|any|a|an|the)"
)
# "has not yet agreed", "nobody agreed", "has yet to agree", "agreed to nothing".
NOT_BEFORE = words.pattern(
    rf"""(?: (?:\b(?:not|never|cannot|neither|nor)|n['’]t)\s+(?:{ADVERB}\s+){{0,3}}
    | \b(?:no|nothing|nobody|no\ one|none|neither)\b
      (?!\s+(?:later|longer|doubt|more|less|fewer))
      (?:(?!\b(?:and|but|that|which|who|said|because|after|until|while|if)\b)[^.;:,]){{0,60}}
    | \b(?:yet|failed|fails|unable|declined|refused|without)\s+
      (?:(?:to|be|been|any|anyone|anybody|either|having|it|them|side)\s+){{0,3}} )$"""
)
NOTHING_AFTER = words.pattern(
    r"""^\s+(?:(?:to|on|for|over|him|them|us)\s+)?
    (?:nothing|no\b(?!\s+(?:later|more|less|fewer|longer))|none\b|neither\b)"""
)
SLIGHT = re.compile(
    r"\b(?:not|never|no|nothing|nobody|without|neither|nor)\s+(?:\w+\s+){0,3}$"
    r"|n['’]t\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
# Not done yet, or only if; and what was agreed before: "what had been agreed", "as agreed".
WEAK = words.pattern(
    r"""\b(?:if|unless|whether|will|would|could|can|may|might|should|must|to|hop\w+|what|as|once
    |until|already|remains?|after)\s+(?:\w+\s+){0,3}$ | \b(?:since|before)\b[^.,;]*$
    | \bif\ any(?:thing)?,\s(?:\w+\s+){0,3}$"""
)
# "if nothing is signed", "groups that have not signed", "cannot be settled": no denials.
RESTRICTED = words.pattern(
    r"""(?: \bwhat\b[^.,;]{0,60}
    | \b(?: (?:if|unless|until|whether|will|would|which|who|may|might|should|could|can|must
        |\w+s\s+that)\s+(?:(?:has|have|had|did|do|was|were|is)(?:\s+and\s+did)?\s*)?
        (?:not|n['’]t|never|nothing|nobody|no\s+\w+)
      | cannot | can['’]t | couldn['’]t | won['’]t )\b[^,;]{0,20} )$"""
)
REACHED = re.compile(r"\b(?:reach|struck|strik|conclud|achiev|found|find)", re.IGNORECASE)
# Somebody's no, more than an issue left open.
FLATLY = words.pattern(
    r"""\b(?:denied|denies|denying|dismissed|no\ such|nothing|nobody|neither|never
    |(?:has|have|had|did|does|do|is|are|was|were)(?:\ not|n['’]t))\b
    | \bthere\ (?:is|was)\ no\b | \bno\ \w+(?:\ of\ \w+)?\ (?:was|were|had|has|have)\b"""
)
# A verb of no family, told and denied.
DID = re.compile(r"\b([a-z]{2,}(?:ed|[aeo]wn|[eo]lt|[ou]ght))\b")
DID_NOT = words.pattern(
    r"""(?:\b(?:has|have|had|did|does|do|was|were|is|are)(?:\s+not|n['’]t)|\bnever)\s+
      (?:(?:yet|been|even|ever|\w+ly|be|being)\s+)*(?P<after>[a-z]{3,})
    | \b(?:no|nothing|nobody|none)\b(?:(?!\b(?:and|but|that|which|who)\b)[^.;:,]){0,40}
      \b(?:was|were|has\s+been|had\s+been|has|had|have)\s+(?P<of>[a-z]{3,})"""
)


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb, where it stands in its stretch, and whether it is told or denied.

    answers: its family; of a denial that names no verb, all families that it can answer; of a
        verb of no family its stem.
    flat: somebody's no, more than an issue left open. wholly: nothing at all was signed.
    """

    answers: frozenset[str]
    done: bool
    start: int
    end: int
    flat: bool = False
    wholly: bool = False


def deeds(text: str) -> Iterator[Deed]:
    """Every deed that a stretch tells or denies; of plans and conditions none."""
    denied = DENIED.search(text)
    named = False
    for family in TOLD:
        no = denial(family, text, denied)
        if no is not None:
            named = True
            yield no
        else:
            yield from told(family, text, denied)
    yield from plain(text)
    for noun in NO_SUCH.finditer(text):
        at = noun.span(1)
        yield from (Deed(frozenset({s}), False, *at, flat=True) for s in stems(noun[1]))
    off, false = OFF.search(text), FALSE.search(text)
    general = off or (None if named else false or denied)
    if general:
        answers = SPOKEN if off else FAMILIES
        yield Deed(answers, False, general.start(), general.end(), flat=True)


def told(family: str, text: str, denied: re.Match[str] | None) -> Iterator[Deed]:
    """The first place where a stretch says that it was done."""
    for found in TOLD[family].finditer(text):
        before = text[: found.start()]
        if before.endswith("-") or (denied and found.start() < denied.end()):
            continue
        if not (WEAK.search(before) or SLIGHT.search(before)):
            yield Deed(frozenset({family}), True, found.start(), found.end())
            return


def denial(family: str, text: str, denied: re.Match[str] | None) -> Deed | None:
    """That a stretch says it was not done."""
    answers = frozenset({family})
    if denied:
        found = TOLD[family].search(text, denied.end()) or doing(family, text, denied)
        return Deed(answers, False, found.start(), found.end(), flat=True) if found else None
    flat = FLATLY.search(text) is not None and not REACHED.search(text)
    if family == "agreed":
        found = NO_AGREEMENT.search(text) or LESS.search(text)
        if found:
            return Deed(answers, False, found.start(), found.end(), flat)
    if family == "dropped" and (found := STILL.search(text)):
        return Deed(answers, False, found.start(), found.end(), flat=True)
    for found in NEGATED[family].finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if family == "left" and any(told(family, before.rpartition(",")[0], None)):
            continue  # "We left the room, we did not leave the dialogue."
        if refuted(before, found.group(), after) and not RESTRICTED.search(before):
            unsigned = UNSIGNED.search(text) and not ONE_PERSON.search(before)
            wholly = family == "signed" and bool(unsigned)
            return Deed(answers, False, found.start(), found.end(), flat, wholly)
    return None


def doing(family: str, text: str, denied: re.Match[str]) -> re.Match[str] | None:
    """The verb's own form after a denial: "denied agreeing"."""
    return DOING[family].match(text, denied.end() + 1) if family in DOING else None


def refuted(before: str, verb: str, after: str) -> bool:
    """Whether a verb is negated: before it, by its subject, or by its object."""
    return bool(
        NOT_BEFORE.search(before)
        or NOTHING_AFTER.search(after)
        or re.search(r"\bno\b|^unsigned", verb)
    )


def plain(text: str) -> Iterator[Deed]:
    """Verbs of no family, told or negated, each a family of its own."""
    no = DID_NOT.search(text)
    if no:
        at = no.span("after" if no.group("after") else "of")
        if not RESTRICTED.search(text[: at[0]]):
            yield from (
                Deed(frozenset({stem}), False, *at, flat=True) for stem in stems(text[slice(*at)])
            )
        return
    for verb in DID.finditer(text):
        before = text[: verb.start()]
        if not (WEAK.search(before) or SLIGHT.search(before)):
            for stem in stems(verb.group()):
                yield Deed(frozenset({stem}), True, verb.start(), verb.end())
