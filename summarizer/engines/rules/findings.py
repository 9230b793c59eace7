"""What the parts of the rules engine hand to each other: a statement as it was found, with offsets."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Finding", "Range"]

Range = tuple[int, int]
"""Half-open character range in the article's text."""


@dataclass(slots=True)
class Finding:
    """One attribution found in the text, before its speaker is resolved and its attributes are read.

    Attributes:
        content: the ranges of what was said, in order, without quotation marks.
        cue: range of the attributing word or words; None for a turn or a quotation continued without a cue.
        lemma: base form of the cue: ``say``, ``condemn``, ``according to``, ``statement``; "" without one.
        frame: how it was found: clause, object, quote, according, noun, label, turn, continued.
        mention: range of the speaker's noun phrase or pronoun as it stands; None where there is none here.
        sentence: index of the parsed sentence of the cue (of the content where there is no cue).
        relay: range of the relay's noun phrase: in "the Embassy quoted Lin as saying", the Embassy.
        parent: position in the list of findings of the statement in whose content this one is nested.
        follows: position in the list of the finding whose speaker this one continues.
    """

    content: list[Range]
    cue: Range | None
    lemma: str
    frame: str
    mention: Range | None
    sentence: int
    relay: Range | None = None
    parent: int | None = None
    follows: int | None = None
    negated: bool = False
    hints: dict[str, str] = field(default_factory=dict)

    @property
    def start(self) -> int:
        """Where it begins: the first of cue and content."""
        return min([r[0] for r in self.content] + ([self.cue[0]] if self.cue else []))
