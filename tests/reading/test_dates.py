"""Dates: what news means by them, and what only looks like one."""

from __future__ import annotations

import datetime as dt
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.reading import FoundDate, dates, find_dates

THURSDAY = dt.date(2026, 2, 5)


def isos(text: str, reference: dt.date | None = THURSDAY) -> list[str | None]:
    """The days of the dates in a text."""
    return [found.iso for found in find_dates(text, reference)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("on February 3, 2026, in Varna", "2026-02-03"),
        ("on October 6 2024, there was", "2024-10-06"),
        ("3 February 2026", "2026-02-03"),
        ("the 3rd of March 2025", "2025-03-03"),
        ("Published March 4th, 2025", "2025-03-04"),
        ("Tuesday, Feb. 3, 2026, at noon", "2026-02-03"),
        ("2026-02-03T10:00:00Z", "2026-02-03"),
        ("in May 2025", "2025-05"),
        ("FEB 3, 2026", "2026-02-03"),
    ],
)
def test_a_full_date_needs_no_reference(text, iso):
    """A date with its year is the same day whenever the article was published."""
    assert isos(text) == [iso]
    assert isos(text, None) == [iso]
    assert not find_dates(text, None)[0].relative


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("said on Tuesday", "2026-02-03"),
        ("said Thursday", "2026-02-05"),
        ("at Thursday's meeting", "2026-02-05"),
        ("last Thursday", "2026-01-29"),
        ("last Tuesday", "2026-02-03"),
        ("next Monday", "2026-02-09"),
        ("next Thursday", "2026-02-12"),
        ("this coming Friday", "2026-02-06"),
        ("Monday last week", "2026-01-26"),
        ("yesterday", "2026-02-04"),
        ("said last night", "2026-02-04"),
        ("told the station this morning", "2026-02-05"),
        ("wrote earlier today", "2026-02-05"),
        ("on Wednesday evening, she", "2026-02-04"),
        ("yesterday afternoon", "2026-02-04"),
        ("earlier today", "2026-02-05"),
        ("tomorrow", "2026-02-06"),
        ("two days ago", "2026-02-03"),
        ("three months ago", "2025-11"),
        ("a year ago", "2025"),
        ("last month", "2026-01"),
        ("last year", "2025"),
        ("earlier this year", "2026"),
        ("in December", "2025-12"),
        ("in February", "2026-02"),
        ("last February", "2025-02"),
        ("since March", "2025-03"),
        ("Feb. 3rd", "2026-02-03"),
        ("on 31 December", "2025-12-31"),
        ("on Feb. 29", "2024-02-29"),
        ("Friday, 6 February", "2026-02-06"),
        ("today's briefing", "2026-02-05"),
    ],
)
def test_a_relative_date_is_the_last_such_day(text, iso):
    """Weekdays, months and days without a year mean the last such one, today included."""
    assert isos(text) == [iso]
    assert find_dates(text, THURSDAY)[0].relative


@pytest.mark.parametrize(
    "text",
    [
        "on Tuesday",
        "yesterday",
        "in December",
        "Feb. 3",
        "last month",
        "two days ago",
        "Monday (11/11)",
        "next week",
    ],
)
def test_without_a_reference_nothing_is_guessed(text):
    """A relative date has no day where the day of publication is unknown."""
    assert isos(text, None) == [None]


@pytest.mark.parametrize(
    "text", ["this week", "over the weekend", "three weeks ago", "that Tuesday", "this Monday"]
)
def test_a_vague_date_stays_open(text):
    """What no single day can be derived from is found but has no day."""
    assert isos(text) == [None]


