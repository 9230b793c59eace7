"""Blocks: what each part of an article is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.reading import find_blocks, read_text
from summarizer.records import BlockKind

STORY = """Council votes to close Varnsund pier

Engineers fear the old piles may give way

By Ifeoma Adeyemi | 3 March 2025

FILE PHOTO: The pier in Varnsund seen from the harbour office. REUTERS/Ana Lund

VARNSUND, March 3 (Reuters) - The harbour council voted on Monday to close its old ferry pier.

“We will not open a pier that may fall,” port master Ifeoma Adeyemi said.

What comes next

The council will meet again on Thursday. (Reporting by Ana Lund; editing by Tomas Vik)

Related articles

Storm damages mole

Read more: Ferry firm fined “for the third time” after collision

Follow us on Facebook

© 2025 The Harbour Post. All rights reserved."""


def kinds(text: str, **given) -> list[tuple[str, str]]:
    """The kind and the words of each block."""
    return [(block.kind.value, text[block.start : block.end]) for block in find_blocks(text, **given)]


def kind_of(line: str) -> str:
    """The kind of a line that stands between two paragraphs of the body."""
    before = "The council of Varnsund met on Monday.\n\nIt closed the pier.\n\n"
    text = f"{before}{line}\n\nThe ferry firm said it would appeal."
    found = [block for block in find_blocks(text) if len(before) <= block.start < len(before) + len(line)]
    assert len(found) == 1
    return found[0].kind.value


def test_a_wire_story_falls_into_its_parts():
    """Headline, deck, byline, caption, dateline, heading, sign-off and page furniture are told apart."""
    found = kinds(STORY)
    assert [kind for kind, _ in found] == [
        "headline", "deck", "dateline", "caption", "dateline", "paragraph", "paragraph", "heading",
        "paragraph", "boilerplate", "boilerplate", "boilerplate", "boilerplate", "boilerplate", "boilerplate",
    ]  # fmt: skip
    assert found[4][1] == "VARNSUND, March 3 (Reuters) -"
    assert found[5][1].startswith("The harbour council")
    assert found[9][1] == "(Reporting by Ana Lund; editing by Tomas Vik)"


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply",
        "Leave a Replay",
        "Follow The Harbour Post on X, Instagram and Facebook for news from the coast.",
        "Subscribe to our newsletter",
        "Sign up for our newsletter and never miss a ferry.",
        "All rights reserved.",
        "Advertisement",
        "ADVERTISEMENT",
        "Share this article",
        "Related stories",
        "#Varnsund #Pier #Ferry",
        "Ferry pier closes in Varnsund”/>",
        "Click here to read the full report",
        "Home | World | Business | Sport",
        "We use cookies to improve your visit.",
        "Reporting by Ana Lund in Varnsund; editing by Tomas Vik",
        "@harbourpost",
        "https://harbour.example/ferry",
        "* * *",
        "– ENDS –",
        "— With files from Ana Lund in Varnsund",
        "FOR IMMEDIATE RELEASE",
        "Media contact: Office of Public Affairs",
        "(With inputs from agencies)",
        "Ana Lund reported from Geneva. Tom Vik in Varnsund contributed to this report.",
        "Editor’s note: This story has been updated.",
        "— Ana Lund (@analund) March 3, 2025",
        "5 min read",
        "Read more: Minister says pier “will never open again”",
        "Also read | Storm damages mole",
    ],
)
def test_page_furniture_is_boilerplate(line):
    """What belongs to the page and not to the article is marked."""
    assert kind_of(line) == "boilerplate"


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Ana Lund",
        "Illustration. (HARPO/TOMAS VIK)",
        "FILE PHOTO",
        "Picketers at the gate on Sunday. (Ana Lund/Harbour News)",
        "The pier in Varnsund on Monday | Getty Images",
        "The pier in Varnsund on Monday [Ana Lund/Reuters]",
        "The pier in Varnsund on Monday. (AP Photo/Ana Lund)",
        "Image source, Getty Images",
        "The mayor of Varnsund. Photo: Ana Lund",
    ],
)
def test_captions_and_credits_are_captions(line):
    """A line that describes or credits a picture is a caption."""
    assert kind_of(line) == "caption"


@pytest.mark.parametrize(
    "line",
    [
        "Background",
        "What comes next",
        "Fears Over The Ferry",
        "What happens now?",
        "## Reactions",
        "**The mayor’s plan**",
    ],
)
def test_short_lines_without_a_stop_are_headings(line):
    """A short line between paragraphs, in title case or not, is a heading."""
    assert kind_of(line) == "heading"


@pytest.mark.parametrize(
    "line",
    [
        "“It is a shame,” mayor Nguyen Thi Lan said",
        "He said the talks would go on",
        "The mayor told the council to wait.",
        "Follow the money, the auditor told the council on X.",
        "Advertisement sales fell by a third, the firm said.",
        "“Subscribe to no promise,” she warned.",
        "Support for US troops on the coast is falling today.",
        "More on the pier will follow, the council said.",
        "The council named three reasons:",
        "- The union demanded a new vote",
        "“Read more: that is all I ask,” the teacher said.",
        "Photo finishes are rare, the judge said, but “this one was close enough for us”.",
        "Contact with the ferry was lost at noon, the coast guard said.",
        "She thanked Reuters/Ipsos for the poll.",
        "Watch the water, not the weather, he wrote.",
        "He warned: “Nobody will help us.”",
        "Copyright law has not kept up, the judge told the court.",
    ],
)
def test_sentences_of_the_body_are_paragraphs(line):
    """A line with a quotation or a sentence with attribution is never noise, heading, deck or caption."""
    assert kind_of(line) == "paragraph"


def test_the_headline_is_marked_once():
    """Repeats of the headline, and remnants of mark-up behind one, are boilerplate: not three statements."""
    title = "Council Closes Ferry Pier In Varnsund"
    text = f"{title}\n\n{title}\n{title}Ferry Pier In Varnsund”/>\n\nThe council met on Monday.\n\n{title}"
    assert [kind for kind, _ in kinds(text)] == [
        "headline",
        "boilerplate",
        "boilerplate",
        "paragraph",
        "boilerplate",
    ]


def test_a_known_title_finds_its_headline():
    """A line that repeats the known title is the headline, with or without the publisher's name behind it."""
    text = "Ferry pier closes after storm.\n\nThe council closed its pier on Monday."
    assert kinds(text, title="Ferry pier closes after storm - The Harbour Post")[0][0] == "headline"


