"""Figures: the numbers that an article reports, with who is counted, as of when, and whose statement it is.

Nothing is added up and nothing is rounded: a figure is a number that the article prints. Dates, ages,
durations, lengths, scores, ranks, ranges and ratios are no figures; nor is a casualty that is only
threatened, planned, asked about or denied. See ``lexicons/figures.toml`` for what is counted.
"""

from __future__ import annotations

import bisect
import datetime as dt
import re
import sys
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from summarizer.drafts import DraftFigure
from summarizer.engines.rules.amounts import amount, dollar_sign
from summarizer.engines.rules.counting import Count, count
from summarizer.engines.rules.events import concerns_people
from summarizer.engines.rules.lexicon import words
from summarizer.engines.rules.numbers import find_numbers
from summarizer.reading.dates import FoundDate, find_dates
from summarizer.segments import point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span, Token

    from summarizer.drafts import Pointer
    from summarizer.engines.rules.findings import Finding
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence

__all__ = ["find_figures"]

# A day with one of these before it is where a stretch of time begins or ends, not the day of the count.
_BOUNDS = frozenset(("since", "from", "before", "after", "until", "between", "till"))
_YEAR = re.compile(
    r"\b(?:in|during) ((?:19|20)\d\d)(?=[,.;:)]|\Z| (?:and|when|in|at|by|the|a|to|was|were|with|"
    r"after|from|on|as|while)\b)",
    re.IGNORECASE,
)
_CLAUSE_ENDS = frozenset(("relcl", "acl", "ccomp", "advcl"))
_CLIMB = 40
_LONGEST_ASIDE = 8
_FULL_DAY = 10
_COMPARED = 20


@dataclass(slots=True)
class _Placed:
    """A count with its place in the article."""

    count: Count
    sentence: Sentence
    who: str | None
    statement: int | None
    as_of: str | None


def find_figures(
    parsed: ParsedArticle, findings: Sequence[Finding], keys: Sequence[str], published_on: str | None
) -> list[DraftFigure]:
    """Return the figures of an article in the order of the text.

    Args:
        parsed: the article; only sentences with a number in them are looked at.
        findings: the statements found in it.
        keys: the key of each finding's draft, in the same order.
        published_on: ISO day that relative dates are resolved against, where there is one.

    The same number of the same thing (value, measure, who; no other date) is one figure with more evidence.
    """
    full = published_on is not None and len(published_on) == _FULL_DAY
    finder = _Finder(parsed, findings, dt.date.fromisoformat(published_on) if full and published_on else None)
    placed: list[_Placed] = []
    before: list[_Placed] = []
    for sentence in parsed.sentences:
        before = finder.in_sentence(sentence, before)
        placed += before
    return _merged(parsed, placed, keys)


class _Finder:
    """Finds the figures of one article, sentence by sentence."""

    def __init__(self, parsed: ParsedArticle, findings: Sequence[Finding], reference: dt.date | None) -> None:
        self._parsed = parsed
        self._findings = findings
        self._reference = reference
        self._places = _Places(findings)

    def in_sentence(self, sentence: Sentence, before: Sequence[_Placed]) -> list[_Placed]:
        """Return the figures of one sentence; ``before`` are those of the sentence before it."""
        text = self._parsed.text[sentence.segment.start : sentence.segment.end]
        numbers = find_numbers(text)
        dates = _dates(text, self._reference) if numbers else []
        numbers = [n for n in numbers if not any(d.start < n.end and n.start < d.end for d in dates)]
        if not numbers:
            return []
        counts = count(sentence.doc, text, numbers)
        counts += [
            c for n in numbers if n.form != "count" and (c := amount(sentence.doc, text, n)) is not None
        ]
        found: list[_Placed] = []
        for item in sorted(counts, key=lambda c: c.number.start):
            position = sentence.offset + item.number.start
            around = self._places.around(position) or self._through_grammar(sentence, item)
            denied = _denied(item, [self._findings[i] for i in around])
            if not denied and not self._places.is_mention(position, item):
                who = _who(text, item, found, before)
                statement = around[0] if around else None
                found.append(_Placed(item, sentence, who, statement, _as_of(sentence, item, dates)))
        return found

    def _through_grammar(self, sentence: Sentence, item: Count) -> list[int]:
        """Return the findings whose content governs a number: "[killed 12], raising the total to 40"."""
        span = sentence.doc.char_span(item.number.start, item.number.end, alignment_mode="expand")
        for token in [] if span is None else span.root.ancestors:
            if around := self._places.around(sentence.start(token)):
                return around
        return []


