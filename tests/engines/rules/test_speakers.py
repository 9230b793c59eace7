"""Resolving mentions: names, pronouns, descriptions and unnamed speakers."""

from __future__ import annotations

import pytest

from summarizer.engines.rules.people import build_register
from summarizer.engines.rules.resolved import official_kind
from summarizer.engines.rules.speakers import Focus, Resolved, inherit, resolve
from summarizer.records import SpeakerKind

PERSON, UNNAMED = SpeakerKind.PERSON, SpeakerKind.UNNAMED


def _who(read, text, *mentions):
    """Resolve mentions in order; words behind a ``|`` only tell where one stands."""
    parsed = read(text).parsed
    register, focus, at, out = build_register(parsed), Focus(), 0, []
    for words in mentions:
        start = parsed.text.index(words.replace("|", ""), at)
        at = start + len(words.split("|")[0])
        speaker = resolve(register, parsed, (start, at), start, focus)
        focus.add((start, at), speaker)
        out.append(speaker)
    return out


def _name(read, text, *mentions):
    return _who(read, text, *mentions)[-1].name


@pytest.mark.parametrize(
    ("text", "mention", "name", "role"),
    [
        (
            "Lena Brandt, a spokeswoman for the port, who arrived late, said no.",
            "Lena Brandt, a spokeswoman for the port, who arrived late,",
            "Lena Brandt",
            "spokeswoman for the port",
        ),
        (
            "Former city councillor Imran Qadir said no.",
            "Former city councillor Imran Qadir",
            "Imran Qadir",
            "Former city councillor",
        ),
        ("The firm’s lawyer, Paul Adeyemi, said no.", "The firm’s lawyer", "Paul Adeyemi", "firm’s lawyer"),
        (
            "One of the firm’s lawyers, Paul Adeyemi, said no.",
            "One of the firm’s lawyers, Paul Adeyemi,",
            "Paul Adeyemi",
            None,
        ),
        ("Carla Nunes (R-Ohio) said no.", "Carla Nunes (R-Ohio)", "Carla Nunes", None),
        (
            "“No,” said Peruvian Foreign Minister Ines Calder.",
            "Peruvian Foreign Minister Ines Calder",
            "Ines Calder",
            "Foreign Minister",
        ),
    ],
)
def test_a_noun_phrase_around_a_name_is_the_name(read, text, mention, name, role):
    """Titles, appositions and relative clauses lead to the name and stay out of it."""
    (speaker,) = _who(read, text, mention)
    assert speaker.name == name
    assert speaker.kind is PERSON
    if role:
        assert speaker.role == role


@pytest.mark.parametrize(
    ("text", "mentions", "name"),
    [
        ("Lena Brandt closed the port. She said it was unsafe.", ["She"], "Lena Brandt"),
        ("Lena Brandt met Karl Voss on Monday. He said the port was unsafe.", ["He"], "Karl Voss"),
        ("Karl Voss met Emil Stark on Monday. He said the port was unsafe.", ["He"], "Karl Voss"),
        (
            "Karl Voss said no.\nEmil Stark has run the port for years. He said yes.",
            ["Karl Voss", "He"],
            "Emil Stark",
        ),
        (
            "Karl Voss said the ship was late.\nThe crew waited at the port of Brest.\n“Cold,” he added.",
            ["Karl Voss", "he| added"],
            "Karl Voss",
        ),
        (
            "Karl Voss grew up in Bremen. He studied law. He later moved. He said he was happy.",
            ["He| said"],
            "Karl Voss",
        ),
        (
            "“Emil Stark must go,” Karl Voss said. He gave no reason, he added.",
            ["Karl Voss", "he| added"],
            "Karl Voss",
        ),
        ("A police officer saw it. He said it was quick.", ["He"], "police officer"),
        ("Karl Voss spoke, and she said no.", ["she"], "unattributed"),
        ("The Harbour Authority closed the port. It said the pier was unsafe.", ["It"], "Harbour Authority"),
        ("Residents left their homes. They said the river rose fast.", ["They"], "Residents"),
    ],
)
def test_a_pronoun_stands_for_who_fits_best(read, text, mentions, name):
    """Subjects and earlier speakers come first; gender and number agree; nobody quoted counts."""
    assert _name(read, text, *mentions) == name


