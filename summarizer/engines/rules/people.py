"""Building the register: names are joined into entities, each with its fullest form and its role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.entities import Entities
from summarizer.engines.rules.genders import tell_genders
from summarizer.engines.rules.register import MANY, Entity, Mention, Register, name_of, quotation_at, rank_of
from summarizer.engines.rules.roles import role_head, role_of
from summarizer.engines.rules.runs import Naming, namings
from summarizer.engines.rules.tokens import Tokens, headline_like, openings
from summarizer.records import BlockKind, SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.names import Gender
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence

__all__ = ["Entity", "Mention", "Register", "build_register", "name_of"]

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent", "ROOT", "csubj"})
_EMBEDDED = frozenset({"ccomp", "relcl", "acl", "pcomp"})
_HEADLINES = frozenset({BlockKind.HEADLINE, BlockKind.DECK, BlockKind.HEADING, BlockKind.CAPTION})
_ENDED = tuple([mark] for mark in (".", "!", "?", "”", '"', "’"))
_Keyed = tuple[Naming, tuple[str, ...]]
"""A naming and its words as they are compared."""

_PAIR = 2
"""Words of a full name: a given name and a surname."""

_LONGEST = 4
"""Words of a name that nothing but its shape tells to be a person's, at most."""

_ACRONYM = 4
"""Letters of a word in capitals that is no initials."""

_BEING = frozenset({"is", "was", "became", "remains", "'s", "’s", "being"})
_NEARBY = 3
"""Paragraphs in which a surname goes on meaning the person of that name who was last the subject."""


def build_register(parsed: ParsedArticle) -> Register:
    """Find who and what is named in an article, in one pass over its sentences."""
    return _Builder(parsed).build()


