"""What calls cost: tokens and dollars over all attempts, prices, and a budget reserved before a call."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from summarizer.errors import BudgetError, UsageError
from summarizer.records import Usage

if TYPE_CHECKING:
    from summarizer.settings import Settings

__all__ = ["Budget", "Prices", "Spent", "Tokens"]

_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of one request; ``cached_input`` is the part of ``input`` that the endpoint knew already."""

    input: int
    output: int
    cached_input: int = 0


class Prices:
    """Dollars for tokens: the settings' own prices, else those of the price library for this endpoint.

    A model is only priced where the endpoint is one that the library knows: the same name at an address of
    one's own can cost anything. Unknown is None, never 0.
    """

    def __init__(self, settings: Settings) -> None:
        self._endpoint = settings.endpoint
        self._model = settings.model or ""
        self._own = (
            None
            if settings.input_usd_per_mtok is None or settings.output_usd_per_mtok is None
            else (Decimal(str(settings.input_usd_per_mtok)), Decimal(str(settings.output_usd_per_mtok)))
        )
        self._unpriced: set[str] = set()

    def cost(self, tokens: Tokens, model: str | None = None) -> Decimal | None:
        """Return the dollars for these tokens, None where the price is not known.

        Args:
            tokens: what one request took.
            model: the snapshot that answered; where it has no price, the model that was asked stands in.
        """
        if self._own is not None:
            return (tokens.input * self._own[0] + tokens.output * self._own[1]) / _MILLION
        for name in dict.fromkeys((model or self._model, self._model)):
            price = self._looked_up(tokens, name)
            if price is not None:
                return price
        return None

    def _looked_up(self, tokens: Tokens, model: str) -> Decimal | None:
        if not model or model in self._unpriced:
            return None
        from genai_prices import Usage as Priced  # noqa: PLC0415 - loads a large table, only where a price is needed
        from genai_prices import calc_price  # noqa: PLC0415 - the same

        usage = Priced(
            input_tokens=tokens.input,
            output_tokens=tokens.output,
            cache_read_tokens=min(tokens.cached_input, tokens.input),
        )
        try:
            return calc_price(usage, model, provider_api_url=self._endpoint).total_price
        except LookupError:
            self._unpriced.add(model)
            return None


@dataclass(slots=True)
class Spent:
    """What one question, or a whole run, has taken so far, over all attempts.

    Attributes:
        calls: requests sent.
        cost: dollars for the answers that came; None as soon as one of them has no price.
    """

    input: int = 0
    output: int = 0
    calls: int = 0
    cost: Decimal | None = field(default_factory=Decimal)

    def add(self, tokens: Tokens, cost: Decimal | None) -> None:
        """Count one answer."""
        self.input += tokens.input
        self.output += tokens.output
        self.cost = None if self.cost is None or cost is None else self.cost + cost

    def add_all(self, other: Spent) -> None:
        """Count all that another question has taken."""
        self.input += other.input
        self.output += other.output
        self.calls += other.calls
        self.cost = None if self.cost is None or other.cost is None else self.cost + other.cost

    @property
    def usage(self) -> Usage:
        """Tokens and calls, as they go into a record."""
        return Usage(input_tokens=self.input, output_tokens=self.output, calls=self.calls)

    @property
    def cost_usd(self) -> float | None:
        """Dollars as a number, None where there is no price."""
        return None if self.cost is None else float(self.cost)

    def paid(self) -> dict[str, Any]:
        """Return what a ModelError says about money."""
        return {
            "input_tokens": self.input,
            "output_tokens": self.output,
            "calls": self.calls,
            "cost_usd": self.cost_usd,
        }


class Budget:
    """Dollars that may be spent: reserved at the upper estimate before a call, settled at its true cost.

    An answer that was lost on the way (a timeout, a broken connection) may have been charged for; it counts
    here at its upper estimate, so that the budget holds even then.
    """

    def __init__(self, limit_usd: float | None, prices: Prices) -> None:
        self._limit = None if limit_usd is None else Decimal(str(limit_usd))
        self._spent = Decimal(0)
        self._reserved = Decimal(0)
        self._changed = asyncio.Event()
        self._prices = prices
        if self._limit is not None and prices.cost(Tokens(1, 1)) is None:
            raise UsageError(
                "a budget needs prices, and this model has none that are known at this endpoint: set "
                "input_usd_per_mtok and output_usd_per_mtok, or leave out the budget (--budget, budget_usd)"
            )

    @property
    def limited(self) -> bool:
        """Whether there is a budget at all."""
        return self._limit is not None

    async def reserve(self, tokens: Tokens) -> Decimal:
        """Set dollars aside for a call of at most these tokens; waits for calls that may give some back.

        Raises:
            BudgetError: it could cost more than is left.
        """
        if self._limit is None:
            return Decimal(0)
        most = self._prices.cost(tokens) or Decimal(0)
        while self._spent + self._reserved + most > self._limit:
            if self._spent + most > self._limit or not self._reserved:
                left = max(Decimal(0), self._limit - self._spent)
                raise BudgetError(
                    f"not sent: the call may cost up to ${most:.4f}, and ${left:.4f} of the budget of "
                    f"${self._limit:.4f} is left; raise the budget (--budget, budget_usd) to go on"
                )
            self._changed.clear()
            await self._changed.wait()
        self._reserved += most
        return most

    def settle(self, reserved: Decimal, cost: Decimal | None) -> None:
        """Put what a call cost in the place of what was set aside; None (not known) counts as all of it."""
        self._reserved -= reserved
        self._spent += reserved if cost is None else cost
        self._changed.set()
