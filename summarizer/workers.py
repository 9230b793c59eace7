"""Many articles through worker processes: results in the order of the input, and no death stops the rest."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import multiprocessing
import pickle
import signal
from collections import deque
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Self, TypeVar, TypeVarTuple

from summarizer.engines import asks_a_model
from summarizer.errors import UsageError
from summarizer.pipeline import aprocess, process
from summarizer.records import Outcome, OutcomeName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from summarizer.engines import AnyEngine, AsyncEngine, Engine
    from summarizer.reading import Item

__all__ = ["Pool", "Result", "Work", "WorkersError", "do", "packed"]

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_CHUNK = 2
"""Articles handed over at once, when a worker has fewer: it hardly waits, and has few left at a run's end."""
_WINDOW = 16
"""Articles a worker may be ahead of the slowest one: what the buffer of early results can hold."""
_STOPS = tuple(s for s in (signal.SIGINT, getattr(signal, "SIGTERM", None)) if s is not None)


class WorkersError(UsageError):
    """There can be no worker processes."""


@dataclass(frozen=True, slots=True)
class Work:
    """One article to do.

    Attributes:
        item: where it is.
        source: what it is called in its record.
        attempts: which try this is, over all runs into one output.
        text: False leaves the article's text out of its record.
    """

    item: Item
    source: str
    attempts: int = 1
    text: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one work: the outcome, its record as JSON instead of as objects, which travels better.

    Attributes:
        outcome: without its record.
        line: the record as one line of JSON, no newline; None where there is no record.
        speakers: the name of each statement's speaker.
        figures: how many the record holds.
        refused: how many drafts grounding refused.
        cached: whether every answer of a model came from the cache.
        asked: whether a model was asked for it in this run.
        missed: nothing became of it yet: an answer is not in the cache, which is all that a worker looks at.
    """

    outcome: Outcome
    line: bytes | None = None
    speakers: tuple[str, ...] = ()
    figures: int = 0
    refused: int = 0
    cached: bool = False
    asked: bool = False
    missed: bool = False


def do(work: Work, engine: Engine, max_bytes: int) -> Result:
    """Do one article; see :func:`summarizer.pipeline.process`.

    Raises:
        UsageError: the program cannot work at all.
    """
    return packed(work, process(work.item, engine, max_bytes=max_bytes, source=work.source))


def packed(work: Work, outcome: Outcome, *, missed: bool = False) -> Result:
    """Return an outcome as the result of a work."""
    record = outcome.record
    outcome = outcome.model_copy(update={"attempts": work.attempts, "record": None})
    if record is None:
        return Result(outcome, asked=outcome.usage.calls > 0, missed=missed)
    if not work.text:
        record = record.model_copy(update={"article": record.article.model_copy(update={"text": ""})})
    return Result(
        outcome,
        record.model_dump_json().encode(),
        speakers=tuple(s.speaker.name for s in record.statements),
        figures=len(record.figures),
        refused=len(record.refused),
        cached=record.provenance.cached,
        asked=record.provenance.usage.calls > 0 and not record.provenance.cached,
        missed=missed,
    )


@dataclass(eq=False)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    ready: bool = False
    torn: bool = False
    doing: deque[tuple[int, Work]] = field(default_factory=deque)


class Pool:
    """Worker processes; use it as a context manager, which ends them.

    A worker that dies takes only the article it was at: that one is tried once more with no other article
    beside it (memory may have been short), and fails as ``invalid`` when the worker dies again.
    """

    def __init__(self, engine: AnyEngine, *, max_bytes: int, workers: int) -> None:
        """Prepare; processes start with the first look at :attr:`ready`, or else with :meth:`map`.

        Args:
            engine: pickled into each worker. One that asks a model must be one that asks a cache alone.
            max_bytes: size limit of one article.
            workers: how many processes.
        """
        self._engine, self._max_bytes, self._size = engine, max_bytes, workers
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._again: deque[tuple[int, Work]] = deque()
        self._alone: deque[tuple[int, Work]] = deque()
        self._died: set[int] = set()
        self._done: dict[int, Result] = {}
        self._next = self._taken = 0

    @property
    def ready(self) -> bool:
        """Whether a worker can begin; they are started, but not waited for.

        Raises:
            WorkersError: no worker can start.
        """
        self._begin()
        self._receive(0)
        return any(worker.ready for worker in self._workers)

    def map(self, works: Iterator[Work]) -> Iterator[Result]:
        """Yield the result of each work, in order.

        Raises:
            WorkersError: no worker can start.
            UsageError: the engine cannot work at all.
        """
        while True:
            more = self._feed(works)
            if not more and self._next == self._taken:
                return
            if self._next not in self._done:
                self._receive(None)
            while self._next in self._done:
                result = self._done.pop(self._next)
                self._next += 1
                yield result

    def drain(self) -> list[Result]:
        """Return what is finished and was not yielded yet, in order, without waiting for more."""
        with contextlib.suppress(UsageError):
            self._receive(0)
        done, self._done = self._done, {}
        return [done[n] for n in sorted(done)]

    def _feed(self, works: Iterator[Work]) -> bool:
        """Give work to every worker that has little; return whether there may be more to come."""
        self._begin()
        for worker in self._workers:
            if not worker.ready or len(worker.doing) >= _CHUNK:
                continue
            if self._alone:
                # The suspect runs when all others are idle, and nobody gets work beside it.
                if not any(w.doing for w in self._workers):
                    self._give(worker, [self._alone.popleft()])
                return True
            if self._died and any(n in self._died for w in self._workers for n, _ in w.doing):
                return True
            chunk = self._take(works)
            if chunk is None:
                return False
            if chunk:
                self._give(worker, chunk)
        return True

    def _take(self, works: Iterator[Work]) -> list[tuple[int, Work]] | None:
        """Return the next few works: none while the buffer is full, None when there are no more."""
        chunk: list[tuple[int, Work]] = []
        while self._again and len(chunk) < _CHUNK:
            chunk.append(self._again.popleft())
        while len(chunk) < _CHUNK and self._taken - self._next < _WINDOW * self._size:
            work = next(works, None)
            if work is None:
                return chunk or None
            chunk.append((self._taken, work))
            self._taken += 1
        return chunk

    def _give(self, worker: _Worker, chunk: list[tuple[int, Work]]) -> None:
        worker.doing.extend(chunk)
        # A worker that just died is noticed when its pipe is read.
        with contextlib.suppress(OSError):
            worker.pipe.send([work for _, work in chunk])

    def _receive(self, timeout: float | None) -> None:
        """Take in what workers have sent; wait up to ``timeout`` seconds for it (None: for ever)."""
        pipes: dict[object, _Worker] = {w.pipe: w for w in self._workers if not w.torn}
        for pipe in wait([w.pipe for w in pipes.values()], timeout):
            worker = pipes[pipe]
            worker.torn = True  # an interrupt in the middle of a message leaves half of it in the pipe
            try:
                message = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            worker.torn = False
            if isinstance(message, Result):
                number, _ = worker.doing.popleft()
                self._died.discard(number)
                self._done[number] = message
            elif message is None:
                worker.ready = True
            else:
                raise UsageError(message)

    def _bury(self, worker: _Worker) -> None:
        """Put another worker in the place of a dead one, and what it had not finished back to be done."""
        worker.pipe.close()
        worker.process.join()
        place = self._workers.index(worker)
        if not worker.ready:
            del self._workers[place]
            if not self._workers:
                raise WorkersError(
                    f"worker processes cannot start (exit code {worker.process.exitcode}); use 1 worker, and "
                    'in a script of your own start the work under `if __name__ == "__main__":`'
                )
            return
        self._workers[place] = self._start()
        if not worker.doing:
            return
        number, work = worker.doing.popleft()
        self._again.extendleft(reversed(worker.doing))
        if number not in self._died:
            self._died.add(number)
            self._alone.append((number, work))
            return
        self._died.discard(number)
        code = worker.process.exitcode
        outcome = Outcome(
            source=work.source,
            outcome=OutcomeName.INVALID,
            id=work.item.id,
            reason=f"worker died twice at this article (exit code {code}); it may need more memory",
            attempts=work.attempts,
        )
        self._done[number] = Result(outcome)

    def _begin(self) -> None:
        if not self._workers:
            self._workers = [self._start() for _ in range(self._size)]

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process_ = self._context.Process(
            target=_serve, args=(theirs, self._engine, self._max_bytes), daemon=True, name="summarizer-worker"
        )
        # Ctrl-C goes to the whole process group; a worker that is still starting must not print a traceback.
        try:
            with _held_back():
                process_.start()
        except (AttributeError, TypeError, pickle.PicklingError) as error:
            raise WorkersError(
                f"the engine {self._engine.name!r} cannot go to another process: {error}"
            ) from error
        theirs.close()
        return _Worker(process_, ours)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End all workers, busy or not."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()
        self._workers = []


@contextlib.contextmanager
def _held_back() -> Iterator[None]:
    """Hold signals to stop back while a child starts, which inherits that; they arrive here afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # The first child would start this one; doing so, Python 3.11 lets the signals through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Inline(asyncio.SelectorEventLoop):
    """Does at once what is pushed out of the loop: nothing else is going on in it."""

    def run_in_executor(self, executor: Any, func: Callable[[*Ts], T], *args: *Ts) -> asyncio.Future[T]:
        del executor  # there is none
        done: asyncio.Future[T] = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - whoever waits for it gets it
            done.set_exception(error)
        return done


