"""Between a model's places and the article: from a place to a pointer, and from a range to a short place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from summarizer.content import trim
from summarizer.drafts import Pointer
from summarizer.engines.llm.grammar import Place, read_occurrence, read_place
from summarizer.pointers import Refusal
from summarizer.resolving import resolve
from summarizer.segments import point

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.pointers import Range
    from summarizer.segments import Segment, SegmentedArticle

__all__ = [
    "around",
    "cue_line",
    "cue_pointer",
    "inside",
    "pointer",
    "range_of",
    "ranges_of",
    "touching",
    "write_place",
]

_OCCURRENCES = 8
"""So many places of the same cue words in a sentence are looked at."""

_EXACT = 3
"""A part of at most so many words is named by all of them."""


def pointer(article: SegmentedArticle, place: Place) -> Pointer:
    """Turn a place into a pointer. One that leads nowhere becomes a pointer that grounding will refuse."""
    if place.exact is not None:
        return Pointer(place.segments, exact=place.exact, occurrence=place.occurrence)
    if place.first is None:
        return Pointer(place.segments)
    if place.first and place.last:
        return Pointer(place.segments, first=place.first, last=place.last, occurrence=place.occurrence)
    given = Pointer(place.segments, exact=place.first or place.last, occurrence=place.occurrence)
    named = [s for s in map(article.get, place.segments) if s is not None]
    found = range_of(article, given)
    if found is None or not named:
        return given
    start, end = (found[0], named[-1].end) if place.first else (named[0].start, found[1])
    return _point(article, start, end) or given


def _point(article: SegmentedArticle, start: int, end: int) -> Pointer | None:
    try:
        return point(article, start, end)
    except ValueError:  # empty, or across text that no segment covers
        return None


def range_of(article: SegmentedArticle, given: Pointer) -> Range | None:
    """Return the one range that a pointer leads to, or None."""
    found = resolve(article, given)
    if isinstance(found, Refusal) or len(found.evidence) != 1:
        return None
    return found.evidence[0].start, found.evidence[0].end


def ranges_of(article: SegmentedArticle, pointers: Sequence[Pointer]) -> tuple[Range, ...]:
    """Return the trimmed ranges that pointers lead to; empty where one of them leads nowhere."""
    ranges: list[Range] = []
    for given in pointers:
        found = resolve(article, given)
        if isinstance(found, Refusal):
            return ()
        ranges += [r for e in found.evidence if (r := trim(article, e.start, e.end))]
    return tuple(sorted(ranges))


def inside(ranges: Sequence[Range], start: int, end: int) -> bool:
    """Tell whether a range touches one of some ranges."""
    return any(start < b and a < end for a, b in ranges)


def touching(segments: Sequence[Segment], start: int, end: int) -> range:
    """Return the positions of the segments that a range touches; segments are in order and do not overlap."""
    return range(
        bisect_right(segments, start, key=lambda s: s.end), bisect_left(segments, end, key=lambda s: s.start)
    )


def around(article: SegmentedArticle, ranges: Sequence[Range], reach: int = 1) -> tuple[Segment, ...]:
    """Return the sentences that some ranges lie in, and ``reach`` sentences on either side."""
    touched = [i for r in ranges for i in touching(article.sentences, *r)]
    if not touched:
        return ()
    return article.sentences[max(min(touched) - reach, 0) : max(touched) + reach + 1]


# cues


def cue_pointer(article: SegmentedArticle, cue: str, content: Sequence[Range]) -> Pointer | None:
    """Point at the cue: the occurrence of its words that stands nearest to the content, outside of it.

    Args:
        article: the article.
        cue: its words, with the id of its sentence before them where the model gave it; "" is no cue.
        content: the content's ranges.
    """
    text, named = cue.strip(), None
    head, _, rest = text.partition(" ")
    if rest and head[:1] in "SQ" and head[1:].isdecimal():
        text, named = rest.strip(), head
    if not text:
        return None
    text, number = read_occurrence(text)
    if named and number > 1:
        return Pointer((named,), first=text, occurrence=number)
    near = (named,) if named else tuple(s.id for s in around(article, content))
    found = [
        (_gap(r, content), n, given)
        for n, given in enumerate(_occurrences(article, near, text))
        if (r := range_of(article, given))
    ]
    return min(found)[2] if found else Pointer(near, first=text)


def _occurrences(article: SegmentedArticle, segments: Sequence[str], text: str) -> Iterator[Pointer]:
    for segment in segments:
        for occurrence in range(1, _OCCURRENCES + 1):
            given = Pointer((segment,), first=text, occurrence=occurrence)  # whole words
            found = resolve(article, given)
            own = article.get(segment)
            if isinstance(found, Refusal) or own is None or not _within(found.evidence[0].start, own):
                break
            yield given


def _within(at: int, segment: Segment) -> bool:
    return segment.start <= at < segment.end


def _gap(cue: Range, content: Sequence[Range]) -> tuple[int, int]:
    """Order the places of a cue: outside of the content first, then by distance to it."""
    if not content:
        return (0, 0)
    gaps = [max(a - cue[1], cue[0] - b, 0) for a, b in content]
    return (int(inside(content, *cue)), min(gaps))


def cue_line(article: SegmentedArticle, cue: Range, content: Sequence[Range]) -> str:
    """Write a cue so that `cue_pointer` finds it: alone where that is enough, else with its sentence."""
    text = " ".join(article.text[slice(*cue)].replace("|", "¦").split())
    if _is_cue(article, text, cue, content):
        return text
    own = next((s.id for s in article.sentences if s.start <= cue[0] < s.end), None)
    if own is None:
        return text
    lines = [f"{own} {text}", *(f"{own} {text}^{n}" for n in range(2, _OCCURRENCES + 1))]
    return next((line for line in lines if _is_cue(article, line, cue, content)), lines[0])


def _is_cue(article: SegmentedArticle, line: str, cue: Range, content: Sequence[Range]) -> bool:
    found = cue_pointer(article, line, content)
    return found is not None and range_of(article, found) == cue


# writing


def write_place(article: SegmentedArticle, start: int, end: int) -> str | None:
    """Return a short place that leads to a range, up to punctuation around it; None where there is none."""
    wanted = _core(article, start, end)
    if wanted is None:
        return None
    return next((line for line in _places(article, wanted) if _leads_to(article, line, wanted)), None)


def _core(article: SegmentedArticle, start: int, end: int) -> Range | None:
    """Return the range from the first to the last letter or digit of a range."""
    text = article.text
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return (start, end) if start < end else None


def _leads_to(article: SegmentedArticle, line: str, wanted: Range) -> bool:
    found = range_of(article, pointer(article, read_place(line)))
    return found is not None and _core(article, *found) == wanted


def _places(article: SegmentedArticle, wanted: Range) -> Iterator[str]:
    """Yield places that may lead to a range, likely shorter ones first."""
    for i in touching(article.quotations, *wanted):
        yield article.quotations[i].id
    run = [article.sentences[i] for i in touching(article.sentences, *wanted)]
    if not run:
        return
    ids = run[0].id if len(run) == 1 else f"{run[0].id}-{run[-1].id}"
    yield ids
    there = article.text[slice(*wanted)].replace("|", "¦").replace("~", " ").split()
    if not there:
        return
    if len(there) <= _EXACT:
        yield f"{ids} {' '.join(there)}"
    for n in range(1, min(len(there), 7)):
        yield f"{ids} {' '.join(there[:n])}~"
        yield f"{ids} ~{_bare(' '.join(there[-n:]))}"
    for n in range(2, min(len(there), 12)):
        for head in range(1, n):
            yield f"{ids} {' '.join(there[:head])}~{_bare(' '.join(there[head - n :]))}"
    for n in range(1, _OCCURRENCES + 1):
        yield f"{ids} {' '.join(there)}{f'^{n}' if n > 1 else ''}"


def _bare(text: str) -> str:
    return text.strip(" .,;:!?“”\"'‘’")
