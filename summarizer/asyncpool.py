"""Many articles at once through an engine that asks a model, in one process; results in the input's order."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Self

from summarizer.engines import asks_a_model
from summarizer.pipeline import aprocess
from summarizer.workers import Pool, Work, packed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from types import TracebackType

    from summarizer.engines import AsyncEngine
    from summarizer.hosting import Host
    from summarizer.workers import Result

__all__ = ["AsyncPool", "pool_of"]

_BESIDE = 4
"""Articles that are being read or grounded while as many as the engine likes wait for answers."""
_WINDOW = 4
"""Times as many may be ahead of the slowest one: what the buffer of early results can hold."""
_CONCURRENCY = 16


class AsyncPool:
    """Articles on their way; use it as a context manager, which ends what is left of them."""

    def __init__(self, host: Host, engine: AsyncEngine, *, max_bytes: int) -> None:
        """Prepare; the work starts with :meth:`map`.

        Args:
            host: where the engine works; its owner closes it.
            engine: its attribute ``concurrency``, where it has one, says how many articles at once.
            max_bytes: size limit of one article.
        """
        self._host, self._engine, self._max_bytes = host, engine, max_bytes
        self._at_once: int = getattr(engine, "concurrency", _CONCURRENCY) + _BESIDE
        self._slots = asyncio.Semaphore(self._at_once)
        self._tasks: set[asyncio.Task[Result]] = set()
        self._waiting: deque[Future[Result]] = deque()

    def map(self, works: Iterator[Work]) -> Iterator[Result]:
        """Yield the result of each work, in order.

        Raises:
            UsageError: the engine cannot work at all.
        """
        portal = self._host.portal
        more = True
        while True:
            while more and len(self._waiting) < self._at_once * _WINDOW:
                work = next(works, None)
                more = work is not None
                if work is not None:
                    self._waiting.append(portal.submit(self._started(work)))
            if not self._waiting:
                return
            result = self._waiting[0].result()
            self._waiting.popleft()
            yield result

    def drain(self) -> list[Result]:
        """Stop; return what is finished and was not yielded yet, in order.

        Waits for answers that have been sent for, so that they are kept in the cache; a KeyboardInterrupt
        ends that waiting.
        """
        if self._waiting:
            try:
                self._host.portal.run(self._stop())
            except KeyboardInterrupt:
                self._host.abandon()
        done = [f.result() for f in self._waiting if f.done() and not f.cancelled() and not f.exception()]
        self._waiting.clear()
        return done

    async def _started(self, work: Work) -> Result:
        # a task of our own, so that stopping reaches it and still gets what it has finished
        task = asyncio.ensure_future(self._do(work))
        self._tasks.add(task)
        try:
            return await task
        finally:
            self._tasks.discard(task)

    async def _do(self, work: Work) -> Result:
        async with self._slots:
            outcome = await aprocess(work.item, self._engine, max_bytes=self._max_bytes, source=work.source)
            return await asyncio.to_thread(packed, work, outcome)

    async def _stop(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # lets the futures of those that finished hear of it

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all that is still on its way."""
        self.drain()


def pool_of(host: Host, *, max_bytes: int, workers: int) -> AsyncPool | Pool:
    """Return what works on many articles with a host's engine.

    One process is enough for waiting, several are for computing.
    """
    engine = host.engine
    if asks_a_model(engine):
        return AsyncPool(host, engine, max_bytes=max_bytes)
    return Pool(engine, max_bytes=max_bytes, workers=workers)
