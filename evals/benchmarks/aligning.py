"""How long it takes to find a 150-token quotation in a text of 1,200 tokens, by the way that it is found.

::

    python evals/benchmarks/aligning.py

The text is the gold's articles, cut and joined to that length; quotations begin at ten places of each text.
The exact way has to find the words as they stand. The fallback has to align words that differ in punctuation
and case all over, and to refuse words with a "not" too many. The first look at a text, which folds it once
for all that is sought in it, is given apart.
"""

from __future__ import annotations

import math
import re
import statistics
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from summarizer.drafts import Pointer
from summarizer.normalize import tokens, view
from summarizer.pointers import Place, locate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

_GOLD = Path(__file__).parents[1] / "gold" / "articles"
_TEXT, _QUOTATION = 1200, 150
_TEXTS, _PLACES, _REPEATS = 8, 10, 5


def main() -> None:
    """Measure and print."""
    looks: list[float] = []
    found: dict[str, list[float]] = {}
    for text in _texts():
        seconds, folded = _timed(partial(view, text))
        looks.append(seconds)
        for quotation in _quotations(text):
            for way, sought, accepted in _ways(quotation):
                sought_in = [(0, len(folded.text))]
                seconds, place = _timed(partial(locate, folded, sought_in, Pointer(("S1",), exact=sought)))
                if isinstance(place, Place) is not accepted:
                    raise SystemExit(f"{way}: {place}")
                found.setdefault(way, []).append(seconds)
    print(f"first look at the text  {1000 * statistics.median(looks):6.2f} ms")  # noqa: T201 - a benchmark prints
    for way, times in found.items():
        median, most = 1000 * statistics.median(times), 1000 * max(times)
        print(f"{way:22}  {median:6.2f} ms, at most {most:.2f}")  # noqa: T201 - a benchmark prints


def _texts() -> Iterator[str]:
    whole = "\n\n".join(p.read_text(encoding="utf-8") for p in sorted(_GOLD.glob("*.txt")))
    there = tokens(whole)
    for n in range(_TEXTS):
        part = there[n * _TEXT : (n + 1) * _TEXT]
        yield whole[part[0].start : part[-1].end]


def _quotations(text: str) -> Iterator[str]:
    there = tokens(text)
    for n in range(_PLACES):
        first = n * (len(there) - _QUOTATION) // _PLACES
        yield text[there[first].start : there[first + _QUOTATION - 1].end]


def _ways(quotation: str) -> Iterator[tuple[str, str, bool]]:
    yield "exact", quotation, True
    yield "fallback, found", re.sub(r"[,;:](?!\d)", "", quotation).upper(), True
    middle = quotation.find(" the ", len(quotation) // 2)
    yield "fallback, refused", f"{quotation[:middle]} not{quotation[middle:]}", False


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds of the quickest of some runs, and what it gave."""
    quickest = math.inf
    for _ in range(_REPEATS):
        started = time.perf_counter()
        value = work()
        quickest = min(quickest, time.perf_counter() - started)
    return quickest, value


if __name__ == "__main__":
    main()
