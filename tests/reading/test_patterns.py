"""Patterns of page furniture, captions and sign-offs."""

from __future__ import annotations

import pytest

from summarizer.reading.patterns import is_boilerplate, is_caption, sign_off


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("The pier is closed. (AP)", "(AP)"),
        ("The pier is closed. (Hap/Z-6)", "(Hap/Z-6)"),
        ("“It is closed.” (with inputs from agencies)", "(with inputs from agencies)"),
        ("The pier is closed. — Reuters", "— Reuters"),
        ("It is closed. (Reporting by A. Lund; editing by Vik)", "(Reporting by A. Lund; editing by Vik)"),
        ("The pier belongs to the Varnsund Ferry Authority (VFA)", None),
        ("The pier is closed. (It opened in 1921.)", None),
        ("The pier is closed. (Monday)", None),
        ("(AP)", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_sign_off_closes_a_paragraph(text, sign):
    """An agency's name behind the last full stop is a sign-off; brackets with other words are not."""
    at = sign_off(text)
    assert (text[at:] if at is not None else None) == sign


def test_long_lines_are_never_boilerplate():
    """Noise is short: a paragraph that begins like a link is an article's words."""
    assert not is_boilerplate("Read more: " + "word " * 100)
    assert is_boilerplate("*" * 100_000)


@pytest.mark.parametrize(
    "line",
    [
        "The pier at dusk | Reuters",
        "The pier at dusk. (Ann Roe/The Ostby Post)",
        "The pier at dusk. [File: Ann Roe/AFP]",
        "The pier at dusk. File photo",
        "The pier at dusk — PİCTURE: Ann Roe",
        "The pier at dusk, Image: Ann Roe",
    ],
)
def test_a_credit_at_its_end_makes_a_caption(line):
    """In whatever case it is written, a picture's credit is seen; the line without it is none."""
    assert is_caption(line)
    assert not is_caption("The pier at dusk")
