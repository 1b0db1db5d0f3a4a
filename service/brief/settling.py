"""Which drafts may be shown: those that pass the check, and the model's where it was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from service.brief.checking import check
from service.brief.drafting import Draft
from service.records import Answer, BriefSentence, Question, Rejection

TASK = "entailment"
CHOICES = ("yes", "no")


def questions(drafts: Sequence[Draft]) -> tuple[Question, ...]:
    """Whether the evidence supports each sentence that is not the article's own wording."""
    return tuple(
        Question(
            TASK, d.evidence[0].article, d.id,
            {"evidence": "\n".join(d.evidence_texts), "sentence": d.text}, CHOICES,
        )
        for d in drafts
        if not d.extractive and check(d.text, d.evidence_texts, d.days, d.known) is None
    )  # fmt: skip


def settle(
    drafts: Sequence[Draft], answers: Iterable[Answer]
) -> tuple[tuple[BriefSentence, ...], tuple[Rejection, ...]]:
    """The sentences to show, and what was refused with its reason."""
    said = {a.item: a for a in answers if a.task == TASK}
    shown: list[BriefSentence] = []
    rejections: list[Rejection] = []
    for d in drafts:
        reason = None
        if not d.extractive:
            reason = check(d.text, d.evidence_texts, d.days, d.known)
            answer = said.get(d.id)
            if reason is None and answer is not None and answer.choice == "no":
                reason = "the model finds it not supported by its evidence"
        text: str | None = d.text
        if reason is not None:
            place = d.evidence[0]
            rejections.append(
                Rejection(
                    what=f"brief sentence: {d.text}", reason=reason,
                    article=place.article, start=place.start, end=place.end,
                )
            )  # fmt: skip
            text = d.fallback
        if text and text not in (s.text for s in shown):
            shown.append(BriefSentence(text=text, evidence=d.evidence))
    return tuple(shown), tuple(rejections)
