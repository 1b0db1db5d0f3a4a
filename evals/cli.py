"""`communique eval …`: check references, run, compare, report, record, gate."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, cast

import typer
from rich.console import Console
from rich.table import Table

from evals import cases as case_files
from evals import comparison as comparing
from evals import gate as gates
from evals import report as reports
from evals import running, runs
from evals.cases import SPLITS, Split
from evals.comparison import ALLOWED, Allowed, Comparison
from evals.runs import TASKS, RunRecord, Task
from evals.statistics import share_interval
from service.cli import exits
from service.errors import CommuniqueError, UnknownName
from service.settings import Settings

app = typer.Typer(name="eval", no_args_is_help=True, add_completion=False)

DIFFERENT = 1
"""Exit status of `check` and `gate` when they find something wrong."""

_Root = Annotated[Path, typer.Option("--cases", help="Folder with seeds/, dev/ and test/.")]
_Runs = Annotated[Path, typer.Option("--runs", help="Folder of runs.")]
_TaskName = Annotated[str, typer.Option("--task", help=f"One of {', '.join(TASKS)}.")]
_SplitName = Annotated[str, typer.Option("--split", help=f"One of {', '.join(SPLITS)}.")]
_Model = Annotated[str | None, typer.Option(help="Model, as COMMUNIQUE_MODEL.")]
_Replay = Annotated[bool, typer.Option("--replay", help="Recorded answers instead of the model.")]
_Prompts = Annotated[
    list[str], typer.Option("--prompt", help="task=version; may be given several times.")
]


_Ask = Annotated[
    list[str], typer.Option("--ask", help="Ask the model this task too, whatever its profile says.")
]
_Cases = Annotated[list[str], typer.Option("--case", help="Only this case; may be repeated.")]


@app.callback()
def explain() -> None:
    """Score the service against references, and compare prompt versions."""


@contextmanager
def _told() -> Generator[None]:
    """Failures as one clear line on stderr."""
    try:
        yield
    except CommuniqueError as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(str(error), markup=False)
        raise typer.Exit(exits.code_of(error)) from error


def _note(line: str) -> None:
    """Progress, for whoever watches."""
    if sys.stderr.isatty():
        Console(stderr=True, highlight=False).print(line, style="dim", markup=False)


def _task(name: str) -> Task:
    if name not in TASKS:
        raise UnknownName(f"no task {name!r}; there are: {', '.join(TASKS)}")
    return name


def _split(name: str) -> Split:
    if name not in SPLITS:
        raise UnknownName(f"no split {name!r}; there are: {', '.join(SPLITS)}")
    return name


def _versions(given: list[str]) -> dict[str, str]:
    """`task=version` options. Raises: UnknownName."""
    pairs = [part.strip() for option in given for part in option.split(",") if part.strip()]
    if any(pair.count("=") != 1 for pair in pairs):
        raise UnknownName(f"--prompt takes task=version, not {', '.join(given)}")
    return {t.strip(): v.strip() for t, v in (pair.split("=") for pair in pairs)}


def _out() -> Console:
    return Console(highlight=False, soft_wrap=True)


@app.command()
def check(root: _Root = case_files.ROOT) -> None:
    """Verify every place of every reference, and find quotation marks that none accounts for."""
    out = _out()
    try:
        found = case_files.load_all(root)
    except CommuniqueError as error:
        out.print(str(error), markup=False)
        raise typer.Exit(DIFFERENT) from error
    doubts = [doubt for case in found for doubt in case_files.check(case)]
    for doubt in doubts:
        out.print(f"{doubt.where}: {doubt.message}", markup=False)
    for split in SPLITS:
        of_split = [c for c in found if c.split == split]
        quotations = sum(len(c.reference.quotations) for c in of_split)
        rounds = sum(len(c.reference.rounds) for c in of_split)
        texts = sum(len(c.texts) for c in of_split)
        out.print(
            f"{split}: {len(of_split)} cases, {texts} articles, "
            f"{rounds} rounds, {quotations} quotations"
        )
    if doubts:
        raise typer.Exit(DIFFERENT)


@app.command()
def run(
    task: _TaskName = "end_to_end",
    split: _SplitName = "seeds",
    prompt: _Prompts = [],  # noqa: B006 - Typer wants the default itself
    model: _Model = None,
    repeats: Annotated[int, typer.Option(min=1, help="Times that each case is run.")] = 1,
    concurrency: Annotated[int, typer.Option(min=1, help="Cases at a time.")] = 2,
    case: _Cases = [],  # noqa: B006
    replay: _Replay = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Ask the model anew, whatever was asked before.")
    ] = False,
    resume: Annotated[str | None, typer.Option(help="Go on with this run.")] = None,
    primary: Annotated[str | None, typer.Option(help="Metric that decides, in advance.")] = None,
    ask: _Ask = [],  # noqa: B006
    root: _Root = case_files.ROOT,
    folder: _Runs = runs.RUNS,
) -> None:
    """Run the cases of a split through the service, and score what comes out."""
    with _told():
        request = running.Request(
            task=_task(task),
            split=_split(split),
            prompts=_versions(prompt),
            model=model,
            repeats=repeats,
            concurrency=concurrency,
            only=tuple(case),
            ask=tuple(ask),
            replay=replay,
            fresh=fresh,
            resume=resume,
            primary=primary,
            root=root,
            runs=folder,
        )
        made = running.run(request, Settings(), _note)
        _show_run(made, folder)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Run id, folder or file.")],
    folder: _Runs = runs.RUNS,
    reasons: Annotated[
        bool, typer.Option("--reasons", help="Every score with its reason.")
    ] = False,
) -> None:
    """Show a run's scores again."""
    with _told():
        made = runs.load(name, folder)
        _show_run(made, folder)
        if reasons:
            out = _out()
            for result in made.results:
                value = "unscored" if result.value is None else f"{result.value:.3f}"
                out.print(f"{result.metric} {result.unit}: {value}: {result.reason}", markup=False)


