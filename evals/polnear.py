"""Quotations and speakers measured on PolNeAR, read from a folder that the user names.

    python -m evals.polnear --corpus FOLDER [--part dev] [--oracle | --model NAME] [--as-labelled]

The corpus (Newell et al., 2018) belongs to its publishers and is never part of this project. FOLDER
holds `gold_<part>.jsonl`, one article a line ({"doc", "text", "quotes": [{"start", "end",
"speaker", "stype", "resolved_last", …}]}), and the corpus's own `score.py`, which prints the
figures. Beside them stands how much of what is nobody's statement was returned all the same.
docs/quotations.md shows the figures and says how they are meant. With a model the questions are
asked, and a table by kind of doubt sets its answers beside the rules'.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.bench import AskedMore
from service import articles, bootstrap, language, mentions, quotations
from service.asking import Asker
from service.language import Language
from service.quotations.finding import UNMARKED
from service.records import Answer, ArticleInput, Quotation
from service.settings import Settings
from service.storage import open_storage

OVERLAP = 0.8
Gold = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules make of one article, and what is left to ask."""

    gold: Gold
    attributions: quotations.Attributions

    def settled(self, answers: Sequence[Answer] = ()) -> tuple[Quotation, ...]:
        return quotations.settle(self.attributions, answers)


