"""Channels of statements and the scenes that carry them."""

from __future__ import annotations

import pytest

from summarizer.engines.rules.channels import channel_of
from summarizer.engines.rules.reach import same_speaker
from summarizer.engines.rules.scenes import find_events


def _channels(article, *findings, names=()):
    events = find_events(article.parsed, findings, names)
    found = [channel_of(article.parsed, f, events) for f in findings]
    return [None if c is None else (c[0].value, c[1]) for c in found]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Ruiz said in a statement that the port was shut.", ("written_statement", "statement")),
        (
            "Ruiz said in an interview with Radio Kellan that the port was shut.",
            ("interview", "interview with Radio Kellan"),
        ),
        ("Ruiz told a news conference that the port was shut.", ("press_conference", "news conference")),
        (
            "At her weekly news briefing, Ruiz said the port was shut.",
            ("press_briefing", "weekly news briefing"),
        ),
        ("Speaking at a rally in Lima, Ruiz said the port was shut.", ("speech", "rally")),
        ("Ruiz said on Telegram that the port was shut.", ("social_media_post", "Telegram")),
        ("Ruiz wrote in a post on X that the port was shut.", ("social_media_post", "post on X")),
        ("Ruiz said in a letter to the council that the port was shut.", ("letter", "letter")),
        ("Addressing the assembly, Ruiz said the port was shut.", ("speech", "assembly")),
        ("Ruiz told the court that the port was shut.", ("other", "court")),
        ("Ruiz told reporters that the port was shut.", None),
        ("Ruiz told The Harbour Post that the port was shut.", None),
        ("Ruiz said the port was shut.", None),
        ("Ruiz said after a meeting in Lima that the port was shut.", None),
        ("Ruiz said ahead of the press conference that the port was shut.", None),
    ],
)
def test_a_phrase_that_modifies_the_saying_is_its_channel(read, text, want):
    """The channel is what the article says of how it was said, and nothing where it says nothing."""
    article = read(text)
    cue, lemma = (
        ("told", "tell") if " told " in text else ("wrote", "write") if "wrote" in text else ("said", "say")
    )
    assert _channels(article, article.find("the port was shut", cue, lemma, "Ruiz")) == [want]


def test_a_channel_in_the_content_is_not_how_it_was_said(read):
    """An attack on a press conference is no press conference."""
    article = read("Ruiz said gunmen had fired at a news conference in Lima.")
    content = "gunmen had fired at a news conference in Lima"
    assert _channels(article, article.find(content, "said", "say", "Ruiz")) == [None]


def test_an_invitation_to_follow_is_no_channel(read):
    """A platform in somebody else's sentence is no channel of a statement."""
    article = read("Follow the Harbour News on X and Facebook. Ruiz said the port was shut.")
    assert _channels(article, article.find("the port was shut", "said", "say", "Ruiz")) == [None]


def test_a_post_after_the_object_is_the_channel(read):
    """The tail of an object can be how it was said and not what was condemned."""
    article = read("The Kellan embassy condemned the raid in a post on X.")
    finding = article.find("the raid in a post on X", "condemned", "condemn", "The Kellan embassy", "object")
    assert _channels(article, finding) == [("social_media_post", "post on X")]


@pytest.mark.parametrize(
    "case",
    [
        (
            "The study found that the port was shut.",
            "found", "find", "The study", "clause", ("report", "study"),
        ),
        (
            "The statement said the port was shut.",
            "said", "say", "The statement", "clause", ("written_statement", "statement"),
        ),
        (
            "According to data shared by the Harbour Board, the port was shut.",
            "According to", "according to", "data shared by the Harbour Board", "according",
            ("report", "data"),
        ),
        (
            "The port was shut, according to a press release issued by the Harbour Board.",
            "according to", "according to", "a press release issued by the Harbour Board", "according",
            ("press_release", "press release"),
        ),
        ("The Post said the port was shut.", "said", "say", "The Post", "clause", None),
        (
            "Ruiz tweeted that the port was shut.",
            "tweeted", "tweet", "Ruiz", "clause", ("social_media_post", None),
        ),
    ],
)  # fmt: skip
def test_a_document_or_verb_can_be_the_channel(read, case):
    """A study, a statement and a tweet are channels themselves; a newspaper called the Post is none."""
    text, cue, lemma, mention, frame, want = case
    article = read(text)
    content = (
        text[text.index("the port") :].split(",")[0].rstrip(".")
        if "the port" in text
        else "The port was shut"
    )
    assert _channels(article, article.find(content, cue, lemma, mention, frame)) == [want]


def test_a_turn_of_a_transcript_is_an_interview(read):
    """What stands in a transcript was said in an interview."""
    article = read("The harbour is too small for them.")
    finding = article.find("The harbour is too small for them.", None, "", frame="turn")
    assert _channels(article, finding) == [("interview", None)]


BRIEFING = """During her weekly news briefing on Thursday, Amara Diallo dismissed it. “It is over,” she said.
Fishing boats stayed in the harbour.
In the same briefing, Diallo thanked the crew.
Tomas Novak said the boats were old.
# Background
Diallo said boats were expensive."""


