"""What is not the story is found, with its reason, and the story is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from service import articles
from service.records import Article, ArticleInput
from tests.articles.measure_exclusions import PAGES, count

STORY = (
    "The ministers of Norland and Estmark met in Oslo on Monday, officials said.\n\n"
    "They spoke about the border and about prisoners for three hours.\n\n"
    "“We are close,” Norland's minister, Lena Roth, said.\n\n"
    "A second meeting is planned for June."
)
SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def reasons(text: str) -> dict[str, str]:
    """Excluded words and their reasons, in reading order."""
    article = articles.read(ArticleInput(text=text), "a1")
    return {text[e.start : e.end]: e.reason for e in article.excluded}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            "FILE - Delegates arrive in Oslo, June 3, 2019. (AP Photo/Dana Whitfield, File)",
            "caption",
        ),
        ("Lena Roth arrives for talks in Oslo on Monday. (Photo by Tim Hale/Pool)", "caption"),
        ("Lena Roth arrives in OsloImage: Kim Adams/AA/picture alliance", "caption"),
        ("Delegates in Oslo [File: Rashid Amari/Reuters]", "caption"),
        ("The border crossing at Brod. Photograph: Amir Makar/AFP/Getty Images", "caption"),
        ("Delegates at the talks © Karim Jaafar, AFP", "caption"),
        ("In this photo provided by the ministry, delegates shake hands.", "caption"),
        ("Delegates attend a meeting in Oslo, Norway, March 10, 2023. (Xinhua/Luo Wei)", "caption"),
        ("1 of 2 |", "caption"),
        ("1. Skip to content", "navigation"),
        ("Advertisement", "navigation"),
        ("Share", "share"),
        ("Facebook Twitter WhatsApp Email", "share"),
        ("By MATTHEW LEE", "byline"),
        ("By Anna Field and Jorge Ruiz", "byline"),
        ("ASSOCIATED PRESS", "byline"),
        ("May 5, 2023", "date line"),
        ("18:40 CET", "date line"),
        ("18.40 Closing summary", "navigation"),
        ("Home > World > Europe", "breadcrumbs"),
        ("About us | Careers | Contact", "breadcrumbs"),
        ("Tags: talks, Oslo", "breadcrumbs"),
        ("0:00 / 2:35", "player"),
        ("212 shares", "share"),
        ("Subscribe to the Mail for two crowns a month and never miss a report.", "newsletter"),
        ("The Observer is funded by readers.", "newsletter"),
        ("bur-os/mk/jh", "credit"),
        ("Press contacts: Anna Berg, +00 000 000", "note"),
        ("A version of this article appears in print on Section A, Page 6.", "note"),
        ("Correction: An earlier version gave the wrong day.", "note"),
        ("Top picks: 'The goat stays', a village decides", "teaser"),
        ("https://example.org/a/b?c=d", "address"),
        ("Sign up to our daily newsletter and get the top stories in your inbox.", "newsletter"),
        ("We use cookies to give you the best experience. Accept all?", "cookies"),
        ("By continuing to browse our site you agree to our use of cookies.", "cookies"),
        ("IE 11 is not supported. Visit our site on another browser.", "cookies"),
        ("Karl Lund is senior editor of The Brod Ledger. He likes fish.", "biography"),
        ("N.B: A submit button will appear once you fill out all required fields.", "navigation"),
        ("Delegates leave the embassy in Oslo, April 19, 2025. /AGY", "caption"),
        ("Jon Dell and Lena Roth (seated), signing the paper in Brod.", "caption"),
        ("Guards in Brod. 1st Lt. Tim Hale / Norland Army via Reuters file", "caption"),
        ("READ: 3 of 5 issues resolved in talks on cod", "teaser"),
        ("Read more: Fish quota falls for third year", "teaser"),
        ("(Read also: Storm leaves 20 families homeless on the coast)", "teaser"),
        ("zc/rc (AP, Reuters, AFP)", "credit"),
        ("Reporting by Marta Vesely; Editing by Hugh Lawton", "credit"),
        ("Associated Press writer Karl Lund in Bern contributed to this report.", "credit"),
        ("This is a developing story.", "note"),
        ("Sign up for The Dispatch, our daily briefing on the world.", "newsletter"),
        ("Your support helps us tell the story. Donate today.", "newsletter"),
        ("We and our 812 partners store and access information on your device.", "cookies"),
        ("Please enable JavaScript to view the comments.", "cookies"),
        ("This story has not been edited by our staff.", "note"),
        ("To read the full story, subscribe or log in.", "note"),
        ("You have reached your limit of free articles this month.", "note"),
        ("Jon Dahl is a correspondent in Bern who covers energy.", "biography"),
        ("Maria Holt covers diplomacy for The Chronicle from Geneva.", "note"),
        ("About the author: Jon Dahl has reported from Bern since 2011.", "note"),
        ("Report a typo or error, email us", "navigation"),
        ("READ | Storm kills nine in southern Palvia", "teaser"),
        ("Other stories: Karvan airport shut by fog; Palvia beats Mirovia 3-1", "teaser"),
        ("Next article: Palvia to hold snap election in May", "teaser"),
        ("© 2024 Example News. All rights reserved.", "legal notice"),
        (
            "This material may not be published, broadcast, rewritten or redistributed.",
            "legal notice",
        ),
    ],
)
def test_a_line_of_the_page_is_not_the_story(line: str, reason: str) -> None:
    """Put before the last paragraph of a story, it is the only thing excluded."""
    first, last = STORY.rsplit("\n\n", 1)
    text = f"{first}\n\n{line}\n\n{last}"
    found = reasons(text)
    assert set(found.values()) - {"teaser"} == {reason} - {"teaser"}
    assert "".join(found).replace(" ", "").startswith(line.replace(" ", "")[:20])
    assert "Lena Roth, said." not in "".join(found)


@pytest.mark.parametrize(
    "line",
    [
        "By Friday, both sides had left.",
        "Share prices rose after the talks.",
        "They signed a paper on the use of photos by the press (and on fees).",
        "The EU/NATO mission will watch the crossing.",
        "Gov. Ann Cole (R) opposed the pact.",
        "Related matters were left for June.",
        "Copyright in old maps was the last point.",
        "The firm broke its terms of service, the minister said.",
        "“No,” said Roth.",
        "Read aloud, the draft took an hour.",
        "Anna Cole is an editor whom police arrested in Brod, and was on the list.",
        "The talks were on land and/or sea. They ended.",
        "More talks are planned.",
        "A picture of what was agreed began to emerge on Tuesday.",
        "1. The sides agree to open the crossing at Brod.",
        "- to exchange maps of mined areas;",
        "SECRETARY ROTH: We had a good day.",
        "Twitter posts by both sides were angry.",
        "The source said that a deal was near.",
        "This article of the treaty was disputed.",
        "The minister said he had “all rights reserved” in mind.",
    ],
)
def test_story_that_resembles_the_page_stays(line: str) -> None:
    """A sentence that only begins like a button, a byline or a notice is story."""
    first, last = STORY.rsplit("\n\n", 1)
    assert reasons(f"{first}\n\n{line}\n\n{last}") == {}


def test_a_credit_at_the_end_of_the_last_line_is_cut_off() -> None:
    """An agency's name in brackets is apart from the sentence that it follows."""
    assert reasons(f"{STORY} (XYZ)") == {"(XYZ)": "credit"}


