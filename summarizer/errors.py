"""Errors that a caller of the library can meet.

::

    SummarizerError
    ├── UsageError            the call itself is wrong: nothing was done
    │   └── OutputError       the output folder cannot be used
    └── ArticleError          one article ended badly; `outcome` names how
        ├── UnreadableError   unreadable: not text, broken encoding, broken JSON, HTML without text
        └── TooLargeError     too_large: over the size limit

A run turns every ArticleError into an outcome and goes on; only UsageError stops it.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = ["ArticleError", "OutputError", "SummarizerError", "TooLargeError", "UnreadableError", "UsageError"]


class SummarizerError(Exception):
    """Base of every error that this package raises on purpose."""


class UsageError(SummarizerError):
    """The call is wrong (a missing path, an unknown engine); the message says what to do."""


class OutputError(UsageError):
    """The output folder cannot be used: not writable, another schema version, or taken by another run."""


class ArticleError(SummarizerError):
    """One article could not become a record."""

    outcome: ClassVar[str] = "invalid"


class UnreadableError(ArticleError):
    """The input is not text that can be read; the message names file, line and reason."""

    outcome: ClassVar[str] = "unreadable"


class TooLargeError(ArticleError):
    """The input is over the size limit; the message names the limit and the option that raises it."""

    outcome: ClassVar[str] = "too_large"