@pytest.mark.parametrize(
    ("text", "reference", "iso"),
    [
        ("on Monday (11/11)", dt.date(2024, 11, 13), "2024-11-11"),
        ("on Tuesday (3/2)", THURSDAY, "2026-02-03"),
        ("on Monday (3/2)", dt.date(2026, 3, 5), "2026-03-02"),
        ("on Friday (3/2)", THURSDAY, None),
        ("the vote (25/12)", THURSDAY, "2025-12-25"),
    ],
)
def test_the_weekday_decides_between_day_and_month(text, reference, iso):
    """In ``Tuesday (3/2)`` the order is the one that falls on a Tuesday; where none does, no day is given."""
    assert isos(text, reference) == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "May says it may march",
        "Black Friday sales",
        "the Good Friday Agreement",
        "the Sunday Times wrote",
        "every Friday",
        "on Fridays",
        "31 February 2026",
        "February 31",
        "April Jones and June Smith",
        "today's youth",
        "the score was (3/2)",
        "Tuesday (13/13)",
        "flight 2026-02-03-17",
    ],
)
def test_what_only_looks_like_a_date_is_none(text):
    """Verbs, names, habits and impossible days are no dates."""
    assert isos(text) == []


def test_a_range_shares_its_year():
    """The first day of a range has the year of the second, or the one before it over New Year."""
    assert isos("from January 31 to February 1, 2026") == ["2026-01-31", "2026-02-01"]
    assert isos("from December 30 to January 2, 2026") == ["2025-12-30", "2026-01-02"]


def test_the_part_of_a_day_belongs_to_its_date():
    """What stands behind a date is not its part of the day, so that words beside it are its neighbours."""
    text = "On Tuesday night the harbour closed."
    (found,) = find_dates(text, THURSDAY)
    assert text[found.start : found.end] == "Tuesday night"


def test_offsets_are_those_of_the_article():
    """Positions count from ``offset``, so that a sentence's dates point into its article."""
    assert find_dates("said on Tuesday", THURSDAY, 100) == [FoundDate(108, 115, "2026-02-03", relative=True)]


def test_the_ends_of_the_calendar_are_survived():
    """A reference at the end of the calendar gives no day rather than an error."""
    assert isos("tomorrow", dt.date.max) == [None]
    assert isos("two days ago", dt.date.min) == [None]
    assert isos("next Monday, 6 May, in June, last year", dt.date.min)
    assert isos("next month, next year, next Friday, next 5 May", dt.date.max)


PIECES = st.sampled_from(
    [
        "on Monday", "(11/11)", "February", "31", "3", "2026", "May", "last", "next", "week", "yesterday",
        "today's", "ago", "two", "days", ",", "-", "2026-02-03", "to", "in", "of", "é",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, max_size=30).map(" ".join), st.none() | st.dates())
def test_dates_are_ordered_apart_and_valid(text, reference):
    """Found dates come in order, do not overlap, and every day exists."""
    found = find_dates(text, reference)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for date in found:
        assert text[date.start : date.end].strip() == text[date.start : date.end]
        if date.iso:
            dt.date.fromisoformat(date.iso + "2000-01-01"[len(date.iso) :])


@pytest.mark.parametrize("piece", ["May ", "3 ", "on ", "Monday (", "2026-02-", "last ", "Mon, the 3-"])
def test_long_texts_take_linear_time(piece):
    """A hundred thousand characters of near-dates are searched in a moment."""
    text = piece * (100_000 // len(piece))
    began = time.perf_counter()
    find_dates(text, THURSDAY)
    assert time.perf_counter() - began < 3


def test_a_day_with_its_weekday_takes_the_year_that_the_article_is_about() -> None:
    """Without a date of publication, "Monday (11/11)" is dated where just one of the article's years fits."""
    (found,) = find_dates("at a press conference on Monday (11/11)", None, years={2024})
    assert found.iso == "2024-11-11"
    (unfit,) = find_dates("at a press conference on Monday (11/11)", None, years={2023})
    assert unfit.iso is None
    (two,) = find_dates("at a press conference on Monday (11/11)", None, years={2019, 2024})
    assert two.iso is None
    (bare,) = find_dates("on Monday", None, years={2024})
    assert bare.iso is None


@given(st.text(alphabet="aeghikmnorstuwy MondayTuesdayJuneago3/().,-", max_size=60))
def test_the_quick_look_misses_no_date(text: str) -> None:
    """What the long pattern would find, the quick look before it never hides."""
    assert dates._HINT.search(text) is not None or dates._DATE.search(text) is None  # noqa: SLF001 - the pair under test
