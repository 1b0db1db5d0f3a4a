"""Which statements a brief tells: those that say most of what there is to say, in few sentences.

A sentence of an article often bears several statements, so each is worth what it covers that the
brief doesn't tell yet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.brief.checking import content
from service.records import Evidence, Statement, Status

# Share of a statement's content words with which a sentence tells it.
COVERED = 0.5
# A sentence longer than this tires a busy reader. In characters.
LONG = 320
# How much a statement matters, by its status: what all agreed first.
WORTH: dict[Status, float] = {
    "agreed": 2.0, "claimed": 1.5, "reported": 1.5, "conditional": 1.5, "denied": 1.2,
    "proposed": 1.2,
}  # fmt: skip
# What can't stand alone: a fragment, or a sentence about somebody named before it.
HANGING = re.compile(
    r"(?:He|She|They|It|His|Her|Their|That|This|These|Those|But|However|And|Neither|Nor)\b"
    r"|[“\"'‘a-z*•]|\d+\."
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A sentence that could stand in the brief, for one statement of a section.

    section: 0 for outcomes, 1 for open issues, 2 for next steps.
    """

    section: int
    statement: Statement
    text: str
    place: Evidence


def choose(offers: Sequence[Offer], most: int) -> list[Offer]:
    """The offers to tell, by section: the best of each section first, then what adds most."""
    told: set[str] = set()
    chosen: list[Offer] = []
    for section in (0, 1, 2):
        take(chosen, told, [o for o in offers if o.section == section], offers, most)
    while take(chosen, told, offers, offers, most):
        pass
    return sorted(chosen, key=lambda o: o.section)


def take(
    chosen: list[Offer], told: set[str], free: Sequence[Offer], every: Sequence[Offer], most: int
) -> bool:
    """Add the free offer that tells most of what is not told yet. False when none tells more."""
    left = [o for o in every if not covered(o.statement, told)]
    gains = [
        (gain(o, told, left), -n, o)
        for n, o in enumerate(free)
        if o not in chosen and o.text not in [c.text for c in chosen]
    ]
    best = max(gains, key=lambda g: g[:2], default=None)
    if best is None or best[0] <= 0 or len(chosen) >= most:
        return False
    chosen.append(best[2])
    told |= content(best[2].text)
    return True


def gain(offer: Offer, told: set[str], left: Sequence[Offer]) -> float:
    """Worth of the statements that the sentence newly tells; less for one that reads badly."""
    after = told | content(offer.text)
    worth = sum(
        WORTH[o.statement.status] + 0.5 * (o.statement.origins - 1)
        for o in left
        if covered(o.statement, after)
    )
    if HANGING.match(offer.text):
        worth *= 0.6
    return worth * (0.5 if len(offer.text) > LONG else 1.0)


def covered(statement: Statement, told: set[str]) -> bool:
    own = content(statement.text)
    return len(own & told) >= COVERED * len(own)
