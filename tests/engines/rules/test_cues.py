"""Which words attribute, and when they do so."""

from __future__ import annotations

import pytest

from summarizer.engines.rules.cues import cue_lexicon


def test_every_word_of_a_frame_may_be_a_cue():
    """A verb that the lexicon lists in a frame is a cue, with its first word where it has two."""
    lex = cue_lexicon()
    assert {"say", "condemn", "vow", "point", "hear"} <= lex.verbs
    assert "walk" not in lex.verbs


def test_nouns_for_speakers_come_from_the_lexicons_of_speakers():
    """Nouns that resolve a speaker also tell that a subject can speak."""
    assert {"mayor", "ministry", "newspaper"} <= cue_lexicon().speakers


@pytest.mark.parametrize(
    "text",
    [
        "Brandt did not say whether the pump was old.",
        "Brandt never said the pump was old.",
        "Brandt could say that the pump was old.",
        "Brandt would say that the pump was old.",
        "Brandt refused to say why the pump failed.",
        "Ask Brandt to say that the pump is old.",
        "Say that the pump is old.",
        "Brandt left without saying that the pump was old.",
        "Brandt neither confirmed nor denied the number.",
        "The port did not confirm or deny the leak.",
        "The port will neither confirm nor deny the leak.",
        "Brandt stated this at a ceremony in the harbour.",
    ],
)
def test_what_was_not_said_is_no_statement(said, text):
    """A saying that is negated, only possible, refused or ordered reports nothing."""
    assert said(text) == []


def test_an_infinitive_after_a_verb_of_going_on_was_said(said):
    """What somebody went on to say was said."""
    (found,) = said("Brandt went on to say that the pump was old.")
    assert (found.by, found.content) == ("Brandt", ["the pump was old"])


@pytest.mark.parametrize(
    "text",
    [
        "I said the pump was old.",
        "We warned that the pump was old.",
        "Nobody said the pump was old.",
        "No engineer said the pump was old.",
        "This suggests that the pump was old.",
    ],
)
def test_who_is_nobody_in_particular_says_nothing(said, text):
    """The first person, nobody and empty pronouns are no speakers outside quotations."""
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The move signals that the price will fall.",
        "The wind found a gap in the fence.",
        "The statement underscores that the tie is strong.",
        "The rope threatened to snap in the wind.",
        "The town pays for projects linking the harbour to the mines.",
    ],
)
def test_things_do_not_speak(said, text):
    """A verb that also has other senses is a cue only with a subject that can speak."""
    assert said(text) == []


def test_a_stand_on_what_was_proposed_is_a_statement(said):
    """Who backs a plan has said so; who backs anything else may as well have acted."""
    (found,) = said("Brandt backed the plan to drain the lake.")
    assert (found.by, found.cue, found.content) == ("Brandt", "backed", ["the plan to drain the lake"])
    (found,) = said("Brandt opposes the bill.")
    assert (found.cue, found.content) == ("opposes", ["the bill"])
    assert said("Brandt backed the car into the lake.") == []


def test_documents_speak_with_verbs_of_finding(said):
    """A report can find, and what it found is said by it."""
    (found,) = said("The report found that the pump was old.")
    assert (found.by, found.cue, found.content) == ("The report", "found", ["the pump was old"])


def test_a_court_hears_what_was_said(said):
    """What a court heard is a statement; what a neighbour heard is not."""
    (found,) = said("The court heard that the pump was old.")
    assert found.by == "The court"
    assert said("The neighbour heard that the pump was old.") == []


def test_a_participle_that_describes_is_no_cue(said):
    """A participle as in "the plan announced in May" tells of a plan, not of a saying."""
    assert said("The plan announced in May has failed.") == []
