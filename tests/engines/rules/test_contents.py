"""What was said with a verb: clauses, phrases and quotations around the cue."""

from __future__ import annotations

import pytest

from summarizer import Summarizer


def only(found):
    """Return the one statement that was found."""
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Adeyemi said the harbour bridge would reopen in March.",
        "Mayor Adeyemi said on Tuesday that the harbour bridge would reopen in March.",
        "Mayor Adeyemi said in a letter to residents that the harbour bridge would reopen in March.",
        "Mayor Adeyemi told the council that the harbour bridge would reopen in March.",
    ],
)
def test_a_complement_clause_is_the_content(said, text):
    """What follows the cue is the content, without "that" and what stands between."""
    assert only(said(text)).content == ["the harbour bridge would reopen in March"]


@pytest.mark.parametrize(
    "text",
    [
        "The harbour bridge will reopen in March, Mayor Adeyemi said.",
        "The harbour bridge will reopen in March, said Mayor Adeyemi.",
        "“The harbour bridge will reopen in March,” said Mayor Adeyemi.",
        "The harbour bridge will reopen in March, as Mayor Adeyemi said.",
        "«The harbour bridge will reopen in March», Mayor Adeyemi said.",
    ],
)
def test_a_content_may_stand_before_its_cue(said, text):
    """A fronted clause or quotation is the content of the cue behind it, whatever the word order."""
    found = only(said(text))
    assert [c.rstrip("»") for c in found.content] == ["The harbour bridge will reopen in March"]
    assert (found.by, found.cue) == ("Mayor Adeyemi", "said")


@pytest.mark.parametrize(
    "text",
    [
        "The bridge, Adeyemi said, will reopen in March.",
        "The bridge, said Adeyemi, will reopen in March.",
        "“The bridge,” Adeyemi said, “will reopen in March.”",
    ],
)
def test_an_inserted_cue_parts_one_statement_in_two_spans(said, text):
    """What stands on either side of an inserted cue is one statement with two spans."""
    assert only(said(text)).content == ["The bridge", "will reopen in March"]


def test_as_said_before_its_content(said):
    """A fronted "as X said," leads to what X said."""
    assert only(said("As Adeyemi said, the bridge is safe.")).content == ["the bridge is safe"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Brandt said the pump was old but would not elaborate.", "the pump was old"),
        ("Brandt said the pump was old and neither confirmed nor denied the leak.", "the pump was old"),
        (
            "Brandt conceded that the “pump” was old, but he refused to comment on whether it leaked.",
            "the “pump” was old",
        ),
        ("Brandt was of the view that the pump was old.", "the pump was old"),
        ("Brandt regretted that the pump was old.", "the pump was old"),
        ("Brandt said the pump was old because nobody had paid.", "the pump was old because nobody had paid"),
        ("Brandt said the pump was old; the harbour was closed.", "the pump was old"),
    ],
)
def test_a_content_ends_where_the_saying_ends(said, text, content):
    """Reasons belong to a content; what is withheld and other sentences do not."""
    assert said(text)[0].content == [content]


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("The minister condemned the raid on the market.", "condemned", "the raid on the market"),
        ("The raid was condemned by the bishop.", "condemned", "The raid"),
        ("Ruritania accused Graustark of arming the rebels.", "accused", "Graustark of arming the rebels"),
        ("Brandt called the plan a mistake.", "called", "the plan a mistake"),
        ("The agency put the toll at 40.", "put", "the toll at 40"),
        ("Brandt expressed condolences to the families.", "expressed", "condolences to the families"),
        ("The brigade claimed responsibility for the blast.", "claimed", "responsibility for the blast"),
        ("The union vowed to strike again in May.", "vowed", "to strike again in May"),
        ("The minister urged the council to wait.", "urged", "the council to wait"),
        (
            "The envoy called on Ruritania to stop the shelling.",
            "called on",
            "Ruritania to stop the shelling",
        ),
        ("The minister called for a recount.", "called for", "a recount"),
        ("The clerk admitted to losing the ballots.", "admitted to", "losing the ballots"),
        ("Officials warned against swimming in the lake.", "warned against", "swimming in the lake"),
        ("Brandt asked whether the pump was old.", "asked", "whether the pump was old"),
    ],
)
def test_an_act_has_its_object_as_content(said, text, cue, content):
    """A verb that is the act itself has its object, infinitive or prepositional phrase as its content."""
    found = only(said(text))
    assert (found.cue, found.content) == (cue, [content])


