"""Every bad day of an endpoint: what becomes of the question, how many calls it takes, and what it costs."""

from __future__ import annotations

import asyncio
import gzip
import time

import pytest

from summarizer.engines.llm.client import Client
from summarizer.errors import (
    FilteredError,
    InvalidError,
    RefusedError,
    TransportError,
    TruncatedError,
)
from summarizer.records import Usage
from summarizer.testing import HostileServer
from summarizer.testing.replies import (
    Reply,
    answer,
    content_filtered,
    cut_json,
    cut_off,
    dripping,
    error,
    garbage,
    gzipped,
    half_body,
    hang,
    huge,
    no_credit,
    other_shape,
    rate_limited,
    redirect,
    refusal,
    server_error,
)

PRICES = {"input_usd_per_mtok": 10.0, "output_usd_per_mtok": 100.0}
ONE = 0.003  # dollars for one answer of 100 and 20 tokens at these prices
VALUE = {"items": [{"who": "Ilse Okonjo", "act": "deny"}], "note": None}
OK = answer(VALUE)


async def _first_call(server):
    """Return once the server, which runs in another thread, has a request."""
    while not server.calls:  # noqa: ASYNC110 - nobody in this loop could set an event
        await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("script", "calls"),
    [
        ([OK], 1),
        ([rate_limited(), OK], 2),
        ([rate_limited("0.05"), OK], 2),
        ([rate_limited("0"), rate_limited("0"), OK], 3),
        ([rate_limited(headers={"x-ratelimit-reset-requests": "50ms"}), OK], 2),
        ([server_error(500), server_error(503), OK], 3),
        ([server_error(529), OK], 2),
        ([error(408), error(409), OK], 3),
        ([half_body(OK), OK], 2),
        ([cut_json(VALUE), OK], 2),
        ([garbage(), OK], 2),
        ([other_shape(), OK], 2),
        ([Reply(body=b'{"error": {"code": 502, "message": "upstream"}, "choices": null}'), OK], 2),
        ([Reply(body=b'{"choices": [{"message": {"content": ["a"]}}]}'), OK], 2),
        ([Reply(body=b"null"), OK], 2),
        ([Reply(body=b"\xff\xfe{"), OK], 2),
        ([gzipped(OK)], 1),
        ([Reply(headers={"content-type": "text/plain"}, body=OK.body)], 1),
        ([answer(content=f'```json\n{OK.body[:0].decode()}{{"items": [], "note": null}}\n```')], 1),
    ],
)
def test_a_fault_that_passes_is_survived_and_only_answers_are_paid(script, calls, ask_all, question):
    """Where a later try answers, the question is answered; each request counts, each answer costs once."""
    with HostileServer(script, then=hang()) as server:
        [got] = ask_all(server, question(), **PRICES)
    assert server.calls == calls
    assert got.usage == Usage(input_tokens=100, output_tokens=20, calls=calls)
    assert got.cost_usd == pytest.approx(ONE)
    assert got.model == "hostile-2026-01-01"
    assert not got.cached


@pytest.mark.parametrize(
    ("script", "raises", "calls", "answers", "says"),
    [
        ([], TransportError, 3, 0, "500"),
        ([no_credit()], TransportError, 1, 0, "no credit"),
        ([error(401, "Incorrect key sk-abcdefgh12345")], TransportError, 1, 0, "OPENAI_API_KEY"),
        ([error(403)], TransportError, 1, 0, "may not use"),
        ([error(404)], TransportError, 1, 0, "base_url"),
        ([error(400, "bad request")], TransportError, 1, 0, "bad request"),
        ([error(400, "blocked", code="content_filter")], FilteredError, 1, 0, "blocked"),
        ([error(400, "too long", code="context_length_exceeded")], TruncatedError, 1, 0, "too long"),
        ([refusal("I would rather not.")], RefusedError, 1, 1, "rather not"),
        ([content_filtered()], FilteredError, 1, 1, "filter"),
        ([cut_off()], TruncatedError, 1, 1, "50 tokens"),
        ([huge(50_000)], TransportError, 1, 0, "max_answer_bytes"),
        ([gzipped(huge(50_000))], TransportError, 1, 0, "max_answer_bytes"),
        ([rate_limited("3600")], TransportError, 1, 0, "429"),
        ([answer({"wrong": 1}), answer({"items": 1})], InvalidError, 2, 2, "items"),
        ([answer(content=""), answer(content="no")], InvalidError, 2, 2, "JSON"),
        ([answer({"wrong": 1}), refusal()], RefusedError, 2, 2, "declined"),
        ([rate_limited(), refusal()], RefusedError, 2, 1, "declined"),
    ],
)
def test_a_fault_that_stays_has_a_name_and_its_money_is_counted(  # noqa: PLR0913, PLR0917 - a wide table
    script, raises, calls, answers, says, ask_all, question
):
    """What no retry helps ends as the error that names it, after the fewest calls, with all that was paid."""
    with HostileServer(script, then=server_error()) as server:
        [got] = ask_all(server, question(), max_answer_bytes=40_000, **PRICES)
    assert type(got) is raises, got
    assert says in str(got)
    assert "\n" not in str(got)
    assert "sk-abc" not in str(got)
    assert server.calls == calls == got.calls
    assert (got.input_tokens, got.output_tokens) == (100 * answers, 20 * answers)
    assert got.cost_usd == pytest.approx(ONE * answers)


