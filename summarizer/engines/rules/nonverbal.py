"""Cues that are no verbs: "according to", nouns with a clause, "reportedly", and a headline's label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.cues import cue_lexicon, nothing_said
from summarizer.engines.rules.edges import end_before_others
from summarizer.engines.rules.findings import Finding
from summarizer.engines.rules.parsing import lemma
from summarizer.engines.rules.subjects import mention_of, subject_of
from summarizer.engines.rules.views import tidy, whole_quotes

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.views import View

__all__ = ["according", "headline_label", "hearsay", "noun_with_clause"]

_LABEL = re.compile(r"(?P<name>[^\W\d_][\w.’'&-]*(?: [\w.’'&-]+){0,4}):\s+(?=\S)")
_WORD = re.compile(r"\w+")
_OPINIONS = frozenset({"view", "opinion"})
_OURS = frozenset({"my", "our", "your", "i", "we"})
_OPENERS = frozenset({"but", "and", "where", "because", "although", "though", "while", "whereas", "that"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NO_MAIN_CLAUSE = frozenset({"WP", "WDT", "VBG", "CC", "IN"})
_SOURCE_REACH = 12
"""Tokens behind "according to" in which a source is looked for that the parse missed."""
_LONGEST_SOURCE = 14
"""Tokens of a source's phrase that are believed before its comma."""
_COMMA_REACH = 25
_LABELLED_WORDS = 4


def according(view: View, token: Token) -> Finding | None:
    """Return the statement of "according to": "*According to the board*, the ferry sank"."""
    doc, to = token.doc, token.i + 1
    if to >= len(doc) or doc[to].lower_ != "to":
        return None
    source = _source(doc[to])
    if source is None or source.lower_ in cue_lexicon().mute:
        return None
    mention = mention_of(source)
    end = source.right_edge.i + 1
    ranges = _behind(view, mention[1], end) if _opens_clause(token) else _around(view, token, end)
    kept = [r for a, b in ranges if (r := tidy(view.text, a, b, fronted=True)) is not None]
    if not kept:
        return None
    kept = whole_quotes(view, kept, view.range(token.i, mention[1]))
    return Finding(
        content=kept,
        cue=view.range(token.i, to + 1),
        lemma="according to",
        frame="according",
        mention=view.range(*mention),
        sentence=view.sentence.index,
    )


def _source(to: Token) -> Token | None:
    parsed = next((c for c in to.children if c.dep_ == "pobj"), None)
    if parsed is not None:
        return parsed
    doc = to.doc
    nouns = (t for t in doc[to.i + 1 : to.i + _SOURCE_REACH] if t.tag_[:2] == "NN")
    return next((t for t in nouns if t.i + 1 == len(doc) or doc[t.i + 1].tag_[:2] != "NN"), None)


def _opens_clause(token: Token) -> bool:
    """Tell whether "according" opens its sentence or clause: "Late, but *according* to the crew safe"."""
    doc = token.doc
    head = next((i for i in range(token.i - 1, -1, -1) if not doc[i].is_punct), None)
    if head is None or doc[head].lower_ in _OPENERS:
        return True
    return bool(doc[token.i - 1].text in {";", "(", "—", ":"})


def _behind(view: View, mentioned: int, end: int) -> list[Range]:
    """Return what follows a fronted "according to X,": from the comma behind the source on."""
    doc = view.sentence.doc
    first = max(mentioned, min(end, mentioned + _LONGEST_SOURCE))
    near = range(first, min(len(doc), max(end, mentioned) + _COMMA_REACH))
    comma = next((i for i in near if doc[i].text == "," and view.quoted[i] is None), None)
    if comma is None:
        comma = next((i for i in range(mentioned, len(doc)) if doc[i].text == ","), None)
    if comma is not None:
        comma = _behind_name(doc, mentioned, comma)
    until = end_before_others(view, comma + 1 if comma is not None else end)
    return [(view.after(comma) if comma is not None else view.at(end), until)]


def _behind_name(doc: Doc, mentioned: int, comma: int) -> int:
    """Return the comma behind the name that goes with an office: "according to the mayor, *Ann Roe,* …"."""
    last = comma + 1
    while last < len(doc) and doc[last].tag_ == "NNP":
        last += 1
    if not names.is_role(doc[mentioned - 1].text) or last - comma <= 2 or last + 1 >= len(doc):  # noqa: PLR2004 - two names
        return comma
    closed = doc[last].text == "," and doc[last + 1].tag_ not in {"CD", "WP", "DT"}
    return last if closed else comma


def _around(view: View, token: Token, end: int) -> list[Range]:
    """Return what stands before "according to X" and, where the clause goes on behind a comma, after it."""
    doc = token.doc
    before = (i for i in range(token.i - 1, 0, -1) if view.quoted[i] is None and doc[i].text == ";")
    semicolon = next(before, None)
    ranges = [(view.after(semicolon) if semicolon is not None else view.start, view.at(token.i))]
    if end + 1 < len(doc) and doc[end].text == ",":
        follows = doc[end + 1]
        main = follows.tag_ not in _NO_MAIN_CLAUSE and not follows.is_quote
        if main or (doc[token.i - 1].text == "," and follows.tag_ in _FINITE):
            ranges.append((view.at(end + 1), view.end))
    return ranges