def read_corpus(folder: Path, part: str) -> list[Gold]:
    """The articles of one part. Raises: OSError when the folder has no such part."""
    lines = (folder / f"gold_{part}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def find(corpus: Sequence[Gold], english: Language) -> Iterator[Found]:
    """Run the deterministic part over every article."""
    for gold in corpus:
        article = articles.read(ArticleInput(text=gold["text"]), str(gold["doc"]))
        segments = articles.segment(article)
        passages = quotations.find_passages(article.text)
        entities = mentions.find_entities(article, segments, english)
        yield Found(gold, quotations.attribute(article, segments, passages, entities, english))


def predictions(found: Found, settled: Sequence[Quotation]) -> dict[str, Any]:
    """A line in the form that `score.py` reads: the speaker as it stands, and by full name."""
    text = found.attributions.article.text

    def speaker(quotation: Quotation) -> dict[str, str | None]:
        who = quotation.speaker
        if who is None:
            return {"speaker": None, "speaker_resolved": None}
        stands = text[who.mention.start : who.mention.end] if who.mention else who.name
        return {"speaker": stands, "speaker_resolved": who.name}

    quotes = [{"start": q.start, "end": q.end, "text": q.text, **speaker(q)} for q in settled]
    return {"doc": found.gold["doc"], "quotes": quotes}


def title_end(text: str) -> int:
    """Where the title ends: the corpus has it as the first line, and labels nothing in it."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _bare(words: str) -> str:
    return " ".join(re.findall(r"[\w'’-]+", words.lower()))


def nobodys(found: Found, settled: Sequence[Quotation]) -> Counter[str]:
    """The marked passages that are nobody's statement in the corpus, and those of them returned.

    Short ones (longer ones are quotations that an annotator missed), outermost, and outside the
    regions that count neither way. What a title quotes from a statement of the story is one, too,
    though nothing in titles is labelled. Keys: "all", "returned".
    """
    text = found.attributions.article.text
    given = {(q.start, q.end) for q in settled}
    title = title_end(text)
    said = " | ".join(_bare(text[g["start"] : g["end"]]) for g in found.gold["quotes"])
    counts: Counter[str] = Counter()
    for item in found.attributions.items:
        span = item.passage.span
        words = span.of(text)
        marked = item.passage.opening is not None and item.passage.parent is None
        labelled = [*found.gold["quotes"], *found.gold["ignore"]]
        if (
            not marked
            or len(words.split()) > quotations.MAX_SHORT_WORDS
            or any(span.start < g["end"] and g["start"] < span.end for g in labelled)
            or (span.start < title and _bare(words) in said)
        ):
            continue
        counts["all"] += 1
        counts["returned"] += (span.start, span.end) in given
    return counts


def oracle_answers(found: Found) -> tuple[list[Answer], Counter[str]]:
    """Right answers to the questions that would be asked, and how many of each doubt there are.

    It answers only where one of the choices is right: the ceiling of a better chooser.
    """
    items = {item.passage.id: item for item in found.attributions.items}
    answers: list[Answer] = []
    asked: Counter[str] = Counter()
    for question in quotations.questions(found.attributions):
        item = items[question.item]
        asked[item.doubt or "none"] += 1
        gold = _gold_at(found.gold, item.passage.span.start, item.passage.span.end)
        right = next((c for c in question.choices if gold and _names(gold, c)), None)
        if right is not None:
            answers.append(Answer(question.task, question.article, question.item, right, "oracle"))
    return answers, asked


async def model_answers(
    found: Sequence[Found], settings: Settings, version: str, calls: str, at_most: int | None
) -> list[Answer]:
    """The model's answers to the questions about all articles; those in `calls`, the
    URL of a database, aren't asked anew.

    Raises: ModelError when the model can't be opened or is down.
    """
    open_questions = [q for one in found for q in quotations.questions(one.attributions)]
    storage = open_storage(calls)
    try:
        workshop = bootstrap.workshop(settings, storage.calls)
        model = AskedMore(await workshop.model(), ["speakers"])
        asker = Asker(model, workshop.prompts, {"speakers": version}, storage.calls)
        try:
            asked = await asker.ask(open_questions[:at_most])
        finally:
            await workshop.close()
    finally:
        storage.close()
    return list(asked.answers)


def by_doubt(found: Sequence[Found], answers: Sequence[Answer]) -> str:
    """How often rule and model are right, by what made the rule unsure, as a Markdown table."""
    given = {(a.article, a.item): a for a in answers if a.choice is not None}
    counts: dict[str, Counter[str]] = {}
    for one in found:
        items = {item.passage.id: item for item in one.attributions.items}
        for question in quotations.questions(one.attributions):
            answer = given.get((question.article, question.item))
            item = items[question.item]
            gold = _gold_at(one.gold, item.passage.span.start, item.passage.span.end)
            if answer is None or gold is None or answer.choice is None:
                continue
            row = counts.setdefault(item.doubt or "none", Counter())
            sure = answer.confidence is None or answer.confidence >= quotations.MIN_CONFIDENCE
            rule = item.speaker is not None and _names(gold, item.speaker.name)
            row["asked"] += 1
            row["rule"] += rule
            row["model"] += _names(gold, answer.choice)
            row["settled"] += _names(gold, answer.choice) if sure else rule
            row["offered"] += any(_names(gold, c) for c in question.choices)
    lines = ["| doubt | asked | rule right | model right | settled right | offered |"]
    lines.append("| --- | --- | --- | --- | --- | --- |")
    for doubt, row in sorted(counts.items(), key=lambda pair: -pair[1]["asked"]):
        cells = (row[k] for k in ("asked", "rule", "model", "settled", "offered"))
        lines.append(f"| {doubt} | {' | '.join(str(c) for c in cells)} |")
    return "\n".join(lines) + "\n"


def _gold_at(gold: Gold, start: int, end: int) -> Gold | None:
    for quote in gold["quotes"]:
        shared = min(end, quote["end"]) - max(start, quote["start"])
        if shared > OVERLAP * (max(end, quote["end"]) - min(start, quote["start"])):
            return quote
    return None


def _names(gold: Gold, name: str) -> bool:
    """Whether the name is the gold speaker's: by surname, or by the words of a description."""
    last = gold.get("resolved_last")
    if last:
        return str(last).lower() in name.lower().split()
    return str(gold.get("head") or gold["speaker"]).lower().split()[-1] in name.lower().split()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.polnear", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--limit", type=int, help="only the first N articles")
    parser.add_argument("--oracle", action="store_true", help="answer every question right")
    parser.add_argument("--model", help="ask this model: embedded:1.5b, or a name at the endpoint")
    parser.add_argument("--prompt", default="v2", help="version of the speakers prompt to ask with")
    parser.add_argument("--at-most", type=int, help="ask no more than the first N questions")
    parser.add_argument("--calls", type=Path, default=Path("evals/runs/calls.db"))
    parser.add_argument(
        "--as-labelled",
        action="store_true",
        help="leave out what is labelled nowhere: quotations in titles, and those without marks",
    )
    parser.add_argument("--predictions", type=Path, help="keep the predictions here")
    options = parser.parse_args(arguments)
    corpus = read_corpus(options.corpus, options.part)[: options.limit]
    start_up = time.process_time()
    english = language.load()
    list(find(corpus[:1], english))  # what is loaded or compiled at first use
    started = time.process_time()
    start_up = started - start_up
    found = list(find(corpus, english))
    seconds = time.process_time() - started
    say = sys.stdout.write
    asked: Counter[str] = Counter()
    lines: list[str] = []
    returned = 0
    nobody: Counter[str] = Counter()
    model: list[Answer] = []
    if options.model:
        settings = Settings(model=options.model)
        options.calls.parent.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{options.calls.absolute()}"
        model = asyncio.run(model_answers(found, settings, options.prompt, url, options.at_most))
        say(by_doubt(found, model))
    for one in found:
        answers, kinds = oracle_answers(one)
        asked.update(kinds)
        own = [a for a in model if a.article == one.attributions.article.id]
        settled = one.settled(answers if options.oracle else own)
        nobody.update(nobodys(one, settled))
        if options.as_labelled:
            title = title_end(one.attributions.article.text)
            settled = tuple(q for q in settled if q.start >= title and q.note != UNMARKED)
        returned += len(settled)
        lines.append(json.dumps(predictions(one, settled), ensure_ascii=False))
    say(f"{len(corpus)} articles, {len(corpus) / seconds:.1f} articles a second of CPU time, ")
    say(f"after {start_up:.1f} s of start-up\n")
    say(f"{returned} quotations; questions: {asked.total()} {dict(asked.most_common())}\n")
    share = nobody["returned"] / max(1, nobody["all"])
    say(f"nobody's statement: {nobody['all']} marked passages, {nobody['returned']} returned ")
    say(f"({share:.1%})\n")
    sys.stdout.flush()
    with tempfile.TemporaryDirectory() as folder:
        path = options.predictions or Path(folder) / "predictions.jsonl"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        gold = options.corpus / f"gold_{options.part}.jsonl"
        score = [sys.executable, str(options.corpus / "score.py"), str(gold), str(path)]
        if options.limit:
            docs = Path(folder) / "docs.txt"
            docs.write_text("\n".join(str(g["doc"]) for g in corpus), "utf-8")
            score += ["--docs", str(docs)]
        return subprocess.run([*score, "--breakdown"], check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
