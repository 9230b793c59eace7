"""Segments: what a pointer can name. Sentences are S1, S2, …, quotations Q1, Q2, …, in text order."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Literal
from unicodedata import combining

import sentencex  # type: ignore[import-untyped]  # the wheel carries no types

from summarizer.drafts import Pointer
from summarizer.normalize import view
from summarizer.pointers import shortest
from summarizer.quotations import MARKS, opening_family, quoted
from summarizer.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.normalize import View
    from summarizer.pointers import Refusal
    from summarizer.quotations import Family, Quoted
    from summarizer.records import Article, Block
    from summarizer.resolving import Resolved

__all__ = ["Segment", "SegmentedArticle", "point", "segment"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or a quotation.

    Attributes:
        id: ``S7`` or ``Q3``.
        start: first character in the article's text; for a quotation the first one after its opening mark.
        end: one past the last character; for a quotation its closing mark, where it has one.
        block: index into ``Article.blocks`` of the block that it lies in. Segments never cross blocks.
        continues: for a quotation that goes on from the paragraph before (opened anew here, not closed
            there): the id of the one before.
        closed: for a quotation: False where no closing mark was found (ends at the end of its block).
    """

    id: str
    kind: Literal["sentence", "quotation"]
    start: int
    end: int
    block: int
    continues: str | None = None
    closed: bool = True


@dataclass(frozen=True)
class SegmentedArticle:
    """An article with its segments, in the order of the text.

    Only blocks in the article's own language that are neither boilerplate nor dateline have any.
    """

    article: Article
    sentences: tuple[Segment, ...]
    quotations: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    @cached_property
    def view(self) -> View:
        """The article's text as it compares, with a map back to its offsets; made at the first use."""
        return view(self.article.text)

    @cached_property
    def casefolded(self) -> str:
        """The view's text without case, to look for words in."""
        return self.view.text.casefold()

    @cached_property
    def resolved(self) -> dict[Pointer, Resolved | Refusal]:
        """What pointers were found to lead to, kept by `summarizer.resolving.resolve`."""
        return {}

    @cached_property
    def _by_id(self) -> dict[str, Segment]:
        return {s.id: s for s in (*self.sentences, *self.quotations)}

    def get(self, segment_id: str) -> Segment | None:
        """Return the segment called ``segment_id``, or None."""
        return self._by_id.get(segment_id)

    def block_of(self, segment: Segment) -> Block:
        """Return the block that a segment lies in."""
        return self.article.blocks[segment.block]


def segment(article: Article) -> SegmentedArticle:
    """Cut an article into sentences and quotations. Linear in the length of the text."""
    text = article.text
    usable = [
        i
        for i, b in enumerate(article.blocks)
        if b.language is None and b.kind not in (BlockKind.BOILERPLATE, BlockKind.DATELINE)
    ]
    sentences: list[Segment] = []
    quotations: list[Segment] = []
    open_before: tuple[Family, str] | None = None  # what the paragraph before left open: family of mark, id
    goes_on = opening_family(text, article.blocks[usable[0]].body) if usable else None
    for i, after in zip_longest(usable, usable[1:]):
        block = article.blocks[i]
        begins = goes_on
        goes_on = opening_family(text, article.blocks[after].body) if after is not None else None
        found = quoted(text, block.body, block.end, goes_on=goes_on)
        for start, end in _sentences(text, block.body, block.end, found):
            sentences.append(Segment(f"S{len(sentences) + 1}", "sentence", start, end, i))
        for n, q in enumerate(found):
            continues = None
            if n == 0 and open_before and q.opening == block.body and begins == open_before[0]:
                continues = open_before[1]
            quotations.append(
                Segment(f"Q{len(quotations) + 1}", "quotation", q.start, q.end, i, continues, q.closed)
            )
        open_before = (found[-1].family, quotations[-1].id) if found and not found[-1].closed else None
    return SegmentedArticle(article, tuple(sentences), tuple(quotations))


_LONGEST = 1500
"""Characters in a sentence, at most: a parser's time grows faster than a sentence's length."""

_FEW = 3
"""A quotation of at most so many sentences is kept whole; in a longer one its sentences are sentences."""


class _Mask(dict[int, str]):
    """Maps every character to an ASCII one of its sort, quotation marks and white space to a space."""

    def __missing__(self, code: int) -> str:
        c = chr(code)
        if c in MARKS or c.isspace():
            new = " "
        elif c.isascii():
            new = c
        elif c in "…。！？":
            new = "."
        else:
            new = "X" if c.isupper() else "x" if c.isalpha() else "0" if c.isdigit() else "-"
        self[code] = new
        return new


