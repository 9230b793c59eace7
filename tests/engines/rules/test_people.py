"""The register: names joined into entities, their titles, roles, affiliations and genders."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.engines.rules import names
from summarizer.engines.rules.lexicon import load, words
from summarizer.engines.rules.parsing import parse
from summarizer.engines.rules.people import build_register, name_of
from summarizer.records import Article, Block, BlockKind, SpeakerKind
from summarizer.segments import segment


def _entity(read, text, name):
    found = [e for e in build_register(read(text).parsed).entities if e.name == name]
    assert len(found) == 1, [e.name for e in build_register(read(text).parsed).entities]
    return found[0]


@pytest.mark.parametrize(
    ("text", "name", "alias"),
    [
        ("Marta Oliveira spoke first. Oliveira left early.", "Marta Oliveira", "Oliveira"),
        ("Ambassador Weiran met the press. Envoy Tang Weiran left.", "Tang Weiran", "Weiran"),
        (
            "Ursula van der Berg won. Later van der Berg thanked voters.",
            "Ursula van der Berg",
            "van der Berg",
        ),
        ("Omar al-Rashidi resigned. Al-Rashidi gave no reason.", "Omar al-Rashidi", "Al-Rashidi"),
        ("Park Ji-won arrived on Sunday. Mr. Park waved.", "Park Ji-won", "Park"),
        ("J. R. Colton ran again. JR Colton lost.", "J. R. Colton", "JR Colton"),
        ("Robert Haines Jr. sued. Haines’s claim failed.", "Robert Haines Jr.", "Haines"),
        ("Siobhan O'Leary argued. O'Leary won.", "Siobhan O'Leary", "O'Leary"),
        ('Peter "Buck" Dawson sang. Dawson bowed.', 'Peter "Buck" Dawson', "Dawson"),
        ("Anna-Lena Fischer objected. Fischer walked out.", "Anna-Lena Fischer", "Fischer"),
        ("Spokesperson Farzana binti Idris spoke. Farzana sat down.", "Farzana binti Idris", "Farzana"),
        ("Omar as-Salem resigned. Mr. Salem gave no reason.", "Omar as-Salem", "Salem"),
        (
            "Deputy Commissioner of Police (North) Sanjay R. Kulkarni spoke. Mr Kulkarni sat down.",
            "Sanjay R. Kulkarni",
            "Kulkarni",
        ),
        ("J.R. Halloran spoke. Mr Halloran sat down.", "J.R. Halloran", "Halloran"),
        ("Speaker of the House Nolan Greer spoke. Greer sat down.", "Nolan Greer", "Greer"),
        ("Mr. King and Mr. Lindqvist left. Per Lindqvist came back.", "Per Lindqvist", "Lindqvist"),
    ],
)
def test_parts_of_a_name_join_the_full_one(read, text, name, alias):
    """A last name, a family name in front, particles, initials and suffixes belong to the full name."""
    entity = _entity(read, text, name)
    assert alias in entity.aliases
    assert entity.kind is SpeakerKind.PERSON


@pytest.mark.parametrize(
    ("text", "name", "role", "affiliation"),
    [
        ("Trade Minister Ines Calder spoke.", "Ines Calder", "Trade Minister", None),
        ("Speaker of the House Nolan Greer spoke.", "Nolan Greer", "Speaker of the House", None),
        ("Mr. King and Mr. Per Lindqvist spoke.", "Per Lindqvist", None, None),
        (
            "Deputy Commissioner of Police (North) Sanjay R. Kulkarni spoke.",
            "Sanjay R. Kulkarni",
            "Deputy Commissioner of Police (North)",
            None,
        ),
        (
            "Kenyan Foreign Ministry spokesman Daniel Otieno spoke.",
            "Daniel Otieno",
            "Foreign Ministry spokesman",
            "Kenyan Foreign Ministry",
        ),
        ("Norwegian Ambassador Erik Lund in Norway spoke.", "Erik Lund", "Ambassador", "Norway"),
        (
            "Minister of State for Energy Rahul Menon spoke.",
            "Rahul Menon",
            "Minister of State for Energy",
            None,
        ),
        (
            "Acting U.S. Attorney for the District of Oregon Joshua Pell spoke.",
            "Joshua Pell",
            "Acting U.S. Attorney for the District of Oregon",
            "U.S.",
        ),
        (
            "Laura Finch, a lawyer for the Harbour Workers Union, spoke.",
            "Laura Finch",
            "lawyer for the Harbour Workers Union",
            "Harbour Workers Union",
        ),
        ("Zenith’s chief executive, Tom Arden, spoke.", "Tom Arden", "chief executive", "Zenith"),
        ("An attorney for Bell, Mark Devlin, spoke.", "Mark Devlin", "attorney for Bell", "Bell"),
        ("Dr. Ruth Amadi, 54, of Leeds, spoke.", "Ruth Amadi", None, None),
        ("His wife Helen Moss spoke.", "Helen Moss", None, None),
        ("DPO Nasreen Kakar spoke.", "Nasreen Kakar", "DPO", None),
        ("SSP (Operations) Javed Shah spoke.", "Javed Shah", "SSP (Operations)", None),
        (
            "A spokesman for the Mill Front (MF), Jan Zar, spoke.",
            "Jan Zar",
            "spokesman for the Mill Front (MF)",
            "Mill Front",
        ),
    ],
)
def test_titles_and_appositions_become_role_and_affiliation(read, text, name, role, affiliation):
    """A title never stays in the name; role and affiliation are the article's own words."""
    entity = _entity(read, text, name)
    assert (entity.role, entity.affiliation) == (role, affiliation)


