"""Which engine is chosen, and why."""

from __future__ import annotations

import pytest

from summarizer.engines import asks_a_model, choose, get_engine
from summarizer.engines.rules import RulesEngine
from summarizer.errors import UsageError
from summarizer.settings import Settings, load_settings

URL = "http://127.0.0.1:1/v1"


@pytest.fixture
def nothing(tmp_path, monkeypatch):
    """Be in a folder without settings."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("nothing")
@pytest.mark.parametrize(
    ("flags", "environ", "name", "why"),
    [
        ({}, {}, "rules", "no key and no address"),
        ({}, {"SUMMARIZER_MODEL": "m"}, "rules", "no key and no address"),
        (
            {"model": "m"},
            {"OPENAI_API_KEY": "sk-invented"},
            "llm",
            "OPENAI_API_KEY; review with m at https://api.",
        ),
        ({"model": "m", "base_url": URL}, {}, "llm", f"--base-url; review with m at {URL}"),
        (
            {"task": "choose", "model": "m"},
            {"SUMMARIZER_BASE_URL": URL},
            "llm",
            "SUMMARIZER_BASE_URL; choose with m",
        ),
    ],
)
def test_auto_is_llm_where_a_key_or_an_address_is_set(flags, environ, name, why):
    """``auto`` is the model where one is configured, and says in one line what configured it."""
    chosen = choose("auto", load_settings(flags, environ=environ))
    assert chosen.name == name
    assert why in chosen.why
    assert "sk-invented" not in chosen.why


@pytest.mark.usefixtures("nothing")
@pytest.mark.parametrize(
    ("name", "flags", "environ", "says"),
    [
        ("auto", {}, {"OPENAI_API_KEY": "sk-invented"}, "OPENAI_API_KEY.*--model.*--engine rules"),
        ("auto", {"model": "m"}, {}, "--model is for the engine llm.*--base-url"),
        ("rules", {"task": "review"}, {}, "--task is for the engine llm"),
        ("magic", {}, {}, "no engine 'magic'.*rules, llm"),
    ],
)
def test_settings_that_do_not_go_together_are_told(name, flags, environ, says):
    """A model without an endpoint, or an endpoint without a model, is one line that says what to do."""
    with pytest.raises(UsageError, match=says):
        choose(name, load_settings(flags, environ=environ))


def test_the_llm_engine_is_made_from_settings(tmp_path):
    """The task, its prompt and the number of articles at once come from the settings."""
    engine = get_engine(
        "llm", Settings(model="m", base_url=URL, task="choose", concurrency=3, cache_dir=tmp_path)
    )
    assert asks_a_model(engine)
    assert (engine.template.front.task, engine.concurrency, engine.name) == ("choose", 3, "llm")
    with pytest.raises(UsageError, match="no prompt 'sing'"):
        get_engine("llm", Settings(model="m", base_url=URL, task="sing"))
    with pytest.raises(UsageError, match="which model"):
        get_engine("llm", Settings(base_url=URL))


@pytest.mark.usefixtures("nothing")
def test_the_rules_engine_needs_nothing(monkeypatch):
    """Without a key or an address the embedded engine works."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    assert isinstance(get_engine("auto"), RulesEngine)
    assert not asks_a_model(get_engine("rules"))
