"""Numbers as news prints them: digits and words, scales, currencies, per cent and fractions; pure and linear.

What is glued to something else is not read as a number: ordinals, ages ("45-year-old"), clock times,
decades, designators ("F-16", "COP28"), scores, dates with slashes, telephone numbers. Ranges ("10 to 12",
"between 10 and 12", "5–6") and ratios ("one in five", "per 100,000") are left out too: neither bound is the
figure. The second number of "from 10 to 12" is kept, since that is where a change arrived.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from summarizer.engines.rules.lexicon import load

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Number", "find_numbers"]

Form = Literal["count", "money", "share", "points"]

_DIGITS = re.compile(r"(?<!\d)(?:\d{1,3}(?:,\d{2,3})+|\d{1,15})(?:\.\d{1,6})?(?!\d)")
_WORD = re.compile(r"[A-Za-z]+")
_BEFORE_GUARD = frozenset(".,:/+#@'’-‑−=*^_\\&")
_TIME = re.compile(r"\s?(?:[ap]\.?\s?m\b|o['’]?clock|GMT\b|UTC\b|hrs\b|hours? (?:GMT|local))", re.IGNORECASE)
_PERCENT = re.compile(r"\s?%|[\s-](?:per\s?cent|percent|pct)\b", re.IGNORECASE)
_POINTS = re.compile(r"[\s-](?:percentage|per\s?cent|percent)[\s-]points?\b", re.IGNORECASE)
_AND_A_HALF = re.compile(r"\s+and\s+(?:a|one)[\s-]+(?:half|quarter|third)\b", re.IGNORECASE)
_RANGE_GAP = re.compile(r"\s*(?:-|–|—|to|or)\s*", re.IGNORECASE)
_RATIO_GAP = re.compile(r"\s+(?:in|in every|out of|out of every|for every|per)\s+", re.IGNORECASE)
_RATE_BEFORE = re.compile(r"\b(?:per|every|each)\s+$", re.IGNORECASE)
_SPREAD = re.compile(r"\b(?:rang(?:e|es|ed|ing)|var(?:y|ies|ied|ying)|anywhere)\b[^.;]{0,30}$", re.IGNORECASE)
_ATTACHED = re.compile(r"([kKmMbB])(?![A-Za-z0-9])")
_FIRST_HALF = re.compile(r"\b(?:first|second|last|latter|other|better)\s\Z", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1500, 2100


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    Attributes:
        start: first character of the number with its currency.
        end: one past the last character of the number with its scale, unit or currency.
        value: the number in units (scales multiplied out; per cent for a share).
        form: what its own words make it: a plain count, money, a share or percentage points.
        unit: ISO 4217 code (``$`` for dollars of an unnamed country), ``%`` or ``pp``; None for a count.
        year: it could be a year: four digits, no separator, nothing attached.
        spelled: it is written in words.
    """

    start: int
    end: int
    value: int | float
    form: Form
    unit: str | None = None
    year: bool = False
    spelled: bool = False


def find_numbers(text: str) -> list[Number]:
    """Return the numbers of a text that can stand for an amount, in order; linear in the text's length."""
    found = sorted([*_spelled(text), *_in_digits(text), *_fractions(text)], key=lambda n: (n.start, -n.end))
    apart: list[Number] = []
    for number in found:
        if apart and number.start < apart[-1].end:
            continue
        apart.append(number)
    return _without_ranges(text, apart)


def _in_digits(text: str) -> Iterable[Number]:
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        currency = _prefix().search(text, max(0, start - 8), start)
        if currency is not None:
            start = currency.start()
        if _glued_before(text, start, bare=currency is None):
            continue
        digits = match[0].replace(",", "")
        if digits[0] == "0" and len(digits) > 1 and digits[1] != ".":
            continue
        value = Decimal(digits)
        scaled_end, factor = _scales(text, end)
        unit = None if currency is None else _prefix_unit(currency[1])
        number = _with_unit(text, (start, scaled_end), value * factor, unit, scaled=factor != 1)
        if number is None or (factor == 1 and _TIME.match(text, number.end)):
            continue
        plain = number.form == "count" and match[0].isdigit() and factor == 1
        if plain and _FIRST_YEAR <= number.value <= _LAST_YEAR:
            number = replace(number, year=True)
        yield number


