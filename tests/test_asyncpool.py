"""Runs with an engine that asks a model: order, outcomes, money, the cache, and what stops them."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from pathlib import Path

import pytest

from summarizer import Summarizer, engines
from summarizer.batch import run_batch
from summarizer.dry_run import estimate_run
from summarizer.errors import UngroundedError, UsageError
from summarizer.output.jsonl import read_records
from summarizer.output.terminal import run_table
from summarizer.settings import Settings
from summarizer.testing import HostileServer, assert_grounded
from summarizer.testing.replies import answer, content_filtered, cut_off, no_credit, refusal

SAID = {
    "people": ["Ana Brodnik|P|mayor"],
    "statements": ["Q1|said|1"],
    "figures": [],
    "headline": "S1",
    "summary": ["S1"],
}


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Work in a folder with twelve articles."""
    monkeypatch.chdir(tmp_path)
    Path("articles").mkdir()
    for i in range(12):
        text = f"“We count {i} boats today,” mayor Ana Brodnik said in the harbour of Port Alder."
        Path("articles", f"{i:02}.txt").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def settings(home):
    """Make settings for a server."""

    def make(server, **changes):
        parts = {
            "base_url": server.base_url,
            "model": "test-model",
            "task": "extract",
            "backoff": 0.01,
            "attempts": 2,
            "timeout": 5,
            "cache_dir": home / "cache",
        }
        return Settings(**{**parts, **changes})

    return make


def run(server, settings, out="out", **options):
    """Run all articles."""
    return run_batch(["articles"], out, engine="llm", settings=settings(server), **options)


def boats(received) -> int:
    """Return which article a request is about."""
    asked = [m["content"] for m in received.json()["messages"] if "We count " in m["content"]]
    return int(asked[-1].partition("We count ")[2].split()[0])


