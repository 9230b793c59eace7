"""The words around a number in a parsed sentence: what limits it before, the counted noun phrase after."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules.lexicon import load, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Phrase", "qualifier_before", "read_phrase"]

_MODIFIERS = frozenset(("JJ", "JJR", "JJS", "VBN", "VBG", "POS", "HYPH", "FW", "RB", "AFX"))
_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
_LONGEST_PHRASE = 8
_FARTHEST_QUALIFIER = 40


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase without determiners.

    Attributes:
        start: its first character in the sentence.
        end: one past its last character.
        first: index of its first token.
        head: index of the noun that is counted, the first of two that are joined.
        last: index of its last token.
        plural: whether that noun is one that can be counted by a number above one.
    """

    start: int
    end: int
    first: int
    head: int
    last: int
    plural: bool


def qualifier_before(text: str, start: int) -> tuple[int, int] | None:
    """Return the range of what limits a number that starts at ``start``: "at least", "an additional"."""
    match = _qualifiers().search(text, max(0, start - _FARTHEST_QUALIFIER), start)
    return None if match is None else match.span(1)


def read_phrase(doc: Doc, position: int) -> Phrase | None:
    """Return the smallest noun phrase that starts at token ``position``.

    Determiners, a second number and words that only add to a count ("other", "more") are left out.
    """
    i = position
    while i < len(doc) and (_only_adds(doc[i]) or (i > position and doc[i].tag_ == "CD")):
        i += 1
    first, head = i, -1
    for token in doc[first : first + _LONGEST_PHRASE]:
        if head >= 0 and not _goes_on(token, doc[head]):
            break
        if token.tag_ in _NOUNS or _has_no_plural_s(token):
            head = token.i
        elif token.tag_ not in _MODIFIERS:
            break
    if head < 0:
        return None
    last = _with_conjunct(doc, head)
    return Phrase(doc[first].idx, doc[last].idx + len(doc[last]), first, head, last, _is_plural(doc[head]))


def _only_adds(token: Token) -> bool:
    """Whether a word is a determiner or only adds to a count: "12 [other] men", not "12 [New] Yorkers"."""
    word = token.text if token.i > 0 else token.lower_
    return word in words("figures", "counting", "determiners") or word in words("figures", "counting", "more")


def _goes_on(token: Token, head: Token) -> bool:
    """Whether a token still belongs to a phrase that has a noun already."""
    last = token.nbor(-1)
    if {last.tag_, token.tag_} & {"HYPH", "POS", "AFX"}:
        return True
    if token.tag_ not in _NOUNS and not _has_no_plural_s(token):
        return False
    # "12 people Monday": a plural closes the phrase unless the parser hangs it onto the next noun.
    modifies = last.head.i >= token.i and last.dep_ in ("compound", "nmod", "amod")
    return not _is_plural(head) or (token.tag_ in ("NN", "NNS") and modifies)


def _with_conjunct(doc: Doc, head: int) -> int:
    """Take "women and children" as one phrase: a bare plural that the parser joins to the first one."""
    if head + 2 >= len(doc) or doc[head + 1].lower_ != "and" or not _is_plural(doc[head]):
        return head
    for token in doc[head + 2 : head + 5]:
        if token.tag_ == "NNS":
            return token.i if token.dep_ == "conj" and token.head.i == head else head
        if token.tag_ not in ("JJ", "NN"):
            break
    return head


def _is_plural(token: Token) -> bool:
    return token.tag_ in ("NNS", "NNPS") or _has_no_plural_s(token)


def _has_no_plural_s(token: Token) -> bool:
    return token.lower_ in words("figures", "counting", "plural")


@cache
def _qualifiers() -> re.Pattern[str]:
    listed = {q.strip() for q in load("figures")["qualifiers"]["before"].split("|") if q.strip()}
    longest_first = sorted(listed, key=lambda q: (-len(q), q))
    found = "|".join(re.escape(q).replace(r"\ ", r"\s") for q in longest_first)
    return re.compile(rf"(?<![\w-])({found})\s*\Z", re.IGNORECASE)
