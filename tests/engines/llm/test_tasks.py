"""The tasks and the llm engine, with a scripted stand-in for the model."""

from __future__ import annotations

import asyncio
import re

import pytest
from pydantic import ValidationError

from summarizer import prompts
from summarizer.drafts import Draft, DraftFigure, DraftSpeaker, DraftStatement, Pointer
from summarizer.engines.llm import choose, review
from summarizer.engines.llm.engine import LlmEngine
from summarizer.engines.llm.wire import ChooseAnswer, ExtractAnswer, ReviewAnswer, knowing
from summarizer.errors import BudgetError, InvalidError, RefusedError, TruncatedError, UsageError
from summarizer.grounding import ground
from summarizer.records import Act, ChannelType, SpeakerKind
from summarizer.segments import segment
from summarizer.testing import ScriptedAsker, ScriptedEngine, article, assert_grounded

TEXT = """Quarry to close in autumn

OSTBY, May 4, 2026 — Mayor Tamsin Achterberg said on Monday the quarry would close.

“Dust is one thing,” she told a meeting, “and debt is another.”

Gravel firm Rolvaag denied that 30 jobs were at risk. Its director, Emeka Solberg, vowed to appeal.
"""
READ = segment(article(TEXT, published_on="2026-05-04"))
MAYOR = DraftSpeaker("Tamsin Achterberg", SpeakerKind.PERSON, None, "Mayor")
FIRM = DraftSpeaker("Rolvaag", SpeakerKind.ORGANIZATION)


def said(key, content, cue, speaker, **more):
    """Return a candidate: a part of the text, its cue and its speaker."""
    where = next(s.id for s in READ.sentences if content in TEXT[s.start : s.end])
    cued = next(s.id for s in READ.sentences if cue in TEXT[s.start : s.end])
    return DraftStatement(
        key, speaker, (Pointer((where,), exact=content),), Pointer((cued,), exact=cue), **more
    )


CANDIDATES = Draft(
    warnings=("a candidate's own warning",),
    statements=(
        said("F1", "the quarry would close", "said", MAYOR, date="2026-05-04"),
        DraftStatement("F2", FIRM, (Pointer(("Q1",)), Pointer(("Q2",))), Pointer(("S3",), exact="told")),
        said("F3", "30 jobs were at risk", "denied", FIRM),
        said("F4", "to appeal", "vowed", FIRM, acts=(Act.PLEDGE,)),
    ),
    figures=(DraftFigure(30, "jobs", (Pointer(("S4",), exact="30 jobs"),), statement="F3"),),
)


@pytest.fixture(name="everything")
def template_that_asks_about_everything(tmp_path):
    """A folder with the template of choose, changed to ask about all candidates."""
    text = prompts.load("choose/1").source.replace(
        "uncertain_only: true\n  acts: rules", "uncertain_only: false"
    )
    (tmp_path / "choose").mkdir()
    (tmp_path / "choose/1.md").write_text(text, "utf-8")
    return tmp_path


def run(asker, task, prompts_dir=None):
    """Return what the engine drafts of the article, and its record."""
    engine = LlmEngine(asker, task, prompts_dir=prompts_dir, candidates=ScriptedEngine(CANDIDATES))
    drafted = asyncio.run(engine.adraft(READ))
    record = ground(READ, drafted.draft, engine=engine.name, prompt=drafted.prompt)
    assert_grounded(record)
    assert not record.refused
    return drafted, record


def told(record):
    """Return cue, speaker and acts of each statement."""
    return [(s.cue.exact, s.speaker.name, s.acts) for s in record.statements]


EXTRACTED = {
    "people": ["Tamsin Achterberg|Mayor", "org:Rolvaag", "Emeka Solberg|director|Rolvaag"],
    "statements": [
        "S2 the quarry~|said|1|#0",
        "Q1+Q2|told|1|@meeting",
        "S4 30~|denied|2|!deny",
        "S5 to appeal|vowed|3|!pledge",
    ],
    "figures": ["S4 30 jobs|30|jobs|=3"],
    "headline": "S1",
    "summary": ["S2", "S4", "S2"],
}


