"""The options of a command that may ask a language model, and the settings that they make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.settings import Settings

__all__ = ["flags_of", "model_options", "settings_of"]

F = TypeVar("F", bound="Callable[..., Any]")

_OPTIONS = (
    click.option("--model", metavar="NAME", help="The language model to ask."),
    click.option("--base-url", metavar="URL", help="Its endpoint, such as http://localhost:11434/v1."),
    click.option(
        "--task",
        metavar="TASK",
        help="What the model is asked: extract, review or choose, with a version (review/1) or the newest.",
    ),
    click.option(
        "--prompts",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="A folder of templates of your own.",
    ),
    click.option("--concurrency", type=click.IntRange(1), metavar="N", help="Requests on their way at once."),
    click.option("--budget", type=click.FloatRange(0), metavar="USD", help="Dollars that may be spent."),
    click.option("--no-cache", is_flag=True, help="Neither use nor keep answers."),
)


def model_options(command: F) -> F:
    """Add the options to a command; :func:`settings_of` takes what they were given."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def flags_of(**given: Any) -> dict[str, Any]:
    """Return the options under the names of the settings; None where one was not given."""
    return {
        "model": given.get("model"),
        "base_url": given.get("base_url"),
        "task": given.get("task"),
        "prompts_dir": given.get("prompts"),
        "concurrency": given.get("concurrency"),
        "budget_usd": given.get("budget"),
        "cache": False if given.get("no_cache") else None,
    }


def settings_of(**given: Any) -> Settings:
    """Return the settings: these options over the environment over ``summarizer.toml``.

    Raises:
        UsageError: a setting is not valid.
    """
    from summarizer.settings import load_settings  # noqa: PLC0415 - help must be quick

    return load_settings(flags_of(**given))
