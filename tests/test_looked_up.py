"""Runs whose answers are in the cache: worker processes look them up, and nothing else is different."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from summarizer import asyncpool, read_records
from summarizer.batch import run_batch
from summarizer.settings import Settings
from summarizer.testing import HostileServer
from summarizer.testing.replies import answer
from summarizer.workers import Pool, WorkersError

REPOSITORY = Path(__file__).resolve().parent.parent
SAID = {
    "people": ["Ana Brodnik|mayor"],
    "statements": ["Q1|said|1"],
    "figures": [],
    "headline": "S1",
    "summary": ["S1"],
}


def feed(path, numbers):
    """Write articles with these numbers into a file of lines; each has the same name in every file."""
    lines = [
        {"id": str(i), "text": f"“We count {i} boats today,” mayor Ana Brodnik said in Port Alder."}
        for i in numbers
    ]
    Path(path).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


@pytest.fixture
def server():
    """Serve one answer to all questions."""
    with HostileServer(then=answer(SAID)) as server:
        yield server


@pytest.fixture
def run(tmp_path, monkeypatch, server):
    """Run articles of a folder of the test's own; the cache is shared between runs."""
    monkeypatch.chdir(tmp_path)

    def run(numbers, out, **options):
        feed("feed.jsonl", numbers)
        made = Settings(
            base_url=server.base_url, model="m", task="extract", cache_dir=tmp_path / "cache", concurrency=4
        )
        return run_batch(["feed.jsonl"], out, engine="llm", settings=made, **options)

    return run


class Patient(Pool):
    """Workers that are waited for, so that a short run has use for them; remembers what they found."""

    found: list[bool]
    started = 0

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        type(self).started += 1

    @property
    def ready(self):
        """Wait until they can begin."""
        while not super().ready:
            time.sleep(0.01)
        return True

    def map(self, works):
        """Do the works, and keep whether their answers were there."""
        for result in super().map(works):
            self.found.append(not result.missed)
            yield result


@pytest.fixture
def patient(monkeypatch):
    """Wait for workers to start."""
    monkeypatch.setattr(Patient, "found", [], raising=False)
    monkeypatch.setattr(Patient, "started", 0)
    monkeypatch.setattr(asyncpool, "Pool", Patient)
    return Patient


def test_workers_find_the_same_records(run, server, patient):
    """Looked up by processes or by the run itself, records are the same bytes in the same order."""
    run(range(90), "first")
    alone = run(range(90), "alone", workers=1)
    assert not patient.started
    helped = run(range(90), "helped", workers=2)
    assert server.calls == 90
    assert (patient.started, all(patient.found)) == (1, True)
    assert len(patient.found) >= 20
    assert Path("helped/records.jsonl").read_bytes() == Path("alone/records.jsonl").read_bytes()
    assert (helped.cached, helped.usage, helped.cost_usd) == (alone.cached, alone.usage, alone.cost_usd)
    assert (helped.cached, helped.usage.calls) == (90, 0)


def test_what_workers_miss_is_asked(run, server, patient):
    """An answer that is not in the cache is asked for once, and its record stands in its place."""
    missing = {60, 61, 70, 75, 89}
    run([i for i in range(90) if i not in missing], "first")
    report = run(range(90), "out", workers=2)
    assert server.calls == 90
    assert (report.cached, report.usage.calls, patient.found.count(False)) == (85, 5, 5)
    records = list(read_records("out"))
    assert [r.article.text.split()[2] for r in records] == [str(i) for i in range(90)]
    assert {i for i, r in enumerate(records) if not r.provenance.cached} == missing


def test_workers_end_where_the_cache_ends(run, server, patient):
    """A run whose answers are in the cache up to some place only does not read the rest twice."""
    run(range(60), "first")
    report = run(range(200), "out", workers=2)
    assert (server.calls, report.now.articles, report.cached) == (200, 200, 60)
    assert patient.started == 1
    assert 16 <= patient.found.count(False) <= 16 + 2 * 16
    assert [r.article.text.split()[2] for r in read_records("out")] == [str(i) for i in range(200)]


def test_a_first_run_starts_no_workers(run, patient):
    """What has to be asked needs no processes."""
    run(range(80), "out", workers=2)
    assert not patient.started


def test_an_interrupt_while_workers_look_up(run, server, patient):
    """Stopped, what was found is written; the next run does the rest, and no article is done twice."""
    run(range(120), "first")

    def stop(progress):
        if progress.finished == 70:
            raise KeyboardInterrupt

    report = run(range(120), "out", workers=2, progress=stop)
    assert report.interrupted
    assert patient.started == 1
    assert report.now.articles >= 70
    rest = run(range(120), "out", workers=2)
    assert server.calls == 120
    assert report.now.articles + rest.now.articles == 120
    assert len({r.article.source for r in read_records("out")}) == 120


class Lame(Patient):
    """Workers of which none can start, or that are all gone after a few articles."""

    last = 0

    @property
    def ready(self):
        """Fail at once, or later."""
        if not self.last:
            raise WorkersError("no worker can start")
        return super().ready

    def map(self, works):
        """Do a few works."""
        for n, result in enumerate(super().map(works)):
            if n == self.last:
                raise WorkersError("no worker can start")
            yield result


@pytest.mark.parametrize("last", [0, 3])
def test_without_workers_the_run_goes_on_alone(run, server, patient, monkeypatch, last):
    """Where processes cannot start, articles are looked up in the run's own process."""
    monkeypatch.setattr(Lame, "last", last)
    monkeypatch.setattr(asyncpool, "Pool", Lame)
    run(range(90), "first")
    report = run(range(90), "out", workers=2)
    assert (server.calls, report.cached, patient.started) == (90, 90, 0)
    assert [r.article.text.split()[2] for r in read_records("out")] == [str(i) for i in range(90)]


def alive(group) -> bool:
    """Tell whether a process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_killed_while_workers_look_up(run, server, tmp_path):
    """Killed outright, a run takes its workers with it; the next one finishes without a call or a double."""
    count = 800
    run(range(count), "first")
    command = [sys.executable, "-m", "summarizer", "run", "feed.jsonl", "-o", "out", "--workers", "2"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "SUMMARIZER_BASE_URL": server.base_url,
        "SUMMARIZER_MODEL": "m",
        "SUMMARIZER_TASK": "extract",
        "SUMMARIZER_CACHE_DIR": str(tmp_path / "cache"),
    }
    process = subprocess.Popen(  # noqa: S603 - our own program
        command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    records = Path("out/records.jsonl")
    while process.poll() is None and not (records.exists() and records.read_bytes().count(b"\n") > 350):
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = time.monotonic()
    while alive(process.pid) and time.monotonic() - before < 10:
        time.sleep(0.02)
    assert not alive(process.pid)
    run(range(count), "out", workers=2)
    assert server.calls == count
    lines = records.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["article"]["text"].split()[2] for line in lines] == [
        str(i) for i in range(count)
    ]
