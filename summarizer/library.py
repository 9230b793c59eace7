"""The library's front door: one article, or many, to records."""

from __future__ import annotations

import asyncio
import itertools
import os
from pathlib import Path
from typing import TYPE_CHECKING, Self

from summarizer import engines, reading
from summarizer.errors import UsageError
from summarizer.hosting import Host
from summarizer.pipeline import process
from summarizer.records import Article, Outcome, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from summarizer.engines import AnyEngine
    from summarizer.reading import Item
    from summarizer.settings import Settings

__all__ = ["Summarizer"]

_LONGEST_PATH = 4096


class Summarizer:
    """Makes records of articles.

    ::

        record = Summarizer().summarize(pathlib.Path("article.html"))
        for outcome in Summarizer().run(["articles/"]):
            print(outcome.source, outcome.outcome)
    """

    def __init__(
        self,
        *,
        engine: str | AnyEngine = "auto",
        settings: Settings | None = None,
        max_bytes: int = reading.DEFAULT_MAX_BYTES,
    ) -> None:
        """Choose the engine.

        Args:
            engine: ``auto`` (llm where a key or an address of a model is configured, else rules), the name of
                one, or an engine of your own.
            settings: of the model; None takes those of the environment and ``summarizer.toml``. A budget in
                them holds for all that this object does.
            max_bytes: size limit of one article, in bytes.

        Raises:
            UsageError: there is no such engine, or the settings do not do for it.
        """
        self.engine: AnyEngine = engines.get_engine(engine, settings) if isinstance(engine, str) else engine
        self.max_bytes = max_bytes
        self._host = Host(self.engine)

    def summarize(self, article: str | os.PathLike[str] | Article) -> Record:
        """Make the record of one article.

        Args:
            article: a string is always the text itself and never opened as a file, so that a text from a
                stranger cannot read one of yours; a path is read as ``summarizer run`` reads it.

        Raises:
            UsageError: the path does not exist, is a folder, or holds several articles; see :meth:`run`.
            UnreadableError: the file is not an article that can be read.
            TooLargeError: it is over ``max_bytes``.
            ModelError: a language model was asked and gave no usable answer.
        """
        found, warnings = self._read(article)
        return self._host.make_record(found, warnings=warnings)

    async def asummarize(self, article: str | os.PathLike[str] | Article) -> Record:
        """Make the record of one article while the event loop goes on.

        A language model is asked without a thread for each article, so that many can be on their way at once;
        the settings' ``concurrency`` bounds how many are sent. Arguments and errors are those of
        :meth:`summarize`.
        """
        found, warnings = await asyncio.to_thread(self._read, article)
        return await self._host.amake_record(found, warnings=warnings)

    def close(self) -> None:
        """Give back connections and files of a language model; safe to call twice."""
        self._host.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(
        self,
        sources: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        *,
        workers: int = 1,
        limit: int | None = None,
    ) -> Iterator[Outcome]:
        """Yield the outcome of each article, in the order of the input, whatever finishes first.

        Args:
            sources: files, folders, ``-`` for standard input; one or several.
            workers: processes; 1 works in this one. Results that finish early wait in a bounded buffer. A
                script that asks for more than 1 needs the usual ``if __name__ == "__main__":``, and an
                engine of your own must be picklable. An engine that asks a model works in this process, on
                several articles at once; others look up what is in the cache.
            limit: at most so many articles.

        Raises:
            UsageError: a source does not exist (at once, before the first outcome), or no worker can start.
        """
        several = [sources] if isinstance(sources, str | os.PathLike) else sources
        items = reading.find([os.fspath(s) for s in several], max_bytes=self.max_bytes)
        return self._run(itertools.islice(items, limit), workers)

    def _run(self, items: Iterator[Item], workers: int) -> Iterator[Outcome]:
        if workers <= 1 and not engines.asks_a_model(self.engine):
            for item in items:
                yield process(item, self.engine, max_bytes=self.max_bytes)
            return
        from summarizer.asyncpool import pool_of  # noqa: PLC0415 - only for many
        from summarizer.workers import Work  # noqa: PLC0415 - the same

        with pool_of(self._host, max_bytes=self.max_bytes, workers=workers) as pool:
            for result in pool.map(Work(item, item.source) for item in items):
                record = None if result.line is None else Record.model_validate_json(result.line)
                yield result.outcome.model_copy(update={"record": record})

    def _read(self, article: str | os.PathLike[str] | Article) -> tuple[Article, tuple[str, ...]]:
        if isinstance(article, Article):
            return _with_blocks(article), ()
        if not isinstance(article, str):
            found = self._read_one(Path(article))
            return found.article, found.warnings
        found = reading.read_text(article)
        warnings = found.warnings
        if _names_a_file(article):
            warnings = (*warnings, "the text names a file; to read that file, pass pathlib.Path(…)")
        return found.article, warnings

    def _read_one(self, path: Path) -> reading.Reading:
        if path.is_dir():
            raise UsageError(f"{path} is a folder; use Summarizer().run([…]) for many articles")
        items = list(itertools.islice(reading.find([path], max_bytes=self.max_bytes), 2))
        if len(items) != 1:
            how_many = "several articles" if items else "no article"
            raise UsageError(f"{path} holds {how_many}; use Summarizer().run([…]) for files of many")
        if items[0].error is not None:
            raise items[0].error
        return reading.read(items[0], max_bytes=self.max_bytes)


def _with_blocks(article: Article) -> Article:
    """Return an article that was made by hand with the blocks that reading would have found in it."""
    if article.blocks or not article.text.strip():
        return article
    read = reading.read_text(
        article.text,
        source=article.source,
        title=article.title,
        publisher=article.publisher,
        url=article.url,
        published_on=article.published_on,
        language=article.language,
    ).article
    return read.model_copy(update={"id": article.id})


def _names_a_file(text: str) -> bool:
    if not text.strip() or len(text) > _LONGEST_PATH or "\n" in text:
        return False
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # a name too long for the system, a NUL
        return False
