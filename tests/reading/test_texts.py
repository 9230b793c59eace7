"""Articles from strings: identity, metadata, warnings."""

from __future__ import annotations

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.reading import read_text


def test_the_text_is_kept_and_names_the_article():
    """The text is untouched, line ends and NULs included, and its digest is the article's id."""
    text = "Mayor said no.\r\n\r\n\x00“Yes,” \u200fshe said.\r\n"
    reading = read_text(text)
    assert reading.article.text == text
    assert reading.article.id == "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    assert reading.article.source == "text"


def test_what_is_given_wins():
    """Fields that the caller knows are not overwritten by what the text says."""
    text = "Pier closes\n\nPublished in The Harbour Post, 3 March 2025\n\nThe council closed its pier."
    own = read_text(text).article
    assert (own.title, own.publisher, own.published_on) == ("Pier closes", "The Harbour Post", "2025-03-03")
    given_ = read_text(
        text, title="T", publisher="P", url="https://u.example", published_on="2024", language="sv"
    ).article
    assert (given_.title, given_.publisher, given_.url) == ("T", "P", "https://u.example")
    assert (given_.published_on, given_.language) == ("2024", "sv")


def test_an_empty_article_warns():
    """Nothing but spaces is an article without blocks, and the warning says so."""
    assert read_text(" \n\t").warnings == ("the article is empty",)
    assert read_text("").article.blocks == ()


def test_only_boilerplate_warns():
    """A page without an article warns."""
    assert read_text("Advertisement\n\nLeave a Reply\n").warnings == ("the article is only boilerplate",)


def test_another_language_warns():
    """The rules engine reads English; a text in another language says which one it is."""
    urdu = read_text("وزیر نے سفیر کا خیر مقدم کیا اور تعاون پر شکریہ ادا کیا۔")
    assert urdu.article.language == "ur"
    assert urdu.warnings == ("language is 'ur': the rules engine reads English",)
    short = read_text("Nej.")
    assert short.article.language is None
    assert short.warnings == ()


def test_half_a_surrogate_pair_is_replaced():
    """What no file could hold is replaced, so that a record can always be written; no offset moves."""
    reading = read_text("She said \ud83d no.")
    assert reading.article.text == "She said \ufffd no."
    assert "surrogate" in reading.warnings[0]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_becomes_an_article_that_can_be_written(text):
    """Whatever the characters, reading does not fail, and the article can be serialised."""
    article = read_text(text).article
    assert len(article.text) == len(text)
    assert article.model_validate_json(article.model_dump_json()) == article
