"""Statistics over articles: intervals, paired differences, exact tests, and what a gold could have shown.

The article is the unit that is resampled: statements of one article are not independent (Miller, "Adding
error bars to evals", 2024). Everything is seeded and computed from per-article counts with numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import stats

from summarizer.evaluation.metrics import RATES
from summarizer.evaluation.rates import rate_interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from summarizer.evaluation.metrics import Counts

    Floats = NDArray[np.float64]

__all__ = [
    "ALPHA",
    "POWER",
    "RESAMPLES",
    "SEED",
    "Difference",
    "Interval",
    "Table",
    "differences",
    "holm",
    "intervals",
    "mcnemar",
    "standard_error",
    "table",
    "weights",
]

ALPHA, POWER, RESAMPLES, SEED = 0.05, 0.8, 2000, 20260101


@dataclass(frozen=True, slots=True)
class Table:
    """Counts of many articles: rows are articles, columns are metrics."""

    names: tuple[str, ...]
    numerators: Floats
    denominators: Floats

    @property
    def articles(self) -> int:
        """How many articles."""
        return int(self.numerators.shape[0])

    def values(self) -> Floats:
        """Return each metric over all articles; nan where there was nothing to measure."""
        return _ratio(self.numerators.sum(axis=0), self.denominators.sum(axis=0))


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its 95 % interval; all None where there was nothing to measure."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """B less A on one metric.

    Attributes:
        error: standard error of the difference, from the paired bootstrap.
        p: the larger p of two paired tests; see :func:`differences`.
        detectable: the smallest true difference that would have been told with 80 % power; None where all
            articles differ alike or not at all, so that nothing is known about its spread.
    """

    a: float
    b: float
    low: float
    high: float
    error: float
    p: float
    detectable: float | None

    @property
    def value(self) -> float:
        """B less A."""
        return self.b - self.a


def table(articles: Sequence[Counts], names: Sequence[str]) -> Table:
    """Put the counts of articles into a table; an article without a metric adds nothing to it."""
    cells = np.array([[a.get(n, (0.0, 0.0)) for n in names] for a in articles], dtype=np.float64)
    cells = cells.reshape(len(articles), len(names), 2)
    return Table(tuple(names), cells[:, :, 0], cells[:, :, 1])


def weights(articles: int, *, resamples: int = RESAMPLES, seed: int = SEED) -> Floats:
    """Return how often each article is drawn in each resample: an array of resamples × articles."""
    generator = np.random.Generator(np.random.PCG64(seed))
    return generator.multinomial(articles, np.full(articles, 1 / articles), size=resamples).astype(np.float64)


def _ratio(numerators: Floats, denominators: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(denominators > 0, numerators / denominators, np.nan)


def _tail(articles: int) -> float:
    """Return the share to cut off each end, so that the interval is as wide as a t interval would be.

    The plain percentile interval is too narrow by the factor sqrt((n - 1) / n) and by normal instead of t
    quantiles. Source: Hesterberg, "What teachers should know about the bootstrap" (2015), section 5.3.
    """
    if articles < 2:  # noqa: PLR2004 - one article has no spread
        return 0.0
    reach = np.sqrt(articles / (articles - 1)) * stats.t.ppf(1 - ALPHA / 2, articles - 1)
    return float(stats.norm.cdf(-reach))


def intervals(data: Table, drawn: Floats, *, repeats: int = 1) -> dict[str, Interval]:
    """Return each metric with its 95 % interval over articles.

    The one rule: a rate (:data:`summarizer.evaluation.metrics.RATES`) has the interval of
    :func:`summarizer.evaluation.rates.rate_interval`, which is not a point at 0 of n or n of n; everything
    else, sizes, costs and what must hold for all, the expanded percentile bootstrap.

    Args:
        data: counts of the articles.
        drawn: what :func:`weights` gave for as many articles.
        repeats: how often each article was run; repeats are summed in the counts, and add no cases.
    """
    values = data.values()
    cut = _tail(data.articles)
    found = {}
    for i, name in enumerate(data.names):
        numerators, denominators = data.numerators[:, i], data.denominators[:, i]
        if np.isnan(values[i]):
            found[name] = Interval(None, None, None)
        elif name in RATES:
            found[name] = Interval(
                float(values[i]), *rate_interval(numerators / repeats, denominators / repeats)
            )
        else:
            resampled = _ratio(drawn @ numerators, drawn @ denominators)
            low, high = np.quantile(resampled[~np.isnan(resampled)], [cut, 1 - cut])
            found[name] = Interval(float(values[i]), float(low), float(high))
    return found


def standard_error(data: Table, drawn: Floats) -> dict[str, float]:
    """Return each metric's standard error over articles: the standard deviation of its resamples."""
    resampled = _ratio(drawn @ data.numerators, drawn @ data.denominators)
    return {name: _deviation(resampled[:, i]) for i, name in enumerate(data.names)}


def _deviation(column: Floats) -> float:
    column = column[~np.isnan(column)]
    return float(column.std(ddof=1)) if column.size > 1 else 0.0


