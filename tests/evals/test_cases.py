"""References are read strictly, and every place is looked up by its words."""

from pathlib import Path

import pytest

from evals import cases

ARTICLE = (
    "GENEVA — Delegates from Norland and Sudmark met for two days.\n\n"
    "“We are closer,” said Anna Berg. She called the map\n“a start” and the crossing open.\n"
    "The crossing stays shut, her rival said.\n"
)
CASE = """
id: {name}
articles:
  - {{id: a1, file: a1.txt, outlet: The Ledger, published_at: 2024-03-08}}
rounds:
  - label: Geneva talks
    state: held
    main: true
    start: 2024-03-04
    end: null
    place: {{accept: [Geneva], evidence: [{{article: a1, text: GENEVA}}]}}
    participants:
      - {{name: Anna Berg, accept: [Berg], party: Norland}}
    outcomes:
      - text: The sides are closer
        status: claimed
        by: Anna Berg
        evidence: [{{article: a1, text: "We are closer"}}]
        essential: true
    articles: [a1]
quotations:
  - {{article: a1, text: "We are closer,", speaker: {{accept: [Anna Berg], kind: person}}}}
{more}
"""


def write(root: Path, split: str = "dev", name: str = "one", text: str = ARTICLE, more: str = "",
          case: str = CASE) -> Path:  # fmt: skip
    folder = root / split / name
    folder.mkdir(parents=True)
    (folder / "a1.txt").write_text(text, encoding="utf-8")
    (folder / "case.yaml").write_text(case.format(name=name, more=more), encoding="utf-8")
    return folder


def test_places_are_the_articles_own_words(tmp_path: Path) -> None:
    """An anchor becomes offsets at which exactly its words stand."""
    case = cases.load_case(write(tmp_path), "dev")
    anchor = case.reference.quotations[0]
    assert case.texts["a1"][anchor.start : anchor.end] == "We are closer,"


def test_folded_lines_match_the_articles_white_space(tmp_path: Path) -> None:
    """Words that YAML folded onto one line are found across the article's line break."""
    more = 'not_speech: [{{article: a1, text: "called the map “a start”"}}]'.replace("{{", "{")
    case = cases.load_case(write(tmp_path, more=more.replace("}}", "}")), "dev")
    assert case.reference.not_speech[0].text == "called the map\n“a start”"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("not_speech: [{article: a1, text: a stop}]", "not_speech.0: these words are not in"),
        ("not_speech: [{article: a2, text: a start}]", "no article 'a2'"),
        ("not_speech: [{article: a1, text: crossing}]", "occur 2 times"),
        ("not_speech: [{article: a1, text: crossing, nth: 3}]", "nth is 3"),
        ("not_speech: [{article: a1, text: a start, start: 3}]", "leave it out"),
        ("excluded: [{article: a1, from: Anna, to: GENEVA, reason: caption}]", "don't follow"),
        ("colour: red", "colour: Extra inputs are not permitted"),
        ("leaks: [3]", "leaks.0: Input should be a valid string"),
        ("leaks: [a]\nleaks: [b]", "'leaks' is given twice"),
    ],
)
def test_a_wrong_reference_is_named(tmp_path: Path, more: str, message: str) -> None:
    """The error names the file, the field and the words."""
    with pytest.raises(cases.CaseError) as caught:
        cases.load_case(write(tmp_path, more=more), "dev")
    assert message in str(caught.value)
    assert "case.yaml" in str(caught.value)


def test_nth_chooses_among_equal_words(tmp_path: Path) -> None:
    """`nth: 2` is the second place."""
    more = "not_speech: [{article: a1, text: crossing, nth: 2}]"
    case = cases.load_case(write(tmp_path, more=more), "dev")
    assert case.reference.not_speech[0].start == ARTICLE.rindex("crossing")


def test_from_and_to_span_a_stretch(tmp_path: Path) -> None:
    """A long stretch is given by its first and last words."""
    more = "excluded: [{article: a1, from: The crossing, to: rival said., reason: teaser}]"
    case = cases.load_case(write(tmp_path, more=more), "dev")
    assert case.reference.excluded[0].text == "The crossing stays shut, her rival said."


def test_one_article_in_two_splits_is_refused(tmp_path: Path) -> None:
    """Dev and test may not share an article, even with other white space."""
    write(tmp_path, "dev", "one")
    write(tmp_path, "test", "two", text=ARTICLE.replace("\n\n", "\n"))
    with pytest.raises(cases.CaseError, match="held apart by article"):
        cases.load_all(tmp_path)


def test_a_run_uses_one_split(tmp_path: Path) -> None:
    """Cases of two splits don't go into one run."""
    write(tmp_path, "dev", "one")
    write(tmp_path, "test", "two", text=ARTICLE + "More.")
    with pytest.raises(cases.CaseError, match="one split"):
        cases.one_split(cases.load_all(tmp_path))


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    """Whoever writes references sees all that is wrong in one go."""
    write(tmp_path, "dev", "one", more="a: 1")
    write(tmp_path, "test", "two", more="b: 1")
    with pytest.raises(cases.CaseError) as caught:
        cases.load_all(tmp_path)
    assert "one/case.yaml: a:" in str(caught.value)
    assert "two/case.yaml: b:" in str(caught.value)


def test_unlisted_marks_are_found(tmp_path: Path) -> None:
    """A mark that no entry accounts for is reported with what stands around it."""
    doubts = cases.check(cases.load_case(write(tmp_path), "dev"))
    assert len(doubts) == 2
    assert "“a start”" in doubts[0].message


def test_listed_marks_are_accounted_for(tmp_path: Path) -> None:
    """Quotations, terms and excluded stretches account for their marks."""
    more = "not_speech: [{article: a1, text: a start}]"
    assert cases.check(cases.load_case(write(tmp_path, more=more), "dev")) == ()


def test_an_apostrophe_is_no_quotation_mark(tmp_path: Path) -> None:
    """Elisions and possessives don't ask for an entry, a pair of single marks does."""
    text = ARTICLE.replace("“a start”", "the ministers' rock 'n' roll of the '90s")
    assert cases.check(cases.load_case(write(tmp_path, text=text), "dev")) == ()
    text = ARTICLE.replace("“a start”", "'a good start'")
    assert len(cases.check(cases.load_case(write(tmp_path, "test", text=text), "test"))) == 1


def test_a_leak_that_stands_nowhere_is_a_typing_error(tmp_path: Path) -> None:
    """A leak string has to occur in an article, else it would never be noticed."""
    more = "not_speech: [{article: a1, text: a start}]\nleaks: [Royal wedding]"
    (doubt,) = cases.check(cases.load_case(write(tmp_path, more=more), "dev"))
    assert "Royal wedding" in doubt.message


def test_the_digest_follows_article_and_reference(tmp_path: Path) -> None:
    """Changing a word of either changes the data digest; order of cases doesn't."""
    one = cases.load_case(write(tmp_path, name="one"), "dev")
    two = cases.load_case(write(tmp_path, name="two", text=ARTICLE + "More."), "dev")
    three = cases.load_case(write(tmp_path, name="three", more="leaks: [rival]"), "dev")
    assert len({one.digest, two.digest, three.digest}) == 3
    assert cases.data_digest([one, two]) == cases.data_digest([two, one])
