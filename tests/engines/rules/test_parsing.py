"""Parsing: base forms that the lexicons are compared with."""

from __future__ import annotations

import pytest

from summarizer.engines.rules.parsing import lemma, load_model


@pytest.mark.parametrize(
    ("text", "word", "base"),
    [
        ("She gave a televised address.", "address", "address"),
        ("The witness told the press.", "witness", "witness"),
        ("The study is an analysis.", "analysis", "analysis"),
        ("They held two press briefings.", "briefings", "briefing"),
        ("He condemned the raid.", "condemned", "condemn"),
    ],
)
def test_a_base_form_is_a_word(text, word, base):
    """A singular noun that ends in s is its own base form; a plural and a verb lose their endings."""
    doc = load_model()(text)
    assert lemma(next(t for t in doc if t.text == word)) == base
