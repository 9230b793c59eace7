"""A tiny real question that tells whether an endpoint does what it has to."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pydantic

from summarizer.engines.llm.asking import Question
from summarizer.engines.llm.client import Client
from summarizer.engines.llm.money import Tokens

if TYPE_CHECKING:
    from summarizer.settings import Settings

__all__ = ["Probe", "probe"]

_LIMIT = 60


class _Colour(pydantic.BaseModel):
    """A colour."""

    colour: str = pydantic.Field(max_length=40)


@dataclass(frozen=True, slots=True)
class Probe:
    """What an endpoint did with a tiny question.

    Attributes:
        seconds: until its answer was here.
        model: the name that it reports.
        mode: how it takes a schema: ``json_schema``, ``json`` or ``tools``.
        bounds: whether it takes lengths and ranges in the schema.
        dropped: parameters that it does not know.
        priced: whether the price of its tokens is known.
    """

    seconds: float
    model: str
    mode: str
    bounds: bool
    dropped: tuple[str, ...]
    priced: bool


def probe(settings: Settings) -> Probe:
    """Ask a question of a few tokens, never from the cache, each request once.

    Raises:
        ModelError: there was no usable answer; the message says why.
        UsageError: the settings name no model.
    """
    return asyncio.run(_probe(settings.model_copy(update={"cache": False, "attempts": 1})))


async def _probe(settings: Settings) -> Probe:
    question = Question(
        ({"role": "user", "content": "Which colour has a clear sky by day? Answer as JSON, in one word."},),
        _Colour,
        max_output_tokens=_LIMIT,
        label="doctor",
    )
    before = time.perf_counter()
    async with Client(settings) as client:
        answer = await client.ask(question)
        dialect = client.dialect
        return Probe(
            seconds=time.perf_counter() - before,
            model=answer.model,
            mode=dialect.mode,
            bounds=dialect.bounds,
            dropped=tuple(sorted(dialect.dropped)),
            priced=client.prices.cost(Tokens(1, 1)) is not None,
        )
