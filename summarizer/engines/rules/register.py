"""The register: the entities of one article and where they are named."""

from __future__ import annotations

import bisect
import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.names import Gender

__all__ = ["MANY", "Entity", "Mention", "Register", "name_of", "quotation_at", "rank_of"]
_BRACKETED = re.compile(r"\(([A-Z]{2,6})\)")


@dataclass(eq=False, slots=True)
class Entity:
    """Somebody or something that can speak.

    Attributes:
        name: the fullest form that the article gives, without title and determiner.
        aliases: the other forms, in the order of the text.
        role: title or description of a person in the article's own words.
        affiliation: organization or country of a person in the article's own words.
        gender: None is compatible with both.
        mentions: where the name stands, without titles.
        roles: every title and description found.
        sure: whether the kind is more than a guess from the name's shape.
    """

    name: str
    kind: SpeakerKind
    aliases: tuple[str, ...] = ()
    role: str | None = None
    affiliation: str | None = None
    gender: Gender | None = None
    mentions: list[Range] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    sure: bool = True
    words: tuple[str, ...] = ()
    first: int = 0

    def before(self, position: int) -> int | None:
        """Return where the last mention before a position starts, None where there is none."""
        i = bisect.bisect_left(self.mentions, (position, 0))
        return self.mentions[i - 1][0] if i else None


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an entity is named.

    Attributes:
        range: the name as it stands; ``outer`` has its title too.
        subject: the name, or what it is an apposition to, is the subject of a verb.
        main: that verb is no verb of a clause inside another.
        owner: the name stands in the possessive.
        quotation: index of the quotation that it lies in, -1 outside.
        block: index of its block.
    """

    range: Range
    outer: Range
    entity: Entity
    sentence: int
    block: int
    subject: bool
    main: bool
    owner: bool
    quotation: int


@dataclass(eq=False)
class Register:
    """All entities of an article and where they are named, in the order of the text.

    Attributes:
        memo: whom the pronoun at a position stands for.
        described: whom a description without a role to go by ("the witness") was last taken to mean.
    """

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    quotations: tuple[Range, ...]
    memo: dict[int, object] = field(default_factory=dict)
    described: dict[tuple[str, ...], Entity] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._starts = [m.range[0] for m in self.mentions]
        self._roles: dict[str, list[Entity]] = {}
        self._words: dict[str, list[Entity]] = {}
        for entity in self.entities:
            for role in entity.roles if entity.kind is SpeakerKind.PERSON else ():
                for word in (*role.split(), rank_of(role)):
                    _once(self._roles.setdefault(names.bare(word.strip(",")), []), entity)
            for word in entity.words:
                _once(self._words.setdefault(word, []), entity)
        for listed in (*self._roles.values(), *self._words.values()):
            listed.sort(key=_first)

    def with_role(self, nouns: Iterable[str], at: int) -> list[Entity]:
        """Return the persons in whose roles one of the words stands (lower case, without full stop).

        Of very many, only those that are first named near the position ``at``.
        """
        return _unique(e for noun in nouns for e in _around(self._roles.get(noun, []), at))

    def with_word(self, parts: Iterable[str], at: int) -> list[Entity]:
        """Return the entities in whose names one of the words stands (as ``names.normal`` gives them).

        Of very many, only those that are first named near the position ``at``.
        """
        return _unique(e for part in parts for e in _around(self._words.get(part, []), at))

    def find(self, text: str) -> Entity | None:
        """Return the entity that a name standing alone means (a turn's label), None where there is none."""
        key = names.normal(name_of(text).split())
        able = self.with_word(key[-1:], 0) if key else []
        exact = [e for e in able if e.words == key or text in e.aliases or e.name == text]
        partial = [e for e in able if e.kind is SpeakerKind.PERSON and names.agree(key, e.words)]
        return next(iter(exact + partial), None)

    def between(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that start in ``[start, end)``, in order."""
        return self.mentions[bisect.bisect_left(self._starts, start) : bisect.bisect_left(self._starts, end)]

    def last(self, position: int, count: int) -> tuple[Mention, ...]:
        """Return the last ``count`` mentions that start before a position, in order."""
        i = bisect.bisect_left(self._starts, position)
        return self.mentions[max(0, i - count) : i]

    def quotes(self, where: Range) -> bool:
        """Tell whether a quotation lies in a range, at least in part."""
        i = bisect.bisect_left(self.quotations, where[1], key=lambda q: q[0]) - 1
        return i >= 0 and self.quotations[i][1] > where[0]

    def quotation_at(self, position: int) -> int:
        """Return the index of the quotation that holds a position, -1 outside quotations."""
        return quotation_at(self.quotations, position)


MANY = 50
"""Of so many entities that share a word, all are looked at; of more, only the nearest: time stays linear."""


def _first(entity: Entity) -> int:
    return entity.first


def _around(entities: list[Entity], at: int) -> list[Entity]:
    i = bisect.bisect_right(entities, at, key=_first)
    return entities[max(0, i - MANY) : i + MANY]


def _once(entities: list[Entity], entity: Entity) -> None:
    if not entities or entities[-1] is not entity:
        entities.append(entity)


def _unique(entities: Iterable[Entity]) -> list[Entity]:
    return list({id(e): e for e in entities}.values())


def rank_of(role: str) -> str:
    """Return the initials of a rank, in lower case: "dig" of a Deputy Inspector General of Police.

    Those in brackets, where a role has some: "coas" of a Chief of Army Staff (COAS).
    """
    given = _BRACKETED.search(role)
    if given is not None:
        return given[1].lower()
    parts = itertools.takewhile(lambda w: w[0].isupper(), role.split())
    return "".join(w[0].lower() for w in parts)


def quotation_at(ranges: tuple[Range, ...], position: int) -> int:
    """Return the index of the range (in order, apart) that holds a position, -1 where none does."""
    i = bisect.bisect_right(ranges, position, key=lambda r: r[0]) - 1
    return i if i >= 0 and position < ranges[i][1] else -1


def name_of(text: str) -> str:
    """Return a name as it stands in an article for display: no determiner, no title, no possessive."""
    shown = names.clean(text)
    run = shown.split()
    if names.kind_of_name(run) not in (None, SpeakerKind.PERSON):
        return shown
    cut = names.title_end(run)
    return " ".join(run[cut:]) if cut < len(run) else shown
