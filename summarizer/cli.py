"""The command line. What a user does wrong gets one line that says what and what to do; never a traceback."""

from __future__ import annotations

import contextlib
import gc
import os
import re
import shlex
import signal
import sys
from typing import TYPE_CHECKING, Any

import click

from summarizer._version import __version__
from summarizer.commands.base import Command as _Command
from summarizer.commands.base import Group as _Group
from summarizer.commands.cache import cache_group
from summarizer.commands.doctor import doctor_command
from summarizer.commands.evaluation import compare_command, eval_group
from summarizer.commands.gold import gold_group
from summarizer.commands.model import model_options, settings_of
from summarizer.commands.prompts import prompts_group
from summarizer.errors import SummarizerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from summarizer.batch import Progress, RunReport
    from summarizer.records import Act
    from summarizer.settings import Settings

__all__ = ["cli", "main"]

_PROGRAM = "summarizer"
_FAILED, _COULD_NOT = 1, 2
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "ki": 2**10, "mi": 2**20, "gi": 2**30}


def _size(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """Read a number of bytes: 5000000, 20MB, 1GiB."""
    if value is None:
        return None
    found = re.fullmatch(r"\s*(\d{1,15})\s*(|[kmg]i?)b?\s*", value.lower())
    if found is None or int(found[1]) == 0:
        raise click.BadParameter(f"{value!r} is not a size such as 5000000, 20MB or 1GiB", ctx, param)
    return int(found[1]) * _UNITS[found[2]]


def _acts(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[Act, ...]:
    """Read speech acts; their names are only loaded when they are needed, because help must be quick."""
    if not values:
        return ()
    from summarizer.records import Act  # noqa: PLC0415 - help must be quick

    try:
        return tuple(Act(value.lower().replace("-", "_").replace(" ", "_")) for value in values)
    except ValueError as error:
        raise click.BadParameter(f"{error}; choose from: {', '.join(Act)}", ctx, param) from error


def _complete_act(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    from summarizer.records import Act  # noqa: PLC0415 - help must be quick

    return [act.value for act in Act if act.value.startswith(incomplete)]


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    examples=(
        "summarizer run articles/ -o out        make records of all articles in a folder",
        "summarizer show out                    list them",
        "summarizer show out 1                  read the first one",
        "summarizer show out --speaker Okafor   what one speaker said, in all articles",
        "summarizer COMMAND --help              what a command can do",
    ),
)
@click.version_option(__version__, prog_name=_PROGRAM)
def cli() -> None:
    """Turn news articles into records that can be checked.

    A record says who said what, in which exact words, and where in the article it stands.
    """


@cli.command(
    cls=_Command,
    short_help="Make records of articles.",
    examples=(
        "summarizer run articles/ -o out",
        "summarizer run a.html b.txt feed.jsonl -o out --workers 4",
        "curl -s https://example.org/story.html | summarizer run - -o out",
        "summarizer run articles/ -o out --retry-failed --max-bytes 50MB",
        "summarizer run articles/ -o out --base-url http://localhost:11434/v1 --model NAME --dry-run",
    ),
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("-o", "--out", required=True, metavar="OUT", help="Folder for the records; made if need be.")
@click.option(
    "--engine",
    default="auto",
    show_default=True,
    metavar="NAME",
    help="What finds the statements: auto, rules or llm. auto is llm where a key or an address is set.",
)
@model_options
@click.option("--dry-run", is_flag=True, help="Say what a run would ask a model and cost; ask nothing.")
@click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="Processes. [default: by articles and processors]"
)
@click.option("--limit", type=click.IntRange(0), metavar="N", help="At most N new articles in this run.")
@click.option("--retry-failed", is_flag=True, help="Take up articles that failed in earlier runs.")
@click.option("--max-bytes", callback=_size, metavar="SIZE", help="Size limit of one article, such as 20MB.")
@click.option(
    "--no-text", is_flag=True, help="Leave the articles' texts out of the records; offsets stay valid."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def run(  # noqa: PLR0913 - one parameter for each option
    *,
    sources: tuple[str, ...],
    out: str,
    engine: str,
    workers: int | None,
    limit: int | None,
    retry_failed: bool,
    max_bytes: int | None,
    no_text: bool,
    quiet: bool,
    dry_run: bool,
    **model: Any,
) -> int:
    """Make records of articles: files, folders, or - for standard input.

    Reads .txt, .md, .html, .json and .jsonl. OUT gets records.jsonl, failed.jsonl, run.json and report.html.
    What OUT holds already is not done again: run the same command to continue, or to add what is new.

    A language model is asked when there is a key or an address for it: OPENAI_API_KEY, OPENAI_BASE_URL, every
    setting as SUMMARIZER_..., or summarizer.toml in the current folder. `summarizer doctor` checks them.

    Exit status: 0 when all is well, 1 when some articles failed, 2 when it could not run.
    """
    say: Callable[[str], None] = (lambda _: None) if quiet else click.echo
    settings = settings_of(**model)
    if dry_run:
        from summarizer.dry_run import estimate_run  # noqa: PLC0415 - help must be quick

        found = estimate_run(
            sources,
            out,
            engine=engine,
            settings=settings,
            limit=limit,
            retry_failed=retry_failed,
            max_bytes=max_bytes,
        )
        for line in found.lines():
            click.echo(line)
        return 0
    stopped: list[int] = []
    report: RunReport | None = None
    with _stops(stopped):
        try:
            from summarizer import reading  # noqa: PLC0415 - help must be quick
            from summarizer.batch import run_batch  # noqa: PLC0415 - the same

            gc.set_threshold(50_000, 20, 20)  # as in the workers: articles leave no cycles behind
            with _progress(engine, settings, quiet=quiet) as progress:
                report = run_batch(
                    sources,
                    out,
                    engine=engine,
                    settings=settings,
                    workers=workers,
                    limit=limit,
                    retry_failed=retry_failed,
                    max_bytes=reading.DEFAULT_MAX_BYTES if max_bytes is None else max_bytes,
                    text=not no_text,
                    progress=progress,
                )
        except KeyboardInterrupt:
            report = None
    if report is None or report.interrupted:
        if report is not None:
            _say_table(report, say)
        again = shlex.join([_PROGRAM, *click.get_current_context().obj])
        _complain(f"stopped; what was finished is in {out}. To continue: {again}")
        return 128 + (stopped[0] if stopped else signal.SIGINT)
    _say_table(report, say)
    if report.left:
        say("The limit left articles out; run the same command again for more.")
    if report.failed or report.failed_before:
        say(f"Failed: see {report.out / 'failed.jsonl'}; --retry-failed takes them up again.")
    say(f"Report: {report.out / 'report.html'}")
    return 0 if report.ok else _FAILED


@cli.command(
    cls=_Command,
    short_help="Show records in the terminal.",
    examples=(
        "summarizer show out",
        "summarizer show out 3",
        "summarizer show out bridge.html --act deny",
        "summarizer show out --speaker Okafor | less",
    ),
)
@click.argument("out")
@click.argument("article", required=False)
@click.option("--speaker", metavar="NAME", help="Only statements by a speaker whose name has these words.")
@click.option(
    "--act",
    "acts",
    callback=_acts,
    shell_complete=_complete_act,
    multiple=True,
    metavar="ACT",
    help="Only this speech act, such as deny; can be given again.",
)
def show(*, out: str, article: str | None, speaker: str | None, acts: tuple[Act, ...]) -> int:
    """Show records in the terminal: a list of OUT's articles, or one article's summary and statements.

    ARTICLE is a number in that list, a source or a part of it, or a part of a title. Without ARTICLE,
    --speaker and --act go through all articles.

    Exit status: 1 when there is nothing to show.
    """
    from summarizer.output import jsonl, terminal  # noqa: PLC0415 - help must be quick

    page = terminal.Page(terminal=sys.stdout.isatty())
    filtered = bool(speaker or acts)
    if article is None:
        return _show_all(out, page, speaker, acts) if filtered else _show_list(out, page)
    entries = jsonl.latest(out)
    found = terminal.choose([(entry.source, entry.title) for entry in entries], article)
    if not found:
        _complain(f"no article {article!r} in {out}; `{_PROGRAM} show {shlex.quote(out)}` lists them")
        return _FAILED
    if len(found) > 1:
        _complain(f"{article!r} may be any of {len(found)} articles in {out}; name one by its number:")
        for i in found:
            click.echo(f"{i + 1:>4}  " + terminal.one_line(f"{entries[i].source}  {entries[i].title or ''}"))
        return _FAILED
    record = jsonl.read_entry(out, entries[found[0]])
    statements = terminal.picked(record.statements, speaker=speaker, acts=acts) if filtered else None
    if statements == []:
        _complain(f"no such statement in {record.article.source}; without --speaker and --act it shows all")
        return _FAILED
    for line in terminal.article_lines(page, record, statements):
        click.echo(line)
    return 0


def _show_list(out: str, page: Any) -> int:
    from summarizer.output import jsonl, terminal  # noqa: PLC0415 - help must be quick

    number = 0
    for number, record in enumerate(jsonl.read_records(out), 1):
        if number == 1:
            click.echo("\n".join(page.style(["   #  date        said  article"], dim=True)))
        click.echo(terminal.list_line(number, record, page.width))
    if not number:
        _complain(f"{out} holds no record; `{_PROGRAM} run SOURCE... -o {shlex.quote(out)}` makes some")
    return 0 if number else _FAILED


def _show_all(out: str, page: Any, speaker: str | None, acts: tuple[Act, ...]) -> int:
    from summarizer.output import jsonl, terminal  # noqa: PLC0415 - help must be quick

    first = True
    for record in jsonl.read_records(out):
        statements = terminal.picked(record.statements, speaker=speaker, acts=acts)
        if not statements:
            continue
        if not first:
            click.echo()
        first = False
        for line in terminal.article_lines(page, record, statements):
            click.echo(line)
    if first:
        _complain(f"no such statement in {out}; without --speaker and --act it lists the articles")
    return _FAILED if first else 0


for _made in (
    cache_group,
    compare_command,
    doctor_command,
    eval_group,
    gold_group,
    prompts_group,
):
    cli.add_command(_made)


@cli.command(
    cls=_Command,
    short_help="Print the JSON Schema of a record.",
    examples=("summarizer schema > record.schema.json",),
)
def schema() -> int:
    """Print the JSON Schema of a record: of one line of records.jsonl."""
    import json  # noqa: PLC0415 - help must be quick

    from summarizer.records import Record  # noqa: PLC0415 - the same

    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    click.echo(json.dumps({**head, **Record.model_json_schema(mode="serialization")}, indent=2))
    return 0


@cli.command(
    cls=_Command,
    short_help="Print the script for shell completion.",
    examples=(
        'eval "$(summarizer completion bash)"                 in ~/.bashrc',
        'eval "$(summarizer completion zsh)"                  in ~/.zshrc',
        "summarizer completion fish | source                  in ~/.config/fish/config.fish",
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print the script that completes this program's commands and options in your shell."""
    from click.shell_completion import get_completion_class  # noqa: PLC0415 - only for completion

    made = get_completion_class(shell)
    if made is None:
        _complain(f"no completion for {shell}")
        return _COULD_NOT
    click.echo(made(cli, {}, _PROGRAM, f"_{_PROGRAM.upper()}_COMPLETE").source())
    return 0


def _say_engine(engine: str, settings: Settings) -> None:
    from summarizer.engines import choose  # noqa: PLC0415 - help must be quick

    chosen = choose(engine, settings)
    click.echo(f"Engine: {chosen.name} ({chosen.why}).", err=True)


def _say_table(report: RunReport, say: Callable[[str], None]) -> None:
    from summarizer.output.terminal import run_table  # noqa: PLC0415 - help must be quick

    for line in run_table(report):
        say(line)


@contextlib.contextmanager
def _stops(stopped: list[int]) -> Iterator[None]:
    """Turn SIGINT and SIGTERM into KeyboardInterrupt and note which it was; an ignored one stays ignored."""

    def stop(number: int, _: object) -> None:
        stopped.append(number)
        raise KeyboardInterrupt

    before: dict[signal.Signals, Any] = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _progress(engine: str, settings: Settings, *, quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """Say which engine works once a run has begun; on a terminal, show a bar with rate and remaining time."""
    if quiet:
        yield None
        return
    with contextlib.ExitStack() as stack:
        update: Callable[[Progress], None] | None = None

        def tell(progress: Progress) -> None:
            nonlocal update
            if progress.stopping:
                click.echo(
                    "Stopping: waiting for what was sent, which is paid; again to stop at once.", err=True
                )
            elif progress.finished == 0:
                _say_engine(engine, settings)
                update = stack.enter_context(_bar()) if sys.stderr.isatty() else None
            if update is not None:
                update(progress)

        yield tell


@contextlib.contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    from rich import progress as rich_progress  # noqa: PLC0415 - only for a terminal
    from rich.console import Console  # noqa: PLC0415 - the same

    class Rate(rich_progress.ProgressColumn):
        def render(self, task: rich_progress.Task) -> str:
            return f"{task.speed:.1f}/s" if task.speed else ""

    with rich_progress.Progress(
        rich_progress.TextColumn("articles"),
        rich_progress.BarColumn(),
        rich_progress.MofNCompleteColumn(),
        Rate(),
        rich_progress.TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("run", total=None)

        def update(progress: Progress) -> None:
            total = progress.total if progress.complete else None
            bar.update(task, completed=progress.finished, total=total)

        yield update


def _complain(message: str) -> None:
    """Print one line on standard error."""
    line = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", message).split())
    click.echo(f"{_PROGRAM}: {line}", err=True)


def _discard_output() -> None:
    """Let what standard output could not take go nowhere; Python would try again, and complain, at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    Args:
        arguments: those after the program's name; None takes the process's own.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without “ shows its code, no traceback
    try:
        status = cli.main(given, prog_name=_PROGRAM, standalone_mode=False, obj=given)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return _COULD_NOT
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context is not None else _PROGRAM
        _complain(f"{error.format_message().rstrip('.')}; see {command} --help")
        return _COULD_NOT
    except SummarizerError as error:
        _complain(str(error))
        return _COULD_NOT
    except OSError as error:  # click has dealt with a reader that has enough (`| head`)
        _discard_output()
        _complain(f"{error.filename or 'standard output'}: {error.strerror or error}; check it and run again")
        return _COULD_NOT
    except (KeyboardInterrupt, click.exceptions.Abort):
        _complain("stopped")
        return 128 + signal.SIGINT
    return status if isinstance(status, int) else 0
