"""People and bodies taken up again by another word than their name."""

from __future__ import annotations

import pytest

from summarizer import Summarizer

LEAD = "LUNDE - A bridge over the Orra fell into the river on Monday.\n\n"


def _speakers(text: str) -> list[tuple[str, str]]:
    """Return cue and speaker of each statement, in order."""
    record = Summarizer().summarize(LEAD + text)
    return [(s.cue.exact if s.cue else "", s.speaker.name) for s in record.statements]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            'A dam inspector, who asked not to be named, said it was old. "It stuck," the inspector said.',
            "dam inspector",
        ),
        (
            'One survivor said the deck shook. "Nobody warned us," he said from a hospital bed.',
            "One survivor",
        ),
        (
            "A hospital porter told the inquiry that he had called twice. The witness said nobody came.",
            "porter",
        ),
        ("A farmer said the road was gone.\n\nThe farmer said he had walked for two days.", "farmer"),
    ],
)
def test_a_nameless_speaker_stays_the_same(text: str, name: str) -> None:
    """Whom an article only describes is the same speaker when it says "the witness" or "he"."""
    earlier = 'Mayor Ondrej Falk said the town was safe. "I crossed it myself," he said.\n\n'
    assert name.rsplit(maxsplit=1)[-1] in _speakers(earlier + text)[-1][1].split()


@pytest.mark.parametrize(
    ("introduced", "again", "name"),
    [
        (
            "lead author Ngaire Solheim of Orra University said the river was older",
            "The seismologist",
            "Ngaire Solheim",
        ),
        (
            "Teuila Marchetti, a professor at Lunde University, said it was luck",
            "The expert",
            "Teuila Marchetti",
        ),
        ("Prime Minister Dawit Osei-Lind said it would be rebuilt", "The premier", "Dawit Osei-Lind"),
        (
            "Deputy Inspector General Farid Bakhsh Zai said two men were held",
            "The DIG",
            "Farid Bakhsh Zai",
        ),
        ("DPO Nasreen Kakar said nobody was held", "The DPO", "Nasreen Kakar"),
        ("CM Sana Domki said the dam was safe", "The chief minister", "Sana Domki"),
        ("Prime Minister Shahid Sharaf said the dam was safe", "The PM", "Shahid Sharaf"),
        ("Norrby United goalkeeper Emeka Halloran said his side was tired", "The keeper", "Emeka Halloran"),
        ("former Scotland captain Callum Drysdale said it was a pity", "The Scot", "Callum Drysdale"),
        ("Hydrologist Itzel Quintana said the well would be empty", "The scientist", "Itzel Quintana"),
    ],
)
def test_another_word_for_the_same_person(introduced: str, again: str, name: str) -> None:
    """A calling, an office by its other name, a rank's initials and a nationality mean a named person."""
    said = _speakers(f'{introduced}.\n\n"We have to look at it again," {again[0].lower()}{again[1:]} said.')
    assert said[-1][1] == name


def test_a_modifier_that_tells_apart_is_nobody_known() -> None:
    """A "maize farmer" is not taken to be the last speaker, of whom nothing of the kind was said."""
    said = _speakers(
        "Bridge engineer Pavlina Odoi said the river was high. The maize farmer said it was low."
    )
    assert said[-1][1] == "maize farmer"


def test_who_held_an_office_once_does_not_hold_it_now() -> None:
    """Of two, "the coach" is who is one, not the former coach who spoke as well."""
    said = _speakers(
        "Coach Ilmari Teo said his side was tired. Former Norrby coach Bruno Achterberg said it was lazy.\n\n"
        "The coach said training would be harder."
    )
    assert said[-1][1] == "Ilmari Teo"


def test_a_clause_begins_behind_a_comma() -> None:
    """In "Questioned by Ms Roe, the detective said …" the detective is not Ms Roe."""
    said = _speakers(
        "Detective Sergeant Kofi Lindqvist said he found it. Questioned by Ms Tamsin Orme, the detective "
        "accepted that the door was open."
    )
    assert said[-1][1] == "Kofi Lindqvist"


