"""Who can be meant: the article's entities looked up by place, and pronouns by what went before."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from service.records import Entity, Mention, Span

MALE = frozenset("he him his himself".split())
FEMALE = frozenset("she her hers herself".split())
PLURAL = frozenset("they them their we us our".split())


class People:
    """The entities of one article, found by the place of their mentions."""

    def __init__(self, text: str, entities: Sequence[Entity]) -> None:
        self.text = text
        self.entities = {e.id: e for e in entities}
        pairs = sorted(
            ((m, e) for e in entities for m in e.mentions),
            key=lambda pair: (pair[0].span.start, -pair[0].span.end),
        )
        self._mentions = [m for m, _ in pairs]
        self._owners = [e for _, e in pairs]
        self._starts = [m.span.start for m in self._mentions]

    def at(self, span: Span) -> tuple[Entity, Mention] | None:
        """The narrowest entity mention that overlaps a place."""
        best: tuple[Entity, Mention] | None = None
        i = bisect.bisect_left(self._starts, span.end) - 1
        steps = 0
        while i >= 0 and steps < 8:
            mention = self._mentions[i]
            if mention.span.end > span.start:
                if best is None or len(mention.span) < len(best[1].span):
                    best = (self._owners[i], mention)
            i -= 1
            steps += 1
        return best

    def within(self, start: int, end: int) -> list[tuple[Entity, Mention]]:
        """All mentions that begin in a stretch, in reading order."""
        first = bisect.bisect_left(self._starts, start)
        last = bisect.bisect_left(self._starts, end)
        return [(self._owners[i], self._mentions[i]) for i in range(first, last)]
