"""Transcripts: passages that open with who speaks (``**Host**: …``, ``DR OKAFOR: …``, ``Q: …``)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from summarizer.reading.passages import is_final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

__all__ = ["Turn", "find_turns"]

_BOLD = re.compile(r"(\*\*|__)(?P<name>[^*_\n:]{1,60}?)\s*(?:\1\s*:|:\s*\1)\s*(?=\S)")
_PLAIN = re.compile(r"(?P<name>[^\W\d_a-z][\w.'’()-]*(?:[ \t,]+[\w.'’()-]+){0,6})\s?:\s+(?=\S)")
_SHORT = re.compile(r"(?P<name>[QA])[.:)]\s+(?=\S)")
_FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|[Ww]e|[Ww]e['’]\w+|[Oo]ur|[Mm]y)\b")
_OCCASION = re.compile(
    r"\b(?:press conference|briefing|questions?|interview|conversation|transcript)\b", re.IGNORECASE
)
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")


@dataclass(frozen=True, slots=True)
class Turn:
    """What opens a turn, in characters from the start of its passage.

    Attributes:
        label: range of the name; None where the passage goes on with the turn before.
        body: where the words begin.
    """

    label: tuple[int, int] | None
    body: int = 0


def find_turns(texts: Sequence[str]) -> list[Turn | None]:
    """Return for each passage how it opens a turn, or None.

    A label alone proves nothing (``Background: …``). A transcript has at least three turns of two labels, and
    labels that come back; one that stands there once counts only where it is set like those (bold, capitals),
    or asks what one of them answers (the journalists at a press conference). Where the questions have no
    labels, the one label of an interview comes back behind questions. One question and its answer are enough
    where they are labelled Q and A.

    What stands without a label between two turns goes on with the first where it speaks in the first person,
    and in a press conference always: it has no narrator.
    """
    openings = [_opening(text) for text in texts]
    names = Counter(name for name, _, _ in filter(None, openings))
    back = {name for name, times in names.items() if times > 1}
    answered = any(one and two and (one[0], two[0]) == ("q", "a") for one, two in pairwise(openings))
    back |= {"q", "a"} if answered else set()
    styles = {style for name, _, style in filter(None, openings) if name in back}
    turns: list[Turn | None] = []
    asked = 0
    for opening, after, text in zip_longest(openings, openings[1:], texts):
        kept = opening is not None and (
            opening[0] in back or (opening[2] in styles and opening[2] != "plain")
        )
        asks = opening is not None and not kept and after is not None and after[0] in back and "?" in text
        asked += asks
        turns.append(opening[1] if opening is not None and (kept or asks) else None)
    labels = {opening[0] for opening, turn in zip(openings, turns, strict=True) if opening and turn}
    most = sum(turn is not None for turn in turns)
    if back and len(labels) > 1 and (answered or most > 2):  # noqa: PLR2004 - three turns
        return _going_on(texts, turns, narrated=not asked)
    return turns if len(labels) == 1 and _answers(texts, turns) else [None] * len(texts)


def _going_on(texts: Sequence[str], turns: Sequence[Turn | None], *, narrated: bool) -> list[Turn | None]:
    """Add the passages that go on with the turn before them, up to the last label."""
    labelled = [
        (i, text[slice(*turn.label)])
        for i, (text, turn) in enumerate(zip(texts, turns, strict=True))
        if turn and turn.label
    ]
    last = labelled[-1][0]
    speakers = {_WORD.findall(label)[-1].casefold() for _, label in labelled if _WORD.search(label)}
    out: list[Turn | None] = []
    for i, (text, turn) in enumerate(zip(texts, turns, strict=True)):
        behind = bool(out) and out[-1] is not None and i < last
        if (
            turn is None
            and behind
            and text[:1].isalnum()
            and is_final(text)
            and not _narrates(text, speakers, narrated=narrated)
        ):
            out.append(Turn(None))
        else:
            out.append(turn)
    return out


def _narrates(text: str, speakers: AbstractSet[str], *, narrated: bool) -> bool:
    """Tell whether a passage is told of the speakers, not by one: it names one, or the occasion itself."""
    if _OCCASION.search(text) or not speakers.isdisjoint(w.casefold() for w in _WORD.findall(text)):
        return True
    return narrated and not _FIRST_PERSON.search(_QUOTED.sub("", text))


def _answers(texts: Sequence[str], turns: Sequence[Turn | None]) -> bool:
    """Tell whether each turn follows a question that has no label."""
    asked = [
        before.rstrip("*_ ").endswith("?") and other is None
        for before, other, turn in zip(texts, turns, turns[1:], strict=False)
        if turn
    ]
    return turns[0] is None and all(asked)


def _opening(text: str) -> tuple[str, Turn, str] | None:
    head = text[:120]
    match = _BOLD.match(head) or _SHORT.match(head) or _PLAIN.match(head)
    if match is None:
        return None
    name = match["name"]
    words = name.split()
    if match.re is _PLAIN:
        long_words = [w for w in words if len(w) > 3 and w[0].isalpha()]  # noqa: PLR2004 - of, the, van, al
        if not all(any(part[:1].isupper() for part in w.split("-")) for w in long_words):
            return None
    style = "bold" if match.re is _BOLD else "capitals" if name.isupper() else "plain"
    return name.casefold(), Turn(match.span("name"), match.end()), style
