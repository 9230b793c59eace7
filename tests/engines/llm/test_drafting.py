"""From answers to drafts: whatever a model answers becomes a record without a word of the model's."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.engines.llm.drafting import statements
from summarizer.engines.llm.extract import draft_of, schema
from summarizer.engines.llm.grammar import read_person, read_statement
from summarizer.engines.llm.guard import Guard
from summarizer.grounding import ground
from summarizer.segments import segment
from summarizer.testing import article, assert_grounded, evidence

TEXT = """Dam opens in Ostby

Keeper Osk Lindqvist said the dam held. “It will hold,” he said, “for 90 years.”

The council denied that it leaked, and the council said no more.
"""
READ = segment(article(TEXT, published_on="2026-05-04"))

segment_ids = st.sampled_from(["S1", "S2", "S3", "S4", "S9", "Q1", "Q2", "Q7", "S2-S3", "S1-S4", "S4-S39"])
some_words = st.sampled_from(
    ["the dam", "held", "said", "it", "said no more", "leaked", "nowhere", "the", "90", ""]
)
places = st.builds(
    lambda i, a, b, form: (i, f"{i} {a}", f"{i} {a}~", f"{i} ~{b}", f"{i} {a}~{b}", f"{i} {a}^2")[form],
    segment_ids,
    some_words,
    some_words,
    st.integers(0, 5),
)
lines = st.builds(
    lambda content, cue, who, more: f"{'+'.join(content)}|{cue}|{who}{more}",
    st.lists(places, min_size=1, max_size=3),
    st.sampled_from(["said", "denied", "S3 said", "S4 said^2", "", "shouted", "S99 said", "^2", "S4 ^"]),
    st.integers(0, 3),
    st.sampled_from(
        ["", "|!deny", "|>the council", "|>nobody", "|@speech", "|#0", "|#-400", "|#2026-13", "|<X|?so"]
    ),
)
answers = st.fixed_dictionaries(
    {
        "people": st.just(["Osk Lindqvist|Keeper", "org:council", "unnamed:a guard"]),
        "statements": st.lists(lines, max_size=6),
        "figures": st.lists(st.builds(lambda p: f"{p}|90|years|#0|=1", places), max_size=3),
        "headline": st.sampled_from(["S1", "S9"]),
        "summary": st.lists(st.sampled_from(["S1", "S2", "S3", "S9"]), max_size=4),
    }
)


@settings(max_examples=120, deadline=None)
@given(answers)
def test_any_answer_becomes_a_record_of_the_articles_own_words(answer):
    """Whatever a valid answer points at, every span is the article's, and what leads nowhere is refused."""
    draft, _ = draft_of(READ, schema(5).model_validate(answer))
    record = ground(READ, Guard(READ).clean(draft), engine="llm")
    assert_grounded(record)
    assert all(span.exact in TEXT for _, span in evidence(record))
    for sentence in record.summary.sentences:
        assert sentence.text in " ".join(TEXT.split())


def test_a_mention_is_found_at_the_cue():
    """The name nearest the cue is the mention, else the pronoun next to it; nobody has none."""
    table = [read_person(p) for p in ["Osk Lindqvist", "org:council"]]
    lines = ["S2 the~|said|1", "Q1+Q2|said|1", "S4 it~|denied|2", "S4 it~|denied|0"]
    drafts = statements(READ, [read_statement(line) for line in lines], table)
    record = ground(
        READ, Guard(READ).clean(type(draft_of(READ, EMPTY)[0])(statements=tuple(drafts))), engine="llm"
    )
    assert [s.speaker.mention for s in record.statements] == ["Osk Lindqvist", "he", "council", None]


EMPTY = schema(5).model_validate(
    {"people": [], "statements": [], "figures": [], "headline": "S1", "summary": []}
)


def test_days_count_from_publication():
    """A day that counts back needs a day of publication; any other is as it is."""
    table = [read_person(p) for p in ["Osk Lindqvist"]]
    lines = [read_statement(f"S2 the~|said|1|#{day}") for day in ("0", "-1", "2026-04", "-300")]
    assert [d.date for d in statements(READ, lines, table)] == [
        "2026-05-04",
        "2026-05-03",
        "2026-04",
        "2025-07-08",
    ]
    undated = segment(article(TEXT))
    assert [d.date for d in statements(undated, lines, table)] == [None, None, "2026-04", None]
