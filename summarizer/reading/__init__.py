"""Reading: files, folders, JSON and standard input to articles with their blocks and metadata."""

from __future__ import annotations

from summarizer.reading.articles import read
from summarizer.reading.blocks import find_blocks
from summarizer.reading.dates import FoundDate, find_dates
from summarizer.reading.items import DEFAULT_MAX_BYTES, Item, find
from summarizer.reading.texts import Reading, read_text

__all__ = [
    "DEFAULT_MAX_BYTES",
    "FoundDate",
    "Item",
    "Reading",
    "find",
    "find_blocks",
    "find_dates",
    "read",
    "read_text",
]
