"""Speech acts of the rules engine."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarizer.engines.rules.acts import acts_of
from summarizer.engines.rules.lexicon import load
from summarizer.engines.rules.performing import performed_verb
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
        ("We have not heard from her", ["assert"]),
        ("We will see", ["assert"]),
        ("We asked the crew to leave", ["assert"]),
        ("We promised a bridge and here it is", ["assert"]),
        ("We have always condemned such raids", ["condemn"]),
        ("We received no complaint", ["deny"]),
        ("I had no contact with them", ["deny"]),
        ("We have had zero deaths", ["deny"]),
        ("We had no time", ["assert"]),
        ("Our members have not closed the gate", ["deny"]),
        ("The members have not closed the gate", ["assert"]),
        ("I will not resign", ["pledge"]),
        ("Please stay at home", ["urge"]),
        ("Salt it or sell it", ["urge"]),
        ("Do not share this film", ["urge"]),
        ("Let the children go home", ["urge"]),
        ("Let me be clear", ["assert"]),
        ("We apologise to the crew", ["other"]),
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


@pytest.mark.parametrize(
    ("text", "content", "want"),
    [
        ("Ms Lindros insisted that she had never lied.", "she had never lied", "deny"),
        ("Ms Lindros insisted that she would sue.", "she would sue", "pledge"),
        ("Ms Lindros insisted that they would sue.", "they would sue", "assert"),
        ("The union insists it warned the owners.", "it warned the owners", "assert"),
        ("Ms Lindros insisted that she had begged them.", "she had begged them", "assert"),
    ],
)
def test_in_a_paraphrase_the_third_person_is_the_speaker(read, text, content, want):
    """In a paraphrase "she" does what the speaker does, and what was done earlier is only told."""
    cue = "insists" if "insists" in text else "insisted"
    mention = "The union" if text.startswith("The") else "Ms Lindros"
    assert _acts(read, text, content, cue, "insist", mention) == [want]


def test_single_straight_marks_quote_too(read):
    """In straight single marks "she" is somebody else, as in any other marks."""
    text = "Ruiz said: 'She never saw snow.'"
    assert _acts(read, text, "She never saw snow.", "said", "say", "Ruiz") == ["assert"]


@pytest.mark.parametrize(
    ("before", "quote", "mention", "want"),
    [
        ("Ruiz rejected the charge.", "I signed a law that helps all", "she", ["deny", "assert"]),
        ("Ruiz denied it.", "The dam is sound", "Ruiz", ["deny", "assert"]),
        ("The company disputed that.", "Both gates were open", "spokesman Ole Berg", ["deny", "assert"]),
        ("The company disputed that.", "We are looking", "a spokesman for the Lunde embassy", ["assert"]),
        ("Ruiz accused the owner of fraud.", "Three people knew", "she", ["accuse", "assert"]),
        ("Ruiz rejected the offer.", "The dam is sound", "she", ["assert"]),
        ("Ruiz denied it.", "The dam is sound", "Adebayo", ["assert"]),
        ("Ruiz did not deny it.", "The dam is sound", "she", ["assert"]),
        ("Ruiz left.", "The dam is sound", "she", ["assert"]),
    ],
)
def test_a_quotation_after_its_speakers_denial_denies(read, before, quote, mention, want):
    """What follows a denial by the same speaker is no claim on its own; after anybody else's it is one."""
    text = f"{before} “{quote},” {mention} said."
    assert _acts(read, text, quote, "said", "say", mention, frame="quote") == want


def test_an_answer_that_negates_denies(read):
    """Asked about a remark, saying that nobody made it is a denial."""
    text = "Asked about the remark, Ruiz said that no adviser had spoken."
    assert _acts(read, text, "no adviser had spoken", "said", "say", "Ruiz") == ["deny", "assert"]


def test_what_goes_with_a_reproach_is_one(read):
    """Who blames somebody, saying why, blames twice."""
    text = "Ruiz blamed the owner for the fire, saying the doors were locked."
    assert _acts(read, text, "the doors were locked", "saying", "say", "Ruiz") == ["accuse", "assert"]