class _Builder:
    """Joins names into entities: full names first, then their parts in the order of the text."""

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed = parsed
        self.quotations = tuple(sorted((q.start, q.end) for q in parsed.article.quotations))
        self.known = Entities()
        self.mentions: list[Mention] = []
        self.blocks: dict[int, int] = {}
        self.fulls: dict[int, int] = {}
        self.things: set[int] = set()

    def build(self) -> Register:
        """Run the steps in their order."""
        namings_, headlines = self._read()
        keyed = [(n, names.normal(n.words)) for n in namings_]
        whole = self._wholes(keyed)
        titled = self._titled(keyed)
        for i, (naming, key) in enumerate(keyed):
            entity = whole.get(i) or self._single(naming, key, titled)
            if entity:
                self._note(naming, entity)
        for tokens in headlines:
            self._headline(tokens)
        self.mentions.sort(key=lambda m: m.range)
        self._finish()
        return Register(tuple(self.known.all), tuple(self.mentions), self.quotations)

    def _read(self) -> tuple[list[Naming], list[Tokens]]:
        """Return the names of all sentences in order, and the lines whose capitals say nothing."""
        found: list[Naming] = []
        bodies: list[Tokens] = []
        headlines: list[Tokens] = []
        for sentence in self.parsed.sentences:
            tokens = Tokens(sentence)
            block = self.parsed.article.block_of(sentence.segment)
            unended = block.kind in _HEADLINES or tokens.text[-1:] not in _ENDED
            if unended and headline_like(tokens):
                headlines.append(tokens)
            else:
                bodies.append(tokens)
                found.extend(namings(tokens))
        found.extend(_openings(bodies, found))
        return sorted(found, key=lambda n: n.range), headlines

    def _wholes(self, keyed: list[_Keyed]) -> dict[int, Entity]:
        """Make the entities of full names; return them by the position of their naming."""
        singles = {
            key[0]
            for n, key in keyed
            if len(key) == 1 and not n.place and n.kind in (None, SpeakerKind.PERSON)
        }
        pairs = {key for n, key in keyed if len(key) == _PAIR and n.kind is SpeakerKind.PERSON}
        whole: dict[int, Entity] = {}
        for i, (naming, given) in enumerate(keyed):
            key = self._cut(naming, given, singles)
            keyed[i] = (naming, key)
            longer = naming.kind is None and not naming.determined and key[-_PAIR:] in pairs
            if longer or self._is_full(naming, key, singles):
                entity = whole[i] = self._full_person(naming, key)
                self._describe(naming, entity)
                self.fulls[id(entity)] = self.fulls.get(id(entity), 0) + 1
        for i, (naming, key) in enumerate(keyed):
            if i not in whole and (len(key) > 1 or naming.acronym):
                whole[i] = self._part(naming, key) or self._thing(naming, key)
        return whole

    def _part(self, naming: Naming, key: tuple[str, ...]) -> Entity | None:
        """Return the person of whose name these words are a part ("van der Berg")."""
        if naming.kind is not None or naming.determined or naming.acronym:
            return None
        return next((e for e in self.known.holders(key[-1]) if names.agree(key, e.words)), None)

    def _titled(self, keyed: list[_Keyed]) -> set[str]:
        """Return the surnames that have a title somewhere; make the persons whom no full name can mean."""
        titled: set[str] = set()
        for naming, key in keyed:
            if len(key) == 1 and naming.title and naming.kind is SpeakerKind.PERSON:
                titled.add(key[0])
                able = self.known.persons(key[0], None)
                gender = self._gender_of(naming)
                if gender and able and all(e.gender not in (gender, None) for e in able):
                    self._new(naming, key, SpeakerKind.PERSON).gender = gender
        return titled

    @staticmethod
    def _is_full(naming: Naming, key: tuple[str, ...], singles: set[str]) -> bool:
        if len(key) < _PAIR:
            return False
        if naming.kind is not None:
            return naming.kind is SpeakerKind.PERSON
        acronym = any(w.isupper() and len(names.bare(w)) >= _ACRONYM for w in naming.words)
        if naming.determined or len(key) > _LONGEST or acronym:
            return False
        return key[-1] in singles or (key[0] in singles and not naming.place)

    def _cut(self, naming: Naming, key: tuple[str, ...], singles: set[str]) -> tuple[str, ...]:
        """Cut words off a name that capitals have glued to it ("Ann Roe Speech")."""
        if (
            naming.kind is not SpeakerKind.PERSON
            or len(key) <= _PAIR
            or key[-1] in singles
            or len(key) != len(naming.words)
        ):
            return key
        n = next((n for n in range(2, len(key)) if key[n - 1] in singles), None)
        if n is None:
            return key
        start, end = naming.range
        at = start
        for word in naming.words[:n]:
            at = self.parsed.text.index(word, at, end) + len(word)
        naming.range = (start, at)
        naming.words = naming.words[:n]
        return key[:n]

    def _full_person(self, naming: Naming, key: tuple[str, ...]) -> Entity:
        gender = self._gender_of(naming)
        for entity in self.known.holders(key[-1]) + self.known.holders(key[0]):
            if entity.kind is not SpeakerKind.PERSON or (gender and entity.gender not in (gender, None)):
                continue
            if names.agree(key, entity.words):
                if entity.name.isupper() and not naming.words[-1].isupper():
                    entity.name = self._text(naming.range)
                elif self._glued(entity.words, key):
                    self._rename(entity, naming, key)
                return entity
            if names.agree(entity.words, key):
                if not self._glued(key, entity.words):
                    self._rename(entity, naming, key)
                return entity
        return self._new(naming, key, SpeakerKind.PERSON)

    @staticmethod
    def _glued(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
        """Tell whether a longer form only has a word glued in front that is no name ("Poor Ann Roe")."""
        behind = len(shorter) > 1 and longer[-len(shorter) :] == shorter
        return behind and longer != shorter and names.is_given(shorter[0]) and not names.is_given(longer[0])

    def _rename(self, entity: Entity, naming: Naming, key: tuple[str, ...]) -> None:
        entity.aliases += (entity.name,)
        entity.name = self._text(naming.range)
        entity.words = key
        self.known.index(entity)

    def _thing(self, naming: Naming, key: tuple[str, ...]) -> Entity:
        entity = self.known.thing(key) or self._new(
            naming, key, naming.kind or self._guess(naming), sure=naming.kind is not None
        )
        if naming.acronym:
            short = self._text(naming.acronym)
            self.known.index_acronym(names.normal([short]), entity)
            if short not in entity.aliases:
                entity.aliases += (short,)
            if not entity.sure:
                entity.kind = SpeakerKind.ORGANIZATION
        return entity

    @staticmethod
    def _guess(naming: Naming) -> SpeakerKind:
        shape = len(naming.words) in (2, 3) and not naming.determined and not naming.place
        return (
            SpeakerKind.PERSON
            if shape and all(w[0].isupper() for w in naming.words)
            else SpeakerKind.ORGANIZATION
        )

    def _single(  # noqa: PLR0911 - one sort of word after another
        self, naming: Naming, key: tuple[str, ...], titled: set[str]
    ) -> Entity | None:
        if not key:
            return None
        word = key[0]
        short = self._shortened(naming, word) if naming.determined else None
        if short:
            return short
        known = self.known.named(key)
        place = naming.kind is SpeakerKind.GOVERNMENT and naming.title is None
        subject = naming.head.dep_ in _SUBJECTS
        if (
            not naming.determined
            and not (place and not subject)
            and not (known and known.kind is not SpeakerKind.PERSON)
        ):
            person = self._surname(naming, word)
            if person:
                return person
        if known:
            return known
        initials = self.known.initials(word) if naming.words[0].isupper() else None
        if initials:
            return initials
        if (naming.title and naming.kind is SpeakerKind.PERSON) or (word in titled and naming.kind is None):
            return self._new(naming, key, SpeakerKind.PERSON)
        company = self.known.company(key)
        kind = naming.kind or (company.kind if company else None)
        if kind is None and names.is_given(naming.words[0]) and not naming.determined:
            return self._new(naming, key, SpeakerKind.PERSON, sure=False)
        return self._new(naming, key, kind or SpeakerKind.ORGANIZATION, sure=kind is not None)

    def _shortened(self, naming: Naming, word: str) -> Entity | None:
        """Return whom one word behind "the" is short for: "the Herald" a body, "the DIG" a rank."""
        at = naming.range[0]
        if naming.words[0].isupper() and naming.kind is not SpeakerKind.GOVERNMENT:
            return self.known.ranked(word, at)
        return self.known.shortened(word, at)

    def _surname(self, naming: Naming, word: str) -> Entity | None:
        """Choose whom a part of a name means: by gender and role, then the nearest that was a subject."""
        gender = self._gender_of(naming)
        able = self.known.persons(word, gender)
        if len(able) > 1 and naming.title:
            title = {names.bare(w) for w in self._text(naming.title).split()}
            same = [e for e in able if any(title & {names.bare(w) for w in r.split()} for r in e.roles)]
            able = same or [e for e in able if not e.roles] or able
        if len(able) < 2:  # noqa: PLR2004 - nothing to choose
            return able[0] if able else None
        # Who is named in full again and again is not who the bare surname means.
        once = [e for e in able if self.fulls.get(id(e), 0) < 2]  # noqa: PLR2004 - more than once
        block = self.parsed.sentences[naming.sentence].segment.block
        here = [e for e in once if self.blocks.get(id(e), -_NEARBY) > block - _NEARBY]
        if here:
            return max(here, key=lambda e: self.known.latest.get(id(e), (-1, -1)))
        return min(able, key=lambda e: e.first)

    def _gender_of(self, naming: Naming) -> Gender | None:
        for word in reversed(self._text(naming.title).split() if naming.title else []):
            gender = names.honorific_gender(word) or names.role_gender(word)
            if gender:
                return gender
        for part in (naming.apposition, naming.after):
            role = self._text(part) if part else ""
            head = role_head(role)
            if head >= 0 and names.role_gender(role.split()[head].strip(",.")):
                return names.role_gender(role.split()[head].strip(",."))
        return None

    def _new(self, naming: Naming, key: tuple[str, ...], kind: SpeakerKind, *, sure: bool = True) -> Entity:
        entity = Entity(self._text(naming.range), kind, sure=sure, words=key, first=naming.range[0])
        if kind is SpeakerKind.PERSON and (len(key) > 1 or not naming.title):
            entity.gender = names.given_gender(naming.words[0])
        self.known.add(entity)
        return entity

    def _text(self, where: Range) -> str:
        return self.parsed.text[where[0] : where[1]]

    def _note(self, naming: Naming, entity: Entity) -> None:
        """Add one mention, and what stands around it, to an entity."""
        if naming.thing:
            self.things.add(id(entity))
        self._describe(naming, entity)
        self._mention(naming.range, naming.title, entity, naming.sentence, naming.head)
        name = names.clean(self._text(naming.range))
        if name != entity.name and name not in entity.aliases and len(entity.aliases) < MANY:
            entity.aliases += (name,)

    def _describe(self, naming: Naming, entity: Entity) -> None:
        """Add what title and apposition say about a person."""
        if entity.kind is not SpeakerKind.PERSON:
            return
        entity.gender = self._gender_of(naming) or entity.gender
        if naming.origin and entity.affiliation is None:
            entity.affiliation = names.clean(self._text(naming.origin))
        for part in (naming.title, naming.after, naming.apposition):
            text = self._text(part).rstrip(" ,") if part else ""
            if text and text not in entity.roles and len(entity.roles) < MANY:
                entity.roles.append(text)
                rank = rank_of(text)
                if len(rank) > 1:
                    self.known.index_rank(rank, naming.range[0], entity)

    def _mention(self, where: Range, title: Range | None, entity: Entity, sentence: int, head: Token) -> None:
        token = head
        while token.dep_ == "appos" and token.head.i != token.i:
            token = token.head
        outer = (min(where[0], title[0]) if title else where[0], where[1])
        entity.mentions.append(where)
        owner = self.parsed.text[where[1] : where[1] + 2] in ("'s", "’s") or token.dep_ == "poss"
        segment = self.parsed.sentences[sentence].segment
        subject = token.dep_ in _SUBJECTS and not owner
        main = subject and token.head.dep_ not in _EMBEDDED
        quotation = quotation_at(self.quotations, where[0])
        self.mentions.append(
            Mention(where, outer, entity, sentence, segment.block, subject, main, owner, quotation)
        )
        latest = self.known.latest
        leading = where[0] if subject and quotation < 0 else latest.get(id(entity), (-1, -1))[0]
        latest[id(entity)] = (leading, where[0])
        if subject:
            self.blocks[id(entity)] = segment.block
            if quotation < 0 and entity.kind is SpeakerKind.PERSON:
                self._predicate(self.parsed.sentences[sentence], token, entity)

    @staticmethod
    def _predicate(sentence: Sentence, subject: Token, entity: Entity) -> None:
        """Add what a person is said to be: "Roe is a retired nurse", "Roe, who was the librarian"."""
        clauses = [subject.head, *(c for c in subject.rights if c.dep_ == "relcl")]
        for verb in clauses:
            if verb.lower_ not in _BEING or any(c.dep_ in ("neg", "expl") for c in verb.children):
                continue
            noun = next((c for c in verb.rights if c.dep_ == "attr" and c.tag_ == "NN"), None)
            if noun is None or not names.is_role(noun.text):
                continue
            first = noun.left_edge
            while first.i < noun.i and first.tag_ in ("DT", "PRP$", "RB", "CD", "PDT"):
                first = first.nbor(1)
            role = sentence.doc[first.i : noun.i + 1].text
            if role not in entity.roles and len(entity.roles) < MANY:
                entity.roles.append(role)

    def _headline(self, tokens: Tokens) -> None:
        """Find known names in a line whose capitals say nothing."""
        i = 0
        while i < len(tokens.text):
            self._complete(tokens, i)
            for n in (4, 3, 2, 1):
                piece = tokens.text[i : i + n]
                if len(piece) < n or not all(w[0].isalnum() for w in piece):
                    continue
                key = names.normal(piece)
                entity = self.known.named(key)
                if entity is None and len(key) == 1 and piece[0][0].isupper():
                    able = self.known.holders(key[0])
                    entity = max(able, key=lambda e: len(e.mentions), default=None)
                if entity:
                    self._mention(
                        tokens.range(i, i + n), None, entity, tokens.sentence.index, tokens.tokens[i + n - 1]
                    )
                    i += n - 1
                    break
            i += 1

    def _complete(self, tokens: Tokens, i: int) -> None:
        """Complete a surname by the given name that only a headline has ("Interview with Dr. Ann Roe")."""
        pair = tokens.text[i : i + 2]
        if len(pair) < _PAIR or not (
            pair[0][0].isupper() and (names.is_given(pair[0]) or names.is_honorific(tokens.text[i - 1]))
        ):
            return
        known = self.known.named(names.normal(pair[1:]))
        if (
            known
            and known.kind is SpeakerKind.PERSON
            and len(known.words) == 1
            and not self.known.named(names.normal(pair))
        ):
            known.aliases += (known.name,)
            known.name = self._text(tokens.range(i, i + 2))
            known.words = names.normal(pair)
            known.gender = known.gender or names.given_gender(pair[0])
            self.known.index(known)

    def _finish(self) -> None:
        known = {e.name for e in self.known.all if e.kind is not SpeakerKind.PERSON}
        for entity in self.known.all:
            entity.mentions.sort()
            if entity.kind is SpeakerKind.PERSON:
                often = len(entity.mentions) > 1 and self.known.latest[id(entity)][0] >= 0
                entity.sure = entity.sure or (often and names.is_given(entity.name.split()[0]))
                if not entity.sure and id(entity) in self.things:
                    entity.kind, entity.sure, entity.gender = SpeakerKind.ORGANIZATION, True, None
                    continue
                entity.role, affiliation = role_of(entity.roles, self.parsed.text, known)
                entity.affiliation = affiliation or entity.affiliation
        tell_genders(self.parsed, self.known.all, self.mentions, self.quotations)


def _openings(bodies: list[Tokens], plain: list[Naming]) -> list[Naming]:
    """Find surnames at the beginning of a sentence, where the tagger mistakes them ("Banks said")."""
    people = [names.normal(n.words) for n in plain if n.kind is SpeakerKind.PERSON]
    surnames = {key[-1] for key in people if len(key) > 1}
    taken = {n.range[0] for n in plain}
    out: list[Naming] = []
    for tokens in bodies:
        for i in openings(tokens):
            word = tokens.text[i]
            where = tokens.range(i, i + 1)
            if word[0].isupper() and word.lower() in surnames and where[0] not in taken:
                out.append(Naming(where, (word,), None, tokens.sentence.index, tokens.tokens[i]))
    return out
