"""The helpers for people who test against this package."""

from __future__ import annotations

import pytest

from summarizer.drafts import Draft
from summarizer.records import (
    Act,
    Evidence,
    Figure,
    Kind,
    Provenance,
    Record,
    Speaker,
    SpeakerKind,
    Statement,
    Summary,
    SummarySentence,
)
from summarizer.segments import segment
from summarizer.testing import ScriptedEngine, article, assert_grounded, evidence

TEXT = "“We sail at dawn,” said Captain Mireille Tan. 12 boats left Port Alder."


def a_record(**changes: Evidence) -> Record:
    """Make a record with four spans, some of them changed."""

    def at(words: str) -> Evidence:
        start = TEXT.index(words)
        return Evidence(start=start, end=start + len(words), exact=words)

    spans = {
        "content": at("We sail at dawn"),
        "cue": at("said"),
        "figure": at("12"),
        "sentence": at("12 boats"),
    }
    spans.update(changes)
    return Record(
        article=article(TEXT),
        summary=Summary(sentences=(SummarySentence(text="12 boats", evidence=(spans["sentence"],)),)),
        statements=(
            Statement(
                id="s",
                kind=Kind.DIRECT,
                acts=(Act.ASSERT,),
                speaker=Speaker(name="Mireille Tan", kind=SpeakerKind.PERSON),
                cue=spans["cue"],
                content=(spans["content"],),
                grounding="exact",
            ),
        ),
        figures=(Figure(value=12, measure="boats", evidence=(spans["figure"],)),),
        provenance=Provenance(engine="scripted", program="0"),
    )


def test_article_is_read_as_from_a_file():
    """An article made from a text holds the text untouched, its blocks and its metadata."""
    made = article(TEXT, source="x.txt", publisher="The Alder Post")
    assert (made.text, made.source, made.publisher) == (TEXT, "x.txt", "The Alder Post")
    assert made.blocks


def test_a_grounded_record_passes():
    """A record whose spans all slice to their text is accepted, and all of them were looked at."""
    assert_grounded(a_record())
    assert len(list(evidence(a_record()))) == 4


@pytest.mark.parametrize("place", ["content", "cue", "figure", "sentence"])
@pytest.mark.parametrize(
    "span", [(0, 4, "We s"), (5, 5, ""), (-3, -1, "ld"), (0, 10_000, TEXT), (10_000, 10_001, "x")]
)
def test_any_span_off_its_text_is_caught(place, span):
    """One span with other words than the text's, or outside it, fails with its place."""
    start, end, exact = span
    with pytest.raises(AssertionError, match=r"\[\d+\]"):
        assert_grounded(a_record(**{place: Evidence(start=start, end=end, exact=exact)}))


def test_the_scripted_engine_gives_what_it_was_given():
    """A draft comes out for every article, by id, source or text, or by a function; else an empty one."""
    segmented = segment(article(TEXT, source="x.txt"))
    draft = Draft(warnings=("mine",))
    assert ScriptedEngine(draft).draft(segmented) is draft
    for key in (segmented.article.id, "x.txt", TEXT):
        assert ScriptedEngine({key: draft}).draft(segmented) is draft
    assert ScriptedEngine(lambda s: Draft(warnings=(s.text[:5],))).draft(segmented).warnings == (TEXT[:5],)
    assert ScriptedEngine({"other": draft}).draft(segmented) == Draft()
    assert ScriptedEngine(name="mine").name == "mine"
