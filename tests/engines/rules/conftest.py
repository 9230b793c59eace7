"""An article from plain text and findings by the words they cover, without the statement finder."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from summarizer.engines.rules.findings import Finding
from summarizer.engines.rules.parsing import ParsedArticle, parse
from summarizer.engines.rules.statements import find_statements
from summarizer.records import Article, Block, BlockKind
from summarizer.segments import segment


@dataclass
class Text:
    """A parsed text and a way to find statements in it by their words."""

    parsed: ParsedArticle

    def find(self, content, cue, lemma, mention=None, frame="clause", **more):
        """Return the finding whose content is ``content``, with the nearest such cue and mention."""
        text = self.parsed.text
        start = text.index(content)
        said = (start, start + len(content))
        cue_range = self._nearest(cue, said) if cue else None
        mention_range = self._nearest(mention, cue_range or said) if mention else None
        sentence = self.parsed.at((cue_range or said)[0]).index
        return Finding([said], cue_range, lemma, frame, mention_range, sentence, **more)

    def range(self, words):
        """Return the range of the first place where words stand."""
        start = self.parsed.text.index(words)
        return start, start + len(words)

    def _nearest(self, words, to):
        text, found, at = self.parsed.text, [], -1
        while (at := text.find(words, at + 1)) >= 0:
            found.append((at, at + len(words)))
        assert found, words
        return min(found, key=lambda r: min(abs(r[0] - to[1]), abs(r[1] - to[0])))


@pytest.fixture
def read():
    """Return a reader of plain text: one paragraph a line, ``# `` before a heading."""

    def build(text, published_on=None, publisher=None):
        blocks, at = [], 0
        for line in text.split("\n"):
            if line.strip():
                heading = line.startswith("# ")
                kind = BlockKind.HEADING if heading else BlockKind.PARAGRAPH
                blocks.append(Block(kind=kind, start=at + 2 * heading, end=at + len(line), body=None))
            at += len(line) + 1
        article = Article(
            id="sha256:0",
            source="text",
            text=text,
            blocks=tuple(blocks),
            published_on=published_on,
            publisher=publisher,
        )
        return Text(parse(segment(article)))

    return build


@dataclass
class Said:
    """A statement that was found, by its words."""

    content: list[str]
    cue: str | None
    by: str | None
    frame: str
    relay: str | None
    parent: int | None
    carrier: str | None


@pytest.fixture
def said(read):
    """Return a finder of the statements in a plain text, read as ``read`` reads it."""

    def find(text):
        def words(span):
            return text[slice(*span)] if span is not None else None

        return [
            Said(
                [text[a:b].rstrip(",.”\"'’") for a, b in f.content],
                words(f.cue),
                words(f.mention),
                f.frame,
                words(f.relay),
                f.parent,
                f.hints.get("carrier"),
            )
            for f in find_statements(read(text).parsed)
        ]

    return find
