"""The network: as spaCy works it out, only quicker."""

from __future__ import annotations

import gc
import tracemalloc

import numpy as np
import pytest

from summarizer.engines.rules import network
from summarizer.engines.rules.network import Encoder, take_steps
from summarizer.engines.rules.parsing import load_model

_TEXTS = (
    "The harbour master, Oluwaseun Adeyinka, said on Friday that no barge had left since dawn.",
    "No.",
    "“We didn’t sign it,” Marit Solheim told the committee; “we never would’ve.”",
    "Tomás Quiroga and Nguyễn Thị Hoa, who share an office, denied that the well on Lot 7 was theirs.",
    "Why does the lift at 14 Kestrel Row stop at every floor but ours?",
)


@pytest.fixture
def docs():
    """Return a maker of docs that spaCy's own encoder has been over, or nobody yet."""
    nlp = load_model()
    tok2vec = nlp.get_pipe("tok2vec")

    def make(texts=_TEXTS, *, encoded=True):
        made = [nlp.make_doc(text) for text in texts]
        if encoded:
            tok2vec.set_annotations(made, tok2vec.predict(made))
        return made

    return make


def _model():
    return load_model().get_pipe("tok2vec").model


def test_vectors_are_those_that_spacy_gives(docs):
    """Each token gets the vector that spaCy's own way through the network gives it."""
    ours = docs(encoded=False)
    Encoder.of(_model())(ours)
    for own, theirs in zip(ours, docs(), strict=True):
        np.testing.assert_allclose(own.tensor, theirs.tensor, rtol=0, atol=1e-5)


def test_vectors_do_not_depend_on_what_was_read_before(docs, monkeypatch):
    """A token's vector is the same to the last bit whatever the encoder has kept or forgotten before."""
    fresh, used = docs(encoded=False), docs(encoded=False)
    Encoder.of(_model())(fresh)
    encoder = Encoder.of(_model())
    for text in _TEXTS[::-1]:
        encoder(docs([text], encoded=False))
    encoder(used)
    again = docs(encoded=False)
    monkeypatch.setattr(network, "_MOST_WORDS", 3)
    encoder(again)
    for one, other, third in zip(fresh, used, again, strict=True):
        assert np.array_equal(one.tensor, other.tensor)
        assert np.array_equal(one.tensor, third.tensor)


def test_nothing_to_read_is_no_error(docs):
    """No docs, and docs without tokens, are passed over."""
    encoder = Encoder.of(_model())
    for none in ([], docs([""], encoded=False)):
        encoder(none)
        take_steps(load_model().get_pipe("parser"), none)
        assert [doc.tensor.size for doc in none] == [0] * len(none)


def test_another_network_is_left_to_spacy():
    """A network that is put together in another way has no encoder here."""
    assert Encoder.of(load_model().get_pipe("tagger").model) is None


def test_structure_is_what_spacy_reads(docs):
    """Heads and relations are those of spaCy's own loop."""
    parser = load_model().get_pipe("parser")
    ours, theirs = docs(), docs()
    take_steps(parser, ours)
    parser.set_annotations(theirs, parser.predict(theirs))
    assert [[(t.head.i, t.dep_) for t in doc] for doc in ours] == [
        [(t.head.i, t.dep_) for t in doc] for doc in theirs
    ]
    assert all(doc.has_annotation("DEP") for doc in ours)


def test_names_are_those_that_spacy_finds(docs):
    """Names and their kinds are those of spaCy's own loop."""
    ner = load_model().get_pipe("ner")
    ours, theirs = docs(), docs()
    take_steps(ner, ours)
    ner.set_annotations(theirs, ner.predict(theirs))
    found = [[(e.start, e.end, e.label_) for e in doc.ents] for doc in ours]
    assert any(found)
    assert found == [[(e.start, e.end, e.label_) for e in doc.ents] for doc in theirs]


def test_memory_is_given_back_at_once(docs):
    """What the parser's steps need is free again when they are done, not when Python looks for cycles."""
    parser = load_model().get_pipe("parser")
    made = [docs() for _ in range(5)]
    take_steps(parser, docs())
    gc.disable()
    tracemalloc.start()
    try:
        for some in made:
            take_steps(parser, some)
        left, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        gc.enable()
    assert left < 200_000  # a batch's own tables are 4 KB a token
