"""The hostile server, as its users see it: plain HTTP, as scripted."""

from __future__ import annotations

import http.client
import json
import time
from urllib.parse import urlsplit

import pytest

from summarizer.testing import HostileServer
from summarizer.testing.replies import answer, dripping, gzipped, half_body, hang, rate_limited, redirect


def _post(server, body=b"{}", timeout=2.0):
    connection = http.client.HTTPConnection(urlsplit(server.base_url).netloc, timeout=timeout)
    try:
        connection.request("POST", "/v1/chat/completions", body, {"X-Who": "me"})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_replies_come_in_the_order_of_the_script_and_then_the_last():
    """Each request gets the next reply; after the script's end all get the same."""
    with HostileServer([rate_limited("3"), answer({"a": 1})], then=redirect("http://h/")) as server:
        got = [_post(server)[0] for _ in range(4)]
    assert [response.status for response in got] == [429, 200, 307, 307]
    assert got[0].headers["retry-after"] == "3"
    assert got[2].headers["location"] == "http://h/"


def test_requests_are_counted_and_kept():
    """What was sent can be looked at: path, headers, bytes."""
    with HostileServer() as server:
        _post(server, b'{"q": "\xc3\xa9"}')
    [received] = server.requests
    assert server.calls == 1
    assert (received.method, received.path, received.headers["x-who"]) == (
        "POST",
        "/v1/chat/completions",
        "me",
    )
    assert received.json() == {"q": "é"}


def test_a_script_can_look_at_the_request():
    """A function may choose the reply, and requests need not be kept."""
    with HostileServer(lambda received: answer({"length": len(received.body)}), keep=False) as server:
        _, body = _post(server, b"12345")
    assert json.loads(json.loads(body)["choices"][0]["message"]["content"]) == {"length": 5}
    assert (server.calls, server.requests) == (1, [])


def test_silence_dripping_and_broken_bodies():
    """A hang times out, half a body breaks off, a dripping one takes its time, gzip is marked as such."""
    with HostileServer(
        [hang(), half_body(answer({})), dripping(answer({}), 0.001), gzipped(answer({}))]
    ) as server:
        with pytest.raises(TimeoutError):
            _post(server, timeout=0.2)
        with pytest.raises(http.client.IncompleteRead):
            _post(server)
        began = time.monotonic()
        _post(server)
        assert time.monotonic() - began > 0.1
        assert _post(server)[0].headers["content-encoding"] == "gzip"
