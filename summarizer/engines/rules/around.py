"""What stands around a name: its short form, age and description behind it, a description in front of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.tokens import Tokens

__all__ = ["Naming", "apposition", "is_called", "read_behind", "read_in_front"]

_INNER_TAGS = frozenset(
    {"JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "HYPH", "VBG", "VBN", "CD", "POS", "CC", "AFX"}
)
_REACH = 25
"""How many tokens an apposition may have."""


@dataclass(slots=True)
class Naming:
    """One name where it stands.

    Attributes:
        range: the name alone, without title, determiner and possessive.
        words: its words.
        kind: what the words alone tell, else None.
        title: range of the title in front of it.
        apposition: range of the description behind it ("…, a lawyer for the family,").
        after: range of a description in front of it, set off by a comma ("the firm's lawyer, …").
        acronym: range of the short form defined in brackets behind it.
        origin: range of the body or place behind "of" ("Sgt. Ann Roe of the Harbour Police").
        determined: "the" stands in front of it.
        place: a preposition of place stands in front of it.
        aged: an age or a clause with "who" stands behind it, which only persons have.
        thing: a clause with "which" stands behind it, which persons do not have.
        head: its last token, for the parse.
    """

    range: Range
    words: tuple[str, ...]
    kind: SpeakerKind | None
    sentence: int
    head: Token
    title: Range | None = None
    apposition: Range | None = None
    after: Range | None = None
    acronym: Range | None = None
    origin: Range | None = None
    determined: bool = False
    place: bool = False
    aged: bool = False
    thing: bool = False


def read_behind(tokens: Tokens, found: Naming, stop: int) -> None:
    """Read what stands behind a name: a short form in brackets, an age, an apposition."""
    text = tokens.text
    k = stop
    if text[k : k + 1] and text[k] in ("'s", "’s", "'", "’"):
        k += 1
        if text[k : k + 1] != ["("]:
            return
    if text[k : k + 1] == ["("] and ")" in text[k : k + 8]:
        close = text.index(")", k)
        inside = text[k + 1 : close]
        if len(inside) == 1 and inside[0].isupper() and inside[0].isalpha() and len(inside[0]) > 1:
            if len(inside[0]) <= max(2 * len(found.words), 3) and found.title is None:
                found.acronym = tokens.range(k + 1, k + 2)
        elif len(inside) == 1 and inside[0].isdigit():
            found.aged = True
        k = close + 1
    found.origin = _origin(tokens, k) if found.title else None
    _clause(found, [word.lower() for word in text[k : k + 2]])
    while text[k : k + 1] == [","] and k + 1 < len(text):
        first = k + 1
        if text[first].isdigit() and text[first + 1 : first + 2] in ([","], ["."], ["of"]):
            found.aged = found.aged or len(text[first]) <= 3  # noqa: PLR2004 - an age has no four digits
            k = first + 1
            continue
        span = apposition(tokens, first)
        if span and not _acting(tokens, span):
            found.apposition = tokens.range(*span)
        return


def _clause(found: Naming, following: list[str]) -> None:
    """Read what the clause behind a name says that it is: ", which" a thing, ", who" a person."""
    found.thing = following == [",", "which"]
    if (
        found.thing
        and found.kind is None
        and found.title is None
        and len(found.words) > 1
        and _acts(found.head)
    ):
        found.kind = SpeakerKind.ORGANIZATION
    found.aged = found.aged or following in ([",", "who"], [",", "whom"])


def _acts(token: Token) -> bool:
    """Tell whether a noun is the subject or the agent of a verb, so that "which" behind it means it."""
    return token.dep_ in ("nsubj", "nsubjpass") or (token.dep_ == "pobj" and token.head.lower_ == "by")


def _origin(tokens: Tokens, k: int) -> Range | None:
    """Return the range of the name behind "of" or "of the" at token ``k``."""
    if tokens.text[k : k + 1] != ["of"]:
        return None
    first = last = k + 1 + (tokens.text[k + 1 : k + 2] == ["the"])
    while tokens.is_name(last):
        last += 1
    return tokens.range(first, last) if last > first else None


def _acting(tokens: Tokens, span: tuple[int, int]) -> bool:
    """Tell whether a noun behind a comma begins the clause: "Questioned by Roe, the officer said …"."""
    start, stop = span
    closed = tokens.text[stop : stop + 1] in ([","], ["."], [], [";"], [")"])
    inside = tokens.tokens[start:stop]
    return not closed and any(
        t.dep_ in ("nsubj", "nsubjpass") and tokens.at.get(t.head.i, -1) >= stop for t in inside
    )


def apposition(tokens: Tokens, first: int) -> tuple[int, int] | None:
    """Return the tokens of a description of a person that starts at ``first``, its article left out."""
    text, tag = tokens.text, tokens.tag
    k = first + (tag[first] in ("DT", "PRP$"))
    begin, head = k, None
    while k < min(len(text), first + _REACH) and tag[k] in _INNER_TAGS:
        if tag[k] == "POS":
            head = None
        elif tag[k] in ("NN", "NNP", "NNS") and names.is_role(text[k]):
            head = k
        elif head is not None and tag[k] not in ("CC", "HYPH", "NN", "JJ", "NNP", "POS"):
            break
        k += 1
    if head is None or (
        tag[first] not in ("DT", "PRP$")
        and text[head + 1 : head + 2] not in (["of"], ["for"], ["at"], [","], ["to"], ["and"], ["with"])
    ):
        return None
    end = head + 1
    if end < len(text) and (
        text[end] in ("of", "for", "at", "to", "in", "with", "on") or (text[end] == "and" and k > end)
    ):
        while end < min(len(text), first + _REACH) and (
            tag[end] in _INNER_TAGS or tag[end] in ("DT", "IN", "TO", "PRP$")
        ):
            if text[end].lower() in (
                "that",
                "who",
                "which",
                "than",
                "since",
                "because",
                "as",
                "during",
                "after",
                "before",
            ):
                break
            end += 1
        while end > head + 1 and tag[end - 1] in ("IN", "TO", "DT", "CC", "POS", "VBN", "VBG", "PRP$"):
            end -= 1
    return begin, end


_CALLED = re.compile(
    r"(?:\b(?:first name|pseudonym|alias|nickname|(?:us(?:es|ed|ing)|under|by) the name)"
    r"(?: of| is| was)?|\b(?:call|calling) (?:him|her|them)"
    r"(?: only| just| simply)?|\b(?:identified|named|known|identifies|identifying)(?: \w+self)?"
    r" (?:only |just )?as|\bgoes by|\b(?:only|just) as)[\s,:'\"‘“]*\Z"
)
_CALLING = 9
"""Tokens in which somebody says what to be called."""
_CALLED_REACH = 40
"""Characters in which that stands."""


def is_called(text: str, start: int) -> bool:
    """Tell whether a name at ``start`` is what somebody is to be called ("who gave a first name, Kim")."""
    return _CALLED.search(text, max(0, start - _CALLED_REACH), start) is not None


def read_in_front(tokens: Tokens, found: Naming, start: int, stop: int) -> None:
    """Read a description in front of the name that a comma sets off: "the firm's lawyer, Jane Roe"."""
    if start > 1 and found.kind is None:
        named = tokens.text[start - 1] in ("named", "called") and names.is_role(tokens.text[start - 2])
        if named or is_called(tokens.sentence.text, tokens.tokens[start].idx):
            found.kind = SpeakerKind.PERSON
    called = is_called(tokens.sentence.text, tokens.tokens[start].idx)
    if called:  # "a spokesman for Acme, who gave his first name as Kim"
        start = next(
            (k + 1 for k in range(start - 1, max(1, start - _CALLING), -1) if tokens.text[k] == ","), start
        )
    if start < 2 or tokens.text[start - 1] != ",":  # noqa: PLR2004 - a noun and a comma
        return
    appos = found.head.dep_ == "appos" and not called
    if not appos and not called and tokens.text[stop : stop + 1] != [","]:
        return
    noun = found.head.head if appos else tokens.tokens[start - 2]
    at = tokens.at.get(noun.i, start)
    if not names.is_role(noun.text):
        at = _before_link(tokens, start - 2)
        noun = tokens.tokens[at]
    if at >= start or not names.is_role(noun.text) or noun.tag_ not in ("NN", "NNP"):
        return
    first = tokens.at.get(noun.left_edge.i, at)
    while first < at and (
        tokens.tag[first] in ("DT", "CD", "IN", "PRP$", "WDT", "WP", "WP$")
        or not tokens.text[first][0].isalnum()
    ):
        first += 1
    if start - 1 - first <= _REACH:
        found.after = tokens.range(first, start - 1)


def _before_link(tokens: Tokens, i: int) -> int:
    """Return where the role noun in "attorney for Acme" stands, given its last token ``i``; else ``i``."""
    k = i
    while k > 0 and (tokens.is_name(k) or tokens.tag[k] in ("DT", "NN", "NNS", "JJ")):
        k -= 1
    linked = k > 0 and tokens.text[k] in ("for", "of", "to", "at", "in") and names.is_role(tokens.text[k - 1])
    return k - 1 if linked else i
