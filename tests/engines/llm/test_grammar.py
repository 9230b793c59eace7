"""The grammar of an answer's lines: what is read, and what is refused with a message that helps."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.engines.llm.grammar import (
    Attributes,
    Change,
    Person,
    Place,
    read_change,
    read_figure,
    read_person,
    read_place,
    read_statement,
)
from summarizer.records import Act, ChannelType, SpeakerKind


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Q3", Place(("Q3",))),
        ("S4-S6", Place(("S4", "S5", "S6"))),
        ("S4-6", Place(("S4", "S5", "S6"))),
        ("S4 the accusation", Place(("S4",), exact="the accusation")),
        ("S4 crews had~lower one", Place(("S4",), first="crews had", last="lower one")),
        ("S4 crews had~", Place(("S4",), first="crews had", last="")),
        ("S4 ~lower one", Place(("S4",), first="", last="lower one")),
        ("S4 ~", Place(("S4",))),
        ("S4 said^2", Place(("S4",), exact="said", occurrence=2)),
    ],
)
def test_places_are_read(text, place):
    """Every form of a place means what the grammar says."""
    assert read_place(text) == place


@pytest.mark.parametrize("text", ["", "4", "C4", "S", "S4-S2", "S1-S99999", "the quay", "S4the"])
def test_what_is_no_place_is_refused(text):
    """Anything else is refused with what a place looks like."""
    with pytest.raises(ValueError, match=r"S4|upwards"):
        read_place(text)


def test_a_statement_has_content_cue_speaker_and_attributes():
    """All parts of a statement's line are read, several contents and acts among them."""
    line = read_statement(
        "Q1+Q2|told|2|!deny,assert|>reporters|@press_conference|#2026-05-04|<Radio Linnet|?reportedly"
    )
    assert line.content == (Place(("Q1",)), Place(("Q2",)))
    assert (line.cue, line.speaker) == ("told", 2)
    assert line.attributes == Attributes(
        acts=(Act.DENY, Act.ASSERT),
        target="reporters",
        channel=ChannelType.PRESS_CONFERENCE,
        date="2026-05-04",
        via=("Radio Linnet",),
        hedges=("reportedly",),
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Q1|said", "number of its speaker"),
        ("Q1|said|Lena", "number of its speaker"),
        ("Q1|said|1|!shout", "the acts are: assert"),
        ("Q1|said|1|@pigeon", "the channels are: press_briefing"),
        ("Q1|said|1|#Tuesday", "no date"),
        ("Q1|said|1|loudly", "begins with one of"),
        ("we said so|said|1", "is no place"),
    ],
)
def test_a_wrong_statement_gets_a_message_that_helps(line, message):
    """The message says what should stand there, short enough to be sent back to the model."""
    with pytest.raises(ValueError, match=message) as caught:
        read_statement(line)
    assert len(str(caught.value)) < 300


def test_changes_are_told_apart():
    """A change rejects, or names each part by its own sign; a sign alone takes away."""
    assert read_change("3 said|x") == Change(3, "said", reject=True)
    assert read_change("C3 according to|2|=denied") == Change(3, "according to", cue="denied", speaker=2)
    assert read_change("3 Q2|S4 the~|>") == Change(
        3, "Q2", content=(Place(("S4",), first="the", last=""),), attributes=Attributes(target="")
    )
    for wrong in ("3", "3 said", "3|x", "said|x"):
        with pytest.raises(ValueError, match="what changes"):
            read_change(wrong)


def test_people_have_kinds_by_prefix():
    """A prefix that is no kind belongs to the name."""
    assert read_person("org:Tide Board") == Person("Tide Board", SpeakerKind.ORGANIZATION)
    assert read_person("Lena Ruhl|mayor|Linnet") == Person("Lena Ruhl", SpeakerKind.PERSON, "mayor", "Linnet")
    assert read_person("Note: Ruhl||Linnet") == Person("Note: Ruhl", SpeakerKind.PERSON, None, "Linnet")
    with pytest.raises(ValueError, match="people"):
        read_person("a|b|c|d")


def test_figures_are_numbers_at_a_place():
    """A figure's value is a number, and its attributes have signs of their own."""
    figure = read_figure("S2 Twelve people|12|injured|>people|#2026|~at least|$t|=1")
    assert (figure.value, figure.measure, figure.who, figure.as_of) == (12, "injured", "people", "2026")
    assert (figure.qualifier, figure.unit, figure.statement) == ("at least", "t", 1)
    assert read_figure("S2|1,250.5|money").value == 1250.5
    for wrong in ("S2|many|hurt", "S2|inf|hurt", "S2|1|hurt|=x", "S2|1"):
        with pytest.raises(ValueError, match=r"number|figure"):
            read_figure(wrong)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    """No line that a model can write does anything but be read or raise ValueError."""
    for read in (read_place, read_statement, read_change, read_person, read_figure):
        with contextlib.suppress(ValueError):
            assert read(text) is not None
