"""Date expressions are found where they stand and resolved to the days a reader would take."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import articles
from service.dates import find_dates, find_durations, is_date_line
from service.records import Article, ArticleInput, DateMention

# Of an article of Thursday, 29 June 2023. Marked: ⟦words=first..last precision⟧; a day alone is
# its own last day and has precision "day" unless said otherwise; "?" is a day that can't be told.
MARKED = """\
The ministers met on ⟦Thursday=2023-06-29⟧.
The talks began on ⟦Tuesday=2023-06-27⟧ and ended ⟦Thursday=2023-06-29⟧.
He said on ⟦Friday=2023-06-23⟧ that the sides were close.
They will meet again on ⟦Monday=2023-07-03⟧.
The next round is due to open on ⟦Saturday=2023-07-01⟧.
The envoys are expected to arrive on ⟦Sunday=2023-07-02⟧.
Talks scheduled for ⟦Wednesday=2023-07-05⟧ were called off.
They agreed on ⟦Tuesday=2023-06-27⟧ to meet on ⟦Saturday=2023-07-01⟧.
The minister said on ⟦Wednesday=2023-06-28⟧ that talks would resume on ⟦Friday=2023-06-30⟧.
They met ⟦last Thursday=2023-06-22⟧ and will meet ⟦next Thursday=2023-07-06⟧.
He defended a decision to meet Berg at ⟦the end of May=2023-05-21..2023-05-31 part⟧.
They met on ⟦Tuesday last week=2023-06-20⟧.
They met on ⟦Tuesday of last week=2023-06-20⟧.
The ministers met on ⟦Wednesday and Thursday=2023-06-28..2023-06-29 range⟧.
Talks ran ⟦Monday to Thursday=2023-06-26..2023-06-29 range⟧.
They sat from ⟦Tuesday through Thursday=2023-06-27..2023-06-29 range⟧.
The talks will run from ⟦Monday to Wednesday=2023-07-03..2023-07-05 range⟧.
They met on ⟦Monday=2023-06-26⟧ and ⟦Thursday=2023-06-29⟧.
⟦Yesterday=2023-06-28⟧ they met; ⟦today=2023-06-29⟧ they rest; ⟦tomorrow=2023-06-30⟧ they leave.
He arrived ⟦last night=2023-06-28⟧, a day before ⟦the day after tomorrow=2023-07-01⟧.
Tensions flared ⟦last month=2023-05-01..2023-05-31 month⟧.
Azerbaijan set up a post ⟦last week=2023-06-19..2023-06-25 week⟧.
They will meet ⟦next week=2023-07-03..2023-07-09 week⟧ or ⟦next month=2023-07-01..2023-07-31 month⟧.
⟦Earlier this week=2023-06-26..2023-07-02 week⟧ he had hopes.
⟦Later this year=2023-01-01..2023-12-31 year⟧ a summit is planned.
They broke off ⟦last year=2022-01-01..2022-12-31 year⟧.
They met ⟦last weekend=2023-06-24..2023-06-25 range⟧.
They met ⟦two weeks ago=2023-06-12..2023-06-18 week⟧ and ⟦three days ago=2023-06-26⟧.
They last met in ⟦late May=2023-05-21..2023-05-31 part⟧.
They met in ⟦early March=2023-03-01..2023-03-10 part⟧ and in ⟦mid-June=2023-06-11..2023-06-20 part⟧.
A summit in ⟦early October=2022-10-01..2022-10-10 part⟧ failed.
A summit will be held in ⟦early October=2023-10-01..2023-10-10 part⟧.
They met at ⟦the end of April=2023-04-21..2023-04-30 part⟧.
They met in ⟦April=2023-04-01..2023-04-30 month⟧ and in ⟦December=2022-12-01..2022-12-31 month⟧.
They will meet in ⟦August=2023-08-01..2023-08-31 month⟧.
The checkpoint has stood since ⟦last December=2022-12-01..2022-12-31 month⟧.
The war broke out in ⟦spring 2022=2022-03-01..2022-05-31 part⟧.
It ended in ⟦winter of 2021=2021-12-01..2022-02-28 part⟧.
Talks were held on ⟦27-29 June=2023-06-27..2023-06-29 range⟧.
Talks were held from ⟦May 1–4=2023-05-01..2023-05-04 range⟧ near Washington.
Talks were held from ⟦May 1 to 4, 2022=2022-05-01..2022-05-04 range⟧.
They met on ⟦3 and 4 May=2023-05-03..2023-05-04 range⟧.
They met from ⟦30 May to 2 June=2023-05-30..2023-06-02 range⟧.
They met from ⟦May 30 to June 2=2023-05-30..2023-06-02 range⟧.
They met between ⟦December 30 and January 2=2022-12-30..2023-01-02 range⟧.
They met from ⟦28 December 2021 to 3 January 2022=2021-12-28..2022-01-03 range⟧.
They met on ⟦4 May=2023-05-04⟧, on ⟦May 5th=2023-05-05⟧ and on ⟦the 6th of May=2023-05-06⟧.
They met on ⟦2023-05-04=2023-05-04⟧ at noon.
It was signed on ⟦Thursday, May 4, 2023=2023-05-04⟧, in Oslo.
It was signed on ⟦Sept. 7, 2021=2021-09-07⟧.
It was signed on ⟦Jan. 5=2023-01-05⟧.
It will be signed on ⟦Jan. 5=2024-01-05⟧.
It was signed on ⟦November 10=2022-11-10⟧.
The deadline is ⟦July 2=2023-07-02⟧.
It was signed on ⟦04.05.2023=2023-05-04⟧.
It was signed on ⟦25/05/2023=2023-05-25⟧.
It was signed on ⟦04/05/2023=?⟧.
They will meet on ⟦the 12th=2023-07-12⟧.
They met on ⟦the 12th=2023-06-12⟧, he said.
In ⟦May 2021=2021-05-01..2021-05-31 month⟧, they met.
The war of ⟦2020=2020-01-01..2020-12-31 year⟧ ended in a truce.
They met ⟦over the weekend=2023-06-24..2023-06-25 range⟧.
They will meet in ⟦the second half of October=2023-10-16..2023-10-31 part⟧.
The truce is to begin on ⟦Saturday=2023-07-01⟧.
The talks continue on ⟦Friday=2023-06-30⟧.
They agreed to a truce starting at midnight on ⟦Saturday=2023-07-01⟧.
They agreed to a truce in ⟦January=2023-01-01..2023-01-31 month⟧.
They may march in step, and they may not.
It may be 5 or 6 people. They march 4 days.
Prime Minister Theresa May met the envoys. May said no.
The 12th round of talks failed.
About 2020 people came. The price rose 2020 dollars.
Resolution 2231 and Article 15 were cited.
The second day was the longest.
They may meet in ⟦May=2024-05-01..2024-05-31 month⟧.
They may meet in ⟦July=2023-07-01..2023-07-31 month⟧.
Sun shone, and Sat Nam sang.
"""
THURSDAY = date(2023, 6, 29)
_MARK = re.compile(r"⟦([^=⟧]+)=([^⟧]+)⟧")


def article_of(text: str, published: date | None) -> Article:
    return articles.read(ArticleInput(text=text, published_at=published), "a1")


def dates_in(text: str, published: date | None) -> tuple[DateMention, ...]:
    article = article_of(text, published)
    return find_dates(article, articles.segment(article))


def shown(mention: DateMention, text: str) -> tuple[str, str]:
    words = mention.span.of(text)
    if mention.start is None or mention.end is None:
        return words, "?"
    days = f"{mention.start}" + (f"..{mention.end}" if mention.end != mention.start else "")
    return words, days if mention.precision == "day" else f"{days} {mention.precision}"


@pytest.mark.parametrize("marked", MARKED.splitlines())
def test_marked_expressions_are_found_and_resolved(marked: str) -> None:
    """Each mark is found with its days, and nothing else is."""
    text = _MARK.sub(lambda m: m[1], marked)
    assert [shown(m, text) for m in dates_in(text, THURSDAY)] == _MARK.findall(marked)


@pytest.mark.parametrize(
    ("words", "precision"),
    [
        ("Thursday", "day"),
        ("yesterday", "day"),
        ("last week", "week"),
        ("last month", "month"),
        ("late May", "part"),
        ("May 1–4", "range"),
        ("Monday to Thursday", "range"),
        ("4 May", "day"),
        ("two days ago", "day"),
        ("the 12th", "day"),
    ],
)
def test_without_the_articles_date_nothing_relative_is_resolved(words: str, precision: str) -> None:
    """The expression is still a mention, its days are None."""
    text = f"They met {words}, he said."
    (mention,) = dates_in(text, None)
    assert (mention.span.of(text), mention.start, mention.end) == (words, None, None)
    assert mention.precision == precision


def test_absolute_dates_need_no_article_date() -> None:
    """A date with its year is resolved by itself."""
    (mention,) = dates_in("They met on 4 May 2023, he said.", None)
    assert mention.start == mention.end == date(2023, 5, 4)


def test_dates_outside_the_story_are_not_candidates() -> None:
    """A caption's date is no date of the talks."""
    text = (
        "FILE - Delegates in Oslo, June 3, 2019. (AP Photo/Tim Hale, File)\n\n"
        "The ministers met in Oslo on Monday, officials said.\n\nThey will meet again."
    )
    assert [m.span.of(text) for m in dates_in(text, THURSDAY)] == ["Monday"]


