"""The output folder keeps whole lines, one a source, and touches nothing that is not its own."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.errors import OutputError
from summarizer.output.jsonl import index, latest, read_entry, read_records
from summarizer.output.store import FAILED, RECORDS, REPORT, RUN, Store
from summarizer.records import Article, Outcome, OutcomeName, Provenance, Record, Summary

if TYPE_CHECKING:
    from pathlib import Path

RUN_JSON = {"schema_version": 1, "engine": "scripted", "versions": {"summarizer": "0.1.0"}}


def record(source: str, text: str = "The ferry was late.", title: str | None = None) -> Record:
    """Make a record without statements."""
    article = Article(id=f"sha256:{abs(hash(text)):x}", source=source, title=title, text=text)
    return Record(
        article=article, summary=Summary(), provenance=Provenance(engine="scripted", program="0.1.0")
    )


def add(store: Store, made: Record) -> None:
    """Add a record as a run does."""
    store.add(made.article.source, made.article.id, made.model_dump_json().encode())


def filled(out: Path, *sources: str) -> bytes:
    """Make an output folder with a record of each source and return the bytes of its records."""
    with Store(out, engine="scripted") as store:
        store.write_run(RUN_JSON)
        for source in sources:
            add(store, record(source, f"Text of {source}, “quoted” – with ünïcode."))
    return (out / RECORDS).read_bytes()


def contents(folder: Path) -> dict[str, bytes]:
    """Return what stands in a folder, but for the lock."""
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name != ".lock"}


def test_records_come_back_as_they_went_in(tmp_path):
    """A record that was added is read back equal, from the folder and from the file."""
    made = [record("a.txt", "“Enough,” Ines Duarte said.", "A title"), record("b#1.txt")]
    with Store(tmp_path, engine="scripted") as store:
        for one in made:
            add(store, one)
    assert list(read_records(tmp_path)) == made
    assert list(read_records(tmp_path / RECORDS)) == made
    assert [(e.source, e.title) for e in latest(tmp_path)] == [("a.txt", "A title"), ("b#1.txt", None)]
    assert read_entry(tmp_path, latest(tmp_path)[1]) == made[1]


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_whatever_a_kill_leaves_only_whole_lines_count(tmp_path_factory, data):
    """Of a file that was cut anywhere exactly the whole lines are kept, and appending goes on after them."""
    out = tmp_path_factory.mktemp("out")
    whole = filled(out, "a.txt", "b.txt", "c.txt")
    cut = data.draw(st.integers(0, len(whole)))
    (out / RECORDS).write_bytes(whole[:cut])
    kept = whole[:cut].rpartition(b"\n")[0]
    assert [r.article.source for r in read_records(out)] == ["a.txt", "b.txt", "c.txt"][
        : whole[:cut].count(b"\n")
    ]
    with Store(out, engine="scripted") as store:
        add(store, record("d.txt"))
    lines = (out / RECORDS).read_bytes().splitlines()
    assert lines[:-1] == (kept.splitlines() if kept else [])
    assert json.loads(lines[-1])["article"]["source"] == "d.txt"
    shutil.rmtree(out)


def test_a_last_line_that_is_not_json_is_cut_off(tmp_path):
    """A broken last line goes even where it ends with a newline, in both files."""
    whole = filled(tmp_path, "a.txt")
    (tmp_path / RECORDS).write_bytes(whole + whole[:60] + b"\n")
    (tmp_path / FAILED).write_bytes(b'{"source":"b.txt","outcome":"invalid"}\n{"sou\n')
    with Store(tmp_path, engine="scripted") as store:
        assert list(store.live) == ["a.txt"]
        assert list(store.failed) == ["b.txt"]
    assert (tmp_path / RECORDS).read_bytes() == whole


def test_reading_does_not_change_a_folder_that_is_being_written(tmp_path):
    """A half last line is left out by readers and left alone."""
    whole = filled(tmp_path, "a.txt")
    (tmp_path / RECORDS).write_bytes(whole + b'{"schema_v')
    assert len(list(read_records(tmp_path))) == 1
    assert (tmp_path / RECORDS).read_bytes() == whole + b'{"schema_v'


def test_the_last_line_of_a_source_counts(tmp_path):
    """A record that was superseded is not read, and settling leaves one line a source."""
    with Store(tmp_path, engine="scripted") as store:
        for one in (record("a.txt", "Old."), record("b.txt"), record("a.txt", "New.")):
            add(store, one)
        assert [r.article.text for r in read_records(tmp_path)] == ["The ferry was late.", "New."]
        store.settle()
        add(store, record("c.txt"))
    assert [e.source for e in index(tmp_path / RECORDS)] == ["b.txt", "a.txt", "c.txt"]
    assert [r.article.text for r in read_records(tmp_path)][1] == "New."


def test_a_record_can_move_to_another_source(tmp_path):
    """A moved record is the same under its new source, and its old source can go."""
    with Store(tmp_path, engine="scripted") as store:
        add(store, record("f.jsonl:1", "Same text."))
        store.move(store.live["f.jsonl:1"], "f.jsonl:2")
        store.settle(gone=["f.jsonl:1"])
    (found,) = read_records(tmp_path)
    assert (found.article.source, found.article.text) == ("f.jsonl:2", "Same text.")


def test_failures_keep_their_last_line_and_go_when_recovered(tmp_path):
    """A failure is a line with its reason and what was paid for it; the last counts until it recovers."""
    with Store(tmp_path, engine="scripted") as store:
        for attempts in (1, 2):
            store.fail(
                Outcome(source="a.txt", outcome=OutcomeName.INVALID, id="x", reason="no", attempts=attempts)
            )
        store.fail(Outcome(source="b.txt", outcome=OutcomeName.UNREADABLE, reason="binary"))
        store.settle()
    lines = [json.loads(line) for line in (tmp_path / FAILED).read_text().splitlines()]
    assert lines[0] == {
        "source": "a.txt",
        "outcome": "invalid",
        "reason": "no",
        "attempts": 2,
        "id": "x",
        "usage": {"input_tokens": 0, "output_tokens": 0, "calls": 0},
        "cost_usd": 0,
    }
    with Store(tmp_path, engine="scripted") as store:
        assert list(store.failed) == ["a.txt", "b.txt"]
        store.settle(recovered=["a.txt"])
    assert [json.loads(line)["source"] for line in (tmp_path / FAILED).read_text().splitlines()] == ["b.txt"]


def test_lines_that_another_program_wrote_again_are_read(tmp_path):
    """A line with other spacing or order inside is still a record."""
    filled(tmp_path, "a.txt")
    data = json.loads((tmp_path / RECORDS).read_text())
    (tmp_path / RECORDS).write_text(json.dumps(data) + "\n")
    with Store(tmp_path, engine="scripted") as store:
        assert list(store.live) == ["a.txt"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        (RECORDS, b'{"id": 1, "text": "foreign"}\n', "not made by this program"),
        (RECORDS, b"just notes", "not made by this program"),
        (
            RECORDS,
            b'{"schema_version":99,"article":{"id":"i","source":"s","title":null,"text":""}}\n',
            "version 99",
        ),
        (RECORDS, b'{"schema_version":1,"rows":[]}\n', "not a record"),
        (RUN, b"{}", "not made by this program"),
        (RUN, b"[1]", "not made by this program"),
        (
            RUN,
            b'{"schema_version": 2, "engine": "rules", "versions": {"summarizer": "9"}}',
            "schema version 2",
        ),
        (RUN, b'{"schema_version": 1, "engine": "llm", "versions": {"summarizer": "9"}}', "engine 'llm'"),
        (FAILED, b'{"test": "other"}\n', "not made by this program"),
        (REPORT, b"<h1>mine</h1>", "not made by this program"),
    ],
)
def test_what_is_not_ours_is_refused_and_left_alone(tmp_path, name, content, says):
    """A folder of another schema, engine or program gets one line that says so, and nothing in it changes."""
    (tmp_path / name).write_bytes(content)
    before = contents(tmp_path)
    with pytest.raises(OutputError, match=says) as caught:
        Store(tmp_path, engine="scripted")
    assert "\n" not in str(caught.value)
    assert contents(tmp_path) == before


def test_records_of_another_engine_are_refused_without_run_json(tmp_path):
    """The engine is known from the records where run.json is gone."""
    filled(tmp_path, "a.txt")
    (tmp_path / RUN).unlink()
    with pytest.raises(OutputError, match="engine 'scripted', not 'rules'"):
        Store(tmp_path, engine="rules")


@pytest.mark.parametrize("below", ["", "below", "below/deeper"])
def test_a_file_in_place_of_the_folder_is_refused(tmp_path, below):
    """OUT that is a file, or lies in one, cannot be written, and the message says so."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match=r"cannot write to .*; name another folder with -o"):
        Store(tmp_path / "file" / below, engine="scripted")
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_refused(tmp_path):
    """A folder without write permission is one line that says so."""
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(OutputError, match="Permission denied; name another folder with -o"):
            Store(tmp_path, engine="scripted")
    finally:
        tmp_path.chmod(0o755)


def test_two_runs_cannot_hold_one_folder(tmp_path):
    """While one run holds a folder another one is turned away; afterwards it is let in."""
    with Store(tmp_path, engine="scripted"), pytest.raises(OutputError, match="another run is writing"):
        Store(tmp_path, engine="scripted")
    with Store(tmp_path, engine="scripted"):
        pass


def test_a_folder_that_is_refused_is_not_held(tmp_path):
    """After a refusal the lock is free: the next message is about the folder, not about another run."""
    (tmp_path / RECORDS).write_text("notes")
    for _ in range(2):
        with pytest.raises(OutputError, match="not made by this program"):
            Store(tmp_path, engine="scripted")


def test_reading_a_folder_that_is_none_says_so(tmp_path):
    """Reading records where there are none names the path and what to do."""
    with pytest.raises(OutputError, match=r"nowhere: .*name a folder that `summarizer run` made"):
        list(read_records(tmp_path / "nowhere"))
