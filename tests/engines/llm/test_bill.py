"""What an article's record says that its answers took: paid now, or known before, never both."""

from __future__ import annotations

from summarizer.engines.llm.asking import Answer
from summarizer.engines.llm.bill import Bill
from summarizer.engines.llm.wire import ChooseAnswer
from summarizer.errors import InvalidError
from summarizer.records import Act, Usage


def answered(tokens, *, cached, cost=0.01):
    """Return an answer that took some tokens."""
    usage = Usage(input_tokens=tokens, output_tokens=1, calls=1)
    value = ChooseAnswer(speaker="Ines Wolde", act=Act.ASSERT)
    return Answer(value, "m", usage, cost, cached=cached)


def bill(*answers):
    """Return the bill of some answers."""
    made = Bill()
    for answer in answers:
        made.add(answer)
    return made


def test_a_record_from_the_cache_says_what_its_answers_took():
    """Where all was known before, the record keeps the usage of its answers, and is cached."""
    made = bill(answered(100, cached=True), answered(50, cached=True))
    assert (made.cached, made.sum.usage.input_tokens, made.sum.usage.calls, made.sum.cost_usd) == (
        True,
        150,
        2,
        0.02,
    )


def test_what_was_known_before_is_not_paid_again():
    """Where a part was asked for now, only that part counts, so that sums over such records are true."""
    made = bill(answered(100, cached=True), answered(50, cached=False), answered(7, cached=True, cost=None))
    assert (made.cached, made.sum.usage.input_tokens, made.sum.usage.calls, made.sum.cost_usd) == (
        False,
        50,
        1,
        0.01,
    )


def test_an_error_carries_what_was_paid_for_its_article():
    """A failure says what was paid for all questions of its article, and nothing that was known before."""
    made = bill(answered(100, cached=True), answered(50, cached=False))
    error = InvalidError("no", input_tokens=30, output_tokens=2, calls=2, cost_usd=0.02)
    made.add_error(error)
    made.put_on(error)
    assert (error.input_tokens, error.output_tokens, error.calls, error.cost_usd) == (80, 3, 3, 0.03)


def test_no_question_is_no_answer_from_the_cache():
    """An article about which nothing was asked took nothing, and was not in the cache."""
    assert (Bill().cached, Bill().sum.usage, Bill().sum.cost_usd) == (False, Usage(), 0)
