"""Blocks: what each part of an article is. Noise is marked, never deleted; together they cover the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.reading.datelines import dateline_prefix, is_byline, is_dateline
from summarizer.reading.languages import block_language, text_language
from summarizer.reading.passages import find_passages, is_final, is_title_case, plain
from summarizer.reading.patterns import (
    has_attribution,
    has_quotation,
    is_boilerplate,
    is_caption,
    opens_links,
    sign_off,
)
from summarizer.reading.turns import find_turns
from summarizer.records import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarizer.reading.passages import Passage
    from summarizer.reading.turns import Turn

__all__ = ["find_blocks", "same_words"]

_LONGEST_HEADLINE = 250  # characters
_LONGEST_HEADING = 120
_HEADING_WORDS = 15
_QUESTION_WORDS = 10
_HEADLINE_WORDS = 4
_OUTLET_WORDS = 4
_LEAD = 3  # paragraphs from the start of the body where a bare "CITY:" is a dateline
_OPENS_SENTENCE = re.compile(r"(?:He|She|It|They|We|I|But|And|Yet|However|According)\b")
_WORD = re.compile(r"\w+")
_TAIL = re.compile(r"\s[|–—-]\s")
_QUOTE_MARK = re.compile(r"[\"“”„«]")


def find_blocks(
    text: str,
    title: str | None = None,
    language: str | None = None,
    kinds: Mapping[int, BlockKind] | None = None,
) -> tuple[Block, ...]:
    """Mark what each part of a text is. Pure, and linear in the length of the text.

    Args:
        text: the article's text.
        title: its title where that is known from elsewhere; a line that repeats it is the headline.
        language: ISO 639-1 code of the article; None: told from the text.
        kinds: what is known already about the passage that starts at a position (from HTML mark-up).
    """
    passages = find_passages(text)
    language = language or text_language(text)
    marker = _Marker(passages, find_turns([p.text for p in passages]), title, kinds or {}, language)
    return tuple(block for i in range(len(passages)) for block in marker.mark(i))


def same_words(line: str, title: str) -> bool:
    """Return whether a line repeats a title, up to punctuation, case and a publisher's name behind it."""
    if _first_word(line) != _first_word(title):
        return False  # most lines do not even begin alike
    a, b = _words(line), _words(title)
    if not a or not b:
        return False
    if a == b:
        return True
    (short, _), (long, longer) = sorted(((a, line), (b, title)), key=lambda pair: len(pair[0]))
    # "Bridge opens in Varna - The Harbour Post": the same line with the outlet's name behind it.
    tailed = len(long) - len(short) <= _OUTLET_WORDS and _TAIL.search(longer) is not None
    return len(short) >= _HEADLINE_WORDS and long[: len(short)] == short and tailed


def _words(line: str) -> list[str]:
    return _WORD.findall(line[: 2 * _LONGEST_HEADLINE].casefold())


def _first_word(line: str) -> str | None:
    found = _WORD.search(line, 0, 2 * _LONGEST_HEADLINE)
    return found and found.group().casefold()


def _is_bold(text: str) -> bool:
    return text.startswith(("**", "__")) and text.endswith(("**", "__"))


