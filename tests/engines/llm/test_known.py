"""An engine that answers from the cache alone, as it goes to another process."""

from __future__ import annotations

import asyncio
import pickle

import pytest

from summarizer import engines
from summarizer.engines.llm.engine import LlmEngine
from summarizer.engines.llm.known import KnownAnswers
from summarizer.errors import TransportError
from summarizer.segments import segment
from summarizer.settings import Settings
from summarizer.testing import HostileServer, ScriptedAsker, article
from summarizer.testing.replies import answer

SAID = {
    "people": ["Oona Brekke|harbour master"],
    "statements": ["Q1|said|1"],
    "figures": [],
    "headline": "S1",
    "summary": ["S1"],
}
READ = segment(article("“The quay is dry,” harbour master Oona Brekke said on Monday."))
OTHER = segment(article("“The quay is wet,” harbour master Oona Brekke said on Friday."))


def moved(engine):
    """Return an engine as another process gets it."""
    return pickle.loads(pickle.dumps(engine))  # noqa: S301 - our own bytes


def test_what_was_paid_for_is_known_elsewhere(tmp_path):
    """The engine of another process finds the same draft in the cache, says so, and sends nothing."""
    with HostileServer(then=answer(SAID)) as server:
        made = Settings(
            base_url=server.base_url, model="m", task="extract", cache_dir=tmp_path / "c", api_key="sk-secret"
        )
        engine = engines.get_engine("llm", made)

        async def ask():
            try:
                return await engine.adraft(READ)
            finally:
                await engine.close()

        first = asyncio.run(ask())
        known = moved(engine.known())
        assert "sk-secret" not in repr(known.asker.settings.api_key)
        assert known.asker.settings.api_key is None

        async def look():
            try:
                found = await known.adraft(READ)
                assert not known.asker.missed
                with pytest.raises(TransportError, match="not in the cache"):
                    await known.adraft(OTHER)
                return found
            finally:
                await known.close()

        second = asyncio.run(look())
        assert server.calls == 1
    assert known.asker.missed
    assert (second.draft, second.prompt, second.model) == (first.draft, first.prompt, first.model)
    assert (second.usage, second.cost_usd) == (first.usage, first.cost_usd)
    assert (first.cached, second.cached) == (False, True)


def test_without_a_cache_nothing_is_known(tmp_path):
    """An engine without a cache, or that asks somebody else, has nothing to look up."""
    made = Settings(base_url="http://127.0.0.1:9/v1", model="m", task="extract", cache=False)
    assert engines.get_engine("llm", made).known() is None
    assert LlmEngine(ScriptedAsker([SAID]), "extract").known() is None
    assert not list(tmp_path.iterdir())


def test_a_moved_engine_is_made_of_the_same_parts(tmp_path):
    """Task, prompt, context and candidates are the same in the other process."""
    made = Settings(
        base_url="http://127.0.0.1:9/v1",
        model="m",
        task="review",
        context_tokens=20_000,
        concurrency=3,
        cache_dir=tmp_path / "c",
    )
    engine = engines.get_engine("llm", made)
    there = moved(engine.known())
    assert isinstance(there.asker, KnownAnswers)
    assert (there.template.prompt, there.concurrency, there.fixed_tokens) == (
        engine.template.prompt,
        3,
        engine.fixed_tokens,
    )
