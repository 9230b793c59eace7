"""Pronouns: whom "he", "she", "they" and "it" stand for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.descriptions import describe
from summarizer.engines.rules.lexicon import words
from summarizer.engines.rules.nounphrases import kind_of_phrase, phrase_in
from summarizer.engines.rules.resolved import Resolved, of_entity
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from summarizer.engines.rules.names import Gender
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence
    from summarizer.engines.rules.register import Mention, Register
    from summarizer.engines.rules.resolved import Focus

__all__ = ["FIRST_PERSON", "PRONOUNS", "SECOND_PERSON", "antecedent"]

SECOND_PERSON = frozenset({"you", "your", "yours", "yourself", "yourselves"})
FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
_HE: dict[str, Gender] = {
    "he": "m",
    "him": "m",
    "his": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}
_THEY = frozenset({"they", "them", "their", "theirs", "themselves", "both"})
_IT = frozenset({"it", "its", "itself", "this", "that"})
PRONOUNS = frozenset(_HE) | _THEY | _IT
_BODIES = frozenset(
    {SpeakerKind.ORGANIZATION, SpeakerKind.GOVERNMENT, SpeakerKind.PUBLICATION, SpeakerKind.GROUP}
)
_NO_NOUNS = frozenset({"WP", "WDT", "EX"})
_SENTENCES = 6
"""How many sentences back a pronoun is followed."""

_BLOCKS = 4
"""How many paragraphs back a pronoun is followed."""

_AT = frozenset({"in", "at", "near", "across", "from", "outside", "into", "around", "to", "through"})
_WHERE = 20
"""Characters in front of a place in which its preposition stands."""

_DEPTH = 6
"""How many pronouns in a row are followed to the name that starts them."""


@dataclass(slots=True)
class _Candidate:
    resolved: Resolved
    score: float
    position: int


def antecedent(
    register: Register, parsed: ParsedArticle, position: int, focus: Focus, depth: int = 0
) -> Resolved | None:
    """Return whom the third-person pronoun at a position stands for, None where nobody fits.

    Args:
        register: the article's entities.
        parsed: the parsed article.
        position: first character of the pronoun in the article's text.
        focus: speakers of the statements before.
        depth: how many pronouns were followed to come here.
    """
    sentence = parsed.at(position)
    if sentence is None:
        return None
    span = sentence.span(position, position + 1)
    word = span[0].lower_ if span else ""
    return _Search(register, parsed, sentence, position, word, focus, depth).run()


class _Search:
    """One search for one pronoun."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a search needs, named once
        self,
        register: Register,
        parsed: ParsedArticle,
        sentence: Sentence,
        position: int,
        word: str,
        focus: Focus,
        depth: int,
    ) -> None:
        self.register = register
        self.parsed = parsed
        self.sentence = sentence
        self.position = position
        self.word = word
        self.focus = focus
        self.depth = depth
        self.gender = _HE.get(word)
        self.quotation = register.quotation_at(position)
        self.found: dict[object, _Candidate] = {}

    def run(self) -> Resolved | None:
        """Collect candidates from the statements, the names and the subjects before; return the best."""
        self._speakers()
        here = self.sentence.index
        block = self.sentence.segment.block
        for index in range(here, max(-1, here - _SENTENCES), -1):
            sentence = self.parsed.sentences[index]
            away = block - sentence.segment.block
            if away > _BLOCKS:
                break
            fade = 0.9 ** (here - index) * (0.85**away)
            self._names(sentence, fade, same=index == here)
            self._subject(sentence, fade, same=index == here)
        best = max(self.found.values(), key=lambda c: (round(c.score, 6), c.position), default=None)
        while best and best.resolved.entity and not best.resolved.entity.sure:
            del self.found[id(best.resolved.entity)]
            settled = of_entity(best.resolved.entity, parsed=self.parsed)
            if self._fits(settled):
                self.found[id(settled.entity)] = replace(best, resolved=settled)
            best = max(self.found.values(), key=lambda c: (round(c.score, 6), c.position), default=None)
        if best is None or best.score < 0.3:  # noqa: PLR2004 - too far away to be trusted
            return None
        runner = max((c.score for c in self.found.values() if c is not best), default=0.0)
        confidence = 0.9 if best.score - runner > 1 else 0.75 if best.score - runner > 0.4 else 0.6  # noqa: PLR2004 - steps of trust
        return replace(best.resolved, confidence=min(confidence, best.resolved.confidence))

    def _add(self, resolved: Resolved, score: float, position: int) -> None:
        if not self._fits(resolved):
            return
        if self.gender and resolved.gender == self.gender:
            score *= 1.15
        document = resolved.kind is SpeakerKind.PUBLICATION and resolved.entity is None
        if self.word in _THEY and (
            document or (resolved.kind is SpeakerKind.GOVERNMENT and not resolved.plural)
        ):
            score *= 0.4
        key: object = id(resolved.entity) if resolved.entity else resolved.name
        known = self.found.get(key)
        if known is None:
            self.found[key] = _Candidate(resolved, score, position)
        else:
            known.score = max(known.score, score) + 0.05 * min(known.score, score)
            known.position = max(known.position, position)

    def _fits(self, resolved: Resolved) -> bool:
        kind = resolved.kind
        if kind is SpeakerKind.UNATTRIBUTED or resolved.name.startswith(("each ", "every ")):
            return False
        if self.gender:
            open_ = resolved.entity is not None and not resolved.entity.sure
            person = (
                kind is SpeakerKind.PERSON
                or open_
                or (kind is SpeakerKind.UNNAMED and _somebody(resolved.name))
            )
            return person and resolved.gender in (None, self.gender) and not resolved.plural
        if self.word in _THEY:
            return resolved.plural or kind in _BODIES
        several = resolved.plural and (kind is SpeakerKind.GROUP or resolved.entity is None)
        return kind in _BODIES and not several

    def _speakers(self) -> None:
        """Add the speakers of the last statements."""
        block = self.sentence.segment.block
        rank = 0
        for said in self.focus.before(self.position):
            if said.range[0] <= self.position < said.range[1] and self.quotation >= 0:
                continue
            sentence = self.parsed.at(said.range[0])
            away = block - sentence.segment.block if sentence else _BLOCKS
            if away > _BLOCKS or rank > 3:  # noqa: PLR2004 - older speakers are out of mind
                return
            score = (3.2 if away == 0 else 2.45) * 0.85 ** max(0, away - 1) * 0.75**rank
            if said.nested:
                score *= 0.7  # whom somebody else speaks of is less in mind than who speaks
            self._add(said.speaker, score, said.range[0])
            rank += self._fits(said.speaker)

    def _names(self, sentence: Sentence, fade: float, *, same: bool) -> None:
        end = self.position if same else sentence.segment.end
        mentions = self.register.between(sentence.segment.start, end)
        alone = None if same or self.gender is None else self._alone(sentence, mentions)
        for mention in mentions:
            if mention.quotation >= 0 and mention.quotation != self.quotation:
                continue
            if self.gender is None and not mention.subject and self._is_where(mention):
                continue
            owner = 2.2 if same else 1.3
            score = 3.0 if mention.main else 2.2 if mention.subject else owner if mention.owner else 1.0
            near = self.gender is not None and mention.subject and self.sentence.index - sentence.index <= 1
            named = of_entity(mention.entity, parsed=self.parsed if near else None)
            if mention is alone:
                score = 4.2 if mention.main and self.sentence.segment.block == mention.block else 3.5
            elif not mention.entity.sure:
                score *= 0.6
            self._add(named, score * fade, mention.range[0])

    def _is_where(self, mention: Mention) -> bool:
        """Tell whether a place is only where something happens ("in Norvik"), and nobody who could speak."""
        if mention.entity.kind is not SpeakerKind.GOVERNMENT:
            return False
        before = self.parsed.text[max(0, mention.outer[0] - _WHERE) : mention.outer[0]].lower().split()
        where = before[-2:-1] if before[-1:] == ["the"] else before[-1:]
        comma = self.parsed.text[max(0, mention.outer[0] - 2) : mention.outer[0]] == ", "
        return comma or bool(_AT & set(where))

    def _alone(self, sentence: Sentence, mentions: tuple[Mention, ...]) -> Mention | None:
        """Return the only person that fits in the sentence before, where it is new there or the subject."""
        if sentence.index != self.sentence.index - 1:
            return None
        able = [
            m
            for m in mentions
            if m.quotation < 0
            and m.entity.kind is SpeakerKind.PERSON
            and m.entity.gender in (None, self.gender)
        ]
        if len({id(m.entity) for m in able}) != 1:
            return None
        first = able[0]
        new = first.range == first.entity.mentions[0] and not first.owner
        told_of = self.parsed.text[first.range[1] : first.range[1] + 5] == ", who"
        near = self.sentence.segment.block == first.block or told_of
        return first if first.main or (new and near) else None

    def _subject(self, sentence: Sentence, fade: float, *, same: bool) -> None:
        """Add the subjects that are pronouns or descriptions: "he", "the minister", "an official"."""
        for token in sentence.tokens:
            topic = self.word in _THEY and token.tag_ == "NNS" and token.dep_ in ("pobj", "dobj")
            named = token.tag_ in ("NNP", "NNPS") and token.text[0].isupper()
            if (token.dep_ not in ("nsubj", "nsubjpass") and not topic) or named or token.tag_ in _NO_NOUNS:
                continue
            start = sentence.start(token)
            if same and start >= self.position:
                return
            quotation = self.register.quotation_at(start)
            if quotation >= 0 and quotation != self.quotation:
                continue
            resolved = self._earlier(sentence, token, start)
            if resolved:
                main = 1.4 if topic else 3.0 if token.head.dep_ in ("ROOT", "conj") else 2.2
                if self._taken_over(sentence, token, resolved):
                    main = 3.8
                elif self.gender and resolved.kind is SpeakerKind.UNNAMED and resolved.gender is None:
                    main *= 0.6  # somebody's colleague or doctor, where a named one goes on speaking
                elif self._new(sentence, token, resolved):
                    main = 3.8
                self._add(resolved, main * fade, start)

    def _taken_over(self, sentence: Sentence, token: Token, resolved: Resolved) -> bool:
        """Tell whether the sentence right before is only about a nameless one ("The driver fled.")."""
        if (
            not self.gender
            or resolved.kind is not SpeakerKind.UNNAMED
            or sentence.index != self.sentence.index - 1
            or sentence.segment.block != self.sentence.segment.block
            or token.dep_ not in ("nsubj", "nsubjpass")
            or token.head.dep_ != "ROOT"
        ):
            return False
        inside = self.register.between(sentence.segment.start, sentence.segment.end)
        alone = not any(m.entity.kind is SpeakerKind.PERSON for m in inside)
        return alone and not any(_HE.get(t.lower_) == self.gender for t in sentence.tokens[: token.i])

    def _new(self, sentence: Sentence, token: Token, resolved: Resolved) -> bool:
        """Tell whether the sentence before, in this paragraph, is about somebody new ("A woman asked …")."""
        near = (
            sentence.index == self.sentence.index - 1
            and sentence.segment.block == self.sentence.segment.block
        )
        new = any(c.lower_ in ("a", "an", "one", "another") for c in token.lefts)
        return near and new and self.gender is not None and resolved.gender == self.gender

    def _earlier(  # noqa: PLR0911 - one sort of subject after another
        self, sentence: Sentence, token: Token, start: int
    ) -> Resolved | None:
        low = token.lower_
        if token.tag_ == "PRP":
            agrees = (
                (low in _HE and self.gender == _HE[low])
                or (low in _THEY and self.word in _THEY)
                or (low == "it" and self.word in _IT)
            )
            if not agrees or self.depth >= _DEPTH:
                return None
            if start not in self.register.memo:
                self.register.memo[start] = antecedent(
                    self.register, self.parsed, start, self.focus, self.depth + 1
                )
            memo = self.register.memo[start]
            return memo if isinstance(memo, Resolved) else None
        if token.tag_ not in ("NN", "NNS", "NNP"):
            return None
        phrase = phrase_in(sentence, token.left_edge.i, token.right_edge.i + 1)
        if phrase is None or phrase.head != token.i:
            phrase = phrase_in(sentence, token.left_edge.i, token.i + 1)
        if phrase is None or phrase.determiner in ("his", "her", "their", "its", "my", "our"):
            return None
        if self.gender and any(c.dep_ == "appos" and c.tag_ == "NNP" for c in token.rights):
            return None  # the name that it introduces is a candidate itself
        if token.dep_ not in ("nsubj", "nsubjpass") and kind_of_phrase(phrase) not in _BODIES | {
            SpeakerKind.UNNAMED
        }:
            return None
        if self.gender and not (phrase.is_role or phrase.noun in words("unnamed", "always", "words")):
            return None
        return describe(self.register, self.parsed, phrase, self.focus)


def _somebody(description: str) -> bool:
    """Tell whether a description is of one person ("a police source"), not of nobody or of a thing."""
    parts = [w.lower() for w in description.split()]
    indefinite = words("unnamed", "indefinite", "words")
    return not indefinite & set(parts) and any(
        names.is_role(w) or w in words("unnamed", "always", "words") for w in parts
    )
