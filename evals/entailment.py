"""The check of brief sentences on labelled sentences: accuracy against cost.

    python -m evals.entailment news_dev.jsonl --model embedded:1.5b --most 72

Each line of the file is {"doc_id", "doc", "summary", "label": 1 consistent | 0 not}, as SummEdits
(Laban et al., 2023) publishes them. Without --model, only the deterministic check is measured.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from service import brief, models, prompts
from service.asking import Asker
from service.brief import Draft
from service.records import Answer, Evidence, StoredCall
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled sentence. passed: the deterministic check; sure: the model's probability."""

    consistent: bool
    passed: bool
    sure: float | None = None


class Memory:
    """Stored calls for the length of one run."""

    def __init__(self) -> None:
        self.calls: dict[str, StoredCall] = {}

    def get(self, digest: str) -> StoredCall | None:
        return self.calls.get(digest)

    def put(self, digest: str, call: StoredCall) -> None:
        self.calls[digest] = call


def sentences(text: str) -> list[str]:
    """A document's sentences, roughly; enough to pick evidence from."""
    parts = re.split(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])|\n+", text)
    return [p.strip() for p in parts if len(p.strip()) > 20]


def balanced_accuracy(judged: Sequence[Judged], accepts: Callable[[Judged], bool]) -> float:
    """Mean of the shares of consistent sentences accepted and inconsistent ones refused."""
    right = [accepts(j) for j in judged if j.consistent]
    wrong = [not accepts(j) for j in judged if not j.consistent]
    return (sum(right) / len(right) + sum(wrong) / len(wrong)) / 2


def spread(rows: Iterable[dict[str, object]], most: int) -> list[dict[str, object]]:
    """The first of each document, then the second of each, and so on."""
    by_document: dict[object, list[dict[str, object]]] = {}
    for row in rows:
        by_document.setdefault(row["doc_id"], []).append(row)
    longest = max(map(len, by_document.values()))
    ordered = [d[i] for i in range(longest) for d in by_document.values() if i < len(d)]
    return ordered[:most]


def drafted(number: int, row: dict[str, object]) -> Draft:
    return Draft(
        id=f"b{number}",
        text=str(row["summary"]),
        evidence=(Evidence(article="doc", start=0, end=0),),
        evidence_texts=tuple(sentences(str(row["doc"]))),
    )


async def measure(rows: Sequence[dict[str, object]], model_name: str | None) -> None:
    drafts = [drafted(n, row) for n, row in enumerate(rows)]
    passed = [brief.check(d.text, d.evidence_texts) is None for d in drafts]
    sure: dict[str, float] = {}
    seconds = 0.0
    if model_name is not None:
        model = await asyncio.to_thread(models.open_model, Settings(), model_name)
        asker = Asker(model, prompts.load(), {}, Memory())
        started = time.monotonic()
        asked = await asker.ask(brief.questions(drafts))
        seconds = (time.monotonic() - started) / max(1, asker.usage().calls)
        sure = {a.item: brief.probability(a) for a in asked.answers if _answered(a)}
        await model.close()
    judged = [
        Judged(row["label"] == 1, ok, sure.get(d.id))
        for row, d, ok in zip(rows, drafts, passed, strict=True)
    ]
    write = sys.stdout.write
    write(f"{len(judged)} sentences\n")
    write(f"deterministic alone      {balanced_accuracy(judged, lambda j: j.passed):.3f}\n")
    if sure:
        for step in range(50, 100, 5):
            least = step / 100
            both = balanced_accuracy(
                judged, lambda j, least=least: j.passed and (j.sure is None or j.sure >= least)
            )
            write(f"with the model at {least:.2f}   {both:.3f}\n")
        write(f"{seconds:.2f} seconds a question\n")


def _answered(answer: Answer) -> bool:
    return answer.choice is not None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--most", type=int, default=10_000)
    given = parser.parse_args()
    lines = given.path.read_text("utf-8").splitlines()
    asyncio.run(measure(spread(map(json.loads, lines), given.most), given.model))


if __name__ == "__main__":
    main()
