"""``summarizer prompts``: which prompt templates there are, what they hold, what is sent for an article."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summarizer.commands.base import Command, Group
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summarizer.segments import SegmentedArticle

__all__ = ["prompts_group"]

_DIFFERENT = 1
_own = click.option(
    "--prompts",
    "own",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder of templates of your own; its files take the place of the program's.",
)
# terminals act on these
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@click.group(
    cls=Group,
    name="prompts",
    short_help="List, show, render and compare prompts.",
    examples=(
        "summarizer prompts list",
        "summarizer prompts show review",
        "summarizer prompts render extract article.txt",
        "summarizer prompts diff review/1 my-prompts/review/1.md",
    ),
)
def prompts_group() -> None:
    """Look at the templates that a language model is asked with."""


@prompts_group.command(
    cls=Command,
    name="list",
    short_help="List all templates.",
    examples=("summarizer prompts list", "summarizer prompts list --prompts my-prompts"),
)
@_own
def list_command(*, own: Path | None) -> int:
    """List all templates with their identities, as records name them, after checking each.

    Exit status: 2 when one of them is not sound; the line says why.
    """
    from summarizer import prompts  # noqa: PLC0415 - help must be quick

    for name in prompts.available(own):
        template = prompts.load(name, own)
        click.echo(f"{template.prompt:<24}  {template.front.description}")
    return 0


@prompts_group.command(
    cls=Command,
    name="show",
    short_help="Print a template.",
    examples=("summarizer prompts show review", "summarizer prompts show extract/1"),
)
@click.argument("name")
@_own
def show_command(*, name: str, own: Path | None) -> int:
    """Print a template. NAME is a task, for its newest version, or task/version."""
    from summarizer import prompts  # noqa: PLC0415 - help must be quick

    template = prompts.load(name, own)
    click.echo(f"{template.prompt}  {template.path}", err=True)
    click.echo(template.source, nl=False)
    return 0


@prompts_group.command(
    cls=Command,
    name="render",
    short_help="Print what is sent for an article.",
    examples=(
        "summarizer prompts render extract article.txt",
        "summarizer prompts render choose article.html | less",
    ),
)
@click.argument("name")
@click.argument("article", type=click.Path(path_type=Path))
@_own
def render_command(*, name: str, article: Path, own: Path | None) -> int:
    """Print the messages that are sent for ARTICLE, as if it fitted into one question; nothing is sent.

    For choose it is the question about the first candidate.

    Exit status: 1 when there is no question to ask.
    """
    from summarizer import prompts, reading  # noqa: PLC0415 - help must be quick
    from summarizer.segments import segment  # noqa: PLC0415 - the same

    template = prompts.load(name, own)
    items = list(reading.find([article]))
    if len(items) != 1:
        raise UsageError(f"{article} holds {len(items)} articles; render takes one")
    variables = _variables(template.front.task, segment(reading.read(items[0]).article))
    if variables is None:
        click.echo(f"{article} has no statement to ask about", err=True)
        return _DIFFERENT
    for message in template.messages(variables):
        click.echo(f"[{message['role']}]")
        click.echo(_CONTROL.sub("�", message["content"]) + "\n")
    return 0


def _variables(task: str, article: SegmentedArticle) -> Mapping[str, str] | None:
    """Return what a task's template is rendered with; None where the article gives nothing to ask."""
    from summarizer.engines.llm import choose, extract, review  # noqa: PLC0415 - help must be quick

    if task == "extract":
        return extract.variables(article)
    from summarizer.engines.llm.candidates import able_to_speak, propose  # noqa: PLC0415 - the same

    proposed = propose(article)
    if task == "review":
        return review.variables(article, review.candidates(article, proposed.statements))
    if not proposed.statements:
        return None
    choice = choose.options(article, proposed.statements[0], able_to_speak(article, proposed))
    return choose.variables(article, choice)


@prompts_group.command(
    cls=Command,
    name="diff",
    short_help="Compare two templates.",
    examples=(
        "summarizer prompts diff review/1 review/2",
        "summarizer prompts diff review/1 my-prompts/review/1.md",
    ),
)
@click.argument("a")
@click.argument("b")
@_own
def diff_command(*, a: str, b: str, own: Path | None) -> int:
    """Compare two templates line by line. A and B are names, or paths of files.

    Exit status: 1 when they differ.
    """
    from summarizer import prompts  # noqa: PLC0415 - help must be quick

    texts = []
    for given in (a, b):
        path = Path(given) if given.endswith(".md") else prompts.load(given, own).path
        try:
            texts.append(path.read_text("utf-8").splitlines(keepends=True))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{path}: it cannot be read: {error}") from error
    lines = list(difflib.unified_diff(texts[0], texts[1], fromfile=a, tofile=b))
    click.echo("".join(line if line.endswith("\n") else f"{line}\n" for line in lines), nl=False)
    return _DIFFERENT if lines else 0