def test_what_follows_a_rights_line_late_in_the_page_is_other_stories() -> None:
    """Teasers under the legal notice do not leak into the story."""
    other = "Norland's parliament on Monday approved a budget that raises spending on schools."
    found = reasons(f"{STORY}\n\nAll rights reserved by XYZ.\n\n{other}")
    assert found[other] == "teaser"


def test_unrelated_paragraphs_at_the_end_are_other_stories() -> None:
    """Two or more last paragraphs that share no name with the story are left out."""
    others = [
        "Tennis player Mara Quist beat Olga Brandt in the semifinal at Indian Wells.",
        "Pop star Lila Fox bought a castle in Wales from the Duke of Harcourt.",
    ]
    found = reasons("\n\n".join([STORY, *others]))
    assert list(found) == others
    assert reasons(f"{STORY}\n\n{others[0]}") == {}


def test_cards_under_other_news_end_where_the_story_goes_on() -> None:
    """A block of cards within a story is left out, the paragraph after it is not."""
    first, last = STORY.rsplit("\n\n", 1)
    block = "Other news\nFish quota falls\nThe quota fell for the third year, officials said."
    found = reasons(f"{first}\n\n{block}\n\n{last}")
    assert set(found.values()) == {"teaser"}
    assert last not in found
    assert len(found) == 3


def test_a_repeated_paragraph_is_told_once() -> None:
    """The second copy of a paragraph is a repeat."""
    lead = STORY.split("\n\n", 1)[0]
    assert reasons(f"{STORY}\n\n{lead}") == {lead: "repeat"}


