"""Dates as English-language news writes them, resolved against the day of publication as news means them.

A weekday, a day without a year or a bare month is the last such one, today included; without a reference
nothing is guessed. What only looks like a date (``May`` the verb, Black Friday, the Sunday papers) is none.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

__all__ = ["FoundDate", "find_dates"]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text.

    Attributes:
        start: first character (plus the ``offset`` that was asked for).
        end: one past the last character.
        iso: a day, a month or a year as far as it can be derived, else None: ``2026-02-03``, ``2025-05``.
        relative: True where it depends on the day of publication: ``on Tuesday``, ``Feb. 3``, ``last month``.
    """

    start: int
    end: int
    iso: str | None
    relative: bool


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = {
    w: n
    for n, words in enumerate(
        (
            "",
            "a an one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        )
    )
    for w in words.split()
}
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
    r"|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?"
    r"|NOV(?:EMBER)?|DEC(?:EMBER)?)(?!\w)"
)
_FULL_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_SHORT_WEEKDAY = rf"(?:{_WEEKDAY}|(?:Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)\b\.?)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[89]|20)\d\d(?![\d,]*\d)(?!-\d)"
_OF_DAY = rf"(?:{_SHORT_WEEKDAY},?\s+(?:the\s+)?)?"
_NUMBER = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_PART = r"(?:morning|afternoon|evening|night|lunchtime)"
# Nouns that make "today's …" a day and not "nowadays".
_EVENT = (
    r"(?:meeting|briefing|conference|hearing|session|summit|vote|ruling|verdict|decision|announcement|speech"
    r"|statement|attack|strike|talks|debate|election|ceremony)"
)

_DATE = re.compile(
    rf"""(?<![\w/.-])(?:
      (?P<iso>(?:1[89]|20)\d\d-\d\d-\d\d)(?=T\d|(?![\w-]))
    | (?P<mdy>{_OF_DAY}(?P<mdy_m>{_MONTH})\s+(?P<mdy_d>{_DAY})(?:\s?[-–]\s?{_DAY})?,?\s+(?P<mdy_y>{_YEAR}))
    | (?P<dmy>{_OF_DAY}(?P<dmy_d>{_DAY})(?:\s?[-–]\s?{_DAY})?\s+
        (?:of\s+)?(?P<dmy_m>{_MONTH}),?\s+(?P<dmy_y>{_YEAR}))
    | (?P<my>(?P<my_m>{_MONTH}),?\s+(?:of\s+)?(?P<my_y>{_YEAR}))
    | (?P<md>{_OF_DAY}(?P<md_m>{_MONTH})\s+(?P<md_d>{_DAY})
        (?![\w:%]|[.,/-]\d|\s(?:percent|per\scent|people|million|billion)))
    | (?P<dm>{_OF_DAY}(?P<dm_d>{_DAY})\s+(?:of\s+)?(?P<dm_m>{_MONTH})(?!\s\d))
    | (?P<wdm>(?P<wdm_w>{_WEEKDAY})\s*\((?P<wdm_a>\d\d?)/(?P<wdm_b>\d\d?)(?:/(?P<wdm_y>{_YEAR}))?\))
    | (?P<paren>\((?P<paren_a>\d\d?)/(?P<paren_b>\d\d?)\))
    | (?P<week>(?:on\s+)?(?P<week_w>{_WEEKDAY})\s+(?P<week_n>last|next|this)\s+week\b)
    | (?P<day>(?:(?P<day_n>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming|[Tt]his\s+coming|[Tt]his\s+past|[Pp]ast
        |[Tt]he\s+following|[Ff]ollowing|[Tt]he\s+previous|[Pp]revious|[Tt]hat|[Ee]very|[Ee]ach)\s+)?(?P<day_w>{_WEEKDAY})\b
        (?:\s+{_PART}\b)?)
    | (?P<near>[Yy]esterday(?:\s+{_PART}\b)?|[Tt]omorrow|(?:[Ee]arlier\s+|[Ll]ater\s+)?[Tt]oday|[Tt]onight
        |[Ll]ast\s+(?:night|evening)\b|[Tt]his\s+(?:morning|afternoon|evening|lunchtime)\b)(?!['’]s\s+(?!{_EVENT}))\b
    | (?P<ago>(?P<ago_n>{_NUMBER})\s+(?P<ago_u>day|week|month|year)s?\s+ago\b)
    | (?P<span>(?P<span_n>[Ll]ast|[Tt]his|[Nn]ext)\s+(?P<span_u>week|weekend|month|year)\b)
    | (?P<weekend>[Oo]ver\s+the\s+weekend\b)
    | (?P<month>(?P<month_n>[Ii]n|[Ss]ince|[Uu]ntil|[Ll]ast|[Nn]ext|[Tt]his|[Dd]uring|[Ee]arly|[Ll]ate
        |[Mm]id-)
        (?:(?<=-)|\s+)(?:(?:early|late|mid)[\s-]+)?(?P<month_m>{_FULL_MONTH})\b(?!\s+\d))
    )""",
    re.VERBOSE,
)
# One of these stands in every date: a quick look before the long one.
_HINT = re.compile(
    rf"\d|day|week|month|year|\bago\b|night|evening|morning|afternoon|lunchtime|omorrow|{_FULL_MONTH}"
)
# A weekday beside one of these words is a name: Black Friday, the Sunday Times, Ash Wednesday.
_NAME_BEFORE = re.compile(
    r"(?:Black|Good|Cyber|Super|Bloody|Easter|Palm|Ash|Holy|Maundy|Giving|Fat|Shrove|Whit|Spy|Blue|Red|Casual|Freaky|Sheffield|Green|Golden)\s$"
)
_NAME_AFTER = re.compile(
    r"\s(?:Times|Telegraph|Mirror|Mail|Express|Post|Herald|Sun|Independent|Business|Night|Agreement|Morning|Evening|Star|Review|School|Mass|Club|Group|Tribune|Age|World|People|Guardian|Standard|Punch|Vanguard|Nation|Monitor|Football|Afternoon|Today)\b"
)
_RANGE = re.compile(r"\s*(?:to|and|until|till|through|[-–—])\s*")
_FUTURE = re.compile(r"(?:next|coming|upcoming)\s(?:on\s)?$", re.IGNORECASE)


