"""Running an engine over gold: resumable, each article scored, nothing dropped."""

from __future__ import annotations

import hashlib
import json
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from summarizer import engines
from summarizer._version import __version__
from summarizer.engines import asks_a_model
from summarizer.errors import OutputError, UsageError
from summarizer.evaluation.results import RESULTS, Setup, result_of
from summarizer.hosting import Host
from summarizer.output.lines import LinesFile, write_beside
from summarizer.reading import DEFAULT_MAX_BYTES
from summarizer.records import Outcome
from summarizer.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from summarizer.engines import AnyEngine
    from summarizer.evaluation.gold import Gold, GoldArticle
    from summarizer.evaluation.results import ArticleResult
    from summarizer.evaluation.suites import Suite

__all__ = [
    "OUTCOMES",
    "RUN",
    "Attempt",
    "Evaluation",
    "evaluate",
    "fingerprint",
    "make_setup",
    "read_outcomes",
]

OUTCOMES, RUN = "outcomes.jsonl", "run.json"
_NOT_MAKING_RECORDS = ("evaluation", "output", "commands", "cli.py", "__pycache__", "py.typed", "prompts")


class Attempt(NamedTuple):
    """How one article of one sample ended, and how long it took in seconds."""

    outcome: Outcome
    seconds: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A finished run over gold.

    Attributes:
        results: article by article, all samples of one together, in the order of the gold.
        attempts: the outcomes behind them, by article and sample.
        visible: splits whose texts may be shown.
    """

    setup: Setup
    articles: tuple[GoldArticle, ...]
    results: tuple[ArticleResult, ...]
    attempts: Mapping[tuple[str, int], Attempt]
    visible: frozenset[str]


def make_setup(suite: Suite, gold: Gold, *, prompt_id: str | None = None) -> Setup:
    """Return what identifies a run of a suite on a gold with the program as it is.

    Args:
        suite: what to run.
        gold: the loaded gold.
        prompt_id: identity of the suite's prompt, where it has one.
    """
    return Setup(
        suite=suite.name,
        engine=suite.engine,
        model=suite.model,
        prompt=suite.prompt,
        prompt_id=prompt_id,
        gold=suite.gold,
        gold_sha256=gold.sha256,
        split=suite.split,
        samples=suite.samples,
        program=__version__,
        fingerprint=fingerprint(),
    )


def fingerprint() -> str:
    """Return the digest of all files of the package that have a part in making a record."""
    whole = hashlib.sha256()
    for name, file in _walk(files("summarizer"), ""):
        whole.update(name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _walk(folder: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name in _NOT_MAKING_RECORDS:
            continue
        if entry.is_dir():
            yield from _walk(entry, f"{above}{entry.name}/")
        else:
            yield above + entry.name, entry


def evaluate(  # noqa: PLR0913 - one for each thing that can be swapped
    setup: Setup,
    articles: Sequence[GoldArticle],
    out: Path,
    *,
    visible: frozenset[str] = frozenset({"dev"}),
    replace: bool = False,
    engine: AnyEngine | None = None,
    flags: Mapping[str, object] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Evaluation:
    """Run an engine over labelled articles, or continue what an earlier run left, and score every one.

    Each outcome is appended to ``outcomes.jsonl`` as it comes; what is there already from the same experiment
    is not done again. ``results.jsonl`` is written when all are there.

    Args:
        setup: what to run.
        articles: the gold's articles.
        out: folder; made where there is none.
        visible: splits whose texts may stand in the results.
        replace: throw away what another experiment left in the folder.
        engine: used instead of the one that the setup names.
        flags: settings for an engine that asks a model, over those of the environment.
        progress: is told how many are done, of how many.

    Raises:
        UsageError: there is no such engine, or it takes no model or prompt.
        OutputError: the folder holds another experiment or cannot be written.
    """
    host = Host(engine or _engine(setup, flags or {}))
    try:
        out.mkdir(parents=True, exist_ok=True)
        _open(setup, out, replace=replace)
        attempts = read_outcomes(out)
        lines = LinesFile(out / OUTCOMES)
        try:
            wanted = [(a, n) for a in articles for n in range(setup.samples)]
            missing = [(a, n) for a, n in wanted if (a.key, n) not in attempts]
            progress(len(wanted) - len(missing), len(wanted))
            with closing(_attempts(missing, host)) as made:
                for article, sample, attempt in made:
                    lines.append(_line(article.key, sample, attempt))
                    attempts[article.key, sample] = attempt
                    progress(len(attempts), len(wanted))
        finally:
            lines.close()
            host.close()
        results = tuple(
            result_of(
                article,
                attempts[article.key, sample].outcome,
                sample=sample,
                seconds=attempts[article.key, sample].seconds,
                visible=article.split in visible,
            )
            for article, sample in wanted
        )
        body = b"".join(r.model_dump_json().encode() + b"\n" for r in results)
        write_beside(out / RESULTS, lambda write: write(body)).replace(out / RESULTS)
    except OSError as error:
        raise OutputError(
            f"cannot write to {out}: {error.strerror or error}; name another folder with -o"
        ) from error
    return Evaluation(setup, tuple(articles), results, attempts, visible)


def _engine(setup: Setup, flags: Mapping[str, object]) -> AnyEngine:
    if setup.engine in ("auto", "rules") and (setup.model or setup.prompt):
        raise UsageError("the rules engine takes no --model and no --prompt")
    if setup.engine in ("auto", "rules"):
        return engines.get_engine("rules")  # whatever is configured: a result says what made it
    settings = load_settings({**flags, "model": setup.model, "task": setup.prompt})
    return engines.get_engine(setup.engine, settings)


def _open(setup: Setup, out: Path, *, replace: bool) -> None:
    """Take a folder for this experiment; results that no longer fit are removed, outcomes only when asked."""
    run = out / RUN
    if run.exists():
        try:
            before = Setup.model_validate_json(run.read_bytes())
        except ValueError:
            before = None
        if before is None or not before.same_experiment(setup):
            if not replace:
                raise OutputError(
                    f"{out} holds results of another engine, prompt, gold or program; "
                    "name another folder with -o, or give --replace"
                )
            (out / OUTCOMES).unlink(missing_ok=True)
    elif any(out.iterdir()):
        raise OutputError(f"{out} is not empty and holds no evaluation; name another folder with -o")
    (out / RESULTS).unlink(missing_ok=True)
    body = setup.model_dump_json(indent=2).encode() + b"\n"
    write_beside(run, lambda write: write(body)).replace(run)


def _attempts(
    wanted: Sequence[tuple[GoldArticle, int]], host: Host
) -> Generator[tuple[GoldArticle, int, Attempt]]:
    """Yield each attempt as it ends; an engine that asks a model works on as many at once as it likes.

    Closed early, it starts no more; closing the host brings home what was sent for, and cancels the rest.
    """
    threads = ThreadPoolExecutor(_at_once(host.engine), thread_name_prefix="summarizer-eval")
    try:
        running = {
            threads.submit(_attempt, article, sample, host): (article, sample) for article, sample in wanted
        }
        for done in as_completed(running):
            yield *running[done], done.result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _at_once(engine: AnyEngine) -> int:
    return getattr(engine, "concurrency", 1) if asks_a_model(engine) else 1


def _attempt(article: GoldArticle, sample: int, host: Host) -> Attempt:
    started = time.perf_counter()
    outcome = host.process(article.item, max_bytes=DEFAULT_MAX_BYTES, source=article.key, sample=sample)
    return Attempt(outcome, round(time.perf_counter() - started, 4))


def _line(key: str, sample: int, attempt: Attempt) -> bytes:
    """Return an outcome as a line, without the article's text, which the gold has."""
    outcome = attempt.outcome
    if outcome.record is not None:
        bare = outcome.record.article.model_copy(update={"text": "", "blocks": ()})
        outcome = outcome.model_copy(update={"record": outcome.record.model_copy(update={"article": bare})})
    kept = {
        "article": key,
        "sample": sample,
        "seconds": attempt.seconds,
        "outcome": outcome.model_dump(mode="json"),
    }
    return json.dumps(kept, ensure_ascii=False).encode()


def read_outcomes(folder: Path) -> dict[tuple[str, int], Attempt]:
    """Read the outcomes in a folder, by article and sample; a last line that was torn by a kill is left out.

    Raises:
        UsageError: a line inside the file is broken.
    """
    path = folder / OUTCOMES
    found: dict[tuple[str, int], Attempt] = {}
    if not path.exists():
        return found
    lines = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines[:-1], 1):
        try:
            kept = json.loads(line)
            attempt = Attempt(Outcome.model_validate(kept["outcome"]), float(kept["seconds"]))
            found[kept["article"], int(kept["sample"])] = attempt
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{path}:{number}: broken line; remove the folder and run again") from error
    return found
