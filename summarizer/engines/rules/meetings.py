"""Meetings that a sentence tells of: "X met Y", "held talks", "the meeting took place"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules import clauses
from summarizer.engines.rules.channel_phrases import noun_at
from summarizer.engines.rules.channels import OwnChannel
from summarizer.engines.rules.lexicon import load, words
from summarizer.engines.rules.occasions import is_past
from summarizer.engines.rules.parsing import lemma
from summarizer.records import ChannelType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from summarizer.engines.rules.channel_phrases import ChannelPhrase
    from summarizer.engines.rules.parsing import Sentence

__all__ = ["Meeting", "find_meeting"]

_NAMES = ("NNP", "NNPS")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that is told of.

    Attributes:
        channel: the meeting as a channel.
        told_before: what was said at it was told just before ("The meeting took place …").
    """

    channel: OwnChannel
    told_before: bool


def find_meeting(sentence: Sentence, phrases: Sequence[ChannelPhrase], text: str) -> Meeting | None:
    """Return the meeting that the main clause of a sentence, whose words are ``text``, tells of; or None."""
    if not _may_meet().search(text):
        return None
    for token in sentence.tokens:
        if token.tag_[:1] != "V" or not _is_main(token):
            continue
        channel = _meets(token) or _holds(token, phrases)
        if channel is not None:
            return Meeting(channel, told_before=False)
        channel = _took_place(sentence, token)
        if channel is not None:
            return Meeting(channel, told_before=True)
    return None


@cache
def _may_meet() -> re.Pattern[str]:
    nouns = [re.escape(n) for n in load("channels")["nouns"]["meeting"]]
    return re.compile(rf"\b(?:met|meet|{'|'.join(nouns)})", re.IGNORECASE)


def _is_main(token: Token) -> bool:
    """Tell whether a verb is in the main clause, and not in one that only looks back ("had met")."""
    return not is_past(token) and (
        token.dep_ == "ROOT" or (token.dep_ == "conj" and token.head.dep_ == "ROOT")
    )


def _meets(token: Token) -> OwnChannel | None:
    """Return the meeting of "X met Y", both named."""
    if lemma(token) not in words("channels", "meetings", "verbs"):
        return None
    subject = any(c.dep_ == "nsubj" and c.tag_ in _NAMES for c in token.children)
    objects = [c for c in token.children if c.dep_ == "dobj"]
    objects += [g for c in token.children if c.dep_ == "prep" and c.lower_ == "with" for g in c.children]
    # "with visiting Envoy Li"
    objects += [g for o in objects if o.lower_ == "visiting" for g in o.children if g.dep_ == "dobj"]
    if subject and any(o.tag_ in _NAMES for o in objects):
        return OwnChannel(ChannelType.MEETING, None, "meeting")
    return None


def _holds(token: Token, phrases: Sequence[ChannelPhrase]) -> OwnChannel | None:
    """Return the meeting of "X held talks with Y"."""
    if lemma(token) not in words("channels", "meetings", "light"):
        return None
    for child in token.children:
        hit = noun_at(child) if child.dep_ in ("dobj", "nsubjpass") else None
        if hit is not None and hit[1] is ChannelType.MEETING:
            name = next((p.name for p in phrases if p.noun == hit[0] and not p.preposed), child.text)
            return OwnChannel(ChannelType.MEETING, name, hit[0])
    return None


def _took_place(sentence: Sentence, token: Token) -> OwnChannel | None:
    """Return the meeting of "The meeting took place in …"."""
    if lemma(token) not in words("channels", "meetings", "happen"):
        return None
    for child in token.children:
        hit = noun_at(child) if child.dep_ in ("nsubj", "nsubjpass") else None
        if hit is not None and hit[1] is ChannelType.MEETING:
            determiner, _, name = clauses.noun_phrase(sentence, child, keep=frozenset()).partition(" ")
            definite = determiner.lower() in ("the", "this", "that")
            return OwnChannel(ChannelType.MEETING, name, hit[0]) if definite else None
    return None
