"""The command line: what it prints and how it exits."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from summarizer import engines, read_records
from summarizer.cli import cli, main
from summarizer.drafts import Draft, DraftFigure, DraftSentence, DraftSpeaker, DraftStatement, Pointer
from summarizer.records import Act, ChannelType, SpeakerKind
from summarizer.testing import ScriptedEngine

BRIDGE = """Bridge talks end in Port Alder

Published in The Alder Post, March 3rd, 2026

“We did not close the bridge,” harbour master Wanjiru Kamau said at a press conference. “It closed itself.”

Ilse de Vries warned that 14 boats would wait.
"""


def bridge(article):
    """Propose two statements, a figure, a summary sentence and something to refuse for the text above."""
    if "bridge" not in article.text:
        return Draft()
    kamau = DraftSpeaker("Wanjiru Kamau", SpeakerKind.PERSON, role="harbour master")
    de_vries = DraftSpeaker("Ilse de Vries", SpeakerKind.PERSON)
    last = article.sentences[-1].id
    words = Pointer((last,), exact="14 boats would wait")
    return Draft(
        sentences=(DraftSentence((Pointer((last,)),)),),
        statements=(
            DraftStatement(
                "1",
                kamau,
                (Pointer(("Q1",)), Pointer(("Q2",))),
                acts=(Act.DENY,),
                channel=ChannelType.PRESS_CONFERENCE,
                date="2026-03-03",
            ),
            DraftStatement("2", de_vries, (words,), acts=(Act.WARN,), hedges=("would",)),
            DraftStatement("3", de_vries, (Pointer((last,), exact="15 boats would wait"),)),
        ),
        figures=(DraftFigure(14, "waiting", (words,), who="boats"),),
    )


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Work in a folder with articles, with a scripted engine in the place of the real one."""
    monkeypatch.setattr(engines, "get_engine", lambda *_: ScriptedEngine(bridge, name="rules"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "60")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (tmp_path / "articles" / "quiet.txt").write_text("Nobody said a word in the harbour on Monday.")
    return tmp_path


@pytest.fixture
def done(home, capsys):
    """Return a folder in which the articles are done."""
    assert main(["run", "articles", "-o", "out"]) == 0
    capsys.readouterr()
    return home


def said(capsys) -> tuple[list[str], list[str]]:
    """Return the lines on standard output and standard error."""
    out, err = capsys.readouterr()
    return out.splitlines(), err.splitlines()


def test_a_run_says_what_it_does_and_did(home, capsys):
    """A run names the engine and why, then the counts, and last where the page is."""
    assert main(["run", "articles", "-o", "out"]) == 0
    out, err = said(capsys)
    assert err == ["Engine: rules (the embedded one, as no key and no address of a model is set)."]
    table = {line.split()[0]: line.split()[1:] for line in out[:-1] if line.split()[1:]}
    assert table["articles"] == ["2", "2"]
    assert table["statements"] == ["2", "2"]
    assert table["speakers"] == ["2", "2"]
    assert table["refused"] == ["1", "1"]
    assert len({len(line) for line in out[:6]}) == 1
    assert out[-1] == f"Report: {Path('out/report.html')}"
    assert home


def test_a_quiet_run_says_nothing(home, capsys):
    """With --quiet only errors are printed."""
    assert main(["run", "articles", "-o", "out", "-q"]) == 0
    assert said(capsys) == ([], [])
    assert home


def test_failures_are_counted_and_give_status_one(home, capsys):
    """A run with failures counts them by outcome, says where they are listed, and exits with 1, again too."""
    (home / "articles" / "z.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    for words in ("unreadable", "failed before"):
        assert main(["run", "articles", "-o", "out"]) == 1
        out, _ = said(capsys)
        assert any(re.fullmatch(rf"\s*{words}\s+1", line) for line in out)
        assert any("--retry-failed" in line for line in out)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "nowhere", "-o", "out"], "nowhere"),
        (["run", "articles"], "--out"),
        (["run", "-o", "out"], "SOURCE"),
        (["run", "articles", "-o", "articles/quiet.txt"], "is a file"),
        (["run", "articles", "-o", "articles/quiet.txt/out"], "name another folder with -o"),
        (["run", "articles", "-o", "out", "--workers", "0"], "--workers"),
        (["run", "articles", "-o", "out", "--max-bytes", "large"], "20MB"),
        (["run", "articles", "-o", "out", "--limit", "-1"], "--limit"),
        (["show", "nowhere"], "nowhere"),
        (["show", "out", "--act", "shout"], "claim_responsibility"),
        (["completion", "tcsh"], "fish"),
        (["bogus"], "bogus"),
    ],
)
def test_a_mistake_gets_one_line_and_status_two(home, capsys, arguments, says):
    """What cannot be done is one line that names it, on standard error, and nothing is written."""
    assert main(arguments) == 2
    out, err = said(capsys)
    assert len(err) == 1
    assert err[0].startswith("summarizer: ")
    assert says in err[0]
    assert out == []
    assert sorted(p.name for p in home.iterdir()) == ["articles"]


def test_an_unknown_engine_is_named(tmp_path, capsys, monkeypatch):
    """An engine that does not exist is one line with those that do."""
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Text.")
    assert main(["run", "a.txt", "-o", "out", "--engine", "oracle"]) == 2
    assert "there is no engine 'oracle'" in said(capsys)[1][-1]


@pytest.mark.parametrize(
    ("size", "limit"), [("300", 300), ("1kB", 1000), ("2 KiB", 2048), ("5MB", 5_000_000), ("1g", 10**9)]
)
def test_sizes_are_read_as_people_write_them(home, capsys, size, limit):
    """--max-bytes takes plain numbers and units; over the limit is too_large."""
    (home / "articles" / "big.txt").write_text("x" * 1500)
    assert main(["run", "articles", "-o", "out", "--max-bytes", size]) == (1 if limit < 1500 else 0)
    assert any("too_large" in line for line in said(capsys)[0]) == (limit < 1500)


