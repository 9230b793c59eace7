"""Contents: what was said, given a cue verb. Returns ranges in the article's text, quotations taken whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarizer.engines.rules.cues import cue_lexicon
from summarizer.engines.rules.parsing import lemma

if TYPE_CHECKING:
    from spacy.tokens import Token

    from summarizer.engines.rules.cues import Subject
    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.parsing import Sentence
    from summarizer.segments import Segment

__all__ = ["Content", "View", "content_of", "tidy", "whole_quotes"]

_CLAUSE_DEPS = frozenset(
    {"nsubj", "nsubjpass", "advmod", "npadvmod", "prep", "dative", "prt", "agent", "aux", "auxpass", "neg", "tmod", "appos", "intj"}
)
_ADDRESSED = frozenset({"tell", "inform", "remind", "assure", "advise", "warn", "notify", "brief", "reassure", "ask", "write", "email", "text"})
_GAP = re.compile(r"[\s,:;.—–\-\"'“”‘’«»„]*\Z")
_LINK = re.compile(r"(?:\W|\b(?:that|of|as|how|it|this|them|him|her|is|was|were|are|the|a|an|by|in|for|saying|only|simply|and|being|part)\b)*\Z", re.I)
_INTRODUCED = re.compile(r"[:,]\s*[\"'“‘«„]|:\s*\Z")
_LEADING = re.compile(r"(?:[\s,;:—–\-.…]|(?:that|and|but|so|yet|however|meanwhile|still)\b(?=[\s,])(?!\s+(?:is|was)\b))+", re.I)
_THAT = re.compile(r"(?:[\s,;:—–\-.…]|that\b)+", re.I)
_REASONS = frozenset({"because", "if", "since", "although", "though", "unless", "so", "where", "whereas", "even", "given", "until"})
_ADVERBIAL = frozenset({"in", "on", "at", "during", "after", "before", "by", "following", "from", "via", "through", "ahead"})
_SCENES = frozenset({"after", "amid", "as", "when", "while", "before", "during", "following"})
_MIN_WORDS = 4
_WITHHELD = frozenset({"say", "comment", "elaborate", "give", "name", "identify", "specify", "confirm", "disclose", "provide"})
_CLOSING = frozenset("\"'”’»“‘›」")
_TRAILING = " \t\r\n,;:—–-"


@dataclass(slots=True)
class View:
    """One parsed sentence with the quotations that touch it."""

    sentence: Sentence
    text: str
    quotes: tuple[Segment, ...]
    quoted: list[Segment | None] = field(init=False)

    def __post_init__(self) -> None:
        """Mark which tokens stand inside a quotation."""
        self.quoted = [None] * len(self.sentence.doc)
        for token in self.sentence.doc:
            at = self.sentence.start(token)
            for quote in self.quotes:
                if quote.start <= at < quote.end:
                    self.quoted[token.i] = quote

    @property
    def inside(self) -> frozenset[int]:
        """Indices of the tokens inside quotations."""
        return frozenset(i for i, quote in enumerate(self.quoted) if quote is not None)

    def at(self, i: int) -> int:
        """Position in the article of token ``i``; the sentence's end past the last one."""
        doc = self.sentence.doc
        return self.sentence.start(doc[i]) if i < len(doc) else self.sentence.segment.end

    def after(self, i: int) -> int:
        """Position in the article after token ``i``."""
        return self.sentence.end(self.sentence.doc[i])


@dataclass(slots=True)
class Content:
    """What was said and how it was found."""

    ranges: list[Range]
    frame: str
    cue: tuple[int, int]
    quotes: list[Segment] = field(default_factory=list)


def tidy(text: str, start: int, end: int, *, fronted: bool = False) -> Range | None:
    """Trim a range of connecting words and punctuation; None where nothing is left."""
    match = (_LEADING if fronted else _THAT).match(text, start, end)
    if match:
        start = match.end()
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    return (start, end) if any(c.isalnum() for c in text[start:end]) else None