def find_dates(
    text: str, reference: dt.date | None, offset: int = 0, years: Collection[int] = ()
) -> list[FoundDate]:
    """Find the dates of a text, in order. Linear in its length.

    Args:
        text: English prose.
        reference: the day of publication; without it relative dates have no ``iso``.
        offset: added to every position, for a text that is a part of an article.
        years: years that the article is about: without a reference, a day with its weekday
            (``Monday (11/11)``) is dated where it falls on that weekday in just one of them.
    """
    found: list[FoundDate] = []
    if _HINT.search(text) is None:
        return found
    for match in _DATE.finditer(text):
        name = next(g for g in _READERS if match[g] is not None)
        read = _READERS[name](match, text, reference)
        if reference is None and years and read == (None, True) and name in _WITH_WEEKDAY:
            read = _in_one_of(match, name, text, years), True
        if read is not None:
            found.append(FoundDate(match.start() + offset, match.end() + offset, read[0], read[1]))
    return _share_years(text, found, offset)


_Read = tuple[str | None, bool] | None


def _in_one_of(match: re.Match[str], name: str, text: str, years: Collection[int]) -> str | None:
    """Return the only day of these years that has the weekday that stands beside it."""
    if name != "wdm" and _weekday_before(match[name]) is None:
        return None
    reads = [_READERS[name](match, text, dt.date(year, 12, 31)) for year in sorted(years)]
    days = [
        r[0]
        for r, year in zip(reads, sorted(years), strict=True)
        if r and r[0] and r[0].startswith(f"{year:04}-")
    ]
    return days[0] if len(days) == 1 else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


@cache
def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _number(word: str) -> int:
    return int(word.rstrip("stndrh"))


def _full(match: re.Match[str], key: str) -> _Read:
    iso = _iso(int(match[f"{key}_y"]), _month(match[f"{key}_m"]), _number(match[f"{key}_d"]))
    return (iso, False) if iso else None


def _read_iso(match: re.Match[str], _text: str, _reference: dt.date | None) -> _Read:
    year, month, day = match["iso"].split("-")
    iso = _iso(int(year), int(month), int(day))
    return (iso, False) if iso else None


def _read_month_year(match: re.Match[str], _text: str, _reference: dt.date | None) -> _Read:
    return f"{match['my_y']}-{_month(match['my_m']):02}", False


