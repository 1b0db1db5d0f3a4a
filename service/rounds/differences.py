"""Where the sources of one round differ in substance.

A difference in spelling, wording, scope or precision is none: only values that can't both be true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from service.records import Disagreement, Evidence, Fact, Reading, Span
from service.rounds.sightings import Sighting

COUNT = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def find(
    mains: Sequence[Sighting],
    group: Sequence[Sighting],
    readings: Mapping[str, Reading],
    origin: Mapping[str, int],
) -> tuple[Disagreement, ...]:
    """The fields for which the sightings give values that exclude each other."""
    found: list[Disagreement] = []
    ordered = sorted(group, key=lambda s: s.key)
    for name, values in (
        ("duration", durations(ordered)),
        ("start", dates(ordered, "start")),
        ("end", dates(ordered, "end")),
    ):
        if len(values) > 1:
            found.append(
                Disagreement(
                    field=name,
                    values=tuple(Fact(value=v, evidence=tuple(e)) for v, e in sorted(values.items())),
                )
            )
    return tuple(found)


def durations(ordered: Iterable[Sighting]) -> dict[str, list[Evidence]]:
    values: dict[str, list[Evidence]] = {}
    for sighting in ordered:
        days = sighting.timing.days
        if days is not None:
            word = COUNT[days] if days < len(COUNT) else str(days)
            key = f"{word} day" + ("" if days == 1 else "s")
            values.setdefault(key, []).extend(places(sighting, sighting.timing.days_spans))
    return values


def dates(ordered: Iterable[Sighting], side: str) -> dict[str, list[Evidence]]:
    """Exact days; a part of a month counts only where it excludes the exact days of others."""
    values: dict[str, list[Evidence]] = {}
    sightings = list(ordered)
    for sighting in sightings:
        day = sighting.timing.start if side == "start" else sighting.timing.end
        spans = sighting.timing.start_spans if side == "start" else sighting.timing.end_spans
        if day is not None and not (side == "start" and sighting.timing.assumed):
            values.setdefault(day.isoformat(), []).extend(places(sighting, spans))
    if side == "start" and values:
        for sighting in sightings:
            low, high = sighting.timing.earliest, sighting.timing.latest
            if low is None or high is None:
                continue
            if all(not low.isoformat() <= value <= high.isoformat() for value in list(values)):
                values.setdefault(part(low, high), []).extend(places(sighting, sighting.timing.spans))
    return values


def part(low, high) -> str:  # noqa: ANN001
    """"late May 2023" for the last third of a month, and so on."""
    month = f"{low:%B %Y}"
    if (high - low).days > 15:
        return month
    return ("early " if low.day < 9 else "mid-" if low.day < 19 else "late ") + month


def places(sighting: Sighting, spans: Iterable[Span]) -> list[Evidence]:
    return [Evidence(article=sighting.article, start=s.start, end=s.end) for s in spans]