def _cue_bounds(view: View, verb: Token, subject: Subject) -> tuple[int, int]:
    """Token range of the cue's own clause: subject, auxiliaries, adverbials, addressee; without what was said."""
    left = right = verb.i
    inverted = subject.own and subject.head is not None and subject.head.i > verb.i
    for child in verb.lefts:
        if inverted and child.dep_.startswith("nsubj"):
            continue
        if child.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass", "neg", "mark", "expl") or (child.dep_ == "advmod" and child.i > left - 4):
            if view.quoted[child.i] is None:
                left = min(left, child.left_edge.i if child.dep_.startswith("nsubj") else child.i)
    if subject.own and subject.head is not None and subject.head.i < verb.i and subject.head.head.i == verb.i:
        left = min(left, subject.head.left_edge.i)
        while left > 0 and verb.doc[left].tag_[:3] == "NNP" and verb.doc[left - 1].tag_[:3] == "NNP" and view.quoted[left - 1] is None:
            left -= 1
    addressed = lemma(verb) in _ADDRESSED
    for child in verb.rights:
        if child.dep_ == "punct":
            continue
        if view.quoted[child.i] is not None:
            break
        if child.dep_ in _CLAUSE_DEPS or (child.dep_ == "dobj" and (addressed or child.tag_ == "PRP")):
            right = max(right, _unquoted_edge(view, child))
        elif child.dep_ == "advcl" and child.i > right and not any(view.quoted[i] for i in range(child.left_edge.i, child.right_edge.i + 1)):
            if child.left_edge.lower_ in ("after", "before", "when", "while", "as", "during", "following") or child.tag_ == "VBG":
                right = child.right_edge.i
        else:
            break
    return left, right + 1


def _unquoted_edge(view: View, token: Token) -> int:
    last = token.i
    for i in range(token.i, token.right_edge.i + 1):
        if view.quoted[i] is not None:
            break
        last = i
    doc = token.doc
    while last > token.i and (doc[last].is_punct or doc[last].is_quote):
        last -= 1
    return last


def whole_quotes(view: View, ranges: list[Range], cue: Range) -> tuple[list[Range], list[Segment]]:
    """Extend ranges so that no quotation is cut in two, unless it holds the cue; merge what then touches."""
    used = []
    for quote in view.quotes:
        if quote.start <= cue[0] < quote.end:
            continue
        for k, (start, end) in enumerate(ranges):
            if start < quote.end and quote.start < end:
                ranges[k] = (min(start, quote.start), max(end, quote.end))
                used.append(quote)
                break
    for k, (start, end) in enumerate(ranges):
        for quote in view.quotes:
            if start < quote.start and end == quote.end and quote.closed and view.text[end : end + 1] in _CLOSING:
                ranges[k] = (start, end + 1)  # a mark whose partner is inside stays
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged, used


def _finish(view: View, ranges: list[Range], frame: str, cue: tuple[int, int], *, fronted: bool = False) -> Content | None:
    cue_range = (view.at(cue[0]), view.after(cue[1] - 1))
    kept = [r for a, b in ranges if (r := tidy(view.text, a, b, fronted=fronted)) is not None]
    kept, quotes = whole_quotes(view, kept, cue_range)
    return Content(kept, frame, cue, quotes) if kept else None


