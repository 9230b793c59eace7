"""What the questions about one article took, as its record says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarizer.records import Usage

if TYPE_CHECKING:
    from summarizer.engines.llm.asking import Answer
    from summarizer.errors import ModelError

__all__ = ["Bill"]


@dataclass
class _Sum:
    """Tokens, calls and dollars together; no dollars as soon as something has no price."""

    input_tokens: int = 0
    output_tokens: int = 0
    calls: int = 0
    cost_usd: float | None = 0.0

    def add(self, took: Usage | ModelError, cost: float | None) -> None:
        self.input_tokens += took.input_tokens
        self.output_tokens += took.output_tokens
        self.calls += took.calls
        self.cost_usd = None if cost is None or self.cost_usd is None else self.cost_usd + cost

    @property
    def usage(self) -> Usage:
        return Usage(input_tokens=self.input_tokens, output_tokens=self.output_tokens, calls=self.calls)


@dataclass
class Bill:
    """What the questions about one article took so far: those that were paid now, and those known before.

    A record of which everything was known says what its answers took when they were asked. Any other one says
    only what was paid for it now, so that no call is counted in two records.

    Attributes:
        paid: what was asked for it, errors too.
        known: what the answers from the cache took once.
        asked: whether anything was asked.
        model: the snapshot that gave the last answer, None before the first.
    """

    paid: _Sum = field(default_factory=_Sum)
    known: _Sum = field(default_factory=_Sum)
    asked: bool = False
    model: str | None = None

    def add(self, answer: Answer) -> None:
        """Count an answer."""
        (self.known if answer.cached else self.paid).add(answer.usage, answer.cost_usd)
        self.asked = self.asked or not answer.cached
        self.model = answer.model

    def add_error(self, error: ModelError) -> None:
        """Count what was paid for no usable answer."""
        self.paid.add(error, error.cost_usd)
        self.asked = True

    @property
    def sum(self) -> _Sum:
        """What goes into the record."""
        return self.paid if self.asked else self.known

    @property
    def cached(self) -> bool:
        """Whether there was an answer, and every one was known before."""
        return self.model is not None and not self.asked

    def put_on(self, error: ModelError) -> None:
        """Make an error carry all that was paid for the article."""
        error.input_tokens, error.output_tokens = self.paid.input_tokens, self.paid.output_tokens
        error.calls, error.cost_usd = self.paid.calls, self.paid.cost_usd
