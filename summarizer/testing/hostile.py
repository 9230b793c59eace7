"""A hostile server: a real HTTP server on 127.0.0.1 that answers as scripted and keeps what it was sent."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self

from summarizer.testing.replies import Reply, answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

__all__ = ["HostileServer", "Received"]

_LONGEST_HEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came: header names are in lower case, ``body`` is the bytes on the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)


class HostileServer:
    """A server that answers each request with the next reply of its script, and counts them.

    ::

        with HostileServer([rate_limited("1"), answer({"ok": True})]) as server:
            ...  # ask server.base_url
            assert server.calls == 2

    Args:
        script: replies in the order in which requests arrive; or a function from the request to its reply.
        then: the reply to all requests after the script's last.
        keep: remember the requests; False only counts them.

    Attributes:
        calls: how many requests have come.
        requests: the requests themselves, in the order in which they came.
        most_at_once: how many were waiting for their answer at the same time, at most.
    """

    def __init__(
        self,
        script: Iterable[Reply] | Callable[[Received], Reply] = (),
        *,
        then: Reply | None = None,
        keep: bool = True,
    ) -> None:
        self.calls = 0
        self.requests: list[Received] = []
        self._keep = keep
        self.most_at_once = 0
        self._at_once = 0
        self._choose = script if callable(script) else None
        self._script = iter(()) if callable(script) else iter(script)
        self._then = answer({}) if then is None else then
        self._port = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over: asyncio.Event | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hostile-server", daemon=True)

    @property
    def base_url(self) -> str:
        """The address to give to a client."""
        return f"http://127.0.0.1:{self._port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._loop is not None and self._over is not None:
            self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0, limit=_LONGEST_HEAD)
        self._port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while await self._exchange(reader, writer):
                pass
        writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; return whether the connection stays open for another."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip().split("\r\n")
        method, path, _ = first.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        received = Received(method, path, headers, body)
        self.calls += 1
        if self._keep:
            self.requests.append(received)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            reply = self._choose(received) if self._choose else next(self._script, self._then)
            if reply.hang:
                await reader.read()  # until the client closes
                return False
            await asyncio.sleep(reply.delay)
            await _send(reply, writer)
        finally:
            self._at_once -= 1
        return reply.send_only is None


async def _send(reply: Reply, writer: asyncio.StreamWriter) -> None:
    headers = {**reply.headers, "content-length": str(len(reply.body))}
    lines = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
    body = reply.body if reply.send_only is None else reply.body[: reply.send_only]
    if not reply.drip:
        writer.write(body)
    else:
        for byte in body:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(reply.drip)
    await writer.drain()
