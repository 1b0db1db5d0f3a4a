"""A summary with everything in it, and one whose every word is hostile."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from service.records import (
    Article,
    Attendance,
    BriefSentence,
    ChunkCoverage,
    Coverage,
    Disagreement,
    Evidence,
    Exclusion,
    Fact,
    Provenance,
    Quotation,
    Round,
    Speaker,
    Statement,
    Summary,
    Usage,
)

TEXT = """Talks between Norland and Sudmark ended in Geneva on Thursday.
"We made real progress," Foreign Minister Anna Berg said.

Photo: Daily Courier
They agreed to open the bridge. The border remains disputed."""
OTHER = "Norland's minister said: “we made real progress”. The talks took five days."


def at(article: str, text: str, words: str) -> Evidence:
    start = text.index(words)
    return Evidence(article=article, start=start, end=start + len(words))


def article(identifier: str, text: str, **known: object) -> Article:
    return Article(
        id=identifier,
        text=text,
        sha256=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        language="en",
        **known,  # type: ignore[arg-type]
    )


def quotation(identifier: str, source: str, text: str, words: str, **known: object) -> Quotation:
    start = text.index(words)
    return Quotation(
        id=identifier,
        article=source,
        start=start,
        end=start + len(words),
        text=words,
        kind="direct",
        **known,  # type: ignore[arg-type]
    )


@pytest.fixture
def summary() -> Summary:
    photo = at("a1", TEXT, "Photo: Daily Courier")
    return Summary(
        id="s1",
        created_at=datetime(2024, 3, 8, 12, tzinfo=UTC),
        status="done",
        articles=(
            article(
                "a1",
                TEXT,
                title="Talks end",
                outlet="Daily Courier",
                url="https://example.org/talks",
                published_at=date(2024, 3, 8),
                excluded=(Exclusion(start=photo.start, end=photo.end, reason="caption"),),
            ),
            article("a2", OTHER),
        ),
        rounds=(
            Round(
                id="r1",
                label="Norland and Sudmark, March 2024",
                state="held",
                start=date(2024, 3, 4),
                end=date(2024, 3, 7),
                place=Fact(value="Geneva", evidence=(at("a1", TEXT, "Geneva"),)),
                participants=(
                    Attendance(
                        name="Anna Berg",
                        role="Foreign Minister",
                        party="Norland",
                        evidence=(at("a1", TEXT, "Anna Berg"),),
                    ),
                ),
                outcomes=(
                    Statement(
                        text="They agreed to open the bridge.",
                        status="agreed",
                        evidence=(at("a1", TEXT, "They agreed to open the bridge."),),
                    ),
                ),
                open_issues=(
                    Statement(
                        text="The border remains disputed.",
                        status="claimed",
                        by="Norland",
                        evidence=(at("a1", TEXT, "The border remains disputed."),),
                    ),
                ),
                next_steps=(
                    Statement(text="They will meet in May.", status="proposed", evidence=()),
                ),
                disagreements=(
                    Disagreement(
                        field="duration",
                        values=(
                            Fact(value="four days", evidence=(at("a1", TEXT, "Thursday"),)),
                            Fact(value="five days", evidence=(at("a2", OTHER, "five days"),)),
                        ),
                    ),
                ),
                articles=("a1", "a2"),
                brief=(
                    BriefSentence(
                        text="Norland and Sudmark met in Geneva.",
                        evidence=(at("a1", TEXT, TEXT.split("\n", 1)[0]),),
                    ),
                ),
            ),
        ),
        quotations=(
            quotation(
                "a1-q0",
                "a1",
                TEXT,
                "We made real progress,",
                speaker=Speaker(name="Anna Berg", role="Foreign Minister", kind="person"),
                cue="said",
                how="rule",
                round="r1",
                repeats=("a2-q0",),
            ),
            quotation(
                "a2-q0", "a2", OTHER, "we made real progress", round="r1", repeats=("a1-q0",)
            ),
        ),
        coverage=Coverage(
            chunks=ChunkCoverage(total=3, read=2, failed=1),
            not_read=(Evidence(article="a2", start=0, end=len(OTHER)),),
        ),
        usage=Usage(model="fake", calls=3),
        provenance=Provenance(service_version="0.1.0", model="fake"),
    )


def hostile(words: str) -> Summary:
    """A summary in which every text that comes from outside is `words`."""
    text = f"{words}\n{words} {words}\n"
    place = Evidence(article=words, start=0, end=len(words))
    fact = Fact(value=words, evidence=(place,))
    who = Attendance(name=words, role=words, party=words, evidence=(place,))
    statement = Statement(text=words, status="claimed", by=words, evidence=(place,))
    return Summary(
        id="s1",
        created_at=datetime(2024, 3, 8, tzinfo=UTC),
        status="done",
        articles=(
            article(
                words,
                text,
                title=words,
                outlet=words,
                url=words,
                excluded=(Exclusion(start=1, end=len(words) + 1, reason=words),),
            ),
        ),
        rounds=(
            Round(
                id="r1",
                label=words,
                state="held",
                place=fact,
                venue=fact,
                host=fact,
                mediators=(who,),
                participants=(who,),
                attendees=(who,),
                outcomes=(statement,),
                open_issues=(statement,),
                next_steps=(statement,),
                articles=(words,),
                disagreements=(Disagreement(field=words, values=(fact, fact)),),
                brief=(BriefSentence(text=words, evidence=(place,)),),
            ),
        ),
        quotations=(
            quotation(
                "q",
                words,
                text,
                words,
                speaker=Speaker(name=words, role=words, kind="unnamed"),
                cue=words,
                note=words,
                round="r1",
            ),
        ),
        provenance=Provenance(service_version="0.1.0", model=words),
    )
