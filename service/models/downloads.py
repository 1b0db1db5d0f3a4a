"""Fetches large files over HTTP: resumed where they stopped, through the proxy of the environment.

The only module that uses httpx, and the only one that reaches for anything but the model.
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple, cast
from urllib.parse import urldefrag, urljoin

import httpx

_CONNECT_SECONDS = 5.0
_READ_SECONDS = 60.0
_TRIES = 5
_BLOCK = 1 << 18
_GOES_ON = 206
_NOTHING_MORE = 416
_INDEX_TYPES = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"

OnBytes = Callable[[int], None]
"""Called with the bytes that the file has so far."""


class Unreachable(Exception):
    """The file could not be had; the message says why."""


class IndexFile(NamedTuple):
    """A file that a package index lists. sha256: hexadecimal, None when the index tells none."""

    name: str
    url: str
    sha256: str | None


@contextmanager
def opened() -> Generator[httpx.Client]:
    """A client that trusts what the system trusts and goes through the environment's proxy."""
    timeout = httpx.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS)
    with httpx.Client(
        timeout=timeout, verify=ssl.create_default_context(), follow_redirects=True
    ) as client:
        yield client


def fetch(client: httpx.Client, url: str, path: Path, progress: OnBytes | None = None) -> None:
    """Download to `path`, going on from what is there already.

    Raises: Unreachable after several tries, at once where the server can't be connected to or
        says that there is no such file.
    """
    for attempt in range(1, _TRIES + 1):
        try:
            _fetch_once(client, url, path, progress)
        except httpx.ConnectError as error:
            raise Unreachable(f"no connection to {httpx.URL(url).host} ({error})") from error
        except httpx.ConnectTimeout as error:
            raise Unreachable(f"no connection to {httpx.URL(url).host} in time") from error
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            if attempt == _TRIES or status < httpx.codes.INTERNAL_SERVER_ERROR:
                raise Unreachable(f"{httpx.URL(url).host} answered {status}") from error
        except httpx.HTTPError as error:
            if attempt == _TRIES:
                host = httpx.URL(url).host
                raise Unreachable(f"{host} broke off {_TRIES} times ({error})") from error
        else:
            return
        time.sleep(2 ** (attempt - 1) / 2)


def _fetch_once(client: httpx.Client, url: str, path: Path, progress: OnBytes | None) -> None:
    have = path.stat().st_size if path.exists() else 0
    headers = {"accept-encoding": "identity"}
    if have:
        headers["range"] = f"bytes={have}-"
    with client.stream("GET", url, headers=headers) as response:
        if response.status_code == _NOTHING_MORE and have:
            return  # There is nothing after what we have: it is whole.
        response.raise_for_status()
        goes_on = response.status_code == _GOES_ON
        done = have if goes_on else 0
        expected = response.headers.get("content-length")
        with path.open("ab" if goes_on else "wb") as file:
            for block in response.iter_bytes(_BLOCK):
                file.write(block)
                done += len(block)
                if progress is not None:
                    progress(done)
        started = have if goes_on else 0
        if expected is not None and done - started != int(expected):
            raise httpx.RemoteProtocolError("the file ended early")


def listed(client: httpx.Client, index: str, package: str) -> list[IndexFile]:
    """The files of a package on a simple index, by its JSON form (PEP 691) or its page (PEP 503).

    Raises: Unreachable.
    """
    address = f"{index.rstrip('/')}/{package}/"
    for attempt in range(1, _TRIES + 1):
        try:
            response = client.get(address, headers={"accept": _INDEX_TYPES})
            response.raise_for_status()
        except httpx.HTTPError as error:
            refused = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout) or (
                isinstance(error, httpx.HTTPStatusError)
                and error.response.status_code < httpx.codes.INTERNAL_SERVER_ERROR
            )
            if refused or attempt == _TRIES:
                host = httpx.URL(address).host
                raise Unreachable(f"package index {host}: {error}") from error
            time.sleep(2 ** (attempt - 1) / 2)
        else:
            break
    else:  # pragma: no cover - the loop ends by break or by raising
        raise Unreachable(f"package index {address}")
    base = str(response.url)
    if "json" in response.headers.get("content-type", ""):
        return _from_json(response.text, base)
    page = _Links()
    page.feed(response.text)
    return [_from_link(name, urljoin(base, address)) for name, address in page.found]


def _from_json(text: str, base: str) -> list[IndexFile]:
    try:
        content = cast("dict[str, Any]", json.loads(text))
        files = cast("list[dict[str, Any]]", content["files"])
        return [
            IndexFile(
                str(file["filename"]),
                urljoin(base, str(file["url"])),
                cast("dict[str, str]", file.get("hashes") or {}).get("sha256"),
            )
            for file in files
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise Unreachable(
            f"package index {httpx.URL(base).host}: not an index ({error})"
        ) from error


def _from_link(name: str, address: str) -> IndexFile:
    url, fragment = urldefrag(address)
    kind, _, digest = fragment.partition("=")
    return IndexFile(name, url, digest if kind == "sha256" else None)


class _Links(HTMLParser):
    """The links of an index page: (text, address)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._address: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._address = dict(attrs).get("href")

    def handle_data(self, data: str) -> None:
        if self._address and data.strip():
            self.found.append((data.strip(), self._address))
            self._address = None
