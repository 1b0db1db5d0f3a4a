"""`communique eval …`: check references, run, compare, report, gate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from evals import cases
from service.errors import CommuniqueError

app = typer.Typer(name="eval", no_args_is_help=True, add_completion=False)

Root = Annotated[Path, typer.Option(help="Folder with seeds/, dev/ and test/.")]


@app.callback()
def explain() -> None:
    """Score the service against hand-written references, and compare prompt versions."""


@app.command()
def check(root: Root = cases.ROOT) -> None:
    """Verify every place of every reference, and find quotation marks that none accounts for."""
    out = Console(highlight=False, soft_wrap=True)
    try:
        found = cases.load_all(root)
    except CommuniqueError as error:
        out.print(str(error), markup=False)
        raise typer.Exit(1) from error
    doubts = [doubt for case in found for doubt in cases.check(case)]
    for doubt in doubts:
        out.print(f"{doubt.where}: {doubt.message}", markup=False)
    for split in cases.SPLITS:
        of_split = [c for c in found if c.split == split]
        quotations = sum(len(c.reference.quotations) for c in of_split)
        rounds = sum(len(c.reference.rounds) for c in of_split)
        texts = sum(len(c.texts) for c in of_split)
        out.print(
            f"{split}: {len(of_split)} cases, {texts} articles, "
            f"{rounds} rounds, {quotations} quotations"
        )
    if doubts:
        raise typer.Exit(1)
