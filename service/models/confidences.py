"""How sure a model was of its choice, from the log-probabilities of the answer's tokens."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One token of an answer.

    alternatives: log-probabilities of the likeliest tokens at this place, itself included or not.
    """

    text: str
    logprob: float
    alternatives: Mapping[str, float]


def choice_confidence(
    tokens: Sequence[Token], start: int, choice: str, choices: Sequence[str]
) -> float | None:
    """The probability of the choice among the choices; a lower bound where tokens are unknown.

    tokens: the whole answer's. start: where the choice begins in their joined text.

    Walks the tokens that spell the choice. At each one the chosen token's probability is divided
    by that of all tokens which would have gone on to some choice; the product of these shares is
    the result. A choice that none of the reported alternatives leads to gets the probability of
    the least likely one reported, which is more than it can have had.
    Returns: None when the tokens don't spell the choice.
    """
    spelled, at = "", 0
    share = 1.0
    for token in tokens:
        before, at = at, at + len(token.text)
        if at <= start and token.text:
            continue
        if before < start:
            # A token that opens before the choice: `{"answer":"` or `"ye`.
            spelled = token.text[start - before :]
            if not choice.startswith(spelled) and not spelled.startswith(choice):
                return None
            lead = token.text[: start - before]
            share *= _share(token, lead, "", choices)
        else:
            share *= _share(token, "", spelled, choices)
            spelled += token.text
        if spelled.startswith(choice) and (
            spelled != choice or token.text == "" or not _longer(choice, choices)
        ):
            return share
        if not choice.startswith(spelled):
            return None
    return share if spelled.startswith(choice) and choice else None


def _share(token: Token, lead: str, spelled: str, choices: Sequence[str]) -> float:
    """The token's probability over that of all tokens which lead on to a choice."""
    open_choices = [choice for choice in choices if choice.startswith(spelled)]
    chosen = math.exp(token.logprob)
    others = 0.0
    reached: set[str] = set(_reached(spelled + token.text[len(lead) :], open_choices))
    for text, logprob in token.alternatives.items():
        if text == token.text or not text.startswith(lead):
            continue
        leads_to = _reached(spelled + text[len(lead) :], open_choices)
        if leads_to:
            others += math.exp(logprob)
            reached.update(leads_to)
    least = math.exp(min(token.alternatives.values(), default=token.logprob))
    unknown = sum(choice not in reached for choice in open_choices)
    total = chosen + others + unknown * min(least, chosen)
    return chosen / total if total > 0 else 0.0


def _reached(text: str, choices: Sequence[str]) -> list[str]:
    """The choices that an answer beginning so can still become, or already is."""
    return [
        choice
        for choice in choices
        if choice.startswith(text) or (text.startswith(choice) and text[len(choice)] in '"\n}, ')
    ]


def _longer(choice: str, choices: Sequence[str]) -> bool:
    """Whether some other choice begins with this one, so that its end has to be seen too."""
    return any(other != choice and other.startswith(choice) for other in choices)
