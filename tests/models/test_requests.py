"""Calls are worded so that the server holds the answer to its form."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.models import Batch, Call, Choices, Free, Schema
from service.models.calls import as_json
from service.models.replies import Pieces, completion
from service.models.requests import Endpoint, arguments_for, grammar, messages_for, options_for
from service.records import Message

HERE = Endpoint("m", "compatible", "http://127.0.0.1:1/v1")
OPENAI = Endpoint("m", "openai")
LLAMA = Endpoint("m", "llama.cpp", "http://127.0.0.1:1/v1")
ASKED = (Message("system", "Choose."), Message("user", "Item."))


def test_llama_cpp_gets_a_grammar_of_the_choices() -> None:
    """The bare label comes back, at two tokens."""
    call = Call(ASKED, Choices(("yes", 'say "no"\n')), 4)
    body = arguments_for(LLAMA, call, options_for(LLAMA, call, set()))["extra_body"]
    assert body["grammar"] == 'root ::= "yes" | "say \\"no\\"\\x0a"'
    assert "response_format" not in body


def test_other_servers_get_a_strict_schema() -> None:
    """Every property required, no others allowed."""
    call = Call(ASKED, Choices(("yes", "no")), 4)
    body = arguments_for(HERE, call, options_for(HERE, call, set()))["extra_body"]
    form = body["response_format"]["json_schema"]
    assert form["strict"] is True
    assert form["schema"]["properties"] == {"answer": {"type": "string", "enum": ["yes", "no"]}}
    assert form["schema"]["additionalProperties"] is False
    assert body["max_tokens"] > 4


def test_openai_gets_its_own_name_of_the_token_limit() -> None:
    """Others know the older name."""
    call = Call(ASKED, Free(), 40)
    assert "max_completion_tokens" in options_for(OPENAI, call, set())
    assert "max_completion_tokens" not in options_for(HERE, call, set())
    assert "max_tokens" in options_for(OPENAI, call, {"max_completion_tokens"})
    assert "max_completion_tokens" in options_for(HERE, call, {"max_tokens"})


def test_where_nothing_enforces_the_form_the_last_message_states_it() -> None:
    """The constant part before it stays as it was."""
    call = Call(ASKED, Schema({"type": "object"}), 4)
    plain = messages_for(call, enforced=False)
    assert plain[0] == {"role": "system", "content": "Choose."}
    assert plain[-1]["content"].endswith('{"type": "object"}')
    assert messages_for(call, enforced=True)[-1]["content"] == "Item."


@given(st.lists(st.text(min_size=1), min_size=1, unique=True))
def test_a_grammar_is_one_line_without_bare_control_characters(choices: list[str]) -> None:
    """Names from articles can't break out of their strings."""
    text = grammar(choices)
    assert not any(ord(char) < 32 for char in text)
    inside = text.removeprefix("root ::= ").split(" | ")
    assert all(part.startswith('"') for part in inside[:1])


def test_equal_kinds_of_answer_are_equal_as_json() -> None:
    """And different ones differ: the digest depends on it."""
    kinds = [
        Choices(("a", "b")),
        Choices(("b", "a")),
        Batch((("1", ("a", "b")),)),
        Schema({"type": "object"}),
        Schema({"type": "object"}, "other"),
        Free(),
    ]
    plain = [repr(as_json(kind)) for kind in kinds]
    assert len(set(plain)) == len(kinds)
    assert as_json(Choices(("a", "b"))) == as_json(Choices(("a", "b")))


def test_a_wrapped_choice_is_unwrapped() -> None:
    """Anything else is left as it is, for the check to refuse."""
    kind = Choices(("yes", "no"))
    assert completion(Pieces('{"answer": "no"}'), kind, "m").text == "no"
    for text in ('{"answer": 7}', '{"answer": "no"', '["no"]', "no", ""):
        assert completion(Pieces(text), kind, "m").text == text