@pytest.mark.parametrize(
    ("text", "mentions", "name"),
    [
        (
            "Trade Minister Ines Calder met Energy Minister Paul Adeyemi. The trade minister said no.",
            ["The trade minister"],
            "Ines Calder",
        ),
        ("Ambassador Tang Weiran arrived. The envoy thanked his hosts.", ["The envoy"], "Tang Weiran"),
        ("Rep. Carla Nunes voted. The congresswoman said no.", ["The congresswoman"], "Carla Nunes"),
        (
            "Green presidential nominee Ana Prieto waved. The Liberal presidential nominee said no.",
            ["The Liberal presidential nominee"],
            "Liberal presidential nominee",
        ),
        ("Vice President Ana Prieto spoke. The president said no.", ["The president"], "president"),
        (
            "The finance minister said no. Trade Minister Ines Calder agreed.",
            ["The finance minister"],
            "finance minister",
        ),
        ("Karl Voss, a baker, won. The 54-year-old said he cried.", ["The 54-year-old"], "Karl Voss"),
        ("The Interior Ministry spoke. The ministry said no.", ["The ministry"], "Interior Ministry"),
        ("The Global Grain Fund said yes. The fund said no.", ["The fund"], "Global Grain Fund"),
        (
            "Ottawa’s embassy in Lima closed. The Canadian embassy moved. The embassy said no.",
            ["The embassy"],
            "Canadian embassy",
        ),
        ("Acme Industries closed. The company said no.", ["The company"], "Acme Industries"),
        (
            "The Rivers Institute counted 40. The report said more.",
            ["The Rivers Institute", "The report"],
            "Rivers Institute",
        ),
        ("A Harbour Times report said so.", ["A Harbour Times report"], "Harbour Times"),
        (
            "A report by the Rivers Institute said so.",
            ["A report by the Rivers Institute"],
            "Rivers Institute",
        ),
        ("Chile and Peru said no.", ["Chile and Peru"], "Chile and Peru"),
        ("Karl Voss resigned. His lawyer said no.", ["His lawyer"], "Karl Voss’s lawyer"),
    ],
)
def test_a_description_points_at_who_fits_it(read, text, mentions, name):
    """A role, a head noun or an issuer leads to the named one; what fits nobody stays itself."""
    assert _name(read, text, *mentions) == name


@pytest.mark.parametrize(
    ("text", "mention", "name", "kind"),
    [
        (
            "A senior official who asked not to be named said no.",
            "A senior official who asked not to be named",
            "senior official",
            UNNAMED,
        ),
        ("Unnamed sources said no.", "Unnamed sources", "Unnamed sources", UNNAMED),
        ("Witnesses said no.", "Witnesses", "Witnesses", UNNAMED),
        ("Aides to Karl Voss said no.", "Aides to Karl Voss", "Aides to Karl Voss", UNNAMED),
        ("Police said no.", "Police", "Police", SpeakerKind.ORGANIZATION),
        ("Beijing said no.", "Beijing", "Beijing", SpeakerKind.GOVERNMENT),
        ("The White House said no.", "The White House", "White House", SpeakerKind.GOVERNMENT),
        ("Reuters said so.", "Reuters", "Reuters", SpeakerKind.PUBLICATION),
        ("A study said so.", "A study", "study", SpeakerKind.PUBLICATION),
        ("Protesters said no.", "Protesters", "Protesters", SpeakerKind.GROUP),
        ("The ship reportedly sank.", "reportedly", "unattributed", SpeakerKind.UNATTRIBUTED),
    ],
)
def test_speakers_without_a_name_keep_their_words_and_kind(read, text, mention, name, kind):
    """Who is not named is not given a name, and its kind says what it is."""
    (speaker,) = _who(read, text, mention)
    assert (speaker.name, speaker.kind) == (name, kind)


def test_who_and_which_stand_for_their_noun(read):
    """A relative pronoun is the noun that its clause hangs on."""
    text = "Lena Brandt, who said no, left. The Harbour Authority, which said yes, stayed."
    assert [s.name for s in _who(read, text, "who", "which")] == ["Lena Brandt", "Harbour Authority"]


