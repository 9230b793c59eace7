"""Views: one parsed sentence with the quotations that touch it, and what a cue in it may be said to hold."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarizer.engines.rules.entries import behind_clock, entry_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence
    from summarizer.engines.rules.subjects import Subject
    from summarizer.segments import Segment

__all__ = ["Content", "Cue", "View", "finish", "quote_before", "tidy", "views", "whole_quotes"]

_GAP = re.compile(r"[\s,:;.—–\-\"'“”‘’«»„]*\Z")
_LEADING = re.compile(
    r"(?:[\s,;:—–\-.…]|(?:that|and|but|so|yet|however|meanwhile|still)\b(?=[\s,])(?!\s+(?:is|was)\b))+",
    re.IGNORECASE,
)
_THAT = re.compile(r"(?:[\s,;:—–\-.…]|that\b)+", re.IGNORECASE)
_OPENING_MARKS = frozenset("\"'“‘«„‹「")
_CLOSING = frozenset("\"'”’»“‘›」")
_TRAILING = " \t\r\n,;:—–-"


@dataclass(slots=True)
class View:
    """One parsed sentence with the quotations that touch it.

    Attributes:
        sentence: the parsed sentence.
        text: the article's text.
        quotes: the quotations that share a character with the sentence, in order.
        start: where its words start in the article's text, behind the time of a ticker's entry.
        quoted: for each token the quotation that it stands in, or None.
        inside: indices of the tokens inside quotations.
    """

    sentence: Sentence
    text: str
    quotes: tuple[Segment, ...]
    start: int
    quoted: list[Segment | None] = field(init=False)
    inside: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        """Mark which tokens stand inside a quotation."""
        self.quoted = [None] * len(self.sentence.starts)
        if self.quotes:
            starts = self.sentence.starts
            for quote in self.quotes:
                first = bisect_left(starts, quote.start)
                stop = bisect_left(starts, quote.end, lo=first)
                self.quoted[first:stop] = [quote] * (stop - first)
        self.inside = frozenset(i for i, quote in enumerate(self.quoted) if quote is not None)

    @property
    def end(self) -> int:
        """Where the sentence ends in the article's text."""
        return self.sentence.segment.end

    def at(self, i: int) -> int:
        """Position in the article of token ``i``; the sentence's end past the last one."""
        starts = self.sentence.starts
        return starts[i] if i < len(starts) else self.end

    def after(self, i: int) -> int:
        """Position in the article after token ``i``."""
        return self.sentence.end(self.sentence.tokens[i])

    def range(self, first: int, stop: int) -> Range:
        """Range in the article of the tokens ``[first, stop)``."""
        return self.at(first), self.after(stop - 1)

    def quotes_within(self, first: int, last: int) -> bool:
        """Tell whether a token from ``first`` to ``last`` (both included) stands inside a quotation."""
        return any(i in self.inside for i in range(first, last + 1))


