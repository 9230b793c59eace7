"""Intervals, paired differences, exact tests and adjustment."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.evaluation.statistics import (
    differences,
    holm,
    intervals,
    mcnemar,
    standard_error,
    table,
    weights,
)

counts = st.integers(0, 8).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def runs(*pairs, name="recall"):
    """Return a table of one metric from numerators and denominators."""
    return table([{name: pair} for pair in pairs], [name])


def test_a_value_is_the_ratio_of_sums():
    """Articles count by their size: 1 of 1 and 0 of 9 is a tenth, not a half."""
    data = runs((1, 1), (0, 9))
    assert intervals(data, weights(2))["recall"].value == pytest.approx(0.1)


def test_nothing_to_measure_is_no_value():
    """A metric without a denominator has no value and no interval, and no warning."""
    found = intervals(runs((0, 0), (0, 0)), weights(2))["recall"]
    assert (found.value, found.low, found.high) == (None, None, None)


def test_identical_articles_have_no_interval_to_speak_of():
    """What is no rate has no interval but its value if articles do not vary."""
    found = intervals(runs(*[(3, 1)] * 10, name="seconds"), weights(10))["seconds"]
    assert found.low == found.high == found.value == 3


def test_a_rate_of_all_or_none_is_not_certain():
    """A rate that was 0 of 40 or 40 of 40 has an interval; what must hold for all has none."""
    none, all_ = runs(*[(0, 4)] * 10, name="refused"), runs(*[(4, 4)] * 10)
    assert intervals(none, weights(10))["refused"].high > 0.05
    assert intervals(all_, weights(10))["recall"].low < 0.95
    must = intervals(runs(*[(4, 4)] * 10, name="contents_exact"), weights(10))["contents_exact"]
    assert must.low == must.high == 1


def test_repeats_do_not_narrow_an_interval():
    """The same articles run three times say no more about the rate than once."""
    once, thrice = runs(*[(3, 4), (1, 6)] * 9), runs(*[(9, 12), (3, 18)] * 9)
    assert intervals(thrice, weights(18), repeats=3) == intervals(once, weights(18))


def test_the_interval_is_that_of_the_mean_where_sizes_are_equal():
    """With one statement an article, the interval is close to the t interval of a mean."""
    data = runs(*([(1, 1)] * 30 + [(0, 1)] * 20))
    found = intervals(data, weights(50, resamples=4000))["recall"]
    error = math.sqrt(0.6 * 0.4 / 49)
    assert found.low == pytest.approx(0.6 - 2.01 * error, abs=0.025)
    assert found.high == pytest.approx(0.6 + 2.01 * error, abs=0.025)
    assert standard_error(data, weights(50))["recall"] == pytest.approx(error, rel=0.1)


def test_draws_are_the_same_every_time():
    """A seed makes every figure reproducible; each resample has as many articles as the gold."""
    assert np.array_equal(weights(7, resamples=20), weights(7, resamples=20))
    assert not np.array_equal(weights(7, resamples=20), weights(7, resamples=20, seed=1))
    assert (weights(7, resamples=20).sum(axis=1) == 7).all()


@given(st.lists(counts, min_size=1, max_size=12))
def test_the_same_run_twice_never_differs(articles):
    """A run compared with itself has no difference, p is 1, and nothing is said to be detectable."""
    data = runs(*articles)
    for found in differences(data, data, weights(len(articles), resamples=50)).values():
        assert found.value == found.low == found.high == found.error == 0
        assert found.p == 1
        assert found.detectable is None


@given(st.lists(st.tuples(counts, counts), min_size=2, max_size=12))
def test_the_sides_of_a_comparison_mirror_each_other(articles):
    """B against A is A against B with the sign turned."""
    a, b = runs(*[x for x, _ in articles]), runs(*[y for _, y in articles])
    drawn = weights(len(articles), resamples=50)
    there, back = differences(a, b, drawn), differences(b, a, drawn)
    assert there.keys() == back.keys()
    for name, found in there.items():
        assert found.value == pytest.approx(-back[name].value)
        assert found.p == pytest.approx(back[name].p)


def test_a_plain_difference_is_told():
    """Twenty articles that all gain are no chance."""
    found = differences(runs(*[(5, 10)] * 20), runs(*[(7, 10), (8, 10)] * 10), weights(20))["recall"]
    assert found.value == pytest.approx(0.25)
    assert found.p < 0.01
    assert 0.2 < found.low < 0.25 < found.high < 0.3


def test_few_articles_that_differ_tell_nothing():
    """Four articles that gain beside many that are the same could be chance: a coin falls so in 1 of 8."""
    before, after = [(5, 10)] * 36, [(8, 10)] * 4 + [(5, 10)] * 32
    found = differences(runs(*before), runs(*after), weights(36))["recall"]
    assert found.p >= 0.11


def test_one_article_tells_nothing():
    """A comparison on one article is never a verdict."""
    assert differences(runs((1, 10)), runs((9, 10)), weights(1))["recall"].p == 1


def test_what_could_have_been_shown_follows_the_formula():
    """The detectable difference is (t.975 + t.8) standard errors, with articles - 1 degrees of freedom."""
    found = differences(runs(*[(5, 10)] * 20), runs(*[(4, 10), (8, 10)] * 10), weights(20))["recall"]
    assert found.detectable == pytest.approx((2.093 + 0.861) * found.error, rel=1e-3)


@pytest.mark.parametrize(
    ("lost", "gained", "p"), [(0, 0, 1), (0, 5, 0.0625), (5, 0, 0.0625), (1, 9, 0.0215), (4, 4, 1)]
)
def test_mcnemar_is_the_exact_binomial(lost, gained, p):
    """Only statements that one of two runs has right decide, as tosses of a fair coin."""
    assert mcnemar(lost, gained) == pytest.approx(p, abs=1e-4)


def test_holm_multiplies_and_never_falls():
    """The smallest p is multiplied by how many were asked, the next by one less, and none overtakes."""
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06})
    assert holm({}) == {}


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1), max_size=8))
def test_holm_is_between_the_p_and_bonferroni(ps):
    """Adjusting never makes a p smaller, nor larger than asking each as if alone against all."""
    adjusted = holm(ps)
    assert list(adjusted) == list(ps)
    assert all(p <= adjusted[n] <= min(1, p * len(ps)) + 1e-12 for n, p in ps.items())
