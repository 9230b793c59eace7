"""A place where an engine of either kind works, for plain code that calls it."""

from __future__ import annotations

import asyncio
import os
import threading
import weakref
from typing import TYPE_CHECKING, Any, Self, TypeVar

from summarizer.engines import asks_a_model, repeated
from summarizer.errors import UsageError
from summarizer.pipeline import amake_record, aprocess, make_record, process
from summarizer.portal import Portal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from summarizer.engines import AnyEngine, AsyncEngine
    from summarizer.reading import Item
    from summarizer.records import Article, Outcome, Record

__all__ = ["Host"]

T = TypeVar("T")


class Host:
    """Makes records with one engine, from any thread or event loop.

    An engine that asks a model lives in one loop of its own, which is started with the first article, so that
    its connections, limits and budget hold from the first article to the last.
    """

    def __init__(self, engine: AnyEngine) -> None:
        """Take the engine; :meth:`close` closes it."""
        self.engine = engine
        self._lock = threading.Lock()
        self._portal: Portal | None = None
        self._pid = 0
        self._closed = False
        self._end: weakref.finalize[Any, Host] | None = None

    def make_record(self, article: Article, *, warnings: Sequence[str] = ()) -> Record:
        """Make an article's record; see :func:`summarizer.pipeline.make_record`.

        Raises:
            ModelError: a model was asked and gave no usable answer.
        """
        if asks_a_model(self.engine):
            return self.portal.run(amake_record(article, self.engine, warnings=warnings))
        return make_record(article, self.engine, warnings=warnings)

    async def amake_record(self, article: Article, *, warnings: Sequence[str] = ()) -> Record:
        """Do the same while the caller's event loop goes on."""
        if asks_a_model(self.engine):
            work = self.portal.submit(amake_record(article, self.engine, warnings=warnings))
            return await asyncio.wrap_future(work)
        return await asyncio.to_thread(make_record, article, self.engine, warnings=warnings)

    def process(self, item: Item, *, max_bytes: int, source: str | None = None, sample: int = 0) -> Outcome:
        """Read one item and make its record; see :func:`summarizer.pipeline.process`.

        ``sample`` is the number of the repeat, from 0, for an engine that keeps answers.
        """
        engine = repeated(self.engine, sample)
        if asks_a_model(engine):
            return self.portal.run(aprocess(item, engine, max_bytes=max_bytes, source=source))
        return process(item, engine, max_bytes=max_bytes, source=source)

    @property
    def portal(self) -> Portal:
        """The loop in which the engine works.

        Raises:
            UsageError: it was closed.
        """
        with self._lock:
            if self._closed:
                raise UsageError("it was closed and cannot go on; make another one")
            if self._portal is None or self._pid != os.getpid():  # a fork has the object, but not the thread
                self._portal, self._pid = Portal(), os.getpid()
                if asks_a_model(self.engine):
                    self._end = weakref.finalize(self, _end, self._portal, self.engine, self._pid)
            return self._portal

    def close(self) -> None:
        """Close the engine and its loop; safe to call twice."""
        with self._lock:
            end, self._end, self._closed = self._end, None, True
        if end is not None:
            end()

    def abandon(self) -> None:
        """Close without waiting for anything: what is on its way is lost."""
        with self._lock:
            if self._end is not None:
                self._end.detach()
            self._end, self._closed = None, True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _end(portal: Portal, engine: AsyncEngine, pid: int) -> None:
    if pid != os.getpid():
        return
    try:
        portal.run(engine.close())
    finally:
        portal.close()
