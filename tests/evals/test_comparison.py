"""Comparisons: what changed is shown with its texts, unlike runs are refused, noise is no news."""

from collections.abc import Callable
from pathlib import Path

import pytest

from evals import cases, comparison, gate, ideal, report, runs
from evals.cases import Case
from evals.comparison import Differ, compare
from evals.runs import Output, RunRecord
from service.records import Summary
from tests.evals.test_cases import ARTICLE, write

Edit = Callable[[Case, Summary], Summary]


@pytest.fixture
def six(tmp_path: Path) -> tuple[Case, ...]:
    for number in range(6):
        write(tmp_path, name=f"case{number}", text=f"{ARTICLE}Page {number}.\n")
    return cases.load_split("dev", tmp_path)


def made(
    six: tuple[Case, ...], name: str, edit: Edit = lambda case, s: s, **more: object
) -> RunRecord:
    outputs = [Output(c.id, 0, edit(c, ideal.ideal_summary(c))) for c in six]
    settings = {"chunk_tokens": 800}
    options = {"model": "fake", "settings": settings, **more}
    return runs.record(name, "end_to_end", six, outputs, **options)  # fmt: skip


def without_speaker(case: Case, summary: Summary) -> Summary:
    first = summary.quotations[0].model_copy(update={"speaker": None})
    return summary.model_copy(update={"quotations": (first, *summary.quotations[1:])})


def without_start(case: Case, summary: Summary) -> Summary:
    talks = summary.rounds[0].model_copy(update={"start": None})
    return summary.model_copy(update={"rounds": (talks,)})


def test_a_run_is_not_better_than_itself(six: tuple[Case, ...]) -> None:
    """A/A: no change, and no metric is better or worse."""
    found = compare(made(six, "a"), made(six, "b"))
    assert found.changes == ()
    assert {m.verdict for m in found.metrics} == {"can't tell"}


def test_a_loss_is_shown_with_both_texts_and_its_place(six: tuple[Case, ...]) -> None:
    """A lost speaker names the reference, what A had, what B had, and where it stands."""
    found = compare(made(six, "a"), made(six, "b", without_speaker))
    lost = [c for c in found.changes if c.metric == "quotations_joint"]
    assert len(lost) == len(found.changes) == 6
    words = "“We are closer,” — "
    assert (lost[0].expected, lost[0].a) == (words + "Anna Berg", words + "Anna Berg")
    assert lost[0].b == words + "nobody"
    assert not lost[0].gained
    assert (lost[0].article, lost[0].start) == ("a1", ARTICLE.index("We are closer"))


def test_what_several_metrics_show_is_listed_once(six: tuple[Case, ...]) -> None:
    """A missing start day counts in fact recall only, and a statement in two metrics, once."""

    def silent(case: Case, summary: Summary) -> Summary:
        talks = summary.rounds[0].model_copy(update={"outcomes": ()})
        return summary.model_copy(update={"rounds": (talks,)})

    found = compare(made(six, "a"), made(six, "b", silent))
    assert len(found.changes) == 6
    assert found.changes[0].metric == "fact_recall, statements_recall"


def test_a_loss_everywhere_is_worse(six: tuple[Case, ...]) -> None:
    """The primary metric falls in every case by as much: surely worse, in these words."""
    found = compare(made(six, "a"), made(six, "b", without_start))
    main = found.metric("fact_recall")
    assert main is not None
    assert main.paired.mean == pytest.approx(-0.25)
    assert found.verdict == "worse"
    assert "fact_recall went from 1.000 to 0.750 over 6 cases" in found.sentence


def test_one_case_in_six_is_not_enough(six: tuple[Case, ...]) -> None:
    """A change in one case is shown, but it says nothing about new ones."""

    def once(case: Case, summary: Summary) -> Summary:
        return without_start(case, summary) if case.id == "case3" else summary

    found = compare(made(six, "a"), made(six, "b", once))
    assert found.verdict == "can't tell"
    assert "can't reach .05" in found.sentence
    assert any(c.unit == "case3" and not c.gained for c in found.changes)


