"""How sure a statement is: agreed by all, claimed by one, proposed, conditional, denied, reported.

Calling a claim an agreement is the worst error this service can make. So "agreed" is given by
rule only, where all sides are the subject and nothing weakens the verb; no model can give it to a
sentence that does not pass.
"""

from __future__ import annotations

import re
from datetime import timedelta

from service.records import Reading, Segment, Span, Status
from service.rounds import owners, parties, words
from service.rounds.people import Company
from service.rounds.scenes import unquoted
from service.rounds.signs import ITEM, LEADS_LIST

# What was agreed longer before the report than this is history.
HISTORY = timedelta(days=60)


def status_of(
    reading: Reading, segment: Segment, span: Span, company: Company, by: str | None
) -> tuple[Status, str | None]:
    """Status and owner. The order is from what weakens most to what weakens least.

    by: whose word the sentence is, or None when nobody is seen to say it.
    """
    sentence = ANONYMOUS.sub(" ", span.of(reading.article.text))
    spoken = by is not None and (
        words.SAID.search(segment.span.of(reading.article.text)) is not None
        or quoted(reading, span)
    )
    if words.DENIED.search(sentence) or (spoken and FLATLY.search(sentence)):
        return "denied", by or owners.side(reading, span, company)
    if is_agreed(reading, segment, span, company):
        return "agreed", None
    if words.CONDITIONAL.search(sentence) and words.FUTURE.search(sentence):
        return "conditional", by or owners.side(reading, span, company)
    proposed = words.PROPOSED.search(sentence)
    if proposed and not (spoken and ANOTHERS.search(sentence[: proposed.end()])):
        return "proposed", by or owners.side(reading, span, company)
    return ("claimed", by) if spoken else ("reported", None)


ANONYMOUS = re.compile(r"\bon (?:the )?condition (?:of anonymity|that (?:he|she|they) not)\b", re.I)
# Somebody's flat no: "There is no number", "he had done nothing of the kind".
FLATLY = re.compile(
    r"^\W*(?:there (?:is|was|were|has been|are) (?:no|not)\b|no (?:side|such|one)\b|it was not\b"
    r"|(?:that|this) (?:is|was|has) (?:not\b|a lie|an invention|false))"
    r"|\b(?:nothing of the (?:kind|sort)|no mention of|(?:a|is) lie\b|an invention|not true|untrue"
    r"|baseless|no such|nothing\b[^.]{0,12}$)",
    re.IGNORECASE,
)
# What the speaker says that somebody else proposed or asked: the speaker's claim.
ANOTHERS = re.compile(
    r"\b(?:that\s+)?(?!(?:He|She|They|It|We|I|His|Her|Its|Their)\b)[A-Z][\w’'-]+\s+(?:had|has)\s+"
    r"(?:also\s+|been\s+)?\w+(?:\s\w+)?$"
)


