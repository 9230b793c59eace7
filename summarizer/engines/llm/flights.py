"""Identical questions in flight are asked once, and a cancelled one is not lost once it has been sent."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

__all__ = ["Flight", "Flights"]

T = TypeVar("T")


@dataclass(eq=False)
class Flight:
    """One question on its way.

    Attributes:
        waiting: how many wait for its answer.
        drained: nobody waits any more; what has been sent is brought home, nothing more is sent.
    """

    waiting: int = 0
    drained: bool = False
    _sent: bool = False

    @contextlib.contextmanager
    def sending(self) -> Iterator[None]:
        """Mark the time in which the answer may already be paid for.

        Raises:
            asyncio.CancelledError: the flight is drained, so nothing may be sent.
        """
        if self.drained:
            raise asyncio.CancelledError
        self._sent = True
        try:
            yield
        finally:
            self._sent = False

    async def land(self, task: asyncio.Task[T]) -> None:
        """End the flight when nobody waits any more: at once, or when what was sent has come home."""
        self.drained = True
        if not self._sent:
            task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # seen: nobody else will look at it


class Flights(Generic[T]):
    """All flights of one client, by key."""

    def __init__(self) -> None:
        self._aloft: dict[str, tuple[Flight, asyncio.Task[T]]] = {}

    async def join(self, key: str, start: Callable[[Flight], Awaitable[T]]) -> tuple[T, bool]:
        """Return the answer for ``key`` and whether this caller was the first to ask for it.

        A caller that is cancelled while others wait leaves them the flight. The last one ends it first: it
        waits until an answer that has been sent for is home (and in the cache), and only then is cancelled.
        """
        while key in self._aloft and self._aloft[key][0].drained:
            await asyncio.wait(
                [self._aloft[key][1]]
            )  # it is being brought home for others; then we start anew
        first = key not in self._aloft
        if first:
            flight = Flight()
            task = asyncio.ensure_future(start(flight))
            self._aloft[key] = (flight, task)
            task.add_done_callback(lambda _: self._aloft.pop(key, None))
        else:
            flight, task = self._aloft[key]
        flight.waiting += 1
        try:
            return await asyncio.shield(task), first
        except asyncio.CancelledError:
            if flight.waiting == 1 and not task.done():
                await flight.land(task)
            raise
        finally:
            flight.waiting -= 1

    async def land_all(self) -> None:
        """End every flight, each as its last caller would."""
        await asyncio.gather(*(flight.land(task) for flight, task in list(self._aloft.values())))
