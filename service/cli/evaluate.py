"""`communique eval`: handed on to the evals, which come with the extra of that name."""

from __future__ import annotations

import typer

from service.cli import exits, outputs


def evaluate(context: typer.Context) -> None:
    """Score the service against references, compare prompt versions, report (extra `evals`)."""
    try:
        from evals import cli
    except ModuleNotFoundError as error:
        outputs.complain(
            f"The evals need {error.name}, which is not installed: pip install 'communique[evals]'."
        )
        raise typer.Exit(exits.FAILED) from None
    cli.app(args=context.args, prog_name="communique eval")