def _right_end(view: View, verb: Token, comp: Token, last: int) -> int:
    """Where a clause right of its cue ends: before ", adding that …", "… and she said" and ", according to"."""
    doc, lex = verb.doc, cue_lexicon()
    for i in range(max(comp.left_edge.i, verb.i + 1) + 2, last + 1):
        token = doc[i]
        if view.quoted[i] is not None:
            continue
        before = doc[i - 1]
        if token.text == ";":
            return i - 1
        if token.tag_ == "VBG" and before.text == "," and lemma(token) in lex.clause | lex.small | lex.object.keys() | lex.light.keys():
            return i - 2
        if token.tag_ in ("WDT", "WP") and before.text == "," and token.head.dep_ == "relcl" and lemma(token.head) in ("say", "claim", "argue", "allege"):
            return i - 2
        if token.lower_ in _SCENES and (before.is_quote or before.text == ",") and i > 1 and (before.is_quote or doc[i - 2].is_quote):
            return i - 1  # "insisted she had “never cheated” after it emerged that …"
        if token.lower_ == "with" and before.text == "," and any(c.dep_ == "pcomp" and c.tag_ == "VBG" and lemma(c) in lex.verbs for c in token.rights):
            return i - 2
        if token.tag_ == "VB" and token.dep_ == "conj" and lemma(token) in _WITHHELD and any(c.dep_ == "neg" for c in token.lefts):
            left = token.left_edge.i
            return left - (3 if doc[left - 2].text == "," else 2)
        if token.lower_ == "according" and i + 1 < len(doc) and doc[i + 1].lower_ == "to":
            return i - 2 if before.text == "," else i - 1
        if token.tag_ == verb.tag_ == "VBD" and token.dep_ == "conj" and before.dep_ == "cc" and _is_outer_cue(token):
            return i - 3 if doc[i - 2].text == "," else i - 2
        if (
            token.tag_ in ("VBD", "VBZ")
            and lemma(token) in ("say", "add", "tell", "note")
            and token.dep_ in ("conj", "parataxis", "dep")
            and any(c.dep_ == "nsubj" and c.i < i for c in token.lefts)
        ):
            left = token.left_edge.i
            while left > verb.i + 1 and (doc[left - 1].is_punct or doc[left - 1].dep_ == "cc"):
                left -= 1
            return left - 1
    return last


def _is_outer_cue(token: Token) -> bool:
    """Whether a coordinated verb without a subject is rather a second cue: "said it was opposed and warned …"."""
    lex = cue_lexicon()
    return lemma(token) in lex.clause | lex.object.keys() | lex.infinitive and not any(c.dep_.startswith("nsubj") for c in token.children)


def content_of(view: View, verb: Token, base: str, subject: Subject) -> Content | None:
    """Return what was said with this verb, or None where it says nothing here."""
    order = [_clause, _fronted, _infinitive, _preposition, _light, _object, _beside]
    if _INTRODUCED.search(view.text, view.after(verb.i), min(view.after(verb.i) + 200, view.sentence.segment.end)):
        order = [_clause, _fronted, _beside, _infinitive, _preposition, _light, _object]
    if base in cue_lexicon().object_infinitive and any(c.dep_ in ("xcomp", "ccomp") and any(g.tag_ == "TO" for g in c.lefts) for c in verb.rights):
        order = [_infinitive, *order]
    elif _closes_quotation(view, verb, subject) or _is_inserted(view, verb, subject):
        order[0], order[1] = order[1], order[0]
    for find in order:
        found = find(view, verb, base, subject)
        if found is not None:
            return found
    return None


def _is_inserted(view: View, verb: Token, subject: Subject) -> bool:
    """Whether an inverted cue stands between commas: "Ruritania, said the envoy, has …"."""
    head, doc = subject.head, verb.doc
    if head is None or not subject.own or head.i < verb.i or verb.i < 2 or doc[verb.i - 1].text != ",":
        return False
    after = head.right_edge.i + 1
    return after < len(doc) and doc[after].text == ","


def _quote_before(view: View, position: int) -> Segment | None:
    """The quotation that ends right before a position, with nothing but punctuation between."""
    return next((q for q in view.quotes if q.end <= position and _GAP.match(view.text, q.end, position)), None)


def _closes_quotation(view: View, verb: Token, subject: Subject) -> bool:
    """Whether the cue follows a quotation of some length: "“…,” she said, suggesting that …"."""
    if any(c.dep_ == "ccomp" and c.left_edge.i <= verb.i + 2 and verb.doc[verb.i + 1].text != "," for c in verb.rights):
        return False
    quote = _quote_before(view, view.at(_cue_bounds(view, verb, subject)[0]))
    return quote is not None and len(view.text[quote.start : quote.end].split()) > 3


def _may_take_clause(verb: Token, base: str, subject: Subject) -> bool:
    lex = cue_lexicon()
    if base in lex.clause or base in lex.question or base in lex.hearing:
        return True
    head = subject.head
    return base in lex.document and head is not None and (lemma(head) in lex.documents or head.tag_[:3] == "NNP" or head.lower_ == "it")


