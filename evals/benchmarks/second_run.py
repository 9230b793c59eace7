"""A batch of articles from the cache: articles a second, calls, and memory as the batch grows.

The first run asks a server of the benchmark's own, in another process; the second run, into another folder,
finds every answer in the cache, and after the first few looks the rest up with worker processes. Each run is
a process of its own, so that its memory is its own. Articles are the gold's, each with a line that makes it
another article. The task is extract: for review and choose the rules engine has to propose candidates before
it is known what was asked, so that their second run is as fast as a run of the rules engine.

::

    python evals/benchmarks/second_run.py --articles 500
    python evals/benchmarks/second_run.py --articles 5000
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.batch import run_batch
from summarizer.settings import Settings
from summarizer.testing import HostileServer
from summarizer.testing.replies import answer

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_GOLD = Path(__file__).parents[1] / "gold" / "articles"
_ANSWER = {
    "people": ["org:police|spokesperson"],
    "statements": [f"S{n}||1" for n in range(3, 11)],
    "figures": [],
    "headline": "S1",
    "summary": ["S2", "S3", "S4"],
}


@dataclass(frozen=True)
class Measured:
    """Seconds of wall and of processor time (the run's own and its workers'), calls, articles, peak MB."""

    wall: float
    cpu: float
    workers: float
    calls: int
    articles: int
    peak_mb: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--workers", type=int, help="processes of the second run; as many as it likes")
    arguments = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=_serve, args=(theirs,), daemon=True)
    server.start()
    url = ours.recv()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "feed.jsonl", arguments.articles)
        for what in ("first", "second"):
            near, far = context.Pipe()
            run = context.Process(target=_run, args=(far, folder, what, url, arguments.workers))
            run.start()
            found: Measured = near.recv()
            run.join()
            print(  # noqa: T201 - a benchmark prints
                f"{what} run: {found.articles} articles, {found.calls} calls, "
                f"{found.articles / found.wall:.0f} articles/s, {found.peak_mb:.0f} MB at most, "
                f"{1000 * found.cpu / found.articles:.1f} ms of processor time an article, and "
                f"{1000 * found.workers / found.articles:.1f} ms in workers"
            )
    ours.send(None)
    server.join()


def _write(path: Path, count: int) -> None:
    texts = [p.read_text(encoding="utf-8") for p in sorted(_GOLD.iterdir())]
    with path.open("w", encoding="utf-8") as file:
        for n in range(count):
            text = f"Edition {n} of the paper is out\n\n{texts[n % len(texts)]}"
            file.write(json.dumps({"id": str(n), "text": text}, ensure_ascii=False) + "\n")


def _serve(pipe: Connection) -> None:
    with HostileServer(lambda _: answer(_ANSWER), keep=False) as server:
        pipe.send(server.base_url)
        pipe.recv()


def _run(pipe: Connection, folder: Path, what: str, url: str, workers: int | None) -> None:
    settings = Settings(base_url=url, model="benchmark", task="extract", cache_dir=folder / "cache")
    wall, cpu = time.perf_counter(), time.process_time()
    report = run_batch(
        [folder / "feed.jsonl"], folder / what, engine="llm", settings=settings, workers=workers
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    calls = report.usage.calls if report.usage else 0
    articles = report.now.articles + sum(report.failed.values())
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    pipe.send(Measured(wall, cpu, ended.ru_utime + ended.ru_stime, calls, articles, peak))


if __name__ == "__main__":
    main()
