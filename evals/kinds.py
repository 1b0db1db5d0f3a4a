"""Fit the weights by which a sentence's kind of statement is told, and say what they are worth.

    python -m evals.kinds            # what they find in cases that they were not fitted on
    python -m evals.kinds --write    # fit on all cases, write service/rounds/weights.py

A multinomial logistic regression with a ridge penalty, over the sentences of the `dev` cases. A
sentence that answers reference statements may be any of their kinds; one that answers only
statements that are not essential may also be none. What is reported is cross-validated in ten
folds by case: each case is judged by weights fitted on the cases of the nine other folds.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
from scipy import optimize  # pyright: ignore[reportMissingTypeStubs]

from evals.cases import Case, Section, StatementReference, load_split
from evals.scorers.statements import in_section, likeness
from service import articles, dates, mentions, quotations
from service.language import Language, load
from service.records import Evidence, Reading, Span, Statement
from service.rounds import kinds, people, scenes, signs, statements

Floats = npt.NDArray[np.float64]
SECTIONS: Mapping[kinds.Kind, Section] = {
    "outcome": "outcomes", "open": "open_issues", "next": "next_steps"
}  # fmt: skip
# Chosen on dev, cross-validated by case: see docs/decisions/0035.
RIDGE = 3.0
# Words are many, and each says little: they are held nearer to nothing.
RIDGE_OF_ROOTS = 12.0
# A sign that fewer cases show says more about those cases than about statements.
FEWEST_CASES = 4
FEWEST_CASES_OF_ROOTS = 8
FOLDS = 10
# Weight of an accepted section beside the reference's own.
ACCEPTED = 0.35
TARGET = Path(kinds.__file__).with_name("weights.py")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence, or a half of one: what it shows, and which kinds would be right.

    essential: whether it answers an essential statement.
    """

    case: str
    shown: frozenset[str]
    right: Mapping[kinds.Kind, float]
    essential: bool
    whole: bool = True


def samples(case: Case, readings: Sequence[Reading]) -> Iterator[Sample]:
    """Every sentence of a case's stories, and the halves of those that may turn in the middle."""
    expected = [pair for r in case.main_rounds for pair in r.statements()]
    for reading in readings:
        seen = scenes.find(reading)
        company = people.company(reading, seen.of("main"))
        for candidate in kinds.candidates(reading, seen, company):
            yield sample(case.id, reading, candidate.segment.span, candidate.shown, expected)
            for pair in statements.halves(reading, candidate.segment):
                for span in pair:
                    shown = kinds.part(reading, candidate, span, company)
                    yield replace(sample(case.id, reading, span, shown, expected), whole=False)


def sample(
    case: str,
    reading: Reading,
    span: Span,
    shown: frozenset[str],
    expected: Sequence[tuple[Section, StatementReference]],
) -> Sample:
    text = " ".join(span.of(reading.article.text).split())
    place = Evidence(article=reading.article.id, start=span.start, end=span.end)
    got = Statement(text=text, status="reported", by=None, evidence=(place,), origins=1)
    right: dict[kinds.Kind, float] = {}
    essential = False
    for section, statement in expected:
        if likeness(statement, got) <= 0:
            continue
        essential = essential or statement.essential
        for kind, own in SECTIONS.items():
            if in_section(section, statement, own):
                first = own == section and statement.essential
                right[kind] = max(right.get(kind, 0.0), 1.0 if first else ACCEPTED)
    return Sample(case, shown, right, essential)


def read(case: Case, language: Language) -> list[Reading]:
    """The case's articles with their candidates, as the pipeline finds them without a model."""
    readings: list[Reading] = []
    for number, sent in enumerate(case.inputs, 1):
        article = articles.read(sent, sent.id or f"a{number}", max_bytes=10_000_000)
        segments = articles.segment(article)
        entities = mentions.find_entities(article, segments, language)
        passages = quotations.find_passages(article.text)
        found = quotations.attribute(article, segments, passages, entities, language)
        readings.append(
            Reading(
                article=article, segments=segments, chunks=(), entities=entities,
                dates=dates.find_dates(article, segments),
                durations=dates.find_durations(article, segments),
                passages=passages, quotations=quotations.settle(found, ()),
            )
        )  # fmt: skip
    return readings


# --- Fitting ------------------------------------------------------------------------------------


