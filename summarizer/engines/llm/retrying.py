"""What went wrong with a request, whether to try again, and when: the one policy for faults of transport."""

from __future__ import annotations

import re
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import tenacity

from summarizer.errors import FilteredError, ModelError, TransportError, TruncatedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from summarizer.engines.llm.limits import Pause
    from summarizer.settings import Settings

__all__ = [
    "Fault",
    "FinalFault",
    "PassingFault",
    "UnsupportedFault",
    "policy",
    "status_fault",
    "told_to_wait",
]

_LONGEST_BACKOFF = 30.0
_LONGEST_MESSAGE = 300
_PASSING = frozenset({408, 409, 429})
_SERVER_ERROR = 500
_REDIRECT = range(300, 400)
_NOT_CHARGED = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
_TOO_LONG = re.compile(r"context_length_exceeded|exceed_context_size|maximum context length", re.IGNORECASE)
_FILTER = re.compile(r"content_filter|content_policy|ResponsibleAI", re.IGNORECASE)
_KEY_LIKE = re.compile(r"\b(?:sk|pk|rk|key|Bearer)[-_ ][\w*.\-]{6,}")
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|h|m|s)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_HINTS = {
    401: "the key is missing or wrong (OPENAI_API_KEY)",
    403: "the key may not use this model or endpoint",
    404: "there is no such model or path; look at model and base_url (it ends in /v1 as a rule)",
}


class Fault(Exception):  # noqa: N818 - an inner signal; what leaves the client are the errors of summarizer.errors
    """A request that gave no answer to look at.

    Attributes:
        lost: an answer may have been made and charged for, but did not arrive.
        sent: whether the request left at all.
    """

    def __init__(self, message: str, *, lost: bool = False, sent: bool = True) -> None:
        super().__init__(one_line(message))
        self.lost = lost
        self.sent = sent


class PassingFault(Fault):
    """It may work later.

    Attributes:
        wait: seconds that the endpoint asks to wait, None where it names none.
        everyone: all workers should wait, not only this one.
    """

    def __init__(
        self,
        message: str,
        *,
        wait: float | None = None,
        everyone: bool = False,
        lost: bool = False,
        sent: bool = True,
    ) -> None:
        super().__init__(message, lost=lost, sent=sent)
        self.wait = wait
        self.everyone = everyone


class FinalFault(Fault):
    """It will not work; ``error`` is what it means for the article."""

    def __init__(
        self, message: str, *, error: type[ModelError] = TransportError, lost: bool = False, sent: bool = True
    ) -> None:
        super().__init__(message, lost=lost, sent=sent)
        self.error = error


class UnsupportedFault(FinalFault):
    """The endpoint finds fault with the request; another dialect may do."""

    def __init__(self, message: str, *, param: str | None, code: str | None) -> None:
        super().__init__(message)
        self.param = param
        self.code = code


def one_line(message: str) -> str:
    """Return a message on one line, cut, with anything that looks like a key taken out."""
    return _KEY_LIKE.sub("[key]", " ".join(message.split()))[:_LONGEST_MESSAGE]


