"""Names, descriptions and pronouns → entities: who is who in one article."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import replace

import regex

from service.language import Language
from service.mentions import lexicon
from service.mentions.clusters import Draft, cluster, plain
from service.mentions.descriptions import Description, find_descriptions
from service.mentions.kinds import Surroundings
from service.mentions.names import Name, find_names
from service.mentions.words import split_words
from service.records import Article, Entity, EntityKind, Mention, Segment, Span

_PRONOUN = regex.compile(
    # "HE Anna Berg" is a title.
    r"(?<![\p{L}'’])(?!(?-i:HE)\s\p{Lu}\p{Ll})(?:he|she|him|her|his|himself|herself)(?![\p{L}])",
    regex.I,
)
_KINDS: dict[str, EntityKind] = {
    "PERSON": "person",
    "ORG": "institution",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "country",
}


# The recogniser reads at most so many sentences of an article; news has a tenth of them.
MAX_SHOWN = 400
# A line shorter than this was not broken for its length; a sentence is not longer than that.
MIN_WRAPPED = 50
MAX_UNWRAPPED = 2000
_ABBREVIATED = regex.compile(
    r"(?<!\p{L})(?:Hon|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Amb|Rev|H\.E|St|No|Sen)\.$"
)
# What makes an office another one than its head says.
_LESSER = frozenset(["deputy", "vice", "assistant", "former", "prime", "acting"])
# How many mentions of people with roles a description looks back over.
MAX_HOLDERS_BACK = 200


def find_entities(
    article: Article, segments: Sequence[Segment], language: Language
) -> tuple[Entity, ...]:
    """Who and what the story speaks of, each with all its mentions in reading order.

    Excluded segments give no entities. Names that rules can't place are shown to the recogniser.
    """
    story = [s for s in segments if s.excluded is None]
    spans = _unwrapped(article.text, [s.span for s in story])
    words = [split_words(article.text, span) for span in spans]
    vocabulary = {word.text for stretch in words for word in stretch if word.capitalised}
    told = Surroundings(article.text, find_names(article.text, words), vocabulary)
    names = _placed(article.text, spans, told, language)
    drafts = cluster(names)
    _add_descriptions(article.text, drafts, find_descriptions(words))
    _add_pronouns(article.text, spans, drafts)
    return _finished(drafts)


def _unwrapped(text: str, spans: Sequence[Span]) -> list[Span]:
    """The same stretches, with lines that were broken in mid-sentence as one."""
    out: list[Span] = []
    for span in spans:
        broken = bool(out) and len(out[-1]) >= MIN_WRAPPED and _is_broken(text, out[-1], span)
        if broken and span.end - out[-1].start <= MAX_UNWRAPPED:
            out[-1] = Span(out[-1].start, span.end)
        else:
            out.append(span)
    return out


def _is_broken(text: str, line: Span, following: Span) -> bool:
    if text[line.end : following.start] != "\n" or text[following.start] in "•*-–—\"“'‘":
        return False
    return (
        text[line.end - 1] not in '.!?:;…"”’)'
        or _ABBREVIATED.search(text, line.end - 8, line.end) is not None
    )


# --- Names of unknown kind ----------------------------------------------------------------------


def _placed(text: str, spans: Sequence[Span], told: Surroundings, language: Language) -> list[Name]:
    """Give the names that rules left open a kind by the words around them, or the recogniser's.

    Names that neither can place are left without a kind when they are single words.
    """
    asked = sorted({told.segment(words) for words in told.open})[:MAX_SHOWN]
    found = language.names([spans[i].of(text) for i in asked]) if asked else []
    labels: dict[str, EntityKind] = {}
    for number, entities in zip(asked, found, strict=True):
        for entity in entities:
            kind = _KINDS.get(entity.label)
            if kind is not None:
                words = entity.span.of(spans[number].of(text))
                for part in (words, *words.split()):
                    labels.setdefault(part, kind)
    return [n if n.kind is not None else replace(n, kind=told.kind(n, labels)) for n in told.names]


# --- Descriptions and pronouns ------------------------------------------------------------------


def _add_descriptions(text: str, drafts: list[Draft], descriptions: Sequence[Description]) -> None:
    taken = sorted((m.span.start, m.span.end) for d in drafts for m in d.mentions)
    holders = _RoleHolders(drafts)
    seen: dict[str, Draft] = {}
    for one in descriptions:
        if _covered(taken, one.span):
            continue
        draft = None
        if one.definite and not one.plural:
            draft = holders.last_before(one)
        if draft is None:
            one = replace(one, span=one.full)
            words = " ".join(one.span.of(text).split())
            key = words.lower()
            draft = seen.get(key) if one.definite else None
            if draft is None:
                draft = Draft(_kind_of(one), tuple(one.words), words)
                drafts.append(draft)
                seen[key] = draft
        draft.mentions.append(Mention(one.span, "nominal"))


def _covered(taken: Sequence[tuple[int, int]], span: Span) -> bool:
    i = bisect.bisect_right(taken, (span.end - 1, 1 << 60)) - 1
    return i >= 0 and taken[i][1] >= span.end and taken[i][0] <= span.end - 1


def _kind_of(one: Description) -> EntityKind:
    head = one.head
    if head in lexicon.DOCUMENTS or head.rstrip("s") in lexicon.DOCUMENTS:
        return "document"
    if head in lexicon.BODY_HEADS or head.endswith("ies") or head in ("sides", "delegations"):
        return "institution"
    return "unnamed"


class _RoleHolders:
    """The people with a role in the order they are named."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        holders = sorted(
            ((m.span.start, n) for n, d in enumerate(drafts) if d.kind == "person" and d.role
             for m in d.mentions),
        )  # fmt: skip
        self._places = [place for place, _ in holders]
        self._drafts = [drafts[n] for _, n in holders]

    def last_before(self, one: Description) -> Draft | None:
        """The last person before a description whose role has its head and modifiers.

        "The minister" is rather a minister than a deputy minister.
        """
        wanted = {w.lower() for w in one.before if w.lower() in lexicon.ROLE_MODIFIERS}
        last = bisect.bisect_left(self._places, one.span.start) - 1
        lesser: Draft | None = None
        for i in range(last, max(-1, last - MAX_HOLDERS_BACK), -1):
            role = set((self._drafts[i].role or "").lower().split())
            if one.head in role and wanted <= role:
                if not (role - wanted) & _LESSER:
                    return self._drafts[i]
                lesser = lesser or self._drafts[i]
        return lesser


