"""Lexicons: word lists as data files (TOML, one file a subject) that a person can read and extend."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["load", "words"]


@cache
def load(name: str) -> dict[str, Any]:
    """Return the content of ``lexicons/NAME.toml``, read once a process; treat it as read-only.

    Raises:
        FileNotFoundError: there is no such lexicon.
        tomllib.TOMLDecodeError: the file is not TOML.
    """
    file = resources.files("summarizer.engines.rules") / "lexicons" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def words(name: str, *keys: str) -> frozenset[str]:
    """Return one list of a lexicon as a set: ``words("titles", "honorifics")``.

    A list is an array of strings, or one string of words separated by white space.

    Raises:
        KeyError: the lexicon has no such list.
    """
    value: Any = load(name)
    for key in keys:
        value = value[key]
    return frozenset(value.split() if isinstance(value, str) else value)
