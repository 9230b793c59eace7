"""Counting tokens offline."""

from __future__ import annotations

import time

import pytest

from summarizer.engines.llm.tokens import count_prompt_tokens, count_tokens, upper_estimate


def test_counts_are_those_of_the_encodings():
    """Known texts have their known number of tokens, per family of models."""
    assert count_tokens("hello world") == 2
    assert count_tokens("hello world", "gpt-4") == 2
    assert count_tokens("") == 0
    assert count_tokens("The minister denied it on Tuesday.", "gpt-4o") == 7


@pytest.mark.parametrize(
    "text", ["a" * 200_000, " " * 200_000, "。" * 100_000, "=" * 200_000, "ab 7" * 50_000]
)
def test_no_text_takes_long_to_count(text):
    """Endless runs of one kind of character are counted in linear time."""
    began = time.process_time()
    assert count_tokens(text) > 0
    assert time.process_time() - began < 5


def test_special_tokens_are_plain_text():
    """An article that holds a control token of the vocabulary is counted like any other."""
    assert count_tokens("<|endoftext|>") > 1


def test_a_prompt_costs_its_messages_and_its_schema():
    """Roles, separators and the schema are counted too."""
    messages = [{"role": "user", "content": "hello world"}]
    assert count_prompt_tokens(messages) == 2 + 4 + 3
    assert count_prompt_tokens(messages, schema='{"type":"object"}') > 9


def test_estimates_for_other_vocabularies_have_a_margin():
    """OpenAI's own models are counted exactly, others with a quarter more."""
    assert upper_estimate(100, "gpt-5-mini") == 100
    assert upper_estimate(100, "openai/gpt-4o") == 100
    assert upper_estimate(100, "qwen2.5") == 126
