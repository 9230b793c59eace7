"""The target of an act: whom or what it is aimed at, in the article's words.

The one spoken to ("told the council", "urged the rebels to"), blamed, thanked or condemned; for an act that
the content performs ("We urge the authorities …") the object of that verb.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules import clauses
from summarizer.engines.rules.channel_phrases import channel_nouns
from summarizer.engines.rules.lexicon import load, words
from summarizer.engines.rules.parsing import lemma
from summarizer.engines.rules.performing import performed_verb
from summarizer.records import Act

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Finding
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence

__all__ = ["target_of"]

_PRONOUNS = frozenset(
    {
        "he",
        "him",
        "she",
        "her",
        "it",
        "they",
        "them",
        "us",
        "me",
        "we",
        "you",
        "i",
        "this",
        "that",
        "these",
        "those",
    }
    | {
        "himself",
        "herself",
        "itself",
        "themselves",
        "one",
        "what",
        "which",
        "who",
        "all",
        "everything",
        "something",
    }
)
_KEEP = frozenset({"of"})
# Prepositions that name whom an act is aimed at, the surest first.
_TO = ("to", "with", "at", "against", "toward", "towards")
_NEAR = 4
_AIMED_ACTS = frozenset(
    {Act.CONDEMN, Act.CONDOLE, Act.SUPPORT, Act.OPPOSE, Act.URGE, Act.ACCUSE, Act.WARN, Act.THANK}
)
_CHARGING = frozenset({"accuse", "inform", "apprise", "notify", "assure", "remind"})
_NOT_PEOPLE = frozenset({"reference", "fact"})


def target_of(parsed: ParsedArticle, finding: Finding, speaker: str = "") -> str | None:
    """Return whom or what a statement's act is aimed at, in the article's words; None where it doesn't say.

    The smallest noun phrase, with an ``of`` that belongs to it; never a pronoun.

    Args:
        parsed: the article.
        finding: the statement as found.
        speaker: name, role and affiliation in one string, where known (see ``acts.acts_of``).
    """
    sentence = parsed.sentences[finding.sentence]
    cue = clauses.root_of(clauses.cue_tokens(parsed, finding))
    if cue is not None and cue.tag_[:1] == "V" and finding.frame != "according":
        for token in _of_cue(sentence, finding, cue):
            phrase = _phrase(sentence, token)
            if phrase is not None:
                return _without_charge(phrase, cue) if lemma(cue) in _CHARGING else phrase
        # "blamed Morvania, accusing it of": the pronoun stands for the target of the verb above.
        if cue.dep_ in ("advcl", "conj") and any(t.lower_ in _PRONOUNS for t in _object(cue)):
            above = next((_phrase(sentence, t) for t in _object(cue.head) if t.i < cue.i), None)
            if above is not None and lemma(cue.head) in _aimed():
                return above
    performed = performed_verb(parsed, finding, speaker) if _neutral(finding) else None
    if performed is None and cue is not None and _neutral(finding):
        return next(
            (p for p in (_phrase(sentence, t) for t in _written_to(sentence, finding, cue)) if p), None
        )
    if performed is None or performed[0] not in _AIMED_ACTS:
        return None
    act, verb = performed
    if act is Act.URGE and lemma(verb) not in words("acts", "performed", "urge"):
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        return None if subject is None else _phrase(sentence, subject)  # "Members must vote"
    verbs = [verb, *(c for c in verb.children if c.dep_ == "xcomp")]
    home = next((s for s, tokens in clauses.content_tokens(parsed, finding) if verb in tokens), sentence)
    nouns = [t for v in verbs for t in (*_object(v), *_prepositional(v, ("on", "upon")))]
    found = (_phrase(home, t) for t in nouns)
    return next((p for p in found if p is not None), None)


def _without_charge(phrase: str, cue: Token) -> str:
    """Return whom "accused the Board of Trade of lying" accuses, where the parse made one phrase of both."""
    own = any(c.dep_ == "prep" and c.lower_ == "of" and c.i > cue.i for c in cue.children)
    head, of, _ = phrase.rpartition(" of ")
    return phrase if own or not of else head


def _neutral(finding: Finding) -> bool:
    base = finding.lemma.split()[0] if finding.lemma else ""
    return finding.cue is None or base in words("acts", "neutral", "words")


def _of_cue(sentence: Sentence, finding: Finding, cue: Token) -> Iterator[Token]:
    """Yield the nouns that can be the target of the cue itself, the surest first."""
    base = finding.lemma.split()[0]
    objects = list(_object(cue))
    carried = base in words("acts", "carrying", "words") and any(lemma(t) in _carried() for t in objects)
    if any(c.dep_ == "agent" for c in cue.children):
        yield from (c for c in cue.children if c.dep_ == "nsubjpass" and _is_aimed_at(base, c, said=True))
        return
    if carried:
        found = [t for head in (*objects, cue) for t in _prepositional(head, (*_TO, "for"))]
        # "gratitude for Norway's help" is gratitude to Norway.
        thanks = any(lemma(t) in words("acts", "objects", "thank") for t in objects)
        yield from (c for t in found for c in t.children if thanks and c.dep_ == "poss")
        yield from found
        return
    if base == "blame":
        # "blamed the fire on the owner": aimed at the owner.
        yield from _prepositional(cue, ("on",))
        for noun in objects:
            yield from _prepositional(noun, ("on",))
    if base in ("call", "insist"):
        yield from _prepositional(cue, ("on", "upon"))
        return
    yield from (t for t in objects if _is_aimed_at(base, t, said=_said(sentence, finding, t)))
    yield from _raised(cue, base)
    towards = _TO if base in _aimed() else ("to",)
    for token in _prepositional(cue, towards):
        # "replied, to laughter": after a neutral verb only a name or the press is spoken to
        person = (
            token.tag_ == "NNP" or lemma(token) in words("channels", "audiences", "press") or len(towards) > 1
        )
        if person and not _said(sentence, finding, token) and lemma(token) not in channel_nouns():
            yield token


def _written_to(sentence: Sentence, finding: Finding, cue: Token) -> Iterator[Token]:
    """Yield whom the letter is to, in "wrote in a letter to the council"."""
    for child in cue.children:
        if child.dep_ == "prep" and child.lower_ == "in":
            for noun in child.children:
                if lemma(noun) in ("letter", "message", "email", "e-mail") and not _said(
                    sentence, finding, noun
                ):
                    yield from _prepositional(noun, ("to",))


def _is_aimed_at(base: str, token: Token, *, said: bool) -> bool:
    """Tell whether the object of a cue is whom or what it is aimed at, and not what is said or promised."""
    if base in words("acts", "targets", "addressed"):
        # "assured the envoy that", but "assured cooperation"
        within = base in words("acts", "targets", "addressed-within")
        # "told the briefing" is where; the Morning Bulletin is a name
        place = lemma(token) in channel_nouns() and token.tag_ in ("NN", "NNS")
        return (within or not said) and not place
    rejecting = base in words("acts", "rejecting", "words") or base in words("acts", "cues", "deny")
    if rejecting and lemma(token) in words("acts", "rejecting", "claims"):
        return False  # what is denied is the content
    return token.dep_ == "dative" or (base in _aimed() and base not in words("acts", "targets", "not-aimed"))


@cache
def _aimed() -> frozenset[str]:
    """Return the verbs whose object an act is aimed at: all that are acts themselves."""
    acts = frozenset().union(*(words("acts", "cues", name) for name in load("acts")["cues"]))
    return acts | words("acts", "rejecting", "words")


@cache
def _carried() -> frozenset[str]:
    nouns = ("condole", "support", "thank", "condemn", "oppose", "warn", "urge", "pledge", "accuse", "deny")
    return frozenset().union(*(words("acts", "objects", n) for n in nouns))


def _said(sentence: Sentence, finding: Finding, token: Token) -> bool:
    return clauses.overlaps(sentence.start(token), sentence.end(token), finding.content)


def _object(verb: Token) -> Iterator[Token]:
    """Yield the objects of a verb, an indirect one first."""
    yield from (c for c in verb.children if c.dep_ == "dative" and c.tag_[:1] in ("N", "P"))
    yield from (c for c in verb.children if c.dep_ == "dobj")


def _raised(cue: Token, base: str) -> Iterator[Token]:
    """Yield the subject of an infinitive after "urge" and the like: it is the one urged."""
    if base not in (
        "urge",
        "ask",
        "tell",
        "order",
        "warn",
        "advise",
        "implore",
        "beg",
        "press",
        "exhort",
        "remind",
        "demand",
        "insist",
    ):
        return
    for clause in cue.children:
        infinitive = any(c.tag_ == "TO" for c in clause.children)
        # "demanded that Lunde open its books"
        wished = base in ("demand", "insist") and clause.tag_ == "VB" and not _modal(clause)
        if clause.dep_ in ("ccomp", "xcomp") and (infinitive or wished):
            yield from (c for c in clause.children if c.dep_ == "nsubj")


def _modal(clause: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ != "should" for c in clause.children)


def _prepositional(head: Token, prepositions: tuple[str, ...]) -> Iterator[Token]:
    """Yield the nouns under a head's prepositions, in the order of the prepositions given."""
    for word in prepositions:
        for child in head.children:
            if child.dep_ in ("prep", "dative", "agent") and child.lower_ == word and child.i > head.i:
                yield from (c for c in child.children if c.dep_ == "pobj")


def _phrase(sentence: Sentence, token: Token) -> str | None:
    """Return a target's noun phrase with what is coordinated with it; None for a pronoun or a bare number."""
    if token.lower_ in _PRONOUNS or not token.tag_.startswith("N") or lemma(token) in _NOT_PEOPLE:
        return None
    phrase = clauses.noun_phrase(sentence, token, keep=_KEEP)
    if phrase.lower().startswith(("whose ", "which ")):
        return None
    last = token
    for other in token.conjuncts:
        if other.i > last.i and other.tag_[:1] == "N" and other.i - last.i <= _NEAR:
            last = other
    if last.i != token.i:
        start = sentence.text.find(phrase, 0)
        first = clauses.noun_phrase(sentence, last, keep=_KEEP)
        end = sentence.text.find(first, max(0, token.idx)) + len(first)
        if 0 <= start < end:
            return " ".join(sentence.text[start:end].split())
    return phrase