class _Marker:
    """Goes through the passages of one text once, from the head to the body to the end."""

    def __init__(
        self,
        passages: Sequence[Passage],
        turns: Sequence[Turn | None],
        title: str | None,
        kinds: Mapping[int, BlockKind],
        language: str | None,
    ) -> None:
        self.passages = passages
        self.turns = turns
        self.kinds = kinds
        self.language = language
        self.title = title
        self.headline: str | None = None
        self.label: tuple[int, int] | None = None  # of the turn before
        self.body = 0  # paragraphs of the body so far
        self.links: set[int] = set()  # passages that are links to other articles
        self.marked: list[BlockKind] = []  # the kind of each passage so far
        self.languages = [block_language(p.text, language) for p in passages]
        self.fixed = [self._fixed(i) for i in range(len(passages))]
        apart = (i for i, kind in enumerate(self.fixed) if kind is None and self.languages[i] is None)
        self.top = next(apart, None)  # the first passage that may be a headline
        self.prefixes = [self._prefix(i) for i in range(len(passages))]
        self.first_body = self._find_body()
        lines = (i for i in range(self.first_body) if self.fixed[i] is None)
        # The first line above the body that is long enough for a headline.
        self.first_line = next((i for i in lines if len(passages[i].text.split()) >= _HEADLINE_WORDS), None)
        self.last_body = max((i for i in range(len(passages)) if self._is_prose(i)), default=-1)

    def _fixed(self, i: int) -> BlockKind | None:
        """Return the kind of a passage that its own words show, wherever it stands."""
        passage = self.passages[i]
        line = plain(passage.text)
        turn = self.turns[i]
        if turn is not None and turn.label is not None:
            return BlockKind.TURN
        known = self.kinds.get(passage.start)
        if known in (BlockKind.CAPTION, BlockKind.BOILERPLATE):
            return known
        if is_byline(line) or is_dateline(line):
            return BlockKind.DATELINE
        if is_boilerplate(line):
            return BlockKind.BOILERPLATE
        if is_caption(line):
            return BlockKind.CAPTION
        return None if turn is None else BlockKind.TURN

    def _prefix(self, i: int) -> int:
        passage = self.passages[i]
        if self.fixed[i] is not None or passage.markup:
            return 0
        return dateline_prefix(passage.text, weak=False)

    def _is_prose(self, i: int) -> bool:
        """Return whether a passage is a paragraph by its looks: sentences, or too long for a heading."""
        line = self.passages[i].text
        line = line[: sign_off(line)].rstrip()
        if self.fixed[i] is not None or self.languages[i] is not None:
            return False
        known = self.kinds.get(self.passages[i].start)
        if known is not None:
            return known is BlockKind.PARAGRAPH
        quoted = has_quotation(line) and has_attribution(line)
        return is_final(line) or len(line) > _LONGEST_HEADLINE or line.endswith(":") or quoted

    def _find_body(self) -> int:
        """Return the index of the first paragraph of the body.

        It is the first passage of sentences, unless that one is set like a headline. A dateline further down
        shows that the short sentences above it are a deck.
        """
        n = len(self.passages)
        candidates = [i for i in range(n) if self.fixed[i] is None and self.languages[i] is None]
        if not candidates:
            return n
        first_turn = next((i for i in range(n) if self.turns[i]), None)
        if first_turn is not None:
            candidates = [i for i in candidates if i < first_turn] or candidates[:1]
        first = next((i for i in candidates if self._is_prose(i) and not self._looks_like_headline(i)), None)
        if first is None:
            # Nothing but lines without a stop: verse, a list, a post. The first may be its headline.
            return candidates[min(1, len(candidates) - 1)] if first_turn is None else first_turn
        head = candidates.index(first)
        if head == 0:
            return first
        for i in candidates[head : head + 5]:
            place = dateline_prefix(self.passages[i].text, weak=True) if not self.passages[i].markup else 0
            if place and all(
                len(self.passages[j].text) <= _LONGEST_HEADLINE for j in candidates if first <= j < i
            ):
                return i
        return first

    def _looks_like_headline(self, i: int) -> bool:
        passage = self.passages[i]
        line = plain(passage.text)
        if self.title is not None and same_words(line, self.title):
            return True
        if self.kinds.get(passage.start) is BlockKind.HEADING or passage.markup.startswith("#"):
            return True
        if len(line) > _LONGEST_HEADLINE or self.kinds.get(passage.start) is BlockKind.PARAGRAPH:
            return False
        if not is_final(line):
            return not line.endswith(":")
        return i == self.top and self.title is None and len(line) <= _LONGEST_HEADING and is_title_case(line)

    def mark(self, i: int) -> list[Block]:
        """Return the blocks of one passage, in order. Passages are marked one after the other."""
        blocks = self._mark(i)
        self.marked.append(max(blocks, key=lambda b: b.end - b.start).kind)
        return blocks

    def _mark(self, i: int) -> list[Block]:
        passage, turn = self.passages[i], self.turns[i]
        kind = self.fixed[i]
        if turn is not None and kind is BlockKind.TURN:
            self.body += 1
            return [self._turn(i, turn)]
        if kind is not None:
            return [self._block(kind, i, passage.start, passage.end)]
        if self.languages[i] is not None:
            return [self._block(BlockKind.PARAGRAPH, i, passage.start, passage.end)]
        start, end = passage.start, passage.end
        before = self.prefixes[i]
        if not passage.markup and i >= self.first_body and self.body < _LEAD:
            before = dateline_prefix(passage.text, weak=True)
        blocks = []
        if before:
            blocks.append(
                self._block(BlockKind.DATELINE, i, start, start + len(passage.text[:before].rstrip()))
            )
            start += before
        rest = passage.text[before:]
        kind = self._head(i, rest) if i < self.first_body else self._body(i, rest, filed=before > 0)
        if kind is BlockKind.PARAGRAPH:
            self.body += 1
            sign = sign_off(rest)
            if sign is not None:
                end = start + len(rest[:sign].rstrip())
        blocks.append(self._block(kind, i, start, end))
        if end < passage.end:
            tail = passage.end - len(passage.text[end - passage.start :].lstrip())
            blocks.append(self._block(BlockKind.BOILERPLATE, i, tail, passage.end))
        return blocks

    def _head(self, i: int, line: str) -> BlockKind:
        """Return the kind of a passage above the body."""
        words = plain(line)
        if self.headline is not None and self._repeats(words):
            return BlockKind.BOILERPLATE
        if self._is_employer(i, words):
            return BlockKind.DATELINE
        known = self.title is None or same_words(words, self.title) or self._is_top(i)
        if self.headline is None and known and not self._is_kicker(i, words):
            self.headline = words
            return BlockKind.HEADLINE
        return BlockKind.DECK

    def _is_employer(self, i: int, words: str) -> bool:
        """Return whether a line is the writer's outlet or post, under a byline."""
        named = i > 0 and is_byline(plain(self.passages[i - 1].text))
        return named and len(words.split()) <= 4 and all(w[0].isupper() for w in words.split())  # noqa: PLR2004

    def _is_kicker(self, i: int, words: str) -> bool:
        """Return whether a line is the one word for a section that stands above a headline."""
        return len(words.split()) == 1 and self.first_line is not None and i < self.first_line

    def _is_top(self, i: int) -> bool:
        """Return whether mark-up sets a passage as the page's first heading."""
        return self.kinds.get(self.passages[i].start) is BlockKind.HEADING or self.passages[i].markup == "# "

    def _repeats(self, words: str) -> bool:
        """Return whether a line is the headline once more, with or without remnants of mark-up behind it."""
        top = self.headline or self.title
        if top is None:
            return False
        if same_words(words, top):
            return True
        doubled = len(words) <= 2.2 * len(top) + 5 and words.casefold().startswith(top.casefold())
        return doubled and len(top) > 20 and not is_final(words)  # noqa: PLR2004 - a short headline may open a sentence

    def _body(self, i: int, line: str, *, filed: bool) -> BlockKind:
        """Return the kind of a passage at or below the first paragraph."""
        passage = self.passages[i]
        words = plain(line)
        if self._repeats(words) and len(_words(words)) >= 3:  # noqa: PLR2004 - one word may be a heading of its own
            return BlockKind.BOILERPLATE
        known = self.kinds.get(passage.start)
        if known is not None:
            return known
        if self._is_link(i, words):
            self.links.add(i)
            return BlockKind.BOILERPLATE
        if filed or i == self.first_body:
            return BlockKind.PARAGRAPH
        return BlockKind.HEADING if self._is_heading(i, words) else BlockKind.PARAGRAPH

    def _is_heading(self, i: int, words: str) -> bool:
        """Return whether a passage of the body is a heading: short, no sentence, and no list's item."""
        passage = self.passages[i]
        if passage.markup.startswith("#"):
            return True
        if has_quotation(words) or (is_final(words) and not words.endswith("?")):
            return False
        if _is_bold(passage.text) and len(words) <= _LONGEST_HEADLINE:
            return True
        if passage.markup or len(words) > _LONGEST_HEADING or len(words.split()) > _HEADING_WORDS:
            return False
        opens = words[0].isupper() or words[0].isdigit() or words[0] in "‘'“\""
        if words.endswith("?"):  # "What happens next?"
            return opens and i < self.last_body and len(words.split()) <= _QUESTION_WORDS
        return opens and words[-1] not in ",;:" and (is_title_case(words) or self._is_plain_heading(i, words))

    def _is_plain_heading(self, i: int, words: str) -> bool:
        """Return whether a line in sentence case is a heading and no sentence or item that lost its stop."""
        if has_attribution(words) or _OPENS_SENTENCE.match(words) or _QUOTE_MARK.match(words):
            return False
        listed = i > 0 and self.passages[i - 1].text.endswith(":")
        crowd = i > 1 and all(self.marked[j] is BlockKind.HEADING for j in (i - 1, i - 2))
        return not listed and not crowd and i < self.last_body

    def _is_link(self, i: int, words: str) -> bool:
        """Return whether a line below the article is another page's headline, as under "Related"."""
        if i <= self.last_body or is_final(words) or i == 0:
            return False
        return (i - 1) in self.links or opens_links(plain(self.passages[i - 1].text))

    def _block(self, kind: BlockKind, i: int, start: int, end: int) -> Block:
        passage = self.passages[i]
        body = start + len(passage.markup) if start == passage.start else start
        return Block(kind=kind, start=start, end=end, language=self.languages[i], body=body)

    def _turn(self, i: int, turn: Turn) -> Block:
        passage = self.passages[i]
        if turn.label is not None:
            self.label = (passage.start + turn.label[0], passage.start + turn.label[1])
        return Block(
            kind=BlockKind.TURN,
            start=passage.start,
            end=passage.end,
            language=self.languages[i],
            label=self.label,
            body=passage.start + turn.body,
        )
