"""Which returned quotation or round answers which reference one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.cases import Case, QuotationReference, RoundReference
from evals.matching import EDGES, iou, pair_greedily, same_name, trimmed
from service.records import Quotation, Round, Summary

OVERLAP = 0.8
"""Least intersection over union at which two spans are the same quotation; as PolNeAR's score."""


@dataclass(frozen=True, slots=True)
class QuotationPairs:
    """An article's quotations: pairs of (reference, returned), and what is left on either side."""

    pairs: tuple[tuple[QuotationReference, Quotation], ...]
    missed: tuple[QuotationReference, ...]
    extra: tuple[Quotation, ...]


def pair_quotations(case: Case, summary: Summary, article: str) -> QuotationPairs:
    """Pair by overlap of at least OVERLAP, edges trimmed.

    Left out on both sides: optional references and what answers them; a quotation nested in one
    that was found, because references list the outer one only.
    """
    text = case.texts[article]
    expected = [q for q in case.reference.quotations if q.article == article]
    returned = [q for q in summary.quotations if q.article == article]
    chosen = pair_greedily(
        expected,
        returned,
        lambda a, b: iou(trimmed(text, a.start, a.end), trimmed(text, b.start, b.end)),
        OVERLAP,
    )
    taken = set(chosen.values())
    found = [expected[i] for i in chosen]
    return QuotationPairs(
        pairs=tuple(
            (expected[i], returned[j])
            for i, j in sorted(chosen.items())
            if not expected[i].optional
        ),
        missed=tuple(q for i, q in enumerate(expected) if i not in chosen and not q.optional),
        extra=tuple(
            q
            for j, q in enumerate(returned)
            if j not in taken and not any(_nested(text, q, outer) for outer in found)
        ),
    )


def _nested(text: str, inner: Quotation, outer: QuotationReference) -> bool:
    """Whether `inner` stands between marks of its own inside `outer`."""
    inside = outer.start < inner.start and inner.end < outer.end
    return inside and text[inner.start - 1] in EDGES and not text[inner.start - 1].isspace()


@dataclass(frozen=True, slots=True)
class RoundPair:
    """A reference round and the returned round that answers it; None when there is none."""

    number: int
    expected: RoundReference
    got: Round | None

    @property
    def key(self) -> str:
        return f"round {self.number}"


def pair_rounds(case: Case, summary: Summary) -> tuple[RoundPair, ...]:
    """Every reference round with the returned one that is most like it, one to one."""
    expected = case.reference.rounds
    chosen = pair_greedily(expected, summary.rounds, _likeness, 0.2)
    return tuple(
        RoundPair(i, about, summary.rounds[chosen[i]] if i in chosen else None)
        for i, about in enumerate(expected)
    )


def main_pairs(case: Case, summary: Summary) -> tuple[RoundPair, ...]:
    return tuple(p for p in pair_rounds(case, summary) if p.expected.main)


def _likeness(expected: RoundReference, got: Round) -> float:
    """0 to about 4: days, articles, place and people in common.

    The state counts a little, so that a recalled round is not taken for the main one.
    """
    days = [
        got.start is not None and got.start in (expected.start, *expected.accept_start),
        got.end is not None and got.end in (expected.end, *expected.accept_end),
    ]
    theirs, ours = set(expected.articles), set(got.articles)
    articles = len(theirs & ours) / len(theirs | ours) if theirs | ours else 0.0
    place = expected.place is not None and got.place is not None
    same_place = place and same_name(got.place.value, expected.place.accept, None)  # type: ignore[union-attr]
    people = _people_in_common(expected, got)
    state = 0.3 if (got.state == "mentioned") == (expected.state == "mentioned") else 0.0
    shown = sum(days) / 2 + articles + 0.5 * same_place + people
    return shown + state if shown else 0.0


def _people_in_common(expected: RoundReference, got: Round) -> float:
    people = (*expected.mediators, *expected.participants)
    listed = [p.name for p in (*got.mediators, *got.participants)]
    if not people:
        return 0.0
    return sum(any(same_name(n, p.names) for n in listed) for p in people) / len(people)


def round_texts(rounds: Sequence[Round]) -> list[tuple[str, str]]:
    """Everything that a reader sees of rounds, as (where, text)."""
    texts: list[tuple[str, str]] = []
    for talks in rounds:
        texts.append((f"{talks.id} label", talks.label))
        texts += [
            (f"{talks.id} {name}", fact.value)
            for name, fact in (("place", talks.place), ("venue", talks.venue), ("host", talks.host))
            if fact is not None
        ]
        for field in ("mediators", "participants", "attendees"):
            for person in getattr(talks, field):
                parts = (person.name, person.role, person.party)
                texts.append((f"{talks.id} {field}", ", ".join(p for p in parts if p)))
        for field in ("outcomes", "open_issues", "next_steps"):
            for statement in getattr(talks, field):
                by = f" ({statement.by})" if statement.by else ""
                texts.append((f"{talks.id} {field}", statement.text + by))
        for difference in talks.disagreements:
            values = "; ".join(v.value for v in difference.values)
            texts.append((f"{talks.id} disagreement", f"{difference.field}: {values}"))
        texts += [(f"{talks.id} brief", sentence.text) for sentence in talks.brief]
    return texts