# "As agreed by the presidents, delegations met": agreed before this round.
BEFORE_THIS = re.compile(
    r"\b(?:as|previously|earlier|already)\s+(?:was\s+)?agreed\b"
    r"|\bagreed\s+(?:before|ahead\s+of)\s+the\s+(?:talks|meeting|round|negotiations)\b",
    re.IGNORECASE,
)
# Not quite: "almost agreed", "seemed to have agreed", "agreed, on paper at least".
NOT_QUITE = words.pattern(
    r"""\b(?:almost|nearly|all\ but|virtually|broadly|largely|provisionally|tentatively|supposedly
    |seemingly|ostensibly|in\ theory|(?:seem|appear)(?:s|ed)?\ to)\b
    | \bto\s*$ | ^\W*(?:had|should|were)\ (?:the|both|all|they)\b
    | \b(?:one|some|most|several|part|neither|none)\ of\ (?:the|these|those)\b"""
)
IN_PRINCIPLE = re.compile(r"\bin\s+principle\b", re.IGNORECASE)
# One side's telling: "In Norland's version, both …", "For Norland, the two sides …".
ONES_TELLING = re.compile(
    r"^\W*(?:[Ii]n|[Bb]y|[Oo]n)\s[^,]{2,40}\b(?:version|account|view|telling|reading|eyes|words)\b"
    r"|^\W*For\s(?:the\s)?[A-Z][\w’'-]+(?:\s(?:side|delegation|government))?,"
)
YEAR_OVER = re.compile(r"\b(?:1[89]|20)\d\d\b")
ON_PAPER = words.pattern(
    r"""\b(?:on\ paper|at\ least\ in\ public|in\ theory)\b | \bunless\b
    | \b(?:subject\ to|pending|contingent\ (?:up)?on)\b"""
)
# "agreed to nothing", "agreed to disagree", "adopted opposing positions"
HOLLOW = words.pattern(
    r"""^\W*(?:(?:to|on|in)\ )?(?:almost\ |only\ )?(?:nothing|little|disagree|differ
    |informally|verbally|orally|loosely|(?:years|decades|months|long)\ (?:ago|before)
    |that\ they\ (?:do|did|could|can)(?:\ not|n['’]t)|opposing|opposite|different
    |divergent|conflicting|rival|too\ little
    |(?:an?|the|his|her)\ invitation|(?:some|most|much|many|parts?)\ of
    |the\ (?:first|second|third|former|latter)(?=,|\ and\b))\b"""
)
# What both only say, each of itself or of what divides them.
VOICED = re.compile(r"\s*(?:acknowledg|reaffirm|express)", re.IGNORECASE)
APART = words.pattern(
    r"""^\W*(?:(?!commit|determin|resol|will)\w+\W+){0,6}?
    (?:differences|disagreements?|gaps|positions|concerns?|divisions)\b"""
)
# Taken back or denied in what follows: "…, but Lima withdrew its consent", "That is what Paz said."
TAKEN_BACK = words.pattern(
    r"""\b(?:but|though|although|yet|however)\b[^.;]{0,80}?\b(?:withdrew|withdrawn
    |backed\ out|retracted|denied|denies|disowned|neither\b[^.;]{0,30}?\bconfirm\w*
    |never\ (?:signed|confirmed))\b
    | \b(?:that|which)\ (?:\w+\ ){0,2}?
      (?:collapsed|fell\ apart|broke\ down|expired|lapsed|failed)\b
    | \bonly\ for\ \w+(?:\ \w+)?\ to\b | \bor\ so\b | \bnothing\ was\ (?:written|signed)\b
    | \bback(?:ed)?\ out\b | \bquoted\b[^.;]{0,60}?\bas\ saying\b
    | \bdiffer(?:s|ed)?\ (?:on|over)\ what\b
    | \bif\ [^.;]{1,60}\b(?:believed|true|right)\b
    | \bbefore\ the\ (?:talks|negotiations|meeting|round)\b[^.;]{0,40}\b(?:broke|collapsed
    |broken)"""
)
AFTERTHOUGHT = words.pattern(
    r"""^\W*(?:that|this|so|or|such)\b,?\ (?:at\ least,?\ )?(?:is|was|said|says|so)\b[^.]{0,30}?
      \b(?:what|how|version|account|according|said|says|claims?|told|least)\b
    | \b(?:denied|denies|disputed|disputes|contested|rejected)
      \ (?:it|this|that|any\ such|there\ was)\b
    | \bcall(?:ed|s)\ (?:it|this|that|the\ (?:report|claim|announcement|statement|news))\b
    | \bno\ such\ \w+ | \b(?:knew|knows|aware)\ of\ no\b
    | \b(?:versions?|accounts?)\ differ | \bwas\ no\ (?:agreement|deal|accord)\b"""
)


def quoted(reading: Reading, span: Span) -> bool:
    return any(p.speech and p.span.overlaps(span) for p in reading.passages)


def is_agreed(reading: Reading, segment: Segment, span: Span, company: Company) -> bool:
    """Whether all sides are said to have agreed, with nothing that weakens it."""
    whole = segment.span.of(reading.article.text)
    together = says_jointly(whole)
    look = span.of(reading.article.text) if together else unquoted(reading, span)
    look = NOBODYS.sub(" ", look)
    heading = heading_of(reading, segment)
    if AGREED_LIST.search(heading) and words.OPEN.search(look):
        return False
    look = heading + look
    lead = whole[: span.start - segment.span.start]
    if any(p.search(look) for p in (words.HEARSAY, BEFORE_THIS, IN_PRINCIPLE, ONES_TELLING)):
        return False
    if history(reading, span) or in_the_background(reading, segment, look):
        return False
    if not together and doubted(reading, segment, span):
        return False
    for verb in (*words.AGREE.finditer(look), *words.AGREEMENT_MADE.finditer(look)):
        before, after = look[: verb.start()], look[verb.end() :]
        if weakened(before, after) or HOLLOW.match(after) or years_ago(reading, before):
            continue
        if VOICED.match(verb.group()) and APART.match(after):
            continue
        if together:
            return True
        if not told(lead + before, after) and holds_for_all(lead + before, verb, after, company):
            return True
    return together and words.OPEN.search(look) is not None


