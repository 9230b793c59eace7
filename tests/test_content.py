"""What was said: its edges, and how much of it is quoted."""

from __future__ import annotations

import pytest

from summarizer.content import kind_of, trim, unclosed
from summarizer.records import Article, Block, BlockKind, Kind
from summarizer.segments import segment


def _segmented(text, kind=BlockKind.PARAGRAPH):
    block = Block(kind=kind, start=0, end=len(text), body=0)
    return segment(Article(id="sha256:0", source="text", text=text, blocks=(block,)))


@pytest.mark.parametrize(
    ("text", "content", "trimmed"),
    [
        ("“We go,” he said.", "“We go,”", "We go"),
        ("“We go!” he said.", "“We go!”", "We go!"),
        ("‘We go,’ he said.", "‘We go,’", "We go"),
        ("“We go,” he said.", "We go,", "We go"),
        ("“We go,” he said, “and stay.”", "“and stay.”", "and stay."),
        ("He called it “a trap” today.", "it “a trap”", "it “a trap”"),
        ("He called it “a trap” for fools.", "“a trap” for fools", "“a trap” for fools"),
        ("He met the workers’, he said.", "the workers’", "the workers’"),
        ("He left in the ’90s, he said.", "’90s,", "’90s"),
        ("“She told me ‘no’,” he said.", "“She told me ‘no’,”", "She told me ‘no’"),
        ("It is, he said, late.", " It is, ", "It is"),
    ],
)
def test_content_is_trimmed_of_what_surrounds_it(text, content, trimmed):
    """Outer marks, spaces and a last comma go; apostrophes and marks of words quoted inside stay."""
    text = f" {text} "
    article = _segmented(text)
    start = text.index(content)
    span = trim(article, start, start + len(content))
    assert span is not None
    assert text[slice(*span)] == trimmed


def test_content_without_words_is_none():
    """Marks and spaces alone are no content."""
    assert trim(_segmented("“ ... ”, he said."), 0, 7) is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [("We go", Kind.DIRECT), ("said that", Kind.INDIRECT), ("We go,” he said", Kind.MIXED)],
)
def test_the_kind_is_read_off_the_marks(content, kind):
    """All quoted is direct, none is indirect, some is mixed."""
    text = "“We go,” he said that day."
    start = text.index(content)
    assert kind_of(_segmented(text), [(start, start + len(content))], turn=True) is kind


def test_a_turn_is_direct_without_marks():
    """What a transcript gives as said is direct, unless it is reported inside the turn."""
    article = _segmented("They said it rained.", BlockKind.TURN)
    assert kind_of(article, [(0, 19)], turn=True) is Kind.DIRECT
    assert kind_of(article, [(10, 19)], turn=False) is Kind.INDIRECT


def test_an_open_end_is_known():
    """Quotations that nobody closes are named, closed ones are not."""
    assert unclosed(_segmented("He said “we go"), [(9, 14)]) == ["Q1"]
    assert unclosed(_segmented("He said “we go”"), [(9, 14)]) == []
