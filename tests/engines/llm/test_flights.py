"""Flights: one for all who ask the same, and none is lost once it has been sent."""

from __future__ import annotations

import asyncio

import pytest

from summarizer.engines.llm.flights import Flights


def _run(coroutine):
    return asyncio.run(asyncio.wait_for(coroutine, 5))


def test_all_who_ask_at_once_share_one_flight():
    """Callers with one key get one result, and exactly one of them is the first."""

    async def run():
        flights, starts = Flights(), []

        async def start(_flight):
            starts.append(1)
            await asyncio.sleep(0.01)
            return "answer"

        got = await asyncio.gather(*(flights.join("k", start) for _ in range(5)))
        assert [result for result, _ in got] == ["answer"] * 5
        assert [first for _, first in got].count(True) == 1
        assert len(starts) == 1
        await flights.join("k", start)
        assert len(starts) == 2  # what is over is not remembered: that is the cache's work

    _run(run())


def test_one_who_leaves_does_not_end_the_flight_of_the_others():
    """Cancelling the first caller leaves the answer to the second."""

    async def run():
        flights = Flights()

        async def start(_flight):
            await asyncio.sleep(0.05)
            return "answer"

        first = asyncio.create_task(flights.join("k", start))
        second = asyncio.create_task(flights.join("k", start))
        await asyncio.sleep(0.01)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        assert await second == ("answer", False)

    _run(run())


def test_what_was_sent_comes_home_before_the_last_caller_leaves():
    """A cancelled caller waits for what has been sent; nothing more is sent after that."""

    async def run():
        flights, done = Flights(), []

        async def start(flight):
            with flight.sending():
                await asyncio.sleep(0.05)
            done.append("first")
            with flight.sending():
                done.append("second")

        caller = asyncio.create_task(flights.join("k", start))
        await asyncio.sleep(0.01)
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
        assert done == ["first"]

    _run(run())


def test_what_was_not_sent_ends_at_once():
    """A caller that is cancelled before anything is sent does not wait."""

    async def run():
        flights = Flights()

        async def start(_flight):
            await asyncio.sleep(60)

        caller = asyncio.create_task(flights.join("k", start))
        await asyncio.sleep(0.01)
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller

    _run(run())


def test_whoever_comes_while_a_flight_lands_gets_one_of_their_own():
    """A new caller is not cancelled along with one who has left."""

    async def run():
        flights, starts = Flights(), []

        async def start(flight):
            starts.append(1)
            with flight.sending():
                await asyncio.sleep(0.05)
            if len(starts) == 1:
                raise ValueError("the first one fails, and nobody is there to hear it")
            return "answer"

        leaving = asyncio.create_task(flights.join("k", start))
        await asyncio.sleep(0.01)
        leaving.cancel()
        await asyncio.sleep(0)
        assert await flights.join("k", start) == ("answer", True)
        with pytest.raises(asyncio.CancelledError):
            await leaving

    _run(run())


def test_an_error_reaches_all_who_wait():
    """A flight that fails fails for every caller."""

    async def run():
        flights = Flights()

        async def start(_flight):
            await asyncio.sleep(0.01)
            raise ValueError("no")

        got = await asyncio.gather(*(flights.join("k", start) for _ in range(3)), return_exceptions=True)
        assert [type(one) for one in got] == [ValueError] * 3

    _run(run())
