"""The client: asks a question once, whoever asks it and however often, and counts what it costs."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import pydantic

from summarizer.engines.llm.asking import Answer
from summarizer.engines.llm.cache import AnswerCache, Asked, Entry, canonical_json
from summarizer.engines.llm.flights import Flights
from summarizer.engines.llm.limits import Limits
from summarizer.engines.llm.money import Budget, Prices, Spent, Tokens
from summarizer.engines.llm.tokens import count_prompt_tokens, upper_estimate
from summarizer.engines.llm.wire_format import first_dialect, strict_schema
from summarizer.errors import ModelError, UsageError
from summarizer.records import Usage

if TYPE_CHECKING:
    from types import TracebackType

    from summarizer.engines.llm.asking import Question
    from summarizer.engines.llm.exchange import Means
    from summarizer.engines.llm.flights import Flight
    from summarizer.engines.llm.wire_format import Dialect
    from summarizer.settings import Settings

__all__ = ["Client", "Forecast"]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a question will take, if nothing has to be asked twice.

    Attributes:
        cached: the answer is there already; nothing will be sent.
        input_tokens: an upper estimate.
        most_output_tokens: the question's limit; answers are much shorter as a rule.
        most_cost_usd: dollars at both; None where the model has no known price.
    """

    cached: bool
    input_tokens: int
    most_output_tokens: int
    most_cost_usd: float | None