def test_extract_is_one_question_and_a_whole_record():
    """One answer gives statements with all their parts, the figure of one, and the summary, all grounded."""
    asker = ScriptedAsker([EXTRACTED])
    drafted, record = run(asker, "extract")
    assert len(asker.questions) == 1
    assert told(record) == [
        ("said", "Tamsin Achterberg", (Act.ASSERT,)),
        ("told", "Tamsin Achterberg", (Act.ASSERT,)),
        ("denied", "Rolvaag", (Act.DENY,)),
        ("vowed", "Emeka Solberg", (Act.PLEDGE,)),
    ]
    first, second, denial, _ = record.statements
    assert (first.date, first.speaker.role, first.speaker.mention) == (
        "2026-05-04",
        "Mayor",
        "Tamsin Achterberg",
    )
    assert (second.kind, second.channel.type, second.speaker.mention) == (
        "direct",
        ChannelType.MEETING,
        "she",
    )
    assert record.figures[0].statement == denial.id
    assert record.summary.headline == "Quarry to close in autumn"
    assert len(record.summary.sentences) == 2
    assert drafted.prompt.startswith("extract/1@")
    assert (drafted.model, drafted.cost_usd, drafted.usage.calls) == ("scripted-model", 0.01, 1)


def test_a_question_carries_the_templates_parameters():
    """Length, temperature, wire schema and label of a question come from the template and the article."""
    asker = ScriptedAsker([EXTRACTED])
    run(asker, "extract/1")
    (question,) = asker.questions
    assert question.answer.__name__ == "ExtractAnswer"
    assert (question.temperature, question.label) == (0.0, "extract/1 text")
    assert question.messages[-1]["content"].count("<article>") == 1
    assert "S4|Gravel firm Rolvaag denied" in question.messages[-1]["content"]


REVIEWED = {
    "people": ["Emeka Solberg|director"],
    "change": [],
    "add": [],
    "headline": "S1",
    "summary": ["S2"],
}


def test_review_with_nothing_to_change_keeps_all_candidates():
    """An empty answer leaves the candidates and the rules engine's figures as they are."""
    asker = ScriptedAsker([{**REVIEWED, "people": []}])
    _, record = run(asker, "review")
    assert [s.speaker.name for s in record.statements] == [
        "Tamsin Achterberg",
        "Rolvaag",
        "Rolvaag",
        "Rolvaag",
    ]
    assert record.figures[0].statement == record.statements[2].id
    assert "a candidate's own warning" in record.warnings
    shown = asker.questions[0].messages[-1]["content"]
    assert "1 Tamsin Achterberg|Mayor\n2 org:Rolvaag" in shown
    assert "C1 S2 the~|said|1|#0\nC2 Q1+Q2|told|2\n" in shown


def test_review_corrects_rejects_and_adds():
    """A correction changes one part, a rejection drops the candidate, an addition has all parts."""
    change = ["2 told|1|@meeting", "3 denied|!deny", "4 vowed|3", "1 S2 said|x"]
    add = ["S2 the quarry~|said|1|!announce"]
    _, record = run(ScriptedAsker([{**REVIEWED, "change": change, "add": add}]), "review")
    assert told(record) == [
        ("told", "Tamsin Achterberg", (Act.ASSERT,)),
        ("denied", "Rolvaag", (Act.DENY,)),
        ("vowed", "Emeka Solberg", (Act.PLEDGE,)),
        ("said", "Tamsin Achterberg", (Act.ANNOUNCE,)),
    ]
    assert record.statements[2].speaker.role == "director"


def test_a_correction_that_the_text_speaks_against_is_undone():
    """A speaker whom the cue's sentence contradicts is not taken over; the candidate stays as it was."""
    _, record = run(
        ScriptedAsker([{**REVIEWED, "people": [], "change": ["1 said|2", "3 denied|1"]}]), "review"
    )
    assert [s.speaker.name for s in record.statements][::2] == ["Tamsin Achterberg", "Rolvaag"]
    assert sum("correction not taken over" in w for w in record.warnings) == 2


