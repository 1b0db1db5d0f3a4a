"""All commands put together, and the one place where failures become exit codes."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from service.cli import (
    database,
    demo,
    doctor,
    evaluate,
    exits,
    keys,
    models,
    outputs,
    prompts,
    quotes,
    serve,
    summarize,
    worker,
)
from service.errors import CommuniqueError

_ABOUT = """Rounds of talks and word-for-word quotations from news articles.

Give it articles about diplomatic talks. It tells who met, where and when, what was agreed, what
is still open and where the sources disagree, and who said what, each with its exact place.

\b
First steps:
  communique models pull                 fetch the language model, 1.1 GB, once
  communique summarize talks.txt         the rounds in one article, readable
  communique quotes *.txt --no-model     every quotation, as JSON Lines
  communique serve                       the HTTP service, with a page at /
  communique doctor                      what is missing, if something is
"""

app = typer.Typer(
    name="communique",
    help=_ABOUT,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("summarize")(summarize.summarize)
app.command("quotes")(quotes.quotes)
app.command("serve")(serve.serve)
app.command("worker")(worker.worker)
app.command("demo")(demo.demo)
app.command("doctor")(doctor.doctor)
app.add_typer(models.app, name="models")
app.add_typer(prompts.app, name="prompts")
app.add_typer(keys.app, name="keys")
app.add_typer(database.app, name="db")
app.command(
    "eval",
    context_settings={
        "allow_extra_args": True,
        "ignore_unknown_options": True,
        "help_option_names": [],
    },
)(evaluate.evaluate)


@app.callback(invoke_without_command=True)
def root(
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        from service import __version__

        outputs.write(f"communique {__version__}\n")
        raise typer.Exit


def main() -> None:
    """Run the command line. Ends the process with an exit code of `exits`."""
    try:
        app()
    except CommuniqueError as error:
        outputs.complain(str(error))
        sys.exit(exits.code_of(error))
    except KeyboardInterrupt:
        sys.exit(exits.INTERRUPTED)