def _clause(view: View, verb: Token, base: str, subject: Subject) -> Content | None:
    """"said (that) …": a complement clause right of the verb."""
    if not _may_take_clause(verb, base, subject):
        return None
    comp = next((c for c in verb.rights if c.dep_ == "ccomp"), None)
    if comp is None and base in ("say", "tell", "argue", "note", "claim"):
        comp = next((c for c in verb.rights if c.dep_ in ("advcl", "xcomp") and c.left_edge.lower_ == "that"), None)
    if comp is None and verb.dep_ == "relcl":
        comp = next((c for c in verb.rights if c.dep_ == "xcomp"), None)
    if comp is None:
        return _that_clause(view, verb) or _unparsed(view, verb, base, subject)
    if comp.i < verb.i:
        return None
    first = max(comp.left_edge.i, verb.i + 1)
    if not any(c.dep_.startswith("nsubj") for c in comp.lefts):
        first = next((i for i in range(verb.i + 2, first) if verb.doc[i].lower_ == "that" and view.quoted[i] is None), first)
    if base not in cue_lexicon().question and verb.doc[first].lower_ == "if" and view.quoted[first] is None and base == "see":
        return None
    last = _right_end(view, verb, comp, _with_continuation(view, verb, comp))
    return _finish(view, [(view.at(first), view.after(last))], "clause", (verb.i, verb.i + 1)) if last >= first else None


def _that_clause(view: View, verb: Token) -> Content | None:
    """"said in a statement that …": the parse hangs the clause on the noun between."""
    doc = verb.doc
    for i in range(verb.i + 2, min(verb.i + 14, len(doc) - 3)):
        token = doc[i]
        if view.quoted[i] is not None or token.text in (";", ":") or (token.tag_[:1] == "V" and doc[i - 1].text == ","):
            return None
        if token.lower_ != "that" or token.tag_ not in ("IN", "WDT") or token.dep_ not in ("mark", "nsubj", "dobj"):
            continue
        above = doc[i - 1].head if doc[i - 1].dep_ in ("pobj", "dobj", "pcomp", "compound") else doc[i - 1]
        if token.dep_ != "mark" or not verb.is_ancestor(above):
            return None
        last = _right_end(view, verb, token, token.head.right_edge.i)
        return _finish(view, [(view.at(i), view.after(last))], "clause", (verb.i, verb.i + 1))
    return None


def _unparsed(view: View, verb: Token, base: str, subject: Subject) -> Content | None:
    """"said many of the examples …": a clause that the parse took for an object."""
    head, doc = subject.head, verb.doc
    if base != "say" or not subject.own or head is None or head.i > verb.i or verb.i + 4 >= len(doc):
        return None
    obj = next((c for c in verb.rights if c.dep_ in ("dobj", "advcl", "dep", "nsubj", "attr")), None)
    if obj is None or obj.left_edge.i > verb.i + 2 or view.quoted[verb.i + 1] is not None or obj.left_edge.lower_ in ("so", "when", "as", "while", "after"):
        return None
    if not any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in doc[obj.left_edge.i :]):
        return None
    last = _right_end(view, verb, obj, len(doc) - 1)
    return _finish(view, [(view.at(obj.left_edge.i), view.after(last))], "clause", (verb.i, verb.i + 1))


def _with_continuation(view: View, verb: Token, comp: Token) -> int:
    """Last token of a clause together with what the parse hangs on its cue but belongs to it.

    "said they had doubts, but could not bear …", "said the claim was wrong, because …".
    """
    last = comp.right_edge.i
    for child in verb.rights:
        if child.i <= last or child.dep_ in ("punct", "cc"):
            continue
        comma = verb.doc[child.left_edge.i - 1].text == ","
        if child.dep_ == "conj":
            own = any(c.dep_ in ("nsubj", "nsubjpass", "expl") or c.tag_ == "MD" for c in child.children)
            belongs = child.tag_ == "VB" or (own and lemma(child) not in cue_lexicon().clause)
        elif child.dep_ == "advcl":
            belongs = child.left_edge.lower_ in _REASONS
        elif child.dep_ == "prep":
            belongs = not comma and child.lower_ not in _ADVERBIAL
        else:
            belongs = child.dep_ in ("relcl", "ccomp", "appos", "npadvmod", "attr", "acl") and child.tag_ != "VBG"
        if not belongs or any(verb.doc[i].text == ";" and view.quoted[i] is None for i in range(last, child.i)):
            break
        last = child.right_edge.i
    return last


