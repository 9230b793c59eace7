"""Several who speak together: whom "both leaders", "the two sides" and "both" stand for."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.resolved import Resolved, of_entity
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.engines.rules.nounphrases import Phrase
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence
    from summarizer.engines.rules.register import Entity, Mention, Register

__all__ = ["PAIRS", "joint", "listed", "pair_before", "pair_of", "together"]

PAIRS = frozenset({"both", "the two", "the pair", "the duo", "both of them", "the two of them"})
"""Words for two persons who were named before."""

_SIDES = frozenset(
    {
        "side",
        "country",
        "nation",
        "government",
        "party",
        "state",
        "group",
        "company",
        "union",
        "capital",
        "neighbor",
    }
    | {"neighbour", "army", "team", "club", "ministry", "delegation"}
)
_AND = re.compile(r"(?:\s*\([^)]{1,40}\))?\s+and\s+(?:the\s+)?\Z")
_THE = re.compile(r"\s+and\s+the\s+")
_LIST = re.compile(r"(?:['’]s)?\s*(?:,|and)\s+(?:the\s+)?\Z")
_COMMA = re.compile(r"(?:\s*\([^)]{1,40}\))?,\s+")
_LAST = re.compile(r"(?:\s*\([^)]{1,40}\))?,?\s+and\s+")
_ALL = re.compile(
    r"(?:\s*\([^)]{1,40}\))?\s+(?:(?:all|both|each|jointly|also|have|had)\s+)*(?:said|say|told|\w+ed)\b"
)
_LISTED = 300
"""Characters to either side of a mention in which the list may stand that it is a part of."""

_BACK = 12
"""Sentences back in which two names joined by "and" are looked for."""

_BLOCKS = 2
"""Paragraphs back in which two persons are looked for that nothing joins."""

_BODIES = frozenset(
    {SpeakerKind.GOVERNMENT, SpeakerKind.ORGANIZATION, SpeakerKind.GROUP, SpeakerKind.PUBLICATION}
)


def joint(entities: Sequence[Entity]) -> Resolved:
    """Return persons who speak together as one speaker, by their full names."""
    forms = [entity.name for entity in entities]
    name = f"{', '.join(forms[:-1])} and {forms[-1]}"
    return Resolved(name, SpeakerKind.PERSON, confidence=0.9, plural=True)


def listed(register: Register, parsed: ParsedArticle, inside: Sequence[Mention]) -> Resolved | None:
    """Return all of "Ann Roe (Leeds), Bo Li (York) and Cy Moss all said", given a mention of one."""
    if len(inside) != 1 or inside[0].entity.kind is not SpeakerKind.PERSON:
        return None
    text, start = parsed.text, inside[0].range[0]
    # What stands in brackets is where somebody is from.
    around = [
        m
        for m in register.between(max(0, start - _LISTED), start + _LISTED)
        if m is inside[0] or not text.startswith("(", max(0, m.outer[0] - 1))
    ]
    at = next(i for i, m in enumerate(around) if m is inside[0])
    first = last = at
    while first and _COMMA.fullmatch(text, around[first - 1].range[1], around[first].outer[0]):
        first -= 1
    while last + 1 < len(around) and _COMMA.fullmatch(text, around[last].range[1], around[last + 1].outer[0]):
        last += 1
    closed = (
        last + 1 < len(around)
        and _LAST.fullmatch(text, around[last].range[1], around[last + 1].outer[0])
        and _ALL.match(text, around[last + 1].range[1])
    )
    people = [m.entity for m in around[first : last + 2]]
    if not closed or len({id(e) for e in people}) != len(people):
        return None
    return joint(people) if all(_is_person(e, parsed) for e in people) else None


def together(words: str, several: int) -> str:
    """Return the words that join names as one name; of two, the second has no article either."""
    shown = names.clean(words)
    return _THE.sub(" and ", shown) if several == 2 else shown  # noqa: PLR2004 - a pair


def pair_of(register: Register, parsed: ParsedArticle, phrase: Phrase) -> Resolved | None:
    """Return the two whom "both leaders" or "the two sides" means, where the article joins such two."""
    doc = phrase.sentence.doc
    two = phrase.determiner == "both" or (
        phrase.determiner in ("the", "these", "those")
        and any(t.lower_ == "two" for t in doc[phrase.first : phrase.head])
    )
    if not two or phrase.stop > phrase.head + 1:
        return None
    if phrase.noun in _SIDES:
        persons = False
    elif phrase.is_role or names.role_gender(phrase.noun) or phrase.noun in ("official", "leader"):
        persons = True
    else:
        return None
    return pair_before(register, parsed, phrase.sentence, phrase.range()[0], persons=persons)


def pair_before(
    register: Register, parsed: ParsedArticle, sentence: Sentence, at: int, *, persons: bool | None
) -> Resolved | None:
    """Return the last two before ``at`` that "and" joins, or the last two persons, of paragraphs near by.

    Args:
        register: the article's entities.
        parsed: the parsed article.
        sentence: where the pair is spoken of.
        at: position of the words that stand for the pair.
        persons: True for persons only, False for bodies and places only, None for either.
    """
    people: dict[int, Entity] = {}
    for index in range(sentence.index, max(-1, sentence.index - _BACK), -1):
        segment = parsed.sentences[index].segment
        mentions = [m for m in register.between(segment.start, min(at, segment.end)) if m.quotation < 0]
        found = _joined(parsed, mentions, persons=persons)
        if found:
            return found
        if persons is False or sentence.segment.block - segment.block > _BLOCKS:
            continue
        for mention in mentions:
            if mention.entity.kind is SpeakerKind.PERSON and not mention.owner:
                people.setdefault(id(mention.entity), mention.entity)
        if len(people) == 2 and all(_is_person(e, parsed) for e in people.values()):  # noqa: PLR2004 - a pair
            return joint(sorted(people.values(), key=lambda e: e.first))
    return None


def _is_person(entity: Entity, parsed: ParsedArticle) -> bool:
    return of_entity(entity, parsed=parsed).kind is SpeakerKind.PERSON


def _joined(parsed: ParsedArticle, mentions: Sequence[Mention], *, persons: bool | None) -> Resolved | None:
    """Return the last two mentions that "and" joins and that are of the same sort, as one speaker."""
    for k, (first, second) in reversed(list(enumerate(pairwise(mentions)))):
        if first.entity is second.entity or not _AND.fullmatch(parsed.text[first.range[1] : second.outer[0]]):
            continue
        before = parsed.text[mentions[k - 1].range[1] : first.outer[0]] if k else ""
        if _LIST.fullmatch(before):
            continue
        kinds = {of_entity(m.entity, parsed=parsed).kind for m in (first, second)}
        if kinds == {SpeakerKind.PERSON} and persons is not False:
            return joint([first.entity, second.entity])
        if kinds <= _BODIES and not persons:
            name = together(parsed.text[first.outer[0] : second.range[1]], 2)
            kind = kinds.pop() if len(kinds) == 1 else SpeakerKind.GROUP
            return Resolved(name, kind, confidence=0.7, plural=True)
    return None
