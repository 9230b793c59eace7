"""Money and shares: what an amount is for, what a share is a share of, and which of them are changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.engines.rules.counting import Count
from summarizer.engines.rules.events import verb_base
from summarizer.engines.rules.lexicon import load, words
from summarizer.engines.rules.nouns import qualifier_before, read_phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from summarizer.engines.rules.numbers import Number

__all__ = ["amount", "dollar_sign"]

_NOUNS = ("NN", "NNS")
_MODIFIERS = ("NN", "NNS", "JJ", "VBN", "HYPH", "NNP")
_REACH = 3
_ALL = 100

_Range = tuple[int, int]


def amount(doc: Doc, text: str, number: Number) -> Count | None:
    """Return money, a share or a change in per cent as a count; None for a figure of speech.

    ``text`` is the text of ``doc``, which a Doc would put together anew.
    """
    span = doc.char_span(number.start, number.end, alignment_mode="expand")
    if span is None:
        return None
    qualifier = qualifier_before(text, number.start)
    first, after = span.start, span.end
    while qualifier is not None and first > 0 and doc[first - 1].idx >= qualifier[0]:
        first -= 1
    if number.form == "money":
        return _count(number, "money", _purpose(doc, first, after), qualifier)
    change = _change(doc, first, after)
    if change is not None:
        measure, word, who = change
        return _count(number, measure, who, qualifier, (word.idx, word.idx + len(word)))
    ranked = first > 0 and doc[first - 1].lower_ in words("figures", "counting", "rank")
    who = None if ranked else _whole(doc, first, after)
    # "I agree 100 per cent" is no share of anything, and "the top 1 per cent" is a name.
    bare = number.form == "points" or number.spelled or number.value >= _ALL
    if ranked or (who is None and bare):
        return None
    return _count(number, "share", who, qualifier)


def dollar_sign(text: str) -> str | None:
    """Return the currency of a bare dollar sign: None where the text has other kinds of dollars too."""
    others = [s for s in load("numbers")["currency_before"] if s.endswith("$") and s != "$"]
    return None if any(s in text for s in others) else "USD"


def _count(
    number: Number, measure: str, who: _Range | None, qualifier: _Range | None, word: _Range | None = None
) -> Count:
    """Return a count whose evidence runs over all of its parts."""
    parts = [p for p in ((number.start, number.end), who, qualifier, word) if p is not None]
    start, end = min(p[0] for p in parts), max(p[1] for p in parts)
    return Count(number, measure, who, qualifier, start, end, unit=number.unit)


def _purpose(doc: Doc, first: int, after: int) -> _Range | None:
    """Return the words for what money is: "a $2bn [loan]", "$5m in [aid]", "a [project] worth $3bn"."""
    follows = _phrase_at(doc, after, singular=True)
    if follows is None and after < len(doc) and doc[after].lower_ in ("in", "of"):
        follows = _phrase_at(doc, after + 1)
    if follows is not None or first < 2:  # noqa: PLR2004 - a noun and a preposition
        return follows
    link, noun = doc[first - 1].lower_, doc[first - 2].lower_
    if link in ("worth", "costing", "totalling", "totaling"):
        return _phrase_before(doc, first - 2)
    return (
        _phrase_before(doc, first - 2)
        if link == "of" and noun in words("figures", "money", "nouns")
        else None
    )


def _phrase_at(doc: Doc, position: int, *, singular: bool = False) -> _Range | None:
    """Return the noun phrase that starts at a token, if it ends in a common noun, no time or length."""
    if position >= len(doc) or doc[position].tag_ not in _MODIFIERS:
        return None
    phrase = read_phrase(doc, position)
    if phrase is None or phrase.first != position or doc[phrase.head].tag_ not in _NOUNS:
        return None
    if singular and doc[phrase.head].tag_ != "NN":
        return None
    timed = doc[position].lower_ in words("figures", "counting", "not_counted")
    return None if timed else (phrase.start, phrase.end)


def _phrase_before(doc: Doc, last: int) -> _Range | None:
    """Return the noun phrase that ends at token ``last``, without determiners."""
    if last < 0 or doc[last].tag_ not in _NOUNS or doc[last].lower_ in ("total", "amount", "sum"):
        return None
    i = last
    while i > 0 and last - i < _REACH and doc[i - 1].tag_ in _MODIFIERS and doc[i - 1].lower_ != "total":
        i -= 1
    return doc[i].idx, doc[last].idx + len(doc[last])


def _whole(doc: Doc, first: int, after: int) -> _Range | None:
    """Return what a share is of: "97% of these [fatalities]", "a 51% [stake]", "a [rate] of 28 per cent"."""
    if after + 1 < len(doc) and doc[after].lower_ == "of":
        phrase = read_phrase(doc, after + 1)
        return None if phrase is None or phrase.first - after > _REACH else (phrase.start, phrase.end)
    follows = _phrase_at(doc, after)
    if follows is not None:
        return follows
    shares = words("figures", "shares", "nouns")
    if first > 1 and doc[first - 1].lower_ in ("of", "at") and doc[first - 2].lower_ in shares:
        return _phrase_before(doc, first - 2)
    subjects = (c for c in doc[first:after].root.head.children if c.dep_ == "nsubj" and c.i < first)
    subject = next((c for c in subjects if c.lower_ in shares), None)
    return None if subject is None else _phrase_before(doc, subject.i)


def _change(doc: Doc, first: int, after: int) -> tuple[str, Token, _Range | None] | None:
    """Return the direction of a change in per cent, the word that says it, and what changed."""
    return _change_after(doc, after) or _change_before(doc, first)


def _change_after(doc: Doc, after: int) -> tuple[str, Token, _Range | None] | None:
    """Read what follows in "a 90% [increase in fatalities]"."""
    for token in doc[after : after + 2]:
        measure = _direction(token)
        if measure is None or token.tag_ not in _NOUNS:
            continue
        linked = token.i + 2 < len(doc) and doc[token.i + 1].lower_ in ("in", "of")
        phrase = read_phrase(doc, token.i + 2) if linked else None
        return measure, token, None if phrase is None else (phrase.start, phrase.end)
    return None


def _change_before(doc: Doc, first: int) -> tuple[str, Token, _Range | None] | None:
    """Read what stands before in "[exports rose by] nearly 12%" and "[an increase of] 5%"."""
    for i in range(first - 1, max(-1, first - 1 - _REACH), -1):
        token = doc[i]
        measure = _direction(token)
        between = [t.lower_ for t in doc[i + 1 : first]]
        if measure is not None and (token.tag_[:1] == "V" or between[:1] == ["of"]):
            # "rose to 12%" gives a level, not a change.
            return None if {"to", "from", "at"} & set(between) else (measure, token, _subject(token))
        if token.lower_ not in ("by", "of", "another", "a", "further", "some") and token.tag_ != "RB":
            return None
    return None


def _direction(token: Token) -> str | None:
    word = verb_base(token.text) or token.lower_
    return next((m for m in ("increase", "decrease") if word in words("figures", "change", m)), None)


def _subject(verb: Token) -> _Range | None:
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass") and child.tag_ in _NOUNS:
            return _phrase_before(child.doc, child.i)
    return None
