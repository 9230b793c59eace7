"""One article's way through: reading, segments, engine, grounding; and its outcome."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from summarizer import reading
from summarizer.errors import ArticleError, ModelError, UngroundedError, UsageError
from summarizer.grounding import ground
from summarizer.records import Article, BlockKind, Outcome, OutcomeName, Record, Usage
from summarizer.segments import segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.drafts import Drafted
    from summarizer.engines import AsyncEngine, Engine
    from summarizer.reading import Item
    from summarizer.segments import SegmentedArticle

__all__ = ["amake_record", "aprocess", "make_record", "process", "readable"]

_LONGEST_REASON = 500


def make_record(article: Article, engine: Engine, *, warnings: Sequence[str] = ()) -> Record:
    """Take an article that was read through segments, engine and grounding to its record.

    Args:
        article: with its blocks.
        engine: what proposes the draft.
        warnings: what reading had to say; they come first in the record's warnings.
    """
    segmented = segment(article)
    draft = engine.draft(segmented)
    return _warned(ground(segmented, draft, engine=engine.name, warnings=tuple(warnings)))


async def amake_record(article: Article, engine: AsyncEngine, *, warnings: Sequence[str] = ()) -> Record:
    """Do the same with an engine that asks a model; the event loop goes on meanwhile.

    Raises:
        ModelError: the model gave no usable answer, or nothing of it stands in the article; the error carries
            what was paid.
        UsageError: the engine cannot work at all.
    """
    segmented = await asyncio.to_thread(segment, article)
    drafted = await engine.adraft(segmented)
    return await asyncio.to_thread(_grounded, segmented, drafted, engine.name, warnings)


def _grounded(article: SegmentedArticle, drafted: Drafted, engine: str, warnings: Sequence[str]) -> Record:
    record = ground(
        article,
        drafted.draft,
        engine=engine,
        model=drafted.model,
        prompt=drafted.prompt,
        usage=drafted.usage,
        cost_usd=drafted.cost_usd,
        cached=drafted.cached,
        warnings=(*warnings, *drafted.warnings),
    )
    if record.refused and not (record.statements or record.figures or record.summary.sentences):
        reasons = ", ".join(dict.fromkeys(refused.reason for refused in record.refused))
        paid = Usage() if drafted.cached else drafted.usage
        raise UngroundedError(
            f"nothing of the answer stands in the article: all {len(record.refused)} parts were refused "
            f"({reasons})",
            **paid.model_dump(),
            cost_usd=0 if drafted.cached else drafted.cost_usd,
        )
    return _warned(record)


def _warned(record: Record) -> Record:
    """Return a record that says so when it has no statements; of no prose, reading has warned."""
    if record.statements or not _has_prose(record.article):
        return record
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
        article, warnings = _read(item, max_bytes, name)
        record = make_record(article, engine, warnings=warnings)
    except UsageError:
        raise
    except Exception as error:  # noqa: BLE001 - one article's failure never stops a batch
        return _failed(name, item.id, error)
    return Outcome(source=name, outcome=OutcomeName.OK, id=article.id, record=record)


async def aprocess(item: Item, engine: AsyncEngine, *, max_bytes: int, source: str | None = None) -> Outcome:
    """Do the same with an engine that asks a model; the event loop goes on meanwhile.

    Raises:
        UsageError: the program cannot work at all, for any article.
    """
    name = readable(item.source if source is None else source)
    if item.error is not None:
        return _failed(name, item.id, item.error)
    try:
        article, warnings = await asyncio.to_thread(_read, item, max_bytes, name)
        record = await amake_record(article, engine, warnings=warnings)
    except UsageError:
        raise
    except Exception as error:  # noqa: BLE001 - one article's failure never stops a batch
        return _failed(name, item.id, error)
    return Outcome(source=name, outcome=OutcomeName.OK, id=article.id, record=record)


def _read(item: Item, max_bytes: int, name: str) -> tuple[Article, tuple[str, ...]]:
    found = reading.read(item, max_bytes=max_bytes)
    return found.article.model_copy(update={"source": name}), found.warnings


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
    failed = Outcome(source=source, outcome=outcome, id=identity, reason=reason)
    if not isinstance(error, ModelError):
        return failed
    usage = Usage(input_tokens=error.input_tokens, output_tokens=error.output_tokens, calls=error.calls)
    return failed.model_copy(update={"usage": usage, "cost_usd": error.cost_usd})
