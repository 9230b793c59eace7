"""Contents right of the cue: complement clauses, and quotations behind a colon or a few words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.cues import cue_lexicon
from summarizer.engines.rules.edges import right_end
from summarizer.engines.rules.parsing import lemma
from summarizer.engines.rules.views import Content, finish

if TYPE_CHECKING:
    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.views import Cue, View
    from summarizer.segments import Segment

__all__ = ["complement", "may_take_clause", "quotation_behind"]

_LINK = re.compile(
    r"(?:\W|\b(?:that|of|as|how|it|this|them|him|her|is|was|were|are|the|a|an|by|in|for|saying|only|simply|and|being|"
    r"part)\b)*\Z",
    re.IGNORECASE,
)
_OPENING = " \t\n\"'“”‘’«»„"
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_HANGING = frozenset({"relcl", "ccomp", "appos", "npadvmod", "attr", "acl"})
_BETWEEN = frozenset(
    {"prep", "pobj", "dobj", "dative", "nsubj", "appos", "npadvmod", "advmod", "punct"}
    | {"det", "poss", "case", "compound", "amod", "nummod"}
)
_THAT_REACH = 14
"""Tokens between a cue and a "that" that the parse hung elsewhere."""
_WORDS_BETWEEN = 15
"""Tokens between a cue and a quotation that it introduces."""
_SURE_REACH, _UNSURE_REACH = 200, 40
"""Characters between a cue and the quotation behind its colon: for verbs of saying, and for any other."""


def may_take_clause(cue: Cue) -> bool:
    """Tell whether a clause with this verb and subject is what was said: "the *report* found that …"."""
    lex, head = cue_lexicon(), cue.subject.head
    if cue.base in lex.clause or cue.base in lex.question or cue.base in lex.hearing:
        return True
    if cue.base not in lex.document or head is None:
        return False
    return lemma(head) in lex.documents or head.tag_[:3] == "NNP" or head.lower_ == "it"


def complement(cue: Cue) -> Content | None:
    """Return a complement clause right of the verb: "said (that) the ferry was late"."""
    if not may_take_clause(cue):
        return None
    view, verb = cue.view, cue.verb
    clause = _clause_of(cue)
    if clause is None:
        return _that_clause(cue) or _unparsed(cue)
    if clause.i < verb.i:
        return None
    first = _behind_day(verb, max(clause.left_edge.i, verb.i + 1))
    if not any(c.dep_.startswith("nsubj") for c in clause.lefts):
        thats = (
            i for i in range(verb.i + 2, first) if verb.doc[i].lower_ == "that" and view.quoted[i] is None
        )
        first = next(thats, first)
    last = right_end(view, verb, clause, _with_continuation(cue, clause))
    if last < first:
        return None
    return finish(view, [view.range(first, last + 1)], "clause", cue.tokens)


def _behind_day(verb: Token, first: int) -> int:
    """Return where a clause begins behind the day of saying: "said *on Monday* it had sunk"."""
    doc, i = verb.doc, verb.i + 1
    i += i < len(doc) and doc[i].lower_ == "on"
    if (
        first == verb.i + 1
        and i + 1 < len(doc)
        and doc[i].text in names.WEEKDAYS
        and doc[i + 1].tag_ not in _FINITE | {","}
    ):
        return i + 1
    return first


def _clause_of(cue: Cue) -> Token | None:
    clause = next((c for c in cue.rights if c.dep_ == "ccomp"), None)
    if clause is None and cue.base in cue_lexicon().plain:
        loose = (c for c in cue.rights if c.dep_ in {"advcl", "xcomp"} and c.left_edge.lower_ == "that")
        clause = next(loose, None)
    if clause is None and cue.verb.dep_ == "relcl":
        clause = next((c for c in cue.rights if c.dep_ == "xcomp"), None)
    return clause


def _that_clause(cue: Cue) -> Content | None:
    """Return a clause that the parse hangs on the noun between: "said in a *letter* that …"."""
    view, verb, doc = cue.view, cue.verb, cue.verb.doc
    for i in range(verb.i + 2, min(verb.i + _THAT_REACH, len(doc) - 3)):
        token, before = doc[i], doc[i - 1]
        if (
            view.quoted[i] is not None
            or token.text in {";", ":"}
            or (token.tag_[:1] == "V" and before.text == ",")
            or (token.tag_ in _FINITE and before.dep_ == "cc")
        ):
            return None
        if (
            token.lower_ != "that"
            or token.tag_ not in {"IN", "WDT"}
            or token.dep_ not in {"mark", "nsubj", "dobj"}
        ):
            continue
        above = before.head if before.dep_ in {"pobj", "dobj", "pcomp", "compound"} else before
        if token.dep_ != "mark" or not verb.is_ancestor(above):
            return None
        last = right_end(view, verb, token, token.head.right_edge.i)
        return finish(view, [view.range(i, last + 1)], "clause", cue.tokens)
    return None


def _unparsed(cue: Cue) -> Content | None:
    """Return a clause that the parse took for an object: "said many of the boats …"."""
    view, verb, doc = cue.view, cue.verb, cue.verb.doc
    head = cue.subject.head
    if cue.base != "say" or not cue.subject.own or head is None or head.i > verb.i:
        return None
    taken = (c for c in cue.rights if c.dep_ in {"dobj", "advcl", "dep", "nsubj", "attr"})
    obj = next(taken, None)
    if obj is None or verb.i + 4 >= len(doc) or obj.left_edge.i > verb.i + 2:
        return None
    if view.quoted[verb.i + 1] is not None or obj.left_edge.lower_ in cue_lexicon().no_complement:
        return None
    if not any(t.tag_ in _FINITE for t in doc[obj.left_edge.i :]):
        return None
    last = right_end(view, verb, obj, len(doc) - 1)
    return finish(view, [view.range(obj.left_edge.i, last + 1)], "clause", cue.tokens)


def _with_continuation(cue: Cue, clause: Token) -> int:
    """Return the last token of a clause with what the parse hangs on its cue but belongs to it.

    "said they had doubts, but could not wait", "said the claim was wrong, because …".
    """
    view, doc = cue.view, cue.verb.doc
    last = clause.right_edge.i
    for child in cue.rights:
        if child.i <= last or child.dep_ in {"punct", "cc"}:
            continue
        parted = any(doc[i].text == ";" and view.quoted[i] is None for i in range(last, child.i))
        if parted or not _goes_on(child):
            break
        last = child.right_edge.i
    return last


def _goes_on(child: Token) -> bool:
    """Tell whether a word that hangs on the cue goes on with what was said."""
    lex = cue_lexicon()
    if child.dep_ == "conj":
        own = any(c.dep_ in {"nsubj", "nsubjpass", "expl"} or c.tag_ == "MD" for c in child.children)
        return child.tag_ == "VB" or (own and lemma(child) not in lex.clause)
    if child.dep_ == "advcl":
        return child.left_edge.lower_ in lex.reasons
    if child.dep_ == "prep":
        comma = child.doc[child.left_edge.i - 1].text == ","
        return not comma and child.lower_ not in lex.adverbials
    return child.dep_ in _HANGING and child.tag_ != "VBG"


def quotation_behind(cue: Cue) -> Content | None:
    """Return a quotation right of the verb with little between: "said: “…”", "told the crew it was “over”".

    A colon that ends the sentence announces a quotation in the next paragraph: its content has no ranges yet.
    """
    lex, view = cue_lexicon(), cue.view
    if not (cue.base in lex.quotation or may_take_clause(cue)):
        return None
    here = view.after(cue.verb.i)
    quote = next((q for q in view.quotes if q.start > here), None)
    if quote is None or quote.start > view.end:
        announced = view.text[here : view.end].rstrip().endswith(":") and cue.base not in {"call", "describe"}
        return Content([], "colon", cue.tokens) if announced else None
    if cue.base in lex.naming or not (_introduces(cue, here, quote) or _leads_to(cue, quote)):
        return None
    return finish(view, [(quote.start, quote.end), *_second_quotation(view, quote)], "quote", cue.tokens)


def _introduces(cue: Cue, here: int, quote: Segment) -> bool:
    """Tell whether a colon, a comma or linking words introduce a quotation behind the cue."""
    between = cue.view.text[here : quote.start]
    reach = _SURE_REACH if cue.base in cue_lexicon().clause else _UNSURE_REACH
    if between.rstrip(_OPENING).endswith((":", ",")) and len(between) < reach:
        return True
    return _LINK.match(cue.view.text, here, quote.start) is not None


def _leads_to(cue: Cue, quote: Segment) -> bool:
    """Tell whether only phrases stand between a verb of saying and a quotation: "said in May the “war”"."""
    if cue.base not in cue_lexicon().clause:
        return False
    view, verb, doc = cue.view, cue.verb, cue.verb.doc
    last = next((i for i in range(verb.i + 1, len(doc)) if view.at(i) >= quote.start - 1), len(doc))
    if last - verb.i >= _WORDS_BETWEEN:
        return False
    return all(doc[i].head.i == verb.i or doc[i].dep_ in _BETWEEN for i in range(verb.i + 1, last))


def _second_quotation(view: View, quote: Segment) -> list[Range]:
    """Return the quotation that carries on after another: "said it was “dull” and “far too long”"."""
    following = next((q for q in view.quotes if q.start > quote.end), None)
    if following is None or following.start >= view.end:
        return []
    linked = _LINK.match(view.text, quote.end, following.start)
    return [(following.start, following.end)] if linked else []
