"""Occasions named behind what was said there: "She made the remarks at a press conference"."""

from __future__ import annotations

import pytest

from summarizer import Summarizer

LEAD = "LUNDE - The dam will hold, Minister Asta Gul said on Friday. She said that the ferry would run again."


def _channels(text: str) -> list[tuple[str, str | None] | None]:
    """Return type and words of each statement's channel, in order."""
    record = Summarizer().summarize(text)
    return [(s.channel.type.value, s.channel.name) if s.channel else None for s in record.statements]


@pytest.mark.parametrize(
    ("told", "channel"),
    [
        (
            "Gul made the remarks at a regular news briefing when asked to comment on the flood.",
            ("press_briefing", "regular news briefing"),
        ),
        ("The remarks came during a press conference in Lunde.", ("press_conference", "press conference")),
        ("These views were expressed by Gul in an interview.", ("interview", "interview")),
        (
            "She expressed these views during a meeting with a delegation of traders, who came to see her.",
            ("meeting", "meeting"),
        ),
        ("She stated this while addressing a rally at the Harbour Lines.", ("speech", "rally")),
        ("The minister made the comments when meeting Envoy Li Ostra.", ("meeting", None)),
        ("Talking to reporters, the minister said this after a visit to the dam.", None),
    ],
)
def test_the_occasion_may_be_named_afterwards(told: str, channel: tuple[str, str | None] | None) -> None:
    """What "made the remarks at a briefing" and its like take up was said there; it says nothing new."""
    assert _channels(f"{LEAD}\n\n{told}") == [channel, channel]


def test_the_occasion_of_one_is_not_that_of_another() -> None:
    """What somebody else said before was not said at the press conference of who made the remarks."""
    other = "The lock is broken, engineer Oda Falk said.\n\n"
    channels = _channels(f"{other}{LEAD}\n\nGul made the remarks at a press conference.")
    press = ("press_conference", "press conference")
    assert channels == [None, press, press]


def test_who_made_the_remarks_goes_on_there() -> None:
    """What the same speaker says behind such a sentence was said at the same occasion."""
    text = f"{LEAD}\n\nGul made the remarks at a press conference.\n\nThe ferry was safe, she added."
    assert _channels(text) == [("press_conference", "press conference")] * 3


def test_who_meets_a_visitor_is_in_a_meeting() -> None:
    """What is said behind "met with visiting Envoy Li" was said at the meeting."""
    text = "Minister Asta Gul on Friday met with visiting Envoy Li Ostra in Lunde.\n\nGul said it would rain."
    assert _channels(text) == [("meeting", None)]
