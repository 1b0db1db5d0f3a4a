"""Simple systems for quotations, so that simulations have real differences between real systems.

Each finds what stands between double marks and gives it a speaker by one crude rule. None is meant
to be good; together with the service's rules their scores differ as versions of a system do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.cases import Case
from evals.matching import iou, pair_greedily, same_name, trimmed
from evals.pairing import OVERLAP
from service import articles as reading
from service import language, mentions, quotations
from service.records import ArticleInput

_MARKED = re.compile(r"[“\"]([^“”\"\n]{2,1500})[”\"]")
_NAME = re.compile(r"\b[A-Z][a-z'’]+(?:\s+[A-Z][a-z'’.]+){0,3}")
_SAID = re.compile(r"\b(?:said|says|told|added|asked|tweeted|wrote|argued|called|insisted|noted)\b")


@dataclass(frozen=True, slots=True)
class Quoted:
    start: int
    end: int
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with its labels; speakers of a label are the accepted names."""

    name: str
    text: str
    quotations: tuple[Quoted, ...]


System = Callable[[str], Sequence[Quoted]]
Row = tuple[str, str, float]


def read_polnear(file: Path, limit: int) -> list[Labelled]:
    """Articles with at least one labelled quotation; format in the corpus's README."""
    found: list[Labelled] = []
    for line in file.read_text("utf-8").splitlines():
        if len(found) == limit:
            break
        article = json.loads(line)
        labels = [
            Quoted(
                q["start"],
                q["end"],
                tuple(n for n in (q.get("speaker"), q.get("resolved"), q.get("head")) if n),
            )
            for q in article["quotes"]
        ]
        if labels:
            found.append(Labelled(article["doc"], article["text"], tuple(labels)))
    return found


def of_cases(cases: Iterable[Case]) -> list[Labelled]:
    """The suite's own articles, with the quotations that must be found."""
    found: list[Labelled] = []
    for case in cases:
        for article, text in case.texts.items():
            labels = [
                Quoted(q.start, q.end, q.speaker.accept if q.speaker else ())
                for q in case.reference.quotations
                if q.article == article and not q.optional
            ]
            if labels:
                found.append(Labelled(f"{case.id}/{article}", text, tuple(labels)))
    return found


def all_scores(articles: Sequence[Labelled]) -> Iterator[tuple[str, list[Row]]]:
    """Per-article scores of every system: ("name", [(article, metric, value)])."""
    for name, system in _systems().items():
        yield name, [row for a in articles for row in _scored(a, system(a.text))]


def _scored(article: Labelled, found: Sequence[Quoted]) -> list[Row]:
    def likeness(a: Quoted, b: Quoted) -> float:
        spans = (trimmed(article.text, a.start, a.end), trimmed(article.text, b.start, b.end))
        return iou(*spans)

    pairs = pair_greedily(article.quotations, found, likeness, OVERLAP)
    right = sum(
        any(same_name(name, article.quotations[i].speakers) for name in found[j].speakers)
        for i, j in pairs.items()
    )
    size = len(article.quotations) + len(found)
    return [
        (article.name, "spans", 2 * len(pairs) / size),
        (article.name, "joint", 2 * right / size),
    ]


def _systems() -> dict[str, System]:
    return {
        "nearest": lambda text: _by_rule(text, 2, _nearest),
        "before": lambda text: _by_rule(text, 2, _before),
        "after": lambda text: _by_rule(text, 2, _after),
        "verb": lambda text: _by_rule(text, 2, _beside_verb),
        "verb-long": lambda text: _by_rule(text, 4, _beside_verb),
        "verb-all": lambda text: _by_rule(text, 1, _beside_verb),
        "service-rules": _service(),
    }


def _service() -> System:
    """The service's own rules, without a model."""
    loaded = language.load()

    def find(text: str) -> Sequence[Quoted]:
        article = reading.read(ArticleInput(text=text), "a")
        segments = reading.segment(article)
        entities = mentions.find_entities(article, segments, loaded)
        passages = quotations.find_passages(article.text)
        known = quotations.attribute(article, segments, passages, entities, loaded)
        return [
            Quoted(q.start, q.end, (q.speaker.name,) if q.speaker else ())
            for q in quotations.settle(known, ())
        ]

    return find


Names = list[tuple[int, int, str]]


def _by_rule(
    text: str, least_words: int, rule: Callable[[str, int, int, Names], str | None]
) -> list[Quoted]:
    names = [(m.start(), m.end(), m.group()) for m in _NAME.finditer(text)]
    found: list[Quoted] = []
    for match in _MARKED.finditer(text):
        start, end = match.span(1)
        if len(match.group(1).split()) >= least_words:
            outside = [n for n in names if n[1] <= start or n[0] >= end]
            speaker = rule(text, start, end, outside)
            found.append(Quoted(start, end, (speaker,) if speaker else ()))
    return found


def _nearest(text: str, start: int, end: int, names: Names) -> str | None:  # noqa: ARG001
    return min(names, key=lambda n: min(abs(n[0] - end), abs(start - n[1])), default=(0, 0, None))[
        2
    ]


def _before(text: str, start: int, end: int, names: Names) -> str | None:
    return _nearest(text, start, end, [n for n in names if n[1] <= start])


def _after(text: str, start: int, end: int, names: Names) -> str | None:
    return _nearest(text, start, end, [n for n in names if n[0] >= end])


def _beside_verb(text: str, start: int, end: int, names: Names) -> str | None:
    verb = _SAID.search(text, end, min(len(text), end + 80))
    if verb is None:
        earlier = list(_SAID.finditer(text, max(0, start - 80), start))
        verb = earlier[-1] if earlier else None
    if verb is None:
        return _before(text, start, end, names)
    place = verb.start()
    near = [n for n in names if abs(n[0] - place) < 100]
    return min(near, key=lambda n: abs(n[0] - place), default=(0, 0, None))[2]