def test_a_briefing_covers_what_its_speaker_says_until_the_next_heading(read):
    """One press briefing, named once, holds for the same speaker's statements, and for nobody else's."""
    article = read(BRIEFING)
    findings = [
        article.find("it", "dismissed", "dismiss", "Amara Diallo", "object"),
        article.find("It is over", "said", "say", "she", "quote"),
        article.find("the crew", "thanked", "thank", "Diallo", "object"),
        article.find("the boats were old", "said", "say", "Tomas Novak"),
        article.find("boats were expensive", "said", "say", "Diallo"),
    ]
    names = ["Amara Diallo", "Amara Diallo", "Amara Diallo", "Tomas Novak", "Amara Diallo"]
    briefing = ("press_briefing", "weekly news briefing")
    assert _channels(article, *findings, names=names) == [briefing, briefing, briefing, None, None]


def test_a_pronoun_without_a_name_carries_to_the_next_paragraph_only(read):
    """Without resolved names "she" is trusted beside the scene, and no further."""
    article = read(
        "Diallo spoke at a news conference.\n“It is over,” she said.\n"
        "Rain fell.\nSnow fell.\nShe said it was cold."
    )
    near = article.find("It is over", "said", "say", "she", "quote")
    far = article.find("it was cold", "said", "say", "She")
    assert _channels(article, near, far) == [("press_conference", "news conference"), None]


def test_everything_at_a_meeting_was_said_in_it(read):
    """A meeting that took place covers what its parties said, but not to reporters."""
    article = read(
        "Ola Berg and Li Na praised the treaty.\n"
        "The long meeting took place in Oslo, where Berg received Li.\n"
        "Li Na thanked Norway. Berg told reporters that taxes would rise.\n"
        "Kari Moe said the treaty was weak."
    )
    findings = [
        article.find("the treaty", "praised", "praise", "Ola Berg and Li Na", "object"),
        article.find("Norway", "thanked", "thank", "Li Na", "object"),
        article.find("taxes would rise", "told", "tell", "Berg"),
        article.find("the treaty was weak", "said", "say", "Kari Moe"),
    ]
    names = ["Ola Berg and Li Na", "Li Na", "Ola Berg", "Kari Moe"]
    meeting = ("meeting", "long meeting")
    assert _channels(article, *findings, names=names) == [meeting, meeting, None, None]


def test_a_post_carries_to_what_follows_it_directly(read):
    """A post covers the next sentence of its author, not what stands far below."""
    rain = "\n".join(["Rain fell on the town."] * 4)
    article = read(
        "The embassy condemned the raid in a post on X. It thanked the police.\n"
        f"{rain}\nThe embassy denied the story."
    )
    findings = [
        article.find("the raid", "condemned", "condemn", "The embassy", "object"),
        article.find("the police", "thanked", "thank", "It", "object"),
        article.find("the story", "denied", "deny", "The embassy", "object"),
    ]
    post = ("social_media_post", "post on X")
    assert _channels(article, *findings, names=["embassy"] * 3) == [post, post, None]


def test_the_report_that_goes_on_makes_the_first_one_a_report(read):
    """Where "the report" goes on from "according to the institute", both were said in it."""
    article = read("According to the Reef Institute, wrecks rose sharply. The report recorded 72 wrecks.")
    findings = [
        article.find(
            "wrecks rose sharply", "According to", "according to", "the Reef Institute", "according"
        ),
        article.find("72 wrecks", "recorded", "record", "The report", "object"),
    ]
    assert _channels(article, *findings) == [("report", "report"), ("report", "report")]


def test_what_was_said_earlier_is_not_in_the_scene(read):
    """What had been condemned before was not said at the press conference."""
    article = read("Berg spoke at a news conference. Berg had also condemned the raid.")
    finding = article.find("the raid", "condemned", "condemn", "Berg", "object")
    assert _channels(article, finding) == [None]


def test_many_statements_each_have_their_channel(read):
    """In a long article each statement keeps the channel of its own sentence."""
    text = "\n".join(f"Berg told a news conference that ship {i:04d} sank." for i in range(300))
    article = read(text)
    findings = [article.find(f"ship {i:04d} sank", "told", "tell", "Berg") for i in range(300)]
    assert _channels(article, *findings) == [("press_conference", "news conference")] * 300


def test_a_denial_told_before_its_occasion_is_named_belongs_to_it(read):
    """What a speaker is said to have denied, right before the occasion is named, was denied there."""
    article = read(
        "Ruiz denied fraud on Monday. “Never,” Ruiz said at a council meeting. Moe said it was late."
    )
    findings = [
        article.find("fraud", "denied", "deny", "Ruiz", "object"),
        article.find("Never", "said", "say", "Ruiz", "quote"),
        article.find("it was late", "said", "say", "Moe"),
    ]
    meeting = ("meeting", "council meeting")
    assert _channels(article, *findings, names=["Ruiz", "Ruiz", "Moe"]) == [meeting, meeting, None]


