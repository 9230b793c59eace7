"""Words on which the truth of a report hangs: negations, numbers, modal verbs and names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from summarizer.normalize import fold, key, tokens, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Number", "bare", "changed", "lost_negation", "missing", "names", "negates", "numbers", "shares"]


def _listed(lines: str) -> tuple[str, ...]:
    return tuple(lines.split())


_NEGATIONS = frozenset(
    _listed(
        "not no never neither nor none nobody nothing nowhere without hardly scarcely barely cannot non "
        "seldom rarely"
    )
)
_DENIALS = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ial)|reject|refus|dismiss|rul(?:e|es|ed|ing) out|fail|lack|absen|avoid|"
    r"prevent|stop|ban(?:s|ned)?\b|oppos|against|unable|unlikely|declin)",
    re.IGNORECASE,
)
_MODALS = frozenset(_listed("must should may might can could will would shall ought need cannot"))
_NEGATIVE_PREFIXES = ("un", "in", "im", "il", "ir", "non", "dis")
_UNITS = {
    word: n
    for n, word in enumerate(
        _listed(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen"
        )
    )
}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_TENS = {
    word: 10 * n
    for n, word in enumerate(_listed("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)
}
_SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "lakh": 10**5,
    "lakhs": 10**5,
    "million": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "crore": 10**7,
    "crores": 10**7,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "bln": 10**9,
    "tn": 10**12,
    "trn": 10**12,
    "quadrillion": 10**15,
}
_ORDINALS = {
    word: n
    for n, word in enumerate(
        _listed("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"), start=1
    )
}
_SUFFIXES = ("st", "nd", "rd", "th")
_MONEY = frozenset("$€£¥₹")
_AFTER_MONEY = {"k": 10**3, "m": 10**6, "b": 10**9}
_DOZEN = 12
_TEN = 10
_TWENTY = 20
_HUNDRED = 100
_DIGITS = re.compile(r"-?\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?")
_MOST_DIGITS = 18
# What opens a sentence in capitals without being a name.
_OPENERS = frozenset(
    _listed(
        """
        a about according across after against all also although amid among an and another any around as
        at because before behind below between both but by despite during each earlier either even every
        few following for former four from further he her here his how however i if in including inside
        instead is it its just last later less like many meanwhile more most much nearly neither new no
        nobody none nor not nothing now of on once one only or other our out over per previously several
        she since so some soon still such ten than that the their then there these they this those though
        three through thus to today tomorrow two under unless until upon we what when where whether which
        while who why with within without yesterday yet you your

        analysts authorities companies critics doctors experts families firefighters government
        investigators investors judges lawmakers ministers officials opponents people police prosecutors
        protesters rescuers researchers residents scientists supporters troops witnesses workers
        """
    )
)
_FUNCTION_WORDS = _OPENERS | frozenset(
    _listed("be been being was were are am has have had do does did to of")
)


class Number(NamedTuple):
    """A number that is read from words or digits; ``ordinal`` for first, 7th."""

    value: float
    ordinal: bool = False


def negates(text: str) -> bool:
    """Tell whether a text holds a negation."""
    return any(_is_negation(key(t.text)) for t in tokens(fold(text)))


def lost_negation(text: str, there: str) -> str | None:
    """Return the word whose negation a text in its own words leaves out, or None.

    It is a word which follows a negation in ``there`` and stands in a text that holds no negation.
    """
    if negates(text) or _DENIALS.search(text):
        return None
    have = {key(t.text) for t in tokens(fold(text))}
    parts = [key(t.text) for t in words(fold(there))]
    for i, word in enumerate(parts):
        if _is_negation(word):
            following = next((w for w in parts[i + 1 : i + 5] if w not in _FUNCTION_WORDS), None)
            if following in have:
                return following
    return None


def _is_negation(word: str) -> bool:
    return word in _NEGATIONS or word.endswith("n't")


def _is_modal(word: str) -> bool:
    return (
        word in _MODALS
        or word.removesuffix("n't") in _MODALS
        or word.endswith(("'ll", "'d"))
        or word in ("won't", "can't", "shan't")
    )


def _is_number(word: str) -> bool:
    return word[:1].isdigit() or word[-1:].isdigit() or word in _NUMBER_WORDS


_NUMBER_WORDS = frozenset((*_UNITS, *_TENS, *_SCALES, *_ORDINALS, "dozen", "half", "%", "‰"))


def changed(added: Sequence[str], lost: Sequence[str]) -> tuple[str, str]:
    """Name the gravest difference between two wordings.

    Args:
        added: words (as written) that the article does not have there.
        lost: words that the article has there and the copy does not.

    Returns:
        The reason (changed_negation, _number, _modal, _name or _words) and the word.
    """
    both = [*added, *lost]
    opposite = {w for w in added if any(_opposite(key(w), key(other)) for other in lost)}
    for reason, test in (
        ("changed_negation", lambda w: _is_negation(key(w)) or w in opposite),
        ("changed_number", lambda w: _is_number(key(w))),
        ("changed_modal", lambda w: _is_modal(key(w))),
        ("changed_name", lambda w: w[:1].isupper()),
    ):
        word = next(filter(test, both), None)
        if word is not None:
            return reason, word
    return "changed_words", both[0] if both else ""


def _opposite(one: str, other: str) -> bool:
    return any(p + one == other or p + other == one for p in _NEGATIVE_PREFIXES)


def numbers(text: str) -> list[Number]:
    """Read the numbers of a text: 1,200 · USD 60 billion · 97% · twenty-one · two hundred and five.

    "Dozens" and "hundreds" are no numbers. A number and the words of its scale are one.
    """
    return [n for n in _read([key(t.text) for t in tokens(fold(text))]) if n is not None]


def shares(text: str) -> list[float]:
    """Read the fractions of a text as per cent, to two places: two-thirds is 66.67, half is 50."""
    parts = [key(t.text) for t in words(fold(text))]
    found: list[float] = []
    for before, part in zip(["", *parts], parts, strict=False):
        whole = _PARTS.get(part) or _PARTS.get(part.removesuffix("s"))
        if whole is not None and (before in _UNITS or before == "a" or part == "half"):
            found.append(round(100 * _UNITS.get(before, 1) / whole, 2))
    return found


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


def _digits(word: str) -> list[float]:
    """Return the value of digits with separators; several where commas separate numbers, not groups."""
    if len(word) > _MOST_DIGITS:
        return []
    if "," in word and not _GROUPED.fullmatch(word):
        return [v for part in word.split(",") for v in _digits(part)]
    plain = word.replace(",", "")
    if plain.count(".") > 1:
        return [int(p) for p in plain.split(".")]
    return [float(plain) if "." in plain else int(plain)]


def _scaled(parts: list[str], i: int, value: float) -> tuple[int, Number]:
    """Multiply by the scale words that follow; the suffix of an ordinal is read too."""
    if i < len(parts) and parts[i] in _AFTER_MONEY and i > 1 and parts[i - 2] in _MONEY:
        return i + 1, Number(_whole(value * _AFTER_MONEY[parts[i]]))
    if i < len(parts) and parts[i] in _SUFFIXES:
        return i + 1, Number(value, ordinal=True)
    if i + 1 < len(parts) and parts[i] == "-" and parts[i + 1] in _SCALES:
        i += 1
    while i < len(parts) and parts[i] in _SCALES:
        value = _whole(value * _SCALES[parts[i]])
        i += 1
    return i, Number(_whole(value))


def _whole(value: float) -> float:
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
        elif word in _UNITS and (_takes_unit(current)):
            if current % _HUNDRED and _UNITS[word] >= _TEN:
                break
            current += _UNITS[word]
        elif word in _TENS and current % _HUNDRED == 0:
            current += _TENS[word]
        elif word == "hundred" and 0 < current < _HUNDRED:
            current *= _HUNDRED
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


def _takes_unit(value: int) -> bool:
    """Tell whether a unit can follow what was read: nothing, hundreds, or tens from twenty."""
    return value % _TEN == 0 and (value % _HUNDRED == 0 or value % _HUNDRED >= _TWENTY)


def _goes_on(parts: list[str], i: int, value: int) -> bool:
    """Tell whether a hyphen or "and" inside a number in words is a part of it."""
    following = parts[i + 1] if i + 1 < len(parts) else ""
    if parts[i] == "-":
        return following in _SCALES or (bool(value) and _takes_unit(value) and following in _UNITS)
    return value >= _HUNDRED and value % _HUNDRED == 0 and (following in _UNITS or following in _TENS)


def names(text: str, *, known: frozenset[str] = frozenset()) -> list[str]:
    """Return the words of a sentence that are written as names, possessives stripped.

    Args:
        text: one sentence or more.
        known: words that the article also writes in lower case: at a sentence's start they are no names.
    """
    found = []
    parts = [t.text for t in tokens(fold(text))]
    starting = True
    for part in parts:
        if not part[0].isalpha():
            starting = starting or part in ".!?:"
            continue
        word = bare(part)
        acronym = len(word) > 1 and word.isupper()
        if part[0].isupper() and (acronym or not starting or _is_name(word, known)):
            found.append(word)
        starting = False
    return [w for w in found if w not in ("I", "I'm", "I've", "I'll", "I'd")]


def _is_name(word: str, known: frozenset[str]) -> bool:
    """Tell whether the capitalised first word of a sentence is a name as far as anybody can know."""
    return key(word) not in _OPENERS and key(word) not in known


def bare(word: str) -> str:
    """Return a word without the ending of its possessive."""
    return word[:-2] if word.endswith("'s") else word.removesuffix("'")


def missing(wanted: Iterable[str], there: str) -> str | None:
    """Return the first of some words that a text does not have, in whatever case; None when it has all."""
    have = {key(bare(t.text)) for t in tokens(fold(there))}
    return next((w for w in wanted if key(w) not in have), None)
