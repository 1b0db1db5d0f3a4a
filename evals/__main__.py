"""`python -m evals …` is `communique eval …`."""

from evals.cli import app

app()
