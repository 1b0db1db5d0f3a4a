"""Cases × settings → RunRecord: every score with its reason, and all that it depends on."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from evals import scorers
from evals.bench import Spent
from evals.cases import Case, Split, data_digest, one_split
from evals.scores import Item, Score, Scorer
from service import __version__
from service.errors import RequestError, UnknownName
from service.records import PromptStamp, Summary

Task = Literal["quotations", "rounds", "brief", "end_to_end"]
TASKS: tuple[Task, ...] = get_args(Task)
RUNS = Path("eval-runs")

SCORERS: Mapping[Task, tuple[Scorer, ...]] = {
    "quotations": (scorers.BY_NAME["verbatim"], *scorers.QUOTATIONS),
    "rounds": (*scorers.INVARIANTS, *scorers.ROUNDS),
    "brief": (*scorers.INVARIANTS, *scorers.BRIEF),
    "end_to_end": scorers.ALL,
}
PRIMARY: Mapping[Task, str] = {
    "quotations": "quotations_joint",
    "rounds": "fact_recall",
    "brief": "brief_completeness",
    "end_to_end": "fact_recall",
}
"""The one metric that decides a comparison, declared before anybody looks; the rest explain."""


class RunError(RequestError):
    """A run can't be read or made; the message says what to do."""

    slug = "eval-run"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Result(_Record):
    """One metric of one unit in one repeat. value: None when unscored, which is not 0."""

    metric: str
    unit: str
    case: str
    repeat: int
    value: float | None
    reason: str
    items: tuple[Item, ...] = ()


class Cost(_Record):
    """What one case cost in one repeat; see `bench.Spent`."""

    case: str
    repeat: int
    spent: Spent


class Failure(_Record):
    """A case that gave no valid output; it scores 0 wherever a question applies."""

    case: str
    repeat: int
    reason: str


class RunRecord(_Record):
    """All of a run.

    primary: the metric that decides, declared when the run was made.
    data, scorers: digests of the cases and of the scorers' source. service: of the service's.
    units: "article" or "case" by metric, which is what varies and is averaged over.
    replayed: the answers came from a recording, and times are those of the recording.
    """

    id: str
    created_at: datetime
    task: Task
    split: Split
    primary: str
    model: str
    prompts: dict[str, PromptStamp]
    settings: dict[str, Any]
    repeats: int
    cases: tuple[str, ...]
    data: str
    scorers: str
    service: str
    service_version: str
    replayed: bool = False
    failures: tuple[Failure, ...] = ()
    units: dict[str, str] = {}
    costs: tuple[Cost, ...] = ()
    results: tuple[Result, ...] = ()

    def metrics(self) -> tuple[str, ...]:
        """In the order of the reports."""
        return tuple(self.units)

    def values(self, metric: str) -> dict[str, dict[int, float]]:
        """{unit: {repeat: value}}, unscored ones left out."""
        found: dict[str, dict[int, float]] = {}
        for result in self.results:
            if result.metric == metric and result.value is not None:
                found.setdefault(result.unit, {})[result.repeat] = result.value
        return found

    def mean(self, metric: str) -> float | None:
        """Mean over units of the mean over repeats; None when nothing was scored."""
        means = [sum(r.values()) / len(r) for r in self.values(metric).values()]
        return sum(means) / len(means) if means else None

    def pooled(self, metric: str) -> tuple[int, int, int]:
        """Hits, misses and extras over all units and repeats."""
        items = [i for r in self.results if r.metric == metric for i in r.items]
        hit, missed, extra = (
            sum(i.outcome == o for i in items) for o in ("hit", "missed", "extra")
        )
        return hit, missed, extra

    def spent(self) -> Spent:
        """Over all cases and repeats."""
        costs = [c.spent.cost_usd for c in self.costs if c.spent.cost_usd is not None]
        names = ("calls", "fresh", "prompt_tokens", "cached_prompt_tokens", "completion_tokens")
        totals = {n: sum(getattr(c.spent, n) for c in self.costs) for n in names}
        seconds = round(sum(c.spent.seconds for c in self.costs), 3)
        return Spent(**totals, seconds=seconds, cost_usd=sum(costs) if costs else None)


@dataclass(frozen=True, slots=True)
class Output:
    """What came of one case in one repeat: a summary, or the reason why there is none."""

    case: str
    repeat: int
    summary: Summary | None
    failure: str = ""
    spent: Spent = field(default_factory=Spent)


def score(task: Task, cases: Sequence[Case], outputs: Iterable[Output]) -> tuple[Result, ...]:
    """Every scorer of the task on every output; pure."""
    by_id = {c.id: c for c in cases}
    results = [
        _result(scorer.name, unit, output, found)
        for output in sorted(outputs, key=lambda o: (o.case, o.repeat))
        for scorer in SCORERS[task]
        for unit, found in scorer(by_id[output.case], output.summary, output.failure).items()
    ]
    return tuple(results)


