"""Each scorer: what it counts, what it lets pass, and what a failure is worth."""

from pathlib import Path

import pytest

from evals import cases, mutations, scorers
from evals.cases import Case
from evals.ideal import ideal_summary
from evals.scores import Item, counted
from service.records import Attendance, BriefSentence, Evidence, Quotation, Statement, Summary
from tests.evals.test_cases import write

ARTICLE = (
    "GENEVA, March 7 — Delegates from Norland and Sudmark ended two days of talks on Thursday.\n\n"
    "“We are closer,” said Anna Berg, Norland's envoy. She called the map “a start”.\n\n"
    "The two sides agreed to reopen the Saltmarsh crossing on 1 April.\n\n"
    "Berg said Sudmark had accepted 40 inspectors. Sudmark's envoy, Karl Lind, denied it.\n\n"
    "No date was set for a next round. Tove Hall, who took part in May, called it “a circus”.\n\n"
    "Picture: the royal wedding in Elmford."
)
CASE = """
id: {name}
articles: [{{id: a1, file: a1.txt}}]
rounds:
  - label: Geneva
    state: held
    main: true
    start: 2024-03-06
    end: 2024-03-07
    place: {{accept: [Geneva], evidence: [{{article: a1, text: GENEVA}}]}}
    participants:
      - {{name: Anna Berg, accept: [Berg], evidence: [{{article: a1, text: Anna Berg}}]}}
      - {{name: Karl Lind, evidence: [{{article: a1, text: Karl Lind}}]}}
    not_participants: [Tove Hall]
    outcomes:
      - text: The two sides agreed to reopen the Saltmarsh crossing on 1 April.
        status: agreed
        essential: true
        evidence: [{{article: a1, text: agreed to reopen the Saltmarsh crossing on 1 April}}]
      - text: Norland says Sudmark accepted 40 inspectors.
        status: claimed
        by: Anna Berg
        by_accept: [Norland]
        essential: true
        evidence: [{{article: a1, text: Berg said Sudmark had accepted 40 inspectors.}}]
    open_issues:
      - text: There is no date for a next round.
        status: reported
        essential: false
        evidence: [{{article: a1, text: No date was set for a next round.}}]
    articles: [a1]
quotations:
  - {{article: a1, text: "We are closer,", speaker: {{accept: [Anna Berg]}}}}
  - {{article: a1, text: a start, speaker: {{accept: [Anna Berg]}}}}
not_speech: [{{article: a1, text: a circus}}]
excluded: [{{article: a1, text: "Picture: the royal wedding in Elmford.", reason: caption}}]
leaks: [royal wedding]
{more}
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    write(tmp_path, text=ARTICLE, case=CASE)
    return cases.load_split("dev", tmp_path)[0]


@pytest.fixture
def ideal(case: Case) -> Summary:
    return ideal_summary(case)


def value(case: Case, summary: Summary | None, metric: str) -> float | None:
    (score,) = scorers.BY_NAME[metric](case, summary).values()
    return score.value


def reason(case: Case, summary: Summary, metric: str) -> str:
    (score,) = scorers.BY_NAME[metric](case, summary).values()
    return score.reason


def place(words: str) -> tuple[Evidence, ...]:
    start = ARTICLE.index(words)
    return (Evidence(article="a1", start=start, end=start + len(words)),)


def with_round(summary: Summary, **changes: object) -> Summary:
    talks = summary.rounds[0].model_copy(update=changes)
    return summary.model_copy(update={"rounds": (talks,)})


def test_the_ideal_summary_is_perfect(case: Case, ideal: Summary) -> None:
    """What the reference describes scores 1 wherever it is scored, wording apart."""
    told = {s.name: s(case, ideal) for s in scorers.ALL if s not in scorers.BRIEF[1:]}
    values = {n: [x.value for x in s.values()] for n, s in told.items()}
    assert {v for found in values.values() for v in found} <= {1.0, None}
    assert values["fact_recall"] == [1.0]


def test_no_output_scores_zero_where_the_question_applies(case: Case) -> None:
    """A failure is 0 for recall and precision alike; questions that don't apply stay out."""
    for name in ("fact_recall", "participants_present", "leaks_kept_out", "quotations_joint"):
        assert value(case, None, name) == 0.0
    assert scorers.BY_NAME["clustering"](case, None) == {}


