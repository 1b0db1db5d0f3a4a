"""The page for people at `/`, and the description of the API at `/docs`.

Both are our own files, served from the package: nothing is fetched from anywhere else.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Response

from service.errors import UnknownName
from service.representations import stylesheet

router = APIRouter(include_in_schema=False)

# Own scripts, styles and requests, and nothing written into the page.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

_MEDIA_TYPES = {
    "app.js": "text/javascript",
    "docs.js": "text/javascript",
    "style.css": "text/css",
    "icon.svg": "image/svg+xml",
}


@router.get("/")
async def index() -> Response:
    return _page("index.html")


@router.get("/docs")
async def docs() -> Response:
    return _page("docs.html")


@router.get("/static/summary.css")
async def summary_style() -> Response:
    return Response(stylesheet(), media_type="text/css")


@router.get("/static/{name}")
async def static(name: str) -> Response:
    if name not in _MEDIA_TYPES:
        raise UnknownName("There is no such file.")
    return Response(
        _file(name), media_type=_MEDIA_TYPES[name], headers={"Cache-Control": "max-age=300"}
    )


@router.get("/favicon.ico")
async def icon() -> Response:
    return Response(_file("icon.svg"), media_type=_MEDIA_TYPES["icon.svg"])


def _page(name: str) -> Response:
    return Response(
        _file(name),
        media_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": POLICY},
    )


@cache
def _file(name: str) -> bytes:
    return (files("service.web") / "static" / name).read_bytes()