def test_headlines_and_subheadings_are_not_sentences_of_the_story() -> None:
    """Lines without an end mark among prose are titles."""
    first, last = STORY.rsplit("\n\n", 1)
    text = f"Norland and Estmark meet in Oslo\n\n{first}\n\nWhat comes next\n\n{last}"
    assert reasons(text) == {
        "Norland and Estmark meet in Oslo": "headline",
        "What comes next": "subheading",
    }


@pytest.mark.parametrize("text", ["Ministers meet in Oslo", "Share", "(AP Photo/Dana Hale)", "…"])
def test_something_is_always_left(text: str) -> None:
    """A text that is nothing but a headline or a caption is kept: there is nothing else."""
    assert reasons(text) == {}


def test_a_hidden_date_is_cut_from_the_first_sentence() -> None:
    """The header of some scrapes is a segment of its own."""
    assert reasons(f" date 2023-05-04 {STORY}") == {"date 2023-05-04": "hidden date"}


def test_breadcrumbs_on_the_storys_own_line_are_cut_off() -> None:
    """What stood above a story whose line breaks were lost is a segment of its own."""
    top = "Home > Local > Borders | By Anna Berg | November 14th, 2014 | 212 shares"
    assert reasons(f"{top}  {STORY}") == {top: "breadcrumbs"}


def test_a_story_with_its_own_dateline_after_the_end_is_another() -> None:
    """A second, shorter story that shares no name is left out; one after an abstract is kept."""
    other = "ZANDVORD — Firefighters from Bergum pulled eleven cows from a ditch on Sunday."
    assert reasons(f"{STORY}\n\n{other}") == {other: "teaser"}
    long = other + " Villagers brought ropes, straps and a small crane." * 9
    assert reasons(f"{STORY}\n\n{long}") == {}


def test_pages_without_line_breaks_lose_their_captions_and_notices() -> None:
    """Within one long paragraph, captions and the notice are still told apart."""
    text = (
        "Envoys met in Riga on Friday. FILE - The port of Riga, June 3, 2019. (AP Photo/T. Reed)"
        " They spoke about prices. A second meeting is planned. © 2021 Baltic Wire."
        " All rights reserved."
    )
    article = articles.read(ArticleInput(text=text), "a1")
    left = [s.span.of(text) for s in articles.segment(article) if not s.excluded]
    assert left == [
        "Envoys met in Riga on Friday.",
        "They spoke about prices.",
        "A second meeting is planned.",
    ]


@pytest.mark.parametrize("part", ["tuned", "checked"])
def test_marked_pages_keep_their_story(part: str) -> None:
    """On the invented pages no story is lost, and at least 19 of 20 lines of noise go."""
    tallies = [count(path) for path in sorted((PAGES / part).glob("*.txt"))]
    assert sum(t["story excluded"] for t in tallies) == 0
    noise = sum(t["noise excluded"] for t in tallies)
    assert noise >= 19 * sum(t["noise kept"] for t in tallies)


def _seed(number: int) -> tuple[Article, str]:
    article = articles.read(ArticleInput(text=SEEDS[number].read_text(encoding="utf-8")), "a1")
    story = " ".join(
        s.span.of(article.text) for s in articles.segment(article) if s.excluded is None
    )
    return article, story


def test_seed_pages_keep_nothing_of_other_stories() -> None:
    """Of the five sample pages, no caption, teaser, notice or menu is left in the story."""
    stories = "\n".join(_seed(number)[1] for number in range(5))
    for other in (
        "Supreme Court", "Naomi Campbell", "Tiffany", "Greta Thunberg", "Gravitational", "banana",
        "cocaine", "LEGAL WARNING", "Josep Borrell", "Erdoğan", "AP Photo", "Skip to", "https://",
        "picture alliance", "MATTHEW LEE", "MOSCOW (AP)", "SelectUSA", "zc/rc", "date 20",
    ):  # fmt: skip
        assert other not in stories


def test_seed_pages_keep_their_story() -> None:
    """First and last sentences of the sample stories are there, and what stands between teasers."""
    edges = {
        0: ("US Secretary of State Antony Blinken has stated", "discussions will continue."),
        1: ("Azerbaijan and Armenia made progress", "more Western mediation efforts."),
        2: ("After four days of talks in Washington", "the foreign ministry said."),
        3: ("WASHINGTON (AP) — Secretary of State", "violation of the armistice terms."),
        4: ("Foreign ministers from both Caucasus", "Russian-brokered peace agreement."),
    }
    for number, (first, last) in edges.items():
        story = _seed(number)[1]
        assert story.startswith(first)
        assert story.endswith(last)
    assert "We look forward to continuing this process" in _seed(3)[1]


