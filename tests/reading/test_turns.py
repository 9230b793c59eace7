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
