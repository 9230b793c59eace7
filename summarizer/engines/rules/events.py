"""What happens to the people and things that are counted: killed, injured, freed, …; in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules.lexicon import load, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = [
    "Event",
    "concerns_people",
    "event_after",
    "event_before",
    "event_of",
    "group_before",
    "group_measure",
    "is_told",
    "modifier_event",
    "noun_event",
    "noun_measure",
    "verb_base",
]

_LONGEST_PHRASE = 6
_OPENS_OBJECT = frozenset(("DT", "CD", "PRP", "PRP$", "WP$", "JJ", "NN", "NNS", "NNP", "NNPS"))
_SAME_CLAUSE = frozenset(
    ("conj", "xcomp", "auxpass", "acomp", "oprd", "pcomp", "prep", "pobj", "dobj", "nsubj", "nummod", "attr")
)
_GOVERNED = frozenset(("xcomp", "pcomp", "prep", "dobj", "pobj", "nsubj", "nsubjpass"))
_CHAIN = 12
_LAST_MARKS = 3  # a question mark and what closes a quotation after it


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a count.

    Attributes:
        measure: a name from the lexicon: ``killed``.
        first: index of the first token of the words that say so.
        last: index of their last token.
        real: False where it is negated, planned, threatened, feared or asked.
    """

    measure: str
    first: int
    last: int
    real: bool = True


def concerns_people(measure: str) -> bool:
    """Whether a measure counts people: one that is only planned or feared must not be reported."""
    return bool(load("figures")["measures"].get(measure, {}).get("person", False))


def noun_measure(word: str) -> str | None:
    """Return the measure of a noun that counts by itself (``deaths`` → ``killed``), else None."""
    return _table("nouns").get(word.lower())


def verb_base(word: str) -> str | None:
    """Return the base form of a verb of the lexicon from any form (``freeing`` → ``free``), else None."""
    return _forms().get(word.lower())


def noun_event(token: Token) -> Event | None:
    """Return what a counted noun is by itself: "12 [deaths]"."""
    measure = noun_measure(token.text)
    return None if measure is None else Event(measure, token.i, token.i, is_told(token))


def event_after(doc: Doc, position: int) -> Event | None:
    """Return what the words from token ``position`` say of the count before them: "12 [were shot dead]"."""
    passive = auxiliary = False
    for token in doc[position : position + _LONGEST_PHRASE]:
        if found := _phrase_at(doc, token.i):
            return found
        word = token.lower_
        if word in words("figures", "verbs", "be"):
            passive = auxiliary = True
        elif word in words("figures", "verbs", "have"):
            auxiliary = True
        elif word not in words("figures", "verbs", "between") and token.tag_ != "RB":
            return _verb_after(token, passive=passive, auxiliary=auxiliary)
    return None


def _verb_after(token: Token, *, passive: bool, auxiliary: bool) -> Event | None:
    base, word = verb_base(token.text), token.lower_
    if base is None or word.endswith("ing"):
        return None
    if base in _table("happens") and token.tag_[:1] in "VN" and not passive:
        return _event(_table("happens")[base], token)
    # "12 militants killed 3 guards": the count is who did it.
    doc, after = token.doc, token.i + 1
    acts = not passive and (auxiliary or (after < len(doc) and doc[after].tag_ in _OPENS_OBJECT))
    if base in _table("done") and not acts and not _is_base(word, base):
        return _event(_table("done")[base], token)
    return None


def _event(measure: str, token: Token) -> Event:
    return Event(measure, token.i, token.i, is_told(token))


def event_before(doc: Doc, position: int) -> Event | None:
    """Return what the words that end at token ``position`` do to the count after them: "killing [12]"."""
    if position < 0:
        return None
    token = doc[position]
    if token.lower_ == "of" and position > 0 and (measure := noun_measure(doc[position - 1].text)):
        return _event(measure, doc[position - 1])
    base = verb_base(token.text)
    if base not in _table("done") or token.tag_[:1] != "V":
        return None
    if (
        position > 0
        and doc[position - 1].lower_ in words("figures", "verbs", "be")
        and not token.lower_.endswith("ing")
    ):
        return None
    return _event(_table("done")[base], token)


