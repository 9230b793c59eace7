"""Days of saying, hedges, targets and relays of statements."""

from __future__ import annotations

import pytest

from summarizer.engines.rules.relays import via_of
from summarizer.engines.rules.saying import date_of, hedges_of
from summarizer.engines.rules.scenes import find_events
from summarizer.engines.rules.targets import target_of

THURSDAY = "2026-03-12"


def _dates(article, *findings, names=()):
    events = find_events(article.parsed, findings, names)
    return [date_of(article.parsed, f, events) for f in findings]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Ruiz said on Tuesday that the port was shut.", "2026-03-10"),
        ("On March 3, 2026, Ruiz said the port was shut.", "2026-03-03"),
        ("In May 2025, Ruiz said the port was shut.", "2025-05"),
        ("Ruiz, speaking at a rally in Lima on Sunday, said the port was shut.", "2026-03-08"),
        ("Ruiz said in a statement on Monday that the port was shut.", "2026-03-09"),
        ("At Thursday’s briefing, Ruiz said the port was shut.", "2026-03-12"),
        ("Ruiz said the port was shut.", None),
        ("Ruiz, who was elected on Sunday, said the port was shut.", None),
        ("By March 2, Ruiz said the port was shut.", None),
        ("After Monday’s raid, Ruiz said the port was shut.", None),
    ],
)
def test_a_time_that_modifies_the_saying_is_its_day(read, text, want):
    """Only a time of the saying itself is its day; of anything else it gives none."""
    article = read(text, THURSDAY)
    assert _dates(article, article.find("the port was shut", "said", "say", "Ruiz")) == [want]


def test_a_time_in_the_content_is_not_the_day_of_saying(read):
    """What happened on Monday was not said on Monday."""
    article = read("Ruiz said the port was shut on Monday.", THURSDAY)
    assert _dates(article, article.find("the port was shut on Monday", "said", "say", "Ruiz")) == [None]


def test_a_weekday_without_a_date_line_gives_no_day(read):
    """No date is better than a wrong one."""
    article = read("Ruiz said on Tuesday that the port was shut.")
    assert _dates(article, article.find("the port was shut", "said", "say", "Ruiz")) == [None]


def test_the_day_goes_on_with_the_speaker(read):
    """A quotation of the same speaker has the day of the one before; another speaker's has not."""
    article = read(
        "“It is over,” Berg said on Tuesday.\n“We go home,” he said.\nKari Moe said it was late.", THURSDAY
    )
    findings = [
        article.find("It is over", "said", "say", "Berg", "quote"),
        article.find("We go home", "said", "say", "he", "quote"),
        article.find("it was late", "said", "say", "Kari Moe"),
    ]
    assert _dates(article, *findings, names=["Berg", "Berg", "Kari Moe"]) == [
        "2026-03-10",
        "2026-03-10",
        None,
    ]


def test_another_time_opens_another_scene(read):
    """A statement of last year takes neither today's day nor today's press conference."""
    article = read(
        "Berg told a news conference on Tuesday that it was over.\nIn May 2025, Berg alleged fraud.", THURSDAY
    )
    findings = [
        article.find("it was over", "told", "tell", "Berg"),
        article.find("fraud", "alleged", "allege", "Berg", "object"),
    ]
    assert _dates(article, *findings) == ["2026-03-10", "2025-05"]


def test_the_body_takes_the_day_that_the_lead_gives_to_its_press_conference(read):
    """What the lead told with its day is told again below a heading without it."""
    article = read(
        "Ola Berg said at a news briefing on Tuesday that it was over.\n"
        "# The flood\nBerg told a news conference that boats sank.",
        THURSDAY,
    )
    findings = [
        article.find("it was over", "said", "say", "Ola Berg"),
        article.find("boats sank", "told", "tell", "Berg"),
    ]
    assert _dates(article, *findings) == ["2026-03-10", "2026-03-10"]


