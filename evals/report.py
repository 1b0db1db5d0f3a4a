"""A comparison for people (one HTML file, Markdown, the terminal) and for machines (JSON).

The HTML file stands alone: styles and plots are inside, nothing is fetched, and no script runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from markupsafe import Markup

from evals import cases, plots
from evals.bench import Spent
from evals.cases import Split
from evals.comparison import Change, Comparison, MetricComparison
from evals.pages import page
from evals.scores import shorten

Texts = Mapping[tuple[str, str], str]
"""{(case, article): text}, to show a change at its place."""

_CONTEXT = 160


def texts_of(root: Path, split: Split) -> Texts:
    """The articles of a split. Empty when its references can't be read now."""
    try:
        found = cases.load_split(split, root)
    except cases.CaseError:
        return {}
    return {(c.id, article): text for c in found for article, text in c.texts.items()}


def write(comparison: Comparison, texts: Texts, folder: Path) -> tuple[Path, ...]:
    """`report.html`, `report.md` and `comparison.json` in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        "report.html": html(comparison, texts),
        "report.md": markdown(comparison),
        "comparison.json": as_json(comparison),
    }
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8")
    return tuple(folder / name for name in contents)


def as_json(comparison: Comparison) -> str:
    plain = comparison.model_dump(mode="json")
    return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def versions(comparison: Comparison) -> list[str]:
    """What differs between the prompts: "speakers v1 → v2"."""
    told: list[str] = []
    for task, (before, after) in comparison.prompts.items():
        if before != after:
            shown = [stamp.version if stamp else "not asked" for stamp in (before, after)]
            edited = " (same name, edited)" if shown[0] == shown[1] else ""
            told.append(f"{task} {shown[0]} → {shown[1]}{edited}")
    return told


def interval_text(metric: MetricComparison) -> str:
    interval = metric.paired.interval
    return f"{interval.low:+.3f} to {interval.high:+.3f}" if interval else "one unit: unknown"


def only_text(metric: MetricComparison) -> str:
    """The second line: what repeats say of these articles, and of no others."""
    these = metric.these_only
    if these is None:
        return "one repeat: unknown"
    if these.low == these.high:
        return f"{these.low:+.3f}, every repeat the same"
    return f"{these.low:+.3f} to {these.high:+.3f}"


def p_text(metric: MetricComparison) -> str:
    if metric.paired.p is None:
        return "–"
    p = metric.paired.p if metric.holm_p is None else metric.holm_p
    return f"{p:.3f}" + ("" if metric.holm_p is None else " (Holm)")


def exact_text(metric: MetricComparison) -> str:
    result = metric.paired
    told = f"{result.exact_p:.3f}"
    return told + (" (can't reach .05)" if result.reachable >= 0.05 else "")


def _cost_rows(comparison: Comparison) -> list[tuple[str, str, str]]:
    before, after = comparison.cost

    def per(spent: Spent) -> str:
        note = "" if spent.fresh == spent.calls else f" ({spent.fresh} of the calls fresh)"
        return f"{spent.seconds:.0f} s{note}"

    def dollars(spent: Spent) -> str:
        return "unknown" if spent.cost_usd is None else f"${spent.cost_usd:.4f}"

    return [
        ("model calls", f"{before.calls:,}", f"{after.calls:,}"),
        ("prompt tokens", f"{before.prompt_tokens:,}", f"{after.prompt_tokens:,}"),
        ("of them cached", f"{before.cached_prompt_tokens:,}", f"{after.cached_prompt_tokens:,}"),
        ("answer tokens", f"{before.completion_tokens:,}", f"{after.completion_tokens:,}"),
        ("time", per(before), per(after)),
        ("cost", dollars(before), dollars(after)),
        ("failed outputs", str(comparison.failures[0]), str(comparison.failures[1])),
    ]


# --- Markdown and terminal ----------------------------------------------------------------------


def markdown(comparison: Comparison, limit: int = 12) -> str:
    """For a pull request. `limit`: changes shown of each kind."""
    lines = [
        f"## {_headline(comparison)}",
        "",
        comparison.sentence,
        "",
        f"A: `{comparison.a}`, B: `{comparison.b}`; {comparison.task} on {comparison.split}, "
        f"{comparison.model}.",
    ]
    lines += [f"- {note}" for note in comparison.differences]
    for gained, title in ((False, "Lost"), (True, "Gained")):
        kept = [c for c in comparison.changes if c.gained == gained]
        lines += ["", f"### {title}: {len(kept)}", ""]
        lines += [f"- {_change_line(c)}" for c in kept[:limit]]
        if len(kept) > limit:
            lines.append(f"- … and {len(kept) - limit} more (see the HTML report)")
    lines += [
        "",
        "| metric | A | B | B − A, for new ones (95 %) | these articles only | p | sign flip | |",
        "| --- | ---: | ---: | --- | --- | --- | --- | --- |",
    ]
    for metric in comparison.metrics:
        star = " (primary)" if metric.metric == comparison.primary else ""
        lines.append(
            f"| {metric.metric}{star} | {metric.a:.3f} | {metric.b:.3f} "
            f"| {metric.paired.mean:+.3f}: {interval_text(metric)} | {only_text(metric)} "
            f"| {p_text(metric)} | {exact_text(metric)} | {metric.verdict} |"
        )
    lines += ["", "| | A | B |", "| --- | ---: | ---: |"]
    lines += [f"| {name} | {a} | {b} |" for name, a, b in _cost_rows(comparison)]
    return "\n".join(lines) + "\n"


def _headline(comparison: Comparison) -> str:
    models = " → ".join(comparison.model.split(" / "))
    changed = ", ".join(versions(comparison)) or (models if "→" in models else "same prompts")
    return f"{comparison.verdict}: {changed}"


def _change_line(change: Change) -> str:
    parts = [f"`{change.unit}` {change.metric}, {change.key}"]
    if change.expected is not None:
        parts.append(f"reference: {shorten(change.expected, 120)}")
    parts.append(f"A: {shorten(change.a, 120) if change.a else 'nothing'}")
    parts.append(f"B: {shorten(change.b, 120) if change.b else 'nothing'}")
    if change.why:
        parts.append(change.why)
    return "; ".join(parts)


def terminal(comparison: Comparison, limit: int = 8) -> str:
    """Plain lines: changes first, then the verdict and the figures."""
    lines: list[str] = []
    for gained, title in ((False, "Lost"), (True, "Gained")):
        kept = [c for c in comparison.changes if c.gained == gained]
        lines.append(f"{title}: {len(kept)}")
        lines += [f"  {_change_line(c)}" for c in kept[:limit]]
        if len(kept) > limit:
            lines.append(f"  … and {len(kept) - limit} more")
    lines += ["", f"{_headline(comparison)}.", comparison.sentence]
    lines += [f"Note: {note}." for note in comparison.differences]
    lines += ["", f"{'metric':28} {'A':>6} {'B':>6}  {'B − A, for new ones (95 %)':34} p"]
    for metric in comparison.metrics:
        star = " *" if metric.metric == comparison.primary else ""
        lines.append(
            f"{metric.metric + star:28} {metric.a:6.3f} {metric.b:6.3f}  "
            f"{metric.paired.mean:+.3f}: {interval_text(metric):25} {p_text(metric)}"
            + (f"  {metric.verdict}" if metric.verdict != "can't tell" else "")
        )
    main = comparison.metric(comparison.primary)
    if main is not None:
        lines.append(f"* primary; for these articles only, over repeats: {only_text(main)}")
    lines += [f"{name}: {a} / {b}" for name, a, b in _cost_rows(comparison)]
    return "\n".join(lines)


# --- HTML ---------------------------------------------------------------------------------------


def html(comparison: Comparison, texts: Texts) -> str:
    """The whole report as one file."""
    main = comparison.metric(comparison.primary)

    def around(change: Change) -> tuple[str, str, str] | None:
        return context(change, texts)

    return page(
        "comparison.html",
        comparison=comparison,
        headline=_headline(comparison),
        forest=Markup(plots.forest(comparison.metrics, comparison.primary)),  # noqa: S704 - our own SVG
        headline_plot=Markup(plots.forest((main,), comparison.primary)) if main else "",  # noqa: S704
        units=Markup(plots.units(main)) if main else "",  # noqa: S704
        main=main,
        lost=_by_case(c for c in comparison.changes if not c.gained),
        gained=_by_case(c for c in comparison.changes if c.gained),
        interval_text=interval_text,
        only_text=only_text,
        p_text=p_text,
        repeated=any(m.these_only is not None for m in comparison.metrics),
        context=around,
        costs=_cost_rows(comparison),
    )


def _by_case(changes: Iterable[Change]) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.unit, []).append(change)
    return found


def context(change: Change, texts: Texts) -> tuple[str, str, str] | None:
    """What stands before, at and after the change's place, or None when there is none."""
    if change.article is None or change.start is None or change.end is None:
        return None
    text = texts.get((change.case, change.article))
    if text is None or change.end > len(text):
        return None
    start, end = max(0, change.start - _CONTEXT), min(len(text), change.end + _CONTEXT)
    before = ("…" if start else "") + text[start : change.start]
    after = text[change.end : end] + ("…" if end < len(text) else "")
    return before, text[change.start : change.end], after
