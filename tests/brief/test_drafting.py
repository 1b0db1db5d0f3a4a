"""What a brief's sentences are made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from service import brief, rounds
from service.records import Reading

Read = Callable[..., Reading]
FIRST = """TARNHOLM, March 8 (Northern Wire) - Norwegian Fisheries Minister Erik Lund and Chilean \
Foreign Minister Rosa Vidal ended three days of talks in Tarnholm on Friday. They agreed to share \
cod catches in the Varga Sea.
"""
SECOND = """Norwegian minister Lund met Chilean minister Vidal in Tarnholm. The four days of talks \
ended on Friday. “We have a start,” Lund said. They agreed to share cod catches in the Varga Sea.
"""


def drafted(*readings: Reading) -> list[brief.Draft]:
    talks = next(r for r in rounds.merge(readings).rounds if r.state == "held")
    return list(brief.draft(talks, readings))


def test_names_are_shown_where_they_stand_in_full(read: Read) -> None:
    """The opening cites the article that has the whole name, whichever is named first."""
    opening = drafted(read(SECOND, "a1"), read(FIRST, "a2"))[0]
    assert opening.text.startswith("Erik Lund (Norway) and Rosa Vidal (Chile) met in Tarnholm")
    assert brief.refused(opening) is None


def test_a_difference_is_told_by_both_sources(read: Read) -> None:
    """Both values stand in the sources' words, no model is asked, and neither stands alone."""
    last = drafted(read(FIRST, "a1"), read(SECOND, "a2", date(2024, 3, 9)))[-1]
    assert last.text == "Reports differ on the duration: “four days” and “three days”."
    assert {e.article for e in last.evidence} == {"a1", "a2"}
    assert brief.questions([last]) == ()
    assert last.fallback is None


def test_each_sides_head_is_named_before_its_aides(read: Read) -> None:
    """The opening takes the sides in turn, and of each whom the articles name most."""
    text = FIRST.replace(
        "ended three days", "and her deputies Ana Abad, Bea Baeza and Carla Cano ended three days"
    )
    told = (
        text + "Lund said little. Vidal said less. Chile's Abad, Baeza and Cano met Lund and Vidal."
    )
    opening = drafted(read(told, "a1"))[0]
    assert opening.text.index("Rosa Vidal") < opening.text.index("Abad")
    assert opening.text.index("Erik Lund") < opening.text.index("Abad")
