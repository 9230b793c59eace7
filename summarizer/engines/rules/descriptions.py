"""Descriptions: "the minister", "a senior official", "the report" — whom they point at, if anybody."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.around import is_called
from summarizer.engines.rules.attributes import continued, is_attributive
from summarizer.engines.rules.lexicon import load, words
from summarizer.engines.rules.nounphrases import Phrase, kind_of_phrase, phrase_in
from summarizer.engines.rules.resolved import Resolved, of_entity
from summarizer.engines.rules.roles import role_head
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.engines.rules.parsing import ParsedArticle
    from summarizer.engines.rules.register import Entity, Mention, Register
    from summarizer.engines.rules.resolved import Focus

__all__ = ["describe", "named_by"]

_POINTING = frozenset({"the", "this", "that", "these", "those", "both"})
_BACK = 40
"""How many sentences back a fuller description is looked for."""

_LEAD = 3
"""How many paragraphs a headline and a lead make, and in how many more a person is then named."""

_NEAR = 3
"""How many sentences back a description without a role of its own can point."""

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

_BODIES = (SpeakerKind.ORGANIZATION, SpeakerKind.GOVERNMENT, SpeakerKind.PUBLICATION, SpeakerKind.GROUP)


def describe(register: Register, parsed: ParsedArticle, phrase: Phrase, focus: Focus) -> Resolved:
    """Resolve a noun phrase that holds no name as its head: to an entity that it fits, else to itself."""
    kind = SpeakerKind.UNNAMED if is_attributive(phrase) else kind_of_phrase(phrase)
    definite = phrase.determiner in _POINTING or (not phrase.determiner and _titled(phrase))
    if definite:
        found = named_by(register, parsed, phrase, focus, kind)
        if found:
            return found
        office = names.is_role(phrase.noun)
        if not office and not phrase.modifiers and phrase.determiner and phrase.stop == phrase.head + 1:
            fuller = _fuller(parsed, phrase)
            if fuller:
                return Resolved(fuller, kind, confidence=0.6, plural=phrase.plural)
    if kind is SpeakerKind.UNNAMED and not phrase.plural:
        called = _called(register, parsed, phrase)
        if called:
            return called
    if not definite and kind is SpeakerKind.UNNAMED and not phrase.plural and names.is_role(phrase.noun):
        foretold = _foretold(register, parsed, phrase)
        if foretold:
            return foretold
    name = names.clean(parsed.text[slice(*phrase.range())])
    gender = None if phrase.plural else names.role_gender(phrase.noun)
    return Resolved(name, kind, confidence=0.8, gender=gender, plural=phrase.plural)


def _titled(phrase: Phrase) -> bool:
    """Tell whether a phrase without a determiner is a title used as a name: "Prime Minister"."""
    doc = phrase.sentence.doc
    role = names.is_role(phrase.noun) and doc[phrase.first].tag_ == "NNP"
    return doc[phrase.head].tag_ in ("NNP", "NNPS") or role


def named_by(  # noqa: PLR0911 - one sort of description after another
    register: Register, parsed: ParsedArticle, phrase: Phrase, focus: Focus, kind: SpeakerKind
) -> Resolved | None:
    """Return the named entity that a definite description points at, None where none fits."""
    if is_attributive(phrase):
        known = None if phrase.joined else _person(register, parsed, phrase, focus)
        return known or continued(register, parsed, phrase, focus)
    if phrase.plural:
        return _body(register, parsed, phrase) if kind in _BODIES else None
    if phrase.noun in words("organizations", "publication", "documents"):
        return _document(parsed, phrase, focus)
    if names.is_role(phrase.noun) or _aged(phrase):
        return _person(register, parsed, phrase, focus)
    if _RETIRED & set(phrase.modifiers):
        return _near_person(register, parsed, phrase, focus)
    if kind in _BODIES:
        return _body(register, parsed, phrase) or _near_body(register, parsed, phrase, focus, kind)
    return None


def _aged(phrase: Phrase) -> bool:
    return any(w == "old" or w.endswith("-old") for w in (phrase.noun, *phrase.modifiers[-3:]))


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in load("roles")["synonyms"]["groups"]:
        group = line.split()
        for word in group:
            table.setdefault(word, set()).update(group)
    return {w: frozenset(g) for w, g in table.items()}


def _nouns(noun: str) -> tuple[str, ...]:
    """Return a role noun and its synonyms, with the abbreviations that stand for them."""
    wanted = {noun} | _synonyms().get(noun, frozenset())
    short = {k for k, v in load("titles")["abbreviations"].items() if v in wanted}
    return tuple(sorted(wanted | short))


def _person(register: Register, parsed: ParsedArticle, phrase: Phrase, focus: Focus) -> Resolved | None:
    at = phrase.range()[0]
    gender = names.role_gender(phrase.noun)
    said = _last_said(focus, at)
    best: tuple[tuple[float, int], Entity] | None = None
    for entity in register.with_role(_nouns(phrase.noun), at):
        if gender and entity.gender not in (gender, None):
            continue
        fit = max((_fit(phrase, role) for role in entity.roles), default=0.0)
        if fit <= 0:
            continue
        before = entity.before(at)
        fit += 1 if before is not None else 0
        fit += 0.5 if said is entity else 0
        rank = (fit, -entity.first if before is None else before)
        if best is None or rank > best[0]:
            best = (rank, entity)
    if best:
        return of_entity(best[1], min(0.95, 0.5 + best[0][0] / 10), parsed=parsed)
    if _unspecific(phrase):
        return _near_person(register, parsed, phrase, focus)
    return _introduced(register, parsed, phrase, focus, gender)


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
    for entity in register.with_role(_nouns(phrase.noun), at):
        new = entity.before(at) is None and entity.mentions
        sentence = parsed.at(entity.mentions[0][0]) if new else None
        near = sentence is not None and sentence.segment.block - here <= _LEAD
        if near and max((_fit(phrase, role) for role in entity.roles), default=0.0) >= (
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


def _fit(phrase: Phrase, role: str) -> float:  # noqa: PLR0911 - one reason after another why it does not fit
    """Return how well a description fits a role: 0 not at all, more for the same noun and modifiers."""
    parts = [names.bare(w.strip(",")) for w in role.split()]
    head = role_head(role)
    if head < 0:
        return 0.0
    # An abbreviation is one by its full stop ("Sen."), which the bare word has lost.
    offices = [names.is_role(b) or names.is_role(w) for w, b in zip(role.split(), parts, strict=True)]
    heads = [
        load("titles")["abbreviations"].get(w, w)
        for w, o in zip(parts[: head + 1], offices, strict=False)
        if o
    ]
    if "and" in parts:
        heads += [w for w, o in zip(parts, offices, strict=True) if o]
    same = phrase.noun in heads
    if same:
        score = 3.0 if heads and phrase.noun == heads[-1] else 2.0
    elif any(h in _synonyms().get(phrase.noun, ()) for h in heads):
        score = 2.0
    else:
        return 0.0
    generic = words("titles", "modifiers", "words")
    mine = {m for m in phrase.modifiers if m not in generic or m in _RANKS}
    others = set(parts[:head])
    tail = set(parts[head + 1 :])
    if ("vice" in others or "deputy" in others) and not mine & {"vice", "deputy"}:
        return 0.0
    shared = {m for m in mine if ({m} | _synonyms().get(m, frozenset())) & (others | tail)}
    if mine & _RANKS - others:
        return 0.0
    specific = {w for w in others if w not in generic and not names.is_role(w)}
    left = {m for m in mine - shared - _RANKS if not _demonyms({m}, others | tail)}
    unsaid = {
        w for w in specific if not ({w} | _synonyms().get(w, frozenset())) & mine and not _demonyms({w}, mine)
    }
    parties = words("titles", "outside", "parties") | {"gop"}
    if left and unsaid and (not shared or (left & parties and unsaid & parties)):
        return 0.0
    if not same and any(not names.is_place(m) and not names.country_of(m) for m in left):
        return 0.0
    return score + len(shared)


_RANKS = frozenset({"vice", "deputy", "prime", "foreign", "chief"})


def _demonyms(mine: set[str], others: set[str]) -> bool:
    """Tell whether an adjective of nationality and a country in the two sets are the same place."""
    countries = {(names.country_of(w) or w).lower() for w in mine}
    return bool(countries & {(names.country_of(w) or w).lower() for w in others})


def _last_said(focus: Focus, at: int) -> Entity | None:
    last = next(focus.before(at), None)
    return last.speaker.entity if last else None


def _near(register: Register, parsed: ParsedArticle, phrase: Phrase) -> Iterable[Mention]:
    """Return the mentions of the same sentence and a few before, nearest first."""
    index = phrase.sentence.index
    first = parsed.sentences[max(0, index - _NEAR)].segment.start
    here = phrase.sentence.segment.block
    mentions = register.between(first, phrase.range()[0])
    return [m for m in reversed(mentions) if here - m.block <= 1 and m.quotation < 0]


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
    private = phrase.noun in words("roles", "persons", "profession")
    said = next(focus.before(at), None)
    near = [
        m.entity
        for m in _near(register, parsed, phrase)
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


def _body(register: Register, parsed: ParsedArticle, phrase: Phrase) -> Resolved | None:
    """Find an organization whose name holds the head noun: "the ministry" → Interior Ministry."""
    at = phrase.range()[0]
    best: tuple[tuple[int, int, int], Entity] | None = None
    low = phrase.sentence.doc[phrase.head].lower_
    for entity in register.with_word((low, phrase.noun), at):
        if entity.kind is SpeakerKind.PERSON or len(entity.words) < 2:  # noqa: PLR2004 - the noun and what tells it apart
            continue
        mine = {names.bare(m) for m in phrase.modifiers} - words("titles", "modifiers", "words")
        shared = mine & {w for word in entity.words for w in (word, (names.country_of(word) or "").lower())}
        if mine - shared and not _demonyms(mine, set(entity.words)):
            continue
        before = entity.before(at)
        if before is None or (phrase.plural and not shared):
            continue
        rank = (len(shared), int(entity.words[-1] in (low, phrase.noun)), before)
        if best is None or rank > best[0]:
            best = (rank, entity)
    return of_entity(best[1], 0.8, parsed=parsed) if best else None


def _near_body(
    register: Register, parsed: ParsedArticle, phrase: Phrase, focus: Focus, kind: SpeakerKind
) -> Resolved | None:
    """Find the organization that "the company" continues: the last speaker or a near subject."""
    if (
        phrase.noun not in words("organizations", "generic", "words")
        or phrase.stop > phrase.head + 1
        or phrase.modifiers
    ):
        return None
    at = phrase.range()[0]
    governing = phrase.noun in ("country", "nation", "government")
    wanted = (
        {SpeakerKind.GOVERNMENT} if governing else {kind, SpeakerKind.ORGANIZATION, SpeakerKind.PUBLICATION}
    )
    if kind is SpeakerKind.GOVERNMENT and not governing:
        return None
    said = next(focus.before(at), None)
    if (
        said
        and said.speaker.entity
        and said.speaker.kind in wanted
        and _vouched(parsed, phrase.noun, said.speaker.entity, at)
    ):
        return of_entity(said.speaker.entity, 0.6, parsed=parsed)
    for mention in sorted(_near(register, parsed, phrase), key=lambda m: not m.subject):
        if (
            mention.entity.kind in wanted
            and _vouched(parsed, phrase.noun, mention.entity, at)
            and (mention.entity.sure or (mention.main and len(mention.entity.mentions) > 1))
            and (governing or not names.is_place(mention.entity.name))
        ):
            return of_entity(mention.entity, 0.5, parsed=parsed)
    return None


def _vouched(parsed: ParsedArticle, noun: str, entity: Entity, at: int) -> bool:
    """Tell whether a body may be what a telling noun says: the article calls it one, "the union", near by."""
    if noun not in words("organizations", "generic", "telling") or noun in entity.words:
        return True
    first = entity.first
    around = parsed.text[max(0, first - _INTRODUCED) : min(at, first + len(entity.name) + _INTRODUCED)]
    return noun in around.lower()


_INTRODUCED = 250
"""Characters around a body's first mention in which the article says what it is."""


