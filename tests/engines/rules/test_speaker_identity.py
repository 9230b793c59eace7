"""Who is meant: bodies, pairs, people called by one name, pronouns after somebody new."""

from __future__ import annotations

import pytest

from summarizer.engines.rules.people import build_register
from summarizer.engines.rules.speakers import Focus, inherit, resolve
from summarizer.records import SpeakerKind


def _who(read, text, *mentions):
    """Resolve mentions in order, each where its words stand next."""
    parsed = read(text).parsed
    register, focus, at, out = build_register(parsed), Focus(), 0, []
    for words in mentions:
        start = parsed.text.index(words, at)
        at = start + len(words)
        speaker = resolve(register, parsed, (start, at), start, focus)
        focus.add((start, at), speaker)
        out.append(speaker)
    return out


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Norrland Ferrymen’s Federation said no.", "Norrland Ferrymen’s Federation"),
        ("The Coast Rowers' Council said no.", "Coast Rowers' Council"),
        ("Brisk Metals, which runs the pit, said no.", "Brisk Metals"),
        ("Orlin Vance Rail, which runs the line, said no.", "Orlin Vance Rail"),
        ("The operator, Polden Lifts (POL), denied it.", "Polden Lifts"),
        ("The newspaper Evening Lamp reported a fire.", "Evening Lamp"),
    ],
)
def test_bodies_keep_their_whole_name_and_are_no_persons(read, text, name):
    """A body is found by its whole name, apostrophe and all, and never taken for a person."""
    mention = text.split(" said")[0].split(" denied")[0].split(" reported")[0]
    (found,) = _who(read, text, mention)
    assert found.name == name
    assert found.kind not in (SpeakerKind.PERSON, SpeakerKind.UNNAMED)


@pytest.mark.parametrize(
    ("text", "mentions", "name"),
    [
        ("Brisk Metals fined itself. The company said no.", ("The company",), "Brisk Metals"),
        ("A spokeswoman for Polden Lifts said no.", ("A spokeswoman for Polden Lifts",), "Polden Lifts"),
        (
            "A spokesman for the Harbour Ministry said no.",
            ("A spokesman for the Harbour Ministry",),
            "Harbour Ministry",
        ),
        (
            "A spokesman for the port, Jonas Weil, said no.",
            ("A spokesman for the port, Jonas Weil,",),
            "Jonas Weil",
        ),
    ],
)
def test_a_nameless_voice_speaks_for_its_body(read, text, mentions, name):
    """A spokesperson without a name is the body; "the company" is the one that was named."""
    assert _who(read, text, *mentions)[-1].name == name


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        (
            "A crane driver who gave only his first name, Tuvo, waved. The 41-year-old said no.",
            "The 41-year-old",
            "Tuvo",
        ),
        ("The cleaner, who asked to be identified only as Wenna, said no.", "The cleaner", "Wenna"),
        (
            "Superintendent of Police Oyin Bhatt-Lowe said no.",
            "Superintendent of Police Oyin Bhatt-Lowe",
            "Oyin Bhatt-Lowe",
        ),
        ("Her Excellency Rosa Mbeki-Falk said no.", "Her Excellency Rosa Mbeki-Falk", "Rosa Mbeki-Falk"),
        ("The survey's geologist, Hanne Opoku, said no.", "The survey's geologist", "Hanne Opoku"),
        ("The coordinator in Tarn, Hanne Opoku, said no.", "The coordinator in Tarn", "Hanne Opoku"),
        (
            "Hanne Opoku is a retired nurse. The hall was full. It rained. It got late. The nurse said no.",
            "The nurse",
            "Hanne Opoku",
        ),
    ],
)
def test_descriptions_and_titles_lead_to_the_person(read, text, mention, name):
    """A title, an age, a calling or a chosen first name leads to the person who has it."""
    (found,) = _who(read, text, mention)
    assert (found.name, found.kind) == (name, SpeakerKind.PERSON)


@pytest.mark.parametrize(
    ("text", "mentions", "name"),
    [
        ("Karl Voss met Ina Stark. Both leaders said no.", ("Both leaders",), "Karl Voss and Ina Stark"),
        (
            "President Karl Voss and Chancellor Ina Stark spoke. Both said no.",
            ("Both",),
            "Karl Voss and Ina Stark",
        ),
        (
            "The Coast Union and the Hill Union met. The two sides said no.",
            ("The two sides",),
            "Coast Union and Hill Union",
        ),
        ("The hall was full. Both sides said no.", ("Both sides",), "Both sides"),
    ],
)
def test_pairs_are_named_only_where_the_article_names_two(read, text, mentions, name):
    """The word "both" means the two whom the article names; without such two the words stay."""
    assert _who(read, text, *mentions)[-1].name == name


@pytest.mark.parametrize(
    ("text", "mentions", "name"),
    [
        (
            "Paula Reyes said no.\nIt was the work of Sister Agnes Okoro, who teaches there. She said yes.",
            ("Paula Reyes", "She"),
            "Agnes Okoro",
        ),
        (
            "Paula Reyes said no.\nA woman in a blue coat asked for water. She said yes.",
            ("Paula Reyes", "She"),
            "woman",
        ),
        (
            "Paula Reyes said no. A patient sang next door. She said yes.",
            ("Paula Reyes", "She"),
            "Paula Reyes",
        ),
    ],
)
def test_a_pronoun_means_who_was_told_of_last(read, text, mentions, name):
    """The word "she" means whom the sentence before brought in, not somebody's passing patient."""
    assert _who(read, text, *mentions)[-1].name.startswith(name)


def test_its_president_belongs_to_the_body(read):
    """Whose "its" is in "its president, Ina Stark" becomes her affiliation."""
    text = "The Coast Union urged calm. Its president, Ina Stark, said no."
    assert _who(read, text, "The Coast Union", "Its president, Ina Stark,")[-1].affiliation == "Coast Union"


@pytest.mark.parametrize("word", ["Someone", "Somebody", "Everyone", "One"])
def test_nobody_in_particular_is_no_speaker(read, word):
    """Indefinite pronouns name nobody: what they say is unattributed."""
    assert _who(read, f"{word} said no.", word)[0].kind is SpeakerKind.UNATTRIBUTED


def test_one_of_them_stays_as_it_stands(read):
    """The words "one of them" stay as they are, and unnamed."""
    (found,) = _who(read, "Five men were held. One of them said no.", "One of them")
    assert (found.name, found.kind) == ("One of them", SpeakerKind.UNNAMED)


def test_a_body_in_between_does_not_take_a_quotation_over(read):
    """A quotation without a cue goes on with who was quoted, not with a body's paraphrase in between."""
    text = "“No,” Karl Voss said. The Coast Union denied it. “Never again.”"
    parsed = read(text).parsed
    register, focus = build_register(parsed), Focus()
    for name, start, end in (
        ("Karl Voss", 0, text.index(" The")),
        ("The Coast Union", text.index("The"), text.index(" “N", 5)),
    ):
        at = text.index(name)
        focus.add((start, end), resolve(register, parsed, (at, at + len(name)), at, focus))
    assert inherit(register, parsed, text.index("Never"), focus).name == "Karl Voss"
