"""Drafts become records, or what is wrong with them is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.drafts import Draft, DraftFigure, DraftSentence, DraftSpeaker, DraftStatement, Pointer
from summarizer.grounding import Refusal, Resolved, ground, resolve
from summarizer.records import Act, Article, Block, BlockKind, ChannelType, Kind, Record, SpeakerKind
from summarizer.segments import point, segment

_PARAGRAPHS = """\
Mayor Inês Okafor said on Monday that the old bridge must not be closed before 1,200 people leave Port Salu.
“We will never sell the harbour to anyone,” Okafor said. “It belongs, as they say, to the fifteen villages.”
She called the plan “reckless” and rejected its \u00adcosts\u00a0– about 60 billion crowns. “It is \
unfair,” the Dockers’ Union told the Salu Herald.
Share this page: the union’s “own” words are never sold.
We came in the spring, and nobody helped us.""".splitlines()
_TEXT = "\n\n".join(_PARAGRAPHS)


def _article():
    kinds = [BlockKind.PARAGRAPH] * 3 + [BlockKind.BOILERPLATE, BlockKind.TURN]
    starts = [_TEXT.index(p) for p in _PARAGRAPHS]
    blocks = tuple(
        Block(kind=k, start=s, end=s + len(p), body=s)
        for k, s, p in zip(kinds, starts, _PARAGRAPHS, strict=True)
    )
    return segment(Article(id="sha256:0", source="text", text=_TEXT, blocks=blocks))


ARTICLE = _article()
MAYOR = DraftSpeaker("Inês Okafor", SpeakerKind.PERSON, role="Mayor")
SAID = Pointer(("S1",), exact="said")


def _at(words, *, start=0):
    at = _TEXT.index(words, start)
    return point(ARTICLE, at, at + len(words))


def _statement(*content, speaker=MAYOR, cue=SAID, **fields):
    pointers = tuple(_at(c) if isinstance(c, str) else c for c in content)
    return DraftStatement("a", speaker, pointers, cue, **fields)


def _ground(**parts):
    return ground(ARTICLE, Draft(**parts), engine="rules")


def _one(statement) -> Record:
    return _ground(statements=(statement,))


# resolving


@pytest.mark.parametrize(
    ("copied", "reason"),
    [
        ("the old bridge must be closed before", "changed_negation"),
        ("the old bridge must not be closed before 1,300 people", "changed_number"),
        ("the old bridge must not be closed before twelve people", "changed_number"),
        ("the old bridge should not be closed before", "changed_modal"),
        ("1,200 people leave Port Sulu", "changed_name"),
        ("the new bridge must not be closed", "changed_words"),
        ("something else altogether was announced today", "not_found"),
        ("the old bridge … be closed", "changed_negation"),
        ("…", "not_found"),
        ("", "empty"),
    ],
)
def test_a_changed_copy_is_refused(copied, reason):
    """A dropped negation and a changed number, modal verb, name or word are each refused by their name."""
    found = resolve(ARTICLE, Pointer(("S1",), exact=copied))
    assert isinstance(found, Refusal)
    assert found.reason == reason


@pytest.mark.parametrize(
    ("segment_id", "copied", "exact"),
    [
        ("S2", '"We will never sell the harbour to anyone," Okafor said', True),
        ("S4", "rejected its costs - about 60 billion", True),
        ("S1", "Ine\u0302s  Okafor", True),
        ("S1", "inês okafor SAID, on monday", False),
        ("S1", "The old bridge must not be closed; before 1200", False),
        ("S5", "It is unfair the Dockers' Union", False),
    ],
)
def test_a_faithful_copy_is_found(segment_id, copied, exact):
    """Glyphs, spaces, hidden characters and accents match exactly, case and punctuation as aligned."""
    found = resolve(ARTICLE, Pointer((segment_id,), exact=copied))
    assert isinstance(found, Resolved)
    assert found.exact is exact
    for e in found.evidence:
        assert _TEXT[e.start : e.end] == e.exact


def test_an_ellipsis_gives_two_spans():
    """An ellipsis in a copy skips words that turn nothing, and what stands on its sides is two spans."""
    found = resolve(ARTICLE, Pointer(("S1",), exact="bridge must not be closed [...] leave Port Salu"))
    assert isinstance(found, Resolved)
    assert [e.exact for e in found.evidence] == ["bridge must not be closed", "leave Port Salu"]
    assert not found.exact


def test_first_and_last_words_name_what_lies_between():
    """The first and last words stand for all from the ones to the others."""
    found = resolve(ARTICLE, Pointer(("S2",), first="never sell", last="Okafor said"))
    assert isinstance(found, Resolved)
    assert found.evidence[0].exact == "never sell the harbour to anyone,” Okafor said"


def test_first_words_are_whole_words():
    """First words do not match inside a word."""
    found = resolve(ARTICLE, Pointer(("S1",), first="ridge must"))
    assert isinstance(found, Refusal)


def test_a_wrong_segment_is_forgiven_only_where_nothing_is_in_doubt():
    """Words outside the named segment count if they stand once in the article and are not few."""
    once = resolve(ARTICLE, Pointer(("S9",), exact="the fifteen villages"))
    assert isinstance(once, Resolved)
    for pointer, reason in (
        (Pointer(("S9",), exact="Okafor said"), "bad_segment"),
        (Pointer(("S9",)), "bad_segment"),
        (Pointer(()), "bad_segment"),
        (Pointer(("S1",), exact="are never sold"), "not_found"),
    ):
        refused = resolve(ARTICLE, pointer)
        assert isinstance(refused, Refusal)
        assert refused.reason == reason


def test_words_that_stand_twice_elsewhere_are_ambiguous():
    """A wrong segment and words that stand more than once are refused."""
    text = "It rained all day. He left. It rained all day."
    blocks = (Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text), body=0),)
    article = segment(Article(id="sha256:1", source="text", text=text, blocks=blocks))
    refused = resolve(article, Pointer(("S2",), exact="rained all day"))
    assert isinstance(refused, Refusal)
    assert refused.reason == "ambiguous"


# statements


def test_a_split_quotation_is_one_direct_statement():
    """Content in two quotations is direct, its spans without marks and without the comma before the cue."""
    record = _one(_statement(Pointer(("Q1",)), Pointer(("Q2",)), cue=Pointer(("S2",), exact="said")))
    (statement,) = record.statements
    assert [e.exact for e in statement.content] == [
        "We will never sell the harbour to anyone",
        "It belongs, as they say, to the fifteen villages.",
    ]
    assert statement.kind is Kind.DIRECT
    assert statement.grounding == "exact"
    assert statement.speaker.role == "Mayor"
    assert record.refused == ()


def test_the_kind_follows_the_marks():
    """No quoted word is indirect, some are mixed, a transcript's turn is direct."""
    indirect = _statement("the old bridge must not be closed")
    mixed = _statement("the plan “reckless”", cue=Pointer(("S4",), exact="called"))
    turn = _statement("nobody helped us", cue=None)
    record = _ground(statements=(indirect, mixed, turn))
    assert [s.kind for s in record.statements] == [Kind.INDIRECT, Kind.MIXED, Kind.DIRECT]
    assert record.statements[1].content[0].exact == "the plan “reckless”"