def test_a_sentence_that_begins_like_the_headline_is_a_paragraph():
    """A sentence of the body that attributes what the headline says is not taken for its repetition."""
    text = "Old pier will stay closed\n\nThe council met.\n\nOld pier will stay closed, the mayor said."
    assert kinds(text)[-1][0] == "paragraph"


def test_an_article_without_headline_starts_with_a_paragraph():
    """A text that opens with a sentence has no headline, and neither has a single line."""
    assert kinds("The council closed its pier on Monday.\n\nIt will reopen.")[0][0] == "paragraph"
    assert kinds("The council closed its pier") == [("paragraph", "The council closed its pier")]


def test_a_deck_may_hold_sentences_above_a_dateline():
    """Short sentences between headline and dateline are the deck, even with a full stop."""
    text = (
        "Pier closes\n\nMayor calls it a scandal.\n\nVARNSUND: The council met on Monday.\n\nMore is to come."
    )
    assert [kind for kind, _ in kinds(text)] == ["headline", "deck", "dateline", "paragraph", "paragraph"]


def test_a_date_in_front_of_a_headline_is_cut_off():
    """A date that stands before the first line's words is a dateline of its own."""
    text = " date 2025-03-03 Council votes to close Varnsund pier\n\nVARNSUND: The council voted on Monday."
    assert kinds(text)[:2] == [
        ("dateline", "date 2025-03-03"),
        ("headline", "Council votes to close Varnsund pier"),
    ]


def test_a_transcript_has_turns_with_labels():
    """A turn's label is the speaker's name, and its body starts at the first word said."""
    text = (
        "**Editor**: Thank you for coming, Dr. Okafor.\n\n**Dr. Okafor**: It is a pleasure.\n\n"
        "**Editor**: will the pier open?\n\n**Dr. Okafor**: No."
    )
    turns = [block for block in find_blocks(text) if block.kind is BlockKind.TURN]
    assert [text[slice(*(b.label or (0, 0)))] for b in turns] == [
        "Editor",
        "Dr. Okafor",
        "Editor",
        "Dr. Okafor",
    ]
    assert [text[b.body : b.end] for b in turns][3] == "No."


def test_the_paragraphs_of_a_turn_share_its_label():
    """A further paragraph of a turn is a turn with the label of its first, and what is told there is none."""
    text = (
        "Harbour press conference\n\nAFP: What now?\n\nLin Bao: We wait.\n\nThe harbour stays shut.\n\n"
        "Lin Bao then drank some water.\n\nDawn: Why?\n\nLin Bao: It is broken."
    )
    assert [kind for kind, _ in kinds(text)] == [
        "headline",
        "turn",
        "turn",
        "turn",
        "paragraph",
        "turn",
        "turn",
    ]
    shut = next(b for b in find_blocks(text) if text.startswith("The harbour", b.start))
    assert shut.label == (text.index("Lin Bao"), text.index("Lin Bao") + len("Lin Bao"))
    assert text[shut.body : shut.end] == "The harbour stays shut."


