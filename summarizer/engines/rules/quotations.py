"""Quotations without a cue in their own sentence: whose they are."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.entries import behind_clock
from summarizer.engines.rules.findings import Finding
from summarizer.records import BlockKind

if TYPE_CHECKING:
    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence
    from summarizer.segments import Segment

__all__ = ["attribute_quotations"]

_MARKS = " \t\r\n\u00a0\"'“”‘’«»„‹›`.,;:!?…-–—()[]"
_DASHED = re.compile(r"[\s\"'”’»]*[—―–-]{1,2}\s*(?P<name>[^\W\d_][^\n,—―–:;\"“]{1,60})")
_LABELLED = re.compile(r"(?P<name>[^\W\d_][\w.’'-]*(?: [\w.’'-]+){0,5}):\s*[\"“«„]?")
_SIGNATURE_REACH = 80
"""Characters behind a quotation in which a dash and a name sign it."""
_MIN_WORDS = 3
_MEMORY = 24
"""Findings of a paragraph before a quotation among which the one that it continues is looked for."""
_SILENT = (BlockKind.TURN, BlockKind.HEADLINE, BlockKind.CAPTION, BlockKind.HEADING)
"""Blocks whose quotations belong to nobody but a cue of their own; a turn is a statement already."""


def attribute_quotations(parsed: ParsedArticle, findings: list[Finding]) -> list[Finding]:
    """Give every quotation that is speech and has no cue of its own to whom it belongs.

    A quotation right after an attributed one in its paragraph is part of the same statement; the next
    paragraph of a quotation left open is, too; a quotation after a colon belongs to the cue before the colon;
    any other whole-sentence quotation continues the last speaker as a statement of its own. Linear in the
    number of quotations.

    Returns:
        The findings, by where they begin, some with more content than before, and after them the new ones; a
        colon's finding for which no quotation came is gone.
    """
    book = _Book(parsed, sorted(findings, key=lambda f: f.start))
    for quote in parsed.article.quotations:
        if quote.id in book.owner or parsed.article.article.blocks[quote.block].kind in _SILENT:
            continue
        if _is_speech(parsed, quote):
            book.attribute(quote)
    return [f for f in [*book.findings, *book.added] if f.content]


def _is_speech(parsed: ParsedArticle, quote: Segment) -> bool:
    """Tell whether a quotation is an utterance, not a name or a quoted word: it makes up its sentences."""
    text = parsed.text[quote.start : quote.end]
    if len(text.split()) < _MIN_WORDS and not text.rstrip().endswith(("!", "?", ".")):
        return False
    first, last = parsed.at(quote.start), parsed.at(max(quote.start, quote.end - 1))
    if first is None or last is None:
        return False
    outside = parsed.text[first.segment.start : quote.start] + parsed.text[quote.end : last.segment.end]
    alone = not outside.strip(_MARKS) or _DASHED.match(outside) is not None
    return alone or _label(parsed, quote) is not None


class _Book:
    """Who says which quotation, while the quotations of an article are gone through in order.

    Attributes:
        findings: those with a cue, a label or a turn, by where they begin.
        added: those made for quotations without one.
        owner: the finding that each quotation belongs to, by the quotation's id.
    """

    def __init__(self, parsed: ParsedArticle, findings: list[Finding]) -> None:
        self.parsed = parsed
        self.findings = findings
        self.added: list[Finding] = []
        self.owner = _owners(parsed, findings)
        self._speaking = {id(f) for f in self.owner.values()}
        self._blocks: dict[int, list[Finding]] = {}
        self._colons: dict[int, list[Finding]] = {}
        spoken = [f for f in findings if f.frame != "turn"]
        for finding in spoken:
            self._blocks.setdefault(self._block(finding), []).append(finding)
            if finding.frame == "colon":
                self._colons.setdefault(self._block(finding), []).append(finding)
        self._first_end = min((_last(f) for f in spoken), default=None)

    def attribute(self, quote: Segment) -> None:
        """Find out whose a quotation is; leave it to nobody where nobody has spoken yet."""
        sentence = self.parsed.at(quote.start)
        if sentence is None:
            return
        said = (quote.start, quote.end)
        signature = _signature(self.parsed, quote) or _label(self.parsed, quote)
        if signature is not None:
            self._add(quote, Finding([said], None, "", "label", signature, sentence.index))
            return
        last = self._same_block(quote, sentence)
        mention = _subject_before(self.parsed, sentence) if last is None else None
        before = self.owner.get(quote.continues) if quote.continues is not None else None
        if before is None and last is not None:
            before = last if self._goes_on(last, sentence) else None
        elif before is None and mention is None:
            before = self._colon_before(quote)
        if before is None:
            if mention is not None or self._someone_spoke(quote):
                self._add(quote, Finding([said], None, "", "continued", mention, sentence.index))
            return
        if before.frame == "colon":
            before.content, before.frame = [said], "quote"
        else:
            before.content = [*before.content, said]
        self._own(quote, before)

    def _goes_on(self, last: Finding, sentence: Sentence) -> bool:
        """Tell whether a quotation in a sentence is part of the last finding of its paragraph."""
        if last.frame == "colon":
            return True
        near = sentence.index - last.sentence <= 1 or self._nothing_between(last, sentence)
        return near and (last.frame in {"quote", "continued"} or id(last) in self._speaking)

    def _colon_before(self, quote: Segment) -> Finding | None:
        """Return the finding whose colon, in the paragraph before, announces a quotation."""
        colons = self._colons.get(quote.block - 1, [])
        return next((f for f in reversed(colons) if f.frame == "colon" and _last(f) <= quote.start), None)

    def _same_block(self, quote: Segment, sentence: Sentence) -> Finding | None:
        """Return the last finding before a quotation in its paragraph."""
        found = self._blocks.get(quote.block, [])
        i = bisect_right(found, quote.start, key=lambda f: f.start)
        recent = found[max(0, i - _MEMORY) : i]
        before = [f for f in recent if _last(f) <= quote.start and f.sentence <= sentence.index]
        return max(before, key=lambda f: (f.sentence, _last(f)), default=None)

    def _someone_spoke(self, quote: Segment) -> bool:
        return self._first_end is not None and self._first_end <= quote.start

    def _nothing_between(self, last: Finding, sentence: Sentence) -> bool:
        end = max(_last(last), self.parsed.sentences[last.sentence].segment.end)
        return not self.parsed.text[end : sentence.segment.start].strip(_MARKS)

    def _block(self, finding: Finding) -> int:
        return self.parsed.sentences[finding.sentence].segment.block

    def _add(self, quote: Segment, finding: Finding) -> None:
        self.added.append(finding)
        found = self._blocks.setdefault(quote.block, [])
        found.insert(bisect_right(found, finding.start, key=lambda f: f.start), finding)
        end = _last(finding)
        self._first_end = end if self._first_end is None else min(self._first_end, end)
        self._own(quote, finding)

    def _own(self, quote: Segment, finding: Finding) -> None:
        self.owner[quote.id] = finding
        self._speaking.add(id(finding))


def _owners(parsed: ParsedArticle, findings: list[Finding]) -> dict[str, Finding]:
    """Return for each quotation the finding with the least content of those that overlap it."""
    turns = {parsed.sentences[f.sentence].segment.block: f for f in findings if f.frame == "turn"}
    ranges = sorted(
        ((a, b, n) for n, f in enumerate(findings) if f.frame != "turn" for a, b in f.content),
        key=lambda r: r[0],
    )
    sizes = [sum(b - a for a, b in f.content) for f in findings]
    owners: dict[str, Finding] = {}
    open_: list[tuple[int, int, int]] = []
    following = 0
    for quote in parsed.article.quotations:
        while following < len(ranges) and ranges[following][0] < quote.end:
            open_.append(ranges[following])
            following += 1
        open_ = [r for r in open_ if r[1] > quote.start]
        if open_:
            owners[quote.id] = findings[min((n for _, _, n in open_), key=lambda n: (sizes[n], n))]
        elif quote.block in turns:
            owners[quote.id] = turns[quote.block]
    return owners


def _signature(parsed: ParsedArticle, quote: Segment) -> Range | None:
    """Return the range of the name that signs a quotation with a dash: "“…” — Ilse Brandt"."""
    block = parsed.article.article.blocks[quote.block]
    match = _DASHED.match(parsed.text, quote.end, min(block.end, quote.end + _SIGNATURE_REACH))
    if match is None or not match["name"][0].isupper() or parsed.text[match.end() : block.end].strip(_MARKS):
        return None
    return match.span("name")


def _label(parsed: ParsedArticle, quote: Segment) -> Range | None:
    """Return the range of the office or title and name in front of a paragraph's quotation: "Mayor: “…”"."""
    block = parsed.article.article.blocks[quote.block]
    start = behind_clock(parsed.text, block.body, quote.start)
    match = _LABELLED.fullmatch(parsed.text, start, quote.start)
    if match is None:
        return None
    words = match["name"].split()
    return match.span("name") if names.is_role(words[0]) or names.is_role(words[-1]) else None


def _last(finding: Finding) -> int:
    """Return where a finding ends: the last of cue and content."""
    ends = [b for _, b in finding.content]
    return max(ends + ([finding.cue[1]] if finding.cue else []), default=0)


def _subject_before(parsed: ParsedArticle, sentence: Sentence) -> Range | None:
    """Return the person who is the subject of the sentence before, in the same paragraph."""
    if sentence.index == 0:
        return None
    before = parsed.sentences[sentence.index - 1]
    if before.segment.block != sentence.segment.block:
        return None
    root = next((t for t in before.tokens if t.dep_ == "ROOT"), None)
    subject = next((c for c in root.children if c.dep_ == "nsubj"), None) if root is not None else None
    if subject is None or not (subject.tag_[:3] == "NNP" or subject.lower_ in {"he", "she", "they"}):
        return None
    return before.start(before.doc[subject.left_edge.i]), before.end(subject)
