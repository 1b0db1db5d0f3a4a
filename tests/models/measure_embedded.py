"""Measures the embedded model: python -m tests.models.measure_embedded embedded:1.5b

Prints loading time, questions a second with a cached constant part, prompt tokens a second, and
how long the next call waits after one was cancelled while its prompt was being read.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from dataclasses import replace
from unittest.mock import patch

from service.models import Call, Choices, Model, embedded
from service.models.catalogue import find
from service.models.chat import ChatModel
from service.models.embedded import EmbeddedServer
from service.records import Message
from service.settings import Settings

CONSTANT = (
    Message("system", "Say whether the sentence speaks of an agreement. Answer yes or no. " * 12),
    *(
        Message(role, text)
        for number in range(9)
        for role, text in (
            ("user", f"Delegation {number} of Ruritania arrived in Tarnholm on a Tuesday."),
            ("assistant", "no"),
        )
    ),
)
LONG = "\n".join(f"Sentence {n}: the envoys met again in the harbour town." for n in range(100))
LABELS = Choices(("yes", "no"))


def question(number: int) -> Call:
    text = f"The two sides said on Tuesday that point {number} of the text remained open."
    return Call((*CONSTANT, Message("user", text)), LABELS, 4)


async def timed(model: Model, *calls: Call) -> tuple[float, int, int]:
    """Seconds for all calls at once, and their prompt tokens: all, and cached."""
    started = time.monotonic()
    done = await asyncio.gather(*(model.complete(call) for call in calls))
    seconds = time.monotonic() - started
    return seconds, sum(c.usage.prompt for c in done), sum(c.usage.cached for c in done)


async def measure(model: Model, questions: int) -> None:
    say(f"load average      {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    seconds, prompt, _ = await timed(model, question(0))
    say(f"first question    {seconds:.1f} s, loading included; {prompt} prompt tokens")
    seconds, prompt, cached = await timed(model, *map(question, range(1, questions + 1)))
    say(
        f"next questions    {seconds / questions:.2f} s each; {prompt / questions:.0f} prompt "
        f"tokens, {cached / questions:.0f} of them cached"
    )
    seconds, prompt, _ = await timed(model, Call((Message("user", LONG),), LABELS, 4))
    say(f"reading a prompt  {prompt / seconds:.0f} tokens a second")
    for after in (1.0, 2.0):
        long = Call((Message("user", f"{after} {LONG}"),), LABELS, 4)
        task = asyncio.create_task(model.complete(long))
        await asyncio.sleep(after)
        task.cancel()
        await asyncio.wait([task])
        seconds, *_ = await timed(model, Call((Message("user", "Hello."),), LABELS, 4))
        say(f"cancelled at {after:.0f} s  the next call was answered after {seconds:.1f} s")
    await model.close()


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("model", nargs="?", default="embedded:1.5b")
    parser.add_argument("--parallel", type=int, default=1, help="calls at a time")
    parser.add_argument("--batch", type=int, default=64, help="prompt tokens read at a time")
    parser.add_argument("--questions", type=int, default=20)
    given = parser.parse_args()
    weights = find(given.model)
    weights = replace(weights, profile=replace(weights.profile, concurrency=given.parallel))
    server = EmbeddedServer(weights, Settings().data_dir)
    model = ChatModel(given.model, given.model, weights.profile, server.endpoint)
    with patch.object(embedded, "_PROMPT_BATCH_TOKENS", given.batch):
        asyncio.run(measure(model, given.questions))


if __name__ == "__main__":
    main()
