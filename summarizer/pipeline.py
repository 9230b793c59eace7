"""One article's way through: reading, segments, engine, grounding; and many, each with its outcome."""

from __future__ import annotations

import asyncio
import itertools
import os
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer import engines, reading
from summarizer.errors import ArticleError, UsageError
from summarizer.grounding import ground
from summarizer.records import Article, BlockKind, Outcome, OutcomeName, Record
from summarizer.segments import segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from summarizer.engines import Engine
    from summarizer.reading import Item

__all__ = ["Summarizer", "make_record", "process", "readable"]

_LONGEST_REASON = 500
_LONGEST_PATH = 4096


def make_record(article: Article, engine: Engine, *, warnings: Sequence[str] = ()) -> Record:
    """Take an article that was read through segments, engine and grounding to its record.

    Args:
        article: with its blocks.
        engine: what proposes the draft.
        warnings: what reading had to say; they come first in the record's warnings.
    """
    segmented = segment(article)
    draft = engine.draft(segmented)
    record = ground(segmented, draft, engine=engine.name, warnings=tuple(warnings))
    if record.statements or not _has_prose(article):
        return record  # reading has warned of an article without prose
    return record.model_copy(update={"warnings": (*record.warnings, "no statements found")})


def _has_prose(article: Article) -> bool:
    return any(block.kind is not BlockKind.BOILERPLATE for block in article.blocks)


def process(item: Item, engine: Engine, *, max_bytes: int, source: str | None = None) -> Outcome:
    """Read one item and make its record; whatever goes wrong with this article becomes its outcome.

    Args:
        item: what :func:`summarizer.reading.find` found.
        engine: what proposes the draft.
        max_bytes: size limit of one article.
        source: what the article is called in its record, where that is not the item's own source.

    Raises:
        UsageError: the program cannot work at all (no model is installed, say), for any article.
    """
    name = readable(item.source if source is None else source)
    if item.error is not None:
        return _failed(name, item.id, item.error)
    try:
        found = reading.read(item, max_bytes=max_bytes)
        article = found.article.model_copy(update={"source": name})
        record = make_record(article, engine, warnings=found.warnings)
    except UsageError:
        raise
    except Exception as error:  # noqa: BLE001 - one article's failure never stops a batch
        return _failed(name, item.id, error)
    return Outcome(source=name, outcome=OutcomeName.OK, id=article.id, record=record)


def readable(text: str) -> str:
    r"""Return ``text`` with what no UTF-8 can hold written out: a file name's stray byte as ``\udcff``."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _failed(source: str, identity: str | None, error: Exception) -> Outcome:
    if isinstance(error, ArticleError):
        outcome, reason = OutcomeName(error.outcome), str(error)
    elif isinstance(error, OSError):
        outcome, reason = OutcomeName.UNREADABLE, f"{source}: {error.strerror or error}"
    else:
        outcome, reason = OutcomeName.INVALID, f"{type(error).__name__}: {error}"
    reason = readable(" ".join(reason.split())[:_LONGEST_REASON])
    return Outcome(source=source, outcome=outcome, id=identity, reason=reason)


class Summarizer:
    """Makes records of articles.

    ::

        record = Summarizer().summarize(pathlib.Path("article.html"))
        for outcome in Summarizer().run(["articles/"]):
            print(outcome.source, outcome.outcome)
    """

    def __init__(self, *, engine: str | Engine = "auto", max_bytes: int = reading.DEFAULT_MAX_BYTES) -> None:
        """Choose the engine.

        Args:
            engine: ``auto`` (the best one that is configured), the name of one, or an engine of your own.
            max_bytes: size limit of one article, in bytes.

        Raises:
            UsageError: there is no such engine.
        """
        self.engine: Engine = engines.get_engine(engine) if isinstance(engine, str) else engine
        self.max_bytes = max_bytes

    def summarize(self, article: str | os.PathLike[str] | Article) -> Record:
        """Make the record of one article.

        Args:
            article: a string is always the text itself and never opened as a file, so that a text from a
                stranger cannot read one of yours; a path is read as ``summarizer run`` reads it.

        Raises:
            UsageError: the path does not exist, is a folder, or holds several articles; see :meth:`run`.
            UnreadableError: the file is not an article that can be read.
            TooLargeError: it is over ``max_bytes``.
        """
        if isinstance(article, Article):
            return make_record(_with_blocks(article), self.engine)
        if isinstance(article, str):
            found = reading.read_text(article)
            warnings = found.warnings
            if _names_a_file(article):
                warnings = (*warnings, "the text names a file; to read that file, pass pathlib.Path(…)")
            return make_record(found.article, self.engine, warnings=warnings)
        found = self._read_one(Path(article))
        return make_record(found.article, self.engine, warnings=found.warnings)

    async def asummarize(self, article: str | os.PathLike[str] | Article) -> Record:
        """Make the record of one article in a thread, so that the event loop goes on.

        Arguments and errors are those of :meth:`summarize`.
        """
        return await asyncio.to_thread(self.summarize, article)

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
                engine of your own must be picklable.
            limit: at most so many articles.

        Raises:
            UsageError: a source does not exist (at once, before the first outcome), or no worker can start.
        """
        several = [sources] if isinstance(sources, str | os.PathLike) else sources
        items = reading.find([os.fspath(s) for s in several], max_bytes=self.max_bytes)
        return self._run(itertools.islice(items, limit), workers)

    def _run(self, items: Iterator[Item], workers: int) -> Iterator[Outcome]:
        if workers <= 1:
            for item in items:
                yield process(item, self.engine, max_bytes=self.max_bytes)
            return
        from summarizer.workers import Pool, Work  # noqa: PLC0415 - workers import this module

        with Pool(self.engine, max_bytes=self.max_bytes, workers=workers) as pool:
            for result in pool.map(Work(item, item.source) for item in items):
                record = None if result.line is None else Record.model_validate_json(result.line)
                yield result.outcome.model_copy(update={"record": record})

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
