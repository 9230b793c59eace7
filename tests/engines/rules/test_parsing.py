"""Parsing: sentences, their tokens and base forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.engines.rules import parsing
from summarizer.engines.rules.parsing import lemma, load_model
from summarizer.errors import UsageError


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


def test_a_sentence_knows_where_its_tokens_stand(read):
    """Positions, tags and text of a sentence's tokens are the article's own."""
    text = "The ferry was late.\nBrandt’s pump — the old one — failed."
    for sentence in read(text).parsed.sentences:
        assert sentence.text == text[sentence.segment.start : sentence.segment.end]
        assert [text[a : a + len(t)] for a, t in zip(sentence.starts, sentence.tokens, strict=True)] == [
            t.text for t in sentence.doc
        ]
        assert list(sentence.tags) == [t.tag_ for t in sentence.doc]


def test_tokens_within_a_range_are_those_that_lie_in_it_wholly(read):
    """A range never takes along a token of which it holds but a part."""
    text = "Brandt’s pump — the old one — failed on 3 May."
    (sentence,) = read(text).parsed.sentences

    @given(a=st.integers(0, len(text)), b=st.integers(0, len(text)))
    def check(a, b):
        wanted = [t.i for t in sentence.doc if a <= sentence.start(t) and sentence.end(t) <= b]
        assert [t.i for t in sentence.within(a, b)] == wanted

    check()


def test_a_range_is_covered_by_the_tokens_that_it_touches(read):
    """Tokens are found for a range as spaCy finds them for characters, and none outside the sentence."""
    text = "Brandt’s pump — the old  one — failed on 3 May."
    parsed = read(f"Well.\n{text}\nSo.").parsed
    sentence = parsed.sentences[1]

    @given(a=st.integers(0, len(text) + 12), size=st.integers(1, len(text)))
    def check(a, size):
        b, at = a + size, sentence.offset
        wanted = (
            sentence.doc.char_span(a - at, b - at, alignment_mode="expand")
            if at <= a < b <= at + len(text)
            else None
        )
        found = sentence.span(a, b)
        assert (found and (found.start, found.end)) == (wanted and (wanted.start, wanted.end))
        assert sentence.touched(a, b) == tuple(wanted or ())

    check()


def test_a_position_between_sentences_is_in_none(read):
    """A position outside all sentences has no sentence."""
    parsed = read("The ferry was late.\n\nBrandt slept.").parsed
    assert parsed.at(3).index == 0
    assert parsed.at(20) is None
    assert parsed.at(21).index == 1
    assert parsed.of(parsed.article.sentences[1]).index == 1


def test_names_are_found_when_asked_for(read):
    """The names of a sentence are found at the first use, with offsets of their own."""
    (sentence,) = read("Ilse Brandt met the mayor of Oslo.").parsed.sentences
    assert "Oslo" in [e.text for e in sentence.entities]


def test_a_damaged_model_is_refused(monkeypatch):
    """A model whose weight files are not the official ones is not used."""
    monkeypatch.setattr(parsing, "_WEIGHTS", {"tagger/model": "0" * 64})
    with pytest.raises(UsageError, match=r"tagger/model is not the file"):
        load_model.__wrapped__()