class _Places:
    """Which findings hold a position of the article."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._contents = sorted((start, end, i) for i, f in enumerate(findings) for start, end in f.content)
        self._starts = [start for start, _, _ in self._contents]
        # The furthest end so far: where it is passed, nothing earlier can hold a position.
        self._reach = list(accumulate((end for _, end, _ in self._contents), max))
        self._sizes = [sum(end - start for start, end in f.content) for f in findings]
        self._mentions = sorted(f.mention for f in findings if f.mention is not None)

    def around(self, position: int) -> list[int]:
        """Return the findings whose content holds a position, the innermost first."""
        holding = set()
        i = bisect.bisect_right(self._starts, position) - 1
        while i >= 0 and self._reach[i] > position:
            _, end, finding = self._contents[i]
            if position < end:
                holding.add(finding)
            i -= 1
        return sorted(holding, key=lambda i: (self._sizes[i], i))

    def is_mention(self, position: int, item: Count) -> bool:
        """Whether a plain count only names who speaks: "two officials said"."""
        if item.event or item.unit is not None:
            return False
        i = bisect.bisect_right(self._mentions, (position, sys.maxsize)) - 1
        return i >= 0 and position < self._mentions[i][1]


def _denied(item: Count, around: Sequence[Finding]) -> bool:
    """Whether a count is in what somebody denies, or dismisses where people are counted."""
    for finding in around:
        # What "a $4 million contract" is worth stands, whatever is denied about it.
        named = item.measure == "money" and item.who is not None and item.who[0] == item.number.end + 1
        if finding.lemma in words("figures", "counting", "denials") and not named:
            return True
        if concerns_people(item.measure) and (
            finding.negated or finding.lemma in words("figures", "counting", "dismissals")
        ):
            return True
    return False


def _who(text: str, item: Count, found: Sequence[_Placed], before: Sequence[_Placed]) -> str | None:
    """Return the words for what is counted; "34 injured" and "12 others" take them from the count before."""
    if item.who is not None:
        return text[item.who[0] : item.who[1]]
    if not item.carried or not concerns_people(item.measure):
        return None
    earlier = [p for p in (*before, *found) if p.who is not None and concerns_people(p.count.measure)]
    return earlier[-1].who if earlier else None


def _as_of(sentence: Sentence, item: Count, dates: Sequence[FoundDate]) -> str | None:
    """Return the day, month or year that a count refers to: the nearest date that governs its clause."""
    if not dates:
        return None
    doc = sentence.doc
    token = doc.char_span(item.number.start, item.number.end, alignment_mode="expand")
    if token is None:
        return None
    chain = _ancestors(token.root)
    candidates: list[tuple[int, int, str]] = []
    for date in dates:
        span = doc.char_span(date.start, date.end, alignment_mode="expand")
        if date.iso is None or span is None:
            continue
        lead = {t.lower_ for t in doc[max(0, span.start - 2) : span.start + 1]}
        if lead & _BOUNDS or _is_aside(span):
            continue
        rank = _closeness(span.root, chain)
        if rank is not None:
            gap = max(date.start - item.end, item.start - date.end, 0)
            candidates.append((rank, gap, date.iso))
    return min(candidates)[2] if candidates else None


def _dates(text: str, reference: dt.date | None) -> list[FoundDate]:
    """Return the dates of a sentence, years on their own included ("in 2019")."""
    dates = find_dates(text, reference)
    for match in _YEAR.finditer(text):
        if not any(d.start < match.end() and match.start() < d.end for d in dates):
            dates.append(FoundDate(match.start(1), match.end(1), match[1], relative=False))
    return dates


def _is_aside(date: Span) -> bool:
    """Whether a date stands in an aside of its own: "the clinic, [opened in 2011], treated 900 patients"."""
    doc = date.doc
    if date.end >= len(doc) or doc[date.end].text != ",":
        return False
    before = doc[max(0, date.start - _LONGEST_ASIDE) : date.start]
    comma = next((t.i for t in reversed(list(before)) if t.text == ","), None)
    return comma is not None and doc[comma + 1].tag_ in ("VBN", "VBD", "WDT", "WP")


def _ancestors(token: Token) -> dict[int, int]:
    """Return token index → distance for a token and what it hangs from."""
    chain: dict[int, int] = {}
    for distance in range(_CLIMB):
        chain[token.i] = distance
        if token.head.i == token.i:
            break
        token = token.head
    return chain


def _closeness(date: Token, chain: dict[int, int]) -> int | None:
    """Return how far up from the number the date's clause meets it; None for a date in another clause."""
    token = date
    for _ in range(_CLIMB):
        if token.i in chain:
            return chain[token.i]
        if token.dep_ in _CLAUSE_ENDS and token.tag_[:1] == "V":
            # "data shared in December": the date of a source is the date of its count.
            sourced = any(t.lower_ == "according" for t in token.ancestors)
            # "12 were hurt when the roof fell on Tuesday": the day of the one is the day of the other.
            same_time = token.dep_ == "advcl" and any(c.lower_ in ("when", "as") for c in token.children)
            if not sourced and not same_time:
                return None
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _merged(parsed: ParsedArticle, placed: Sequence[_Placed], keys: Sequence[str]) -> list[DraftFigure]:
    figures: list[DraftFigure] = []
    evidence: list[list[Pointer]] = []
    alike: dict[tuple[object, ...], list[int]] = {}
    dollar = dollar_sign(parsed.text)
    for p in placed:
        figure = _figure(parsed, p, dollar, keys)
        mergeable = p.count.event or p.count.measure == "money"
        same = alike.setdefault((figure.value, figure.measure, figure.unit), [])
        # Only the latest few are compared: ten thousand equal numbers of different things take linear time.
        known = next(
            (i for i in same[-_COMPARED:] if _repeats(figures[i], figure, mergeable=mergeable)), None
        )
        if known is None:
            same.append(len(figures))
            figures.append(figure)
            evidence.append(list(figure.evidence))
            continue
        first = figures[known]
        evidence[known] += figure.evidence
        figures[known] = replace(
            first,
            qualifier=first.qualifier or figure.qualifier,
            who=first.who or figure.who,
            as_of=first.as_of or figure.as_of,
            statement=first.statement or figure.statement,
        )
    return [replace(f, evidence=tuple(e)) for f, e in zip(figures, evidence, strict=True)]


def _figure(parsed: ParsedArticle, placed: _Placed, dollar: str | None, keys: Sequence[str]) -> DraftFigure:
    item, offset = placed.count, placed.sentence.offset
    limits = item.qualifier
    return DraftFigure(
        value=item.number.value,
        measure=item.measure,
        evidence=(point(parsed.article, offset + item.start, offset + item.end),),
        unit=dollar if item.unit == "$" else item.unit,
        qualifier=None if limits is None else parsed.text[offset + limits[0] : offset + limits[1]],
        who=placed.who,
        as_of=placed.as_of,
        statement=None if placed.statement is None else keys[placed.statement],
    )


def _repeats(first: DraftFigure, figure: DraftFigure, *, mergeable: bool) -> bool:
    """Whether a figure of the same value and measure counts the same again, as far as the text tells."""
    same_who = (first.who or "").casefold() == (figure.who or "").casefold()
    open_who = mergeable and (first.who is None or figure.who is None)
    dates = first.as_of, figure.as_of
    same_date = (
        None in dates or str(dates[0]).startswith(str(dates[1])) or str(dates[1]).startswith(str(dates[0]))
    )
    return (same_who or open_who) and same_date
