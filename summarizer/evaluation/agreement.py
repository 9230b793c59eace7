"""When an answer agrees with a label: names, relays, targets, hedges, counted things."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "hedges_agree",
    "name_agrees",
    "name_words",
    "phrases_agree",
    "same_name",
    "surface_agrees",
    "values_agree",
    "via_agrees",
]

_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?=\s|$)")
_WORD = re.compile(r"\w+")
# Words that name nobody: they never make two names agree, whatever stands around them.
_EMPTY = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "for",
        "and",
        "or",
        "in",
        "on",
        "at",
        "to",
        "from",
        "by",
        "with",
        "his",
        "her",
        "their",
        "its",
        "our",
        "my",
        "your",
        "he",
        "she",
        "they",
        "it",
        "we",
        "i",
        "you",
        "him",
        "them",
        "us",
        "me",
        "who",
        "whom",
        "this",
        "that",
        "these",
        "those",
        "one",
        "some",
        "mr",
        "mrs",
        "ms",
        "mx",
        "dr",
        "sir",
        "dame",
        "lord",
        "lady",
    ]
)


def name_words(name: str | None) -> tuple[str, ...]:
    """Return the words of a name as they compare: no case, accents, possessive or leading article."""
    plain = _POSSESSIVE.sub("", unicodedata.normalize("NFKD", name or ""))
    words = _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)).casefold())
    while words and words[0] in ("the", "a", "an"):
        words.pop(0)
    return tuple(words)


def _contains(whole: Sequence[str], part: Sequence[str]) -> bool:
    """Tell whether whole words of one name stand in another, in order and side by side, and mean somebody."""
    if all(word in _EMPTY for word in part):
        return False
    return any(tuple(whole[i : i + len(part)]) == tuple(part) for i in range(len(whole) - len(part) + 1))


def same_name(answer: str | None, names: Iterable[str]) -> bool:
    """Tell whether an answer is one of the names, after normalisation; an empty answer never is."""
    words = name_words(answer)
    return bool(words) and any(words == name_words(name) for name in names)


def name_agrees(answer: str | None, names: Sequence[str], others: Iterable[str] = ()) -> bool:
    """Tell whether an answer names the labelled speaker: equal, or one contains the other by whole words.

    "he" is in no name, an empty answer agrees with nothing, and "Pruitt" does not agree with "Dwight Pruitt"
    where the article has another speaker with that word: then the answer does not say which one is meant.

    Args:
        answer: the name to judge.
        names: those that are right.
        others: names of the article's other speakers.
    """
    words = name_words(answer)
    if not words or not names:
        return False
    right = [name_words(name) for name in names]
    if words in right:
        return True
    found = [len(r) for r in right if r and (_contains(r, words) or _contains(words, r))]
    if not found:
        return False
    for other in others:
        rival = name_words(other)
        if not rival or rival in right:
            continue
        if rival == words or _contains(rival, words):
            return False
        if _contains(words, rival) and len(rival) > max(found):
            return False
    return True


def surface_agrees(answers: Iterable[str | None], surface: str) -> bool:
    """Tell whether an answer is the form that was labelled here: equal, or containing by whole words."""
    want = name_words(surface)
    for answer in answers:
        words = name_words(answer)
        if words and (words == want or _contains(want, words) or _contains(words, want)):
            return True
    return False


def phrases_agree(answer: str | None, label: str | None) -> bool:
    """Tell whether two phrases name the same: both None, equal, or one contains the other by whole words."""
    if answer is None or label is None:
        return answer is None and label is None
    return surface_agrees((answer,), label)


def via_agrees(answer: Sequence[str], label: Sequence[str]) -> bool:
    """Tell whether two chains of relays are the same: as long, and each relay agreeing with its partner."""
    return len(answer) == len(label) and all(map(phrases_agree, answer, label))


def hedges_agree(answer: Sequence[str], label: Sequence[str]) -> bool:
    """Tell whether hedges agree: none and none, or one of the answers agrees with one of the labels."""
    if not answer or not label:
        return not answer and not label
    return any(phrases_agree(a, b) for a in answer for b in label)


def values_agree(answer: float, label: float) -> bool:
    """Tell whether two values are the same number, up to the noise of floating point."""
    return math.isclose(answer, label, rel_tol=1e-9)
