"""Items: what there is to read, found without parsing an article."""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.errors import TooLargeError, UnreadableError, UsageError
from summarizer.reading import find, read
from summarizer.reading.items import load

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, data: bytes | str) -> Path:
    """Make a file and the folders that it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """An empty folder, the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def stdin(monkeypatch, data: bytes) -> None:
    """Put bytes on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_a_folder_is_walked_in_order(folder):
    """Folders are read with their folders, sorted; hidden and unknown files are left out."""
    for name in (
        "b.txt",
        "a/z.md",
        "a/b.HTML",
        "c.json",
        ".hidden.txt",
        ".git/x.txt",
        "photo.png",
        "script.py",
    ):
        write(folder / "in" / name, '{"text": "Hello."}')
    assert [item.source for item in find(["./in/"])] == ["in/a/b.HTML", "in/a/z.md", "in/b.txt", "in/c.json"]


def test_a_named_file_is_read_whatever_its_ending(folder):
    """A file that is named itself is read, and what it is shows in how it begins."""
    write(folder / "story.story", "The council met.")
    write(folder / "page.cgi", "<!doctype html><html><body><p>Hello.</p></body></html>")
    write(folder / "one.dat", '{"text":\n"Hello."}')
    write(folder / "many.dat", '{"text": "Hello."}\nbroken\n')
    write(folder / "list.dat", '[{"text": "Hello."}]')
    names = ["story.story", "page.cgi", "one.dat", "many.dat", "list.dat"]
    assert [(i.source, i.form) for i in find(names) if i.error is None] == [
        ("story.story", "text"), ("page.cgi", "html"), ("one.dat", "json"), ("many.dat:1", "json"),
        ("list.dat:1", "json"),
    ]  # fmt: skip


def test_the_id_is_the_digest_of_the_bytes(folder):
    """``sha256sum`` of a file gives its article's id, and reading gives the same one."""
    data = "The council met.\r\n".encode("utf-16")
    write(folder / "a.txt", data)
    (item,) = find(["a.txt"])
    assert item.id == "sha256:" + hashlib.sha256(data).hexdigest() == read(item).article.id


def test_a_missing_path_is_said_at_once(folder):
    """A path that does not exist stops the call before anything is read, even where others exist."""
    write(folder / "a.txt", "Hello.")
    with pytest.raises(UsageError, match="nowhere: no such file or folder"):
        find(["a.txt", "nowhere"])
    with pytest.raises(UsageError, match="once"):
        find(["-", "-"])


def test_json_lines_are_items_with_their_place(folder):
    """Each line is an article, named by its id or its line; broken lines are errors between the others."""
    lines = [
        '\ufeff{"id": "n1", "text": "Hello."}',
        "broken",
        "",
        '  {"text": "Bye."}  ',
        '{"x": 1}',
        "[1]",
        '{"text": "Last."}',
    ]
    write(folder / "a.jsonl", "\n".join(lines))
    items = list(find(["a.jsonl"]))
    assert [i.source for i in items] == [
        "a.jsonl#n1",
        "a.jsonl:2",
        "a.jsonl:4",
        "a.jsonl:5",
        "a.jsonl:6",
        "a.jsonl:7",
    ]
    assert [str(i.error).split(": ")[1] if i.error else None for i in items] == [
        None, "broken JSON", None, "no text field (text, body, content, …); the keys are",
        "expected a JSON object, found an array", None,
    ]  # fmt: skip
    assert [read(i).article.text for i in items if i.error is None] == ["Hello.", "Bye.", "Last."]
    assert items[2].id == "sha256:" + hashlib.sha256(b'{"text": "Bye."}').hexdigest()
    with pytest.raises(UnreadableError, match=r"a\.jsonl:2: broken JSON"):
        read(items[1])


def test_a_file_of_json_lines_may_be_larger_than_the_limit(folder):
    """The limit is that of an article: a longer line is skipped, the lines behind it are read."""
    write(folder / "a.jsonl", '{"text": "One."}\n' + json.dumps({"text": "x" * 500}) + '\n{"text": "Two."}\n')
    items = list(find(["a.jsonl"], max_bytes=100))
    assert [i.source for i in items] == ["a.jsonl:1", "a.jsonl:2", "a.jsonl:3"]
    assert isinstance(items[1].error, TooLargeError)
    assert [read(i).article.text for i in (items[0], items[2])] == ["One.", "Two."]


def test_json_lines_are_streamed(folder):
    """The first article of a file is there before the rest of it is read."""
    with (folder / "a.jsonl").open("w") as file:
        file.writelines(f'{{"text": "Number {n}."}}\n' for n in range(5_000))
    items = find(["a.jsonl"])
    assert read(next(items)).article.text == "Number 0."
    assert sum(1 for _ in items) == 4_999


def test_a_json_file_may_hold_one_or_many(folder):
    """One object, an array, or a service's answer; members are named by id or by position."""
    write(folder / "one.json", '{"id": "x", "text": "Hello."}')
    write(folder / "many.json", '{"articles": [{"guid": "g", "text": "Hello."}, {"text": "Bye."}, {"y": 1}]}')
    write(folder / "none.json", '{"articles": []}')
    write(folder / "deep.json", "[" * 100_000)
    items = list(find(["one.json", "many.json", "none.json", "deep.json"]))
    assert [i.source for i in items] == ["one.json", "many.json#g", "many.json:2", "many.json:3", "deep.json"]
    assert [i.error is None for i in items] == [True, True, True, False, False]
    assert [read(i).article.text for i in items[:3]] == ["Hello.", "Hello.", "Bye."]
    assert [read(i).article.id == i.id for i in items[:3]] == [True, True, True]