def test_header_glued_to_the_story() -> None:
    """Menu, headline, byline and date before a one-line story are no part of it, but date it."""
    header = "Home Opinion Weather Subscribe FROM $9 A MONTH Talks end Lund Gazette, 7 March 2024"
    story = (
        "Norland has given up its plan to take the dispute to a court, the ministry said "
        "yesterday. The delegations met for two days in Tarnholm and will meet again in June, and "
        "the working group is to present its findings on the tolls within a month, he added."
    )
    article = articles.read(ArticleInput(text=f"{header} {story}"), "a1")
    kept = [s.span.of(article.text) for s in articles.segment(article) if not s.excluded]
    assert " ".join(kept) == story
    assert str(article.published_at) == "2024-03-07"


def test_link_glued_to_a_sentence() -> None:
    """A link to another story at the head of a sentence is cut off from it."""
    text = (
        "The delegations of Norland and Sudmark met in Tarnholm. Both spoke of progress. "
        "ALSO READ: Floods leave 300 families homeless in Ostvik Asked about the tolls, he said "
        "that nothing was agreed. The talks go on."
    )
    article = articles.read(ArticleInput(text=text), "a1")
    kept = " ".join(s.span.of(text) for s in articles.segment(article) if not s.excluded)
    assert "Floods" not in kept
    assert "Asked about the tolls" in kept


@pytest.mark.parametrize(
    "noise",
    [
        "Most Popular 1. Karvan fire: 12 dead 2. Palvian king abdicates",
        "You may also like How a village in Karvan saved its school",
        "A man walks past a poster in Mirovia. [Luka Horvat/Anadolu Agency]",
        "Image caption, A fisherman mends nets in Karvan",
        "Disclaimer: The views expressed in this article are the author's own.",
        "This website uses cookies to serve you. By continuing you accept our policy.",
        "Share on Facebook Share on X Share on WhatsApp",
        "Jon Dahl is a correspondent in Bern. He previously worked for Palvian Radio.",
        "Last updated: 8 March 2024",
        "Log in to comment. Comments are moderated.",
    ],
)
def test_noise_glued_to_the_story(noise: str) -> None:
    """On a page of one paragraph, what a scrape glued to the end is cut off, and no more."""
    story = " ".join(STORY.split())
    text = f"{story} {noise}"
    article = articles.read(ArticleInput(text=text), "a1")
    kept = [s.span.of(text).strip() for s in articles.segment(article) if not s.excluded]
    assert " ".join(kept) == story


def test_sections_of_a_briefing_on_other_subjects() -> None:
    """A section of a noon briefing that names nothing of the talks is another story."""
    text = (
        "The following is a transcript of today's noon briefing.\n\n"
        "**Palvia\nA convoy of 31 trucks has crossed from Karvan with food for 40,000 people.\n\n"
        "**Oslo Talks\nThe talks between Norland and Estmark ended yesterday in Oslo.\n\n"
        "**Questions\nQuestion: Did Norland accept the map?\n\nSpokesman: Ask Norland."
    )
    found = reasons(text)
    assert any("31 trucks" in words for words in found)
    assert not any("Norland" in words for words in found)


def test_a_sentence_that_a_link_was_dropped_into_is_not_kept() -> None:
    """Nothing tells where the link ends and the sentence goes on."""
    broken = "They will have to READ ALSO: Power cuts announced in Brod sign a contract by June."
    first, last = STORY.rsplit("\n\n", 1)
    assert reasons(f"{first} {broken}\n\n{last}") == {broken: "teaser"}


@pytest.mark.parametrize("initials", ["[ab cd 27/05/2024 15:10]", "(end)\n    ab.cd"])
def test_initials_glued_to_the_last_sentence(initials: str) -> None:
    """Editors' initials behind the story are no part of its last sentence."""
    assert initials in reasons(
        f"{STORY} They also spoke of fish and of the price of it. {initials}"
    )


def test_a_headline_over_the_wires_points_is_one() -> None:
    """A report may open with its own summary in points; a line that introduces a list stays."""
    points = "* Talks end in Oslo\n* No date is set\n\n"
    assert reasons(f"UPDATE 2-Ministers agree on cod\n\n{points}{STORY}") == {
        "UPDATE 2-Ministers agree on cod": "headline"
    }
