"""The one module that speaks to the SDKs: a request through openai, its answer read through instructor."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import math
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import urlsplit

import httpx2
import instructor
import openai
import pydantic
from instructor import Provider
from instructor.core import ResponseParsingError
from instructor.v2 import mode_registry
from openai.types.chat import ChatCompletion

from summarizer.engines.llm.retrying import Fault, FinalFault, PassingFault, status_fault
from summarizer.engines.llm.wire_format import structured_parameters

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable, Callable

    from summarizer.engines.llm.wire_format import Dialect
    from summarizer.settings import Settings

    Post = Callable[[dict[str, Any]], Awaitable[ChatCompletion]]

__all__ = ["MisfitError", "Sender", "answer_text"]

_MODES = {
    "json_schema": instructor.Mode.JSON_SCHEMA,
    "json": instructor.Mode.JSON,
    "tools": instructor.Mode.TOOLS,
}
_CONNECT_TIMEOUT = 10.0
# A connection pool looks at all of its idle connections for every request: several small ones are faster.
_POOL = 8
_NO_KEY = "none"  # the SDK wants one, and would otherwise take another program's from the environment

# instructor logs every fault as an error although it is handled here; that would go to the terminal
logging.getLogger("instructor").addHandler(logging.NullHandler())


class MisfitError(Exception):
    """An answer came but does not fit the schema; ``error`` says where, None if nothing could be read."""

    def __init__(self, error: pydantic.ValidationError | None) -> None:
        super().__init__("the answer does not fit the schema")
        self.error = error


class _OversizeError(Exception):
    """An answer went over the size limit and was cut off."""


class _BoundedClient(openai.DefaultAsyncHttpxClient):
    """An HTTP client that reads no more of an answer than it is allowed to, counted after decompression."""

    def __init__(self, *, most_bytes: int, **options: Any) -> None:
        super().__init__(**options)
        self._most_bytes = most_bytes

    async def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        """Send a request and read its answer, up to the limit."""
        response = await super().send(request, **{**options, "stream": True})
        try:
            parts, size = [], 0
            async for part in response.aiter_bytes():
                size += len(part)
                if size > self._most_bytes:
                    raise _OversizeError
                parts.append(part)
        finally:
            await response.aclose()
        headers = [
            (name, value)
            for name, value in response.headers.multi_items()
            if name.lower() not in ("content-encoding", "content-length", "transfer-encoding")
        ]
        return httpx2.Response(
            response.status_code, headers=headers, content=b"".join(parts), request=request
        )


def _bounded_client(settings: Settings, trust: ssl.SSLContext | Literal[False]) -> _BoundedClient:
    return _BoundedClient(
        most_bytes=settings.max_answer_bytes,
        timeout=httpx2.Timeout(settings.timeout, connect=min(_CONNECT_TIMEOUT, settings.timeout)),
        limits=httpx2.Limits(max_connections=None, max_keepalive_connections=_POOL * 2),
        follow_redirects=False,
        verify=trust,
    )


class Sender:
    """Sends requests to one endpoint. Bound to the event loop in which it is first used.

    Args:
        settings: endpoint, key, timeouts and size limit.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        host = urlsplit(settings.endpoint).hostname or ""
        foreign = {} if host.endswith("openai.com") else _omitted("OpenAI-Organization", "OpenAI-Project")
        key = settings.api_key.get_secret_value() if settings.api_key else _NO_KEY
        # reading the system's certificates takes a tenth of a second, which plain HTTP has no use for
        trust: ssl.SSLContext | Literal[False] = (
            httpx2.create_ssl_context() if settings.endpoint.startswith("https:") else False
        )
        self._sdks = [
            openai.AsyncOpenAI(
                api_key=key,
                base_url=settings.endpoint,
                max_retries=0,
                http_client=_bounded_client(settings, trust),
                default_headers=foreign,
            )
            for _ in range(math.ceil(settings.concurrency / _POOL))
        ]
        self._turn = itertools.cycle(self._sdks)

    async def structured(
        self, answer: type[pydantic.BaseModel], parameters: dict[str, Any], dialect: Dialect, post: Post
    ) -> pydantic.BaseModel:
        """Ask once for a structured answer.

        Args:
            answer: the wire schema.
            parameters: of the request, without those of structured output.
            dialect: how to ask for structured output.
            post: sends the finished parameters; faults that it raises come out as they are.

        Raises:
            MisfitError: the answer does not fit the schema.
        """
        completion = await post(structured_parameters(parameters, answer, dialect))
        # not `patch`, which derives a class, a schema and a prompt of its own for every request; and not its
        # retries, which copy request and usage even where there are none
        read = mode_registry.get_handlers(Provider.OPENAI, _MODES[dialect.mode]).response_parser
        try:
            value: pydantic.BaseModel = read(
                response=completion, response_model=answer, strict=False, is_async=True
            )
        except pydantic.ValidationError as error:
            raise MisfitError(error) from None
        except (ResponseParsingError, json.JSONDecodeError) as error:  # nothing in it to validate
            raise MisfitError(None) from error
        return value

    async def post(self, parameters: dict[str, Any], timeout: float) -> ChatCompletion:  # noqa: ASYNC109 - bounds the whole request, the body too
        """Send one request and return its answer as it came.

        Raises:
            Fault: there is no answer to look at.
        """
        try:
            async with asyncio.timeout(timeout):
                # the typed method would walk through all parameters for what is plain JSON already, and
                # build the answer field by field
                response = await next(self._turn).post(
                    "/chat/completions", cast_to=httpx2.Response, body=parameters
                )
        except (TimeoutError, openai.APITimeoutError):
            raise PassingFault(f"no answer within {timeout:.0f} s", lost=True) from None
        except openai.APIStatusError as error:
            body = error.body if isinstance(error.body, dict) else {}
            inner = body.get("error", body)
            raise status_fault(
                error.status_code,
                error.response.headers,
                inner if isinstance(inner, dict) else {"message": inner},
            ) from None
        except openai.APIConnectionError as error:
            raise _connection_fault(error, self._settings) from None
        except openai.APIError as error:
            raise PassingFault(f"the endpoint's answer cannot be read: {error}", lost=True) from None
        return _looked_at(response, self._settings.endpoint)

    async def close(self) -> None:
        """Close all connections."""
        await asyncio.gather(*(sdk.close() for sdk in self._sdks))


