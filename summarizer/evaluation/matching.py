"""One-to-one matching of what was found with what was labelled, by the words that both cover."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from summarizer.evaluation.gold import Span

__all__ = ["THRESHOLD", "Pair", "Words", "best_pairs", "overlap"]

THRESHOLD = 0.5
"""Least intersection over union of the content's words for a pair to count."""

_WORD = re.compile(r"\w+")
_BONUS = 1e-6
"""Less than any difference between two overlaps of contents of up to a thousand words."""


class Words:
    r"""The words (runs of ``\w``) of a text, and which of them spans touch."""

    def __init__(self, text: str) -> None:
        found = [m.span() for m in _WORD.finditer(text)]
        self._starts = [a for a, _ in found]
        self._ends = [b for _, b in found]

    def of(self, spans: Iterable[Span]) -> frozenset[int]:
        """Return the numbers of the words that some spans touch."""
        return frozenset(
            i
            for start, end in spans
            if start < end
            for i in range(bisect_right(self._ends, start), bisect_left(self._starts, end))
        )


class Pair(NamedTuple):
    """Positions of a found and a labelled thing that belong together, and how much they overlap."""

    found: int
    gold: int
    overlap: float


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the intersection over union of two sets of words; 0 where both are empty.

    Source: Jaccard, "The distribution of the flora in the alpine zone" (1912).
    """
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0


def best_pairs(
    found: Sequence[frozenset[int]],
    gold: Sequence[frozenset[int]],
    *,
    threshold: float = THRESHOLD,
    prefers: Callable[[int, int], float] | None = None,
    score: Callable[[int, int], float] | None = None,
) -> list[Pair]:
    """Return the one-to-one pairs with the greatest total overlap, in the order of the labels.

    Only pairs at or over the threshold take part, so that a good pair is never given up for two that do not
    count. Source: Kuhn, "The Hungarian method for the assignment problem" (1955), as scipy implements it.

    Args:
        found: words of each thing found.
        gold: words of each thing labelled.
        threshold: least score of a pair.
        prefers: for (found, gold) a number in [0, 1] that decides between equal totals and nothing else.
        score: for (found, gold) how well they fit; None: intersection over union of their words.
    """
    if not found or not gold:
        return []
    weights = {
        (i, j): fit
        for i, j in _touching(found, gold)
        if (fit := score(i, j) if score else overlap(found[i], gold[j])) >= threshold
    }
    # What shares no words never competes: so each connected part is assigned alone.
    chosen: list[Pair] = []
    for part in _parts(weights, len(found), len(gold)):
        preferred = {(i, j): weights[i, j] + (_BONUS * prefers(i, j) if prefers else 0.0) for i, j in part}
        chosen += [Pair(i, j, weights[i, j]) for i, j in _assigned(preferred)]
    return sorted(chosen, key=lambda pair: pair.gold)


def _touching(found: Sequence[frozenset[int]], gold: Sequence[frozenset[int]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that share a word, in order."""
    by_word: dict[int, list[int]] = {}
    for j, words in enumerate(gold):
        for word in words:
            by_word.setdefault(word, []).append(j)
    for i, words in enumerate(found):
        for j in sorted({j for word in words for j in by_word.get(word, ())}):
            yield i, j


def _parts(pairs: Iterable[tuple[int, int]], found: int, gold: int) -> Iterable[list[tuple[int, int]]]:
    """Return the pairs by the connected part of the graph that they lie in."""
    from scipy.sparse import coo_array  # noqa: PLC0415 - slow to load
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - the same

    listed = list(pairs)
    ends = ([i for i, _ in listed], [found + j for _, j in listed])
    graph = coo_array(([1] * len(listed), ends), shape=(found + gold, found + gold))
    _, names = connected_components(graph, directed=False)
    parts: dict[int, list[tuple[int, int]]] = {}
    for pair in listed:
        parts.setdefault(int(names[pair[0]]), []).append(pair)
    return parts.values()


def _assigned(weights: Mapping[tuple[int, int], float]) -> Iterator[tuple[int, int]]:
    """Yield the one-to-one pairs with the greatest total weight."""
    if len(weights) == 1:
        yield from weights
        return
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - slow to load

    rows, columns = sorted({i for i, _ in weights}), sorted({j for _, j in weights})
    matrix = [[weights.get((i, j), 0.0) for j in columns] for i in rows]
    for a, b in zip(*linear_sum_assignment(matrix, maximize=True), strict=True):
        if (rows[a], columns[b]) in weights:
            yield rows[a], columns[b]
