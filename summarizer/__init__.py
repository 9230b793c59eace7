"""News articles in, checkable records out: who said what, in which exact words, and where it stands.

::

    from summarizer import Summarizer

    record = Summarizer().summarize("“We will rebuild the bridge,” Mayor Ana Kovač said.")
    for statement in record.statements:
        print(statement.speaker.name, [span.exact for span in statement.content])

Names are loaded when they are first used, so that ``import summarizer`` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from summarizer._version import __version__

if TYPE_CHECKING:
    from summarizer.errors import ArticleError, OutputError, SummarizerError, UsageError
    from summarizer.library import Summarizer
    from summarizer.output.jsonl import read_records
    from summarizer.records import Article, Outcome, Record, Statement

__all__ = [
    "Article",
    "ArticleError",
    "Outcome",
    "OutputError",
    "Record",
    "Statement",
    "Summarizer",
    "SummarizerError",
    "UsageError",
    "__version__",
    "read_records",
]

_HOMES = {
    "Article": "summarizer.records",
    "ArticleError": "summarizer.errors",
    "Outcome": "summarizer.records",
    "OutputError": "summarizer.errors",
    "Record": "summarizer.records",
    "Statement": "summarizer.records",
    "Summarizer": "summarizer.library",
    "SummarizerError": "summarizer.errors",
    "UsageError": "summarizer.errors",
    "read_records": "summarizer.output.jsonl",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(home), name)
    globals()[name] = value  # the next access does not come here
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