def test_swapping_the_runs_turns_gains_into_losses(six: tuple[Case, ...]) -> None:
    """B against A mirrors A against B."""
    a, b = made(six, "a"), made(six, "b", without_start)
    one, other = compare(a, b), compare(b, a)
    assert [c.gained for c in one.changes] == [not c.gained for c in other.changes]
    assert (one.verdict, other.verdict) == ("worse", "better")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"model": "other"}, "models differ: fake and other"),
        ({"data": "x"}, "references or articles have changed"),
        ({"scorers": "x"}, "the scorers have changed"),
        ({"settings": {"chunk_tokens": 400}}, "chunk_tokens 800 / 400"),
        ({"split": "test"}, "splits differ"),
        ({"primary": "dates"}, "primary metrics differ"),
    ],
)
def test_unlike_runs_are_refused(
    six: tuple[Case, ...], change: dict[str, object], told: str
) -> None:
    """What differs besides the prompts is named, and nothing is compared."""
    other = made(six, "b").model_copy(update=change)
    with pytest.raises(Differ, match=told):
        compare(made(six, "a"), other)


def test_a_difference_that_is_meant_is_allowed_and_noted(six: tuple[Case, ...]) -> None:
    """Comparing two models on purpose works, and the report says so."""
    other = made(six, "b").model_copy(update={"model": "other"})
    found = compare(made(six, "a"), other, allow=["model"])
    assert found.differences == ("models differ: fake and other",)


def test_the_gate_is_hard_on_invariants(six: tuple[Case, ...]) -> None:
    """One retyped word in one quotation fails the gate; nothing else is needed."""

    def retyped(case: Case, summary: Summary) -> Summary:
        first = summary.quotations[0].model_copy(update={"text": "We are nearer,"})
        changed = summary.model_copy(update={"quotations": (first,)})
        return changed if case.id == "case2" else summary

    (fault,) = gate.faults(made(six, "b", retyped))
    assert "verbatim broken in case2/a1" in fault


def test_the_gate_fails_on_what_is_surely_worse_only(six: tuple[Case, ...]) -> None:
    """A loss in every case fails; a loss in one case of six passes."""

    def once(case: Case, summary: Summary) -> Summary:
        return without_start(case, summary) if case.id == "case3" else summary

    base = made(six, "a")
    assert any("fact_recall" in f for f in gate.faults(made(six, "b", without_start), base))
    assert gate.faults(made(six, "b", once), base) == ()


def test_the_report_stands_alone_and_escapes_articles(tmp_path: Path) -> None:
    """The HTML loads nothing, runs nothing, and shows an article's markup as text."""
    hostile = ARTICLE.replace("“We are closer,”", "“We are <script>alert(1)</script> closer,”")
    for number in range(3):
        write(
            tmp_path,
            name=f"case{number}",
            text=f"{hostile}Page {number}.\n",
            case=CASE_WITH_SCRIPT,
        )
    found = cases.load_split("dev", tmp_path)
    a, b = made(found, "a"), made(found, "b", without_speaker)
    page = report.html(compare(a, b), report.texts_of(tmp_path, "dev"))
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "http://" not in page.replace("http-equiv", "")
    assert "https://" not in page


CASE_WITH_SCRIPT = """
id: {name}
articles:
  - {{id: a1, file: a1.txt}}
quotations:
  - article: a1
    text: "We are <script>alert(1)</script> closer,"
    speaker: {{accept: [Anna Berg], kind: person}}
rounds:
  - {{label: Talks, state: held, main: true, start: 2024-03-04, articles: [a1]}}
{more}
"""


def test_every_shape_of_the_report_gives_the_same_verdict(six: tuple[Case, ...]) -> None:
    """HTML, Markdown, terminal and JSON don't contradict each other."""
    found = compare(made(six, "a"), made(six, "b", without_start))
    texts = {report.markdown(found), report.terminal(found), report.html(found, {})}
    assert all("went from 1.000 to 0.750" in text for text in texts)
    assert comparison.Comparison.model_validate_json(report.as_json(found)) == found
