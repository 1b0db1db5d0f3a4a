"""Sentences are cut where a reader would cut them; expected cuts are marked with ‖."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.sentences import find_paragraphs, find_sentences

# Invented, in the manner of wires, broadcasters and ministries.
MARKED = """\
The talks ended late on Friday.‖ Both sides said they would meet again.
Envoys from both sides met U.S. Secretary of State Helen Marsh on Tuesday.
The talks were held in the U.S.‖ The ministers left on Friday.
Talks moved to Arlington, Va.‖ The two sides met for four days.
The delegations met at a base near Oxon Hill, Md., a suburb of Washington.
OXON HILL, Md. — The two foreign ministers met again on Thursday.
NEWPORT, R.I. - In a rare step, both presidents came.
The first meeting was on Jan. 5, 2021, in Muscat.‖ It failed.
It was signed on Dec. 12.‖ A second paper followed.
Resolution No. 2 was adopted.‖ No. 3 was not.
Will they sign?‖ No.‖ They will not.
Gov. J. B. Hartley and Sen. Ann T. Cole attended.
President John F. Hale hosted them.‖ Mr. Hale left early.
Lt. Gen. Omar Said commands the force.
Rep. Robert C. "Bobby" Lane spoke first.
Sens. Ada Jones and Paul Ortiz called for calm.‖ Reps. Lee and Dunn agreed.
"We are close," she said.‖ "We are not there."
"We are close."‖ He smiled.
“We have an agreement.”‖ The minister then left the room.
“We have an agreement.‖ It is a good one,” the minister said.
“Are we close?” Ms. Berg asked.‖ “I think so.”
“Never!” shouted one delegate.
"Is it over?" Anna Berg said.
He asked: “Is it over?”‖ Nobody answered.
The minister called it “a step.”‖ “It is a small one,” he added.
They met at 9 a.m. Tuesday and parted at 5 p.m. EST.
They met at 9 a.m.‖ The session lasted an hour.
It was the firm Hale & Co.‖ The bank paid.
The company, Dalton Inc., sponsored the forum.
He cited the U.N. Charter and the E.U. Treaty.
She works for the U.N.‖ She has done so since 2010.
Inflation rose to 3.5 percent.‖ Exports fell by 2.1 points.
The envoy said ... nothing.‖ Then he left.
“I don't know ...‖ We will see,” he said.
The deal is dead…‖ Or is it?
The ministers (Berg and Osei) met.‖ (They had met before.)‖ They will meet again.
He left at once.‖ (AGENCY)
1. Skip to content
2. The sides agree to exchange prisoners.‖ They will do so by May.
See Art. 5 of the treaty and para. 12 of its annex.
Dr. Lena Roth, M.D., treated the delegates.
The Rev. Al Stone prayed.‖ Prof. Dale spoke.
St. Petersburg hosted the first round; Ft. Myers the second.
Washington, D.C. hosted the third.‖ D.C. police closed the roads.
The 2020 war ended in Nov. 2020.‖ In 2021 talks began.
The war ended in 2020.‖ Talks began a year later.
The accord was reached at 3 p.m. on Nov. 9.‖ Nobody cheered.
“It was bad,” said Amb. Chris Dorn.‖ “Very bad.”
It was a success!‖ Was it?‖ Yes.
He wrote on example.com that talks failed.‖ Others agreed.
Visit https://example.org/a.b.c for more.‖ Thank you.
The deal was signed.‖The ministers left.
The deal was signed.‖"We are glad," he said.
The minister said the sides were “close to a deal.”
Plan A failed.‖ The team chose plan B.‖ It failed, too.
Gen. Haidar vs. Col. Amin: who leads?
The talks, i.e. the second round, failed.‖ E.g. Berlin said so.
Berg's side ("the North") agreed.‖ Osei's didn't.
The minister thanked Mr. Osei Jr.‖ The delegation then left.
Ms. Berg said: “No.”‖ Mr. Osei said: “Yes.”
The foreign minister said the E.U.'s plan was fine.‖ The U.K.'s was not.
The “U.S.”‖ The end.
Asked by whom, he said, "The U.S."‖ He did not elaborate.
“This is a disgrace.” ― A reader from Geneva
谈判在日内瓦结束。‖双方同意再次会晤。‖部长说：“我们很近了。”‖会议结束。
会談は終わりました。‖次回は五月です！‖「合意は近い。」と大臣は述べた。
Բանակցություններն ավարտվեցին։‖ Կողմերը կրկին կհանդիպեն։
वार्ता समाप्त हुई।‖ दोनों पक्ष फिर मिलेंगे।
انتهت المحادثات.‖ هل سيجتمع الوزراء مرة أخرى؟‖ نعم.
مذاکرات ختم ہوئے۔‖ وزراء دوبارہ ملیں گے۔
Переговоры завершились в 2020 г. в Женеве.‖ Стороны встретятся снова.
Οι συνομιλίες τελείωσαν.‖ Θα συναντηθούν ξανά;‖ Ναι.
Die Gespräche endeten am 5. Mai in Genf.‖ Beide Seiten wollen weiter reden.
Les pourparlers ont pris fin.‖ « Nous sommes proches », a dit le ministre.
¿Terminó la reunión?‖ Sí, el lunes.
ንግግሩ ተጠናቀቀ።‖ ሁለቱም ወገኖች ተስማሙ።
"""


@pytest.mark.parametrize("marked", MARKED.splitlines())
def test_cuts_stand_where_they_are_marked(marked: str) -> None:
    """Each line is cut at its marks and nowhere else."""
    text = marked.replace("‖", "")
    found = [s.span.of(text) for s in find_sentences(text)]
    assert found == [part.strip() for part in marked.split("‖") if part.strip()]


def test_abbreviation_before_a_verb_is_no_cut_even_at_a_line_end() -> None:
    """Hard-wrapped lines are joined: the cut follows the sentence, not the width."""
    text = (
        "The foreign ministers of the two countries met on Tuesday with U.S.\n"
        "Secretary of State Helen Marsh, who hosted them at a base outside\n"
        "the capital. They will meet again next month, both delegations\n"
        "said in a joint statement.\n"
        "\n"
        "A second meeting is planned.\n"
    )
    found = [" ".join(s.span.of(text).split()) for s in find_sentences(text)]
    assert found == [
        "The foreign ministers of the two countries met on Tuesday with U.S. Secretary of State"
        " Helen Marsh, who hosted them at a base outside the capital.",
        "They will meet again next month, both delegations said in a joint statement.",
        "A second meeting is planned.",
    ]


def test_lines_that_are_not_wrapped_are_paragraphs_of_their_own() -> None:
    """Headlines, bylines and captions on single lines stay apart from the story."""
    text = "Talks resume in Oslo\nBy ANNA BERG\nThe two sides met on Monday.\nThey met again."
    assert [p.of(text) for p in find_paragraphs(text)] == text.split("\n")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85"])
def test_every_kind_of_line_end_parts_lines(line_end: str) -> None:
    """Windows, old Mac and Unicode line ends count as line ends."""
    text = f"Talks resume in Oslo{line_end}The two sides met."
    assert len(find_paragraphs(text)) == 2


def test_one_paragraph_scrapes_are_cut_into_their_sentences() -> None:
    """A page whose line breaks were lost is still cut sentence by sentence."""
    text = "The talks ended.The sides parted. “We agree,” he said. Rain fell."
    assert len(find_sentences(text)) == 4


_PIECES = st.sampled_from(
    ["U.S.", " ", "\n", "\n\n", ". ", ".", "”", '"', "Mr. Osei", "…", "。", "!", "?", "12", "Va.",
     "\u200b", "\u202e", "\r\n", "։", "a", "The", "(", ")", "\t", "।", "“", "J. ", "-", "é\u0301"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=80).map("".join)))
def test_sentences_cover_every_character_once(text: str) -> None:
    """In order, without overlap, every character but white space, no white space at the ends."""
    spans = [s.span for s in find_sentences(text)]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.of(text) and span.of(text) == span.of(text).strip() for span in spans)
    covered = "".join("".join(span.of(text).split()) for span in spans)
    assert covered == "".join(text.split())


@given(st.lists(_PIECES, max_size=80).map("".join))
def test_paragraph_numbers_never_fall(text: str) -> None:
    """Paragraph numbers count up from 0 without gaps."""
    numbers = [s.paragraph for s in find_sentences(text)]
    assert sorted(set(numbers)) == list(range(len(set(numbers))))
    assert numbers == sorted(numbers)


@pytest.mark.parametrize(
    "unit",
    ["The sides met. ", "word ", "谈判结束。", ".", "!?", '"', ". ", "\n", "a\n", "A. ", " ", "…”",
     "J. “", ")", "x.Y", "[1]", "U.S. ", "。”", "a.b/", "\u200b"],
)  # fmt: skip
def test_time_grows_with_length(unit: str) -> None:
    """A hundred thousand characters take a moment, whatever the text repeats."""
    text = unit * (100_000 // len(unit))
    started = time.monotonic()
    find_sentences(text)
    assert time.monotonic() - started < 5


def test_a_wrapped_block_is_known_by_the_width_of_its_page() -> None:
    """Lines that happen to go on with capitals are wrapped where the page's others are."""
    wrapped = (
        "The envoy of the four powers presented a proposal for a period of transition to\n"
        "the parties and asked them to answer it before the twenty-fifth of the month.\n\n"
        "The ministers agreed on the terms of the commission on the missing, which the\n"
        "union will chair, and which is to hold its first session before the summer.\n\n"
    )
    lead = (
        "The Special Representative for the Dialogue of Norland and Sudmark hosted the Chief\n"
        "Negotiators of both, Anna Berg and Erik Lund, on 11 and 12 March in the town of\n"
        "Tarnholm.\n\n"
    )
    found = [s.span.of(lead + wrapped) for s in find_sentences(lead + wrapped)]
    assert found[0] == lead.strip()


def test_hard_wrapped_paragraphs_with_short_last_lines_are_joined() -> None:
    """Lines of one width are joined, though paragraphs end in short ones without a blank line."""
    text = (
        "The delegations of both sides met in the town for the third time since\n"
        "spring, under the eyes of observers.\n"
        "They went home at noon.\n"
        "Nobody would say what the two ministers had talked about with the old\n"
        "Norlandic king.\n"
        "It rained.\n"
    )
    assert [p.of(text).count("\n") for p in find_paragraphs(text)] == [1, 0, 1, 0]
