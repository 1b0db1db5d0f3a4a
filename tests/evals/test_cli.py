"""`communique eval`: what it prints, and how it fails."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals import cases, ideal, runs
from evals.cli import app
from evals.runs import Output
from service.cli import exits
from tests.evals.test_cases import ARTICLE, write

RUNNER = CliRunner()


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder of runs: `good` and `bad` over four cases; `bad` lacks every outcome."""
    for number in range(4):
        write(tmp_path / "cases", name=f"case{number}", text=f"{ARTICLE}Page {number}.\n")
    found = cases.load_split("dev", tmp_path / "cases")
    for name in ("good", "bad"):
        outputs: list[Output] = []
        for case in found:
            summary = ideal.ideal_summary(case)
            if name == "bad":
                talks = summary.rounds[0].model_copy(update={"outcomes": ()})
                summary = summary.model_copy(update={"rounds": (talks,)})
            outputs.append(Output(case.id, 0, summary))
        made = runs.record(name, "rounds", found, outputs, model="fake", settings={})
        runs.save(made, tmp_path / "runs")
    return tmp_path / "runs"


def call(*words: str) -> tuple[int, str]:
    """Exit status and everything that was printed."""
    result = RUNNER.invoke(app, list(words))
    return result.exit_code, result.output


def test_check_names_what_is_wrong_and_fails(tmp_path: Path) -> None:
    """An unlisted quotation mark is printed with what stands around it; exit status 1."""
    write(tmp_path)
    code, out = call("check", "--cases", str(tmp_path))
    assert code == exits.FAILED
    assert "unlisted mark" in out
    assert "dev: 1 cases, 1 articles, 1 rounds, 1 quotations" in out


def test_show_lists_every_score_with_its_reason(saved: Path) -> None:
    """The table first, then one line a score."""
    code, out = call("show", "bad", "--runs", str(saved), "--reasons")
    assert code == 0
    assert "fact_recall *" in out
    assert "statements_recall case0: 0.000: 0 right, 1 missed: The sides are closer" in out


def test_compare_writes_three_files_and_prints_losses_first(saved: Path, tmp_path: Path) -> None:
    """Losses stand above the verdict, and the report is there in three shapes."""
    code, out = call(
        "compare", "good", "bad", "--runs", str(saved), "--cases", str(tmp_path / "cases")
    )
    assert code == 0
    assert out.index("Lost: 4") < out.index("worse: same prompts")
    folder = saved / "good..bad"
    assert sorted(f.name for f in folder.iterdir()) == [
        "comparison.json",
        "report.html",
        "report.md",
    ]


def test_gate_fails_on_a_sure_loss(saved: Path) -> None:
    """Four cases that all lose a quarter are enough to fail; a run passes against itself."""
    assert call("gate", "good", "--baseline", "good", "--runs", str(saved))[0] == 0
    code, out = call("gate", "bad", "--baseline", "good", "--runs", str(saved))
    assert code == exits.FAILED
    assert "worse: statements_recall 1.000 → 0.000" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["show", "nothing"], "no run nothing"),
        (["run", "--task", "poems"], "there are: quotations, rounds, brief, end_to_end"),
        (["run", "--split", "train"], "there are: seeds, dev, test"),
        (["run", "--prompt", "speakers"], "--prompt takes task=version"),
        (["compare", "good"], "name two runs"),
        (["compare", "good", "bad", "--allow", "all"], "--allow takes data"),
        (["report", "good", "bad", "--format", "pdf"], "there are: markdown, json, terminal"),
    ],
)
def test_a_wrong_word_is_answered_with_the_right_ones(
    saved: Path, words: list[str], told: str
) -> None:
    """One clear line on stderr and the exit code of a wrong request."""
    code, out = call(*words, "--runs", str(saved))
    assert code == exits.INPUT
    assert told in out


def test_a_compared_with_a_finds_little(saved: Path) -> None:
    """A/A prints the share of false alarms, at most one in twenty."""
    code, out = call("aa", "good", "--runs", str(saved), "--draws", "200")
    assert code == 0
    assert "fact_recall: 0.000" in out
