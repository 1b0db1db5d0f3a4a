"""Puts closed questions to a model, and brings back only answers that were allowed.

Whatever the model does, a question ends in an `Answer`. Its choice is None when every try failed,
and then a `Rejection` says why. Each call is stored by a digest of everything that determines its
answer, so that a restart, a retry or an added article pays for nothing twice.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol

from service.errors import (
    BadAnswer,
    ContextOverflow,
    ModelError,
    ModelTimeout,
    ModelUnavailable,
    PromptError,
)
from service.models import AnswerKind, Batch, Call, Choices, Model, Profile, Schema, answers
from service.models.calls import as_json
from service.prompts import Prompt, Prompts
from service.records import (
    Answer,
    ChunkRequest,
    Message,
    PromptStamp,
    Question,
    Rejection,
    StoredCall,
    TokenCounts,
    Usage,
)

__all__ = ["Asked", "AskedChunk", "Asker", "CallStore", "ChunkRequest", "InFlight", "together"]

OnProgress = Callable[[int, int], None]
"""Called with the questions done and the questions in all."""

_DOWN_AFTER = 4
"""Calls that fail in a row, each after all its retries, for a model that never answered to count
as down."""

_LOST_AFTER = 16
"""The same for a model that answered before: then the remaining questions are given up."""


class CallStore(Protocol):
    """Where completed model calls are kept. Called from threads other than the event loop's."""

    def get(self, digest: str) -> StoredCall | None: ...

    def put(self, digest: str, call: StoredCall) -> None:
        """Keep the call. A digest that is there already keeps its first call."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """answers: one for each question asked, in no particular order; choice None when it failed.

    Questions of tasks that the model's profile leaves to rules have no answer here.
    """

    answers: tuple[Answer, ...]
    rejections: tuple[Rejection, ...]


class AskedChunk(NamedTuple):
    """content: the object, valid by the request's schema; None when every try failed."""

    content: Mapping[str, Any] | None
    rejections: tuple[Rejection, ...]


class InFlight:
    """Calls under way by digest, so that equal calls asked at the same time are made once.

    Share one among all Askers of an event loop. A call is cancelled when nobody waits for it.
    """

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[StoredCall]] = {}
        self._waiting: dict[str, int] = {}

    async def share(
        self, digest: str, make: Callable[[], Coroutine[None, None, StoredCall]]
    ) -> tuple[StoredCall, bool]:
        """The call's result, and whether this caller is the one who had it made."""
        task = self._tasks.get(digest)
        first = task is None
        if task is None:
            task = asyncio.create_task(make())
            self._tasks[digest] = task
            self._waiting[digest] = 0
            task.add_done_callback(lambda _: self._forget(digest))
        self._waiting[digest] += 1
        try:
            return await asyncio.shield(task), first
        except asyncio.CancelledError:
            if not task.done() and self._waiting[digest] == 1:
                task.cancel()
                await asyncio.wait([task])
            raise
        finally:
            if digest in self._waiting:
                self._waiting[digest] -= 1

    def _forget(self, digest: str) -> None:
        task = self._tasks.pop(digest)
        self._waiting.pop(digest)
        if not task.cancelled():
            task.exception()  # Mark it as seen, also when every waiter has gone.


