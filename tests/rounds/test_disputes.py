"""Conflicts that a model points at: pairs of the round's own statements, and nothing else."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from service import rounds
from service.records import Disagreement, Evidence, Fact, Round, Statement
from tests.rounds.test_chunkshape import objects


def statement(text: str, *places: str, start: int = 0) -> Statement:
    evidence = tuple(Evidence(article=a, start=start, end=start + len(text)) for a in places)
    return Statement(text=text, status="claimed", by=None, evidence=evidence, origins=len(places))


AGREED = statement("The sides agreed to reopen the bridge at Kessel.", "a1")
DENIED = statement("Nothing was agreed on the bridge, the ministry said.", "a2")
AGAIN = statement("They meet again in April.", "a1", "a2", start=90)
TALKS = Round(
    id="r1", label="Talks", state="held", outcomes=(AGREED, DENIED), next_steps=(AGAIN,),
    articles=("a1", "a2"),
)  # fmt: skip
ABOUT = "whether it was agreed"


def pair(one: str, other: str, about: str = ABOUT) -> dict[str, Any]:
    return {"conflicts": [{"one": one, "other": other, "about": about}]}


def test_pair_becomes_a_disagreement_in_the_sources_words() -> None:
    """Both statements are its values, each with its own place; the field names what they share."""
    (found,), refused = rounds.disputed(TALKS, pair("s0", "s1"))
    assert refused == ()
    assert found.field == "whether it was agreed: agreed bridge"
    assert [v.value for v in found.values] == [AGREED.text, DENIED.text]
    assert [v.evidence for v in found.values] == [AGREED.evidence, DENIED.evidence]


def test_schema_holds_nothing_but_numbers(read: Any) -> None:
    """Strict: every property required, and every value a number of a statement or a fixed label."""
    readings = [read("Talks were held in Basel.", "a1"), read("They ended.", "a2", None)]
    request = rounds.dispute_request(TALKS, readings)
    assert request is not None
    for item in objects(request.schema):
        assert item["additionalProperties"] is False
        assert set(item["required"]) == set(item["properties"])
    assert request.variables["statements"].splitlines()[0] == f"[s0] (a1, 2024-03-08) {AGREED.text}"


def test_one_article_is_not_asked_about(read: Any) -> None:
    """Where one article has every statement, no two sources can disagree."""
    alone = TALKS.model_copy(update={"outcomes": (AGREED,), "next_steps": ()})
    assert rounds.dispute_request(alone, [read("Talks were held.", "a1")]) is None


def test_both_sides_in_one_article_are_no_conflict_of_sources() -> None:
    """A statement that both articles make can't be what they disagree on."""
    found, refused = rounds.disputed(TALKS, pair("s1", "s2"))
    assert found == ()
    assert "the sources agree" in refused[0].reason


def test_what_rules_found_is_not_said_twice() -> None:
    """A pair whose statements hold the values of a disagreement already shown adds nothing."""
    known = Disagreement(
        field="date",
        values=tuple(
            Fact(value=str(n), evidence=(Evidence(article=a, start=4, end=9),))
            for n, a in enumerate(("a1", "a2"))
        ),
    )
    talks = TALKS.model_copy(update={"disagreements": (known,)})
    assert rounds.disputed(talks, pair("s0", "s1")) == ((), ())


def test_three_values_are_one_disagreement() -> None:
    """Pairs that share a statement are shown as one conflict."""
    third = statement("The bridge stays closed, a mediator said.", "a3")
    talks = TALKS.model_copy(update={"outcomes": (AGREED, DENIED, third)})
    content = {"conflicts": [*pair("s0", "s1")["conflicts"], *pair("s0", "s2")["conflicts"]]}
    (found,), _ = rounds.disputed(talks, content)
    assert [v.value for v in found.values] == [AGREED.text, DENIED.text, third.text]


anything = st.recursive(
    st.none() | st.integers() | st.text(max_size=8) | st.sampled_from(["s0", "s1", "s9", ABOUT]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["conflicts", "one", "other", "about"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)


@given(anything)
def test_no_answer_brings_in_words_of_its_own(content: object) -> None:
    """Whatever the model returns, every value is one of the round's statements."""
    found, _ = rounds.disputed(TALKS, content)
    assert {v.value for d in found for v in d.values} <= {AGREED.text, DENIED.text, AGAIN.text}
