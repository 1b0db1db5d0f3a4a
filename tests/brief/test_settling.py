"""From drafts to the sentences that are shown."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service import brief, rounds
from service.brief import Draft
from service.brief.checking import check
from service.records import Answer, BriefSentence, Evidence, Reading

DRAFT = Draft(
    id="r1b0", text="Norway met Chile.", evidence=(Evidence(article="a", start=0, end=5),),
    evidence_texts=("Norway met Chile on Friday.",),
    fallback=BriefSentence(
        text="Norway met Chile on Friday.", evidence=(Evidence(article="a", start=0, end=5),)
    ),
)  # fmt: skip


def answer(choice: str, confidence: float) -> Answer:
    return Answer("entailment", "a", "r1b0", choice, "model", confidence)


def test_a_sentence_that_passes_is_shown() -> None:
    """Checked and found supported, the sentence is shown with its evidence."""
    shown, rejections = brief.settle([DRAFT], [answer("yes", 0.95)])
    assert [s.text for s in shown] == ["Norway met Chile."]
    assert rejections == ()


def test_the_models_doubt_shows_the_articles_words() -> None:
    """A sentence that the model doubts gives way to the article's, and the refusal is recorded."""
    shown, rejections = brief.settle([DRAFT], [answer("no", 0.9)])
    assert [s.text for s in shown] == ["Norway met Chile on Friday."]
    assert "probability 0.10" in rejections[0].reason


def test_an_unsupported_number_gives_way() -> None:
    """A number that the evidence lacks is refused without asking a model."""
    wrong = replace(DRAFT, text="Norway met Chile 3 times.")
    assert brief.questions([wrong]) == ()
    shown, rejections = brief.settle([wrong], [])
    assert [s.text for s in shown] == ["Norway met Chile on Friday."]
    assert "number 3" in rejections[0].reason


def test_nothing_to_fall_back_on_shows_nothing() -> None:
    """Without an extractive sentence, a refused one is left out."""
    shown, _ = brief.settle([replace(DRAFT, text="Peru met Chile.", fallback=None)], [])
    assert shown == ()


def test_a_round_gets_three_to_six_sentences(story: tuple[Reading, ...]) -> None:
    """The reported round is told in three to six sentences, each with a place."""
    talks = next(r for r in rounds.merge(story).rounds if r.state == "held")
    shown, _ = brief.settle(brief.draft(talks, story), [])
    assert 3 <= len(shown) <= 6
    assert all(s.evidence for s in shown)


@given(
    texts=st.lists(
        st.lists(
            st.sampled_from(
                ["Norway", "Peru", "Lund", "7", "41", "agreed", "not", "in", "March", "met"]
            ),
            min_size=1, max_size=8,
        ).map(" ".join),
        max_size=6,
    )
)  # fmt: skip
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_shown_sentence_is_unsupported(texts: list[str]) -> None:
    """Whatever is drafted, no number, date or name is shown that its evidence lacks."""
    drafts = [replace(DRAFT, id=f"b{n}", text=text) for n, text in enumerate(texts)]
    shown, _ = brief.settle(drafts, [])
    for sentence in shown:
        assert check(sentence.text, DRAFT.evidence_texts) is None
