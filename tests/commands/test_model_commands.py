"""The commands around a language model: its options on a run, the doctor, the cache."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarizer.cli import main
from summarizer.testing import HostileServer
from summarizer.testing.replies import answer, cut_off, error

SAID = {"people": [], "statements": [], "figures": [], "headline": "S1", "summary": ["S1"]}


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Work in a folder with two articles, a cache of the test's own and no other settings."""
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SUMMARIZER_CACHE_DIR", str(tmp_path / "cache"))
    Path("articles").mkdir()
    for i in range(2):
        Path("articles", f"{i}.txt").write_text(f"“We count {i} boats,” Ana Brodnik said.", encoding="utf-8")
    return tmp_path


def asked(server, *more):
    """Return the options that name a server."""
    return ["--base-url", server.base_url, "--model", "m", *more]


def test_a_run_takes_the_options_of_a_model(home, capsys):
    """Engine, endpoint and model are said in one line at the start, what was paid at the end."""
    with HostileServer(then=answer(SAID)) as server:
        options = asked(server, "--task", "extract", "--concurrency", "2")
        assert main(["run", "articles", "-o", "out", *options]) == 0
        assert server.requests[0].json()["model"] == "m"
    out, err = capsys.readouterr()
    assert err == f"Engine: llm (--base-url; extract with m at {server.base_url}).\n"
    assert "paid for: 2 calls, 200 tokens in, 40 out: unpriced" in out
    assert home


def test_no_cache_neither_uses_nor_keeps(home, capsys):
    """With --no-cache every run asks again, and no folder is made."""
    with HostileServer(then=answer(SAID)) as server:
        for out in ("a", "b"):
            arguments = [
                "run",
                "articles",
                "-q",
                "-o",
                out,
                "--no-cache",
                *asked(server, "--task", "extract"),
            ]
            assert main(arguments) == 0
        assert server.calls == 4
    assert not (home / "cache").exists()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--model", "m"], "--model is for the engine llm"),
        (["--engine", "llm"], "which model?"),
        (["--base-url", "localhost:1", "--model", "m"], "--base-url: base_url: is not a web address"),
        (["--base-url", "http://127.0.0.1:1/v1", "--model", "m", "--budget", "1"], "a budget needs prices"),
        (["--base-url", "http://127.0.0.1:1/v1", "--model", "m", "--prompts", "none"], "none does not exist"),
    ],
)
def test_a_wrong_setting_is_one_line(home, capsys, arguments, says):
    """What cannot work is told in one line before anything is made, with status 2."""
    assert main(["run", "articles", "-o", "out", *arguments]) == 2
    err = capsys.readouterr().err
    assert says in err
    assert err.count("\n") == 1
    assert not (home / "out").exists()


def test_the_doctor_finds_all_well(home, capsys):
    """With a good endpoint each line is ok: its snapshot, its mode, a private cache."""
    with HostileServer(then=answer({"colour": "blue"})) as server:
        assert main(["doctor", *asked(server)]) == 0
        assert server.calls == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line[7:26].strip() for line in lines] == [
        "settings",
        "spaCy model",
        "prompts",
        "cache",
        "endpoint",
        "model",
        "structured output",
    ]
    assert all(line.startswith("ok ") for line in lines)
    assert "m answers as hostile-2026-01-01; unpriced" in lines[5]
    assert "json_schema with lengths and patterns" in lines[6]
    assert (home / "cache").stat().st_mode & 0o777 == 0o700


FAULTS = {
    "no key": (error(401, "no key"), "endpoint", "OPENAI_API_KEY"),
    "no model": (error(404, "no such model"), "endpoint", "base_url"),
    "another shape": (answer({"hue": 1}), "structured output", "mode = json"),
    "thinking": (cut_off("Let me think about the sky"), "structured output", "thinks aloud"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.usefixtures("home")
def test_the_doctor_says_what_to_do(capsys, fault):
    """A fault has the line of its part, and below it what to do; the status is 1."""
    reply, part, remedy = FAULTS[fault]
    with HostileServer(then=reply) as server:
        assert main(["doctor", *asked(server)]) == 1
    out = capsys.readouterr().out
    assert f"fault  {part:<18}" in out
    assert remedy in out


def test_the_doctor_meets_settings_folders_and_silence(home, capsys):
    """A wrong setting, a cache that is a file, a port where nobody listens: each is one fault."""
    assert main(["doctor", "--base-url", "localhost"]) == 1
    assert capsys.readouterr().out.startswith("fault  settings")
    (home / "cache").write_text("")
    assert main(["doctor", "--base-url", "http://127.0.0.1:9/v1", "--model", "m"]) == 1
    out = capsys.readouterr().out
    assert "fault  cache" in out
    assert "cannot connect" in out


@pytest.mark.usefixtures("home")
def test_the_doctor_needs_no_model_for_the_rules(capsys):
    """Without a key or an address the embedded engine is looked at, and nothing is asked."""
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert "engine rules" in out
    assert "endpoint" not in out


@pytest.fixture
def filled(home):
    """Fill the cache with the answers for two articles, one of them asked of two models."""
    with HostileServer(then=answer(SAID, model="\x1b[31mred")) as server:
        for model, sources in (("m", "articles"), ("other", "articles/1.txt")):
            arguments = ["run", sources, "-q", "-o", f"out-{model}", "--base-url", server.base_url]
            assert main([*arguments, "--model", model, "--task", "extract"]) == 0
    return home


@pytest.mark.usefixtures("filled")
def test_cache_stats_counts(capsys):
    """Answers, tokens and dollars are counted; what has no price is said to have none."""
    assert main(["cache", "stats"]) == 0
    out = capsys.readouterr().out
    assert "answers      3" in out
    assert "tokens in    300" in out
    assert "$0.0000 and 3 unpriced" in out


@pytest.mark.usefixtures("filled")
def test_cache_explain_tells_what_differs(capsys):
    """An article's answers are shown with what they were made of; what differs between two is marked."""
    assert main(["cache", "explain", "articles/1.txt"]) == 0
    out = capsys.readouterr().out
    assert out.count("for        extract/1 articles/1.txt") == 2
    assert [line.split()[0] for line in out.splitlines() if line.endswith("(differs)")] == ["model"]
    assert "\x1b" not in out
    assert main(["cache", "explain", out.split()[0][:12]]) == 0
    assert main(["cache", "explain", "articles/7.txt"]) == 1
    assert "the next run asks the model" in capsys.readouterr().err


@pytest.mark.usefixtures("filled")
def test_cache_export_and_clear(capsys, monkeypatch):
    """All answers can be exported as JSON lines, and thrown away only after a yes."""
    assert main(["cache", "export"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len({line["key"] for line in lines}) == 3
    assert lines[0]["answer"] == SAID
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: "n")
    assert main(["cache", "clear"]) == 130
    assert main(["cache", "clear", "--yes"]) == 0
    assert "3 answers thrown away" in capsys.readouterr().out
    assert main(["cache", "export"]) == 0
    assert capsys.readouterr().out == ""


def test_without_a_cache_there_is_nothing_to_say(home, capsys):
    """Where no answer was ever kept, the commands say so and make no folder."""
    assert main(["cache", "stats"]) == 0
    assert main(["cache", "clear", "--yes"]) == 0
    assert main(["cache", "explain", "x"]) == 1
    assert "there is no cache yet" in capsys.readouterr().err
    assert not (home / "cache").exists()