def _fronted(view: View, verb: Token, base: str, subject: Subject) -> Content | None:
    """"…, she said", "…, she said, …", "as she said, …": what was said stands before or around the cue."""
    lex = cue_lexicon()
    quotable = base in lex.quotation
    if not (quotable or _may_take_clause(verb, base, subject)):
        return None
    doc = verb.doc
    left, right = _cue_bounds(view, verb, subject)
    as_clause = any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.lefts) or (left > 0 and doc[left - 1].lower_ == "as")
    start, cue_start = view.sentence.segment.start, view.at(left)
    before = view.text[start:cue_start]
    quote_before = _quote_before(view, cue_start)
    ends_with_comma = before.rstrip().endswith((",", "—", "–", "--"))
    if as_clause:
        if not subject.own or base not in lex.clause or any(c.dep_ in ("ccomp", "xcomp", "dobj") for c in verb.rights):
            return None
        as_start = view.at(left) if doc[left].lower_ == "as" else view.at(left - 1)
        ranges = [(start, as_start), (view.after(right - 1), view.sentence.segment.end)]
        return _finish(view, [r for r in ranges if r[1] > r[0]], "clause", (verb.i, verb.i + 1), fronted=True)
    if quote_before is None and (not ends_with_comma or quotable and base not in lex.clause):
        return None
    comp = next((c for c in verb.children if c.dep_ == "ccomp" and c.i < verb.i), None)
    if comp is None and verb.head.i != verb.i and (verb.dep_ == "parataxis" or verb.dep_ in ("ccomp", "dep", "advcl") and verb.head.i < verb.i):
        comp = verb.head
    inverted = subject.own and subject.head is not None and subject.head.i > verb.i
    closing = quote_before is None and base == "say" and right >= len(doc) - 1 and len(before.split()) > _MIN_WORDS
    if quote_before is None and comp is None and not (inverted or closing):
        return None
    if not subject.own and quote_before is None:
        return None
    if quote_before is not None and _is_alone(view, quote_before, start):
        begin = quote_before.start
    else:
        begin = start
        if earlier := _last_cue_before(view, left):
            begin = view.at(comp.left_edge.i) if comp is not None and comp.left_edge.i > earlier else view.at(earlier + 1)
    ranges = [(begin, cue_start)]
    if doc[left - 1].text == "," and left > 1 and doc[left - 2].dep_ == "cc" and not before.startswith(doc[left - 2].text):
        ranges = []  # "… at anchor and, retailers say, shelves bare"
    ranges += _rest(view, verb, right, comp)
    return _finish(view, ranges, "quote" if quote_before else "clause", (verb.i, verb.i + 1), fronted=quote_before is None)


def _is_alone(view: View, quote: Segment, start: int) -> bool:
    """Whether nothing but punctuation, or a clause that ends with a colon, comma or stop, stands before the quotation."""
    lead = view.text[start : max(start, quote.start)].rstrip(" \t\n\"'“”‘’«»„")
    if any(q is not quote and q.end > start and q.start < quote.start for q in view.quotes):
        return False
    return not any(c.isalnum() for c in lead) or lead.endswith((":", ".", "!", "?", "—", "–", "-"))


def _last_cue_before(view: View, left: int) -> int:
    """Index of the last reporting verb of another clause before token ``left`` (0: none)."""
    lex = cue_lexicon()
    for i in range(left - 1, 0, -1):
        token = view.sentence.doc[i]
        if view.quoted[i] is None and token.tag_ in ("VBD", "VBZ", "VBP") and lemma(token) in lex.clause and any(c.dep_ == "nsubj" for c in token.children):
            return i
    return 0


