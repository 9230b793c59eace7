"""Resolving a pointer: from the names of segments and some words to spans of the article."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, NamedTuple

from summarizer.normalize import fold, words
from summarizer.pointers import Place, Refusal, count, locate
from summarizer.records import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.drafts import Pointer
    from summarizer.pointers import Range
    from summarizer.segments import Segment, SegmentedArticle

__all__ = ["Resolved", "evidence", "joined", "resolve"]

_ELSEWHERE = 3
"""Words that a pointer needs before it may be found outside the segments that it names."""


class Resolved(NamedTuple):
    """What a pointer leads to: one span, or several where an ellipsis skips words or segments lie apart."""

    evidence: tuple[Evidence, ...]
    exact: bool


def resolve(article: SegmentedArticle, pointer: Pointer) -> Resolved | Refusal:
    """Find what a pointer names.

    Matched exactly on the normalised view, else word by word (see `summarizer.pointers`), in the segments
    that the pointer names; words that stand nowhere there but exactly once in the article are accepted too.
    A draft is made, guarded and grounded with the same pointers: each is looked for once.
    """
    known = article.resolved.get(pointer)
    if known is None:
        known = article.resolved[pointer] = _resolve(article, pointer)
    return known


def _resolve(article: SegmentedArticle, pointer: Pointer) -> Resolved | Refusal:
    found = [s for s in map(article.get, pointer.segments) if s is not None]
    areas = _areas(article, found)
    if pointer.exact is None and pointer.first is None:
        if not found or len(found) < len(pointer.segments):
            return Refusal("bad_segment", f"there is no segment {_unknown(article, pointer)!r}")
        return Resolved(tuple(evidence(article, r) for r in areas), exact=True)
    place = locate(article.view, areas, pointer) if found else None
    if isinstance(place, Place):
        return Resolved(tuple(evidence(article, r) for r in place.ranges), place.exact)
    if place is None or place.reason == "not_found":
        elsewhere = _elsewhere(article, pointer)
        if elsewhere is not None:
            return elsewhere
    if len(found) < len(pointer.segments) or not found:
        return Refusal("bad_segment", f"there is no segment {_unknown(article, pointer)!r}")
    return place or Refusal("bad_segment", "the pointer names no segment")


def _unknown(article: SegmentedArticle, pointer: Pointer) -> str:
    return next((s for s in pointer.segments if article.get(s) is None), "")[:40]


def evidence(article: SegmentedArticle, span: Range) -> Evidence:
    """Return a range of the article with the text that it covers."""
    return Evidence(start=span[0], end=span[1], exact=article.text[span[0] : span[1]])


def _areas(article: SegmentedArticle, segments: Iterable[Segment]) -> list[Range]:
    """Return the ranges of segments in the order of the text, those with only space between them as one."""
    return joined(article.text, [(s.start, s.end) for s in segments])


def joined(text: str, ranges: Iterable[Range]) -> list[Range]:
    """Return ranges in the order of the text, those that overlap or have only space between them as one."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and (start <= merged[-1][1] or not text[merged[-1][1] : start].strip()):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _elsewhere(article: SegmentedArticle, pointer: Pointer) -> Resolved | Refusal | None:
    """Look for exact words outside the named segments: they must stand there once, and not be too few."""
    sought = pointer.exact if pointer.exact is not None else pointer.first or ""
    if len(words(fold(sought))) < _ELSEWHERE:
        return None
    hits = [a for a in _areas(article, article.sentences) if count(article.view, a, sought)]
    if not hits:
        return None
    if len(hits) > 1 or count(article.view, hits[0], sought) > 1:
        return Refusal("ambiguous", f"stands more than once outside the named segments: {sought[:120]!r}")
    place = locate(article.view, hits, dataclasses.replace(pointer, occurrence=1))
    if isinstance(place, Refusal) or not place.exact:
        return None
    return Resolved(tuple(evidence(article, r) for r in place.ranges), exact=True)