def test_json_lines_may_be_called_json(folder):
    """A .json file with an object on each line is read line by line."""
    write(folder / "a.json", '{"text": "One."}\n{"text": "Two."}\n')
    assert [(i.source, read(i).article.text) for i in find(["a.json"])] == [
        ("a.json:1", "One."),
        ("a.json:2", "Two."),
    ]


def test_the_order_of_keys_is_no_change(folder):
    """A member of an array keeps its id when its keys are written in another order."""
    write(folder / "a.json", '[{"text": "Hello.", "lang": "en"}]')
    write(folder / "b.json", '[{"lang": "en",   "text": "Hello."}]')
    first, second = find(["a.json", "b.json"])
    assert first.id == second.id


def test_a_large_file_is_named_and_not_loaded(folder):
    """A file over the limit is too large; the message names the limit and the option."""
    write(folder / "a.txt", "x" * 101)
    (item,) = find(["a.txt"], max_bytes=100)
    assert item.id is None
    with pytest.raises(
        TooLargeError, match=r"a\.txt: larger than 100 bytes; raise the limit with --max-bytes"
    ):
        read(item)


def test_standard_input_is_one_document(monkeypatch):
    """``-`` reads a text, a page or JSON from standard input."""
    stdin(monkeypatch, b"The council met.")
    (item,) = find(["-"])
    assert (item.source, read(item).article.text) == ("-", "The council met.")
    stdin(monkeypatch, b'{"id": "x",\n"text": "Hello."}')
    assert [(i.source, read(i).article.text) for i in find(["-"])] == [("-", "Hello.")]
    stdin(monkeypatch, b"")
    assert [read(i).warnings for i in find(["-"])] == [("the article is empty",)]
    stdin(monkeypatch, b"x" * 50)
    assert [type(i.error) for i in find(["-"], max_bytes=49)] == [TooLargeError]


def test_standard_input_may_be_json_lines(monkeypatch):
    """JSON lines on standard input are articles of their own, with their line or their id."""
    stdin(monkeypatch, b'{"text": "One."}\n{"id": 2, "text": "Two."}\nbroken\n{"text": "Four."}\n')
    items = list(find(["-"]))
    assert [i.source for i in items] == ["-:1", "-#2", "-:3", "-:4"]
    assert [read(i).article.text for i in items if i.error is None] == ["One.", "Two.", "Four."]


def test_faults_are_items(folder):
    """Broken links and files that cannot be read are items with an error, and the walk goes on."""
    write(folder / "in" / "a.txt", "Hello.")
    (folder / "in" / "gone.txt").symlink_to("nowhere")
    write(folder / "in" / "z.jsonl", b"\x1f\x8b\x08\x00\n\n\n")
    items = list(find(["in"]))
    assert [i.source for i in items] == ["in/a.txt", "in/gone.txt", "in/z.jsonl"]
    assert "gzip" in str(items[2].error)
    assert [i.error is None for i in items] == [True, False, False]


def test_a_loop_of_links_ends(folder):
    """A link to a folder above is not followed for ever; a link to another folder is read."""
    write(folder / "in" / "a.txt", "Hello.")
    write(folder / "other" / "b.txt", "Hello.")
    (folder / "in" / "loop").symlink_to(folder / "in")
    (folder / "in" / "other").symlink_to(folder / "other")
    assert [i.source for i in find(["in"])] == ["in/a.txt", "in/other/b.txt"]


def test_a_file_that_changed_is_read_as_it_is(folder):
    """Between finding and reading a file may change, grow or go; what was read is what the id names."""
    path = write(folder / "a.txt", "Hello.")
    (item,) = find(["a.txt"])
    write(path, "Bye.")
    assert read(item).article.id == "sha256:" + hashlib.sha256(b"Bye.").hexdigest()
    write(path, "x" * 200)
    with pytest.raises(TooLargeError):
        load(item, 100)
    path.unlink()
    with pytest.raises(UnreadableError, match="No such file"):
        read(item)


@pytest.mark.skipif(
    not hasattr(os, "mkfifo") or sys.platform == "darwin", reason="names need not be UTF-8 on Linux only"
)
def test_a_name_that_is_no_unicode_can_be_recorded(folder):
    """A file name in an old encoding is still read, and its source can be written as UTF-8."""
    name = os.fsdecode(b"caf\xe9.txt")
    write(folder / name, "Hello.")
    (item,) = find(["."])
    assert item.source.encode() == "caf\ufffd.txt".encode()
    assert read(item).article.text == "Hello."


def test_items_travel_to_other_processes(folder):
    """An item pickles, its error included, and reads the same on the other side."""
    write(folder / "a.jsonl", '{"text": "Hello."}\nbroken\n')
    for item in find(["a.jsonl"]):
        other = pickle.loads(pickle.dumps(item))  # noqa: S301 - made in this line
        assert (other.source, other.id, str(other.error)) == (item.source, item.id, str(item.error))
        if item.error is None:
            assert read(other) == read(item)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    """Whatever a file holds, it becomes an article or an error with a reason; nothing else is raised."""
    folder = tmp_path_factory.getbasetemp() / "any"
    for ending in (".txt", ".html", ".json", ".jsonl", ".dat"):
        for item in find([write(folder / f"a{ending}", data)]):
            try:
                article = read(item).article
            except UnreadableError as caught:
                refusal = str(caught)
            else:
                refusal = item.source
                assert article.id == item.id
            assert refusal.startswith(item.source)
