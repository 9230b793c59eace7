"""Cues: the words that attribute, and whether one of them does so in its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from summarizer.engines.rules.lexicon import load
from summarizer.engines.rules.parsing import lemma

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from spacy.tokens import Token

    from summarizer.engines.rules.subjects import Subject

__all__ = ["CueLexicon", "cue_lexicon", "finite_participle", "is_reporting_verb", "nothing_said"]

_FIRST_PERSON = frozenset({"i", "we", "you", "me", "us"})
_EMPTY = frozenset({"that", "this", "these", "those", "there", "what", "whatever", "nothing", "which"})
_NOBODY = frozenset({"nobody", "none", "no-one"})
_NO_WORDS: frozenset[str] = frozenset()
# Words left of a verb with which nothing was said. The parse alone is no proof: it takes names for "not".
_CANCELLING = {
    "neg": frozenset(
        {"not", "n't", "n’t", "nt", "never", "no", "nor", "neither", "hardly", "barely", "scarcely"}
    ),
    "aux": frozenset({"would", "could", "should", "might", "may", "must", "can", "ca", "wo", "will", "'ll"}),
}
_TIMES = frozenset({"as", "after", "before", "in", "while", "when", "with"})


@dataclass(frozen=True)
class CueLexicon:
    """The tables of lexicons/cues.toml as sets and maps of base forms; that file says what each is for."""

    clause: frozenset[str]
    question: frozenset[str]
    document: frozenset[str]
    documents: frozenset[str]
    quotation: frozenset[str]
    small: frozenset[str]
    hearing: frozenset[str]
    hearers: frozenset[str]
    infinitive: frozenset[str]
    object_infinitive: frozenset[str]
    reporting_to: frozenset[str]
    addressing: frozenset[str]
    plain: frozenset[str]
    joining: frozenset[str]
    aside: frozenset[str]
    naming: frozenset[str]
    personal: frozenset[str]
    relaying: frozenset[str]
    citing: frozenset[str]
    withheld: frozenset[str]
    withholding: frozenset[str]
    preposition: dict[str, tuple[str, ...]]
    object: dict[str, tuple[str, ...]]
    light: dict[str, tuple[str, ...]]
    not_light: frozenset[str]
    kinds: frozenset[str]
    stands: frozenset[str]
    states: frozenset[str]
    firmly: frozenset[str]
    anonymity: tuple[str, ...]
    nouns: frozenset[str]
    noun_verbs: frozenset[str]
    carriers: frozenset[str]
    carrier_verbs: frozenset[str]
    gloss: frozenset[str]
    glossed: frozenset[str]
    unattributed: frozenset[str]
    mute: frozenset[str]
    opaque: frozenset[str]
    denials: frozenset[str]
    disputable: frozenset[str]
    contrasting: frozenset[str]
    denied: frozenset[str]
    weak: frozenset[str]
    speakers: frozenset[str]
    endings: tuple[str, ...]
    orders: tuple[str, ...]
    order_words: frozenset[str]
    narrating: frozenset[str]
    reasons: frozenset[str]
    adverbials: frozenset[str]
    scenes: frozenset[str]
    occasions: frozenset[str]
    no_complement: frozenset[str]
    feelings: frozenset[str]
    verbs: frozenset[str]
    """Every base form that may be a cue."""
    acts: frozenset[str]
    """Verbs that may stand beside a cue with an act of their own: "…, accusing him of …"."""


_FRAMES = (
    "clause",
    "question",
    "document",
    "quotation",
    "small",
    "hearing",
    "infinitive",
    "object_infinitive",
)
_LISTS = (
    *_FRAMES,
    "documents",
    "hearers",
    "reporting_to",
    "addressing",
    "plain",
    "joining",
    "aside",
    "naming",
    "personal",
    "relaying",
    "citing",
    "withheld",
    "withholding",
)
_TABLES = {
    "not_light": ("not_light", "objects"),
    "stands": ("stands", "verbs"),
    "states": ("stands", "states"),
    "firmly": ("stands", "firmly"),
    "kinds": ("labels", "kinds"),
    "nouns": ("noun", "nouns"),
    "noun_verbs": ("noun", "verbs"),
    "carriers": ("carriers", "nouns"),
    "carrier_verbs": ("carriers", "verbs"),
    "gloss": ("gloss", "verbs"),
    "unattributed": ("adverbs", "unattributed"),
    "mute": ("according", "mute"),
    "opaque": ("opaque", "verbs"),
    "denials": ("opaque", "denials"),
    "disputable": ("opaque", "disputable"),
    "contrasting": ("joints", "contrasting"),
    "denied": ("opaque", "denied"),
    "weak": ("weak", "verbs"),
    "order_words": ("orders", "first"),
    "narrating": ("joints", "narrating"),
    "reasons": ("joints", "reasons"),
    "adverbials": ("joints", "adverbials"),
    "scenes": ("joints", "scenes"),
    "occasions": ("joints", "occasions"),
    "no_complement": ("joints", "other"),
    "feelings": ("joints", "feelings"),
}


@cache
def cue_lexicon() -> CueLexicon:
    """Read the cue lexicon, once a process.

    Raises:
        KeyError: lexicons/cues.toml lacks a table.
    """
    data = load("cues")
    sets: dict[str, frozenset[str]] = {name: frozenset(data[name]) for name in _LISTS}
    sets |= {name: frozenset(data[table][key]) for name, (table, key) in _TABLES.items()}
    maps: dict[str, dict[str, tuple[str, ...]]] = {
        "preposition": {k: tuple(v) for k, v in data["preposition"].items() if v},
        "object": {k: tuple(v) for k, v in data["object"].items()},
        "light": {k: tuple(v) for k, v in data["light"].items() if v}
        | dict.fromkeys(data["stands"]["verbs"], tuple(data["stands"]["objects"])),
    }
    frames: list[Collection[str]] = [*(sets[name] for name in _FRAMES), *maps.values()]
    fields: dict[str, Any] = {**sets, **maps}
    return CueLexicon(
        **fields,
        glossed=sets["nouns"] | sets["carriers"] | frozenset(data["gloss"]["nouns"]),
        speakers=frozenset(data["speakers"]["nouns"])
        | (_nouns_for_speakers() - frozenset(data["speakers"]["things"])),
        endings=tuple(data["speakers"]["endings"]),
        anonymity=tuple(data["anonymity"]["phrases"]),
        orders=tuple(data["orders"]["phrases"]),
        verbs=frozenset(word.split(" ")[0] for frame in frames for word in frame),
        acts=sets["clause"] | sets["small"] | maps["object"].keys() | maps["light"].keys(),
    )


def _nouns_for_speakers() -> frozenset[str]:
    """Return nouns for people and bodies from the lexicons that resolve speakers."""
    persons = load("roles")["persons"]
    bodies = load("organizations")
    kinds = ("organization", "government", "publication", "group")
    lists = [*persons.values(), *(bodies[k]["words"] for k in kinds)]
    return frozenset(word for value in lists for word in (value.split() if isinstance(value, str) else value))


def _governors(token: Token) -> Iterator[Token]:
    while token.head.i != token.i:
        token = token.head
        yield token


def finite_participle(verb: Token) -> bool:
    """Tell whether a "participle" is the sentence's verb: "The warden, a sailor, *admitted* losing it"."""
    head = verb.head
    return (
        verb.dep_ == "acl"
        and head.dep_ == "ROOT"
        and head.i < verb.i
        and verb.i > 0
        and verb.doc[verb.i - 1].text == ","
    )