_MASK = _Mask()
_NO_SPACE = re.compile(r"[.!?](?<=[a-z][a-z][.!?])[”\"’']?(?=[“\"‘]?[A-Z][a-z]+[ ,’'])")
_AFTER_TIME = re.compile(r"\b[ap]\.\s?m\.\s*$", re.IGNORECASE)
_DAY = re.compile(
    r"[“\"‘'(]?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|"
    r"(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.|E[SD]?T\b|C[SD]?T\b|M[SD]T\b|P[SD]?T\b|[A-Z]{2,4}T\b|UTC\b|"
    r"(?:Eastern|Central|Mountain|Pacific|Local|Greenwich)\b)"
)
# What hardly follows a title or the name of a saint or street, and often begins a sentence.
_OPENER = re.compile(
    r"(?:The|An?|He|She|It|They|We|But|And|In|On|At|As|For|If|This|That|These|Those|There|When|While|After|Before|"
    r"Police|Officials)\s"
)
_TITLE = re.compile(
    r"\b(?:Gov|Sen|Sens|Rep|Reps|Gen|Lt|Col|Maj|Sgt|Capt|Cmdr|Cpl|Adm|Amb|Hon|Rev|Prof|Dr|Drs|Mr|Mrs|Ms|"
    r"Messrs|St|Mt|Ft|Supt|Insp|Det|Const|Cst|Coun|Cllr|Pres|Atty|Fr|Br|vs|v|Vol|Fig|al|cf|e\.g|i\.e|viz|approx|"
    r"Nos?(?=\.\s+\d)|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?=\.\s+\d))\.\s*$"
)
_CUE = re.compile(
    r"(?:(?!(?:was|were|is|are|be|been|has|have|had|not|to|that|who|which)\b)[\w.’'-]+,?\s+){0,6}?"
    r"(?:said|says|asked|asks|told|tells|added|adds|wrote|writes|tweeted|posted|replied|recalled|explained|"
    r"insisted|declared|noted|continued|concluded|shouted|exclaimed|wondered|quipped|joked|"
    r"warned|argued|stated)"
    r"(?:\s+(?!that\b)[\w’'-]+){0,4}[.!?,](?:\s|$)"
)
_BRACKET_REACH = 200
_CUE_REACH = 120


def _sentences(text: str, start: int, end: int, found: list[Quoted]) -> Iterator[tuple[int, int]]:
    """Yield the trimmed ranges of the sentences of one block."""
    cuts = [start, *_cuts(text, start, end, found), end]
    for a, b in pairwise(cuts):
        yield from _short_enough(text, a, b)


def _cuts(text: str, start: int, end: int, found: list[Quoted]) -> list[int]:
    """Return where sentences begin inside a block: the library's boundaries and ours, less wrong ones."""
    # Quotation marks hide sentence ends from the library and cost it quadratic time, and it dies of white
    # space that is not ASCII: it sees neither.
    masked = text[start:end].translate(_MASK)
    candidates = {
        start + b["start_index"] for b in sentencex.get_sentence_boundaries("en", masked) if b["start_index"]
    }
    candidates.update(m.end() for m in _NO_SPACE.finditer(text, start, end))
    settled = sorted({_settle(text, c, start, end) for c in candidates})
    settled = [c for c in settled if start < c < end and not _wrong(text, start, c)]
    return _outside_quotations(text, start, end, settled, found)


def _settle(text: str, cut: int, start: int, end: int) -> int:
    """Move a cut to where the next sentence starts, with its opening mark and without closing ones."""
    while cut > start and (text[cut - 1].isspace() or text[cut - 1] in MARKS):
        cut -= 1
    # now behind the terminator: closing marks belong to the sentence before
    while cut < end and text[cut] in MARKS and not _opens(text, cut):
        cut += 1
    while cut < end and text[cut].isspace():
        cut += 1
    return cut


def _opens(text: str, at: int) -> bool:
    return text[at] in "“„‟‘‚‛«‹「『" or text[at + 1 : at + 2].isalnum()


def _wrong(text: str, start: int, cut: int) -> bool:
    """Tell whether a cut falls after an abbreviation, inside brackets or before a lower-case word."""
    head = text[cut : cut + 24].lstrip(MARKS + "([ ")
    if head[:1].islower() and not any(c.isupper() for c in head.split(maxsplit=1)[0]):
        return True
    if not any(c.isalnum() for c in head):
        return True
    before = text[max(start, cut - 24) : cut]
    if before.rstrip().endswith(("m.", "M.")) and _AFTER_TIME.search(before) and _DAY.match(text, cut):
        return True
    if not _OPENER.match(head) and _TITLE.search(
        text[max(start, cut - 24) : cut + 2].rstrip() if head[:1].isdigit() else before
    ):
        return True
    opened = text.rfind("(", max(start, cut - _BRACKET_REACH), cut)
    if opened < 0 or text.find(")", opened, cut) >= 0:
        return False
    closed = text.find(")", cut, cut + _BRACKET_REACH)
    return closed >= 0 and text.find("(", cut, closed) < 0