def test_spans_by_strictness(case: Case, ideal: Summary) -> None:
    """Without its comma a quotation is the same but for typography."""
    first = ideal.quotations[0]
    shorter = first.model_copy(update={"end": first.end - 1, "text": first.text[:-1]})
    changed = ideal.model_copy(update={"quotations": (shorter, ideal.quotations[1])})
    assert value(case, changed, "quotation_spans_typographic") == 1.0
    assert value(case, changed, "quotation_spans_exact") == 0.5


def test_a_nested_quotation_counts_neither_way(case: Case, ideal: Summary) -> None:
    """References list the outer quotation; one between marks inside it is no fault."""
    start = ARTICLE.index("a circus")
    extra = Quotation(
        id="x", article="a1", start=start, end=start + 8, text="a circus", kind="partial"
    )
    changed = ideal.model_copy(update={"quotations": (*ideal.quotations, extra)})
    assert value(case, changed, "quotation_spans_overlap") == pytest.approx(4 / 5)
    assert value(case, changed, "not_speech_left_out") == 0.0


def test_a_wrong_speaker_is_missed_and_extra(case: Case, ideal: Summary) -> None:
    """One of two wrong: half of both precision and recall, and the reason says which."""
    speaker = ideal.quotations[0].speaker
    assert speaker is not None
    other = speaker.model_copy(update={"name": "Karl Lind"})
    first = ideal.quotations[0].model_copy(update={"speaker": other})
    changed = ideal.model_copy(update={"quotations": (first, ideal.quotations[1])})
    assert value(case, changed, "quotations_joint") == 0.5
    assert value(case, changed, "speakers") == 0.5
    assert "We are closer" in reason(case, changed, "quotations_joint")


def test_a_retyped_word_breaks_verbatim(case: Case, ideal: Summary) -> None:
    """The invariant looks at the words, whatever the offsets say."""
    first = ideal.quotations[0].model_copy(update={"text": "We are nearer,"})
    changed = ideal.model_copy(update={"quotations": (first, ideal.quotations[1])})
    assert value(case, changed, "verbatim") == 0.5


def test_fact_recall_counts_each_fact_once(case: Case, ideal: Summary) -> None:
    """Seven facts: two days, a place, two people, two essential outcomes."""
    assert value(case, with_round(ideal, start=None), "fact_recall") == pytest.approx(6 / 7)
    assert value(case, with_round(ideal, place=None), "fact_recall") == pytest.approx(6 / 7)
    assert value(case, with_round(ideal, open_issues=()), "fact_recall") == 1.0
    assert value(case, ideal.model_copy(update={"rounds": ()}), "fact_recall") == 0.0


def test_a_trap_among_participants(case: Case, ideal: Summary) -> None:
    """Somebody of an earlier round is not a participant; the share listed falls to 2 of 3."""
    hall = Attendance(name="Tove Hall", evidence=place("Tove Hall"))
    listed = with_round(ideal, participants=(*ideal.rounds[0].participants, hall))
    assert value(case, listed, "participants_present") == pytest.approx(2 / 3)
    assert value(case, listed, "fact_recall") == 1.0


def test_a_claim_called_agreed_is_a_false_agreement(case: Case, ideal: Summary) -> None:
    """It is still found, but its status is wrong and one of two agreements is false."""
    first, claim = ideal.rounds[0].outcomes
    wrong = claim.model_copy(update={"status": "agreed"})
    changed = with_round(ideal, outcomes=(first, wrong))
    assert value(case, changed, "statements_recall") == 1.0
    assert value(case, changed, "agreements_true") == 0.5
    assert value(case, changed, "statement_status") == pytest.approx(2 / 3)


def test_an_agreement_that_no_reference_knows_is_false(case: Case, ideal: Summary) -> None:
    """Background called agreed counts as a false agreement."""
    made_up = Statement(
        text="Delegates from Norland and Sudmark ended two days of talks",
        status="agreed",
        evidence=place("Delegates from Norland and Sudmark ended two days of talks"),
    )
    changed = with_round(ideal, outcomes=(*ideal.rounds[0].outcomes, made_up))
    assert value(case, changed, "agreements_true") == 0.5


@pytest.mark.parametrize(
    "text",
    [
        "Berg said Sudmark had accepted 90 inspectors.",
        "Berg said Sudmark had not accepted 40 inspectors.",
    ],
)
def test_an_unfaithful_statement_is_not_found(case: Case, ideal: Summary, text: str) -> None:
    """Another number, or a negation that the evidence lacks, makes it another statement."""
    first, claim = ideal.rounds[0].outcomes
    changed = with_round(ideal, outcomes=(first, claim.model_copy(update={"text": text})))
    assert value(case, changed, "statements_recall") == 0.5