def test_a_line_break_within_a_date_does_not_hide_it() -> None:
    """Hard-wrapped lines may part a month from its day."""
    text = (
        "The foreign ministers of the two countries met in Oslo on May\n"
        "4, 2023, and agreed on a list of prisoners to be exchanged by\n"
        "both sides, the host said.\n"
    )
    (mention,) = dates_in(text, None)
    assert mention.start == date(2023, 5, 4)


@given(
    st.dates(date(1990, 1, 1), date(2060, 12, 31)),
    st.integers(0, 6),
    st.sampled_from(["They met on {}.", "They will meet on {}."]),
)
def test_weekdays_lie_within_a_week_on_the_side_of_their_tense(
    published: date, weekday: int, sentence: str
) -> None:
    """A weekday is that weekday, at most six days away, past or to come as the verb says."""
    name = (date(2024, 1, 1) + timedelta(days=weekday)).strftime("%A")
    (mention,) = dates_in(sentence.format(name), published)
    assert mention.start is not None
    assert mention.start.weekday() == weekday
    away = (mention.start - published).days
    assert 0 <= away <= 6 if "will" in sentence else -6 <= away <= 0


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.dates(date(1990, 1, 1)))
def test_a_full_date_is_read_back_as_written(day: date, published: date) -> None:
    """Month names in either order, and ISO dates, mean their day whatever the article's date."""
    written = (f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%B} {day.year}", f"{day}")
    for form in written:
        if day.year > 2099 or published.year > 2200:
            continue
        (mention,) = dates_in(f"They met on {form}, he said.", published)
        assert mention.start == mention.end == day


