"""`communique demo`: the whole service at work, from outside, over HTTP.

Starts the service as a process of its own, POSTs the articles of a folder to it, shows its
progress from its events, prints the summary, and stops the service.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli import options, outputs
from service.errors import CommuniqueError, ModelUnavailable

if TYPE_CHECKING:
    import httpx

    from service.records import ArticleInput, Summary

_START_SECONDS = 120.0
_STOP_SECONDS = 15.0
_FORMS = (("json", "json"), ("html", "html"), ("markdown", "md"))


class DemoFailed(CommuniqueError):
    """The service did not do what it should; the message says what it said."""


def demo(
    folder: Annotated[Path, typer.Argument(help="Folder of article files.")] = Path("seeds"),
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder for the summary's files and the log.")
    ] = Path("demo-output"),
    model: options.Model = None,
    data_dir: options.DataDir = None,
) -> None:
    """Start the service, POST articles to it, show the summary, stop the service.

    \b
    Examples:
      communique demo
      communique demo my-articles --model embedded:0.5b
    """
    settings = options.settings_of(model=model, data_dir=data_dir)
    from rich.console import Console

    from service.cli import inputs
    from service.cli.show import show
    from service.records import Summary

    # Without ids: the service calls them a1, a2, …, which reads better than file names.
    articles = [one.model_copy(update={"id": None}) for one in inputs.read([str(folder)])]
    output.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "COMMUNIQUE_MODEL": settings.model,
        "COMMUNIQUE_DATA_DIR": str(settings.data_dir),
        "COMMUNIQUE_HOST": "127.0.0.1",
        # Apart from a service that may run on this machine, whose queue is not ours to work on.
        "COMMUNIQUE_DATABASE_URL": f"sqlite:///{(output / 'communique.db').resolve()}",
    }
    with _service(environment, output / "service.log") as client:
        outputs.say(f"The service runs at {client.base_url} with {settings.model}.")
        identifier = _post(client, articles)
        outputs.say(f"Sent {len(articles)} articles with POST /v1/summaries: {identifier}.")
        _watch(client, identifier)
        for form, ending in _FORMS:
            text = _ok(client.get(f"/v1/summaries/{identifier}", params={"format": form})).text
            outputs.write_file(output / f"summary.{ending}", text)
    summary: Summary = Summary.model_validate_json((output / "summary.json").read_bytes())
    show(summary, Console(highlight=False, width=None if sys.stdout.isatty() else 100))
    for _, ending in _FORMS:
        outputs.write(f"{output / f'summary.{ending}'}\n")
    if not summary.rounds:
        raise DemoFailed("The service found no round of talks in these articles.")


@contextmanager
def _service(environment: dict[str, str], log: Path) -> Generator[httpx.Client]:
    """The service as a process on a free port, ready for work; stopped when the block is left.

    Raises: DemoFailed when it does not start.
    """
    import httpx

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "service.cli", "serve", "--port", str(port)]
    with log.open("wb") as log_file:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command, env=environment, stdout=log_file, stderr=subprocess.STDOUT
        )
        try:
            with httpx.Client(
                base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False
            ) as client:
                _wait_until_ready(client, process, log)
                yield client
        finally:
            _stop(process)


def _wait_until_ready(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    import httpx

    outputs.say("Starting the service and loading the model…")
    deadline = time.monotonic() + _START_SECONDS
    told = "it did not answer"
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise DemoFailed(f"The service ended at its start; {log} says why.")
        with contextlib.suppress(httpx.TransportError):
            answer = client.get("/readyz")
            if answer.status_code == 200:
                return
            failed = [check for check in answer.json()["checks"] if not check["ok"]]
            told = "; ".join(f"{check['name']}: {check['detail']}" for check in failed)
            if "models pull" in told:
                raise ModelUnavailable(told)
        time.sleep(0.3)
    raise DemoFailed(f"The service is not ready after {_START_SECONDS:.0f} s: {told}. See {log}.")


def _post(client: httpx.Client, articles: list[ArticleInput]) -> str:
    """Send the articles. Returns: the id of the summary to be."""
    body = {"articles": [one.model_dump(mode="json", exclude_none=True) for one in articles]}
    answer = client.post("/v1/summaries", json=body, headers={"Prefer": "respond-async"})
    return str(_ok(answer).json()["id"])


def _watch(client: httpx.Client, identifier: str) -> None:
    """Show progress until the work has ended. Raises: DemoFailed when it ended badly."""
    from service.records import Progress

    with outputs.progress() as report:
        for event in _events(client, identifier):
            if event["stage"]:
                report(Progress(event["stage"], event["done"], event["total"]))
            if event["status"] in ("failed", "cancelled"):
                found: dict[str, Any] = client.get(f"/v1/summaries/{identifier}").json()
                problem: dict[str, Any] = found.get("problem") or {}
                reason = problem.get("detail", "no reason was given")
                raise DemoFailed(f"The summary is {event['status']}: {reason}")


def _events(client: httpx.Client, identifier: str) -> Iterator[dict[str, Any]]:
    """The data of each server-sent event, up to the last."""
    path = f"/v1/summaries/{identifier}/events"
    with client.stream("GET", path, timeout=600) as stream:
        for line in stream.iter_lines():
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))


def _ok(answer: httpx.Response) -> httpx.Response:
    """The answer. Raises: DemoFailed with what the service said when it is an error."""
    if answer.is_error:
        raise DemoFailed(f"The service answered {answer.status_code}: {answer.text[:500]}")
    return answer


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
