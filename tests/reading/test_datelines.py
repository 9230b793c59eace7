"""Datelines and bylines."""

from __future__ import annotations

import pytest

from summarizer.reading.datelines import dateline_prefix, is_byline, is_dateline


@pytest.mark.parametrize(
    "prefix",
    [
        "date 2026-02-03 VARNSUND: ",
        "date 2026-02-05 ",
        "VARNSUND: ",
        "VARNSUND – ",
        "KARACHI, Feb 3 (Reuters) — ",
        "LONDON (AP) — ",
        "NEW YORK, N.Y. (AP) -- ",
        "BEIRUT/JERUSALEM, Oct 5 (Reuters) - ",
        "SÃO PAULO, 3 March 2025 (AFP) – ",
        "Paris, 3 March (AFP) - ",
        "London (AP) — ",
        "Islamabad, Feb 3: ",
        "FLINT, Mich., Oct. 4 (UPI) — ",
        "WASHINGTON ― ",
        "(CNN) — ",
        "PORT-AU-PRINCE, Haiti (AP) — ",
    ],
)
def test_a_dateline_is_cut_before_the_first_word(prefix):
    """Place, date, agency and their dash or colon are the dateline; the sentence begins behind them."""
    assert dateline_prefix(f"{prefix}The council voted on Monday.", weak=True) == len(prefix)


@pytest.mark.parametrize(
    "text",
    [
        "The council voted on Monday.",
        "BREAKING: The pier is closed.",
        "EXCLUSIVE: The pier is closed.",
        "Mayor Lund: the pier is closed.",
        "COVID-19 closed the pier.",
        "UN-backed talks failed.",
        "The BBC: a history.",
        "“LONDON: a city,” she said.",
        "A: yes.",
        "Jane Doe (R-Ohio) — a critic of the plan — left.",
        "Jane Doe (FDP) – The plan failed.",
        "HOLM — a town of ten — was flooded.",
        "Rescuers – all of them tired – left.",
        "",
    ],
)
def test_what_is_no_dateline_is_not_cut(text):
    """Labels, names, hyphens and dashes inside a sentence are left in it."""
    assert dateline_prefix(text, weak=True) == 0


def test_a_bare_city_counts_only_at_the_head():
    """Without a date or an agency, a place in capitals is a dateline only where the caller says it may be."""
    assert dateline_prefix("VARNSUND: The council voted.", weak=False) == 0
    assert dateline_prefix("VARNSUND (AP) — The council voted.", weak=False) > 0


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe",
        "By JANE DOE and Tomás O’Neill",
        "By Nguyen Thi Lan, Staff Writer",
        "By Abd al-Rahman | 3 March 2025",
        "Staff Report",
        "By our court reporter",
        "Our Correspondent",
        "Written by Ana de la Cruz for The Harbour Post",
    ],
)
def test_bylines_name_the_writer(line):
    """A line with nothing but the writer's name, a date and a role is a byline."""
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    ["By the numbers", "By Monday the pier was closed.", "By Jane Doe’s account it was late", "Jane Doe", ""],
)
def test_other_lines_with_by_are_no_bylines(line):
    """A heading or a sentence that begins with "By" is none."""
    assert not is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "March 3, 2025",
        "Tuesday, 3 March 2026 14:05 GMT",
        "Published in The Harbour Post, February 4th, 2026",
        "Published: 3 March 2025",
        "Last updated on 03/04/2025 at 10:15 am",
        "For immediate release: 12 May 2026",
        "Press Release | Ostan, 12 May 2026",
        "2026-02-03",
        "Varnsund, 3 February 2026",
        "Friday, 3 April 2026 | All times local (GMT+4) | Newest first",
    ],
)
def test_a_line_with_only_a_date_is_a_dateline(line):
    """A date with labels, a clock time or a publisher's name is a line about the article."""
    assert is_dateline(line)


@pytest.mark.parametrize(
    "line",
    [
        "Monday",
        "Monday | 12",
        "Published in 1921, the book sold well.",
        "The pier opened on 3 March 2025.",
        "12",
        "2 of 5",
    ],
)
def test_other_lines_with_a_date_are_none(line):
    """A weekday, a number or a sentence with a date in it is no dateline."""
    assert not is_dateline(line)