@pytest.mark.parametrize(
    "case",
    [
        ("Ito allegedly said the bank paid.", "the bank paid", "said", "say", ("allegedly",)),
        ("Ito said the bank paid.", "the bank paid", "said", "say", ()),
        ("Ito said the men allegedly paid.", "the men allegedly paid", "said", "say", ()),
        (
            "Ito claimed the bank paid, without presenting any evidence.",
            "the bank paid", "claimed", "claim", ("without presenting any evidence",),
        ),
        (
            "Ito claimed the bank paid, without evidence.",
            "the bank paid, without evidence", "claimed", "claim", ("without evidence",),
        ),
        (
            "Ito said the bank paid. The claim could not be independently verified.",
            "the bank paid", "said", "say", ("could not be independently verified",),
        ),
    ],
)  # fmt: skip
def test_the_reporters_doubts_are_hedges(read, case):
    """The reporter's words that weaken a statement are kept; the speaker's own are content."""
    text, content, cue, lemma, want = case
    article = read(text)
    assert hedges_of(article.parsed, article.find(content, cue, lemma, "Ito")) == want


def test_unconfirmed_reports_are_hedged(read):
    """An adjective on who says it is a hedge."""
    article = read("Unconfirmed reports said the bridge fell.")
    finding = article.find("the bridge fell", "said", "say", "Unconfirmed reports")
    assert hedges_of(article.parsed, finding) == ("Unconfirmed",)


@pytest.mark.parametrize(
    "case",
    [
        ("Ruiz told reporters that it rained.", "it rained", "told", "tell", "reporters"),
        ("Ruiz told him that it rained.", "it rained", "told", "tell", None),
        ("Ruiz warned Lunde that it rained.", "it rained", "warned", "warn", "Lunde"),
        ("Ruiz said it rained.", "it rained", "said", "say", None),
        ("Ruiz urged the Lunde council to act.", "to act", "urged", "urge", "the Lunde council"),
        ("Ruiz asked the council to vote.", "the council to vote", "asked", "ask", "the council"),
        ("Ruiz vowed to pursue them.", "to pursue them", "vowed", "vow", None),
    ],
)
def test_the_one_spoken_to_is_the_target(read, case):
    """Who is told, warned or urged is the target, in the article's words, and never a pronoun."""
    text, content, cue, lemma, want = case
    article = read(text)
    assert target_of(article.parsed, article.find(content, cue, lemma, "Ruiz")) == want


@pytest.mark.parametrize(
    "case",
    [
        ("Ruiz accused Morvania of lying.", "Morvania of lying", "accused", "accuse", "Morvania"),
        ("Ruiz blamed the fire on the owner.", "the fire on the owner", "blamed", "blame", "the owner"),
        ("Ruiz condemned the raids, which killed two.", "the raids", "condemned", "condemn", "the raids"),
        ("Ruiz rejected a report that hurt her.", "a report that hurt her", "rejected", "reject", None),
        ("Ruiz rejected the offer.", "the offer", "rejected", "reject", "the offer"),
        (
            "Ruiz expressed sympathy to the crew of the boat.",
            "sympathy to the crew of the boat", "expressed", "express", "the crew of the boat",
        ),
        (
            "Ruiz expressed gratitude for Kellan's help.",
            "gratitude for Kellan's help", "expressed", "express", "Kellan",
        ),
        ("Ruiz announced a plan.", "a plan", "announced", "announce", None),
        ("Ruiz called for restraint.", "restraint", "called for", "call for", None),
    ],
)  # fmt: skip
def test_what_an_act_is_aimed_at_is_its_target(read, case):
    """The object of an act is its target; what is announced, called for or denied is content."""
    text, content, cue, lemma, want = case
    article = read(text)
    assert target_of(article.parsed, article.find(content, cue, lemma, "Ruiz", "object")) == want


def test_an_act_in_the_quotation_has_a_target_too(read):
    """An appeal to the council in a quotation is aimed at the council, whoever says it."""
    article = read("“We urge the Lunde council to act,” Ruiz said.")
    finding = article.find("We urge the Lunde council to act", "said", "say", "Ruiz", "quote")
    assert target_of(article.parsed, finding) == "the Lunde council"