# What opens a list of what was agreed, as in "The parties agreed to the following".
AGREED_LIST = words.pattern(r"\b(?:agree|decid|undert|adopt|commit|pledg)\w*\b[^:]{0,60}:\s*$")


def heading_of(reading: Reading, segment: Segment) -> str:
    """The unfinished sentence that an item of a list completes; "" for what is no item."""
    text = reading.article.text
    mark = mark_of(segment.span.of(text))
    if not mark:
        return ""
    for before in reversed([s for s in reading.story() if s.span.end <= segment.span.start]):
        sentence = before.span.of(text)
        if mark_of(sentence) != mark:
            # "6." follows on "5.", not on the "(c)" under it.
            return unquoted(reading, before.span) + " " if LEADS_LIST.search(sentence) else ""
    return ""


def mark_of(sentence: str) -> str:
    """How an item of a list is marked: by "1", "a" or a sign; "" for what is no item."""
    found = ITEM.match(sentence)
    mark = found.group().strip(" ().\t\n") if found else ""
    return "1" if mark.isdigit() else "a" if mark.isalpha() else mark or ("" if not found else "-")


def doubted(reading: Reading, segment: Segment, span: Span) -> bool:
    """Whether the rest of the sentence or the next one takes it back, or somebody denies it."""
    rest = reading.article.text[span.start : segment.span.end]
    if TAKEN_BACK.search(rest):
        return True
    story = reading.story()
    after = next((s for s in story if s.span.start >= segment.span.end), None)
    return (
        after is not None and AFTERTHOUGHT.search(after.span.of(reading.article.text)) is not None
    )


def says_jointly(whole: str) -> bool:
    """Whether a sentence gives the words of a joint text that there is."""
    found = words.JOINT_TEXT.search(whole)
    if found is None or NO_TEXT.search(whole[: found.start()]):
        return False
    return SILENT.search(whole[found.end() :]) is None


def history(reading: Reading, span: Span) -> bool:
    """Whether a date of long ago stands in the sentence."""
    reported = reading.article.published_at
    return reported is not None and any(
        span.contains(d.span)
        and d.end is not None
        and d.end < reported - (HISTORY if d.precision == "day" else HISTORY / 2)
        for d in reading.dates
    )


# "have agreed to ask voters": no word of when, or of this meeting.
PERFECT = words.pattern(r"\b(?:have|has|had)\ (?:(?:also|already|both|long)\ )?\w+ed\b")
BACKGROUND = 0.6  # of the story's sentences, after which reports tell what went before


def in_the_background(reading: Reading, segment: Segment, look: str) -> bool:
    """Whether a late sentence tells in the perfect of something done, and not of this meeting."""
    story = [s.id for s in reading.story()]
    late = segment.id in story and story.index(segment.id) >= BACKGROUND * len(story)
    dated = any(segment.span.contains(d.span) for d in reading.dates)
    here = words.TALKS.search(look) or words.MET.search(look) or dated
    return late and PERFECT.search(look) is not None and not here


def years_ago(reading: Reading, before: str) -> bool:
    """Whether a year that is over stands before the verb: "Under a 2011 treaty, both agreed"."""
    reported = reading.article.published_at
    return reported is not None and any(
        int(year) < reported.year for year in YEAR_OVER.findall(before)
    )


def told(before: str, after: str) -> bool:
    """Whether somebody says that they agreed, or the clause is about a claim of it."""
    return bool(
        words.SAID.search(before)
        or said_after(after)
        or CONTENT_CLAUSE.search(before)
        or RELATIVE.search(before)
    )


def holds_for_all(before: str, verb: re.Match[str], after: str, company: Company) -> bool:
    """Whether all sides did it, and something of what they agreed is said."""
    made = words.AGREEMENT_MADE.match(verb.group()) is not None
    if (made or SIGNING.match(verb.group())) and not CONTENT.match(after):
        return False
    subjects = before[-110:]
    if OTHERS_TURN.search(subjects):
        return False
    return bool(
        made
        or words.ALL_SIDES.search(subjects)
        or both_named(subjects, company)
        or passive_by_both(verb.group() + after, company)
    )


