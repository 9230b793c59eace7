"""Segments: what a pointer can name. Sentences are S1, S2, …, quotations Q1, Q2, …, in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from summarizer.drafts import Pointer
    from summarizer.records import Article, Block

__all__ = ["Segment", "SegmentedArticle", "point", "segment"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or a quotation.

    Attributes:
        id: ``S7`` or ``Q3``.
        start: first character in the article's text; for a quotation the first one after its opening mark.
        end: one past the last character; for a quotation its closing mark, where it has one.
        block: index into ``Article.blocks`` of the block that it lies in. Segments never cross blocks.
        continues: for a quotation that goes on from the paragraph before (opened anew, not closed there): its id.
        closed: for a quotation: False where no closing mark was found (ends at the end of its block).
    """

    id: str
    kind: Literal["sentence", "quotation"]
    start: int
    end: int
    block: int
    continues: str | None = None
    closed: bool = True


@dataclass(frozen=True)
class SegmentedArticle:
    """An article with its segments, in the order of the text; only blocks in the article's own language and not
    boilerplate or dateline have any."""

    article: Article
    sentences: tuple[Segment, ...]
    quotations: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    def get(self, segment_id: str) -> Segment | None:
        """Return the segment called ``segment_id``, or None."""

    def block_of(self, segment: Segment) -> Block:
        """Return the block that a segment lies in."""
        return self.article.blocks[segment.block]


def segment(article: Article) -> SegmentedArticle:
    """Cut an article into sentences and quotations. Linear in the length of the text."""


def point(article: SegmentedArticle, start: int, end: int) -> Pointer:
    """Return a pointer that grounding resolves to exactly ``[start, end)``.

    Raises:
        ValueError: the range is empty or touches text outside all segments.
    """