def told_to_wait(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Return the seconds that an endpoint asks to wait, None where it does not say.

    Reads ``retry-after-ms``, ``Retry-After`` (seconds, or an HTTP date, against the answer's own ``Date``
    if any) and ``x-ratelimit-reset-requests`` and ``-tokens`` (``1s``, ``6m0s``, ``20ms``).

    Args:
        headers: of the answer, names in lower case or case-insensitive.
        now: seconds since the epoch; None means the clock.
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after")
    seconds = _number(value)
    if seconds is not None:
        return seconds
    at = _moment(value)
    if at is not None:
        sent = _moment(headers.get("date")) or now or time.time()
        return max(0.0, at - sent)
    resets = [
        _duration(headers.get(f"x-ratelimit-reset-{what}"))
        for what in ("requests", "tokens")
        if (_number(headers.get(f"x-ratelimit-remaining-{what}")) or 0.0) <= 0
    ]
    return max((reset for reset in resets if reset is not None), default=None)


def _number(value: str | None) -> float | None:
    return float(value) if value is not None and re.fullmatch(r"\s*\d{1,9}(\.\d{1,9})?\s*", value) else None


def _moment(value: str | None) -> float | None:
    try:
        return None if value is None else parsedate_to_datetime(value).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None


def _duration(value: str | None) -> float | None:
    if value is None:
        return None
    seconds = _number(value)
    if seconds is not None:
        return seconds
    parts = _DURATION.findall(value)
    if not parts or "".join(number + unit for number, unit in parts) != value.strip():
        return None
    return float(sum(float(number) * _SECONDS[unit] for number, unit in parts))


def status_fault(status: int, headers: Mapping[str, str], error: Mapping[str, Any], text: str = "") -> Fault:
    """Say what an HTTP status other than success means.

    Args:
        status: the status code.
        headers: of the answer.
        error: the ``error`` object in its body, empty where there is none.
        text: the message to show where the object has none.
    """
    code, kind = str(error.get("code") or ""), str(error.get("type") or "")
    message = str(error.get("message") or text or "")
    said = f"the endpoint answers {status}: {message}" if message else f"the endpoint answers {status}"
    names = f"{code} {kind}"
    if status in _REDIRECT:
        there = headers.get("location", "another address")
        return FinalFault(
            f"{said}; it sends on to {there}, which is not followed: set base_url to where it is"
        )
    if _NOT_CHARGED & {code, kind}:
        return FinalFault(f"{said} (no credit left; waiting does not help)")
    if status in _PASSING or status >= _SERVER_ERROR:
        wait = told_to_wait(headers)
        limited = status == 429  # noqa: PLR2004 - "too many requests"
        return PassingFault(said, wait=wait, everyone=limited or wait is not None)
    if status in _HINTS:
        return FinalFault(f"{said}; {_HINTS[status]}")
    return _request_fault(said, names, error)


def _request_fault(said: str, names: str, error: Mapping[str, Any]) -> FinalFault:
    """Say what it means that the endpoint finds fault with the request itself."""
    if _FILTER.search(names):
        return FinalFault(said, error=FilteredError)
    if _TOO_LONG.search(f"{names} {said}"):
        return FinalFault(f"{said} (the prompt is too long for the model)", error=TruncatedError)
    param, code = error.get("param"), error.get("code")
    return UnsupportedFault(
        said, param=param if isinstance(param, str) else None, code=None if code is None else str(code)
    )


def policy(
    settings: Settings,
    pause: Pause,
    sleep: Callable[[float], Awaitable[None]],
    elapsed: Callable[[], float],
) -> tenacity.AsyncRetrying:
    """Return the retry policy for one question: bounded in attempts and in time.

    Args:
        settings: ``attempts``, ``total_timeout``, ``backoff``.
        pause: the pause of all workers; a fault that is about everyone orders it.
        sleep: how to wait between attempts.
        elapsed: seconds since the question's first request.
    """
    backoff = tenacity.wait_exponential_jitter(
        multiplier=settings.backoff, max=_LONGEST_BACKOFF, jitter=settings.backoff
    )

    def wait(state: tenacity.RetryCallState) -> float:
        fault = _fault(state)
        seconds = backoff(state) if fault.wait is None else fault.wait
        if fault.everyone and seconds <= settings.total_timeout:  # a longer one is not kept by anyone
            pause.order(seconds)
        return seconds

    def stop(state: tenacity.RetryCallState) -> bool:
        out_of_time = elapsed() + state.upcoming_sleep > settings.total_timeout
        return out_of_time or state.attempt_number >= settings.attempts

    return tenacity.AsyncRetrying(
        retry=tenacity.retry_if_exception_type(PassingFault), wait=wait, stop=stop, sleep=sleep, reraise=True
    )


def _fault(state: tenacity.RetryCallState) -> PassingFault:
    fault = None if state.outcome is None else state.outcome.exception()
    if not isinstance(fault, PassingFault):
        raise TypeError(f"only passing faults are retried, not {fault!r}")
    return fault
