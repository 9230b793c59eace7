"""Transcripts: passages that open with who speaks (``**Host**: …``, ``DR OKAFOR: …``, ``Q: …``)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Turn", "find_turns"]

_BOLD = re.compile(r"(\*\*|__)(?P<name>[^*_\n:]{1,60}?)\s*(?:\1\s*:|:\s*\1)\s*(?=\S)")
_PLAIN = re.compile(r"(?P<name>[^\W\d_a-z][\w.'’()-]*(?:[ \t,]+[\w.'’()-]+){0,6})\s?:\s+(?=\S)")
_SHORT = re.compile(r"(?P<name>[QA])[.:)]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Turn:
    """What opens a turn, in characters from the start of its passage.

    Attributes:
        label: range of the name.
        body: where the words begin.
    """

    label: tuple[int, int]
    body: int


def find_turns(texts: Sequence[str]) -> list[Turn | None]:
    """Return for each passage how it opens a turn, or None.

    A label alone proves nothing (``Background: …``). A transcript has at least three turns of two labels, and
    labels that come back; one that stands there once counts only where it is set like those (bold, capitals).
    """
    openings = [_opening(text) for text in texts]
    names = Counter(name for name, _, _ in filter(None, openings))
    back = {name for name, times in names.items() if times > 1}
    styles = {style for name, _, style in filter(None, openings) if name in back}
    turns: list[Turn | None] = []
    for opening in openings:
        kept = opening is not None and (
            opening[0] in back or (opening[2] in styles and opening[2] != "plain")
        )
        turns.append(opening[1] if opening is not None and kept else None)
    labels = {opening[0] for opening, turn in zip(openings, turns, strict=True) if opening and turn}
    if len(labels) < 2 or sum(turn is not None for turn in turns) < 3 or not back:  # noqa: PLR2004 - two people, three turns
        return [None] * len(texts)
    return turns


def _opening(text: str) -> tuple[str, Turn, str] | None:
    head = text[:120]
    match = _BOLD.match(head) or _SHORT.match(head) or _PLAIN.match(head)
    if match is None:
        return None
    name = match["name"]
    words = name.split()
    if match.re is _PLAIN:
        long_words = [w for w in words if len(w) > 3 and w[0].isalpha()]  # noqa: PLR2004 - of, the, van, al
        if not all(any(part[:1].isupper() for part in w.split("-")) for w in long_words):
            return None
    style = "bold" if match.re is _BOLD else "capitals" if name.isupper() else "plain"
    return name.casefold(), Turn(match.span("name"), match.end()), style