def _document(parsed: ParsedArticle, phrase: Phrase, focus: Focus) -> Resolved | None:
    """Find whose report "the report" is: who the statement before, in this paragraph or the last, is from."""
    at = phrase.range()[0]
    if phrase.modifiers or phrase.stop > phrase.head + 1:
        return None
    here = phrase.sentence.segment.block
    said = next(focus.before(at), None)
    if said and said.speaker.kind in (SpeakerKind.ORGANIZATION, SpeakerKind.PUBLICATION):
        sentence = parsed.at(said.range[0])
        if sentence and here - sentence.segment.block <= 1:
            entity = said.speaker.entity
            return of_entity(entity, 0.7, parsed=parsed) if entity else said.speaker
    return _maker(parsed, phrase, focus)


def _maker(parsed: ParsedArticle, phrase: Phrase, focus: Focus) -> Resolved | None:
    """Find the body that said something in such a document before ("the agency said in its report")."""
    low = phrase.sentence.doc[phrase.head].lower_
    for said in focus.before(phrase.range()[0]):
        if said.speaker.kind not in _BODIES or said.speaker.plural:
            continue
        sentence = parsed.at(said.range[0])
        if sentence is None or phrase.sentence.index - sentence.index > _BACK:
            return None
        if low not in sentence.doc.text.lower():
            continue
        for token in sentence.doc:
            own = token.lower_ == low and token.dep_ == "pobj" and token.head.lower_ in ("in", "by", "with")
            if own and any(c.lower_ in ("its", "their", "a", "an") for c in token.lefts):
                return (
                    of_entity(said.speaker.entity, 0.6, parsed=parsed)
                    if said.speaker.entity
                    else said.speaker
                )
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
