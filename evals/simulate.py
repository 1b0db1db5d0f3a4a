"""Does the interval keep its promise? Simulation on real scores: `python -m evals.simulate`.

    python -m evals.simulate scores POLNEAR_FOLDER SCORES_FOLDER    # per-article scores
    python -m evals.simulate own SCORES_FOLDER --split dev          # the same on the suite's cases
    python -m evals.simulate coverage SCORES_FOLDER                 # the table of decision 0070
    python -m evals.simulate coverage eval-runs                     # of the runs made here

Real per-article differences between two systems are taken for the whole world of articles. From
it 5, 10 or 20 are drawn again and again, and it is counted how often the interval of
`statistics.mean_interval` holds the world's mean. Differences of real systems are mostly 0 with a
few large ones, which is where textbook intervals fail. For false alarms each difference gets a
random sign, so that there is nothing to be found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt
import typer

from evals import runs
from evals.distributions import t_quantile
from evals.runs import RunRecord
from evals.statistics import FLOOR, LEVEL

if TYPE_CHECKING:
    from evals.baselines import Labelled

SIZES = (5, 10, 20)
DRAWS = 4000

Values = npt.NDArray[np.float64]
app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)


def bounds(samples: Values, floor: float = FLOOR) -> tuple[Values, Values]:
    """`statistics.mean_interval` of every row at once; a test holds the two together."""
    size = samples.shape[1]
    mean = samples.mean(axis=1)
    error = np.sqrt((samples.var(axis=1, ddof=1) + floor**2) / size)
    reach = t_quantile((1 + LEVEL) / 2, size - 1) * error
    return mean - reach, mean + reach


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often the interval held the truth, for one world of differences.

    ties: share of the world's differences that are 0. alarms: how often 0 was excluded where the
    truth was 0.
    """

    world: str
    size: int
    mean: float
    spread: float
    ties: float
    held: float
    alarms: float


def coverage(
    world: str, differences: Sequence[float], size: int, draws: int = DRAWS, floor: float = FLOOR
) -> Coverage:
    """Draw `size` differences with replacement, `draws` times; the seed is fixed."""
    values = np.asarray(differences, dtype=float)
    random = np.random.default_rng(size)
    samples = values[random.integers(0, len(values), (draws, size))]
    low, high = bounds(samples, floor)
    truth = float(values.mean())
    signs = random.choice(np.array([-1.0, 1.0]), size=samples.shape)
    flipped_low, flipped_high = bounds(samples * signs, floor)
    return Coverage(
        world=world,
        size=size,
        mean=truth,
        spread=float(values.std()),
        ties=float((np.abs(values) < 1e-12).mean()),
        held=float(((low <= truth) & (truth <= high)).mean()),
        alarms=float(((flipped_low > 0) | (flipped_high < 0)).mean()),
    )


def false_alarms(run: RunRecord, size: int, draws: int) -> dict[str, int]:
    """A/A: how many of `draws` comparisons of a run with itself find a difference, by metric.

    With repeats, A and B are two repeats of the same units, so the noise is the run's own. With
    one repeat, A and B are two halves of the units at random, with the difference between halves
    as the noise: a harder test than two runs on the same articles.
    """
    found: dict[str, int] = {}
    for metric in run.metrics():
        values = list(run.values(metric).values())
        if len(values) < 4:
            continue
        random = np.random.default_rng(len(values))
        if min(len(v) for v in values) >= 2:
            pairs = np.asarray([sorted(v.items())[:2] for v in values], dtype=float)[:, :, 1]
            differences = pairs[:, 1] - pairs[:, 0]
            drawn = differences[random.integers(0, len(values), (draws, size))]
            drawn *= random.choice(np.array([-1.0, 1.0]), size=drawn.shape)
        else:
            means = np.asarray([sum(v.values()) / len(v) for v in values])
            first = means[random.integers(0, len(means), (draws, size))]
            drawn = first - means[random.integers(0, len(means), (draws, size))]
        low, high = bounds(drawn)
        found[metric] = int(((low > 0) | (high < 0)).sum())
    return found


# --- Worlds -------------------------------------------------------------------------------------


