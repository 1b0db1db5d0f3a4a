"""One file a question. `ALL` lists them in the order in which reports show them."""

from evals.scorers import (
    agreements,
    attribution,
    authorship,
    clustering,
    completeness,
    contract,
    dates,
    disagreements,
    facts,
    fields,
    grounding,
    joint,
    leaks,
    not_speech,
    participants,
    rouge,
    spans,
    statements,
    states,
    status,
    verbatim,
)
from evals.scores import Scorer

INVARIANTS: tuple[Scorer, ...] = (contract.SCORER, verbatim.SCORER)
"""What must be 1 for every output of every model; `communique eval gate` is hard on them."""

QUOTATIONS: tuple[Scorer, ...] = (
    joint.SCORER,
    attribution.SCORER,
    spans.OVERLAP_SCORER,
    spans.TYPOGRAPHIC,
    spans.EXACT,
    not_speech.SCORER,
)
ROUNDS: tuple[Scorer, ...] = (
    facts.RECALL,
    facts.PRECISION,
    dates.SCORER,
    states.SCORER,
    fields.PLACE,
    fields.VENUE,
    fields.HOST,
    fields.MEDIATORS,
    fields.PARTICIPANTS,
    fields.ATTENDEES,
    participants.SCORER,
    statements.RECALL,
    statements.PRECISION,
    status.SCORER,
    authorship.SCORER,
    agreements.SCORER,
    disagreements.SCORER,
    clustering.SCORER,
    leaks.SCORER,
)
BRIEF: tuple[Scorer, ...] = (grounding.SCORER, completeness.SCORER, rouge.SCORER)

ALL: tuple[Scorer, ...] = (*INVARIANTS, *QUOTATIONS, *ROUNDS, *BRIEF)
BY_NAME = {scorer.name: scorer for scorer in ALL}