def _add_pronouns(text: str, spans: Sequence[Span], drafts: list[Draft]) -> None:
    """ "he" and "she" go to the last person of fitting gender that was named before."""
    people = sorted(
        ((m.span.start, d) for d in drafts if d.kind == "person" for m in d.mentions),
        key=lambda pair: pair[0],
    )
    places = [start for start, _ in people]
    found: list[tuple[Draft, Mention]] = []
    for span in spans:
        for match in _PRONOUN.finditer(text, span.start, span.end):
            gender = "m" if match.group().lower() in ("he", "him", "his", "himself") else "f"
            i = bisect.bisect_left(places, match.start()) - 1
            steps = 0
            while i >= 0 and steps < 40:
                draft = people[i][1]
                if draft.gender in (gender, "u"):
                    found.append((draft, Mention(Span(*match.span()), "pronoun")))
                    break
                i -= 1
                steps += 1
    for draft, mention in found:
        draft.mentions.append(mention)


def _finished(drafts: Sequence[Draft]) -> tuple[Entity, ...]:
    kept = [d for d in drafts if d.mentions]
    surnames = {plain(d.words[-1]) for d in kept if d.kind == "person" and d.words}
    for draft in kept:
        draft.mentions.sort(key=lambda m: m.span)
        if draft.party is not None and plain(draft.party.split()[-1]) in surnames:
            draft.party = None
    kept.sort(key=lambda d: d.mentions[0].span)
    return tuple(
        Entity(f"e{i}", d.kind, d.name, d.role, d.party, tuple(d.mentions))
        for i, d in enumerate(kept)
    )
