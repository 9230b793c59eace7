"""A small wire schema, questions about it, and clients that ask a server of the test's own."""

from __future__ import annotations

import asyncio
from typing import Literal

import pytest
from pydantic import BaseModel, Field

from summarizer.engines.llm.asking import Question
from summarizer.engines.llm.client import Client
from summarizer.settings import Settings

GOOD = {"items": [{"who": "Ilse Okonjo", "act": "deny"}], "note": None}


class Item(BaseModel):
    """Who did what."""

    who: str = Field(max_length=80)
    act: Literal["say", "deny"] = "say"


class Wire(BaseModel):
    """A small wire schema with all that a strict schema has to settle."""

    items: list[Item] = Field(max_length=5)
    note: str | None = Field(default=None, max_length=20, title="Note")


@pytest.fixture(name="wire")
def wire_schema_of_the_tests():
    """The wire schema of these tests."""
    return Wire


@pytest.fixture(name="good")
def good_value():
    """An answer that fits it."""
    return GOOD


@pytest.fixture(name="question")
def make_question():
    """Make questions; the same number gives the same question."""

    def make(number: int = 0, **changes):
        parts = {
            "messages": (
                {"role": "system", "content": "List who did what."},
                {"role": "user", "content": f"Article {number}: Okonjo denied it."},
            ),
            "answer": Wire,
            "max_output_tokens": 50,
            "label": f"test/1 article-{number}",
        }
        return Question(**{**parts, **changes})

    return make


@pytest.fixture(name="settings")
def make_settings(tmp_path):
    """Make settings with short pauses, a cache of the test's own, and any server."""

    def make(server, **changes):
        parts = {
            "base_url": server if isinstance(server, str) else server.base_url,
            "model": "test-model",
            "backoff": 0.01,
            "attempts": 3,
            "timeout": 5,
            "total_timeout": 20,
            "cache_dir": tmp_path / "cache",
        }
        return Settings(**{**parts, **changes})

    return make


@pytest.fixture(name="ask_all")
def make_ask_all(settings):
    """Ask questions at once with one client; each gives its answer or its error."""

    def ask_all(server, *questions, **changes):
        async def run():
            async with Client(settings(server, **changes)) as client:
                return await asyncio.gather(*(client.ask(q) for q in questions), return_exceptions=True)

        return asyncio.run(run())

    return ask_all
