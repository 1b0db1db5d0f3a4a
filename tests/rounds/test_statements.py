"""Status of statements: above all, that no claim becomes an agreement."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service import rounds
from service.records import Reading, Statement

Read = Callable[..., Reading]
FRAME = (
    "Norway and Chile held talks in Tarnholm on Thursday. Norwegian minister Erik Lund met Chilean "
    "minister Rosa Vidal.\n\n{}\n"
)


def stated(read: Read, sentence: str) -> list[Statement]:
    talks = rounds.merge([read(FRAME.format(sentence))]).rounds[0]
    found = (*talks.outcomes, *talks.open_issues, *talks.next_steps)
    return [s for s in found if s.text[:20] in sentence or sentence[:20] in s.text]


AGREED = [
    "Both sides agree not to increase forces along the border.",
    "Norway and Chile agreed to open the strait to fishing boats.",
    "The two sides agreed on a joint patrol of the strait.",
    "Lund and Vidal signed an agreement to share the catch equally.",
    'In a joint statement, the ministers said they had "agreed to share the catch".',
    "Both delegations undertook to report their catches every month.",
    "The two delegations agreed to meet again in Geneva in May.",
    "The two governments signed a memorandum under which the strait will be open to all.",
    "The two sides agreed to open the strait, the joint communique said.",
    "Participants agreed to set up a hotline.",
    "The joint commission agreed to open the strait in May.",
]
NOT_AGREED = [
    "The two sides agreed on the first, and asked for time to consult on the other two.",
    "A joint statement issued after the talks did not indicate any breakthrough on the catch.",
    "The 2011 deal expired in July, when the parties decided to extend the talks until November.",
    "Talks of the warring parties ended, with the Swiss mediator having accepted the terms.",
    "Vidal said the two sides had agreed to open the strait.",
    "The two sides agreed to open the strait, Lund said.",
    "According to Vidal, both countries agreed to a joint patrol.",
    "The two sides have not agreed on a joint patrol.",
    "The two sides could agree on a joint patrol by spring.",
    "The two sides failed to reach an agreement on patrols.",
    "The two sides hope to reach an agreement on patrols soon.",
    "If Norway lifts its ban, the two sides agreed to open the strait.",
    "Lund denied that the two countries had agreed to open the strait.",
    "The two sides reportedly agreed to open the strait.",
    "Norway agreed to study the plan.",
    "The two sides were close to a deal, and were expected to sign an agreement on patrols.",
    '"We agreed on everything," Vidal said.',
    "Chile rejected a claim by Lund that the two sides agreed on a joint patrol.",
    "Both sides agreed to disagree on the fish quotas.",
    "Norway and Chile almost agreed to share the fish quotas.",
    "Norway and Chile agreed, on paper at least, to share the fish quotas.",
    "The two sides seemed to have agreed to share the fish quotas.",
    "Norway and Chile agreed to share the fish quotas, but Chile withdrew its consent.",
    "Norway and Chile agreed to share the fish quotas. Vidal denied it.",
    "Norway and Chile agreed to share the fish quotas. That, at least, is what Lund said.",
    "Norway and Chile agreed to share the fish quotas unless a parliament objects.",
    "Many points on which both sides agreed in Lund are now contested.",
    "The parties adopted opposing positions on the fish quotas.",
    "Norway and Chile agreed in principle to open the strait.",
    "Under a 2011 treaty, Norway and Chile agreed to keep the strait open.",
    "Last year the two sides agreed to open the strait, but nothing was done.",
    "The two sides are understood to have agreed to open the strait.",
    "The two sides agreed to open the strait, a statement from Lund's office said.",
    "In Chile's version, the two sides agreed to open the strait.",
    "For Norway, the two sides agreed to open the strait; for Chile, they did not.",
    "The two sides agreed to open the strait, subject to the approval of both parliaments.",
    "The two sides agreed to open the strait, pending a decision by the king.",
    "The two sides all but agreed to open the strait.",
    "What the two sides agreed to is unclear.",
    "The two sides agreed that they do not agree on the strait.",
    "The two countries' fishermen agreed to share the strait.",
    "The ministers of fisheries and of trade of Norway agreed to open the strait.",
    "Only one of the two sides agreed to open the strait.",
    "The two sides agreed to open the strait. A spokesman for Lund called the report premature.",
    "The two sides agreed to open the strait. Chile said later that it had agreed to no such step.",
    "Both sides agreed to a ceasefire that collapsed within hours.",
    "A deal under which both sides agreed to open the strait fell apart overnight.",
    "The two sides agreed to open the strait, a claim that Vidal's office disputed.",
    "The two sides agreed to open the strait, only for Chile to back out hours later.",
    "The two countries agreed to open the strait - or so Oslo says.",
    "The two countries agreed decades ago to open the strait.",
    "The two sides agreed verbally to open the strait, but nothing was written down.",
    "The sides agreed to open the strait, the agency quoted Lund as saying.",
    "The two sides agreed to open the strait. But Chile's navy said it knew of no agreement.",
    "Had both sides agreed to open the strait, the fishing fleet would be at sea.",
    "The parties in the ruling coalition agreed to open the strait.",
]


@pytest.mark.parametrize("sentence", AGREED)
def test_agreed_by_all_sides(read: Read, sentence: str) -> None:
    """What all sides are said to have agreed, in the report's own voice, is agreed."""
    assert [s.status for s in stated(read, sentence)] == ["agreed"]