def test_one_lost_span_refuses_the_whole_statement():
    """A statement of which a part is not found is kept only under what was refused, with its draft."""
    record = _one(_statement(Pointer(("Q1",)), Pointer(("Q2",), exact="to the sixteen villages")))
    assert record.statements == ()
    (refused,) = record.refused
    assert (refused.what, refused.reason) == ("statement", "changed_number")
    assert refused.draft["content"][1]["exact"] == "to the sixteen villages"
    json.loads(record.model_dump_json())


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (_statement(), "empty"),
        (_statement("the old bridge", cue=Pointer(("S1",), exact="shouted")), "not_found"),
        (_statement("the old bridge", speaker=DraftSpeaker("she", SpeakerKind.PERSON)), "pronoun"),
        (
            _statement("the old bridge", speaker=DraftSpeaker("Ana Silva", SpeakerKind.PERSON)),
            "speaker_not_found",
        ),
        (
            _statement("the old bridge", speaker=DraftSpeaker("Okafor Inês", SpeakerKind.PERSON)),
            "speaker_not_found",
        ),
        (_statement("the old bridge", speaker=DraftSpeaker(" ", SpeakerKind.UNNAMED)), "no_speaker"),
        (_statement("the old bridge", via=("Salu Tribune",)), "via_not_found"),
        (_statement(Pointer(("S1",), exact="ridge must not")), "cut_word"),
    ],
)
def test_a_statement_that_cannot_be_true_is_refused(statement, reason):
    """Content, cue, speaker and relays must stand in the article."""
    record = _one(statement)
    assert record.statements == ()
    assert [r.reason for r in record.refused] == [reason]


