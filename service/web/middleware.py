"""What surrounds every request: its id, its log line and count, and safe headers."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.web import logs, problems
from service.web.metrics import Metrics

# For everything that is not a page with a policy of its own: nothing may load, nothing may frame.
_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

_METHODS = frozenset({"GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH"})

SAFE_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": _POLICY,
    "Cache-Control": "no-store",
}


class Surroundings:
    """Gives the request an id, answers unforeseen errors, sets headers, counts and logs.

    Plain ASGI, so that streams stay streams and disconnects are seen within.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.monotonic()
        request_id = logs.request_id(Headers(scope=scope))
        logs.unbind()
        logs.bind(request_id=request_id)
        status = 0

        async def send_safely(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                for name, value in SAFE_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, send_safely)
        except Exception as failure:  # noqa: BLE001 - the outermost door; nothing may pass it
            logs.log("request failed", level="error", exc_info=failure)
            if status == 0:
                await problems.answer(problems.internal())(scope, receive, send_safely)
        finally:
            seconds = time.monotonic() - started
            route = route_of(scope)
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._metrics.observe_request(method, route, status, seconds)
            logs.log(
                "request",
                level="debug" if route in ("/healthz", "/readyz", "/metrics") else "info",
                method=method,
                route=route,
                status=status,
                milliseconds=round(seconds * 1000),
            )
            logs.unbind()


def route_of(scope: Scope) -> str:
    """The template of the route, such as "/v1/summaries/{id}"; never the path as sent."""
    route: Any = scope.get("route")
    return getattr(route, "path", "none")
