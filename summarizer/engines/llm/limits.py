"""How much may be asked at once and in a minute, and the pause that all keep when one is told to wait."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

__all__ = ["Limits", "Pause", "Permit", "Window"]

_MINUTE = 60.0
_SPREAD = 0.1  # workers come back from a pause over this share of it, not all in the same millisecond
_MOST_SPREAD = 1.0


class Pause:
    """A pause that everyone keeps: whoever is told to wait tells it here."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = 0.0
        self._length = 0.0

    @property
    def remaining(self) -> float:
        """Seconds until work may go on; 0 where it may."""
        return max(0.0, self._until - self._clock())

    def order(self, seconds: float) -> None:
        """Nobody sends for this many seconds; a longer pause that is already on stays."""
        until = self._clock() + seconds
        if until > self._until:
            self._until, self._length = until, seconds

    async def wait(self) -> None:
        """Return once no pause is on."""
        while (remaining := self.remaining) > 0:
            spread = min(_MOST_SPREAD, _SPREAD * self._length)
            await asyncio.sleep(remaining + random.random() * spread)  # noqa: S311 - spreads load, keeps no secret


@dataclass(slots=True)
class _Entry:
    at: float
    amount: float


class Window:
    """At most ``limit`` units in any ``span`` seconds, first come, first served.

    An amount is reserved before it is used, and corrected when the true one is known. An amount over the
    limit waits for an empty window.
    """

    def __init__(
        self, limit: int | None, span: float = _MINUTE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = limit
        self._span = span
        self._clock = clock
        self._entries: deque[_Entry] = deque()
        self._used = 0.0
        self._turn = asyncio.Lock()
        self._freed = asyncio.Event()

    async def reserve(self, amount: float) -> _Entry:
        """Wait until ``amount`` fits, and take it."""
        if self._limit is None:
            return _Entry(0.0, 0.0)
        amount = min(amount, self._limit)
        async with self._turn:
            while self._used_now() + amount > self._limit:
                self._freed.clear()
                wait = self._entries[0].at + self._span - self._clock()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._freed.wait(), max(wait, 0.001))
            entry = _Entry(self._clock(), amount)
            self._entries.append(entry)
            self._used += amount
            return entry

    def settle(self, entry: _Entry, amount: float) -> None:
        """Put the true amount in the place of the one that was reserved."""
        if self._limit is None:
            return
        if entry.at + self._span > self._clock():
            self._used += amount - entry.amount
            entry.amount = amount
            self._freed.set()

    def _used_now(self) -> float:
        old = self._clock() - self._span
        while self._entries and self._entries[0].at <= old:
            self._used -= self._entries.popleft().amount
        if not self._entries:
            self._used = 0.0  # sheds rounding
        return self._used


@dataclass(slots=True)
class Permit:
    """Leave to send one request; ``tokens`` is what it took in the end (None: as estimated)."""

    tokens: float | None = None


class Limits:
    """Concurrency, requests a minute and tokens a minute together, under one shared pause.

    Args:
        concurrency: requests in flight at once.
        rpm: requests a minute, None for no limit.
        tpm: tokens a minute, None for no limit.
    """

    def __init__(self, concurrency: int, rpm: int | None = None, tpm: int | None = None) -> None:
        self.pause = Pause()
        self._slots = asyncio.Semaphore(concurrency)
        self._requests = Window(rpm)
        self._tokens = Window(tpm)

    @contextlib.asynccontextmanager
    async def permit(self, tokens: float) -> AsyncIterator[Permit]:
        """Wait for leave to send one request of about ``tokens`` tokens; the slot is held while it is on."""
        await self.pause.wait()
        await self._requests.reserve(1)
        entry = await self._tokens.reserve(tokens)
        permit = Permit(tokens=0)  # what is given back if we are cancelled while waiting for a slot
        try:
            await self._slot()
            permit.tokens = None
            try:
                yield permit
            finally:
                self._slots.release()
        finally:
            if permit.tokens is not None:
                self._tokens.settle(entry, permit.tokens)

    async def _slot(self) -> None:
        while True:
            await self.pause.wait()
            await self._slots.acquire()
            if self.pause.remaining <= 0:
                return
            self._slots.release()  # a pause was ordered while we stood in the queue