def test_speakers_are_compared_without_case_and_possessive():
    """A name may stand in the article as a possessive; an unnamed speaker's name needs not stand at all."""
    union = DraftSpeaker(
        "DOCKERS Union", SpeakerKind.ORGANIZATION, mention=Pointer(("S5",), exact="the Dockers’ Union")
    )
    source = DraftSpeaker("unnamed sources", SpeakerKind.UNNAMED)
    record = _ground(
        statements=(_statement("It is unfair", speaker=union), _statement("It is unfair", speaker=source))
    )
    assert [s.speaker.name for s in record.statements] == ["DOCKERS Union", "unnamed sources"]
    assert record.statements[0].speaker.mention == "the Dockers’ Union"


@pytest.mark.parametrize(("second", "kept"), [("Dockers’ Union", 1), ("Ana Silva", 0), ("", 0)])
def test_several_who_speak_together_must_each_stand_in_the_article(second, kept):
    """A joined name is accepted where the article has every one of them, in whatever places."""
    both = DraftSpeaker(f"Inês Okafor and {second}", SpeakerKind.GROUP)
    assert len(_ground(statements=(_statement("It is unfair", speaker=both),)).statements) == kept


def test_what_does_not_stand_in_the_article_is_left_out_with_a_warning():
    """Role, target, channel name, hedge and date are dropped when the article does not have them."""
    speaker = DraftSpeaker("Okafor", SpeakerKind.PERSON, role="Queen", affiliation="Port Salu")
    record = _one(
        _statement(
            "the old bridge",
            speaker=speaker,
            target="the opposition",
            channel=ChannelType.INTERVIEW,
            channel_name="a long interview",
            date="2026-02-31",
            hedges=("reportedly", "about"),
            via=("Salu Herald",),
        )
    )
    (statement,) = record.statements
    assert (statement.speaker.role, statement.speaker.affiliation) == (None, "Port Salu")
    assert (statement.target, statement.date, statement.hedges) == (None, None, ("about",))
    assert (statement.channel.type, statement.channel.name) == (ChannelType.INTERVIEW, None)
    assert statement.via == ("Salu Herald",)
    assert len(record.warnings) == 5


@pytest.mark.parametrize("date", ["2026-02-03", "2026-02", "2026"])
def test_days_months_and_years_are_dates(date):
    """A date is a day, a month or a year."""
    assert _one(_statement("the old bridge", date=date)).statements[0].date == date


def test_the_same_statement_counts_once():
    """A second statement of the same words by the same speaker is refused as a duplicate."""
    record = _ground(statements=(_statement("the old bridge"), _statement("the old bridge")))
    assert len(record.statements) == 1
    assert [r.reason for r in record.refused] == ["duplicate"]


def test_an_unclosed_quotation_is_warned_of():
    """Content in a quotation whose end nobody marked comes with a warning."""
    text = "Bo Lee said: “We go on and on."
    blocks = (Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text), body=0),)
    article = segment(Article(id="sha256:1", source="text", text=text, blocks=blocks))
    draft = DraftStatement("a", DraftSpeaker("Bo Lee", SpeakerKind.PERSON), (Pointer(("Q1",)),))
    record = ground(article, Draft(statements=(draft,)), engine="rules")
    assert record.statements[0].kind is Kind.DIRECT
    assert "Q1" in record.warnings[0]


# figures


