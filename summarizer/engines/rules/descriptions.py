"""Descriptions: "the minister", "a senior official", "the report" — whom they point at, if anybody."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.anonymous import taken_up
from summarizer.engines.rules.around import is_called
from summarizer.engines.rules.attributes import calling, continued, is_attributive
from summarizer.engines.rules.bodies import document, named_body, near_body, near_mentions
from summarizer.engines.rules.fitting import fits, role_nouns
from summarizer.engines.rules.lexicon import load, words
from summarizer.engines.rules.nounphrases import Phrase, kind_of_phrase, phrase_in
from summarizer.engines.rules.resolved import Resolved, of_entity
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from summarizer.engines.rules.parsing import ParsedArticle
    from summarizer.engines.rules.register import Entity, Register
    from summarizer.engines.rules.resolved import Focus

__all__ = ["describe", "named_by"]

_POINTING = frozenset({"the", "this", "that", "these", "those", "both"})
_BACK = 40
"""How many sentences back a fuller description is looked for."""

_LEAD = 3
"""How many paragraphs a headline and a lead make, and in how many more a person is then named."""

_AGE = re.compile(r"\b(\d{1,3})-year-old\b")
_AGED = 400
"""Names back in which an age is looked for."""

_SPOKE = 4
"""Statements back in which "the woman" can be one of the speakers, where nobody nearer fits."""

_KEPT = 8
"""Paragraphs in which a description goes on meaning who it last meant, if named in them."""

_ADDING = words("titles", "modifiers", "words") | {"year", "old", "young", "elderly"}

_TELLING_APART = frozenset({"other", "second", "first", "third", "same", "last", "next", "dead", "unnamed"})
"""Adjectives that pick one of several."""

_RETIRED = frozenset({"retired", "former", "veteran", "self-employed"})
"""Words that only a person's calling has in front of it, listed or not ("the retired millwright")."""

_BESIDES = frozenset({"former", "ex", "onetime", "one-time", "visiting"})
"""Words in front of an office that somebody has besides what he or she is named with."""

_BODIES = (SpeakerKind.ORGANIZATION, SpeakerKind.GOVERNMENT, SpeakerKind.PUBLICATION, SpeakerKind.GROUP)


def describe(register: Register, parsed: ParsedArticle, phrase: Phrase, focus: Focus) -> Resolved:
    """Resolve a noun phrase that holds no name as its head: to an entity that it fits, else to itself."""
    kind = SpeakerKind.UNNAMED if is_attributive(phrase) else kind_of_phrase(phrase)
    definite = phrase.determiner in _POINTING or (not phrase.determiner and _titled(phrase))
    if definite:
        found = named_by(register, parsed, phrase, focus, kind)
        if found:
            return found
        office = phrase.is_role
        if not office and not phrase.modifiers and phrase.determiner and phrase.stop == phrase.head + 1:
            fuller = _fuller(parsed, phrase)
            if fuller:
                return Resolved(fuller, kind, confidence=0.6, plural=phrase.plural)
    found = (
        _nameless(register, parsed, phrase, focus, definite=definite) if kind is SpeakerKind.UNNAMED else None
    )
    if found:
        return found
    name = names.clean(parsed.text[slice(*phrase.range())])
    gender = None if phrase.plural else names.role_gender(phrase.noun)
    return Resolved(name, kind, confidence=0.8, gender=gender, plural=phrase.plural)


def _nameless(
    register: Register, parsed: ParsedArticle, phrase: Phrase, focus: Focus, *, definite: bool
) -> Resolved | None:
    """Return whom a description of one person means that fits nobody named before."""
    if phrase.plural:
        return None
    if definite and (known := taken_up(register, parsed, phrase, focus)):
        return known
    called = _called(register, parsed, phrase)
    if called or definite or not phrase.is_role:
        return called
    return _foretold(register, parsed, phrase)