@pytest.mark.parametrize("sentence", NOT_AGREED)
def test_never_called_agreed(read: Read, sentence: str) -> None:
    """A claim, hope, condition, denial or failure is not an agreement."""
    assert "agreed" not in [s.status for s in stated(read, sentence)]


@pytest.mark.parametrize(
    ("sentence", "status", "by"),
    [
        ("Vidal said that Norway had accepted 12 inspectors.", "claimed", "Rosa Vidal"),
        ("Lund denied that Norway had accepted inspectors.", "denied", "Erik Lund"),
        ("Chile proposed a joint commission on the catch.", "proposed", "Chile"),
        (
            "Vidal said on condition of anonymity that Norway had accepted 12 inspectors.",
            "claimed",
            "Rosa Vidal",
        ),
        ("Vidal said that Norway had asked for 12 inspectors.", "claimed", "Rosa Vidal"),
        (
            "Chile would open the strait only if Norway accepted 12 inspectors, Vidal said.",
            "conditional",
            "Rosa Vidal",
        ),
        ('"There is no agreement on inspectors," Lund told reporters.', "denied", "Erik Lund"),
    ],
)
def test_status_and_owner(read: Read, sentence: str, status: str, by: str) -> None:
    """A claim, a denial and a proposal belong to whoever made them."""
    assert [(s.status, s.by) for s in stated(read, sentence)] == [(status, by)]


def test_one_sentence_of_two_kinds(read: Read) -> None:
    """An agreement that ends in an open question is an outcome and an open issue."""
    sentence = (
        "The two sides agreed to share the catch, but they failed to agree on the quotas, "
        "which remain unresolved."
    )
    talks = rounds.merge([read(FRAME.format(sentence))]).rounds[0]
    assert [s.text for s in talks.outcomes] == ["The two sides agreed to share the catch"]
    assert [s.text for s in talks.open_issues] == [
        "they failed to agree on the quotas, which remain unresolved."
    ]


def test_a_sides_own_release_claims(read: Read) -> None:
    """What a ministry's release says of both sides is its own word for them."""
    text = (
        "MINISTRY OF FISHERIES OF NORWAY\nPress Service\n\n"
        "The delegation of Norway and the delegation of Chile held talks in Tarnholm "
        "on Thursday.\n\n"
        "The two sides agreed to open the strait.\n"
    )
    talks = rounds.merge([read(text)]).rounds[0]
    statuses = {s.status for s in talks.outcomes if "open the strait" in s.text}
    assert statuses == {"claimed"}


def test_questions_only_where_rules_are_silent(read: Read) -> None:
    """A sentence that rules settle is not asked about."""
    reading = read(FRAME.format("The two sides agreed to share the catch."))
    asked = [q.variables["sentence"] for q in rounds.questions(reading)]
    assert not any("agreed to share" in sentence for sentence in asked)


