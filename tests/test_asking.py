"""Questions end in allowed answers or in rejections; nothing is paid for twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.asking import Asked, Asker, ChunkRequest, InFlight
from service.errors import (
    ContextOverflow,
    ModelError,
    ModelTimeout,
    ModelUnavailable,
    PromptError,
    UnknownName,
)
from service.models import Batch, Call, Choices, Completion, Prices, Profile
from service.prompts import Prompts
from service.records import Answer, Question, StoredCall, TokenCounts
from tests.fakes import MemoryCalls, QueuedModel, Reply, first_choice, prompts_of

pytestmark = pytest.mark.anyio

YES_NO = ("yes", "no")


def question(number: int, article: str = "a1", choices: tuple[str, ...] = YES_NO) -> Question:
    return Question("labels", article, f"s{number}", {"sentence": f"Item {number}."}, choices)


def asker(
    model: QueuedModel,
    prompts: Prompts | None = None,
    calls: MemoryCalls | None = None,
    **rest: int,
) -> Asker:
    calls = MemoryCalls() if calls is None else calls
    return Asker(model, prompts or prompts_of("labels"), {}, calls, **rest)


def by_item(asked: Asked) -> dict[str, str | None]:
    return {answer.item: answer.choice for answer in asked.answers}


def profile(**changes: object) -> Profile:
    return Profile(**{"shape": "questions", "context_tokens": 4096, **changes})


# --- Answers ----------------------------------------------------------------------------------


async def test_an_answer_names_its_question_and_who_gave_it() -> None:
    """The answer carries task, article, item, the model and how sure it was."""
    model = QueuedModel([Completion("no", TokenCounts(10, 4, 1), (0.75,), "other")])
    asked = await asker(model).ask([question(1)])
    assert asked.answers == (Answer("labels", "a1", "s1", "no", "other", 0.75),)
    assert asked.rejections == ()


async def test_a_bad_answer_is_asked_again_once_with_what_was_wrong() -> None:
    """The second request shows the first answer and the choices."""
    model = QueuedModel(["perhaps", "no"])
    asked = await asker(model).ask([question(1)])
    assert by_item(asked) == {"s1": "no"}
    assert [m.role for m in model.calls[1].messages[-2:]] == ["assistant", "user"]
    assert model.calls[1].messages[-2].content == "perhaps"
    assert "yes, no" in model.calls[1].messages[-1].content


async def test_a_second_bad_answer_is_a_rejection() -> None:
    """The answer's choice is None, and the rejection shows what the model said."""
    model = QueuedModel(["perhaps", "I refuse"])
    asked = await asker(model).ask([question(1)])
    assert by_item(asked) == {"s1": None}
    (rejection,) = asked.rejections
    assert (rejection.what, rejection.article) == ("labels s1", "a1")
    assert "bad-answer" in rejection.reason
    assert "I refuse" in rejection.reason
    assert len(model.calls) == 2


@pytest.mark.parametrize("said", [" yes\n", "Yes.", '"yes"', "**yes**", "YES"])
async def test_a_label_with_trimmings_is_the_label(said: str) -> None:
    """What chat models write around a label is forgiven."""
    assert by_item(await asker(QueuedModel([said])).ask([question(1)])) == {"s1": "yes"}


async def test_trimmings_that_fit_two_labels_fit_none() -> None:
    """ "Anna" may not become "ANNA" when both are choices."""
    model = QueuedModel(["anna", "anna"])
    asked = await asker(model).ask([question(1, choices=("Anna", "ANNA"))])
    assert by_item(asked) == {"s1": None}


@given(st.lists(st.text(max_size=30), max_size=12))
def test_no_answer_outside_the_choices_ever_gets_through(said: list[str]) -> None:
    """Whatever the model says, each question has one answer: a choice, or None and a reason."""
    model = QueuedModel(said, respond=lambda call: "no idea")
    questions = [question(n, choices=("Berg", "Lund", f"Person {n}")) for n in range(5)]
    asked = asyncio.run(asker(model).ask(questions))
    assert sorted(a.item for a in asked.answers) == sorted(q.item for q in questions)
    allowed = {q.item: {*q.choices, None} for q in questions}
    assert all(a.choice in allowed[a.item] for a in asked.answers)
    assert len(asked.rejections) == sum(a.choice is None for a in asked.answers)


async def test_tasks_that_the_profile_leaves_to_rules_are_not_asked() -> None:
    """No call, no answer, no rejection."""
    model = QueuedModel(profile=profile(asks=frozenset({"speakers"})))
    assert await asker(model).ask([question(1)]) == Asked((), ())
    assert model.calls == []


