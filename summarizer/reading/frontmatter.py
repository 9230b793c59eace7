"""The front matter of a Markdown file: lines of ``key: value`` between two ``---`` at its very start."""

from __future__ import annotations

import re

__all__ = ["find_front_matter"]

_FENCE = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_LINE = re.compile(r"(?P<key>[A-Za-z][\w-]{0,40}):[ \t]*(?P<value>[^\r\n]{0,2000})$|[ \t]+\S|-[ \t]|#|$")
_LONGEST = 100  # lines


def find_front_matter(text: str) -> tuple[dict[str, str], list[int]]:
    """Return the values of a text's front matter by lower-case key, and where its lines start.

    Only plain values count: lists, nested keys and what is not closed by a second ``---`` are left
    alone. Without front matter both are empty.
    """
    fence = _FENCE.match(text)
    values: dict[str, str] = {}
    starts: list[int] = []
    position = fence.end() if fence else len(text)
    for line in text[position : position + 20_000].splitlines(keepends=True)[:_LONGEST]:
        bare = line.strip()
        if bare == "---" and starts:
            return values, starts
        match = _LINE.match(line.rstrip("\r\n"))
        if match is None or bare == "---":
            break
        if match["key"]:
            values.setdefault(match["key"].lower(), match["value"].strip().strip("\"'"))
        starts.append(position + len(line) - len(line.lstrip()))
        position += len(line)
    return {}, []
