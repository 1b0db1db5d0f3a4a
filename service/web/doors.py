"""Who gets in, and how much they may ask: hosts, API keys, rates, quotas.

Keys are asked for from the moment that the first one is made (`communique keys add`), and from
then on always, also after the last one is revoked. docs/threat-model.md gives the reasons.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from service.errors import RequestError, TooFast
from service.settings import Settings
from service.storage import ApiKey
from service.storage.keys import digest as key_digest
from service.web.problems import Unauthorized, WrongHost, answer_error, encodable

# How long "there are no keys yet" is believed, in seconds.
_NO_KEYS_SECONDS = 2.0


class Keys(Protocol):
    """The store of keys. `service.storage.Storage.keys` is the real one."""

    def find(self, secret: str, /) -> ApiKey | None: ...

    def all(self) -> Sequence[ApiKey]: ...

    def check_quota(self, id: str, tokens_per_day: int | None, /) -> None: ...  # noqa: A002


class UnsafeAddress(RequestError):
    """The service would be open to everybody."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends a request. key: None while the service asks for no keys."""

    key: ApiKey | None = None

    @property
    def owner(self) -> str:
        """Under whose name a summary is kept."""
        return self.key.id if self.key else ""

    @property
    def sees(self) -> str | None:
        """Whose summaries are visible; None means everybody's."""
        return self.key.id if self.key else None


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Doorkeeper:
    """Checks keys, rates and quotas. One for an application; rates are counted in memory."""

    def __init__(
        self, keys: Keys, settings: Settings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._keys = keys
        self._settings = settings
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}
        self._keyless_until = -1.0
        self._has_keys = False

    async def admit(self, secret: str | None) -> Caller:
        """The caller with this secret.

        Raises: Unauthorized without a valid key, TooFast beyond its rate or quota.
        """
        if not await self._wants_keys():
            return Caller()
        if not secret:
            raise Unauthorized(
                "This service asks for an API key. Send it with the header "
                "Authorization: Bearer KEY; whoever runs the service makes one with "
                "`communique keys add`."
            )
        key = await asyncio.to_thread(self._keys.find, secret)
        # The store finds by digest; this comparison adds that nothing else can have matched.
        if key is None or not hmac.compare_digest(key.digest, key_digest(secret)):
            raise Unauthorized("This API key is not valid here. It may have been revoked.")
        self._check_rate(key)
        return Caller(key)

    async def check_quota(self, caller: Caller) -> None:
        """Raises TooFast when the caller's key has used up its tokens of the day (UTC)."""
        limit = self._settings.tokens_per_day
        await asyncio.to_thread(self._keys.check_quota, caller.owner, limit)

    async def _wants_keys(self) -> bool:
        if not self._has_keys and self._clock() >= self._keyless_until:
            self._has_keys = bool(await asyncio.to_thread(self._keys.all))
            self._keyless_until = self._clock() + _NO_KEYS_SECONDS
        return self._has_keys

    def _check_rate(self, key: ApiKey) -> None:
        """A bucket that holds a minute's requests and refills evenly."""
        limit = key.requests_per_minute or self._settings.requests_per_minute
        if limit is None:
            return
        now = self._clock()
        bucket = self._buckets.setdefault(key.id, _Bucket(float(limit), now))
        bucket.tokens = min(float(limit), bucket.tokens + (now - bucket.at) * limit / 60)
        bucket.at = now
        if bucket.tokens < 1:
            raise TooFast(
                f"This API key may send {limit} requests a minute. Wait, then go on.",
                retry_after=(1 - bucket.tokens) * 60 / limit,
            )
        bucket.tokens -= 1


async def caller_of(request: Request) -> Caller:
    """The dependency of every route that needs a key where keys are asked for."""
    doorkeeper: Doorkeeper = request.app.state.doorkeeper
    return await doorkeeper.admit(secret_of(request.headers))


def secret_of(headers: Headers) -> str | None:
    """The key in `Authorization: Bearer …` or `X-API-Key`."""
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret.strip():
        return secret.strip()
    return headers.get("x-api-key") or None


class HostCheck:
    """Answers only to names that are ours, so that no web page can reach a local service.

    A page under attack by DNS rebinding sends its own name in `Host`.
    """

    def __init__(self, app: ASGIApp, allowed: frozenset[str] | None) -> None:
        """allowed: host names in lower case without port; None means any."""
        self._app = app
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._allowed is not None:
            name = host_name(Headers(scope=scope).get("host", ""))
            if name not in self._allowed:
                refused = WrongHost(
                    f"This service does not answer to the host name {encodable(name)[:80]!r}. "
                    "Use one of its own, or list this one in COMMUNIQUE_ALLOWED_HOSTS."
                )
                await answer_error(refused)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def allowed_hosts(settings: Settings) -> frozenset[str] | None:
    """The names to answer to: those set; on loopback its own; elsewhere any."""
    listed = {name.strip().lower() for name in settings.allowed_hosts.split(",") if name.strip()}
    if "*" in listed:
        return None
    if listed or is_loopback(settings.host):
        return frozenset(listed | {"localhost", "127.0.0.1", "::1", settings.host.lower()})
    return None


def host_name(header: str) -> str:
    """The name in a `Host` header, without port and brackets."""
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """True when only this machine can reach the address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_address(settings: Settings, *, has_keys: bool) -> None:
    """Raises UnsafeAddress for an address that others can reach while nobody needs a key."""
    if is_loopback(settings.host) or has_keys or settings.allow_public:
        return
    raise UnsafeAddress(
        f"On {settings.host} others can reach the service, and no API key is set. Make one with "
        "`communique keys add NAME`, or set COMMUNIQUE_ALLOW_PUBLIC=1 if something before it "
        "lets in only those who may."
    )