async def test_nothing_to_ask_is_nothing() -> None:
    """An empty list makes no call."""
    assert await asker(QueuedModel()).ask([]) == Asked((), ())


async def test_progress_counts_up_to_all_questions() -> None:
    """Done never falls, and ends at the total."""
    seen: list[tuple[int, int]] = []
    await asker(QueuedModel()).ask(
        [question(n) for n in range(5)], lambda d, t: seen.append((d, t))
    )
    assert seen == [(n, 5) for n in range(6)]


async def test_a_prompt_that_knows_other_choices_is_the_authors_fault() -> None:
    """Labels of code and of the prompt file can't drift apart unseen."""
    with pytest.raises(PromptError, match="yes"):
        await asker(QueuedModel(), prompts_of("labels", choices=("no",))).ask([question(1)])


async def test_an_unknown_prompt_version_is_the_callers_fault() -> None:
    """Named with the versions there are."""
    asked = Asker(QueuedModel(), prompts_of("labels"), {"labels": "v9"}, MemoryCalls())
    with pytest.raises(UnknownName, match="v1"):
        await asked.ask([question(1)])


async def test_a_long_name_gets_the_room_to_be_spelled() -> None:
    """Else a grammar would hold the model to a name and then cut it off."""
    model = QueuedModel()
    long = "Independent International Commission on the Continental Shelf"
    await asker(model).ask([question(1), question(2, choices=("yes", long))])
    assert sorted(call.max_tokens for call in model.calls) == [8, len(long)]


# --- Batches ----------------------------------------------------------------------------------


def batches(model: QueuedModel) -> list[int]:
    return [len(call.answer.items) for call in model.calls if isinstance(call.answer, Batch)]


async def test_several_questions_go_into_one_call() -> None:
    """As many as the prompt allows, answered by name."""
    said = json.dumps({"1": "yes", "2": "no", "3": "yes"})
    model = QueuedModel([Completion(said, TokenCounts(), (0.9, 0.8, 0.7))])
    asked = await asker(model, prompts_of("labels", items_per_call=3)).ask(map(question, range(3)))
    assert by_item(asked) == {"s0": "yes", "s1": "no", "s2": "yes"}
    assert [a.confidence for a in asked.answers] == [0.9, 0.8, 0.7]


async def test_articles_are_never_mixed_in_a_call() -> None:
    """What one article says can't sway the answers about another."""
    model = QueuedModel()
    questions = [question(n, article=f"a{n % 2}") for n in range(6)]
    await asker(model, prompts_of("labels", items_per_call=6)).ask(questions)
    assert batches(model) == [3, 3]


async def test_the_profile_may_want_fewer_items_in_a_call() -> None:
    """The smaller of the prompt's and the model's number holds."""
    model = QueuedModel(profile=profile(items_per_call={"labels": 2}))
    await asker(model, prompts_of("labels", items_per_call=6)).ask(map(question, range(5)))
    assert batches(model) == [2, 2, 1]


def overflow_above(size: int) -> Callable[[Call], Reply]:
    def respond(call: Call) -> Reply:
        assert isinstance(call.answer, Batch)
        return ContextOverflow("too long") if len(call.answer.items) > size else first_choice(call)

    return respond


async def test_a_batch_that_is_too_long_is_halved() -> None:
    """Every question is still answered."""
    model = QueuedModel(respond=overflow_above(2))
    asked = await asker(model, prompts_of("labels", items_per_call=7)).ask(map(question, range(7)))
    assert set(by_item(asked).values()) == {"yes"}
    assert len(asked.answers) == 7


async def test_one_question_that_is_too_long_is_a_rejection() -> None:
    """Nothing is left to halve."""
    model = QueuedModel(respond=overflow_above(0))
    asked = await asker(model, prompts_of("labels", items_per_call=4)).ask(map(question, range(4)))
    assert set(by_item(asked).values()) == {None}
    assert all("context-overflow" in r.reason for r in asked.rejections)


async def test_one_bad_item_does_not_spoil_its_batch() -> None:
    """A batch that stays wrong is halved, until only the bad item is rejected."""

    def respond(call: Call) -> Reply:
        asked_about = " ".join(message.content for message in call.messages)
        return "nonsense" if "Item 2." in asked_about else first_choice(call)

    model = QueuedModel(respond=respond)
    asked = await asker(model, prompts_of("labels", items_per_call=4)).ask(map(question, range(4)))
    assert by_item(asked) == {"s0": "yes", "s1": "yes", "s2": None, "s3": "yes"}


