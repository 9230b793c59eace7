"""Money: prices, budgets, and what an error says was paid."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest

from summarizer.engines.llm.client import Client
from summarizer.engines.llm.money import Budget, Prices, Spent, Tokens
from summarizer.errors import BudgetError, TransportError, UsageError
from summarizer.settings import Settings
from summarizer.testing import HostileServer
from summarizer.testing.replies import answer, half_body, server_error

VALUE = {"items": [], "note": None}
OWN = {"input_usd_per_mtok": 10.0, "output_usd_per_mtok": 100.0}


def test_known_models_have_a_price_at_their_own_endpoint():
    """A model of OpenAI's costs dollars at OpenAI's address, with cached input cheaper than fresh."""
    prices = Prices(Settings(model="gpt-4o-mini"))
    full = prices.cost(Tokens(1_000_000, 0))
    assert full is not None
    assert full > 0
    cheaper = prices.cost(Tokens(1_000_000, 0, cached_input=900_000))
    assert cheaper is not None
    assert cheaper < full


@pytest.mark.parametrize(
    ("model", "base_url"),
    [
        ("no-such-model", None),
        ("gpt-4o-mini", "http://127.0.0.1:8080/v1"),
        ("gpt-4o-mini", "https://proxy.example/v1"),
    ],
)
def test_what_is_not_known_is_unpriced(model, base_url):
    """An unknown model, and a known name at an unknown address, have no price; that is None and not 0."""
    assert Prices(Settings(model=model, base_url=base_url)).cost(Tokens(1000, 10)) is None


def test_a_snapshot_without_a_price_takes_that_of_the_model_that_was_asked():
    """A snapshot's own name is looked up first, then the name that was asked for."""
    prices = Prices(Settings(model="gpt-4o-mini"))
    assert prices.cost(Tokens(1000, 0), "a-name-of-tomorrow") == prices.cost(Tokens(1000, 0))


def test_own_prices_win():
    """Prices in the settings are the ones that count."""
    prices = Prices(Settings(model="gpt-4o-mini", **OWN))
    assert prices.cost(Tokens(1_000_000, 1_000_000)) == Decimal(110)


def test_one_unpriced_answer_makes_the_sum_unknown():
    """A sum with an unknown part is unknown; the tokens are still counted."""
    spent = Spent()
    assert spent.cost_usd == 0
    spent.add(Tokens(1, 2), Decimal(1))
    spent.add(Tokens(3, 4), None)
    assert spent.cost_usd is None
    assert (spent.input, spent.output) == (4, 6)


def test_a_budget_needs_a_price(settings):
    """A budget for a model without a price could not be kept, so it is refused before anything is sent."""
    with pytest.raises(UsageError, match="input_usd_per_mtok"):
        Client(settings("http://127.0.0.1:9/v1", budget_usd=1))


def test_over_the_budget_nothing_is_sent(ask_all, question):
    """A call that could cost more than is left is not sent; those before it are answered and paid."""
    with HostileServer(
        then=answer(VALUE, usage=(100, 20))
    ) as server:  # 0.003 dollars each, at most about 0.0065
        got = ask_all(server, *(question(n) for n in range(20)), budget_usd=0.0125, **OWN)
    answered = [one for one in got if not isinstance(one, Exception)]
    stopped = [one for one in got if isinstance(one, Exception)]
    assert stopped
    assert all(isinstance(one, BudgetError) for one in stopped)
    assert "--budget, budget_usd" in str(stopped[0])
    assert (stopped[0].calls, stopped[0].cost_usd) == (0, 0)
    assert 2 <= len(answered) == server.calls
    assert sum(one.cost_usd for one in answered) <= 0.0125


