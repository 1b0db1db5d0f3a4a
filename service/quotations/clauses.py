"""Who does the speaking in a parsed paragraph: verbs of saying, and their subjects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from service.language import Parse
from service.mentions.descriptions import head_noun
from service.mentions.lexicon import SHORT_TITLES
from service.quotations import cues

Reach = Literal["after", "before", "within", "judged", "weak"]
_VERB_TAGS = ("VBD", "VBZ", "VBP", "VB", "VBN", "VBG", "MD")
_NOUN_TAGS = ("NN", "NNS", "NNP", "NNPS", "PRP", "CD", "WP", "DT")
_END = frozenset(".?!;")
_AUXILIARIES = ("is", "was", "are", "were", "has", "had", "have")
# What may stand behind a telling that is set off by commas.
_BEHIND_ASIDE = (",", ".", "in", "on", "at", "during")


@dataclass(frozen=True, slots=True)
class Frame:
    """A verb of saying (or "according to") with its subject, both token numbers.

    reach: where it stands relative to the quotation: "after" and "before" are next to it,
        "within" and "judged" govern the quoted piece, by a verb of saying or of judging;
        "weak" is a verb that tells nothing of speech.
    subject: None when the parse shows none.
    """

    cue: int
    subject: int | None
    reach: Reach
    verb: str


def frame_after(parse: Parse, start: int, stop: int, *, embedded: bool) -> Frame | None:  # noqa: C901 - rules in order of certainty read best in one place
    """The telling that follows a quotation: "…," said Berg; "…," Berg told reporters.

    start, stop: tokens between the quotation and the next one, or the paragraph's end.
    embedded: the quotation is a piece of its sentence, so that a comma must come first.
    """
    tokens = parse.tokens
    i = start
    comma = False
    while i < stop and tokens[i].text in (",", "-", "–", "—", "--", "..."):
        comma = True
        i += 1
    if i >= stop or (embedded and not comma) or tokens[i].text in _END:
        return None
    first = tokens[i].text.lower()
    verbs = cues.following()
    if first == "according":
        return _according(parse, i, stop)
    if first in verbs and tokens[i].tag in ("VBD", "VBZ", "VBP", "VBN", "NNS", "NNP", "NN"):
        subject = _subject_behind(parse, i, stop)
        return Frame(i, subject, "after", verbs[first]) if subject is not None else None
    if first in ("and", "but", "then", "or"):
        return None
    depth_end = min(stop, i + 45)
    skip = False
    for j in range(i, depth_end):
        token = tokens[j]
        low = token.text.lower()
        if token.text == ":" or is_end(parse, j):
            break
        if low in ("who", "which", "whose", "whom") and j > i:
            skip = True
            continue
        if skip and token.text == ",":
            skip = False
            continue
        if token.tag not in _VERB_TAGS or (skip and low not in cues.plain_forms()):
            continue
        if low in verbs and token.tag != "VBG" and (token.tag != "VBN" or _is_finite(parse, j)):
            subject = _quoted_by(parse, j) or _subject_between(parse, j, i)
            if subject is not None:
                return Frame(j, subject, "after", verbs[low])
        finite = token.tag in ("VBD", "VBZ", "VBP") and token.dep not in ("aux", "auxpass")
        if finite and not skip and low not in _AUXILIARIES:
            break
    end = next((k for k in range(i, stop) if is_end(parse, k)), stop)
    aside = next(frames_aside(parse, i, end), None)
    if aside is not None or end - i < 2:
        return aside
    final = tokens[end - 1].text.lower()
    if final in cues.plain_forms():
        subject = _noun_behind(parse, i, end - 1)
        if subject is not None:
            return Frame(end - 1, subject, "after", verbs[final])
    return None


def is_end(parse: Parse, at: int) -> bool:
    """Whether a mark ends the sentence, not a title that is shortened: "Brig. Gen. Anna Berg"."""
    if parse.tokens[at].text not in _END:
        return False
    before = parse.tokens[at - 1].text + "." if at else ""
    return before not in SHORT_TITLES


def frame_before(parse: Parse, start: int, stop: int) -> Frame | None:
    """The telling in front of a whole quotation: Berg said: "…"; he added, "…".

    start, stop: tokens between the last sentence end or quotation and this quotation.
    """
    tokens = parse.tokens
    verbs = cues.saying()
    for j in range(stop - 1, start - 1, -1):
        low = tokens[j].text.lower()
        verbal = tokens[j].tag.startswith("VB")
        if tokens[j].tag == "VB" and not _has_auxiliary(parse, j):
            continue
        plain = low in cues.plain_forms() and (tokens[j].text.islower() or j == start)
        if (low in verbs and verbal) or plain:
            subject = subject_of(parse, j)
            if subject is not None and tokens[j].tag == "VBG":
                subject = _above(parse, subject)
            if subject is None and j == start:
                subject = _subject_behind(parse, j, stop)
            if subject is not None:
                return Frame(j, subject, "before", verbs[low])
        if low == "according":
            return _according(parse, j, stop)
    return None


def frames_aside(parse: Parse, start: int, stop: int) -> Iterator[Frame]:
    """Tellings set off by commas: The streets, he added, were …; since it was decided, said Berg.

    Only plain verbs of saying count, with their subject right beside them.
    """
    tokens = parse.tokens
    plain = cues.plain_forms()
    verbs = cues.saying()
    for j in range(start, stop):
        low = tokens[j].text.lower()
        if low not in plain or tokens[j].tag in ("VB", "VBG"):
            continue
        following = tokens[j + 1] if j + 1 < len(tokens) else None
        if j > start and tokens[j - 1].text == ",":
            subject = _subject_behind(parse, j, stop)
            if subject is not None and _ends_clause(parse, j, subject, stop):
                yield Frame(j, subject, "after", verbs[low])
            continue
        ends = following is None or following.text in _BEHIND_ASIDE
        if not ends and following and following.tag not in ("NNP", "RB", "NN", "IN"):
            continue
        begin = j - 1
        while begin >= start and tokens[begin].text != "," and j - begin < 7:
            begin -= 1
        if begin < start or tokens[begin].text != ",":
            continue
        between = [t.tag for t in tokens[begin + 1 : j]]
        if any(
            t.startswith(("VB", "MD")) or t in ("IN", "TO", "CC", "WDT", "WP") for t in between[:1]
        ):
            continue
        subject = _noun_behind(parse, begin + 1, j)
        if subject is not None:
            yield Frame(j, subject, "after", verbs[low])


def _above(parse: Parse, subject: int) -> int:
    """The nearest subject that can speak: "Berg agreed that the issue would rest, STATING"."""
    at, seen = subject, set[int]()
    while not can_speak(parse, subject) and at not in seen:
        seen.add(at)
        at = parse.tokens[at].head
        subject = subject_of(parse, at) or subject
    return subject


def frame_beside(parse: Parse, places: Iterable[int]) -> Frame | None:
    """The first verb of saying or judging among some tokens whose subject can speak."""
    verbs = {**cues.judging(), **cues.saying()}
    for j in places:
        low = parse.tokens[j].text.lower()
        if low not in verbs or not parse.tokens[j].tag.startswith("VB"):
            continue
        subject = subject_of(parse, j)
        if subject is not None and can_speak(parse, subject):
            return Frame(j, subject, "within", verbs[low])
    return None


def _has_auxiliary(parse: Parse, verb: int) -> bool:
    """Whether "would", "did" or the like makes a bare verb finite."""
    return any(
        parse.tokens[c].dep == "aux" and parse.tokens[c].text.lower() != "to"
        for c in parse.children[verb]
    )


def _ends_clause(parse: Parse, verb: int, subject: int, stop: int) -> bool:
    """Whether the noun behind a verb is its subject, not that of a clause it opens."""
    tokens = parse.tokens
    if not tokens[subject].tag.startswith("NN"):
        return False
    if tokens[subject].head != verb or tokens[subject].dep not in ("nsubj", "nsubjpass", "attr"):
        return False
    if tokens[verb].text.lower() in ("told", "tells", "asked", "asks"):
        return False
    after = subject + 1
    return after >= stop or not tokens[after].tag.startswith(("VB", "MD"))


def can_speak(parse: Parse, subject: int) -> bool:
    """Whether a subject is someone or something that speaks, as far as the word itself tells."""
    token = parse.tokens[subject]
    low = token.text.lower()
    if token.tag in ("NNP", "NNPS"):
        return True
    if token.tag == "PRP":
        return low not in ("it", "that", "this")
    if token.tag in ("WP", "DT", "WDT", "EX"):
        return low == "who"
    return head_noun(low) is not None or low in SPEECH_NOUNS or low in _CARRIERS


def according_in(parse: Parse, start: int, stop: int) -> Frame | None:
    """ "According to …" anywhere in a stretch."""
    for j in range(start, min(stop, len(parse.tokens))):
        if parse.tokens[j].text.lower() == "according":
            return _according(parse, j, stop)
    return None


def frames_within(parse: Parse, token: int) -> Iterator[Frame]:  # noqa: C901 - rules in order of certainty read best in one place
    """The verbs that govern a quoted piece, from the nearest outwards, with their subjects."""
    tokens = parse.tokens
    verbs, said = cues.judging(), cues.saying()
    seen: set[int] = set()
    at = token
    while at not in seen:
        seen.add(at)
        head = tokens[at].head
        low = tokens[at].text.lower()
        if at != token or tokens[at].tag.startswith("VB"):
            if low == "according":
                frame = _according(parse, at, len(tokens))
                if frame is not None:
                    yield frame
            elif tokens[at].tag.startswith("VB"):
                subject = subject_of(parse, at)
                if subject is not None:
                    reach: Reach = "weak"
                    if at != token:
                        reach = "within" if low in said else "judged" if low in verbs else "weak"
                    yield Frame(at, subject, reach, verbs.get(low, low))
        for child in parse.children[at]:
            if tokens[child].text.lower() == "according":
                frame = _according(parse, child, len(tokens))
                if frame is not None:
                    yield frame
        at = head


def _quoted_by(parse: Parse, verb: int) -> int | None:
    """The one whom somebody quotes: "the agency quoted Berg as saying"."""
    tokens = parse.tokens
    if tokens[verb].text.lower() not in ("quoted", "quotes", "quoting", "cited"):
        return None
    behind = [t.text.lower() for t in tokens[verb + 1 : verb + 12]]
    if "as" not in behind or "saying" not in behind:
        return None
    return next((c for c in parse.children[verb] if tokens[c].dep == "dobj" and c > verb), None)


def _according(parse: Parse, at: int, stop: int) -> Frame | None:
    tokens = parse.tokens
    if at + 2 >= len(tokens) or tokens[at + 1].text.lower() != "to":
        return None
    subject = _noun_behind(parse, at + 2, max(stop, at + 3))
    return Frame(at, subject, "after", "according to") if subject is not None else None


def speaker_behind(parse: Parse, subject: int) -> int:
    """The one whose words a noun of speech carries: the RIVAL of "his rival's answer was"; the
    COUNCIL of "the Council issued a statement calling"."""
    tokens = parse.tokens
    low = tokens[subject].text.lower()
    if low in SPEECH_NOUNS or low in _CARRIERS:
        owner = next((c for c in parse.children[subject] if tokens[c].dep == "poss"), None)
        if owner is not None and low in SPEECH_NOUNS:
            return owner
        above = tokens[subject].head
        if tokens[subject].dep in ("dobj", "obj") and tokens[above].text.lower() in _ISSUING:
            issuer = subject_of(parse, above)
            if issuer is not None and issuer != subject:
                return issuer
    return subject


SPEECH_NOUNS = frozenset(
    [
        "answer", "reply", "response", "remark", "remarks", "comment", "comments", "message",
        "claim", "claims", "argument", "slogan", "phrase", "words", "warning", "call", "assertion",
        "question", "criticism", "description", "refrain", "motto", "promise", "pledge", "verdict",
        "appeal", "insistence", "suggestion", "contention", "statement", "mantra", "line", "advice",
        "view", "position", "complaint", "demand", "request", "explanation", "speech", "tweet",
        "tweets", "post", "posts", "letter", "email", "emphasis", "rhetoric", "vow", "reference",
    ]
)  # fmt: skip
_CARRIERS = frozenset(
    ["communique", "communiqué", "ad", "advert", "video", "report", "document", "text", "note",
     "memo", "declaration", "series", "release", "readout", "resolution", "article", "paper"]
)  # fmt: skip
_ISSUING = frozenset(
    [
        "issued",
        "issue",
        "issues",
        "issuing",
        "released",
        "release",
        "releases",
        "releasing",
        "published",
        "publish",
        "posted",
        "post",
        "posts",
        "posting",
        "sent",
        "send",
        "sends",
        "sending",
        "wrote",
        "write",
        "writes",
        "writing",
        "made",
        "makes",
        "making",
        "put",
        "gave",
        "gives",
        "giving",
        "delivered",
        "delivers",
        "aired",
        "airing",
        "unleashed",
        "tweeted",
        "circulated",
        "adopted",
        "signed",
        "distributed",
        "filed",
        "launched",
        "read",
        "shared",
        "penned",
        "drafted",
    ]
)


# --- Subjects -----------------------------------------------------------------------------------


def subject_of(parse: Parse, verb: int, depth: int = 0) -> int | None:  # noqa: C901 - rules in order of certainty read best in one place
    """The one who does the verb, its own or the one it shares with the clause above it."""
    tokens = parse.tokens
    low = tokens[verb].text.lower()
    own = _own_subject(parse, verb)
    if own is not None:
        return own
    if depth > 6:
        return None
    head, dep = tokens[verb].head, tokens[verb].dep
    if head == verb:
        return None
    above = tokens[head]
    if dep in ("acl", "relcl"):
        return head if above.tag in _NOUN_TAGS else None
    if dep == "pcomp" and above.tag == "IN":
        governor = above.head
        if tokens[governor].text.lower() in ("quoted", "quotes", "quoting", "cited", "cites"):
            objects = [c for c in parse.children[governor] if tokens[c].dep in ("dobj", "obj")]
            if objects:
                return objects[0]
        return subject_of(parse, governor, depth + 1) if governor != head else None
    if dep == "xcomp" and tokens[verb].tag == "VB":
        objects = [c for c in parse.children[head] if tokens[c].dep in ("dobj", "obj")]
        if objects and objects[0] < verb:
            return objects[0]
    if above.tag.startswith("VB") or above.tag == "MD":
        return subject_of(parse, head, depth + 1)
    if dep in ("prep", "pcomp", "advcl", "conj", "ccomp", "dep", "appos", "amod", "aux"):
        return subject_of(parse, head, depth + 1)
    del low
    return None


def _own_subject(parse: Parse, verb: int) -> int | None:
    tokens = parse.tokens
    for child in parse.children[verb]:
        if tokens[child].dep in ("nsubj", "nsubjpass", "expl"):
            if tokens[child].dep == "nsubjpass":
                agent = _agent(parse, verb)
                if agent is not None and tokens[verb].text.lower() not in ("quoted", "cited"):
                    return agent
            return _antecedent(parse, child, verb)
    return _agent(parse, verb)


def _agent(parse: Parse, verb: int) -> int | None:
    tokens = parse.tokens
    for child in parse.children[verb]:
        if tokens[child].dep == "agent":
            for grandchild in parse.children[child]:
                if tokens[grandchild].dep == "pobj":
                    return grandchild
    return None


def _antecedent(parse: Parse, subject: int, verb: int) -> int:
    """The noun that "who" or "which" stands for."""
    tokens = parse.tokens
    if tokens[subject].text.lower() in ("who", "which", "that") and tokens[verb].dep == "relcl":
        return tokens[verb].head
    return subject


def _is_finite(parse: Parse, verb: int) -> bool:
    tokens = parse.tokens
    return any(tokens[c].dep in ("aux", "nsubj") and c < verb for c in parse.children[verb]) or (
        verb > 0 and tokens[verb - 1].tag in ("NNP", "PRP", "NN")
    )


def _subject_behind(parse: Parse, verb: int, stop: int) -> int | None:
    """The subject of an inverted telling: "said Anna Berg, the minister"."""
    tokens = parse.tokens
    for child in parse.children[verb]:
        if tokens[child].dep in ("nsubj", "nsubjpass") and verb < child < stop:
            return child
    following = tokens[verb + 1] if verb + 1 < stop else None
    if following is None or following.tag in ("IN", "TO", "RB", ",", ".", ":"):
        return None
    return _noun_behind(parse, verb + 1, stop)


def _noun_behind(parse: Parse, start: int, stop: int) -> int | None:
    """Head of the noun phrase that opens here."""
    tokens = parse.tokens
    last: int | None = None
    for i in range(start, min(stop, start + 12, len(tokens))):
        tag = tokens[i].tag
        if tag in ("NN", "NNS", "NNP", "NNPS", "PRP", "CD"):
            last = i
        elif tag == "POS":
            last = None
        elif last is not None or tag not in (
            "DT",
            "JJ",
            "JJR",
            "JJS",
            "PRP$",
            "VBN",
            "VBG",
            "HYPH",
        ):
            break
    return last


def _subject_between(parse: Parse, verb: int, start: int) -> int | None:
    """The subject of a telling in plain order: "Anna Berg, the minister, told reporters"."""
    tokens = parse.tokens
    for child in parse.children[verb]:
        if tokens[child].dep in ("nsubj", "nsubjpass") and start <= child < verb:
            return _antecedent(parse, child, verb)
    found = _noun_behind(parse, start, verb)
    if found is not None:
        return found
    inherited = subject_of(parse, verb)
    return inherited if inherited is not None and start <= inherited < verb else None