@pytest.mark.parametrize(
    "text",
    [
        "The minister put the box on the table.",
        "Brandt expressed milk at the clinic.",
        "The spokesman asked not to be named.",
        "The crew called a plumber.",
        "The numbers speak of poverty.",
    ],
)
def test_other_senses_of_a_verb_say_nothing(said, text):
    """A verb with an object that is no act of speech reports nothing."""
    assert said(text) == []


def test_a_quotation_in_a_paraphrase_stays_whole(said):
    """A paraphrase with quoted words in it never cuts the quotation in two."""
    found = only(said("Brandt called the plan “a slow, costly mistake” on Friday."))
    assert found.content == ["the plan “a slow, costly mistake"]


def test_a_quotation_behind_a_colon(said):
    """A colon leads to the quotation behind it."""
    assert only(said("Brandt told the court: “The pump was old.”")).content == ["The pump was old"]


def test_a_name_in_quotation_marks_is_not_said(said):
    """Quotation marks around a name make no statement."""
    assert said("The so-called “night mayor” waved at the crowd.") == []


def test_a_deep_list_of_speakers_is_read(said):
    """A subject of hundreds of coordinated names is taken whole, without running out of depth."""
    names = ", ".join(["Ann"] * 300)
    assert said(f"{names} and Bo said the pump was old.") is not None


def test_another_source_is_no_part_of_a_content(said):
    """A content ends before "according to", whose own content is all that stands before it."""
    found = {f.cue: f.content for f in said("Brandt said the pump was old, according to the minutes.")}
    assert found == {"said": ["the pump was old"], "according to": ["Brandt said the pump was old"]}


@pytest.mark.parametrize(
    "text",
    [
        "“The harbour will reopen in March,” the embassy quoted Ruiz as saying.",
        "“The harbour will reopen in March,” a statement issued by the embassy quoted her as saying.",
        "“The harbour will reopen in March,” Ruiz was quoted by the Herald as saying.",
    ],
)
def test_who_quotes_is_no_part_of_a_quotation(said, text):
    """The clause that passes a quotation on is none of its words."""
    assert only(said(text)).content == ["The harbour will reopen in March"]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "According to the ministry, 34 houses fell, while the council puts the number at 51.",
            ["34 houses fell", "the number at 51"],
        ),
        (
            "The mayor said the harbour was safe, whereas sailors say it was not.",
            ["the harbour was safe", "it was not"],
        ),
        (
            "The mayor said the harbour was shelled, an allegation that the rebels deny.",
            ["the harbour was shelled", "an allegation"],
        ),
        (
            "The mayor said the harbour fell while the council slept.",
            ["the harbour fell while the council slept"],
        ),
    ],
)
def test_what_others_say_behind_a_comma_is_theirs(said, text, contents):
    """A second source behind "while", and who disputes a claim, end what the first one said."""
    assert [found.content[0] for found in said(text)] == contents


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "The front claimed responsibility for the raid in a statement sent to the media.",
            "responsibility for the raid",
        ),
        ("The front claimed responsibility for the raid in a phone call.", "responsibility for the raid"),
        ("Adeyemi condemned the author of a letter.", "the author of a letter"),
    ],
)
def test_a_statement_at_an_objects_end_is_its_channel(said, text, content):
    """The object of an act ends before the statement or letter that it was made in."""
    assert only(said(text)).content == [content]