class Client:
    """Answers questions from the cache or from the endpoint that the settings name.

    Bound to the event loop in which it is first used; make one client a loop and close it there.

    Args:
        settings: must name a model.

    Attributes:
        model: the model's name, as it is asked for.
        prices: what tokens cost here.
        cache: the paid answers; None where the settings switch it off.
        spent: what all its questions have taken so far, over all attempts; nothing for what was cached.
        settings: what it was made with.

    Raises:
        UsageError: no model is named, or a budget is set for a model without a known price.
    """

    def __init__(self, settings: Settings) -> None:
        if settings.model is None:
            raise UsageError("which model? name one: --model, SUMMARIZER_MODEL or model in summarizer.toml")
        self.model = settings.model
        self.prices = Prices(settings)
        self.cache = AnswerCache(settings.cache_dir) if settings.cache else None
        self.spent = Spent()
        self.settings = settings
        self._budget = Budget(settings.budget_usd, self.prices)
        self._limits = Limits(settings.concurrency, settings.rpm, settings.tpm)
        self._flights: Flights[Answer] = Flights()
        self._means: Means | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def asked(self, question: Question) -> Asked:
        """Return all that the answer to a question depends on here, and with it its key in the cache."""
        return Asked(
            endpoint=self.settings.endpoint,
            model=self.model,
            messages=question.messages,
            schema=strict_schema(question.answer),
            decoding={
                "max_output_tokens": question.max_output_tokens,
                "mode": self.settings.mode,
                "seed": question.seed,
                "temperature": question.temperature,
            },
            sample=question.sample,
        )

    def cached(self, question: Question) -> Answer | None:
        """Return the answer that the cache has, None where there is none.

        Raises:
            UsageError: the cache folder cannot be used.
        """
        return self._known(self.asked(question).key(), question)

    async def ask(self, question: Question) -> Answer:
        """Return a valid answer: from the cache, from an identical question in flight, or from the endpoint.

        Cancelled, it first waits for an answer that has been sent for, so that it is kept.

        Raises:
            ModelError: one of its subclasses, with what was paid until then.
            UsageError: the cache folder cannot be used.
        """
        asked = self.asked(question)
        key = asked.key()
        known = self._known(key, question)
        if known is not None:
            return known

        async def start(flight: Flight) -> Answer:
            return await self._ask(key, asked, question, flight)

        try:
            answer, first = await self._flights.join(key, start)
        except _SharedError as shared:
            raise shared.taken() from shared.error.__cause__
        if first:
            return answer
        value = question.answer.model_validate_json(_written(answer.value))
        return Answer(value, answer.model, answer.usage, answer.cost_usd, cached=True)

    def foresee(self, question: Question) -> Forecast:
        """Say what a question will take, without asking it.

        Raises:
            UsageError: the cache folder cannot be used.
        """
        asked = self.asked(question)
        if self.cache is not None and self.cache.get(asked.key()) is not None:
            return Forecast(cached=True, input_tokens=0, most_output_tokens=0, most_cost_usd=0.0)
        schema = canonical_json(asked.schema).decode("ascii")
        count = count_prompt_tokens(question.messages, self.model, schema)
        tokens = Tokens(upper_estimate(count, self.model), question.max_output_tokens)
        cost = self.prices.cost(tokens)
        return Forecast(
            cached=False,
            input_tokens=tokens.input,
            most_output_tokens=tokens.output,
            most_cost_usd=None if cost is None else float(cost),
        )

    @property
    def dialect(self) -> Dialect:
        """What the endpoint is sent, as far as it is known by now: mode, bounds, parameters."""
        return first_dialect(self.settings) if self._means is None else self._means.dialect

    async def close(self) -> None:
        """Bring home what has been sent, and close connections and cache; safe to call twice."""
        await self._flights.land_all()
        if self._means is not None:
            await self._means.sender.close()
            self._means = None
        if self.cache is not None:
            self.cache.close()

    async def _ask(self, key: str, asked: Asked, question: Question, flight: Flight) -> Answer:
        """Ask the endpoint, unless another process does so or has done so meanwhile."""
        async with contextlib.AsyncExitStack() as stack:
            if self.cache is not None:
                await stack.enter_async_context(self.cache.lock(key))
                known = self._known(key, question)
                if known is not None:
                    return known
            from summarizer.engines.llm.exchange import Exchange  # noqa: PLC0415 - loads the SDKs, only for a call

            exchange = Exchange(question, self._connected(), flight)
            try:
                value = await exchange.run()
            except ModelError as error:
                raise _SharedError(error) from error
            finally:
                self.spent.add_all(exchange.spent)
            said = _written(value)
            spent = exchange.spent
            if self.cache is not None:
                entry = Entry(
                    answer=json.loads(said),
                    model=exchange.snapshot,
                    usage=spent.usage.model_dump(),
                    cost_usd=spent.cost_usd,
                    label=question.label,
                    asked=asked.summary(),
                )
                self.cache.put(key, entry)
            # validated anew, so that a fresh answer is the same object as the one that the cache will give
            return Answer(
                question.answer.model_validate_json(said),
                exchange.snapshot,
                spent.usage,
                spent.cost_usd,
                cached=False,
            )

    def _known(self, key: str, question: Question) -> Answer | None:
        entry = None if self.cache is None else self.cache.get(key)
        if entry is None:
            return None
        try:
            value = question.answer.model_validate_json(canonical_json(entry.answer))
            usage = Usage.model_validate(entry.usage)
        except pydantic.ValidationError:
            return None  # not valid any more: it is asked again
        return Answer(value, entry.model, usage, entry.cost_usd, cached=True)

    def _connected(self) -> Means:
        if self._means is None:
            from summarizer.engines.llm.exchange import Means  # noqa: PLC0415 - loads the SDKs, only for a call
            from summarizer.engines.llm.sending import Sender  # noqa: PLC0415 - the same

            self._means = Means(
                settings=self.settings,
                model=self.model,
                sender=Sender(self.settings),
                limits=self._limits,
                prices=self.prices,
                budget=self._budget,
                dialect=first_dialect(self.settings),
            )
        return self._means


def _written(value: pydantic.BaseModel) -> str:
    """Return an answer as JSON, under the names that it has on the wire."""
    return value.model_dump_json(by_alias=True)


class _SharedError(Exception):
    """The error of a question that several may wait for; what was paid is told to one of them only."""

    def __init__(self, error: ModelError) -> None:
        super().__init__(str(error))
        self.error = error
        self._told = False

    def taken(self) -> ModelError:
        """Return the error, for all but the first without what was paid."""
        if self._told:
            return type(self.error)(str(self.error))
        self._told = True
        return self.error
