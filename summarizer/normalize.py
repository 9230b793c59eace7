"""A normalised view of a text, with a map back to the text's own offsets, and the tokens of such a view.

Folded is what editors and web sites change without changing a word: composed and decomposed letters (NFC),
the glyphs of quotation marks, dashes, kinds and runs of white space, the ellipsis character. Soft hyphens,
zero-width characters and marks of direction are dropped. Case, digits and all other characters stay.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Token", "View", "fold", "is_word", "key", "spellings", "stands_apart", "tokens", "view", "words"]

_SINGLE = "‘’‚‛ʼ′`´＇‹›"
_DOUBLE = "“”„‟″＂«»「」『』"
_DASHES = "‐‑‒–—―−﹘﹣－"
_SPACES = "".join(c for c in map(chr, range(1, 0x3001)) if c.isspace() and c != " ")
_DROPPED = (
    "\xad\u034f\u061c\u180e"  # soft hyphen, grapheme joiner, Arabic letter mark, Mongolian separator
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"  # zero width, directions
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"  # joiners, isolates, byte order mark
    "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07"  # variants
    "\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f"
)
_ONE_TO_ONE = (
    dict.fromkeys(_SINGLE, "'")
    | dict.fromkeys(_DOUBLE, '"')
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_SPACES, " ")
)
# A run of white space may hold dropped characters; a letter and its combining marks are one piece.
_PIECE = re.compile(rf" [ {_DROPPED}]+|[{_DROPPED}]+(?: [ {_DROPPED}]*)?|…|''|``|--+")
_ANY_DROPPED = re.compile(f"[{_DROPPED}]")
# Without any of those, which is most texts, each piece begins with a character that can be looked for.
_PLAIN_PIECE = re.compile(r"  +|…|''|``|--+")
# What of ASCII is not left as it is.
_FOLDED_ASCII = re.compile(r"[^\S ]|`|  |''|--")
_FIRST_COMBINING = "\u0300"
_COMBINING = re.compile(r"[\u0300-\U0010ffff]")
_CLUSTER = 32


class _Piece(NamedTuple):
    """Where view and text differ in length: ``length`` characters here are ``source_length`` there."""

    at: int
    source: int
    length: int
    source_length: int


"""Offsets are characters: ``at`` in the view, ``source`` in the text."""


@dataclass(frozen=True, slots=True)
class View:
    """A text as it compares, and where each of its characters comes from."""

    text: str
    _pieces: tuple[_Piece, ...] = field(repr=False)
    _at: tuple[int, ...] = field(repr=False)
    _source: tuple[int, ...] = field(repr=False)

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the text behind the non-empty range ``[start, end)`` of the view."""
        return self._character(start)[0], self._character(end - 1)[1]

    def _character(self, at: int) -> tuple[int, int]:
        # dropped characters are pieces of no length: the last piece that begins here is the one that counts
        i = bisect_right(self._at, at) - 1
        if i < 0:
            return at, at + 1
        piece = self._pieces[i]
        if at < piece.at + piece.length:
            return piece.source, piece.source + piece.source_length
        start = at - piece.at - piece.length + piece.source + piece.source_length
        return start, start + 1

    def of(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the view for ``[start, end)`` of the text: every character that it touches."""
        return self._at_or_after(start), self._before(end)

    def _at_or_after(self, source: int) -> int:
        i = bisect_right(self._source, source) - 1
        if i < 0:
            return source
        piece = self._pieces[i]
        if source < piece.source + piece.source_length:
            return piece.at
        return source - piece.source - piece.source_length + piece.at + piece.length

    def _before(self, source: int) -> int:
        i = bisect_left(self._source, source) - 1
        if i < 0:
            return source
        piece = self._pieces[i]
        if source <= piece.source + piece.source_length:
            return piece.at + piece.length
        return source - piece.source - piece.source_length + piece.at + piece.length


def view(text: str) -> View:
    """Return the normalised view of a text. Linear in its length."""
    folded = text
    # a text has few kinds of characters: this is several times as quick as `str.translate`
    for glyph in _ONE_TO_ONE.keys() & set(text):
        folded = folded.replace(glyph, _ONE_TO_ONE[glyph])
    changes = _changes(text, folded)
    if not changes:
        return View(folded, (), (), ())
    out: list[str] = []
    pieces: list[_Piece] = []
    done = length = 0
    for start, end, new in changes:
        plain = folded[done:start]
        out += (plain, new)
        length += len(plain)
        pieces.append(_Piece(length, start, len(new), end - start))
        length += len(new)
        done = end
    out.append(folded[done:])
    return View("".join(out), tuple(pieces), tuple(p.at for p in pieces), tuple(p.source for p in pieces))


def fold(text: str) -> str:
    """Return a text as it compares, without outer white space."""
    if text.isascii() and _FOLDED_ASCII.search(text) is None:
        return text.strip()
    return view(text).text.strip()


def _changes(text: str, folded: str) -> list[tuple[int, int, str]]:
    """Return what is replaced by something of another length, in order: start, end, replacement."""
    changes = []
    dropped = not text.isascii() and _ANY_DROPPED.search(folded) is not None
    for found in (_PIECE if dropped else _PLAIN_PIECE).finditer(folded):
        piece = found.group()
        if piece == "…":
            new = "..."
        elif piece in ("''", "``"):
            new = '"'
        elif piece[0] == "-":
            new = "-"
        else:
            new = " " if " " in piece else ""
        changes.append((found.start(), found.end(), new))
    if text.isascii() or not _COMBINING.search(text) or unicodedata.is_normalized("NFC", text):
        return changes
    return sorted([*changes, *_compositions(text)])


def _compositions(text: str) -> list[tuple[int, int, str]]:
    """Return the letters with combining marks that NFC writes in another way."""
    changes = []
    start = 0
    n = len(text)
    while start < n:
        end = start + 1
        while end < n and end - start < _CLUSTER and _combines(text[end]):
            end += 1
        piece = text[start:end]
        if (end - start > 1 or piece >= _FIRST_COMBINING) and piece[0] not in _SKIP:
            new = unicodedata.normalize("NFC", piece)
            if new != piece:
                changes.append((start, end, new))
        start = end
    return changes


_SKIP = frozenset(_DROPPED + _SPACES + _SINGLE + _DOUBLE + _DASHES + "…")


def _combines(character: str) -> bool:
    return character >= _FIRST_COMBINING and (
        unicodedata.combining(character) != 0 or "\u1160" <= character <= "\u11ff"
    )


class Token(NamedTuple):
    """A word, number or mark of a view and where it stands there."""

    text: str
    start: int
    end: int


# Numbers keep separators and sign (1,200.5, -3), words their inner apostrophes (don't), acronyms their dots.
_TOKEN = re.compile(
    r"(?:(?<![^\s(])-)?\d+(?:[.,]\d+)*|(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:'[^\W\d_]+)*|\.\.\.|[^\w\s]|\w"
)
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SIGNS = frozenset("%‰&@+±$€£¥₹₩₽¢§")


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of a view's text between two of its offsets."""
    stop = len(text) if end is None else end
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, start, stop)]


