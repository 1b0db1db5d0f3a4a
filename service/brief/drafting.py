"""The sentences of a brief before they are checked: templates over facts, and the articles' own.

Each draft carries its evidence, the days that code resolved from it, and the extractive sentence
that stands in for it when it fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.records import Attendance, Evidence, Reading, Round, Statement

MOST = 6


@dataclass(frozen=True, slots=True)
class Draft:
    """One sentence of a brief, unchecked.

    id: number in its round's brief. round: the round's id.
    extractive: whether the words are the article's own, whole.
    fallback: the words of its first evidence, shown when the sentence fails; None when there
        is nothing to show instead.
    """

    id: str
    round: str
    text: str
    evidence: tuple[Evidence, ...]
    evidence_texts: tuple[str, ...]
    days: tuple[date, ...] = ()
    known: tuple[str, ...] = ()
    extractive: bool = False
    fallback: str | None = None


def draft(talks: Round, readings: Sequence[Reading]) -> tuple[Draft, ...]:
    """Three to six sentences: what and when, who, agreed, open, next, disagreements."""
    by_id = {r.article.id: r for r in readings}
    sentences: list[Draft] = []
    texts = Texts(by_id)

    def add(
        text: str, evidence: Iterable[Evidence], *, days: Iterable[date] = (),
        known: Iterable[str] = (), extractive: bool = False,
    ) -> None:  # fmt: skip
        places = tuple(dict.fromkeys(evidence))
        if not places or len(sentences) >= MOST:
            return
        shown = texts.around(places)
        sentences.append(
            Draft(
                id=f"{talks.id}b{len(sentences)}", round=talks.id, text=text, evidence=places,
                evidence_texts=shown, days=tuple(days), known=tuple(known), extractive=extractive,
                fallback=None if extractive else shorten(shown[0]),
            )
        )  # fmt: skip

    opening(talks, add)
    attendance(talks, add)
    chosen: list[Statement] = []
    for statements, count in (
        (talks.outcomes, 2), (talks.open_issues, 1), (talks.next_steps, 1),
    ):  # fmt: skip
        for statement in best(statements, count):
            if statement.text not in (s.text for s in chosen):
                chosen.append(statement)
                add(shorten(statement.text), statement.evidence[:1], extractive=True)
    for conflict in talks.disagreements[:1]:
        shown = " or ".join(v.value for v in conflict.values)
        add(
            f"Sources differ on the {conflict.field}: {shown}.",
            [e for v in conflict.values for e in v.evidence[:1]],
            days=iso_days(v.value for v in conflict.values),
            known=[v.value for v in conflict.values],
        )
    return tuple(sentences)


class Texts:
    """Sentences around places, for checking against."""

    def __init__(self, readings: Mapping[str, Reading]) -> None:
        self.readings = readings

    def around(self, places: Iterable[Evidence]) -> tuple[str, ...]:
        found: list[str] = []
        for place in places:
            reading = self.readings.get(place.article)
            if reading is None:
                continue
            text = reading.article.text
            own = [s for s in reading.segments if s.span.start < place.end and place.start < s.span.end]
            start = min([place.start, *(s.span.start for s in own)])
            end = max([place.end, *(s.span.end for s in own)])
            found.append(" ".join(text[start:end].split()))
        return tuple(dict.fromkeys(found)) or ("",)


def best(statements: Sequence[Statement], count: int) -> list[Statement]:
    """The statements most worth a busy reader's time: agreed first, then widely reported."""
    rank = {"agreed": 0, "denied": 1, "claimed": 2, "conditional": 2, "proposed": 3, "reported": 2}
    return sorted(statements, key=lambda s: (rank[s.status], -s.origins))[:count]


def opening(talks: Round, add) -> None:  # noqa: ANN001
    evidence = [e for f in (talks.place, talks.host) if f for e in f.evidence[:1]]
    verb = {"held": "took place", "mentioned": "took place", "planned": "are planned", "cancelled": "were called off"}
    who = talks.label.split(" talks", 1)[0]
    text = f"Talks between {who}" if " and " in who else f"{who} talks" if who != "Talks" else "Talks"
    text += f" {verb[talks.state]}"
    if talks.place:
        text += f" in {talks.place.value}"
    text += when(talks)
    people = [*talks.mediators[:2]]
    if people:
        text += f", mediated by {' and '.join(p.name for p in people)}"
        evidence += [e for p in people for e in p.evidence[:1]]
    evidence += [e for p in talks.participants[:2] for e in p.evidence[:1]]
    add(text + ".", evidence, days=[d for d in (talks.start, talks.end) if d], known=[who])


def when(talks: Round) -> str:
    start, end = talks.start, talks.end
    if start and end and start != end:
        if (start.year, start.month) == (end.year, end.month):
            return f" from {start.day} to {end.day} {end:%B %Y}"
        return f" from {start.day} {start:%B %Y} to {end.day} {end:%B %Y}"
    if start or end:
        day = start or end
        assert day is not None
        return f" on {day.day} {day:%B %Y}"
    return ""


def attendance(talks: Round, add) -> None:  # noqa: ANN001
    people: tuple[Attendance, ...] = talks.participants[:6]
    if not people:
        return
    named = [f"{p.name} ({p.role})" if p.role else p.name for p in people]
    listed = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    verb = "is to take part" if talks.state == "planned" else "took part"
    if len(named) > 1 and talks.state == "planned":
        verb = "are to take part"
    add(f"{listed} {verb}.", [e for p in people for e in p.evidence[:1]], known=[p.role or "" for p in people])


def shorten(text: str) -> str:
    """One line, ended by a stop."""
    text = " ".join(text.split())
    return text if re.search(r"[.!?][\"”’)]?$", text) else text.rstrip(",;:") + "."


def iso_days(values: Iterable[str]) -> list[date]:
    found: list[date] = []
    for value in values:
        try:
            found.append(date.fromisoformat(value))
        except ValueError:
            continue
    return found
