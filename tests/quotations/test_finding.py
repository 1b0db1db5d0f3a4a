"""Marked passages are found in every style of mark, whole or damaged."""

from __future__ import annotations

import pytest

from service.quotations import find_marked, find_passages
from service.quotations.finding import LOST
from tests.quotations.marked import read_marked

STYLES = {
    "straight": '"⟦We are close,⟧" said Berg.',
    "curly": "“⟦We are close,⟧” said Berg.",
    "curly open, straight closed": '“⟦We are close,⟧" said Berg.',
    "straight open, curly closed": '"⟦We are close,⟧” said Berg.',
    "opening mark at both ends": "“⟦We are close,⟧“ said Berg.",
    "closing mark at both ends": "”⟦We are close,⟧” said Berg.",
    "two apostrophes": "''⟦We are close,⟧'' said Berg. ''⟦It isn't far.⟧''",
    "TeX": "``⟦We are close,⟧'' said Berg.",
    "single beside apostrophes": "'⟦It's the ministers' plan, and we don't like it,⟧' said Berg.",
    "curly single": "‘⟦It’s close,⟧’ said Berg. The ministers’ plan failed.",
    "guillemets": "«⟦Estamos cerca⟧», dijo Berg.",
    "guillemets pointing inwards": "»⟦Wir sind nah dran⟧«, sagte Berg.",
    "low and high": "„⟦Wir sind nah dran⟧“, sagte Berg.",
    "low and straight": '„⟦Wir sind nah dran⟧", sagte Berg.',
    "corner brackets": "伯格说：「⟦我们很接近⟧」。",
    "Turkish": "Bakan, “⟦Anlaşmaya yakınız⟧” dedi.",
    "Russian": "«⟦Мы близки к соглашению⟧», — сказала Берг.",
    "Armenian": "«⟦Մենք մոտ ենք⟧»,- ասաց նախարարը։",
    "spaces inside": 'Berg called it " ⟦tangible progress⟧ " on Monday.',
    "interrupted": '"⟦We are close,⟧" she said, "⟦but not there.⟧"',
    "fragments": 'They made "⟦tangible progress⟧" and hailed a "⟦durable peace⟧".',
    "no space behind": '"⟦We are close,⟧"he said.',
    "nested": '"⟦He told me "⟦no deal⟧" and left,⟧" said Berg.',
    "nested single": "\"⟦He told me '⟦no deal at all⟧' and left,⟧\" said Berg.",
    "bracketed": '"⟦[They] made progress,⟧" said Berg.',
    "UTF-8 read as Windows'": (
        "â€œ⟦We donâ€™t agree â€” he said â€˜⟦no⟧â€™,⟧â€\x9d said Berg. â€œ⟦Not yet.⟧â€ She left."
    ),
    "UTF-8 read as Latin-1": "â\x80\x9c⟦We donâ\x80\x99t agree,⟧â\x80\x9d said Berg.",
    "Windows' read as Latin-1": "\x93⟦We don\x92t agree \x96 yet,⟧\x94 said Berg.",
    "guillemets read as Windows'": "Â«⟦Nous sommes prÃ¨s⟧Â», a dit Berg.",
    "hard-wrapped": (
        'The minister said the two sides had made some\n"⟦very good\nprogress⟧" in the talks that'
        " ended on Monday in\nthe city of Tarnholm."
    ),
}


@pytest.mark.parametrize("marked", STYLES.values(), ids=STYLES.keys())
def test_style(marked: str) -> None:
    """Exactly the words between the marks are found, in this style."""
    text, expected = read_marked(marked)
    assert [p.span.of(text) for p in find_passages(text)] == expected


def test_reopened_paragraph_continues() -> None:
    """A paragraph that ends without closing mark and one that opens anew are one statement."""
    text, expected = read_marked('Berg said: "⟦First we met.⟧\n\n"⟦Then we talked.⟧"')
    first, second = find_passages(text)
    assert [first.span.of(text), second.span.of(text)] == expected
    assert second.continues == first.id
    assert first.note is None


def test_closing_mark_paragraphs_later() -> None:
    """A passage may run on into the next paragraph without being opened anew."""
    text, expected = read_marked('"⟦First we met.\n\nThen we talked,⟧" said Berg.')
    assert [p.span.of(text) for p in find_passages(text)] == expected


@pytest.mark.parametrize(
    "marked",
    [
        '"⟦We are close,⟧ Berg said on Monday.\n\nThe talks go on.',
        '"⟦We are close,⟧ said Berg, who left.\n\nThe talks go on.',
        'Berg said: "⟦We are close.⟧ Then she left. "⟦Not today,⟧" she added.',
        'Berg said: "⟦We are close.⟧\n\nThe talks go on without a date.',
    ],
)
def test_lost_closing_mark(marked: str) -> None:
    """Without its closing mark a passage ends at the cue or with its sentence, and says so."""
    text, expected = read_marked(marked)
    passages = find_passages(text)
    assert [p.span.of(text) for p in passages] == expected
    assert passages[0].note == LOST


def test_measures_and_markup_are_no_quotations() -> None:
    """Inches and the attributes of left-over tags are not taken for quotations."""
    text = 'The 6" pipe leaks. <img alt="Berg at the door"> It\'s the ministers\' pipe.'
    found = find_marked(text)
    assert found.passages == ()
    assert len(found.markup) == 2


def test_copied_paragraph_keeps_its_own_quotations() -> None:
    """A straight mark in front of a copied paragraph doesn't swallow the quotations in it."""
    text, expected = read_marked('"The envoy smiled. “⟦No comment,⟧” he said, and left the room.')
    assert [p.span.of(text) for p in find_passages(text)] == expected


def test_transcript_turns() -> None:
    """In a transcript every turn of a named speaker is found, and the questions are not."""
    text, expected = read_marked(
        "QUESTION: Did you agree?\n\nBERG: ⟦We did, in the end.⟧\n\n"
        "QUESTION: On what?\n\nBERG: ⟦On the bridge.⟧\n\n"
        "DELL: ⟦And on the road.⟧\n\nDELL: ⟦Only that.⟧"
    )
    assert [p.span.of(text) for p in find_passages(text)] == expected


def test_embedded_post() -> None:
    """The words of a post that a page embeds are found without marks."""
    text, expected = read_marked(
        "The minister posted at night.\n\n⟦Good talks in Tarnholm. More tomorrow.⟧"
        " — Anna Berg (@annaberg) May 4, 2024"
    )
    assert [p.span.of(text) for p in find_passages(text)] == expected


def test_block_quote() -> None:
    """A paragraph set off by ">" is a passage."""
    text, expected = read_marked("The note read:\n\n> ⟦We agree to talk.⟧\n\nThen they left.")
    assert [p.span.of(text) for p in find_passages(text)] == expected