# --- Failures ---------------------------------------------------------------------------------


async def test_single_failures_are_rejections() -> None:
    """A model that answers most questions is not down."""
    model = QueuedModel(["yes", ModelTimeout("no answer in time"), "no"])
    asked = await asker(model).ask(map(question, range(3)))
    assert sorted(by_item(asked).values(), key=str) == [None, "no", "yes"]
    assert [r.reason for r in asked.rejections] == ["model-timeout: no answer in time"]


@pytest.mark.parametrize("count", [1, 3, 200])
async def test_a_model_that_never_answers_is_down(count: int) -> None:
    """The error is raised, and soon: not every question is tried."""
    model = QueuedModel(respond=lambda call: ModelUnavailable("nothing listens"), seconds=0.001)
    with pytest.raises(ModelUnavailable, match="nothing listens"):
        await asker(model).ask(map(question, range(count)))
    assert len(model.calls) <= 70


async def test_a_model_lost_half_way_leaves_rejections() -> None:
    """What was answered stays; the rest is given up without trying each."""
    model = QueuedModel(["yes"] * 10, respond=lambda call: ModelUnavailable("gone"), seconds=0.001)
    asked = await asker(model).ask(map(question, range(500)))
    assert sum(a.choice == "yes" for a in asked.answers) == 10
    assert len(asked.rejections) == 490
    assert len(model.calls) < 200


async def test_a_fault_of_the_program_is_raised_as_itself() -> None:
    """Bugs are not dressed up as rejections."""
    with pytest.raises(ZeroDivisionError):
        await asker(QueuedModel([ZeroDivisionError()])).ask(map(question, range(3)))


async def test_cancelling_stops_every_call() -> None:
    """No call outlives the one who asked."""
    model = QueuedModel(seconds=30)
    task = asyncio.create_task(asker(model).ask(map(question, range(10))))
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert model.cancelled == 10


# --- Paid for once ----------------------------------------------------------------------------


async def test_a_stored_call_is_not_made_again() -> None:
    """A second Asker over the same store asks the model nothing."""
    calls, model = MemoryCalls(), QueuedModel()
    first = await asker(model, calls=calls).ask(map(question, range(4)))
    again = asker(model, calls=calls)
    second = await again.ask(map(question, range(4)))
    assert sorted(map(repr, first.answers)) == sorted(map(repr, second.answers))
    assert len(model.calls) == 4
    assert (again.usage().calls, again.usage().cached_calls) == (0, 4)
    assert again.usage().prompt_tokens == 0


async def test_another_repeat_asks_anew() -> None:
    """The evals' repeats are calls of their own, with seeds of their own."""
    calls, model = MemoryCalls(), QueuedModel()
    for repeat in (0, 1):
        await asker(model, calls=calls, repeat=repeat).ask([question(1)])
    assert [call.seed for call in model.calls] == [0, 1]


async def test_equal_questions_under_way_are_one_call() -> None:
    """Two requests with the same article at the same time share the model's work."""
    model, flying = QueuedModel(seconds=0.05), InFlight()
    calls = MemoryCalls()
    askers = [Asker(model, prompts_of("labels"), {}, calls, in_flight=flying) for _ in range(5)]
    results = await asyncio.gather(*(a.ask([question(1)]) for a in askers))
    assert {result.answers[0].choice for result in results} == {"yes"}
    assert len(model.calls) == 1
    assert sum(a.usage().calls for a in askers) == 1
    assert sum(a.usage().cached_calls for a in askers) == 4


async def test_a_shared_call_survives_one_of_its_waiters() -> None:
    """It is cancelled only when nobody waits any more."""
    model, flying = QueuedModel(seconds=0.2), InFlight()
    askers = [
        Asker(model, prompts_of("labels"), {}, MemoryCalls(), in_flight=flying) for _ in range(2)
    ]
    first, second = (asyncio.create_task(a.ask([question(1)])) for a in askers)
    await asyncio.sleep(0.05)
    first.cancel()
    assert (await second).answers[0].choice == "yes"
    assert (len(model.calls), model.cancelled) == (1, 0)


async def test_a_failed_shared_call_fails_for_all_and_is_not_kept() -> None:
    """An error is never stored; the next one asks again."""
    calls = MemoryCalls()
    model = QueuedModel([ModelUnavailable("gone"), "no"])
    with pytest.raises(ModelError):
        await asker(model, calls=calls).ask([question(1)])
    assert calls.stored == {}
    assert by_item(await asker(model, calls=calls).ask([question(1)])) == {"s1": "no"}