def test_the_first_person_is_the_enclosing_speaker_or_nobody(read):
    """“I” inside a quotation is who is quoted; outside it is never a speaker."""
    parsed = read("“I said no,” Lena Brandt recalled.").parsed
    register = build_register(parsed)
    brandt = Resolved("Lena Brandt", PERSON)
    assert resolve(register, parsed, (1, 2), 1, Focus(enclosing=brandt)) is brandt
    assert resolve(register, parsed, (1, 2), 1, Focus()).kind is SpeakerKind.UNATTRIBUTED


def test_an_owned_body_has_the_articles_words_or_is_unnamed(read):
    """“Her campaign” takes a form that stands in the article; words put together are only for the unnamed."""
    text = "Ana Prieto left. The Prieto campaign paid. Her campaign said no. Her office said yes."
    campaign, office = _who(read, text, "Her campaign", "Her office")
    assert (campaign.name, campaign.kind) == ("Prieto campaign", SpeakerKind.ORGANIZATION)
    assert (office.name, office.kind) == ("Ana Prieto’s office", UNNAMED)


def test_no_mention_is_unattributed(read):
    """A statement without any speaker gets none."""
    parsed = read("The ship is lost.").parsed
    assert resolve(build_register(parsed), parsed, None, 0, Focus()).name == "unattributed"


def test_a_turn_label_outside_the_sentences_is_resolved_by_its_words(read):
    """The label of a turn finds the person whom the article names in full."""
    text = "# Interview with Dr. Nadia Farouk\nFarouk: Thank you. Dr. Farouk smiled."
    parsed = read(text).parsed
    register = build_register(parsed)
    assert register.find("Dr. Farouk").name == "Nadia Farouk"
    assert register.find("Editor") is None


@pytest.mark.parametrize(
    ("between", "name"),
    [
        ("", "Karl Voss"),
        ("Emil Stark stepped up. ", "Emil Stark"),
        ("The hall of the port was full. ", "Karl Voss"),
    ],
)
def test_a_quotation_without_a_cue_continues_the_last_speaker(read, between, name):
    """It goes on with the speaker before, unless somebody else has become the subject in between."""
    text = f"“No,” Karl Voss said. {between}“Never again.”\nEmil Stark left."
    parsed = read(text).parsed
    register, focus = build_register(parsed), Focus()
    where = (text.index("Karl"), text.index("Karl") + 9)
    focus.add((0, text.index("said") + 4), resolve(register, parsed, where, 0, focus))
    assert inherit(register, parsed, text.index("Never"), focus).name == name


def test_a_quotation_far_from_any_speaker_has_none(read):
    """A quotation with no statement before it is unattributed, not guessed."""
    parsed = read("“Never again.”").parsed
    assert inherit(build_register(parsed), parsed, 1, Focus()).kind is SpeakerKind.UNATTRIBUTED


def test_resolving_is_the_same_every_time(read):
    """The same article and mentions give the same speakers, whatever was resolved before."""
    text = "Karl Voss met Emil Stark. He said no. The man left. They said it was late."
    first, second = (_who(read, text, "He", "The man", "They") for _ in range(2))
    assert [(s.name, s.confidence) for s in first] == [(s.name, s.confidence) for s in second]


