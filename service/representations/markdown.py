"""A summary as Markdown (CommonMark), for notes and pull requests."""

from __future__ import annotations

import re

from service.records import Summary
from service.representations import phrases
from service.representations.characters import one_line
from service.representations.templating import environment

# What Markdown, or HTML within it, would act on wherever it stands in a line.
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~!&$])")
# What acts only at the start of a line: list markers, underlines of headings.
_AT_START = re.compile(r"^(\d*)([-+=.)])(?=\s|[-=]|$)")


def markdown(summary: Summary) -> str:
    """The summary as CommonMark text. Nothing of an article acts as Markdown or HTML."""
    template = environment(autoescape=False).get_template("summary.md.j2")
    return template.render(summary=summary, phrases=phrases, escape=escape)


def escape(text: object) -> str:
    r"""Text on one line with everything that Markdown would act on written out.

    >>> print(escape("1. *not* a list"))
    1\. \*not\* a list
    """
    escaped = _SPECIAL.sub(r"\\\1", one_line(str(text)))
    # A bare address would become a link in many viewers.
    escaped = escaped.replace("://", "\\://").replace("www.", "www\\.").replace("@", "\\@")
    return _AT_START.sub(r"\1\\\2", escaped)