def test_many_rejections_are_worth_a_warning():
    """When a model rejects most of what the rules found, the record says so."""
    _, record = run(ScriptedAsker([{**REVIEWED, "change": ["1 said|x", "2 told|x", "3 denied|x"]}]), "review")
    assert "the model rejected 3 of 4 candidates" in record.warnings
    assert record.figures[0].statement is None


def answered(question):
    """Choose who is right in the article of these tests."""
    asked = question.messages[-1]["content"].rpartition("</article>")[2]
    cue = next(c for c in ("said", "told", "denied", "vowed") if f"Attributed by: {c}" in asked)
    who = {"vowed": "Emeka Solberg", "denied": "Rolvaag"}.get(cue, "Tamsin Achterberg")
    return {"speaker": who, "act": {"denied": "deny", "vowed": "pledge"}.get(cue, "assert")}


def test_choose_asks_about_each_candidate_at_once(everything):
    """Every candidate is a question of its own; the answers change speakers and acts."""
    asker = ScriptedAsker(answered)
    drafted, record = run(asker, "choose", prompts_dir=everything)
    assert len(asker.questions) == 4
    assert told(record) == [
        ("said", "Tamsin Achterberg", (Act.ASSERT,)),
        ("told", "Tamsin Achterberg", (Act.ASSERT,)),
        ("denied", "Rolvaag", (Act.DENY,)),
        ("vowed", "Emeka Solberg", (Act.PLEDGE,)),
    ]
    assert (drafted.usage.calls, round(drafted.cost_usd, 4)) == (4, 0.04)


def test_choose_can_ask_only_about_who_has_no_name():
    """The program's own template asks about no speaker that has a name."""
    asker = ScriptedAsker([])
    drafted, record = run(asker, "choose")
    assert (asker.questions, drafted.usage.calls, len(record.statements)) == ([], 0, 4)


def test_choose_gives_options_in_the_order_of_the_text():
    """The options are who is named near the statement, the rules' own speaker among them, and nobody."""
    able = [
        FIRM,
        MAYOR,
        DraftSpeaker("Emeka Solberg", SpeakerKind.PERSON),
        DraftSpeaker("Zed", SpeakerKind.PERSON),
    ]
    choice = choose.options(READ, CANDIDATES.statements[3], able)
    assert [o.name for o in choice.options] == [
        "Tamsin Achterberg",
        "Rolvaag",
        "Emeka Solberg",
        "unattributed",
    ]
    shown = choose.variables(READ, choice)
    assert shown["options"].splitlines() == [
        "- Tamsin Achterberg (Mayor)",
        "- Rolvaag",
        "- Emeka Solberg",
        "- nobody of these",
    ]
    with pytest.raises(ValidationError):
        choose.schema(choice)(speaker="Zed", act="assert")


def test_a_choice_that_fails_leaves_the_candidate_as_it_is(everything):
    """One refused or invalid choice costs that choice only; nothing but failures is an error."""
    nobody = {"speaker": "nobody of these", "act": "assert"}

    def some(question):
        return RefusedError("no") if "Attributed by: said" in question.messages[-1]["content"] else nobody

    _, record = run(ScriptedAsker(some), "choose", prompts_dir=everything)
    assert record.statements[0].speaker.name == "Tamsin Achterberg"
    assert "the model did not choose for one statement (refused)" in record.warnings
    failing = ScriptedAsker(lambda _: InvalidError("x", calls=2, cost_usd=0.5))
    with pytest.raises(InvalidError) as caught:
        run(failing, "choose", prompts_dir=everything)
    assert (caught.value.calls, caught.value.cost_usd) == (8, 2.0)