def test_ten_megabytes_are_not_read(ask_all, question):
    """An answer over ten million bytes is cut off, by default, and is not asked for again."""
    with HostileServer([huge()]) as server:
        [got] = ask_all(server, question())
    assert isinstance(got, TransportError)
    assert server.calls == 1


def test_a_compressed_bomb_is_not_unpacked(ask_all, question):
    """The size limit counts what comes out of decompression, not what goes in."""
    bomb = Reply(
        headers={"content-type": "application/json", "content-encoding": "gzip"},
        body=gzip.compress(b" " * 30_000_000, mtime=0),
    )
    with HostileServer([bomb]) as server:
        [got] = ask_all(server, question())
    assert isinstance(got, TransportError)
    assert server.calls == 1


@pytest.mark.parametrize("silence", [hang(), dripping(OK, 0.05), answer(VALUE, delay=5)])
def test_a_timeout_counts_from_sending_to_the_last_byte(silence, ask_all, question):
    """Silence, a slow answer and one that drips all end at the timeout, and are tried again."""
    with HostileServer([silence, OK]) as server:
        began = time.monotonic()
        [got] = ask_all(server, question(), timeout=0.3)
    assert time.monotonic() - began < 3
    assert server.calls == 2
    assert got.usage.calls == 2


def test_the_total_time_bounds_all_attempts(ask_all, question):
    """However many attempts are allowed, a question ends at its total time."""
    with HostileServer(then=server_error()) as server:
        began = time.monotonic()
        [got] = ask_all(server, question(), attempts=100, backoff=0.1, total_timeout=0.6)
    assert isinstance(got, TransportError)
    assert time.monotonic() - began < 3
    assert 1 < server.calls < 10


def test_an_endpoint_that_is_not_there_is_told(ask_all, question):
    """Where nobody listens nothing is sent, nothing is paid, and the message names the address."""
    with HostileServer() as server:
        address = server.base_url
    [got] = ask_all(address, question())
    assert isinstance(got, TransportError)
    assert address in str(got)
    assert (got.calls, got.cost_usd) == (0, 0)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status, ask_all, question):
    """Neither the key nor the article goes to where an endpoint sends on to; the message names the place."""
    with (
        HostileServer(then=OK) as elsewhere,
        HostileServer(then=redirect(elsewhere.base_url, status)) as server,
    ):
        [got] = ask_all(server, question(), api_key="sk-invented")
    assert isinstance(got, TransportError)
    assert elsewhere.base_url in str(got)
    assert (server.calls, elsewhere.calls) == (1, 0)


def test_one_429_makes_every_worker_wait(ask_all, question):
    """When one is told to wait, nobody sends anything before the time is over."""
    arrivals = []

    def script(_received):
        arrivals.append(time.monotonic())
        return rate_limited("0.5") if len(arrivals) == 1 else answer(VALUE, delay=0.05)

    with HostileServer(script) as server:
        got = ask_all(server, *(question(number) for number in range(12)), concurrency=2)
    assert all(one.usage.calls <= 2 for one in got)
    assert server.calls == 13
    assert (
        sum(arrived - arrivals[0] < 0.45 for arrived in arrivals) <= 2
    )  # the two that were in flight already


