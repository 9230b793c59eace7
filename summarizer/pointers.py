"""Finding what a pointer's words name inside a text's normalised view, and finding the words for a range.

A match is exact where the views agree character by character, and aligned where they agree word by word: what
may differ then is punctuation, case, or an ellipsis that skips words. No other difference is ever accepted,
and no similarity is computed; a search that fails only names what was changed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from summarizer.drafts import Pointer
from summarizer.normalize import fold, key, words
from summarizer.wording import changed, negates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.normalize import Token, View

__all__ = ["Place", "Range", "Refusal", "count", "locate", "shortest"]

Range = tuple[int, int]
"""Half-open character range."""

_ELLIPSIS = re.compile(r"\s*[\[(]?\s*(?:\. ?){3,}\s*[\])]?\s*")
_SENTENCE_END = re.compile(r"[.!?;](?:[\"')\]]*\s|$)")
_SPACE = re.compile(" ")
_SHORT = 4
"""Words that a range may have to be pointed at by its own text rather than by its first and last words."""


class Refusal(NamedTuple):
    """Why something could not be found: a reason's short name and one line for a person."""

    reason: str
    detail: str


class Place(NamedTuple):
    """Where a pointer leads: ranges of the article's text, in order, and whether all was found exactly."""

    ranges: tuple[Range, ...]
    exact: bool


def locate(folded: View, areas: Sequence[Range], pointer: Pointer) -> Place | Refusal:
    """Find what a pointer with words names inside areas of the text.

    Args:
        folded: the view of the whole text.
        areas: ranges of the text to look in, in order; a match lies inside one of them.
        pointer: has ``exact`` or ``first``; its segments are not looked at.
    """
    within = [r for r in (folded.of(*a) for a in areas) if r[0] < r[1]]
    if pointer.exact is not None:
        return _find(folded, within, fold(pointer.exact), pointer.occurrence, inside_words=True)
    head = _find(folded, within, fold(pointer.first or ""), pointer.occurrence)
    if isinstance(head, Refusal) or pointer.last is None:
        return head
    start, end = folded.of(*head.ranges[0])
    area = next((w for w in within if w[0] <= start < w[1]), (start, end))
    tail = _tail(folded, (start, area[1]), end, fold(pointer.last))
    if isinstance(tail, Refusal):
        return tail
    begin = head.ranges[0][0]
    return Place(((begin, tail.ranges[-1][1]),), head.exact and tail.exact)


def count(folded: View, area: Range, words_sought: str, most: int = 2) -> int:
    """Return how often words stand exactly in an area of the text, counted up to ``most``."""
    found = 0
    for _ in _bounded(folded.text, folded.of(*area), fold(words_sought)):
        found += 1
        if found == most:
            break
    return found


def _tail(folded: View, area: Range, not_before: int, sought: str) -> Place | Refusal:
    """Find the last words: where they end no earlier than the first words do."""
    if sought:
        for at in _bounded(folded.text, area, sought):
            if at + len(sought) >= not_before:
                return Place((folded.source(at, at + len(sought)),), exact=True)
    sought = _ELLIPSIS.sub(" ", sought).strip()
    wanted = words(sought)
    if not wanted:
        return Refusal("empty", "the last words are empty")
    text = _Words(folded.text, [area])
    for i in text.matches(wanted):
        if text.items[i + len(wanted) - 1].end >= not_before:
            return Place((folded.source(*text.extent(i, len(wanted), sought)),), exact=False)
    return _why_not(text, wanted, sought)


def _find(
    folded: View, areas: Sequence[Range], sought: str, occurrence: int, *, inside_words: bool = False
) -> Place | Refusal:
    """Find words in areas of the view: exactly, else word by word."""
    if not sought or occurrence < 1:
        return Refusal("empty", "the pointer names no words")
    left = occurrence
    for whole in (True, False) if inside_words else (True,):
        for area in areas:
            for at in _bounded(folded.text, area, sought) if whole else _cutting(folded.text, area, sought):
                left -= 1
                if not left:
                    return Place((folded.source(at, at + len(sought)),), exact=True)
    text = _Words(folded.text, areas)
    parts = [p for p in _ELLIPSIS.split(sought) if words(p)]
    if not parts:
        return Refusal("not_found", f"these marks do not stand there: {sought[:80]!r}")
    if len(parts) > 1:
        return _in_order(folded, text, parts)
    wanted = words(parts[0])
    left = occurrence
    for i in text.matches(wanted):
        left -= 1
        if not left:
            return Place((folded.source(*text.extent(i, len(wanted), parts[0])),), exact=False)
    return _why_not(text, wanted, parts[0])