def failures(out: str = "out") -> list[dict]:
    """Return the failures that stand in the output folder."""
    return [json.loads(line) for line in Path(out, "failed.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_run_asks_once_an_article_and_keeps_the_order(settings):
    """Records stand in the input's order whatever is answered first, with model, prompt and what was paid."""
    with HostileServer(lambda r: answer(SAID, delay=0.3 if boats(r) == 0 else 0.05)) as server:
        report = run(server, settings)
    assert (report.now.articles, report.now.statements, server.calls) == (12, 12, 12)
    assert server.most_at_once > 2
    records = list(read_records("out"))
    assert [r.article.source for r in records] == [f"articles/{i:02}.txt" for i in range(12)]
    for record in records:
        assert_grounded(record)
        assert record.statements[0].speaker.name == "Ana Brodnik"
        made = record.provenance
        assert (made.engine, made.model, made.usage.calls, made.cached) == (
            "llm",
            "hostile-2026-01-01",
            1,
            False,
        )
        assert made.prompt.startswith("extract/1@")
    assert report.usage.model_dump() == {"input_tokens": 1200, "output_tokens": 240, "calls": 12}
    assert report.cost_usd is None
    assert list(run_table(report))[-1] == "paid for: 12 calls, 1,200 tokens in, 240 out: unpriced"
    kept = json.loads(Path("out/run.json").read_text())
    assert (kept["model"], kept["counts"]["usage"]["calls"]) == ("test-model", 12)


def test_a_second_run_makes_no_call(settings):
    """Into another folder the same articles come from the cache: the same records, no call, nothing paid."""
    with HostileServer(then=answer(SAID)) as server:
        run(server, settings)
        again = run(server, settings, "again")
        assert server.calls == 12
    assert (again.now.articles, again.cached, again.usage.calls, again.cost_usd) == (12, 12, 0, 0)
    for one, other in zip(read_records("out"), read_records("again"), strict=True):
        assert other.provenance.cached
        assert other.statements == one.statements


BAD_DAYS = {
    0: ("refused", refusal(), 100),
    1: ("filtered", content_filtered(), 100),
    2: ("truncated", cut_off(), 100),
    3: ("invalid", answer({"strange": 1}), 200),
    4: ("transport", no_credit(), 0),
    5: (
        "ungrounded",
        answer({**SAID, "statements": ["Q9|said|1"], "headline": "S8", "summary": ["S9"]}),
        100,
    ),
}


def test_each_bad_answer_becomes_its_outcome(settings):
    """A bad answer fails its article alone, under its name, with what was paid for it."""
    with HostileServer(lambda r: BAD_DAYS.get(boats(r), ("", answer(SAID)))[1]) as server:
        report = run(server, settings)
        assert report.now.articles == 6
        failed = {f["source"]: f for f in failures()}
        for number, (outcome, _, tokens) in BAD_DAYS.items():
            failure = failed[f"articles/{number:02}.txt"]
            assert (failure["outcome"], failure["usage"]["input_tokens"]) == (outcome, tokens), failure
        assert report.usage.input_tokens == 1200
        # what lies with the day is tried again unasked, what lies with the article is not
        again = run(server, settings)
    assert (again.failed, again.failed_before) == ({"transport": 1}, 5)


def test_a_budget_ends_the_calls_and_not_the_run(settings):
    """When the budget is used up nothing more is sent, and each article that is left ends as budget."""
    prices = {"input_usd_per_mtok": 1, "output_usd_per_mtok": 10, "concurrency": 1}
    with HostileServer(then=answer(SAID)) as server:
        made = settings(server, **prices)
        one = estimate_run(["articles/00.txt"], "out", engine="llm", settings=made).most_cost_usd
        made = settings(server, **prices, budget_usd=one + 0.0015)
        report = run_batch(["articles"], "out", engine="llm", settings=made)
        assert 0 < server.calls < 12
        assert report.failed == {"budget": 12 - server.calls}
        assert report.cost_usd == pytest.approx(0.0003 * server.calls)
        assert list(run_table(report))[-1].endswith(f"out: ${report.cost_usd:.4f}")
        rest = run_batch(["articles"], "out", engine="llm", settings=settings(server, **prices))
        assert (rest.ok, server.calls) == (True, 12)


def test_an_interrupt_loses_no_answer(settings):
    """Stopped, a run writes what is finished and waits for what was sent: nothing is asked twice."""

    def stop(progress):
        if progress.finished == 3:
            raise KeyboardInterrupt

    with HostileServer(lambda r: answer(SAID, delay=0.3 if boats(r) > 6 else 0)) as server:
        report = run(server, settings, progress=stop)
        assert report.interrupted
        assert report.now.articles >= 3
        rest = run(server, settings)
        assert server.calls == 12
    assert report.now.articles + rest.now.articles == 12
    assert len({r.article.source for r in read_records("out")}) == 12


def test_a_second_interrupt_waits_for_nothing(settings, monkeypatch):
    """Whoever interrupts twice has the run's end at once, with what was finished and the page."""

    def stop(progress):
        if progress.finished == 2:
            raise KeyboardInterrupt

    def again(*_):
        raise KeyboardInterrupt

    with HostileServer(lambda r: answer(SAID, delay=30 if boats(r) > 3 else 0)) as server:
        monkeypatch.setattr("summarizer.asyncpool.AsyncPool._stop", again)
        before = time.perf_counter()
        report = run(server, settings, progress=stop)
        assert time.perf_counter() - before < 10
    assert report.interrupted
    assert report.now.articles >= 2
    assert Path("out/report.html").exists()


def test_few_articles_are_held_at_once(home, settings):
    """However many articles there are, only a bounded number is on the way while the first one waits."""
    for i in range(12, 60):
        Path("articles", f"{i:02}.txt").write_text(
            f"“We count {i} boats today,” Ana Brodnik said.", encoding="utf-8"
        )
    asked = []
    with HostileServer(
        lambda r: asked.append(boats(r)) or answer(SAID, delay=1 if boats(r) == 0 else 0)
    ) as server:
        made = settings(server, concurrency=2)
        told = []
        run_batch(
            ["articles"],
            "out",
            engine="llm",
            settings=made,
            progress=lambda p: told.append((p.finished, len(asked))),
        )
    before_the_first = next(count for finished, count in told if finished == 1)
    assert before_the_first <= 24
    assert home


def test_the_library_asks_from_any_loop(settings):
    """Plain calls, threads and event loops share one engine: its cache, its connections, its budget."""
    texts = [f"“We count {i} boats today,” mayor Ana Brodnik said." for i in range(4)]
    with HostileServer(then=answer(SAID, delay=0.05)) as server:
        with Summarizer(engine="llm", settings=settings(server)) as summarizer:
            first = summarizer.summarize(texts[0])

            async def several():
                return await asyncio.gather(*(summarizer.asummarize(text) for text in texts))

            records = asyncio.run(several())
            assert asyncio.run(several())[1].provenance.cached
            thread = threading.Thread(target=summarizer.summarize, args=(texts[3],))
            thread.start()
            thread.join()
            outcomes = list(summarizer.run("articles"))
        assert records[0].statements == first.statements
        assert server.most_at_once > 1
        assert (server.calls, len(outcomes)) == (16, 12)
        with pytest.raises(UsageError, match="closed"):
            summarizer.summarize(texts[0])


def test_a_cancelled_call_keeps_what_is_paid(settings):
    """Whoever cancels an asummarize is free at once; the answer that was sent for is kept."""
    text = "“We count 5 boats today,” mayor Ana Brodnik said."
    with (
        HostileServer(then=answer(SAID, delay=0.4)) as server,
        Summarizer(engine="llm", settings=settings(server)) as summarizer,
    ):

        async def cancelled():
            task = asyncio.ensure_future(summarizer.asummarize(text))
            while not server.calls:  # noqa: ASYNC110 - the server lives in another thread
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return await summarizer.asummarize(text)

        record = asyncio.run(cancelled())
        assert (server.calls, len(record.statements)) == (1, 1)


def test_the_library_raises_what_a_run_writes_down(settings):
    """One article's failure is an error with its name, and says what was paid."""
    with (
        HostileServer(then=BAD_DAYS[5][1]) as server,
        Summarizer(engine="llm", settings=settings(server)) as summarizer,
        pytest.raises(UngroundedError, match="all 3 parts were refused") as caught,
    ):
        summarizer.summarize("“We count boats,” mayor Ana Brodnik said.")
    assert (caught.value.calls, caught.value.input_tokens) == (1, 100)


def test_the_loop_stays_free_while_an_article_is_read(settings):
    """Reading and grounding a long article does not hold up the other articles' answers."""
    long = "The harbour of Port Alder is open on Monday and closed on Friday. " * 3000
    Path("articles", "00.txt").write_text(f"“We count 0 boats,” Ana Brodnik said. {long}", encoding="utf-8")
    with HostileServer(then=answer(SAID, delay=0.01)) as server:
        made = settings(server)
        engine = engines.get_engine("llm", made)
        late = []

        class Watched:
            name, concurrency, close = "llm", 16, engine.close

            async def adraft(self, article):
                before = time.perf_counter()
                await asyncio.sleep(0.01)
                late.append(time.perf_counter() - before)
                return await engine.adraft(article)

        run_batch(["articles"], "out", engine=Watched())
    assert sorted(late)[len(late) // 2] < 0.5
