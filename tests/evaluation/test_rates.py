"""Intervals of rates over articles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from summarizer.evaluation.rates import rate_interval

counts = st.integers(1, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
articles = st.lists(counts, min_size=1, max_size=25)


def interval(pairs, **options):
    """Return the interval of articles that are given as pairs of numerator and denominator."""
    cells = np.array(pairs, dtype=np.float64)
    return rate_interval(cells[:, 0], cells[:, 1], **options)


@given(articles)
def test_an_interval_is_never_a_point_and_holds_the_rate(pairs):
    """Whatever was counted, the rate lies in its interval, within 0 and 1, and something else does, too."""
    low, high = interval(pairs)
    rate = sum(x for x, _ in pairs) / sum(n for _, n in pairs)
    assert 0 <= low <= rate <= high <= 1
    assert high - low > 0.001


@given(articles)
def test_what_holds_for_right_holds_for_wrong(pairs):
    """The interval of the share that is wrong is that of the share that is right, turned round."""
    low, high = interval(pairs)
    assert interval([(n - x, n) for x, n in pairs]) == pytest.approx((1 - high, 1 - low), abs=1e-6)


@given(articles)
def test_more_articles_of_the_same_kind_say_more(pairs):
    """Four times the same articles make the interval narrower."""
    low, high = interval(pairs)
    less, more = interval(pairs * 4)
    assert more - less < high - low


def test_none_of_independent_cases_is_the_exact_binomial_bound():
    """With one statement an article, 0 of 30 is at most what Clopper and Pearson say."""
    assert interval([(0, 1)] * 30) == (0, pytest.approx(1 - 0.025 ** (1 / 30)))
    assert interval([(1, 1)] * 30) == (pytest.approx(0.025 ** (1 / 30)), 1)


def test_independent_cases_have_the_exact_binomial_interval():
    """With one statement an article, the interval is close to Clopper and Pearson's at any level."""
    for level in (0.8, 0.95):
        exact = stats.binomtest(12, 50).proportion_ci(level)
        assert interval([(1, 1)] * 12 + [(0, 1)] * 38, level=level) == pytest.approx(tuple(exact), abs=0.01)


def test_statements_that_go_together_count_less():
    """Ten articles all right and ten all wrong say less than twenty that are half right."""
    apart, alike = interval([(10, 10), (0, 10)] * 10), interval([(5, 10)] * 20)
    assert apart[0] < alike[0] < 0.5 < alike[1] < apart[1]


def test_articles_without_a_case_are_no_articles():
    """What has nothing to count says nothing."""
    assert interval([(3, 9), (0, 0), (8, 9)]) == interval([(3, 9), (8, 9)])


def test_one_article_says_next_to_nothing():
    """All right in one article leaves open almost any rate."""
    assert interval([(18, 18)])[0] < 0.05


def test_the_truth_is_held_near_the_edge():
    """A rare thing that goes together within articles is held in at least 93 of 100 samples."""
    random, held = np.random.Generator(np.random.PCG64(5)), 0
    for _ in range(300):
        many = random.integers(5, 30, 25)
        low, high = rate_interval(random.binomial(many, random.beta(0.16, 7.84, 25)) * 1.0, many * 1.0)
        held += low <= 0.02 <= high
    assert held >= 279
