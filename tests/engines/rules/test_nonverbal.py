"""Cues that are no verbs."""

from __future__ import annotations

import pytest

from summarizer import Summarizer
from summarizer.records import BlockKind


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("According to the harbour board, the ferry was late.", ["the ferry was late"]),
        ("The ferry was late, according to the harbour board.", ["The ferry was late"]),
        ("The ferry, according to the harbour board, was late.", ["The ferry", "was late"]),
    ],
)
def test_according_to_stands_before_behind_or_inside(said, text, content):
    """The content of "according to" is the rest of its clause, wherever it stands."""
    (found,) = said(text)
    assert (found.by, found.content, found.frame) == ("the harbour board", content, "according")


def test_what_goes_according_to_plan_is_not_said(said):
    """Plans, laws and schedules are no sources."""
    assert said("The work went according to plan.") == []


@pytest.mark.parametrize(
    ("text", "by", "content"),
    [
        ("Farmers laughed at her claim that the dam was safe.", "her", "the dam was safe"),
        ("The crew ignored Okoro's warning that the dam might burst.", "Okoro", "the dam might burst"),
    ],
)
def test_a_noun_with_a_clause_is_a_cue(said, text, by, content):
    """A claim or warning with a clause is a statement of whose it is."""
    found = next(f for f in said(text) if f.frame == "noun")
    assert (found.by, found.content) == (by, [content])


def test_our_own_claims_are_not_reported(said):
    """A claim of "ours" is nobody's in the article."""
    assert [f for f in said("Farmers laughed at our claim that the dam was safe.") if f.frame == "noun"] == []


def test_hearsay_is_said_by_nobody(said):
    """The adverb "reportedly" reports without a speaker."""
    (found,) = said("The ferry reportedly sank near the pier.")
    assert (found.by, found.cue, found.content) == (None, "reportedly", ["The ferry", "sank near the pier"])


def test_a_headline_with_a_label():
    """A headline that begins with a speaker and a colon is that speaker's statement."""
    record = Summarizer().summarize(
        "Mayor Adeyemi: The harbour bridge will open by autumn\n\n"
        "OSLO — Work on the harbour went on as planned on Monday. The cranes stood still in the wind.\n"
    )
    assert record.article.blocks[0].kind is BlockKind.HEADLINE
    assert [s.content[0].exact for s in record.statements] == ["The harbour bridge will open by autumn"]
    assert record.statements[0].speaker.mention == "Mayor Adeyemi"
