"""The measure of the brief's check: thresholds come from documents that they don't judge."""

from evals import entailment
from evals.calibration import balanced
from evals.entailment import Checked, Labelled


def summary(document: str, consistent: bool, *sure: float, passed: bool = True) -> Labelled:
    """A summary with one sentence for each probability."""
    row = {"doc_id": document, "doc": "Ada met Bo.", "summary": "Ada met Bo.", "label": consistent}
    draft = entailment.labelled([row])[0].sentences[0].draft
    return Labelled(document, consistent, tuple(Checked(draft, passed, s) for s in sure))


def test_a_summary_is_as_sure_as_its_weakest_sentence() -> None:
    """One doubtful sentence is enough to refuse it."""
    assert summary("a", True, 0.9, 0.2).sure == 0.2
    assert not entailment.by_both(summary("a", True, 0.9, 0.2), 0.5)


def test_a_sentence_that_rules_refuse_is_refused_however_sure_the_model() -> None:
    """The model can only take away."""
    assert not entailment.by_both(summary("a", True, 0.99, passed=False), 0.5)


def test_the_threshold_of_a_half_comes_from_the_other() -> None:
    """Where the halves want different thresholds, each is judged by the wrong one."""
    low = [summary("a", True, 0.4), summary("a", False, 0.1)]
    high = [summary("b", True, 0.9), summary("b", False, 0.6)]
    judged, (of_a, of_b) = entailment.held_out([*low, *high], entailment.by_model)
    assert of_a > 0.6
    assert of_b <= 0.4
    assert balanced(judged) == 0.5


def test_documents_are_not_split_between_halves() -> None:
    """Two summaries of one document share its faults."""
    found = [summary(d, True, 0.5) for d in "aabbccdd"]
    first, second = entailment.halves(found)
    assert {s.document for s in first} & {s.document for s in second} == set()
    assert len(first) == len(second)


def test_a_summary_is_cut_into_sentences_that_are_checked_alone() -> None:
    """A number that the document lacks fails its own sentence, and so the summary."""
    row = {"doc_id": "d", "doc": "Ada met Bo on Monday. They ate.", "label": 0,
           "summary": "Ada met Bo. They ate 7 pies."}  # fmt: skip
    found = entailment.labelled([row])[0]
    assert [s.passed for s in found.sentences] == [True, False]
    assert not found.passed
