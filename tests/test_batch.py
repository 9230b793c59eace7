"""A run: what is done, what is not done again, and what stands in the output folder whatever stopped it."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from summarizer import Summarizer
from summarizer.batch import run_batch
from summarizer.errors import OutputError, UsageError
from summarizer.output.jsonl import read_records
from summarizer.testing import ScriptedEngine, assert_grounded

ENGINE = '''
import os, signal, time
from summarizer.drafts import Draft, DraftSpeaker, DraftStatement, Pointer
from summarizer.records import SpeakerKind


class Engine:
    """Proposes the first quotation as a statement by Ana; dies at some words."""

    name = "scripted"

    def draft(self, article):
        if "BUG" in article.text:
            raise ValueError("a bug")
        if "DEATH" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "SLOW" in article.text:
            time.sleep(0.2)
        if "STOP" in article.text:
            raise KeyboardInterrupt
        if not article.quotations:
            return Draft()
        speaker = DraftSpeaker("Ana", SpeakerKind.PERSON)
        return Draft(statements=(DraftStatement("1", speaker, (Pointer(("Q1",)),)),))


class Lost(Engine):
    """An engine that cannot go to another process."""

    def __reduce__(self):
        raise TypeError("cannot pickle this")
'''


@pytest.fixture
def engines(tmp_path, monkeypatch):
    """Return the engines above in a module that worker processes can import too."""
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "scripted_for_batch.py").write_text(ENGINE)
    monkeypatch.syspath_prepend(tmp_path / "modules")
    monkeypatch.delitem(sys.modules, "scripted_for_batch", raising=False)
    return __import__("scripted_for_batch")


@pytest.fixture
def engine(engines):
    """Return the scripted engine."""
    return engines.Engine()


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Work in a folder with three articles."""
    folder = tmp_path / "home"
    (folder / "articles").mkdir(parents=True)
    for name in "abc":
        write(folder / "articles" / f"{name}.txt", name)
    monkeypatch.chdir(folder)
    return folder


def write(path: Path, words: str) -> None:
    """Write an article that Ana says something in."""
    path.write_text(f"“We count the {words} today,” Ana said in the harbour.", encoding="utf-8")


