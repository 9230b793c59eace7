"""Negations, numbers, modal verbs and names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.wording import changed, lost_negation, names, negates, numbers, shares


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,200 of 1200", [1200, 1200]),
        ("fifteen of 15", [15, 15]),
        ("USD 60 billion, 60 bn, $1.2bn", [60 * 10**9, 60 * 10**9, 1_200_000_000]),
        ("nearly 97% or 3.5 percent", [97, 3.5]),
        ("twenty-one and two hundred and five", [21, 205]),
        ("one million two hundred thousand", [1_200_000]),
        ("a hundred, two dozen, a dozen", [100, 24, 12]),
        ("between two and three", [2, 3]),
        ("nineteen eighty-four", [19, 84]),
        ("2 lakh and 1,20,000", [200_000, 120_000]),
        ("a 5-4 vote from 10–15", [5, 4, 10, 15]),
        ("1,2 and 3", [1, 2, 3]),
        ("£3m for 3m of rope", [3_000_000, 3]),
        ("down -3 points", [-3]),
        ("a 100,000-strong crowd", [100_000]),
        ("dozens of hundreds of thousands", []),
        ("9" * 5000, []),
    ],
)
def test_numbers_are_read(text, values):
    """Digits with separators, scales and number words read as their values; vague counts as none."""
    assert [n.value for n in numbers(text) if not n.ordinal] == values


def test_ordinals_are_marked():
    """First and 7th are numbers of their own kind."""
    assert [(n.value, n.ordinal) for n in numbers("the first and the 7th of 8")] == [
        (1, True),
        (7, True),
        (8, False),
    ]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    """Reading numbers, names and negations never fails."""
    numbers(text)
    names(text)
    negates(text)


@settings(deadline=None)
@given(st.integers(0, 10**12))
def test_digits_with_and_without_separators_are_the_same(value):
    """A number written with thousands separators reads as the number without."""
    assert [n.value for n in numbers(f"{value:,} or {value}")] == [value, value]


@pytest.mark.parametrize(
    ("added", "lost", "reason"),
    [
        ([], ["not"], "changed_negation"),
        (["must"], ["mustn't"], "changed_negation"),
        (["able"], ["unable"], "changed_negation"),
        (["1,300"], ["1,200"], "changed_number"),
        (["fifteen"], ["fifty"], "changed_number"),
        (["should"], ["must"], "changed_modal"),
        (["Sulu"], ["Salu"], "changed_name"),
        (["quickly"], ["slowly"], "changed_words"),
        (["never", "7"], ["8"], "changed_negation"),
    ],
)
def test_the_gravest_change_is_named(added, lost, reason):
    """A negation weighs more than a number, that more than a modal verb, a name and another word."""
    assert changed(added, lost)[0] == reason


def test_names_are_capitalised_words():
    """Names and acronyms are found, possessives stripped; a sentence's first word only if it is unusual."""
    assert names("Officials told Lena’s aunt. The WFP came. Duarte left.") == ["Lena", "WFP", "Duarte"]
    assert names("Trucks came to Salu.", known=frozenset({"trucks"})) == ["Salu"]


def test_a_lost_negation_is_seen():
    """A text that keeps what its evidence negates, and not the negation, is caught; a denial is not."""
    there = "The bridge must not be closed."
    assert lost_negation("The bridge must be closed.", there) == "closed"
    assert lost_negation("They refuse to have the bridge closed.", there) is None
    assert lost_negation("The bridge is old.", there) is None


def test_fractions_read_as_per_cent():
    """A fraction in words reads as per cent, to two places."""
    assert shares("Two-thirds of the crew and half of the guests left.") == [66.67, 50]
    assert shares("The third man left.") == []
    assert shares("No one left.") == []


def test_large_scales_are_read():
    """Scales beyond the trillion, and the ones of South Asia, are read."""
    assert [n.value for n in numbers("1 quadrillion, 3 crores and 5 bln")] == [10**15, 3 * 10**7, 5 * 10**9]
