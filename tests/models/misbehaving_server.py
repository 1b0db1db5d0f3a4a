"""A real HTTP server, OpenAI-compatible when it behaves, that misbehaves in every way on demand.

The right answer to a request is written in its last message, as `right=LABEL`, so that a test can
tell a right answer from a wrong one. What the server does with a request is decided by `plan`.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

FAULTS = (
    "429",
    "429 with seconds",
    "429 with date",
    "500",
    "503 with seconds",
    "reset before",
    "reset within",
    "closed within",
    "silence",
    "silence within",
    "pings only",
    "slow drip",
    "garbage event",
    "odd event",
    "error event",
    "html page",
    "truncated json",
    "wrong choice",
    "wrong schema",
    "refusal",
    "refusal field",
    "empty",
    "overflow",
)
"""Every way to misbehave, apart from dying (`die`) and refusing options (`refuse`)."""


@dataclass
class Request:
    """A request as the server got it.

    number: counted from 0 over the server's life. attempt: the same messages, from 0.
    """

    number: int
    attempt: int
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def last(self) -> str:
        return self.body["messages"][-1]["content"]

    @property
    def right(self) -> str:
        """The right answer: of the last message that states one."""
        for message in reversed(self.body["messages"]):
            found = re.findall(r"right=([\w-]+)", message["content"])
            if found:
                return found[-1]
        return "nothing"


@dataclass
class MisbehavingServer:
    """Use as a context manager; `base_url` is then live.

    plan: the fault for a request, or None to answer rightly.
    refuse: options (top-level keys of the body) that get a 400 naming them.
    """

    plan: Callable[[Request], str | None] = lambda request: None
    refuse: frozenset[str] = frozenset()
    vague: bool = False
    requests: list[Request] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    broken_pipes: int = 0
    running: int = 0
    most_running: int = 0
    answer: Callable[[Request], str] | None = None

    def __enter__(self) -> MisbehavingServer:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._seen: Counter[str] = Counter()
        self._open: set[asyncio.StreamWriter] = set()
        self.port = 0
        self._do(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        self.die()
        self._do(self._cancel_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def die(self) -> None:
        """Stop listening and reset every open connection."""
        self._do(self._stop())

    def come_back(self) -> None:
        """Listen again, at the same address."""
        self._do(self._listen())

    def _do(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(
            self._connected, "127.0.0.1", self.port, backlog=512
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()

    async def _cancel_all(self) -> None:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while request := await self._read(reader):
                self.running += 1
                self.most_running = max(self.most_running, self.running)
                try:
                    if not await self._respond(request, writer):
                        break
                finally:
                    self.running -= 1
        except (ConnectionError, asyncio.IncompleteReadError):
            self.broken_pipes += 1
        finally:
            self._open.discard(writer)
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> Request | None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
        except asyncio.IncompleteReadError:
            return None
        lines = head.split("\r\n")[1:]
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
        raw = await reader.readexactly(int(headers.get("content-length", "0")))
        body = json.loads(raw)
        key = json.dumps(body["messages"])
        request = Request(len(self.requests), self._seen[key], body, headers)
        self._seen[key] += 1
        self.requests.append(request)
        return request

    async def _respond(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        """Answer; False when the connection is to be closed."""
        for option in sorted(self.refuse & set(request.body)):
            said = "bad request" if self.vague else f"Unknown parameter: {option}"
            return await self._status(writer, 400, said)
        fault = self.plan(request)
        self.faults[fault or "none"] += 1
        if fault is None:
            return await self._stream(writer, self._rightly(request), request)
        return await getattr(self, "_" + re.sub(r"\W", "_", fault))(writer, request)

    def _rightly(self, request: Request) -> str:
        if self.answer is not None:
            return self.answer(request)
        form = request.body.get("response_format")
        if form is None:
            return request.right
        return json.dumps({"answer": request.right})

    # --- The ways to answer -------------------------------------------------------------------

    async def _status(
        self, writer: asyncio.StreamWriter, status: int, message: str, *headers: str
    ) -> bool:
        content = json.dumps({"error": {"message": message}}).encode()
        head = [
            f"HTTP/1.1 {status} Status",
            "content-type: application/json",
            f"content-length: {len(content)}",
            *headers,
        ]
        writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + content)
        await writer.drain()
        return True

    async def _head(self, writer: asyncio.StreamWriter) -> None:
        writer.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
            b"transfer-encoding: chunked\r\n\r\n"
        )
        await writer.drain()

    async def _write(self, writer: asyncio.StreamWriter, text: str) -> None:
        if writer.transport.is_closing():
            raise ConnectionResetError
        raw = text.encode()
        writer.write(f"{len(raw):x}\r\n".encode() + raw + b"\r\n")
        await writer.drain()

    async def _event(self, writer: asyncio.StreamWriter, content: dict[str, Any]) -> None:
        await self._write(writer, f"data: {json.dumps(content)}\n\n")

    @staticmethod
    def _piece(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        return {
            "id": "c",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }

    async def _stream(self, writer: asyncio.StreamWriter, text: str, request: Request) -> bool:
        await self._head(writer)
        half = len(text) // 2
        for part in (text[:half], text[half:]):
            await self._event(writer, self._piece({"role": "assistant", "content": part}))
        await self._event(writer, self._piece({}, "stop"))
        if request.body.get("stream_options"):
            usage = {
                "prompt_tokens": 100,
                "completion_tokens": 5,
                "total_tokens": 105,
                "prompt_tokens_details": {"cached_tokens": 80},
            }
            await self._event(writer, {**self._piece({}), "choices": [], "usage": usage})
        await self._write(writer, "data: [DONE]\n\n")
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True

    # --- The ways to misbehave ----------------------------------------------------------------

    async def _429(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        return await self._status(writer, 429, "Rate limit reached")

    async def _429_with_seconds(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        return await self._status(writer, 429, "Rate limit reached", "retry-after: 0.05")

    async def _429_with_date(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        soon = format_datetime(datetime.now(UTC) + timedelta(seconds=0.1), usegmt=True)
        return await self._status(writer, 429, "Rate limit reached", f"retry-after: {soon}")

    async def _500(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        return await self._status(writer, 500, "Internal error")

    async def _503_with_seconds(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        return await self._status(writer, 503, "Overloaded", "retry-after: 0.05")

    async def _reset_before(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        writer.transport.abort()
        return False

    async def _reset_within(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        await self._head(writer)
        await self._event(writer, self._piece({"role": "assistant", "content": request.right[:1]}))
        writer.transport.abort()
        return False

    async def _closed_within(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        """A clean end of the stream, before the answer's end."""
        await self._head(writer)
        await self._event(writer, self._piece({"role": "assistant", "content": request.right[:1]}))
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True

    async def _silence(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        await asyncio.sleep(30)
        return False

    async def _silence_within(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        await self._head(writer)
        await self._event(writer, self._piece({"role": "assistant", "content": request.right[:1]}))
        await asyncio.sleep(30)
        return False

    async def _pings_only(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        await self._head(writer)
        for _ in range(600):
            await self._write(writer, ": still here\n\n")
            await asyncio.sleep(0.05)
        return False

    async def _slow_drip(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        await self._head(writer)
        for _ in range(600):
            await self._event(writer, self._piece({"role": "assistant", "content": "x"}))
            await asyncio.sleep(0.05)
        return False

    async def _garbage_event(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        await self._head(writer)
        await self._write(writer, "data: {not json\n\ndata: [DONE]\n\n")
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True

    async def _odd_event(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        """JSON, but not of the protocol's shape."""
        odd = [
            "[]",
            '"words"',
            "7",
            "null",
            '{"choices": null}',
            '{"choices": [{}]}',
            '{"choices": [{"delta": 3}]}',
            '{"choices": [{"delta": {"content": 5}, "logprobs": {"content": [{}]}}]}',
            '{"choices": [], "usage": {"prompt_tokens": "many"}}',
        ]
        await self._head(writer)
        await self._write(writer, f"data: {odd[request.number % len(odd)]}\n\ndata: [DONE]\n\n")
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True

    async def _error_event(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        """An error after the status said that all is well."""
        await self._head(writer)
        error = {"error": {"message": "The engine died", "type": "server_error", "code": 500}}
        await self._write(writer, f"data: {json.dumps(error)}\n\n")
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True

    async def _html_page(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        """What a proxy in between answers."""
        page = b"<html><body>Please log in</body></html>"
        writer.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n"
            + f"content-length: {len(page)}\r\n\r\n".encode()
            + page
        )
        await writer.drain()
        return True

    async def _truncated_json(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        return await self._stream(writer, json.dumps({"answer": request.right})[:-3], request)

    async def _wrong_choice(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        return await self._stream(writer, json.dumps({"answer": "something else"}), request)

    async def _wrong_schema(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        return await self._stream(writer, json.dumps([request.right, {"answer": 7}]), request)

    async def _refusal(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        return await self._stream(writer, "I'm sorry, but I can't help with that.", request)

    async def _refusal_field(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        await self._head(writer)
        await self._event(writer, self._piece({"role": "assistant", "refusal": "I can't."}))
        await self._event(writer, self._piece({}, "stop"))
        await self._write(writer, "data: [DONE]\n\n")
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True

    async def _empty(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        return await self._stream(writer, "", request)

    async def _overflow(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        return await self._status(
            writer, 400, "This model's maximum context length is 4096 tokens; you sent 9000."
        )
