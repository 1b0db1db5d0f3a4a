"""What holds for every text and every answer: no word altered, no mark lost, no name invented."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service import mentions, quotations
from service.language import Language
from service.quotations.asking import TASK
from service.records import Answer
from tests.quotations.marked import article_of

PIECES = st.sampled_from(
    [
        '"', "“", "”", "„", "«", "»", "‘", "’", "'", "''", "``", "「", "」", "\n", "\n\n", " ",
        ", ", ". ", ": ", "Anna Berg", "Berg", "Jon Dell", "he", "she", "said", "told reporters",
        "the minister", "we are close", "No deal", "—", "?", "!", "<b title=\"x\">", "5\"", "it's",
        "the ministers' plan", "\u00a0", "\u200b", "😀", "e\u0301", "Tam: ", "> ",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join)
SLOW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(st.one_of(TEXTS, st.text(max_size=300)))
@settings(deadline=None)
def test_passages_stand_in_the_text(text: str) -> None:
    """Passages are in reading order, within the text, not empty, and nested or apart."""
    passages = quotations.find_passages(text)
    assert [p.span.start for p in passages] == sorted(p.span.start for p in passages)
    for passage in passages:
        assert 0 <= passage.span.start < passage.span.end <= len(text)
        assert passage.span.of(text).strip()
    for i, first in enumerate(passages):
        for second in passages[i + 1 :]:
            if first.span.overlaps(second.span):
                assert first.span.contains(second.span)


@given(TEXTS)
@SLOW
def test_every_mark_is_accounted_for(english: Language, text: str) -> None:
    """Quoted, not speech and unresolved together are all the quotation marks of the text."""
    article, segments = article_of(text)
    passages = quotations.find_passages(text)
    entities = mentions.find_entities(article, segments, english)
    found = quotations.attribute(article, segments, passages, entities, english)
    marked = quotations.find_marked(text)
    marks = sum((p.opening is not None) + (p.closing is not None) for p in marked.passages)
    counts = quotations.coverage(found)
    assert counts.total == marks + len(marked.strays) + len(marked.markup)
    assert counts.total == counts.quoted + counts.not_speech + counts.unresolved


@given(TEXTS, st.data())
@SLOW
def test_no_answer_alters_a_word_or_invents_a_name(
    english: Language, text: str, data: st.DataObject
) -> None:
    """Whatever a model answers, each text is the article's own, and so is each speaker."""
    article, segments = article_of(text)
    passages = quotations.find_passages(text)
    entities = mentions.find_entities(article, segments, english)
    found = quotations.attribute(article, segments, passages, entities, english)
    words = st.one_of(st.text(max_size=20), PIECES, st.sampled_from(["nobody", "none", "e0", "x0"]))
    answers = [
        Answer(TASK, article.id, p.id, data.draw(words), "model", data.draw(st.floats(0, 1)))
        for p in passages
    ]
    for quotation in quotations.settle(found, answers):
        assert quotation.text == text[quotation.start : quotation.end]
        speaker = quotation.speaker
        if speaker is not None:
            assert " ".join(speaker.name.split()) in " ".join(text.split())
            if speaker.mention is not None:
                assert text[speaker.mention.start : speaker.mention.end].strip()


@given(TEXTS)
@SLOW
def test_questions_offer_only_the_articles_names(english: Language, text: str) -> None:
    """Every choice but "nobody" stands in the article, and at most one in five is asked about."""
    article, segments = article_of(text)
    passages = quotations.find_passages(text)
    entities = mentions.find_entities(article, segments, english)
    found = quotations.attribute(article, segments, passages, entities, english)
    asked = quotations.questions(found)
    plain = " ".join(text.split())
    for question in asked:
        assert question.choices[-1] == "nobody"
        assert all(choice in plain for choice in question.choices[:-1])
    assert len(asked) * 5 <= len(quotations.settle(found, ()))


@pytest.mark.slow
@pytest.mark.timed
@pytest.mark.parametrize(
    "sentence",
    [
        '"We are close," said Anna Berg of the ministry, and the river rose by a foot.\n\n',
        '"We are close, said Anna Berg of the ministry, and the river rose by a foot.\n\n',
        "“We are “close, said ”Anna Berg of «the ministry, and 'the river rose by a foot. ",
        '"' * 40 + " ",
    ],
    ids=["balanced", "never closed", "one line of odd marks", "marks alone"],
)
def test_finding_is_linear(sentence: str) -> None:
    """Four times the text takes about four times as long, also when no mark finds its partner."""

    def seconds(characters: int) -> float:
        text = sentence * (characters // len(sentence))
        started = time.process_time()
        quotations.find_passages(text)
        return time.process_time() - started

    seconds(50_000)
    small, large = seconds(250_000), seconds(1_000_000)
    assert large < 8 * small + 0.5


@pytest.mark.slow
@pytest.mark.timed
def test_five_megabytes() -> None:
    """5 MB with 20,000 quotation marks are read within seconds."""
    sentence = '"We are close," said Anna Berg of the ministry. ' + "The river rose again. " * 20
    text = (sentence + "\n\n") * 10_000
    assert len(text) > 4_500_000
    started = time.process_time()
    passages = quotations.find_passages(text)
    assert len(passages) == 10_000
    assert time.process_time() - started < 30


def _attributed(english: Language, text: str) -> float:
    """Seconds of CPU time that both steps take, from marks to settled quotations."""
    article, segments = article_of(text)
    started = time.process_time()
    passages = quotations.find_passages(text)
    entities = mentions.find_entities(article, segments, english)
    found = quotations.attribute(article, segments, passages, entities, english)
    quotations.questions(found)
    quotations.settle(found, ())
    quotations.coverage(found)
    return time.process_time() - started


@pytest.mark.slow
@pytest.mark.timed
@pytest.mark.parametrize(
    "sentence",
    [
        'The delegate said "we agreed," and Anna Berg of Vallonia left with Jon Dell, ',
        '"We are close," Anna Berg told reporters in Tarnholm. "We are far," said Jon Dell. ',
        "Pia Tann met Oro Vell in Tarnholm, and the minister of Vallonia said that he was late. ",
    ],
    ids=["one sentence", "one paragraph", "no marks"],
)
def test_attribution_is_linear(english: Language, sentence: str) -> None:
    """Four times the text takes about four times as long, in one endless sentence as well."""
    _attributed(english, sentence * 100)
    small = _attributed(english, sentence * (100_000 // len(sentence)))
    large = _attributed(english, sentence * (400_000 // len(sentence)))
    assert large < 6 * small + 1


@pytest.mark.slow
@pytest.mark.timed
def test_five_megabytes_with_their_speakers(english: Language) -> None:
    """5 MB with 20,000 marks are attributed at 40 KB a second or better."""
    sentence = '"We are close," said Anna Berg of the ministry. ' + "The river rose again. " * 20
    text = (sentence + "\n\n") * 10_000
    assert _attributed(english, text) < 125