def event_of(token: Token) -> Event | None:
    """Return what the grammar of the sentence says of a counted noun (or of a number that stands for one)."""
    own = _event_inside(token)
    if own is not None:
        return own
    for _ in range(_CHAIN):
        if token.dep_ not in ("conj", "appos"):
            break
        token = token.head
    role = {"nsubj": _as_subject, "nsubjpass": _as_subject, "dobj": _as_object, "pobj": _after_of}.get(
        token.dep_
    )
    return None if role is None else role(token)


def _as_subject(token: Token) -> Event | None:
    verb = token.head
    base = verb_base(verb.text)
    passive = token.dep_ == "nsubjpass" or any(c.dep_ == "auxpass" for c in verb.children)
    table = _table("done" if passive else "happens")
    return _event(table[base], verb) if base in table else _phrase_at(token.doc, verb.i)


def _as_object(token: Token) -> Event | None:
    verb = token.head
    base = verb_base(verb.text)
    if base in _table("done"):
        return _event(_table("done")[base], verb)
    if _is_lives(token) and is_form_of(verb, words("figures", "lives", "verbs")):
        return Event("killed", verb.i, token.i, is_told(verb))
    return None


def _after_of(token: Token) -> Event | None:
    noun = token.head.head
    if token.head.lower_ != "of":
        return None
    if _is_lives(token) and noun.lower_ == "loss":
        return Event("killed", noun.i, token.i, is_told(noun))
    measure = noun_measure(noun.text)
    return None if measure is None else _event(measure, noun)


def _is_lives(token: Token) -> bool:
    return token.lower_ in words("figures", "lives", "nouns")


def group_before(doc: Doc, position: int) -> Event | None:
    """Return the group that a list belongs to: "the dead included [12 …]", "among the hurt were [12 …]"."""
    i = position
    if i < 0 or doc[i].lower_ not in words("figures", "verbs", "links_group"):
        return None
    for j in range(i - 1, max(-1, i - 3), -1):
        measure = _table("groups").get(doc[j].lower_)
        if measure is not None and j > 0 and doc[j - 1].lower_ in ("the", "those"):
            return Event(measure, j - 1, i)
    return None


def group_measure(doc: Doc, position: int) -> str | None:
    """Return the measure of a word that stands for a group of people: "the number of [injured]"."""
    while position < len(doc) and doc[position].lower_ in ("the", "those"):
        position += 1
    follows = doc[position + 1].tag_ if position + 1 < len(doc) else ""
    return None if position >= len(doc) or follows[:2] == "NN" else _table("groups").get(doc[position].lower_)


def modifier_event(doc: Doc, first: int, head: int) -> Event | None:
    """Return what the first word of a noun phrase says of all it counts: "12 [missing] fishermen"."""
    measure = _table("groups").get(doc[first].lower_)
    return Event(measure, first, first) if measure is not None and first < head else None


def _event_inside(token: Token) -> Event | None:
    for child in token.children:
        base = verb_base(child.text)
        if child.i < token.i or base is None or child.dep_ not in ("acl", "relcl"):
            continue
        passive = child.dep_ == "acl" and child.tag_ == "VBN"
        passive = passive or any(c.dep_ == "auxpass" for c in child.children)
        if passive and base in _table("done") and not any(c.dep_ == "dobj" for c in child.children):
            return _event(_table("done")[base], child)
        if child.dep_ == "relcl" and base in _table("happens"):
            return _event(_table("happens")[base], child)
    return None


def _phrase_at(doc: Doc, i: int) -> Event | None:
    for length in range(min(_LONGEST_PHRASE, len(doc) - i), 0, -1):
        measure = _phrases().get(tuple(t.lower_ for t in doc[i : i + length]))
        if measure is not None:
            return Event(measure, i, i + length - 1, is_told(doc[i]))
    return None


