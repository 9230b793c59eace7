"""Quotations without a cue in their own sentence, and the turns of a transcript."""

from __future__ import annotations

from summarizer import Summarizer


def test_a_quotation_goes_on_after_its_cue(said):
    """A quotation right behind an attributed one is part of the same statement."""
    (found,) = said("“It is over,” Brandt told the crew after the vote. “We lost the seat.”")
    assert found.content == ["It is over", "We lost the seat"]


def test_a_quotation_without_a_cue_is_its_subjects(said):
    """A quotation behind a sentence about a person is that person's."""
    (found,) = said("Brandt, who runs the mill, wept. “We had nothing left to sell in spring.”")
    assert (found.by, found.frame) == ("Brandt", "continued")


def test_a_quotation_in_the_next_paragraph_continues_the_speaker(said):
    """A whole-sentence quotation without a cue in a later paragraph is a statement of its own."""
    first, second = said("Brandt said the pump was old.\n“Nobody would pay for a new one.”")
    assert (second.frame, second.cue, second.by) == ("continued", None, None)
    assert second.content == ["Nobody would pay for a new one"]
    assert first.content == ["the pump was old"]


def test_a_quotation_before_anybody_spoke_is_nobodys(said):
    """A quotation without a cue is left out where nobody has spoken yet."""
    assert said("“Nobody would pay for a new one.”") == []


def test_a_quotation_of_several_paragraphs_is_one_statement(said):
    """A quotation left open goes on in the next paragraph as the same statement."""
    (found,) = said("Brandt said: “The pump was old. It failed in May.\n“It failed again in June.”")
    assert found.content == ["The pump was old. It failed in May", "It failed again in June"]


def test_a_colon_leads_into_the_next_paragraph(said):
    """A cue that ends with a colon has the next paragraph's quotation as its content."""
    (found,) = said("Brandt said:\n“The pump was old and nobody cared.”")
    assert (found.by, found.cue, found.content) == ("Brandt", "said", ["The pump was old and nobody cared"])


def test_a_colon_without_a_quotation_says_nothing(said):
    """A colon that leads nowhere makes no statement."""
    assert said("Brandt said:\nThe harbour was closed on Monday.") == []


def test_a_dash_signs_a_quotation(said):
    """A name behind a dash is the speaker of the quotation before it."""
    (found,) = said("“The pump was old and nobody cared.” — Ilse Brandt")
    assert (found.by, found.frame) == ("Ilse Brandt", "label")


def test_a_quoted_word_is_no_utterance(said):
    """A word or name in quotation marks inside a sentence does not continue a speaker."""
    found = said("Brandt said the pump was old. The crew of the “Sea Otter” slept.")
    assert [f.content for f in found] == [["the pump was old"]]


def test_an_unbalanced_mark_takes_nothing_along(said):
    """A mark that is never closed does not reach over the end of its paragraph."""
    found = said("Brandt said: “The pump was old.\nThe harbour was closed on Monday.")
    assert [f.content for f in found] == [["The pump was old"]]


def test_turns_are_statements():
    """Each labelled turn of an interview is a statement of whom its label names."""
    record = Summarizer().summarize(
        "Interview with Ilse Brandt, keeper of the harbour\n\n"
        "**Reporter**: Why did the pump fail in May?\n\n"
        "**Ilse Brandt**: The pump was old, and nobody had looked at it for years.\n\n"
        "**Reporter**: Will it happen again?\n\n"
        "**Ilse Brandt**: It will, unless the council pays for a second one this summer.\n"
    )
    turns = [s for s in record.statements if s.speaker.mention == "Ilse Brandt"]
    assert [s.content[0].exact for s in turns] == [
        "The pump was old, and nobody had looked at it for years.",
        "It will, unless the council pays for a second one this summer.",
    ]
    assert all(s.cue is None for s in turns)