def _in_order(folded: View, text: _Words, parts: list[str]) -> Place | Refusal:
    """Find the parts around an ellipsis one after the other; what was skipped must not turn their meaning."""
    ranges: list[Range] = []
    after = 0
    for part in parts:
        wanted = words(part)
        i = next(text.matches(wanted, after), None)
        if i is None:
            return _why_not(text, wanted, part)
        start, end = text.extent(i, len(wanted), part)
        if ranges and negates(_same_sentence(text.text[text.items[after - 1].end : start])):
            return Refusal("changed_negation", f"the ellipsis before {part[:60]!r} leaves out a negation")
        ranges.append(folded.source(start, end))
        after = i + len(wanted)
    return Place(tuple(ranges), exact=False)


def _same_sentence(skipped: str) -> str:
    """Return the skipped words that belong to the sentences on either side, not to those between them."""
    ends = [m.end() for m in _SENTENCE_END.finditer(skipped)]
    return skipped if not ends else f"{skipped[: ends[0]]} {skipped[ends[-1] :]}"


def _occurrences(text: str, area: Range, sought: str) -> Iterator[int]:
    at = text.find(sought, area[0], area[1])
    while at >= 0:
        yield at
        at = text.find(sought, at + 1, area[1])


def _cuts_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _bounded(text: str, area: Range, sought: str) -> Iterator[int]:
    """Yield where words stand as whole words."""
    for at in _occurrences(text, area, sought):
        if not _cuts_word(text, at) and not _cuts_word(text, at + len(sought)):
            yield at


def _cutting(text: str, area: Range, sought: str) -> Iterator[int]:
    """Yield where they stand as a part of a word."""
    for at in _occurrences(text, area, sought):
        if _cuts_word(text, at) or _cuts_word(text, at + len(sought)):
            yield at


class _Words:
    """The words of some areas of a view, joined so that one search for a string finds a sequence of them."""

    def __init__(self, text: str, areas: Sequence[Range]) -> None:
        self.text = text
        self.items: list[Token] = []
        keys: list[str] = []
        for start, end in areas:
            found = words(text, start, end)
            self.items += found
            keys += [key(t.text) for t in found]
        self.keys = keys
        self._ends = list(accumulate((len(k) + 1 for k in keys), initial=0))
        self._joined = "\x1f" + "".join(k + "\x1f" for k in keys)

    def matches(self, wanted: Sequence[Token], start: int = 0) -> Iterator[int]:
        """Yield the index of the first word of each match."""
        sought = "\x1f" + "".join(key(t.text) + "\x1f" for t in wanted)
        at = self._joined.find(sought, self._ends[start])
        while at >= 0:
            yield bisect_left(self._ends, at)
            at = self._joined.find(sought, at + 1)

    def extent(self, first: int, length: int, sought: str) -> Range:
        """Return the range of a match in the view, with the marks at its edges that were sought too."""
        start, end = self.items[first].start, self.items[first + length - 1].end
        inner = words(sought)
        before, after = sought[: inner[0].start][::-1], sought[inner[-1].end :]
        for c in before:
            if start == 0 or self.text[start - 1] != c:
                break
            start -= 1
        for c in after:
            if self.text[end : end + 1] != c:
                break
            end += 1
        return start, end


def _why_not(text: _Words, wanted: Sequence[Token], sought: str) -> Refusal:
    """Name what was changed in words that stand there almost, by aligning them at the words they share."""
    pairs = _anchors([key(t.text) for t in wanted], text.keys)
    if len(pairs) * 2 < len(wanted) or not pairs:
        return Refusal("not_found", f"these words do not stand there: {sought[:120]!r}")
    used = {i for i, _ in pairs}
    kept = {j for _, j in pairs}
    lost = [t for j, t in enumerate(text.items[pairs[0][1] : pairs[-1][1] + 1], pairs[0][1]) if j not in kept]
    added = [t for i, t in enumerate(wanted) if i not in used]
    reason, word = changed([t.text for t in added], [t.text for t in lost])
    return Refusal(reason, f"{word!r} differs between the article and {sought[:120]!r}")


