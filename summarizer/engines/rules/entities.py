"""The entities that were found so far, and which of them a word, a name or its initials can mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.register import MANY, Entity
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.engines.rules.names import Gender

__all__ = ["Entities"]

_CORPORATE = frozenset(
    {
        "co",
        "inc",
        "corp",
        "ltd",
        "llc",
        "plc",
        "group",
        "company",
        "corporation",
        "limited",
        "ag",
        "sa",
        "gmbh",
    }
)
_SMALL = frozenset({"of", "for", "and", "the", "&", "on", "in", "de", "to"})


class Entities:
    """Entities in the order in which they were found; a word's are looked up among its latest ``MANY``.

    Attributes:
        all: every entity.
        latest: where each was last a subject outside quotations, and last named at all; -1 is nowhere.
    """

    def __init__(self) -> None:
        self.all: list[Entity] = []
        self.latest: dict[int, tuple[int, int]] = {}
        self._by_word: dict[str, list[Entity]] = {}
        self._by_name: dict[tuple[str, ...], Entity] = {}
        self._by_initials: dict[str, Entity] = {}
        self._by_last: dict[str, list[Entity]] = {}
        self._by_rank: dict[str, list[tuple[int, Entity]]] = {}

    def add(self, entity: Entity) -> None:
        """Add an entity that is none of those known."""
        self.all.append(entity)
        self.index(entity)

    def index(self, entity: Entity) -> None:
        """Make a known entity's words find it, too; what a name means already it goes on to mean."""
        self._by_name.setdefault(entity.words, entity)
        if entity.kind is not SpeakerKind.PERSON and len(entity.words) > 1:
            for word in _short_forms(entity):
                self._by_last.setdefault(word, []).append(entity)
        if entity.kind is SpeakerKind.PERSON and (entity.sure or len(entity.words) == 1):
            for word in entity.words:
                known = self._by_word.setdefault(word, [])
                if entity not in known[-MANY:]:
                    known.append(entity)
        elif len(entity.words) > 1:
            short = "".join(w[0] for w in entity.words if w not in _SMALL)
            if len(short) > 2 or entity.kind is SpeakerKind.GOVERNMENT:  # noqa: PLR2004 - an acronym of two letters is any
                self._by_initials.setdefault(short, entity)

    def index_acronym(self, key: tuple[str, ...], entity: Entity) -> None:
        """Make an acronym that the article gives find its entity."""
        self._by_name.setdefault(key, entity)

    def index_rank(self, rank: str, at: int, entity: Entity) -> None:
        """Note that a person has a rank, by its initials, from a position on."""
        self._by_rank.setdefault(rank, []).append((at, entity))

    def holders(self, word: str) -> list[Entity]:
        """Return the entities with a word in their name, persons unless their kind changed since."""
        return self._by_word.get(word, [])[-MANY:]

    def persons(self, word: str, gender: Gender | None) -> list[Entity]:
        """Return the persons of whose name a word is a part, without those known to be of another gender."""
        able = [e for e in self.holders(word) if e.kind is SpeakerKind.PERSON]
        return [e for e in able if not (gender and e.gender and e.gender != gender)]

    def named(self, key: tuple[str, ...]) -> Entity | None:
        """Return the entity of exactly this name."""
        return self._by_name.get(key)

    def thing(self, key: tuple[str, ...]) -> Entity | None:
        """Return the entity of this name, with or without "Inc." at its end, or of these initials."""
        return self.named(key) or self.company(key) or self._by_initials.get("".join(key)) if key else None

    def company(self, key: tuple[str, ...]) -> Entity | None:
        """Return the entity whose name is this one but for "Inc." at its end."""
        if key[-1] in _CORPORATE:
            return self._by_name.get(key[:-1])
        longer = ((*key, end) for end in sorted(_CORPORATE))
        return next((self._by_name[name] for name in longer if name in self._by_name), None)

    def initials(self, word: str) -> Entity | None:
        """Return the entity of these initials, which from now on are a name of it."""
        entity = self._by_initials.get(word)
        if entity:
            self._by_name[(word,)] = entity
        return entity

    def ranked(self, rank: str, before: int) -> Entity | None:
        """Return who had a rank last before a position ("the DIG")."""
        known = [(start, e) for start, e in self._by_rank.get(rank, [])[-MANY:] if start < before]
        return max(known, key=lambda r: r[0])[1] if known else None

    def shortened(self, word: str, before: int) -> Entity | None:
        """Return the body that a word of its name is short for ("the Herald"); of several, the last named.

        That holds for words like "ministry"; any other word means nobody when it could mean several.
        """
        able = [e for e in self._by_last.get(word, [])[-MANY:] if e.first < before]
        if len(able) > 1 and names.is_body(word):
            return max(able, key=self.last_named)
        return able[0] if len(able) == 1 else None

    def last_named(self, entity: Entity) -> int:
        """Return where an entity was named last, -1 where it never was."""
        return self.latest.get(id(entity), (-1, -1))[1]


def _short_forms(entity: Entity) -> Iterator[str]:
    """Yield the words that a body may be called by: its last, and the noun in "the *Embassy* of Zamar"."""
    small = (i for i, word in enumerate(entity.words) if word in _SMALL)
    head = entity.words[next(small, len(entity.words)) - 1]
    if entity.kind is not SpeakerKind.GOVERNMENT:
        yield entity.words[-1]
        if head != entity.words[-1] and names.is_body(head):
            yield head
    elif names.is_body(head):  # a country is not called by one of its words
        yield head
