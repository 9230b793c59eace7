"""What an evaluation shows: tables, page and JUnit."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.evaluation.aggregate import score_run
from summarizer.evaluation.junit import junit
from summarizer.evaluation.page import marked, run_page
from summarizer.evaluation.results import Setup, result_of
from summarizer.evaluation.running import Attempt, Evaluation
from summarizer.evaluation.tables import as_markdown, as_text, scores_markdown, scores_text
from summarizer.records import Outcome, OutcomeName

SETUP = Setup(suite="s", engine="e", gold="g", gold_sha256="0" * 64, split="all", program="0", fingerprint="")
EVIL = "<script>alert(1)</script> & “more”"


@pytest.fixture
def made(make):
    """Return an evaluation with a hit, a miss, an extra, a failed and a hidden article, all with markup."""
    text = f"Rey said {EVIL} on Monday. Ek denied it. Nobody agreed to anything."
    labels = (
        make.label(1, EVIL, "Rey", text=text, channel=None),
        make.label(2, "denied it", "Ek", text=text),
    )
    articles = [
        make.gold(*labels, key=key, text=text, split=split)
        for key, split in (("one<b>", "dev"), ("two", "dev"), ("secret", "test"))
    ]
    good = make.outcome(
        make.statement(EVIL, "Ek", text=text, channel="speech"),
        make.statement("Nobody agreed to anything", text=text),
        text=text,
    )
    bad = Outcome(source="two", outcome=OutcomeName.TRANSPORT, reason="gone\x00 <i>", attempts=2)
    outcomes = (good, bad, good)
    results = tuple(
        result_of(a, o, visible=a.split == "dev") for a, o in zip(articles, outcomes, strict=True)
    )
    attempts = {(a.key, 0): Attempt(o, 0.5) for a, o in zip(articles, outcomes, strict=True)}
    evaluation = Evaluation(SETUP, tuple(articles), results, attempts, frozenset({"dev"}))
    return evaluation, score_run(SETUP, results, resamples=50)


def test_the_page_shows_misses_and_extras_in_the_text(made):
    """Each miss and each extra is marked where it stands; wrong fields say what was labelled."""
    page = run_page(*made)
    assert '<mark class="miss">denied it</mark>' in page
    assert '<mark class="extra">Nobody agreed to anything</mark>' in page
    assert "s1  speaker: Ek, labelled Rey" in page
    assert "s1  channel: speech, labelled none" in page


def test_the_page_runs_nothing_and_loads_nothing(made):
    """Markup in articles, names and reasons is text, and the page needs no network."""
    page = run_page(*made)
    assert "<script" not in page
    assert "one<b>" not in page
    assert "<i>" not in page
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=", page)


def test_the_page_hides_the_test_split(made):
    """An article of a hidden split is counted and not shown."""
    page = run_page(*made)
    assert "secret" not in page
    assert "1 articles of the test split are not shown" in page


def test_junit_lists_each_article_and_its_failure(made):
    """A failed article is a failed case with its reason, in XML that can be read."""
    root = ET.fromstring(junit(*made))  # noqa: S314 - our own XML
    assert (root.get("tests"), root.get("failures")) == ("3", "1")
    assert [c.get("name") for c in root.iter("testcase")] == ["one<b>", "two", "secret"]
    failure = root.find(".//failure")
    assert failure.get("type") == "transport"
    assert failure.get("message") == "gone\N{REPLACEMENT CHARACTER} <i>"
    assert any(p.get("name") == "f1" for p in root.iter("property"))


def test_tables_count_failures_and_name_the_gold(made):
    """Text and Markdown both say what was run, on which gold, and how many failed."""
    for text in (scores_text(made[1]), scores_markdown(made[1])):
        assert "1 transport" in text
        assert "gold 000000000000" in text
        assert "95 % interval" in text


def test_columns_line_up():
    """Numbers stand right, words left, and nothing trails."""
    assert as_text([("what", "n"), ("a", "1"), ("bcdef", "100")]) == "what     n\na        1\nbcdef  100"


def test_markdown_cells_cannot_break_the_table():
    """A bar, a line break or markup in a cell stays inside it."""
    lines = as_markdown([("a",), ("x | y\n<b>*z*",)]).splitlines()
    assert len(lines) == 3
    assert lines[2] == r"| x \| y &lt;b>\*z\* |"


spans = st.tuples(st.integers(-2, 30), st.integers(-2, 30))


@given(
    text=st.text(alphabet="ab<&>\"'\n é", max_size=25),
    layers=st.lists(st.tuples(st.sampled_from(["", "miss", "extra"]), spans), max_size=6),
)
def test_marking_changes_no_character(text, layers):
    """Whatever overlaps, the page shows the text as it is, and every mark is closed."""
    root = ET.fromstring(f"<p>{marked(text, layers)}</p>")  # noqa: S314 - our own markup
    assert "".join(root.itertext()) == text


def test_a_miss_is_seen_above_all():
    """Where a miss and a hit overlap, the miss is what is shown."""
    html = marked("abcdef", [("", (0, 4)), ("miss", (2, 6))])
    assert html == '<mark>ab</mark><mark class="miss">cd</mark><mark class="miss">ef</mark>'
