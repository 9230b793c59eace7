"""Edges: where a cue's own clause begins and ends, and where a content right of its cue ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.engines.rules.cues import cue_lexicon
from summarizer.engines.rules.parsing import lemma
from summarizer.engines.rules.subjects import behind_quotation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from summarizer.engines.rules.views import Cue, View

__all__ = ["cue_bounds", "disputed_claim", "end_before_others", "right_end"]

_OF_CUE = frozenset(
    {"nsubj", "nsubjpass", "advmod", "npadvmod", "tmod", "prep", "dative", "prt", "agent"}
    | {"aux", "auxpass", "neg", "appos", "intj"}
)
_BEFORE_CUE = frozenset({"nsubj", "nsubjpass", "aux", "auxpass", "neg", "mark", "expl"})
_MODIFIERS = frozenset({"VB", "VBP", "JJ", "NN"})
_CALLED_REACH = 9
_ADVERB_REACH = 4


def cue_bounds(cue: Cue) -> tuple[int, int]:
    """Return the token range of the cue's own clause: subject, auxiliaries, adverbials, addressee.

    "“…,” *the warden told reporters after the count*, “…”".
    """
    return _left_bound(cue), _right_bound(cue) + 1


def _left_bound(cue: Cue) -> int:
    view, verb, doc = cue.view, cue.verb, cue.verb.doc
    left = verb.i
    for child in cue.lefts:
        is_subject = child.dep_.startswith("nsubj")
        if (cue.inverted and is_subject) or view.quoted[child.i] is not None:
            continue
        if child.dep_ in _BEFORE_CUE or (child.dep_ == "advmod" and child.i > left - _ADVERB_REACH):
            left = min(left, behind_quotation(child) if is_subject else child.i)
    head = cue.subject.head
    if cue.subject.own and head is not None and head.i < verb.i and head.head.i == verb.i:
        left = min(left, behind_quotation(head))
        while (
            left > 0
            and doc[left].tag_[:3] == doc[left - 1].tag_[:3] == "NNP"
            and view.quoted[left - 1] is None
        ):
            left -= 1
    # "“…,” *lead* author Brandt told": taken for a verb
    stray = left > 1 and doc[left - 2].is_quote and doc[left - 1].tag_ in _MODIFIERS
    return min(left - stray, _relay_bound(cue), _habit_bound(cue))


def _habit_bound(cue: Cue) -> int:
    """Return where the clause begins that tells of a habit: "“…,” *she used to* say"."""
    verb, habit = cue.verb, cue.verb.head
    if verb.dep_ != "xcomp" or habit.lower_ != "used" or habit.i != verb.i - 2:
        return verb.i
    subject = next((c for c in habit.lefts if c.dep_ == "nsubj" and cue.view.quoted[c.i] is None), None)
    return verb.i if subject is None else behind_quotation(subject)


def _relay_bound(cue: Cue) -> int:
    """Return where the clause begins that passes a saying on: "“…,” *the agency quoted her as* saying"."""
    preposition = cue.verb.head
    verb = preposition.head
    if cue.verb.dep_ != "pcomp" or preposition.lower_ != "as" or lemma(verb) not in cue_lexicon().relaying:
        return cue.verb.i
    before = [c.left_edge.i for c in verb.lefts if c.dep_ in _BEFORE_CUE and cue.view.quoted[c.i] is None]
    return min([verb.i, *before])


def _right_bound(cue: Cue) -> int:
    view = cue.view
    right = cue.verb.i
    addressed = lemma(cue.verb) in cue_lexicon().addressing
    for child in cue.rights:
        if child.dep_ == "punct":
            continue
        if view.quoted[child.i] is not None:
            break
        if child.dep_ in _OF_CUE or (child.dep_ == "dobj" and (addressed or child.tag_ == "PRP")):
            right = max(right, _unquoted_edge(view, child))
        elif (
            child.dep_ == "advcl"
            and child.i > right
            and not view.quotes_within(child.left_edge.i, child.right_edge.i)
        ):
            if child.left_edge.lower_ in cue_lexicon().occasions or child.tag_ == "VBG":
                right = child.right_edge.i
        else:
            break
    return right


def _unquoted_edge(view: View, token: Token) -> int:
    """Return the last token of a phrase before a quotation in it, without punctuation."""
    last = token.i
    for i in range(token.i, token.right_edge.i + 1):
        if view.quoted[i] is not None:
            break
        last = i
    doc = token.doc
    while last > token.i and (doc[last].is_punct or doc[last].is_quote):
        last -= 1
    return last


def right_end(view: View, verb: Token, clause: Token, last: int) -> int:
    """Return the last token of a content right of its cue, which is ``last`` or earlier.

    It ends at a semicolon and before ", adding that …", "… and she said", ", according to" and the like.

    Args:
        view: the sentence.
        verb: the cue.
        clause: the head of the content.
        last: where the parse ends the content.
    """
    for i in range(max(clause.left_edge.i, verb.i + 1) + 2, last + 1):
        if view.quoted[i] is not None:
            continue
        end = _end_before(verb, verb.doc[i])
        if end is not None:
            return end
    return last


def _end_before(verb: Token, token: Token) -> int | None:
    """Return the last token of a content that ends before ``token``; None where it does not end there."""
    if token.text == ";" or _sets_scene(token):
        return token.i - 1
    if _opens_aside(token) or _brings_in_others(token):
        return token.i - 2
    if _is_withholding(token):
        return _before_conjunction(token.doc, token.left_edge.i)
    if token.lower_ == "according" and token.i + 1 < len(token.doc) and token.doc[token.i + 1].lower_ == "to":
        return token.i - 2 if token.doc[token.i - 1].text == "," else token.i - 1
    if _is_outer_cue(verb, token):
        return _before_conjunction(token.doc, token.i)
    return _before_second_clause(verb, token) if _is_second_cue(token) else None


def _before_conjunction(doc: Doc, i: int) -> int:
    """Return the token before the conjunction that stands before ``i``, and before a comma in front of it."""
    return i - 3 if doc[i - 2].text == "," else i - 2


def _opens_aside(token: Token) -> bool:
    """Tell whether a word behind a comma opens another saying: "*accusing* …", "*which* critics say …"."""
    lex = cue_lexicon()
    if token.doc[token.i - 1].text != ",":
        return False
    if token.tag_ == "VBG" and (lemma(token) in lex.acts or lemma(token) in lex.narrating):
        return True
    if token.tag_ in {"WDT", "WP"}:
        return token.head.dep_ == "relcl" and lemma(token.head) in lex.aside
    if token.lower_ == "as":  # "condemns the attacks, *as* its spokesman said"
        return token.dep_ == "mark" and lemma(token.head) in lex.clause
    if token.lower_ != "with":
        return False
    return any(c.dep_ == "pcomp" and c.tag_ == "VBG" and lemma(c) in lex.verbs for c in token.rights)


def end_before_others(view: View, first: int) -> int:
    """Return the position where a sentence brings in others behind its token ``first``, or where it ends."""
    doc = view.sentence.doc
    for i in range(max(first, 1), len(doc)):
        if view.quoted[i] is None and _brings_in_others(doc[i]):
            return view.at(i - 1)
    return view.end


def _brings_in_others(token: Token) -> bool:
    """Tell whether others speak behind a comma: "*while* a board puts it at 51", "*a* charge she denied"."""
    doc, i = token.doc, token.i - 1
    while i > 0 and doc[i].is_quote:
        i -= 1
    if doc[i].text not in {",", "—", "–", "-"}:
        return False
    if token.lower_ in {"while", "whereas", "though", "although"}:
        finite = token.dep_ == "mark" and token.head.tag_ in {"VBZ", "VBP", "VBD"}
        return finite and lemma(token.head) in cue_lexicon().contrasting
    if token.lower_ not in {"a", "an"}:
        return False
    return disputed_claim(token.head) is not None or _is_renamed(token.head)


def _is_renamed(noun: Token) -> bool:
    """Tell whether others give what was said a name: "…, *a charge* her campaign called “idle”"."""
    lex, doc = cue_lexicon(), noun.doc
    if lemma(noun) not in lex.disputable:
        return False
    near = (t for t in doc[noun.i + 1 : noun.i + _CALLED_REACH] if t.tag_[:2] == "VB")
    verb = next(near, None)
    return verb is not None and lemma(verb) in lex.small and doc[noun.i + 1].text not in {",", "that", "."}


def disputed_claim(noun: Token) -> Token | None:
    """Return the verb that disputes what was said before a comma: "…, a charge the mayor *denies*"."""
    lex = cue_lexicon()
    if lemma(noun) not in lex.disputable:
        return None
    return next((c for c in noun.rights if c.dep_ == "relcl" and lemma(c) in lex.denials), None)


def _sets_scene(token: Token) -> bool:
    """Tell whether a clause about the occasion begins: "insisted he “never lied” *after* it emerged …"."""
    if token.lower_ not in cue_lexicon().scenes or token.i <= 1:
        return False
    before = token.doc[token.i - 1]
    return before.is_quote or (before.text == "," and token.doc[token.i - 2].is_quote)


def _is_withholding(token: Token) -> bool:
    """Tell whether the speaker keeps something back: "said it was over but would not *elaborate*"."""
    lex = cue_lexicon()
    if token.dep_ != "conj":
        return False
    if token.nbor(-1).lower_ == "neither":  # "and *neither* confirmed nor denied it"
        return lemma(token) in lex.withheld
    if lemma(token) in lex.withholding:  # "but *refused* to comment"
        return any(c.dep_ == "xcomp" and lemma(c) in lex.withheld for c in token.rights)
    return token.tag_ == "VB" and lemma(token) in lex.withheld and any(c.dep_ == "neg" for c in token.lefts)


def _is_outer_cue(verb: Token, token: Token) -> bool:
    """Tell whether a coordinated verb without a subject is a second cue: "said no and *warned* …"."""
    if token.tag_ != verb.tag_ or token.dep_ != "conj" or token.doc[token.i - 1].dep_ != "cc":
        return False
    # In the present tense "finds that it rains and blames …" may go on with what is found.
    if token.tag_ != "VBD" and (token.tag_ != "VBZ" or token.head.tag_ in {"VBZ", "VBP"}):
        return False
    lex = cue_lexicon()
    base = lemma(token)
    asks = base in lex.question or base in lex.object_infinitive
    if not (asks or base in lex.clause or base in lex.object or base in lex.infinitive):
        return False
    return not any(c.dep_.startswith("nsubj") for c in token.children)


def _is_second_cue(token: Token) -> bool:
    """Tell whether a verb with a subject of its own reports anew: "…, and the warden *added* …"."""
    if token.tag_ not in {"VBD", "VBZ"} or token.dep_ not in {"conj", "parataxis", "dep"}:
        return False
    return lemma(token) in cue_lexicon().joining and any(c.dep_ == "nsubj" for c in token.lefts)


def _before_second_clause(verb: Token, token: Token) -> int:
    doc, left = token.doc, token.left_edge.i
    while left > verb.i + 1 and (doc[left - 1].is_punct or doc[left - 1].dep_ == "cc"):
        left -= 1
    return left - 1
