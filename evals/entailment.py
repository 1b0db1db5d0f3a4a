"""The check of brief sentences on labelled summaries: accuracy against cost.

    python -m evals.entailment news_dev.jsonl                                  # rules alone
    python -m evals.entailment news_dev.jsonl --model embedded:1.5b --minutes 8
    python -m evals.entailment news_dev.jsonl --model embedded:1.5b --judged judged.jsonl

Each line of the file is {"doc_id", "doc", "summary", "label": 1 consistent | 0 not}, as SummEdits
(Laban et al., 2023) publishes them. The check is the service's own, sentence by sentence: a summary
is accepted when each of its sentences is. Thresholds are chosen on one half of the documents and
judged on the other, both ways. Answers are kept in eval-runs/calls.db, so that a run which its
minutes cut off goes on where it stopped. --judged writes what `python -m evals.calibration` reads,
at the threshold that the service uses.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from evals import runs
from evals.calibration import Judged, balanced
from service import brief, models, prompts
from service.asking import Asker
from service.brief import Draft
from service.records import Evidence
from service.sentences import find_sentences
from service.settings import Settings
from service.storage import open_storage

THRESHOLDS = tuple(n / 100 for n in range(5, 100, 5))
TOGETHER = 8
"""Sentences asked between two looks at the clock."""


@dataclass(slots=True)
class Checked:
    """One sentence. sure: the model's probability that it is supported; None when not asked."""

    draft: Draft
    passed: bool
    sure: float | None = None


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled summary of a document."""

    document: str
    consistent: bool
    sentences: tuple[Checked, ...]

    @property
    def passed(self) -> bool:
        """Whether every sentence passes the deterministic check."""
        return all(s.passed for s in self.sentences)

    @property
    def sure(self) -> float:
        """The model's probability for the sentence that it doubts most."""
        return min((s.sure for s in self.sentences if s.sure is not None), default=1.0)


Accepts = Callable[[Labelled, float], bool]
"""Whether a summary is accepted at a threshold."""


def by_rules(one: Labelled, _: float) -> bool:
    return one.passed


def by_model(one: Labelled, least: float) -> bool:
    return one.sure >= least


def by_both(one: Labelled, least: float) -> bool:
    return one.passed and one.sure >= least


@dataclass(frozen=True, slots=True)
class Cost:
    """What the model's answers took. fresh: those it gave now, in `seconds` together."""

    questions: int = 0
    prompt_tokens: int = 0
    new_tokens: int = 0
    fresh: int = 0
    seconds: float = 0.0


def labelled(rows: Iterable[Mapping[str, Any]]) -> list[Labelled]:
    """Each summary with its sentences as drafts over the whole document."""
    sources: dict[str, tuple[str, ...]] = {}
    found: list[Labelled] = []
    for number, row in enumerate(rows):
        document = str(row["doc_id"])
        if document not in sources:
            sources[document] = cut(str(row["doc"]))
        drafts = [
            Draft(
                id=f"b{number}.{n}",
                text=sentence,
                evidence=(Evidence(article=document, start=0, end=0),),
                evidence_texts=sources[document],
            )
            for n, sentence in enumerate(cut(str(row["summary"])))
        ]
        checked = tuple(Checked(d, brief.refused(d) is None) for d in drafts)
        found.append(Labelled(document, row["label"] == 1, checked))
    return found


def cut(text: str) -> tuple[str, ...]:
    """A text's sentences, each on one line."""
    return tuple(" ".join(s.span.of(text).split()) for s in find_sentences(text))


