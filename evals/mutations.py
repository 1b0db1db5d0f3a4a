"""Can the scorers be trusted? Errors are planted in ideal summaries; each must lower a score.

A mutation that no score notices survives. No-op edits change what doesn't matter (order, ids,
typography, titles before names), and must not move any score. `communique eval trust` prints both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from evals import scorers
from evals.cases import SECTIONS, Case
from evals.ideal import ideal_summary
from evals.matching import numbers, same_name
from evals.scorers.contract import parts_of
from evals.scores import Scores
from service.records import (
    Attendance,
    BriefSentence,
    Disagreement,
    Fact,
    Quotation,
    Round,
    Speaker,
    Statement,
    Summary,
    Usage,
)

Mutants = Iterator[tuple[str, Summary]]
"""(what was done, the summary with it)."""

FACTS = ("place", "venue", "host")
PEOPLE = ("mediators", "participants", "attendees")


def _with_round(summary: Summary, number: int, **changes: Any) -> Summary:
    rounds = list(summary.rounds)
    rounds[number] = rounds[number].model_copy(update=changes)
    return summary.model_copy(update={"rounds": tuple(rounds)})


def _with_quotation(summary: Summary, number: int, **changes: Any) -> Summary:
    found = list(summary.quotations)
    found[number] = found[number].model_copy(update=changes)
    return summary.model_copy(update={"quotations": tuple(found)})


def _replaced(items: Sequence[Any], number: int, new: Any) -> tuple[Any, ...]:
    return (*items[:number], *([] if new is None else [new]), *items[number + 1 :])


def _main(case: Case) -> list[int]:
    return [i for i, r in enumerate(case.reference.rounds) if r.main]


# --- Errors, by kind ----------------------------------------------------------------------------


def drop_fact(case: Case, summary: Summary) -> Mutants:
    """A date, place, venue, host, person, essential statement or disagreement is missing."""
    for number in _main(case):
        about, talks = case.reference.rounds[number], summary.rounds[number]
        for field in ("start", "end", *FACTS):
            one_day = field == "end" and about.start == about.end
            if getattr(talks, field) is not None and not one_day:
                yield f"{talks.id} without {field}", _with_round(summary, number, **{field: None})
        for field in (*PEOPLE, *SECTIONS, "disagreements"):
            listed = getattr(talks, field)
            for i, reference in enumerate(getattr(about, field)):
                if getattr(reference, "essential", True):
                    left = {field: _replaced(listed, i, None)}
                    yield f"{talks.id} without {field} {i}", _with_round(summary, number, **left)


def drop_quotation(case: Case, summary: Summary) -> Mutants:
    """A quotation is missing."""
    for i, about in enumerate(case.reference.quotations):
        if not about.optional:
            left = _replaced(summary.quotations, i, None)
            yield f"without q{i}", summary.model_copy(update={"quotations": left})


def change_number(case: Case, summary: Summary) -> Mutants:
    """A number of a statement or of the brief is another; a day is off by one."""
    for number in _main(case):
        about, talks = case.reference.rounds[number], summary.rounds[number]
        for field in ("start", "end"):
            if (day := getattr(talks, field)) is not None:
                moved = day + timedelta(days=3)
                yield f"{talks.id} {field} later", _with_round(summary, number, **{field: moved})
        for section in SECTIONS:
            listed: tuple[Statement, ...] = getattr(talks, section)
            for i, statement in enumerate(listed):
                text = _other_number(statement.text)
                if text is not None and getattr(about, section)[i].essential:
                    new = statement.model_copy(update={"text": text})
                    changed = {section: _replaced(listed, i, new)}
                    yield f"{talks.id} {section} {i}", _with_round(summary, number, **changed)
        yield from _brief(summary, number, talks, _other_number)


def _other_number(text: str) -> str | None:
    """The text with its first number in digits made another; None when it has none."""
    match = re.search(r"\d+", text)
    if match is None:
        return None
    other = f"{text[: match.start()]}{int(match.group()) + 37}{text[match.end() :]}"
    return other if numbers(other) != numbers(text) else None


def negate(case: Case, summary: Summary) -> Mutants:
    """A statement or a sentence of the brief says the opposite."""
    for number in _main(case):
        about, talks = case.reference.rounds[number], summary.rounds[number]
        for section in SECTIONS:
            listed: tuple[Statement, ...] = getattr(talks, section)
            for i, statement in enumerate(listed):
                text = _negated(statement.text)
                if text is not None and getattr(about, section)[i].essential:
                    new = statement.model_copy(update={"text": text})
                    changed = {section: _replaced(listed, i, new)}
                    yield f"{talks.id} {section} {i}", _with_round(summary, number, **changed)
        yield from _brief(summary, number, talks, _negated)


_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|should|must|may)\b(?!\s+not\b)(?!n)",
    re.I,
)
_NOT = re.compile(r"\s+not\b|n['’]t\b|\bno\b\s*", re.I)


def _negated(text: str) -> str | None:
    """The text with a "not" taken out or put in; None when there is no place for one."""
    if _NOT.search(text):
        return _NOT.sub("", text, count=1)
    if (match := _AUXILIARY.search(text)) is not None:
        return f"{text[: match.end()]} not{text[match.end() :]}"
    return re.sub(r"\b(agreed|said|signed|reached)\b", r"never \1", text, count=1) if re.search(
        r"\b(agreed|said|signed|reached)\b", text
    ) else None  # fmt: skip


def _brief(
    summary: Summary, number: int, talks: Round, edit: Callable[[str], str | None]
) -> Mutants:
    for i, sentence in enumerate(talks.brief):
        text = edit(sentence.text)
        if text is not None:
            new = sentence.model_copy(update={"text": text})
            changed = _replaced(talks.brief, i, new)
            yield f"{talks.id} brief {i}", _with_round(summary, number, brief=changed)


def invent_name(case: Case, summary: Summary) -> Mutants:
    """A person, place or sentence of the brief names somebody whom no article knows."""
    for number in _main(case):
        talks = summary.rounds[number]
        for field in PEOPLE:
            listed: tuple[Attendance, ...] = getattr(talks, field)
            for i, person in enumerate(listed):
                new = person.model_copy(update={"name": "Zebulon Quackenbush"})
                changed = {field: _replaced(listed, i, new)}
                yield f"{talks.id} {field} {i}", _with_round(summary, number, **changed)
        for i, sentence in enumerate(talks.brief):
            told = f"{sentence.text.rstrip('.')}, Zebulon Quackenbush said."
            new_sentence = sentence.model_copy(update={"text": told})
            brief = _replaced(talks.brief, i, new_sentence)
            yield f"{talks.id} brief {i}", _with_round(summary, number, brief=brief)


def swap_speakers(case: Case, summary: Summary) -> Mutants:
    """Two quotations of an article have each other's speaker."""
    references = case.reference.quotations
    for i, first in enumerate(references):
        for j in range(i + 1, len(references)):
            second = references[j]
            if first.article != second.article or first.optional or second.optional:
                continue
            if first.speaker is None or second.speaker is None:
                continue
            if same_name(first.speaker.accept[0], second.speaker.accept, second.speaker.kind):
                continue
            a, b = summary.quotations[i].speaker, summary.quotations[j].speaker
            swapped = _with_quotation(_with_quotation(summary, i, speaker=b), j, speaker=a)
            yield f"q{i} and q{j}", swapped
            break


