"""The command prompts: what it prints and returns."""

from __future__ import annotations

import re

import pytest

from summarizer import engines
from summarizer.cli import main
from summarizer.engines.llm import candidates

TEXT = "Quarry to close\n\nMayor Tamsin Achterberg said the quarry would close. {{ 1 }}\x1b[2J\n"


@pytest.fixture(name="path")
def article_file(tmp_path):
    """A file with an article."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    return path


def called(capsys, *arguments):
    """Return exit status, output and complaints of the command."""
    status = main(["prompts", *map(str, arguments)])
    out, err = capsys.readouterr()
    return status, out, err


def test_list_names_each_template_as_records_do(capsys):
    """Every template is one line with its identity and its description."""
    status, out, _ = called(capsys, "list")
    assert status == 0
    assert [re.match(r"(\w+/\d+)@[0-9a-f]{12}  +\w", line)[1] for line in out.splitlines()] == [
        "extract/1",
        "review/1",
        "choose/1",
    ]


def test_show_prints_the_file(capsys):
    """What is printed is the template's own text."""
    status, out, err = called(capsys, "show", "review")
    assert status == 0
    assert out.startswith("---\ntask: review\n")
    assert "review/1@" in err


def test_render_prints_what_is_sent(capsys, path):
    """The messages are printed with the article in them, nothing of it run or obeyed by the terminal."""
    status, out, _ = called(capsys, "render", "extract", path)
    assert status == 0
    assert out.startswith("[system]\n")
    assert "S2|Mayor Tamsin Achterberg said the quarry would close." in out
    assert "{{ 1 }}" in out
    assert "\x1b" not in out


@pytest.mark.parametrize("task", ["review", "choose"])
def test_render_shows_the_rules_candidates(capsys, path, task):
    """For review and choose the rules engine's candidates are part of what is sent."""
    status, out, _ = called(capsys, "render", task, path)
    assert status == 0
    assert "Tamsin Achterberg" in out.rpartition("[user]")[2].rpartition("</article>")[2]


def test_render_says_when_there_is_nothing_to_ask(capsys, tmp_path):
    """An article without candidates gives choose no question."""
    path = tmp_path / "b.txt"
    path.write_text("The quarry is closed.", "utf-8")
    status, _, err = called(capsys, "render", "choose", path)
    assert (status, "no statement to ask about" in err) == (1, True)


def test_diff_compares_templates_and_files(capsys, tmp_path):
    """Equal templates have no difference; others are compared line by line."""
    assert called(capsys, "diff", "review", "review/1") == (0, "", "")
    mine = tmp_path / "mine.md"
    mine.write_text("---\ntask: mine\n", "utf-8")
    status, out, _ = called(capsys, "diff", "extract/1", mine)
    assert status == 1
    assert "-task: extract\n" in out
    assert "+task: mine\n" in out


def test_what_cannot_be_done_is_one_line(capsys, tmp_path):
    """An unknown prompt, a missing file and a folder of several articles end with one line and status 2."""
    several = tmp_path / "several"
    several.mkdir()
    for name in "xy":
        (several / f"{name}.txt").write_text(TEXT, "utf-8")
    for arguments in (
        ("show", "nope"),
        ("diff", "review", tmp_path / "no.md"),
        ("render", "extract", several),
    ):
        status, out, err = called(capsys, *arguments)
        assert (status, out, err.count("\n")) == (2, "", 1)


def test_candidates_need_no_engine_of_the_caller(path):
    """Without an engine of one's own the rules engine proposes, the same as by itself."""
    from summarizer.reading import find, read  # noqa: PLC0415 - slow to load
    from summarizer.segments import segment  # noqa: PLC0415 - the same

    found = segment(read(next(iter(find([path])))).article)
    assert candidates.propose(found) == engines.get_engine("rules").draft(found)
