"""One article's way through, and many articles' outcomes."""

from __future__ import annotations

import asyncio
import json
from pathlib import PurePath

import pytest

from summarizer import Article, Summarizer
from summarizer.drafts import Draft, DraftSpeaker, DraftStatement, Pointer
from summarizer.errors import TooLargeError, UnreadableError, UsageError
from summarizer.records import OutcomeName, SpeakerKind
from summarizer.testing import ScriptedEngine, assert_grounded

TEXT = "“The lock gates will hold,” Wanjiru Kamau said on the quay in Port Alder."


def quoting(article):
    """Propose the article's first quotation as a statement by Wanjiru Kamau."""
    if not article.quotations:
        return Draft()
    if "BUG" in article.text:
        raise ValueError("a bug\nin two lines")
    speaker = DraftSpeaker("Wanjiru Kamau", SpeakerKind.PERSON)
    return Draft(statements=(DraftStatement("1", speaker, (Pointer(("Q1",)),)),))


@pytest.fixture
def summarizer():
    """Return a summarizer that quotes the first quotation of each article."""
    return Summarizer(engine=ScriptedEngine(quoting))


def test_a_text_becomes_a_grounded_record(summarizer):
    """A string is the text: its record holds the text untouched, the statement and the engine's name."""
    record = summarizer.summarize(TEXT)
    assert_grounded(record)
    assert record.article.text == TEXT
    assert record.article.source == "text"
    assert record.statements[0].speaker.name == "Wanjiru Kamau"
    assert record.provenance.engine == "scripted"
    assert record.warnings == ()


def test_a_path_is_read_and_a_string_never(summarizer, tmp_path, monkeypatch):
    """A path is read as a file; its name as a string is a text, with a warning that says how to read it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert summarizer.summarize(tmp_path / "a.txt").article.text == TEXT
    record = summarizer.summarize("a.txt")
    assert record.article.text == "a.txt"
    assert any("pathlib.Path" in warning for warning in record.warnings)


@pytest.mark.parametrize("text", ["", "a\0b", "x" * 300, "x" * 5000, "a\nb"])
def test_no_text_is_mistaken_for_a_file(summarizer, text):
    """Texts that no file can be called like pass without trouble."""
    assert not any("pathlib" in warning for warning in summarizer.summarize(text).warnings)


def test_an_article_of_ones_own_gets_its_blocks(summarizer):
    """An Article made by hand keeps its id, source and text, and is searched like one that was read."""
    mine = Article(id="mine-1", source="my database", text=TEXT)
    record = summarizer.summarize(mine)
    assert (record.article.id, record.article.source, record.article.text) == ("mine-1", "my database", TEXT)
    assert len(record.statements) == 1
    assert_grounded(record)


def test_the_async_twin_gives_the_same(summarizer):
    """The async method gives the record that summarize gives, several at a time too."""

    async def all_of_them():
        return await asyncio.gather(*(summarizer.asummarize(TEXT) for _ in range(3)))

    assert asyncio.run(all_of_them()) == [summarizer.summarize(TEXT)] * 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        (" \n\n ", "empty"),
        ("Share this\n\nAdvertisement", "boilerplate"),
        ("It rained.", "no statements"),
    ],
)
def test_an_empty_list_comes_with_a_warning(summarizer, text, says):
    """Empty, only boilerplate, no statements: a record all the same, and one warning that says which."""
    record = summarizer.summarize(text)
    assert record.statements == ()
    assert [says in warning for warning in record.warnings].count(True) == 1
    assert sum("no statements" in w for w in record.warnings) == (says == "no statements")


def test_bad_paths_are_named(summarizer, tmp_path):
    """A missing path, a folder and a file of several articles are usage errors that say what to do."""
    with pytest.raises(UsageError, match=r"missing\.txt"):
        summarizer.summarize(tmp_path / "missing.txt")
    with pytest.raises(UsageError, match="is a folder"):
        summarizer.summarize(tmp_path)
    (tmp_path / "two.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    with pytest.raises(UsageError, match="several articles"):
        summarizer.summarize(tmp_path / "two.jsonl")


def test_bad_files_raise_what_they_are(tmp_path):
    """A binary is unreadable, a large file too large; both are article errors."""
    (tmp_path / "a.txt").write_bytes(b"\x7fELF\x00\x01\x02" * 100)
    with pytest.raises(UnreadableError, match=r"a\.txt"):
        Summarizer(engine=ScriptedEngine()).summarize(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text("word " * 100)
    with pytest.raises(TooLargeError, match="100"):
        Summarizer(engine=ScriptedEngine(), max_bytes=100).summarize(tmp_path / "b.txt")


def test_an_unknown_engine_is_refused():
    """An engine that does not exist is named, with those that do."""
    with pytest.raises(UsageError, match=r"no engine 'oracle'.*rules"):
        Summarizer(engine="oracle")


@pytest.fixture
def folder(tmp_path):
    """Make a folder of good and bad articles."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    (tmp_path / "c.txt").write_text(f"{TEXT} BUG", encoding="utf-8")
    lines = [
        json.dumps({"text": TEXT, "id": "one"}),
        "{broken",
        json.dumps({"text": TEXT + " Then it rained."}),
    ]
    (tmp_path / "d.jsonl").write_text("\n".join(lines))
    return tmp_path


def test_a_run_yields_an_outcome_for_every_article(summarizer, folder):
    """Each article ends as ok or with a named reason, in the input's order; no failure stops the rest."""
    outcomes = list(summarizer.run([folder]))
    assert [(PurePath(o.source).name, o.outcome.value) for o in outcomes] == [
        ("a.txt", "ok"),
        ("b.txt", "unreadable"),
        ("c.txt", "invalid"),
        ("d.jsonl#one", "ok"),
        ("d.jsonl:2", "unreadable"),
        ("d.jsonl:3", "ok"),
    ]
    assert outcomes[2].reason == "ValueError: a bug in two lines"
    assert "d.jsonl:2" in outcomes[4].reason
    for outcome in outcomes:
        assert (outcome.record is not None) == (outcome.outcome is OutcomeName.OK)
        assert (outcome.reason is None) == (outcome.outcome is OutcomeName.OK)
        if outcome.record is not None:
            assert outcome.record.article.source == outcome.source
            assert_grounded(outcome.record)


def test_a_run_takes_one_path_and_a_limit(summarizer, folder):
    """A single path is one source, not a list of letters, and the limit counts articles."""
    assert len(list(summarizer.run(str(folder), limit=2))) == 2


def test_a_missing_path_stops_a_run_before_it_starts(summarizer, folder):
    """A path that does not exist is an error at once, not after the first articles."""
    with pytest.raises(UsageError, match="nowhere"):
        summarizer.run([folder, "nowhere"])