def _titled(phrase: Phrase) -> bool:
    """Tell whether a phrase without a determiner is a title used as a name: "Prime Minister"."""
    doc = phrase.sentence.doc
    role = phrase.is_role and doc[phrase.first].tag_ == "NNP"
    return doc[phrase.head].tag_ in ("NNP", "NNPS") or role


def named_by(  # noqa: PLR0911 - one sort of description after another
    register: Register, parsed: ParsedArticle, phrase: Phrase, focus: Focus, kind: SpeakerKind
) -> Resolved | None:
    """Return the named entity that a definite description points at, None where none fits."""
    if is_attributive(phrase):
        known = (
            None
            if phrase.joined or "visiting" in phrase.modifiers
            else _person(register, parsed, phrase, focus)
        )
        return known or continued(register, parsed, phrase, focus)
    if phrase.plural:
        return named_body(register, parsed, phrase) if kind in _BODIES else None
    if phrase.noun in words("organizations", "publication", "documents"):
        return document(parsed, phrase, focus)
    if phrase.is_role or _aged(phrase):
        return _person(register, parsed, phrase, focus)
    if _RETIRED & set(phrase.modifiers):
        return _near_person(register, parsed, phrase, focus)
    if kind in _BODIES or phrase.noun in words("organizations", "generic", "words"):
        return named_body(register, parsed, phrase) or near_body(register, parsed, phrase, focus, kind)
    return None


def _aged(phrase: Phrase) -> bool:
    return any(w == "old" or w.endswith("-old") for w in (phrase.noun, *phrase.modifiers[-3:]))


def _person(register: Register, parsed: ParsedArticle, phrase: Phrase, focus: Focus) -> Resolved | None:
    at = phrase.range()[0]
    gender = names.role_gender(phrase.noun)
    said = _last_said(focus, at)
    best: tuple[tuple[float, int], Entity] | None = None
    for entity in register.with_role((*role_nouns(phrase.noun), phrase.initials), at):
        if gender and entity.gender not in (gender, None):
            continue
        fit = max((fits(phrase, role) for role in entity.roles), default=0.0)
        if fit <= 0:
            continue
        before = entity.before(at)
        if before is None and phrase.sentence.segment.block - parsed.sentences[0].segment.block > _LEAD:
            continue
        fit += 1 if before is not None else 0
        fit += 0.5 if said is entity else 0
        rank = (fit, -entity.first if before is None else before)
        if best is None or rank > best[0]:
            best = (rank, entity)
    nameless = taken_up(register, parsed, phrase, focus, named=best[1].before(at) if best else None)
    if nameless:
        return nameless
    if best:
        return of_entity(best[1], min(0.95, 0.5 + best[0][0] / 10), parsed=parsed)
    if is_attributive(phrase) and names.role_gender(phrase.noun) is None and set(phrase.modifiers) & _BESIDES:
        return None  # "the former minister": whom the text is about, with a role or without
    if _unspecific(phrase):
        found = _near_person(register, parsed, phrase, focus)
    else:
        found = _introduced(register, parsed, phrase, focus, gender)
    return found or calling(register, parsed, phrase, focus)


def _called(register: Register, parsed: ParsedArticle, phrase: Phrase) -> Resolved | None:
    """Find the name in a clause on a description ("the nurse, who asked to be identified only as Kim")."""
    head = phrase.sentence.doc[phrase.head]
    for clause in head.rights:
        if clause.dep_ != "relcl":
            continue
        edges = clause.left_edge, clause.right_edge
        inside = register.between(phrase.sentence.start(edges[0]), phrase.sentence.end(edges[1]))
        found = next((m.entity for m in inside if is_called(parsed.text, m.range[0])), None)
        if found and found.kind is SpeakerKind.PERSON:
            return of_entity(found, 0.9, parsed=parsed)
    return None


