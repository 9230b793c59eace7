"""Intervals of rates over articles that stay right near 0 and 1, where a bootstrap has nothing to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scipy.special import betaincinv, stdtrit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["rate_interval"]

_CORRELATION = 0.1
"""Of two statements of one article: about the median of this project's own rates (0 to 0.5)."""
_BELIEF = 5
"""How many right or wrong ones the articles must have for their own design effect to count as much."""


def rate_interval(numerators: Floats, denominators: Floats, *, level: float = 0.95) -> tuple[float, float]:
    """Return the interval of a rate: Clopper and Pearson's, with as many cases as the articles are worth.

    Statements of one article are alike, so that n of them say as much about the rate as n / design effect
    independent ones. Korn and Graubard, "Confidence intervals for proportions with small expected number of
    positive counts estimated from survey data" (Survey Methodology 24, 1998) take the exact binomial interval
    of that many, made fewer for the degrees of freedom (articles - 1) and never more than n.

    The observed design effect is that of the linearised ratio of sums. With few exceptions to the rule (0 of
    n has none) it says nothing and comes out too small; then it is averaged with the one to expect at an
    intracluster correlation of 0.1, which weighs as much as five exceptions. That addition is ours: at a rate
    of 2 % in 21 and 41 simulated articles it brings coverage from 89 to 96 % up to 96 to 99 %, and where
    exceptions are many it changes nothing. What is rare and comes in whole articles (2 %, correlation 0.5) is
    still held too seldom, in 84 %.

    Args:
        numerators: what counts, by article, at most the denominator.
        denominators: what was counted, by article; at least one above 0.
        level: of confidence, within 0 and 1.
    """
    some = denominators > 0
    x, n = numerators[some], denominators[some]
    cases = float(n.sum())
    rate = min(1.0, float(x.sum()) / cases)
    tail = (1 - level) / 2
    # the spread is known from few articles, not from many cases: quantiles of Student's t
    many, few = (float(stdtrit(max(1, size - 1), 1 - tail)) for size in (cases, x.size))
    effective = min(cases, cases / _design_effect(x, n, rate) * (many / few) ** 2)
    successes = rate * effective
    low = float(betaincinv(successes, effective - successes + 1, tail)) if rate > 0 else 0.0
    high = float(betaincinv(successes + 1, effective - successes, 1 - tail)) if rate < 1 else 1.0
    return low, high


def _design_effect(x: Floats, n: Floats, rate: float) -> float:
    """Return how many statements of these articles are worth one independent statement; at least 1."""
    cases = float(n.sum())
    exceptions = min(rate, 1 - rate) * cases
    expected = 1 + (float((n * n).sum()) / cases - 1) * _CORRELATION
    observed = 0.0
    if exceptions > 0 and x.size > 1:
        variance = x.size / (x.size - 1) * float(((x - rate * n) ** 2).sum()) / cases**2
        observed = variance / (rate * (1 - rate) / cases)
    believed = (exceptions * observed + _BELIEF * expected) / (exceptions + _BELIEF)
    return max(1.0, observed, believed)
