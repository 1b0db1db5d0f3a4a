"""The door to Inspect AI: our pipeline is the solver, our scorers score, Inspect does the rest.

Inspect gives concurrency, repeats (its epochs), logs with a viewer (`inspect view`), and resuming:
a run that was cut off is retried with its finished samples kept. No model of Inspect's is used.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import inspect_ai
from inspect_ai import Epochs
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.log import EvalLog, EvalSample, read_eval_log
from inspect_ai.scorer import Metric, SampleScore, Target, metric, scorer
from inspect_ai.scorer import Score as InspectScore
from inspect_ai.scorer import Scorer as InspectScorer
from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.util import display_type

from evals.bench import Producer, Spent
from evals.cases import Case
from evals.recordings import StaleRecording
from evals.runs import SCORERS, Output, RunError, Task
from service.records import Summary


@dataclass(frozen=True, slots=True)
class Work:
    """What an Inspect task of ours needs and can't be given as an argument."""

    task: Task
    cases: Mapping[str, Case]
    produce: Producer


_work: ContextVar[Work] = ContextVar("work")


@metric
def scored_mean() -> Metric:
    """Mean of what was scored; unscored values are left out, not taken for 0."""

    def mean(scores: list[SampleScore]) -> float:
        values = [s.score.as_float() for s in scores]
        kept = [v for v in values if not math.isnan(v)]
        return sum(kept) / len(kept) if kept else math.nan

    return mean


@solver
def pipeline() -> Solver:
    """The service's own pipeline."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:  # noqa: ARG001
        work = _work.get()
        case = work.cases[str(state.sample_id)]
        produced = await work.produce(case, work.task, state.epoch - 1)
        state.output.completion = produced.summary.model_dump_json()
        state.metadata["spent"] = asdict(produced.spent)
        return state

    return solve


@scorer(metrics={"*": [scored_mean()]}, name="communique")
def our_scorers() -> InspectScorer:
    """All of the task's scorers; a case's value is the mean over its units."""

    async def score(state: TaskState, target: Target) -> InspectScore:  # noqa: ARG001
        work = _work.get()
        case = work.cases[str(state.sample_id)]
        summary = Summary.model_validate_json(state.output.completion)
        values: dict[str, str | int | float | bool | None] = {}
        reasons: list[str] = []
        for one in SCORERS[work.task]:
            found = one(case, summary)
            scored = [s.value for s in found.values() if s.value is not None]
            values[one.name] = sum(scored) / len(scored) if scored else math.nan
            reasons += [f"{one.name} {unit}: {s.reason}" for unit, s in found.items()]
        return InspectScore(value=values, explanation="\n".join(reasons))

    return score


@inspect_ai.task
def communique() -> inspect_ai.Task:
    """A task over the cases of the present run."""
    work = _work.get()
    samples = [
        Sample(id=case.id, input="\n\n".join(case.texts.values()), metadata={"split": case.split})
        for case in work.cases.values()
    ]
    return inspect_ai.Task(
        dataset=MemoryDataset(samples),
        solver=pipeline(),
        scorer=our_scorers(),
        name=f"communique_{work.task}",
    )


async def produce_all(
    task: Task,
    cases: Sequence[Case],
    produce: Producer,
    *,
    repeats: int,
    concurrency: int,
    logs: Path,
    resume: bool = False,
) -> list[Output]:
    """Run every case `repeats` times, and keep Inspect's log in `logs`.

    resume: keep what the last log in `logs` has finished, and run the rest.
    Raises: StaleRecording when a replay asks what was not recorded; RunError when Inspect fails
        for a reason that is not one case's.
    """
    # Results go to stdout, so Inspect keeps quiet unless asked; this call makes it read that.
    os.environ.setdefault("INSPECT_DISPLAY", "none")
    display_type()
    options: dict[str, Any] = {
        "log_dir": str(logs),
        "fail_on_error": False,
        "max_samples": concurrency,
        "score_display": False,
        "log_realtime": False,
        "ctl_server": False,
    }
    token = _work.set(Work(task, {c.id: c for c in cases}, produce))
    try:
        last = _last_log(logs) if resume else None
        # Inspect types these two only in part.
        if last is not None:
            done = inspect_ai.eval_retry_async(last, **options)  # pyright: ignore[reportUnknownMemberType]
        else:
            epochs = Epochs(repeats, "mean")
            done = inspect_ai.eval_async(  # pyright: ignore[reportUnknownMemberType]
                communique(), model="none", epochs=epochs, **options
            )
        (log,) = await done
    finally:
        _work.reset(token)
    return _outputs(log)


def _last_log(logs: Path) -> EvalLog | None:
    """The newest log, or None when there is none."""
    files = sorted(logs.glob("*.eval"), key=lambda f: f.stat().st_mtime)
    return read_eval_log(str(files[-1])) if files else None


def _outputs(log: EvalLog) -> list[Output]:
    if log.samples is None or log.status == "error":
        detail = log.error.message if log.error else log.status
        raise RunError(f"the run failed: {detail}; resume it with --resume")
    return [_output(sample) for sample in log.samples]


def _output(sample: EvalSample) -> Output:
    case, repeat = str(sample.id), sample.epoch - 1
    if sample.error is not None:
        if StaleRecording.__name__ in sample.error.message:
            raise StaleRecording(_told(sample.error.message))
        return Output(case, repeat, None, _told(sample.error.message))
    summary = Summary.model_validate_json(sample.output.completion)
    return Output(case, repeat, summary, spent=Spent(**sample.metadata["spent"]))


def _told(message: str) -> str:
    """The error's own words, out of the form `Class('words')` that Inspect keeps."""
    _, opening, rest = message.partition("(")
    return rest.rstrip(")").strip("'\"") if opening else message
