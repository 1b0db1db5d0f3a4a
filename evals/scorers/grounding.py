"""Each sentence of a brief stands on its evidence: numbers, days, names, negation, agreement."""

from __future__ import annotations

from collections.abc import Mapping

from evals.cases import Case
from evals.matching import (
    content_words,
    months,
    names_in,
    nearest_source,
    numbers,
    plain,
    same_polarity,
    words,
)
from evals.scorers.dates import with_main_rounds
from evals.scores import Item, Scorer, Scores, counted
from service.records import BriefSentence, Summary

_SETTLED = frozenset(
    "agreed agree agreement signed accepted approved pledged committed ratified adopted".split()  # noqa: SIM905
)


def unsupported(sentence: BriefSentence, texts: Mapping[str, str]) -> str | None:
    """What the sentence says and its evidence doesn't; None when it all stands there.

    A weekday or dateline resolved to a day is allowed when the article states that day's number
    anywhere; a name is allowed when the article has it, because evidence may say "he".
    """
    cited = [texts.get(e.article, "") for e in sentence.evidence]
    evidence = [texts.get(e.article, "")[e.start : e.end] for e in sentence.evidence]
    if not any(evidence):
        return "no evidence"
    near = " ".join(evidence)
    whole = " ".join(cited)
    if extra := numbers(sentence.text) - numbers(near) - _day_numbers(sentence.text, whole):
        return f"number {min(extra):g}"
    if extra := months(sentence.text) - months(whole):
        return f"month {min(extra)}"
    known = plain(whole)
    for name in names_in(sentence.text):
        if not all(word in known for word in words(name)):
            return f"name {name}"
    settled = _SETTLED & set(words(sentence.text))
    if settled and not {w[:4] for w in settled} <= {w[:4] for w in words(near)}:
        return f"“{min(settled)}”"
    nearest = nearest_source(sentence.text, evidence)
    if not (same_polarity(sentence.text, nearest) or same_polarity(sentence.text, near)):
        return "another negation"
    ours = set(content_words(sentence.text))
    if len(ours & set(content_words(whole))) < 0.5 * len(ours):
        return "most of its words"
    return None


def _day_numbers(text: str, whole: str) -> frozenset[float]:
    """Numbers beside a month name, where the article has them: days worked out from a dateline."""
    if not months(text):
        return frozenset()
    return frozenset(n for n in numbers(whole) if n <= 31)


def _scores(case: Case, summary: Summary) -> Scores:
    items: list[Item] = []
    for talks in summary.rounds:
        for number, sentence in enumerate(talks.brief):
            fault = unsupported(sentence, case.texts)
            items.append(
                Item(
                    f"{talks.id} brief {number}",
                    "extra" if fault else "hit",
                    None,
                    sentence.text,
                    sentence.evidence[0] if sentence.evidence else None,
                    f"not in its evidence: {fault}" if fault else "",
                )
            )
    return {case.id: counted(items, "precision", "no brief")}


SCORER = Scorer(
    "brief_grounded",
    "Of the sentences of the brief, how many say only what their evidence says?",
    "case",
    with_main_rounds,
    _scores,
    "precision",
)
