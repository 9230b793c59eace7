"""Measure how fast `summarizer run` makes records of a folder, and how much memory a process takes.

    python evals/benchmarks/speed.py FOLDER [--repeat N] [--more N]

Runs the real command line in fresh processes, with one worker and with two: on the first file, on the folder,
and on N more copies of it. Two rates are given: that of the whole command on the folder, start-up included,
and that of the copies, which is what a long batch comes to. Machines are noisy: compare ratios within one
run, not absolute numbers between machines.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def run(source: Path, workers: int) -> tuple[float, float]:
    """Run the command once; return wall seconds and the peak memory of its largest process in MB."""
    with tempfile.TemporaryDirectory() as folder:
        target = f"{folder}/out"
        command = [sys.executable, "-m", "summarizer", "run", str(source), "-o", target]
        command += ["--engine", "rules", "--workers", str(workers), "--quiet"]
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command line
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            raise SystemExit(f"the run failed with status {os.waitstatus_to_exitcode(status)}")
        # ru_maxrss is the largest of the process and the workers that it waited for, in KiB on Linux.
        return seconds, usage.ru_maxrss / 1024


def copied(files: list[Path], copies: int, target: Path) -> Path:
    """Return a folder with ``copies`` copies of the files."""
    for path in files:
        for k in range(copies):
            shutil.copyfile(path, target / f"{path.stem}-{k}{path.suffix}")
    return target


def best(source: Path, workers: int, repeat: int) -> tuple[float, float]:
    """Return the shortest time and the largest memory of some runs."""
    runs = [run(source, workers) for _ in range(repeat)]
    return min(seconds for seconds, _ in runs), max(memory for _, memory in runs)


def main() -> None:
    """Measure and print one JSON line a number of workers."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repeat", type=int, default=3, help="how often; the fastest counts (default 3)")
    parser.add_argument("--more", type=int, default=2, help="further copies of the folder (default 2)")
    arguments = parser.parse_args()
    files = sorted(p for p in arguments.folder.rglob("*") if p.is_file())
    with tempfile.TemporaryDirectory() as extra:
        longer = copied(files, 1 + arguments.more, Path(extra))
        for workers in (1, 2):
            first, _ = best(files[0], workers, arguments.repeat)
            seconds, _ = best(arguments.folder, workers, arguments.repeat)
            long, memory = best(longer, workers, arguments.repeat)
            line = {
                "workers": workers,
                "articles": len(files),
                "first_article_seconds": round(first, 2),
                "articles_per_second_with_start": round(len(files) / seconds, 1),
                "articles_per_second": round(arguments.more * len(files) / max(long - seconds, 1e-9), 1),
                "peak_mb_per_process": round(memory),
            }
            print(json.dumps(line))  # noqa: T201 - a benchmark prints


if __name__ == "__main__":
    main()
