"""What was said, as ranges of the text: trimmed of the marks around it, and how much of it is quoted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from summarizer.quotations import MARKS
from summarizer.records import BlockKind, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.pointers import Range
    from summarizer.segments import Segment, SegmentedArticle

__all__ = ["kind_of", "trim", "unclosed"]

_SINGLE = "'’‘‚‛`"
_DOUBLE = '“”„‟"＂«»'
_FILLING = MARKS + " ,\n\t"


def trim(article: SegmentedArticle, start: int, end: int) -> Range | None:
    """Cut white space, the marks around a quotation and a comma at the end off a range of content.

    A mark whose partner stands inside the range stays: it belongs to words quoted in a paraphrase.

    Returns:
        The range that is left, or None where it has no letter or digit.
    """
    text = article.text
    if not any(c.isalnum() for c in text[start:end]):
        return None
    while True:
        before = (start, end)
        while text[start].isspace():
            start += 1
        while text[end - 1].isspace() or text[end - 1] == ",":
            end -= 1
        if text[start] in MARKS and not _belongs_at_start(article, start, end):
            start += 1
        if text[end - 1] in MARKS and not _belongs_at_end(article, start, end):
            end -= 1
        if (start, end) == before:
            return before


def _belongs_at_start(article: SegmentedArticle, start: int, end: int) -> bool:
    """Tell whether the mark that a range begins with is an apostrophe or has its partner inside."""
    text = article.text
    own = next(iter(_touched(article, start, end)), None)
    if own is not None and start < own.start and not text[start : own.start].strip(_FILLING):
        return bool(text[own.end : end].strip(_FILLING))
    return _is_paired(text[start], text[start + 1 : end])


def _belongs_at_end(article: SegmentedArticle, start: int, end: int) -> bool:
    """Tell whether the mark that a range ends with is an apostrophe or has its partner inside."""
    text = article.text
    own = next(iter(_touched(article, start, end)[-1:]), None)
    if own is not None and own.end < end and not text[own.end : end].strip(_FILLING):
        return bool(text[start : own.start].strip(_FILLING))
    return _is_paired(text[end - 1], text[start : end - 1])


def _is_paired(mark: str, rest: str) -> bool:
    """Tell whether a mark that no quotation owns is to stay: an apostrophe, or one of a nested pair."""
    return mark in _SINGLE or any(c in _DOUBLE for c in rest)


def kind_of(article: SegmentedArticle, content: Sequence[Range], *, turn: bool) -> Kind:
    """Derive how content is reported from where quotation marks stand.

    Args:
        article: the article.
        content: the ranges of what was said.
        turn: whether the content may be a turn of a transcript, which is direct without marks.
    """
    if turn and all(_in_turn(article, start) for start, _ in content):
        return Kind.DIRECT
    quoted = reported = False
    for start, end in content:
        at = start
        for q in _touched(article, start, end):
            reported = reported or _has_words(article, at, q.start)
            quoted = quoted or _has_words(article, max(at, q.start), min(q.end, end))
            at = q.end
        reported = reported or _has_words(article, at, end)
    if quoted:
        return Kind.MIXED if reported else Kind.DIRECT
    return Kind.INDIRECT


def unclosed(article: SegmentedArticle, content: Sequence[Range]) -> list[str]:
    """Return the ids of the quotations in some content whose end nobody marked."""
    touched = [q for start, end in content for q in _touched(article, start, end) if not q.closed]
    if not touched:
        return []
    continued = {q.continues for q in article.quotations}
    return [q.id for q in touched if q.id not in continued]


def _touched(article: SegmentedArticle, start: int, end: int) -> tuple[Segment, ...]:
    """Return the quotations that a range touches, in order."""
    first = bisect_right(article.quotations, start, key=lambda q: q.end)
    last = bisect_left(article.quotations, end, key=lambda q: q.start)
    return article.quotations[first:last]


def _has_words(article: SegmentedArticle, start: int, end: int) -> bool:
    return any(c.isalnum() for c in article.text[start:end])


def _in_turn(article: SegmentedArticle, at: int) -> bool:
    i = bisect_right(article.sentences, at, key=lambda s: s.start) - 1
    return i >= 0 and article.block_of(article.sentences[i]).kind is BlockKind.TURN
