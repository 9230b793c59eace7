"""Cues: which words of a sentence attribute, to whom, and in which frame. Works on the parse of one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules.lexicon import load
from summarizer.engines.rules.parsing import lemma

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from spacy.tokens import Token

__all__ = ["CueLexicon", "Subject", "cue_lexicon", "finite_participle", "is_reporting_verb", "mention_of", "modal_or_negated", "subject_of"]

_SUBJECTS = ("nsubj", "csubj", "expl")
_FIRST_PERSON = frozenset({"i", "we", "you", "me", "us"})
_EMPTY = frozenset({"that", "this", "these", "those", "there", "what", "whatever", "nothing", "which"})
_SKIPPED_MODALS = frozenset({"would", "could", "should", "might", "may", "must", "can", "ca", "wo", "will", "'ll"})
# "went on to say", "used the speech to denounce": here the infinitive reports what happened.
_SAYING_TO = frozenset({"go", "continue", "proceed", "begin", "start", "take", "use", "write", "speak", "tweet", "issue", "release", "post", "appear"})
# "The statement underscores …" is the reporter's gloss on a statement, not one.
_GLOSSES = frozenset({"underscore", "underline", "highlight", "signal", "reflect", "emphasize", "emphasise", "stress", "imply", "reaffirm", "reiterate"})
_DOINGS = frozenset({"move", "decision", "step", "condolence", "remark", "visit", "meeting", "stance", "position", "attack"})


@dataclass(frozen=True)
class CueLexicon:
    """The tables of lexicons/cues.toml, as sets and maps of base forms."""

    clause: frozenset[str]
    question: frozenset[str]
    document: frozenset[str]
    documents: frozenset[str]
    quotation: frozenset[str]
    small: frozenset[str]
    hearing: frozenset[str]
    hearers: frozenset[str]
    anonymity: tuple[str, ...]
    orders: tuple[str, ...]
    order_words: frozenset[str]
    infinitive: frozenset[str]
    object_infinitive: frozenset[str]
    preposition: dict[str, tuple[str, ...]]
    object: dict[str, tuple[str, ...]]
    light: dict[str, tuple[str, ...]]
    not_light: frozenset[str]
    nouns: frozenset[str]
    carriers: frozenset[str]
    carrier_verbs: frozenset[str]
    unattributed: frozenset[str]
    opaque: frozenset[str]
    weak: frozenset[str]
    speakers: frozenset[str]
    endings: tuple[str, ...]

    @property
    def verbs(self) -> frozenset[str]:
        """Every base form that may be a cue."""
        return _verbs()


@cache
def cue_lexicon() -> CueLexicon:
    """Read the cue lexicon, once a process."""
    data = load("cues")
    return CueLexicon(
        clause=frozenset(data["clause"]),
        question=frozenset(data["question"]),
        document=frozenset(data["document"]),
        documents=frozenset(data["documents"]),
        quotation=frozenset(data["quotation"]),
        small=frozenset(data["small"]),
        hearing=frozenset(data["hearing"]),
        hearers=frozenset(data["hearers"]),
        anonymity=tuple(data["anonymity"]["phrases"]),
        orders=tuple(data["orders"]["phrases"]),
        order_words=frozenset(data["orders"]["first"]),
        infinitive=frozenset(data["infinitive"]),
        object_infinitive=frozenset(data["object_infinitive"]),
        preposition={k: tuple(v) for k, v in data["preposition"].items() if v},
        object={k: tuple(v) for k, v in data["object"].items()},
        light={k: tuple(v) for k, v in data["light"].items() if v},
        not_light=frozenset(data["not_light"]["objects"]),
        nouns=frozenset(data["noun"]["nouns"]),
        carriers=frozenset(data["carriers"]["nouns"]),
        carrier_verbs=frozenset(data["carriers"]["verbs"]),
        unattributed=frozenset(data["adverbs"]["unattributed"]),
        opaque=frozenset(data["opaque"]["verbs"]),
        weak=frozenset(data["weak"]["verbs"]),
        speakers=frozenset(data["speakers"]["nouns"]) | _nouns_for_speakers(),
        endings=tuple(data["speakers"]["endings"]),
    )


def _nouns_for_speakers() -> frozenset[str]:
    """Nouns for people and bodies from the lexicons that resolve speakers."""
    persons = load("roles")["persons"]
    bodies = load("organizations")
    lists = [*persons.values(), *(bodies[k]["words"] for k in ("organization", "government", "publication", "group"))]
    return frozenset(word for value in lists for word in (value.split() if isinstance(value, str) else value))


@cache
def _verbs() -> frozenset[str]:
    lex = cue_lexicon()
    tables: list[Collection[str]] = [
        lex.clause, lex.question, lex.document, lex.quotation, lex.infinitive, lex.object_infinitive,
        lex.preposition, lex.object, lex.light, lex.small, lex.hearing,
    ]  # fmt: skip
    return frozenset(word.split(" ")[0] for table in tables for word in table)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a cue verb is predicated of.

    Attributes:
        head: head token of the noun phrase, or None where the text names nobody.
        relay: head token of who passed it on ("the Embassy" in "the Embassy quoted Lin as saying").
        carrier: the document in which it was said, where the subject issued one.
        own: whether the noun phrase is the verb's own, not that of a governing verb.
    """

    head: Token | None
    relay: Token | None = None
    carrier: Token | None = None
    own: bool = True


