"""Money and shares: what an amount is for, what a share is a share of, and which of them are changes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules.counting import Count, qualifier_before, read_phrase
from summarizer.engines.rules.events import verb_base
from summarizer.engines.rules.lexicon import load, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from summarizer.engines.rules.numbers import Number

__all__ = ["amount"]

_NOUNS = ("NN", "NNS")
_MODIFIERS = ("NN", "NNS", "JJ", "VBN", "HYPH", "NNP")
_REACH = 3


def amount(doc: Doc, number: Number) -> Count | None:
    """Return money, a share or a change in per cent as a count of one sentence; None where it is a figure of speech."""
    span = doc.char_span(number.start, number.end, alignment_mode="expand")
    if span is None:
        return None
    qualifier = qualifier_before(doc.text, number.start)
    start = qualifier[0] if qualifier else number.start
    first, after = span.start, span.end
    while first > 0 and doc[first - 1].idx >= start:
        first -= 1
    if number.form == "money":
        who = _purpose(doc, first, after)
        unit = number.unit
        end = who[1] if who is not None and who[0] > number.end else number.end
        begin = who[0] if who is not None and who[1] < start else start
        return Count(number, "money", who, qualifier, False, begin, end, unit)
    change = _change(doc, first, after)
    if change is not None:
        measure, word, who = change
        begin = min(start, word.idx)
        end = max(number.end, word.idx + len(word), who[1] if who is not None and who[0] > number.end else 0)
        return Count(number, measure, who, qualifier, False, begin, end, number.unit)
    who = _whole(doc, first, after)
    if first > 0 and doc[first - 1].lower_ in words("figures", "counting", "rank"):
        return None
    if who is None and (number.form == "points" or number.spelled and number.value != int(number.value)):
        return None
    # "I agree 100 per cent" is no share of anything.
    if who is None and number.value >= 100 and number.value % 10 == 0:  # noqa: PLR2004 - a whole and more
        return None
    begin, end = (start, number.end) if who is None else (min(start, who[0]), max(number.end, who[1]))
    return Count(number, "share", who, qualifier, False, begin, end, number.unit)


def _purpose(doc: Doc, first: int, after: int) -> tuple[int, int] | None:
    """Return the words for what money is: "a $2bn [loan]", "$5m in [aid]", "a [project] worth $3bn"."""
    if after < len(doc) and doc[after].tag_ in _MODIFIERS:
        phrase = read_phrase(doc, after)
        if phrase is not None and phrase.first == after and doc[phrase.head].tag_ in _NOUNS and not _is_time(doc, phrase.first):
            return phrase.start, phrase.end
    if after + 1 < len(doc) and doc[after].lower_ in ("in", "of") and doc[after + 1].tag_ in _MODIFIERS:
        phrase = read_phrase(doc, after + 1)
        if phrase is not None and doc[phrase.head].tag_ in _NOUNS and not _is_time(doc, phrase.first):
            return phrase.start, phrase.end
    i = first - 1
    if i > 0 and doc[i].lower_ in ("worth", "costing", "totalling", "totaling"):
        return _phrase_before(doc, i - 1)
    if i > 0 and doc[i].lower_ == "of" and doc[i - 1].lower_ in words("figures", "money", "nouns"):
        return _phrase_before(doc, i - 1)
    return None


def _is_time(doc: Doc, i: int) -> bool:
    return doc[i].lower_ in words("figures", "counting", "not_counted")


def _phrase_before(doc: Doc, last: int) -> tuple[int, int] | None:
    """Return the noun phrase that ends at token ``last``, without determiners."""
    if last < 0 or doc[last].tag_ not in _NOUNS or doc[last].lower_ in ("total", "amount", "sum"):
        return None
    i = last
    while i > 0 and last - i < _REACH and doc[i - 1].tag_ in _MODIFIERS and doc[i - 1].lower_ != "total":
        i -= 1
    return doc[i].idx, doc[last].idx + len(doc[last])


def _whole(doc: Doc, first: int, after: int) -> tuple[int, int] | None:
    """Return what a share is of: "97% of these [fatalities]", "a 51% [stake]", "a tax [rate] of 28 per cent"."""
    if after + 1 < len(doc) and doc[after].lower_ == "of":
        phrase = read_phrase(doc, after + 1)
        return None if phrase is None or phrase.first - after > _REACH else (phrase.start, phrase.end)
    if after < len(doc) and doc[after].tag_ in _MODIFIERS:
        phrase = read_phrase(doc, after)
        if phrase is not None and phrase.first == after and doc[phrase.head].tag_ in _NOUNS and not _is_time(doc, phrase.first):
            return phrase.start, phrase.end
    if first > 1 and doc[first - 1].lower_ in ("of", "at") and doc[first - 2].lower_ in words("figures", "shares", "nouns"):
        return _phrase_before(doc, first - 2)
    verb = doc[first:after].root.head
    if verb.tag_[:1] == "V":
        subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < first), None)
        if subject is not None and subject.lower_ in words("figures", "shares", "nouns"):
            return _phrase_before(doc, subject.i)
    return None


def _change(doc: Doc, first: int, after: int) -> tuple[str, Token, tuple[int, int] | None] | None:
    """Return the direction of a change in per cent, the word that says it, and what changed."""
    # "a 90% increase in fatalities"
    for i in range(after, min(after + 2, len(doc))):
        measure = _direction(doc[i])
        if measure is not None and doc[i].tag_ in _NOUNS:
            if i + 2 < len(doc) and doc[i + 1].lower_ in ("in", "of"):
                phrase = read_phrase(doc, i + 2)
                return measure, doc[i], None if phrase is None else (phrase.start, phrase.end)
            return measure, doc[i], None
    # "exports rose by nearly 12%", "an increase of 5%"
    for i in range(first - 1, max(-1, first - 1 - _REACH), -1):
        token = doc[i]
        measure = _direction(token)
        if measure is not None and token.tag_[:1] == "V" or (measure is not None and i + 1 < first and doc[i + 1].lower_ == "of"):
            if any(doc[j].lower_ in ("to", "from", "at") for j in range(i + 1, first)):
                return None
            return measure, token, _subject(token)
        if token.lower_ not in ("by", "of", "another", "a", "further", "some") and token.tag_ != "RB":
            return None
    return None


def _direction(token: Token) -> str | None:
    word = verb_base(token.text)
    for measure in ("increase", "decrease"):
        listed = words("figures", "change", measure)
        if word in listed or token.lower_ in listed:
            return measure
    return None


def _subject(verb: Token) -> tuple[int, int] | None:
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass") and child.tag_ in _NOUNS:
            return _phrase_before(child.doc, child.i)
    return None


@cache
def dollar_sign(text: str) -> str | None:
    """Return the currency of a bare dollar sign in an article: None where the article has several kinds of dollars."""
    others = [s for s in load("numbers")["currency_before"] if s.endswith("$") and s != "$"]
    return None if any(s in text for s in others) else "USD"
