"""Parting an article that is longer than a model can read or answer at once: at blocks where it can be."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from summarizer.engines.llm.rendering import article_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from summarizer.segments import Segment, SegmentedArticle

__all__ = ["estimate", "halves", "parts"]

_BYTES = 3
"""Bytes of UTF-8 a token, on the safe side: English news has four and more, names and other scripts fewer."""
_WIDENED = 3
"""Times as many bytes a sign of one byte may take in a line, where it is shown as another one."""
_MARKED = 400
"""Bytes of what a line has beside a sentence's or a quotation's words: its id, a label, a line break."""


def estimate(text: str) -> int:
    """Return about how many tokens a text has, rather too many than too few."""
    return len(text.encode("utf-8", "replace")) // _BYTES + 1


def parts(article: SegmentedArticle, tokens: int) -> list[tuple[Segment, ...]]:
    """Return the sentences of an article in parts of at most about ``tokens`` tokens.

    A part ends at the end of a block, and only where a block alone is too long inside of it. A sentence alone
    that is too long is a part of its own.
    """
    if _most(article) <= tokens:
        return [article.sentences] if article.sentences else []
    found: list[tuple[Segment, ...]] = []
    part: list[Segment] = []
    filled = 0
    for piece, size in _pieces(article, tokens):
        if part and filled + size > tokens:
            found.append(tuple(part))
            part, filled = [], 0
        part += piece
        filled += size
    return [*found, tuple(part)] if part else found


def _most(article: SegmentedArticle) -> int:
    """Return more tokens than an article's lines can have, without writing them: most articles are short."""
    text = _WIDENED * len(article.text.encode("utf-8", "replace"))
    marks = _MARKED * (len(article.sentences) + len(article.quotations))
    return (text + marks) // _BYTES + len(article.article.blocks)


def _pieces(article: SegmentedArticle, tokens: int) -> Iterator[tuple[Sequence[Segment], int]]:
    """Yield blocks, and sentences of blocks that are too long, with their sizes."""
    for block in _blocks(article.sentences):
        size = _size(article, block)
        if size <= tokens:
            yield block, size
            continue
        for sentence in block:
            yield (sentence,), _size(article, (sentence,))


def _blocks(sentences: Iterable[Segment]) -> Iterator[list[Segment]]:
    for _, block in groupby(sentences, key=lambda s: s.block):
        yield list(block)


def _size(article: SegmentedArticle, sentences: Sequence[Segment]) -> int:
    return estimate(article_lines(article, sentences))


def halves(sentences: Sequence[Segment]) -> tuple[tuple[Segment, ...], tuple[Segment, ...]] | None:
    """Part sentences in two, at the end of a block near the middle or else inside one; None for one alone."""
    if len(sentences) < 2:  # noqa: PLR2004 - nothing to part
        return None
    half = sum(s.end - s.start for s in sentences) / 2
    at, filled, best = 1, 0, (2, float("inf"), 1)
    for at in range(1, len(sentences)):
        filled += sentences[at - 1].end - sentences[at - 1].start
        inside = int(sentences[at].block == sentences[at - 1].block)
        off = abs(filled - half)
        # the end of a block counts unless it is far from the middle
        best = min(best, (inside if off <= half / 2 else inside + 1, off, at))
    at = best[2]
    return tuple(sentences[:at]), tuple(sentences[at:])