def claim_to_agreed(case: Case, summary: Summary) -> Mutants:
    """What one side claims, proposes or denies is called agreed."""
    for number in _main(case):
        about, talks = case.reference.rounds[number], summary.rounds[number]
        for section in SECTIONS:
            listed: tuple[Statement, ...] = getattr(talks, section)
            for i, reference in enumerate(getattr(about, section)):
                if "agreed" not in reference.statuses:
                    new = listed[i].model_copy(update={"status": "agreed", "by": None})
                    changed = {section: _replaced(listed, i, new)}
                    yield f"{talks.id} {section} {i}", _with_round(summary, number, **changed)


def alter_quotation(case: Case, summary: Summary) -> Mutants:
    """One word of a quotation is another, or the quotation loses its last word."""
    for i, quotation in enumerate(summary.quotations):
        words = quotation.text.split(" ")
        changed = " ".join(["somewhat" if len(words) > 1 else "other", *words[1:]])
        yield f"q{i} retyped", _with_quotation(summary, i, text=changed)
        if len(words) > 1 and not case.reference.quotations[i].optional:
            cut = quotation.text[: quotation.text.rindex(" ")]
            end = quotation.start + len(cut)
            yield f"q{i} cut", _with_quotation(summary, i, text=cut, end=end)


def add_trap(case: Case, summary: Summary) -> Mutants:
    """Somebody who was not there, a caption, a term in marks, a difference that is no conflict."""
    place = ideal_place(summary)
    for number in _main(case):
        about, talks = case.reference.rounds[number], summary.rounds[number]
        for name in about.not_participants:
            listed = (*talks.participants, Attendance(name=name, evidence=place))
            yield f"{talks.id}: {name}", _with_round(summary, number, participants=listed)
        for i, difference in enumerate(about.not_disagreements):
            shown = Disagreement(
                field=difference.field,
                values=tuple(Fact(value=v.value, evidence=place) for v in difference.values),
            )
            more = (*talks.disagreements, shown)
            yield f"{talks.id} conflict {i}", _with_round(summary, number, disagreements=more)
        for leak in case.reference.leaks:
            sentence = BriefSentence(text=leak, evidence=place)
            brief = (*talks.brief, sentence)
            yield f"{talks.id} leak {leak!r}", _with_round(summary, number, brief=brief)
    for i, term in enumerate(case.reference.not_speech):
        extra = Quotation(
            id=f"x{i}",
            article=term.article,
            start=term.start,
            end=term.end,
            text=case.texts[term.article][term.start : term.end],
            kind="partial",
        )
        more_quotations = (*summary.quotations, extra)
        yield f"term {i}", summary.model_copy(update={"quotations": more_quotations})


