"""The draft: what an engine proposes. It points at segments, holds no offsets; grounding finds the text."""

from __future__ import annotations

from dataclasses import dataclass, field

from summarizer.records import Act, ChannelType, SpeakerKind, Usage

__all__ = ["Draft", "DraftFigure", "DraftSentence", "DraftSpeaker", "DraftStatement", "Drafted", "Pointer"]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place in the article, named rather than copied.

    With neither ``exact`` nor ``first`` it means the whole of its segments. ``first`` and ``last`` are the
    first and last words of a part of them (``last`` None: ``first`` alone is the part); ``exact`` is the part
    itself, for short things such as a cue. ``occurrence`` counts from 1 where ``first`` or ``exact`` stands
    there more than once; ``last`` is its first occurrence at or after ``first``.
    """

    segments: tuple[str, ...]
    first: str | None = None
    last: str | None = None
    exact: str | None = None
    occurrence: int = 1


@dataclass(frozen=True, slots=True)
class DraftSpeaker:
    """Who is said to have said it. Every string must stand in the article, save an unnamed one's name.

    Of several who speak together ("Ann Roe and Bob Poe") each name must stand there.
    """

    name: str
    kind: SpeakerKind
    mention: Pointer | None = None
    role: str | None = None
    affiliation: str | None = None


@dataclass(frozen=True, slots=True)
class DraftStatement:
    """A proposed statement. ``key`` lets a figure name it. The kind (direct, …) is derived in grounding."""

    key: str
    speaker: DraftSpeaker
    content: tuple[Pointer, ...]
    cue: Pointer | None = None
    acts: tuple[Act, ...] = (Act.ASSERT,)
    target: str | None = None
    channel: ChannelType | None = None
    channel_name: str | None = None
    date: str | None = None
    via: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftFigure:
    """A proposed figure; ``evidence`` must contain a number that reads as ``value``."""

    value: int | float
    measure: str
    evidence: tuple[Pointer, ...]
    unit: str | None = None
    qualifier: str | None = None
    who: str | None = None
    as_of: str | None = None
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A proposed summary sentence. ``text`` None means the words of the evidence themselves (extractive)."""

    evidence: tuple[Pointer, ...]
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """All that an engine proposes for one article."""

    headline: DraftSentence | None = None
    sentences: tuple[DraftSentence, ...] = ()
    statements: tuple[DraftStatement, ...] = ()
    figures: tuple[DraftFigure, ...] = ()
    warnings: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft and what it took to make it: what an engine that asks a model hands back.

    Attributes:
        model: the name that the endpoint reports for what answered; None where nothing was asked.
        prompt: which prompt it was, ``extract/1@`` and 12 hexadecimal digits.
        usage: tokens and calls, summed over all attempts.
        cost_usd: what they cost; None where the model has no known price.
        cached: whether every answer came from the cache, so that nothing was paid.
        warnings: what making it had to say, for the record.
    """

    draft: Draft
    model: str | None = None
    prompt: str | None = None
    usage: Usage = field(default_factory=Usage)
    cost_usd: float | None = 0
    cached: bool = False
    warnings: tuple[str, ...] = ()
