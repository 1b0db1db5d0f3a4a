"""`communique summarize`: articles in, one summary out, in this process."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from service.cli import options, outputs


@options.shared
def summarize(
    shared: options.Shared,
    files: options.Files,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="json, markdown, html, jsonld, csv or text. By default what the name of --output "
            "ends in; else text on a terminal, and json elsewhere.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file, not to stdout.")
    ] = None,
    *,
    brief: Annotated[
        bool, typer.Option(help="Word a short brief of each round, checked against its evidence.")
    ] = True,
) -> None:
    """Summarise the rounds of talks that articles report.

    All articles go into one summary: those on the same round are compared, and what they
    disagree on is shown.

    \b
    Examples:
      communique summarize monday.txt tuesday.html
      communique summarize seeds --output talks.html
      curl -s https://example.org/article | communique summarize - --format markdown
      communique summarize *.txt | jq '.rounds[].participants[].name'
    """
    from service.representations import FORMATS, render

    name = form or _by_ending(output) or ("text" if _readable(output) else "json")
    if name not in FORMATS:
        raise typer.BadParameter(
            f"there is no format {name!r}, only: {', '.join(FORMATS)}", param_hint="--format"
        )
    settings = options.settings_of(**shared)
    from service.cli import inputs, working

    articles = inputs.read(files)
    with outputs.progress() as report:
        summary = working.summarized(settings, articles, brief=brief, report=report)
    text = render(summary, FORMATS[name].name)
    if output is None:
        outputs.write(text)
    else:
        outputs.write_file(output, text)
        outputs.say(f"Written to {output}.")


def _by_ending(output: Path | None) -> str | None:
    from service.representations import FORMATS

    if output is None:
        return None
    ending = output.suffix.lower().lstrip(".")
    return next((form.name for form in FORMATS.values() if form.extension == ending), None)


def _readable(output: Path | None) -> bool:
    return output is None and sys.stdout.isatty()
