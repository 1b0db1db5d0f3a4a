"""What a summary says after articles were added that it did not say before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.records import Attendance, Change, Changes, Fact, Round, Statement, Summary
from service.rounds import parties
from service.rounds.merging import content

FIELDS = ("outcomes", "open_issues", "next_steps")


def changes(before: Summary, after: Summary) -> Changes:
    """New facts, what moved to agreed or changed status, new disagreements.

    Rounds are recognised by the articles they share, not by their ids, which may shift.
    """
    known = {a.id for a in before.articles}
    found: list[Change] = []
    for talks in after.rounds:
        earlier = counterpart(talks, before.rounds, known)
        if earlier is None:
            found.append(Change(kind="round", round=talks.id, field="label", text=talks.label))
        else:
            found.extend(compare(earlier, talks))
    return Changes(
        articles=tuple(a.id for a in after.articles if a.id not in known), changes=tuple(found)
    )


def counterpart(talks: Round, earlier: Iterable[Round], known: set[str]) -> Round | None:
    """The round of the earlier summary that shares most articles, and days or place if it can."""
    mine = set(talks.articles) & known
    ranked = [
        (
            len(mine & set(r.articles)),
            r.start == talks.start,
            same_value(r.place, talks.place),
            r.id,
            r,
        )
        for r in earlier
        if mine & set(r.articles) and (r.state == "mentioned") == (talks.state == "mentioned")
    ]
    return max(ranked, key=lambda item: item[:4])[4] if ranked else None


def same_value(one: Fact | None, other: Fact | None) -> bool:
    return (one is None) == (other is None) and (
        one is None or other is None or parties.same_place(one.value, other.value)
    )


def compare(old: Round, new: Round) -> Iterator[Change]:
    if old.state != new.state:
        yield Change(kind="fact", round=new.id, field="state", text=new.state, before=old.state)
    yield from compare_days(old, new)
    yield from compare_facts(old, new)
    yield from compare_people(old, new)
    yield from compare_statements(old, new)
    yield from compare_disagreements(old, new)


def compare_days(old: Round, new: Round) -> Iterator[Change]:
    for field in ("start", "end"):
        was, now = getattr(old, field), getattr(new, field)
        if now is not None and was != now:
            yield Change(
                kind="fact", round=new.id, field=field, text=now.isoformat(),
                before=was.isoformat() if was else None,
            )  # fmt: skip


def compare_facts(old: Round, new: Round) -> Iterator[Change]:
    for field in ("place", "venue", "host"):
        was: Fact | None = getattr(old, field)
        fact: Fact | None = getattr(new, field)
        if fact is not None and not same_value(was, fact):
            yield Change(
                kind="fact", round=new.id, field=field, text=fact.value,
                before=was.value if was else None, evidence=fact.evidence,
            )  # fmt: skip


def compare_people(old: Round, new: Round) -> Iterator[Change]:
    for field in ("mediators", "participants", "attendees"):
        was_there: tuple[Attendance, ...] = getattr(old, field)
        for person in getattr(new, field):
            if not any(parties.same_person(person.name, p.name) for p in was_there):
                yield Change(
                    kind="fact", round=new.id, field=field, text=person.name,
                    evidence=person.evidence,
                )  # fmt: skip


def compare_disagreements(old: Round, new: Round) -> Iterator[Change]:
    seen = {(d.field, frozenset(v.value for v in d.values)) for d in old.disagreements}
    for conflict in new.disagreements:
        if (conflict.field, frozenset(v.value for v in conflict.values)) not in seen:
            yield Change(
                kind="disagreement", round=new.id, field=conflict.field,
                text="; ".join(v.value for v in conflict.values),
                evidence=tuple(e for v in conflict.values for e in v.evidence),
            )  # fmt: skip


def compare_statements(old: Round, new: Round) -> Iterator[Change]:
    before: list[tuple[str, Statement]] = [(f, s) for f in FIELDS for s in getattr(old, f)]
    for field in FIELDS:
        for statement in getattr(new, field):
            was = matching(statement, before)
            if was is None:
                yield Change(
                    kind="statement", round=new.id, field=field, text=statement.text,
                    evidence=statement.evidence,
                )  # fmt: skip
                continue
            old_field, old_statement = was
            if statement.status == "agreed" and (
                old_statement.status != "agreed" or old_field != field
            ):
                yield Change(
                    kind="agreed", round=new.id, field=field, text=statement.text,
                    before=old_statement.text, evidence=statement.evidence,
                )  # fmt: skip
            elif statement.status != old_statement.status:
                yield Change(
                    kind="status", round=new.id, field=field, text=statement.text,
                    before=old_statement.status, evidence=statement.evidence,
                )  # fmt: skip


def matching(
    statement: Statement, known: Iterable[tuple[str, Statement]]
) -> tuple[str, Statement] | None:
    """The earlier statement that shares a place, or else most of its words."""
    places = set(statement.evidence)
    own = content(statement.text)
    best: tuple[float, str, Statement] | None = None
    for field, other in known:
        theirs = content(other.text)
        shorter = min(len(own), len(theirs)) or 1
        weight = 2.0 if places & set(other.evidence) else len(own & theirs) / shorter
        if weight >= 0.6 and (best is None or weight > best[0]):
            best = (weight, field, other)
    return (best[1], best[2]) if best else None
