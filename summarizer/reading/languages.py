"""The language of a text or of one block; None rather than a guess."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["block_language", "text_language"]

# Words that English has and its neighbours (German, Dutch, Scots, the Romance languages, Malay) have not.
_ENGLISH_WORDS = (
    "the", "and", "that", "with", "said", "from", "for", "was", "were", "has", "have", "had",
    "which", "are", "his", "her", "their", "this", "who", "would", "been", "they", "will", "what",
    "when", "there", "could", "after", "by", "about", "he", "she", "it", "but", "not", "more", "on",
    "to", "an", "at", "as", "is", "its", "we", "our", "you",
)  # fmt: skip
_ENGLISH = frozenset(_ENGLISH_WORDS)
# Words that English alone has (Dutch has one of them), and some that a neighbour has, but not beside these.
_ONLY_ENGLISH = frozenset((
    "the", "of", "with", "from", "that", "this", "which", "who", "whose", "while", "when", "what", "where",
    "there", "their", "they", "them", "these", "those", "would", "could", "should", "because", "through",
    "against", "into", "about", "been", "before", "after", "other", "him", "you", "your", "further",
))  # fmt: skip
_ALSO_ENGLISH = frozenset(("and", "by", "to", "at"))
_SAMPLE = 4000  # characters; more changes no answer
_ENOUGH = 60  # letters; below, a classifier mistakes names for languages
_MARGIN = 15.0  # natural-log odds between English and another language
_NEAR = 4.0  # the same between two others: Malay and Indonesian are near each other
_SCRIPTS = {
    "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "DEVANAGARI": "hi", "BENGALI": "bn",
    "TAMIL": "ta", "TELUGU": "te", "GUJARATI": "gu", "GURMUKHI": "pa", "KANNADA": "kn", "MALAYALAM": "ml",
    "SINHALA": "si", "THAI": "th", "LAO": "lo", "KHMER": "km", "MYANMAR": "my", "GEORGIAN": "ka",
    "ARMENIAN": "hy", "GREEK": "el", "HEBREW": "he", "ETHIOPIC": "am", "CYRILLIC": "ru", "ARABIC": "ar",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_NOT_LATIN = re.compile("[\u0370-\U0010ffff]")
_URDU = frozenset("ٹڈڑںےھہ")
_PERSIAN = frozenset("پچژگکی")
_UKRAINIAN = frozenset("іїєґ")


def text_language(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language, None where it is too short or too mixed to tell."""
    third = _SAMPLE // 3
    middle = len(text) // 2
    # A page may open in another language: the whole of it counts.
    sample = (
        text if len(text) <= _SAMPLE else f"{text[:third]} {text[middle : middle + third]} {text[-third:]}"
    )
    return _script(sample) or _latin(sample)


def block_language(text: str, article: str | None) -> str | None:
    """Return the language of a block where it is not the article's, else None; short ones by script only."""
    sample = text[:_SAMPLE]
    if article is None or not sample:
        return None
    own = article in _SCRIPTS.values() or article in ("ur", "fa", "uk")
    found = _script(sample) if not sample.isascii() else None
    # The classifier, which is slow to load and large, is for blocks that may need it.
    long = len(sample) >= 2 * _ENOUGH and sum(map(str.isalpha, sample)) >= 2 * _ENOUGH
    if found is None and (own or long) and not (article == "en" and _is_english(sample)):
        found = _latin(sample)
    return found if found != article else None


def _is_english(sample: str) -> bool:
    """Return whether a text has the words of English that its neighbours have not: "the", or two others."""
    if " the " in sample:
        return True
    found = set(_WORD.findall(sample.lower()))
    only = len(found & _ONLY_ENGLISH)
    return "the" in found or only > 1 or (only == 1 and not found.isdisjoint(_ALSO_ENGLISH))


def _latin(sample: str) -> str | None:
    words = _WORD.findall(sample.lower())
    if not words:
        return None
    english = len([w for w in words if w in _ENGLISH])
    if english >= 3 and english >= 0.15 * len(words):  # noqa: PLR2004 - English prose has .3 and more, others .05
        return "en"
    if sum(map(len, words)) < _ENOUGH:
        return None
    ranked = _classifier()(sample)
    (best, score), (_, second) = ranked[0], ranked[1]
    english_score = dict(ranked).get("en", score)
    certain = score - second >= _MARGIN if best == "en" else score - english_score >= _MARGIN
    return best if certain and score - second >= _NEAR else None


@cache
def _classifier() -> Callable[[str], list[tuple[str, float]]]:
    import py3langid  # noqa: PLC0415 - loading its model costs half a second, and most articles never need it

    rank: Callable[[str], list[tuple[str, float]]] = py3langid.rank
    return rank


def _script(sample: str) -> str | None:
    """Return a language by its script where most letters are not Latin."""
    foreign = [c for c in _NOT_LATIN.findall(sample) if c.isalpha()]
    if not foreign or len(foreign) <= 0.5 * sum(map(str.isalpha, sample)):
        return None
    scripts = Counter(unicodedata.name(c, "UNKNOWN").split()[0].split("-")[0] for c in foreign)
    script, count = scripts.most_common(1)[0]
    if script == "CJK" and scripts["HIRAGANA"] + scripts["KATAKANA"] > 0.1 * count:
        return "ja"
    seen = frozenset(foreign)
    if script == "ARABIC":
        return "ur" if seen & _URDU else "fa" if seen & _PERSIAN else "ar"
    if script == "CYRILLIC":
        return "uk" if seen & _UKRAINIAN else "ru"
    return _SCRIPTS.get(script)
