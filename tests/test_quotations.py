"""Quotation marks of every kind."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.quotations import MARKS, opening_family, quoted


def _found(text, **options):
    return [text[q.start : q.end] for q in quoted(text, 0, len(text), **options)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“We go,” she said.", ["We go,"]),
        ('"We go," she said. "Now."', ["We go,", "Now."]),
        ("``We go,'' she said.", ["We go,"]),
        ("‘We go,’ she said.", ["We go,"]),
        ("'We go,' she said.", ["We go,"]),
        ("„Wir gehen“, sagte sie.", ["Wir gehen"]),
        ("« Nous allons », dit-elle.", ["Nous allons"]),
        ("»Vi går,« sagde hun.", ["Vi går,"]),
        ("”Vi går”, sa hon.", ["Vi går"]),
        ("‹Wir gehen›, sagte sie.", ["Wir gehen"]),
        ("She said 「行く」 and left.", ["行く"]),
        ("a so-called “plan“ of theirs", ["plan"]),
        ('(“Really?” he asked.) — "Yes," she said', ["Really?", "Yes,"]),
    ],
)
def test_every_kind_of_mark_is_a_quotation(text, inside):
    """Quotations of every kind are found without their marks."""
    assert _found(text) == inside


@pytest.mark.parametrize(
    "text",
    [
        "O’Brien didn’t see the workers’ hall",
        "rock 'n' roll of the '90s and the ’70s",
        "rock ’n’ roll",
        "a 6' 2\" man on a 5'10\" board",
        "the boys' club and the girls' team",
        "Hawai‘i and ‘Abd al-Karim’s house",
        "the end of it” went on",
    ],
)
def test_apostrophes_and_inches_are_no_quotations(text):
    """Apostrophes, possessives, elisions, feet and inches and stray closing marks open nothing."""
    assert _found(text) == []


def test_only_the_outermost_quotation_counts():
    """A quotation inside a quotation is part of it."""
    assert _found("“She told me ‘no’ and “never” again,” he said.") == ["She told me ‘no’ and “never” again,"]
    assert _found("‘She told me “no” twice,’ he said.") == ["She told me “no” twice,"]


def test_a_possessive_does_not_end_a_single_quotation():
    """Inside single marks the plural's possessive is passed over for the mark that really closes."""
    assert _found("‘The workers’ rights come first,’ he said.") == ["The workers’ rights come first,"]
    assert _found("The ‘thugs’ ran.") == ["thugs"]


def test_an_unclosed_quotation_ends_before_the_next_one():
    """A mark that nobody closes reaches to the next opening mark of its sort, or to the end of the range."""
    text = 'She said "we go and he left. "Then this" came. "And on'
    found = quoted(text, 0, len(text))
    assert [(text[q.start : q.end], q.closed) for q in found] == [
        ("we go and he left.", False),
        ("Then this", True),
        ("And on", False),
    ]


def test_a_single_mark_needs_a_partner_or_a_next_paragraph():
    """An unclosed single mark counts only where the next paragraph opens with one."""
    assert _found("‘We go on") == []
    assert _found("‘We go on", goes_on="single") == ["We go on"]


def test_the_family_of_an_opening_mark_is_known():
    """What a paragraph begins with can be compared with what the one before left open."""
    assert opening_family("“We", 0) == opening_family('"We', 0) == "double"
    assert opening_family("We", 0) is None


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab s.,\n0(" + MARKS), max_size=80))
def test_quotations_are_ordered_apart_and_trimmed(text):
    """Quotations do not overlap, come in order, lie in the range and hold no outer white space."""
    at = 0
    for q in quoted(text, 0, len(text)):
        assert at <= q.opening < q.start < q.end <= len(text)
        assert text[q.start : q.end] == text[q.start : q.end].strip()
        at = q.end


@pytest.mark.parametrize("mark", MARKS)
def test_ten_thousand_marks_are_read(mark):
    """Very many marks of any kind are read to the end, each quotation inside the text."""
    text = f" {mark}x" * 10_000 + f"{mark} " * 10_000
    assert all(0 < q.start < q.end <= len(text) for q in quoted(text, 0, len(text)))
