"""Outcomes, open issues and next steps of main rounds: found, in the right section, and true.

A returned statement answers a reference one when both stand on the same words of an article and
share wording, or when the wording alone is alike enough; and when it is faithful to the evidence
that it gives: as many negations, and no number that isn't there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evals.cases import SECTIONS, Case, Section, StatementReference
from evals.matching import best_overlap, nearest_source, numbers, same_polarity, wording_overlap
from evals.pairing import RoundPair, main_pairs
from evals.scorers.dates import with_main_rounds
from evals.scorers.fields import first_place
from evals.scores import Item, Scorer, Scores, counted
from service.records import Statement, Summary

SAME_PLACE = 0.5
"""Least share of the shorter evidence that two statements on the same words have in common."""
SAME_PLACE_WORDING = 0.3
SAME_WORDING = 0.5


def faithful(texts: Mapping[str, str], got: Statement) -> bool:
    """Whether its places bear its numbers, and the one it is nearest to its negations."""
    sources = [texts.get(e.article, "")[e.start : e.end] for e in got.evidence]
    every_number = {n for source in sources for n in numbers(source)}
    if not numbers(got.text) <= every_number:
        return False
    return same_polarity(got.text, nearest_source(got.text, sources))


def likeness(expected: StatementReference, got: Statement) -> float:
    """0 when they are not the same statement, else up to 2: shared place and shared wording."""
    place = best_overlap([a.evidence for a in expected.evidence], got.evidence)
    own_words = wording_overlap(got.text, expected.text)
    wording = max([own_words, *(wording_overlap(got.text, a.text) for a in expected.evidence)])
    same = (place >= SAME_PLACE and wording >= SAME_PLACE_WORDING) or own_words >= SAME_WORDING
    return place + wording if same else 0.0


def in_section(section: Section, expected: StatementReference, got_section: Section) -> bool:
    return got_section == section or got_section in expected.accept_section


@dataclass(frozen=True, slots=True)
class Match:
    """A reference statement and the returned one that answers it best; None when none does."""

    key: str
    section: Section
    expected: StatementReference
    got: Statement | None
    got_section: Section | None

    @property
    def right_section(self) -> bool:
        return self.got_section is not None and in_section(
            self.section, self.expected, self.got_section
        )


def matches(case: Case, pair: RoundPair) -> list[Match]:
    """One for each reference statement of the round. One returned statement may answer several,
    because a sentence may say several things."""
    returned: list[tuple[Section, Statement]] = [
        (section, statement)
        for section in SECTIONS
        for statement in (getattr(pair.got, section) if pair.got else ())
        if faithful(case.texts, statement)
    ]
    found: list[Match] = []
    for number, (section, expected) in enumerate(pair.expected.statements()):
        ranked = [
            (in_section(section, expected, where), likeness(expected, got), -i)
            for i, (where, got) in enumerate(returned)
        ]
        best = max((r for r in ranked if r[1] > 0), default=None)
        where, got = returned[-best[2]] if best else (None, None)
        key = f"{pair.key} {section} {number}"
        found.append(Match(key, section, expected, got, where))
    return found


def statement_items(case: Case, pair: RoundPair, *, essential_only: bool) -> list[Item]:
    return [
        Item(
            m.key,
            "hit" if m.right_section else "missed",
            m.expected.text,
            m.got.text if m.got else None,
            first_place(m.expected.evidence),
            f"listed under {m.got_section}" if m.got and not m.right_section else "",
        )
        for m in matches(case, pair)
        if m.expected.essential or not essential_only
    ]


def returned_items(case: Case, pair: RoundPair) -> list[Item]:
    """Every returned statement: hit when the reference has it in that section, else extra."""
    items: list[Item] = []
    for section in SECTIONS:
        for i, got in enumerate(getattr(pair.got, section) if pair.got else ()):
            right = faithful(case.texts, got) and any(
                likeness(expected, got) > 0 and in_section(where, expected, section)
                for where, expected in pair.expected.statements()
            )
            place = got.evidence[0] if got.evidence else None
            outcome = "hit" if right else "extra"
            items.append(
                Item(f"{pair.key} {section}, returned {i}", outcome, None, got.text, place)
            )
    return items


def _recall(case: Case, summary: Summary) -> Scores:
    pairs = main_pairs(case, summary)
    items = [i for pair in pairs for i in statement_items(case, pair, essential_only=True)]
    return {case.id: counted(items, "recall")}


def _precision(case: Case, summary: Summary) -> Scores:
    items = [i for pair in main_pairs(case, summary) for i in returned_items(case, pair)]
    return {case.id: counted(items, "precision", "no statement returned")}


def _with_essential(case: Case) -> tuple[str, ...]:
    essential = any(s.essential for r in case.main_rounds for _, s in r.statements())
    return (case.id,) if essential else ()


RECALL = Scorer(
    "statements_recall",
    "Of the essential statements, how many are there, in the right section?",
    "case",
    _with_essential,
    _recall,
    "recall",
)
PRECISION = Scorer(
    "statements_precision",
    "Of the statements returned, how many does the reference have in that section?",
    "case",
    with_main_rounds,
    _precision,
    "precision",
)
