"""The cache of paid answers: what a key is, what is refused, and many processes at once."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import os
import pickle
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.engines.llm.cache import AnswerCache, Asked, Entry, canonical_json
from summarizer.engines.llm.client import Client
from summarizer.errors import UsageError
from summarizer.testing import HostileServer
from summarizer.testing.replies import answer, refusal, server_error

VALUE = {"items": [{"who": "Ilse Okonjo", "act": "deny"}], "note": "née “Ọkọ́njọ”"}
ASKED = Asked("http://h/v1", "m", ({"role": "user", "content": "q"},), {"type": "object"}, {"seed": None})
ENTRY = Entry(
    VALUE, "m-1", {"input_tokens": 3, "output_tokens": 2, "calls": 1}, 0.25, "review/1 a.txt", ASKED.summary()
)


@pytest.fixture(name="cache")
def a_cache(tmp_path):
    """A cache in a folder of the test's own."""
    cache = AnswerCache(tmp_path / "cache")
    yield cache
    cache.close()


def test_an_answer_comes_back_as_it_was(cache):
    """What was put under a key is what is got for it, also by another object on the same folder."""
    assert cache.get(ASKED.key()) is None
    cache.put(ASKED.key(), ENTRY)
    assert cache.get(ASKED.key()) == ENTRY
    other = AnswerCache(cache.directory)
    assert list(other.entries()) == [(ASKED.key(), ENTRY)]
    other.close()


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "http://other/v1"},
        {"model": "n"},
        {"messages": ({"role": "user", "content": "Q"},)},
        {"messages": ({"role": "system", "content": "q"},)},
        {"schema": {"type": "array"}},
        {"decoding": {"seed": 1}},
        {"sample": 1},
    ],
)
def test_every_part_of_a_question_is_in_its_key(change):
    """Another endpoint, model, message, schema, parameter or sample number is another key."""
    changed = dataclasses.replace(ASKED, **change)
    assert changed.key() != ASKED.key()
    assert (
        dataclasses.replace(changed, **{name: getattr(ASKED, name) for name in change}).key() == ASKED.key()
    )


def test_a_key_is_pinned():
    """The key of a question stays the same over versions of the program: another one would pay again."""
    assert ASKED.key() == "769575b37f6169249102a7965ae0cf73d7a156cd5eb4078f03851589717be151"


@given(st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.lists(st.text())))
def test_canonical_json_knows_no_order(value):
    """The order of keys makes no difference, and any text survives, half surrogates too."""
    backwards = dict(reversed(list(value.items())))
    assert canonical_json(value) == canonical_json(backwards)
    assert json.loads(canonical_json(value)) == value


def test_the_folder_is_its_owners_alone(cache, tmp_path):
    """The folder is made with mode 0700, and one that is open to others is closed."""
    cache.put("k", ENTRY)
    assert stat.S_IMODE(cache.directory.stat().st_mode) == 0o700
    (tmp_path / "open").mkdir(mode=0o755)
    other = AnswerCache(tmp_path / "open")
    other.put("k", ENTRY)
    assert stat.S_IMODE(other.directory.stat().st_mode) == 0o700
    other.close()


def test_values_are_plain_json_bytes(cache):
    """What stands in the database can be read with any tool: JSON, no pickle."""
    cache.put("k", ENTRY)
    with sqlite3.connect(cache.directory / "cache.db") as database:
        [(mode, filename, value)] = database.execute("SELECT mode, filename, value FROM Cache").fetchall()
    database.close()
    assert filename is None
    assert json.loads(value)["answer"] == VALUE
    assert mode == 1
    assert value == canonical_json(json.loads(value))


class Bomb:
    """An object whose pickle does harm."""

    def __reduce__(self):
        return os.mkdir, ("harm",)


@pytest.mark.parametrize("mode", [2, 3, 4])
def test_a_pickle_is_refused_unread(mode, cache, tmp_path, monkeypatch):
    """A value that this program never wrote is not loaded, whoever put it there; one line says so."""
    monkeypatch.chdir(tmp_path)
    cache.put("k", ENTRY)
    with sqlite3.connect(cache.directory / "cache.db") as database:
        database.execute("UPDATE Cache SET mode = ?, value = ?", (mode, pickle.dumps(Bomb())))
    database.close()
    with pytest.raises(UsageError, match="did not write"):
        cache.get("k")
    with pytest.raises(UsageError, match="did not write"):
        list(cache.entries())
    assert not (tmp_path / "harm").exists()


