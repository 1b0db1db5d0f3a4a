"""Runs: every score is kept with its reason, failures count as 0, and a cut-off run resumes."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from evals import cases, ideal, inspecting, runs
from evals.bench import Produced, Spent
from evals.cases import Case
from evals.runs import Output, RunRecord
from service.errors import ModelTimeout
from tests.evals.test_cases import ARTICLE, write

# Inspect leaves a stream for the garbage collector, which pytest would count as an error.
inspects = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def two(tmp_path: Path) -> tuple[Case, ...]:
    write(tmp_path, name="one")
    write(tmp_path, name="two", text=ARTICLE + "More.")
    return cases.load_split("dev", tmp_path)


class Ideal:
    """Produces what the reference describes; may fail for one case."""

    def __init__(self, fails: Callable[[str, int], bool] = lambda case, repeat: False) -> None:
        self.fails = fails
        self.made: list[tuple[str, int]] = []

    async def __call__(self, case: Case, task: str, repeat: int) -> Produced:
        self.made.append((case.id, repeat))
        if self.fails(case.id, repeat):
            raise ModelTimeout("no answer in 120 s")
        return Produced(ideal.ideal_summary(case), Spent(calls=1, prompt_tokens=10, seconds=0.5))


def run(two: tuple[Case, ...], producer: Ideal, logs: Path, **options: object) -> RunRecord:
    outputs = asyncio.run(
        inspecting.produce_all(
            "end_to_end", two, producer, repeats=2, concurrency=2, logs=logs, **options
        )
    )
    return runs.record("r1", "end_to_end", two, outputs, model="fake", settings={})


@inspects
def test_a_failed_case_scores_zero_and_is_counted(two: tuple[Case, ...], tmp_path: Path) -> None:
    """A failure pulls the mean down instead of disappearing; the other case keeps its scores."""
    made = run(two, Ideal(lambda case, repeat: case == "two"), tmp_path / "logs")
    assert [(f.case, f.repeat, f.reason) for f in made.failures] == [
        ("two", 0, "no answer in 120 s"),
        ("two", 1, "no answer in 120 s"),
    ]
    assert made.mean("fact_recall") == 0.5
    assert made.spent().calls == 2


@inspects
def test_a_cut_off_run_resumes_with_what_it_had(two: tuple[Case, ...], tmp_path: Path) -> None:
    """After a retry only the samples that had failed were run again."""
    run(two, Ideal(lambda case, repeat: case == "two"), tmp_path / "logs")
    again = Ideal()
    made = run(two, again, tmp_path / "logs", resume=True)
    assert sorted(again.made) == [("two", 0), ("two", 1)]
    assert made.mean("fact_recall") == 1.0
    assert made.failures == ()


def test_unscored_is_not_zero(two: tuple[Case, ...]) -> None:
    """A question that doesn't apply leaves no value, and the mean is over the others."""
    outputs = [Output(c.id, 0, ideal.ideal_summary(c)) for c in two]
    made = runs.record("r", "end_to_end", two, outputs, model="fake", settings={})
    assert made.mean("leaks_kept_out") is None
    assert made.values("disagreements") == {}
    assert any(r.metric == "disagreements" and r.value is None for r in made.results)


def test_a_record_comes_back_as_it_was_saved(two: tuple[Case, ...], tmp_path: Path) -> None:
    """Saving and loading changes nothing, and the same run is the same bytes."""
    outputs = [Output(c.id, 0, ideal.ideal_summary(c)) for c in two]
    made = runs.record("r", "end_to_end", two, outputs, model="fake", settings={"a": 1})
    runs.save(made, tmp_path)
    assert runs.load("r", tmp_path) == made
    assert runs.as_bytes(runs.load("r", tmp_path)) == (tmp_path / "r" / "run.json").read_bytes()


def test_an_unknown_run_names_those_that_exist(two: tuple[Case, ...], tmp_path: Path) -> None:
    """A mistyped run id is answered with the ids there are."""
    outputs = [Output(c.id, 0, ideal.ideal_summary(c)) for c in two]
    runs.save(runs.record("r", "rounds", two, outputs, model="m", settings={}), tmp_path)
    with pytest.raises(runs.RunError, match="there are: r"):
        runs.load("s", tmp_path)