@pytest.mark.parametrize(
    ("text", "cue", "lemma", "want"),
    [
        ("Ruiz told mourners that rain fell.", "told", "tell", ("speech", "mourners")),
        ("Ruiz told about 300 people that rain fell.", "told", "tell", ("speech", "about 300 people")),
        ("Ruiz told the council that rain fell.", "told", "tell", ("meeting", "council")),
        ("Ruiz told jurors that rain fell.", "told", "tell", ("other", "jurors")),
        ("Ruiz told two people that rain fell.", "told", "tell", ("speech", "two people")),
        ("Ruiz told people that rain fell.", "told", "tell", None),
        (
            "Ruiz said in a televised address that rain fell.",
            "said", "say", ("speech", "televised address"),
        ),
        (
            "Ruiz wrote on her channel that rain fell.",
            "wrote", "write", ("social_media_post", "channel"),
        ),
    ],
)  # fmt: skip
def test_listeners_and_places_of_posting_tell_the_channel(read, text, cue, lemma, want):
    """A crowd hears a speech, a council a meeting; what is on somebody's own channel is a post."""
    article = read(text)
    assert _channels(article, article.find("rain fell", cue, lemma, "Ruiz")) == [want]


def test_rumours_on_social_media_are_denied_elsewhere(read):
    """Where the rumours stand is not how they were denied."""
    article = read("Ruiz denied reports on social media that the dam had cracked.")
    content = "reports on social media that the dam had cracked"
    assert _channels(article, article.find(content, "denied", "deny", "Ruiz", "object")) == [None]


def test_a_phrase_after_and_belongs_to_what_follows(read):
    """A speech named between two verbs is that of the second one."""
    article = read("Ruiz declared a holiday and, in a speech, vowed to stay.")
    findings = [
        article.find("a holiday", "declared", "declare", "Ruiz", "object"),
        article.find("to stay", "vowed", "vow", "Ruiz"),
    ]
    assert _channels(article, *findings) == [None, ("speech", "speech")]


def test_a_rejection_shares_the_statement_of_its_own_quotation(read):
    """A paraphrase that its quotation follows at once was said in the same statement."""
    article = read("The ministry contested the count. “It is 188,” the ministry said in a statement.")
    findings = [
        article.find("the count", "contested", "contest", "The ministry", "object"),
        article.find("It is 188", "said", "say", "the ministry", "quote"),
    ]
    assert _channels(article, *findings, names=["ministry"] * 2) == [("written_statement", "statement")] * 2


def test_who_tells_another_paper_has_left_the_hall(read):
    """A speech ends where its speaker tells somebody else."""
    article = read("Ruiz told mourners that rain fell. “It is cold,” Ruiz told the Lunde Gazette.")
    findings = [
        article.find("rain fell", "told", "tell", "Ruiz"),
        article.find("It is cold", "told", "tell", "Ruiz", "quote"),
    ]
    assert _channels(article, *findings, names=["Ruiz"] * 2) == [("speech", "mourners"), None]


def test_an_adviser_is_not_the_advised(read):
    """An adviser to Berg does not speak in Berg's address."""
    article = read("Berg said in a televised address that rain fell. An adviser to Berg said snow fell.")
    findings = [
        article.find("rain fell", "said", "say", "Berg"),
        article.find("snow fell", "said", "say", "An adviser to Berg"),
    ]
    channels = _channels(article, *findings, names=["Ole Berg", "adviser to Berg"])
    assert channels == [("speech", "televised address"), None]


def test_who_reads_a_statement_says_in_it_what_follows(read):
    """“The minister read a statement” sets the scene for the quotation after it."""
    article = read("Ruiz denied fraud.\nThe mayor read a statement on the steps. “I am innocent,” Ruiz said.")
    findings = [
        article.find("fraud", "denied", "deny", "Ruiz", "object"),
        article.find("I am innocent", "said", "say", "Ruiz", "quote"),
    ]
    assert _channels(article, *findings, names=["Ruiz"] * 2)[1] == ("written_statement", "statement")


def test_an_embassy_in_a_city_is_the_embassy():
    """A body in a place goes on where the same body was named without it."""
    assert same_speaker("Norland embassy in Ostby", "the Norland embassy")
    assert same_speaker("embassy", "embassy in Ostby")
    assert not same_speaker("adviser to Berg", "Berg")
    assert not same_speaker("embassy in Ostby", "embassy in Lunde")


def test_who_is_told_something_is_no_party_of_a_meeting(read):
    """What somebody told a board is no meeting of all who are named before."""
    article = read("Ruiz is ahead. Moe told the board that rain fell. “Late,” Ruiz said.")
    findings = [
        article.find("rain fell", "told", "tell", "Moe"),
        article.find("Late", "said", "say", "Ruiz", "quote"),
    ]
    assert _channels(article, *findings, names=["Moe", "Ruiz"]) == [("meeting", "board"), None]


def test_who_was_asked_at_an_occasion_answers_there(read):
    """Asked at a press conference, a speaker says it at the press conference."""
    article = read("Asked about the flood at a press conference on Tuesday, Ruiz said that rain fell.")
    press = ("press_conference", "press conference")
    assert _channels(article, article.find("rain fell", "said", "say", "Ruiz")) == [press]
