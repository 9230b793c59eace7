"""Descriptions by what a person is besides an office: "the Republican nominee", "the former mayor".

Such a description hardly ever introduces somebody: it goes on about the person whom the text is about there.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.lexicon import words
from summarizer.engines.rules.resolved import Resolved, of_entity
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarizer.engines.rules.nounphrases import Phrase
    from summarizer.engines.rules.parsing import ParsedArticle
    from summarizer.engines.rules.register import Entity, Register
    from summarizer.engines.rules.resolved import Focus

__all__ = ["calling", "continued", "is_attributive", "is_national"]

_BEFORE = frozenset(
    {"former", "ex", "onetime", "one-time", "two-time", "three-time", "retired", "self-made", "visiting"}
)
_PARTIES = {"gop": "republican", "democratic": "democrat"}
"""Words for one party, by the one that they are compared as."""

_SINGULAR = ("an", "i")
"""Endings of adjectives of nationality that with "the" mean one person; "the French" are many."""

_BLOCKS = 2
"""Paragraphs back to whom such a description can mean."""

_SENTENCES = 6
"""Sentences back in which a subject is looked for."""

_STATEMENTS = 4
"""Statements back whose speakers are looked at."""


def is_attributive(phrase: Phrase) -> bool:
    """Tell whether a phrase is "the" with an attribute of one person, no office that others may hold."""
    doc = phrase.sentence.doc
    # "the former mayor and governor": one person, with one article
    one = phrase.joined and doc[phrase.head].tag_ in ("NN", "NNP")
    one = one and sum(t.tag_ == "DT" for t in doc[phrase.first : phrase.head]) == 1
    if phrase.determiner != "the" or (phrase.plural and not one):
        return False
    behind = doc[phrase.head + 1 : phrase.head + 2].text
    if behind in ("of", "for", "at"):
        return False
    former = bool(_BEFORE & set(phrase.modifiers)) and phrase.is_role
    listed = phrase.noun in words("roles", "attributes", "words") or is_national(phrase.noun)
    return former or listed or is_party(phrase.noun)


def is_national(noun: str) -> bool:
    """Tell whether a noun alone is one person by where he or she is from ("the Scot", "the Nigerian")."""
    if noun in words("roles", "attributes", "nationals"):
        return True
    return noun.endswith(_SINGULAR) and names.country_of(noun) is not None


def is_party(word: str) -> bool:
    """Tell whether a word in lower case alone can stand for one member of a party ("the Democrat")."""
    return word in words("titles", "outside", "members")


def continued(register: Register, parsed: ParsedArticle, phrase: Phrase, focus: Focus) -> Resolved | None:
    """Return whom an attributive description goes on about, the last speaker or subject; None if unclear."""
    gender = names.role_gender(phrase.noun)
    found = next(_last(register, parsed, phrase, focus), None)
    if found is None or (gender and found.gender not in (gender, None)) or not _suits(phrase, found):
        return None
    settled = of_entity(found, 0.55, parsed=parsed)
    return settled if settled.kind is SpeakerKind.PERSON else None


def calling(register: Register, parsed: ParsedArticle, phrase: Phrase, focus: Focus) -> Resolved | None:
    """Return whom a calling that introduces nobody ("the neuroscientist") goes on about; None if unclear.

    A modifier that is a noun ("the goat farmer") can tell one of several apart, whom nobody knows here.
    """
    doc = phrase.sentence.doc
    field = phrase.noun in words("roles", "persons", "callings") or phrase.noun.endswith(_FIELDS)
    behind = doc[phrase.head + 1 : phrase.head + 2].text
    plain = all(
        t.tag_ in ("DT", "JJ", "CD", "HYPH", "RB") or t.lower_ == "year"
        for t in doc[phrase.first : phrase.head]
    )
    if not field or phrase.determiner != "the" or phrase.plural or not plain or behind in ("of", "for", "at"):
        return None
    if _APART & set(phrase.modifiers):
        return None
    gender = names.role_gender(phrase.noun)
    for found in islice(_last(register, parsed, phrase, focus), 2):
        held = {names.bare(w.strip(",")) for role in found.roles for w in role.split()}
        if (gender and found.gender not in (gender, None)) or held & _ELSEWHERE:
            continue
        settled = of_entity(found, 0.5, parsed=parsed)
        return settled if settled.kind is SpeakerKind.PERSON else None
    return None


_FIELDS = ("ologist", "ographer", "scientist", "onomer", "physicist", "chemist")
"""Endings of callings that name a field of study."""

_APART = frozenset(
    {"other", "second", "first", "third", "same", "last", "next", "dead", "unnamed", "another"}
)
"""Adjectives that pick one of several."""

_ELSEWHERE = frozenset({"spokesman", "spokeswoman", "spokesperson", "judge", "magistrate", "prosecutor"})
"""Callings of whom no other calling goes on about."""


def _last(register: Register, parsed: ParsedArticle, phrase: Phrase, focus: Focus) -> Iterator[Entity]:
    """Yield the persons who spoke or were the subject of a main clause in paragraphs near by, nearest first.

    Who is so in the phrase's own sentence is somebody else: "Brill spoke after the nominee had said no".
    """
    at, here = phrase.range()[0], phrase.sentence.segment.block
    own = phrase.sentence.segment.start
    first = parsed.sentences[max(0, phrase.sentence.index - _SENTENCES)].segment.start
    able = [
        (m.range[0], m.entity)
        for m in register.between(first, at)
        if m.main and m.quotation < 0 and here - m.block <= _BLOCKS
    ]
    for said in islice(focus.before(at), _STATEMENTS):
        sentence = parsed.at(said.range[0])
        if said.speaker.entity and sentence and here - sentence.segment.block <= _BLOCKS:
            able.append((said.range[0], said.speaker.entity))
    people = [(start, entity) for start, entity in able if entity.kind is SpeakerKind.PERSON]
    others = {id(entity) for start, entity in people if start >= own}
    for _, entity in sorted(people, key=lambda p: -p[0]):
        if id(entity) not in others:
            yield entity


def _suits(phrase: Phrase, entity: Entity) -> bool:
    """Tell whether a person's roles allow the description: no other party, and no judge for a nominee."""
    mine = _parties((*phrase.modifiers, phrase.noun))
    known = [names.bare(w.strip(",")) for role in entity.roles for w in role.split()]
    theirs = _parties(known)
    if mine and theirs and not mine & theirs:
        return False
    running = bool(mine) or phrase.noun in words("roles", "attributes", "running")
    held = [w for w in known if names.is_role(w)]
    return not (running and held and all(w in words("roles", "attributes", "apart") for w in held))


def _parties(of: Iterable[str]) -> set[str]:
    listed = words("titles", "outside", "parties") | words("titles", "outside", "members")
    return {_PARTIES.get(w, w) for w in of if w in listed or w in _PARTIES}
