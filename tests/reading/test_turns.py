"""Turns: labels that come back are speakers, other labels are not."""

from __future__ import annotations

import pytest

from summarizer.reading.turns import find_turns


def labels(texts: list[str]) -> list[str | None]:
    """The label of each passage, or None."""
    return [
        text[slice(*turn.label)] if turn else None
        for text, turn in zip(texts, find_turns(texts), strict=True)
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("**Editor**: ", "**Dr. Okafor**: "),
        ("**Editor:** ", "**Dr. Okafor:** "),
        ("HOST: ", "DR OKAFOR: "),
        ("Q: ", "A: "),
        ("Q. ", "A. "),
        ("Ana Lund: ", "Nguyen Thi Lan: "),
        ("María-José O’Neill: ", "Abd al-Rahman: "),
    ],
)
def test_labels_that_alternate_are_turns(first, second):
    """Bold names, names in capitals, plain names and Q and A are labels where they come back."""
    texts = [f"{first}Why?", f"{second}Because.", "Then they left.", f"{first}And now?", f"{second}Nothing."]
    assert [label is not None for label in labels(texts)] == [True, True, False, True, True]
    bodies = [text[turn.body :] for text, turn in zip(texts, find_turns(texts), strict=True) if turn]
    assert bodies == ["Why?", "Because.", "And now?", "Nothing."]


@pytest.mark.parametrize(
    "texts",
    [
        ["Background: the pier is old.", "Cost: two million.", "Note: a draft."],
        ["VARNSUND: The pier closed.", "HOLM: The ferry stopped.", "ASK: The bridge fell."],
        ["Mayor Lund: no.", "Mayor Lund: never.", "Mayor Lund: no again."],
        ["He named two: a and b.", "He named two: c and d.", "She named three: e, f and g."],
        ["“Why: because,” she said.", "http://a.example: b"],
        [],
    ],
)
def test_labels_that_do_not_alternate_are_none(texts):
    """Key and value, datelines, one name alone and sentences with a colon make no transcript."""
    assert labels(texts) == [None] * len(texts)


def test_a_label_that_stands_once_counts_in_a_transcript():
    """A caller who speaks once is a speaker where the label is set like those that come back."""
    texts = ["HOST: Hello.", "OKAFOR: Hello.", "HOST: Why?", "CALLER: No idea.", "Varnsund: a town."]
    assert labels(texts) == ["HOST", "OKAFOR", "HOST", "CALLER", None]


def test_who_asks_once_at_a_press_conference_is_a_speaker():
    """A plain label that stands once counts where its question is answered under a label that comes back."""
    texts = ["AFP: What happened?", "Lin Bao: A fire.", "Dawn: Where, and why?", "Lin Bao: I do not know."]
    assert labels(texts) == ["AFP", "Lin Bao", "Dawn", "Lin Bao"]
    assert labels([*texts, "Note: not checked."]) == ["AFP", "Lin Bao", "Dawn", "Lin Bao", None]


def test_the_one_label_of_an_interview_comes_back_behind_questions():
    """Questions need no label where all that has one answers them; one label alone is no transcript."""
    texts = ["What did you lose?", "Ana Lund: The bridge.", "And the school?", "Ana Lund: It stands."]
    assert labels(texts) == [None, "Ana Lund", None, "Ana Lund"]
    assert labels([t.replace("?", ".") for t in texts]) == [None] * 4


def going_on(texts: list[str]) -> list[bool]:
    """Which passages go on with the turn before them."""
    return [turn is not None and turn.label is None for turn in find_turns(texts)]


def test_a_turn_of_several_paragraphs_goes_on():
    """A paragraph in the first person between two turns goes on with the first, a told one does not."""
    texts = [
        "HOST: Why?",
        "LUND: It fell.",
        "We rebuilt it.",
        "The host laughs.",
        "HOST: When?",
        "LUND: Now.",
        "I left.",
    ]
    assert going_on(texts) == [False, False, True, False, False, False, False]


@pytest.mark.parametrize(
    ("passage", "goes"),
    [
        ("The harbour will open.", True),
        ("The following question was raised after the press conference.", False),
        ("(A question was withdrawn.)", False),
        ("Bao then left the room.", False),
        ("Harbours", False),
    ],
)
def test_a_press_conference_has_no_narrator(passage, goes):
    """All between two turns was said there, but for what tells of the speakers or of the occasion."""
    texts = ["AFP: What now?", "Lin Bao: We wait.", passage, "Dawn: Why?", "Lin Bao: I do not know."]
    assert going_on(texts)[2] is goes


def test_one_question_and_answer_are_turns_where_they_are_labelled_so():
    """Q and A need no third turn; two other labels that stand there once prove nothing."""
    assert all(find_turns(["Q: What now?", "A: We wait."]))
    assert not any(find_turns(["Background: a ferry.", "Outlook: rain."]))
    assert not any(find_turns(["A: the ferry.", "B: the bridge."]))
