"""Plots as inline SVG: differences with their intervals, and the units behind the headline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from evals.comparison import MetricComparison

_ROW = 26
_LABEL = 230
_PLOT = 430
_FIGURES = 190
_COLOURS = {"better": "var(--better)", "worse": "var(--worse)", "can't tell": "var(--unsure)"}


def _extent(values: Sequence[float]) -> float:
    """Half the width of the axis: a round number that holds every value."""
    widest = max((abs(v) for v in values), default=0.1)
    return next((step for step in (0.1, 0.2, 0.3, 0.5, 0.75, 1.0) if widest <= step), 1.0)


def forest(metrics: Sequence[MetricComparison], primary: str) -> str:
    """One row a metric: the mean difference as a dot, its 95 % interval as a line, 0 in the middle.

    Intervals wider than the axis are cut and end in an arrow.
    """
    shown = [m for m in metrics if m.paired.interval is not None]
    if not shown:
        return ""
    intervals = [m.paired.interval for m in shown if m.paired.interval is not None]
    extent = _extent([end for i in intervals for end in (i.low, i.high)])
    height = _ROW * len(shown) + 40
    width = _LABEL + _PLOT + _FIGURES

    def x(value: float) -> float:
        return _LABEL + _PLOT / 2 * (1 + max(-1.0, min(1.0, value / extent)))

    parts = [
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="Differences by metric">',
        *_axis(extent, x, height),
    ]
    for row, metric in enumerate(shown):
        y = _ROW * row + 18
        interval = metric.paired.interval
        if interval is None:
            continue
        colour = _COLOURS[metric.verdict]
        weight = ' font-weight="700"' if metric.metric == primary else ""
        parts.append(
            f'<text x="{_LABEL - 12}" y="{y + 4}" text-anchor="end"{weight}>'
            f"{escape(metric.metric)}</text>"
            f'<line x1="{x(interval.low):.1f}" x2="{x(interval.high):.1f}" y1="{y}" y2="{y}" '
            f'stroke="{colour}" stroke-width="{4 if metric.metric == primary else 2}"/>'
            f"{_cut(interval.low, interval.high, extent, x, y, colour)}"
            f'<circle cx="{x(metric.paired.mean):.1f}" cy="{y}" r="4.5" fill="{colour}"/>'
            f'<text x="{_LABEL + _PLOT + 12}" y="{y + 4}" class="figure">'
            f"{metric.paired.mean:+.3f} [{interval.low:+.2f}, {interval.high:+.2f}]</text>"
        )
    return "".join(parts) + "</svg>"


def _signed(tick: float) -> str:
    return f"{tick:+g}" if tick else "0"


def _axis(extent: float, x: Callable[[float], float], height: int) -> list[str]:
    parts: list[str] = []
    for tick in (-extent, -extent / 2, 0.0, extent / 2, extent):
        at = f"{x(tick):.1f}"
        style = "zero" if tick == 0 else "grid"
        parts.append(f'<line x1="{at}" x2="{at}" y1="4" y2="{height - 26}" class="{style}"/>')
        parts.append(
            f'<text x="{at}" y="{height - 8}" text-anchor="middle" class="figure">'
            f"{_signed(tick)}</text>"
        )
    return parts


def _cut(
    low: float, high: float, extent: float, x: Callable[[float], float], y: int, colour: str
) -> str:
    parts: list[str] = []
    for value, sign in ((low, -1), (high, 1)):
        if abs(value) > extent:
            tip = x(sign * extent)
            parts.append(
                f'<path d="M {tip + 6 * sign:.1f} {y} l {-7 * sign} -4 v 8 z" fill="{colour}"/>'
            )
    return "".join(parts)


def units(metric: MetricComparison) -> str:
    """One row a unit: A's score as a ring, B's as a dot, a line between; worst change first."""
    ranked = sorted(metric.by_unit.items(), key=lambda pair: pair[1][1] - pair[1][0])
    height = _ROW * len(ranked) + 40
    width = _LABEL + _PLOT + _FIGURES

    def x(value: float) -> float:
        return _LABEL + _PLOT * value

    parts = [f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="Scores by unit">']
    parts += [
        f'<line x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="4" y2="{height - 26}" class="grid"/>'
        f'<text x="{x(tick):.1f}" y="{height - 8}" text-anchor="middle" class="figure">'
        f"{tick:g}</text>"
        for tick in (0, 0.25, 0.5, 0.75, 1)
    ]
    for row, (unit, (before, after)) in enumerate(ranked):
        y = _ROW * row + 18
        change = after - before
        colour = _COLOURS["better" if change > 0 else "worse" if change < 0 else "can't tell"]
        parts.append(
            f'<text x="{_LABEL - 12}" y="{y + 4}" text-anchor="end">{escape(unit)}</text>'
            f'<line x1="{x(before):.1f}" x2="{x(after):.1f}" y1="{y}" y2="{y}" '
            f'stroke="{colour}" stroke-width="2"/>'
            f'<circle cx="{x(before):.1f}" cy="{y}" r="4.5" class="ring" stroke="{colour}"/>'
            f'<circle cx="{x(after):.1f}" cy="{y}" r="4" fill="{colour}"/>'
            f'<text x="{_LABEL + _PLOT + 12}" y="{y + 4}" class="figure">'
            f"{before:.2f} → {after:.2f} ({change:+.2f})</text>"
        )
    return "".join(parts) + "</svg>"