def _anchors(wanted: list[str], there: list[str]) -> list[Range]:
    """Align two lists of words: at words that stand once in each and in order, then between those."""
    places: dict[str, list[int]] = {}
    for j, word in enumerate(there):
        places.setdefault(word, []).append(j)
    seen: dict[str, int] = {}
    for word in wanted:
        seen[word] = seen.get(word, 0) + 1
    unique = [(i, places[w][0]) for i, w in enumerate(wanted) if seen[w] == 1 and len(places.get(w, ())) == 1]
    if not unique:
        common = [(i, places[w][0]) for i, w in enumerate(wanted) if w in places]
        unique = common[:1]
    spine = _increasing(unique)
    filled: list[Range] = []
    last = (-1, -1)
    for i, j in [*spine, (len(wanted), len(there))]:
        filled += _between(wanted, there, last, (i, j))
        if i < len(wanted):
            filled.append((i, j))
        last = (i, j)
    return filled


def _between(wanted: list[str], there: list[str], low: Range, high: Range) -> list[Range]:
    """Pair equal words between two anchors, inwards from both; what is no anchor is beyond either end."""
    ours, theirs = range(low[0] + 1, high[0]), range(low[1] + 1, high[1])
    front = _walk(wanted, there, ours, theirs) if low[0] >= 0 else []
    if high[0] == len(wanted):
        return front
    if front:
        ours, theirs = range(front[-1][0] + 1, high[0]), range(front[-1][1] + 1, high[1])
    return front + _walk(wanted, there, ours[::-1], theirs[::-1])[::-1]


def _walk(wanted: list[str], there: list[str], ours: range, theirs: range) -> list[Range]:
    """Pair equal words from the start of both ranges, over at most one unequal word a side at a time."""
    pairs: list[Range] = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        step = next(
            (
                (i + a, j + b)
                for a, b in ((0, 0), (0, 1), (1, 0), (1, 1))
                if i + a < len(ours) and j + b < len(theirs) and wanted[ours[i + a]] == there[theirs[j + b]]
            ),
            None,
        )
        if step is None:
            break
        pairs.append((ours[step[0]], theirs[step[1]]))
        i, j = step[0] + 1, step[1] + 1
    return pairs


def _increasing(pairs: list[Range]) -> list[Range]:
    """Return the longest subsequence whose second numbers increase (patience sorting)."""
    tops: list[int] = []
    heads: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        if pile == len(tops):
            tops.append(j)
            heads.append(n)
        else:
            tops[pile] = j
            heads[pile] = n
        before.append(heads[pile - 1] if pile else -1)
    chain: list[Range] = []
    n = heads[-1] if heads else -1
    while n >= 0:
        chain.append(pairs[n])
        n = before[n]
    return chain[::-1]


def shortest(folded: View, area: Range, wanted: Range, segments: tuple[str, ...], text: str) -> Pointer:
    """Return the shortest pointer into ``segments``, which cover ``area``, that leads to ``wanted``."""
    start, end = folded.of(*wanted)
    spaces = [space.start() for space in _SPACE.finditer(folded.text, start, end)]
    starts = [start, *(i + 1 for i in spaces)]
    ends = [*spaces, end]

    def part(first: int, last: int) -> str:
        a, b = folded.source(starts[first], ends[last])
        return text[a:b]

    n = len(starts)
    if n > _SHORT:
        heads = [part(0, h - 1) for h in (3, 4, 6, 8) if h < n]
        head = next((h for h in heads if count(folded, area, h) == 1), heads[0])
        number = _number(folded, area, start, head)
        for k in (2, 3, 4, 6, 8, 12, 24):
            pointer = Pointer(segments, first=head, last=part(max(n - k, 0), n - 1), occurrence=number)
            place = locate(folded, [area], pointer)
            if isinstance(place, Place) and place.ranges == (wanted,):
                return pointer
            if k >= n:
                break
    whole = text[slice(*wanted)]
    return Pointer(segments, exact=whole, occurrence=_number(folded, area, start, whole))


def _number(folded: View, area: Range, at: int, words_sought: str) -> int:
    """Return which occurrence of the words in the area stands at ``at``; whole words are counted first."""
    sought = fold(words_sought)
    within = folded.of(*area)
    number = 0
    for found in _bounded(folded.text, within, sought):
        number += 1
        if found == at:
            return number
    for found in _cutting(folded.text, within, sought):
        number += 1
        if found == at:
            return number
    return max(number, 1)
