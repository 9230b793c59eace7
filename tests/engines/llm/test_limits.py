"""Limits: what may be sent in a minute and at once, and the pause that all keep."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.engines.llm import limits as module
from summarizer.engines.llm.limits import Limits, Pause, Window
from summarizer.testing import HostileServer
from summarizer.testing.replies import answer


class Clock:
    """A clock that the test moves."""

    now = 1000.0

    def __call__(self):
        """Return the time."""
        return self.now


def _within(grants, span):
    """Return the largest sum of amounts in any half-open span of time."""
    return max((sum(a for at, a in grants if start <= at < start + span) for start, _ in grants), default=0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 8), max_size=12), st.integers(3, 8))
def test_no_span_of_time_holds_more_than_the_limit(amounts, limit):
    """Whatever is asked for in whatever order, no window of the span's length holds more than the limit."""

    async def run():
        loop = asyncio.get_running_loop()
        window = Window(limit, span=0.02, clock=loop.time)
        grants = []

        async def take(amount):
            entry = await window.reserve(amount)
            grants.append((entry.at, entry.amount))

        await asyncio.gather(*(take(amount) for amount in amounts))
        return grants

    grants = asyncio.run(run())
    assert [amount for _, amount in grants] == [min(amount, limit) for amount in amounts]
    assert _within(grants, 0.0199) <= limit


def test_what_was_reserved_too_much_is_given_back_at_once():
    """An estimate that was too high is corrected, and whoever waits for the rest goes on at once."""

    async def run():
        window = Window(100)
        entry = await window.reserve(90)
        waiting = asyncio.create_task(window.reserve(50))
        await asyncio.sleep(0.01)
        assert not waiting.done()
        window.settle(entry, 20)
        await asyncio.wait_for(waiting, 1)

    asyncio.run(run())


def test_without_limits_nothing_is_remembered():
    """No limit costs no time and no memory."""

    async def run():
        window = Window(None)
        for _ in range(10):
            window.settle(await window.reserve(1e9), 5)
        assert not window._entries  # noqa: SLF001 - there is no other way to see it

    asyncio.run(run())


def test_a_longer_pause_stays_and_everyone_waits(monkeypatch):
    """The longest pause that was ordered counts; nobody goes on before its end."""
    clock, slept = Clock(), []

    async def sleep(seconds):
        slept.append(seconds)
        clock.now += seconds

    monkeypatch.setattr(module.asyncio, "sleep", sleep)
    pause = Pause(clock)
    pause.order(10)
    pause.order(3)
    assert pause.remaining == pytest.approx(10)
    asyncio.run(pause.wait())
    assert 10 <= sum(slept) <= 11
    assert pause.remaining == 0


def test_a_cancelled_wait_gives_its_tokens_back():
    """Whoever is cancelled while waiting for a slot leaves no reservation behind."""

    async def run():
        limits = Limits(1, tpm=100)

        async def hold(tokens, seconds):
            async with limits.permit(tokens):
                await asyncio.sleep(seconds)

        first = asyncio.create_task(hold(10, 0.2))
        await asyncio.sleep(0.01)
        second = asyncio.create_task(hold(90, 0))
        await asyncio.sleep(0.01)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        await asyncio.wait_for(hold(80, 0), 1)
        await first

    asyncio.run(run())


def test_tokens_a_minute_hold_back_what_does_not_fit(ask_all, question):
    """Under a limit on tokens the true count is what counts, not the estimate, once it is known."""
    reply = answer({"items": [], "note": None}, usage=(10, 5), delay=0.01)
    with HostileServer(then=reply) as server:
        got = ask_all(server, *(question(number) for number in range(6)), tpm=700, rpm=100)
    assert [one.usage.calls for one in got] == [
        1
    ] * 6  # six times the estimate is over 700, six times 15 is not