@given(st.permutations(["model", "prompt", "variables", "choices", "repeat"]))
def test_everything_that_determines_an_answer_is_in_the_digest(order: list[str]) -> None:
    """Changing any of them makes another call; changing nothing makes none."""

    async def work() -> None:
        calls, model = MemoryCalls(), QueuedModel()
        other = QueuedModel(name="other")
        await asker(model, calls=calls).ask([question(1)])
        for change in order:
            made = len(model.calls) + len(other.calls)
            used = other if change == "model" else model
            prompts = prompts_of("labels", choices=YES_NO) if change == "prompt" else None
            asked = question(
                2 if change == "variables" else 1,
                choices=("no",) if change == "choices" else YES_NO,
            )
            repeat = 1 if change == "repeat" else 0
            for _ in range(2):
                await asker(used, prompts, calls, repeat=repeat).ask([asked])
            assert len(model.calls) + len(other.calls) == made + 1, change

    asyncio.run(work())


# --- Usage ------------------------------------------------------------------------------------


async def test_usage_adds_up_what_the_server_reports() -> None:
    """Bad answers are paid for, too."""
    model = QueuedModel(
        [Completion("perhaps", TokenCounts(100, 80, 2)), Completion("no", TokenCounts(120, 90, 1))]
    )
    asked = asker(model)
    await asked.ask([question(1)])
    usage = asked.usage()
    assert (usage.calls, usage.prompt_tokens, usage.cached_prompt_tokens) == (2, 220, 170)
    assert usage.completion_tokens == 3
    assert usage.cost_usd is None


async def test_prices_make_a_cost() -> None:
    """Cached prompt tokens have a price of their own, within the prompt's."""
    model = QueuedModel(
        [Completion("no", TokenCounts(1_000_000, 400_000, 10_000))],
        profile=profile(prices=Prices(prompt=2.0, cached_prompt=0.5, completion=8.0)),
    )
    asked = asker(model)
    await asked.ask([question(1)])
    assert asked.usage().cost_usd == pytest.approx(0.6 * 2 + 0.4 * 0.5 + 0.01 * 8)


async def test_stamps_are_of_the_prompts_used() -> None:
    """Provenance names version and digest of what was asked with."""
    asked = asker(QueuedModel())
    assert asked.stamps() == {}
    await asked.ask([question(1)])
    assert asked.stamps()["labels"].version == "v1"


# --- Chunks -----------------------------------------------------------------------------------

SCHEMA = {
    "type": "object",
    "properties": {"speaker": {"type": "string", "enum": ["e1", "e2"]}},
    "required": ["speaker"],
    "additionalProperties": False,
}
REQUEST = ChunkRequest("chunk", "a1", "c0", {"sentence": "Text."}, SCHEMA)


def chunk_asker(model: QueuedModel) -> Asker:
    return asker(model, prompts_of("chunk", answer="schema"))


async def test_a_chunk_comes_back_as_a_valid_object() -> None:
    """Wrong ids are asked again, then accepted."""
    model = QueuedModel(['{"speaker": "e9"}', '```json\n{"speaker": "e2"}\n```'])
    asked = await chunk_asker(model).ask_chunk(REQUEST)
    assert asked.content == {"speaker": "e2"}
    assert "$.speaker" in model.calls[1].messages[-1].content


@pytest.mark.parametrize("said", ["", "[]", '{"speaker": "e1"', '{"speaker": "e1", "x": 1}', "{}"])
async def test_a_chunk_that_stays_wrong_is_a_rejection(said: str) -> None:
    """No object, and the reason."""
    asked = await chunk_asker(QueuedModel([said, said])).ask_chunk(REQUEST)
    assert asked.content is None
    assert asked.rejections[0].what == "chunk c0"


async def test_a_chunk_that_is_too_long_is_said_to_be_so() -> None:
    """The caller, who knows chunks, halves it."""
    with pytest.raises(ContextOverflow):
        await chunk_asker(QueuedModel([ContextOverflow("too long")])).ask_chunk(REQUEST)


async def test_a_stored_call_keeps_everything() -> None:
    """Model, text, counts and confidences come back from the store as they went in."""
    calls = MemoryCalls()
    model = QueuedModel([Completion("no", TokenCounts(9, 8, 7), (0.5,), "m2")])
    await asker(model, calls=calls).ask([question(1)])
    assert list(calls.stored.values()) == [StoredCall("m2", "no", TokenCounts(9, 8, 7), (0.5,))]
    assert isinstance(model.calls[0].answer, Choices)