def test_a_statement_in_the_wrong_section_is_missed(case: Case, ideal: Summary) -> None:
    """An outcome among the next steps is not where its reader looks."""
    first, claim = ideal.rounds[0].outcomes
    changed = with_round(ideal, outcomes=(first,), next_steps=(claim,))
    assert value(case, changed, "statements_recall") == 0.5
    assert "1 missed" in reason(case, changed, "statements_recall")


@pytest.mark.parametrize(
    ("text", "grounded"),
    [
        ("The two sides agreed to reopen the Saltmarsh crossing on 1 April.", True),
        ("The two sides agreed to reopen the Saltmarsh crossing on 3 April.", False),
        ("The two sides agreed to reopen the Elmside crossing on 1 April.", False),
        ("The two sides did not agree to reopen the Saltmarsh crossing on 1 April.", False),
    ],
)
def test_a_brief_says_what_its_evidence_says(
    case: Case, ideal: Summary, text: str, grounded: bool
) -> None:
    """Another day, an unknown name, or a negation is not grounded."""
    evidence = place("The two sides agreed to reopen the Saltmarsh crossing on 1 April.")
    changed = with_round(ideal, brief=(BriefSentence(text=text, evidence=evidence),))
    assert value(case, changed, "brief_grounded") == float(grounded)


def test_a_claim_in_the_brief_may_not_become_an_agreement(case: Case, ideal: Summary) -> None:
    """ "Agreed" has to stand in the evidence."""
    evidence = place("Berg said Sudmark had accepted 40 inspectors.")
    sentence = BriefSentence(text="Sudmark agreed to 40 inspectors.", evidence=evidence)
    assert value(case, with_round(ideal, brief=(sentence,)), "brief_grounded") == 0.0


def test_a_leak_is_found_in_any_field(case: Case, ideal: Summary) -> None:
    """Words of a caption in a label, in whatever case, are a leak."""
    changed = with_round(ideal, label="Geneva and the Royal  Wedding")
    assert value(case, changed, "leaks_kept_out") == 0.0


def test_a_place_outside_its_article_breaks_the_contract(case: Case, ideal: Summary) -> None:
    """One of five checks fails, and the reason names it."""
    far = Evidence(article="a1", start=0, end=len(ARTICLE) + 1)
    hall = Attendance(name="Anna Berg", evidence=(far,))
    changed = with_round(ideal, participants=(hall,))
    assert value(case, changed, "contract") == 0.8
    assert "every place lies in its article" in reason(case, changed, "contract")


def test_unscored_is_none_with_a_reason(case: Case, ideal: Summary) -> None:
    """Nothing to count is not 0."""
    assert value(case, ideal, "disagreements") is None
    assert reason(case, ideal, "disagreements") == "the sources agree, and no conflict was shown"


def test_counting_by_hand() -> None:
    """Three right, one missed, two extra: recall 3/4, precision 3/5, F1 6/9."""
    items = [
        *[Item(str(i), "hit") for i in range(3)],
        Item("m", "missed", "the lost one"),
        *[Item(f"e{i}", "extra", None, "noise") for i in range(2)],
    ]
    assert counted(items, "recall").value == 3 / 4
    assert counted(items, "precision").value == 3 / 5
    assert counted(items, "f1").value == 6 / 9
    assert "1 missed: the lost one" in counted(items, "f1").reason


def test_planted_errors_are_noticed_and_harmless_edits_are_not(case: Case) -> None:
    """Every kind of planted error lowers a score, and no harmless edit moves one."""
    kills, no_ops = mutations.tally([case])
    assert {t.kind: t.wrong for t in kills if t.wrong} == {}
    assert {t.kind: t.wrong for t in no_ops if t.wrong} == {}
    assert sum(t.total for t in kills) > 30


@pytest.mark.slow
def test_scorers_can_be_trusted_on_the_seeds() -> None:
    """On real references: at least 95 % of every kind noticed, no harmless edit at all."""
    kills, no_ops = mutations.tally(cases.load_split("seeds"))
    assert {t.kind: t.rate for t in kills if t.rate < 0.95} == {}
    assert {t.kind: t.wrong for t in no_ops if t.wrong} == {}