def test_an_abbreviated_office_is_that_office(read):
    """“The senator”, also with the state, is who was introduced as “Sen.”."""
    text = "Sen. Ada Brill (R-S.C.) rose. The South Carolina senator left."
    assert _name(read, text, "The South Carolina senator") == "Ada Brill"


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        (
            "Elna Brask opened the rally. The Republican nominee said no.",
            "The Republican nominee",
            "Elna Brask",
        ),
        (
            "Elna Brask rose. The former mayor and senator said no.",
            "The former mayor and senator",
            "Elna Brask",
        ),
        ("Teuila Faleolo won. The Democrat said no.", "The Democrat", "Teuila Faleolo"),
        (
            "Elna Brask, the Conservative mayor of Tarn, rose. The Democrat said no.",
            "The Democrat",
            "Democrat",
        ),
        (
            "Judge Olu Adeyemi rose. The opposition nominee said no.",
            "The opposition nominee",
            "opposition nominee",
        ),
        (
            "Elna Brask left after the billionaire mogul said no.",
            "the billionaire mogul",
            "billionaire mogul",
        ),
        ("Elna Brask rose. The former mayors said no.", "The former mayors", "former mayors"),
    ],
)
def test_an_attribute_goes_on_about_the_last_person(read, text, mention, name):
    """“The nominee” is the person spoken of last, not one of another party, calling or the same sentence."""
    assert _name(read, text, mention) == name


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        (
            "Sens. Ada Brill (D-Ore.), Tom Wexley (R-Ohio) and Luisa Marrero (D-N.J.) all said no.",
            "Sens. Ada Brill",
            "Ada Brill, Tom Wexley and Luisa Marrero",
        ),
        (
            "Ngozi Okafor and Tom Wexley both said no.",
            "Ngozi Okafor and Tom Wexley both",
            "Ngozi Okafor and Tom Wexley",
        ),
        ("After talks with Ada Brill and Tom Wexley, Bo Carlsen said no.", "Bo Carlsen", "Bo Carlsen"),
        ("Ada Brill told Tom Wexley and Bo Carlsen no.", "Ada Brill", "Ada Brill"),
        ("(Ada Brill said no.) Then it rained.", "Ada Brill", "Ada Brill"),
    ],
)
def test_a_list_of_persons_speaks_together(read, text, mention, name):
    """Who is one of a list that speaks together speaks with all of them, and with nobody else."""
    assert _name(read, text, mention) == name


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("It was all predictable - Ada Brill said no.", "predictable - Ada Brill", "Ada Brill"),
        ("“No,” Ada Brill, an aide to Bo Carlsen, said Thursday morning.", "Thursday morning", "Ada Brill"),
        ("No, it was said on Friday.", "Friday", "unattributed"),
    ],
)
def test_nothing_that_cannot_speak_is_a_speaker(read, text, mention, name):
    """Neither what a dash sets off nor a day is the speaker."""
    assert _name(read, text, mention) == name


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("The Coal League issued a paper calling for a ban.", "a paper", "Coal League"),
        ("No, according to a speech Ada Brill gave.", "a speech", "Ada Brill"),
        (
            "No, according to a report that the Norvik Health Ministry released.",
            "a report",
            "Norvik Health Ministry",
        ),
        ("No, according to a report The Norvik Times published.", "a report", "report"),
        ("No, according to a petition Ada Brill released.", "a petition", "petition"),
        (
            "Ada Brill released a letter from her doctor.",
            "a letter from her doctor",
            "letter from her doctor",
        ),
    ],
)
def test_a_document_speaks_for_who_made_it(read, text, mention, name):
    """A document or speech is that of who issued, wrote or gave it, as the sentence says."""
    assert _name(read, text, mention) == name


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        (
            "Harl cut jobs, the company said. No, the union said.",
            "the union",
            "union",
        ),
        ("Tarna, a union of miners, met. Tarna said no. The union said no.", "The union", "Tarna"),
    ],
)
def test_a_union_is_no_company(read, text, mention, name):
    """“The union” goes on about a body only where the article calls that body one."""
    assert _name(read, text, text.split()[0], mention) == name


def test_where_something_happens_is_not_it(read):
    """A place that is only where something happens is not what “it” stands for."""
    text = "At a rally in Canada, Ada Brill spoke. It says no."
    assert _name(read, text, "It") == "unattributed"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Tarn Police", SpeakerKind.GOVERNMENT),
        ("Supreme Court of Norvik", SpeakerKind.GOVERNMENT),
        ("provincial rescue service", SpeakerKind.GOVERNMENT),
        ("Agency for Public Health", SpeakerKind.GOVERNMENT),
        ("mayor's office", SpeakerKind.GOVERNMENT),
        ("Kestrel Delivery Service", SpeakerKind.ORGANIZATION),
        ("Harl Mining", SpeakerKind.ORGANIZATION),
        ("Harl Liberation Army", SpeakerKind.ORGANIZATION),
        ("", SpeakerKind.ORGANIZATION),
    ],
)
def test_police_courts_and_public_services_are_government(name, kind):
    """In a record the police, a court and a public service are government, a company's service is not."""
    assert official_kind(name, SpeakerKind.ORGANIZATION) is kind
    assert official_kind(name, SpeakerKind.PUBLICATION) is SpeakerKind.PUBLICATION


