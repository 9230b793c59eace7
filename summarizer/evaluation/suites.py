"""Suites: what to run on which gold, as a small TOML file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarizer.errors import UsageError

__all__ = ["Suite", "load_suite"]


class Suite(BaseModel):
    """One suite.

    Attributes:
        name: the file's stem.
        gold: folder with articles and labels, or a file of attributions; in the file relative to the file.
        samples: how often each article is run.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    description: str = ""
    engine: str = "rules"
    model: str | None = None
    prompt: str | None = None
    gold: str = "../gold"
    split: Literal["dev", "test", "all"] = "dev"
    samples: int = Field(default=1, ge=1)


def load_suite(name: str, folder: Path = Path("evals/suites")) -> Suite:
    """Load a suite by name from a folder, or by the path of its file.

    Raises:
        UsageError: there is no such suite, or it is wrong; the message names those that there are.
    """
    path = Path(name) if name.endswith(".toml") else folder / f"{name}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        suite = Suite(name=path.stem, **data)
    except FileNotFoundError as error:
        there = ", ".join(sorted(p.stem for p in folder.glob("*.toml"))) or f"none in {folder}"
        raise UsageError(f"there is no suite {name!r}; suites: {there}") from error
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError) as error:
        raise UsageError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path}: {where}: {first['msg']}") from error
    gold = Path(suite.gold)
    return suite if gold.is_absolute() else suite.model_copy(update={"gold": _short(path.parent / gold)})


def _short(path: Path) -> str:
    """Return a path without its ``..``, relative to the working folder where it lies in it."""
    whole = path.resolve()
    here = Path.cwd()
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else str(whole)
