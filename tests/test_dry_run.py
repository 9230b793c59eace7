"""A dry run: what a run would ask and pay, without a call."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarizer import prompts
from summarizer.batch import run_batch
from summarizer.cli import main
from summarizer.dry_run import estimate_run
from summarizer.settings import Settings
from summarizer.testing import HostileServer
from summarizer.testing.replies import answer

SAID = {"people": [], "statements": [], "figures": [], "headline": "S1", "summary": ["S1"]}


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Work in a folder with three articles and one file that is none."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUMMARIZER_CACHE_DIR", str(tmp_path / "cache"))
    Path("articles").mkdir()
    for i in range(3):
        text = f"“We count {i} boats today,” mayor Ana Brodnik said.\n\n“{i} more will come,” she warned."
        Path("articles", f"{i}.txt").write_text(text, encoding="utf-8")
    Path("articles", "x.json").write_text('{"half', encoding="utf-8")
    return tmp_path


def settings(server, home, **changes):
    """Make settings for a server."""
    return Settings(
        **{"base_url": server.base_url, "model": "m", "task": "extract", "cache_dir": home / "cache"}
        | changes
    )


def test_nothing_is_sent_and_nothing_written(home):
    """A dry run counts calls, tokens and dollars, sends nothing and makes no output folder."""
    with HostileServer(then=answer(SAID)) as server:
        priced = settings(server, home, input_usd_per_mtok=1, output_usd_per_mtok=10, budget_usd=0)
        found = estimate_run(["articles"], "out", engine="llm", settings=priced)
        assert server.calls == 0
    assert (found.articles, found.unreadable, found.calls, found.cached) == (4, 1, 3, 0)
    assert 0 < found.output_tokens < found.most_output_tokens
    assert found.cost_usd == pytest.approx(found.input_tokens / 1e6 + found.output_tokens / 1e5)
    assert found.cost_usd < found.most_cost_usd
    assert not Path("out").exists()


def test_what_is_done_or_in_the_cache_is_free(home):
    """Articles in the output folder are not counted, answers in the cache cost nothing."""
    with HostileServer(then=answer(SAID)) as server:
        made = settings(server, home)
        run_batch(["articles/0.txt", "articles/1.txt"], "out", engine="llm", settings=made)
        found = estimate_run(["articles"], "elsewhere", engine="llm", settings=made)
        assert (found.articles, found.calls, found.cached, found.cost_usd) == (4, 1, 2, None)
        before = {p.name: p.read_bytes() for p in Path("out").iterdir()}
        found = estimate_run(["articles"], "out", engine="llm", settings=made)
        assert (found.articles, found.done, found.calls, found.cached) == (2, 2, 1, 0)
        assert {p.name: p.read_bytes() for p in Path("out").iterdir()} == before
        assert server.calls == 2


def test_the_estimate_meets_what_is_sent(home):
    """The input tokens are not fewer than the request has by the same count, and not far more."""
    from summarizer.engines.llm.tokens import count_tokens  # noqa: PLC0415 - slow to load

    with HostileServer(then=answer(SAID)) as server:
        found = estimate_run(["articles/0.txt"], "out", engine="llm", settings=settings(server, home))
        run_batch(["articles/0.txt"], "out", engine="llm", settings=settings(server, home))
        body = server.requests[0].json()
    sent = sum(count_tokens(m["content"]) for m in body["messages"])
    sent += count_tokens(json.dumps(body["response_format"]["json_schema"]["schema"], separators=(",", ":")))
    assert sent <= found.input_tokens <= 1.5 * sent


@pytest.mark.parametrize("task", ["review", "choose"])
def test_every_task_can_be_estimated(home, task):
    """Questions about candidates are counted too: one an article, or one for each that is in doubt."""
    Path("articles", "0.txt").write_text(
        "Mayor Ana Brodnik met Ilse Kuhn, the harbour master, on Monday.\n\n“We count the boats,” she said.",
        encoding="utf-8",
    )
    # the shipped prompt asks about few candidates; which ones is a matter of its own
    own = home / "prompts"
    (own / "choose").mkdir(parents=True)
    template = prompts.load("choose")
    every = template.source.replace("uncertain_only: true", "uncertain_only: false")
    (own / f"{template.name}.md").write_text(every, encoding="utf-8")
    with HostileServer() as server:
        made = settings(server, home, task=task, prompts_dir=own)
        found = estimate_run(["articles/0.txt"], "out", engine="llm", settings=made)
        assert server.calls == 0
    assert found.calls == 1


def test_the_command_says_it_in_lines(home, capsys):
    """``run --dry-run`` prints engine, calls, tokens and cost; the rules engine costs nothing."""
    arguments = ["run", "articles", "-o", "out", "--dry-run"]
    assert main([*arguments, "--base-url", "http://127.0.0.1:1/v1", "--model", "m", "--task", "extract"]) == 0
    out = capsys.readouterr().out
    assert "Engine: llm (--base-url; extract with m at http://127.0.0.1:1/v1)." in out
    assert "calls          3 (0 more from the cache)" in out
    assert "unpriced" in out
    assert main([*arguments, "--engine", "rules"]) == 0
    assert "calls          0" in capsys.readouterr().out
    assert home