def _without_year(match: re.Match[str], key: str, text: str, reference: dt.date | None) -> _Read:
    month, day = _month(match[f"{key}_m"]), _number(match[f"{key}_d"])
    if _iso(2024, month, day) is None:  # a leap year: 29 February may be meant
        return None
    if reference is None:
        return None, True
    weekday = _weekday_before(match[key])
    if weekday is not None:
        return _day_on(reference, month, day, weekday), True
    ahead = _FUTURE.search(text[max(0, match.start() - 12) : match.start()]) is not None
    return _nearest_day(reference, month, day, ahead=ahead), True


def _weekday_before(words: str) -> int | None:
    """Return the number of the weekday that a date opens with (``Fri. Feb 6``), or None."""
    key = words[:3].lower()
    opens = re.match(_SHORT_WEEKDAY, words) is not None
    return next((n for n, day in enumerate(_WEEKDAYS) if opens and day.startswith(key)), None)


def _day_on(reference: dt.date, month: int, day: int, weekday: int) -> str | None:
    """Return the nearest such day that falls on ``weekday``, past or to come; a slip in either gives None."""
    isos = [_iso(year, month, day) for year in (reference.year - 1, reference.year, reference.year + 1)]
    days = [d for d in (dt.date.fromisoformat(iso) for iso in isos if iso) if d.weekday() == weekday]
    return min(days, key=lambda d: abs(d - reference)).isoformat() if days else None


def _shift(reference: dt.date, days: int) -> str | None:
    try:
        return (reference + dt.timedelta(days)).isoformat()
    except OverflowError:
        return None


def _nearest_day(reference: dt.date, month: int, day: int, *, ahead: bool) -> str | None:
    step = 1 if ahead else -1
    years = [y for y in range(reference.year, reference.year + 9 * step, step) if 1 <= y <= 9999]  # noqa: PLR2004 - ISO
    for year in years:
        iso = _iso(year, month, day)
        if iso is not None and (iso > reference.isoformat() if ahead else iso <= reference.isoformat()):
            return iso
    return None


def _read_numeric(match: re.Match[str], _text: str, reference: dt.date | None) -> _Read:
    """``Monday (11/11)``, ``Tuesday (3/2)``: the weekday tells the day from the month."""
    weekday = _WEEKDAYS.index(match["wdm_w"].lower())
    a, b = int(match["wdm_a"]), int(match["wdm_b"])
    orders = [(b, a)] if a == b else [(b, a), (a, b)]
    orders = [(m, d) for m, d in orders if _iso(2024, m, d)]
    if not orders:
        return None
    if match["wdm_y"]:
        days = [_iso(int(match["wdm_y"]), m, d) for m, d in orders]
        fitting = [d for d in days if d and dt.date.fromisoformat(d).weekday() == weekday]
        return (fitting[0], False) if len(fitting) == 1 else (None, False)
    if reference is None:
        return None, True
    days = [_nearest_day(reference, m, d, ahead=False) for m, d in orders]
    fitting = [d for d in days if d and dt.date.fromisoformat(d).weekday() == weekday]
    return (fitting[0] if len(fitting) == 1 else None), True


def _read_bracketed(match: re.Match[str], _text: str, reference: dt.date | None) -> _Read:
    """``(3/2)`` alone: a day only where one order is possible or both are the same."""
    a, b = int(match["paren_a"]), int(match["paren_b"])
    orders = {(m, d) for m, d in ((b, a), (a, b)) if _iso(2024, m, d)}
    if len(orders) != 1:
        return None
    month, day = orders.pop()
    return (_nearest_day(reference, month, day, ahead=False) if reference else None), True


def _read_weekday(match: re.Match[str], text: str, reference: dt.date | None) -> _Read:
    word = (match["day_n"] or "").lower().split()
    if word and word[-1] in ("every", "each"):
        return None
    before = text[max(0, match.start("day_w") - 12) : match.start("day_w")]
    if _NAME_BEFORE.search(before) or _NAME_AFTER.match(text, match.end()):
        return None
    if reference is None or (word and word[-1] in ("following", "previous", "that")):
        return None, True
    weekday = _WEEKDAYS.index(match["day_w"].lower())
    if word and word[-1] in ("next", "coming"):
        return _shift(reference, (weekday - reference.weekday() - 1) % 7 + 1), True
    back = (reference.weekday() - weekday) % 7
    if back and word == ["this"]:
        return None, True  # the coming one as often as the last
    if back == 0 and word and word[-1] in ("last", "past"):
        back = 7
    return _shift(reference, -back), True


