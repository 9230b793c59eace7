"""Many articles at once through an engine that asks a model, in one process; results in the input's order.

Where one article after the other is answered from the cache there is nothing to wait for, only to compute:
then worker processes look articles up there, and what they miss comes back here to be asked.
"""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import Future
from typing import TYPE_CHECKING, Self

from summarizer.engines import asks_a_model
from summarizer.pipeline import aprocess
from summarizer.workers import Pool, Work, WorkersError, packed

if TYPE_CHECKING:
    from collections.abc import Iterator
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


_WARM = 4
"""So many articles from the cache and none asked for: processes are started that look up the next ones."""
_COLD = 16
"""So many in a row that are not there, and they are ended."""


class AsyncPool:
    """Articles on their way; use it as a context manager, which ends what is left of them."""

    def __init__(self, host: Host, engine: AsyncEngine, *, max_bytes: int, workers: int = 1) -> None:
        """Prepare; the work starts with :meth:`map`.

        Args:
            host: where the engine works; its owner closes it.
            engine: its attribute ``concurrency``, where it has one, says how many articles at once; its
                method ``known``, where it has one, gives the engine that processes look articles up with.
            max_bytes: size limit of one article.
            workers: how many such processes, where there is use for them; 1 is none.
        """
        self._host, self._engine, self._max_bytes = host, engine, max_bytes
        self._at_once: int = getattr(engine, "concurrency", _CONCURRENCY) + _BESIDE
        self._slots = asyncio.Semaphore(self._at_once)
        self._tasks: set[asyncio.Task[Result]] = set()
        self._waiting: deque[Future[Result]] = deque()
        self._size = workers
        self._pool: Pool | None = None
        self._streak = 0  # results from the cache since a model was asked
        self._handed: deque[Work] = deque()  # what the workers have and have not given back

    def map(self, works: Iterator[Work]) -> Iterator[Result]:
        """Yield the result of each work, in order.

        Raises:
            UsageError: the engine cannot work at all.
        """
        more = True
        while more or self._waiting:
            if self._warm():
                yield from self._looked_up(works)
            while more and len(self._waiting) < self._most:
                work = next(works, None)
                more = work is not None
                if work is not None:
                    self._ask(work)
            if self._waiting:
                yield self._first()

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
        if self._pool is not None:
            done += [result for result in self._pool.drain() if not result.missed]
            self._end_workers()
        return done

    @property
    def _most(self) -> int:
        return self._at_once * _WINDOW

    def _ask(self, work: Work) -> None:
        self._waiting.append(self._host.portal.submit(self._started(work)))

    def _first(self) -> Result:
        """Wait for the result that is next in order."""
        result = self._waiting[0].result()
        self._waiting.popleft()
        self._streak = 0 if result.asked else self._streak + result.cached
        return result

    # workers that look up

    def _warm(self) -> bool:
        """Start workers when there is use for them; tell whether there are some that can begin."""
        if self._pool is None and self._streak >= _WARM and self._size > 1:
            known = getattr(self._engine, "known", lambda: None)()
            if known is None:
                self._size = 1
                return False
            self._pool = Pool(known, max_bytes=self._max_bytes, workers=self._size)
        try:
            return self._pool is not None and self._pool.ready
        except WorkersError:
            self._do_without()
            return False

    def _looked_up(self, works: Iterator[Work]) -> Iterator[Result]:
        """Yield what workers find in the cache, and what it lacks once it was asked for, all in order."""
        misses = 0

        def handed() -> Iterator[Work]:
            while misses < _COLD and (work := next(works, None)) is not None:
                self._handed.append(work)
                yield work

        results = self._pool.map(handed()) if self._pool is not None else iter(())
        while True:
            try:
                result = next(results, None)
            except WorkersError:
                self._do_without()
                return
            if result is None:
                break
            work = self._handed.popleft()
            if result.missed:
                misses += 1
                self._ask(work)
            else:
                misses = 0
                self._waiting.append(_done(result))
            while self._waiting and (self._waiting[0].done() or len(self._waiting) >= self._most):
                yield self._first()
        self._end_workers()

    def _do_without(self) -> None:
        """Go on in this process alone."""
        self._end_workers()
        self._size = 1
        while self._handed:
            self._ask(self._handed.popleft())

    def _end_workers(self) -> None:
        if self._pool is not None:
            self._pool.__exit__()
        self._pool, self._streak = None, 0

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


def _done(result: Result) -> Future[Result]:
    future: Future[Result] = Future()
    future.set_result(result)
    return future


def pool_of(host: Host, *, max_bytes: int, workers: int) -> AsyncPool | Pool:
    """Return what works on many articles with a host's engine.

    One process is enough for waiting, several are for computing.
    """
    engine = host.engine
    if asks_a_model(engine):
        return AsyncPool(host, engine, max_bytes=max_bytes, workers=workers)
    return Pool(engine, max_bytes=max_bytes, workers=workers)