def sources(out: str | Path = "out") -> list[str]:
    """Return the sources of all lines of the records, superseded ones too."""
    lines = Path(out, "records.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["article"]["source"] for line in lines]


def failures(out: str | Path = "out") -> dict[str, tuple[str, int]]:
    """Return outcome and attempts of each failed source."""
    lines = Path(out, "failed.jsonl").read_text(encoding="utf-8").splitlines()
    return {f["source"]: (f["outcome"], f["attempts"]) for f in map(json.loads, lines)}


def feed(path: str, *texts: str) -> None:
    """Write a file of JSON lines, one article each."""
    Path(path).write_text("".join(json.dumps({"text": f"{t} “Yes,” Ana said."}) + "\n" for t in texts))


def test_a_run_makes_the_folder(home, engine):
    """A first run writes records, the page and what was asked; every span in them is the article's."""
    report = run_batch(["articles"], "out", engine=engine)
    assert (report.now.articles, report.now.statements, report.now.speakers) == (3, 3, 1)
    assert report.ok
    assert report.all == report.now
    for record in read_records("out"):
        assert_grounded(record)
        assert record.article.text == Path(record.article.source).read_text(encoding="utf-8")
    assert sources() == ["articles/a.txt", "articles/b.txt", "articles/c.txt"]
    assert Path("out/failed.jsonl").read_bytes() == b""
    assert "harbour" in Path("out/report.html").read_text(encoding="utf-8")
    run = json.loads(Path("out/run.json").read_text())
    assert (run["state"], run["engine"], run["base"]) == ("finished", "scripted", "..")
    assert run["asked"]["sources"] == ["articles"]
    assert run["counts"]["articles"] == run["totals"]["articles"] == 3
    assert run["versions"]["summarizer"]
    assert not list(Path("out").glob("*.tmp"))
    assert home


def test_what_is_done_is_not_done_again(home, engine):
    """A second run does only what is new or changed, and a changed article has one record: the new one."""
    run_batch(["articles"], "out", engine=engine)
    before = Path("out/records.jsonl").read_bytes()
    again = run_batch(["articles"], "out", engine=engine)
    assert (again.now.articles, again.skipped) == (0, 3)
    assert again.all is not None
    assert again.all.articles == 3
    assert Path("out/records.jsonl").read_bytes() == before
    write(home / "articles" / "b.txt", "changed b")
    write(home / "articles" / "d.txt", "d")
    third = run_batch(["articles"], "out", engine=engine)
    assert (third.now.articles, third.skipped) == (2, 2)
    assert sorted(sources()) == [f"articles/{name}.txt" for name in "abcd"]
    texts = {r.article.source: r.article.text for r in read_records("out")}
    assert "changed b" in texts["articles/b.txt"]


@pytest.mark.parametrize("spelling", ["./articles", "articles/../articles", "{home}/articles", "link"])
def test_another_spelling_of_a_path_is_the_same_article(home, engine, spelling):
    """An article that is named in another way is done already."""
    (home / "link").symlink_to("articles")
    run_batch(["articles"], "out", engine=engine)
    report = run_batch([spelling.format(home=home)], "out", engine=engine)
    assert (report.now.articles, report.skipped) == (0, 3)


def test_a_run_from_another_folder_knows_what_is_done(home, engine, monkeypatch):
    """From another working folder the same articles are the same, and new ones get names of their own."""
    run_batch(["articles"], "out", engine=engine)
    (home / "other" / "articles").mkdir(parents=True)
    write(home / "other" / "articles" / "a.txt", "other a")
    monkeypatch.chdir(home / "other")
    report = run_batch(["../articles", "articles"], "../out", engine=engine)
    assert (report.now.articles, report.skipped) == (1, 3)
    assert sources("../out")[-1] == "other/articles/a.txt"


def test_a_project_can_be_moved(home, engine, monkeypatch, tmp_path):
    """Articles and output that moved together, or the output alone, are still known."""
    run_batch(["articles"], "out", engine=engine)
    home.rename(tmp_path / "moved")
    monkeypatch.chdir(tmp_path / "moved")
    assert run_batch(["articles"], "out", engine=engine).skipped == 3
    Path("out").rename(tmp_path / "archive")
    report = run_batch(["articles"], "../archive", engine=engine)
    assert (report.now.articles, report.skipped) == (0, 3)


def test_lines_that_shift_in_a_feed_are_known(home, engine):
    """An article put in at the top of a feed is the only new one; each article has one record at its line."""
    feed("feed.jsonl", "One.", "Two.", "Three.")
    run_batch(["feed.jsonl"], "out", engine=engine)
    feed("feed.jsonl", "Zero.", "One.", "Two.", "Three.")
    report = run_batch(["feed.jsonl"], "out", engine=engine)
    assert (report.now.articles, report.skipped) == (1, 3)
    feed("feed.jsonl", "Two.", "Three.")
    run_batch(["feed.jsonl"], "out", engine=engine)
    found = {r.article.source: r.article.text.split()[0] for r in read_records("out")}
    assert (found["feed.jsonl:1"], found["feed.jsonl:2"]) == ("Two.", "Three.")
    assert list(found.values()).count("Two.") == 1
    assert home


def test_two_articles_with_one_id_are_both_kept(home, engine):
    """Where a feed gives one id twice, both articles have a record, and a second run does neither again."""
    lines = [{"id": "x", "text": "“One,” Ana said."}, {"id": "x", "text": "“Two,” Ana said."}]
    Path("feed.jsonl").write_text("\n".join(map(json.dumps, [*lines, lines[0]])))
    first = run_batch(["feed.jsonl"], "out", engine=engine)
    assert first.now.articles == 2
    assert sources() == ["feed.jsonl#x", "feed.jsonl#x~2"]
    assert run_batch(["feed.jsonl"], "out", engine=engine).now.articles == 0
    assert home


def test_a_path_that_is_given_twice_is_done_once(home, engine):
    """A file that two sources name is one article."""
    assert run_batch(["articles", "articles/a.txt", "./articles"], "out", engine=engine).now.articles == 3
    assert home


def test_standard_input_supersedes_nothing(home, engine, monkeypatch):
    """Two texts through standard input are two articles, each done once."""
    for text in ("“One,” Ana said.", "“Two,” Ana said.", "“One,” Ana said.", "“Two,” Ana said."):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        run_batch(["-"], "out", engine=engine)
    assert sources() == ["-", "-~2"]
    assert home


def test_its_own_output_is_no_article(home, engine):
    """A folder that holds the output can be run again: records and page are not read as articles."""
    for _ in range(2):
        report = run_batch(["."], "out", engine=engine)
    assert (report.now.articles, report.skipped, report.failed) == (0, 3, {})
    assert home


def test_the_limit_counts_new_articles(home, engine):
    """With a limit each run does the next few, until all are done."""
    reports = [run_batch(["articles"], "out", engine=engine, limit=2) for _ in range(3)]
    assert [(r.now.articles, r.left) for r in reports] == [(2, True), (1, False), (0, False)]
    assert home


def test_failures_are_kept_and_taken_up_on_request(home, engine):
    """A failed article is left alone until it changes or is asked for; it leaves the list when it works."""
    (home / "articles" / "b.txt").write_text("BUG")
    (home / "articles" / "d.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    first = run_batch(["articles"], "out", engine=engine)
    assert first.failed == {"invalid": 1, "unreadable": 1}
    assert not first.ok
    again = run_batch(["articles"], "out", engine=engine)
    assert (again.failed, again.failed_before, again.ok) == ({}, 2, False)
    assert failures() == {"articles/b.txt": ("invalid", 1), "articles/d.txt": ("unreadable", 1)}
    run_batch(["articles"], "out", engine=engine, retry_failed=True)
    assert failures() == {"articles/b.txt": ("invalid", 2), "articles/d.txt": ("unreadable", 2)}
    write(home / "articles" / "b.txt", "b")
    write(home / "articles" / "d.txt", "d")
    last = run_batch(["articles"], "out", engine=engine)
    assert (last.now.articles, last.ok, failures()) == (2, True, {})


def test_too_large_is_looked_at_again(home, engine):
    """An article over the limit fails with the option that raises it; a higher limit is enough to do it."""
    (home / "articles" / "a.txt").write_text("word " * 50 + "“Yes,” Ana said.", encoding="utf-8")
    report = run_batch(["articles"], "out", engine=engine, max_bytes=200)
    assert report.failed == {"too_large": 1}
    assert "--max-bytes" in Path("out/failed.jsonl").read_text()
    report = run_batch(["articles"], "out", engine=engine, max_bytes=2000)
    assert (report.now.articles, report.ok, failures()) == (1, True, {})


def test_an_article_that_breaks_later_keeps_its_record(home, engine):
    """When a changed article cannot be done, its failure is listed and the record of before stays."""
    run_batch(["articles"], "out", engine=engine)
    (home / "articles" / "a.txt").write_text("BUG")
    assert run_batch(["articles"], "out", engine=engine).failed == {"invalid": 1}
    assert len(sources()) == 3
    assert run_batch(["articles"], "out", engine=engine).failed_before == 1


def test_the_text_can_be_left_out(home, engine):
    """Without text a record keeps its spans, which hold for who has the article."""
    run_batch(["articles"], "out", engine=engine, text=False)
    for record in read_records("out"):
        text = Path(record.article.source).read_text(encoding="utf-8")
        assert record.article.text == ""
        assert_grounded(
            record.model_copy(update={"article": record.article.model_copy(update={"text": text})})
        )
    assert home


def test_two_workers_write_the_same_bytes_as_one(home, engine):
    """Records and failures do not depend on how many processes made them."""
    for i in range(20):
        write(home / "articles" / f"n{i:02}.txt", "SLOW" if i == 3 else f"number {i}")
    (home / "articles" / "n05.txt").write_text("BUG")
    for workers in (1, 2):
        run_batch(["articles"], f"out{workers}", engine=engine, workers=workers)
    for name in ("records.jsonl", "failed.jsonl"):
        assert Path("out1", name).read_bytes() == Path("out2", name).read_bytes()


def test_a_worker_that_dies_takes_one_article_only(home, engine):
    """An article that kills its worker fails after a second try; all others are done, each once."""
    for i in range(6):
        write(home / "articles" / f"n{i}.txt", f"number {i}")
    (home / "articles" / "n2.txt").write_text("DEATH")
    report = run_batch(["articles"], "out", engine=engine, workers=2)
    assert report.now.articles == 8
    assert failures() == {"articles/n2.txt": ("invalid", 1)}
    assert "worker died" in Path("out/failed.jsonl").read_text()
    assert len(set(sources())) == len(sources()) == 8


def test_an_engine_that_cannot_travel_is_named(home, engines):
    """Workers and an engine that does not pickle: one line, not a traceback of the pickler."""
    with pytest.raises(UsageError, match="'scripted' cannot go to another process"):
        run_batch(["articles"], "out", engine=engines.Lost(), workers=2)
    assert home


@pytest.mark.parametrize("after", [1, 2])
def test_an_interrupt_keeps_what_was_finished(home, engine, after):
    """A KeyboardInterrupt ends the run in order, and the next run does just the rest."""

    def stop(progress):
        if progress.finished == after:
            raise KeyboardInterrupt

    report = run_batch(["articles"], "out", engine=engine, progress=stop)
    assert report.interrupted
    assert report.now.articles == after
    assert json.loads(Path("out/run.json").read_text())["state"] == "interrupted"
    assert Path("out/report.html").exists()
    rest = run_batch(["articles"], "out", engine=engine)
    assert (rest.now.articles, rest.skipped) == (3 - after, after)
    assert sources() == ["articles/a.txt", "articles/b.txt", "articles/c.txt"]
    assert home


def test_progress_tells_how_far_it_is(home, engine):
    """Progress is told at the beginning and after each article, with the total once it is known."""
    told = []
    run_batch(["articles"], "out", engine=engine, progress=told.append)
    assert [p.finished for p in told] == [0, 1, 2, 3]
    assert (told[-1].total, told[-1].complete) == (3, True)
    assert home


def test_a_missing_path_leaves_no_folder(home, engine):
    """A source that does not exist stops the run before anything is written."""
    with pytest.raises(UsageError, match="nowhere"):
        run_batch(["articles", "nowhere"], "out", engine=engine)
    assert not (home / "out").exists()


def test_a_folder_of_another_engine_is_left_alone(home, engine):
    """Records of two engines do not mix: the folder stays as it was."""
    run_batch(["articles"], "out", engine=engine)
    before = {p: p.read_bytes() for p in Path("out").iterdir()}
    with pytest.raises(OutputError, match="engine 'scripted', not 'other'"):
        run_batch(["articles"], "out", engine=ScriptedEngine(name="other"))
    assert {p: p.read_bytes() for p in Path("out").iterdir()} == before
    assert home


def test_a_file_name_that_is_no_unicode_is_an_article_too(home, engine):
    """A name with stray bytes neither stops the run nor is done twice."""
    name = os.fsencode(home / "articles") + b"/caf\xe9.txt"
    try:
        with open(name, "w", encoding="utf-8") as file:  # noqa: PTH123 - a path of bytes
            file.write("“Yes,” Ana said.")
    except OSError:
        pytest.skip("this file system takes only Unicode names")
    assert run_batch(["articles"], "out", engine=engine).now.articles == 4
    assert run_batch(["articles"], "out", engine=engine).now.articles == 0


def test_a_record_that_cannot_be_written_stops_the_run(home, engine):
    """A full disk is one line that says what is kept; what was finished stays, and the next run goes on."""
    resource = pytest.importorskip("resource")
    run_batch(["articles"], "out", engine=engine, limit=1)
    size = Path("out/records.jsonl").stat().st_size
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    Path("out/report.html").unlink()
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, limits[1]))
        with pytest.raises(OutputError, match="what was finished is kept"):
            run_batch(["articles"], "out", engine=engine)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert sources() == ["articles/a.txt"]
    assert run_batch(["articles"], "out", engine=engine).now.articles == 2
    assert home