def test_title_behind_a_description() -> None:
    """Who is called "its chief executive, Dr Ann Roe" goes on being the chief executive."""
    said = _speakers(
        "The Orra Trust apologised. Its chief executive, Dr Folake Brandt, said it was sorry.\n\n"
        '"We failed," the chief executive said.'
    )
    assert said[-1][1] == "Folake Brandt"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "The banned Lashkar-i-Sahra claimed responsibility. The group said it had aimed at a patrol.",
            "Lashkar-i-Sahra",
        ),
        (
            "The Orra Anglers Association defended the vote. The Association said it was fair.",
            "Orra Anglers Association",
        ),
        (
            "The Lunde embassy told its citizens to stay inside. The mission said it would close.",
            "Lunde embassy",
        ),
        (
            "The bargees' association called it a scandal. The body said nobody had asked.",
            "bargees' association",
        ),
        (
            "The depot manager declined to comment. Her union, Common Voice, said eleven jobs would go.",
            "Common Voice",
        ),
    ],
)
def test_a_body_by_another_word(text: str, name: str) -> None:
    """A body's last word, a general noun for it and a name behind "her union" mean that body."""
    assert _speakers(text)[-1][1] == name


def test_the_company_is_no_trust() -> None:
    """What "the company" means is the article's company, not the trust that was named last."""
    said = _speakers(
        "Sandvik Ropes said it would build a mill at Lunde. Sandvik Ropes is based in Orra.\n\n"
        "The Koro River Trust will hold a share. The Trust has ten members.\n\n"
        "The company said that work would begin in May."
    )
    assert said[-1][1] == "Sandvik Ropes"


def test_the_time_of_an_entry_is_no_part_of_a_name() -> None:
    """An entry of a live ticker may begin with its time."""
    said = _speakers("17:31 Opposition leader Zdenka Perera has called on supporters to go home.")
    assert said[-1][1] == "Zdenka Perera"


def test_whose_statement_a_statement_is() -> None:
    """What "the statement said" goes on about who made one in the sentence before."""
    said = _speakers(
        'In a statement read to the court, the widow of the driver said she was ill. "We trusted them," the '
        "statement said."
    )
    assert said[-1][1] == "widow of the driver"


def test_a_visitor_and_a_former_minister_are_not_the_minister() -> None:
    """What somebody is besides an office that another holds does not mean the other."""
    said = _speakers(
        "Foreign Minister Tariq Halonen met his counterpart, Xiadani Pereira, and said it went well.\n\n"
        'Pereira said it was a start. "We lost ten years," the visiting minister said.\n\n'
        'Opposition leader Bolat Quist dismissed the visit. "A play," the former foreign minister said.'
    )
    by_place = [name for _, name in said]
    assert by_place[-3:] == ["Xiadani Pereira", "Bolat Quist", "Bolat Quist"]


def test_a_name_behind_a_comma_is_whom_the_description_means() -> None:
    """In "his counterpart, Ludovika Brezh, called it …" the name speaks, known as a given name or not."""
    said = _speakers(
        "Senator Pita Rowe backed it. His opposition counterpart, Ludovika Brezh, called it a joke."
    )
    assert said[-1][1] == "Ludovika Brezh"


def test_a_newspaper_is_no_report_that_warned() -> None:
    """What "the newspaper" says is the newspaper's, not that of a report that it tells of."""
    said = _speakers(
        "The ministry hid a report warning that the dam could fail, the Weekly Lamplighter reported.\n\n"
        "According to the newspaper, engineers had found cracks."
    )
    assert said[-1][1] == "Weekly Lamplighter"


def test_where_a_firm_is_based_tells_no_other_firm_apart() -> None:
    """What "the Lunde-based firm" says is said by the firm that spoke last."""
    said = _speakers(
        "Rope maker Sandvik Cordage said it was sorry. The Lunde-based firm said no rope had torn."
    )
    assert said[-1][1] == "Sandvik Cordage"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("a statement by the ministry", "ministry"),
        ("a police report", "police"),
        ("a press release of the Orra Navy", "Orra Navy"),
        ("a report from the regulator", "regulator"),
        ("a notification issued by the Home Department", "Home Department"),
        ("a handout issued by the Directorate of Public Relations", "Directorate of Public Relations"),
    ],
)
def test_a_document_speaks_for_who_issued_it(source: str, name: str) -> None:
    """What a document says was said by who is told to have issued it, named or not."""
    assert _speakers(f"The ferry is closed, according to {source}.") == [("according to", name)]