@pytest.mark.parametrize(("command"), [None, *sorted(cli.commands)])
def test_every_command_has_help_with_examples(capsys, command):
    """The help of every command tells what it does and ends with examples that name the program."""
    assert main([*([command] if command else []), "--help"]) == 0
    out, _ = said(capsys)
    examples = out[out.index("Examples:") + 1 :]
    assert examples
    assert all("summarizer" in line for line in examples)
    assert max(map(len, out)) <= 100


def test_no_command_shows_the_help(capsys):
    """The bare name of the program shows its help."""
    assert main([]) == 2
    assert "Commands:" in capsys.readouterr().out


def test_the_version_is_printed(capsys):
    """--version prints the program's name and version."""
    assert main(["--version"]) == 0
    assert re.fullmatch(r"summarizer, version \d+\.\d+\.\d+", said(capsys)[0][0])


def test_the_schema_describes_the_records(done, capsys):
    """The printed JSON Schema is of version 2020-12 and names the fields of a record's line."""
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["$schema"].endswith("2020-12/schema")
    line = (done / "out" / "records.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert set(schema["properties"]) == set(json.loads(line))
    assert set(schema["required"]) <= set(json.loads(line))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_printed(capsys, shell):
    """Each shell gets a script that asks the program."""
    assert main(["completion", shell]) == 0
    assert "_SUMMARIZER_COMPLETE" in capsys.readouterr().out


def test_the_list_shows_each_article_once(done, capsys):
    """Without an article, show lists number, date, count, source and title."""
    assert main(["show", "out"]) == 0
    out, _ = said(capsys)
    assert len(out) == 3
    assert out[1].split() == [
        *("1", "2026-03-03", "2", "articles/bridge.txt"),
        *("Bridge", "talks", "end", "in", "Port", "Alder"),
    ]
    assert done


@pytest.mark.parametrize(
    "name", ["1", "articles/bridge.txt", "bridge.txt", "bridge", "ALDER", "./bridge.txt"]
)
def test_an_article_is_shown_with_what_was_said(done, capsys, name):
    """An article is found by number, source, part of it or title; it shows who said what, how, and where."""
    assert main(["show", "out", name]) == 0
    out, err = said(capsys)
    assert err == []
    text = (done / "articles" / "bridge.txt").read_text(encoding="utf-8")
    assert "  1. Wanjiru Kamau, harbour master" in out
    assert "     deny · 2026-03-03 · press conference" in out
    quoted = next(line for line in out if "“" in line)
    for words in re.findall("“([^”]*)”", quoted):
        assert words in text
    start, end = map(int, re.search(r"direct · characters (\d+)–(\d+)", "\n".join(out)).groups())
    assert text[start:end] == "We did not close the bridge"
    assert "     14 boats would wait" in out
    assert "     warn · hedged: would" in out
    assert any("14 boats waiting" in line for line in out)
    assert any("statement: " in line for line in out[out.index("Refused") :])


@pytest.mark.parametrize(
    "filters",
    [
        ["--speaker", "kamau"],
        ["--speaker", "WANJIRU Kamau"],
        ["--act", "deny"],
        ["--act", "DENY", "--act", "thank"],
    ],
)
@pytest.mark.parametrize("article", [[], ["bridge"]])
def test_statements_can_be_filtered(done, capsys, article, filters):
    """By speaker and act, in one article or in all, only the matching statements are shown."""
    assert main(["show", "out", *article, *filters]) == 0
    out = capsys.readouterr().out
    assert "Wanjiru Kamau" in out
    assert "Ilse de Vries" not in out
    assert done


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["no-such"], "no article 'no-such'"),
        (["3"], "no article '3'"),
        (["articles"], "2 articles"),
        (["bridge", "--speaker", "Nobody"], "no such statement"),
        (["--act", "thank"], "no such statement"),
        (["--speaker", "Kama"], "no such statement"),
    ],
)
def test_nothing_to_show_says_so(done, capsys, arguments, says):
    """No hit and several hits are said on standard error, with status 1; several are listed."""
    assert main(["show", "out", *arguments]) == 1
    out, err = said(capsys)
    assert len(err) == 1
    assert says in err[0]
    assert len(out) == (2 if arguments == ["articles"] else 0)
    assert done


def test_what_articles_hold_cannot_drive_the_terminal(home, capsys):
    """Escape sequences and direction overrides from an article are not printed."""
    name = "articles/bridge\x1b[2J.txt"
    Path(name).write_text(
        BRIDGE.replace("Bridge talks", "\x1b]0;owned\x07Bridge\u202e talks"), encoding="utf-8"
    )
    main(["run", name, "-o", "out"])
    main(["show", "out"])
    main(["show", "out", "1"])
    out, err = capsys.readouterr()
    assert not re.search("[\x1b\x07\u202e]", out + err)
    assert home


def test_a_terminal_gets_lines_that_fit(done):
    """On a terminal lines wrap at its width; into a pipe they stay whole and plain."""
    from summarizer.output.terminal import Page, article_lines  # noqa: PLC0415 - only this test looks inside

    record = next(read_records("out"))
    wrapped = list(article_lines(Page(terminal=True), record))
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in wrapped]
    assert max(map(len, plain)) <= 60
    assert plain != wrapped
    piped = list(article_lines(Page(terminal=False), record))
    assert " ".join("\n".join(piped).split()) == " ".join("\n".join(plain).split())
    assert not any("\x1b" in line for line in piped)
    assert done