def _child(token: Token, *deps: str) -> Token | None:
    return next((c for c in token.children if c.dep_ in deps), None)


def _governors(token: Token) -> Iterator[Token]:
    while token.head.i != token.i:  # tokens are not always the same object
        token = token.head
        yield token


def _antecedent(subject: Token, verb: Token) -> Token:
    if subject.tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
        return verb.head
    return subject


def subject_of(verb: Token, quoted: Collection[int] = (), depth: int = 0) -> Subject | None:
    """Return whom a cue verb is predicated of, or None where nobody can be made out.

    Follows coordination ("met … and said"), control ("went on to say", "…, adding that"), relative clauses, passives
    of relay ("was quoted as saying") and nouns that carry words ("a statement saying"). Tokens whose index is in
    ``quoted`` stand inside a quotation and are nobody's name here.
    """
    if depth > 6:
        return None
    subject = next((c for c in reversed(list(verb.children)) if c.dep_ in _SUBJECTS and c.i not in quoted), None)
    passive = _child(verb, "nsubjpass")
    if subject is not None:
        return Subject(_antecedent(subject, verb))
    agent = _child(verb, "agent")
    if agent is not None and (pobj := _child(agent, "pobj")) is not None:
        return Subject(pobj)
    if passive is not None:
        return None
    head, dep = verb.head, verb.dep_
    if head.i == verb.i:
        return None
    if dep == "pcomp" and head.lower_ == "as" and (quoted := _quoting(head.head)) is not None:
        return quoted
    if dep == "acl" and head.dep_ == "dobj" and lemma(head.head) in ("cite", "quote"):
        above = subject_of(head.head, quoted, depth + 1)
        return Subject(head, above.head if above else None)
    if dep == "acl" or (dep == "relcl" and head.tag_[:2] == "NN"):
        return _of_noun(head, quoted, depth)
    if dep == "pcomp":
        head = head.head
        return _controlled(head, quoted, depth) if head.tag_[:1] == "V" else None
    if dep == "conj" and head.dep_ == "ccomp" and verb.tag_ == head.head.tag_ == "VBD" and verb.doc[verb.left_edge.i - 1].dep_ == "cc":
        return _controlled(head.head, quoted, depth)  # "said it was opposed and warned …"
    if dep in ("conj", "xcomp", "advcl", "ccomp", "dep", "parataxis") and head.tag_[:1] == "V":
        if dep == "ccomp" and verb.tag_ not in ("VBG", "VB"):
            return None
        return _controlled(head, quoted, depth)
    return None


def _controlled(head: Token, quoted: Collection[int], depth: int) -> Subject | None:
    passive = _child(head, "nsubjpass")
    if passive is not None:
        return Subject(_antecedent(passive, head), own=False)
    found = subject_of(head, quoted, depth + 1)
    return None if found is None else Subject(found.head, found.relay, found.carrier, own=False)


def _quoting(verb: Token) -> Subject | None:
    """Subject of "saying" in "Y quoted X as saying" and "X was quoted (by Y) as saying"."""
    if lemma(verb) not in ("quote", "cite", "report"):
        return None
    passive = _child(verb, "nsubjpass")
    agent = _child(verb, "agent")
    relay = _child(agent, "pobj") if agent is not None else None
    if passive is not None:
        return Subject(_antecedent(passive, verb), relay)
    if verb.dep_ == "acl":
        return Subject(verb.head, relay)
    quoted = _child(verb, "dobj")
    above = subject_of(verb, (), 1)
    return Subject(quoted, above.head if above else None) if quoted is not None else above


def _of_noun(noun: Token, quoted: Collection[int], depth: int) -> Subject | None:
    """Subject of a verb that modifies a noun: whoever issued the statement, else the noun itself."""
    lex = cue_lexicon()
    if lemma(noun) in lex.carriers:
        owner = _child(noun, "poss")
        if owner is not None:
            return Subject(owner, carrier=noun)
        by = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("by", "from")), None)
        if by is not None and (pobj := _child(by, "pobj")) is not None:
            return Subject(pobj, carrier=noun)
        verb = noun.head
        if noun.dep_ == "dobj" and lemma(verb) in lex.carrier_verbs and (found := subject_of(verb, quoted, depth + 1)):
            return Subject(found.head, found.relay, noun, own=False)
    return Subject(noun)