def is_told(token: Token) -> bool:
    """Whether an event is told as having happened, as far as its own clause and what governs it say.

    What is negated, asked, supposed, only possible, planned, threatened or denied is not.
    """
    if any(t.text == "?" for t in token.doc[-_LAST_MARKS:]):
        return False
    for _ in range(_CHAIN):
        head = token.head
        if _is_undone(token):
            return False
        if head.i == token.i:
            return True
        if token.dep_ == "ccomp" or (token.dep_ == "acl" and head.tag_[:1] == "N"):
            return not (is_form_of(head, words("figures", "counting", "denials")) or _is_negated(head))
        participle = token.dep_ == "advcl" and token.tag_ == "VBG"
        if token.dep_ not in _SAME_CLAUSE and not participle:
            return True
        token = head
    return True


def _is_undone(token: Token) -> bool:
    """Whether a word's auxiliaries, negation, conjunction or governing verb take back that it happened."""
    counting = "counting"
    children = list(token.children)
    if _is_negated(token) or any(c.lower_ in words("figures", counting, "condition") for c in children):
        return True
    auxiliaries = [c.lower_ for c in children if c.dep_ in ("aux", "auxpass")]
    if any(a in words("figures", counting, "modal") for a in auxiliaries):
        return True
    if token.dep_ in _GOVERNED and is_form_of(token.head, words("figures", counting, "undone")):
        return True
    # "managed to free 12" and "is said to have killed 12" tell of a deed; "moved to free 12" does not.
    infinitive = "to" in auxiliaries and "have" not in auxiliaries
    return infinitive and not is_form_of(token.head, words("figures", counting, "implicative"))


def _is_negated(token: Token) -> bool:
    """Whether a verb has a "not" or a subject like "none", a noun a "no"."""
    negation = words("figures", "counting", "negation")
    return any(
        c.dep_ == "neg" or (c.dep_ in ("nsubj", "nsubjpass", "det", "preconj") and c.lower_ in negation)
        for c in token.children
    )


def is_form_of(token: Token, bases: frozenset[str]) -> bool:
    """Whether a token is a form of one of these verbs."""
    return any(form in bases for form in _bases_of(token.lower_))


@cache
def _bases_of(word: str) -> tuple[str, ...]:
    """Return what a regular verb form can come from: ``tried`` → tried, tri, trie, try."""
    found = [word]
    irregular = {
        "took": "take",
        "taken": "take",
        "sought": "seek",
        "cost": "cost",
        "went": "go",
        "gone": "go",
        "lost": "lose",
    }
    if word in irregular:
        found.append(irregular[word])
    for ending in ("ing", "ed", "es", "s", "d"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            found += [stem, stem + "e"]
            if stem[-1] == "i":
                found.append(stem[:-1] + "y")
            if len(stem) > 2 and stem[-1] == stem[-2]:  # noqa: PLR2004 - a doubled last letter needs one before it
                found.append(stem[:-1])
    return tuple(found)


def _is_base(word: str, base: str) -> bool:
    return word in (base, base + "s", base + "es") and word != "hurt"


@cache
def _table(key: str) -> dict[str, str]:
    """Return word → measure for one kind of words (``done``, ``happens``, ``nouns``, ``groups``)."""
    return {w: m for m, entry in load("figures")["measures"].items() for w in entry.get(key, "").split()}


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    measures = load("figures")["measures"]
    return {tuple(p.split()): m for m, entry in measures.items() for p in entry.get("phrases", ())}


@cache
def _forms() -> dict[str, str]:
    """Return surface form → base for the verbs of the lexicon; endings that nobody writes do no harm."""
    forms: dict[str, str] = {}
    changes = " ".join(load("figures")["change"].values()).split()
    for base in [*_table("done"), *_table("happens"), *changes]:
        stems = [base, base + base[-1]]
        if base.endswith("e"):
            stems = [base[:-1]]
        elif base.endswith("y") and base[-2] not in "aeiou":
            stems = [base[:-1] + "i", base]
        for stem in stems:
            forms |= {stem + ending: base for ending in ("ed", "ing")}
        forms |= {base: base, base + "s": base, base + "es": base}
    irregular: dict[str, str] = load("figures")["forms"]
    return forms | irregular
