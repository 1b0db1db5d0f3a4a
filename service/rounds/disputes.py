"""Conflicts between the statements of different articles, which a capable model is asked about.

Rules see when two sources give other days or numbers. That one calls agreed what the other denies,
or lets another side have asked for the break, only a reader sees. The model is shown every
statement of a round that several articles report, and answers with pairs of their numbers: it
can't put a word of its own into the summary, and a hostile article can at most draw its own
statements into a pair.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from service.records import (
    ChunkRequest,
    Disagreement,
    Evidence,
    Fact,
    Reading,
    Rejection,
    Round,
    Statement,
)
from service.rounds.chunkshape import enum, object_
from service.rounds.merging import COMMON

TASK = "disagreements"
MOST = 80
"""Statements shown in one request; a round of more shows those that most sources have."""

ABOUT = (
    "whether it was agreed",
    "what was agreed",
    "who did it",
    "number or amount",
    "day or length",
    "place",
    "whether it happened",
)


def request(talks: Round, readings: Sequence[Reading]) -> ChunkRequest | None:
    """The statements of a round as they are put to a model; None where only one article has any."""
    listed = numbered(talks)
    sources = {source(statement) for statement in listed.values()}
    if len(sources) < 2:
        return None
    dates = {r.article.id: r.article.published_at for r in readings}
    lines = [
        f"[{number}] ({article}, {dates[article] or 'no date'}) {statement.text}"
        for article in sorted(sources)
        for number, statement in listed.items()
        if source(statement) == article
    ]
    ids = list(listed)
    pair = object_({"one": enum(ids), "other": enum(ids), "about": enum(ABOUT)})
    schema = object_({"conflicts": {"type": "array", "items": pair}})
    variables = {"talks": talks.label, "statements": "\n".join(lines)}
    return ChunkRequest(TASK, min(sources), talks.id, variables, schema)


def numbered(talks: Round) -> dict[str, Statement]:
    """{number: statement}, the same for equal rounds."""
    every = [*talks.outcomes, *talks.open_issues, *talks.next_steps]
    kept = sorted(every, key=lambda s: -s.origins)[:MOST]
    return {f"s{n}": s for n, s in enumerate(s for s in every if s in kept)}


def source(statement: Statement) -> str:
    """The article whose words a statement has."""
    return statement.evidence[0].article


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements that can't both be true."""

    about: str
    statements: tuple[Statement, ...]

    def places(self) -> list[tuple[Evidence, ...]]:
        return [s.evidence for s in self.statements]


def settle(talks: Round, content: object) -> tuple[tuple[Disagreement, ...], tuple[Rejection, ...]]:
    """What the model's pairs add to the round's disagreements, and what was refused.

    content: the model's object, untrusted; None when every try failed.
    """
    listed = numbered(talks)
    found: list[Conflict] = []
    refused: list[Rejection] = []
    for raw in pairs(content):
        pair = [listed.get(str(raw.get(key))) for key in ("one", "other")]
        about = str(raw.get("about"))
        reason = objection(pair, about)
        if reason:
            refused.append(Rejection(what=f"{TASK}: {str(dict(raw))[:200]}", reason=reason))
            continue
        conflict = Conflict(about, tuple(s for s in pair if s is not None))
        if not any(shown(conflict, known) for known in talks.disagreements):
            found.append(conflict)
    return tuple(disagreement(c) for c in joined(found)), tuple(refused)


def pairs(content: object) -> list[Mapping[str, object]]:
    if not isinstance(content, Mapping):
        return []
    listed = cast("Mapping[str, object]", content).get("conflicts")
    items = cast("list[object]", listed) if isinstance(listed, list) else []
    return [cast("Mapping[str, object]", i) for i in items if isinstance(i, Mapping)]


def objection(pair: Sequence[Statement | None], about: str) -> str | None:
    """Why a pair can't be a disagreement between sources."""
    if None in pair or about not in ABOUT:
        return "not a number of this round's statements"
    one, other = (s for s in pair if s is not None)
    if {e.article for e in one.evidence} & {e.article for e in other.evidence}:
        return "one article has both: it tells of a dispute, and the sources agree"
    return None


def shown(conflict: Conflict, known: Disagreement) -> bool:
    """Whether rules found it already: two of its values stand in the two statements."""
    values = [v.evidence for v in known.values]
    return all(any(touch(place, value) for value in values) for place in conflict.places())


def touch(ours: Sequence[Evidence], theirs: Sequence[Evidence]) -> bool:
    return any(
        a.article == b.article and a.start < b.end and b.start < a.end for a in ours for b in theirs
    )


def joined(found: Sequence[Conflict]) -> list[Conflict]:
    """Pairs with a statement in common are one conflict of three values or more."""
    whole: list[Conflict] = []
    for conflict in found:
        for n, known in enumerate(whole):
            if known.about == conflict.about and set(known.places()) & set(conflict.places()):
                every = dict.fromkeys((*known.statements, *conflict.statements))
                whole[n] = Conflict(known.about, tuple(every))
                break
        else:
            whole.append(conflict)
    return whole


def disagreement(conflict: Conflict) -> Disagreement:
    common = topic([s.text for s in conflict.statements])
    return Disagreement(
        field=f"{conflict.about}: {common}" if common else conflict.about,
        values=tuple(Fact(value=s.text, evidence=s.evidence) for s in conflict.statements),
    )


def topic(texts: Sequence[str]) -> str:
    """The words that all texts have, in the order of the first: "withdrawal Feni"."""
    first, *others = [re.findall(r"[^\W_]{4,}", text) for text in texts]
    sets = [{word.casefold() for word in words} for words in others]
    common = [
        word
        for word in dict.fromkeys(first)
        if word.casefold() not in COMMON and all(word.casefold() in s for s in sets)
    ]
    return " ".join(common[:4])
