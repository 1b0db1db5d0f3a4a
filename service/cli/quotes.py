"""`communique quotes`: every quotation with its speaker, as JSON Lines."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from service.cli import options, outputs


@options.shared
def quotes(
    shared: options.Shared,
    files: options.Files,
    *,
    no_model: Annotated[
        bool, typer.Option("--no-model", help="Rules alone decide who speaks: fast, no weights.")
    ] = False,
) -> None:
    """Find the quotations in articles, and who said them.

    Writes a line for each article: {"article", "quotations", "coverage"}. A quotation's words are
    article.text[start:end], always.

    \b
    Examples:
      communique quotes talks.txt --no-model
      communique quotes *.html > quotations.jsonl
      communique quotes talks.txt | jq -r '.quotations[] | "\\(.speaker.name): \\(.text)"'
    """
    settings = options.settings_of(**shared)
    from service.cli import inputs, working

    for one in working.quoted(settings, inputs.read(files), use_model=not no_model):
        line = {
            "article": one.article.model_dump(mode="json"),
            "quotations": [quotation.model_dump(mode="json") for quotation in one.quotations],
            "coverage": one.coverage.model_dump(),
        }
        outputs.write(json.dumps(line, ensure_ascii=False) + "\n")
