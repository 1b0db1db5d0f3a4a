"""The forms in which a summary is handed out.

`FORMATS` names them; `render` makes one. JSON is the contract itself; all others are made from it
and show every word of an article as words: nothing acts as markup, script, formula or control.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from service.records import Summary
from service.representations.linked import linked
from service.representations.markdown import markdown
from service.representations.page import page, policy
from service.representations.page import style as stylesheet
from service.representations.table import table
from service.representations.text import text

__all__ = ["FORMATS", "Format", "FormatName", "policy", "render", "stylesheet"]

FormatName = Literal["json", "markdown", "html", "jsonld", "csv", "text"]


@dataclass(frozen=True, slots=True)
class Format:
    """media_type: without parameters. extension: of a file, without the dot."""

    name: FormatName
    media_type: str
    extension: str
    made_by: Callable[[Summary], str]

    @property
    def content_type(self) -> str:
        """The media type as a header says it."""
        if self.media_type.endswith("json"):
            return self.media_type
        return f"{self.media_type}; charset=utf-8"


def _json(summary: Summary) -> str:
    return summary.model_dump_json(indent=2) + "\n"


FORMATS: Mapping[str, Format] = {
    form.name: form
    for form in (
        Format("json", "application/json", "json", _json),
        Format("markdown", "text/markdown", "md", markdown),
        Format("html", "text/html", "html", page),
        Format("jsonld", "application/ld+json", "jsonld", linked),
        Format("csv", "text/csv", "csv", table),
        Format("text", "text/plain", "txt", text),
    )
}


def render(summary: Summary, name: FormatName) -> str:
    """The summary in the named form. Always encodable as UTF-8."""
    return FORMATS[name].made_by(summary)