def _foretold(register: Register, parsed: ParsedArticle, phrase: Phrase) -> Resolved | None:
    """Find whom a lead means by "a city councillor" when the next paragraphs name one with that role."""
    at = phrase.range()[0]
    first = parsed.sentences[0].segment.block
    here = phrase.sentence.segment.block
    if here - first > _LEAD or phrase.determiner not in ("a", "an", ""):
        return None
    found: list[Entity] = []
    for entity in register.with_role(role_nouns(phrase.noun), at):
        new = entity.before(at) is None and entity.mentions
        sentence = parsed.at(entity.mentions[0][0]) if new else None
        near = sentence is not None and sentence.segment.block - here <= _LEAD
        if near and max((fits(phrase, role) for role in entity.roles), default=0.0) >= (
            3.0 if phrase.modifiers else 3.5
        ):
            found.append(entity)
    return of_entity(found[0], 0.5, parsed=parsed) if len(found) == 1 else None


def _introduced(
    register: Register, parsed: ParsedArticle, phrase: Phrase, focus: Focus, gender: str | None
) -> Resolved | None:
    """Let a description that fits no known role mean the last speaker, who has no role or is alone there."""
    at = phrase.range()[0]
    said = next(focus.before(at), None)
    if phrase.determiner != "the" or said is None or said.speaker.entity is None:
        return None
    entity = said.speaker.entity
    sentence = parsed.at(said.range[0])
    near = sentence is not None and phrase.sentence.segment.block - sentence.segment.block < _LEAD
    if (
        not near
        or entity.kind is not SpeakerKind.PERSON
        or (entity.roles and not _only(register, parsed, phrase, entity))
        or (gender and entity.gender not in (gender, None))
    ):
        return None
    following = phrase.sentence.doc[phrase.head + 1 : phrase.head + 2].text
    return of_entity(entity, 0.5, parsed=parsed) if following != "of" or phrase.noun == "secretary" else None


def _only(register: Register, parsed: ParsedArticle, phrase: Phrase, entity: Entity) -> bool:
    """Tell whether a calling ("the Norvik runner") can only be the one person of the sentence before."""
    callings = words("roles", "persons", "life") | words("roles", "persons", "profession")
    if (
        phrase.noun not in callings
        or phrase.determiner != "the"
        or not phrase.modifiers
        or not phrase.sentence.index
    ):
        return False
    doc = phrase.sentence.doc
    if any(t.tag_ == "NN" and t.text.islower() for t in doc[phrase.first : phrase.head]):
        return False  # "the maize farmer" is not the bridge engineer
    before = parsed.sentences[phrase.sentence.index - 1].segment
    mentions = register.between(before.start, phrase.range()[0])
    people = {id(m.entity) for m in mentions if m.entity.kind is SpeakerKind.PERSON and not m.owner}
    return people == {id(entity)}


def _unspecific(phrase: Phrase) -> bool:
    """Tell whether a description says no more than sex, age or walk of life, so that it can be anybody's."""
    listed = words("roles", "persons", "life") | words("roles", "persons", "profession")
    private = frozenset(load("roles")["persons"]["relations"].split())
    gendered = names.role_gender(phrase.noun) is not None
    following = phrase.sentence.doc[phrase.head + 1 : phrase.head + 3]
    numbered = len(following) == 2 and following[0].lower_ == "of" and following[1].tag_ == "CD"  # noqa: PLR2004 - "of three"
    numbered = numbered and phrase.stop == phrase.head + 3
    tags = {t.lower_: t.tag_ for t in phrase.sentence.doc[phrase.first : phrase.head]}
    telling = gendered or phrase.noun in private
    plain = phrase.determiner in _POINTING and all(
        m in _ADDING or (telling and tags.get(m) in ("JJ", "VBN") and m not in _TELLING_APART)
        for m in phrase.modifiers
    )
    return (
        (phrase.stop == phrase.head + 1 or numbered)
        and (plain or _aged(phrase))
        and (_aged(phrase) or phrase.noun in listed or phrase.noun in private or gendered)
    )