def ideal_place(summary: Summary) -> tuple[Any, ...]:
    """Some evidence that is valid, for what is made up."""
    return next(part.evidence for r in summary.rounds for _, part in parts_of(r) if part.evidence)


def wrong_round(case: Case, summary: Summary) -> Mutants:
    """A round's state is another; an article goes to the wrong round; two rounds become one."""
    for number in _main(case):
        talks = summary.rounds[number]
        other = "planned" if talks.state != "planned" else "held"
        yield f"{talks.id} {other}", _with_round(summary, number, state=other)
        if len(talks.articles) > 1:
            left = talks.articles[1:]
            yield f"{talks.id} article lost", _with_round(summary, number, articles=left)
    mains = _main(case)
    for first, second in pairwise(mains):
        own, others = (summary.rounds[n].articles for n in (first, second))
        both = tuple(dict.fromkeys((*own, *others)))
        if len(both) > len(summary.rounds[first].articles):
            merged = _with_round(summary, first, articles=both)
            yield (
                f"r{first} and r{second} merged",
                merged.model_copy(update={"rounds": _replaced(merged.rounds, second, None)}),
            )


def break_contract(case: Case, summary: Summary) -> Mutants:  # noqa: ARG001
    """A place outside its article, an id twice, a fact without evidence, a failed summary."""
    for i, quotation in enumerate(summary.quotations[:3]):
        end = quotation.end + 10_000_000
        yield f"q{i} beyond the end", _with_quotation(summary, i, end=end)
    if len(summary.quotations) > 1:
        same = summary.quotations[0].id
        yield "an id twice", _with_quotation(summary, 1, id=same)
    for number, talks in enumerate(summary.rounds):
        for section in SECTIONS:
            listed: tuple[Statement, ...] = getattr(talks, section)
            if listed:
                bare = {
                    section: _replaced(listed, 0, listed[0].model_copy(update={"evidence": ()}))
                }
                yield f"{talks.id} {section} bare", _with_round(summary, number, **bare)
    yield "failed", summary.model_copy(update={"status": "failed"})


KINDS: Mapping[str, Callable[[Case, Summary], Mutants]] = {
    "drop a fact": drop_fact,
    "drop a quotation": drop_quotation,
    "change a number": change_number,
    "negate": negate,
    "invent a name": invent_name,
    "swap speakers": swap_speakers,
    "claim → agreed": claim_to_agreed,
    "alter a quotation": alter_quotation,
    "add a trap": add_trap,
    "wrong round": wrong_round,
    "break the contract": break_contract,
}


# --- Edits that must not matter -----------------------------------------------------------------


def reorder(case: Case, summary: Summary) -> Mutants:  # noqa: ARG001
    """Quotations, people, statements and values in another order."""
    turned = tuple(reversed(summary.quotations))
    yield "quotations", summary.model_copy(update={"quotations": turned})
    for number, talks in enumerate(summary.rounds):
        for field in (*PEOPLE, *SECTIONS, "disagreements", "articles"):
            listed = getattr(talks, field)
            if len(listed) > 1:
                other = {field: tuple(reversed(listed))}
                yield f"{talks.id} {field}", _with_round(summary, number, **other)
    yield "rounds", summary.model_copy(update={"rounds": tuple(reversed(summary.rounds))})


def rename_ids(case: Case, summary: Summary) -> Mutants:  # noqa: ARG001
    """Other ids for the summary, its rounds and quotations; another time and cost."""
    rounds = tuple(r.model_copy(update={"id": f"round-{r.id}"}) for r in summary.rounds)
    found = tuple(q.model_copy(update={"id": f"quote-{q.id}"}) for q in summary.quotations)
    yield "ids", summary.model_copy(update={"id": "other", "rounds": rounds, "quotations": found})
    later = datetime(2031, 5, 6, tzinfo=UTC)
    usage = Usage(model="other", calls=7, seconds=3.5)
    yield "time", summary.model_copy(update={"created_at": later, "usage": usage})