def noun_with_clause(view: View, noun: Token) -> Finding | None:
    """Return the statement of a noun: "his *claim* that …", "Brandt was of the *view* that …"."""
    base = lemma(noun)
    if base not in cue_lexicon().nouns:
        return None
    if base in _OPINIONS and noun.head.lower_ == "in":
        return _in_opinion(view, noun)
    copula = _copula(noun)
    rights = [*noun.rights, *(copula.rights if copula is not None else ())]
    clauses = (c for c in rights if c.dep_ in {"acl", "ccomp", "relcl"})
    clause = next((c for c in clauses if c.left_edge.lower_ == "that" and c.left_edge.tag_ == "IN"), None)
    owner = _owner(noun) if clause is not None else None
    if clause is None or owner is None or owner.lower_ in _OURS:
        return None
    content = tidy(view.text, *view.range(clause.left_edge.i, clause.right_edge.i + 1))
    if content is None:
        return None
    return Finding(
        content=[content],
        cue=view.range(noun.i, noun.i + 1),
        lemma=base,
        frame="noun",
        mention=view.range(*mention_of(owner)),
        sentence=view.sentence.index,
    )


def _in_opinion(view: View, noun: Token) -> Finding | None:
    """Return the statement of "*In her view*, the ferry is late"."""
    doc = noun.doc
    owner = next((c for c in noun.lefts if c.dep_ == "poss"), None)
    if owner is None or owner.lower_ in _OURS or not _opens_clause(noun.head) or noun.i + 2 >= len(doc):
        return None
    content = tidy(view.text, view.after(noun.i + 1), view.end) if doc[noun.i + 1].text == "," else None
    if content is None:
        return None
    cue = view.range(noun.i, noun.i + 1)
    kept = whole_quotes(view, [content], cue)
    return Finding(kept, cue, lemma(noun), "noun", view.range(*mention_of(owner)), view.sentence.index)


def _owner(noun: Token) -> Token | None:
    """Return whose claim it is: "*his* claim", "a claim by *Brandt*", "*Brandt* repeated the claim"."""
    copula = _copula(noun)
    if copula is not None:
        subject = None if nothing_said(copula) else subject_of(copula)
        return None if subject is None else subject.head
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is None:
        by = next((c for c in noun.rights if c.dep_ == "prep" and c.lower_ in {"of", "from", "by"}), None)
        owner = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    if owner is not None or noun.dep_ != "dobj":
        return owner
    subject = subject_of(noun.head)
    if subject is None or lemma(noun.head) not in cue_lexicon().noun_verbs or nothing_said(noun.head):
        return None
    return subject.head


def _copula(noun: Token) -> Token | None:
    """Return the verb of "*was* of the view"; None for any other noun."""
    of = noun.head
    if noun.dep_ != "pobj" or of.lower_ != "of" or lemma(of.head) != "be":
        return None
    return of.head


def hearsay(view: View, adverb: Token) -> Finding | None:
    """Return what nobody in particular says: "The ferry *reportedly* sank"."""
    doc, clause = adverb.doc, adverb.head
    if doc[max(adverb.i - 1, 0)].lower_ == "was":
        return None
    while clause.dep_ in {"conj", "aux", "auxpass", "xcomp"} and not _has_subject(clause):
        clause = clause.head
    start = view.at(clause.left_edge.i) if adverb.i else view.after(0)
    end = min(view.after(clause.right_edge.i), end_before_others(view, adverb.i + 1))
    parts = ((start, view.at(adverb.i)), (view.after(adverb.i), end))
    ranges = [r for a, b in parts if (r := tidy(view.text, a, b, fronted=True)) is not None]
    if not ranges:
        return None
    cue = view.range(adverb.i, adverb.i + 1)
    return Finding(ranges, cue, adverb.lower_, "adverb", None, view.sentence.index)


def _has_subject(verb: Token) -> bool:
    return any(c.dep_.startswith("nsubj") for c in verb.children)


def headline_label(view: View) -> Finding | None:
    """Return the statement of a headline with a label: "*Mayor*: The bridge will open by autumn"."""
    lex = cue_lexicon()
    match = _LABEL.match(view.text, view.start, view.end)
    if match is None or len(_WORD.findall(view.text[match.end() : view.end])) < _LABELLED_WORDS:
        return None
    span = view.sentence.span(*match.span("name"))
    if span is None or span[-1].tag_[:2] != "NN":
        return None
    last = lemma(span[-1])
    if span[-1].lower_ in lex.kinds:
        return None
    if span[-1].tag_[:3] != "NNP" and last not in lex.speakers and not last.endswith(lex.endings):
        return None
    content = tidy(view.text, match.end(), view.end)
    if content is None:
        return None
    name = match.span("name")
    return Finding([content], (name[1], name[1] + 1), "", "label", name, view.sentence.index)
