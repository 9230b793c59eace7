"""Real processes: nothing that stops a run loses an article, doubles one, or leaves half a line."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from summarizer import Record, read_records
from summarizer.testing import assert_grounded

REPOSITORY = Path(__file__).resolve().parent.parent

DRIVER = '''
import sys, time
from summarizer import engines
from summarizer.drafts import Draft, DraftSpeaker, DraftStatement, Pointer
from summarizer.records import SpeakerKind


class Slow:
    """Takes 20 ms an article and proposes its first quotation as a statement by Ana."""

    name = "slow"

    def draft(self, article):
        time.sleep(0.02)
        speaker = DraftSpeaker("Ana", SpeakerKind.PERSON)
        return Draft(statements=(DraftStatement("1", speaker, (Pointer(("Q1",)),)),))


if __name__ == "__main__":
    if sys.argv[1] == "--file-size":
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
        del sys.argv[1:3]
    engines.get_engine = lambda *_: Slow()
    from summarizer.cli import main
    sys.exit(main())
'''


@pytest.fixture
def harbour(tmp_path):
    """Make a folder of 30 articles and a program with a slow engine."""
    (tmp_path / "driver.py").write_text(DRIVER)
    (tmp_path / "articles").mkdir()
    for i in range(30):
        text = f"“We count {i} boats today,” Ana said in the harbour."
        (tmp_path / "articles" / f"{i:02}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def start(folder: Path, *arguments: str, **options) -> subprocess.Popen[str]:
    """Start a run in a process (and process group) of its own."""
    command = [sys.executable, "driver.py", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONWARNINGS": "error"}
    return subprocess.Popen(  # noqa: S603 - our own program
        command,
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        start_new_session=True,
        **{"stderr": subprocess.PIPE, **options},
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for a process and return its exit status and what it said."""
    out, err = process.communicate()
    return process.returncode, out, err


RUN = ("run", "articles", "-o", "out")


def lines(folder: Path) -> list[bytes]:
    """Return the lines of the records as they stand, half ones too."""
    path = folder / "out" / "records.jsonl"
    return path.read_bytes().splitlines(keepends=True) if path.exists() else []


def wait_for(folder: Path, count: int, process: subprocess.Popen[str]) -> None:
    """Wait until so many lines are written."""
    deadline = time.monotonic() + 30
    while len(lines(folder)) < count and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)


def complete(folder: Path) -> bool:
    """Tell whether each article has exactly one whole record that stands in its article."""
    for record in read_records(folder / "out"):
        assert_grounded(record)
    found = [Record.model_validate_json(line).article.source for line in lines(folder)]
    return sorted(found) == [f"articles/{i:02}.txt" for i in range(30)]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_killed_run_continues_where_it_was(harbour, workers):
    """After kill -9 at several moments, running again leaves each article with one whole record."""
    counts = []
    for more in (0, 3, 9):
        before = len(lines(harbour))
        process = start(harbour, *RUN, "--workers", workers)
        wait_for(harbour, before + more, process)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        counts.append(len(lines(harbour)))
        assert counts[-1] >= before
    assert 0 < counts[-1] < 30
    process = start(harbour, *RUN, "--workers", workers)
    out, err = process.communicate()
    assert process.returncode == 0, err
    assert complete(harbour)
    assert int(re.search(r"done before\s+(\d+)", out)[1]) >= counts[-1] - 1
    assert json.loads((harbour / "out" / "run.json").read_text())["state"] == "finished"


@pytest.mark.skipif(os.name == "nt", reason="signals are another matter there")
@pytest.mark.parametrize(
    ("number", "workers", "status"),
    [(signal.SIGINT, "2", 130), (signal.SIGTERM, "1", 143)],
)
def test_a_stopped_run_says_how_to_continue(harbour, number, workers, status):
    """Ctrl-C and SIGTERM write what is finished and the page; the last line is the command that continues."""
    process = start(harbour, *RUN, "--workers", workers)
    wait_for(harbour, 4, process)
    os.killpg(process.pid, number)
    _, err = process.communicate()
    assert process.returncode == status
    assert "Traceback" not in err
    last = err.splitlines()[-1]
    assert last.endswith(f"To continue: summarizer {' '.join(RUN)} --workers {workers}")
    kept = len(list(read_records(harbour / "out")))
    assert 4 <= kept < 30
    assert (harbour / "out" / "report.html").exists()
    process = start(harbour, *last.split("To continue: summarizer ")[1].split())
    out, err = process.communicate()
    assert process.returncode == 0, err
    assert re.search(rf"done before\s+{kept}\b", out)
    assert complete(harbour)


