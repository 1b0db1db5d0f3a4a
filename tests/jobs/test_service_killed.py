"""The whole service, killed while clients wait: `communique serve`, HTTP, a model endpoint."""

from __future__ import annotations

import json
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes import smallest
from tests.models.misbehaving_server import MisbehavingServer, Request

KILLS = 3
CLIENTS = 4
# Calls that the service keeps under way at once; those are lost with it, and made again.
UNDER_WAY = 8

STORY = """Geneva, 8 March 2024

The foreign ministers of Norland and Sudland met in Geneva on Thursday for talks number {number}.
"We agreed on prisoner list {number}," said Anna Berg, the foreign minister of Norland.
Sudland's envoy, Karl Holm, said that crossing {number} would stay closed.
The sides will meet again in Vienna in April to discuss water plant {number}.
"It was a good day," Berg said.
"""


def answer(request: Request) -> str:
    """The smallest answer that the schema accepts, after a moment."""
    time.sleep(0.05)
    form: dict[str, Any] = request.body["response_format"]
    return json.dumps(smallest(form["json_schema"]["schema"]))


class Service:
    """`communique serve` on a port of its own, started again and again."""

    def __init__(self, folder: Path, base_url: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / "log"
        self._command = [
            *(sys.executable, "-m", "service.cli", "serve", "--port", str(self.port)),
            *("--model", "fake", "--base-url", base_url, "--api-key", "none"),
            *("--data-dir", str(folder)),
        ]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log)
        with httpx.Client(timeout=5) as client:
            for _ in range(300):
                try:
                    client.get(f"{self.url}/healthz").raise_for_status()
                except httpx.HTTPError:
                    assert self._process.poll() is None, self._log.read_text()
                    time.sleep(0.2)
                else:
                    return
        pytest.fail(f"the service does not start:\n{self._log.read_text()}")

    def kill(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


@pytest.fixture
def endpoint() -> Iterator[MisbehavingServer]:
    with MisbehavingServer(answer=answer) as server:
        yield server


@pytest.fixture
def service(tmp_path: Path, endpoint: MisbehavingServer) -> Iterator[Service]:
    running = Service(tmp_path, endpoint.base_url)
    yield running
    running.kill()


def ask(url: str, number: int, key: str) -> dict[str, Any]:
    """Send a request until it is answered, as a client does that loses its connection."""
    stories = [STORY.format(number=number * 10 + n) for n in range(3)]
    body = {"articles": [{"text": story} for story in stories]}
    until = time.monotonic() + 200
    with httpx.Client(base_url=url, headers={"Idempotency-Key": key}, timeout=200) as client:
        while time.monotonic() < until:
            try:
                answered = client.post("/v1/summaries", json=body)
            except httpx.TransportError:
                time.sleep(0.5)
            else:
                assert answered.status_code == 200, answered.text
                return answered.json()
    pytest.fail(f"client {number} got no answer")


def without_chance(summary: dict[str, Any]) -> dict[str, Any]:
    """What has to be the same however often the service died."""
    left_out = ("id", "created_at", "usage")
    return {key: value for key, value in summary.items() if key not in left_out}


@pytest.mark.slow
def test_clients_get_their_summaries_from_a_service_that_dies(
    service: Service, endpoint: MisbehavingServer
) -> None:
    """Clients that send again get exactly the summary that an undisturbed service gives."""
    chance = random.Random(22)
    service.start()
    with ThreadPoolExecutor(CLIENTS) as clients:
        waiting = [clients.submit(ask, service.url, n, f"key {n}") for n in range(CLIENTS)]
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.5, 3.0))
            service.kill()
            service.start()
        summaries = [answer.result() for answer in waiting]
    made = Counter(json.dumps(request.body["messages"]) for request in endpoint.requests)
    repeated = sum(times - 1 for times in made.values())
    assert repeated <= KILLS * UNDER_WAY
    listed = httpx.get(f"{service.url}/v1/summaries").json()
    ids = re.findall(r'"id":"([0-9a-f]{32})"', json.dumps(listed, separators=(",", ":")))
    assert sorted(ids) == sorted(summary["id"] for summary in summaries)
    # The same again, in peace and without any stored call.
    for summary in summaries:
        httpx.delete(f"{service.url}/v1/summaries/{summary['id']}").raise_for_status()
    calm = [ask(service.url, n, f"calm {n}") for n in range(CLIENTS)]
    assert [without_chance(s) for s in summaries] == [without_chance(s) for s in calm]
    assert all(summary["quotations"] for summary in summaries)
    assert len(endpoint.requests) > sum(made.values())