def mention_of(head: Token) -> tuple[int, int]:
    """Return the token range of the noun phrase around ``head`` without what follows it after a comma.

    Keeps what stands before the head, coordinated heads and "of/for/at/with …"; leaves out appositions after a comma,
    relative clauses, participles and adverbials.
    """
    left, right = head.left_edge.i, head.i
    if head.dep_ == "poss":
        right = head.i
    first = next((c for c in head.lefts if c.dep_ in ("appos", "relcl", "acl", "advcl", "parataxis")), None)
    if first is not None:
        left = first.right_edge.i + 1
    for child in head.rights:
        if child.dep_ in ("cc", "conj") or (child.dep_ in ("prep", "nmod", "nummod", "compound", "amod", "flat") and child.i == right + 1):
            right = child.right_edge.i if child.dep_ != "conj" else mention_of(child)[1] - 1
        elif child.dep_ == "appos" and child.i <= right + 3 and head.doc[right + 1].text not in (",", "(", "-", "–", "—"):
            right = child.right_edge.i
        elif child.dep_ == "punct" and child.text == "," and any(c.dep_ == "conj" for c in head.rights if c.i > child.i):
            continue
        elif child.dep_ == "case":
            continue
        else:
            break
    while left > 0 and head.doc[left - 1].tag_ in ("NNP", "NNPS") and head.tag_[:3] == "NNP" and head.doc[left].tag_[:3] == "NNP":
        left -= 1
    determiner = next((i for i in range(head.i - 1, left, -1) if head.doc[i].tag_ == "DT" and head.doc[i].head.i == head.i), None)
    if determiner is not None and head.doc[determiner - 1].tag_ not in ("PDT", "DT"):
        left = determiner  # "dismissed as baseless [a newspaper report]"
    while left < right and head.doc[left].is_punct and not head.doc[left].is_quote:
        left += 1
    while right > head.i and (head.doc[right].is_punct or head.doc[right].dep_ == "cc"):
        right -= 1
    return left, right + 1


def finite_participle(verb: Token) -> bool:
    """Whether what the parse took for a participle is the sentence's verb: "The minister, a former general, admitted …"."""
    head = verb.head
    return verb.dep_ == "acl" and head.dep_ == "ROOT" and head.i < verb.i and verb.i > 0 and verb.doc[verb.i - 1].text == ","


def modal_or_negated(verb: Token) -> bool:
    """Whether the saying itself is negated, only possible, asked for or ordered, so that nothing was said."""
    for child in verb.lefts:
        if child.dep_ == "neg" or (child.dep_ == "aux" and child.lower_ in _SKIPPED_MODALS):
            return True
    if any(a.dep_ == "ROOT" and a.tag_ == "VB" and not any(c.dep_ in ("nsubj", "aux") for c in a.children) for a in _governors(verb)):
        return True
    if verb.dep_ == "pcomp":
        return verb.head.lower_ not in ("as", "after", "before", "in", "while", "when", "with")
    if verb.tag_ == "VB" and any(c.tag_ == "TO" for c in verb.lefts):
        return not (verb.dep_ in ("xcomp", "advcl", "conj") and lemma(verb.head) in _SAYING_TO)
    return verb.tag_ == "VB" and not any(c.dep_ in ("aux", "nsubj") for c in verb.lefts) and verb.dep_ != "conj"


def is_reporting_verb(verb: Token, subject: Subject, base: str) -> bool:
    """Whether the verb can be an act of speech with this subject."""
    lex = cue_lexicon()
    head = subject.head
    if head is None:
        return True
    word = head.lower_
    if word in _FIRST_PERSON or (word in _EMPTY and head.tag_ not in ("WP",)):
        return False
    if head.tag_[:3] == "NNP" or head.tag_ in ("PRP", "WP", "WDT") and word != "it":
        return True
    noun = lemma(head)
    if any(c.dep_ == "det" and c.lower_ == "no" for c in head.children) or word in ("nobody", "none", "no-one"):
        return False
    if base in lex.hearing:
        return noun in lex.hearers
    if base in _GLOSSES and noun in lex.nouns | lex.carriers | _DOINGS:
        return False
    if base in lex.document and (noun in lex.documents or word == "it"):
        return True
    if base not in lex.weak and head.head.dep_ != "agent":
        return True
    if any(c.dep_ == "appos" and c.tag_[:3] == "NNP" for c in head.children):
        return True
    return word == "it" or noun in lex.speakers or word in lex.speakers or noun in lex.documents or word.endswith(lex.endings)
