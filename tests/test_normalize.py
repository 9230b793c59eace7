"""Folding a text and finding the way back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.normalize import fold, key, spellings, stands_apart, tokens, view, words

_HARD = st.text(
    alphabet=st.sampled_from("aéZ1 \n\t\u00a0\u2009\u00ad\u200b\u200e\ufefe\u0301\u0316.,…-–—“”\"‘’'`«»😀\0"),
    max_size=60,
)


@pytest.mark.parametrize(
    ("written", "same_as"),
    [
        ("“We go,” she said", '"We go," she said'),
        ("the workers’ hall", "the workers' hall"),
        ("``tex'' quotes", '"tex" quotes'),
        ("«Nous allons»", '"Nous allons"'),
        ("2020–2024", "2020-2024"),
        ("one — two", "one - two"),
        ("one -- two", "one - two"),
        ("a\u00a0b\u2009c\r\n  d", "a b c d"),
        ("par\u00adlia\u00adment", "parliament"),
        ("\ufeffle\u200bft \u202eright\u202c", "left right"),
        ("Ze\u0301 A\u030angstro\u0308m", "Zé Ångström"),
        ("wait…", "wait..."),
    ],
)
def test_what_editors_change_is_folded(written, same_as):
    """Glyphs of quotes and dashes, spaces, hidden characters and decomposed letters make no difference."""
    assert fold(written) == fold(same_as)


@pytest.mark.parametrize(
    ("one", "other"), [("must", "must not"), ("1,200", "1,300"), ("Lena", "lena"), ("resume", "résumé")]
)
def test_what_matters_is_not_folded(one, other):
    """Words, digits, case and accents stay different."""
    assert fold(one) != fold(other)


@settings(deadline=None)
@given(_HARD)
def test_every_character_of_a_view_has_a_place_in_the_text(text):
    """Each character of the view maps to a range of the text that reads as that character, in order."""
    folded = view(text)
    last = 0
    for at in range(len(folded.text)):
        start, end = folded.source(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert start >= last or folded.text[at] == "."  # the three dots of one … share their place
        last = start
        if folded.text[at].isalnum():
            assert (
                unicodedata.normalize("NFC", text[start:end]).strip("\u00ad\u200b\u200e") == folded.text[at]
            )


@settings(deadline=None)
@given(_HARD, st.data())
def test_a_range_survives_the_way_into_the_view_and_back(text, data):
    """A range of the text, seen in the view and mapped back, holds the same visible characters."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    folded = view(text)
    a, b = folded.of(start, end)
    if a < b:
        back = folded.source(a, b)
        assert folded.of(*back) == (a, b)


@settings(deadline=None)
@given(_HARD)
def test_a_text_without_anything_to_fold_is_its_own_view(text):
    """The length of a view differs from that of its text only where something was folded."""
    plain = "".join(c for c in text if c.isascii() and (c.isalnum() or c == "."))
    assert view(plain).text == plain


@given(st.one_of(_HARD, st.text(alphabet=st.characters(max_codepoint=127)), st.text(alphabet=" '-`a\t\x1c")))
def test_a_text_is_folded_as_its_view(text):
    """What is compared of a text alone is what its view has between its edges."""
    assert fold(text) == view(text).text.strip()


def test_tokens_keep_what_belongs_together():
    """Numbers keep separators and sign, words their apostrophes, acronyms their dots."""
    text = "The U.S. didn't pay $1,200.50, or -3%."
    assert [t.text for t in tokens(text)] == [
        *("The", "U.S.", "didn't", "pay", "$", "1,200.50", ",", "or", "-3", "%", ".")
    ]
    assert [t.text for t in words(text)] == ["The", "U.S.", "didn't", "pay", "$", "1,200.50", "or", "-3", "%"]


def test_a_key_leaves_out_what_only_looks_different():
    """U.S., US and us compare alike, and 1,200 and 1200; 1.5 and 15 do not, nor 1,2 and 12."""
    assert key("U.S.") == key("US") == "us"
    assert key("1,200") == key("1200")
    assert key("1,2") != key("12")
    assert key("1.5") != key("15")


def test_many_combining_marks_take_linear_time():
    """A letter with very many combining marks is folded in pieces and keeps its place."""
    text = "e" + "\u0301\u0316" * 20_000 + " end"
    folded = view(text)
    at = folded.text.rindex("end")
    assert folded.source(at, at + 3) == (len(text) - 3, len(text))


@given(st.text())
def test_words_are_the_same_with_and_without_their_places(text):
    """The quick way to the words of a text finds the words that the way with places finds."""
    folded = view(text).text
    assert (
        spellings(folded)
        == [t.text for t in words(folded)]
        == [folded[t.start : t.end] for t in words(folded)]
    )


_PIECES = st.sampled_from(
    ["Ann", "ann", "Roe", "é", "U.S.", "'s", "'", "-", ".", "_", "5", "\u0301", " ", "ß"]
)


@given(
    st.lists(_PIECES, max_size=12), st.lists(st.sampled_from(["Ann", "Roe", "éß"]), min_size=1, max_size=3)
)
def test_words_that_stand_apart_are_words_of_the_text(pieces, sought):
    """What is found by looking for its letters alone is found word by word, too."""
    folded = view("".join(pieces)).text
    if stands_apart(folded.casefold(), " ".join(sought).casefold()):
        there = [key(word) for word in spellings(folded)]
        wanted = [word.casefold() for word in sought]
        assert wanted in [there[i : i + len(wanted)] for i in range(len(there))]


def test_a_part_of_a_word_does_not_stand_apart():
    """Neither letters, digits nor an apostrophe may stand beside it."""
    assert stands_apart("annual, (ann) roe", "ann")
    assert not any(stands_apart(text, "ann") for text in ("annual", "joann", "ann's", "ann5", "roe", ""))
