"""Speakers are named in full, by rules alone, in the ways that news reports use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service import mentions, quotations
from service.language import Language
from service.records import Answer, Quotation
from tests.quotations.marked import article_of

INTRO = (
    "Ruritanian Foreign Minister Anna Berg and her Vallonian counterpart Jon Dell met in"
    " Tarnholm on Monday.\n\n"
)

CASES = {
    "plain order": ('"We are close," Berg said.', "Anna Berg"),
    "inverted": ('"We are close," said Dell, who left early.', "Jon Dell"),
    "leading, with a colon": ('Berg told reporters: "We are close."', "Anna Berg"),
    "leading, with a comma": ('Dell added, "We are close."', "Jon Dell"),
    "apposition": (
        '"We are close," the Vallonian spokesman, Tam Orrin, told reporters.',
        "Tam Orrin",
    ),
    "title in front": ('"We are close," said deputy minister Ilse Korn.', "Ilse Korn"),
    "apposition behind": (
        'Maro Quill, a spokesman for the ministry, said it was "a good day".',
        "Maro Quill",
    ),
    "according to": ('The bridge is "safe for now", according to Dell.', "Jon Dell"),
    "quoted by an agency": (
        'Dell was quoted by the agency as saying "no comment today".',
        "Jon Dell",
    ),
    "set off by commas": ('The bridge, Dell said, was "safe for now".', "Jon Dell"),
    "fragment with a judging verb": ('Berg hailed "tangible progress" in the talks.', "Anna Berg"),
    "reported within a report": (
        'Berg said Dell had called the offer "a bridge with one end".',
        "Jon Dell",
    ),
    "tweeted": ('"Good talks today," Dell tweeted.', "Jon Dell"),
    "label": ('Dell: "We signed nothing."', "Jon Dell"),
    "joint statement": (
        'The talks were "frank and useful", the joint statement said.',
        "the joint statement",
    ),
    "both sides": (
        'The two sides said in a joint communique that they "share the river".',
        "The two sides",
    ),
    "ministry": (
        'The Vallonian foreign ministry said the talks were "frank and useful".',
        "The Vallonian foreign ministry",
    ),
    "unnamed source": ('"It was cold in there," a senior official said.', "a senior official"),
    "a capital speaks": ('Baku said the checkpoint was "a precaution".', "Baku"),
    "credit line": ('"We are close." — Anna Berg', "Anna Berg"),
    "announced in the paragraph before": ('Dell went on:\n\n"We are close."', "Jon Dell"),
    "told in the sentence before": (
        'Berg has a plan. Dell, who was late, said he knew of none. "We heard a word."',
        "Jon Dell",
    ),
    "a pronoun after one who tells": (
        'Berg spoke of a plan; Dell of Vallonia told me that he knew of none. "A word," he said.',
        "Jon Dell",
    ),
    "a pronoun after a description": (
        "A member of the delegation, who asked not to be named, told us that it was late."
        ' "We waited," he said.',
        "A member of the delegation",
    ),
    "it, of a body": (
        'The ministers met. They left, the press service noted.\n"The talks go on," it said.',
        "the press service",
    ),
    "in one's words": (
        'They had met in May, when they "walked far," in Dell\'s words.',
        "Jon Dell",
    ),
    "according to, over another verb": (
        'According to the Marovian statement, the sides agreed to meet "in some weeks".',
        "the Marovian statement",
    ),
    "passed on by an agency": (
        'The walkout was "no reason to stop", Jon Dell said, Reuters reported.',
        "Jon Dell",
    ),
    "passed on by a newspaper": (
        'Jon Dell called the offer "a trap for all of us," according to the Tarnholm Times.',
        "Jon Dell",
    ),
    "a participle behind a clause of things": (
        'Jon Dell agreed that the issue would have to be discussed in May, stating, "It is hard."',
        "Jon Dell",
    ),
    "it, after sides that agreed": (
        'The Marovian statement noted that both sides would go on. "Both sides agreed," it added.',
        "The Marovian statement",
    ),
    "the rest of a quotation": ('"We met," said Dell. "Then we ate."', "Jon Dell"),
}


def _quotations(text: str, english: Language) -> tuple[Quotation, ...]:
    article, segments = article_of(text)
    passages = quotations.find_passages(text)
    entities = mentions.find_entities(article, segments, english)
    found = quotations.attribute(article, segments, passages, entities, english)
    return quotations.settle(found, ())


@pytest.mark.parametrize(("sentence", "name"), CASES.values(), ids=CASES.keys())
def test_speaker(sentence: str, name: str, english: Language) -> None:
    """The speaker is the one whom this way of telling names."""
    found = _quotations(INTRO + sentence, english)
    assert found
    assert {q.speaker.name if q.speaker else None for q in found} == {name}


def test_a_new_sentence_has_its_own_speaker(english: Language) -> None:
    """Of two pieces in two sentences of a line each goes to its own sentence's subject."""
    text = INTRO + 'Berg called it "a start." Dell preferred "a stop that was not foreseen".'
    found = _quotations(text, english)
    assert [q.speaker.name for q in found if q.speaker] == ["Anna Berg", "Jon Dell"]


