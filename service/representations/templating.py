"""The one door to Jinja2: an environment over this package's templates."""

from __future__ import annotations

from functools import cache

import jinja2

from service.representations.characters import visible


def _shown(value: object) -> object:
    """What an expression of an HTML template puts out: never a hidden character."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


@cache
def environment(*, autoescape: bool) -> jinja2.Environment:
    """Templates of this package. A missing variable is an error, never an empty string."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("service.representations"),
        autoescape=autoescape,  # noqa: S701 - off for Markdown, which escapes by itself
        finalize=_shown if autoescape else None,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
