"""Transcripts: who a label means, where it was said, and what belongs to one turn."""

from __future__ import annotations

import pytest

from summarizer import Summarizer

CONFERENCE = """# Harbour Ministry Spokesperson Lin Bao's Regular Press Conference

AFP: What happened to the ferry?

Lin Bao: We deplore the accident.

The ministry will pay for the damage.

(One question was withdrawn.)

Dawn: Who steered it?

Lin Bao: I do not know.
"""


def turns(text):
    """Speaker, kind, role, channel and content of each statement that is a turn."""
    with Summarizer() as summarizer:
        record = summarizer.summarize(text)
    return [
        (
            s.speaker.name,
            s.speaker.kind.value,
            s.speaker.role,
            s.channel and (s.channel.type.value, s.channel.name),
            " / ".join(" ".join(e.exact.split()) for e in s.content),
        )
        for s in record.statements
        if s.cue is None
    ]


def test_a_press_conference_is_read_whole():
    """Outlets ask, the spokesperson answers in several paragraphs, and what is told is left out."""
    where = ("press_conference", "Regular Press Conference")
    role = "Harbour Ministry Spokesperson"
    found = turns(CONFERENCE)
    assert [(name, kind) for name, kind, *_ in found] == [
        ("AFP", "publication"),
        ("Lin Bao", "person"),
        ("Dawn", "publication"),
        ("Lin Bao", "person"),
    ]
    assert {channel for *_, channel, _ in found} == {where}
    assert [said for *_, said in found if "accident" in said] == [
        "We deplore the accident. The ministry will pay for the damage."
    ]
    assert found[1][2] == role


@pytest.mark.parametrize(
    ("label", "headline", "speaker"),
    [
        ("BRANDT", "Press briefing by Health Minister Ilse Brandt", ("Ilse Brandt", "person")),
        ("Brandt", "An Interview With Dr. Ilse Brandt", ("Ilse Brandt", "person")),
        ("BRANDT", "The pump has failed", ("BRANDT", "person")),
        ("HOST", "The pump has failed", ("HOST", "unnamed")),
        ("A", "The pump has failed", ("A", "unnamed")),
    ],
)
def test_a_label_finds_the_name_that_only_the_headline_has(label, headline, speaker):
    """A surname is completed from the headline, and who only plays a part stays unnamed."""
    text = f"# {headline}\n\nQ: Has it?\n\n{label}: It has.\n\nQ: Again?\n\n{label}: Twice.\n"
    found = turns(text)
    assert [(name, kind) for name, kind, *_ in found][1::2] == [speaker, speaker]


def test_a_briefing_named_only_beside_an_interview_is_not_where_it_was_said():
    """A lead that tells of some press conference does not make the interview one."""
    text = (
        "# “It has failed”\n\nBrandt told a press conference in May that the pump was old.\n\n"
        "**Post**: Was it?\n\n**Ilse Brandt**: It was.\n\n**Post**: Still?\n\n**Ilse Brandt**: Still.\n"
    )
    assert {channel for *_, channel, _ in turns(text)} == {("interview", None)}


def test_a_transcript_without_an_introduction_is_summed_up_by_what_was_said():
    """Notes between the turns are no news, an introduction before them is."""
    text = CONFERENCE.replace(
        "(One question was withdrawn.)", "The following question was raised afterwards."
    )
    with Summarizer() as summarizer:
        found = [s.text for s in summarizer.summarize(text).summary.sentences]
        lead = "The ministry called the press after the ferry sank on Monday night.\n\nAFP:"
        introduced = [s.text for s in summarizer.summarize(text.replace("AFP:", lead, 1)).summary.sentences]
    assert found == ["The ministry will pay for the damage."]
    assert not any("raised afterwards" in sentence for sentence in found)
    assert introduced == ["The ministry called the press after the ferry sank on Monday night."]


def test_one_question_and_its_answer_are_a_transcript():
    """Of a spokesperson's remarks, "A" is whom the headline names, and the channel is what it calls them."""
    text = """Harbour Ministry Spokesperson Mae Orra's Remarks on the Ferry

2026-04-18

Q: The owner said the ferry was old. What is your comment?

A: We deplore the accident. We ask the owner to help.
"""
    found = turns(text)
    assert [(name, channel) for name, _, _, channel, _ in found] == [
        ("Q", ("other", "Remarks")),
        ("Mae Orra", ("other", "Remarks")),
    ]
    assert found[1][2] == "Harbour Ministry Spokesperson"
