"""The small phrases that every readable representation shares: dates, names, counts, sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from service.records import Article, Attendance, Evidence, Quotation, Round, Summary

_MOST_PLACES = 10

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(value: date) -> str:
    """ "4 May 2023"."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def when(start: date | None, end: date | None) -> str:
    """One phrase for a stretch of days, both ends included, as short as it stays clear.

    >>> when(date(2024, 3, 4), date(2024, 3, 7))
    '4–7 March 2024'
    """
    if start is None and end is None:
        return "date not known"
    if start is None or end is None:
        return f"from {day(start)}" if start else f"until {day(end)}" if end else ""
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]} – {day(end)}"
    return f"{day(start)} – {day(end)}"


def headline(article: Article) -> str:
    """What to call an article: its title, else its first line, shortened."""
    words = article.title or article.text.strip().split("\n", 1)[0]
    return words if len(words) <= 120 else words[:119].rstrip() + "…"


def person(who: Attendance) -> str:
    """Name, role and party: "Anna Berg (foreign minister, Norland)"."""
    extra = ", ".join(part for part in (who.role, who.party) if part)
    return f"{who.name} ({extra})" if extra else who.name


def people(group: Iterable[Attendance]) -> str:
    return "; ".join(person(who) for who in group)


def articles_of(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """The articles that evidence stands in, each once, in order."""
    return tuple(dict.fromkeys(place.article for place in evidence))


def incomplete(summary: Summary) -> str | None:
    """What could not be read, with its places: "1 of 3 parts could not be read: a2 (0–800)"."""
    chunks = summary.coverage.chunks
    if not chunks.failed:
        return None
    shown = [f"{place.article} ({place.start}–{place.end})" for place in summary.coverage.not_read]
    where = ", ".join(shown[:_MOST_PLACES]) + (", …" if len(shown) > _MOST_PLACES else "")
    told = f"{chunks.failed} of {counted(chunks.total, 'part')} could not be read"
    return f"{told}: {where}" if where else told


def place_of(talks: Round) -> str | None:
    """Venue and place in one phrase, without saying the same twice."""
    parts = [fact.value for fact in (talks.venue, talks.place) if fact is not None]
    if len(parts) == 2 and parts[1].casefold() in parts[0].casefold():
        parts = parts[:1]
    return ", ".join(parts) or None


def facts(talks: Round) -> list[tuple[str, str]]:
    """What is known of a round besides its statements, each with its label, in reading order."""
    state = "" if talks.state == "held" else f" ({talks.state})"
    rows = [("When", when(talks.start, talks.end) + state)]
    rows += [("Where", place)] if (place := place_of(talks)) else []
    rows += [("Host", talks.host.value)] if talks.host else []
    for label, group in (
        ("Mediators", talks.mediators),
        ("Participants", talks.participants),
        ("Also there", talks.attendees),
    ):
        rows += [(label, people(group))] if group else []
    rows += [("Reported in", ", ".join(talks.articles))] if talks.articles else []
    return rows


def quotations_by_round(
    summary: Summary,
) -> list[tuple[Round | None, list[Quotation]]]:
    """Quotations under the round they belong to, in the summary's order; the homeless come last.

    A quotation whose words stand in several articles appears once, at its first place.
    """
    known = {talks.id: talks for talks in summary.rounds}
    groups: dict[str | None, list[Quotation]] = {talks.id: [] for talks in summary.rounds}
    groups[None] = []
    for quotation in first_of_repeats(summary.quotations):
        groups[quotation.round if quotation.round in known else None].append(quotation)
    return [(known.get(key) if key else None, group) for key, group in groups.items() if group]


def first_of_repeats(quotations: Sequence[Quotation]) -> list[Quotation]:
    """The quotations without those that repeat an earlier one."""
    shown: set[str] = set()
    kept: list[Quotation] = []
    for quotation in quotations:
        if not shown.intersection(quotation.repeats):
            kept.append(quotation)
            shown.add(quotation.id)
    return kept


def repeats_of(summary: Summary, quotation: Quotation) -> list[Quotation]:
    """The same words in other articles."""
    wanted = set(quotation.repeats)
    return [other for other in summary.quotations if other.id in wanted] if wanted else []


def said_by(quotation: Quotation) -> str:
    """The speaker with role, or plainly that nobody could be named."""
    speaker = quotation.speaker
    if speaker is None:
        return "speaker not named"
    return f"{speaker.name}, {speaker.role}" if speaker.role else speaker.name


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """ "1 round", "2 rounds"."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"
