"""Nameless speakers taken up again: "a port official said … the official added"."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.lexicon import words
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.nounphrases import Phrase
    from summarizer.engines.rules.parsing import ParsedArticle
    from summarizer.engines.rules.register import Register
    from summarizer.engines.rules.resolved import Focus, Resolved, Said

__all__ = ["nameless", "taken_up"]

_BACK = 8
"""Statements back in which a nameless speaker is looked for."""

_BLOCKS = 6
"""Paragraphs back in which one goes on being meant by the same noun; by another noun, one."""

_BODIES = (SpeakerKind.ORGANIZATION, SpeakerKind.GOVERNMENT, SpeakerKind.PUBLICATION)

_LINKS = frozenset(
    {"of", "for", "at", "in", "from", "with", "who", "close", "near", "on", "familiar", "to", "by"}
)


def taken_up(
    register: Register, parsed: ParsedArticle, phrase: Phrase, focus: Focus, *, named: int | None = None
) -> Resolved | None:
    """Return the nameless speaker whom "the official" or "the witness" goes on about, None where nobody is.

    Args:
        register: the article's entities.
        parsed: the parsed article.
        phrase: the description.
        focus: the speakers of the statements before.
        named: where somebody with a name, whom the description fits, was last mentioned.
    """
    if phrase.plural or phrase.determiner not in ("the", "this", "that") or phrase.stop > phrase.head + 1:
        return None
    here, at = phrase.sentence.segment.block, phrase.range()[0]
    for rank, said in enumerate(islice(focus.before(at), _BACK)):
        sentence = parsed.at(said.range[0])
        away = here - sentence.segment.block if sentence else _BLOCKS
        if away >= _BLOCKS or (named is not None and said.range[0] < named):
            return None
        speaker = said.speaker
        if not said.nameless or speaker.plural:
            continue
        same = phrase.noun == _head(said.nameless) and set(phrase.modifiers) <= set(said.nameless)
        if same or (rank == 0 and away <= 1 and _anybody(phrase, speaker) and not _named(register, said, at)):
            return replace(speaker, confidence=min(speaker.confidence, 0.75))
    return None


def nameless(parsed: ParsedArticle, mention: Range | None, speaker: Resolved) -> tuple[str, ...]:
    """Return the words, in lower case, of what describes a nameless speaker; empty for a named one.

    A nameless spokesman who speaks for a body has the words of the mention: the speaker is the body.
    """
    text = speaker.name if speaker.kind is SpeakerKind.UNNAMED else ""
    if speaker.kind in _BODIES and mention is not None:
        said = parsed.text[slice(*mention)]
        text = said if said.lower().startswith(("a ", "an ", "one ", "another ")) else ""
    return tuple(w.lower() for w in names.clean(text.split(",", 1)[0]).split())


def _head(described: tuple[str, ...]) -> str:
    """Return the head noun of a description: the word before "of", "at", "who", or its last."""
    stop = next((i for i, w in enumerate(described) if w in _LINKS and i), len(described))
    return described[stop - 1]


def _anybody(phrase: Phrase, speaker: Resolved) -> bool:
    """Tell whether a noun says no more than that somebody spoke or saw it, or a sex that goes with it."""
    gender = names.role_gender(phrase.noun)
    general = phrase.noun in words("unnamed", "always", "words") or gender is not None
    agrees = gender is None or speaker.gender in (gender, None)
    return general and agrees and speaker.kind is SpeakerKind.UNNAMED


def _named(register: Register, said: Said, at: int) -> bool:
    """Tell whether somebody with a name was the subject of a sentence since a statement."""
    between = register.between(said.range[1], at)
    return any(m.subject and m.quotation < 0 and m.entity.kind is SpeakerKind.PERSON for m in between)
