"""Datelines and bylines: where and when an article was filed, before a paragraph or on a line of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.reading.dates import find_dates
from summarizer.reading.passages import is_final
from summarizer.reading.patterns import not_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.reading.dates import FoundDate

__all__ = ["dateline_prefix", "is_byline", "is_dateline"]

_DASH = r"[—–―]|--|-"
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_MONTH = rf"(?:{_MONTHS}|{_MONTHS.upper()})[A-Za-z]{{0,6}}\.?"
_DAY = rf"(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH})(?:,?\s\d{{4}})?"
_HEAD = re.compile(
    r"(?:[Dd]ate|DATE|[Pp]ublished|[Pp]osted)?[:\s]{0,3}"
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}\S{0,10})?[\s:|,–—-]+(?=\S)"
)
_CAPITALS = r"[^\W\d_a-z][^\W\d_a-z.'’]+(?:[ /-][^\W\d_a-z][^\W\d_a-z.'’]*){0,4}"
_NAME = r"[^\W\d_a-z][\w.'’]*(?:[ /-][^\W\d_a-z][\w.'’]*){0,3}"
_REGION = r"(?:,\s[^\W\d_a-z][\w.'’]*(?:\s[^\W\d_a-z][\w.'’]*){0,2})?"
_AGENCY = r"\((?:[A-Z][\w.&/ -]{1,30})\)"
# Behind a name in mixed case brackets hold a party as often as an agency: Jane Doe (FDP), Jane Doe (R-Ohio).
_KNOWN_AGENCY = (
    r"\((?:AP|AFP|Reuters|REUTERS|UPI|ANI|PTI|IANS|Xinhua|EFE|dpa|DPA|TASS|Tass|Bloomberg|CNN|BBC|ANSA|Kyodo|Yonhap"
    r"|Anadolu|AA|APP|Bernama|Antara|CP|PA|AAP|NPR|IRNA|SANA|WAM|(?:[A-Z]\w+\s){0,3}(?:News|Press|Wire|Service|Agency))\)"
)
_PLACE = re.compile(
    rf"""(?:
      (?P<city>{_CAPITALS}){_REGION}(?:,?\s{_DAY})?(?:,?\s{_AGENCY})?,?\s?(?:(?P<colon>:)|(?P<dash>\s?(?:{_DASH})))
    | {_AGENCY}\s?(?:{_DASH})
    | (?:{_NAME}){_REGION}(?:,?\s{_DAY}(?:,?\s{_AGENCY})?|,?\s{_KNOWN_AGENCY})\s?(?::|\s?(?:{_DASH}))
    )\s*(?=[^\sa-z])""",
    re.VERBOSE,
)
_LABEL = re.compile(
    r"\b(?:(?:first |originally |last )?(?:published|posted|updated|modified|created|issued|dated?|filed)"
    r"|for immediate release|(?:press|media|news) (?:release|statement))\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:(?:Story|Report|Words|Text|Written|Reported|Photos)\s)?(?:By|BY|by)(?:\s*:)?\s+"
    r"(?:(?:[^\W\d_a-z][\w.'’-]*|and|&|de|da|del|della|der|den|van|von|bin|bint|ibn|al|el|la|le|di|of|the|for|in|our|"
    r"staff|reporter|reporters|correspondent|desk|web|news|agency|agencies|writer|editor|special|to)[,;|]?\s*){1,14}"
)
_BY_STAFF = re.compile(
    r"By (?:our|a|an|the) (?:[\w-]+ ){0,3}(?:reporters?|correspondents?|staff|desk|bureau|team|writers?)",
    re.IGNORECASE,
)
_WHOLE_DAY = re.compile(rf"(?:[A-Z][a-z]+day,?\s)?{_DAY}(?<=\d{{4}})")
# One of these is in whatever the three patterns of a byline match (whose case-blind i is more than i and I).
_BYLINE_WORDS = ("by", "our", "staff", "web", "news", "mon", "spec")
_FOOTER = re.compile(r"this (?:report|story|article)\b[^.]{0,80}\bpublished\b[^.]{0,30}", re.IGNORECASE)
_STAFF = re.compile(
    r"(?:(?:our|staff|web|news|monitoring|special) (?:\w+ )?(?:report|reporter|correspondent|desk|bureau))\b",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\s|,•·–—-]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMERIC = re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b")
_CLOCK = re.compile(
    r"\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[AaPp]\.?[Mm]\.?)?(?:\s*(?:[A-Z]{2,4}|[+-]\d{2}:?\d{2})\b)?|\d{1,2}\s*[AaPp]\.?[Mm]\.?"
)
_FILLER = re.compile(
    r"\b(?:on|at|in|of|the|last|min|mins|minute|minutes|hours?|read|ist|gmt|utc|edt|est|pkt|local|time|ago)\b",
    re.IGNORECASE,
)


def dateline_prefix(text: str, *, weak: bool) -> int:
    """Return how many characters of a paragraph are its dateline and the spaces behind it, 0 without one.

    Args:
        text: the paragraph.
        weak: accept a bare ``CITY:`` or ``CITY –`` too, not only one with a date or an agency.
    """
    head = text[:160]
    first = head[:1]
    found = _HEAD.match(head) if first.isdecimal() or first.isspace() or first in "DdPp:" else None
    length = found.end() if found else 0
    # both are tried at every paragraph; what they cannot do without is quicker to look for
    place = _PLACE.match(head, length) if any(mark in head for mark in ":—–―-") else None
    if place is None:
        return length
    city = place["city"]
    if city is not None:
        bare = place.end("city") == (place.start("colon") if place["colon"] else place.start("dash"))
        letters = sum(c.isalpha() for c in city)
        if city.strip(" .") in not_places() or letters < 3 or (bare and not (weak or length)):  # noqa: PLR2004 - no place is shorter
            return length
        if (
            place["dash"]
            and place["dash"].strip() == "-"
            and " " not in text[place.end("city") : place.end()]
        ):
            return length  # a hyphen inside a word: COVID-19, UN-backed
    return place.end()


def is_byline(text: str) -> bool:
    """Return whether a short line names who wrote the article: ``By Jane Doe | 3 March 2025``."""
    if len(text) > 160:  # noqa: PLR2004 - characters; a byline is short
        return False
    folded = text.casefold()
    if not any(word in folded for word in _BYLINE_WORDS):
        return False
    bare = _SEPARATORS.sub(" ", _without_dates(text, find_dates(text, None))).strip()
    match = _BY.match(bare)
    if match is not None and match.end() >= len(bare.rstrip(" .")):
        return True
    return (_STAFF.fullmatch(bare) or _BY_STAFF.fullmatch(bare)) is not None


def is_dateline(text: str) -> bool:
    """Return whether a short line gives a date, and beside it only labels, a time or a publisher's name."""
    if len(text) > 160 or not any(map(str.isdigit, text)):  # noqa: PLR2004 - characters; such a line is short
        return False
    # "Friday, 3 April 2026 | All times local": a column that is a whole day of its own
    column = "|" in text and any(_WHOLE_DAY.fullmatch(c.strip()) for c in text.split("|"))
    final = is_final(text)
    if column or (final and _FOOTER.match(text) is None):
        return column
    found = find_dates(text, None)
    numeric = _NUMERIC.search(text)
    dated = numeric is not None or any(c.isdigit() for d in found for c in text[d.start : d.end])
    if final or not dated:
        return dated
    rest = _FILLER.sub(" ", _LABEL.sub(" ", _CLOCK.sub(" ", _without_dates(text, found))))
    words = _LETTERS.findall(rest)
    whole = numeric is not None or any(not d.relative for d in found)
    label = _LABEL.search(text)
    if label is not None and label.start() == 0 and whole and not _HEAD.match(text):
        return len(words) <= 12  # noqa: PLR2004 - "posted by Wren on the kitchen table blog, 22 January 2026"
    small = any(w[0].islower() and len(w) > 3 for w in words)  # noqa: PLR2004 - of, the, and
    if small or any(map(str.isdigit, rest)):
        return False
    # Ana Lund · Harbour News · Posted 29 Sep 2025; The Northern Courier, 4 May 2026; Holm, 4 May.
    most = 10 if label and whole else 5 if whole else 2
    return len(words) <= most


def _without_dates(text: str, dates: Sequence[FoundDate]) -> str:
    for date in reversed(dates):
        text = text[: date.start] + " " + text[date.end :]
    return _NUMERIC.sub(" ", text)
