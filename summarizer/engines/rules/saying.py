"""The day of saying, and the words that weaken a statement.

A time counts only where it modifies the saying ("said on Tuesday"), never where it is part of what was
said.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules import clauses
from summarizer.engines.rules.channel_phrases import channel_nouns
from summarizer.engines.rules.lexicon import load, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Finding
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence
    from summarizer.engines.rules.scenes import Events
    from summarizer.reading.dates import FoundDate

__all__ = ["date_of", "hedges_of", "own_date"]

# "by Friday", "since May", "until then" bound a time; they do not give the day of saying.
_BOUNDS = frozenset(
    {
        "by",
        "since",
        "until",
        "till",
        "before",
        "after",
        "from",
        "between",
        "through",
        "for",
        "to",
        "than",
        "of",
        "over",
    }
)
_TAIL = 60
_WORD = re.compile(r"\w+")
_PREPOSITIONS = frozenset({"on", "in", "at", "during"})


def date_of(parsed: ParsedArticle, finding: Finding, events: Events) -> str | None:
    """Return the day of saying as ISO (``2025-05`` for a month), None where it can't be derived.

    Args:
        parsed: the article.
        finding: the statement as found.
        events: what ``scenes.find_events`` made of the article and all its findings.
    """
    setting = events.setting_of(finding)
    if setting is not None:
        return setting.date
    own = own_date(parsed, finding, events.dates(finding.sentence))
    return None if own is None else own.iso


def own_date(parsed: ParsedArticle, finding: Finding, dates: Sequence[FoundDate]) -> FoundDate | None:
    """Return the time that a statement's own sentence gives for the saying, None where it gives none.

    Its ``iso`` is None where the time cannot be resolved ("on Tuesday" in an article without a date).
    """
    sentence = parsed.sentences[finding.sentence]
    runs: list[tuple[int, int, Token]] = []
    kept: list[FoundDate] = []
    for date in dates:
        run = _run(sentence, date)
        if run is not None:
            runs.append(run)
            kept.append(date)
    if not kept:
        return None
    marks = clauses.attached(parsed, finding, runs, channel_nouns())
    found = [d for d, ok in zip(kept, marks, strict=True) if ok]
    if not found or finding.cue is None:
        return None
    at = finding.cue[0]
    # The nearest; of two equally near the one that says more.
    return min(found, key=lambda d: (abs(d.start - at), d.start))


def _run(sentence: Sentence, date: FoundDate) -> tuple[int, int, Token] | None:
    """Return a date with its preposition, or None where it bounds a time instead of giving one."""
    span = sentence.span(date.start, date.end)
    if span is None or not len(span):
        return None
    first = span[0]
    before = first.nbor(-1) if first.i else None
    while before is not None and before.lower_ in ("late", "early", "earlier", "the", "night", "evening"):
        first = before
        before = first.nbor(-1) if first.i else None
    if before is not None and before.lower_ in _BOUNDS:
        return None
    # "Friday's raid" is no time of saying; "Friday's briefing" is.
    after = span[-1].nbor(1) if span[-1].i + 1 < len(sentence.doc) else None
    possessive = sentence.text[: date.end - sentence.offset].endswith(("’s", "'s"))
    if possessive or (after is not None and after.tag_ == "POS"):
        head = span.root.head
        if head.lower_ not in channel_nouns() or head.tag_[:1] != "N":
            return None
        first = head.head if head.head.lower_ in _PREPOSITIONS else head
        return date.start, sentence.end(head), first
    if before is not None and before.lower_ in _PREPOSITIONS:
        return sentence.start(before), date.end, before
    return date.start, date.end, span.root


@cache
def _without() -> re.Pattern[str]:
    section = load("hedges")["without"]
    verbs, between, nouns = ("|".join(section[k].split()) for k in ("verbs", "between", "nouns"))
    openers = "|".join(section["openers"].split())
    phrases = sorted(load("hedges")["phrases"]["words"], key=lambda p: (-len(p), p))
    fixed = "|".join(re.escape(p) for p in phrases)
    return re.compile(
        rf"\b(?:(?:{openers})\s+(?:(?:{verbs})\s+)?(?:(?:{between})\s+){{0,2}}(?:{nouns})|{fixed})\b",
        re.IGNORECASE,
    )


@cache
def _unverified() -> re.Pattern[str]:
    phrases = sorted(load("hedges")["unverified"]["subjects"], key=lambda p: (-len(p), p))
    return re.compile(rf"\b(?:{'|'.join(re.escape(p) for p in phrases)})\b", re.IGNORECASE)


@cache
def _weak_words() -> frozenset[str]:
    return words("hedges", "adverbs", "words") | words("hedges", "adjectives", "words")


@cache
def _telling_words() -> frozenset[str]:
    """Return one word of each hedging phrase, its longest: without any of these a text has no such phrase."""
    lexicon = load("hedges")
    phrases: list[str] = [*lexicon["phrases"]["words"], *lexicon["unverified"]["subjects"]]
    longest = (max(_WORD.findall(p), key=len) for p in phrases)
    return frozenset(longest) | frozenset(lexicon["without"]["openers"].split())


def hedges_of(parsed: ParsedArticle, finding: Finding) -> tuple[str, ...]:
    """Return the reporter's words that weaken a statement, in the order of the text.

    What the speaker hedges is part of the content and not listed.
    """
    sentence = parsed.sentences[finding.sentence]
    found: list[tuple[int, str]] = []
    tokens = clauses.cue_tokens(parsed, finding)
    cue = clauses.root_of(tokens)
    near = {t.i for t in tokens}
    if cue is not None:
        near |= {t.i for t in clauses.anchors(cue)[:2]} | {c.i for c in cue.children}
    weak = not _weak_words().isdisjoint(_WORD.findall(clauses.words_of(parsed, finding.sentence).lower()))
    for token in sentence.tokens if weak else ():
        start, end = sentence.start(token), sentence.end(token)
        if clauses.overlaps(start, end, finding.content):
            continue
        adverb = token.lower_ in words("hedges", "adverbs", "words")
        adjective = token.lower_ in words("hedges", "adjectives", "words")
        # An adjective weakens only who says it, an adverb only the saying.
        in_mention = finding.mention is not None and clauses.overlaps(start, end, [finding.mention])
        if (adverb and (token.i in near or token.head.i in near)) or (adjective and in_mention):
            found.append((start, token.text))
    found += _phrases_after(parsed, finding, sentence)
    return tuple(dict.fromkeys(text for _, text in sorted(found)))


def _phrases_after(parsed: ParsedArticle, finding: Finding, sentence: Sentence) -> list[tuple[int, str]]:
    """Return hedging phrases outside the content, and "could not be verified" in the next sentence."""
    text = clauses.words_of(parsed, finding.sentence)
    found: list[tuple[int, str]] = []
    # Plain words first: these long alternatives are slow to search for in every sentence.
    likely = not _telling_words().isdisjoint(_WORD.findall(text.lower()))
    for pattern in (_without(), _unverified()) if likely else ():
        for match in pattern.finditer(text):
            at = sentence.offset + match.start()
            inside = any(s <= at < e for s, e in finding.content)
            # "claimed X, without presenting evidence": taken for content, unless it is quoted.
            tail = inside and pattern is _without() and _tails(parsed, finding, at)
            if not inside or tail:
                found.append((at, " ".join(match.group().split())))
    last = parsed.at(max(e for _, e in finding.content) - 1) or sentence
    following = max(last.index, sentence.index) + 1
    if following < len(parsed.sentences):
        after = parsed.sentences[following]
        plain = _WORD.findall(clauses.words_of(parsed, following).lower())
        likely = not _telling_words().isdisjoint(plain)
        later = _unverified().search(parsed.text, after.segment.start, after.segment.end) if likely else None
        if later is not None and after.segment.block - sentence.segment.block <= 1:
            found.append((later.start(), " ".join(later.group().split())))
    return found


def _tails(parsed: ParsedArticle, finding: Finding, at: int) -> bool:
    """Tell whether a place in the content follows a comma, outside quotation marks, at the content's end."""
    start, end = next(r for r in finding.content if r[0] <= at < r[1])
    before = parsed.text[start:at].rstrip()
    quoted = before.count("“") > before.count("”") or parsed.text[max(0, start - 1)] in '“"'
    return before.endswith(",") and end - at < _TAIL and not quoted
