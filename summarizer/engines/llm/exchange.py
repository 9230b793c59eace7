"""One question, from the first request to a valid answer: retries, one reask, limits and money."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from summarizer.engines.llm.cache import canonical_json
from summarizer.engines.llm.money import Spent, Tokens
from summarizer.engines.llm.retrying import Fault, FinalFault, PassingFault, UnsupportedFault, policy
from summarizer.engines.llm.sending import MisfitError, answer_text
from summarizer.engines.llm.tokens import count_prompt_tokens, count_tokens, upper_estimate
from summarizer.engines.llm.wire_format import Dialect, reask, request, step_down, wire_schema
from summarizer.errors import (
    BudgetError,
    FilteredError,
    InvalidError,
    ModelError,
    RefusedError,
    TransportError,
    TruncatedError,
)

if TYPE_CHECKING:
    import pydantic
    from openai.types.chat import ChatCompletion

    from summarizer.engines.llm.asking import Question
    from summarizer.engines.llm.flights import Flight
    from summarizer.engines.llm.limits import Limits
    from summarizer.engines.llm.money import Budget, Prices
    from summarizer.engines.llm.sending import Sender
    from summarizer.settings import Settings

__all__ = ["Exchange", "Means"]

_LONGEST_REFUSAL = 200


@dataclass
class Means:
    """What all questions of one client share; ``dialect`` is learnt on the way."""

    settings: Settings
    model: str
    sender: Sender
    limits: Limits
    prices: Prices
    budget: Budget
    dialect: Dialect


@dataclass
class Exchange:
    """The way of one question.

    Attributes:
        spent: tokens, calls and dollars so far.
        snapshot: the model's name as the endpoint reports it.
    """

    question: Question
    means: Means
    flight: Flight
    spent: Spent = field(default_factory=Spent)
    snapshot: str = ""
    _text: str = ""
    _began: float | None = None

    async def run(self) -> pydantic.BaseModel:
        """Return a valid answer.

        Raises:
            ModelError: there is none; the error carries what was paid.
        """
        messages = self.question.messages
        try:
            try:
                return await self._structured(messages)
            except MisfitError as misfit:
                messages = reask(messages, self._text, misfit.error)
            return await self._structured(messages)
        except MisfitError as misfit:
            problem = _first_problem(misfit)
            raise InvalidError(
                f"the answer does not fit the schema, twice ({problem})", **self.spent.paid()
            ) from misfit
        except FinalFault as fault:
            raise fault.error(str(fault), **self.spent.paid()) from fault
        except Fault as fault:
            raise TransportError(
                f"{fault} (after {self.spent.calls} requests)", **self.spent.paid()
            ) from fault
        except BudgetError as error:
            raise BudgetError(str(error), **self.spent.paid()) from error

    async def _structured(self, messages: tuple[dict[str, str], ...]) -> pydantic.BaseModel:
        """Ask in the dialect that the endpoint is known to take; learn another where it takes offence."""
        means = self.means
        while True:
            dialect = means.dialect
            parameters = request(self.question, messages, means.model, dialect)
            try:
                return await means.sender.structured(self.question.answer, parameters, dialect, self._post)
            except UnsupportedFault as fault:
                lower = step_down(
                    dialect,
                    param=fault.param,
                    code=fault.code,
                    message=str(fault),
                    pinned=means.settings.mode != "auto",
                )
                if lower is None:
                    raise
                if means.dialect == dialect:  # else another question has learnt it meanwhile
                    means.dialect = lower

    async def _post(self, parameters: dict[str, Any]) -> ChatCompletion:
        """Send a request, again where a fault may pass, and judge its answer before anyone validates it."""
        try:
            completion = await self._attempt(parameters)
        except PassingFault as fault:
            completion = await self._again(parameters, fault)
        self._judge(completion)
        return completion

    async def _again(self, parameters: dict[str, Any], fault: PassingFault) -> ChatCompletion:
        """Retry after a first attempt, which counts; most questions need none, and a policy takes time."""
        first: list[PassingFault] = [fault]

        async def attempt() -> ChatCompletion:
            if first:
                raise first.pop()
            return await self._attempt(parameters)

        retrying = policy(self.means.settings, self.means.limits.pause, self._sleep, self._elapsed)
        completion: ChatCompletion = await retrying(attempt)
        return completion

    async def _attempt(self, parameters: dict[str, Any]) -> ChatCompletion:
        """Send one request under all limits, and count what it took."""
        means, estimate = self.means, self._estimate(parameters)
        reserved = await means.budget.reserve(estimate)
        paid: Decimal | None = Decimal(0)
        try:
            async with means.limits.permit(estimate.input + estimate.output) as permit:
                try:
                    with self.flight.sending():
                        paid = None  # until we know better, all that was reserved
                        completion = await self._send(parameters)
                except Fault as fault:
                    if not fault.lost:
                        paid, permit.tokens = Decimal(0), 0
                    raise
                tokens = self._tokens(completion, estimate)
                permit.tokens = tokens.input + tokens.output
                paid = means.prices.cost(tokens, completion.model)
                self.spent.add(tokens, paid)
                self.snapshot = completion.model or means.model
                return completion
        finally:
            means.budget.settle(reserved, paid)

    async def _send(self, parameters: dict[str, Any]) -> ChatCompletion:
        if self._began is None:
            self._began = time.monotonic()
        settings = self.means.settings
        left = max(0.001, settings.total_timeout - self._elapsed())
        self.spent.calls += 1
        try:
            return await self.means.sender.post(parameters, min(settings.timeout, left))
        except Fault as fault:
            if not fault.sent:
                self.spent.calls -= 1
            raise

    def _elapsed(self) -> float:
        """Seconds since the first request of this question."""
        return 0.0 if self._began is None else time.monotonic() - self._began

    async def _sleep(self, seconds: float) -> None:
        """Wait between attempts; a flight that nobody waits for makes no further attempt."""
        if self.flight.drained:
            raise asyncio.CancelledError
        await asyncio.sleep(seconds)

    def _estimate(self, parameters: dict[str, Any]) -> Tokens:
        """Return the upper estimate of a request; counting takes time, so only where it is used."""
        settings = self.means.settings
        if settings.tpm is None and settings.budget_usd is None:
            return Tokens(0, 0)
        schema = wire_schema(self.question.answer, bounds=self.means.dialect.bounds)
        sent = canonical_json(schema).decode("ascii")
        count = count_prompt_tokens(parameters["messages"], self.means.model, sent)
        return Tokens(upper_estimate(count, self.means.model), self.question.max_output_tokens)

    def _tokens(self, completion: ChatCompletion, estimate: Tokens) -> Tokens:
        """Return what an answer took: as the endpoint says, else as counted here."""
        usage = completion.usage
        told = (getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None))
        if usage is None or not all(isinstance(count, int) and count >= 0 for count in told):
            counted = estimate.input or count_prompt_tokens(self.question.messages, self.means.model)
            return Tokens(counted, count_tokens(answer_text(completion), self.means.model))
        details = usage.prompt_tokens_details
        known = getattr(details, "cached_tokens", None) or 0
        return Tokens(usage.prompt_tokens, usage.completion_tokens, known)

    def _judge(self, completion: ChatCompletion) -> None:
        """Recognise an answer that is none: refused, filtered or cut off; each is final."""
        choice = completion.choices[0]
        self._text = answer_text(completion)
        error: type[ModelError] | None = None
        if choice.message.refusal:
            said = " ".join(choice.message.refusal.split())[:_LONGEST_REFUSAL]
            error, reason = RefusedError, f"the model declined: {said}"
        elif choice.finish_reason == "content_filter":
            error, reason = FilteredError, "a content filter stopped the answer"
        elif choice.finish_reason == "length":
            limit = self.question.max_output_tokens
            error, reason = TruncatedError, f"the answer was cut off at its limit of {limit} tokens"
        if error is not None:
            raise error(reason, **self.spent.paid())


def _first_problem(misfit: MisfitError) -> str:
    if misfit.error is None:
        return "no JSON object"
    item = misfit.error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(str(part) for part in item['loc']) or 'the answer'}: {item['msg']}"
