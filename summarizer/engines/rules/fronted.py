"""Contents before and around the cue: "…, she said", "…, she said, …", "as she said, …"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.engines.rules.complements import may_take_clause
from summarizer.engines.rules.cues import cue_lexicon
from summarizer.engines.rules.edges import cue_bounds
from summarizer.engines.rules.parsing import lemma
from summarizer.engines.rules.views import finish, quote_before

if TYPE_CHECKING:
    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.views import Content, Cue, View
    from summarizer.segments import Segment

__all__ = ["closes_quotation", "fronted", "is_inserted"]

_PAUSES = (",", "—", "–", "--")
_STOPS = (":", ".", "!", "?", "—", "–", "-")
_OPENING = " \t\n\"'“”‘’«»„"
_HANGING = frozenset({"advcl", "relcl", "acl"})
_MIN_WORDS = 4
"""Words that a clause without a parse has at least, to be what was said."""
_LONG = 3
"""A quotation of more words than these is rather speech than a word in quotes."""


@dataclass(frozen=True, slots=True)
class _Before:
    """What stands before a cue's own clause.

    Attributes:
        left: first token of the cue's clause.
        right: one past its last token.
        text: the sentence until there.
        quote: the quotation that ends right there.
        clause: head of the clause that the cue interrupts or closes, as far as the parse has it.
    """

    left: int
    right: int
    text: str
    quote: Segment | None
    clause: Token | None


def is_inserted(cue: Cue) -> bool:
    """Tell whether an inverted cue stands between commas: "Ruritania, *said the envoy*, has …"."""
    verb, head = cue.verb, cue.subject.head
    if head is None or not cue.inverted or verb.i <= 1 or verb.doc[verb.i - 1].text != ",":
        return False
    after = head.right_edge.i + 1
    return after < len(verb.doc) and verb.doc[after].text == ","


def closes_quotation(cue: Cue) -> bool:
    """Tell whether the cue follows a quotation of some length: "“…,” *she said*, suggesting that …"."""
    verb, view = cue.verb, cue.view
    if any(
        c.dep_ == "ccomp" and c.left_edge.i <= verb.i + 2 and verb.doc[verb.i + 1].text != ","
        for c in cue.rights
    ):
        return False
    quote = quote_before(view, view.at(cue_bounds(cue)[0]))
    return quote is not None and len(view.text[quote.start : quote.end].split()) > _LONG


def fronted(cue: Cue) -> Content | None:
    """Return what was said before or around the cue: "The ferry, the warden said, was late"."""
    if not (cue.base in cue_lexicon().quotation or may_take_clause(cue)):
        return None
    view = cue.view
    left, right = cue_bounds(cue)
    if _is_as_clause(cue, left):
        return _as_said(cue, left, right)
    quote = quote_before(view, view.at(left))
    before = _Before(left, right, view.text[view.start : view.at(left)], quote, _interrupted(cue))
    if not _is_said(cue, before):
        return None
    ranges = [*_first_part(cue, before), *_second_part(cue, before)]
    return finish(view, ranges, "quote" if quote else "clause", cue.tokens, fronted=quote is None)


def _is_as_clause(cue: Cue, left: int) -> bool:
    marked = any(c.dep_ == "mark" and c.lower_ == "as" for c in cue.lefts)
    return marked or (left > 0 and cue.verb.doc[left - 1].lower_ == "as")


def _as_said(cue: Cue, left: int, right: int) -> Content | None:
    """Return what was said around "as she said": the rest of the sentence."""
    view, doc = cue.view, cue.verb.doc
    complete = any(c.dep_ in {"ccomp", "xcomp", "dobj"} for c in cue.rights)
    if not cue.subject.own or cue.base not in cue_lexicon().clause or complete:
        return None
    first = view.at(left if doc[left].lower_ == "as" else left - 1)
    ranges = [(view.start, first), (view.after(right - 1), view.end)]
    return finish(view, [r for r in ranges if r[1] > r[0]], "clause", cue.tokens, fronted=True)


def _interrupted(cue: Cue) -> Token | None:
    verb = cue.verb
    clause = next((c for c in cue.lefts if c.dep_ == "ccomp"), None)
    if clause is not None or verb.head.i == verb.i:
        return clause
    above = verb.dep_ in {"ccomp", "dep", "advcl"} and verb.head.i < verb.i
    return verb.head if verb.dep_ == "parataxis" or above else None


def _is_said(cue: Cue, before: _Before) -> bool:
    """Tell whether what stands before the cue is what was said: a quotation, or a clause up to a comma."""
    if before.quote is not None:
        return True
    lex = cue_lexicon()
    if not before.text.rstrip().endswith(_PAUSES) or (
        cue.base in lex.quotation and cue.base not in lex.clause
    ):
        return False
    ends = before.right >= len(cue.verb.doc) - 1
    closing = cue.base == "say" and ends and len(before.text.split()) > _MIN_WORDS
    return cue.subject.own and (before.clause is not None or cue.inverted or closing)


def _first_part(cue: Cue, before: _Before) -> list[Range]:
    """Return the range before the cue, from the sentence's start or from behind an earlier cue."""
    view, doc, left, quote = cue.view, cue.verb.doc, before.left, before.quote
    joined = left > 1 and doc[left - 1].text == "," and doc[left - 2].dep_ == "cc"
    if joined and not before.text.startswith(doc[left - 2].text):
        return []  # "… at anchor and, traders say, shelves bare"
    if quote is not None and _is_alone(view, quote):
        return [(quote.start, view.at(left))]
    begin, earlier = view.start, _last_cue_before(view, left, before.clause)
    if earlier:
        behind = before.clause is not None and before.clause.left_edge.i > earlier
        begin = view.at(before.clause.left_edge.i if before.clause is not None and behind else earlier + 1)
    return [(begin, view.at(left))]