def test_a_pronoun_target_is_the_noun_it_stands_for(read):
    """Who blames Morvania, accusing it, aims at Morvania twice."""
    article = read("Ruiz blamed Morvania for the raid, accusing it of lying.")
    finding = article.find("it of lying", "accusing", "accuse", "Ruiz", "object")
    assert target_of(article.parsed, finding) == "Morvania"


def test_who_quotes_is_a_relay(read):
    """The embassy that quoted the spokesman stands between him and the article."""
    article = read("“It is closed,” the embassy quoted Ruiz as saying.")
    relay = article.range("the embassy")
    finding = article.find("It is closed", "saying", "say", "Ruiz", "quote", relay=relay)
    assert via_of(article.parsed, finding) == ("embassy",)


@pytest.mark.parametrize(
    ("text", "cue", "lemma", "want"),
    [
        ("Ruiz was quoted by AFP as saying it rained.", "quoted", "quote", ("AFP",)),
        ("Ruiz said it rained, according to state television.", "said", "say", ("state television",)),
        ("Ruiz said it rained, according to the forecast.", "said", "say", ()),
        ("Ruiz said it rained.", "said", "say", ()),
    ],
)
def test_a_second_source_is_a_relay(read, text, cue, lemma, want):
    """Who passes a statement on is a relay; what is no messenger is none."""
    article = read(text)
    assert via_of(article.parsed, article.find("it rained", cue, lemma, "Ruiz")) == want


@pytest.mark.parametrize(
    ("publisher", "want"), [(None, ()), ("Lunde Gazette", ()), ("The Kellan Times", ("Lunde Gazette",))]
)
def test_the_paper_that_was_told_is_a_relay_in_another_paper(read, publisher, want):
    """The Gazette that was told is a relay only in an article that is known not to be its own."""
    article = read("Ruiz told the Lunde Gazette that it rained.", publisher=publisher)
    assert via_of(article.parsed, article.find("it rained", "told", "tell", "Ruiz")) == want


def test_a_report_of_a_report_keeps_its_layers(read):
    """What sources say to an agency reaches the article through the agency, then through who tells of it."""
    article = read("The Gazette reported that sources said Lunde would sell the port.")
    outer = article.find("sources said Lunde would sell the port", "reported", "report", "The Gazette")
    inner = article.find("Lunde would sell the port", "said", "say", "sources", parent=0)
    assert via_of(article.parsed, inner, [outer, inner]) == ("Gazette",)
    assert via_of(article.parsed, outer, [outer, inner]) == ()


def test_who_rejects_a_report_does_not_pass_it_on(read):
    """The ministry that denies a report is no relay of its claim."""
    article = read("The ministry rejected a report that claimed the port was sold.")
    outer = article.find(
        "a report that claimed the port was sold", "rejected", "reject", "The ministry", "object"
    )
    inner = article.find("the port was sold", "claimed", "claim", "a report", parent=0)
    assert via_of(article.parsed, inner, [outer, inner]) == ()


def test_a_day_reaches_the_occasion_that_the_next_paragraph_names(read):
    """A day belongs to its paragraph, unless the next one names its speaker's occasion or quotes on."""
    text = (
        "Ruiz condemned the raid on Tuesday.\nSpeaking at a rally, Ruiz said it was cold.\n"
        "Ruiz said it was old."
    )
    article = read(text, published_on="2026-04-09")
    findings = [
        article.find("the raid", "condemned", "condemn", "Ruiz", "object"),
        article.find("it was cold", "said", "say", "Ruiz"),
    ]
    events = find_events(article.parsed, findings, ["Ruiz"] * 2)
    assert [date_of(article.parsed, f, events) for f in findings] == ["2026-04-07"] * 2
    later = [findings[0], article.find("it was old", "said", "say", "Ruiz")]
    events = find_events(article.parsed, later, ["Ruiz"] * 2)
    assert date_of(article.parsed, later[1], events) is None


