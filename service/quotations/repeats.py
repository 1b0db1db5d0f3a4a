"""The same words in several articles."""

from __future__ import annotations

from collections.abc import Sequence

from service.records import Article, Quotation


def link(quotations: Sequence[Quotation], articles: Sequence[Article]) -> tuple[Quotation, ...]:
    """Name, on each quotation, the quotations of other articles that say the same."""
    del articles
    groups: dict[str, list[Quotation]] = {}
    for quotation in quotations:
        key = "".join(c for c in quotation.text.casefold() if c.isalnum())
        groups.setdefault(key, []).append(quotation)
    out: list[Quotation] = []
    for quotation in quotations:
        key = "".join(c for c in quotation.text.casefold() if c.isalnum())
        same = [q.id for q in groups[key] if q.article != quotation.article]
        out.append(quotation.model_copy(update={"repeats": tuple(same)}))
    return tuple(out)