def test_runs_of_the_library_agree(home, engine):
    """The library's run gives the batch's records in the input's order, with one process and with two."""
    write(home / "articles" / "a.txt", "SLOW")
    (home / "articles" / "b.txt").write_text("BUG")
    run_batch(["articles"], "out", engine=engine)
    one = list(Summarizer(engine=engine).run("articles"))
    assert list(Summarizer(engine=engine).run("articles", workers=2)) == one
    assert [o.record for o in one if o.record] == list(read_records("out"))


BAD_INPUT = {
    "empty.txt": (b"", "ok"),
    "space.txt": (b" \n\n\t", "ok"),
    "boilerplate.txt": (b"Share this\n\nAdvertisement\n", "ok"),
    "quiet.txt": (b"It rained on Monday.", "ok"),
    "binary.txt": (bytes(range(256)) * 40, "unreadable"),
    "pdf.txt": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"\x00\x01" * 50, "unreadable"),
    "no-text.html": (b"<html><head><script>var a = 1;</script></head><body></body></html>", "unreadable"),
    "broken.json": (b'{"text": "half', "unreadable"),
    "no-field.json": (b'{"lines": 3}', "unreadable"),
    "list.jsonl": (b'{"text": "One."}\n{"text": \n{"text": "Three."}\n', None),
    "large.txt": (b"word " * 60_000, "too_large"),
    "quotes.txt": ("“ ".encode() * 10_000, "ok"),
    "straight.txt": (b"\" '" * 5_000, "ok"),
    "line.txt": (b"The harbour is open and the harbour is closed. " * 4_000, "ok"),
    "strange.txt": ("“No\x00pe,” \u202eAna\u202c said 🙂 e\u0301\u0323 «half ‘of „it".encode(), "ok"),
}


def test_bad_input_gets_its_answer(home, engine):
    """Each kind of bad input gets its outcome, with the file in its reason, and the run goes on."""
    bad = home / "bad"
    bad.mkdir()
    for name, (data, _) in BAD_INPUT.items():
        (bad / name).write_bytes(data)
    report = run_batch(["bad"], "out", engine=engine, max_bytes=200_000)
    records = {r.article.source: r for r in read_records("out")}
    got = {source: outcome for source, (outcome, _) in failures().items()} | dict.fromkeys(records, "ok")
    want = {f"bad/{name}": outcome for name, (_, outcome) in BAD_INPUT.items() if outcome}
    want |= {"bad/list.jsonl:1": "ok", "bad/list.jsonl:2": "unreadable", "bad/list.jsonl:3": "ok"}
    assert got == want
    assert report.now.articles == len(records)
    for name in ("empty", "space", "boilerplate", "quiet"):
        assert records[f"bad/{name}.txt"].warnings
    for failure in map(json.loads, Path("out/failed.jsonl").read_text(encoding="utf-8").splitlines()):
        assert failure["source"] in failure["reason"]
    for record in records.values():
        assert_grounded(record)