def test_a_notice_on_a_body_s_own_website_is_the_body_s() -> None:
    """Of a notice on "its website", the speaker is whose website it is."""
    said = _speakers("The shipping company has closed the ferry, according to a notice on its website.")
    assert said == [("according to", "shipping company")]


@pytest.mark.parametrize(
    "going_by", ["using the name Karel Orra", "who identified himself as Karel Orra", "known as Karel Orra"]
)
def test_a_spokesman_with_an_assumed_name_has_it(going_by: str) -> None:
    """Who gives a name is named, with the office, not the body that he speaks for."""
    text = f"A spokesman for the Orra River Front, {going_by}, said that the bridge had been blown up."
    (statement,) = Summarizer().summarize(LEAD + text).statements
    assert statement.speaker.name == "Karel Orra"
    assert statement.speaker.role == "spokesman for the Orra River Front"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("The Embassy of the Republic of Zamar", "The Embassy"),
        ("The Ministry of Mines", "The Ministry"),
        ("The Orra Water Authority", "The Authority"),
        ("The Association of Divers", "The Association"),
    ],
)
def test_a_body_by_the_noun_of_its_name(name: str, short: str) -> None:
    """A ministry or an embassy that was named is meant by that noun alone, with a capital."""
    said = _speakers(f"{name} condemned the raid. {short} called for calm.")
    assert said[0][1] == said[1][1] == name.removeprefix("The ")


def test_whose_relative_is_not_known_is_a_relative() -> None:
    """Of "his cousin", where nobody can be made out, "cousin" is the speaker, not "His cousin"."""
    said = _speakers("The tea seller said it was late. His cousin said it was early.")
    assert said[-1][1].removeprefix("tea seller’s ") == "cousin"


def test_a_member_named_between_dashes_does_not_speak_for_all() -> None:
    """Of experts "among them" somebody is named; what they say is theirs."""
    said = _speakers(
        "The divers - among them the rescuer of the Orra, Ines Lund - said that the deck had shaken."
    )
    assert said == [("said", "divers")]


def test_a_partner_that_is_named_is_that_body() -> None:
    """Behind "his coalition partner" and a comma, the body that is named is the speaker."""
    said = _speakers("Minister Ana Falk left. Her coalition partner, the National Front, urged calm.")
    assert said[-1] == ("urged", "National Front")


def test_what_is_called_militant_is_no_state_s() -> None:
    """A guard that the article introduces as a militant group is an organization."""
    text = "A militant group, the Orra National Guard, rejected the idea in a message to the press."
    (statement,) = Summarizer().summarize(LEAD + text).statements
    assert (statement.speaker.name, statement.speaker.kind.value) == ("Orra National Guard", "organization")


def test_an_adviser_to_somebody_has_the_whole_office() -> None:
    """No part of "Adviser to the Prime Minister on Political Affairs" is a name, or an office of its own."""
    text = "Adviser to the Prime Minister on Political Affairs Rana Waheed said that the dam was safe."
    (statement,) = Summarizer().summarize(LEAD + text).statements
    assert statement.speaker.name == "Rana Waheed"
    assert statement.speaker.role == "Adviser to the Prime Minister on Political Affairs"


def test_a_number_is_not_a_speaker() -> None:
    """Of a body with a number, the whole name speaks."""
    said = _speakers("Survey Group No. 9 said in a filing that it would stop.")
    assert said[-1] == ("said", "Survey Group No. 9")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A group of river experts on Tuesday called on the port to wait.", "group of river experts"),
        (
            "Press clubs in Karachi and Hyderabad condemned the move.",
            "Press clubs in Karachi and Hyderabad",
        ),
        (
            "The consulate said they were safe. The website withdrew it. Its editor said it was wrong.",
            "editor",
        ),
        (
            "Law Minister Karl Voss said no. Responding, Mr Voss said yes. The chairman ruled it was late.",
            "chairman",
        ),
    ],
)
def test_a_description_is_no_more_than_it_says(text: str, name: str) -> None:
    """Neither a day nor places in a description name its speaker, nor who is known as something else."""
    assert _speakers(text)[-1][1] == name