@pytest.mark.parametrize(
    ("text", "name", "alias", "kind"),
    [
        (
            "The Inter-Island Ferry Authority (IIFA) met. IIFA said no.",
            "Inter-Island Ferry Authority",
            "IIFA",
            SpeakerKind.ORGANIZATION,
        ),
        (
            "The Centre for Rivers and Wetland Studies (CRWS) met.",
            "Centre for Rivers and Wetland Studies",
            "CRWS",
            SpeakerKind.ORGANIZATION,
        ),
        ("The Global Grain Fund met. The GGF agreed.", "Global Grain Fund", "GGF", SpeakerKind.ORGANIZATION),
        ("The United States objected. The U.S. said no.", "United States", "U.S.", SpeakerKind.GOVERNMENT),
        ("The Harbour Times reported it.", "Harbour Times", None, SpeakerKind.PUBLICATION),
        ("The White House declined.", "White House", None, SpeakerKind.GOVERNMENT),
        ("The Taliban objected.", "Taliban", None, SpeakerKind.GROUP),
    ],
)
def test_bodies_have_their_kind_and_short_form(read, text, name, alias, kind):
    """Kinds of bodies are told apart, and an acronym is the long form's alias."""
    entity = _entity(read, text, name)
    assert entity.kind is kind
    assert alias is None or alias in entity.aliases


def test_two_people_of_one_surname_stay_two(read):
    """A couple is not merged, and a bare surname means the one who is not always named in full."""
    text = (
        "Victor Hale opened the plant. Hale called it a start.\n"
        "His wife, Nora Hale, stayed away. Nora Hale has said little. Hale blamed the weather."
    )
    register = build_register(read(text).parsed)
    victor, nora = (next(e for e in register.entities if e.name == n) for n in ("Victor Hale", "Nora Hale"))
    assert len(victor.mentions) == 3
    assert len(nora.mentions) == 2


def test_a_title_with_a_sex_chooses_the_person(read):
    """“Mrs.” never means the man of that surname."""
    text = "Victor Hale and Nora Hale arrived. Mrs. Hale spoke first. Mr. Hale followed."
    register = build_register(read(text).parsed)
    by = {
        register.mentions[i].range[0]: register.mentions[i].entity.name for i in range(len(register.mentions))
    }
    assert by[text.index("Hale spoke")] == "Nora Hale"
    assert by[text.index("Hale followed")] == "Victor Hale"


def test_a_surname_that_is_a_place_is_the_person_only_as_a_subject(read):
    """A country's name after “in” is not the man who bears it."""
    text = "Michael Jordan spoke. Jordan thanked fans. Talks continue in Jordan."
    register = build_register(read(text).parsed)
    named = [m.entity.name for m in register.mentions]
    assert named == ["Michael Jordan", "Michael Jordan", "Jordan"]


def test_a_word_glued_to_a_name_is_no_part_of_it(read):
    """A nickname or an insult in front of a full name does not become the fullest form."""
    text = "“Poor Maria Lopes,” he wrote. Maria Lopes shrugged. Poor Maria Lopes sat down."
    assert [e.name for e in build_register(read(text).parsed).entities] == ["Maria Lopes"]


