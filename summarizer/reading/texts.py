"""From a string to an article with its blocks and metadata."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.reading.blocks import find_blocks
from summarizer.reading.languages import text_language
from summarizer.reading.metadata import find_metadata
from summarizer.records import Article, BlockKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarizer.records import Block

__all__ = ["Reading", "digest", "read_text"]

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """An article and what the reader should know about how it was read."""

    article: Article
    warnings: tuple[str, ...] = ()


def digest(data: bytes) -> str:
    """Return the id of an article that was read from ``data``."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def read_text(  # noqa: PLR0913 - one keyword for each field of an article
    text: str,
    *,
    source: str = "text",
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    published_on: str | None = None,
    language: str | None = None,
    declared_language: str | None = None,
    article_id: str | None = None,
    kinds: Mapping[int, BlockKind] | None = None,
) -> Reading:
    """Make an article of a string. What is not given is read from the text where it stands there.

    Args:
        text: the text, kept as it is.
        source: where it came from.
        title: the headline.
        publisher: the outlet's name.
        url: the address of the article.
        published_on: an ISO day, month or year.
        language: ISO 639-1 code.
        declared_language: what the metadata says; used only where the text is too short to tell.
        article_id: ``sha256:…`` of the bytes it was read from; None: of the text in UTF-8.
        kinds: what mark-up says about the passage that starts at a position.
    """
    article_id = article_id or digest(text.encode("utf-8", "surrogatepass"))
    text, warnings = _whole(text)
    language = language or text_language(text) or declared_language
    blocks = find_blocks(text, title, language, kinds)
    own = find_metadata(text, blocks)
    article = Article(
        id=article_id,
        source=source,
        title=title or own.title,
        publisher=publisher or own.publisher,
        url=url,
        published_on=published_on or own.published_on,
        language=language,
        text=text,
        blocks=blocks,
    )
    return Reading(article, (*warnings, *_warnings(blocks, language)))


def _whole(text: str) -> tuple[str, list[str]]:
    """Replace halves of surrogate pairs, which no file could hold; no offset moves."""
    try:
        text.encode()
    except UnicodeEncodeError:  # nothing else has no UTF-8
        return _SURROGATE.sub("\ufffd", text), [
            "the text holds halves of surrogate pairs: each was replaced by U+FFFD"
        ]
    return text, []


def _warnings(blocks: Sequence[Block], language: str | None) -> list[str]:
    warnings = []
    if not blocks:
        warnings.append("the article is empty")
    elif all(b.kind is BlockKind.BOILERPLATE for b in blocks):
        warnings.append("the article is only boilerplate")
    if language not in (None, "en"):
        warnings.append(f"language is {language!r}: the rules engine reads English")
    return warnings