class Asker:
    """Asks one model for one piece of work, and counts what that costs."""

    def __init__(
        self,
        model: Model,
        prompts: Prompts,
        versions: Mapping[str, str],
        calls: CallStore,
        *,
        repeat: int = 0,
        in_flight: InFlight | None = None,
    ) -> None:
        """versions: {task: prompt version}; tasks left out take the current one.

        repeat: asking again with another number asks the model again instead of the store.
        """
        self._model = model
        self._prompts = prompts
        self._versions = dict(versions)
        self._calls = calls
        self._repeat = repeat
        self._in_flight = in_flight or InFlight()
        self._stamps: dict[str, PromptStamp] = {}
        self._made = 0
        self._reused = 0
        self._counts = TokenCounts()
        self._started = time.monotonic()
        self._failed_in_a_row = 0
        self._last_failure: ModelError | None = None
        self._ever_answered = False

    @property
    def model_name(self) -> str:
        return self._model.name

    @property
    def profile(self) -> Profile:
        return self._model.profile

    def stamps(self) -> dict[str, PromptStamp]:
        """The prompts asked with so far, by task."""
        return dict(self._stamps)

    def usage(self) -> Usage:
        """What was spent so far. `seconds` counts from the making of this Asker."""
        prices = self._model.profile.prices
        cost = None
        if prices is not None:
            fresh = self._counts.prompt - self._counts.cached
            cost = (
                fresh * prices.prompt
                + self._counts.cached * prices.cached_prompt
                + self._counts.completion * prices.completion
            ) / 1_000_000
        return Usage(
            model=self._model.name,
            calls=self._made,
            cached_calls=self._reused,
            prompt_tokens=self._counts.prompt,
            cached_prompt_tokens=self._counts.cached,
            completion_tokens=self._counts.completion,
            seconds=time.monotonic() - self._started,
            cost_usd=cost,
        )

    async def ask(self, questions: Iterable[Question], progress: OnProgress | None = None) -> Asked:
        """Ask every question that the model is good for.

        Raises: ModelError when the model is down: no call of this Asker ever succeeded. A model
            that fails later leaves rejections. PromptError when a prompt doesn't fit a question.
        """
        wanted = [q for q in questions if self._model.profile.takes(q.task)]
        found: list[Answer] = []
        rejections: list[Rejection] = []
        batches = self._batches(wanted)
        waiting = iter(batches)

        async def work() -> None:
            for prompt, batch in waiting:
                got, refused = await self._ask_batch(prompt, batch)
                found.extend(got)
                rejections.extend(refused)
                if progress is not None:
                    progress(len(found), len(wanted))

        if progress is not None and wanted:
            progress(0, len(wanted))
        # A model lost in an earlier round of questions gets one more chance.
        self._failed_in_a_row = min(self._failed_in_a_row, _LOST_AFTER - 1)
        # Twice as many as the model takes at a time keep it busy, and let another piece of work,
        # which waits for the same model, have its turn soon.
        at_once = min(max(4, 2 * self._model.profile.concurrency), len(batches))
        await together([work for _ in range(at_once)])
        if self._last_failure is not None and not self._ever_answered:
            raise self._last_failure
        return Asked(tuple(found), tuple(rejections))

    async def ask_chunk(self, request: ChunkRequest) -> AskedChunk:
        """Put a whole chunk to the model.

        Raises: ContextOverflow when the chunk is too long for it: halve the chunk and ask for
            each half. ModelError when the model is down, as in `ask`.
        """
        prompt = self._prompt(request.task)
        if prompt.answer != "schema":
            raise PromptError(f"prompt {prompt.task}/{prompt.version} must have answer: schema")
        messages = prompt.render([request.variables])
        answer = Schema(request.schema, request.task)
        try:
            stored = await self._complete_checked(prompt, messages, answer, prompt.max_tokens)
        except ContextOverflow:
            raise
        except ModelError as error:
            self._raise_if_down(error)
            return AskedChunk(
                None, (_rejection(error, request.task, request.article, [request.item]),)
            )
        return AskedChunk(answers.check_schema(request.schema, stored.text), ())

    def _prompt(self, task: str) -> Prompt:
        prompt = self._prompts.get(task, self._versions.get(task))
        self._stamps[task] = prompt.stamp
        return prompt

    def _batches(self, questions: Sequence[Question]) -> list[tuple[Prompt, list[Question]]]:
        """Questions by task and article, cut to what one call may hold.

        Articles are never mixed in a call: what one of them says can't sway another's answers.
        """
        groups: dict[tuple[str, str], list[Question]] = {}
        for question in questions:
            groups.setdefault((question.task, question.article), []).append(question)
        batches: list[tuple[Prompt, list[Question]]] = []
        for (task, _), group in groups.items():
            prompt = self._prompt(task)
            if prompt.answer != "choices":
                raise PromptError(f"prompt {task}/{prompt.version} must have answer: choices")
            for question in group:
                strange = set(question.choices) - set(prompt.choices)
                if prompt.choices and strange:
                    raise PromptError(
                        f"prompt {task}/{prompt.version} knows no choice {sorted(strange)}"
                    )
            size = min(
                prompt.items_per_call,
                self._model.profile.items_per_call.get(task, prompt.items_per_call),
            )
            batches += [
                (prompt, group[start : start + size]) for start in range(0, len(group), size)
            ]
        return batches

    async def _ask_batch(
        self, prompt: Prompt, batch: Sequence[Question]
    ) -> tuple[list[Answer], list[Rejection]]:
        try:
            return await self._try_batch(prompt, batch), []
        except (ContextOverflow, BadAnswer) as error:
            if len(batch) == 1:
                return self._failed(error, batch)
        except ModelError as error:
            self._raise_if_down(error)
            return self._failed(error, batch)
        middle = len(batch) // 2
        first, refused_first = await self._ask_batch(prompt, batch[:middle])
        second, refused_second = await self._ask_batch(prompt, batch[middle:])
        return first + second, refused_first + refused_second

    def _failed(
        self, error: ModelError, batch: Sequence[Question]
    ) -> tuple[list[Answer], list[Rejection]]:
        task, article = batch[0].task, batch[0].article
        return (
            [Answer(task, article, q.item, None, self._model.name) for q in batch],
            [_rejection(error, task, article, [q.item for q in batch])],
        )

    async def _try_batch(self, prompt: Prompt, batch: Sequence[Question]) -> list[Answer]:
        """Raises: ModelError."""
        messages = prompt.render([question.variables for question in batch])
        if prompt.items_per_call == 1:
            kind: AnswerKind = Choices(batch[0].choices)
        else:
            kind = Batch(tuple((str(n), q.choices) for n, q in enumerate(batch, 1)))
        room = sum(_room(prompt, question.choices) for question in batch)
        if isinstance(kind, Batch):
            room += 8 * (len(batch) + 1)  # for the object around the choices
        stored = await self._complete_checked(prompt, messages, kind, room)
        if isinstance(kind, Choices):
            chosen: tuple[str, ...] = (answers.check_choice(kind.choices, stored.text),)
        else:
            chosen = answers.check_batch(kind, stored.text)
        known = stored.confidences if len(stored.confidences) == len(batch) else ()
        return [
            Answer(
                task=question.task,
                article=question.article,
                item=question.item,
                choice=choice,
                how=stored.model,
                confidence=known[index] if known else None,
            )
            for index, (question, choice) in enumerate(zip(batch, chosen, strict=True))
        ]

    async def _complete_checked(
        self,
        prompt: Prompt,
        messages: tuple[Message, ...],
        answer: AnswerKind,
        max_tokens: int,
    ) -> StoredCall:
        """A valid answer; a bad one is asked again once, with what was wrong.

        Raises: ModelError.
        """
        call = Call(messages, answer, max_tokens, prompt.temperature, seed=self._repeat)
        stored = await self._complete(prompt, call)
        try:
            answers.check(answer, stored.text)
        except BadAnswer as error:
            again = replace(
                call,
                messages=(
                    *messages,
                    Message("assistant", stored.text[:2000] or "(nothing)"),
                    Message("user", f"That answer can't be used: {error}. Answer again."),
                ),
            )
            stored = await self._complete(prompt, again)
            try:
                answers.check(answer, stored.text)
            except BadAnswer as second:
                raise BadAnswer(
                    f"asked twice, the model answered {stored.text[:200]!r}: {second}"
                ) from second
        return stored

    async def _complete(self, prompt: Prompt, call: Call) -> StoredCall:
        """From the store, from a call under way, or from the model. Raises: ModelError."""
        digest = call_digest(self._model.identity, prompt, call, self._repeat)
        made = False

        async def make() -> StoredCall:
            nonlocal made
            kept = await asyncio.to_thread(self._calls.get, digest)
            if kept is not None:
                return kept
            if self._failed_in_a_row >= _LOST_AFTER:
                raise ModelUnavailable(f"given up: {self._last_failure}")
            made = True
            completion = await self._model.complete(call)
            self._ever_answered = True
            fresh = StoredCall(
                model=completion.model or self._model.name,
                text=completion.text,
                counts=completion.usage,
                confidences=completion.confidences,
            )
            await asyncio.to_thread(self._calls.put, digest, fresh)
            return fresh

        try:
            stored, first = await self._in_flight.share(digest, make)
        except (ModelUnavailable, ModelTimeout) as error:
            self._failed_in_a_row += 1
            self._last_failure = error
            raise
        self._ever_answered = True
        self._failed_in_a_row = 0
        if first and made:
            self._made += 1
            self._counts += stored.counts
        else:
            self._reused += 1
        return stored

    def _raise_if_down(self, error: ModelError) -> None:
        if self._failed_in_a_row >= _DOWN_AFTER and not self._ever_answered:
            raise error