def _last_said(focus: Focus, at: int) -> Entity | None:
    last = next(focus.before(at), None)
    return last.speaker.entity if last else None


def _near_person(register: Register, parsed: ParsedArticle, phrase: Phrase, focus: Focus) -> Resolved | None:
    """Find whom "the woman", "the 54-year-old", "the author" continues."""
    at = phrase.range()[0]
    gender = names.role_gender(phrase.noun)
    key = (*phrase.modifiers, phrase.noun)
    before = register.described.get(key)
    last = before.before(at) if before else None
    seen = parsed.at(last) if last is not None else None
    if before and seen and phrase.sentence.segment.block - seen.segment.block <= _KEPT:
        return of_entity(before, 0.55, parsed=parsed)
    aged = _of_age(register, parsed, phrase, at)
    if aged:
        return of_entity(aged, 0.9, parsed=parsed)
    # a profession, or an office such as chairman: who is known to have another does not have it
    private = phrase.noun in words("roles", "persons", "profession") or (
        gender is not None and phrase.noun not in words("roles", "persons", "relations")
    )
    said = next(focus.before(at), None)
    near = [
        m.entity
        for m in near_mentions(register, parsed, phrase)
        if m.entity.kind is SpeakerKind.PERSON and m.entity.sure and not m.owner
    ]
    if said and said.speaker.entity and said.speaker.entity in near:
        near.insert(0, said.speaker.entity)
    for entity in near:
        if (gender and entity.gender not in (gender, None)) or (private and entity.roles):
            continue
        register.described[key] = entity
        return of_entity(entity, 0.55, parsed=parsed)
    for earlier in islice(focus.before(at), _SPOKE if gender else 0):
        person = earlier.speaker.entity
        if person and person.kind is SpeakerKind.PERSON and person.gender == gender:
            if private and person.roles:
                continue
            return of_entity(person, 0.5, parsed=parsed)
    return None


def _of_age(register: Register, parsed: ParsedArticle, phrase: Phrase, at: int) -> Entity | None:
    """Return who has the age in "the 54-year-old": the last one with that number behind the name."""
    age = _AGE.search(parsed.text[slice(*phrase.range())])
    if age is None:
        return None
    stated = re.compile(rf",?\s*\(?{age[1]}\b")
    for mention in reversed(register.last(at, _AGED)):
        if mention.entity.kind is SpeakerKind.PERSON and stated.match(parsed.text, mention.range[1]):
            return mention.entity
    return None


def _fuller(parsed: ParsedArticle, phrase: Phrase) -> str | None:
    """Return an earlier description with the same head noun and a name or adjective in front of it."""
    doc = phrase.sentence.doc
    low = doc[phrase.head].lower_
    for index in range(phrase.sentence.index, max(-1, phrase.sentence.index - _BACK), -1):
        sentence = parsed.sentences[index]
        if low not in parsed.text[sentence.segment.start : sentence.segment.end].lower():
            continue
        stop = phrase.first if index == phrase.sentence.index else len(sentence.doc)
        for token in reversed(sentence.doc[:stop]):
            if token.lower_ != low:
                continue
            k = token.i
            while k > 0 and sentence.doc[k - 1].tag_ in _MODIFYING:
                k -= 1
            following = sentence.doc[token.i + 1 : token.i + 3]
            if len(following) == 2 and following[0].lower_ == "of" and following[1].tag_ == "NNP":  # noqa: PLR2004 - "of Name"
                longer = phrase_in(sentence, token.i, len(sentence.doc))
                if longer:
                    return names.clean(parsed.text[slice(*longer.range())])
            if any(t.tag_ in ("NNP", "NNPS") or names.country_of(t.text) for t in sentence.doc[k : token.i]):
                return names.clean(parsed.text[sentence.start(sentence.doc[k]) : sentence.end(token)])
    return None


_MODIFYING = frozenset({"JJ", "NN", "NNP", "NNPS", "HYPH", "POS"})