def _omitted(*names: str) -> dict[str, str]:
    """Return default headers that keep the SDK from telling a stranger these (an organisation's name)."""
    return {name: cast("str", openai.omit) for name in names}


def _connection_fault(error: openai.APIConnectionError, settings: Settings) -> Fault:
    cause = error.__cause__
    if isinstance(cause, _OversizeError):
        return FinalFault(
            f"the answer is over {settings.max_answer_bytes} bytes and was cut off (max_answer_bytes)",
            lost=True,
        )
    what = str(cause) or type(cause).__name__
    if isinstance(cause, httpx2.ConnectError | httpx2.ConnectTimeout):
        return PassingFault(f"cannot connect to {settings.endpoint}: {what}", sent=False)
    if isinstance(cause, httpx2.UnsupportedProtocol | httpx2.InvalidURL | UnicodeError):
        return FinalFault(f"the request cannot be sent: {what}", sent=False)
    return PassingFault(f"the connection broke: {what}", lost=True)


def _read(response: httpx2.Response, endpoint: str) -> ChatCompletion:
    """Read an answer; one that lacks what OpenAI's have is read as far as it goes."""
    try:
        return ChatCompletion.model_validate_json(response.content)
    except pydantic.ValidationError:
        pass
    try:
        value = json.loads(response.content)
    except (ValueError, RecursionError) as error:
        kind = response.headers.get("content-type", "").partition(";")[0].strip()
        if not kind.endswith("json"):
            raise PassingFault(
                f"the answer is not JSON; is base_url ({endpoint}) right?", lost=True
            ) from None
        raise PassingFault(f"the endpoint's answer cannot be read: {error}", lost=True) from None
    if not isinstance(value, dict):
        raise PassingFault("the answer is JSON, but not a chat completion", lost=True)
    return ChatCompletion.construct(**value)


def _looked_at(response: httpx2.Response, endpoint: str) -> ChatCompletion:
    """Return the answer if it has the shape of one."""
    completion = _read(response, endpoint)
    error = getattr(completion, "error", None)  # some gateways answer 200 and an error
    if isinstance(error, dict):
        code = error.get("code")
        raise status_fault(code if isinstance(code, int) and 400 <= code < 600 else 500, {}, error)  # noqa: PLR2004 - HTTP's ranges of errors
    if not _is_chat(completion):
        raise PassingFault("the answer is JSON, but not a chat completion", lost=True)
    message = completion.choices[0].message
    if message.content is not None and message.content.lstrip().startswith("```"):
        message.content = _unfenced(message.content)
    return completion


def _is_chat(completion: ChatCompletion) -> bool:
    """Say whether an answer has the parts of a chat completion; the SDK itself does not look."""
    choices: object = completion.choices
    message = getattr(choices[0], "message", None) if isinstance(choices, list) and choices else None
    content, calls = getattr(message, "content", None), getattr(message, "tool_calls", None)
    return message is not None and isinstance(content, str | None) and isinstance(calls, list | None)


def _unfenced(content: str) -> str:
    """Return what stands inside a Markdown fence, which some models put around JSON."""
    first, last = content.find("{"), content.rfind("}")
    return content[first : last + 1] if 0 <= first < last else content


def answer_text(completion: ChatCompletion) -> str:
    """Return the words of an answer, also where they came as a tool's arguments."""
    message = completion.choices[0].message
    calls = message.tool_calls or []
    arguments = [call.function.arguments for call in calls if call.type == "function"]
    return message.content or "".join(arguments)
