"""Count how much of the marked pages is rightly and wrongly excluded.

Run: python -m tests.articles.measure_exclusions [--show]
Counted in segments that hold a letter. Precision: of the excluded, how many are marked as noise;
recall: of the marked, how many are excluded.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from service import articles
from service.records import ArticleInput, Span

PAGES = Path(__file__).parent / "pages"
_MARK = re.compile(r"⟦([^|⟧]+)\|([^⟧]*)⟧")


def load(path: Path) -> tuple[str, list[Span]]:
    """A page's text without its marks, and the places that were marked."""
    text, noise, position = "", [], 0
    marked = path.read_text(encoding="utf-8").rstrip("\n")
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()]
        noise.append(Span(len(text), len(text) + len(match[2])))
        text += match[2]
        position = match.end()
    return text + marked[position:], noise


def count(path: Path, *, show: bool = False) -> dict[str, int]:
    """Segments of a page by what became of them."""
    text, noise = load(path)
    article = articles.read(ArticleInput(text=text), "a1")
    tally = {"noise excluded": 0, "noise kept": 0, "story excluded": 0, "story kept": 0}
    for segment in articles.segment(article):
        if not any(c.isalpha() for c in segment.span.of(text)):
            continue
        kind = "noise" if any(segment.span.overlaps(n) for n in noise) else "story"
        fate = "excluded" if segment.excluded else "kept"
        tally[f"{kind} {fate}"] += 1
        if show and (kind, fate) in (("noise", "kept"), ("story", "excluded")):
            shown = segment.span.of(text)[:90]
            sys.stdout.write(f"  {path.stem}: {kind} {fate} ({segment.excluded}): {shown!r}\n")
    return tally


def main() -> None:
    show = "--show" in sys.argv
    for part in ("tuned", "checked"):
        tallies = [count(path, show=show) for path in sorted((PAGES / part).glob("*.txt"))]
        total = {key: sum(t[key] for t in tallies) for key in tallies[0]}
        hit, lost = total["noise excluded"], total["story excluded"]
        sys.stdout.write(
            f"{part}: {len(tallies)} pages, precision {hit / max(1, hit + lost):.3f},"
            f" recall {hit / max(1, hit + total['noise kept']):.3f}, {total}\n"
        )


if __name__ == "__main__":
    main()
