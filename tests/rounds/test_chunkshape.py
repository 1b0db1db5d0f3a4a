"""The chunk shape: a schema of ids, and what becomes of answers, honest and hostile."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service import rounds
from service.records import Reading

Read = Callable[..., Reading]


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for value in schema.values():
            yield from objects(value)


def test_schema_is_strict(story: tuple[Reading, ...]) -> None:
    """Every object requires all its properties and allows no others, every value is closed."""
    for reading in story:
        for chunk in reading.chunks:
            schema = rounds.chunk_request(reading, chunk).schema
            found = list(objects(schema))
            assert found
            for item in found:
                assert item["additionalProperties"] is False
                assert set(item["required"]) == set(item["properties"])
            assert '"pattern"' not in json.dumps(schema)


def filled(reading: Reading, **fields: Any) -> tuple[Reading, int]:
    """The reading with a chunk's answer, and how much of the answer was refused."""
    chunk = reading.chunks[0]
    request = rounds.chunk_request(reading, chunk)
    ids = {e.name: e.id for e in reading.entities}
    talks = {
        "which": "reported", "state": "held", "start": "none", "end": "none", "length": "none",
        "place": ids["Tarnholm"], "venue": "none", "host": "none", "mediators": [],
        "participants": [ids["Erik Lund"]], "attendees": [],
    }  # fmt: skip
    content: dict[str, Any] = {
        "rounds": [talks | fields.pop("talks", {})],
        "statements": [],
        "speakers": [],
    }
    answers, rejections = rounds.chunk_answers(request, content | fields, "model")
    return replace(reading, answers=answers), len(rejections)


def test_answer_points_and_code_copies(story: tuple[Reading, ...]) -> None:
    """The participant that an id points at is listed under the name in the article."""
    reading, refused = filled(story[0])
    talks = rounds.merge([reading]).rounds[0]
    assert refused == 0
    assert [p.name for p in talks.participants] == ["Erik Lund"]


def test_agreed_needs_the_sentence_to_say_so(story: tuple[Reading, ...]) -> None:
    """A model can't call a claim agreed: it is shown as what it is, and the refusal recorded."""
    text = story[0].article.text
    claim = next(s for s in story[0].segments if "12 inspectors" in s.span.of(text))
    reading, _ = filled(
        story[0],
        statements=[{"sentence": claim.id, "kind": "outcome", "status": "agreed", "by": "none"}],
    )
    merged = rounds.merge([reading])
    assert [s.status for s in merged.rounds[0].outcomes] == ["claimed"]
    assert ["agreed" in r.what for r in merged.rejections] == [True]


def test_unknown_ids_are_refused(story: tuple[Reading, ...]) -> None:
    """An id that is not the chunk's becomes a rejection, never a fact."""
    reading, refused = filled(story[0], talks={"participants": ["e9999", "Erik Lund"]})
    assert refused == 2
    named = {p.name for p in rounds.merge([reading]).rounds[0].participants}
    assert not named & {"Erik Lund", "e9999"}


def test_no_answer_leaves_the_chunk_failed(story: tuple[Reading, ...]) -> None:
    """When every try failed the answer says so, for the coverage to show."""
    chunk = story[0].chunks[0]
    request = rounds.chunk_request(story[0], chunk)
    answers, _ = rounds.chunk_answers(request, None, "model")
    assert [(a.item, a.choice) for a in answers] == [(chunk.id, None)]


def test_a_sentence_may_state_something_agreed_and_something_open(read: Read) -> None:
    """One statement of each kind; a second of the same kind is refused."""
    reading = read("Norland and Sudmark met in Tarnholm and agreed on fish but not on the map.")
    request = rounds.chunk_request(reading, reading.chunks[0])
    (sentence,) = (s.id for s in reading.story())
    listed = [
        {"sentence": sentence, "kind": kind, "status": "reported", "by": "none"}
        for kind in ("outcome", "open issue", "outcome")
    ]
    answers, refused = rounds.chunk_answers(request, {"statements": listed}, "model")
    assert [a.choice for a in answers] == ["outcome/reported/none;open issue/reported/none"]
    assert [r.reason for r in refused] == ["answered twice; the first answer stands"]


def test_an_undated_article_s_weekday_can_be_pointed_at(read: Read) -> None:
    """Nobody knows the day yet; the other articles may tell it later."""
    reading = read("Delegates of Norland and Sudmark met in Tarnholm on Tuesday.", published=None)
    request = rounds.chunk_request(reading, reading.chunks[0])
    assert request.variables["dates"] == "d0: Tuesday = not known yet"
    assert request.schema["properties"]["rounds"]["items"]["properties"]["start"]["enum"][0] == "d0"


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["e0", "s0", "reported"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["rounds", "statements", "speakers", "which", "participants", "sentence", "kind"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(content=json_values)
@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_hostile_answers_do_no_harm(story: tuple[Reading, ...], content: Any) -> None:
    """Whatever comes back, it is answers and rejections, and merging stands it."""
    reading = story[0]
    request = rounds.chunk_request(reading, reading.chunks[0])
    answers, _ = rounds.chunk_answers(request, content, "model")
    names = {e.name for e in reading.entities}
    for talks in rounds.merge([replace(reading, answers=answers)]).rounds:
        assert {p.name for p in talks.participants} <= names
