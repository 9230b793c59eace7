"""Cutting a text into passages: its paragraphs, where hard-wrapped or torn lines are put together again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Passage", "find_passages", "is_final", "is_title_case", "plain"]

# The line ends that str.splitlines knows, less the information separators (they stand inside some wire copy).
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_CLOSERS = "\"”’'»)]*_ \t\u00a0"
_FINAL = ".!?…。!?۔।"
_BULLET = re.compile(r"(?:[-*•‣◦–+]|\d{1,3}[.)])\s")
_MARKUP = re.compile(r"^(?:#{1,6}\s+|>\s?|[-*•‣◦+]\s+)+")
_LETTERS = re.compile(r"[^\W\d_]+")
_LABEL = re.compile(r"(?:posted|published|updated|photos?|images?|via|source)\b")
_NEVER_LAST = frozenset(("the", "a", "an", "and", "their", "its", "his"))
_WIDEST = 120  # characters; a line longer than this was not wrapped by hand or by a mail program
_NARROWEST = 40


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a heading or another line of its own.

    Attributes:
        start: first character in the text.
        end: one past the last character.
        text: the characters between, trimmed.
        markup: Markdown marks at its start (``## ``, ``> ``, ``- ``), or "".
    """

    start: int
    end: int
    text: str
    markup: str


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    apart: bool  # a blank line (or the start of the text) stands before it


def is_final(text: str) -> bool:
    """Return whether a passage ends like a sentence, closing quotation marks and brackets left aside."""
    bare = text[-40:].rstrip(_CLOSERS)
    return bool(bare) and bare[-1] in _FINAL


def is_title_case(text: str) -> bool:
    """Return whether a line is set like an English headline: three long words or more, most in capitals."""
    long_words = [w for w in _LETTERS.findall(text) if len(w) >= 4]  # noqa: PLR2004 - shorter ones stay small
    capitals = sum(w[0].isupper() for w in long_words)
    return len(long_words) >= 3 and capitals >= 0.75 * len(long_words)  # noqa: PLR2004 - a few names make no headline


def plain(text: str) -> str:
    """Return a line without the Markdown marks around it (``## ``, ``> ``, ``**…**``)."""
    marks = _MARKUP.match(text)
    bare = (text[marks.end() :] if marks else text).strip()
    return bare.strip("*_").strip() if bare[:1] in ("*", "_") and bare[-1] in "*_" else bare


def find_passages(text: str) -> list[Passage]:
    """Cut a text at its line ends, then join the lines that belong together. Linear in the text's length."""
    runs: list[list[_Line]] = []
    for line in _lines(text):
        if line.apart or not runs:
            runs.append([])
        runs[-1].append(line)
    # Where sentences go on in lower case the margin shows; other runs are then measured against it.
    margin = max((_width(run) for run in runs if _is_wrapped(run, _width(run)) and _goes_on(run)), default=0)
    ranges: list[tuple[int, int]] = []
    for run in runs:
        width = max(margin, _width(run))
        if margin and _is_wrapped(run, width):
            ranges += _unwrap(run, width)
        else:
            ranges += [(line.start, line.end) for line in run]
    return [_passage(text, start, end) for start, end in _mend(text, ranges)]


def _passage(text: str, start: int, end: int) -> Passage:
    words = text[start:end]
    marks = _MARKUP.match(words)
    return Passage(start, end, words, marks.group() if marks and marks.end() < len(words) else "")


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    before = 0
    for match in _LINE.finditer(text):
        words = match.group().strip()
        if not words:
            continue
        start = match.start() + match.group().index(words[0])
        apart = len(_BREAK.findall(text, before, start)) > 1 or not lines
        lines.append(_Line(start, start + len(words), words, apart))
        before = start + len(words)
    return lines


def _width(run: list[_Line]) -> int:
    return max(len(line.text) for line in run)


def _is_wrapped(run: list[_Line], width: int) -> bool:
    """Return whether a margin at ``width`` has cut the lines of a run: they are filled up to it."""
    if len(run) < 2 or not _NARROWEST <= width <= _WIDEST:  # noqa: PLR2004 - one line has no inner line end
        return False
    ends = _open_ends(run)
    full = sum(_fills(line, following, width) for line, following in ends)
    return bool(ends) and full >= 0.85 * len(ends)  # one odd line in seven, such as a URL


def _goes_on(run: list[_Line]) -> bool:
    """Return whether sentences go on in lower case over the line ends; a deck under its headline does not."""
    ends = _open_ends(run)
    return sum(following.text[0].islower() for _, following in ends) >= 0.3 * len(
        ends
    )  # in prose seven in ten


def _open_ends(run: list[_Line]) -> list[tuple[_Line, _Line]]:
    return [(line, following) for line, following in pairwise(run) if not is_final(line.text)]


def _fills(line: _Line, following: _Line, width: int) -> bool:
    first_word = following.text.split(maxsplit=1)[0]
    return len(line.text) + 1 + len(first_word) > 0.8 * width


def _unwrap(run: list[_Line], width: int) -> list[tuple[int, int]]:
    ranges = [(run[0].start, run[0].end)]
    for line, following in pairwise(run):
        first_word = following.text.split(maxsplit=1)[0]
        brimful = len(line.text) + 1 + len(first_word) > width
        goes_on = brimful if is_final(line.text) else _fills(line, following, width)
        if goes_on and not _BULLET.match(following.text):
            ranges[-1] = (ranges[-1][0], following.end)
        else:
            ranges.append((following.start, following.end))
    return ranges


def _mend(text: str, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join a sentence that an extraction tore apart, at a link for instance."""
    mended: list[tuple[int, int]] = []
    joined = False
    for start, end in ranges:
        if mended and _is_torn(
            text[mended[-1][0] : mended[-1][1]], text[start : min(end, start + 20)], joined=joined
        ):
            mended[-1] = (mended[-1][0], end)
            joined = True
        else:
            mended.append((start, end))
            joined = False
    return mended


def _is_torn(before: str, after: str, *, joined: bool) -> bool:
    """Return whether a passage without a final stop goes on in the next one, which begins with ``after``."""
    first = after[:1]
    if _LABEL.match(after) or not (before[-1].isalnum() or before[-1] in ",;"):
        return False
    opens = joined or not before[0].islower()  # items of a list in lower case are not torn
    words = before[-60:].split()
    return opens and ((first.islower() and len(words) > 1) or (first.isalpha() and words[-1] in _NEVER_LAST))