def test_the_report_of_a_body_that_begins_its_sentence_is_its_own(read):
    """A report is that of the body that its sentence is about, before any that was named earlier."""
    text = "Brandt met the Harl Trust. The ministry counted 171 raids, according to its annual report."
    assert _name(read, text, "its annual report") == "ministry’s annual report"


@pytest.mark.parametrize("name", ["Ma Jun", "Jun Okada", "Jan Novak"])
def test_a_name_that_is_also_a_month_s_is_a_name(read, name):
    """Who is called like a month, by the first or the last name, is still somebody."""
    (speaker,) = _who(
        read, f"Harbour analyst {name} said that the port was unsafe.", f"Harbour analyst {name}"
    )
    assert (speaker.name, speaker.kind) == (name, PERSON)


@pytest.mark.parametrize(
    ("mention", "name", "role"),
    [
        ("Gen Sohail Akhtar", "Sohail Akhtar", "Gen"),
        ("Maj Gen Tariq Rao", "Tariq Rao", "Maj Gen"),
        ("Min Aung Lwin", "Min Aung Lwin", None),
    ],
)
def test_a_rank_without_its_full_stop_is_no_name(read, mention, name, role):
    """In front of two names "Gen" is a rank; a given name that is also an abbreviation is none."""
    (speaker,) = _who(read, f"{mention} said that the port was unsafe.", mention)
    assert (speaker.name, speaker.role) == (name, role)


def test_who_claims_an_attack_is_no_state():
    """A body that claims an attack is an organization, though it calls itself an army; a side is a state."""
    army = official_kind("Orra United Army", SpeakerKind.ORGANIZATION, militant=True)
    assert army is SpeakerKind.ORGANIZATION
    assert official_kind("Orra United Army", SpeakerKind.ORGANIZATION) is SpeakerKind.GOVERNMENT
    assert official_kind("Chinese side", SpeakerKind.GROUP) is SpeakerKind.GOVERNMENT


@pytest.mark.parametrize(
    ("mention", "name", "kind"),
    [
        ("SSP Mastung Abdul Hafeez Mengal", "Abdul Hafeez Mengal", PERSON),
        ("Bibi Hazar", "Bibi Hazar", PERSON),
        ("Dad Muhammad", "Dad Muhammad", PERSON),
        ("Chinese state broadcaster QXTV", "QXTV", SpeakerKind.PUBLICATION),
        ("Sports broadcaster Jim Roe", "Jim Roe", PERSON),
        ("Western diplomats", "Western diplomats", UNNAMED),
        ("One of the crew, schoolteacher Nils Ahmed,", "Nils Ahmed", PERSON),
        ("A Baloch group", "Baloch group", SpeakerKind.GROUP),
        ("Engr Nils Ahmed", "Nils Ahmed", PERSON),
        ("IG Nils Ahmed", "Nils Ahmed", PERSON),
        ("An Opinion Source poll", "Opinion Source", SpeakerKind.ORGANIZATION),
    ],
)
def test_what_is_no_name_stays_out_of_one(read, mention, name, kind):
    """The place of an office and what an outlet is are no parts of a name; given names like titles are."""
    (speaker,) = _who(read, f"{mention} said that the port was unsafe.", mention)
    assert (speaker.name, speaker.kind) == (name, kind)


def test_and_others_belongs_to_a_list_of_speakers(read):
    """Several who said it with others are all named."""
    mention = "Governor Ana Falk, Minister Karl Voss and others"
    (speaker,) = _who(read, f"{mention} also condemned the raid.", mention)
    assert speaker.name == mention


def test_a_rank_is_called_by_the_initials_in_its_brackets(read):
    """The "COAS" is who was introduced as Chief of Army Staff (COAS)."""
    text = "Chief of Army Staff (COAS) General Omar Rao visited the port. Later the COAS lauded the crews."
    who = _who(read, text, "the COAS")[0]
    assert (who.name, who.role) == ("Omar Rao", "Chief of Army Staff (COAS) General")