# "Talks of both sides ended, with the envoy having accepted …": the envoy's doing.
OTHERS_TURN = re.compile(r",\s+with\s+(?:an?|the|his|her|its)(?:\s+[\w’'.-]+){1,5}\s*$")
# "rejected a claim that the two sides agreed"
CONTENT_CLAUSE = re.compile(
    r"\b(?:that|whether|how|what|claims?|reports? of|rumou?rs?)\b", re.IGNORECASE
)
_MONTHS = r"January|February|March|April|May|June|July|August|September|October|November|December"
RELATIVE = re.compile(
    rf"\b(?:{_MONTHS}|\d{{4}}),?\s+when\b[^,;]{{0,40}}$|"
    r"\b(?:who|which|that)\s+(?:has\s+|have\s+|had\s+)?$"
    r"|\b(?:on|to|in|by|under|for)\s+which\s+(?:both|the|all|each|they)\b[^,;]{0,40}$"
)
# Signing alone says that there is a paper, not what is agreed; something must say what it holds.
SIGNING = re.compile(
    r"\s*(?:have\s|has\s|had\s)?(?:signed|initial|reached|struck|concluded|sealed|clinched|finali"
    r"|secured|adopted|approved|endorsed)",
    re.IGNORECASE,
)
CONTENT = re.compile(
    r"\s*(?:(?!after\b|in\b|at\b|on\b)[\w'’-]+\s+|on\s\w+day\s){0,7}?(?:to\s(?!the\b|a\b)\w+|that\b|"
    r"under\swhich|limiting|committing|setting|fixing|ending|allowing|opening|for\sthe|for\s\w+ing"
    r"|on\s(?!\w+day|\d|the\s(?:\w+\s)?(?:day|evening|morning|sidelines|margins))\w+)"
)
NO_TEXT = re.compile(
    r"\b(?:no|without|any|not\s+\w+|(?:fail|refus|block|unable|reject|draft|prevent|oppos|veto)\w*"
    r"(?:\s+\w+){0,4}?)\s+(?:an?\s+|the\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
# What a text leaves out is the reporter's word: "the joint statement did not indicate …".
SILENT = re.compile(
    r"^[^.;]{0,80}?\b(?:(?:did|does)\s+not|(?:made|makes|gave|gives)\s+no|stopped\s+short|omit\w*"
    r"|left\s+out|silent\s+on|said\s+nothing)\b",
    re.IGNORECASE,
)
# Attributions that are no side's: the paper itself, all sides, the outlet's own source.
NOBODYS = re.compile(
    r",?\s+(?:the\s+(?:report|agency|text|agreement|document|communiqu[eé])\s+(?:said|says|showed)"
    r"|according\s+to\s+(?:the|a)\s+(?:(?:copy|text)\s+of\s+the\s+|joint\s+|final\s+)?(?:text|agreement|communiqu[eé]|declaration|protocol|document)"
    r"|both\s+(?:sides|countries|governments|parties|ministers|delegations|leaders|presidents)\s+(?:said|confirmed|announced)"
    r"|(?:officials|ministers|negotiators)\s+(?:from|of|on)\s+both\s+(?:sides|countries|governments)\s+said)\b",
    re.IGNORECASE,
)


def passive_by_both(after: str, company: Company) -> bool:
    """ "…was signed by the ministers of both countries" """
    found = re.search(r"\b(?:signed|initialled|agreed|adopted|approved)\s+by\s+(.{5,200})", after)
    return bool(found) and (
        both_named(found.group(1), company) or words.ALL_SIDES.search(found.group(1)) is not None
    )


def weakened(before: str, after: str) -> bool:
    near = before[-60:]
    return bool(
        words.NEGATED.search(near)
        or NOT_QUITE.search(near)
        or ON_PAPER.search(after)
        or words.MODAL.search(near)
        or words.CONDITIONAL.search(before)
        or re.match(r"\s+(?:only\s+)?(?:if|unless|provided)\b", after)
        or re.search(
            r",?\s+(?:provided that|on condition"
            r"|if\s+\w+\s+(?:\w+\s+)?(?:accepts?|agrees?|approves?|signs?))",
            after,
        )
    )


def said_after(after: str) -> bool:
    """Whether the sentence ends by naming who said so ("…, the minister said")."""
    return bool(
        re.search(
            r"(?:,|”|\")\s*(?:[^,]{0,90}\s)?(?:said|says|told|according\s+to|claim(?:ed|s)|announced"
            r"|reported|added|insist(?:ed|s)|maintain(?:ed|s)|confirmed|revealed|wrote)\b",
            after,
        )
    )


def both_named(before: str, company: Company) -> bool:
    """Whether at least two sides, or persons of two sides, stand before the verb."""
    folded = parties.fold(before)
    sides = {
        parties.party(name)
        for name, _ in company.sides
        if re.search(rf"\b{re.escape(parties.party(name))}", folded)
    }
    for person in company.seen:
        surname = parties.fold(person.name).split()[-1:]
        if surname and person.party and re.search(rf"\b{re.escape(surname[0])}\b", folded):
            sides.add(parties.party(person.party))
    return len(sides) >= 2