@dataclass(slots=True)
class Cue:
    """A verb that may attribute, in its sentence.

    Attributes:
        view: its sentence.
        verb: its token.
        base: its base form, with a particle that belongs to it ("point out").
        subject: whom it is predicated of.
        lefts: the words left of it that hang on it.
        rights: the words right of it that hang on it.
    """

    view: View
    verb: Token
    base: str
    subject: Subject
    lefts: tuple[Token, ...] = field(init=False)
    rights: tuple[Token, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Read its dependents out once."""
        self.lefts, self.rights = tuple(self.verb.lefts), tuple(self.verb.rights)

    @property
    def tokens(self) -> tuple[int, int]:
        """Token range of the verb alone."""
        return self.verb.i, self.verb.i + 1

    @property
    def inverted(self) -> bool:
        """Whether its own subject follows it: "said the warden"."""
        head = self.subject.head
        return self.subject.own and head is not None and head.i > self.verb.i


@dataclass(slots=True)
class Content:
    """What was said and how it was found.

    Attributes:
        ranges: in the article's text, in order; none yet where a colon announces the next paragraph.
        frame: how it was found, as in :class:`~summarizer.engines.rules.findings.Finding`.
        cue: token range of the cue.
    """

    ranges: list[Range]
    frame: str
    cue: tuple[int, int]


def views(parsed: ParsedArticle) -> Iterator[View]:
    """Yield a view of each sentence of an article, in order."""
    quotes = parsed.article.quotations
    entries = frozenset(entry_blocks(parsed))
    first = 0
    for sentence in parsed.sentences:
        start, end = sentence.segment.start, sentence.segment.end
        while first < len(quotes) and quotes[first].end < start:
            first += 1
        last = first
        while last < len(quotes) and quotes[last].start < end:
            last += 1
        opens = sentence.segment.block in entries and start == parsed.article.block_of(sentence.segment).body
        words = behind_clock(parsed.text, start, end) if opens else start
        yield View(sentence, parsed.text, tuple(quotes[first:last]), words)


def tidy(text: str, start: int, end: int, *, fronted: bool = False) -> Range | None:
    """Trim a range of "that" and punctuation at its edges; None where nothing is left.

    Args:
        text: the article's text.
        start: first character.
        end: one past the last character.
        fronted: whether the content opens its sentence, so that connecting words ("But") go, too.
    """
    match = (_LEADING if fronted else _THAT).match(text, start, end)
    if match:
        start = match.end()
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    return (start, end) if any(c.isalnum() for c in text[start:end]) else None


def whole_quotes(view: View, ranges: list[Range], cue: Range) -> list[Range]:
    """Extend ranges so that no quotation is cut in two, unless it holds the cue; merge what then touches."""
    ranges = list(ranges)
    for quote in view.quotes:
        if quote.start <= cue[0] < quote.end:
            continue
        for k, (start, end) in enumerate(ranges):
            if start < quote.end and quote.start < end:
                ranges[k] = (min(start, quote.start), max(end, quote.end))
                break
    ranges = [
        (_with_opening_mark(view, start, end), _with_closing_mark(view, start, end)) for start, end in ranges
    ]
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _with_opening_mark(view: View, start: int, end: int) -> int:
    """Return the start of a range with the opening mark whose partner is inside: "“ironclad” ties"."""
    own = next((q for q in view.quotes if q.start == start and q.closed), None)
    marked = own is not None and any(c.isalnum() for c in view.text[own.end : end])
    return start - 1 if marked and view.text[start - 1 : start] in _OPENING_MARKS else start


def _with_closing_mark(view: View, start: int, end: int) -> int:
    """Return the end of a range with the closing mark whose partner is inside: "a “so-called” strike"."""
    marked = any(start < q.start and end == q.end and q.closed for q in view.quotes)
    return end + 1 if marked and view.text[end : end + 1] in _CLOSING else end


def finish(
    view: View, ranges: list[Range], frame: str, cue: tuple[int, int], *, fronted: bool = False
) -> Content | None:
    """Make a content of ranges: trimmed, quotations whole; None where nothing is left.

    Args:
        view: the sentence.
        ranges: in the article's text, in order.
        frame: how the content was found.
        cue: token range of the cue.
        fronted: as in :func:`tidy`.
    """
    kept = [r for a, b in ranges if (r := tidy(view.text, a, b, fronted=fronted)) is not None]
    if frame == "object" and _points(view, ranges[0][0]):  # "rejected *that account*", "denied *that*"
        end = kept[0][1] if kept else ranges[0][1]
        kept[:1] = [(ranges[0][0], end)]
    return Content(whole_quotes(view, kept, view.range(*cue)), frame, cue) if kept else None


def _points(view: View, start: int) -> bool:
    """Tell whether a range begins with "that" as a pronoun or the determiner of a noun."""
    span = view.sentence.span(start, start + 1)
    return span is not None and span[0].lower_ == "that" and span[0].dep_ in {"det", "dobj", "nsubjpass"}


def quote_before(view: View, position: int) -> Segment | None:
    """Return the quotation that ends right before a position, with nothing but punctuation between."""
    return next(
        (q for q in view.quotes if q.end <= position and _GAP.match(view.text, q.end, position)), None
    )
