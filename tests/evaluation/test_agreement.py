"""When names, relays, targets and hedges agree."""

from __future__ import annotations

import pytest

from summarizer.evaluation.agreement import (
    hedges_agree,
    name_agrees,
    name_words,
    phrases_agree,
    same_name,
    surface_agrees,
    via_agrees,
)


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ("Adaeze Lindqvist", ["Adaeze Lindqvist"]),
        ("adaeze LINDQVIST", ["Adaeze Lindqvist"]),
        ("Mayor Adaeze Lindqvist", ["Adaeze Lindqvist"]),
        ("Lindqvist", ["Adaeze Lindqvist"]),
        ("Zoë Nguyễn", ["Zoe Nguyen"]),
        ("the rescue service", ["provincial rescue service"]),
        ("Harbour Board's", ["Harbour Board"]),
        ("HB", ["Harbour Board", "HB"]),
    ],
)
def test_names_that_name_the_same_agree(answer, names):
    """Case, accents, articles, possessives and a title make no other name."""
    assert name_agrees(answer, names)


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ("he", ["Theo Heath"]),
        ("he", ["he who must wait"]),
        ("", ["Adaeze Lindqvist"]),
        (None, ["Adaeze Lindqvist"]),
        ("’s", ["Adaeze Lindqvist"]),
        ("Lind", ["Adaeze Lindqvist"]),
        ("the", ["the Board"]),
        ("Mr", ["Mr Rey"]),
        ("Lindqvist Adaeze", ["Adaeze Lindqvist"]),
        ("Adaeze Lindqvist", []),
        ("Tomasz Rey", ["Adaeze Lindqvist"]),
    ],
)
def test_what_names_nobody_or_another_does_not_agree(answer, names):
    """A pronoun, an empty answer, a part of a word or another order never names the speaker."""
    assert not name_agrees(answer, names)


def test_a_namesake_makes_a_bare_family_name_wrong():
    """A family name that another speaker has, too, does not say who is meant; the full name does."""
    others = ["Femi Lindqvist"]
    assert not name_agrees("Lindqvist", ["Adaeze Lindqvist"], others)
    assert name_agrees("Adaeze Lindqvist", ["Adaeze Lindqvist"], others)
    assert not name_agrees("Femi Lindqvist", ["Lindqvist"], others)


def test_an_answer_that_is_another_speaker_is_wrong():
    """The union's lawyer is not the union where the article has both as speakers."""
    assert name_agrees("union lawyer", ["union"])
    assert not name_agrees("union lawyer", ["union"], ["the union lawyer"])


def test_an_alias_that_two_share_is_right_for_both():
    """A form that is right for this speaker is not made wrong because another has it, too."""
    assert name_agrees("Government", ["Government"], ["Government"])


def test_exact_is_equal_after_normalisation():
    """The exact score takes no title and no bare family name."""
    assert same_name("the Harbour Board", ["Harbour Board"])
    assert not same_name("Lindqvist", ["Adaeze Lindqvist"])
    assert not same_name("", [""])


def test_a_pronoun_agrees_with_the_same_pronoun_as_a_surface_form():
    """As a form at this place "he" is right where "he" was labelled, and in no name."""
    assert surface_agrees(["He"], "he")
    assert not surface_agrees(["he"], "Theo Heath")
    assert not surface_agrees([None, ""], "he")


def test_none_agrees_with_none_alone():
    """Where the article names no target, any answer is wrong, and the other way round."""
    assert phrases_agree(None, None)
    assert not phrases_agree("council", None)
    assert not phrases_agree(None, "council")
    assert phrases_agree("the council", "town council")


def test_relays_agree_in_number_and_order():
    """A chain of relays is right only as a whole."""
    assert via_agrees([], [])
    assert via_agrees(["the Lumen Courier"], ["Lumen Courier"])
    assert not via_agrees([], ["Lumen Courier"])
    assert not via_agrees(["A Wire", "B Post"], ["B Post", "A Wire"])
    assert not via_agrees(["A Wire", "B Post"], ["A Wire"])


def test_one_hedge_in_common_is_enough():
    """Hedges agree when one is found; none agrees with none alone."""
    assert hedges_agree([], [])
    assert hedges_agree(["reportedly"], ["reportedly", "without proof"])
    assert not hedges_agree(["reportedly"], [])
    assert not hedges_agree([], ["reportedly"])


def test_words_of_a_name_are_plain():
    """A name compares as its words without case, accents, article and possessive."""
    assert name_words("The Évora Board’s") == ("evora", "board")
    assert name_words(None) == ()