def test_a_quotation_goes_with_the_nearest_verb_that_speaks(said):
    """A quotation behind "telling", or behind a clause about somebody, is not the verb's before it."""
    text = (
        "Brandt has ruled out talks with the gunmen, telling the Herald: “There will be no deal with them.”"
    )
    assert [(f.cue, f.content) for f in said(text)] == [
        ("ruled", ["talks with the gunmen"]),
        ("telling", ["There will be no deal with them"]),
    ]
    text = "The defendants, who pleaded not guilty, “acted in concert”, Brandt added."
    assert [f.cue for f in said(text)] == ["added"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("If the pump failed, she warned, “we would leave”.", ["If the pump failed", "we would leave"]),
        ("Unless it rained, Brandt said he would resign.", ["Unless it rained", "he would resign"]),
        ("When the pump failed, Brandt said he would resign.", ["he would resign"]),
    ],
)
def test_a_condition_belongs_to_what_is_said_under_it(said, text, content):
    """What was said on a condition is not stored without it; a time is no condition."""
    assert only(said(text)).content == content


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "The sit-in ended after the port accepted most of the demands, Brandt announced.",
            ["The sit-in ended after the port accepted most of the demands"],
        ),
        ("Brandt accepted the invitation, a statement said.", ["Brandt accepted the invitation"]),
        (
            "Brandt briefed Adeyemi on the leak, and reiterated that the pump was old.",
            ["the leak", "the pump was old"],
        ),
        ("That account was disputed by Brandt.", ["That account"]),
        ("Brandt denied that.", ["that"]),
        ("Brandt hailed “ironclad” ties.", ["“ironclad” ties"]),
        (
            "Brandt rejected as “idle” a report that the pump was old.",
            ["a report that the pump was old"],
        ),
        ("China firmly opposes terror in all its forms.", ["terror in all its forms"]),
        ("Adeyemi opposes rain.", []),
        ("The survey, made in May, says 38 per cent.", []),
    ],
)
def test_a_verb_takes_what_is_its_own(said, text, contents):
    """A clause is not cut at a verb inside it, nor taken for what another verb beside it introduces."""
    assert [s.content for s in said(text)] == [[c] for c in contents]


def test_the_passive_of_a_charge_has_who_is_charged_and_with_what(said):
    """Who is accused and what of are one content, before and behind who accuses."""
    statement = only(said("Lunde was accused by Brandt of hiding the leak."))
    assert (statement.content, statement.by) == (["Lunde", "of hiding the leak"], "Brandt")


def test_a_verb_joined_before_a_closing_cue_is_inside(said):
    """In "the board regretted it and promised a pump, Brandt said" it is the board that promised."""
    statements = said("The board regretted the leak and promised to buy a pump, Brandt said.")
    assert [(s.by, s.cue) for s in statements] == [("Brandt", "said"), ("The board", "promised")]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "“Truth,” the warden used to say, “is the first to leave the train.”",
            [["Truth", "is the first to leave the train"]],
        ),
        (
            "“Officers told us that they had orders not to write it,” lead author Ilse Brandt told us.",
            [["Officers told us that they had orders not to write it"]],
        ),
        (
            "The port asks its crews to wait and has set up a hotline for relatives.",
            [["its crews to wait"]],
        ),
        (
            "It finds that crews waited for weeks, and blames a culture of fear.",
            [["crews waited for weeks"], ["a culture of fear"]],
        ),
    ],
)
def test_what_is_told_beside_it_is_no_part_of_a_content(said, text, contents):
    """Neither the teller of a habit, nor a split quotation, nor what else was done comes into a content."""
    assert [s.content for s in said(text)] == contents


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Most of the crews, Minister Brandt told the Senate in April, “are at sea or in port”.",
            ["Most of the crews", "are at sea or in port"],
        ),
        (
            "In the harbour, Brandt told the Senate, “crews are at sea or in port”.",
            ["crews are at sea or in port"],
        ),
        (
            "They were taken to a ward where, according to the surgeon, Dr Ilse Brandt, one was in danger.",
            ["one was in danger"],
        ),
        ("According to the surgeon, Dr Ilse Brandt, one was in danger.", ["one was in danger"]),
    ],
)
def test_a_content_has_its_subject_and_not_its_speaker(said, text, content):
    """The subject in front of a cue belongs to what is said, the name behind an office to who said it."""
    assert [part.strip("“.") for part in only(said(text)).content] == content


