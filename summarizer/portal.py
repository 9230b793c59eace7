"""An event loop in a thread of its own, for those who cannot wait in one themselves."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from concurrent.futures import Future

__all__ = ["Portal"]

T = TypeVar("T")


class Portal:
    """Runs coroutines in one loop, whichever thread or loop they are handed over from.

    What they push out of the loop with ``asyncio.to_thread`` runs in a single thread: it is work for the
    processor, of which Python does one piece at a time, and more threads would only keep the loop waiting.
    """

    def __init__(self) -> None:
        """Start the loop."""
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="summarizer-loop", daemon=True)
        self._thread.start()
        self._ready.wait()

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Start a coroutine; the future that comes back cancels it when it is cancelled."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for a coroutine's result; whatever interrupts the waiting cancels it."""
        future = self.submit(work)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def close(self) -> None:
        """Cancel what still runs and end the thread; safe to call twice."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._over.set)
            self._thread.join()

    def _serve(self) -> None:
        with asyncio.Runner() as runner:
            self._loop = runner.get_loop()
            self._loop.set_default_executor(ThreadPoolExecutor(1, thread_name_prefix="summarizer-work"))
            self._over = asyncio.Event()
            self._ready.set()
            runner.run(self._until_over())

    async def _until_over(self) -> None:
        await self._over.wait()