def test_pronouns_follow_gender(english: Language) -> None:
    """ "she" and "he" go to the woman and the man, not to whoever was named last."""
    text = INTRO + (
        'Mr Dell and Ms Berg left late. "We are close," she said. "We are far," he said.'
    )
    first, second = _quotations(text, english)
    assert first.speaker is not None
    assert second.speaker is not None
    assert (first.speaker.name, second.speaker.name) == ("Anna Berg", "Jon Dell")


def test_the_minister_is_named(english: Language) -> None:
    """A description that only one person fits becomes that person, with the role."""
    text = (
        "Vallonian Foreign Minister Jon Dell arrived in Tarnholm. Pia Tann mediated.\n\n"
        '"We are close," the minister said.'
    )
    (found,) = _quotations(text, english)
    assert found.speaker is not None
    assert found.speaker.name == "Jon Dell"
    assert found.speaker.role == "Foreign Minister"


def test_mention_proves_the_speaker(english: Language) -> None:
    """The mention is the place where the words around the quotation show who spoke."""
    text = INTRO + '"We are close," Berg said.'
    (found,) = _quotations(text, english)
    assert found.speaker is not None
    assert found.speaker.mention is not None
    assert text[found.speaker.mention.start : found.speaker.mention.end] == "Berg"
    assert found.cue == "said"
    assert found.how == "rule"


@pytest.mark.parametrize(
    "sentence",
    [
        'The so-called "Widow" blew from the north.',
        'The Republic of Vallonia ("Vallonia") said that the talks would go on.',
        'They read "Rivers of the North," by Ada Novak, on the way.',
        'They watched the film "Night Train to Tarnholm" on the way.',
        'Jon "Stork" Dell arrived late.',
    ],
)
def test_not_speech(sentence: str, english: Language) -> None:
    """Terms, titles and nicknames are nobody's statement."""
    assert _quotations(INTRO + sentence, english) == ()


def test_nobody_rather_than_a_guess(english: Language) -> None:
    """A quotation that no one is near has no speaker."""
    (found,) = _quotations('"The river has no owner and it needs none, now or later."', english)
    assert found.speaker is None
    assert found.how == "none"


def test_excluded_segments_give_no_quotation(english: Language) -> None:
    """Quotations in captions or teasers are not part of the story, but their marks are counted."""
    text = '"We are close," said Anna Berg.\n\nRead more: "We are far," said Jon Dell.'
    article, segments = article_of(text)
    excluded = tuple(
        s if s.span.start == 0 else s.__class__(s.id, s.span, s.paragraph, "teaser")
        for s in segments
    )
    passages = quotations.find_passages(text)
    entities = mentions.find_entities(article, excluded, english)
    found = quotations.attribute(article, excluded, passages, entities, english)
    assert [q.text for q in quotations.settle(found, ())] == ["We are close,"]
    counts = quotations.coverage(found)
    assert (counts.total, counts.quoted, counts.not_speech) == (4, 2, 2)


def test_coverage_counts_what_an_answer_names(english: Language) -> None:
    """Marks of a quotation that a model names are quoted, not unresolved."""
    text = (
        "Anna Berg came. Jon Dell left.\n\n"
        '"The river has no owner and it needs none, now or later." The sun set.\n\n'
        '"We ate," Jon Dell said. "We slept," he said. "We rose," he said. "We ran," he said.'
    )
    article, segments = article_of(text)
    entities = mentions.find_entities(article, segments, english)
    passages = quotations.find_passages(text)
    found = quotations.attribute(article, segments, passages, entities, english)
    first = found.items[0]
    unnamed = replace(first, speaker=None, mention=None, doubt="nobody")
    found = replace(found, items=(unnamed, *found.items[1:]))
    answer = Answer("speakers", article.id, first.passage.id, "Anna Berg", "model", 0.9)
    assert quotations.coverage(found).unresolved == 2
    assert quotations.coverage(found, [answer]).unresolved == 0


def _names(text: str, english: Language) -> list[str | None]:
    return [q.speaker.name if q.speaker else None for q in _quotations(text, english)]


def test_epithet_of_the_teller(english: Language) -> None:
    """A bare "the envoy" is the person whom the words before tell of, unless one came unnamed."""
    told = 'Anna Berg denied the report. "We listened and nothing else was asked," the envoy said.'
    assert _names(told, english) == ["Anna Berg"]
    other = 'An envoy waited outside. Anna Berg denied the report. "We listened," the envoy said.'
    assert _names(other, english) == ["the envoy"]


def test_owner_of_a_piece_without_verb(english: Language) -> None:
    """A quoted piece that no verb governs belongs to the one of whom its sentence tells."""
    text = (
        'Foreign Minister Anna Berg spoke on Monday. "We are close to a deal," she said.\n\n'
        'Berg has pushed for months her promise of "ferries that cost nobody a coin" as a way to'
        " win the islands."
    )
    assert _names(text, english) == ["Anna Berg", "Anna Berg"]
