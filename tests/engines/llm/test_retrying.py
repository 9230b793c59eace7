"""What a fault means and how long to wait, without any endpoint."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.engines.llm.retrying import (
    FinalFault,
    PassingFault,
    UnsupportedFault,
    one_line,
    status_fault,
    told_to_wait,
)
from summarizer.errors import FilteredError, TransportError, TruncatedError

NOON = 1_767_268_800.0  # 2026-01-01 12:00:00 UTC


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"retry-after": "Thu, 01 Jan 2026 12:00:30 GMT"}, 30),
        ({"retry-after": "Thu, 01 Jan 2026 11:00:00 GMT"}, 0),
        ({"retry-after": "Thu, 01 Jan 2026 12:00:30 GMT", "date": "Thu, 01 Jan 2026 12:00:20 GMT"}, 10),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "1e400"}, None),
        ({"x-ratelimit-reset-requests": "20ms"}, 0.02),
        ({"x-ratelimit-reset-tokens": "1h2m3.5s", "x-ratelimit-remaining-tokens": "0"}, 3723.5),
        (
            {
                "x-ratelimit-reset-requests": "8h",
                "x-ratelimit-remaining-requests": "99",
                "x-ratelimit-reset-tokens": "6m0s",
                "x-ratelimit-remaining-tokens": "0",
            },
            360,
        ),
        ({"x-ratelimit-reset-requests": "later"}, None),
    ],
)
def test_the_time_to_wait_is_read_in_every_form(headers, seconds):
    """Seconds, milliseconds, dates and the reset headers are understood; nonsense is no time at all."""
    assert told_to_wait(headers, NOON) == (None if seconds is None else pytest.approx(seconds))


@given(st.dictionaries(st.sampled_from(["retry-after", "retry-after-ms", "date"]), st.text(max_size=40)))
def test_no_header_makes_the_time_negative_or_fail(headers):
    """Whatever an endpoint writes there, the result is None or a number of seconds from 0 on."""
    seconds = told_to_wait(headers, NOON)
    assert seconds is None or seconds >= 0


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 529])
def test_these_may_pass(status):
    """Busy, rate limited and broken servers are tried again."""
    fault = status_fault(status, {}, {})
    assert isinstance(fault, PassingFault)
    assert fault.everyone == (status == 429)


def test_whoever_is_told_to_wait_tells_everyone():
    """A time to wait makes any passing fault everyone's."""
    fault = status_fault(503, {"retry-after": "2"}, {})
    assert isinstance(fault, PassingFault)
    assert (fault.wait, fault.everyone) == (2, True)


@pytest.mark.parametrize(
    ("status", "error", "means"),
    [
        (429, {"code": "insufficient_quota"}, TransportError),
        (429, {"type": "insufficient_quota"}, TransportError),
        (401, {}, TransportError),
        (402, {}, TransportError),
        (307, {}, TransportError),
        (400, {"code": "content_filter"}, FilteredError),
        (400, {"type": "exceed_context_size_error"}, TruncatedError),
        (400, {"message": "This model's maximum context length is 8192 tokens"}, TruncatedError),
    ],
)
def test_these_are_final(status, error, means):
    """No credit, no access, a filter and too long a prompt are not tried again, and have their name."""
    fault = status_fault(status, {}, error)
    assert isinstance(fault, FinalFault)
    assert fault.error is means


def test_fault_with_the_request_names_its_parameter():
    """An endpoint that does not take a parameter says which, so that another dialect can be tried."""
    fault = status_fault(400, {}, {"param": "max_tokens", "code": "unsupported_parameter", "message": "no"})
    assert isinstance(fault, UnsupportedFault)
    assert (fault.param, fault.code) == ("max_tokens", "unsupported_parameter")


def test_messages_are_one_line_without_keys():
    """What an endpoint says is cut to one line, and what looks like a key is taken out."""
    text = one_line("Incorrect API key\nprovided: sk-proj-abc***xyz1. " + "x" * 1000)
    assert "\n" not in text
    assert "abc" not in text
    assert len(text) <= 300