@given(st.text(alphabet="May 1234567890,.-/–toand thruslMdybcw\n", max_size=200))
def test_mentions_never_overlap_and_lie_in_the_text(text: str) -> None:
    """Whatever looks like a date, mentions come in order and each is a stretch of the text."""
    if not text.strip():
        return
    mentions = dates_in(text, THURSDAY)
    places = [(m.span.start, m.span.end) for m in mentions]
    assert places == sorted(places)
    assert all(a[1] <= b[0] for a, b in pairwise(places))
    assert all(m.start is None or (m.end is not None and m.start <= m.end) for m in mentions)


@pytest.mark.parametrize(
    ("text", "durations"),
    [
        ("The talks, held over the past two days, ended.", [("two days", 2)]),
        ("After four days of talks in Washington, they left.", [("four days", 4)]),
        ("Closing the three-day negotiations, he smiled.", [("three-day", 3)]),
        ("They met for five-day talks in Oslo.", [("five-day", 5)]),
        ("The talks, which took place over four days in Oslo, ended.", [("four days", 4)]),
        ("Three days of U.S.-hosted talks ended.", [("Three days", 3)]),
        ("A two-day meeting and a week of talks followed.", [("two-day", 2), ("a week", 7)]),
        ("The talks lasted two weeks.", [("two weeks", 14)]),
        ("A week-long summit opened.", [("week-long", 7)]),
        ("Daylong talks ended; a day-long session follows.", [("Daylong", 1), ("day-long", 1)]),
        ("After 48 hours of talks, they left.", [("48 hours", 2)]),
        ("The two-day-long visit ended.", [("two-day-long", 2)]),
        ("They will answer within 30 days.", []),
        ("He was jailed for 15 days in jail.", []),
        ("They met two days ago and two days later.", []),
        ("The war lasted six years. The truce held for 200 days.", []),
        ("The 44-day war ended in 2020.", []),
        ("It has been discussed over the last few days.", []),
        ("They spoke for three hours.", []),
        ("Staff get six weeks of paid leave, he said.", []),
        ("The first debate is in 10 days.", []),
    ],
)
def test_durations_are_those_of_events(text: str, durations: list[tuple[str, int]]) -> None:
    """Lengths of talks are found; deadlines, sentences, delays and wars are not."""
    article = article_of(text, None)
    found = find_durations(article, articles.segment(article))
    assert [(d.span.of(text), d.days) for d in found] == durations


@pytest.mark.parametrize(
    "unit", ["May 1 ", "1 May - ", "on Monday, ", "2023-", "the 1st ", "in ", "4/"]
)
def test_time_grows_with_length(unit: str) -> None:
    """A hundred thousand characters take a moment, whatever they repeat."""
    text = unit * (100_000 // len(unit))
    started = time.monotonic()
    dates_in(text, THURSDAY)
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("names", ["A" * 90, "(A" * 40, "(Abc Def " * 8, "A-" * 40])
def test_names_that_are_none_are_refused_at_once(names: str) -> None:
    """However a line of capitals may be cut into names, it is looked at in one pass."""
    started = time.process_time()
    assert not is_date_line(f"{names}! 4 May 2024 x")
    assert time.process_time() - started < 1
