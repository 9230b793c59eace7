"""What a hostile server can answer: good chat completions, and everything that goes wrong with real ones."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Reply",
    "answer",
    "content_filtered",
    "cut_json",
    "cut_off",
    "dripping",
    "error",
    "garbage",
    "gzipped",
    "half_body",
    "hang",
    "huge",
    "no_credit",
    "other_shape",
    "rate_limited",
    "redirect",
    "refusal",
    "server_error",
]

_JSON = {"content-type": "application/json"}


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer and how it is sent.

    Attributes:
        status: HTTP status.
        headers: beside ``content-length``, which is that of ``body``.
        body: its bytes.
        delay: seconds before anything is sent.
        drip: seconds between single bytes of the body; 0 sends it at once.
        send_only: close the connection after this many bytes of the body.
        hang: send nothing at all until the client gives up.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: dict(_JSON))
    body: bytes = b""
    delay: float = 0.0
    drip: float = 0.0
    send_only: int | None = None
    hang: bool = False


def answer(  # noqa: PLR0913 - keywords, each a thing in which real answers differ
    value: Any = None,
    *,
    content: str | None = None,
    model: str = "hostile-2026-01-01",
    usage: tuple[int, int] | None = (100, 20),
    finish_reason: str = "stop",
    refusal: str | None = None,
    tool: str | None = None,
    delay: float = 0.0,
) -> Reply:
    """Return a chat completion.

    Args:
        value: what the model says, as JSON.
        content: what it says, as text; takes the place of ``value``.
        model: the snapshot's name.
        usage: input and output tokens; None leaves them out, as some servers do.
        finish_reason: ``stop``, ``length``, ``content_filter``, ``tool_calls``.
        refusal: the text of a refusal.
        tool: the name of the tool that is called with what the model says.
        delay: seconds of thinking.
    """
    text = json.dumps(value, ensure_ascii=False) if content is None else content
    message: dict[str, Any] = {"role": "assistant", "content": text, "refusal": None}
    if refusal is not None:
        message.update(content=None, refusal=refusal)
    elif tool is not None:
        call = {"id": "call_1", "type": "function", "function": {"name": tool, "arguments": text}}
        message.update(content=None, tool_calls=[call])
    body: dict[str, Any] = {
        "id": "chatcmpl-hostile",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason, "logprobs": None}],
    }
    if usage is not None:
        prompt, completion = usage
        total = prompt + completion
        body["usage"] = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": total}
    return Reply(body=json.dumps(body).encode(), delay=delay)


def error(  # noqa: PLR0913 - keywords, the parts of an API's error
    status: int,
    message: str = "it did not work",
    *,
    kind: str | None = None,
    code: str | None = None,
    param: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Return an error in the form of OpenAI's API."""
    body = {"error": {"message": message, "type": kind, "code": code, "param": param}}
    return Reply(status, {**_JSON, **(headers or {})}, json.dumps(body).encode())


def rate_limited(retry_after: str | None = None, headers: Mapping[str, str] | None = None) -> Reply:
    """Return a 429, with or without the time to wait (seconds or an HTTP date)."""
    told = {} if retry_after is None else {"retry-after": retry_after}
    return error(
        429,
        "too many requests",
        code="rate_limit_exceeded",
        kind="requests",
        headers={**told, **(headers or {})},
    )


def no_credit() -> Reply:
    """Return the 429 that no waiting helps against."""
    return error(429, "you exceeded your quota", code="insufficient_quota", kind="insufficient_quota")


def server_error(status: int = 500, retry_after: str | None = None) -> Reply:
    """Return a fault of the server."""
    return error(
        status, "the server is ill", headers={} if retry_after is None else {"retry-after": retry_after}
    )


def refusal(text: str = "I cannot help with that.") -> Reply:
    """Return a completion in which the model declines."""
    return answer(refusal=text)


def content_filtered() -> Reply:
    """Return a completion that a content filter stopped."""
    return answer(content="", finish_reason="content_filter")


def cut_off(content: str = '{"statements": [') -> Reply:
    """Return a completion that ended at its length limit."""
    return answer(content=content, finish_reason="length")


def cut_json(value: Any = None) -> Reply:
    """Return a whole HTTP answer whose JSON stops in the middle."""
    whole = answer(value)
    return replace(whole, body=whole.body[: len(whole.body) // 2])


def other_shape() -> Reply:
    """Return valid JSON that is no chat completion."""
    return Reply(body=b'{"message": "hello"}')


def garbage() -> Reply:
    """Return the web page of somebody's proxy, with status 200."""
    return Reply(headers={"content-type": "text/html"}, body=b"<html><body>Please log in.</body></html>")


def gzipped(reply: Reply) -> Reply:
    """Return the same answer, compressed."""
    return replace(
        reply, headers={**reply.headers, "content-encoding": "gzip"}, body=gzip.compress(reply.body, mtime=0)
    )


def half_body(reply: Reply) -> Reply:
    """Return an answer whose connection breaks in the middle of the body."""
    return replace(reply, send_only=len(reply.body) // 2)


def dripping(reply: Reply, seconds: float) -> Reply:
    """Return an answer that comes byte by byte, with this many seconds between two."""
    return replace(reply, drip=seconds)


def hang() -> Reply:
    """Return silence."""
    return Reply(hang=True)


def redirect(to: str, status: int = 307) -> Reply:
    """Return a redirect."""
    return Reply(status, {"location": to})


def huge(size: int = 10_000_001) -> Reply:
    """Return a completion of at least this many bytes."""
    return answer({"statements": ["x" * size]})