def differences(a: Table, b: Table, drawn: Floats, *, seed: int = SEED) -> dict[str, Difference]:
    """Compare two systems on the same articles; metrics that one of them lacks are left out.

    - interval: paired bootstrap (the same resampled articles for both; Efron and Tibshirani 1993;
      Berg-Kirkpatrick et al. 2012), with the expanded tails of :func:`_tail`.
    - p: the larger of two. One is of the difference in units of the paired bootstrap's standard error, by
      Student's t; counting resamples beyond 0 instead would end at their number, and leave nothing to adjust
      for many metrics. The other is of the paired randomization test (each article's two results swapped at
      random; Noreen 1989; Yeh 2000), with the upper 95 % bound for the luck of the swaps: where few articles
      differ, the bootstrap alone tells too much.
    - detectable: (t[1 - .05 / 2] + t[.8]) · standard error of the paired bootstrap, t with articles - 1
      degrees of freedom: the true difference that a test at 5 % finds in 80 of 100 such samples (Bloom 1995).

    Args:
        a: counts of the first system.
        b: counts of the second, for the same articles in the same order and the same metrics.
        drawn: what :func:`weights` gave for as many articles.
        seed: of the swaps.
    """
    n = a.articles
    first, second = a.values(), b.values()
    resampled = _ratio(drawn @ b.numerators, drawn @ b.denominators) - _ratio(
        drawn @ a.numerators, drawn @ a.denominators
    )
    swapped = _swapped(a, b, drawn.shape[0], seed)
    cut = _tail(n)
    reach = float(stats.t.ppf(1 - ALPHA / 2, max(1, n - 1)) + stats.t.ppf(POWER, max(1, n - 1)))
    found: dict[str, Difference] = {}
    for i, name in enumerate(a.names):
        column = resampled[:, i][~np.isnan(resampled[:, i])]
        if np.isnan(first[i]) or np.isnan(second[i]) or not column.size:
            continue
        observed = float(second[i] - first[i])
        low, high = np.quantile(column, [cut, 1 - cut])
        error = _deviation(column)
        random = swapped[:, i][~np.isnan(swapped[:, i])]
        p = max(_bootstrap_p(observed, error, n), _randomization_p(random, observed))
        found[name] = Difference(
            float(first[i]),
            float(second[i]),
            float(low),
            float(high),
            error,
            p,
            reach * error if error else None,
        )
    return found


def _swapped(a: Table, b: Table, times: int, seed: int) -> Floats:
    """Return B less A after each article's two results were swapped or not, at random."""
    generator = np.random.Generator(np.random.PCG64(seed + 1))
    signs = generator.integers(0, 2, size=(times, a.articles)).astype(np.float64) * 2 - 1

    def sides(one: Floats, other: Floats) -> tuple[Floats, Floats]:
        total, half = (one + other).sum(axis=0) / 2, signs @ ((other - one) / 2)
        return total - half, total + half

    numerators, denominators = sides(a.numerators, b.numerators), sides(a.denominators, b.denominators)
    return _ratio(numerators[1], denominators[1]) - _ratio(numerators[0], denominators[0])


_SAME = 1e-12
"""Differences up to this are noise of floating point."""


def _randomization_p(column: Floats, observed: float) -> float:
    """Return the share of swaps with a difference at least as large as the observed one."""
    as_large = np.count_nonzero(np.abs(column) >= abs(observed) - _SAME)
    return _bound(as_large, column.size)


def _bound(count: int | np.signedinteger[Any], of: int) -> float:
    """Return a share of resamples with its Monte Carlo error added: the one-sided upper 95 % bound (Wald)."""
    share = (count + 1) / (of + 1)
    return float(min(1.0, share + stats.norm.ppf(0.95) * np.sqrt(share * (1 - share) / of)))


def _bootstrap_p(observed: float, error: float, articles: int) -> float:
    """Return the two-sided p of the difference in units of its bootstrap standard error, by Student's t."""
    if articles < 2 or abs(observed) <= _SAME:  # noqa: PLR2004 - one article has no spread
        return 1.0
    if error <= _SAME:  # all articles differ alike
        return 0.0
    return float(2 * stats.t.sf(abs(observed) / error, articles - 1))


def mcnemar(lost: int, gained: int) -> float:
    """Return the two-sided exact p of McNemar's test: a fair coin for what only one of two systems has right.

    Source: McNemar, "Note on the sampling error of the difference between correlated proportions" (1947),
        with the exact
    binomial distribution.

    Args:
        lost: right in the first system only.
        gained: right in the second system only.
    """
    if lost + gained == 0:
        return 1.0
    return float(stats.binomtest(min(lost, gained), lost + gained, 0.5).pvalue)


def holm(ps: Mapping[str, float]) -> dict[str, float]:
    """Return p-values adjusted for how many were asked: any falls below 5 % by chance in 5 of 100 cases.

    Source: Holm, "A simple sequentially rejective multiple test procedure" (1979).
    """
    adjusted: dict[str, float] = {}
    highest = 0.0
    for rank, (name, p) in enumerate(sorted(ps.items(), key=lambda item: (item[1], item[0]))):
        highest = max(highest, min(1.0, p * (len(ps) - rank)))
        adjusted[name] = highest
    return {name: adjusted[name] for name in ps}
