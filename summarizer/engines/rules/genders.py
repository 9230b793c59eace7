"""Genders that pronouns tell: "he" and "she" next to the only person that they can mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.engines.rules.register import quotation_at
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.names import Gender
    from summarizer.engines.rules.parsing import ParsedArticle
    from summarizer.engines.rules.register import Entity, Mention

__all__ = ["tell_genders"]

_OBJECTS = frozenset({"dobj", "pobj", "dative", "iobj"})
_PRONOUNS: dict[str, Gender] = {
    "he": "m",
    "his": "m",
    "him": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}


def tell_genders(
    parsed: ParsedArticle,
    entities: Iterable[Entity],
    mentions: Sequence[Mention],
    quotations: tuple[Range, ...],
) -> None:
    """Give persons whose gender is open the one that pronouns tell.

    A pronoun behind the only person of its sentence votes; one that begins a sentence votes for the only
    person, a subject, of the sentence before in its paragraph.
    """
    people = _per_sentence(mentions)
    votes: dict[int, list[Gender]] = {}
    for index, here in people.items():
        if len(here) != 1 or here[0][0].gender is not None:
            continue
        entity, subject, start = here[0]
        cast = votes.setdefault(id(entity), [])
        sentence = parsed.sentences[index]
        for token in sentence.tokens:
            gender = _PRONOUNS.get(token.lower_)
            at = sentence.start(token)
            other = token.tag_ == "PRP" and token.dep_ in _OBJECTS and len(token) < 4  # noqa: PLR2004 - no reflexive
            if gender and at > start and not (other and subject) and quotation_at(quotations, at) < 0:
                cast.append(gender)
        following = parsed.sentences[index + 1] if index + 1 < len(parsed.sentences) else None
        if subject and following is not None and following.segment.block == sentence.segment.block:
            first = following.tokens[0]
            gender = _PRONOUNS.get(first.lower_)
            if gender and quotation_at(quotations, following.start(first)) < 0:
                cast.append(gender)
    for entity in entities:
        cast = votes.get(id(entity), [])
        he, she = cast.count("m"), cast.count("f")
        if entity.gender is None and cast and (he > 2 * she or she > 2 * he):
            entity.gender = "m" if he > she else "f"
            entity.sure = True


def _per_sentence(mentions: Sequence[Mention]) -> dict[int, list[tuple[Entity, bool, int]]]:
    """Return the persons that each sentence names outside quotations: main subject or not, and where."""
    out: dict[int, list[tuple[Entity, bool, int]]] = {}
    for mention in mentions:
        if mention.entity.kind is SpeakerKind.PERSON and mention.quotation < 0:
            people = out.setdefault(mention.sentence, [])
            if all(entity is not mention.entity for entity, *_ in people):
                people.append((mention.entity, mention.main, mention.range[0]))
    return out