def test_an_agency_sign_off_is_a_block_of_its_own():
    """The agency's name behind the last sentence of a paragraph is no part of it."""
    text = "The council closed its pier on Monday.\n\nSeparatists oppose the ferry. (Hap/Z-6)"
    assert kinds(text)[1:] == [("paragraph", "Separatists oppose the ferry."), ("boilerplate", "(Hap/Z-6)")]
    kept = "The council met the Varnsund Ferry Authority (VFA)."
    assert kinds(kept) == [("paragraph", kept)]


def test_blocks_in_another_language_say_so():
    """A block in another language than the article's carries its code; the others carry none."""
    text = (
        "The ambassador met the minister on Monday and thanked him for the help of his country.\n\n"
        "وزیر نے سفیر کا خیر مقدم کیا اور تعاون پر شکریہ ادا کیا\n\n"
        "Der Botschafter dankte dem Minister für die Hilfe, die sein Land geleistet hatte, und "
        "sagte, dass die Zusammenarbeit auch in Zukunft fortgesetzt werde.\n\nThe two will meet again."
    )
    assert [block.language for block in find_blocks(text)] == [None, "ur", "de", None]


def test_hard_wrapped_lines_are_one_paragraph():
    """Lines that a margin has cut are joined; the blank line between paragraphs still parts them."""
    text = (
        "The harbour council of Varnsund voted on Monday to close its old ferry pier\n"
        "until every pile had been checked, a decision that cuts off two islands\n"
        "from the morning ferry.\n\nIt will meet again on Thursday to hear the engineers, who have been\n"
        "Working for a week."
    )
    assert [kind for kind, _ in kinds(text)] == ["paragraph", "paragraph"]


def test_lines_that_are_paragraphs_stay_apart():
    """A headline above a deck of the same length is not taken for a wrapped paragraph."""
    text = "Council votes to close the old pier\nMayor calls the vote a great scandal\nIt voted on Monday."
    assert [kind for kind, _ in kinds(text)] == ["headline", "deck", "paragraph"]


PIECES = st.sampled_from(
    [
        "The mayor said no.", "“We will not,” she said", "Background", "**Editor**: why?", "A: ", "Q: ",
        "DR OKAFOR: because.", "\n", "\n\n", "\r\n", " ", "\u00a0", "LONDON (AP) — ", "VARNSUND: ",
        "date 2026-02-03 ", "(AP)", "#tag", "é́", "Leave a Reply", "\u200f", "\x00", "🎈", "- ", "> ", "## ",
        "…", "”/>", "Photo: x", "و", "Published in X, 3 March 2025", "it went on",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=200), st.none() | st.just("Background"))
def test_blocks_cover_the_text_once(text, title):
    """Blocks are ordered, apart and trimmed, and every character that is no space lies in exactly one."""
    blocks = find_blocks(text, title)
    rest, end = [], 0
    for block in blocks:
        assert end <= block.start < block.end <= len(text)
        assert text[block.start : block.end].strip() == text[block.start : block.end]
        assert block.start <= block.body < block.end
        rest.append(text[end : block.start])
        end = block.end
    assert not "".join([*rest, text[end:]]).strip()


@pytest.mark.parametrize(
    "text",
    [
        "word " * 100_000,
        "“" * 10_000,
        '"a" ' * 10_000,
        "Key Points\n" * 10_000,
        "HOST: yes\n" * 10_000,
        "a" * 300_000,
        " \n" * 200_000,
        "AB CD: " * 30_000,
        "a\n" * 10_000 + "The council met.\n",
        "#a\n" * 10_000 + "The Council Met In Varnsund Again.\n" * 10_000,
        "(" * 100_000,
    ],
)
def test_hostile_texts_take_linear_time(text):
    """Very long lines, thousands of quotation marks and endless short lines are read in seconds."""
    began = time.perf_counter()
    read_text(text)
    assert time.perf_counter() - began < 5


def test_a_section_above_a_headline_is_not_the_headline():
    """The one word for a section is no title, and neither is the outlet under a byline."""
    text = (
        "Politics\n\nCouncil votes to close Varnsund pier\n\nBy Ana Lund\n\nHarbour Press\n\nThe council met."
    )
    found = kinds(text)
    assert [kind for kind, _ in found] == ["deck", "headline", "dateline", "dateline", "paragraph"]
    assert read_text(text).article.title == "Council votes to close Varnsund pier"
