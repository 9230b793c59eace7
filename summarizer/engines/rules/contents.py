"""Contents: what was said with a cue verb, by the frames in which it may attribute, likeliest first."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from summarizer.engines.rules.complements import complement, quotation_behind
from summarizer.engines.rules.cues import cue_lexicon
from summarizer.engines.rules.edges import cue_bounds
from summarizer.engines.rules.fronted import closes_quotation, fronted, is_inserted
from summarizer.engines.rules.objects import (
    disputed,
    has_infinitive,
    infinitive,
    light_object,
    plain_object,
    prepositional,
)
from summarizer.engines.rules.parsing import lemma
from summarizer.engines.rules.views import finish

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.engines.rules.views import Content, Cue

    Frame = Callable[[Cue], Content | None]

__all__ = ["content_of"]

_INTRODUCED = re.compile(r"[:,]\s*[\"'“‘«„]|:\s*\Z")
_CONDITION = re.compile(r"(?:Even if|If|Unless|As long as)\b[^\"“”]*,\s*")
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_NOMINAL = frozenset({"DT", "PDT", "PRP$", "JJ", "JJS", "CD", "NN", "NNS", "NNP", "NNPS", "PRP"})
_MARKS = " \n\"“«„‘'"
_REACH = 200
"""Characters behind a cue in which a colon or comma may introduce a quotation."""


def content_of(cue: Cue) -> Content | None:
    """Return what was said with this verb, or None where it says nothing here."""
    found = next((found for frame in _frames(cue) if (found := frame(cue)) is not None), None)
    return None if found is None or _is_anothers(cue, found) else _with_colon(cue, _with_front(cue, found))


def _with_colon(cue: Cue, found: Content) -> Content:
    """Add the quotation that a clause ends in behind a colon: "said he was sorry: “It was us.”"."""
    view = cue.view
    if found.frame != "clause" or not found.ranges:
        return found
    last = found.ranges[-1][1]
    quote = next((q for q in view.quotes if q.start >= last), None)
    if (
        quote is None
        or view.text[last : quote.start].strip(_MARKS) != ":"
        or found.ranges[-1][0] < view.at(cue.verb.i)
    ):
        return found
    return replace(found, ranges=[*found.ranges, (quote.start, quote.end)])


def _with_front(cue: Cue, found: Content) -> Content:
    """Add what stands in front of an inserted cue: "*If it fails*, she warned, “we will leave”"."""
    view = cue.view
    front = found.frame in {"clause", "quote"} and found.ranges and found.ranges[0][0] > view.at(cue.verb.i)
    if not front:
        return found
    first = cue_bounds(cue)[0]
    before = (view.start, view.at(first))
    if _CONDITION.fullmatch(view.text, *before) is None and not _begins_clause(cue, first, found):
        return found
    added = finish(view, [before], found.frame, cue.tokens)
    return found if added is None else replace(found, ranges=added.ranges + found.ranges)


def _begins_clause(cue: Cue, first: int, found: Content) -> bool:
    """Tell whether a subject is in front that a quotation goes on with: "*Most*, she said, “are well”"."""
    view, doc = cue.view, cue.verb.doc
    behind = (i for i in range(cue.verb.i, len(doc)) if view.at(i) >= found.ranges[0][0])
    goes_on = next((i for i in behind if not doc[i].is_quote), None)
    if goes_on is None or view.quoted[goes_on] is None or doc[goes_on].tag_ not in _FINITE or first <= 1:
        return False
    if doc[first - 1].text != "," or doc[0].tag_ not in _NOMINAL or view.quotes_within(0, first - 1):
        return False
    return not any(t.tag_ in _FINITE and t.dep_ != "relcl" for t in doc[:first])


def _is_anothers(cue: Cue, found: Content) -> bool:
    """Tell whether a quotation goes with another verb: "ruled it out, *telling* …", "who left, “…”"."""
    view, verb, doc = cue.view, cue.verb, cue.verb.doc
    quote = next(
        (q for q in view.quotes if found.ranges and q.start in (found.ranges[0][0], found.ranges[0][0] + 1)),
        None,
    )
    if quote is None or quote.start < view.after(verb.i):
        return False
    if verb.dep_ == "relcl" and view.after(verb.right_edge.i) < quote.start:
        return True
    lex = cue_lexicon()
    between = (doc[i] for i in range(verb.i + 1, len(doc)) if view.at(i) < quote.start)
    verbs = lex.clause | lex.quotation
    return any(t.tag_ == "VBG" and doc[t.i - 1].text == "," and lemma(t) in verbs for t in between)


def _frames(cue: Cue) -> list[Frame]:
    """Return the frames in the order in which they are tried."""
    phrases: list[Frame] = [disputed, infinitive, prepositional, light_object, plain_object]
    here = cue.view.after(cue.verb.i)
    introduced = _INTRODUCED.search(cue.view.text, here, min(here + _REACH, cue.view.end))
    phrases.insert(0 if introduced else len(phrases), quotation_behind)
    if has_infinitive(cue):
        return [infinitive, complement, fronted, *phrases]
    if closes_quotation(cue) or is_inserted(cue):
        return [fronted, complement, *phrases]
    return [complement, fronted, *phrases]
