"""``summarizer cache``: what is in the cache of paid answers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summarizer.commands.base import Command, Group

if TYPE_CHECKING:
    from summarizer.engines.llm.cache import AnswerCache, Entry

__all__ = ["cache_group"]

_NOTHING = 1
_MANY = 50
# terminals act on these
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_folder = click.option(
    "--cache-dir",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The cache's folder. [default: as configured]",
)


def _cache(folder: Path | None) -> AnswerCache | None:
    """Return the cache, None where there is none yet."""
    from summarizer.engines.llm.cache import AnswerCache  # noqa: PLC0415 - help must be quick
    from summarizer.settings import load_settings  # noqa: PLC0415 - the same

    place = load_settings({"cache_dir": folder}).cache_dir
    if not place.is_dir():
        click.echo(f"{place}: there is no cache yet", err=True)
        return None
    return AnswerCache(place)


@click.group(
    cls=Group,
    name="cache",
    short_help="Look at the paid answers that are kept.",
    examples=(
        "summarizer cache stats",
        "summarizer cache explain articles/a.txt",
        "summarizer cache export > answers.jsonl",
        "summarizer cache clear",
    ),
)
def cache_group() -> None:
    """Look at the answers of language models that are kept, so that none is paid for twice.

    Nothing is ever thrown away from it unasked.
    """


@cache_group.command(
    cls=Command, name="stats", short_help="Count what is kept.", examples=("summarizer cache stats",)
)
@_folder
def stats_command(*, folder: Path | None) -> int:
    """Count answers, bytes, and the tokens and dollars that they took."""
    cache = _cache(folder)
    if cache is None:
        return 0
    found = cache.stats()
    cache.close()
    for name, value in (
        ("folder", found.directory),
        ("answers", f"{found.answers:,}"),
        ("bytes", f"{found.bytes:,}"),
        ("tokens in", f"{found.input_tokens:,}"),
        ("tokens out", f"{found.output_tokens:,}"),
        ("cost", f"${found.cost_usd:.4f}" + (f" and {found.unpriced:,} unpriced" if found.unpriced else "")),
    ):
        click.echo(f"{name:<12} {value}")
    return 0


@cache_group.command(
    cls=Command,
    name="explain",
    short_help="Tell what an answer was made of.",
    examples=("summarizer cache explain articles/a.txt", "summarizer cache explain 3f9a0c"),
)
@click.argument("wanted", metavar="KEY-OR-ARTICLE")
@_folder
def explain_command(*, wanted: str, folder: Path | None) -> int:
    """Tell what the answers of an article, or the one with a key, were made of, and what they say.

    Of two answers for one article, the parts that differ are marked: why the second was not taken from the
    cache.

    Exit status: 1 when there is none.
    """
    cache = _cache(folder)
    found = [] if cache is None else cache.explain(wanted)
    if cache is not None:
        cache.close()
    if not found:
        click.echo(f"no answer for {wanted!r} is kept: the next run asks the model", err=True)
        return _NOTHING
    before: dict[str, Entry] = {}
    for key, entry in found[:_MANY]:
        for line in _about(key, entry, before.get(entry.label)):
            click.echo(_CONTROL.sub("�", line))
        before[entry.label] = entry
    if len(found) > _MANY:
        click.echo(f"and {len(found) - _MANY} more; name a key or more of an article's path", err=True)
    return 0


def _about(key: str, entry: Entry, before: Entry | None) -> list[str]:
    """Return an answer as lines; parts in which it differs from the one before are marked."""
    usage = entry.usage
    cost = "unpriced" if entry.cost_usd is None else f"${entry.cost_usd:.4f}"
    took = f"{usage.get('calls', 0)} calls, {usage.get('input_tokens', 0):,} tokens in"
    answered = f"{entry.model}: {took}, {usage.get('output_tokens', 0):,} out, {cost}"
    lines = [key, f"  for        {entry.label}", f"  answered   {answered}"]
    for name, value in entry.asked.items():
        shown = value if isinstance(value, str) else json.dumps(value)
        mark = "  (differs)" if before is not None and before.asked.get(name) != value else ""
        lines.append(f"  {name:<10} {shown}{mark}")
    lines.append(f"  answer     {json.dumps(entry.answer, ensure_ascii=False)}")
    return lines


@cache_group.command(
    cls=Command,
    name="export",
    short_help="Print all answers as JSON lines.",
    examples=("summarizer cache export > answers.jsonl",),
)
@_folder
def export_command(*, folder: Path | None) -> int:
    """Print every answer as a line of JSON, with its key."""
    cache = _cache(folder)
    if cache is not None:
        for line in cache.export():
            click.echo(line)
        cache.close()
    return 0


@cache_group.command(
    cls=Command,
    name="clear",
    short_help="Throw all answers away.",
    examples=("summarizer cache clear", "summarizer cache clear --yes"),
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@_folder
def clear_command(*, yes: bool, folder: Path | None) -> int:
    """Throw all answers away, after asking; whatever is needed again is paid for again."""
    cache = _cache(folder)
    if cache is None:
        return 0
    found = cache.stats()
    if not yes:
        click.confirm(f"Throw {found.answers:,} paid answers in {found.directory} away?", abort=True)
    click.echo(f"{cache.clear():,} answers thrown away")
    cache.close()
    return 0