def _rest(view: View, verb: Token, right: int, comp: Token | None) -> list[Range]:
    """What goes on after an inserted cue: "China, he said, will …" and "“We mourn,” he said, “for …”"."""
    doc, end = verb.doc, view.sentence.segment.end
    if right >= len(doc):
        return []
    at = view.at(right)
    following = next((q for q in view.quotes if q.start >= at), None)
    if following is not None and not any(c.isalnum() for c in view.text[at : following.start]):
        return [(following.start, min(following.end, end) if following.end <= end else following.end)]
    i = right
    while i < len(doc) and (doc[i].is_punct or doc[i].is_quote):
        i += 1
    if i >= len(doc) or i == right:
        return []
    token = doc[i]
    if comp is None:
        later = next((c for c in verb.rights if c.dep_ == "ccomp" and c.left_edge.i >= i), None)
        return [(view.at(i), end)] if later is not None and later.left_edge.i == i else []
    if token.tag_ == "VBG" and lemma(token) in cue_lexicon().verbs:
        return []
    if token.tag_ in ("WP", "WDT", "WRB") or token.lower_ in ("who", "which"):
        return []
    inside = {t.i for t in comp.subtree} - {t.i for t in verb.subtree if comp.dep_ != "ccomp" or t.i in (verb.i,)}
    if i in inside and token.dep_ != "cc" and not (comp.dep_ == "ccomp" and comp.head.i == verb.i and comp.right_edge.i < i):
        return [(view.at(i), end)]
    if token.dep_ == "cc" and i in inside and not any(lemma(t) in cue_lexicon().clause and t.tag_[:2] == "VB" for t in doc[i:]):
        return [(view.at(i + 1), end)]
    return []


def _beside(view: View, verb: Token, base: str, subject: Subject) -> Content | None:
    """"said: “…”", "called it “…”": a quotation right of the verb with little between."""
    lex = cue_lexicon()
    if not (base in lex.quotation or _may_take_clause(verb, base, subject)):
        return None
    here = view.after(verb.i)
    quote = next((q for q in view.quotes if q.start > here), None)
    doc = verb.doc
    tail = view.text[here : view.sentence.segment.end].rstrip()
    if quote is None or quote.start > view.sentence.segment.end:
        if tail.endswith(":") and base not in ("call", "describe"):
            return Content([], "colon", (verb.i, verb.i + 1))
        return None
    between = view.text[here : quote.start]
    if base in ("call", "describe", "dub", "quote"):
        return None
    clean = between.rstrip(" \t\n\"'“”‘’«»„")
    introduced = clean.endswith((":", ",")) and len(between) < (200 if base in lex.clause else 40) or _LINK.match(view.text, here, quote.start)
    if not introduced and base not in lex.clause:
        return None
    if not introduced:
        last = next((i for i in range(verb.i + 1, len(doc)) if view.at(i) >= quote.start - 1), len(doc))
        introduced = all(doc[i].head.i == verb.i or doc[i].dep_ in ("prep", "pobj", "det", "poss", "compound", "amod", "npadvmod", "advmod", "punct", "case", "nummod", "dative", "dobj", "appos", "nsubj") for i in range(verb.i + 1, min(last, verb.i + 15))) and last - verb.i < 15 and base in lex.clause
    if not introduced:
        return None
    return _finish(view, [(quote.start, quote.end), *_quoted_rest(view, quote)], "quote", (verb.i, verb.i + 1))


def _quoted_rest(view: View, quote: Segment) -> list[Range]:
    """Words after a quotation that carries on the sentence: said it was “X” and “Y”."""
    following = next((q for q in view.quotes if q.start > quote.end), None)
    if following and following.start < view.sentence.segment.end and _LINK.match(view.text, quote.end, following.start):
        return [(following.start, following.end)]
    return []


