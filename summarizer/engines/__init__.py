"""Engines: each turns a segmented article into a draft. One contract, several makers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.drafts import Draft, Drafted
    from summarizer.segments import SegmentedArticle

__all__ = ["ENGINES", "AsyncEngine", "Engine", "get_engine"]

ENGINES = ("rules",)


class Engine(Protocol):
    """What makes a draft. An engine keeps no state between articles."""

    name: str

    def draft(self, article: SegmentedArticle) -> Draft:
        """Propose a summary, statements and figures for one article."""
        ...


class AsyncEngine(Protocol):
    """What makes a draft by asking somebody. It may work on several articles at once."""

    name: str

    async def adraft(self, article: SegmentedArticle) -> Drafted:
        """Propose a summary, statements and figures for one article, and say what that took.

        Raises:
            ModelError: the language model gave no usable answer; the error carries what was paid.
        """
        ...


def get_engine(name: str) -> Engine:
    """Return the engine called ``name``; ``auto`` picks the best one that is configured (today: rules).

    Raises:
        UsageError: there is no such engine.
    """
    if name in ("auto", "rules"):
        from summarizer.engines.rules import RulesEngine  # noqa: PLC0415 - spaCy costs half a second

        return RulesEngine()
    raise UsageError(f"there is no engine {name!r}; choose one of: auto, {', '.join(ENGINES)}")