@pytest.mark.parametrize(
    ("text", "by", "content"),
    [
        ("In Brandt's view, the pump is old.", "Brandt", ["the pump is old"]),
        ("In her view, the pump is old.", "her", ["the pump is old"]),
        ("China firmly supports Lunde in fighting the floods.", "China", ["Lunde in fighting the floods"]),
    ],
)
def test_views_and_stands_are_statements(said, text, by, content):
    """What is so in somebody's view is theirs; a state's stand is told with what it is for."""
    statement = only(said(text))
    assert (statement.by, [part.rstrip(".") for part in statement.content]) == (by, content)


@pytest.mark.parametrize("text", ["In my view, it is late.", "In view of the flood, the port closed."])
def test_other_views_say_nothing(said, text):
    """Neither the writer's own view nor what is in view is a statement."""
    assert said(text) == []


def test_the_day_of_saying_is_no_part_of_a_content(said):
    """A day right behind the cue says when it was said."""
    assert only(said("Brandt said on Monday it had sunk.")).content == ["it had sunk"]
    assert only(said("Brandt said Monday was a bad day.")).content == ["Monday was a bad day"]


def test_who_leads_an_inquiry_is_not_the_inquiry(said):
    """A name behind "led by a judge" is the judge's, not the subject of what the inquiry found."""
    statement = only(
        said("An inquiry headed by a retired judge, Justice Ilse Brandt, found that it had leaked.")
    )
    assert statement.by == "An inquiry"
    inserted = said("“Lunde and Holm,” Brandt said, “have the means.”")[0]
    assert inserted.by == "Brandt"


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "Brandt accused Moe of “selling the port,” an attack the mayor called “idle and false.”",
            ["Moe of “selling the port", "“idle and false"],
        ),
        ("Brandt called for the minister to resign.", ["the minister to resign"]),
        ("“I could name five ports,” she said, though she declined to do so.", ["I could name five ports"]),
    ],
)
def test_what_is_told_around_a_quotation_is_not_said_in_it(said, text, contents):
    """Neither what others call an attack nor what the speaker then did comes into what was said."""
    assert [part.strip(",”.") for s in said(text) for part in s.content] == contents


@pytest.mark.parametrize(
    ("text", "by", "content"),
    [
        (
            "Brandt ruled out talks with “those who hide” until they come out.",
            "Brandt",
            "talks with “those who hide” until they come out",
        ),
        (
            "Echoing Song, Vice Admiral Lodhi said the drill was over.",
            "Vice Admiral Lodhi",
            "the drill was over",
        ),
    ],
)
def test_who_rules_out_and_who_echoes(said, text, by, content):
    """What is ruled out is told with its object; who echoes somebody is not that somebody."""
    statement = only(said(text))
    assert (statement.by, statement.content) == (by, [content])


def test_a_thing_shows_nothing(said):
    """In what somebody says, a thing that "showed" something is no speaker of its own."""
    text = "The opposition alliance said the spat showed that the port had no plan."
    assert [s.by for s in said(text)] == ["The opposition alliance"]


def test_the_section_of_an_agency_is_no_speaker():
    """A headline's "Xinhua Headlines:" is a section, not somebody who says it."""
    text = "Xinhua Headlines: Joint drill ends in the sea\n\nThe drill ended on Tuesday."
    assert Summarizer().summarize(text).statements == ()


@pytest.mark.parametrize(
    ("text", "by", "content"),
    [
        (
            "The port agreed to hire 140 locals, officials and union leaders said on Friday.",
            "officials and union leaders",
            ["The port agreed to hire 140 locals"],
        ),
        (
            "Brandt said that he was sorry for the crew: “They asked for what we would ask for.”",
            "Brandt",
            ["he was sorry for the crew", "They asked for what we would ask for"],
        ),
        ("Brandt warned of “open war” if the talks fail.", "Brandt", ["“open war” if the talks fail"]),
        (
            "Brandt denied that it had leaked, contradicting a video of the pump.",
            "Brandt",
            ["it had leaked"],
        ),
    ],
)
def test_a_content_is_whole_and_nobody_else_s(said, text, by, content):
    """Conditions and quotations behind it belong to a content; its speakers and the teller's words do not."""
    statement = said(text)[0]
    assert (statement.by, statement.content) == (by, content)
