"""``summarizer doctor``: is everything here that a run needs?"""

from __future__ import annotations

from typing import Any

import click

from summarizer.commands.base import Command
from summarizer.commands.model import flags_of, model_options

__all__ = ["doctor_command"]


@click.command(
    cls=Command,
    name="doctor",
    short_help="Check settings, model, endpoint, cache and prompts.",
    examples=(
        "summarizer doctor",
        "summarizer doctor --base-url http://localhost:11434/v1 --model NAME",
        "summarizer doctor --engine rules",
    ),
)
@click.option("--engine", default="auto", show_default=True, metavar="NAME", help="auto, rules or llm.")
@model_options
def doctor_command(*, engine: str, **given: Any) -> int:
    """Check what a run needs, one line each; a fault says what to do.

    Where a language model would be asked, it is asked one question of a few tokens.

    Exit status: 1 when there is a fault.
    """
    from summarizer.doctor import examine  # noqa: PLC0415 - help must be quick

    ok = True
    for check in examine(flags_of(**given), engine):
        ok = ok and check.ok
        click.echo(f"{'ok' if check.ok else 'fault':<6} {check.name:<18} {check.found}")
        if check.remedy:
            click.echo(f"{'':<6} {'':<18} -> {check.remedy}")
    return 0 if ok else 1