def _outside_quotations(text: str, start: int, end: int, cuts: list[int], found: list[Quoted]) -> list[int]:
    """Leave out cuts inside a short quotation and between a quotation and the cue that follows it."""
    starts = [q.opening for q in found]
    inside: dict[int, list[int]] = {}
    keep: list[int] = []
    sentence = start
    for cut in cuts:
        i = bisect_right(starts, cut) - 1
        if i >= 0 and found[i].opening < cut < found[i].end:
            inside.setdefault(i, []).append(cut)
            continue
        follows = i >= 0 and found[i].closed and not text[found[i].end : cut].strip(MARKS + " \n\t\r")
        if follows and found[i].opening == sentence and _CUE.match(text, cut, min(end, cut + _CUE_REACH)):
            continue
        keep.append(cut)
        sentence = cut
    for own in inside.values():
        if len(own) >= _FEW:
            keep.extend(own)
    return sorted(keep)


def _short_enough(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Trim a range; cut it at a semicolon or space where it is too long; drop what has no letter or digit."""
    while True:
        while start < end and text[start].isspace():
            start += 1
        if start >= end:
            return
        if end - start <= _LONGEST:
            break
        cut = text.rfind("; ", start + _LONGEST // 2, start + _LONGEST) + 1
        cut = cut or text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = cut if cut > start else _between_letters(text, start + _LONGEST)
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _between_letters(text: str, cut: int) -> int:
    """Move a cut back in front of a letter, so that it does not part it from its combining marks."""
    return next((c for c in range(cut, cut - 32, -1) if not combining(text[c])), cut)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end > start and text[end - 1].isspace():
        end -= 1
    if any(c.isalnum() for c in text[start:end]):
        yield start, end


def point(article: SegmentedArticle, start: int, end: int) -> Pointer:
    """Return a pointer that grounding resolves to exactly ``[start, end)``: the shortest that is unambiguous.

    White space and invisible characters at the edges do not count; a letter and its combining marks are one.

    Raises:
        ValueError: the range is empty or touches text outside all segments.
    """
    text = article.text
    if not 0 <= start < end <= len(text):
        raise ValueError(f"[{start}, {end}) is not a range of the article")
    whole = _whole(article, start, end)
    if whole:
        return Pointer(whole)
    start, end = _visible(article.view, start, end)
    run = _run(article, start, end)
    ids = tuple(s.id for s in run)
    return shortest(article.view, (run[0].start, run[-1].end), (start, end), ids, text)


def _whole(article: SegmentedArticle, start: int, end: int) -> tuple[str, ...]:
    """Return the ids of the quotation or sentences that the range is exactly, if it is."""
    for segments in (article.quotations, article.sentences):
        i = bisect_left(segments, start, key=lambda s: s.start)
        if i < len(segments) and segments[i].start == start:
            j = bisect_left(segments, end, lo=i, key=lambda s: s.end)
            run = segments[i : j + 1]
            if run and run[-1].end == end and (len(run) == 1 or _joined(article, run)):
                return tuple(s.id for s in run)
    return ()


def _joined(article: SegmentedArticle, run: tuple[Segment, ...]) -> bool:
    return all(not article.text[a.end : b.start].strip() for a, b in pairwise(run))


def _visible(folded: View, start: int, end: int) -> tuple[int, int]:
    a, b = folded.of(start, end)
    while a < b and folded.text[a] == " ":
        a += 1
    while b > a and folded.text[b - 1] == " ":
        b -= 1
    if a >= b:
        raise ValueError(f"[{start}, {end}) holds nothing but white space")
    return folded.source(a, b)


def _run(article: SegmentedArticle, start: int, end: int) -> tuple[Segment, ...]:
    """Return the consecutive sentences that cover a range."""
    i = bisect_right(article.sentences, start, key=lambda s: s.start) - 1
    j = bisect_left(article.sentences, end, key=lambda s: s.end)
    run = article.sentences[max(i, 0) : j + 1]
    if i < 0 or not run or start >= run[0].end or end > run[-1].end or not _joined(article, run):
        raise ValueError(f"[{start}, {end}) touches text outside all segments")
    return run
