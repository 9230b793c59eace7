"""Subjects: whom a cue verb is predicated of, read from the parse, and the words that name them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from summarizer.engines.rules.cues import cue_lexicon
from summarizer.engines.rules.lexicon import words
from summarizer.engines.rules.parsing import lemma

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.views import View

__all__ = ["Subject", "behind_quotation", "mention_of", "nearby_subject", "subject_of"]

_SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
_DEEPEST = 6
_SHARING = frozenset({"conj", "xcomp", "advcl", "ccomp", "dep", "parataxis"})
_BEFORE_NAMES = frozenset({"appos", "relcl", "acl", "advcl", "parataxis"})
_PARTS_OF_NAMES = frozenset({"prep", "nmod", "nummod", "compound", "amod", "flat"})
_LEADING_TO_HEAD = frozenset({"compound", "amod", "nmod", "poss", "det"})
_NO_CLAUSE = frozenset({"acl", "advcl", "amod", "xcomp", "pcomp"})
_NAMING_TAGS = frozenset({"NNP", "NNPS", "PRP", "NN", "NNS"})
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
"""The time in front of an entry of a live ticker."""

_DASHES = frozenset({"-", "–", "—", "--"})
_TITLE_REACH = 13
"""Tokens that a title and a name may take after an inverted cue."""
_APPOSITION_REACH = 25
"""Tokens that may stand between the commas of an apposition before a cue."""
_APPOSITION_GAP = 3
_MOST_HEADS = 40
"""Heads joined by "and" that are followed one by one; a list that is longer is taken whole."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a cue verb is predicated of.

    Attributes:
        head: head token of the noun phrase, or None where the text names nobody.
        relay: head token of who passed it on ("the Embassy" in "the Embassy quoted Lind as saying").
        carrier: the document in which it was said, where the subject issued one.
        own: whether the noun phrase is the verb's own, not that of a governing verb.
    """

    head: Token | None
    relay: Token | None = None
    carrier: Token | None = None
    own: bool = True


def _child(token: Token, *deps: str) -> Token | None:
    return next((c for c in token.children if c.dep_ in deps), None)


def _object_of(preposition: Token | None) -> Token | None:
    return _child(preposition, "pobj") if preposition is not None else None


def _antecedent(subject: Token, verb: Token) -> Token:
    return verb.head if subject.tag_ in {"WP", "WDT"} and verb.dep_ == "relcl" else subject


def subject_of(verb: Token, quoted: Collection[int] = (), depth: int = 0) -> Subject | None:
    """Return whom a cue verb is predicated of, or None where nobody can be made out.

    Follows coordination ("met … and said"), control ("went on to say", "…, adding that"), relative clauses,
    passives of relay ("was quoted as saying") and nouns that carry words ("a statement saying"). Tokens whose
    index is in ``quoted`` stand inside a quotation and are nobody's name here; ``depth`` counts the verbs
    followed so far.
    """
    if depth > _DEEPEST:
        return None
    able = (c for c in reversed(list(verb.children)) if c.dep_ in _SUBJECTS and c.i not in quoted)
    subjects = [c for c in able if not _is_number(c)]
    subject = _not_apposed(subjects) if len(subjects) > 1 else next(iter(subjects), None)
    if subject is not None:
        return Subject(_antecedent(_outside_dashes(_behind_participle(subject)), verb))
    agent = _object_of(_child(verb, "agent"))
    if agent is not None:
        return Subject(agent)
    if _child(verb, "nsubjpass") is not None or verb.head.i == verb.i:
        return None
    return _borrowed(verb, quoted, depth)


def _not_apposed(subjects: Sequence[Token]) -> Token:
    """Return the subject of several (the last first) that is no name for who is told of behind the first.

    "*The inquiry*, led by a judge, Ann Roe, put it at 19": the parse takes both for subjects.
    """
    last, first = subjects[0], subjects[-1]
    doc, i = last.doc, last.left_edge.i - 1
    while i > first.i and doc[i].text != "," and last.i - i < _TITLE_REACH:
        i -= 1
    told = (c for c in first.rights if c.dep_ in {"acl", "relcl"})
    apposed = last.tag_ == "NNP" and doc[i].text == "," and any(c.is_ancestor(doc[i - 1]) for c in told)
    return first if apposed else last


def _behind_participle(head: Token) -> Token:
    """Return who speaks in "Echoing Song, *Vice Admiral Lodhi* said", where the parse takes both for one."""
    name = next((c for c in head.rights if c.dep_ == "appos" and c.tag_ == "NNP"), None)
    opens = head.left_edge.i == 0 and head.left_edge.lower_ in words("titles", "outside", "participles")
    return name if opens and name is not None and head.doc[head.i + 1].text == "," else head


def _outside_dashes(head: Token) -> Token:
    """Return whom a name between dashes is one of: "*the experts* – among them Ann Roe – said"."""
    doc = head.doc
    if head.i + 1 >= len(doc) or doc[head.i + 1].text not in _DASHES:
        return head
    for i in range(head.i - 1, max(1, head.i - _APPOSITION_REACH), -1):
        if doc[i].text in _DASHES:
            member = doc[i + 1].lower_ in {"among", "including"} and doc[i - 1].tag_[:2] == "NN"
            return doc[i - 1] if member else head
    return head


def _is_number(token: Token) -> bool:
    """Tell whether a "subject" is a figure, which says nothing: "its survey says 38 per *cent*"."""
    share = token.lower_ in {"cent", "percent", "pc", "%"}
    return (share and any(c.dep_ == "nummod" for c in token.lefts)) or token.text.isdigit()


def _borrowed(verb: Token, quoted: Collection[int], depth: int) -> Subject | None:
    """Return the subject that a verb without one of its own has from the word that it hangs on."""
    head, dep = verb.head, verb.dep_
    if dep == "pcomp":
        return _of_preposition(head, quoted, depth)
    if dep == "acl" and head.dep_ == "dobj" and lemma(head.head) in cue_lexicon().citing:
        above = subject_of(head.head, quoted, depth + 1)  # "cited officials saying …"
        return Subject(head, above.head if above else None)
    if dep == "acl" or (dep == "relcl" and head.tag_[:2] == "NN"):
        return _of_noun(head, quoted, depth)
    if dep == "conj" and _joins_outer_verb(verb):
        return _controlled(head.head, quoted, depth)
    finite = dep == "ccomp" and verb.tag_ not in {"VBG", "VB"}
    if dep in _SHARING and head.tag_[:1] == "V" and not finite:
        return _controlled(head, quoted, depth)
    return None


def _joins_outer_verb(verb: Token) -> bool:
    """Tell whether a verb joined to a clause goes with its cue: "said it was late and *warned* …"."""
    head = verb.head
    present = verb.tag_ == "VBZ" and head.tag_ not in {"VBZ", "VBP"}
    tense = head.head.i < verb.i and verb.tag_ == head.head.tag_ and (verb.tag_ == "VBD" or present)
    return tense and head.dep_ == "ccomp" and verb.doc[verb.left_edge.i - 1].dep_ == "cc"


def _of_preposition(preposition: Token, quoted: Collection[int], depth: int) -> Subject | None:
    """Return the subject of a verb after a preposition: "quoted her as *saying*", "closed by *saying*"."""
    above = preposition.head
    if preposition.lower_ == "as":
        passive = _child(above, "nsubjpass")  # "was remembered as saying", but not "regard her as saying"
        return _relayed(above) or (Subject(_antecedent(passive, above), own=False) if passive else None)
    return _controlled(above, quoted, depth) if above.tag_[:1] == "V" else None


def _controlled(head: Token, quoted: Collection[int], depth: int) -> Subject | None:
    passive = _child(head, "nsubjpass")
    if passive is not None:
        return Subject(_antecedent(passive, head), own=False)
    found = subject_of(head, quoted, depth + 1)
    return replace(found, own=False) if found is not None else None


def _relayed(verb: Token) -> Subject | None:
    """Return the subject of "saying" in "Y quoted X as saying" and "X was quoted (by Y) as saying"."""
    if lemma(verb) not in cue_lexicon().relaying:
        return None
    relay = _object_of(_child(verb, "agent"))
    passive = _child(verb, "nsubjpass")
    if passive is not None:
        return Subject(_antecedent(passive, verb), relay)
    if verb.dep_ == "acl":
        return Subject(verb.head, relay)
    quoted = _child(verb, "dobj")
    above = subject_of(verb, (), 1)
    if quoted is None:
        return above
    return Subject(quoted, above.head if above else None)


def _of_noun(noun: Token, quoted: Collection[int], depth: int) -> Subject | None:
    """Return the subject of a verb that modifies a noun: whoever issued the statement, else the noun itself.

    "The *mayor's* letter saying …", "a letter by the *mayor* saying …", "*she* issued a letter saying …".
    """
    lex = cue_lexicon()
    if lemma(noun) not in lex.carriers:
        return Subject(noun)
    by = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in {"by", "from"}), None)
    owner = _child(noun, "poss") or _object_of(by)
    if owner is not None:
        return Subject(owner, carrier=noun)
    if noun.dep_ == "dobj" and lemma(noun.head) in lex.carrier_verbs:
        found = subject_of(noun.head, quoted, depth + 1)
        if found is not None:
            return Subject(found.head, found.relay, noun, own=False)
    return Subject(noun)


def nearby_subject(view: View, verb: Token) -> Subject | None:
    """Return a subject that the parse missed, by its place: "“…,” said X", "X, a potter, said: “…”".

    Only for finite verbs that take a clause or a quotation.
    """
    lex = cue_lexicon()
    if verb.tag_ not in {"VBD", "VBZ", "VBP"} or lemma(verb) not in lex.clause | lex.quotation:
        return None
    return _name_behind(verb) or _name_before(view, verb)


def _name_behind(verb: Token) -> Subject | None:
    doc, before = verb.doc, verb.i - 1
    if before < 0 or not (doc[before].is_quote or doc[before].text in {",", "—", "–"}):
        return None
    for token in doc[verb.i + 1 : verb.i + 1 + _TITLE_REACH]:
        if token.tag_ in _NAMING_TAGS:
            return Subject(_head_of_phrase(token))
        if token.is_punct or token.tag_[:1] == "V":
            break
    return None


def _head_of_phrase(token: Token) -> Token:
    while token.head.i > token.i and token.dep_ in _LEADING_TO_HEAD and token.head.tag_[:2] == "NN":
        token = token.head
    return token


def _name_before(view: View, verb: Token) -> Subject | None:
    doc, before = verb.doc, verb.i - 1
    if before <= 0 or verb.dep_ in _NO_CLAUSE:
        return None
    if doc[before].tag_[:2] == "NN" and view.quoted[before] is None:
        return Subject(doc[before])
    if doc[before].text != ",":
        return None
    commas = (i for i in range(before - 1, max(0, before - _APPOSITION_REACH), -1) if doc[i].text == ",")
    comma = next(commas, 0)
    if comma and doc[comma - 1].tag_[:3] == "NNP" and view.quoted[comma - 1] is None:
        return Subject(doc[comma - 1])
    return None


def mention_of(head: Token, depth: int = 0) -> Range:
    """Return the token range of the noun phrase around ``head`` without what follows it after a comma.

    Keeps what stands before the head, coordinated heads and "of/for/at/with …"; leaves out appositions after
    a comma, relative clauses, participles and adverbials. ``depth`` counts the coordinated heads so far.
    """
    right = _last_of_mention(head, depth)
    left = _first_of_mention(head)
    doc = head.doc
    while left < right and (
        (doc[left].is_punct and not doc[left].is_quote) or _CLOCK.fullmatch(doc[left].text)
    ):
        left += 1
    while right > head.i and (doc[right].is_punct or doc[right].dep_ == "cc"):
        right -= 1
    opened = [t.text for t in doc[left : right + 1] if t.text in {"(", ")"}]
    if opened[-1:] == ["("] and right + 1 < len(doc) and doc[right + 1].text == ")":
        right += 1
    return left, right + 1


def behind_quotation(head: Token) -> int:
    """Return the first token of a noun phrase, behind what the parse took for a part of it.

    That is a quotation, or the noun that a clause hangs on: "an attack *the mayor* called idle".
    """
    doc, left = head.doc, head.left_edge.i
    if doc[left].tag_ == "DT":
        again = (i for i in range(head.i - 1, left + 1, -1) if doc[i].tag_ == "DT")
        left = next((i for i in again if doc[i - 1].tag_ in {"NN", "NNS"}), left)
    marks = (i for i in range(head.i - 1, left, -1) if doc[i].is_quote and doc[i - 1].is_punct)
    return next(marks, left - 1) + 1


def _first_of_mention(head: Token) -> int:
    doc, left = head.doc, behind_quotation(head)
    clause = next((c for c in head.lefts if c.dep_ in _BEFORE_NAMES), None)
    if clause is not None:
        left = clause.right_edge.i + 1
    if head.tag_[:3] == "NNP":
        while left > 0 and doc[left - 1].tag_ in {"NNP", "NNPS"} and doc[left].tag_[:3] == "NNP":
            left -= 1
    between = (i for i in range(head.i - 1, left, -1) if doc[i].tag_ == "DT" and doc[i].head.i == head.i)
    determiner = next(between, None)
    if determiner is not None and doc[determiner - 1].tag_ not in {"PDT", "DT"}:
        return determiner  # "dismissed as baseless [a newspaper report]"
    return left


def _last_of_mention(head: Token, depth: int) -> int:
    right = head.i
    for child in head.rights:
        if child.dep_ == "cc" or (child.dep_ in _PARTS_OF_NAMES and child.i == right + 1):
            right = child.right_edge.i
        elif child.dep_ == "conj":
            right = mention_of(child, depth + 1)[1] - 1 if depth < _MOST_HEADS else child.right_edge.i
        elif _is_tight_apposition(child, right):
            right = child.right_edge.i
        elif child.dep_ != "case" and not _is_comma_of_list(child, head):
            break
    return right


def _is_tight_apposition(child: Token, right: int) -> bool:
    """Tell whether an apposition stands without a comma: "the potter *Ilse Brandt*"."""
    if child.dep_ != "appos" or child.i > right + _APPOSITION_GAP:
        return False
    return child.doc[right + 1].text not in {",", "(", "-", "–", "—"}


def _is_comma_of_list(child: Token, head: Token) -> bool:
    if child.dep_ != "punct" or child.text != ",":
        return False
    return any(c.dep_ == "conj" and c.i > child.i for c in head.rights)