def _infinitive(view: View, verb: Token, base: str, subject: Subject) -> Content | None:
    """"vowed to pursue …", "urged the media to consider …"."""
    lex = cue_lexicon()
    particle = next((c for c in verb.rights if c.dep_ in ("prep", "prt") and c.lower_ in ("on", "upon", "to")), None)
    with_particle = f"{base} {particle.lower_}" if particle is not None else base
    plain = base in lex.infinitive
    objective = base in lex.object_infinitive or with_particle in lex.object_infinitive
    if not (plain or objective):
        return None
    comp = next((c for c in verb.rights if c.dep_ in ("xcomp", "ccomp", "advcl", "relcl", "acl") and any(g.tag_ == "TO" for g in c.lefts)), None)
    if comp is None and particle is not None:
        for pobj in (c for c in particle.children if c.dep_ == "pobj"):
            comp = next((c for c in pobj.rights if c.dep_ in ("acl", "relcl", "xcomp") and any(g.tag_ == "TO" for g in c.lefts)), comp)
    obj = next((c for c in verb.rights if c.dep_ in ("dobj", "dative")), None)
    if comp is None and obj is not None:
        comp = next((c for c in obj.rights if c.dep_ in ("acl", "xcomp") and any(g.tag_ == "TO" for g in c.lefts)), None)
    if comp is None or comp.i < verb.i:
        return None
    if obj is None and not plain and particle is None and not any(c.dep_ == "nsubj" for c in comp.lefts):
        return None
    cue_last = particle.i if particle is not None and with_particle in lex.object_infinitive else verb.i
    first = cue_last + 1
    return _finish(view, [(view.at(first), view.after(_right_end(view, verb, comp, comp.right_edge.i)))], "infinitive", (verb.i, cue_last + 1))


def _preposition(view: View, verb: Token, base: str, subject: Subject) -> Content | None:
    """"called for …", "warned against …", "admitted to …"."""
    for prep in verb.rights:
        if prep.dep_ not in ("prep", "prt") or prep.lower_ not in cue_lexicon().preposition.get(base, ()):
            continue
        if not any(c.dep_ in ("pobj", "pcomp") for c in prep.children):
            continue
        if prep.lower_ in cue_lexicon().object.get(base, ()) and any(c.dep_ == "dobj" for c in verb.rights):
            return None
        adjacent = prep.i - verb.i <= 2
        cue = (verb.i, prep.i + 1) if adjacent else (verb.i, verb.i + 1)
        end = _right_end(view, verb, prep, prep.right_edge.i)
        if base in ("talk", "speak") and subject.head is not None and subject.head.tag_[:3] != "NNP" and subject.head.tag_ != "PRP":
            return None
        return _finish(view, [(view.at(prep.i + 1), view.after(end))], "preposition", cue)
    return None


def _light(view: View, verb: Token, base: str, subject: Subject) -> Content | None:
    """"expressed condolences", "claimed responsibility", "issued a warning"."""
    allowed = cue_lexicon().light.get(base)
    if allowed is None:
        return None
    obj = next((c for c in verb.rights if c.dep_ == "dobj"), None)
    if obj is None:
        return None
    noun = lemma(obj)
    conjuncts = [noun, *(lemma(c) for c in obj.conjuncts)]
    if noun in cue_lexicon().not_light or ("*" not in allowed and not any(n in allowed for n in conjuncts)):
        return None
    last = obj.right_edge.i
    for prep in verb.rights:
        if prep.dep_ in ("prep", "dative") and prep.i > obj.i and prep.lower_ in ("to", "for", "over", "about", "with", "towards", "at", "that"):
            last = max(last, prep.right_edge.i)
        elif prep.i > obj.i and prep.dep_ in ("ccomp", "acl") and prep.i > last:
            last = prep.right_edge.i
    last = _right_end(view, verb, obj, last)
    return _finish(view, [(view.at(verb.i + 1), view.after(last))], "object", (verb.i, verb.i + 1))


def _gerund(token: Token) -> bool:
    return token.tag_ == "VBG" or any(c.dep_ == "aux" and c.tag_ == "VBG" for c in token.lefts)


def _passes_on(obj: Token) -> bool:
    """"cited sources saying that …": the statement is the sources'."""
    return any(c.dep_ == "acl" and c.tag_ == "VBG" and lemma(c) in cue_lexicon().clause for c in obj.rights)