def _works(pipe: Any) -> Iterator[Work]:
    """Say that a worker can begin, and yield what comes through its pipe."""
    pipe.send(None)
    while True:
        yield from pipe.recv()


def _do_all(pipe: Any, engine: Engine, max_bytes: int) -> None:
    for work in _works(pipe):
        try:
            answer: Result | str = do(work, engine, max_bytes)
        except UsageError as error:
            answer = str(error)
        pipe.send(answer)


async def _look_all_up(pipe: Any, engine: AsyncEngine, max_bytes: int) -> None:
    """Do the same with an engine that asks a cache alone; one run of the loop serves all articles."""
    asker: Any = getattr(engine, "asker", None)
    try:
        for work in _works(pipe):
            try:
                outcome = await aprocess(work.item, engine, max_bytes=max_bytes, source=work.source)
            except UsageError as error:
                pipe.send(str(error))
            else:
                pipe.send(packed(work, outcome, missed=asker.missed))
            asker.missed = False
    finally:
        await engine.close()


def _serve(pipe: Any, engine: AnyEngine, max_bytes: int) -> None:
    """Be a worker: do what comes through the pipe until its other end is gone."""
    for stop in _STOPS:
        signal.signal(stop, signal.SIG_IGN)
    # Articles leave no cycles behind: looking for some at every turn costs a twelfth of the time.
    gc.set_threshold(50_000, 20, 20)
    with contextlib.suppress(EOFError, OSError):
        if not asks_a_model(engine):
            _do_all(pipe, engine, max_bytes)
            return
        with asyncio.Runner(loop_factory=_Inline) as runner:
            runner.run(_look_all_up(pipe, engine, max_bytes))
