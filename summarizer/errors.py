"""Errors that a caller of the library can meet.

::

    SummarizerError
    ├── UsageError            the call itself is wrong: nothing was done
    │   └── OutputError       the output folder cannot be used
    └── ArticleError          one article ended badly; `outcome` names how
        ├── UnreadableError   unreadable: not text, broken encoding, broken JSON, HTML without text
        ├── TooLargeError     too_large: over the size limit
        └── ModelError        the language model gave no usable answer; carries what was paid
            ├── RefusedError      refused: the model declined
            ├── FilteredError     filtered: a content filter cut in
            ├── TruncatedError    truncated: the answer ended at its length limit
            ├── InvalidError      invalid: the answer is not what the schema asks for, twice
            ├── UngroundedError   ungrounded: nothing of what the model proposed stands in the article
            ├── TransportError    transport: the endpoint could not be reached, or would not answer
            └── BudgetError       budget: the call was not sent because it could exceed the budget

A run turns every ArticleError into an outcome and goes on; only UsageError stops it.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "ArticleError",
    "BudgetError",
    "FilteredError",
    "InvalidError",
    "ModelError",
    "OutputError",
    "RefusedError",
    "SummarizerError",
    "TooLargeError",
    "TransportError",
    "TruncatedError",
    "UngroundedError",
    "UnreadableError",
    "UsageError",
]


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


class ModelError(ArticleError):
    """The language model gave no usable answer.

    Attributes:
        input_tokens: tokens paid for until the error, over all attempts.
        output_tokens: the same for the answers.
        calls: requests that were sent.
        cost_usd: what they cost; None where the model has no known price.
    """

    def __init__(
        self,
        message: str,
        *,
        input_tokens: int = 0,
        output_tokens: int = 0,
        calls: int = 0,
        cost_usd: float | None = 0,
    ) -> None:
        super().__init__(message)
        self.input_tokens = input_tokens
        self.output_tokens = output_tokens
        self.calls = calls
        self.cost_usd = cost_usd


class RefusedError(ModelError):
    """The model declined to answer; final."""

    outcome: ClassVar[str] = "refused"


class FilteredError(ModelError):
    """A content filter stopped the answer; final."""

    outcome: ClassVar[str] = "filtered"


class TruncatedError(ModelError):
    """The answer ended at its length limit."""

    outcome: ClassVar[str] = "truncated"


class InvalidError(ModelError):
    """The answer was not what the schema asks for, and asking again once did not help."""

    outcome: ClassVar[str] = "invalid"


class UngroundedError(ModelError):
    """Grounding refused all that the model proposed."""

    outcome: ClassVar[str] = "ungrounded"


class TransportError(ModelError):
    """The endpoint could not be reached or would not answer, after all attempts that were allowed."""

    outcome: ClassVar[str] = "transport"


class BudgetError(ModelError):
    """The call was not sent: what it may cost is more than is left of the budget."""

    outcome: ClassVar[str] = "budget"
