"""``summarizer eval`` and ``compare``: the options, and what is printed; the work is done elsewhere."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summarizer.commands.base import Command, Group
from summarizer.commands.model import flags_of
from summarizer.errors import SummarizerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from summarizer.evaluation.aggregate import Scores
    from summarizer.evaluation.running import Evaluation
    from summarizer.evaluation.suites import Suite

__all__ = ["compare_command", "eval_group"]

_OK, _COULD_NOT_GATE, _REGRESSION = 0, 1, 3
_WRONG = 1
_DEFAULT_SUITE = "dev"
_evals = click.option(
    "--evals",
    default="evals",
    show_default=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder with gold, suites, runs and the baseline.",
)


class _EvalGroup(Group):
    """A group that runs a suite when the first word is none of its commands."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``run`` before what names no command."""
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = ["run", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_EvalGroup,
    name="eval",
    short_help="Score an engine against gold; gate; simulate.",
    subcommand_metavar="[SUITE | COMMAND] [ARGS]...",
    examples=(
        "summarizer eval                               the suite dev",
        "summarizer eval all -o out                    with results, report.html, junit.xml",
        "summarizer eval --gold corpus.jsonl           any corpus of attributions",
        "summarizer eval run --help                    all options",
        "summarizer eval gate                          is anything worse than what was reached?",
        "summarizer eval simulate                      are the statistics right?",
    ),
)
def eval_group() -> None:
    """Score an engine against labelled articles.

    Without a command it runs a suite: `summarizer eval all` is `summarizer eval run all`.
    """


