"""Long articles: parted at blocks, and put together again without doubles."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.drafts import Draft, DraftFigure, DraftSentence, DraftSpeaker, DraftStatement, Pointer
from summarizer.engines.llm.engine import LlmEngine
from summarizer.engines.llm.merging import merged
from summarizer.engines.llm.rendering import article_lines
from summarizer.engines.llm.splitting import estimate, halves, parts
from summarizer.grounding import ground
from summarizer.records import SpeakerKind
from summarizer.segments import segment
from summarizer.testing import ScriptedAsker, article

PARAGRAPHS = [
    f"Councillor Odd Vestergaard said item {n} was settled. The hall was full. Nobody left before noon."
    for n in range(1, 91)
]
READ = segment(article("Council meets\n\n" + "\n\n".join(PARAGRAPHS), published_on="2026-05-04"))


@pytest.mark.parametrize("tokens", [30, 100, 400, 10_000])
def test_parts_are_the_article_in_order(tokens):
    """The parts together are all sentences in order, and each but a lone sentence fits."""
    found = parts(READ, tokens)
    assert [s for part in found for s in part] == list(READ.sentences)
    for part in found:
        assert len(part) == 1 or estimate(article_lines(READ, part)) <= tokens + len(part)


def test_parts_end_where_blocks_end():
    """Where a block fits into a part, no part ends inside of it."""
    assert all(a[-1].block != b[0].block for a, b in pairwise(parts(READ, 100)))
    assert any(a[-1].block == b[0].block for a, b in pairwise(parts(READ, 15)))


@settings(max_examples=30, deadline=None)
@given(st.integers(1, len(READ.sentences)))
def test_halves_are_near_the_middle_at_a_block(n):
    """Two halves are all sentences, neither is empty, and a block near the middle is not cut."""
    sentences = READ.sentences[:n]
    found = halves(sentences)
    if n == 1:
        assert found is None
        return
    first, second = found
    assert first + second == tuple(sentences)
    assert first
    assert second
    if n > 9:
        assert first[-1].block != second[0].block
        assert abs(len(first) - len(second)) <= 4


def test_estimates_are_on_the_safe_side():
    """English text has fewer tokens than is estimated, and no text has none."""
    assert estimate("The council said on Monday that the quarry would close.") >= 11
    assert estimate("") == 1


def test_a_long_article_is_asked_about_in_parts_and_merged():
    """Each part has the date line and the people so far; the record is the same as if it were one."""
    asked = []

    def answer(question):
        content = question.messages[-1]["content"]
        asked.append(content)
        shown = content.partition("<article>\n")[2].partition("\n</article>")[0].splitlines()
        ids = [line.partition("|")[0] for line in shown if " said item " in line]
        people = [] if "People already known" in content else ["Odd Vestergaard|Councillor"]
        lines = [f"{i} item~|said|1" for i in ids]
        return {"people": people, "statements": lines, "figures": [], "headline": "S1", "summary": ids[:3]}

    engine = LlmEngine(ScriptedAsker(answer), "extract", context_tokens=9_000)
    drafted = asyncio.run(engine.adraft(READ))
    assert len(asked) > 1
    assert all("2026-05-04" in content for content in asked)
    assert all("1 Odd Vestergaard|Councillor" in content for content in asked[1:])
    record = ground(READ, drafted.draft, engine="llm")
    assert len(record.statements) == 90
    assert not record.refused
    assert {s.speaker.name for s in record.statements} == {"Odd Vestergaard"}
    assert 1 < len(record.summary.sentences) <= 6


def statement(key, segment_id, words, name="Odd Vestergaard"):
    """Return a statement about a part of a sentence."""
    speaker = DraftSpeaker(name, SpeakerKind.PERSON)
    cue = Pointer((segment_id,), exact="said")
    return DraftStatement(key, speaker, (Pointer((segment_id,), exact=words),), cue)


def test_merging_keeps_the_first_of_doubles():
    """The same content and cue in two drafts is one statement, and figures follow it."""
    first = Draft(statements=(statement("M1", "S2", "item 1 was settled"),))
    second = Draft(
        statements=(
            statement("M1", "S5", "item 2 was settled"),
            statement("M2", "S2", "item 1 was settled", "X"),
        ),
        figures=(
            DraftFigure(1, "items", (Pointer(("S2",), exact="item 1"),), statement="M2"),
            DraftFigure(1, "items", (Pointer(("S2",), exact="item 1"),), statement="M2"),
        ),
    )
    whole = merged(READ, [first, second])
    assert [(s.key, s.speaker.name) for s in whole.statements] == [
        ("M1", "Odd Vestergaard"),
        ("M2", "Odd Vestergaard"),
    ]
    assert [f.statement for f in whole.figures] == ["M1"]


def test_merging_takes_every_parts_first_sentences():
    """A merged summary has the first sentences of all parts, in the order of the parts, six at most."""
    drafts = [
        Draft(sentences=tuple(DraftSentence((Pointer((f"S{10 * part + n}",)),)) for n in range(4)))
        for part in range(3)
    ]
    ids = [s.evidence[0].segments[0] for s in merged(READ, drafts).sentences]
    assert ids == ["S0", "S1", "S10", "S11", "S20", "S21"]
