"""An article's text as HTML, with its quotations, evidence and excluded parts marked in place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush

from markupsafe import Markup, escape

from service.records import Span
from service.representations.characters import pieces


@dataclass(frozen=True, slots=True)
class Mark:
    """An element to put around a half-open stretch of the text.

    tag: the element, written by us and never taken from an article.
    attributes: names are ours, values are escaped.
    """

    start: int
    end: int
    tag: str
    attributes: tuple[tuple[str, str], ...] = ()

    def opening(self) -> str:
        written = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes)
        return f"<{self.tag}{written}>"

    def between(self, start: int, end: int) -> Mark:
        """The part of it between two places. Only the first part keeps the id."""
        attributes = self.attributes
        if start > self.start:
            attributes = tuple(pair for pair in attributes if pair[0] != "id")
        return Mark(max(start, self.start), min(end, self.end), self.tag, attributes)


def marked(text: str, marks: Iterable[Mark]) -> Markup:
    """The text as one `p` a line, with the marks as elements around their words.

    Marks may nest, cross, and run over lines: where one crosses the end of another, or of a line,
    it is cut and goes on in a second element. Blank lines are left out. Hidden characters are
    shown by their code points.
    """
    lines = [Span(*line.span()) for line in re.finditer(r"[^\n]*\S[^\n]*", text)]
    of_line: list[list[Mark]] = [[] for _ in lines]
    starts = [line.start for line in lines]
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        for number in range(max(0, bisect_right(starts, mark.start) - 1), len(lines)):
            line = lines[number]
            if line.start >= mark.end:
                break
            part = mark.between(line.start, line.end)
            if part.start < part.end:
                of_line[number].append(part)
    return Markup("\n").join(
        Markup(f'<p dir="auto">{_woven(text, line, own)}</p>')  # noqa: S704
        for line, own in zip(lines, of_line, strict=True)
    )


def _woven(text: str, line: Span, marks: Sequence[Mark]) -> str:
    """One line with the marks that lie within it."""
    queue = [(mark.start, -mark.end, number, mark) for number, mark in enumerate(marks)]
    heapify(queue)
    out: list[str] = []
    opened: list[Mark] = []
    at = line.start
    while queue or opened:
        if opened and (not queue or opened[-1].end <= queue[0][0]):
            ending = opened.pop()
            out.append(_shown(text[at : ending.end]))
            out.append(f"</{ending.tag}>")
            at = ending.end
            continue
        start, _, number, mark = heappop(queue)
        if opened and mark.end > opened[-1].end:
            cut = opened[-1].end
            rest = mark.between(cut, mark.end)
            heappush(queue, (rest.start, -rest.end, number, rest))
            mark = replace(mark, end=cut)
        out.append(_shown(text[at:start]))
        out.append(mark.opening())
        opened.append(mark)
        at = start
    out.append(_shown(text[at : line.end]))
    return "".join(out)


def _shown(words: str) -> str:
    """The words escaped, with hidden characters as boxes that tell their names."""
    return "".join(
        str(escape(run))
        if name is None
        else f'<span class="hidden" title="{escape(name)}">{name.split()[0]}</span>'
        for run, name in pieces(words)
    )
