"""Entries of a live ticker: paragraphs that begin with the time of day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.engines.rules.parsing import ParsedArticle

__all__ = ["behind_clock", "entry_blocks"]

_TIME = re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?[ap]\.?m\.?)?(?=\s|$)", re.IGNORECASE)
_OPENING = "“„«‘\"'([$€£"
_ENTRIES = 3


def entry_blocks(parsed: ParsedArticle) -> list[int]:
    """Return the indices of the blocks that open an entry of a live ticker; empty for any other article."""
    blocks = parsed.article.article.blocks
    found = [i for i, b in enumerate(blocks) if _TIME.match(parsed.text, b.body, b.end)]
    return found if len(found) >= _ENTRIES else []


def behind_clock(text: str, start: int, end: int) -> int:
    """Return where the words of a ticker's entry begin, behind its time; ``start`` where it has none."""
    clock = _TIME.match(text, start, end)
    at = clock.end() if clock else start
    while clock and at < end and not text[at].isalnum() and text[at] not in _OPENING:
        at += 1
    return at if at < end else start
