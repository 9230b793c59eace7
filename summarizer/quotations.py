"""Quotation marks: which ones open, which close, which are apostrophes, and what lies between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["MARKS", "Family", "Quoted", "opening_family", "quoted"]

Family = Literal["double", "single", "angle", "corner"]

MARKS = "“”„‟\"＂«»‹›「」『』‘’‚‛'`"
"""Every character that can be a quotation mark (an apostrophe is one of them)."""

_FAMILY: dict[str, Family] = {
    **dict.fromkeys(("“", "”", "„", "‟", '"', "＂", "``", "''"), "double"),
    **dict.fromkeys("«»‹›", "angle"),
    **dict.fromkeys("「」『』", "corner"),
    **dict.fromkeys("‘’‚‛'`", "single"),
}
_MARK = re.compile(f"[{MARKS}](?:(?<=`)`|(?<=')')?")
_FIRST = frozenset(MARKS)
_STRAIGHT = ('"', "＂", "'", "`", "''")
_OPENS = ("“", "„", "‟", "``", "«", "‹", "「", "『", "‘", "‚", "‛")
_BEFORE_OPENING = frozenset("([{<—–-/=:>*_#…" + MARKS)
_ELISION = re.compile(r"\d\ds?\b|(?:n|em|til|tis|twas|twere|cause|round|bout|neath|cos)\b", re.IGNORECASE)
# A plural's possessive looks like a closing mark: a quotation ends at one only where nothing better follows.
_POSSESSIVE_REACH = 60


class Quoted(NamedTuple):
    """What stands between two marks, trimmed; ``closed`` is False where no closing mark was found."""

    start: int
    end: int
    closed: bool
    family: Family
    opening: int


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    text: str
    opens: bool
    closes: bool
    doubtful: bool = False


def quoted(text: str, start: int, end: int, *, goes_on: Family | None = None) -> list[Quoted]:
    """Return the outermost quotations in ``text[start:end]``, in order. Linear in the length of the range.

    Args:
        text: the article's text.
        start: first character of the range, in characters.
        end: one past the last character.
        goes_on: family of the mark with which the next paragraph begins: a single mark that is never closed
            counts as a quotation only if the next paragraph opens it anew.
    """
    marks: dict[Family, list[_Mark]] = {}
    for mark in _marks(text, start, end):
        marks.setdefault(_FAMILY[mark.text], []).append(mark)
    if not marks:
        return []
    found: list[tuple[int, int, Quoted]] = []
    for family in ("double", "angle", "corner"):
        found.extend(_pairs(marks.get(family, ()), text, end, family))
    doubles = _outermost(found)
    singles = _singles(marks.get("single", ()), [(a, b) for a, b, _ in doubles], text, end, goes_on=goes_on)
    return [quotation for _, _, quotation in _outermost([*doubles, *singles])]


def _marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    """Yield the marks of a range with what their surroundings let them be; apostrophes are left out."""
    for found in _MARK.finditer(text, start, end):
        a, b, mark = found.start(), found.end(), found.group()
        before = text[a - 1] if a > start else " "
        after = text[b] if b < end else " "
        left_free = before.isspace() or before in _BEFORE_OPENING
        right_free = not (after.isalnum() or after in "$€£¥#@([{")
        single = _FAMILY[mark] == "single"
        if single and (before.isalnum() and after.isalnum()):
            continue  # O’Brien, Hawai‘i
        if mark in _STRAIGHT and before.isdigit() and after.isdigit():
            continue  # 5'10
        if single and left_free and not right_free and _ELISION.match(text, b):
            continue  # ’90s, 'n'
        if single and before.lower() == "n" and a - 1 > start and text[a - 2] in "'’‘":
            continue  # the second mark of rock ’n’ roll
        if mark in _OPENS:
            # German and sloppy writing close with “; it does so only where it can't open.
            yield _Mark(
                a, b, mark, opens=not (right_free and not left_free), closes=not left_free and right_free
            )
        elif mark in _STRAIGHT:
            doubtful = single and before in "sS" and after in " \n"
            yield _Mark(a, b, mark, opens=left_free, closes=right_free or not left_free, doubtful=doubtful)
        elif mark == "’":
            if not left_free or right_free:
                yield _Mark(a, b, mark, opens=False, closes=True, doubtful=before in "sS" and after in " \n")
        else:  # ” » › 」 』 close; Swedish and reversed ones open where they can't close
            opens = left_free and not right_free and mark not in "」』"
            yield _Mark(a, b, mark, opens=opens, closes=True)


def _pairs(marks: Iterable[_Mark], text: str, end: int, family: Family) -> Iterator[tuple[int, int, Quoted]]:
    """Match marks of one family like brackets; yield pairs, and what never closed up to the next opening."""
    stack: list[_Mark] = []
    pairs: list[tuple[_Mark, _Mark]] = []
    openings: list[_Mark] = []
    for mark in marks:
        if stack and mark.closes and not (mark.opens and _reopens(mark, text)):
            pairs.append((stack.pop(), mark))
        elif mark.opens and not (mark.text in _STRAIGHT and _inches(mark, text)):
            stack.append(mark)
            openings.append(mark)
    for opening, closing in pairs:
        yield from _between(text, opening, closing, family)
    # Whoever quotes with straight marks may quote inside with curly ones: only the same sort begins anew.
    following = {
        a.start: b.start
        for straight in (True, False)
        for a, b in pairwise([o for o in openings if (o.text in _STRAIGHT) is straight])
    }
    for opening in stack:
        stop = following.get(opening.start, end)
        yield from _between(text, opening, stop, family)


def _reopens(mark: _Mark, text: str) -> bool:
    """Tell whether a mark that could do either must open: free on its left, a word on its right."""
    before = text[mark.start - 1 : mark.start]
    after = text[mark.end : mark.end + 1]
    return (before.isspace() or before in "([{—–") and after.isalnum()


def _inches(mark: _Mark, text: str) -> bool:
    return mark.start > 0 and text[mark.start - 1].isdigit()


def _between(
    text: str, opening: _Mark, closing: _Mark | int, family: Family
) -> Iterator[tuple[int, int, Quoted]]:
    """Yield the outer range and the quotation from a mark to its closing one, or to where it ends without."""
    end, outer_end = (closing, closing) if isinstance(closing, int) else (closing.start, closing.end)
    start = opening.end
    while start < end and text[start].isspace():
        start += 1
    stop = end
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    if start < stop:
        yield (
            opening.start,
            outer_end,
            Quoted(start, stop, closed=not isinstance(closing, int), family=family, opening=opening.start),
        )


def _outermost(found: list[tuple[int, int, Quoted]]) -> list[tuple[int, int, Quoted]]:
    """Keep what begins outside everything that was kept before it."""
    kept: list[tuple[int, int, Quoted]] = []
    for item in sorted(found, key=lambda f: (f[0], -f[1])):
        if not kept or item[0] >= kept[-1][1]:
            kept.append(item)
    return kept


def _singles(
    marks: Iterable[_Mark], doubles: list[tuple[int, int]], text: str, end: int, *, goes_on: Family | None
) -> Iterator[tuple[int, int, Quoted]]:
    """Pair single marks outside double quotations; most of them are apostrophes, so only a pair counts."""
    opening: _Mark | None = None
    doubtful: _Mark | None = None
    for mark in _outside(marks, doubles):
        if opening is not None and mark.closes and not (mark.opens and _reopens(mark, text)):
            if mark.doubtful:
                if doubtful is None and mark.start - opening.end <= _POSSESSIVE_REACH:
                    doubtful = mark
                continue
            yield from _between(text, opening, mark, "single")
            opening = doubtful = None
        elif mark.opens and not (mark.text in _STRAIGHT and _inches(mark, text)):
            if opening is not None and doubtful is not None:
                yield from _between(text, opening, doubtful, "single")
            opening, doubtful = mark, None
    if opening is not None and goes_on == "single":
        yield from _between(text, opening, end, "single")
    elif opening is not None and doubtful is not None:
        yield from _between(text, opening, doubtful, "single")


def _outside(marks: Iterable[_Mark], ranges: list[tuple[int, int]]) -> Iterator[_Mark]:
    i = 0
    for mark in marks:
        while i < len(ranges) and ranges[i][1] <= mark.start:
            i += 1
        if i == len(ranges) or mark.start < ranges[i][0]:
            yield mark


def opening_family(text: str, start: int) -> Family | None:
    """Return the family of the mark that opens at ``start``, or None where no mark does."""
    found = _MARK.match(text, start) if text[start : start + 1] in _FIRST else None
    return _FAMILY[found.group()] if found else None
