"""The summary that a reference describes: what a perfect service would have returned.

It shows that reference and scorers agree (each score is 1), and is what mutations start from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from evals.cases import (
    Anchor,
    Case,
    FactReference,
    PersonReference,
    RoundReference,
    StatementReference,
)
from evals.matching import wording_overlap
from service.records import (
    Article,
    Attendance,
    BriefSentence,
    Coverage,
    Disagreement,
    Evidence,
    Exclusion,
    Fact,
    MarkCoverage,
    Quotation,
    Round,
    Speaker,
    Statement,
    Summary,
)


def ideal_summary(case: Case) -> Summary:
    """All rounds and quotations of the reference, with the article's own words as statements."""
    quotations = tuple(_quotations(case))
    return Summary(
        id="ideal",
        created_at=datetime(2024, 1, 1, tzinfo=UTC),
        status="done",
        articles=tuple(
            Article(
                id=name,
                text=text,
                sha256=hashlib.sha256(text.encode()).hexdigest(),
                excluded=tuple(
                    Exclusion(start=e.start, end=e.end, reason=e.reason)
                    for e in case.reference.excluded
                    if e.article == name
                ),
            )
            for name, text in case.texts.items()
        ),
        rounds=tuple(_round(case, i, r) for i, r in enumerate(case.reference.rounds)),
        quotations=quotations,
        coverage=Coverage(quotation_marks=MarkCoverage(total=1, quoted=1)),
    )


def _quotations(case: Case) -> list[Quotation]:
    return [
        Quotation(
            id=f"q{number}",
            article=about.article,
            start=about.start,
            end=about.end,
            text=case.texts[about.article][about.start : about.end],
            kind=about.kind or "direct",
            speaker=Speaker(name=about.speaker.accept[0], kind=about.speaker.kind)
            if about.speaker
            else None,
        )
        for number, about in enumerate(case.reference.quotations)
    ]


def _round(case: Case, number: int, about: RoundReference) -> Round:
    return Round(
        id=f"r{number}",
        label=about.label,
        state=about.state,
        start=about.start,
        end=about.end,
        place=_fact(about, about.place),
        venue=_fact(about, about.venue),
        host=_fact(about, about.host),
        mediators=_people(about, about.mediators),
        participants=_people(about, about.participants),
        attendees=_people(about, about.attendees),
        outcomes=_statements(about.outcomes),
        open_issues=_statements(about.open_issues),
        next_steps=_statements(about.next_steps),
        disagreements=tuple(
            Disagreement(
                field=d.field,
                values=tuple(
                    Fact(value=v.value, evidence=_places(v.evidence) or _somewhere(about))
                    for v in d.values
                ),
            )
            for d in about.disagreements
        ),
        articles=about.articles,
        brief=tuple(_brief(case, about)),
    )


def _places(anchors: Sequence[Anchor]) -> tuple[Evidence, ...]:
    return tuple(a.evidence for a in anchors)


def _somewhere(about: RoundReference) -> tuple[Evidence, ...]:
    """Evidence for what the reference gives none for: the first words of its first article."""
    return (Evidence(article=about.articles[0], start=0, end=1),)


def _fact(about: RoundReference, reference: FactReference | None) -> Fact | None:
    if reference is None:
        return None
    evidence = _places(reference.evidence) or _somewhere(about)
    return Fact(value=reference.accept[0], evidence=evidence)


def _people(about: RoundReference, people: Sequence[PersonReference]) -> tuple[Attendance, ...]:
    return tuple(
        Attendance(
            name=p.name,
            role=p.role,
            party=p.party,
            evidence=_places(p.evidence) or _somewhere(about),
        )
        for p in people
    )


def _statements(statements: Sequence[StatementReference]) -> tuple[Statement, ...]:
    """Extractive: the article's words, of the place whose wording is nearest the reference's."""
    return tuple(
        Statement(
            text=nearest_words(s),
            status=s.status,
            by=s.by,
            evidence=_places(s.evidence),
        )
        for s in statements
    )


def nearest_words(about: StatementReference) -> str:
    """The evidence that is worded most like the reference, on one line."""
    nearest = max(about.evidence, key=lambda a: wording_overlap(a.text, about.text))
    return " ".join(nearest.text.split())


def _brief(case: Case, about: RoundReference) -> list[BriefSentence]:
    return [
        BriefSentence(text=" ".join(s.evidence[0].text.split()), evidence=_places(s.evidence[:1]))
        for _, s in about.statements()
        if s.essential and s.evidence[0].article in case.texts
    ]
