"""What happens to the people and things that are counted: killed, injured, freed, …; read from one parsed sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules.lexicon import load, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Event", "concerns_people", "event_after", "event_before", "event_of", "group_before", "group_measure", "modifier_event", "noun_measure", "verb_base"]

_LONGEST_PHRASE = 6
_BE = frozenset("was were is are be been being am 's 're 've got get gets getting has have had having".split())
_PASSIVE = frozenset("was were is are be been being am 's 're got get gets getting".split())
_BETWEEN = _BE | frozenset("also both all either each reportedly allegedly subsequently later then still since".split())
_OPENS_OBJECT = frozenset("DT CD PRP PRP$ WP$ JJ NN NNS NNP NNPS".split())
_LINKS_GROUP = frozenset("were was are is included include includes including comprised comprise comprises comprising :".split())
_CHAIN = 12


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
    """Whether a measure counts people, so that a count that is not (yet) so must not be reported under it."""
    return bool(load("figures")["measures"].get(measure, {}).get("person", False))


def noun_measure(word: str) -> str | None:
    """Return the measure of a noun that counts by itself (``deaths`` → ``killed``), else None."""
    return _table("nouns").get(word.lower())


def verb_base(word: str) -> str | None:
    """Return the base form of a verb of the lexicon in any of its forms (``freeing`` → ``free``), else None."""
    return _forms().get(word.lower())


def event_after(doc: Doc, position: int) -> Event | None:
    """Return what the words from token ``position`` say of the count before them: "12 [were shot dead]"."""
    i, passive, auxiliary = position, False, False
    while i < len(doc) and i - position < _LONGEST_PHRASE:
        if found := _phrase_at(doc, i):
            return found
        word = doc[i].lower_
        if word not in _BETWEEN and doc[i].tag_ != "RB":
            break
        passive = passive or word in _PASSIVE
        auxiliary = auxiliary or word in _BE
        i += 1
    if i >= len(doc):
        return None
    base = verb_base(doc[i].text)
    if base is None or doc[i].lower_.endswith("ing"):
        return None
    if base in _table("happens") and doc[i].tag_[:1] in "VN" and not passive:
        return Event(_table("happens")[base], i, i, _real(doc[i]))
    # "12 militants killed 3 guards": the count is who did it.
    acts = not passive and (auxiliary or (i + 1 < len(doc) and doc[i + 1].tag_ in _OPENS_OBJECT))
    if base in _table("done") and not acts and not _is_base(doc[i].lower_, base):
        return Event(_table("done")[base], i, i, _real(doc[i]))
    return None


def event_before(doc: Doc, position: int) -> Event | None:
    """Return what the words that end at token ``position`` do to the count after them: "killing [12]"."""
    if position < 0:
        return None
    token = doc[position]
    if token.lower_ == "of" and position > 0 and (measure := noun_measure(doc[position - 1].text)):
        return Event(measure, position - 1, position - 1, _real(doc[position - 1]))
    base = verb_base(token.text)
    if base not in _table("done") or token.tag_[:1] != "V":
        return None
    if position > 0 and doc[position - 1].lower_ in _PASSIVE and not token.lower_.endswith("ing"):
        return None
    return Event(_table("done")[base], position, position, _real(token))


def event_of(token: Token) -> Event | None:
    """Return what the grammar of the sentence says of a counted noun (or of a number that stands for one)."""
    own = _event_inside(token)
    if own is not None:
        return own
    for _ in range(_CHAIN):
        if token.dep_ not in ("conj", "appos"):
            break
        token = token.head
    doc, head = token.doc, token.head
    base = verb_base(head.text)
    if token.dep_ in ("nsubj", "nsubjpass"):
        passive = token.dep_ == "nsubjpass" or any(c.dep_ == "auxpass" for c in head.children)
        if passive and base in _table("done"):
            return Event(_table("done")[base], head.i, head.i, _real(head))
        if not passive and base in _table("happens"):
            return Event(_table("happens")[base], head.i, head.i, _real(head))
        return _phrase_at(doc, head.i)
    if token.dep_ in ("dobj", "obj"):
        if base in _table("done"):
            return Event(_table("done")[base], head.i, head.i, _real(head))
        if token.lower_ in words("figures", "lives", "nouns") and _lemma_in(head, words("figures", "lives", "verbs")):
            return Event("killed", head.i, token.i, _real(head))
    if token.dep_ == "pobj" and head.lower_ == "of":
        measure = noun_measure(head.head.text)
        if measure is not None:
            return Event(measure, head.head.i, head.head.i, _real(head.head))
        if token.lower_ in words("figures", "lives", "nouns") and head.head.lower_ == "loss":
            return Event("killed", head.head.i, token.i, _real(head.head))
    return None


def group_before(doc: Doc, position: int) -> Event | None:
    """Return the group that a list belongs to: "the dead included [12 …]", "among the wounded were [12 …]"."""
    i = position
    if i < 0 or doc[i].lower_ not in _LINKS_GROUP:
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
            return Event(_table("done")[base], child.i, child.i, _real(child))
        if child.dep_ == "relcl" and base in _table("happens"):
            return Event(_table("happens")[base], child.i, child.i, _real(child))
    return None


def _phrase_at(doc: Doc, i: int) -> Event | None:
    for length in range(min(_LONGEST_PHRASE, len(doc) - i), 0, -1):
        measure = _phrases().get(tuple(t.lower_ for t in doc[i : i + length]))
        if measure is not None:
            return Event(measure, i, i + length - 1, _real(doc[i]))
    return None


def _real(token: Token) -> bool:
    """Whether an event is told as having happened, as far as its own clause and what governs it say."""
    counting = "counting"
    if token.doc.text.rstrip("”\"’')» ").endswith("?"):
        return False
    for _ in range(_CHAIN):
        infinitive = False
        for child in token.children:
            if child.dep_ == "neg" or child.lower_ in words("figures", counting, "condition"):
                return False
            if child.dep_ in ("aux", "auxpass") and child.lower_ in words("figures", counting, "modal"):
                return False
            infinitive = infinitive or (child.dep_ == "aux" and child.lower_ == "to")
        head = token.head
        if head is token:
            return True
        if infinitive and not _lemma_in(head, words("figures", counting, "implicative")):
            return False
        if token.dep_ in ("xcomp", "pcomp", "prep", "dobj", "pobj", "nsubj") and _lemma_in(head, words("figures", counting, "undone")):
            return False
        shares_clause = token.dep_ in ("conj", "xcomp", "auxpass", "acomp", "oprd", "pcomp", "prep", "pobj", "dobj", "nsubj")
        if not shares_clause and not (token.dep_ == "advcl" and token.tag_ == "VBG"):
            return True
        token = head
    return True


def _lemma_in(token: Token, bases: frozenset[str]) -> bool:
    """Whether a token is a form of one of these verbs."""
    return any(form in bases for form in _bases_of(token.lower_))


@cache
def _bases_of(word: str) -> tuple[str, ...]:
    """Return what a regular verb form can come from: ``tried`` → tried, tri, trie, try."""
    found = [word]
    irregular = {"took": "take", "taken": "take", "sought": "seek", "cost": "cost", "went": "go", "gone": "go", "lost": "lose"}
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
    return forms | load("figures")["forms"]
