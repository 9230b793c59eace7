"""The page to read records on: one self-contained HTML file that needs no network and no program.

The page is made of the plain files in ``page/`` (a style sheet, scripts in the order of ``_SCRIPTS``) and of
the records themselves as JSON, one ``<script type="application/json">`` each, so that it is written as the
records come. The content security policy names the hashes of the style sheet and of the script, and allows
nothing else.
"""

from __future__ import annotations

import json
import os
from base64 import b64encode
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from summarizer.records import Record

__all__ = ["write_report"]

_SCRIPTS = ("base.js", "model.js", "text.js", "cards.js", "tables.js", "app.js", "input.js")

# What could end a script element early (<), start a comment or an entity (& >), or end a line for
# JavaScript. In JSON these characters only occur inside strings, where an escape means the same.
_UNSAFE = "<>&\u2028\u2029"


def write_report(path: Path, records: Iterable[Record], failures: Sequence[Mapping[str, Any]] = ()) -> None:
    """Write the page with all ``records`` and ``failures`` to ``path``, or leave what is there as it is.

    The records are written one by one as they come; none is held. The file appears under its name only when
    it is complete.

    Args:
        path: the HTML file; its folder exists.
        records: in the order in which the page lists them.
        failures: articles without a record, as in ``failed.jsonl``: ``source``, ``outcome``, ``reason``,
            ``attempts``.

    Raises:
        OSError: the file cannot be written.
    """
    head, tail = _frame()
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as page:
            page.write(head)
            for record in records:
                page.write(_data("record", record.model_dump_json()))
            for failure in failures:
                page.write(_data("failure", json.dumps(dict(failure), default=str)))
            page.write(tail)
        partial.replace(path)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


@cache
def _frame() -> tuple[str, str]:
    """Return the page before and after its data, style and script inlined and named in the policy."""
    folder = files("summarizer.output") / "page"

    def asset(name: str) -> str:
        return (folder / name).read_text(encoding="utf-8").replace("\r\n", "\n")

    style = asset("page.css")
    script = "(() => {\n'use strict';\n" + "\n".join(asset(name) for name in _SCRIPTS) + "\n})();\n"
    page = (
        asset("page.html")
        .replace("{{style-hash}}", _hash(style))
        .replace("{{script-hash}}", _hash(script))
        .replace("{{style}}", style)
        .replace("{{script}}", script)
    )
    head, _, tail = page.partition("{{data}}\n")
    return head, tail


def _hash(source: str) -> str:
    """Return the expression by which a content security policy allows exactly this inline ``source``."""
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"


def _data(kind: str, payload: str) -> str:
    """Return a data block that no browser runs and that nothing in ``payload`` (JSON) can leave."""
    for character in _UNSAFE:
        payload = payload.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/json" class="{kind}">{payload}</script>\n'
