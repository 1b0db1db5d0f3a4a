"""Each form of a summary says what the summary says, and nothing of an article acts in it."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.records import Summary
from service.representations import FORMATS, render
from service.representations.characters import pieces, visible
from service.representations.markdown import escape
from service.representations.marking import Mark, marked
from service.representations.phrases import when
from tests.representations.conftest import hostile

HOSTILE = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>'",
    "</style></title></textarea><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "]]>--><!--",
    "{{ 7*7 }}{% raw %}",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "# Heading\n\n---\n\n* item\n\n```\ncode",
    '=HYPERLINK("https://evil.example")',
    "+1-2@cmd|' /C calc'!A0",
    "\x1b]0;title\x07\x1b[2J\x1b[31mred",
    "safe\u202egnp.exe\u2066\u200b\u200d\ufeff\U000e0041",
    "a\x00b\x08c\x7f",
    "x" * 5000,
]


@pytest.fixture(params=HOSTILE, ids=range(len(HOSTILE)))
def words(request: pytest.FixtureRequest) -> str:
    return request.param


class Elements(HTMLParser):
    """The elements, attributes and text of a page, as a browser would find them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data

    def ids(self) -> list[str | None]:
        return [value for name, value in self.attributes if name == "id"]


@pytest.mark.parametrize("form", FORMATS)
def test_everything_is_encodable(form: str, words: str) -> None:
    """Whatever the words, each form can be made and sent."""
    assert render(hostile(words), FORMATS[form].name).encode()


def test_json_is_the_contract(summary: Summary) -> None:
    """The JSON form is the summary, whole."""
    assert Summary.model_validate_json(render(summary, "json")) == summary


@pytest.mark.parametrize("form", ["markdown", "html", "text"])
def test_readable_forms_say_it_all(summary: Summary, form: str) -> None:
    """A person finds dates, place, people, statements, disagreements, speakers and what failed."""
    written = render(summary, FORMATS[form].name)
    for said in (
        "Norland and Sudmark, March 2024",
        "4–7 March 2024",
        "Geneva",
        "Anna Berg (Foreign Minister, Norland)",
        "They agreed to open the bridge",
        "agreed",
        "The border remains disputed",
        "They will meet in May",
        "duration",
        "four days",
        "five days",
        "We made real progress",
        "Anna Berg, Foreign Minister",
        "Daily Courier",
        "Not complete",
        "1 of 3 parts could not be read: a2 (0–",
    ):
        assert said in written.replace("\\", "")


def test_html_points_into_the_articles(summary: Summary) -> None:
    """Every link within the page leads to an element that is there, and no id stands twice."""
    page = Elements(render(summary, "html"))
    ids = page.ids()
    assert len(ids) == len(set(ids))
    targets = [
        value[1:]
        for name, value in page.attributes
        if name == "href" and value is not None and value.startswith("#")
    ]
    assert targets
    assert set(targets) <= set(ids)


def test_html_marks_quotations_and_what_was_left_out(summary: Summary) -> None:
    """The article's text has its quotations marked and its caption set apart with the reason."""
    page = render(summary, "html")
    assert (
        '<mark id="q-a1-q0" title="Anna Berg, Foreign Minister">We made real progress,</mark>'
        in page
    )
    assert 'title="left out: caption">Photo: Daily Courier</s>' in page


def test_html_needs_nothing_else(summary: Summary) -> None:
    """The page has no script, no picture, nothing that is fetched."""
    page = Elements(render(summary, "html"))
    assert not {"script", "img", "iframe", "object", "embed", "link", "base", "form"} & set(
        page.tags
    )
    assert not [name for name, _ in page.attributes if name in ("src", "srcset", "style", "action")]


def test_hostile_words_are_words_in_html(words: str) -> None:
    """Hostile words add no element and no attribute, and can be read on the page."""
    page = Elements(render(hostile(words), "html"))
    harmless = Elements(render(hostile("harmless words"), "html"))
    assert set(page.tags) <= set(harmless.tags)
    assert {name for name, _ in page.attributes} <= {name for name, _ in harmless.attributes} | {
        "href",
        "rel",
        "title",
        "class",
    }
    for name, value in page.attributes:
        assert not name.startswith("on")
        if name == "href":
            assert value is not None
            assert value.startswith(("#", "https://", "http://"))
    assert " ".join(visible(words).split()[:1]) in page.text


def test_hostile_words_are_words_in_markdown(words: str) -> None:
    """In Markdown no hostile word becomes a link, a picture, a heading, a tag or a rule."""
    written = render(hostile(words), "markdown")
    plain = render(hostile("harmless words"), "markdown")
    unescaped = re.sub(r"\\.", "x", written)
    assert not re.search(r"<\w|!\[|\]\(|`", unescaped)
    assert "://" not in unescaped
    headings = [line for line in unescaped.splitlines() if line.startswith("#")]
    assert len(headings) == len([line for line in plain.splitlines() if line.startswith("#")])
    assert not re.search(r"^(---|\*\*\*|===|    )", unescaped, re.M)


def test_hostile_words_drive_no_terminal(words: str) -> None:
    """Plain text holds no control character but line feeds, and no direction mark."""
    written = render(hostile(words), "text")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]", written)


