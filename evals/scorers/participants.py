"""Nobody is listed as a participant who was not at the round in any part."""

from __future__ import annotations

from evals.cases import Case
from evals.matching import same_name
from evals.pairing import main_pairs
from evals.scorers.dates import with_main_rounds
from evals.scores import Item, Scorer, Scores, counted
from service.records import Summary


def _scores(case: Case, summary: Summary) -> Scores:
    """Precision of the list. A mediator or attendee under participants was at least there."""
    items: list[Item] = []
    for pair in main_pairs(case, summary):
        about = pair.expected
        present = (*about.participants, *about.mediators, *about.attendees)
        for listed in pair.got.participants if pair.got else ():
            right = any(same_name(listed.name, person.names) for person in present)
            trap = any(same_name(listed.name, (name,)) for name in about.not_participants)
            items.append(
                Item(
                    f"{pair.key} listed: {listed.name}",
                    "hit" if right else "extra",
                    None,
                    listed.name,
                    listed.evidence[0] if listed.evidence else None,
                    "named in the articles, but not at this round" if trap else "",
                )
            )
    return {case.id: counted(items, "precision", "nobody was listed")}


SCORER = Scorer(
    "participants_present",
    "Of those listed as participants, how many were at the round?",
    "case",
    with_main_rounds,
    _scores,
    "precision",
)
