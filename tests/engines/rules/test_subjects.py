"""Whom a cue is predicated of."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Mayor Ngozi Adeyemi said the bridge was safe.", "Mayor Ngozi Adeyemi"),
        ("Adeyemi met the crew and said the bridge was safe.", "Adeyemi"),
        ("Adeyemi inspected the site before saying the bridge was safe.", "Adeyemi"),
        ("Nguyen Thi Hoa, who runs the ferry, said the bridge was safe.", "Nguyen Thi Hoa"),
        ("Tomás Ó Briain, a potter from the island, told reporters the kiln had cracked.", "Tomás Ó Briain"),
        ("The plan was praised by the bishop of Lund.", "the bishop of Lund"),
        ("Residents and shopkeepers said the bridge was safe.", "Residents and shopkeepers"),
    ],
)
def test_the_subject_is_found_across_the_sentence(said, text, by):
    """A cue's subject is its own, a coordinated verb's, a governing verb's, a relative clause's, an agent."""
    assert said(text)[-1].by == by


def test_an_added_participle_has_the_subject_of_its_verb(said):
    """A participle as in ", adding that" is a second statement of the same speaker."""
    first, second = said("Brandt said the pump was old, adding that two more would fail.")
    assert (first.content, second.content) == (["the pump was old"], ["two more would fail"])
    assert (first.by, second.by, second.cue) == ("Brandt", "Brandt", "adding")


def test_two_verbs_are_two_statements(said):
    """A second cue that shares its subject with the first one is a statement of its own."""
    first, second = said("Brandt said the pump was old and warned of floods.")
    assert (first.content, second.content, second.by) == (["the pump was old"], ["floods"], "Brandt")


def test_a_relay_is_not_the_speaker(said):
    """Who quotes somebody as saying something passes it on: the speaker is who is quoted."""
    (active,) = said("The Herald quoted Ilse Brandt as saying the talks had failed.")
    assert (active.by, active.relay) == ("Ilse Brandt", "The Herald")
    (passive,) = said("Brandt was quoted by the Herald as saying the talks had failed.")
    assert (passive.by, passive.relay) == ("Brandt", "the Herald")


def test_cited_sources_speak(said):
    """In "cited officials saying", the officials speak and who cites them is the relay."""
    (found,) = said("The Herald cited officials saying the talks had failed.")
    assert (found.by, found.relay, found.content) == ("officials", "The Herald", ["the talks had failed"])


def test_who_is_seen_as_something_says_nothing(said):
    """To regard him as threatening war is a view of him, not a threat by anybody."""
    assert said("They regard him as threatening war over the canal.") == []


def test_who_issues_a_statement_speaks_in_it(said):
    """A statement that says something is its issuer's, and known as what carried the words."""
    (found,) = said("The union issued a statement saying the strike would go on.")
    assert (found.by, found.carrier, found.content) == ("The union", "statement", ["the strike would go on"])


def test_a_speaker_inside_a_quotation_is_nobodys_name(said):
    """Who speaks inside a quotation is the quoted person's affair, not a speaker of the article."""
    (found,) = said("“My uncle said the well was dry,” Brandt recalled.")
    assert found.by == "Brandt"


def test_a_name_that_the_parse_takes_for_a_negation_negates_nothing(said):
    """A foreign name never turns a saying into something that was not said."""
    (found,) = said("Nguyễn Thị Hoa, who runs the ferry, said the bridge was safe.")
    assert found.content == ["the bridge was safe"]