def test_no_more_than_the_limit_is_in_flight_and_no_slot_is_slept_on(ask_all, question):
    """The concurrency limit holds, and a question that waits for its retry holds up no other."""
    with HostileServer(then=answer(VALUE, delay=0.02)) as server:
        ask_all(server, *(question(number) for number in range(12)), concurrency=3)
    assert server.most_at_once == 3
    script = [server_error(503)]
    with HostileServer(script, then=OK) as server:
        began = time.monotonic()
        got = ask_all(server, *(question(number) for number in range(20, 26)), concurrency=1, backoff=0.4)
        took = time.monotonic() - began
    assert [one.usage.calls for one in got].count(2) == 1
    bodies = [received.body for received in server.requests]
    assert bodies[-1] == bodies[0]  # it came back last: the others went ahead
    assert took < 3


def test_a_reask_uses_our_own_short_words(ask_all, question):
    """After an answer that does not fit, one more request shows it and says what is wrong, without links."""
    with HostileServer([answer({"items": [{"act": "shout"}]}), OK]) as server:
        [got] = ask_all(server, question(), **PRICES)
    assert got.usage == Usage(input_tokens=200, output_tokens=40, calls=2)
    assert got.cost_usd == pytest.approx(2 * ONE)
    first, second = (received.json()["messages"] for received in server.requests)
    assert second[: len(first)] == first
    assert second[len(first)] == {"role": "assistant", "content": '{"items": [{"act": "shout"}]}'}
    words = second[-1]["content"]
    assert "items[0].who" in words
    assert "items[0].act" in words
    assert "http" not in words
    assert len(words) < 400


def test_unpriced_is_not_free(ask_all, question):
    """A model without a known price costs None, never 0; the usage is still counted."""
    with HostileServer(then=OK) as server:
        [got] = ask_all(server, question())
    assert got.cost_usd is None
    with HostileServer(then=refusal()) as server:
        [got] = ask_all(server, question(1))
    assert got.cost_usd is None
    assert got.input_tokens == 100


def test_an_endpoint_that_reports_no_usage_is_counted_here(ask_all, question):
    """Where the answer says nothing about tokens, the client's own count takes the place."""
    with HostileServer(then=answer(VALUE, usage=None)) as server:
        [got] = ask_all(server, question(), **PRICES)
    assert 15 < got.usage.input_tokens < 60
    assert 8 < got.usage.output_tokens < 40
    assert got.cost_usd > 0


def test_a_cancelled_question_is_kept_once_its_answer_was_sent_for(settings, question):
    """Cancelling waits for the answer that is on its way, keeps it, then goes on; nothing is paid twice."""

    async def run(server):
        async with Client(settings(server)) as client:
            asking = asyncio.create_task(client.ask(question()))
            await _first_call(server)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
            return await client.ask(question())

    with HostileServer([answer(VALUE, delay=0.3)], then=server_error()) as server:
        got = asyncio.run(run(server))
    assert got.cached
    assert server.calls == 1


def test_a_cancelled_question_that_waits_for_a_retry_ends_at_once(settings, question):
    """Cancelling a question that is between two attempts sends nothing more and does not wait."""

    async def run(server):
        async with Client(settings(server)) as client:
            asking = asyncio.create_task(client.ask(question()))
            await _first_call(server)
            await asyncio.sleep(0.1)
            began = time.monotonic()
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
            return time.monotonic() - began

    with HostileServer([rate_limited("5")], then=OK) as server:
        assert asyncio.run(run(server)) < 1
    assert server.calls == 1


def test_closing_a_client_keeps_what_was_sent_for(settings, question):
    """Closing in the middle brings the answers home that are paid for."""

    async def run(server):
        client = Client(settings(server))
        asking = asyncio.create_task(client.ask(question()))
        await _first_call(server)
        await client.close()
        await asking
        async with Client(settings(server)) as later:
            return await later.ask(question())

    with HostileServer([answer(VALUE, delay=0.2)], then=server_error()) as server:
        assert asyncio.run(run(server)).cached
    assert server.calls == 1
