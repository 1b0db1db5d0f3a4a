"""Invariant: the summary keeps its contract; each breach is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evals.cases import Case
from evals.scores import Item, Scorer, Scores, counted
from service.records import Attendance, Evidence, Fact, Round, Statement, Summary


def whole_case(case: Case) -> tuple[str, ...]:
    return (case.id,)


def _scores(case: Case, summary: Summary) -> Scores:
    checks = [
        Item(name, "missed" if faults else "hit", name, "; ".join(faults[:3]) or "kept")
        for name, faults in (
            ("articles are those sent, text and all", _articles(case, summary)),
            ("ids are unique and refer to something", _ids(summary)),
            ("every place lies in its article", _places(case, summary)),
            ("every fact and statement has evidence", _evidence(summary)),
            ("every quotation mark is counted once", _coverage(summary)),
        )
    ]
    return {case.id: counted(checks, "recall")}


def _articles(case: Case, summary: Summary) -> list[str]:
    texts = {a.id: a.text for a in summary.articles}
    return [f"article {a} differs" for a, text in case.texts.items() if texts.get(a) != text]


def _ids(summary: Summary) -> list[str]:
    faults: list[str] = []
    for name, ids in (
        ("articles", [a.id for a in summary.articles]),
        ("rounds", [r.id for r in summary.rounds]),
        ("quotations", [q.id for q in summary.quotations]),
    ):
        if len(set(ids)) != len(ids):
            faults.append(f"two {name} share an id")
    rounds = {r.id for r in summary.rounds}
    quotations = {q.id for q in summary.quotations}
    articles = {a.id for a in summary.articles}
    for quotation in summary.quotations:
        if quotation.round is not None and quotation.round not in rounds:
            faults.append(f"{quotation.id} names no round {quotation.round}")
        if not set(quotation.repeats) <= quotations:
            faults.append(f"{quotation.id} repeats no quotation of the summary")
    faults += [
        f"{r.id} names no article" for r in summary.rounds if not set(r.articles) <= articles
    ]
    return faults


def _places(case: Case, summary: Summary) -> list[str]:
    return [
        f"{e.article} {e.start}–{e.end}"
        for e in _all_places(summary)
        if not 0 <= e.start < e.end <= len(case.texts.get(e.article, ""))
    ]


def _all_places(summary: Summary) -> Iterator[Evidence]:
    for quotation in summary.quotations:
        yield Evidence(article=quotation.article, start=quotation.start, end=quotation.end)
        if quotation.speaker is not None and (mention := quotation.speaker.mention) is not None:
            yield Evidence(article=quotation.article, start=mention.start, end=mention.end)
    for article in summary.articles:
        for stretch in article.excluded:
            yield Evidence(article=article.id, start=stretch.start, end=stretch.end)
    for talks in summary.rounds:
        for _, part in parts_of(talks):
            yield from part.evidence
        for sentence in talks.brief:
            yield from sentence.evidence


def parts_of(talks: Round) -> Iterator[tuple[str, Fact | Attendance | Statement]]:
    """Everything of a round that must stand on evidence, with the field that it is in."""
    for field in ("place", "venue", "host"):
        if (fact := getattr(talks, field)) is not None:
            yield field, fact
    lists = ("mediators", "participants", "attendees", "outcomes", "open_issues", "next_steps")
    for field in lists:
        for part in getattr(talks, field):
            yield field, part
    for difference in talks.disagreements:
        for value in difference.values:
            yield "disagreements", value


def _evidence(summary: Summary) -> list[str]:
    bare: Iterable[str] = (
        f"{talks.id} {field}"
        for talks in summary.rounds
        for field, part in parts_of(talks)
        if not part.evidence
    )
    briefs = (
        f"{talks.id} brief" for talks in summary.rounds for s in talks.brief if not s.evidence
    )
    return [*bare, *briefs]


def _coverage(summary: Summary) -> list[str]:
    marks, chunks = summary.coverage.quotation_marks, summary.coverage.chunks
    faults: list[str] = []
    if marks.total != marks.quoted + marks.not_speech + marks.unresolved:
        faults.append("quotation marks don't add up")
    if chunks.total != chunks.read + chunks.failed:
        faults.append("chunks don't add up")
    return faults


SCORER = Scorer(
    "contract",
    "Does the summary keep its contract: ids, places, evidence, counts?",
    "case",
    whole_case,
    _scores,
    "recall",
)
