"""The quotations of a summary as CSV (RFC 4180), one a row."""

from __future__ import annotations

import csv
import io

from service.records import Summary

COLUMNS = (
    *("id", "article", "outlet", "published_at", "start", "end", "text", "kind"),
    *("speaker", "role", "speaker_kind", "cue", "how", "round", "repeats"),
)

# A spreadsheet runs a cell that begins so as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(summary: Summary) -> str:
    """One header row, then one row a quotation.

    A cell that a spreadsheet would run as a formula gets an apostrophe before it, as OWASP
    advises; `start` and `end` still give the exact place of the words.
    """
    articles = {article.id: article for article in summary.articles}
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for quotation in summary.quotations:
        article = articles.get(quotation.article)
        speaker = quotation.speaker
        cells = (
            quotation.id,
            quotation.article,
            article.outlet if article else None,
            article.published_at.isoformat() if article and article.published_at else None,
            quotation.start,
            quotation.end,
            quotation.text,
            quotation.kind,
            speaker.name if speaker else None,
            speaker.role if speaker else None,
            speaker.kind if speaker else None,
            quotation.cue,
            quotation.how,
            quotation.round,
            " ".join(quotation.repeats),
        )
        rows.writerow([_cell(value) for value in cells])
    return out.getvalue()


def _cell(value: str | int | None) -> str | int:
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