@eval_group.command(
    cls=Command,
    name="run",
    short_help="Run a suite and print its scores.",
    examples=(
        "summarizer eval",
        "summarizer eval dev -o out/before",
        "summarizer eval dev --engine rules --samples 3 -o out/three",
        "summarizer eval test                          totals only",
        "summarizer eval test --split test             every miss; only when tuning is over",
    ),
)
@click.argument("suite", default=_DEFAULT_SUITE)
@click.option("--engine", metavar="NAME", help="Engine, instead of the suite's.")
@click.option("--model", metavar="NAME", help="Model, for an engine that asks one.")
@click.option("--prompt", metavar="TASK/VERSION", help="Prompt, for an engine that uses one.")
@click.option(
    "--gold", metavar="PATH", help="Folder of gold, or a file of attributions, instead of the suite's."
)
@click.option(
    "--split", type=click.Choice(["dev", "test", "all"]), help="Articles; test also shows its texts."
)
@click.option("--samples", type=click.IntRange(1), metavar="K", help="Run each article K times.")
@click.option("--base-url", metavar="URL", help="The model's endpoint.")
@click.option("--concurrency", type=click.IntRange(1), metavar="N", help="Requests on their way at once.")
@click.option("--budget", type=click.FloatRange(0), metavar="USD", help="Dollars that may be spent.")
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="OUT", help="Folder for the results.")
@click.option("--replace", is_flag=True, help="Throw away what another experiment left in OUT.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@_evals
def run_command(  # noqa: PLR0913 - one parameter for each option
    *,
    suite: str,
    engine: str | None,
    model: str | None,
    prompt: str | None,
    gold: str | None,
    split: str | None,
    samples: int | None,
    base_url: str | None,
    concurrency: int | None,
    budget: float | None,
    out: Path | None,
    replace: bool,
    quiet: bool,
    evals: Path,
) -> int:
    """Run an engine over the gold of a suite and print every score with its 95 % interval.

    SUITE is the name of a file in evals/suites, or a path to one. OUT gets results.jsonl, scores.json,
    report.html, junit.xml and summary.md; the same command continues after a kill. Of the test split only
    totals are shown unless --split test is given.

    Exit status: 0 when all articles gave records, 1 when some failed, 2 when it could not run.
    """
    changes = {
        "engine": engine, "model": model, "prompt": prompt, "gold": gold, "split": split, "samples": samples
    }  # fmt: skip
    with _folder(out) as folder:
        made = _run_suite(
            suite,
            {k: v for k, v in changes.items() if v is not None},
            folder,
            evals,
            flags=flags_of(base_url=base_url, concurrency=concurrency, budget=budget),
            replace=replace,
            quiet=quiet,
        )
        from summarizer.evaluation.aggregate import score_run  # noqa: PLC0415 - help must be quick
        from summarizer.evaluation.tables import scores_text  # noqa: PLC0415 - the same

        scores = score_run(made.setup, made.results)
        if out is not None:
            _write_run(out, made, scores)
    click.echo(scores_text(scores))
    if out is not None:
        click.echo(f"\nReport: {out / 'report.html'}")
    return _WRONG if scores.failed else _OK


@contextlib.contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    """Yield OUT, or a temporary folder that goes away."""
    if out is not None:
        yield out
        return
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - help must be quick

    with TemporaryDirectory(prefix="summarizer-eval-") as folder:
        yield Path(folder)


def _run_suite(  # noqa: PLR0913 - what the options say
    name: str,
    changes: dict[str, object],
    folder: Path,
    evals: Path,
    *,
    flags: dict[str, object] | None = None,
    replace: bool,
    quiet: bool,
) -> Evaluation:
    from summarizer.evaluation.gold import load_gold, select  # noqa: PLC0415 - help must be quick
    from summarizer.evaluation.running import evaluate, make_setup  # noqa: PLC0415 - the same
    from summarizer.evaluation.suites import load_suite  # noqa: PLC0415 - the same

    suite: Suite = load_suite(name, evals / "suites").model_copy(update=changes)
    gold = load_gold(Path(suite.gold))
    articles = select(gold, suite.split)
    identity = _prompt_identity(evals, suite.prompt) if suite.prompt else None
    if suite.prompt and identity is None:
        raise UsageError(
            f"there is no prompt {suite.prompt!r}; summarizer prompts list shows those there are"
        )
    setup = make_setup(suite, gold, prompt_id=identity)
    visible = frozenset({"dev", "test"} if changes.get("split") == "test" else {"dev"})
    with _bar(shown=not quiet and sys.stderr.isatty()) as progress:
        return evaluate(
            setup, articles, folder, visible=visible, replace=replace, flags=flags, progress=progress
        )


def _prompt_identity(evals: Path, prompt: str) -> str | None:
    """Return what identifies a prompt now: of the folder beside the evaluations, else of the package."""
    from summarizer import prompts  # noqa: PLC0415 - help must be quick
    from summarizer.evaluation.prompts import prompt_identity  # noqa: PLC0415 - the same

    beside = evals.parent / "prompts"
    return prompt_identity(beside if beside.is_dir() else prompts.folder(), prompt, prompts.wire_schema)


@contextlib.contextmanager
def _bar(*, shown: bool) -> Iterator[Callable[[int, int], None]]:
    """Show how many are done, on a terminal."""
    if not shown:
        yield lambda _done, _all: None
        return
    from rich.console import Console  # noqa: PLC0415 - only for a terminal
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn  # noqa: PLC0415 - the same

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("eval", total=None)
        yield lambda done, every: bar.update(task, completed=done, total=every)


def _write_run(out: Path, made: Evaluation, scores: Scores) -> None:
    import json  # noqa: PLC0415 - help must be quick

    from summarizer.evaluation.junit import junit  # noqa: PLC0415 - the same
    from summarizer.evaluation.page import run_page  # noqa: PLC0415 - the same
    from summarizer.evaluation.tables import scores_markdown  # noqa: PLC0415 - the same

    body = json.dumps(scores.as_json(), ensure_ascii=False, indent=2)
    _write(out / "scores.json", body.encode() + b"\n")
    _write(out / "report.html", run_page(made, scores).encode())
    _write(out / "junit.xml", junit(made, scores))
    _write(out / "summary.md", scores_markdown(scores).encode())


def _write(path: Path, body: bytes) -> None:
    from summarizer.output.lines import write_beside  # noqa: PLC0415 - help must be quick

    write_beside(path, lambda write: write(body)).replace(path)


@eval_group.command(
    cls=Command,
    name="gate",
    short_help="Fail when something is worse than what was reached.",
    examples=(
        "summarizer eval gate",
        "summarizer eval gate --raise",
        'summarizer eval gate --allow-regression "twelve harder articles"',
    ),
)
@click.option("--raise", "raised", is_flag=True, help="Raise floors to what is reached now.")
@click.option("--allow-regression", "reason", metavar="REASON", help="Also lower floors, and record why.")
@click.option("-q", "--quiet", is_flag=True, help="Only what fails.")
@_evals
def gate_command(*, raised: bool, reason: str | None, quiet: bool, evals: Path) -> int:
    """Check the rules engine and recorded runs of models against the floors in evals/baseline.json.

    Invariants (every span is exact, every article gives a record) hold or fail; rates have floors. A floor
    rises with --raise and falls only with --allow-regression. A recorded run speaks only for the prompt it
    was made with.

    Exit status: 0 when all is well, 1 when it could not run, 3 when something regressed.
    """
    try:
        return _gate(evals, raised=raised, reason=reason, quiet=quiet)
    except (SummarizerError, OSError) as error:
        click.echo(f"summarizer: {error}", err=True)
        return _COULD_NOT_GATE


def _gate(evals: Path, *, raised: bool, reason: str | None, quiet: bool) -> int:
    from summarizer.evaluation import gate  # noqa: PLC0415 - help must be quick
    from summarizer.evaluation.gold import load_gold, select  # noqa: PLC0415 - the same
    from summarizer.evaluation.metrics import add  # noqa: PLC0415 - the same
    from summarizer.evaluation.recorded import find_recorded, score_recorded  # noqa: PLC0415 - the same
    from summarizer.evaluation.running import evaluate, make_setup  # noqa: PLC0415 - the same
    from summarizer.evaluation.suites import Suite  # noqa: PLC0415 - the same
    from summarizer.evaluation.tables import as_text, gate_rows  # noqa: PLC0415 - the same

    if reason is not None and not reason.strip():
        raise UsageError("--allow-regression needs a reason; it is kept in the baseline")
    path = evals / "baseline.json"
    gold = load_gold(evals / "gold")
    baseline = gate.require_pinned(gate.read_baseline(path), gold)
    setup = make_setup(Suite(name="gate", gold=gold.path, split="all"), gold)
    with _folder(None) as folder, _bar(shown=not quiet and sys.stderr.isatty()) as progress:
        made = evaluate(setup, select(gold, "all"), folder, visible=frozenset(), progress=progress)
    measured = {"rules": add(r.counts for r in made.results)}
    checks = []
    for name, run, recorded in find_recorded(evals / "runs"):
        lines, counts = score_recorded(
            name, run, recorded, gold, lambda prompt: _prompt_identity(evals, prompt)
        )
        checks += lines
        if counts is not None:
            measured[name] = counts
    if raised or reason:
        baseline = gate.moved_floors(baseline, measured, reason=reason)
        gate.write_baseline(path, baseline)
    for name, counts in measured.items():
        checks += gate.check_invariants(name, counts, recorded=name != "rules")
        checks += gate.check_rates(name, counts, baseline.floors.get(name, {}))
    failing = [check for check in checks if not check.holds]
    if failing or not quiet:
        click.echo(as_text(gate_rows(failing if quiet else checks)))
    if "rules" not in baseline.floors:
        click.echo("no floors yet; summarizer eval gate --raise sets them")
    if failing:
        click.echo(f"{len(failing)} of {len(checks)} lines fail")
    return _REGRESSION if failing else _OK


@eval_group.command(
    cls=Command,
    name="simulate",
    short_help="Check the statistics on runs whose truth is known.",
    examples=(
        "summarizer eval simulate",
        "summarizer eval simulate --trials 200",
        "summarizer eval simulate --speed",
    ),
)
@click.option(
    "--trials", default=1000, show_default=True, type=click.IntRange(1), metavar="N", help="Pairs of runs."
)
@click.option(
    "--articles", type=click.IntRange(2), metavar="N", help="Articles a run. [default: as in the gold]"
)
@click.option("--seed", default=7, show_default=True, type=int, help="Of everything random.")
@click.option(
    "--speed", is_flag=True, help="Instead, time 1,000 articles of 15 statements, scored and compared."
)
@_evals
def simulate_command(*, trials: int, articles: int | None, seed: int, speed: bool, evals: Path) -> int:
    """Check that the statistics are right, on simulated runs with as much labelled as the gold has.

    Two identical systems must be told apart in at most 5 % of trials, for every metric; a planted loss of 5
    points of F1 is found with the power that is printed; intervals hold what they should.

    Exit status: 1 when identical systems are told apart more often.
    """
    from summarizer.evaluation.simulate import Shape, simulate  # noqa: PLC0415 - help must be quick

    if speed:
        from summarizer.evaluation.speed import time_comparison  # noqa: PLC0415 - the same

        for line in time_comparison():
            click.echo(line)
        return _OK
    from summarizer.evaluation.gold import load_gold  # noqa: PLC0415 - the same
    from summarizer.evaluation.tables import simulation_text  # noqa: PLC0415 - the same

    shape = Shape.of(load_gold(evals / "gold").articles, articles)
    with _bar(shown=sys.stderr.isatty()) as progress:
        result = simulate(shape, trials=trials, seed=seed, progress=lambda done: progress(done, trials))
    click.echo(simulation_text(result))
    return _OK if result.honest else _WRONG


@click.command(
    cls=Command,
    name="compare",
    short_help="Tell whether one run is better than another.",
    examples=(
        "summarizer compare out/before out/after",
        "summarizer compare out/rules out/model --metric f1 --metric speaker",
        "summarizer compare old.toml new.toml -o out/comparison",
    ),
)
@click.argument("a")
@click.argument("b")
@click.option("--metric", "metrics", multiple=True, metavar="NAME", help="Metric to ask; can be given again.")
@click.option("--samples", type=click.IntRange(1), metavar="K", help="Run each article of a suite K times.")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), metavar="OUT", help="Folder for the comparison."
)
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@_evals
def compare_command(  # noqa: PLR0913 - one parameter for each option
    *,
    a: str,
    b: str,
    metrics: tuple[str, ...],
    samples: int | None,
    out: Path | None,
    quiet: bool,
    evals: Path,
) -> int:
    """Compare two runs article by article: better, worse, or can't tell, for each metric.

    A and B are folders that `summarizer eval -o` wrote, or suites, which are run first. Every verdict comes
    with the smallest difference that this gold could have shown. OUT gets comparison.md and comparison.html.
    """
    from summarizer.evaluation.comparing import compare  # noqa: PLC0415 - help must be quick
    from summarizer.evaluation.metrics import asked  # noqa: PLC0415 - the same
    from summarizer.evaluation.page import comparison_page  # noqa: PLC0415 - the same
    from summarizer.evaluation.results import read_results  # noqa: PLC0415 - the same
    from summarizer.evaluation.tables import comparison_markdown, comparison_text  # noqa: PLC0415 - the same

    names = asked(metrics)
    changes: dict[str, object] = {} if samples is None else {"samples": samples}
    runs = []
    for side, given in (("a", a), ("b", b)):
        if Path(given).is_dir():
            runs.append(read_results(Path(given)))
            continue
        with _folder(out / side if out else None) as folder:
            made = _run_suite(given, changes, folder, evals, replace=False, quiet=quiet)
            runs.append((made.setup, list(made.results)))
    comparison = compare(runs[0], runs[1], names)
    click.echo(comparison_text(comparison))
    if out is not None:
        try:
            out.mkdir(parents=True, exist_ok=True)
        except FileExistsError as error:
            raise UsageError(f"{out} is a file; name a folder with -o") from error
        _write(out / "comparison.md", comparison_markdown(comparison).encode())
        _write(out / "comparison.html", comparison_page(comparison).encode())
        click.echo(f"\nReport: {out / 'comparison.html'}")
    return _OK