def worlds_of_scores(folder: Path) -> dict[str, list[float]]:
    """Differences of every two systems: one `<system>.jsonl` each, lines
    `{"article", "metric", "value"}`."""
    scores: dict[str, dict[tuple[str, str], float]] = {}
    for file in sorted(folder.glob("*.jsonl")):
        lines = (json.loads(line) for line in file.read_text("utf-8").splitlines() if line)
        scores[file.stem] = {(r["metric"], r["article"]): float(r["value"]) for r in lines}
    return _differences(scores)


def worlds_of_runs(records: Iterable[RunRecord]) -> dict[str, list[float]]:
    """Differences of every two runs on the same data, metric by metric."""
    scores: dict[str, dict[tuple[str, str], float]] = {}
    for run in records:
        scores[run.id] = {
            (metric, unit): sum(v.values()) / len(v)
            for metric in run.metrics()
            for unit, v in run.values(metric).items()
        }
    return _differences(scores)


def _differences(scores: Mapping[str, Mapping[tuple[str, str], float]]) -> dict[str, list[float]]:
    worlds: dict[str, list[float]] = {}
    for first, second in combinations(sorted(scores), 2):
        ours, theirs = scores[first], scores[second]
        for key in sorted(set(ours) & set(theirs)):
            metric = key[0]
            worlds.setdefault(f"{second} − {first}, {metric}", []).append(theirs[key] - ours[key])
    return {n: d for n, d in worlds.items() if len(d) >= 5 and any(abs(v) > 1e-12 for v in d)}


# --- Commands -----------------------------------------------------------------------------------


@app.command(name="coverage")
def coverage_command(
    folder: Annotated[Path, typer.Argument(help="Scores, or a folder of runs.")],
    draws: Annotated[int, typer.Option(min=100)] = DRAWS,
    floor: Annotated[float, typer.Option(help="0 for the plain t interval.")] = FLOOR,
) -> None:
    """How often the interval holds the truth at 5, 10 and 20 units, and how often it errs."""
    worlds = worlds_of_scores(folder)
    if not worlds:
        worlds = worlds_of_runs(runs.load(f) for f in sorted(folder.glob("*/run.json")))
    if not worlds:
        typer.echo(f"{folder} holds neither scores of two systems nor two runs that differ")
        raise typer.Exit(1)
    typer.echo(f"{'world':52} {'n':>3} {'mean':>7} {'sd':>6} {'ties':>5} {'held':>6} {'alarm':>6}")
    for size in SIZES:
        rows = [coverage(name, d, size, draws, floor) for name, d in worlds.items()]
        for row in rows:
            typer.echo(
                f"{row.world[:52]:52} {size:3} {row.mean:+7.3f} {row.spread:6.3f} {row.ties:5.2f} "
                f"{row.held:6.3f} {row.alarms:6.3f}"
            )
        held, alarms = [r.held for r in rows], [r.alarms for r in rows]
        typer.echo(
            f"{f'all {len(rows)} worlds':52} {size:3} {'':7} {'':6} {'':5} "
            f"{sum(held) / len(held):6.3f} {sum(alarms) / len(alarms):6.3f}   "
            f"held {min(held):.3f} to {max(held):.3f}"
        )


@app.command()
def scores(
    polnear: Annotated[Path, typer.Argument(help="Folder with gold_train.jsonl.")],
    output: Annotated[Path, typer.Argument(help="Folder for the scores.")],
    limit: Annotated[int, typer.Option(help="Articles read.")] = 400,
) -> None:
    """Score the service's rules and some simple systems on PolNeAR, article by article."""
    from evals import baselines

    _write_scores(baselines.read_polnear(polnear / "gold_train.jsonl", limit), output)


@app.command()
def own(
    output: Annotated[Path, typer.Argument(help="Folder for the scores.")],
    split: Annotated[str, typer.Option(help="One of seeds, dev, test.")] = "dev",
) -> None:
    """Score the same systems on the suite's own articles."""
    from evals import baselines
    from evals import cases as case_files

    if split not in case_files.SPLITS:
        raise typer.BadParameter(f"--split takes {', '.join(case_files.SPLITS)}")
    _write_scores(baselines.of_cases(case_files.load_split(split)), output)


def _write_scores(articles: Sequence[Labelled], output: Path) -> None:
    from evals import baselines

    output.mkdir(parents=True, exist_ok=True)
    for name, rows in baselines.all_scores(articles):
        lines = [json.dumps({"article": a, "metric": m, "value": v}) for a, m, v in rows]
        (output / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        typer.echo(f"{name}: {len(rows)} scores")


if __name__ == "__main__":
    app()
