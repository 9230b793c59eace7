"""Speech acts of the rules engine."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarizer.engines.rules.acts import acts_of, performed_verb
from summarizer.engines.rules.lexicon import load
from summarizer.records import Act


def _acts(read, text, *words, speaker="", **more):
    """Return the acts of the statement with this content, cue, lemma and mention."""
    article = read(text)
    return [a.value for a in acts_of(article.parsed, article.find(*words, **more), speaker)]


@pytest.mark.parametrize(
    "case",
    [
        ("Okafor condemned the raid.", "the raid", "condemned", "condemn", "condemn"),
        ("Okafor slammed the verdict.", "the verdict", "slammed", "slam", "condemn"),
        ("Okafor denied the charge.", "the charge", "denied", "deny", "deny"),
        ("Okafor denied the motion.", "the motion", "denied", "deny", "oppose"),
        ("Okafor dismissed the allegations.", "the allegations", "dismissed", "dismiss", "deny"),
        ("Okafor rejected the peace plan.", "the peace plan", "rejected", "reject", "oppose"),
        ("Okafor blamed Lunde for the fire.", "Lunde for the fire", "blamed", "blame", "accuse"),
        ("Okafor branded the story false.", "the story false", "branded", "brand", "deny"),
        ("Okafor welcomed the treaty.", "the treaty", "welcomed", "welcome", "support"),
        ("Okafor unveiled the budget.", "the budget", "unveiled", "unveil", "announce"),
        ("Okafor thanked the nurses.", "the nurses", "thanked", "thank", "thank"),
        ("Okafor called for restraint.", "restraint", "called for", "call for", "urge"),
        ("Okafor opposed the merger.", "the merger", "opposed", "oppose", "oppose"),
        ("Okafor expressed deep condolences.", "deep condolences", "expressed", "express", "condole"),
        ("Okafor expressed gratitude.", "gratitude", "expressed", "express", "thank"),
        ("Okafor reiterated her call for talks.", "her call for talks", "reiterated", "reiterate", "urge"),
        ("The front claimed responsibility.", "responsibility", "claimed", "claim", "claim_responsibility"),
        ("Okafor reaffirmed the old friendship.", "the old friendship", "reaffirmed", "reaffirm", "support"),
    ],
)
def test_a_cue_with_its_object_gives_the_act(read, case):
    """A verb that is an act, or that only carries one, decides with its object which act it is."""
    text, content, cue, lemma, want = case
    mention = "The front" if text.startswith("The front") else "Okafor"
    assert _acts(read, text, content, cue, lemma, mention, frame="object") == [want]


def test_a_denial_is_never_stored_as_a_claim(read):
    """Whoever rejects a report denies it, whatever the report says."""
    text = "The ministry firmly rejected a newspaper report that it had closed the port."
    content = "a newspaper report that it had closed the port"
    assert _acts(read, text, content, "rejected", "reject", "The ministry", frame="object") == ["deny"]


@pytest.mark.parametrize(
    ("text", "content", "want"),
    [
        ("Adeyemi asked the council to vote.", "the council to vote", "urge"),
        ("Adeyemi asked why the council had waited.", "why the council had waited", "question"),
        ("Adeyemi asked whether it was over.", "whether it was over", "question"),
    ],
)
def test_asking_to_urges_and_asking_why_questions(read, text, content, want):
    """Asking to do something is an appeal, asking why and whether are questions."""
    assert _acts(read, text, content, "asked", "ask", "Adeyemi") == [want]


@pytest.mark.parametrize(
    ("quote", "want"),
    [
        ("We mourn the dead", ["condole"]),
        ("Our hearts go out to the crew", ["condole"]),
        ("We strongly condemn this cowardly act", ["condemn"]),
        ("We urge both governments to talk", ["urge"]),
        ("We will rebuild the bridge by May", ["pledge"]),
        ("We will always support the islanders", ["support", "pledge"]),
        ("I did not take the money", ["deny"]),
        ("There is no truth in this story", ["deny"]),
        ("Our patience should not be tested", ["warn"]),
        ("Morvania is behind these raids", ["accuse"]),
        ("Who paid for the boat?", ["question"]),
        ("Members must vote before Friday", ["urge"]),
        ("Boil the water", ["urge"]),
        ("I have asked the engineer", ["assert"]),
        ("I did not know", ["assert"]),
        ("We will see", ["assert"]),
        ("The harvest was good", ["assert"]),
    ],
)
def test_a_neutral_cue_leaves_the_act_to_the_words(read, quote, want):
    """After "said" the quotation itself performs the act, or asserts."""
    text = f"“{quote},” Ruiz said."
    assert _acts(read, text, quote, "said", "say", "Ruiz", frame="quote") == want


def test_what_another_country_did_is_not_the_speakers_act(read):
    """What Morvania condemned is only told by a minister of Kellan, and done by one of Morvania."""
    text, content = (
        "Ruiz said Morvania strongly condemned the raids.",
        "Morvania strongly condemned the raids",
    )
    assert _acts(read, text, content, "said", "say", "Ruiz", speaker="Ana Ruiz minister Kellan") == ["assert"]
    assert _acts(read, text, content, "said", "say", "Ruiz", speaker="Ana Ruiz minister Morvania") == [
        "condemn"
    ]


@pytest.mark.parametrize("pronoun", ["he", "they"])
def test_what_others_will_do_is_no_pledge(read, pronoun):
    """In quotation marks "he will" is somebody else."""
    quote = f"{pronoun.title()} will pay the bill"
    assert _acts(read, f"“{quote},” Ruiz said.", quote, "said", "say", "Ruiz", frame="quote") == ["assert"]


def test_a_negated_act_is_not_the_act(read):
    """Who did not condemn has condemned nothing."""
    text = "Okafor did not condemn the raid."
    more = {"frame": "object", "negated": True}
    assert _acts(read, text, "the raid", "condemn", "condemn", "Okafor", **more) == ["other"]


def test_declining_to_comment_asserts_nothing(read):
    """Who declined to comment has asserted nothing."""
    assert _acts(read, "Okafor declined to comment.", "to comment", "declined", "decline", "Okafor") == [
        "other"
    ]


def test_telling_somebody_to_do_it_urges(read):
    """Telling residents to leave is an appeal, telling them that something is so is not."""
    leave = "Ito told residents to leave the valley."
    assert _acts(read, leave, "to leave the valley", "told", "tell", "Ito") == ["urge"]
    safe = "Ito told residents that the valley was safe."
    assert _acts(read, safe, "the valley was safe", "told", "tell", "Ito") == ["assert"]


def test_courtesies_of_a_turn_are_not_its_act(read):
    """A courtesy before a long answer is no act of thanks."""
    words = (
        "Thank you for having me. " + "The old harbour has lost many ships over the last thirty years. " * 4
    )
    text = words.strip()
    article = read(text)
    finding = article.find(text, None, "", frame="turn")
    assert acts_of(article.parsed, finding) == (Act.ASSERT,)


def test_the_verb_that_performs_the_act_is_found(read):
    """The verb of "We urge" is handed to whoever looks for the act's target."""
    article = read("“We urge both sides to talk,” Ruiz said.")
    finding = article.find("We urge both sides to talk", "said", "say", "Ruiz", frame="quote")
    act, verb = performed_verb(article.parsed, finding)
    assert (act, verb.text) == (Act.URGE, "urge")


def test_every_word_list_names_an_act():
    """A section of the lexicon can only be named after an act."""
    lexicon = load("acts")
    for section in ("cues", "objects", "performed", "phrases", "performed-later", "objects-only"):
        for name in lexicon[section]:
            assert Act(name)


WORDS = [
    "We",
    "will",
    "not",
    "deny",
    "I",
    "thank",
    ",",
    "you",
    "?",
    "must",
    "support",
    "it",
    "and",
    "condemn",
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(quote=st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
def test_there_is_always_an_act_and_never_more_than_three(read, quote):
    """Any words give one to three acts, each once, the same ones every time."""
    words = " ".join(quote)
    article = read(f"“{words},” Ruiz said.")
    finding = article.find(words, "said", "say", "Ruiz", frame="quote")
    acts = acts_of(article.parsed, finding)
    assert 1 <= len(acts) <= 3
    assert len(set(acts)) == len(acts)
    assert acts == acts_of(article.parsed, finding)