def test_headline_capitals_make_no_names(read):
    """Words that only a headline capitalises are no entities, and a known name in it is still found."""
    text = "# Oliveira Warns Striking Port Workers\nMarta Oliveira warned workers on Monday."
    register = build_register(read(text).parsed)
    assert [e.name for e in register.entities] == ["Marta Oliveira"]
    assert len(register.entities[0].mentions) == 2


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Chairwoman Xo Tandi spoke.", "f"),
        ("Xo Tandi said he would go.", "m"),
        ("Maria Lopes spoke.", "f"),
        ("Xo Tandi spoke.", None),
        ("Xo Tandi, an adviser to the king, spoke.", None),
    ],
)
def test_gender_comes_from_titles_names_and_pronouns(read, text, gender):
    """A title, a listed given name or a pronoun beside the name tells he or she; else it stays open."""
    person = next(e for e in build_register(read(text).parsed).entities if e.words[-1] in ("tandi", "lopes"))
    assert person.gender == gender


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("the Rev. Peter Whitlow’s", "Peter Whitlow"),
        ("The Harbour Workers’ Union", "Harbour Workers’ Union"),
        ("Acme Corp.", "Acme Corp"),
        ("Robert Haines Jr.", "Robert Haines Jr."),
        ("Foreign Minister Ines Calder,", "Ines Calder"),
        ("Larry King", "Larry King"),
        ("the United States'", "United States"),
    ],
)
def test_a_name_is_shown_without_what_is_no_name(text, shown):
    """Determiner, title and possessive go; suffixes and surnames that are offices stay."""
    assert name_of(text) == shown


def test_words_of_a_lexicon_are_sets_and_a_missing_one_fails():
    """A lexicon reads as data; asking for a list that is not there is an error, not an empty set."""
    assert "mr" in words("titles", "honorifics", "male")
    assert load("countries")["countries"]["Canada"][0] == "Canadian"
    with pytest.raises(KeyError):
        words("titles", "honorifics", "nobody")
    with pytest.raises(FileNotFoundError):
        load("no-such-lexicon")


def parse_plain(text):
    """Return a text of one paragraph parsed."""
    blocks = (Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text), body=None),)
    return parse(segment(Article(id="sha256:0", source="text", text=text, blocks=blocks)))


_WORDS = st.lists(
    st.sampled_from(["Ann", "Bo", "van", "der", "Lee-Roe", "J.", "Ortiz", "Jr."]), min_size=1, max_size=5
)


@given(_WORDS)
def test_a_name_agrees_with_itself_and_its_last_word(name):
    """Whatever the name, it is its own match, and its last word alone is a part of it."""
    key = names.normal(name)
    if key:
        assert names.agree(key, key)
        assert names.agree(key[-1:], key)


@given(st.text(max_size=60))
def test_cleaning_a_name_is_stable_and_adds_nothing(text):
    """A cleaned name is made of the text's own characters, and cleaning it again changes no letter."""
    shown = names.clean(text)
    assert shown.replace(" ", "") in "".join(text.split())
    assert names.title_end(shown.split()) <= len(shown.split())


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Ann Roe", "said", "Minister", "“", "”", "(", ")", "'s", ",", "of", "the", "and", "US", "-"]
        ),
        max_size=25,
    )
)
def test_every_mention_slices_to_its_name(parts):
    """However broken the text, every mention lies in it and no entity is without a name."""
    text = " ".join(parts) + "."
    register = build_register(parse_plain(text))
    for entity in register.entities:
        assert entity.name.strip()
        assert all(0 <= a < b <= len(text) and text[a:b].strip() for a, b in entity.mentions)


@pytest.mark.parametrize(
    "name",
    [
        "Commission on Rural Debates",
        "Committee for a Sound Budget",
        "Joint Council on the Northern Fisheries",
    ],
)
def test_a_body_is_named_with_its_subject(read, name):
    """What a commission is on, and what a committee is for, belongs to its name."""
    assert _entity(read, f"The {name} met. Then it rained.", name).kind is SpeakerKind.ORGANIZATION


def test_accents_do_not_hide_a_given_name():
    """A listed given name is one with its accents, too, and tells the same gender."""
    assert names.is_given("José")
    assert names.given_gender("José") == names.given_gender("Jose") == "m"


def test_two_capitals_are_initials_and_no_title():
    """A network called by two letters is not the honorific that is spelt like it."""
    assert not names.is_honorific("RT")
    assert names.is_honorific("Rt")
    assert names.is_honorific("DR")