def _object_end(verb: Token, last: int) -> int:
    """Last token of an object together with what follows it without a comma and says no when, where or how."""
    doc = verb.doc
    while last + 2 < len(doc) and doc[last + 1].tag_ == "HYPH" and not doc[last].whitespace_:
        last = max(last + 2, doc[last + 2].right_edge.i)  # "announced an ex-gratia of …", cut at the hyphen
    for child in verb.rights:
        if child.i <= last or child.dep_ == "cc":
            continue
        joined = child.left_edge.i == last + 1
        if joined and child.dep_ in ("prep", "acl", "relcl") and child.lower_ not in _ADVERBIAL | {"as", "with"}:
            last = child.right_edge.i
        elif child.dep_ == "conj" and doc[child.left_edge.i - 1].dep_ == "cc" and child.tag_ == "VBN" and child.left_edge.i == last + 2:
            last = child.right_edge.i
        else:
            break
    return last


def _object(view: View, verb: Token, base: str, subject: Subject) -> Content | None:
    """"condemned the attacks", "accused Ruritania of arming them": the object is what was said."""
    lex = cue_lexicon()
    small = base in lex.small
    preps = lex.object.get(base)
    if preps is None and not small:
        return None
    passive = next((c for c in verb.lefts if c.dep_ == "nsubjpass"), None)
    if passive is not None and not small and any(c.dep_ == "agent" for c in verb.rights):
        return _finish(view, [(view.at(passive.left_edge.i), view.after(passive.right_edge.i))], "object", (verb.i, verb.i + 1))
    obj = next((c for c in verb.rights if c.dep_ in ("dobj", "ccomp", "xcomp") and (c.dep_ == "dobj" or small or _gerund(c))), None)
    if obj is None and small:
        obj = next((c for c in verb.rights if c.dep_ == "oprd" and any(view.quoted[i] for i in range(c.left_edge.i, c.i + 1))), None)
    if obj is None:
        return None
    if base == "put" and not any(c.dep_ == "prep" and c.lower_ == "at" and any(t.tag_ == "CD" for t in c.subtree) for c in verb.rights):
        return None
    if lemma(obj) in lex.not_light or (base == "welcome" and obj.tag_ in ("NNP", "PRP")) or _passes_on(obj):
        return None
    complement = next((c for c in verb.rights if c.dep_ in ("oprd", "xcomp") and c.i > obj.i), None)
    if small:
        if obj.dep_ == "oprd":
            return _finish(view, [(view.at(verb.i + 1), view.after(obj.right_edge.i))], "object", (verb.i, verb.i + 1))
        if complement is None:
            complement = next((t for t in obj.subtree if t.dep_ == "appos" and t.left_edge.tag_ in ("DT", "JJ", "CD") and verb.doc[t.left_edge.i - 1].text != ","), None)
        if obj.dep_ == "dobj" and complement is None and not any(view.quoted[i] for i in range(verb.i, obj.right_edge.i + 1)):
            return None
        last = max(obj.right_edge.i, complement.right_edge.i if complement is not None else 0)
        return _finish(view, [(view.at(verb.i + 1), view.after(last))], "object", (verb.i, verb.i + 1))
    last = obj.right_edge.i
    for prep in verb.rights:
        if prep.i > obj.i and prep.dep_ in ("prep", "agent", "dative") and prep.lower_ in (preps or ()):
            last = max(last, prep.right_edge.i)
        if prep.i > obj.i and prep.dep_ == "advcl" and preps and "as" in preps and prep.left_edge.lower_ == "as":
            last = max(last, prep.right_edge.i)
    last = max(last, _object_end(verb, last))
    if base == "accuse" and not any(p.lower_ in ("of",) for p in verb.doc[obj.i : last + 1]):
        return None
    first = obj.left_edge.i if obj.left_edge.i > verb.i else obj.i
    last = _right_end(view, verb, obj, last)
    return _finish(view, [(view.at(first), view.after(last))], "object", (verb.i, verb.i + 1))
