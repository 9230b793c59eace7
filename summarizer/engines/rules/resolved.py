"""What resolving a mention gives, and what it may look back on: the speakers of the statements before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.lexicon import words
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.names import Gender
    from summarizer.engines.rules.parsing import ParsedArticle
    from summarizer.engines.rules.register import Entity

__all__ = ["UNATTRIBUTED", "Focus", "Resolved", "Said", "of_entity", "official_kind"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who a mention stands for.

    Attributes:
        name: usable on its own; never a pronoun.
        entity: the register's entity, None for a description that names nobody.
        confidence: 0 to 1; below .5 it is a guess.
        gender: None is compatible with both.
        plural: more than one person.
    """

    name: str
    kind: SpeakerKind
    role: str | None = None
    affiliation: str | None = None
    entity: Entity | None = None
    confidence: float = 1.0
    gender: Gender | None = None
    plural: bool = False


UNATTRIBUTED = Resolved("unattributed", SpeakerKind.UNATTRIBUTED)
"""The speaker of what is said "reportedly"."""

_LABELS = {
    "PERSON": SpeakerKind.PERSON,
    "ORG": SpeakerKind.ORGANIZATION,
    "GPE": SpeakerKind.GOVERNMENT,
    "LOC": SpeakerKind.GOVERNMENT,
    "NORP": SpeakerKind.GROUP,
}


def of_entity(entity: Entity, confidence: float = 1.0, *, parsed: ParsedArticle | None = None) -> Resolved:
    """Return an entity as the resolved speaker.

    With ``parsed``, a kind that was a guess is settled by NER on the sentence of its first mention.
    """
    if parsed and not entity.sure and entity.mentions:
        entity.sure = True
        start, end = entity.mentions[0]
        sentence = parsed.at(start)
        for span in sentence.entities if sentence else ():
            first, last = sentence.range(span) if sentence else (0, 0)
            if first < end and start < last and span.label_ in _LABELS:
                entity.kind = _LABELS[span.label_]
    person = entity.kind is SpeakerKind.PERSON
    return Resolved(
        entity.name,
        entity.kind,
        entity.role if person else None,
        entity.affiliation if person else None,
        entity,
        confidence,
        entity.gender,
        plural=entity.kind is SpeakerKind.GROUP,
    )


_INTRODUCTION = 60
"""Characters in front of a name in which it is introduced; of their words, how many."""
_INTRODUCING = 4


def official_kind(name: str, kind: SpeakerKind, *, militant: bool = False) -> SpeakerKind:
    """Return the kind of a body for the record: police, courts and public services are government.

    Resolving keeps them apart: "it" and "the agency" go on about a service as about any organization. A
    ``militant`` body is no state's, though it calls itself an army.
    """
    if kind is SpeakerKind.GROUP and name.endswith(" side") and names.country_of(name.split(maxsplit=1)[0]):
        return SpeakerKind.GOVERNMENT
    if kind is not SpeakerKind.ORGANIZATION:
        return kind
    parts = [names.bare(w.removesuffix("'s").removesuffix("’s")) for w in name.split()]
    link = next((i for i, w in enumerate(parts) if w in ("of", "for", "in") and i), len(parts))
    head = parts[link - 1] if parts else ""
    if militant or not words("organizations", "government", "opposed").isdisjoint(parts):
        return kind
    if head in words("organizations", "government", "public"):
        return SpeakerKind.GOVERNMENT
    topics = {*parts[: link - 1], *parts[link:]} & words("organizations", "government", "topics")
    served = head in words("organizations", "government", "serving") and topics
    return SpeakerKind.GOVERNMENT if served else kind


def called_militant(text: str, name: str) -> bool:
    """Tell whether an article introduces a body as militants: "a militant group, the Orra National Guard"."""
    at = text.find(name)
    if at < 0 or not name[:1].isupper() or " " not in name:
        return False
    words_before = text[max(0, at - _INTRODUCTION) : at].lower().rpartition(".")[2].split()
    return not words("organizations", "group", "outlawed").isdisjoint(words_before[-_INTRODUCING:])


@dataclass(frozen=True, slots=True)
class Said:
    """A statement before.

    Attributes:
        range: in the article: cue and content.
        speaker: who said it.
        nested: whether it stands in the content of another statement.
        nameless: the words, in lower case, of a description that names nobody, if that was the mention.
    """

    range: Range
    speaker: Resolved
    nested: bool = False
    nameless: tuple[str, ...] = ()


@dataclass(slots=True)
class Focus:
    """The statements resolved so far, in the order of the text.

    Attributes:
        said: one entry a statement; add each with ``add`` when its speaker is resolved.
        enclosing: the speaker of the statement in whose content the mention stands, for "I" and "we".
    """

    said: list[Said] = field(default_factory=list)
    enclosing: Resolved | None = None

    def add(
        self, where: Range, speaker: Resolved, *, nested: bool = False, nameless: tuple[str, ...] = ()
    ) -> None:
        """Remember a statement's speaker; one without a speaker leaves nothing to look back on."""
        if speaker.kind is not SpeakerKind.UNATTRIBUTED:
            self.said.append(Said(where, speaker, nested, nameless))

    def before(self, position: int) -> Iterator[Said]:
        """Yield the statements that begin before a position, the nearest first."""
        return (s for s in reversed(self.said) if s.range[0] < position)
