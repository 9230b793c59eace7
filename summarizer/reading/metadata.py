"""What an article says about itself: its title, its publisher and the day of its publication."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.reading.dates import find_dates
from summarizer.reading.passages import plain
from summarizer.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.records import Block

__all__ = ["Metadata", "day_of", "find_metadata"]

_PUBLISHED_IN = re.compile(
    r"(?:first\s|originally\s)?published (?:in|by|on|at) (?P<name>[^\d,|]{2,60}?)\s*[,|–—-]", re.IGNORECASE
)
_PUBLISHED_ON = re.compile(r"published [^|]{6,30}\d{4} (?:in|by) (?P<name>[^\d,|]{2,60})$", re.IGNORECASE)
_LABELLED = re.compile(r"\b(?:published|posted|created|issued|filed|dated?)\b|^by\b", re.IGNORECASE)
_LATER = re.compile(r"\b(?:updated?|modified)\b", re.IGNORECASE)
_CORRECTED = re.compile(r"(?:corrected|correction|amended|clarification)\b", re.IGNORECASE)
_WHOLE_DAY = len("2026-02-03")
_TIMESTAMP = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]\d{2}:?\d{2}.*)?")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the text gives; None where it gives nothing."""

    title: str | None = None
    publisher: str | None = None
    published_on: str | None = None


def find_metadata(text: str, blocks: Sequence[Block]) -> Metadata:
    """Read title, publisher and day of publication from the blocks of a text. Running prose gives no date."""
    title = next((plain(text[b.start : b.end]) for b in blocks if b.kind is BlockKind.HEADLINE), None)
    filed = [plain(text[b.start : b.end]) for b in blocks if b.kind is BlockKind.DATELINE]
    names = (_PUBLISHED_IN.match(line) or _PUBLISHED_ON.match(line) for line in filed)
    publisher = next((m["name"].strip() for m in names if m), None)
    return Metadata(title, publisher, _published_on(text, blocks))


def _published_on(text: str, blocks: Sequence[Block]) -> str | None:
    """Return the day that a dateline gives: a labelled one, or the only one at the head or at the end."""
    paragraphs = [i for i, b in enumerate(blocks) if b.kind in (BlockKind.PARAGRAPH, BlockKind.TURN)]
    # One paragraph may stand above the dateline: some outlets open with a summary.
    first, last = (paragraphs[:2][-1], paragraphs[-1]) if paragraphs else (len(blocks), -1)
    labelled: list[str] = []
    later: list[str] = []
    bare: list[tuple[int, str]] = []
    for i, block in enumerate(blocks):
        if block.kind is not BlockKind.DATELINE:
            continue
        line = plain(text[block.start : block.end])
        for day in _days(line, month=True)[:1]:
            if _CORRECTED.match(line):
                continue
            if _LATER.search(line) and not _LABELLED.search(line):
                later.append(day)
            elif _LABELLED.search(line):
                labelled.append(day)
            else:
                bare.append((i, day))
    # Dates as headings of a chronicle stand in the body, and there are several.
    outer = [day for i, day in bare if i < first or i > last] if len(bare) == 1 else []
    # Where the day of an update is all that the article gives, its "on Tuesday" is seen from there.
    days = labelled + outer + later
    return next((day for day in days if len(day) == _WHOLE_DAY), days[0] if days else None)


def _days(line: str, *, month: bool = False) -> list[str]:
    """Return the days in a line that need no reference; with ``month`` whole months where there is no day."""
    found = [d.iso for d in find_dates(line, None) if d.iso and not d.relative]
    return [iso for iso in found if len(iso) == _WHOLE_DAY] or (found if month else [])


def day_of(value: object) -> str | None:
    """Return the day that a metadata field names (``2026-02-03T10:00:00Z``, ``Tue, 03 Feb 2026 …``), or None.

    A number is a Unix time in seconds or milliseconds, UTC. ``03/02/2026``, of unknown order, gives None.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return _unix_day(float(value))
    if not isinstance(value, str) or len(value) > 100:  # noqa: PLR2004 - characters; a field with a date is short
        return None
    stamp = _TIMESTAMP.fullmatch(value.strip())
    if stamp:
        try:
            day = dt.date(*(int(g) for g in stamp.groups()))
        except ValueError:
            return None
        # Databases write 0001-01-01 and 9999-12-31 for "no date".
        return day.isoformat() if 1600 < day.year < 2200 else None  # noqa: PLR2004 - news has been printed since then
    days = _days(value)
    return days[0] if days else None


def _unix_day(seconds: float) -> str | None:
    if seconds > 1e11:  # noqa: PLR2004 - the year 5138 in seconds; such numbers are milliseconds
        seconds /= 1000
    if not 1e8 < seconds < 1e11:  # noqa: PLR2004 - from 1973; smaller numbers are years, counts or ids
        return None
    return dt.datetime.fromtimestamp(seconds, dt.UTC).date().isoformat()
