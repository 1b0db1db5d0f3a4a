"""What one article says was done and another denies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service import rounds
from service.records import Disagreement, Reading

Read = Callable[..., Reading]
FRAME = (
    "Norway and Chile held talks in Tarnholm on Thursday, 7 March 2024. "
    "Norwegian minister Erik Lund met Chilean minister Rosa Vidal.\n\n{}\n"
)


def differing(read: Read, first: str, second: str) -> tuple[Disagreement, ...]:
    readings = [read(FRAME.format(first), "a1"), read(FRAME.format(second), "a2")]
    return rounds.merge(readings).rounds[0].disagreements


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        (
            "Lund said Chile had agreed to open the harbour of Ancud to trawlers.",
            "Vidal denied that Chile had agreed to open any harbour to trawlers.",
            "agreement",
        ),
        (
            "Chile has agreed in principle to lower its tariffs on salmon, Lund said.",
            '"There is no agreement yet," Vidal said.',
            "agreement",
        ),
        (
            "Chile promised to return the confiscated nets, Lund said.",
            '"No such promise was made. The confiscated nets stay here," Vidal said.',
            "agreement",
        ),
        (
            "Lund said the Chilean side had refused to discuss salmon quotas.",
            "Vidal denied that Chile had refused to discuss salmon quotas.",
            "refusal",
        ),
        (
            "The Chilean delegation walked out on the second day, Lund said.",
            "The Chilean delegation did not walk out, Vidal said.",
            "walkout",
        ),
    ],
)
def test_told_and_denied(read: Read, first: str, second: str, field: str) -> None:
    """What one article says was done and the other denies is shown in both their words."""
    (shown,) = differing(read, first, second)
    assert shown.field.startswith(field)
    assert {e.article for v in shown.values for e in v.evidence} == {"a1", "a2"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "The two sides agreed to exchange catch data every month.",
            "The two sides failed to agree on the tariffs for salmon.",
        ),
        (
            "Chile agreed to open the harbour of Ancud to trawlers.",
            "Chile has not agreed to lower its tariffs on salmon, Vidal said.",
        ),
        (
            "The two sides agreed to exchange catch data every month.",
            '"Nothing is agreed until everything is agreed," Vidal said.',
        ),
        (
            "The two sides agreed to exchange catch data every month.",
            "The talks ended without a joint statement.",
        ),
        (
            "Lund said Norway would agree to open its harbours if Chile did.",
            "Vidal denied that anybody had agreed to open harbours.",
        ),
    ],
)
def test_other_things_left_open(read: Read, first: str, second: str) -> None:
    """An agreement on one thing and a no to another are both true, and so are plans and noes."""
    assert differing(read, first, second) == ()


def test_day_of_signing(read: Read) -> None:
    """Two days on which the paper is said to have been signed are a disagreement."""
    (shown,) = differing(
        read,
        "The two ministers signed a protocol on Thursday.",
        "The two ministers signed the protocol late on Wednesday.",
    )
    assert shown.field == "day of the signing"


def test_denied_elsewhere_is_not_agreed(read: Read) -> None:
    """What one report calls agreed and a side denies in another is only reported."""
    readings = [
        read(FRAME.format("Norway and Chile agreed to open the harbour of Ancud."), "a1"),
        read(FRAME.format("Vidal denied that Chile had agreed to open the harbour."), "a2"),
    ]
    talks = rounds.merge(readings).rounds[0]
    told = (*talks.outcomes, *talks.open_issues, *talks.next_steps)
    assert any("agreed to open the harbour of Ancud" in s.text for s in told)
    assert not any(s.status == "agreed" for s in told)


def test_date_denied(read: Read) -> None:
    """A side that agreed to no date contradicts a report of one, also where its report has it."""
    (shown,) = differing(
        read,
        "The two sides agreed that the next round would take place on 20 May.",
        "Lund said the two sides will meet again in May. Vidal said they had not agreed to any date"
        " for the next round.",
    )
    assert shown.field == "date of the next meeting"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "Chile promised to return the nets, Vidal said. Lund denied that it had promised this.",
            "Vidal said Chile promised to return the nets. Lund denied that this was promised.",
        ),
        (
            "A protocol on salmon was signed, Lund said.",
            "A second protocol, on cod, was not signed, Lund said.",
        ),
        (
            "Norway has paid its share of the survey, Lund said.",
            "Chile has not paid its share of the survey, Vidal said.",
        ),
    ],
)
def test_no_conflict_of_the_sources(read: Read, first: str, second: str) -> None:
    """What both reports tell with its denial, another paper, and another doer are no conflict."""
    assert differing(read, first, second) == ()