def fit(chosen: Sequence[Sample]) -> dict[str, tuple[float, ...]]:
    """Weights of each sign for the kinds, against none."""
    cases: dict[str, set[str]] = defaultdict(set)
    for sample in chosen:
        for sign in sample.shown:
            cases[sign].add(sample.case)
    names = sorted(sign for sign, seen in cases.items() if len(seen) >= fewest_cases(sign))
    ridge = np.array([[RIDGE_OF_ROOTS if is_root(sign) else RIDGE] for sign in names])
    column = {sign: i for i, sign in enumerate(names)}
    shown = np.zeros((len(chosen), len(names)))
    right = np.zeros((len(chosen), 1 + len(kinds.KINDS)))
    for row, sample in enumerate(chosen):
        shown[row, [column[s] for s in sample.shown if s in column]] = 1
        right[row, 0] = 0.0 if sample.essential else 1.0
        for kind, share in sample.right.items():
            right[row, 1 + kinds.KINDS.index(kind)] = share if sample.essential else 1.0

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(len(names), right.shape[1])
        sums = shown @ weights
        sums -= sums.max(axis=1, keepdims=True)
        probable = np.exp(sums)
        probable /= probable.sum(axis=1, keepdims=True)
        allowed = probable * right
        total = allowed.sum(axis=1, keepdims=True)
        slope = shown.T @ (probable - allowed / total) + ridge * weights
        cost = (ridge * weights**2).sum() / 2
        return float(-np.log(total).sum() + cost), slope.ravel()

    found = optimize.minimize(  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        loss, np.zeros(len(names) * right.shape[1]), jac=True, method="L-BFGS-B",
        options={"maxiter": 80},
    )  # fmt: skip
    flat = cast("Floats", found.x)  # pyright: ignore[reportUnknownMemberType]
    weights = flat.reshape(len(names), -1)
    against_none = weights[:, 1:] - weights[:, :1]
    return {sign: tuple(round(float(w), 2) for w in against_none[i]) for sign, i in column.items()}


def is_root(sign: str) -> bool:
    return sign.startswith(signs.ROOT)


def fewest_cases(sign: str) -> int:
    return FEWEST_CASES_OF_ROOTS if is_root(sign) else FEWEST_CASES


def held_out(chosen: Sequence[Sample]) -> Iterator[tuple[Sample, kinds.Weighed]]:
    """Each sample as weights judge it that were fitted on the cases of the other folds."""
    cases = sorted({s.case for s in chosen})
    for fold in range(min(FOLDS, len(cases))):
        held = frozenset(cases[fold::FOLDS])
        weights = fit([s for s in chosen if s.case not in held])
        yield from (
            (s, kinds.weigh(s.shown, weights)) for s in chosen if s.case in held and s.whole
        )


def report(judged: Sequence[tuple[Sample, kinds.Weighed]]) -> Iterator[str]:
    """Precision of what is said to state something, recall of essential sentences."""
    needed = sum(sample.essential for sample, _ in judged)
    yield f"{len(judged)} sentences, {needed} with an essential statement"
    yield "least probability   returned   precision   recall of essential"
    for least in (0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        said = [(s, w) for s, w in judged if w.states > least]
        right = [s for s, w in said if w.kind in s.right]
        found = sum(s.essential for s in right)
        yield (
            f"{least:17.2f}   {len(said):8d}   {len(right) / max(1, len(said)):9.3f}   "
            f"{found / max(1, needed):.3f}"
        )


def written(weights: Mapping[str, tuple[float, ...]]) -> str:
    """The module that holds the weights."""
    lines = [f"    {sign!r}: {values!r},".replace("'", '"') for sign, values in weights.items()]
    head = TARGET.read_text(encoding="utf-8").split("WEIGHTS:", 1)[0]
    kind = "WEIGHTS: Mapping[str, tuple[float, float, float]] = {"
    return head + "\n".join([kind, *lines, "}"]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the weights of statements.")
    parser.add_argument("--write", action="store_true", help="write the weights to the service")
    arguments = parser.parse_args()
    language = load()
    chosen = [s for case in load_split("dev") for s in samples(case, read(case, language))]
    for line in report(list(held_out(chosen))):
        sys.stdout.write(line + "\n")
    if arguments.write:
        TARGET.write_text(written(fit(chosen)), encoding="utf-8")


if __name__ == "__main__":
    main()