@pytest.mark.parametrize(
    ("text", "content", "want"),
    [
        ("Okafor suggested she wear glasses.", "she wear glasses", "urge"),
        ("Okafor suggested that he should rest.", "he should rest", "urge"),
        ("Okafor suggested that he had rested.", "he had rested", "assert"),
    ],
)
def test_suggesting_that_somebody_do_it_urges(read, text, content, want):
    """A suggestion to do something is an appeal, a suggestion that it is so is not."""
    assert _acts(read, text, content, "suggested", "suggest", "Okafor") == [want]


def test_who_claims_an_attack_claims_responsibility(read):
    """To claim a bombing is to have done it; to claim that there was one, or a prize, is not."""
    article = read("The front claimed the bombing. The mayor claimed the bombing was staged.")
    done = article.find("the bombing", "claimed", "claim", "The front", "object")
    assert acts_of(article.parsed, done) == (Act.CLAIM_RESPONSIBILITY,)
    told = article.find("the bombing was staged", "claimed", "claim", "The mayor")
    assert acts_of(article.parsed, told) == (Act.ASSERT,)


@pytest.mark.parametrize(
    ("content", "want"), [("tribute to the nurses", "thank"), ("tribute to the victims", "condole")]
)
def test_a_tribute_thanks_the_living_and_mourns_the_dead(read, content, want):
    """Tribute is paid to both, and is another act for each."""
    assert _acts(read, f"Okafor paid {content}.", content, "paid", "pay", "Okafor", frame="object") == [want]


def test_rejecting_what_was_just_said_denies_it(read):
    """Who rejects "this" denies what was said before."""
    assert _acts(read, "Okafor rejected this.", "this", "rejected", "reject", "Okafor", frame="object") == [
        "deny"
    ]


def test_dismissing_something_as_untrue_denies_it(read):
    """What is dismissed as speculation is denied, even where only "them" names it; as unworkable, opposed."""
    for brand, act in (("pure speculation", "deny"), ("unworkable", "oppose")):
        text = f"Okafor dismissed them as {brand}."
        assert _acts(read, text, f"them as {brand}", "dismissed", "dismiss", "Okafor", frame="object") == [
            act
        ]


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


@pytest.mark.parametrize(
    ("text", "words", "speaker", "want"),
    [
        (
            "The mayor said it would take weeks to drain.",
            ("it would take weeks to drain", "said", "say", "The mayor"),
            "mayor",
            "assert",
        ),
        (
            "The institute said it would cost 4 million.",
            ("it would cost 4 million", "said", "say", "The institute"),
            "Tarn Institute",
            "assert",
        ),
        (
            "The institute estimates that it would save millions.",
            ("it would save millions", "estimates", "estimate", "The institute"),
            "Tarn Institute",
            "assert",
        ),
        (
            "The institute said it would publish the list.",
            ("it would publish the list", "said", "say", "The institute"),
            "Tarn Institute",
            "pledge",
        ),
    ],
)
def test_what_a_thing_will_do_is_no_pledge(read, text, words, speaker, want):
    """Costs and delays that somebody foresees are no promise; what a body says it will do is one."""
    assert _acts(read, text, *words, speaker=speaker)[0] == want


def test_a_name_at_the_head_of_a_quotation_is_no_order(read):
    """A name that is also a verb orders nobody."""
    text = "Many trust Trump. “Trump the builder may yet win the north,” Okafor said."
    content = "Trump the builder may yet win the north"
    assert _acts(read, text, content, "said", "say", "Okafor", frame="quote") == ["assert"]


def test_demanding_with_a_question_asks(read):
    """A question in quotation marks that is demanded is a question."""
    text = "“Who left the gate open?” she demanded."
    assert _acts(read, text, "Who left the gate open?", "demanded", "demand", "she", frame="quote") == [
        "question"
    ]


def test_declaring_an_opinion_announces_nothing(read):
    """What is declared in quotation marks is said; a declared strike is announced."""
    text = "Okafor declared: “The pact is old.” Okafor declared a strike."
    quoted = _acts(read, text, "The pact is old.", "declared", "declare", "Okafor", frame="quote")
    assert quoted == ["assert"]
    assert _acts(read, text, "a strike", "declared", "declare", "Okafor", frame="object") == ["announce"]