def test_a_figure_needs_its_number():
    """A figure is accepted where its evidence has a number that reads as its value."""
    first, second = Pointer(("S1",)), Pointer(("S4",))
    record = _ground(
        statements=(_statement("the old bridge"),),
        figures=(
            DraftFigure(1200, "people", (first,), who="people", qualifier="at least", statement="a"),
            DraftFigure(
                60_000_000_000, "money", (second,), unit="crowns", qualifier="about", who="nobody here"
            ),
            DraftFigure(15, "villages", (Pointer(("Q2",)),), statement="b"),
            DraftFigure(1300, "people", (first,)),
            DraftFigure(float("nan"), "people", (first,)),
            DraftFigure(10**400, "people", (first,)),
            DraftFigure(12, "people", ()),
        ),
    )
    assert [f.value for f in record.figures] == [1200, 60_000_000_000, 15]
    assert [f.statement for f in record.figures] == [record.statements[0].id, None, None]
    assert [f.qualifier for f in record.figures] == [None, "about", None]
    assert [f.who for f in record.figures] == ["people", None, None]
    assert [r.reason for r in record.refused] == [*["changed_number"] * 3, "empty"]
    assert len(record.warnings) == 3
    json.loads(record.model_dump_json())


# summary


def test_an_extractive_sentence_is_the_evidence():
    """Without words of its own a sentence is its evidence's words, white space folded."""
    record = _ground(
        sentences=(DraftSentence((Pointer(("S1",)), Pointer(("Q2",)))),),
        headline=DraftSentence((Pointer(("Q1",)),)),
    )
    (sentence,) = record.summary.sentences
    assert sentence.text.endswith("leave Port Salu. It belongs, as they say, to the fifteen villages.")
    assert record.summary.headline == "We will never sell the harbour to anyone,"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Okafor said the bridge must not be closed before 1200 people leave.", None),
        ("The mayor wants 1,300 people to leave.", "changed_number"),
        ("Okafor said fifteen people must not leave.", "changed_number"),
        ("Okafor said people must not leave Kubu.", "changed_name"),
        ("Karim said the bridge must not be closed.", "changed_name"),
        ("The bridge must be closed.", "changed_negation"),
        ("  ", "empty"),
    ],
)
def test_a_sentence_in_other_words_keeps_to_its_evidence(text, reason):
    """Numbers, names and negations of a sentence must stand in what it cites."""
    record = _ground(sentences=(DraftSentence((Pointer(("S1",)),), text),))
    assert [r.reason for r in record.refused] == ([reason] if reason else [])
    assert len(record.summary.sentences) == (reason is None)


def test_a_negation_must_not_be_invented():
    """A sentence that denies what its evidence asserts is refused; a refused headline is none."""
    draft = DraftSentence((Pointer(("S5",)),), "It is not unfair.")
    record = _ground(sentences=(draft,), headline=draft)
    assert [(r.what, r.reason) for r in record.refused] == [
        ("sentence", "changed_negation"),
        ("headline", "changed_negation"),
    ]
    assert record.summary.headline is None


# any draft

