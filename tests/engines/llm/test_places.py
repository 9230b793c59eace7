"""Places: from a model's words to the text, and from ranges to the shortest words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.engines.llm.grammar import read_place
from summarizer.engines.llm.places import cue_line, cue_pointer, pointer, range_of, write_place
from summarizer.segments import segment
from summarizer.testing import article

TEXT = """Quarry to close in autumn

Mayor Tamsin Achterberg said the quarry would close, and the council said the road would stay.

“Dust is one thing,” she said, “and debt is another.” The council had said nothing else. It said so, it said.
"""
READ = segment(article(TEXT))


def words_at(line):
    """Return the text that a place leads to, None where it leads nowhere."""
    found = range_of(READ, pointer(READ, read_place(line)))
    return TEXT[slice(*found)] if found else None


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Q1", "Dust is one thing,"),
        ("S2 the quarry~close", "the quarry would close"),
        ("S2 the road~", "the road would stay."),
        ("S2 ~Achterberg", "Mayor Tamsin Achterberg"),
        ("S2 the council", "the council"),
        ("S99", None),
        ("S2 the harbour~", None),
    ],
)
def test_places_lead_to_the_text(line, text):
    """A place leads to the article's own words, or nowhere."""
    assert words_at(line) == text


def test_the_nearest_cue_counts():
    """Of several places of the cue's words, the one next to the content is meant; whole words only."""
    start = TEXT.index("the road")
    content = [(start, TEXT.index(" stay.") + 5)]
    assert range_of(READ, cue_pointer(READ, "said", content))[1] == start - 1
    assert range_of(READ, cue_pointer(READ, "sai", content)) is None
    assert cue_pointer(READ, "", content) is None


def test_a_cue_can_name_its_sentence():
    """A cue that stands nearer elsewhere is written, and found, with its sentence."""
    content = [(TEXT.index("the road"), TEXT.index(" stay.") + 5)]
    first = TEXT.index("said the quarry")
    line = cue_line(READ, (first, first + 4), content)
    assert line.startswith("S2 ")
    last = TEXT.rindex("had said") + 4
    line = cue_line(READ, (last, last + 4), content)
    assert range_of(READ, cue_pointer(READ, line, content)) == (last, last + 4)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_written_leads_back(data):
    """The place that is written for any run of words in a sentence leads back to these words."""
    sentence = data.draw(st.sampled_from(READ.sentences))
    ends = [i for i in range(sentence.start, sentence.end + 1) if i == sentence.end or not TEXT[i].isalnum()]
    starts = [sentence.start, *(i + 1 for i in ends if i < sentence.end)]
    start = data.draw(st.sampled_from([s for s in starts if TEXT[s : s + 1].isalnum()]))
    end = data.draw(st.sampled_from([e for e in ends if e > start]))
    line = write_place(READ, start, end)
    assert line is not None
    assert len(line.split("~")[0].split()) <= 12
    found = words_at(line)
    assert found.strip("“”,.! ") == TEXT[start:end].strip("“”,.! ")


def test_what_lies_outside_all_sentences_has_no_place():
    """A range without a letter, or in no sentence, has no place."""
    assert write_place(READ, len(TEXT) - 1, len(TEXT)) is None
