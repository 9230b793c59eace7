"""The whole engine: the same record every time, whatever the input, in linear time."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarizer import Summarizer

ARTICLE = """Harbour pump failed twice, keeper says

LUND, March 3, 2025 — The old harbour pump failed twice in May, Ilse Brandt, its keeper, said on Monday.

“Nobody had looked at it for years,” she told the council. “It will fail again.”

Mayor Ngozi Adeyemi called for an inquiry and urged residents to stay calm. According to the board, 40 homes
were flooded. The union said in a statement that the strike would go on.

“We warned them.”
"""

PHRASES = [
    *[
        "said",
        "says",
        "told",
        "accused",
        "of",
        "quoted",
        "denied",
        "claim",
        "reportedly",
        "not",
        "and",
        "that",
    ],
    *["Brandt", "Adeyemi", "she", "who", "the pump", "was old", "according to", "as saying", "called on"],
    *["to wait", "in a statement", "40", "\n", "\n\n", "**Brandt**:"],
    *["\x00", "\u202e", "e\u0301", "的", "😀", "a" * 40],
]
WORDS = st.sampled_from([*"“”\"'‘’«»„—:;,.?!()", *PHRASES])


def test_two_processes_make_the_same_record():
    """A record is byte for byte the same in every process, whatever the seed of its hashes."""
    code = (
        "import sys\nfrom summarizer import Summarizer\n"
        "sys.stdout.write(Summarizer().summarize(sys.stdin.read()).model_dump_json())"
    )
    running = [
        subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        )
        for seed in ("1", "2")
    ]
    records = [process.communicate(ARTICLE, timeout=120)[0] for process in running]
    assert records[0] == records[1]
    assert records[0].count('"cue"') >= 6


def test_an_article_does_not_depend_on_those_before_it():
    """What was read before leaves no trace in a record."""
    engine = Summarizer()
    first = engine.summarize(ARTICLE)
    engine.summarize("Okoro said the ferry was late. “It always is,” he told the crew.")
    assert engine.summarize(ARTICLE) == first


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=60))
def test_no_text_is_too_odd(words):
    """Any mix of marks, names and verbs gives a record whose spans are the article's own words."""
    text = " ".join(words)
    record = Summarizer().summarize(text)
    assert record.article.text == text
    for statement in record.statements:
        for span in (*statement.content, *([statement.cue] if statement.cue else [])):
            assert text[span.start : span.end] == span.exact
    assert len({s.id for s in record.statements}) == len(record.statements)


def seconds(text):
    """Return the processor time that an article's record takes."""
    start = time.process_time()
    Summarizer().summarize(text)
    return time.process_time() - start


SENTENCE = "Brandt said the pump was old, and “nobody had looked at it” since May, according to the board. "


@pytest.mark.parametrize(
    ("unit", "times"),
    [
        pytest.param(SENTENCE, 60, id="one long line"),
        pytest.param("“It is old.” ", 120, id="quotations"),
        pytest.param("“ ” \" ' ‘ « ", 300, id="marks"),
        pytest.param("“It is old,” Brandt said.\n\n", 60, id="paragraphs"),
        pytest.param("Brandt and Okoro, ", 120, id="list of names"),
        pytest.param("said ", 400, id="verbs"),
        pytest.param("word", 2000, id="one word"),
        pytest.param("\u202eقال \x00 😀 e\u0301 ", 200, id="odd characters"),
    ],
)
def test_time_grows_with_the_length(unit, times):
    """Four times the text takes about four times as long, not sixteen times."""
    seconds(unit * 10)
    short, long = seconds(unit * times), seconds(unit * 4 * times)
    assert long < 9 * short + 0.3


def test_ten_thousand_quotation_marks():
    """Ten thousand quotation marks in one paragraph are read like any other text."""
    record = Summarizer().summarize("Brandt said the pump was old. " + '“Old.” "' * 3400)
    assert any(s.cue is not None and s.cue.exact == "said" for s in record.statements)
