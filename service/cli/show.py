"""A summary on a terminal, with Rich: what `communique demo` prints.

Every word goes in as `Text`, so that nothing in an article acts as markup or drives the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from service.records import Evidence, Quotation, Round, Statement, Summary
from service.representations import phrases
from service.representations.characters import one_line

_STYLES = {
    "agreed": "green",
    "claimed": "yellow",
    "proposed": "magenta",
    "conditional": "magenta",
    "denied": "red",
    "reported": "cyan",
}


def show(summary: Summary, console: Console) -> None:
    """Print rounds, what was agreed and what not, disagreements, and quotations with speakers."""
    if missing := phrases.incomplete(summary):
        console.print(Text(one_line(f"Not complete: {missing}."), "red"))
    groups = phrases.quotations_by_round(summary)
    of_round = {talks.id if talks else None: group for talks, group in groups}
    for number, talks in enumerate(summary.rounds, 1):
        title = Text(f" {number}. {one_line(talks.label)} ", "bold")
        body = Group(*_round(talks), *_quotations(summary, of_round.get(talks.id, [])))
        console.print(Panel(body, title=title, title_align="left", padding=(1, 2)))
    if not summary.rounds:
        console.print(Text("No round of talks was found."))
    if outside := of_round.get(None):
        console.print(
            Panel(
                Group(*_quotations(summary, outside, heading=False)),
                title=Text(" Quotations outside the rounds ", "bold"),
                title_align="left",
                padding=(1, 2),
            )
        )
    console.print(_articles(summary))
    if summary.usage is not None:
        used = summary.usage
        console.print(
            Text(
                f"{used.model}: {used.calls} calls, {used.cached_calls} from the store, "
                f"{used.prompt_tokens:,} prompt tokens ({used.cached_prompt_tokens:,} cached), "
                f"{used.completion_tokens:,} generated, {used.seconds:.0f} s",
                "dim",
            )
        )


def _round(talks: Round) -> Iterator[RenderableType]:
    if talks.brief:
        yield Text(" ".join(one_line(sentence.text) for sentence in talks.brief), "italic")
        yield ""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column()
    for label, value in phrases.facts(talks):
        facts.add_row(label, Text(one_line(value)))
    yield facts
    yield from _statements("Outcomes", talks.outcomes)
    yield from _statements("Open issues", talks.open_issues)
    yield from _statements("Next steps", talks.next_steps)
    if talks.disagreements:
        yield _heading("Where the sources disagree")
        for one in talks.disagreements:
            values = "; ".join(f"{v.value}{_sources(v.evidence)}" for v in one.values)
            yield Padding(Text(one_line(f"{one.field}: {values}")), (0, 0, 0, 2))


def _statements(label: str, statements: Sequence[Statement]) -> Iterator[RenderableType]:
    if not statements:
        return
    yield _heading(label)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for one in statements:
        words = Text(one_line(one.text))
        by = f" ({one_line(one.by)})" if one.by else ""
        words.append(f"{by}{_sources(one.evidence)}", "dim")
        grid.add_row(Text(f"  {one.status}", _STYLES[one.status]), words)
    yield grid


def _quotations(
    summary: Summary, quotations: Iterable[Quotation], *, heading: bool = True
) -> Iterator[RenderableType]:
    for number, quotation in enumerate(quotations):
        if heading and number == 0:
            yield _heading("Quotations")
        also = "".join(f", {other.article}" for other in phrases.repeats_of(summary, quotation))
        words = Text(f"“{one_line(quotation.text)}”")
        words.append(f"\n— {one_line(phrases.said_by(quotation))}", "bold")
        words.append(f"  [{one_line(quotation.article + also)}]", "dim")
        yield Padding(words, (0, 0, 0, 2))


def _articles(summary: Summary) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for article in summary.articles:
        parts = [phrases.headline(article)]
        parts += [article.outlet] if article.outlet else []
        parts += [phrases.day(article.published_at)] if article.published_at else []
        table.add_row(Text(f"[{one_line(article.id)}]"), Text(one_line(", ".join(parts))))
    return table


def _heading(words: str) -> Text:
    return Text(f"\n{words}", "bold")


def _sources(evidence: Sequence[Evidence]) -> str:
    articles = phrases.articles_of(evidence)
    return f" [{one_line(', '.join(articles))}]" if articles else ""