def spread(rows: Iterable[Mapping[str, Any]], most: int) -> list[Mapping[str, Any]]:
    """The first of each document, then the second of each, and so on."""
    by_document: dict[object, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_document.setdefault(row["doc_id"], []).append(row)
    longest = max(map(len, by_document.values()))
    ordered = [d[i] for i in range(longest) for d in by_document.values() if i < len(d)]
    return ordered[:most]


async def ask(
    asker: Asker, summaries: Sequence[Labelled], *, everything: bool, minutes: float, most: int
) -> tuple[list[Labelled], Cost]:
    """Put the open sentences to the model, summary by summary, until the minutes are over.

    everything: also sentences that the deterministic check refuses, for the model's own figures.
    Returns: the summaries that were reached, and the cost.
    """
    reached: list[Labelled] = []
    questions = 0
    started = time.monotonic()
    waiting = list(summaries)
    while waiting and time.monotonic() - started < 60 * minutes:
        some, waiting = waiting[:TOGETHER], waiting[TOGETHER:]
        open_ones = {
            s.draft.id: s for one in some for s in one.sentences if everything or one.passed
        }
        put = brief.questions([s.draft for s in open_ones.values()], most, everything=everything)
        for answer in (await asker.ask(put)).answers:
            if answer.choice is not None:
                open_ones[answer.item].sure = brief.probability(answer)
        questions += len(put)
        reached += some
    usage = asker.usage()
    spent = Cost(
        questions,
        usage.prompt_tokens,
        usage.prompt_tokens - usage.cached_prompt_tokens,
        usage.calls,
        time.monotonic() - started,
    )
    return reached, spent


def judged(summaries: Sequence[Labelled], accepts: Accepts, least: float) -> list[Judged]:
    return [Judged(s.document, s.consistent, accepts(s, least)) for s in summaries]


def halves(summaries: Sequence[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """Every other document, by name."""
    names = sorted({s.document for s in summaries})
    first = set(names[::2])
    return (
        [s for s in summaries if s.document in first],
        [s for s in summaries if s.document not in first],
    )


def chosen(summaries: Sequence[Labelled], accepts: Accepts) -> float:
    """The threshold of the best balanced accuracy; the middle one of equals."""
    scores = {t: balanced(judged(summaries, accepts, t)) for t in THRESHOLDS}
    best = [t for t, score in scores.items() if score > max(scores.values()) - 1e-9]
    return best[len(best) // 2]


def held_out(
    summaries: Sequence[Labelled], accepts: Accepts
) -> tuple[list[Judged], tuple[float, float]]:
    """Each half judged at the threshold that the other one chooses, and the two thresholds."""
    first, second = halves(summaries)
    thresholds = chosen(second, accepts), chosen(first, accepts)
    return (
        judged(first, accepts, thresholds[0]) + judged(second, accepts, thresholds[1]),
        thresholds,
    )


def lines(summaries: Sequence[Labelled], spent: Cost | None) -> Iterable[str]:
    """What is printed."""
    count = sum(len(s.sentences) for s in summaries)
    yield f"{len(summaries)} summaries, {count} sentences"
    yield f"deterministic alone     {balanced(judged(summaries, by_rules, 0.0)):.3f}"
    if spent is None:
        return
    for name, accepts in (("model alone", by_model), ("both", by_both)):
        found, (one, other) = held_out(summaries, accepts)
        yield f"{name:12} held out   {balanced(found):.3f}   (thresholds {one:.2f}, {other:.2f})"
        at = "  ".join(
            f"{t:.2f}: {balanced(judged(summaries, accepts, t)):.3f}" for t in THRESHOLDS[1::2]
        )
        yield f"{'':12} {at}"
    shipped = balanced(judged(summaries, by_both, brief.THRESHOLD))
    yield f"both at the shipped {brief.THRESHOLD:.2f}   {shipped:.3f}"
    each = max(1, spent.fresh)
    yield (
        f"{spent.questions} questions, {spent.fresh} fresh: {spent.prompt_tokens / each:.0f} "
        f"prompt tokens each, {spent.new_tokens / each:.0f} new, {spent.seconds / each:.2f} s"
    )


async def measure(
    summaries: list[Labelled], model: str, version: str | None, minutes: float, evidence: int,
    everything: bool,
) -> tuple[list[Labelled], Cost]:  # fmt: skip
    runs.RUNS.mkdir(exist_ok=True)
    storage = open_storage(f"sqlite:///{runs.RUNS / 'calls.db'}")
    opened = await asyncio.to_thread(models.open_model, Settings(), model)
    versions = {} if version is None else {brief.TASK: version}
    try:
        asker = Asker(opened, prompts.load(), versions, storage.calls)
        return await ask(asker, summaries, everything=everything, minutes=minutes, most=evidence)
    finally:
        await opened.close()
        storage.close()


def main(
    path: Annotated[Path, typer.Argument(help="news_dev.jsonl")],
    model: Annotated[str | None, typer.Option(help="Without it, rules alone.")] = None,
    prompt: Annotated[str | None, typer.Option(help="Version of `entailment`.")] = None,
    evidence: Annotated[
        int, typer.Option(help="Evidence sentences put to the model.")
    ] = brief.EVIDENCE_SENTENCES,
    most: Annotated[int, typer.Option(help="Summaries, spread over the documents.")] = 10_000,
    minutes: Annotated[float, typer.Option(help="Stop asking after so many.")] = 600,
    everything: Annotated[
        bool, typer.Option("--everything", help="Ask also where the rules refuse.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--judged", help="Write judgements for evals.calibration.")
    ] = None,
) -> None:
    """Balanced accuracy of the brief's check, and what it costs."""
    rows = spread(map(json.loads, path.read_text("utf-8").splitlines()), most)
    summaries = labelled(rows)
    spent: Cost | None = None
    if model is not None:
        summaries, spent = asyncio.run(
            measure(summaries, model, prompt, minutes, evidence, everything)
        )
    for line in lines(summaries, spent):
        typer.echo(line)
    if output is not None:
        found = judged(summaries, by_both if spent else by_rules, brief.THRESHOLD)
        rows_out = [{"group": j.group, "right": j.right, "accepted": j.accepted} for j in found]
        output.write_text("".join(json.dumps(r) + "\n" for r in rows_out), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