def test_a_special_act_can_be_kept():
    """A template can have a special act of the rules stay; a plain one is the model's to choose."""
    choice = choose.options(READ, CANDIDATES.statements[3], [FIRM])
    answer = ChooseAnswer(speaker="Rolvaag", act=Act.ACCUSE)
    assert choose.chosen(READ, choice, answer, acts="plain").acts == (Act.PLEDGE,)
    assert choose.chosen(READ, choice, answer).acts == (Act.ACCUSE,)
    assert choose.chosen(READ, choice, answer, acts="rules").acts == (Act.PLEDGE,)
    plain = choose.options(READ, CANDIDATES.statements[2], [FIRM])
    assert choose.chosen(READ, plain, answer, acts="plain").acts == (Act.ACCUSE,)


def test_only_speakers_without_a_name_are_uncertain():
    """A speaker with a name is certain, also one who was told from a pronoun; a mere description is not."""
    kinds = {
        "Rolvaag": SpeakerKind.ORGANIZATION,
        "the firm": SpeakerKind.ORGANIZATION,
        "a man": SpeakerKind.UNNAMED,
        "retailers": SpeakerKind.GROUP,
    }
    found = [choose.uncertain(DraftStatement("x", DraftSpeaker(n, k), ())) for n, k in kinds.items()]
    assert found == [False, True, False, False]


def test_wire_schemas_are_strict():
    """Unknown keys and ids that are none are invalid, and so is what most lines of cannot be used."""
    good = {**REVIEWED, "change": ["1 said|2"]}
    schema = knowing(ReviewAnswer, sentences=5, known=2, candidates=1)
    assert schema.model_validate(good)
    for wrong in (
        {"more": 1},
        {"headline": "Q1"},
        {"people": ["a|b|c|d"]},
        {"people": [], "change": ["2 said|1"]},
        {"people": [], "change": ["1 said|9"]},
        {"people": [], "add": ["Q1|said|4"]},
    ):
        with pytest.raises(ValidationError):
            schema.model_validate({**good, "change": [], **wrong})
    with pytest.raises(ValidationError):
        ExtractAnswer.model_validate({**EXTRACTED, "summary": ["S1"] * 7})
    with pytest.raises(ValidationError):
        ChooseAnswer.model_validate({"speaker": "x", "act": "shout"})
    for each in (ExtractAnswer, ReviewAnswer, ChooseAnswer, schema):
        assert each.model_json_schema()["additionalProperties"] is False


def test_lists_are_bounded_by_what_a_question_shows():
    """A question about few sentences takes short lists only, in few different lengths."""
    bounds = [
        knowing(ReviewAnswer, sentences=n, candidates=n).model_json_schema()["properties"] for n in (3, 4, 90)
    ]
    assert [b["change"]["maxItems"] for b in bounds] == [8, 8, 96]
    assert [b["people"]["maxItems"] for b in bounds] == [16, 16, 64]
    assert [b["add"]["maxItems"] for b in bounds] == [16, 16, 40]
    few = knowing(ExtractAnswer, sentences=3)
    with pytest.raises(ValidationError, match="at most 16 items"):
        few.model_validate({**EXTRACTED, "statements": ["S2|said|1"] * 17})


def test_every_repetition_on_the_wire_has_an_end():
    """No pattern lets a model write one line for ever, or count for ever."""
    for schema in (ExtractAnswer, ReviewAnswer):
        for name, field in schema.model_json_schema()["properties"].items():
            pattern = field.get("items", field).get("pattern")
            assert pattern, name
            bare = re.sub(r"\\.|\[[^]]*\]", "", pattern)
            assert not {"+", "*"} & set(bare)


def test_a_line_that_cannot_be_used_costs_itself_only():
    """A statement of a speaker who is not there is left out with a warning; the rest and its figures stay."""
    lines = [EXTRACTED["statements"][0], "Q1+Q2|told|7", *EXTRACTED["statements"][2:]]
    _, record = run(ScriptedAsker([{**EXTRACTED, "statements": lines}]), "extract")
    assert [cue for cue, _, _ in told(record)] == ["said", "denied", "vowed"]
    assert "1 line of the model's answer could not be used and was left out" in record.warnings
    assert record.figures[0].statement == record.statements[1].id