def _is_alone(view: View, quote: Segment) -> bool:
    """Tell whether only punctuation, or a clause up to a colon or stop, stands before the quotation."""
    if any(q is not quote and q.end > view.start and q.start < quote.start for q in view.quotes):
        return False
    lead = view.text[view.start : max(view.start, quote.start)].rstrip(_OPENING)
    return not any(c.isalnum() for c in lead) or lead.endswith(_STOPS)


def _last_cue_before(view: View, left: int, clause: Token | None) -> int:
    """Return the index of the last reporting verb before token ``left`` that is outside ``clause`` (0: none).

    What hangs on the clause is a part of it: "It ended after they *accepted* the deal, she said". So is the
    clause's own verb, where it has an object: "Berg *accepted* the offer, she said".
    """
    lex, doc = cue_lexicon(), view.sentence.doc
    for i in range(left - 1, 0, -1):
        token = doc[i]
        if (
            view.quoted[i] is not None
            or token.tag_ not in {"VBD", "VBZ", "VBP"}
            or lemma(token) not in lex.clause
        ):
            continue
        within = clause is not None and token.dep_ in _HANGING and clause.is_ancestor(token)
        own = {c.dep_ for c in token.rights} if token == clause else set[str]()
        # either an object or an infinitive: "Manager *told* crew to listen, court hears" has both
        within = within or ("ccomp" not in own and len(own & {"dobj", "xcomp"}) == 1)
        if not within and any(c.dep_ == "nsubj" for c in token.children):
            return i
    return 0


def _second_part(cue: Cue, before: _Before) -> list[Range]:
    """Return what goes on after an inserted cue: "Ruritania, he said, *will …*"."""
    view, doc, right = cue.view, cue.verb.doc, before.right
    if right >= len(doc):
        return []
    at = view.at(right)
    following = next((q for q in view.quotes if q.start >= at), None)
    if following is not None and not any(c.isalnum() for c in view.text[at : following.start]):
        return [(following.start, following.end)]
    i = right
    while i < len(doc) and (doc[i].is_punct or doc[i].is_quote):
        i += 1
    if i in {right, len(doc)} or (before.quote is not None and doc[i].dep_ == "mark"):
        return []  # "“…,” she said, *though* she did not name them" is told
    if before.clause is not None:
        return _rest_of(cue, before.clause, i)
    later = next((c for c in cue.rights if c.dep_ == "ccomp" and c.left_edge.i >= i), None)
    return [(view.at(i), view.end)] if later is not None and later.left_edge.i == i else []


def _rest_of(cue: Cue, clause: Token, i: int) -> list[Range]:
    """Return the rest of an interrupted clause from token ``i``, where it goes on there."""
    view, verb, lex, token = cue.view, cue.verb, cue_lexicon(), cue.verb.doc[i]
    if token.tag_ in {"WP", "WDT", "WRB"} or (token.tag_ == "VBG" and lemma(token) in lex.verbs):
        return []
    inside = {t.i for t in clause.subtree} - {
        t.i for t in verb.subtree if clause.dep_ != "ccomp" or t.i == verb.i
    }
    if i not in inside:
        return []
    if token.dep_ == "cc":
        another = any(lemma(t) in lex.clause and t.tag_[:2] == "VB" for t in verb.doc[i:])
        return [] if another else [(view.at(i + 1), view.end)]
    complete = clause.dep_ == "ccomp" and clause.head.i == verb.i and clause.right_edge.i < i
    return [] if complete else [(view.at(i), view.end)]
