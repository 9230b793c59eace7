"""A stand-in for the client that asks nothing and counts what the client would ask."""

from __future__ import annotations

import typing
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from summarizer.engines.llm.asking import Answer
from summarizer.engines.llm.money import Tokens
from summarizer.engines.llm.wire import ChooseAnswer, ReviewAnswer
from summarizer.records import Usage

if TYPE_CHECKING:
    from summarizer.engines.llm.asking import Question
    from summarizer.engines.llm.client import Client

__all__ = ["Counter"]

_SHARE_EXTRACT, _SHARE_REVIEW = 0.5, 0.2
"""Output tokens for each token of the question that is not the prompt's own: a little over what the answers
would take that give exactly the gold's labels (evals/benchmarks/output_tokens.py)."""
_CHOICE = 20
"""Output tokens of one choice."""


@dataclass
class _Counted:
    calls: int = 0
    cached: int = 0
    input: int = 0
    output: int = 0
    most_output: int = 0
    cost: Decimal | None = Decimal(0)
    most_cost: float | None = 0.0


class Counter:
    """Answers from the cache, and what is not there with nothing.

    Attributes:
        model: the model that would be asked.
        counted: questions, tokens and dollars so far.
    """

    def __init__(self, client: Client, fixed: int) -> None:
        """Stand in for a client.

        Args:
            client: whose cache, prices and keys are used; it sends nothing.
            fixed: tokens of the prompt without an article.
        """
        self.model = client.model
        self.counted = _Counted()
        self._client, self._fixed = client, fixed
        self._seen: set[str] = set()

    async def ask(self, question: Question) -> Answer:
        """Count a question, unless it is in the cache or was asked before."""
        counted, key = self.counted, self._client.asked(question).key()
        known = self._client.cached(question)
        if known is not None or key in self._seen:
            counted.cached += 1
            return known or self._nothing(question)
        self._seen.add(key)
        foreseen = self._client.foresee(question)
        about = min(self._about(question, foreseen.input_tokens), foreseen.most_output_tokens)
        counted.calls += 1
        counted.input += foreseen.input_tokens
        counted.output += about
        counted.most_output += foreseen.most_output_tokens
        cost = self._client.prices.cost(Tokens(foreseen.input_tokens, about))
        counted.cost = None if counted.cost is None or cost is None else counted.cost + cost
        if counted.most_cost is not None and foreseen.most_cost_usd is not None:
            counted.most_cost += foreseen.most_cost_usd
        else:
            counted.most_cost = None
        return self._nothing(question)

    async def close(self) -> None:
        """Give back the cache."""
        await self._client.close()

    def _about(self, question: Question, tokens: int) -> int:
        if issubclass(question.answer, ChooseAnswer):
            return _CHOICE
        share = _SHARE_REVIEW if issubclass(question.answer, ReviewAnswer) else _SHARE_EXTRACT
        return int(share * max(0, tokens - self._fixed)) + 1

    def _nothing(self, question: Question) -> Answer:
        """Return the emptiest answer, so that an engine goes on to its next question."""
        schema: Any = question.answer
        empty: dict[str, Any] = {name: [] for name in schema.model_fields}
        if issubclass(question.answer, ChooseAnswer):
            names = typing.get_args(schema.model_fields["speaker"].annotation)
            value = schema.model_validate({"speaker": names[-1], "act": "other"})
        else:
            value = schema.model_validate({**empty, "headline": "S1"})
        return Answer(value, self.model, Usage(), 0.0, cached=True)
