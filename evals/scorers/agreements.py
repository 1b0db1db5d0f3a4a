"""False agreements: what is called agreed must be agreed. The error that hurts most."""

from __future__ import annotations

from evals.cases import SECTIONS, Case
from evals.pairing import pair_rounds
from evals.scorers.dates import with_main_rounds
from evals.scorers.statements import faithful, likeness
from evals.scores import Item, Scorer, Scores, counted
from service.records import Statement, Summary


def _scores(case: Case, summary: Summary) -> Scores:
    """Precision of `agreed`. One that answers no reference statement is false as well."""
    items: list[Item] = []
    answered = {p.got.id: p.expected for p in pair_rounds(case, summary) if p.got is not None}
    for talks in summary.rounds:
        about = answered.get(talks.id)
        known = [s for _, s in about.statements()] if about else []
        for section in SECTIONS:
            statements: tuple[Statement, ...] = getattr(talks, section)
            for number, got in enumerate(statements):
                if got.status != "agreed":
                    continue
                alike = [s for s in known if likeness(s, got) > 0]
                right = faithful(case.texts, got) and any("agreed" in s.statuses for s in alike)
                items.append(
                    Item(
                        f"agreed: {talks.id} {section} {number}",
                        "hit" if right else "extra",
                        None if right or not alike else f"{alike[0].status}: {alike[0].text}",
                        got.text,
                        got.evidence[0] if got.evidence else None,
                        "" if right else "not agreed" if alike else "no reference statement",
                    )
                )
    return {case.id: counted(items, "precision", "nothing was called agreed")}


SCORER = Scorer(
    "agreements_true",
    "Of the statements called agreed, how many are agreed?",
    "case",
    with_main_rounds,
    _scores,
    "precision",
)