STARTING = """
import multiprocessing, os, signal, time
from summarizer.workers import Pool


class Idle:
    name = "idle"


if __name__ == "__main__":
    signal.signal(signal.SIGINT, lambda *_: None)
    with Pool(Idle(), max_bytes=1000, workers=2) as pool:
        while not pool.ready:
            os.killpg(0, signal.SIGINT)
            time.sleep(0.01)
        print(len(multiprocessing.active_children()))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are another matter there")
def test_workers_that_start_hear_no_interrupt(tmp_path):
    """Ctrl-C, pressed again and again while the first workers start, ends none and makes none print."""
    (tmp_path / "driver.py").write_text(STARTING)
    assert finish(start(tmp_path)) == (0, "2\n", "")


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="this system cannot hold a process")
def test_two_runs_into_one_folder(harbour):
    """A second run into the same folder is turned away with one line and status 2; the first goes on."""
    first = start(harbour, *RUN)
    wait_for(harbour, 2, first)
    os.kill(first.pid, signal.SIGSTOP)
    try:
        second = finish(start(harbour, *RUN, "-q"))
    finally:
        os.kill(first.pid, signal.SIGCONT)
    says = "summarizer: another run is writing to out; wait for it or choose another folder\n"
    assert second == (2, "", says)
    assert finish(first)[0] == 0
    assert complete(harbour)


@pytest.mark.skipif(os.name == "nt", reason="file size limits are another matter there")
def test_a_full_disk_keeps_what_was_finished(harbour):
    """When a line does not fit, no part of it stays: one line, status 2, and the next run continues."""
    status, out, err = finish(start(harbour, "--file-size", "5000", *RUN, "-q"))
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "what was finished is kept: make room, then run the same command again" in err
    kept = len(lines(harbour))
    assert 0 < kept < 30
    assert all(line.endswith(b"\n") for line in lines(harbour))
    assert finish(start(harbour, *RUN, "-q")) == (0, "", "")
    assert complete(harbour)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_output_that_cannot_be_printed_is_no_traceback(harbour):
    """A standard output that takes nothing gets one line on standard error."""
    finish(start(harbour, *RUN, "-q", "--limit", "1"))
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "driver.py", "show", "out"]
        done = subprocess.run(  # noqa: S603 - our own program
            command,
            cwd=harbour,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert re.fullmatch(r"summarizer: .*No space left on device.*\n", done.stderr)


@pytest.mark.skipif(os.name == "nt", reason="pipes are another matter there")
def test_a_reader_that_has_enough_is_no_error(harbour):
    """``summarizer show out | head -1`` ends without a word about the pipe."""
    finish(start(harbour, *RUN, "-q"))
    process = start(harbour, "show", "out")
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait() == 1


def test_the_module_runs_as_the_program(tmp_path):
    """``python -m summarizer`` is the program."""
    done = subprocess.run(
        [sys.executable, "-m", "summarizer", "--version"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("summarizer, version ")


def test_a_terminal_gets_a_progress_bar_and_a_pipe_none(harbour):
    """On a terminal a bar shows how many of how many, the rate and the remaining time; a pipe gets no bar."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    process = start(harbour, *RUN, stderr=theirs)
    os.close(theirs)
    shown = b""
    with open(ours, "rb", buffering=0) as terminal, contextlib.suppress(OSError):  # noqa: PTH123 - a descriptor
        while part := terminal.read(4096):
            shown += part
    out, _ = process.communicate()
    assert process.returncode == 0
    assert re.search(rb"\d+/30.*\d+\.\d/s.*0:00:0\d", shown)
    assert out.splitlines()[-1].startswith("Report: ")
    _, out, err = finish(start(harbour, *RUN))
    assert "/30" not in out + err
