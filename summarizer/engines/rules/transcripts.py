"""Transcripts: each labelled turn is a statement of whom its label names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.engines.rules.findings import Finding
from summarizer.records import BlockKind

if TYPE_CHECKING:
    from summarizer.engines.rules.parsing import ParsedArticle

__all__ = ["turns"]


def turns(parsed: ParsedArticle) -> list[Finding]:
    """Return a finding for each turn of a transcript; its label ("**Ilse Brandt**:") is the mention."""
    found = []
    sentences = {s.segment.block: s.index for s in reversed(parsed.sentences)}
    for i, block in enumerate(parsed.article.article.blocks):
        if (
            block.kind is BlockKind.TURN
            and block.label is not None
            and block.body < block.end
            and i in sentences
        ):
            said = (block.body, block.end)
            found.append(Finding([said], None, "", "turn", block.label, sentences[i]))
    return found
