"""What becomes of several articles on one round."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service import rounds
from service.records import Reading, Round
from service.rounds import Merged

Read = Callable[..., Reading]


def main_round(merged: Merged) -> Round:
    held = [r for r in merged.rounds if r.state == "held"]
    assert len(held) == 1, [r.label for r in merged.rounds]
    return held[0]


def test_three_reports_are_one_round(story: tuple[Reading, ...]) -> None:
    """A wire report, its undated copy and another outlet's report are of one round."""
    merged = rounds.merge(story)
    assert main_round(merged).articles == ("copy", "other", "wire")
    assert set(merged.round_of_article.values()) == {main_round(merged).id}


def test_days_follow_from_weekdays_and_length(story: tuple[Reading, ...]) -> None:
    """Four days that ended on the Friday of the dateline began on the Tuesday."""
    talks = main_round(rounds.merge(story[:1]))
    assert (talks.start, talks.end) == (date(2024, 3, 5), date(2024, 3, 8))


def test_everybody_in_their_part(story: tuple[Reading, ...]) -> None:
    """Ministers of the sides took part, the chair mediated; who telephoned was not there."""
    talks = main_round(rounds.merge(story))
    assert [p.name for p in talks.participants] == ["Erik Lund", "Rosa Vidal"]
    assert "Anna Berg" in [p.name for p in talks.mediators]
    listed = {p.name for p in (*talks.participants, *talks.mediators, *talks.attendees)}
    assert "Jorge Salas" not in listed


def test_recalled_round_stays_apart(story: tuple[Reading, ...]) -> None:
    """The first round's town is its own, and not the reported round's."""
    merged = rounds.merge(story)
    assert main_round(merged).place is not None
    assert main_round(merged).place.value == "Tarnholm"  # pyright: ignore[reportOptionalMemberAccess]
    recalled = [r for r in merged.rounds if r.state == "mentioned"]
    assert [r.place.value for r in recalled if r.place] == ["Lima"]


def test_announced_round_is_planned(story: tuple[Reading, ...]) -> None:
    """The meeting in May is planned, and is no part of the one in March."""
    planned = [r for r in rounds.merge(story).rounds if r.state == "planned"]
    assert [r.place.value for r in planned if r.place] == ["Geneva"]


def test_copies_count_as_one_origin(story: tuple[Reading, ...]) -> None:
    """What a wire story and its copy both say has one origin."""
    talks = main_round(rounds.merge(story[:2]))
    assert {s.origins for s in talks.outcomes} == {1}


def test_lengths_that_differ_are_shown(story: tuple[Reading, ...]) -> None:
    """Four days in one report and five in another are a disagreement, with both places."""
    shown = {
        d.field: {v.value for v in d.values} for d in main_round(rounds.merge(story)).disagreements
    }
    assert shown["duration"] == {"four days", "five days"}


def test_counts_that_differ_are_shown(story: tuple[Reading, ...]) -> None:
    """Twelve inspectors in one report and fifteen in another are a disagreement."""
    shown = {
        d.field: {v.value for v in d.values} for d in main_round(rounds.merge(story)).disagreements
    }
    assert shown["number of experts"] == {"12 inspectors", "15 inspectors"}


def test_copies_do_not_disagree(story: tuple[Reading, ...]) -> None:
    """A story and its copy differ in nothing."""
    assert main_round(rounds.merge(story[:2])).disagreements == ()


def test_evidence_is_where_it_says(story: tuple[Reading, ...]) -> None:
    """Every statement is a slice of its first place, up to white space and quotation marks."""
    texts = {r.article.id: r.article.text for r in story}
    talks = main_round(rounds.merge(story))
    for statement in (*talks.outcomes, *talks.open_issues, *talks.next_steps):
        places = [" ".join(texts[e.article][e.start : e.end].split()) for e in statement.evidence]
        plain = statement.text.replace('"', "")
        assert any(plain in place.replace('"', "") for place in places)


@given(order=st.permutations([0, 1, 2]))
@settings(
    deadline=None, max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_order_of_articles_makes_no_difference(
    story: tuple[Reading, ...], order: list[int]
) -> None:
    """Any order of the same articles gives the same rounds, to the letter."""
    assert rounds.merge([story[i] for i in order]).rounds == rounds.merge(story).rounds


def test_two_rounds_of_the_same_people(read: Read) -> None:
    """The same ministers in the same town a month later are another round."""
    march = read(
        "Norway and Chile held talks in Tarnholm on March 7. Erik Lund met Rosa Vidal.", "m"
    )
    april = read(
        "Norway and Chile held talks in Tarnholm on April 9. Erik Lund met Rosa Vidal.",
        "n",
        date(2024, 4, 10),
    )
    assert len({*rounds.merge([march, april]).round_of_article.values()}) == 2


@pytest.mark.slow
@pytest.mark.timed
@pytest.mark.parametrize("count", [200])
def test_two_hundred_articles_merge_in_seconds(story: tuple[Reading, ...], count: int) -> None:
    """Two hundred reports of one story take under five seconds of processor time."""
    many = [
        replace(r, article=r.article.model_copy(update={"id": f"a{n}", "sha256": f"{n:064x}"}))
        for n in range(count)
        for r in [story[n % len(story)]]
    ]
    started = time.process_time()
    merged = rounds.merge(many)
    spent = time.process_time() - started
    assert spent < 5
    assert len(main_round(merged).articles) == count


def test_no_articles_no_rounds() -> None:
    """Nothing in, nothing out."""
    assert rounds.merge([]) == Merged((), (), {})


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Talks between Laos and Nepal in Doha have been called off, officials said.", "cancelled"),
        ("Laos and Nepal will hold talks in Doha next Tuesday, Qatar said.", "planned"),
        ("Laos and Nepal held talks in Doha on Thursday.", "held"),
    ],
)
def test_state_of_a_round(read: Read, text: str, state: str) -> None:
    """What a report says of its talks decides whether they are held, planned or called off."""
    assert rounds.merge([read(text)]).rounds[0].state == state


def test_host_and_counterparts(read: Read) -> None:
    """A minister who hosted names the host; two ministers who met took part."""
    text = (
        "Laos' foreign minister, Som Keo, and Nepal's trade minister, Ram Thapa, held a two-day "
        "meeting in Doha that ended on Thursday. Qatar hosted the talks at the Sheraton hotel."
    )
    talks = rounds.merge([read(text)]).rounds[0]
    assert [p.name for p in talks.participants] == ["Ram Thapa", "Som Keo"]
    assert talks.host is not None
    assert (talks.host.value, talks.start) == ("Qatar", date(2024, 3, 6))


def test_curly_marks_stay_in_pairs(read: Callable[..., Reading]) -> None:
    """A statement keeps both marks of its quotation; a mark without its partner goes."""
    merged = rounds.merge([read(
        "TARNHOLM, March 8 - Norway and Chile held talks in Tarnholm on Friday.\n\n"
        "“We agreed to share the catches of cod equally,” Norwegian minister Erik Lund said.\n"
    )])  # fmt: skip
    texts = [s.text for s in merged.rounds[0].outcomes]
    assert texts == [
        "“We agreed to share the catches of cod equally,” Norwegian minister Erik Lund said."
    ]