def test_a_pickled_key_is_refused_unread(cache, tmp_path, monkeypatch):
    """The same for keys."""
    monkeypatch.chdir(tmp_path)
    cache.put("k", ENTRY)
    with sqlite3.connect(cache.directory / "cache.db") as database:
        database.execute("UPDATE Cache SET raw = 0, key = ?", (pickle.dumps(Bomb()),))
    database.close()
    with pytest.raises(UsageError, match="did not write"):
        list(cache.entries())
    assert not (tmp_path / "harm").exists()


def test_only_bytes_and_text_can_be_stored(cache):
    """Nothing can be stored in a way that would have to be pickled."""
    store = cache._opened()  # noqa: SLF001 - past the front door
    with pytest.raises(TypeError):
        store.set("k", {"a": 1})
    with pytest.raises(TypeError):
        store.set(("k", 1), b"{}")


def test_an_entry_that_is_not_one_is_a_miss(cache):
    """JSON of another version is no answer: it is asked again, and its place is taken."""
    store = cache._opened()  # noqa: SLF001 - past the front door
    store.set("k", b'{"another": "version"}')
    store.set("l", b"not json")
    assert cache.get("k") is None
    assert cache.get("l") is None
    assert list(cache.entries()) == []


def test_a_folder_that_cannot_be_used_is_told(tmp_path):
    """A file in the way, or a database that is none, is one line that says what to do."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="cache_dir"):
        AnswerCache(tmp_path / "file").get("k")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "cache.db").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(UsageError, match="cache_dir"):
        AnswerCache(tmp_path / "broken").get("k")


def test_explain_export_stats_and_clear(cache):
    """Answers are found by key or article, counted with their cost, written as JSON lines, thrown away."""
    cache.put("aaa1", ENTRY)
    cache.put("bbb2", dataclasses.replace(ENTRY, label="review/1 b.txt", cost_usd=None))
    assert [key for key, _ in cache.explain("aaa")] == ["aaa1"]
    assert [key for key, _ in cache.explain("b.txt")] == ["bbb2"]
    stats = cache.stats()
    assert (stats.answers, stats.input_tokens, stats.output_tokens) == (2, 6, 4)
    assert (stats.cost_usd, stats.unpriced) == (0.25, 1)
    assert stats.bytes > 0
    assert [json.loads(line)["key"] for line in cache.export()] == ["aaa1", "bbb2"]
    assert cache.clear() == 2
    assert cache.stats().answers == 0


def test_why_an_answer_was_not_there(cache):
    """The parts that differ from the nearest answer under the same label are named."""
    cache.put(ASKED.key(), ENTRY)
    assert cache.why_missed(ASKED, ENTRY.label) == []
    changed = dataclasses.replace(ASKED, model="n", schema={})
    assert cache.why_missed(changed, ENTRY.label) == ["model", "schema"]
    assert cache.why_missed(changed, "review/1 unheard-of.txt") == ["label"]


def test_nothing_is_evicted(cache):
    """However much is in the cache, all of it stays."""
    big = dataclasses.replace(ENTRY, answer={"text": "x" * 200_000})
    for number in range(20):
        cache.put(f"k{number}", big)
    assert sum(1 for _ in cache.entries()) == 20
    assert not list(cache.directory.rglob("*.val"))


def test_a_second_client_pays_nothing(settings, question):
    """What one client has asked another one has: no call, the same value, marked as cached, as paid then."""

    async def run(server):
        async with Client(settings(server)) as client:
            first = await client.ask(question())
        async with Client(settings(server)) as client:
            return first, await client.ask(question())

    with HostileServer([answer(VALUE)], then=server_error()) as server:
        first, second = asyncio.run(run(server))
    assert server.calls == 1
    assert (first.cached, second.cached) == (False, True)
    assert dataclasses.replace(first, cached=True) == second
    assert type(second.value) is question().answer


def test_identical_questions_in_flight_are_asked_once(ask_all, question):
    """Twenty who ask the same at once cost one call; one is told of it as fresh, the others as cached."""
    with HostileServer([answer(VALUE, delay=0.1)], then=server_error()) as server:
        got = ask_all(server, *(question() for _ in range(20)), cache=False)
    assert server.calls == 1
    assert [one.cached for one in got].count(False) == 1
    assert len({one.value.model_dump_json() for one in got}) == 1


def test_what_was_paid_for_a_shared_error_is_told_once(ask_all, question):
    """An error that several wait for says to one of them what was paid, so that a sum counts it once."""
    with HostileServer([refusal()], then=server_error()) as server:
        got = ask_all(server, *(question() for _ in range(5)), input_usd_per_mtok=1, output_usd_per_mtok=1)
    assert server.calls == 1
    assert sorted(one.calls for one in got) == [0, 0, 0, 0, 1]
    assert sum(one.input_tokens for one in got) == 100


def test_only_valid_answers_are_kept(settings, question):
    """A refusal, and an answer that does not fit, leave nothing behind."""

    async def run(server):
        async with Client(settings(server)) as client:
            await asyncio.gather(client.ask(question(1)), client.ask(question(2)), return_exceptions=True)
            return client.cache.stats().answers

    with HostileServer(lambda r: refusal() if b"Article 1" in r.body else answer({"no": 1})) as server:
        assert asyncio.run(run(server)) == 0


def test_no_key_of_an_account_is_in_the_cache(settings, question):
    """The folder holds no API key, in whatever file."""

    async def run(server):
        async with Client(settings(server, api_key="sk-invented-secret")) as client:
            await client.ask(question())
            return client.cache.directory

    with HostileServer(then=answer(VALUE)) as server:
        folder = asyncio.run(run(server))
    assert all(b"sk-invented-secret" not in path.read_bytes() for path in folder.rglob("*") if path.is_file())


_FILL = """
import pickle
import sys