def typography(case: Case, summary: Summary) -> Mutants:  # noqa: ARG001
    """Other marks, spaces and dashes in statements; titles before names; an article before one."""
    for number, talks in enumerate(summary.rounds):
        for section in SECTIONS:
            listed: tuple[Statement, ...] = getattr(talks, section)
            for i, statement in enumerate(listed):
                text = statement.text.replace("’", "'").replace("“", '"').replace("”", '"')
                new = statement.model_copy(update={"text": f" {text.replace(' ', '  ')} "})
                changed = {section: _replaced(listed, i, new)}
                yield f"{talks.id} {section} {i}", _with_round(summary, number, **changed)
        for field in PEOPLE:
            people: tuple[Attendance, ...] = getattr(talks, field)
            for i, person in enumerate(people):
                titled = person.model_copy(update={"name": f"Mr. {person.name}"})
                changed_people = {field: _replaced(people, i, titled)}
                yield f"{talks.id} {field} {i}", _with_round(summary, number, **changed_people)
    for i, quotation in enumerate(summary.quotations):
        if quotation.speaker is not None and quotation.speaker.kind == "person":
            name = f"Mrs {quotation.speaker.name}"
            speaker = Speaker(name=name, kind="person", role="envoy")
            yield f"q{i} titled", _with_quotation(summary, i, speaker=speaker)


NO_OPS: Mapping[str, Callable[[Case, Summary], Mutants]] = {
    "reorder": reorder,
    "rename ids": rename_ids,
    "typography": typography,
}


# --- Counting -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tally:
    """How many mutants of a kind there were, and which the scorers let pass (for no-op edits:
    which they wrongly noticed)."""

    kind: str
    total: int
    wrong: tuple[str, ...]

    @property
    def rate(self) -> float:
        """Share of mutants treated rightly; 1 when there were none."""
        return 1 - len(self.wrong) / self.total if self.total else 1.0


Told = dict[tuple[str, str], float | None]


def scores_of(
    case: Case, summary: Summary, base: Summary | None = None, known: Told | None = None
) -> Told:
    """Every score but the footnote, by metric and unit.

    base, known: a summary and its scores. What `summary` shares with it is not scored again:
    scorers of quotations read quotations only, those of rounds and briefs rounds only.
    """
    found: Told = dict(known or {})
    asked = list(scorers.INVARIANTS)
    whole = base is None or summary.status != base.status
    if base is None or whole or summary.quotations is not base.quotations:
        asked += scorers.QUOTATIONS
    if base is None or whole or summary.rounds is not base.rounds:
        asked += [s for s in (*scorers.ROUNDS, *scorers.BRIEF) if s.name != "rouge_l"]
    for scorer in asked:
        values: Scores = scorer(case, summary)
        found |= {(scorer.name, unit): score.value for unit, score in values.items()}
    return found


def tally(cases: Sequence[Case]) -> tuple[tuple[Tally, ...], tuple[Tally, ...]]:
    """(kills by kind, no-op edits by kind) over all cases.

    A mutant is killed when a score is lower than the ideal summary's. A no-op edit is noticed
    when any score is another.
    """
    bases = {c.id: ideal_summary(c) for c in cases}
    before = {c.id: scores_of(c, bases[c.id]) for c in cases}

    def count(
        kinds: Mapping[str, Callable[[Case, Summary], Mutants]],
        is_wrong: Callable[[dict[Any, Any], dict[Any, Any]], bool],
    ) -> tuple[Tally, ...]:
        tallies: list[Tally] = []
        for kind, mutate in kinds.items():
            total, wrong = 0, list[str]()
            for case in cases:
                for what, mutant in mutate(case, bases[case.id]):
                    total += 1
                    base, known = bases[case.id], before[case.id]
                    if is_wrong(known, scores_of(case, mutant, base, known)):
                        wrong.append(f"{case.id}: {what}")
            tallies.append(Tally(kind, total, tuple(wrong)))
        return tuple(tallies)

    return count(KINDS, lambda a, b: not lower(a, b)), count(NO_OPS, lambda a, b: a != b)


def lower(before: Mapping[Any, float | None], after: Mapping[Any, float | None]) -> bool:
    """Whether any score fell. One that can't be told any more has not fallen."""
    return any(
        value is not None and (now := after.get(key)) is not None and now < value - 1e-9
        for key, value in before.items()
    )