_WORD = st.sampled_from(
    [*_TEXT.split()[:30], "not", "…", "“", "", "he", "7", "\ud800", "x" * 50, "2026-02-30"]
)
_PHRASE = st.lists(_WORD, max_size=6).map(" ".join)
_MAYBE = st.none() | _PHRASE
_IDS = st.lists(st.sampled_from(["S1", "S2", "S3", "S4", "Q1", "Q2", "Q9", ""]), max_size=3).map(tuple)
_POINTER = st.builds(
    Pointer, segments=_IDS, first=_MAYBE, last=_MAYBE, exact=_MAYBE, occurrence=st.integers(-1, 3)
) | st.sampled_from([s.id for s in (*ARTICLE.sentences, *ARTICLE.quotations)]).map(lambda i: Pointer((i,)))
_POINTERS = st.lists(_POINTER, max_size=3).map(tuple)
_PHRASES = st.lists(_PHRASE, max_size=2).map(tuple)
_STATEMENT = st.builds(
    DraftStatement,
    key=st.sampled_from("ab"),
    speaker=st.builds(
        DraftSpeaker,
        name=_PHRASE | st.just("Okafor"),
        kind=st.sampled_from(SpeakerKind),
        mention=st.none() | _POINTER,
        role=_MAYBE,
        affiliation=_MAYBE,
    ),
    content=_POINTERS,
    cue=st.none() | _POINTER,
    acts=st.lists(st.sampled_from(Act), max_size=2).map(tuple),
    target=_MAYBE,
    channel=st.none() | st.sampled_from(ChannelType),
    channel_name=_MAYBE,
    date=_MAYBE,
    via=_PHRASES,
    hedges=_PHRASES,
)
_FIGURE = st.builds(
    DraftFigure,
    value=st.sampled_from([15, 1200, 60e9, 7]) | st.integers() | st.floats(),
    measure=_PHRASE,
    evidence=_POINTERS,
    unit=_MAYBE,
    qualifier=_MAYBE,
    who=_MAYBE,
    as_of=_MAYBE,
    statement=st.none() | st.sampled_from("abc"),
)
_SENTENCE = st.builds(DraftSentence, evidence=_POINTERS, text=_MAYBE)
_DRAFT = st.builds(
    Draft,
    headline=st.none() | _SENTENCE,
    sentences=st.lists(_SENTENCE, max_size=2).map(tuple),
    statements=st.lists(_STATEMENT, max_size=4).map(tuple),
    figures=st.lists(_FIGURE, max_size=2).map(tuple),
    warnings=_PHRASES,
)


@settings(deadline=None, max_examples=100)
@given(_DRAFT)
def test_any_draft_becomes_a_record_of_the_articles_own_words(draft):
    """No draft makes grounding fail; each span slices to its text, ids are unique, all is kept or refused."""
    record = ground(ARTICLE, draft, engine="test", warnings=("before",))
    evidence = [e for s in record.statements for e in (*s.content, *([s.cue] if s.cue else []))]
    evidence += [e for f in record.figures for e in f.evidence]
    evidence += [e for s in record.summary.sentences for e in s.evidence]
    for e in evidence:
        assert e.exact
        assert _TEXT[e.start : e.end] == e.exact
    assert all(s.speaker.mention is None or s.speaker.mention in _TEXT for s in record.statements)
    ids = [s.id for s in record.statements]
    assert len(set(ids)) == len(ids)
    assert len(record.statements) + sum(r.what == "statement" for r in record.refused) == len(
        draft.statements
    )
    assert len(record.figures) + sum(r.what == "figure" for r in record.refused) == len(draft.figures)
    assert Record.model_validate_json(record.model_dump_json()) == record
    assert record == ground(ARTICLE, draft, engine="test", warnings=("before",))


@pytest.mark.parametrize(
    ("role", "kept"),
    [
        ("Mayor", True), ("MAYOR", True), ("costs", True), ("Dockers", True), ("Dockers' Union", True),
        ("harbour to anyone", True), ("the\u00a0harbour", True), ("In\u00eas", True), ("Ine\u0302s", True),
        ("ayor", False), ("harbour anyone", False), ("Dockers Herald", False), ("spokesperson", False),
        ("village", False), ("\uf900", False),
    ],
)  # fmt: skip
def test_a_role_stands_in_the_article_word_by_word(role, kept):
    """Case, possessives and invisible characters do not matter; parts of words and other orders do."""
    (statement,) = _one(
        _statement("sell", speaker=DraftSpeaker("Okafor", SpeakerKind.PERSON, role=role))
    ).statements
    assert (statement.speaker.role is not None) is kept


def test_a_compatibility_character_is_found_as_the_one_it_stands_for():
    """A quick look for a word's letters sees what the article's view of them is."""
    text = "\uf900 Roe, the 豈 of Ostby, said it would rain."
    block = Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text), body=0)
    article = segment(Article(id="sha256:0", source="text", text=text, blocks=(block,)))
    speaker = DraftSpeaker("\uf900 Roe", SpeakerKind.PERSON, role="\uf900")
    draft = DraftStatement(
        "a", speaker, (point(article, text.index("it"), len(text)),), Pointer(("S1",), exact="said")
    )
    (statement,) = ground(article, Draft(statements=(draft,)), engine="rules").statements
    assert statement.speaker.role == "\uf900"
