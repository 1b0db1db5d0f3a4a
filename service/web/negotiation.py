"""Which representation a client wants: `?format=` decides, else the header `Accept`."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request

from service.representations import FORMATS, Format
from service.web.problems import InvalidRequest, NotAcceptable, encodable


def wanted(request: Request, asked: str | None = None) -> Format:
    """The representation to answer with; JSON when the client takes anything.

    asked: the value of `?format=`.
    Raises: InvalidRequest for a format that there is none of, NotAcceptable when nothing that
        `Accept` names can be had.
    """
    if asked is not None:
        if asked not in FORMATS:
            known = ", ".join(FORMATS)
            raise InvalidRequest(f"There is no format {encodable(asked)[:40]!r}, only: {known}.")
        return FORMATS[asked]
    return of_accept(",".join(request.headers.getlist("accept")))


def of_accept(header: str) -> Format:
    """The best format for an `Accept` header (RFC 9110, section 12.5.1).

    Raises: NotAcceptable.
    """
    ranges = _ranges(header)
    if not ranges:
        return FORMATS["json"]
    best: Format | None = None
    best_quality = 0.0
    for form in FORMATS.values():
        quality = _quality(form.media_type, ranges)
        if quality > best_quality:
            best, best_quality = form, quality
    if best is None:
        offered = ", ".join(form.media_type for form in FORMATS.values())
        raise NotAcceptable(f"None of the media types in Accept can be had. There are: {offered}.")
    return best


def _ranges(header: str) -> list[tuple[str, float]]:
    """The media ranges of the header with their qualities; what can't be read is left out."""
    found: list[tuple[str, float]] = []
    for part in header.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if not media:
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        found.append((media, quality))
    return found


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of the most specific range that covers the media type; 0 when none does."""
    kind = media_type.partition("/")[0]
    for covering in (media_type, f"{kind}/*", "*/*"):
        qualities = [quality for media, quality in ranges if media == covering]
        if qualities:
            return max(qualities)
    return 0.0
