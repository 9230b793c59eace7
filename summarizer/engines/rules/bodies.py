"""Bodies and documents: which ministry "the ministry" is, whose report "the report"."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.fitting import same_place
from summarizer.engines.rules.lexicon import load, words
from summarizer.engines.rules.resolved import Resolved, of_entity
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from summarizer.engines.rules.nounphrases import Phrase
    from summarizer.engines.rules.parsing import ParsedArticle
    from summarizer.engines.rules.register import Entity, Mention, Register
    from summarizer.engines.rules.resolved import Focus

__all__ = ["document", "named_body", "near_body", "near_mentions"]

_NEAR = 3
"""How many sentences back a description without a role of its own can point."""

_BACK = 40
"""How many sentences back the maker of a document is looked for."""

_INTRODUCED = 250
"""Characters around a body's first mention in which the article says what it is."""

_ANY_BODY = frozenset({"body", "organization", "organisation"})
"""Nouns for a body that say nothing else of it."""

_SPOKE = 12
"""Statements back in which a company is looked for that is not near."""

_CLOSE = 30
"""Characters in front of a body's first mention in which it is called a company."""

_NAMED = 400
"""Mentions back in which the article's own company is looked for."""

_LEAD = 2
"""Paragraphs behind the first that belong to an article's beginning."""

_BODIES = (SpeakerKind.ORGANIZATION, SpeakerKind.GOVERNMENT, SpeakerKind.PUBLICATION, SpeakerKind.GROUP)


def near_mentions(register: Register, parsed: ParsedArticle, phrase: Phrase) -> list[Mention]:
    """Return the mentions of the same sentence and a few before, nearest first."""
    index = phrase.sentence.index
    first = parsed.sentences[max(0, index - _NEAR)].segment.start
    here = phrase.sentence.segment.block
    mentions = register.between(first, phrase.range()[0])
    return [m for m in reversed(mentions) if here - m.block <= 1 and m.quotation < 0]


def named_body(register: Register, parsed: ParsedArticle, phrase: Phrase) -> Resolved | None:
    """Find an organization whose name holds the head noun: "the ministry" → Interior Ministry."""
    at = phrase.range()[0]
    best: tuple[tuple[int, int, int], Entity] | None = None
    low = phrase.sentence.doc[phrase.head].lower_
    for entity in register.with_word((low, phrase.noun, *_same_bodies().get(phrase.noun, ())), at):
        if entity.kind is SpeakerKind.PERSON or len(entity.words) < 2:  # noqa: PLR2004 - the noun and what tells it apart
            continue
        mine = {names.bare(m) for m in phrase.modifiers} - words("titles", "modifiers", "words")
        shared = mine & {w for word in entity.words for w in (word, (names.country_of(word) or "").lower())}
        if mine - shared and not same_place(mine, set(entity.words)):
            continue
        before = entity.before(at)
        if before is None or (phrase.plural and not shared):
            continue
        rank = (len(shared), int(entity.words[-1] in (low, phrase.noun)), before)
        if best is None or rank > best[0]:
            best = (rank, entity)
    return of_entity(best[1], 0.8, parsed=parsed) if best else None


def near_body(
    register: Register, parsed: ParsedArticle, phrase: Phrase, focus: Focus, kind: SpeakerKind
) -> Resolved | None:
    """Find the organization that "the company" continues: the last speaker or a near subject."""
    if (
        phrase.noun not in words("organizations", "generic", "words")
        or phrase.stop > phrase.head + 1
        or (phrase.modifiers and phrase.modifiers[-1] != "based")
    ):
        return None
    at = phrase.range()[0]
    governing = phrase.noun in ("country", "nation", "government")
    wanted = (
        {SpeakerKind.GOVERNMENT} if governing else {kind, SpeakerKind.ORGANIZATION, SpeakerKind.PUBLICATION}
    )
    said = next(focus.before(at), None)
    if said and said.speaker.entity is None and said.speaker.kind in _BODIES and not said.speaker.plural:
        last = said.speaker.name.rsplit(maxsplit=1)[-1].lower()
        if phrase.noun in _ANY_BODY or last in _same_bodies().get(phrase.noun, ()):
            return replace(said.speaker, confidence=0.6)
    if kind is SpeakerKind.GOVERNMENT and not governing:
        return None
    if (
        said
        and said.speaker.entity
        and said.speaker.kind in wanted
        and _vouched(parsed, phrase.noun, said.speaker.entity, at)
    ):
        return of_entity(said.speaker.entity, 0.6, parsed=parsed)
    for mention in sorted(near_mentions(register, parsed, phrase), key=lambda m: not m.subject):
        if (
            mention.entity.kind in wanted
            and _vouched(parsed, phrase.noun, mention.entity, at)
            and (mention.entity.sure or (mention.main and len(mention.entity.mentions) > 1))
            and (_governed(mention.entity) if governing else not names.is_place(mention.entity.name))
        ):
            return of_entity(mention.entity, 0.5, parsed=parsed)
    return _main_body(register, parsed, phrase, focus)


