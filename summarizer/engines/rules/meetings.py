"""Meetings that a sentence tells of: "X met Y", "held talks", "the meeting took place"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.engines.rules.channels import OwnChannel
from summarizer.engines.rules.lexicon import words
from summarizer.engines.rules.parsing import lemma
from summarizer.engines.rules.channel_phrases import noun_at
from summarizer.records import ChannelType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from summarizer.engines.rules.parsing import Sentence
    from summarizer.engines.rules.channel_phrases import ChannelPhrase

__all__ = ["Meeting", "find_meeting"]

_NAMES = ("NNP", "NNPS")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that is told of.

    Attributes:
        channel: the meeting as a channel.
        told_before: the sentence speaks of a meeting whose talk was told just before ("The meeting took place …").
    """

    channel: OwnChannel
    told_before: bool


def find_meeting(sentence: Sentence, phrases: Sequence[ChannelPhrase]) -> Meeting | None:
    """Return the meeting that a sentence's main clause tells of, None where it tells of none."""
    for token in sentence.doc:
        if token.tag_[:1] != "V" or not _is_main(token):
            continue
        channel = _meets(token) or _holds(token, phrases)
        if channel is not None:
            return Meeting(channel, told_before=False)
        channel = _took_place(token)
        if channel is not None:
            return Meeting(channel, told_before=True)
    return None


def _is_main(token: Token) -> bool:
    """Tell whether a verb is in the main clause, and not in one that only looks back ("had met")."""
    past = any(c.dep_ == "aux" and c.lower_ in ("had", "has", "have", "will", "would") for c in token.children)
    return not past and (token.dep_ == "ROOT" or (token.dep_ == "conj" and token.head.dep_ == "ROOT"))


def _meets(token: Token) -> OwnChannel | None:
    """Return the meeting of "X met Y", both named."""
    if lemma(token) not in words("channels", "meetings", "verbs"):
        return None
    subject = any(c.dep_ == "nsubj" and c.tag_ in _NAMES for c in token.children)
    objects = [c for c in token.children if c.dep_ == "dobj"]
    objects += [g for c in token.children if c.dep_ == "prep" and c.lower_ == "with" for g in c.children]
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


def _took_place(token: Token) -> OwnChannel | None:
    """Return the meeting of "The meeting took place in …"."""
    if lemma(token) not in words("channels", "meetings", "happen"):
        return None
    for child in token.children:
        hit = noun_at(child) if child.dep_ in ("nsubj", "nsubjpass") else None
        if hit is not None and hit[1] is ChannelType.MEETING:
            before = [c.text for c in child.children if c.i < child.i and c.dep_ in ("amod", "compound", "nummod")]
            definite = any(c.lower_ in ("the", "this", "that") for c in child.children)
            return OwnChannel(ChannelType.MEETING, " ".join([*before, child.text]), hit[0]) if definite else None
    return None