def _show_run(made: RunRecord, folder: Path) -> None:
    out = _out()
    prompts = ", ".join(f"{t}={s.version}" for t, s in made.prompts.items()) or "none asked"
    out.print(
        f"{made.id}: {made.task} on {made.split}, {len(made.cases)} cases × {made.repeats}, "
        f"{made.model}, prompts {prompts}" + (" (replayed)" if made.replayed else ""),
        markup=False,
    )
    table = Table(box=None, pad_edge=False)
    for title, side in (("metric", "left"), ("mean", "right"), ("units", "right"),
                        ("right", "right"), ("missed", "right"), ("extra", "right")):  # fmt: skip
        table.add_column(title, justify="right" if side == "right" else "left")
    for metric in made.metrics():
        mean = made.mean(metric)
        hit, missed, extra = made.pooled(metric)
        name = f"{metric} *" if metric == made.primary else metric
        shown = "unscored" if mean is None else f"{mean:.3f}"
        units = str(len(made.values(metric)))
        table.add_row(name, shown, units, str(hit), str(missed), str(extra))
    out.print(table)
    spent = made.spent()
    out.print(
        f"* primary. {len(made.failures)} failed. {spent.calls} calls ({spent.fresh} fresh), "
        f"{spent.prompt_tokens} prompt and {spent.completion_tokens} answer tokens, "
        f"{spent.seconds:.0f} s. {folder / made.id / 'run.json'}",
        markup=False,
    )
    for failure in made.failures:
        out.print(
            f"failed: {failure.case}, repeat {failure.repeat}: {failure.reason}", markup=False
        )


@app.command()
def record(
    split: _SplitName = "seeds",
    prompt: _Prompts = [],  # noqa: B006
    model: _Model = None,
    root: _Root = case_files.ROOT,
    folder: _Runs = runs.RUNS,
) -> None:
    """Run with the model and keep its answers, so that --replay needs none."""
    with _told():
        request = running.Request(
            split=_split(split), prompts=_versions(prompt), model=model, root=root, runs=folder
        )
        _out().print(str(running.record(request, Settings(), _note)), markup=False)


@app.command()
def compare(
    names: Annotated[list[str] | None, typer.Argument(help="RUN_A RUN_B.")] = None,
    prompt: Annotated[
        str | None, typer.Option(help="task=vA,vB: run what is missing, then compare.")
    ] = None,
    task: _TaskName = "end_to_end",
    split: _SplitName = "dev",
    model: _Model = None,
    repeats: Annotated[int, typer.Option(min=1)] = 1,
    concurrency: Annotated[int, typer.Option(min=1, help="Cases at a time.")] = 2,
    primary: Annotated[str | None, typer.Option(help="Metric that decides.")] = None,
    allow: Annotated[
        list[str], typer.Option(help=f"What may differ besides prompts: {', '.join(ALLOWED)}.")
    ] = [],  # noqa: B006
    ask: _Ask = [],  # noqa: B006
    case: _Cases = [],  # noqa: B006
    output: Annotated[
        Path | None, typer.Option(help="Folder for report.html, report.md, comparison.json.")
    ] = None,
    root: _Root = case_files.ROOT,
    folder: _Runs = runs.RUNS,
) -> None:
    """Compare two runs: what changed case by case, and what it says about new articles."""
    with _told():
        if prompt is not None:
            request = running.Request(
                task=_task(task), split=_split(split), model=model, repeats=repeats,
                concurrency=concurrency, primary=primary, ask=tuple(ask), only=tuple(case),
                root=root, runs=folder,
            )  # fmt: skip
            first, second = _missing_runs(prompt, request)
        elif names is not None and len(names) == 2:
            first, second = runs.load(names[0], folder), runs.load(names[1], folder)
        else:
            raise UnknownName("name two runs, or say --prompt task=v1,v2")
        unknown = set(allow) - set(ALLOWED)
        if unknown:
            raise UnknownName(f"--allow takes {', '.join(ALLOWED)}, not {', '.join(unknown)}")
        found = comparing.compare(
            first, second, allow=cast("list[Allowed]", allow), primary=primary
        )
        texts = reports.texts_of(root, first.split)
        place = output or folder / f"{first.id}..{second.id}"
        files = reports.write(found, texts, place)
        _out().print(reports.terminal(found), markup=False)
        _out().print("\n" + "\n".join(str(f) for f in files), markup=False)