def test_a_call_waits_for_what_others_may_give_back(ask_all, question):
    """A budget that is only reserved, not spent, holds calls back until that is clear, then lets them go."""
    with HostileServer(then=answer(VALUE, usage=(10, 1), delay=0.02)) as server:
        got = ask_all(server, *(question(n) for n in range(8)), budget_usd=0.0125, **OWN)
    assert [one.usage.calls for one in got] == [1] * 8
    assert server.calls == 8


def test_a_lost_answer_counts_against_the_budget(ask_all, question):
    """An answer that broke off may have been charged for: the budget counts it at its upper estimate."""
    with HostileServer(then=half_body(answer(VALUE))) as server:
        [got] = ask_all(server, question(), budget_usd=0.013, attempts=10, **OWN)
    assert isinstance(got, BudgetError)
    assert 1 <= server.calls <= 2
    assert got.cost_usd == 0  # nothing that came says what it cost


def test_a_fault_of_the_server_costs_nothing(ask_all, question):
    """An error status gives the whole reservation back."""
    with HostileServer(then=server_error()) as server:
        [got] = ask_all(server, question(), budget_usd=0.013, attempts=5, **OWN)
    assert isinstance(got, TransportError)
    assert server.calls == 5


def test_settled_money_is_exact():
    """Many small sums add up to the cent: they are counted in decimals."""

    async def run():
        budget = Budget(1.0, Prices(Settings(model="m", input_usd_per_mtok=0.1, output_usd_per_mtok=0.1)))
        for _ in range(1000):
            budget.settle(await budget.reserve(Tokens(1000, 0)), Decimal("0.0001"))
        reserved = await budget.reserve(Tokens(9_000_000, 0))
        assert reserved == Decimal("0.9")
        with pytest.raises(BudgetError):
            await budget.reserve(Tokens(9_000_001, 0))

    asyncio.run(run())


def test_a_forecast_is_an_upper_bound_and_sends_nothing(settings, question):
    """What a question will take is said before, is not exceeded, and is nothing once it is cached."""

    async def run(server):
        async with Client(settings(server, **OWN)) as client:
            before = client.foresee(question())
            calls = server.calls
            got = await client.ask(question())
            return before, calls, got, client.foresee(question())

    with HostileServer(then=answer(VALUE, usage=(100, 20))) as server:
        before, calls, got, after = asyncio.run(run(server))
    assert calls == 0
    assert before.input_tokens > 100
    assert before.most_output_tokens == 50
    assert before.most_cost_usd > got.cost_usd
    assert (after.cached, after.input_tokens, after.most_cost_usd) == (True, 0, 0)


def test_a_client_knows_what_it_has_spent(settings, question):
    """The sum over a run counts failed questions too, and nothing that came from the cache."""

    async def run(server):
        async with Client(settings(server, **OWN)) as client:
            await asyncio.gather(*(client.ask(question(n)) for n in (1, 2, 1)), return_exceptions=True)
            await client.ask(question(1))
            return client.spent

    with HostileServer(lambda r: answer(VALUE if b"Article 1" in r.body else {"no": 1})) as server:
        spent = asyncio.run(run(server))
    assert spent.calls == server.calls == 3
    assert (spent.input, spent.output) == (300, 60)
    assert spent.cost_usd == pytest.approx(3 * 0.003)


def test_a_question_that_was_never_sent_gives_its_reservation_back(settings, question):
    """Cancelled while it waits for a slot, a question has cost nothing and holds nothing back from others."""

    async def run(server):
        most = Client(settings(server, cache=False, **OWN)).foresee(question()).most_cost_usd
        async with Client(settings(server, budget_usd=2.2 * most, concurrency=1, **OWN)) as client:
            sent = asyncio.create_task(client.ask(question(1)))
            waiting = asyncio.create_task(client.ask(question(2)))
            await asyncio.sleep(0.1)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
            await sent
            return await client.ask(question(3))

    with HostileServer(then=answer(VALUE, usage=(100, 20), delay=0.3)) as server:
        assert asyncio.run(run(server)).usage.calls == 1
    assert server.calls == 2