def _result(metric: str, unit: str, output: Output, found: Score) -> Result:
    return Result(
        metric=metric,
        unit=unit,
        case=output.case,
        repeat=output.repeat,
        value=None if found.value is None else round(found.value, 6),
        reason=found.reason,
        items=found.items,
    )


def record(
    run_id: str,
    task: Task,
    cases: Sequence[Case],
    outputs: Sequence[Output],
    *,
    model: str,
    settings: Mapping[str, Any],
    prompts: Mapping[str, PromptStamp] | None = None,
    created_at: datetime | None = None,
    replayed: bool = False,
    primary: str | None = None,
) -> RunRecord:
    """Score the outputs and write down all that the scores depend on.

    prompts: the stamps of what was asked with; taken from the summaries when left out.
    Raises: CaseError when the cases mix splits; UnknownName for a primary that isn't scored.
    """
    names = [s.name for s in SCORERS[task]]
    chosen = primary or PRIMARY[task]
    if chosen not in names:
        raise UnknownName(f"task {task} has no metric {chosen!r}; it has: {', '.join(names)}")
    stamps = dict(prompts or {})
    for output in outputs:
        if output.summary is not None and output.summary.provenance is not None:
            stamps |= output.summary.provenance.prompts
    return RunRecord(
        id=run_id,
        created_at=created_at or datetime.now(UTC).replace(microsecond=0),
        task=task,
        split=one_split(cases),
        primary=chosen,
        model=model,
        prompts=dict(sorted(stamps.items())),
        settings=dict(settings),
        repeats=len({o.repeat for o in outputs}),
        cases=tuple(sorted(c.id for c in cases)),
        data=data_digest(cases),
        scorers=scorers_digest(),
        service=service_digest(),
        service_version=__version__,
        replayed=replayed,
        failures=tuple(
            Failure(case=o.case, repeat=o.repeat, reason=o.failure)
            for o in sorted(outputs, key=lambda o: (o.case, o.repeat))
            if o.summary is None
        ),
        units={s.name: s.unit for s in SCORERS[task]},
        costs=tuple(
            Cost(case=o.case, repeat=o.repeat, spent=o.spent)
            for o in sorted(outputs, key=lambda o: (o.case, o.repeat))
        ),
        results=score(task, cases, outputs),
    )


# --- Digests ------------------------------------------------------------------------------------


def _source_digest(files: Iterable[Path], root: Path) -> str:
    content = hashlib.sha256()
    for file in sorted(files):
        text = file.read_text("utf-8")
        lines = "\n".join(line.rstrip() for line in text.splitlines())
        content.update(f"{file.relative_to(root).as_posix()}\n{lines}\n".encode())
    return content.hexdigest()


def scorers_digest() -> str:
    """SHA-256 of the source that turns outputs into scores."""
    here = Path(__file__).parent
    names = ("cases.py", "matching.py", "pairing.py", "scores.py")
    return _source_digest([*here.glob("scorers/*.py"), *(here / n for n in names)], here)


def service_digest() -> str:
    """SHA-256 of the service's source, so that a comparison can say when it differs."""
    here = Path(__file__).parent.parent / "service"
    return _source_digest(here.rglob("*.py"), here)


def commit() -> str | None:
    """The checkout's commit, or None outside of one."""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "HEAD"],  # noqa: S607
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


# --- Files --------------------------------------------------------------------------------------


def as_bytes(run: RunRecord) -> bytes:
    """The same run is always the same bytes."""
    plain = TypeAdapter(RunRecord).dump_python(run, mode="json")
    return (json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def save(run: RunRecord, root: Path = RUNS) -> Path:
    """Write `<root>/<id>/run.json`, and say where."""
    file = root / run.id / "run.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(as_bytes(run))
    return file


def load(name: str | Path, root: Path = RUNS) -> RunRecord:
    """A run by its id, folder or file. Raises: RunError."""
    given = Path(name)
    places = (given, given / "run.json", root / given / "run.json")
    file = next((p for p in places if p.is_file()), None)
    if file is None:
        known = ", ".join(p.parent.name for p in sorted(root.glob("*/run.json"))) or "none"
        raise RunError(f"no run {name}; in {root} there are: {known}")
    try:
        return RunRecord.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise RunError(f"{file} is no run of this version: {error}") from error


def new_id(task: str, split: str, prompts: Mapping[str, str], root: Path = RUNS) -> str:
    """A readable name that isn't taken: day, task, split, prompt versions, number."""
    versions = "".join(f"-{t}.{v}" for t, v in sorted(prompts.items()))
    stem = f"{datetime.now(UTC):%Y%m%d}-{task}-{split}{versions}"
    number = 1
    while (root / f"{stem}-{number}").exists():
        number += 1
    return f"{stem}-{number}"