def test_a_correction_made_without_looking_is_left_out():
    """A correction that does not repeat its candidate's cue was made for another, a copied one, say."""
    change = ["3 told|x", "2 Q1|x", "1 S2 said^2|!announce"]
    _, record = run(ScriptedAsker([{**REVIEWED, "people": [], "change": change}]), "review")
    assert [cue for cue, _, _ in told(record)] == ["said", "told", "denied", "vowed"]
    assert told(record)[0][2] == (Act.ANNOUNCE,)
    assert "2 lines of the model's answer could not be used and were left out" in record.warnings


def test_a_candidate_that_leads_nowhere_is_not_shown():
    """A candidate whose content is not in the article gets no line; grounding would refuse it anyway."""
    odd = DraftStatement("F9", FIRM, (Pointer(("S99",)),))
    shown = review.candidates(READ, [odd, CANDIDATES.statements[0]])
    assert shown.lines == ("S2 the~|said|1|#0",)


def test_errors_carry_all_that_was_paid():
    """A question that fails after others were answered carries the cost of all of them."""
    answers = [
        TruncatedError("cut", calls=1, output_tokens=50, cost_usd=0.5),
        EXTRACTED,
        BudgetError("none left"),
    ]
    with pytest.raises(BudgetError) as caught:
        run(ScriptedAsker(answers), "extract")
    assert (caught.value.calls, caught.value.output_tokens, caught.value.cost_usd) == (2, 60, 0.51)


def test_an_unpriced_answer_makes_the_whole_unpriced():
    """Where one cost is unknown, so is the sum."""
    asker = ScriptedAsker([TruncatedError("cut", calls=1, cost_usd=None), EXTRACTED, EMPTY])
    drafted, _ = run(asker, "extract")
    assert drafted.cost_usd is None


EMPTY = {"people": [], "statements": [], "figures": [], "headline": "S4", "summary": ["S5"]}


def test_a_truncated_answer_parts_the_article_once():
    """After a truncation each half is asked about, with the people of the first; a second one is final."""
    halves = [{**EXTRACTED, "statements": EXTRACTED["statements"][:2], "figures": []}, EMPTY]
    asker = ScriptedAsker([TruncatedError("cut", calls=1), *halves])
    drafted, record = run(asker, "extract")
    assert len(record.statements) == 2
    assert [len(record.summary.sentences), drafted.usage.calls] == [3, 3]
    first, second = (q.messages[-1]["content"] for q in asker.questions[1:])
    assert "Dust" in first
    assert "Dust" not in second
    assert "1 Tamsin Achterberg|Mayor\n2 org:Rolvaag\n3 Emeka" in second
    assert "OSTBY, May 4, 2026" in second
    with pytest.raises(TruncatedError):
        run(ScriptedAsker([TruncatedError("a"), TruncatedError("b")]), "extract")


def test_an_article_without_sentences_is_not_asked_about():
    """Nothing is asked, and nothing paid, about an article that holds nothing."""
    engine = LlmEngine(ScriptedAsker([]), "extract")
    drafted = asyncio.run(engine.adraft(segment(article(""))))
    assert (drafted.draft, drafted.model, drafted.usage.calls, drafted.cached) == (Draft(), None, 0, False)


def test_a_context_that_is_too_small_is_said():
    """A context without room for prompt, answer and some text is a wrong call."""
    with pytest.raises(UsageError, match="too small for the prompt extract/1"):
        LlmEngine(ScriptedAsker([]), "extract", context_tokens=2000)


def test_a_repeat_asks_for_another_sample():
    """The engine for a repeat asks the same asker the same question, as a sample of its own."""
    asker = ScriptedAsker([EXTRACTED, EXTRACTED])
    engine = LlmEngine(asker, "extract", candidates=ScriptedEngine(CANDIDATES))
    for each in (engine, engine.repeat(2)):
        asyncio.run(each.adraft(READ))
    first, second = asker.questions
    assert (first.sample, second.sample) == (0, 2)
    assert first.messages == second.messages
