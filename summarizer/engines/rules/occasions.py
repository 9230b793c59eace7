"""Occasions that a sentence tells of: somebody speaks in public, or what was just told was said there.

"Berg answered questions at a press conference" opens the occasion of what follows; "She made the remarks at
a press conference", "He said this while addressing a seminar" and "The comments came in an interview" close
that of what was told before. The words are data: ``lexicons/channels.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.engines.rules import clauses
from summarizer.engines.rules.channels import OwnChannel, channel_of_audience
from summarizer.engines.rules.lexicon import words
from summarizer.engines.rules.parsing import lemma
from summarizer.records import ChannelType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from summarizer.engines.rules.channel_phrases import ChannelPhrase
    from summarizer.engines.rules.parsing import Sentence

__all__ = ["Occasion", "find_occasion", "find_remarks", "is_past"]

_STEPS = 3
_NOT_OPENED = frozenset({ChannelType.MEETING, ChannelType.REPORT, ChannelType.OTHER})
_DEMONSTRATIVES = frozenset({"this", "that", "these", "those", "so"})
_DEFINITE = _DEMONSTRATIVES | {"the", "his", "her", "their", "its", "such"}


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where somebody speaks.

    Attributes:
        channel: the channel.
        who: the noun phrase of who speaks there; "" where a pronoun or nothing stands for it.
        told_before: what was said at it was told just before.
    """

    channel: OwnChannel
    who: str
    told_before: bool = False


def find_occasion(sentence: Sentence, phrases: Sequence[ChannelPhrase]) -> Occasion | None:
    """Return the occasion that a main clause sets for what its subject says next, or None."""
    for phrase in phrases:
        if phrase.type in _NOT_OPENED:
            continue
        verb = phrase.first
        for _ in range(_STEPS):
            verb = verb.head if verb.tag_[:1] != "V" else verb
        if verb.dep_ != "ROOT" or is_past(verb):
            continue
        subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.tag_[:1] == "N"), None)
        if subject is not None:
            return Occasion(_channel(phrase), clauses.noun_phrase(sentence, subject))
    return None


def find_remarks(sentence: Sentence, phrases: Sequence[ChannelPhrase]) -> Occasion | None:
    """Return the occasion of what was told before, as a main clause such as "He said this at …" names it."""
    verb = next((t for t in sentence.tokens if t.dep_ == "ROOT"), None)
    speaker = None if verb is None else _who_remarked(verb)
    if verb is None or speaker is None:
        return None
    channel = next((_channel(p) for p in phrases if _is_at(p, verb)), None) or _channel_of_doing(
        sentence, verb
    )
    if channel is None or channel.type is ChannelType.REPORT:
        return None
    named = [t for t in speaker if t.tag_[:1] == "N"]
    return Occasion(channel, clauses.noun_phrase(sentence, named[0]) if named else "", told_before=True)


def _channel(phrase: ChannelPhrase) -> OwnChannel:
    return OwnChannel(phrase.type, phrase.name, phrase.noun, phrase.same)


def is_past(verb: Token) -> bool:
    """Tell what only looks back or ahead ("had met", "will brief") from what is told now."""
    return any(c.dep_ == "aux" and c.lower_ in ("had", "has", "have", "will", "would") for c in verb.children)


def _who_remarked(verb: Token) -> list[Token] | None:
    """Return who said what was told before, as far as named; None where the verb tells of no such thing."""
    base, passive = lemma(verb), any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    if passive or base in words("channels", "remarks", "come"):
        remarks = [s for s in subjects if _is_remark(s)]
        told = base in words("channels", "remarks", "come") or base in words("channels", "remarks", "make")
        if not remarks or not told:
            return None
        agents = [g for c in verb.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
        return agents + [c for s in remarks for c in s.children if c.dep_ == "poss"]
    objects = [c for c in verb.children if c.dep_ in ("dobj", "advmod")]
    makes = base in words("channels", "remarks", "make") and any(map(_is_remark, objects))
    says = base in words("channels", "remarks", "say") and any(o.lower_ in _DEMONSTRATIVES for o in objects)
    return subjects if makes or says else None


def _is_remark(noun: Token) -> bool:
    """Tell "the remarks" and "these views", which were told, from "a statement", which is yet to come."""
    if lemma(noun) not in words("channels", "remarks", "nouns"):
        return False
    return any(c.lower_ in _DEFINITE or c.dep_ == "poss" for c in noun.children)


def _is_at(phrase: ChannelPhrase, verb: Token) -> bool:
    return phrase.first.i > verb.i and any(a.i == verb.i for a in phrase.first.ancestors)


def _channel_of_doing(sentence: Sentence, verb: Token) -> OwnChannel | None:
    """Return the channel of what was done at the same time: "while addressing a rally", "when meeting Li"."""
    for doing in _doings(verb):
        objects = [c for c in doing.children if c.dep_ in ("dobj", "dative")]
        objects += [g for c in doing.children if c.dep_ == "prep" and c.lower_ == "with" for g in c.children]
        if lemma(doing) in words("channels", "meetings", "verbs") and objects:
            return OwnChannel(ChannelType.MEETING, None, "meeting")
        if lemma(doing) == "address":
            found = [c for o in objects if (c := channel_of_audience(sentence, o)) is not None]
            if found:
                return found[0]
    return None


def _doings(verb: Token) -> Iterator[Token]:
    for token in verb.subtree:
        if token.i > verb.i and token.tag_ == "VBG" and token.dep_ in ("advcl", "pcomp", "acl", "xcomp"):
            yield token
