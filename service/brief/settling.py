"""Which drafts may be shown: those that pass the check, and the model's where it was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from service.brief.checking import check, nearest
from service.brief.drafting import Draft
from service.records import Answer, BriefSentence, Question, Rejection

TASK = "entailment"
CHOICES = ("yes", "no")
# Evidence sentences put to the model with each sentence. Source: docs/decisions/0075.
EVIDENCE_SENTENCES = 2
# Least probability of "yes". Source: docs/decisions/0032, calibrated on SummEdits news.
THRESHOLD = 0.8


def questions(
    drafts: Sequence[Draft], evidence_sentences: int = EVIDENCE_SENTENCES, everything: bool = False
) -> tuple[Question, ...]:
    """Whether the evidence supports each sentence that is not in the sources' own words.

    everything: also the sentences that the deterministic check refuses, to measure the model.
    """
    return tuple(
        Question(
            TASK,
            d.evidence[0].article,
            d.id,
            {"evidence": premise(d, evidence_sentences), "sentence": d.text},
            CHOICES,
        )
        for d in drafts
        if not (d.extractive or d.quoting) and (everything or refused(d) is None)
    )


def premise(d: Draft, evidence_sentences: int) -> str:
    """The evidence as the model gets it, with what code resolved: it can't count weekdays back."""
    texts = [*nearest(d.text, d.evidence_texts, evidence_sentences)]
    if d.days:
        shown = " to ".join(f"{day.day} {day:%B %Y}" for day in dict.fromkeys(d.days))
        texts.append(f"These dates are {shown}.")
    return " ".join(texts)


def refused(d: Draft) -> str | None:
    """Why the sentence fails the deterministic check. The sources' own words always pass."""
    own = d.extractive or d.quoting
    return None if own else check(d.text, d.evidence_texts, d.days, d.known)


def probability(answer: Answer) -> float:
    """That the sentence is supported, 0 to 1; certain where the server reports none."""
    sure = 1.0 if answer.confidence is None else answer.confidence
    return sure if answer.choice == "yes" else 1.0 - sure


def settle(
    drafts: Sequence[Draft], answers: Iterable[Answer]
) -> tuple[tuple[BriefSentence, ...], tuple[Rejection, ...]]:
    """The sentences to show, and what was refused with its reason."""
    said = {(a.article, a.item): a for a in answers if a.task == TASK and a.choice is not None}
    shown: list[BriefSentence] = []
    rejections: list[Rejection] = []
    for d in drafts:
        reason = refused(d)
        answer = said.get((d.evidence[0].article, d.id))
        if reason is None and not d.extractive and answer is not None:
            sure = probability(answer)
            if sure < THRESHOLD:
                reason = f"the model finds it supported with probability {sure:.2f} only"
        sentence: BriefSentence | None = BriefSentence(text=d.text, evidence=d.evidence)
        if reason is not None:
            place = d.evidence[0]
            rejections.append(
                Rejection(
                    what=f"brief sentence: {d.text}",
                    reason=reason,
                    article=place.article,
                    start=place.start,
                    end=place.end,
                )
            )
            sentence = d.fallback
        if sentence is not None and sentence.text not in (s.text for s in shown):
            shown.append(sentence)
    return tuple(shown), tuple(rejections)
