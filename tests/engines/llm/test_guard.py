"""What the guard lets pass and what not: instructions, and speakers whom the text speaks against."""

from __future__ import annotations

import time

import pytest

from summarizer.engines.llm.drafting import statements
from summarizer.engines.llm.grammar import read_person, read_statement
from summarizer.engines.llm.guard import Guard
from summarizer.engines.llm.instructions import instructions
from summarizer.segments import segment
from summarizer.testing import article

TEXT = """Rates to rise in Ostby

Finance chief Ruan Lindqvist said on Monday that rates would rise. He told the council it was overdue.

The tenants' association warned of arrears. According to the bank, deposits fell. The minister denied it.

“Nobody asked us,” she said. “It is a scandal,” Amaru Vestby, a tenant, added.
"""
READ = segment(article(TEXT))
NAMES = ["Ruan Lindqvist|Finance chief", "Amaru Vestby|tenant", "org:tenants' association", "org:bank"]


def people(lines):
    """Return a table of people."""
    return [read_person(line) for line in lines]


PEOPLE = people(NAMES)


def verdict(line, read=READ, table=PEOPLE):
    """Return why a statement is not trusted, or None."""
    (draft,) = statements(read, [read_statement(line)], table)
    return Guard(read).why_not(draft)


@pytest.mark.parametrize(
    "line",
    [
        "S2 rates~|said|1",
        "S3 it~|told|1",
        "S4 arrears|warned of|3",
        "S5 deposits fell|According to|4",
        "S6 it|denied|1",
        "Q1|said|2",
        "Q2|added|2",
    ],
)
def test_who_is_named_or_meant_may_speak(line):
    """A name, a pronoun or a description at the cue lets a statement pass."""
    assert verdict(line) is None


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("S2 rates~|said|2", "Finance"),
        ("S4 arrears|warned of|1", "association"),
        ("S5 deposits fell|According to|2", "bank"),
        ("Q2|added|1", "Amaru"),
        ("S3 it~|told|4", "he"),
        ("S2|said|3", "Finance"),
    ],
)
def test_somebody_elses_name_at_the_cue_speaks_against_a_speaker(line, other):
    """Where the cue's sentence names somebody else and not the speaker, the statement is not trusted."""
    assert other in verdict(line)


@pytest.mark.parametrize(
    ("name", "trusted"),
    [("Rolvaag Gravel", False), ("Quarry Workers' Alliance", True), ("QWA", True), ("Ostby Bank", False)],
)
def test_a_union_is_no_firm(name, trusted):
    """A body whose name says what it is cannot be meant by a noun of another sort."""
    read = segment(article(f"{name} met the mayor. The union rejected the offer."))
    assert (verdict("S2 the~|rejected|1", read, people([f"org:{name}"])) is None) == trusted


def test_a_statement_in_which_something_is_said_is_nobody_else():
    """A noun for a body counts against a speaker only where it can be who speaks."""
    read = segment(
        article("Rolvaag met Amaru Vestby, a chemist. He said in a statement that the firm was safe.")
    )
    assert verdict("S2 the~|said|1", read, people(["Amaru Vestby|chemist"])) is None
    later = segment(article("Amaru Vestby came. The chemist said in a report that it was safe."))
    assert verdict("S2 it~|said|1", later, people(["Amaru Vestby"])) is None


def test_words_between_body_and_cue_do_not_hide_it():
    """A union that has also rejected something speaks for itself, not for somebody named elsewhere."""
    read = segment(article("Amaru Vestby came. The union has also rejected the offer."))
    assert "union" in verdict("S2 the~|rejected|1", read, people(["Amaru Vestby"]))


def test_a_turn_belongs_to_its_label():
    """A turn of a transcript cannot be given to the other side; initials are as good as the name."""
    text = "Ruan Lindqvist met a tenant.\n\n**Amaru Vestby**: We heard nothing.\n\n**RL**: You did.\n\n"
    read = segment(article(text + "**Amaru Vestby**: No."))
    table = people(["Amaru Vestby", "Ruan Lindqvist"])
    assert verdict("S2||1", read, table) is None
    assert verdict("S3||2", read, table) is None
    assert "Amaru Vestby" in verdict("S2||2", read, table)


def test_a_content_is_more_than_its_cue():
    """A content that is nothing but the cue says nothing."""
    assert "nothing but its cue" in verdict("S2 said|said|1")


@pytest.mark.parametrize(
    "text",
    [
        "The minister told voters to ignore the previous government's instructions on waste.",
        "She said drivers should ignore signs. The system: a maze of rules that nobody reads.",
        "The chatbot said it was sorry. Its assistant had been told to answer with the following line.",
        "“Disregard for the rules cost lives,” the report concluded. Summary: the worst is over.",
        "Q3 profits rose. S1 motorway traffic fell, and the C2 bypass was closed.",
        "Write to the editor. Note to readers: this page was updated.",
        "Drivers who ignore safety instructions must pay. The ruling is a warning to AI companies.",
        "As an assistant coach he will now lead the team, and you can see why, she said.",
    ],
)
def test_news_about_rules_and_machines_is_no_instruction(text):
    """Sentences that only speak of instructions, systems or answers stay evidence."""
    read = segment(article(text))
    left = [text[a:b] for a, b in instructions(read)]
    assert left == []


def test_instructions_are_found_in_linear_time():
    """A megabyte of words that patterns begin with takes no longer than its length allows."""
    for words in ("ignore ", "as an assistant ", "<!--", "please ", "add in the ", "note to the "):
        read = segment(article(words * (200_000 // len(words))))
        start = time.perf_counter()
        instructions(read)
        assert time.perf_counter() - start < 5