from summarizer.engines.llm.cache import AnswerCache

folder, start, entry = pickle.load(sys.stdin.buffer)
cache = AnswerCache(folder)
for number in range(start, start + 40):
    cache.put(f"k{number}", entry)
cache.close()
"""


def test_many_processes_write_at_once(cache):
    """Four processes that write at the same time lose nothing."""
    workers = []
    for start in (0, 40, 80, 120):
        worker = subprocess.Popen([sys.executable, "-c", _FILL], stdin=subprocess.PIPE)  # noqa: S603 - our own script
        worker.stdin.write(pickle.dumps((cache.directory, start, ENTRY)))
        worker.stdin.close()
        workers.append(worker)
    assert [worker.wait() for worker in workers] == [0] * 4
    assert cache.stats().answers == 160


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_fork_opens_its_own(cache):
    """A forked child can read and write, and the parent's cache still works after it."""
    cache.put("parent", ENTRY)
    child = os.fork()
    if child == 0:
        try:
            assert cache.get("parent") == ENTRY
            cache.put("child", ENTRY)
        except BaseException:  # noqa: BLE001 - the child has nobody to raise to
            os._exit(1)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert cache.get("child") == ENTRY
    cache.put("after", ENTRY)


_ASKER = """
    import asyncio, sys
    from pathlib import Path
    from pydantic import BaseModel
    from summarizer.engines.llm.asking import Question
    from summarizer.engines.llm.client import Client
    from summarizer.settings import Settings

    class Wire(BaseModel):
        items: list[str]

    async def main():
        settings = Settings(base_url=sys.argv[1], model="m", cache_dir=Path(sys.argv[2]), concurrency=8)
        async with Client(settings) as client:
            async def ask(number):
                await client.ask(Question(({"role": "user", "content": f"q{number}"},), Wire, 50))
                print(number, flush=True)
            await asyncio.gather(*(ask(number) for number in range(int(sys.argv[3]))))

    asyncio.run(main())
"""


def _asker(server, folder, questions):
    command = [sys.executable, "-c", textwrap.dedent(_ASKER), server.base_url, str(folder), str(questions)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own script


def test_two_processes_ask_once(tmp_path):
    """Two processes with the same questions on one cache make every call once between them."""
    with HostileServer(then=answer({"items": []}, delay=0.05)) as server:
        both = [_asker(server, tmp_path / "cache", 12) for _ in range(2)]
        done = [process.communicate(timeout=30)[0].split() for process in both]
        calls = server.calls
    assert all(sorted(numbers, key=int) == [str(number) for number in range(12)] for numbers in done)
    assert calls == 12


def test_a_killed_process_keeps_what_it_paid_and_holds_no_lock(tmp_path):
    """After kill -9 every answer that was told is in the cache; the next process asks only for the rest."""
    with HostileServer(then=answer({"items": []}, delay=0.03)) as server:
        for delay in (0.0, 0.07):
            process = _asker(server, tmp_path / "cache", 60)
            told = [process.stdout.readline()]
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            told += process.communicate(timeout=30)[0].split()
            cache = AnswerCache(tmp_path / "cache")
            assert cache.stats().answers >= len([line for line in told if line.strip()])
            cache.close()
        killed = server.calls
        last = _asker(server, tmp_path / "cache", 60)
        assert len(last.communicate(timeout=30)[0].split()) == 60
        assert last.returncode == 0
        assert server.calls - killed < 60
        assert server.calls <= 60 + 2 * 8  # at most what was in flight at each kill is asked twice
