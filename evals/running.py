"""Puts a run together: cases, service, recordings in; a saved RunRecord out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from evals import cases as case_files
from evals import recordings, runs
from evals.bench import Bench, Produced, Producer, without_times
from evals.cases import Case, Split
from evals.runs import Output, RunRecord, Task
from service import bootstrap
from service import prompts as prompt_files
from service.asking import CallStore
from service.records import SummaryOptions
from service.settings import Settings
from service.storage import open_storage

Note = Callable[[str], None]
"""Told what is going on, one line at a time."""

Build = Callable[[Settings, CallStore], bootstrap.Workshop]
"""Puts the service together; tests give it a fake model."""


@dataclass(frozen=True, slots=True)
class Request:
    """What `communique eval run` was asked for.

    prompts: versions by task. model: None for the settings' own. fresh: ask the model also what
        it has answered before. resume: id of a run that was cut off.
    only: names of cases; all of the split when empty.
    ask: tasks to ask the model although its profile leaves them to rules.
    """

    task: Task = "end_to_end"
    split: Split = "seeds"
    prompts: Mapping[str, str] = field(default_factory=dict[str, str])
    model: str | None = None
    repeats: int = 1
    concurrency: int = 2
    only: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    replay: bool = False
    fresh: bool = False
    resume: str | None = None
    primary: str | None = None
    root: Path = case_files.ROOT
    runs: Path = runs.RUNS


def chosen_cases(request: Request) -> tuple[Case, ...]:
    """Raises: CaseError for a broken reference, an empty split, or an unknown case."""
    found = case_files.load_split(request.split, request.root)
    if request.only:
        unknown = set(request.only) - {c.id for c in found}
        if unknown:
            names = ", ".join(c.id for c in found)
            raise case_files.CaseError(
                f"{request.split} has no {', '.join(unknown)}; it has {names}"
            )
        found = tuple(c for c in found if c.id in request.only)
    if not found:
        raise case_files.CaseError(f"there are no cases in {request.root / request.split}")
    return found


def run(
    request: Request,
    settings: Settings,
    note: Note = lambda _: None,
    build: Build = bootstrap.workshop,
) -> RunRecord:
    """Run, score and save. Raises: CommuniqueError, saying what to do."""
    cases = chosen_cases(request)
    settings = settings.model_copy(
        update={"prompts": with_prompts(settings, request.prompts)}
        | ({"model": request.model} if request.model else {})
    )
    if request.replay:
        return _replayed(request, settings, cases, build)
    run_id = request.resume or runs.new_id(
        request.task, request.split, request.prompts, request.runs
    )
    if request.fresh:
        outputs, _ = _produced(
            request, settings, cases, recordings.MemoryStore(), run_id, note, build
        )
    else:
        request.runs.mkdir(parents=True, exist_ok=True)
        storage = open_storage(f"sqlite:///{request.runs / 'calls.db'}")
        try:
            outputs, _ = _produced(request, settings, cases, storage.calls, run_id, note, build)
        finally:
            storage.close()
    made = _record(request, settings, cases, outputs, run_id)
    runs.save(made, request.runs)
    return made


def record(
    request: Request,
    settings: Settings,
    note: Note = lambda _: None,
    build: Build = bootstrap.workshop,
) -> Path:
    """Run with the model and keep its answers for replays. Raises: CommuniqueError."""
    cases = chosen_cases(request)
    settings = settings.model_copy(
        update={"prompts": with_prompts(settings, request.prompts)}
        | ({"model": request.model} if request.model else {})
    )
    run_id = runs.new_id("record", request.split, request.prompts, request.runs)
    request.runs.mkdir(parents=True, exist_ok=True)
    storage = open_storage(f"sqlite:///{request.runs / 'calls.db'}")
    try:
        outputs, bench = _produced(request, settings, cases, storage.calls, run_id, note, build)
    finally:
        storage.close()
    failed = [o for o in outputs if o.summary is None]
    if failed:
        raise runs.RunError(f"nothing recorded: {failed[0].case} failed: {failed[0].failure}")
    profile, identity = bench.answered_by
    header = recordings.Header(
        split=request.split,
        model=settings.model,
        identity=identity,
        shape=profile.shape,
        asks=tuple(sorted(profile.asks)) if profile.asks is not None else None,
        sent={case.id: case.sent for case in cases},
        created_at=datetime.now(UTC).replace(microsecond=0).isoformat(),
        seconds={f"{o.case} {o.repeat}": o.spent.seconds for o in outputs},
    )
    calls = {digest: call for store in bench.used.values() for digest, call in store.used.items()}
    file = recordings.file_of(request.split, settings.model)
    recordings.write(file, recordings.Recording(header, calls))
    return file


def with_prompts(settings: Settings, versions: Mapping[str, str]) -> str:
    """The settings' prompt versions with others put over them, in the settings' own form."""
    merged = {**settings.prompt_versions(), **versions}
    return ",".join(f"{task}={version}" for task, version in sorted(merged.items()))


def described(request: Request, settings: Settings) -> dict[str, object]:
    """The settings that scores may depend on, besides model and prompts."""
    return {
        "chunk_tokens": settings.chunk_tokens,
        "max_article_bytes": settings.max_article_bytes,
        "repeats": request.repeats,
        "asked_beyond_profile": sorted(request.ask),
        "model_tasks": settings.model_tasks,
    }


def _record(
    request: Request,
    settings: Settings,
    cases: Sequence[Case],
    outputs: Sequence[Output],
    run_id: str,
    created_at: datetime | None = None,
) -> RunRecord:
    return runs.record(
        run_id,
        request.task,
        cases,
        outputs,
        model=settings.model,
        settings=described(request, settings),
        created_at=created_at,
        replayed=request.replay,
        primary=request.primary,
    )


def _produced(
    request: Request,
    settings: Settings,
    cases: Sequence[Case],
    calls: CallStore,
    run_id: str,
    note: Note,
    build: Build,
) -> tuple[list[Output], Bench]:
    from evals import inspecting  # Inspect takes two seconds to import

    workshop = build(settings, calls)
    bench = Bench(workshop, workshop.model, calls, SummaryOptions(), ask=request.ask)

    async def work() -> list[Output]:
        try:
            return await inspecting.produce_all(
                request.task,
                cases,
                _telling(bench, len(cases) * request.repeats, note),
                repeats=request.repeats,
                concurrency=request.concurrency,
                logs=request.runs / run_id / "logs",
                resume=request.resume is not None,
            )
        finally:
            await workshop.close()

    return asyncio.run(work()), bench


def _telling(produce: Producer, total: int, note: Note) -> Producer:
    done = 0

    async def told(case: Case, task: str, repeat: int) -> Produced:
        nonlocal done
        produced = await produce(case, task, repeat)
        done += 1
        note(f"{done} of {total}: {case.id}, {produced.spent.seconds:.1f} s")
        return produced

    return told


def _replayed(
    request: Request, settings: Settings, cases: Sequence[Case], build: Build
) -> RunRecord:
    """The recorded answers through today's pipeline and scorers, saved under a fixed name.

    No model, no Inspect, no clock: two replays write the same bytes.
    Raises: StaleRecording when an article has changed or anything is asked that was not recorded.
    """
    recording = recordings.read(recordings.file_of(request.split, settings.model))
    recordings.check_articles(recording.header, {case.id: case.sent for case in cases})
    store = recordings.ReplayStore(recording)
    model = recordings.ReplayModel(recording.header)
    workshop = build(settings, store)

    async def opened() -> recordings.ReplayModel:
        return model

    bench = Bench(workshop, opened, store, SummaryOptions(), ask=request.ask)

    async def work() -> list[Output]:
        outputs: list[Output] = []
        for repeat in range(request.repeats):
            for case in cases:
                produced = await bench(case, request.task, repeat)
                seconds = recording.header.seconds.get(f"{case.id} {repeat}", 0.0)
                spent = without_times(produced.spent, seconds)
                outputs.append(Output(case.id, repeat, produced.summary, spent=spent))
        return outputs

    outputs = asyncio.run(work())
    made = _record(
        replace(request, replay=True),
        settings,
        cases,
        outputs,
        f"replay-{request.task}-{request.split}",
        datetime.fromisoformat(recording.header.created_at),
    )
    runs.save(made, request.runs)
    return made


def found_or_made(
    request: Request,
    settings: Settings,
    note: Note = lambda _: None,
    build: Build = bootstrap.workshop,
) -> RunRecord:
    """A finished run that this one would repeat exactly, or a new one. Raises: CommuniqueError.

    Exactly: same cases, scorers, service, model, settings, repeats, and prompts by digest.
    """
    cases = chosen_cases(request)
    wanted = settings.model_copy(update={"model": request.model} if request.model else {})
    versions = {**settings.prompt_versions(), **request.prompts}
    loaded = prompt_files.load(prompt_files.default_folder())
    for file in sorted(request.runs.glob("*/run.json"), reverse=True):
        try:
            run_there = runs.load(file)
        except runs.RunError:
            continue
        same = (
            run_there.task == request.task
            and run_there.split == request.split
            and run_there.data == case_files.data_digest(cases)
            and run_there.scorers == runs.scorers_digest()
            and run_there.service == runs.service_digest()
            and run_there.model == wanted.model
            and run_there.settings == described(request, wanted)
            and run_there.primary == (request.primary or runs.PRIMARY[request.task])
            and not run_there.replayed
            # A run that never asked one of these tasks says nothing of its versions.
            and set(request.prompts) <= set(run_there.prompts)
            and all(
                stamp.digest == loaded.get(task, versions.get(task)).digest
                for task, stamp in run_there.prompts.items()
            )
        )
        if same:
            note(f"found {run_there.id}")
            return run_there
    return run(request, settings, note, build)
