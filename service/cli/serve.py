"""`communique serve`: the HTTP service."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli import exits, options, outputs
from service.errors import CommuniqueError, RequestError

if TYPE_CHECKING:
    from service.settings import Settings


class Unavailable(RequestError):
    """The address can't be listened on."""


@options.shared
def serve(
    shared: options.Shared,
    host: Annotated[
        str | None,
        typer.Option(help="Address to listen on, 127.0.0.1 by default. [COMMUNIQUE_HOST]"),
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="8000 by default; 0 takes a free one. [COMMUNIQUE_PORT]")
    ] = None,
) -> None:
    """Serve over HTTP: a page for people at /, the API under /v1, its description at /docs.

    Only this machine can reach it, unless --host says otherwise; then it wants API keys.

    \b
    Examples:
      communique serve
      communique serve --port 9000 --model embedded:0.5b
      communique keys add newsroom && communique serve --host 0.0.0.0
    """
    settings = options.settings_of(
        **shared,
        host=host,
        port=port,
    )
    import uvicorn

    from service.web import Backend, create_app, doors, logs
    from service.web.backend import opened
    from service.web.metrics import Metrics

    doors.check_address(settings, has_keys=_has_keys(settings))
    listening = _bound(settings.host, settings.port)
    logs.configure(settings)
    port = listening.getsockname()[1]
    outputs.say(f"Communiqué starts on http://{_shown(settings.host)}:{port}/")
    failures: list[CommuniqueError] = []

    @asynccontextmanager
    async def opener(settings: Settings, metrics: Metrics) -> AsyncGenerator[Backend]:
        try:
            async with opened(settings, metrics) as backend:
                yield backend
        except CommuniqueError as failure:
            failures.append(failure)
            raise

    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings, opener),
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=10,
        )
    )
    with contextlib.suppress(SystemExit), listening:
        server.run(sockets=[listening])
    if failures:
        raise failures[0]
    if not server.started:
        raise typer.Exit(exits.FAILED)


def _bound(host: str, port: int) -> socket.socket:
    """A socket on the address, before anything slow is done. Raises: Unavailable."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        raise Unavailable(
            f"The service can't listen on {_shown(host)}:{port}: {error.strerror}. "
            "Choose another address or port with --host and --port."
        ) from None
    return listening


def _has_keys(settings: Settings) -> bool:
    """Whether API keys are asked for; looked up only where it matters."""
    from service.storage import open_storage
    from service.web.doors import is_loopback

    if is_loopback(settings.host) or settings.allow_public:
        return False
    storage = open_storage(settings.resolved_database_url())
    try:
        return bool(storage.keys.all())
    finally:
        storage.close()


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
