"""How far a model-based judge can be trusted, in a file under version control.

    python -m evals.calibration JUDGED.jsonl --name entailment --model embedded:1.5b --prompt v1

Each line is one labelled item: `{"group", "right": true | false, "accepted": true | false}`, with
the document as group. The file written to `evals/calibration/` gives sensitivity (right ones
accepted), specificity (wrong ones refused) and balanced accuracy, with two kinds of interval: of
items, and of documents, which is the honest one where items of one document share its faults.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from evals.statistics import Interval, share_interval

FOLDER = Path(__file__).parent / "calibration"
DRAWS = 4000


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled item and what the judge said. group: the document that it belongs to."""

    group: str
    right: bool
    accepted: bool


@dataclass(frozen=True, slots=True)
class Share:
    """hits of total, with the Clopper–Pearson interval of items."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        return self.hits / self.total if self.total else 0.0

    def as_json(self) -> dict[str, Any]:
        interval = share_interval(self.hits, self.total)
        return {
            "value": round(self.value, 4),
            "of": self.total,
            "interval": [round(interval.low, 4), round(interval.high, 4)],
        }


def sensitivity(judged: Sequence[Judged]) -> Share:
    right = [j for j in judged if j.right]
    return Share(sum(j.accepted for j in right), len(right))


def specificity(judged: Sequence[Judged]) -> Share:
    wrong = [j for j in judged if not j.right]
    return Share(sum(not j.accepted for j in wrong), len(wrong))


def balanced(judged: Sequence[Judged]) -> float:
    return (sensitivity(judged).value + specificity(judged).value) / 2


def balanced_interval(judged: Sequence[Judged], draws: int = DRAWS) -> Interval:
    """Percentile bootstrap over documents, 95 %; seeded. Draws without one label are left out."""
    groups: dict[str, list[Judged]] = {}
    for item in judged:
        groups.setdefault(item.group, []).append(item)
    names = sorted(groups)
    random = np.random.default_rng(0)
    values: list[float] = []
    for drawn in random.integers(0, len(names), (draws, len(names))):
        sample = [item for index in drawn for item in groups[names[int(index)]]]
        if len({item.right for item in sample}) == 2:
            values.append(balanced(sample))
    low, high = np.quantile(np.asarray(values or [0.0]), [0.025, 0.975])
    return Interval(float(low), float(high))


def calibration(judged: Sequence[Judged], about: dict[str, str]) -> dict[str, Any]:
    """The file's content. about: judge, model, prompt and where the labels come from."""
    interval = balanced_interval(judged)
    lines = sorted(f"{j.group} {j.right} {j.accepted}" for j in judged)
    return {
        **about,
        "items": len(judged),
        "documents": len({j.group for j in judged}),
        "sensitivity": sensitivity(judged).as_json(),
        "specificity": specificity(judged).as_json(),
        "balanced_accuracy": {
            "value": round(balanced(judged), 4),
            "interval_over_documents": [round(interval.low, 4), round(interval.high, 4)],
        },
        "judgements": hashlib.sha256("\n".join(lines).encode()).hexdigest(),
    }


def read(file: Path) -> list[Judged]:
    return [
        Judged(str(row["group"]), bool(row["right"]), bool(row["accepted"]))
        for row in map(json.loads, file.read_text("utf-8").splitlines())
    ]


def main(
    file: Path,
    name: Annotated[str, typer.Option(help="Of the judge.")],
    model: Annotated[str, typer.Option()],
    prompt: Annotated[str, typer.Option(help="Version of its prompt.")],
    labels: Annotated[
        str, typer.Option(help="Where the labels come from.")
    ] = "SummEdits news, dev",
    rule: Annotated[str, typer.Option(help="When the judge accepts.")] = "",
) -> None:
    """Write a judge's calibration to evals/calibration/."""
    about = {"judge": name, "model": model, "prompt": prompt, "labels": labels, "accepts": rule}
    content = calibration(read(file), about)
    target = FOLDER / f"{name}-{model.replace(':', '-')}.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    typer.echo(f"{target}: balanced accuracy {content['balanced_accuracy']['value']:.3f}")


if __name__ == "__main__":
    typer.run(main)