def nothing_said(verb: Token) -> bool:
    """Tell whether the saying is negated, only possible, asked for or ordered, so that nothing was said.

    "She did not say …", "could say …", "refused to say …", "Say that …", "Ask her to say …".
    """
    if any(c.lower_ in _CANCELLING.get(c.dep_, _NO_WORDS) for c in verb.lefts) or _is_neither(verb):
        return True
    if any(_is_order(above) for above in _governors(verb)):
        return True
    if verb.dep_ == "pcomp":
        return verb.head.lower_ not in _TIMES
    if verb.tag_ != "VB":
        return False
    if any(c.tag_ == "TO" for c in verb.lefts):
        reports = verb.dep_ in {"xcomp", "advcl", "conj"} and lemma(verb.head) in cue_lexicon().reporting_to
        return not reports
    return verb.dep_ != "conj" and not any(c.dep_ in {"aux", "nsubj"} for c in verb.lefts)


def _is_neither(verb: Token) -> bool:
    """Tell whether a verb is one of several of which none was done: "neither *confirmed* nor *denied* it"."""
    first = verb.head if verb.dep_ == "conj" and verb.head.i < verb.i else verb
    neither = first.i and first.nbor(-1).lower_ == "neither"
    left = verb.left_edge.i
    if neither or any(t.lower_ == "nor" for t in verb.doc[max(0, left - 1) : left + 1]):
        return True
    joined = first is not verb and first.tag_ == verb.tag_
    return joined and any(c.lower_ == "or" for c in first.rights) and nothing_said(first)


def _is_order(verb: Token) -> bool:
    if verb.dep_ != "ROOT" or verb.tag_ != "VB":
        return False
    return not any(c.dep_ in {"nsubj", "aux"} for c in verb.children)


def is_reporting_verb(subject: Subject, base: str) -> bool:
    """Tell whether a verb of base form ``base`` can be an act of speech with this subject.

    People and bodies speak; of other things only documents do, with some verbs ("the *report* found").
    "I" and "we" are no speakers, nor is "nobody".
    """
    head = subject.head
    if head is None:
        return True
    word = head.lower_
    if word in _FIRST_PERSON or (word in _EMPTY and head.tag_ != "WP"):
        return False
    named = head.tag_[:3] == "NNP" and head.text != word
    if named or (head.tag_ in {"PRP", "WP", "WDT"} and word != "it"):
        return True
    if word in _NOBODY or any(c.dep_ == "det" and c.lower_ == "no" for c in head.children):
        return False
    return _speaks(head, lemma(head), base)


def _speaks(head: Token, noun: str, base: str) -> bool:
    """Tell whether a common noun (base form ``noun``) or "it" can be the subject of an act of speech."""
    lex, word = cue_lexicon(), head.lower_
    if base in lex.hearing:
        return noun in lex.hearers
    if base in lex.gloss and noun in lex.glossed:
        return False
    if base in lex.document and (noun in lex.documents or word == "it"):
        return True
    if base not in lex.weak and head.head.dep_ != "agent":
        return True
    if any(c.dep_ == "appos" and c.tag_[:3] == "NNP" for c in head.children):
        return True
    known = lex.speakers | lex.documents
    return word == "it" or noun in known or word in lex.speakers or word.endswith(lex.endings)