def _spelled(text: str) -> Iterable[Number]:
    small: dict[str, int] = load("numbers")["words"]
    scales: dict[str, int] = load("numbers")["scales"]
    if small.keys().isdisjoint(map(str.lower, _WORD.findall(text))):
        return  # most sentences have none, and to see that costs less than to read them
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if not run:
            if word in small:
                run = [match]
            continue
        if (word in small or word in scales) and _joined(text, run[-1], match):
            run.append(match)
            continue
        if word == "and" and run[-1][0].lower() in scales:
            continue
        yield from _number_of(text, run)
        run = [match] if word in small else []
    yield from _number_of(text, run)


def _joined(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    gap = text[left.end() : right.start()]
    return gap in (" ", "-", "\u00a0", "\n") or gap.split() == ["and"]


def _number_of(text: str, run: list[re.Match[str]]) -> Iterable[Number]:
    if not run or _glued_before(text, run[0].start(), bare=True):
        return
    value = _evaluate([m[0].lower() for m in run])
    if value is None or _AND_A_HALF.match(text, run[-1].end()):
        return
    scaled = len(run) > 1 and run[-1][0].lower() in load("numbers")["scales"]
    number = _with_unit(text, (run[0].start(), run[-1].end()), Decimal(value), None, scaled=scaled)
    if number is not None and not _TIME.match(text, number.end):
        yield replace(number, spelled=True)


def _evaluate(words: list[str]) -> int | None:
    """Return the value of number words, None where they are not one number ("two three")."""
    small: dict[str, int] = load("numbers")["words"]
    scales: dict[str, int] = load("numbers")["scales"]
    total = group = last = 0
    ceiling = 10**18
    for word in words:
        if word in small:
            value = small[word]
            if last and not (last >= 100 or (20 <= last < 100 and value < 10)):  # noqa: PLR2004 - tens, then units
                return None
            group += value
            last = value
        else:
            value = scales[word]
            if group == 0 or (value == 100 and group >= 100) or (value > 100 and value >= ceiling):  # noqa: PLR2004 - "hundred"
                return None
            if value == 100:  # noqa: PLR2004 - a hundred stays in its group: two hundred thousand
                group *= value
            else:
                total, group, ceiling = total + group * value, 0, value
            last = value
    return total + group


def _fractions(text: str) -> Iterable[Number]:
    small: dict[str, int] = load("numbers")["words"]
    parts: dict[str, int] = load("numbers")["fractions"]
    lower = text.lower()
    if not any(part in lower for part in parts):
        return  # the pattern is slow, and hardly any sentence needs it
    for match in _fraction().finditer(text):
        part = match["part"].lower()
        # "half of" stands alone, but "the first half of" is a time and "the third of" an ordinal.
        if match["count"] is None and (
            part != "half" or _FIRST_HALF.search(text, max(0, match.start() - 8), match.start())
        ):
            continue
        count = small.get((match["count"] or "one").lower(), 1)
        if count < parts[part]:
            value = round(100 * count / parts[part], 2)
            tidy = int(value) if value.is_integer() else value
            yield Number(match.start(), match.end(), tidy, "share", "%", spelled=True)


def _with_unit(
    text: str, place: tuple[int, int], value: Decimal, unit: str | None, *, scaled: bool
) -> Number | None:
    """Read what follows the number: per cent or a currency; None where it is glued to something else."""
    start, end = place
    form: Form = "count" if unit is None else "money"
    if unit is None:
        if points := _POINTS.match(text, end):
            form, unit, end = "points", "pp", points.end()
        elif percent := _PERCENT.match(text, end):
            form, unit, end = "share", "%", percent.end()
        elif (money := _suffix(scaled=scaled).match(text, end)) is not None:
            form, unit, end = "money", _suffix_unit(money[1]), money.end()
    if _glued_after(text, end):
        return None
    number = int(value) if value == value.to_integral_value() else float(value)
    return Number(start, end, number, form, unit or None)


def _scales(text: str, end: int) -> tuple[int, Decimal]:
    """Read up to two scale words after digits ("1.5 lakh crore"); return where they end and their product."""
    lexicon: dict[str, Any] = load("numbers")
    factor = Decimal(1)
    if short := _ATTACHED.match(text, end):
        return short.end(), Decimal(lexicon["attached_scales"][short[1].lower()])
    for _ in range(2):
        match = _scale().match(text, end)
        if match is None:
            break
        word = match[1].lower()
        factor *= lexicon["scales"].get(word) or lexicon["abbreviated_scales"][word]
        end = match.end()
    return end, factor


def _glued_before(text: str, start: int, *, bare: bool) -> bool:
    """Whether a number that starts here is part of something longer: "F-16", "3.5.1", "#7", "mid-twenty"."""
    if start == 0:
        return False
    char = text[start - 1]
    if char == "–" and start > 1 and not text[start - 2].isspace():
        return True
    if bare and char.isspace() and text[max(0, start - 2)].isdigit() and not _year_before(text, start - 1):
        return text[start].isdigit()
    return char.isalnum() or char in _BEFORE_GUARD or (bare and char in "$£€¥₹")


def _glued_after(text: str, end: int) -> bool:
    """Whether a number that ends here goes on: "7th", "12-member", "3-1", "10:30", "5'9", "555 1234"."""
    after = text[end : end + 6]
    if not after:
        return False
    if after[0].isalnum() or after[0] in "%°′″_":
        return True
    if after[0] in "-‑–/:.,'’+" and len(after) > 1:
        return after[1].isalnum() or after[1] in "$£€¥₹"
    # A bare number straight after another is a telephone number or a table; after a year it is a count.
    return (
        after[0].isspace()
        and after[1:2].isdigit()
        and text[end - 1].isdigit()
        and not _year_before(text, end)
    )


def _year_before(text: str, end: int) -> bool:
    digits = text[max(0, end - 4) : end]
    alone = end < 5 or not (text[end - 5].isalnum() or text[end - 5] in ",.")  # noqa: PLR2004 - four digits and one
    return digits.isdigit() and len(digits) == 4 and alone and _FIRST_YEAR <= int(digits) <= _LAST_YEAR  # noqa: PLR2004


def _without_ranges(text: str, numbers: list[Number]) -> list[Number]:
    dropped: set[int] = set()
    for left, right in pairwise(range(len(numbers))):
        a, b = numbers[left], numbers[right]
        gap, before = text[a.end : b.start], text[max(0, a.start - 40) : a.start]
        same = a.form in (b.form, "count")
        word = before.split()[-1].lower() if before.split() else ""
        if word == "between" and " and " in f" {gap} ":
            dropped |= {left, right}
        elif same and len(gap) < 12 and _RANGE_GAP.fullmatch(gap):  # noqa: PLR2004 - no gap is longer
            dropped |= {left} if word == "from" and not _SPREAD.search(before) else {left, right}
        elif len(gap) < 20 and _RATIO_GAP.fullmatch(gap) and not b.year and a.form == b.form:  # noqa: PLR2004 - the same
            dropped |= {left, right}
    for i, number in enumerate(numbers):
        if _RATE_BEFORE.search(text, max(0, number.start - 8), number.start):
            dropped.add(i)
    return [n for i, n in enumerate(numbers) if i not in dropped]


def _alternatives(words: Iterable[str]) -> str:
    """Return a pattern of literal alternatives, the longest first; spaces match any one white space."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", r"\s") for w in ordered)


@cache
def _prefix() -> re.Pattern[str]:
    lexicon = load("numbers")
    names = [*lexicon["currency_before"], *lexicon["currency_codes"]["list"].split()]
    # A sign of letters must not be the end of a word: "Papers 5".
    return re.compile(rf"(?<![A-Za-z])({_alternatives(names)})\s?\Z")


@cache
def _suffix(*, scaled: bool) -> re.Pattern[str]:
    lexicon = load("numbers")
    names = [*lexicon["currency_after"], *lexicon["currency_codes"]["list"].split()]
    if scaled:
        names += lexicon["currency_after_scale"]
    return re.compile(rf"[\s-]({_alternatives(names)})(?![A-Za-z])")


@cache
def _scale() -> re.Pattern[str]:
    lexicon = load("numbers")
    long, short = _alternatives(lexicon["scales"]), _alternatives(lexicon["abbreviated_scales"])
    return re.compile(rf"(?:[\s-](?={long})|\s?(?={short}))({long}|{short})(?![A-Za-z0-9])", re.IGNORECASE)


@cache
def _fraction() -> re.Pattern[str]:
    lexicon = load("numbers")
    counts, parts = _alternatives([*lexicon["words"], "a"]), _alternatives(lexicon["fractions"])
    pattern = rf"(?<![\w-])(?:(?P<count>{counts})[\s-])?(?P<part>{parts})(?=\s+of\s+(?!an?\s))"
    return re.compile(pattern, re.IGNORECASE)


def _prefix_unit(sign: str) -> str:
    return _unit("currency_before", sign)


def _suffix_unit(name: str) -> str:
    found: str = load("numbers")["currency_after_scale"].get(name, "")
    return found or _unit("currency_after", " ".join(name.split()))


def _unit(table: str, name: str) -> str:
    lexicon = load("numbers")
    unit: str = lexicon[table].get(name, "") if name in lexicon[table] else name
    return "CNY" if unit == "RMB" else unit
