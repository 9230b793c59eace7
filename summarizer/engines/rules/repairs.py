"""Corrections of the parse where a small model goes wrong in the way that news is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["repair"]

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_PHRASE = _NOUNS | {"JJ", "CC", "DT", "HYPH", "POS"}
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
_TAIL = 8
"""Tokens behind a closing "said" that may tell when and where it was said."""
_SHORTEST = 4


def repair(doc: Doc) -> None:
    """Correct the parse of a sentence in place: "… hired 140 locals, *officials and leaders* said on Friday".

    The parse takes who said it for the end of a list in front of the comma.
    """
    for verb in doc[max(_SHORTEST, len(doc) - _TAIL) :]:
        if verb.lower_ == "said" and verb.tag_ == "VBD" and _closes(verb):
            speakers = _speakers_before(verb)
            if speakers:
                first = speakers[0]
                first.head, first.dep_, verb.dep_ = verb, "nsubj", "parataxis"
                for other in speakers[1:]:
                    other.head, other.dep_ = first, "conj"


def _closes(verb: Token) -> bool:
    """Tell whether a verb without a subject is the last of its sentence, and no quotation follows."""
    if any(c.dep_ in _SUBJECTS for c in verb.children) or verb.dep_ == "ROOT":
        return False
    return not any(t.tag_ in _FINITE or t.is_quote for t in verb.doc[verb.i + 1 :])


def _speakers_before(verb: Token) -> list[Token]:
    """Return the heads of "officials and union leaders" between a comma and the verb; none for others."""
    doc, i = verb.doc, verb.i - 1
    while i > 0 and doc[i].tag_ in _PHRASE:
        i -= 1
    if doc[i].text != "," or i == verb.i - 1:
        return []
    phrase = doc[i + 1 : verb.i]
    heads = [t for t in phrase if t.tag_ in _NOUNS and (t.i + 1 == verb.i or doc[t.i + 1].tag_ == "CC")]
    joined = any(t.tag_ == "CC" for t in phrase)
    listed = bool(heads) and heads[0].head.i < i
    return heads if joined and listed and all(_speaks(t) for t in heads) else []


def _speaks(noun: Token) -> bool:
    """Tell whether a noun is for people or bodies that speak, or a name."""
    one = names.singular(noun.lower_)
    return noun.tag_ in {"NNP", "NNPS"} or names.is_role(one) or one in words("cues", "speakers", "nouns")