def words(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens that carry meaning: words, numbers, signs of money and share; no punctuation."""
    stop = len(text) if end is None else end
    found = _TOKEN.finditer(text, start, stop)
    return [Token(w, m.start(), m.end()) for m in found if (w := m.group())[0].isalnum() or is_word(w)]


def spellings(text: str) -> list[str]:
    """Return what :func:`words` finds in a view's text, without the places, which cost more."""
    return [w for w in _TOKEN.findall(text) if w[0].isalnum() or is_word(w)]


def stands_apart(text: str, sought: str) -> bool:
    """Tell whether a string stands in a text with no letter, digit or apostrophe beside it."""
    at = text.find(sought)
    while at >= 0:
        beside = text[max(0, at - 1) : at] + text[at + len(sought) : at + len(sought) + 1]
        if not any(c.isalnum() or c == "'" for c in beside):
            return True
        at = text.find(sought, at + 1)
    return False


def is_word(token: str) -> bool:
    """Tell whether a token is more than punctuation: has a letter, digit, combining mark or sign like %."""
    return token[0].isalnum() or any(
        c.isalnum() or c in _SIGNS or unicodedata.category(c)[0] == "M" for c in token
    )


def key(word: str) -> str:
    """Return a word as it compares: without case, the dots of an acronym and the separators of thousands."""
    if "." in word and word[0].isalpha():
        word = word.replace(".", "")
    elif "," in word and _GROUPED.fullmatch(word):
        word = word.replace(",", "")
    return word.casefold()
