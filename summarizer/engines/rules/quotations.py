"""Quotations without a cue in their own sentence, and the turns of a transcript."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.rules.findings import Finding
from summarizer.records import BlockKind

if TYPE_CHECKING:
    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence
    from summarizer.segments import Segment

__all__ = ["attribute_quotations", "turns"]

_MARKS = " \t\r\n\u00a0\"'“”‘’«»„‹›`.,;:!?…-–—()[]"
_DASHED = re.compile(r"[\s\"'”’»]*[—―–-]{1,2}\s*(?P<name>[^\W\d_][^\n,—―–:;\"“]{1,60})")
_MIN_WORDS = 3


def turns(parsed: ParsedArticle) -> list[Finding]:
    """Return a finding for each turn of a transcript; its label is the mention."""
    found = []
    sentences = {s.segment.block: s.index for s in reversed(parsed.sentences)}
    for i, block in enumerate(parsed.article.article.blocks):
        if block.kind is BlockKind.TURN and block.label is not None and block.body < block.end and i in sentences:
            found.append(Finding([(block.body, block.end)], None, "", "turn", block.label, sentences[i]))
    return found


def attribute_quotations(parsed: ParsedArticle, findings: list[Finding]) -> list[Finding]:
    """Give every quotation that is speech and has no cue of its own to whom it belongs.

    A quotation right after an attributed one in its paragraph is part of the same statement; the next paragraph of a
    quotation left open is, too; a quotation after a colon belongs to the cue before the colon; any other whole-sentence
    quotation continues the last speaker as a statement of its own.
    """
    findings = sorted(findings, key=lambda f: f.start)
    blocks = parsed.article.article.blocks
    owner: dict[str, Finding] = {}
    for quote in parsed.article.quotations:
        holder = _holder(findings, quote)
        if holder is not None:
            owner[quote.id] = holder
    added: list[Finding] = []
    for quote in parsed.article.quotations:
        if quote.id in owner or blocks[quote.block].kind is BlockKind.TURN or not _is_speech(parsed, quote):
            continue
        if blocks[quote.block].kind in (BlockKind.HEADLINE, BlockKind.CAPTION, BlockKind.HEADING):
            continue
        finding = _attribute(parsed, quote, findings + added, owner)
        if finding is None:
            continue
        owner[quote.id] = finding
        if finding not in findings and finding not in added:
            added.append(finding)
    return [f for f in findings + added if f.content]


def _holder(findings: list[Finding], quote: Segment) -> Finding | None:
    best = None
    for finding in findings:
        if any(a < quote.end and quote.start < b for a, b in finding.content):
            size = sum(b - a for a, b in finding.content)
            if best is None or size < sum(b - a for a, b in best.content):
                best = finding
    return best


def _is_speech(parsed: ParsedArticle, quote: Segment) -> bool:
    """Whether a quotation is an utterance rather than a name or a quoted word: it makes up its sentences."""
    text = parsed.text[quote.start : quote.end]
    if len(text.split()) < _MIN_WORDS and not text.rstrip().endswith(("!", "?", ".")):
        return False
    first, last = parsed.at(quote.start), parsed.at(max(quote.start, quote.end - 1))
    if first is None or last is None:
        return False
    outside = parsed.text[first.segment.start : quote.start] + parsed.text[quote.end : last.segment.end]
    return len(outside.strip(_MARKS)) == 0 or _DASHED.match(outside) is not None


def _attribute(parsed: ParsedArticle, quote: Segment, findings: list[Finding], owner: dict[str, Finding]) -> Finding | None:
    span: Range = (quote.start, quote.end)
    sentence = parsed.at(quote.start)
    if sentence is None:
        return None
    if labelled := _dashed(parsed, quote, sentence):
        return labelled
    if quote.continues is not None and (before := owner.get(quote.continues)) is not None:
        before.content = [*before.content, span]
        return before
    earlier = [f for f in findings if f.frame != "turn" and _last(f) <= quote.start and f.sentence <= sentence.index]
    same = [f for f in earlier if _block(parsed, f) == quote.block]
    if same:
        last = max(same, key=lambda f: (f.sentence, _last(f)))
        if last.frame == "colon":
            last.content, last.frame = [span], "quote"
            return last
        if sentence.index - last.sentence <= 1 or _only_quotes_between(parsed, last, sentence, owner):
            if last.frame in ("quote", "continued") or _has_quote(last, owner):
                last.content = [*last.content, span]
                return last
        return Finding([span], None, "", "continued", None, sentence.index, follows=None)
    subject = _subject_before(parsed, sentence)
    if subject is not None:
        return Finding([span], None, "", "continued", subject, sentence.index)
    colon = [f for f in earlier if f.frame == "colon" and quote.block - _block(parsed, f) == 1]
    if colon:
        colon[-1].content, colon[-1].frame = [span], "quote"
        return colon[-1]
    if not earlier:
        return None
    return Finding([span], None, "", "continued", None, sentence.index)


def _dashed(parsed: ParsedArticle, quote: Segment, sentence: Sentence) -> Finding | None:
    """"“…” — Jane Doe", a quotation signed with a dash."""
    block = parsed.article.article.blocks[quote.block]
    match = _DASHED.match(parsed.text, quote.end, min(block.end, quote.end + 80))
    if match is None or not match["name"][0].isupper() or parsed.text[match.end() : block.end].strip(_MARKS):
        return None
    name = match.span("name")
    return Finding([(quote.start, quote.end)], None, "", "label", name, sentence.index)


def _last(finding: Finding) -> int:
    ends = [b for _, b in finding.content]
    return max(ends + ([finding.cue[1]] if finding.cue else []), default=0)


def _block(parsed: ParsedArticle, finding: Finding) -> int:
    return parsed.sentences[finding.sentence].segment.block


def _has_quote(finding: Finding, owner: dict[str, Finding]) -> bool:
    return any(f is finding for f in owner.values())


def _only_quotes_between(parsed: ParsedArticle, last: Finding, sentence: Sentence, owner: dict[str, Finding]) -> bool:
    end = max(_last(last), parsed.sentences[last.sentence].segment.end)
    return not parsed.text[end : sentence.segment.start].strip(_MARKS)


def _subject_before(parsed: ParsedArticle, sentence: Sentence) -> Range | None:
    """The person who is the subject of the sentence before, in the same paragraph."""
    if sentence.index == 0:
        return None
    before = parsed.sentences[sentence.index - 1]
    if before.segment.block != sentence.segment.block:
        return None
    root = next((t for t in before.doc if t.dep_ == "ROOT"), None)
    subject = next((c for c in root.children if c.dep_ == "nsubj"), None) if root is not None else None
    if subject is None or not (subject.tag_[:3] == "NNP" or subject.lower_ in ("he", "she", "they")):
        return None
    return before.start(before.doc[subject.left_edge.i]), before.end(subject)