def test_hostile_words_run_no_formula(words: str) -> None:
    """No CSV cell starts as a spreadsheet formula; the rows stay whole."""
    written = render(hostile(words), "csv")
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert len(rows) == 2
    assert not [cell for cell in rows[1] if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    cell = rows[1][rows[0].index("text")]
    assert cell in (words, f"'{words}")


def test_csv_rows(summary: Summary) -> None:
    """The table has a row for each quotation, with its exact place and speaker."""
    rows = list(csv.DictReader(io.StringIO(render(summary, "csv"), newline="")))
    first = rows[0]
    text = summary.articles[0].text
    assert text[int(first["start"]) : int(first["end"])] == first["text"]
    assert first["speaker"] == "Anna Berg"
    assert first["repeats"] == "a2-q0"
    assert rows[1]["speaker"] == ""


def test_jsonld_selectors(summary: Summary) -> None:
    """Each quotation's annotation finds it by position, and by its words with their context."""
    document = json.loads(render(summary, "jsonld"))
    graph = {node["@id"]: node for node in document["@graph"]}
    said = graph["#quotation-a1-q0"]
    assert said["@type"] == "Quotation"
    assert said["creator"] == {
        "@type": "Person",
        "name": "Anna Berg",
        "jobTitle": "Foreign Minister",
    }
    target = graph["#annotation-a1-q0"]["target"]
    by_words, by_place = target["selector"]
    text = summary.articles[0].text
    assert text[by_place["start"] : by_place["end"]] == by_words["exact"] == said["text"]
    assert by_words["prefix"] + by_words["exact"] + by_words["suffix"] in text
    assert target["source"] == said["isPartOf"] == "#article-a1"
    assert graph["#round-r1"]["startDate"] == "2024-03-04"


def test_jsonld_references_hold(summary: Summary) -> None:
    """Every reference within the document leads to a node of it, and no context is fetched."""
    document = json.loads(render(summary, "jsonld"))
    nodes = {node["@id"] for node in document["@graph"]}
    references = re.findall(r'"(#[a-z]+-[^"]+)"', json.dumps(document["@graph"]))
    assert set(references) <= nodes
    assert isinstance(document["@context"], dict)


@pytest.mark.parametrize(
    ("start", "end", "phrase"),
    [
        (date(2024, 3, 4), date(2024, 3, 7), "4–7 March 2024"),
        (date(2024, 3, 4), date(2024, 3, 4), "4 March 2024"),
        (date(2024, 3, 30), date(2024, 4, 2), "30 March – 2 April 2024"),
        (date(2024, 12, 30), date(2025, 1, 2), "30 December 2024 – 2 January 2025"),
        (date(2024, 3, 4), None, "from 4 March 2024"),
        (None, date(2024, 3, 4), "until 4 March 2024"),
        (None, None, "date not known"),
    ],
)
def test_when(start: date | None, end: date | None, phrase: str) -> None:
    """A stretch of days is said as shortly as it stays clear."""
    assert when(start, end) == phrase


@given(st.text(st.characters()))
def test_pieces_give_the_text_back(text: str) -> None:
    """Hidden characters are shown apart, and none is lost."""
    assert "".join(run for run, _ in pieces(text)) == text


@given(st.text(st.characters(exclude_characters="[")))
def test_visible_shows_all(text: str) -> None:
    """What is shown has every plain word as it was, and no control or direction character."""
    shown = visible(text)
    assert not re.search(r"[\x00-\x08\x0e-\x1f\u202a-\u202e\u2066-\u2069]", shown)
    plain = "".join(run for run, name in pieces(text) if name is None)
    assert re.sub(r"\[U\+[0-9A-F]{4,6}\]", "", shown) == plain


@given(
    st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)
)
def test_marks_change_no_word(text: str, places: list[tuple[int, int]]) -> None:
    """However marks nest or cross, the page is well formed and shows the words of the text."""
    marks = [
        Mark(min(a, b), min(max(a, b), len(text)), "span", (("id", str(n)),))
        for n, (a, b) in enumerate(places)
    ]
    written = str(marked(text, marks))
    page = Elements(written)
    written_lines = "".join(re.findall(r"[^\n]*\S[^\n]*\n?", text))  # Blank lines are left out.
    assert "".join(page.text.split()) == "".join("".join(_shown(written_lines)).split())
    assert written.count("<span") == written.count("</span>")
    ids = page.ids()
    assert len(ids) == len(set(ids))


def _shown(text: str) -> list[str]:
    return [run if name is None else name.split()[0] for run, name in pieces(text)]


@given(st.text(max_size=60))
def test_markdown_escape_keeps_words(text: str) -> None:
    """Taking the backslashes before punctuation away gives the words on one line."""
    escaped = escape(text)
    assert "\n" not in escaped
    undone = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escaped)
    assert undone == visible(" ".join(text.split()))


def test_many_quotations_take_seconds_at_most(summary: Summary) -> None:
    """A page with 20,000 quotations is made in time that grows with their number."""
    import time

    text = 'He said "yes". ' * 20_000
    step = len('He said "yes". ')
    many = summary.model_copy(
        update={
            "articles": (summary.articles[0].model_copy(update={"text": text, "excluded": ()}),),
            "rounds": (),
            "quotations": tuple(
                summary.quotations[1].model_copy(
                    update={
                        "id": f"q{n}",
                        "article": "a1",
                        "start": n * step + 9,
                        "end": n * step + 12,
                        "text": "yes",
                        "repeats": (),
                    }
                )
                for n in range(20_000)
            ),
        }
    )
    started = time.monotonic()
    assert render(many, "html").count("<mark") == 20_000
    assert time.monotonic() - started < 20
