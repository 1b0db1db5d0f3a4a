"""Which attributions are worth a question, and how it is put: choose among the article's names."""

from __future__ import annotations

import bisect

from service.quotations.attributions import Attribution, Attributions
from service.quotations.finding import UNMARKED
from service.quotations.people import People
from service.records import Entity, Question, Span
from service.sentences import find_paragraphs

TASK = "speakers"
NOBODY = "nobody"
# What the chunk shape of asking, which answers by ids, says instead.
NO_ENTITY = "none"
# At most this share of an article's quotations is asked about, the least certain first.
MAX_SHARE = 0.2
MAX_CHOICES = 6
_BEFORE_CHARACTERS = 420
_AFTER_CHARACTERS = 160
_QUOTED_CHARACTERS = 200
# How often the rule named the right speaker on news articles (docs/quotations.md): lowest first.
_ASKED = (
    "nobody",
    "no cue",
    "weak verb",
    "goes on",
    "introduced",
    "no subject",
    "unmarked",
    "nested",
    "pronoun",
    "in its words",
    "described",
    "judged",
    "document",
)


def questions(attributions: Attributions) -> tuple[Question, ...]:
    """One question for each attribution that rules are unsure of, within the article's share."""
    speech = [item for item in attributions.items if item.speech]
    unsure = [item for item in speech if is_unsure(item)]
    unsure.sort(key=lambda item: _ASKED.index(item.doubt or "nobody"))
    allowed = int(len(speech) * MAX_SHARE)
    people = People(attributions.article.text, attributions.entities)
    quoted = _Quoted(attributions)
    asked = (_question(attributions, item, people, quoted) for item in unsure[: max(allowed, 0)])
    found = [q for q in asked if q is not None]
    order = {item.passage.id: i for i, item in enumerate(attributions.items)}
    return tuple(sorted(found, key=lambda q: order[q.item]))


def is_unsure(item: Attribution) -> bool:
    """Whether the rule that decided is one of those that err often."""
    return item.doubt in _ASKED


def candidates(item: Attribution, people: People, quoted: _Quoted) -> list[Entity]:
    """Who may have said it: the rule's choice, then those named nearby, the nearest first."""
    found: dict[str, Entity] = {}
    if item.speaker is not None:
        found[item.speaker.name] = item.speaker
    span = item.passage.span
    near = people.within(max(0, span.start - 900), span.start)
    behind = people.within(span.end, span.end + _AFTER_CHARACTERS)
    ordered = [*behind, *reversed(near)]
    for entity, mention in ordered:
        if len(found) >= MAX_CHOICES:
            break
        if entity.kind not in ("person", "institution", "unnamed", "document"):
            continue
        if entity.kind != "person" and abs(mention.span.start - span.start) > 300:
            continue
        if quoted.covers(mention.span):
            continue
        found.setdefault(entity.name, entity)
    return list(found.values())


class _Quoted:
    """The places of an article's marked passages, to tell who is only spoken of in them."""

    def __init__(self, attributions: Attributions) -> None:
        outer = [
            i.passage.span
            for i in attributions.items
            if i.passage.parent is None and i.passage.note != UNMARKED
        ]
        self._starts = [span.start for span in outer]
        self._ends = [span.end for span in outer]

    def covers(self, place: Span) -> bool:
        i = bisect.bisect_right(self._starts, place.start) - 1
        return i >= 0 and place.end <= self._ends[i]


def _question(
    attributions: Attributions, item: Attribution, people: People, quoted: _Quoted
) -> Question | None:
    names = [e.name for e in candidates(item, people, quoted)]
    names = [n for n in dict.fromkeys(" ".join(n.split()) for n in names) if n.lower() != NOBODY]
    if len(names) < 2:
        return None
    text, span = attributions.article.text, item.passage.span
    start = max(0, span.start - _BEFORE_CHARACTERS)
    paragraphs = [p.start for p in find_paragraphs(text[start : span.start])]
    if len(paragraphs) > 1 and start > 0:
        start += paragraphs[1] if paragraphs[0] == 0 else paragraphs[0]
    words = span.of(text)
    if len(words) > _QUOTED_CHARACTERS:
        half = _QUOTED_CHARACTERS // 2
        words = f"{words[:half]} … {words[-half:]}"
    return Question(
        task=TASK,
        article=attributions.article.id,
        item=item.passage.id,
        variables={
            "before": " ".join(text[start : span.start].split()),
            "quotation": " ".join(words.split()),
            "after": " ".join(text[span.end : span.end + _AFTER_CHARACTERS].split()),
            "names": "; ".join(names),
        },
        choices=(*names, NOBODY),
    )
