"""What the client costs beside a bare loop: wall time, CPU per call and memory, against a server of its own.

Both ask the same questions in the same run: the bare loop is asyncio and openai with a semaphore and nothing
else, the client has its cache, limits, retries, money and validation. The server is another process, so that
only the asking is measured.

::

    python evals/benchmarks/orchestration.py --questions 500 --at-once 64 --latency 0.2
    python evals/benchmarks/orchestration.py --questions 5000 --client-only
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import resource
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import openai
import pydantic

from summarizer.engines.llm.asking import Question
from summarizer.engines.llm.client import Client
from summarizer.settings import Settings
from summarizer.testing import HostileServer
from summarizer.testing.replies import answer

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from multiprocessing.connection import Connection

_ARTICLE = (
    "The port authority said on Tuesday that the northern quay would stay closed until the spring. " * 60
)


class _Statement(pydantic.BaseModel):
    speaker: str = pydantic.Field(max_length=120)
    act: Literal["assert", "deny", "pledge"]
    segments: list[str] = pydantic.Field(max_length=8)


class _Wire(pydantic.BaseModel):
    """A wire schema of the usual size."""

    headline: str = pydantic.Field(max_length=200)
    statements: list[_Statement] = pydantic.Field(max_length=60)


_ANSWER = {
    "headline": "The northern quay stays closed",
    "statements": [{"speaker": "port authority", "act": "assert", "segments": ["S1"]}] * 12,
}


@dataclass(frozen=True)
class Measured:
    """Seconds of wall time and of this process' CPU, calls that the server got, and peak memory in MB."""

    wall: float
    cpu: float
    peak_mb: float


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    pipe, far = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(far, arguments.latency))
    server.start()
    base_url = pipe.recv()
    bare, ours = [], []
    try:
        with tempfile.TemporaryDirectory() as folder:
            for turn in range(arguments.turns + 1):  # the first turn warms up both
                if not arguments.client_only:
                    bare.append(_measured(_bare, base_url, arguments, turn, Path(folder)))
                ours.append(_measured(_client, base_url, arguments, turn, Path(folder)))
    finally:
        pipe.send("stop")
        server.join()
    for name, runs in (("bare loop", bare[1:]), ("client", ours[1:])):
        if runs:
            wall, cpu = (statistics.median(getattr(run, what) for run in runs) for what in ("wall", "cpu"))
            per_call = 1000 * cpu / arguments.questions
            print(  # noqa: T201 - a benchmark prints
                f"{name:10} {wall:7.2f} s wall {per_call:7.2f} ms CPU/call {runs[-1].peak_mb:7.0f} MB peak"
            )
    if bare:
        for what, most in (("wall", 1.05), ("cpu", 1.5)):
            ratio = statistics.median(
                getattr(mine, what) / getattr(theirs, what)
                for mine, theirs in zip(ours[1:], bare[1:], strict=True)
            )
            print(f"{what}: {ratio:.2f} x the bare loop (at most {most})")  # noqa: T201 - a benchmark prints


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--at-once", type=int, default=64)
    parser.add_argument("--latency", type=float, default=0.2, help="seconds that the server takes")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--client-only", action="store_true", help="for memory over many questions")
    return parser.parse_args()


def _serve(pipe: Connection, latency: float) -> None:
    with HostileServer(lambda _: answer(_ANSWER, delay=latency), keep=False) as server:
        pipe.send(server.base_url)
        pipe.recv()


def _measured(
    ask: Callable[[str, argparse.Namespace, int, Path], Coroutine[Any, Any, None]],
    base_url: str,
    arguments: argparse.Namespace,
    turn: int,
    folder: Path,
) -> Measured:
    wall, cpu = time.perf_counter(), time.process_time()
    asyncio.run(ask(base_url, arguments, turn, folder))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(time.perf_counter() - wall, time.process_time() - cpu, peak)


def _messages(turn: int, number: int) -> tuple[dict[str, str], ...]:
    return (
        {"role": "system", "content": "List who said what."},
        {"role": "user", "content": f"{turn}-{number}\n{_ARTICLE}"},
    )


async def _bare(base_url: str, arguments: argparse.Namespace, turn: int, _folder: Path) -> None:
    """Ask with asyncio and openai alone: a semaphore, the schema, and the answer validated."""
    limits = asyncio.Semaphore(arguments.at_once)
    form: Any = {
        "type": "json_schema",
        "json_schema": {"name": "wire", "strict": True, "schema": _Wire.model_json_schema()},
    }
    async with openai.AsyncOpenAI(api_key="none", base_url=base_url, max_retries=0) as sdk:

        async def ask(number: int) -> None:
            async with limits:
                completion = await sdk.chat.completions.create(
                    model="benchmark",
                    messages=list(_messages(turn, number)),  # type: ignore[arg-type]  # plain dictionaries do
                    response_format=form,
                    max_tokens=500,
                    temperature=0.0,
                )
            _Wire.model_validate_json(completion.choices[0].message.content or "")

        await asyncio.gather(*(ask(number) for number in range(arguments.questions)))


async def _client(base_url: str, arguments: argparse.Namespace, turn: int, folder: Path) -> None:
    """Ask with the client, cache and all."""
    settings = Settings(
        base_url=base_url, model="benchmark", concurrency=arguments.at_once, cache_dir=folder / "cache"
    )
    async with Client(settings) as client:
        waiting = iter(range(arguments.questions))

        async def work() -> None:
            for number in waiting:
                await client.ask(Question(_messages(turn, number), _Wire, 500))

        await asyncio.gather(*(work() for _ in range(arguments.at_once)))


if __name__ == "__main__":
    main()