@pytest.mark.parametrize(("head", "want"), [("Lunde", ("Radio Kellan",)), ("Radio Kellan, Lunde", ())])
def test_a_broadcaster_that_was_told_is_a_relay_of_what_is_printed(read, head, want):
    """What a station was told comes from it, unless the article names that station as its own."""
    article = read(f"{head}\nRuiz told Radio Kellan that it rained.")
    assert via_of(article.parsed, article.find("it rained", "told", "tell", "Ruiz")) == want


def test_the_agency_that_a_relay_cites_stands_nearer_to_the_speaker(read):
    """Who quotes what an agency reported has it from the agency."""
    article = read("Radio Kellan, citing the state agency KLN, quoted Ruiz as saying it rained.")
    relay = article.range("Radio Kellan")
    finding = article.find("it rained", "saying", "say", "Ruiz", relay=relay)
    assert via_of(article.parsed, finding) == ("KLN", "Radio Kellan")


@pytest.mark.parametrize(
    "case",
    [
        (
            "Ruiz accused the Lunde Board of Trade of negligence.",
            "the Lunde Board of Trade of negligence", "accused", "accuse", "object",
            "the Lunde Board of Trade",
        ),
        (
            "Ruiz demanded that Lunde open its books.",
            "Lunde open its books", "demanded", "demand", "clause", "Lunde",
        ),
        (
            "In a letter to the council, Ruiz wrote that rain fell.",
            "rain fell", "wrote", "write", "clause", "the council",
        ),
        (
            "Ruiz told the Morning Bulletin that rain fell.",
            "rain fell", "told", "tell", "clause", "the Morning Bulletin",
        ),
        ("Ruiz told the briefing that rain fell.", "rain fell", "told", "tell", "clause", None),
    ],
)  # fmt: skip
def test_the_accused_the_asked_and_the_addressed_are_targets(read, case):
    """A target ends before its charge, and is who shall act, or who is written to."""
    text, content, cue, lemma, frame, want = case
    article = read(text)
    assert target_of(article.parsed, article.find(content, cue, lemma, "Ruiz", frame)) == want


def test_a_statement_that_quotes_is_its_issuers(read):
    """What a statement quotes came through whoever issued it; one that nobody issued passes nothing on."""
    article = read("“It is closed,” a statement issued by the embassy quoted Ruiz as saying.")
    parsed = article.parsed
    found = article.find("It is closed", "saying", "say", "Ruiz", "quote")
    found.relay = article.range("a statement issued by the embassy")
    assert via_of(parsed, found) == ("embassy",)
    found.relay = article.range("a statement")
    article = read("“It is closed,” a statement quoted Ruiz as saying.")
    found = article.find("It is closed", "saying", "say", "Ruiz", "quote")
    found.relay = article.range("a statement")
    assert via_of(article.parsed, found) == ()


def test_nobody_is_a_relay_of_what_he_says_himself(read):
    """What somebody is said, by himself, to have said did not come through him."""
    article = read("Ruiz said he had warned of it.")
    outer = article.find("he had warned of it", "said", "say", "Ruiz")
    inner = article.find("it", "warned of", "warn", "he", parent=0)
    assert via_of(article.parsed, inner, [outer, inner], ["Ruiz", "Ruiz"], "Ruiz") == ()
    assert via_of(article.parsed, inner, [outer, inner], ["Ruiz", "Brandt"], "Brandt") == ("Ruiz",)


def test_a_relay_has_a_name_that_stands_in_the_article(read):
    """Of a speaker whose name was put together, the mention is the relay."""
    article = read("His lawyer said Brandt had warned of it.")
    outer = article.find("Brandt had warned of it", "said", "say", "His lawyer")
    inner = article.find("it", "warned of", "warn", "Brandt", parent=0)
    assert via_of(article.parsed, inner, [outer, inner], ["Ruiz’s lawyer", "Brandt"]) == ("His lawyer",)


def test_who_has_read_a_document_is_a_relay(read):
    """What court papers say that an agency has seen came through the agency."""
    article = read("The pump was old, according to court papers seen by AFP.")
    found = article.find("The pump was old", "according", "according to", "court papers", "according")
    assert via_of(article.parsed, found) == ("AFP",)
