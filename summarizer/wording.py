"""Words on which the truth of a report hangs: negations, numbers, modal verbs and names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from summarizer.normalize import fold, key, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Number", "changed", "names", "negates", "numbers"]

_NEGATIONS = frozenset(
    "not no never neither nor none nobody nothing nowhere without hardly scarcely barely cannot non".split()
)
_MODALS = frozenset(
    "must should may might can could will would shall ought need cannot 'll 'd needn't mustn't".split()
)
_NEGATIVE_PREFIXES = ("un", "in", "im", "il", "ir", "non", "dis")
_UNITS = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {
    w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "lakh": 10**5,
    "million": 10**6,
    "mn": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
_DOZEN = 12
_ORDINALS = {
    w: n
    for n, w in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), start=1
    )
}
_DIGITS = re.compile(r"-?\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?")
_MOST_DIGITS = 18
# What opens a sentence in capitals without being a name.
_OPENERS = frozenset(
    (
        "a about according across after against all also although amid among an and another any around as at "
        "because before behind below between both but by despite during each earlier either even every few "
        "following for former four from further he her here his how however i if in including inside instead is it "
        "its just last later less like many meanwhile more most much nearly neither new no nobody none nor not "
        "nothing now of officials on once one only or other our out over people per police previously residents "
        "several she since so some soon still such ten than that the their then there these they this those "
        "though three through thus to two under unless until upon we what when where whether which while who why "
        "with within without yet you your authorities government lawmakers rescuers investigators researchers "
        "experts analysts witnesses critics supporters opponents protesters workers doctors scientists troops "
        "firefighters prosecutors judges ministers companies investors families"
    ).split()
)


class Number(NamedTuple):
    """A number that is read from words or digits; ``ordinal`` for first, 7th."""

    value: int | float
    ordinal: bool = False


def negates(text: str) -> bool:
    """Tell whether a text holds a negation."""
    return any(_is_negation(key(t.text)) for t in tokens(fold(text)))


def _is_negation(word: str) -> bool:
    return word in _NEGATIONS or word.endswith("n't")


def _is_modal(word: str) -> bool:
    bare = word.removesuffix("n't")
    return word in _MODALS or bare in _MODALS or word.endswith(("'ll", "'d")) or word in ("won't", "can't")


def changed(added: Sequence[str], lost: Sequence[str]) -> tuple[str, str]:
    """Name the gravest difference between two wordings.

    Args:
        added: words (as written) that the article does not have there.
        lost: words that the article has there and the copy does not.

    Returns:
        The reason (changed_negation, changed_number, changed_modal, changed_name or changed_words) and the word.
    """
    both = [*added, *lost]
    keys = [key(w) for w in both]
    for word, k in zip(both, keys, strict=True):
        if _is_negation(k):
            return "changed_negation", word
    for word in added:
        if any(_opposite(key(word), key(other)) for other in lost):
            return "changed_negation", word
    for word, k in zip(both, keys, strict=True):
        if k[-1:].isdigit() or k in _UNITS or k in _TENS or k in _SCALES or k in _ORDINALS or k in "%‰":
            return "changed_number", word
    for word, k in zip(both, keys, strict=True):
        if _is_modal(k):
            return "changed_modal", word
    for word in both:
        if word[:1].isupper():
            return "changed_name", word
    return "changed_words", both[0] if both else ""


def _opposite(one: str, other: str) -> bool:
    return any(p + one == other or p + other == one for p in _NEGATIVE_PREFIXES)


def numbers(text: str) -> list[Number]:
    """Read the numbers of a text: 1,200 · 1.2 million · USD 60 billion · 97% · twenty-one · two hundred and five.

    "Dozens" and "hundreds" are no numbers. A number and the words of its scale are one.
    """
    return [n for n in _read([key(t.text) for t in tokens(fold(text))]) if n is not None]


def _read(parts: list[str]) -> Iterator[Number]:
    i = 0
    while i < len(parts):
        word = parts[i]
        if _DIGITS.fullmatch(word):
            for n, value in enumerate(values := _digits(word)):
                if n < len(values) - 1:
                    yield Number(value)
                else:
                    i, number = _scaled(parts, i + 1, value)
                    yield number
            i += 0 if values else 1
        elif word in _UNITS or word in _TENS or (word in ("a", "an") and _starts_scale(parts, i + 1)):
            i, number = _spelled(parts, i)
            yield number
        elif word in _ORDINALS:
            yield Number(_ORDINALS[word], ordinal=True)
            i += 1
        elif word == "dozen":
            yield Number(_DOZEN)
            i += 1
        else:
            i += 1


def _starts_scale(parts: list[str], i: int) -> bool:
    return i < len(parts) and (parts[i] in _SCALES or parts[i] == "dozen")


def _digits(word: str) -> list[int | float]:
    """Return the value of digits with separators; several values where commas separate numbers, not groups."""
    if len(word) > _MOST_DIGITS:
        return []
    if "," in word and not _GROUPED.fullmatch(word):
        return [v for part in word.split(",") for v in _digits(part)]
    plain = word.replace(",", "")
    if plain.count(".") > 1:
        return [int(p) for p in plain.split(".")]
    return [float(plain) if "." in plain else int(plain)]


def _scaled(parts: list[str], i: int, value: int | float) -> tuple[int, Number]:
    """Multiply by the scale words that follow; the suffix of an ordinal is read too."""
    if i < len(parts) and parts[i] in ("st", "nd", "rd", "th"):
        return i + 1, Number(value, ordinal=True)
    if i + 1 < len(parts) and parts[i] == "-" and parts[i + 1] in _SCALES:
        i += 1
    while i < len(parts) and parts[i] in _SCALES:
        value = _whole(value * _SCALES[parts[i]])
        i += 1
    return i, Number(_whole(value))


def _whole(value: int | float) -> int | float:
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _spelled(parts: list[str], i: int) -> tuple[int, Number]:
    """Read a number in words that begins at ``i``."""
    total, current = 0, 0
    last = 10**15
    while i < len(parts):
        word = parts[i]
        if word in ("a", "an") and current == 0:
            current = 1
        elif word in _UNITS and (
            current % 10 == 0 and (current == 0 or current % 100 >= 20 or current % 100 == 0)
        ):
            if current % 100 and _UNITS[word] > 9:
                break
            current += _UNITS[word]
        elif word in _TENS and current % 100 == 0:
            current += _TENS[word]
        elif word == "hundred" and 0 < current < 100:
            current *= 100
        elif word == "dozen" and current:
            return i + 1, Number(total + current * _DOZEN)
        elif word in _SCALES and word != "hundred" and current and _SCALES[word] < last:
            last = _SCALES[word]
            total, current = total + current * last, 0
        elif word in ("-", "and") and _goes_on(parts, i, total + current):
            pass
        else:
            break
        i += 1
    return i, Number(total + current)


def _goes_on(parts: list[str], i: int, value: int) -> bool:
    """Tell whether a hyphen or "and" inside a number in words is a part of it."""
    following = parts[i + 1] if i + 1 < len(parts) else ""
    if parts[i] == "-":
        return following in _SCALES or (value % 100 >= 20 and value % 10 == 0 and following in _UNITS)
    return value >= 100 and value % 100 == 0 and (following in _UNITS or following in _TENS)


def names(text: str, *, known: frozenset[str] = frozenset()) -> list[str]:
    """Return the words of a sentence that are written as names, possessives stripped.

    Args:
        text: one sentence or more.
        known: keys of words that the article also writes in lower case: at a sentence's start they are no names.
    """
    found = []
    parts = [t.text for t in tokens(fold(text))]
    starting = True
    for n, part in enumerate(parts):
        if not part[0].isalpha():
            starting = starting or part in ".!?:"
            continue
        word = bare(part)
        acronym = len(word) > 1 and word.isupper()
        if part[0].isupper() and (acronym or not starting or _is_name(parts, n, known)):
            found.append(word)
        starting = False
    return [w for w in found if w not in ("I", "I'm", "I've", "I'll", "I'd")]


def _is_name(parts: list[str], n: int, known: frozenset[str]) -> bool:
    """Tell whether the capitalised first word of a sentence is a name as far as anybody can know."""
    word = key(bare(parts[n]))
    return word not in _OPENERS and word not in known


def bare(word: str) -> str:
    """Return a word without the ending of its possessive."""
    return re.sub(r"(?:'s|')$", "", word)


def missing(wanted: Iterable[str], there: str) -> str | None:
    """Return the first of some words that a text does not have, in whatever case; None when it has all."""
    have = {key(bare(t.text)) for t in tokens(fold(there))}
    return next((w for w in wanted if key(w) not in have), None)
