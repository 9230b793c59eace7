"""Metadata: what an article says about itself, and no date rather than a wrong one."""

from __future__ import annotations

import pytest

from summarizer.reading import read_text
from summarizer.reading.metadata import day_of

BODY = "The council closed its ferry pier on Monday, 6 January 2025.\n\nIt will reopen in May 2026.\n"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f" date 2026-02-03 VARNSUND: {BODY}", "2026-02-03"),
        (f"{BODY}\nPublished in The Harbour Post, February 4th, 2026", "2026-02-04"),
        (f"Pier closes\n\nBy Ana Lund | 3 March 2025\n\n{BODY}", "2025-03-03"),
        (f"Pier closes\n\nMarch 3, 2025\n\n{BODY}", "2025-03-03"),
        (f"Pier closes\n\nTuesday, 3 March 2026 14:05 GMT\n\n{BODY}", "2026-03-03"),
        (f"Pier closes\n\nPublished: 3 March 2025\nUpdated: 5 March 2025\n\n{BODY}", "2025-03-03"),
        (f"VARNSUND, March 3, 2025 (Reuters) - {BODY}", "2025-03-03"),
        (f"VARNSUND, March 3 (Reuters) - {BODY}", None),
        (f"Pier closes\n\nUpdated: 5 March 2025\n\n{BODY}", "2025-03-05"),
        (f"Pier closes\n\nAna Lund · Harbour News · Posted: Sep 29, 2025 4:12 PM ET\n\n{BODY}", "2025-09-29"),
        (
            f"Pier closes\n\nposted by Wren on the table blog, 22 January 2026, 9 comments\n\n{BODY}",
            "2026-01-22",
        ),
        (f"Pier closes\n\nVARNSUND, the Islands, June 2026\n\n{BODY}", "2026-06"),
        (f"{BODY}\nThis report by Northern Wire was first published Feb. 4, 2026.", "2026-02-04"),
        (f"Pier closes\n\nThe Northern Courier, Thursday 22 January 2026\n\n{BODY}", "2026-01-22"),
        (f"Pier closes\n\nCorrection: 5 March 2025\n\n{BODY}", None),
        (f"Pier closes\n\n03/04/2025\n\n{BODY}", None),
        (f"A pier’s year\n\n3 March 2025\n\nIt opened.\n\n5 May 2025\n\n{BODY}", None),
        (BODY, None),
    ],
)
def test_only_a_dateline_gives_the_day_of_publication(text, day):
    """A dateline, a byline or a line with a date gives the day; prose and corrections never do."""
    assert read_text(text).article.published_on == day


def test_title_and_publisher_come_from_their_lines():
    """The headline without its mark-up is the title; "Published in …" names the publisher."""
    article = read_text(f"# Pier closes\n\n{BODY}\n*Published in The Harbour Post, 4 February 2026*").article
    assert (article.title, article.publisher) == ("Pier closes", "The Harbour Post")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-02-03T23:30:00Z", "2026-02-03"),
        ("20260203", "2026-02-03"),
        ("Tue, 03 Feb 2026 10:00:00 GMT", "2026-02-03"),
        ("February 3, 2026", "2026-02-03"),
        (1770112800, "2026-02-03"),
        (1770112800000, "2026-02-03"),
        ("03/02/2026", None),
        ("2026-13-45", None),
        ("0001-01-01T00:00:00", None),
        ("9999-12-31", None),
        (2026, None),
        (True, None),
        (None, None),
        ({"x": 1}, None),
        ("yesterday", None),
        ("x" * 10_000, None),
    ],
)
def test_a_metadata_field_gives_a_day_or_nothing(value, day):
    """Timestamps in the usual forms give their day; what is ambiguous or a placeholder gives none."""
    assert day_of(value) == day