def test_history_is_no_agreement(read: Read) -> None:
    """What was agreed years before the report is not agreed at this round."""
    sentence = "In 2019, the two sides agreed to share the catch of the strait equally."
    assert "agreed" not in [s.status for s in stated(read, sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway and Chile have fought two wars over the strait in the past 40 years.",
        "The two countries have clashed over the strait since the 1994 invasion of the islands.",
        "Some 3,000 people were killed in the two wars over the strait, the second ending in 1994.",
    ],
)
def test_history_of_the_conflict_is_no_statement(read: Read, sentence: str) -> None:
    """What every report recalls of the conflict is nothing that the talks brought."""
    assert stated(read, sentence) == []


@pytest.mark.parametrize(
    "dateline",
    [
        "TARNHOLM (Northern Wire) - ",
        "Tarnholm (NW) –– ",
        "TARNHOLM, March 8 (NW): ",
        "Tarnholm, Mar 8 (NW) ",
        "TARNHOLM, March 8. /NW/. ",
    ],
)
def test_dateline_is_no_part_of_a_statement(read: Read, dateline: str) -> None:
    """A statement begins where the story does, however the agency writes its dateline."""
    (found,) = stated(read, dateline + "Norway and Chile agreed to open the strait to boats.")
    assert found.text == "Norway and Chile agreed to open the strait to boats."


def test_name_with_its_short_form_is_no_dateline(read: Read) -> None:
    """Capitals in brackets after a name part nothing from the story."""
    sentence = "The Northern Front (NF) Secretary Erik Lund agreed to open the strait to boats."
    assert stated(read, sentence)[0].text == sentence


LISTED = """The parties agreed:

(a) to open the strait on 1 May;

(b) to share their charts.

Norway reserved its position on tolls."""


def test_items_of_what_was_agreed(read: Read) -> None:
    """Items under "The parties agreed:" are agreed, and not what follows the list."""
    talks = rounds.merge([read(FRAME.format(LISTED))]).rounds[0]
    found = (*talks.outcomes, *talks.open_issues, *talks.next_steps)
    agreed = [s.text for s in found if s.status == "agreed"]
    assert len(agreed) == 2
    assert all("reserved" not in text for text in agreed)


@pytest.mark.parametrize(
    "text",
    [
        "JUBA (Agency) - The government and a holdout group initialled a roadmap on Friday.",
        "CAIRO (Agency) - Ethiopia and Sudan failed to agree on the filling of the reservoir.",
        "BASEL (Agency) - Negotiators have settled the text of the chapter on electricity, two "
        "people familiar with the matter said.",
        "LUSAKA (Agency) - Zambia and Malawi will share the cost of dredging the river, the "
        "permanent secretaries of the two countries agreed in Lusaka yesterday.",
    ],
)
def test_talks_that_are_not_called_so(read: Read, text: str) -> None:
    """A report of what negotiators did is of a round, though it never says that they talked."""
    (talks,) = rounds.merge([read(text)]).rounds
    assert talks.state == "held"
    assert talks.outcomes or talks.open_issues


@pytest.mark.parametrize(
    "sentence",
    [
        "Vidal's office did not immediately respond to a request for comment.",
        "Lund declined to say which points were open.",
        "The official spoke on condition of anonymity because the text is confidential.",
    ],
)
def test_no_comment_is_no_statement(read: Read, sentence: str) -> None:
    """That somebody would not comment, or not by name, states nothing of the talks."""
    assert stated(read, sentence) == []


def test_who_only_resumes_a_name(read: Read) -> None:
    """What "the senior diplomat" says is said by whoever was named before."""
    text = FRAME.format(
        '"Norway has accepted twelve inspectors on its boats," Vidal said.\n\n'
        '"The strait will stay closed until they are on board," the senior diplomat said.'
    )
    talks = rounds.merge([read(text)]).rounds[0]
    found = (*talks.outcomes, *talks.open_issues, *talks.next_steps)
    assert {s.by for s in found if "will stay closed" in s.text} == {"Rosa Vidal"}


def test_what_was_agreed_before_these_talks_is_their_background(read: Read) -> None:
    """Late in a report, "both have agreed", without a day or a word of the talks, is no outcome."""
    filler = "Lund spoke of cod. Vidal spoke of squid. They smiled. It rained. Nobody else spoke. "
    known = "Both countries have agreed to ask voters whether to take the dispute to a court."
    assert "agreed" not in [s.status for s in stated(read, filler + known)]