def _read_weekday_of_week(match: re.Match[str], _text: str, reference: dt.date | None) -> _Read:
    if reference is None:
        return None, True
    weeks = {"last": -1, "this": 0, "next": 1}[match["week_n"]]
    days = _WEEKDAYS.index(match["week_w"].lower()) - reference.weekday() + 7 * weeks
    return _shift(reference, days), True


def _read_near(match: re.Match[str], _text: str, reference: dt.date | None) -> _Read:
    days = {"yesterday": -1, "last": -1, "tomorrow": 1}.get(match["near"].split()[0].lower(), 0)
    return (_shift(reference, days) if reference else None), True


def _months_from(reference: dt.date, months: int) -> str | None:
    year, month = divmod(reference.year * 12 + reference.month - 1 + months, 12)
    return f"{year:04}-{month + 1:02}" if 1 <= year <= 9999 else None  # noqa: PLR2004 - what ISO dates can hold


def _read_ago(match: re.Match[str], _text: str, reference: dt.date | None) -> _Read:
    if reference is None:
        return None, True
    n = _NUMBERS.get(match["ago_n"]) or int(match["ago_n"])
    unit = match["ago_u"]
    if unit == "day":
        return _shift(reference, -n), True
    if unit == "month":
        return _months_from(reference, -n), True
    if unit == "year":
        return _year(reference.year - n), True
    return None, True  # weeks are rounded


def _year(year: int) -> str | None:
    return f"{year:04}" if 1 <= year <= 9999 else None  # noqa: PLR2004 - what ISO dates can hold


def _read_span(match: re.Match[str], _text: str, reference: dt.date | None) -> _Read:
    unit = match["span_u"]
    if reference is None or unit in ("week", "weekend"):
        return None, True
    step = {"last": -1, "this": 0, "next": 1}[match["span_n"].lower()]
    return (_months_from(reference, step) if unit == "month" else _year(reference.year + step)), True


def _read_weekend(_match: re.Match[str], _text: str, _reference: dt.date | None) -> _Read:
    return None, True


def _read_bare_month(match: re.Match[str], _text: str, reference: dt.date | None) -> _Read:
    if reference is None:
        return None, True
    word = match["month_n"].lower()
    back = (reference.month - _month(match["month_m"])) % 12
    if word == "next":
        return _months_from(reference, 12 - back), True
    if word == "last" and back == 0:
        back = 12
    return _months_from(reference, -back), True


_READERS: dict[str, Callable[[re.Match[str], str, dt.date | None], _Read]] = {
    "iso": _read_iso,
    "mdy": lambda m, _t, _r: _full(m, "mdy"),
    "dmy": lambda m, _t, _r: _full(m, "dmy"),
    "my": _read_month_year,
    "md": lambda m, t, r: _without_year(m, "md", t, r),
    "dm": lambda m, t, r: _without_year(m, "dm", t, r),
    "wdm": _read_numeric,
    "paren": _read_bracketed,
    "week": _read_weekday_of_week,
    "day": _read_weekday,
    "near": _read_near,
    "ago": _read_ago,
    "span": _read_span,
    "weekend": _read_weekend,
    "month": _read_bare_month,
}
_WITH_WEEKDAY = frozenset({"wdm", "md", "dm"})


def _share_years(text: str, found: list[FoundDate], offset: int) -> list[FoundDate]:
    """Give the first day of ``January 31 to February 1, 2026`` the year that stands behind the second."""
    for i in range(len(found) - 2, -1, -1):
        first, second = found[i], found[i + 1]
        whole = second.iso is not None and not second.relative and len(second.iso) == len("2026-02-01")
        if (
            not whole
            or not first.relative
            or not _RANGE.fullmatch(text, first.end - offset, second.start - offset)
        ):
            continue
        head = _DATE.match(text, first.start - offset)
        key = next((k for k in ("md", "dm") if head and head[k] is not None), None)
        if head is None or key is None or second.iso is None:
            continue
        year = int(second.iso[:4])
        days = [_iso(y, _month(head[f"{key}_m"]), _number(head[f"{key}_d"])) for y in (year, year - 1)]
        iso = next((d for d in days if d and d <= second.iso), None)
        if iso:
            found[i] = FoundDate(first.start, first.end, iso, relative=False)
    return found
