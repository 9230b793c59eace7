"""Transcripts: each labelled turn is a statement of whom its label names, where the head says it was made."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules.findings import Finding
from summarizer.engines.rules.lexicon import load
from summarizer.records import BlockKind, ChannelType

if TYPE_CHECKING:
    from summarizer.engines.rules.parsing import ParsedArticle

__all__ = ["channel_of_turns", "turns"]

_HEADLINES = frozenset({BlockKind.HEADLINE, BlockKind.DECK, BlockKind.HEADING})
_TRANSCRIPT = re.compile(r"\btranscripts?\b", re.IGNORECASE)
_REMARKS = re.compile(r"(?<=['’]s )(?:remarks|comments|statement|response|reply)\b", re.IGNORECASE)
_HEAD = 8  # blocks in which a transcript says what it is one of
_LINE = 400  # characters of a block that are looked at


def turns(parsed: ParsedArticle) -> list[Finding]:
    """Return a finding for each turn of a transcript; its label ("**Ilse Brandt**:") is the mention."""
    found: list[Finding] = []
    sentences = {s.segment.block: s.index for s in reversed(parsed.sentences)}
    for i, block in enumerate(parsed.article.article.blocks):
        if (
            block.kind is BlockKind.TURN
            and block.label is not None
            and block.body < block.end
            and i in sentences
        ):
            said = (block.body, block.end)
            if found and found[-1].mention == block.label:
                found[-1].content.append(said)  # one turn in several paragraphs is one statement
            else:
                found.append(Finding([said], None, "", "turn", block.label, sentences[i]))
    return found


def channel_of_turns(parsed: ParsedArticle) -> tuple[ChannelType, str | None]:
    """Return where a transcript's turns were said, and the article's words for it.

    That is an interview, unless a line above the first turn tells of a press conference, briefing or remarks.
    """
    for block in parsed.article.article.blocks[:_HEAD]:
        if block.kind is BlockKind.TURN:
            break
        line = parsed.text[block.body : min(block.end, block.body + _LINE)]
        if block.kind not in _HEADLINES and not _TRANSCRIPT.search(line):
            continue
        for kind, pattern in _gatherings():
            found = pattern.search(line)
            if found:
                return kind, found.group()
        remarks = _REMARKS.search(line)
        if remarks:
            return ChannelType.OTHER, remarks.group()
    return ChannelType.INTERVIEW, None


@cache
def _gatherings() -> tuple[tuple[ChannelType, re.Pattern[str]], ...]:
    nouns = load("channels")["nouns"]
    return tuple(
        (
            kind,
            re.compile(
                rf"\b(?:(?:regular|daily|weekly|monthly|joint|virtual) )?(?:{'|'.join(nouns[kind])})\b",
                re.IGNORECASE,
            ),
        )
        for kind in (ChannelType.PRESS_CONFERENCE, ChannelType.PRESS_BRIEFING)
    )