def _governed(entity: Entity) -> bool:
    """Tell whether a place can have a government: a country can, "South Asia" cannot."""
    return names.bare(entity.name.split()[-1]) not in words("countries", "areas", "last")


def _main_body(register: Register, parsed: ParsedArticle, phrase: Phrase, focus: Focus) -> Resolved | None:
    """Return the company that "the company" means when none is near: the last that spoke, else the article's.

    An article's company is the body of its beginning that it names most often.
    """
    at = phrase.range()[0]
    if phrase.determiner != "the" or phrase.noun not in words("organizations", "generic", "trading"):
        return None
    spoke = [s.speaker.entity for s in islice(focus.before(at), _SPOKE) if s.speaker.entity]
    spoke = [e for e in spoke if e.kind is SpeakerKind.ORGANIZATION and _vouched(parsed, phrase.noun, e, at)]
    if spoke:
        trading = words("organizations", "generic", "trading")
        called = (
            e for e in spoke if trading & set(parsed.text[max(0, e.first - _CLOSE) : e.first].lower().split())
        )
        return of_entity(next(called, spoke[0]), 0.5, parsed=parsed)
    block = parsed.sentences[0].segment.block
    first = {id(m.entity): m.entity for m in register.last(at, _NAMED) if m.block - block <= _LEAD}
    able = [e for e in first.values() if of_entity(e, parsed=parsed).kind is SpeakerKind.ORGANIZATION]
    able = [e for e in able if _vouched(parsed, phrase.noun, e, at) and len(e.mentions) > 1]
    best = max(able, key=lambda e: (len(e.mentions), -e.first), default=None)
    return of_entity(best, 0.5, parsed=parsed) if best else None


@cache
def _same_bodies() -> dict[str, tuple[str, ...]]:
    """Return nouns for a body that go on about one of another noun: "the mission" an embassy."""
    return {noun: tuple(others.split()) for noun, others in load("organizations")["generic"]["same"].items()}


def _vouched(parsed: ParsedArticle, noun: str, entity: Entity, at: int) -> bool:
    """Tell whether a body may be what a telling noun says: the article calls it one, "the union", near by."""
    if noun in entity.words:
        return True
    if noun in words("organizations", "generic", "trading") and entity.words:
        return entity.words[-1] not in words("organizations", "generic", "public")
    if noun not in words("organizations", "generic", "telling"):
        return True
    first = entity.first
    around = parsed.text[max(0, first - _INTRODUCED) : min(at, first + len(entity.name) + _INTRODUCED)]
    return noun in around.lower()


def document(parsed: ParsedArticle, phrase: Phrase, focus: Focus) -> Resolved | None:
    """Find whose report "the report" is: who the statement before, in this paragraph or the last, is from."""
    at = phrase.range()[0]
    if phrase.modifiers or phrase.stop > phrase.head + 1:
        return None
    here = phrase.sentence.segment.block
    said = next((s for s in focus.before(at) if not s.nested), None)
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
        if said.speaker.plural:
            continue
        sentence = parsed.at(said.range[0])
        if sentence is None or phrase.sentence.index - sentence.index > _BACK:
            return None
        if said.speaker.kind not in _BODIES and phrase.sentence.segment.block != sentence.segment.block:
            continue
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
