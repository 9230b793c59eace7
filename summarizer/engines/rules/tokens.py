"""The tokens of one sentence, read out once, and which of them can be part of a name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.parsing import Sentence

__all__ = ["HYPHENS", "Tokens", "headline_like", "openings"]

_STRAY_TAGS = frozenset(
    [
        "NN",
        "NNS",
        "JJ",
        "JJR",
        "VB",
        "VBP",
        "VBZ",
        "VBN",
        "VBD",
        "VBG",
        "FW",
        "UH",
        "LS",
        "XX",
        "RB",
        "AFX",
        "ADD",
    ]
)
_QUOTES = frozenset("\"“”„‟«»‘'`*:")
_SURNAMES = ("May", "March", "June", "April", "Said")
_ACRONYMS = frozenset({"SAT", "SUN", "MON", "MAR", "DEC", "JAN"})
"""What names of days and months are shortened to, in capitals: a body's initials."""

_MONTHLIKE = ("Jan", "Jun")
"""Given names that are also a month's."""

HYPHENS = frozenset("-‐‑–")
"""Characters that join the words of one name."""


class Tokens:
    """The tokens of a sentence with their text and tags read out once."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens: list[Token] = [t for t in sentence.tokens if not t.is_space]
        self.at = {t.i: k for k, t in enumerate(self.tokens)}
        self.text = [t.text for t in self.tokens]
        self.tag = [t.tag_ for t in self.tokens]
        self.tight = [not t.whitespace_ for t in self.tokens]

    def range(self, first: int, stop: int) -> Range:
        """Return the article's range of the tokens ``[first, stop)``."""
        return self.sentence.start(self.tokens[first]), self.sentence.end(self.tokens[stop - 1])

    def is_name(self, i: int) -> bool:
        """Tell whether a token can be part of a name: capitalised, and tagged or placed like one."""
        word = self.text[i] if i < len(self.text) else ""
        participle = i == 0 and word.lower() in words("titles", "outside", "participles")
        if not word[:1].isupper() or participle:
            return False
        if names.bare(word) in words("titles", "outside", "words") and word not in _ACRONYMS:
            if word in _MONTHLIKE and self.tag[i] == "NNP" and i + 1 < len(self.text):
                last = i > 0 and self.tag[i - 1] == "NNP" and self.tag[i + 1] != "CD" and self.is_name(i - 1)
                return last or self.hyphenated(i + 1) or (self.tag[i + 1] == "NNP" and self.is_name(i + 1))
            surname = i > 0 and word in _SURNAMES
            return surname and names.is_given(self.text[i - 1]) and self.tag[i] == "NNP"
        tag = self.tag[i]
        opening = i == 0 or (self.text[i - 1] in _QUOTES and self.tag[i - 1] != "POS")
        if tag in ("NNP", "NNPS"):
            return not (opening and names.bare(word) in _common())
        if opening:
            known = names.is_given(word) or names.is_role(word) or names.country_of(word) is not None
            return known and self.is_name(i + 1)
        return tag in _STRAY_TAGS or (tag == "CD" and word.isalpha() and self.tag[i - 1] in ("NNP", "NNPS"))

    def hyphenated(self, i: int) -> bool:
        """Tell whether token ``i`` is a hyphen without white space on either side."""
        return 0 < i < len(self.text) - 1 and self.text[i] in HYPHENS and self.tight[i] and self.tight[i - 1]


@cache
def _common() -> frozenset[str]:
    return (
        words("organizations", "group", "words")
        | words("unnamed", "always", "words")
        | words("unnamed", "plural", "words")
        | words("organizations", "publication", "documents")
    )


def openings(tokens: Tokens) -> list[int]:
    """Return where a capital says nothing: the first token and those behind an opening quotation mark."""
    return [i for i in range(len(tokens.text)) if i == 0 or tokens.text[i - 1] in _QUOTES]


def headline_like(sentence: Tokens) -> bool:
    """Tell whether most words of a sentence are capitalised, so that capitals say nothing about names."""
    long = [w for w in sentence.text if len(w) > 3 and w[0].isalpha()]  # noqa: PLR2004 - short words stay small in headlines
    return len(long) >= 3 and sum(w[0].isupper() for w in long) > 0.7 * len(long)  # noqa: PLR2004 - most of at least three
