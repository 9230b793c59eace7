"""Measure how fast `summarizer run` makes records of a folder, and how much memory a process takes.

    python evals/benchmarks/speed.py FOLDER [--repeat N] [--copies N]

Runs the real command line in fresh processes, with one worker and with two. Two rates are given: that of the
whole command, start-up included, and that without the time of a run of one article, which is what a long batch
comes to.
Machines are noisy: compare ratios within one run, not absolute numbers between machines.
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


def run(sources: list[Path], workers: int) -> tuple[float, float]:
    """Run the command once; return wall seconds and the peak memory of its largest process in MB."""
    with tempfile.TemporaryDirectory() as folder:
        target = f"{folder}/out"
        command = [sys.executable, "-m", "summarizer", "run", *map(str, sources), "-o", target]
        command += ["--engine", "rules", "--workers", str(workers), "--quiet"]
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command line
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            raise SystemExit(f"the run failed with status {os.waitstatus_to_exitcode(status)}")
        # ru_maxrss is the largest of the process and the workers that it waited for, in KiB on Linux.
        return seconds, usage.ru_maxrss / 1024


def copied(folder: Path, copies: int, target: Path) -> list[Path]:
    """Return the folder, or a folder with ``copies`` copies of its files."""
    if copies == 1:
        return [folder]
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        for k in range(copies):
            shutil.copyfile(path, target / f"{path.stem}-{k}{path.suffix}")
    return [target]


def main() -> None:
    """Measure and print one JSON line a number of workers."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repeat", type=int, default=3, help="how often; the fastest counts (default 3)")
    parser.add_argument("--copies", type=int, default=1, help="measure on N copies of every file (default 1)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as extra:
        sources = copied(arguments.folder, arguments.copies, Path(extra))
        files = sorted(p for source in sources for p in source.rglob("*") if p.is_file())
        for workers in (1, 2):
            whole = [run(sources, workers) for _ in range(arguments.repeat)]
            single = min(run(files[:1], workers)[0] for _ in range(arguments.repeat))
            seconds = min(w[0] for w in whole)
            line = {
                "workers": workers,
                "articles": len(files),
                "seconds": round(seconds, 2),
                "articles_per_second": round(len(files) / seconds, 1),
                "articles_per_second_without_start": round((len(files) - 1) / max(seconds - single, 1e-9), 1),
                "first_article_seconds": round(single, 2),
                "peak_mb_per_process": round(max(w[1] for w in whole)),
            }
            print(json.dumps(line))  # noqa: T201 - a benchmark prints


if __name__ == "__main__":
    main()
