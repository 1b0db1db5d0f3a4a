"""ROUGE-L, a footnote: how much of the reference's wording the brief keeps in order.

It can't tell a claim from an agreement, so it never is the headline.
"""

from __future__ import annotations

from evals.cases import Case
from evals.matching import words
from evals.pairing import main_pairs
from evals.scorers.dates import with_main_rounds
from evals.scores import Score, Scorer, Scores
from service.records import Summary


def rouge_l(got: str, expected: str) -> float:
    """F1 of the longest common subsequence of words, 0 to 1."""
    ours, theirs = words(got), words(expected)
    if not ours or not theirs:
        return 0.0
    row = [0] * (len(theirs) + 1)
    for word in ours:
        previous = 0
        for j, other in enumerate(theirs, start=1):
            previous, row[j] = row[j], previous + 1 if word == other else max(row[j], row[j - 1])
    return 2 * row[-1] / (len(ours) + len(theirs))


def _scores(case: Case, summary: Summary) -> Scores:
    values: list[float] = []
    for pair in main_pairs(case, summary):
        wanted = " ".join(s.text for _, s in pair.expected.statements() if s.essential)
        brief = " ".join(s.text for s in pair.got.brief) if pair.got else ""
        if wanted:
            values.append(rouge_l(brief, wanted))
    if not values:
        return {}
    mean = sum(values) / len(values)
    return {case.id: Score(mean, f"over {len(values)} rounds; a footnote")}


SCORER = Scorer(
    "rouge_l",
    "Footnote: ROUGE-L of the brief against the essential statements.",
    "case",
    with_main_rounds,
    _scores,
)
