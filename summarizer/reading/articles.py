"""From an item to its article."""

from __future__ import annotations

import json

from summarizer.errors import UnreadableError
from summarizer.reading.decode import decode
from summarizer.reading.fields import find_fields
from summarizer.reading.frontmatter import find_front_matter
from summarizer.reading.html import Page, read_fragment, read_page
from summarizer.reading.items import DEFAULT_MAX_BYTES, Item, load
from summarizer.reading.texts import Reading, digest, read_text
from summarizer.records import BlockKind

__all__ = ["read"]


def read(item: Item, *, max_bytes: int = DEFAULT_MAX_BYTES) -> Reading:
    """Read an item's article.

    Args:
        item: what ``find`` gave.
        max_bytes: the largest article, in bytes.

    Raises:
        UnreadableError: not text, broken encoding or JSON, HTML without text; the message
            names file, line and reason.
        TooLargeError: over the limit.
    """
    data = load(item, max_bytes)
    try:
        if item.form == "json":
            return _from_json(item, data)
        text, warnings = decode(data)
        if item.form == "html" and text.strip():
            reading = _from_page(item, data, read_page(text))
        else:
            reading = _from_text(item, data, text)
    except UnreadableError as error:
        raise UnreadableError(f"{item.source}: {error}") from error
    return Reading(reading.article, warnings + reading.warnings)


def _from_text(item: Item, data: bytes, text: str) -> Reading:
    front, starts = find_front_matter(text)
    fields = find_fields({**front, "text": ""})
    return read_text(
        text,
        source=item.source,
        title=fields.title,
        publisher=fields.publisher,
        url=fields.url,
        published_on=fields.published_on,
        declared_language=fields.language,
        article_id=digest(data),
        kinds=dict.fromkeys(starts, BlockKind.BOILERPLATE),
    )


def _from_page(item: Item, data: bytes, page: Page) -> Reading:
    return read_text(
        page.text,
        source=item.source,
        title=page.title,
        publisher=page.publisher,
        url=page.url,
        published_on=page.published_on,
        declared_language=page.language,
        article_id=digest(data),
        kinds=page.kinds,
    )


def _from_json(item: Item, data: bytes) -> Reading:
    text, warnings = decode(data)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"broken JSON: {error}") from error
    fields = find_fields(value)
    page = read_fragment(fields.text) if fields.html else Page(fields.text, {})
    reading = read_text(
        page.text,
        source=item.source,
        title=fields.title,
        publisher=fields.publisher,
        url=fields.url,
        published_on=fields.published_on,
        declared_language=fields.language,
        article_id=digest(data),
        kinds=page.kinds,
    )
    return Reading(reading.article, warnings + reading.warnings)