def _missing_runs(option: str, request: running.Request) -> tuple[RunRecord, RunRecord]:
    """`task=vA,vB`: a run of each version, made now unless a run like it is there."""
    name, equals, listed = option.partition("=")
    versions = [v.strip() for v in listed.split(",") if v.strip()]
    if not equals or len(versions) != 2:
        raise UnknownName(f"--prompt takes task=vA,vB here, not {option!r}")
    settings = Settings()
    first, second = (
        running.found_or_made(replace(request, prompts={name: v}), settings, _note)
        for v in versions
    )
    return first, second


@app.command()
def report(
    first: str,
    second: str,
    output: Annotated[Path | None, typer.Option(help="Folder for the three files.")] = None,
    shape: Annotated[
        str, typer.Option("--format", help="markdown, json or terminal.")
    ] = "markdown",
    allow: Annotated[list[str], typer.Option(help="As in compare.")] = [],  # noqa: B006
    root: _Root = case_files.ROOT,
    folder: _Runs = runs.RUNS,
) -> None:
    """Print the comparison of two runs; with --output, also write it as HTML, Markdown, JSON."""
    with _told():
        a, b = runs.load(first, folder), runs.load(second, folder)
        found = comparing.compare(a, b, allow=cast("list[Allowed]", allow))
        shapes: dict[str, Callable[[Comparison], str]] = {
            "markdown": reports.markdown, "json": reports.as_json, "terminal": reports.terminal,
        }  # fmt: skip
        if shape not in shapes:
            raise UnknownName(f"no format {shape!r}; there are: {', '.join(shapes)}")
        _out().print(shapes[shape](found), markup=False)
        if output is not None:
            reports.write(found, reports.texts_of(root, a.split), output)


@app.command()
def aa(
    name: Annotated[str, typer.Argument(help="A run; its own scores are split and compared.")],
    folder: _Runs = runs.RUNS,
    units: Annotated[int, typer.Option(min=2, help="Units in each comparison.")] = 10,
    draws: Annotated[int, typer.Option(min=100, help="Comparisons.")] = 4000,
) -> None:
    """How often a comparison finds a difference where there is none: at most 1 in 20."""
    from evals import simulate

    with _told():
        made = runs.load(name, folder)
        alarms = simulate.false_alarms(made, units, draws)
        out = _out()
        for metric, count in alarms.items():
            interval = share_interval(count, draws)
            out.print(
                f"{metric}: {count / draws:.3f} ({interval.low:.3f} to {interval.high:.3f})",
                markup=False,
            )


@app.command()
def trust(
    split: _SplitName = "seeds",
    root: _Root = case_files.ROOT,
    survivors: Annotated[bool, typer.Option(help="Name every mutant treated wrongly.")] = False,
) -> None:
    """Plant errors in ideal outputs: do the scorers notice each, and nothing that is none?"""
    from evals import mutations

    with _told():
        kills, no_ops = mutations.tally(case_files.load_split(_split(split), root))
    out = _out()
    for title, tallies in (("noticed", kills), ("left alone", no_ops)):
        for tally in tallies:
            right = tally.total - len(tally.wrong)
            out.print(f"{tally.kind:20} {right:4} of {tally.total:4} {title}  {tally.rate:.3f}")
            if survivors:
                for what in tally.wrong:
                    out.print(f"  {what}", markup=False)
    if any(t.rate < 0.95 for t in kills) or any(t.wrong for t in no_ops):
        raise typer.Exit(DIFFERENT)


@app.command()
def gate(
    name: Annotated[str, typer.Argument(help="The run to judge.")],
    baseline: Annotated[
        str | None, typer.Option(help="Run to compare with; without it, invariants only.")
    ] = None,
    allow: Annotated[list[str], typer.Option(help="As in compare.")] = [],  # noqa: B006
    folder: _Runs = runs.RUNS,
) -> None:
    """For CI: fails on a broken invariant, or when a metric is surely worse than the baseline."""
    with _told():
        judged = runs.load(name, folder)
        base = runs.load(baseline, folder) if baseline else None
        faults = gates.faults(judged, base, allow=cast("list[Allowed]", allow))
    out = _out()
    for fault in faults:
        out.print(fault, markup=False)
    out.print("failed" if faults else "passed")
    if faults:
        raise typer.Exit(DIFFERENT)
