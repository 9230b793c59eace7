"""Passages: where paragraphs begin and end."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.reading.passages import find_passages, is_final, is_title_case, plain


def passages(text: str) -> list[str]:
    """The words of each passage."""
    return [passage.text for passage in find_passages(text)]


def test_every_kind_of_line_end_parts_paragraphs():
    """Windows, Unix and old Mac line ends and the Unicode separators end a line."""
    assert passages("One.\r\nTwo.\rThree.\u2028Four.\n\nFive.") == [
        "One.",
        "Two.",
        "Three.",
        "Four.",
        "Five.",
    ]


def test_a_margin_is_told_from_paragraphs():
    """Lines that fill a margin and go on in lower case are one paragraph; a short last line ends it."""
    text = (
        "The harbour council voted on Monday to close its old ferry\n"
        "pier until every pile had been checked, port master Ifeoma\n"
        "Adeyemi said in a letter to the islands.\n"
        "A second vote is due in the summer, when the engineers have\n"
        "finished.\n"
    )
    assert [p.split()[0] for p in passages(text)] == ["The", "A"]


def test_a_torn_sentence_is_mended():
    """A sentence that was torn at a link is one passage again; a heading above a sentence is not torn."""
    assert len(passages("The editor regularly\n\nincites\n\nviolence on the coast.")) == 1
    assert len(passages("The firm ended the\n\nVarnsund contract.")) == 1
    assert len(passages("What comes next\n\nThe firm ended it.")) == 2
    assert passages("Three things:\nmore money\nbetter roads") == [
        "Three things:",
        "more money",
        "better roads",
    ]


def test_markdown_marks_are_seen():
    """Marks at the start of a line are noted and left in the text."""
    found = find_passages("## Reactions\n> Quoted.\n- Item.")
    assert [p.markup for p in found] == ["## ", "> ", "- "]
    assert [plain(p.text) for p in found] == ["Reactions", "Quoted.", "Item."]
    assert plain("**Bold line**") == "Bold line"


def test_the_end_of_a_sentence_is_seen_through_closing_marks():
    """Quotation marks and brackets behind a full stop do not hide it."""
    assert is_final("“We will.”")
    assert is_final("(It was.)")
    assert not is_final("What comes next")
    assert not is_final("")


def test_title_case_needs_most_long_words_in_capitals():
    """A sentence with a few names is not set like a headline."""
    assert is_title_case("Council Closes Old Ferry Pier in Varnsund")
    assert not is_title_case("Council of Varnsund closes its old ferry pier")


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("aB .,\n\r\u2028\u00a0-*>#"), max_size=300))
def test_passages_hold_every_visible_character_in_order(text):
    """No character that can be seen lies outside the passages, and none in two."""
    found = find_passages(text)
    assert "".join("".join(p.text.split()) for p in found) == "".join(text.split())
    assert all(text[p.start : p.end] == p.text for p in found)