def _room(prompt: Prompt, choices: Sequence[str]) -> int:
    """Tokens for one choice: the prompt's number, more where a choice could not be spelled in it.

    A token is three bytes or more of Latin text, and never less than one byte of any.
    """
    longest = max((len(choice.encode()) for choice in choices), default=0)
    return prompt.max_tokens if longest <= 3 * prompt.max_tokens else longest


def call_digest(identity: str, prompt: Prompt, call: Call, repeat: int) -> str:
    """SHA-256 of everything that determines an answer, hexadecimal."""
    content = {
        "model": identity,
        "prompt": prompt.digest,
        "messages": [[message.role, message.content] for message in call.messages],
        "answer": as_json(call.answer),
        "max_tokens": call.max_tokens,
        "temperature": call.temperature,
        "repeat": repeat,
    }
    plain = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


async def together(workers: Sequence[Callable[[], Coroutine[None, None, None]]]) -> None:
    """Run all at once; the first error cancels the rest and is raised as itself."""
    try:
        async with asyncio.TaskGroup() as group:
            for worker in workers:
                group.create_task(worker())
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None


def _rejection(error: ModelError, task: str, article: str, items: Sequence[str]) -> Rejection:
    shown = ", ".join(items[:10]) + (", …" if len(items) > 10 else "")
    return Rejection(what=f"{task} {shown}", reason=f"{error.slug}: {error}", article=article)
